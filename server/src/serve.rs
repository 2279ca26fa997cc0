//! `wxquota serve`: starting in order, and stopping in order.

use std::sync::Arc;
use std::time::Duration;

use app::context::{DemoLog, DemoLogins};
use axum::Router;
use desk::Desk;
use store::TokenWriter;
use store::files::too_open;
use store::sqlite::OpenMode;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::assets::Assets;
use crate::clock;
use crate::commands::say;
use crate::connections::answer;
use crate::demo::mark::keep_inside;
use crate::failure::CommandError;
use crate::listening::Listener;
use crate::lock::ServeLock;
use crate::middleware::limits::Limits;
use crate::opening::Opened;
use crate::router::router;
use crate::settings::Settings;
use crate::setup_link::{here, setup_link};
use crate::state::AppState;

/// The time a stop may take: shorter than supervisors wait (docker 10 s, systemd 90 s) before they kill.
const STOP_WITHIN: Duration = Duration::from_secs(9);
/// The time a stop may take beyond that where a clear is under way: broken off, nobody would know whether it was carried
/// out. Longer than its call may take; a supervisor that kills before leaves it `unknown`.
const STOP_CLEARS_WITHIN: Duration = Duration::from_secs(40);

/// The parts of pages that only a demo has; empty otherwise.
#[derive(Debug, Clone, Default)]
pub(crate) struct Demo {
    /// On the sign-in page.
    pub(crate) logins: DemoLogins,
    /// At the rid desk.
    pub(crate) log: DemoLog,
}

pub(crate) async fn run(settings: Settings) -> Result<(), CommandError> {
    let stop = stop_on_signals()?;
    keep_inside(&settings)?;
    // Before the database is opened: opening may migrate it, under the hands of the one that serves it.
    let lock = ServeLock::take(&settings.database_file())?;
    let opened =
        Opened::with(&settings, OpenMode::CreateIfMissing, clock::of_database(&settings), TokenWriter::Service).await?;
    let listener = Listener::bind(&settings.listen).await?;
    serve(&settings, opened, Demo::default(), lock, listener, stop).await
}

