//! `wxquota sandbox`: the WeChat stand-in alone.

use std::net::SocketAddr;
use std::path::Path;

use sandbox::{Config, Sandbox};

use super::say;
use crate::clock;
use crate::failure::CommandError;
use crate::listening::listen;
use crate::serve::stop_on_signals;
use crate::settings::{Listen, Settings};
use crate::table::Table;

/// The default port: another than the dashboard's, so that both run on one machine.
const DEFAULT_PORT: u16 = 8690;

pub(crate) async fn run(settings: &Settings, config: Option<&Path>) -> Result<(), CommandError> {
    let stop = stop_on_signals()?;
    let config = match config {
        Some(file) => Config::load(file)?,
        None => Config::demo(),
    };
    let default = SocketAddr::from(([127, 0, 0, 1], DEFAULT_PORT));
    let address = match &settings.listen {
        _ if !settings.listen_chosen => default,
        Listen::Tcp(address) => *address,
        Listen::Unix(_) => {
            return Err(CommandError::Usage("the sandbox listens on an address such as 127.0.0.1:8690".to_owned()));
        }
    };
    let listener = listen(address).await?;
    let address = listener.local_addr().map_err(|source| CommandError::Listen { place: address.into(), source })?;
    let clock = clock::machine(settings);
    let sandbox = Sandbox::with_clock(config, move || clock.now_ms());
    say(format_args!(
        "The sandbox is at http://{address}\nTo use it, set WXQUOTA_WECHAT_BASE_URL=http://{address}\nIts control \
         API is under /sandbox.\n"
    ))?;
    let accounts = sandbox.seeded_accounts();
    let table = Table::of(&accounts)
        .left("NAME", |account| &account.name)
        .left("APPID", |account| &account.appid)
        .left("KIND", |account| account.kind)
        .left("SECRET (invented)", |account| &account.secret);
    say(table.to_string().trim_end())?;
    let served = sandbox.serve(listener, stop.cancelled_owned()).await;
    served.map_err(|source| CommandError::Listen { place: address.into(), source })
}
