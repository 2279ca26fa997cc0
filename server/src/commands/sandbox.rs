//! `wxquota sandbox`: the WeChat stand-in alone.

use std::net::SocketAddr;
use std::path::Path;

use sandbox::{Config, Sandbox};

use super::say;
use crate::clock;
use crate::failure::CommandError;
use crate::serve::{listen, stop_on_signals};
use crate::settings::Settings;
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
    let listener = listen(if settings.listen_chosen { settings.listen } else { default }).await?;
    let address = listener.local_addr().map_err(|source| CommandError::Listen { address: default, source })?;
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
    served.map_err(|source| CommandError::Listen { address, source })
}