/// Serves until `stop`: then takes no more requests, ends readings and clears under way, and closes the database.
pub(crate) async fn serve(
    settings: &Settings,
    opened: Opened,
    demo: Demo,
    mut lock: ServeLock,
    listener: Listener,
    stop: CancellationToken,
) -> Result<(), CommandError> {
    let place = || settings.listen.clone();
    let listening = listener.place().map_err(|source| CommandError::Listen { place: place(), source })?;
    let address = listening.place();
    lock.hold_database()?;
    lock.served_at(&address)?;
    for open in too_open(&settings.database_file(), &settings.master_key_file) {
        tracing::warn!("{open}");
    }
    // A start on a full disk shows its pages at once.
    opened.desk.check_writes().await;
    tell_of_outbound_proxy(settings);
    // Whoever holds the lock is the only one that clears: what is under way in the ledger was left by a desk that is gone.
    opened.desk.end_interrupted_clears().await?;
    opened.desk.requeue_incidents().await?;
    let limits = Limits::behind(&settings.web);
    let router = routes(settings, &opened, demo.clone(), &limits)?;
    let (desk, stopped) = (|| Arc::clone(&opened.desk), || stop.clone());
    let workers = [
        ("the sampler", tokio::spawn(desk().run_sampler(stopped()))),
        ("the task that verifies clears", tokio::spawn(desk().run_clear_scheduler(stopped()))),
        ("the task that looks up rids", tokio::spawn(desk().run_rid_desk(stopped()))),
        ("the task of the policies", tokio::spawn(desk().run_policies(stopped()))),
        ("the task that investigates incidents", tokio::spawn(desk().run_incidents(stopped()))),
        ("the task that follows changed settings", tokio::spawn(desk().run_settings(stopped()))),
        ("the task that removes expired drafts", tokio::spawn(desk().run_draft_cleanup(stopped()))),
        ("the task that deletes old records", tokio::spawn(desk().run_retention(stopped()))),
        ("the task of the security log", tokio::spawn(desk().run_security_log(stopped()))),
        ("the task that sends messages", tokio::spawn(desk().run_channels(stopped()))),
        ("the task that checks the database", tokio::spawn(desk().run_write_checks(stopped()))),
    ];
    let server = answer(listener, router, limits, stop.clone());
    match &settings.web.public_url {
        Some(url) => say(format_args!("wxquota is at {address}; the dashboard is at {url}"))?,
        // Whoever reads a socket's path configures the proxy with it.
        None if settings.listen.socket().is_some() => say(format_args!("wxquota is at {address}"))?,
        None => say(format_args!("wxquota is at {}", here(&address)))?,
    }
    tell_how_to_sign_in(settings, &opened.desk, &address, &demo.logins).await?;
    let all = async {
        server.await;
        for (worker, task) in workers {
            if let Err(error) = task.await {
                tracing::error!(%error, worker, "a worker broke");
            }
        }
        opened.desk.wait_for_clears().await;
        opened.store.close().await;
    };
    let deadline = async {
        stop.cancelled().await;
        opened.desk.close();
        tracing::info!("stopping");
        tokio::time::sleep(STOP_WITHIN).await;
        let _ = tokio::time::timeout(STOP_CLEARS_WITHIN, opened.desk.wait_for_clears()).await;
    };
    tokio::select! {
        () = all => {}
        () = deadline => {
            tracing::warn!("some requests, readings or clears did not finish in time and were stopped");
            // The database is still open: closing the file that is locked would give up SQLite's own locks on it.
            std::mem::forget(lock);
        }
    }
    opened.desk.write_strangers(true);
    Ok(())
}

/// In a demo its logins; before there is any user the link that makes the first; otherwise nothing.
async fn tell_how_to_sign_in(
    settings: &Settings,
    desk: &Desk,
    address: &str,
    logins: &DemoLogins,
) -> Result<(), CommandError> {
    if !logins.0.is_empty() {
        say("Sign in with one of these names and passwords:")?;
    }
    for login in &*logins.0 {
        say(format_args!("  {:<8} {}", login.name, login.password))?;
    }
    if let Some(link) = setup_link(desk, &settings.web, address).await? {
        tracing::info!(%link, "there are no users yet; the setup link creates the first admin");
        say(format_args!("There are no users yet. Create the first admin, once, at {link}"))?;
    }
    Ok(())
}

fn routes(settings: &Settings, opened: &Opened, demo: Demo, limits: &Limits) -> Result<Router, CommandError> {
    let state = AppState::new(Arc::clone(&opened.desk), Assets::find(), settings.web.clone())
        .with_metrics(Arc::clone(&opened.metrics), settings.metrics.clone())
        .with_demo(demo.logins, demo.log);
    let refused = |error: tower_http::csrf::ConfigError| CommandError::Usage(format!("WXQUOTA_PUBLIC_URL: {error}"));
    router(&state, limits).map_err(refused)
}

/// Names the proxy that calls go through, since WeChat and receivers see its address.
fn tell_of_outbound_proxy(settings: &Settings) {
    let calls = settings.outbound.calls(&settings.wechat_base_url);
    if let Some((proxy, by)) = calls.proxy.zip(calls.set_by) {
        tracing::info!(proxy, by, wechat = calls.reaches_wechat, "outgoing calls use a proxy");
    }
}

/// Cancelled when the process is asked to end.
pub(crate) fn stop_on_signals() -> Result<CancellationToken, CommandError> {
    let failed = |source| CommandError::File { verb: "waited for", file: "signals".into(), source };
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    let stop = CancellationToken::new();
    let asked = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        asked.cancel();
    });
    Ok(stop)
}
