//! Link to the form that allows a host.

use domain::{Permission, paths};
use leptos::prelude::*;

use crate::context::{Viewer, encode};
use crate::t;

/// Link to the panel where hosts are allowed, filled in with the host for those who may allow it.
#[component]
pub fn AllowHostLink(
    /// The host.
    host: String,
) -> impl IntoView {
    let viewer = Viewer::current();
    let (href, words) = if viewer.may(Permission::Administer) {
        let host = encode(&host);
        (paths::channel_host(&host), t!(viewer.lang, "hosts-allow-it"))
    } else {
        (paths::CHANNEL_HOSTS.to_owned(), t!(viewer.lang, "hosts-who-allows"))
    };
    view! { <a href=href>{words}</a> }
}
