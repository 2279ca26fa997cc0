//! The link that makes the first admin, for as long as there is no user.

use desk::{Desk, Internal};
use domain::paths;
use secrecy::ExposeSecret;

use crate::settings::Web;

/// The link at the address people use, or else at `listening`, an origin, by the name of this machine where that is
/// everywhere. `None` once there is a user.
///
/// Whoever has it becomes admin, so it is for those alone who read the program's output.
///
/// # Errors
/// [`Internal`] where the database cannot be read.
pub(crate) async fn setup_link(desk: &Desk, web: &Web, listening: &str) -> Result<Option<String>, Internal> {
    let code = desk.setup_code().await?;
    let origin = web.public_url.as_ref().map_or_else(|| here(listening), |url| url.origin().ascii_serialization());
    Ok(code.map(|code| origin + &paths::set_up(code.expose_secret())))
}

/// An origin that a browser of this machine can open; behind a Unix socket, where the proxy in front is not known, the host
/// alone.
pub(crate) fn here(listening: &str) -> String {
    if listening.starts_with("unix:") {
        return "http://localhost".to_owned();
    }
    listening.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:")
}
