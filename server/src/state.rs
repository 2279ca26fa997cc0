//! The state that every request can reach.

use std::fmt;
use std::sync::Arc;

use app::context::{DemoLog, DemoLogins};
use app::cookies::SessionCookie;
use axum::extract::FromRef;
use desk::Desk;
use leptos::config::LeptosOptions;

use crate::assets::Assets;
use crate::metrics::registry::Metrics;
use crate::settings::{MetricsSettings, Web};

/// The state that every request can reach. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// Everything that can be done.
    pub desk: Arc<Desk>,
    /// The browser's files.
    pub assets: Arc<Assets>,
    /// How people reach the pages.
    pub web: Arc<Web>,
    /// The counters of `/metrics`.
    pub metrics: Arc<Metrics>,
    /// Who reads them, and what they have.
    pub metrics_settings: Arc<MetricsSettings>,
    /// Logins that the sign-in page shows; none but in the demo.
    pub demo_logins: DemoLogins,
    /// A log that the rid desk offers; none but in the demo.
    pub demo_log: DemoLog,
    /// The options that leptos' own routes ask for; the names of the browser's files reach pages through [`Assets`].
    pub leptos: LeptosOptions,
}

impl fmt::Debug for AppState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppState").field("assets", &self.assets).finish_non_exhaustive()
    }
}

impl AppState {
    /// The state of a server on `desk`, which people reach as `web` says.
    pub fn new(desk: Arc<Desk>, assets: Assets, web: Web) -> Self {
        let output_name = assets.output_name().unwrap_or("wxquota").to_owned();
        let leptos = LeptosOptions::builder().output_name(output_name).site_pkg_dir("pkg").build();
        Self {
            desk,
            assets: Arc::new(assets),
            web: Arc::new(web),
            metrics: Arc::new(Metrics::new()),
            metrics_settings: Arc::default(),
            demo_logins: DemoLogins::default(),
            demo_log: DemoLog::default(),
            leptos,
        }
    }

    /// The state with the counters that the desk was opened with, and the settings of `/metrics`.
    #[must_use]
    pub fn with_metrics(self, metrics: Arc<Metrics>, settings: MetricsSettings) -> Self {
        Self { metrics, metrics_settings: Arc::new(settings), ..self }
    }

    /// The state of a demo, whose sign-in page shows these logins, and whose rid desk offers this log.
    #[must_use]
    pub fn with_demo(self, demo_logins: DemoLogins, demo_log: DemoLog) -> Self {
        Self { demo_logins, demo_log, ..self }
    }

    /// The name and the attributes of the session cookie.
    pub fn session_cookie(&self) -> SessionCookie {
        SessionCookie::new(self.web.secure_cookies())
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
