//! The counters, and what counts.

use std::borrow::Cow;
use std::fmt;
use std::hash::Hash;
use std::time::Duration;

use desk::Observer;
use domain::{ChannelKind, Outcome};
use prometheus_client::encoding::text::encode_registry;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use store::channels::DeliveryEnd;
use wechat::{CallObserver, Endpoint, errcodes};

/// The value of a label; most are constants.
type Value = Cow<'static, str>;
/// One label, and two: their names and their values.
type One = [(&'static str, Value); 1];
type Two = [(&'static str, Value); 2];

/// The upper bounds of a request's duration, in seconds: of our own answers, and of WeChat's, which has 15 or 30 seconds.
const HTTP_SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
const WECHAT_SECONDS: [f64; 10] = [0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

/// The value of a label for everything that has no value of its own.
pub(super) const OTHER: &str = "other";
/// The `errcode` of a call without an answer that has one.
const NO_ERRCODE: &str = "none";

/// The counters since the start of the program. They are kept in memory alone.
pub struct Metrics {
    registry: Registry,
    readings: Family<One, Counter>,
    wechat_requests: Family<Two, Counter>,
    wechat_seconds: Histogram,
    deliveries: Family<Two, Counter>,
    incidents: Family<One, Counter>,
    http_requests: Family<Two, Counter>,
    http_seconds: Histogram,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// Counters at 0.
    pub fn new() -> Self {
        let mut metrics = Self {
            registry: Registry::default(),
            readings: Family::default(),
            wechat_requests: Family::default(),
            wechat_seconds: Histogram::new(WECHAT_SECONDS),
            deliveries: Family::default(),
            incidents: Family::default(),
            http_requests: Family::default(),
            http_seconds: Histogram::new(HTTP_SECONDS),
        };
        metrics.register();
        metrics.begin();
        metrics
    }

    /// Names the counters; the library adds `_total` and the full stop behind each text.
    fn register(&mut self) {
        let Self { registry, .. } = self;
        registry.register("wxquota_readings", "Readings of interfaces, by result", self.readings.clone());
        let requests = "Calls to WeChat, by endpoint and errcode (0: success, none: no answer with an errcode)";
        registry.register("wxquota_wechat_requests", requests, self.wechat_requests.clone());
        let seconds = "Duration of calls to WeChat, in seconds";
        registry.register("wxquota_wechat_request_duration_seconds", seconds, self.wechat_seconds.clone());
        let deliveries = "Attempts to send a message to a channel, by kind of channel and result";
        registry.register("wxquota_deliveries", deliveries, self.deliveries.clone());
        let incidents = "Incidents that services reported, without repeated reports, by errcode";
        registry.register("wxquota_incidents", incidents, self.incidents.clone());
        registry.register("wxquota_http_requests", "HTTP requests, by route and status", self.http_requests.clone());
        let seconds = "Duration of HTTP requests until the answer begins, in seconds";
        registry.register("wxquota_http_request_duration_seconds", seconds, self.http_seconds.clone());
    }

    /// Begins at 0 what is known: the first of anything is then an increase.
    fn begin(&self) {
        for result in [GOOD, NO_FIGURES, FAILED] {
            start(&self.readings, reading(result));
        }
        for endpoint in Endpoint::ALL {
            start(&self.wechat_requests, call(endpoint, "0".into()));
            for errcode in errcodes::known().filter(|code| errcodes::names_call(*code, endpoint.path())) {
                start(&self.wechat_requests, call(endpoint, errcode_value(errcode)));
            }
            for value in [NO_ERRCODE, OTHER] {
                start(&self.wechat_requests, call(endpoint, value.into()));
            }
        }
        for kind in ChannelKind::ALL {
            for result in [DELIVERED, RETRY, DEAD] {
                start(&self.deliveries, delivery(kind, result));
            }
        }
        for errcode in errcodes::known() {
            start(&self.incidents, incident(errcode_value(errcode)));
        }
        start(&self.incidents, incident(OTHER.into()));
    }

    /// Begins at 0 the answers of these routes that are usual.
    pub(crate) fn begin_routes(&self, routes: impl IntoIterator<Item = (http::Method, String)>) {
        for (method, route) in routes {
            // Forms lead on to another page.
            let status = if method == http::Method::GET { 200 } else { 302 };
            if method == http::Method::GET || route.starts_with("/form/") {
                start(&self.http_requests, http_request(route.into(), status));
            }
        }
    }

    /// Counts an HTTP request: its route as the router knows it, and the status of its answer.
    pub(super) fn http_answered(&self, route: Value, status: http::StatusCode, took: Duration) {
        self.http_requests.get_or_create(&http_request(route, status.as_u16())).inc();
        self.http_seconds.observe(took.as_secs_f64());
    }

    /// The counters in OpenMetrics' text format, without the line at its end.
    pub(super) fn write(&self, text: &mut impl fmt::Write) -> fmt::Result {
        encode_registry(text, &self.registry)
    }
}

/// Begins a series at 0.
fn start<L: Clone + Eq + Hash>(family: &Family<L, Counter>, labels: L) {
    family.get_or_create(&labels).inc_by(0);
}

const GOOD: &str = "good";
const NO_FIGURES: &str = "no-figures";
const FAILED: &str = "failed";

const DELIVERED: &str = "delivered";
const RETRY: &str = "retry";
const DEAD: &str = "dead";

fn reading(result: &'static str) -> One {
    [("result", result.into())]
}

fn call(endpoint: Endpoint, errcode: Value) -> Two {
    [("endpoint", endpoint.path().into()), ("errcode", errcode)]
}

fn delivery(kind: ChannelKind, result: &'static str) -> Two {
    [("kind", kind.word().into()), ("result", result.into())]
}

fn incident(errcode: Value) -> One {
    [("errcode", errcode)]
}

fn http_request(route: Value, status: u16) -> Two {
    [("route", route), ("status", status.to_string().into())]
}

/// An errcode as the value of a label: those of the catalogue alone, since services report whatever they like.
fn errcode_value(errcode: i32) -> Value {
    if errcode == 0 || errcodes::is_known(errcode) { errcode.to_string().into() } else { OTHER.into() }
}

impl Observer for Metrics {
    fn reading_made(&self, outcome: Outcome) {
        let result = match outcome {
            Outcome::Good(_) => GOOD,
            Outcome::NoFigure => NO_FIGURES,
            Outcome::Failed(_) => FAILED,
        };
        self.readings.get_or_create(&reading(result)).inc();
    }

    fn message_sent(&self, kind: ChannelKind, end: &DeliveryEnd) {
        let result = match end {
            DeliveryEnd::Delivered => DELIVERED,
            DeliveryEnd::Again { .. } | DeliveryEnd::Held { .. } => RETRY,
            DeliveryEnd::Dead => DEAD,
        };
        self.deliveries.get_or_create(&delivery(kind, result)).inc();
    }

    fn incident_begun(&self, errcode: i32) {
        self.incidents.get_or_create(&incident(errcode_value(errcode))).inc();
    }
}

impl CallObserver for Metrics {
    fn call_ended(&self, endpoint: Endpoint, errcode: Option<i32>, took: Duration) {
        let errcode = errcode.map_or_else(|| NO_ERRCODE.into(), errcode_value);
        self.wechat_requests.get_or_create(&call(endpoint, errcode)).inc();
        self.wechat_seconds.observe(took.as_secs_f64());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_services_report_there_are_so_many_series_and_no_more() {
        let metrics = Metrics::new();
        let lines = || {
            let mut text = String::new();
            metrics.write(&mut text).unwrap();
            text
        };
        let before = lines().lines().count();
        for errcode in (-2_000..2_000).chain([45009, 45009, i32::MAX]) {
            metrics.incident_begun(errcode);
            metrics.call_ended(Endpoint::RidGet, Some(errcode), Duration::ZERO);
        }
        let text = lines();
        let most = errcodes::known().count();
        assert!(text.lines().count() <= before + most, "{} of {before}", text.lines().count());
        assert!(text.contains("wxquota_incidents_total{errcode=\"45009\"} 2\n"), "{text}");
        assert!(text.contains("wxquota_incidents_total{errcode=\"other\"} "), "{text}");
    }
}
