//! The figures of the moment as gauges.

use std::fmt;

use desk::gauges::{AccountGauges, Gauges};
use domain::Figures;
use jiff::SignedDuration;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode_registry;
use prometheus_client::encoding::{DescriptorEncoder, EncodeGaugeValue, EncodeLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::Registry;

/// The figures of the moment, as the library writes them.
#[derive(Debug)]
struct Snapshot {
    gauges: Gauges,
    /// Whether there are series of each interface.
    interfaces: bool,
}

/// Writes the figures in OpenMetrics' text format, without the line at its end.
pub(super) fn write(text: &mut impl fmt::Write, gauges: Gauges, interfaces: bool) -> fmt::Result {
    let mut registry = Registry::default();
    registry.register_collector(Box::new(Snapshot { gauges, interfaces }));
    encode_registry(text, &registry)
}

impl Collector for Snapshot {
    fn encode(&self, mut to: DescriptorEncoder<'_>) -> fmt::Result {
        let to = &mut to;
        let Gauges { states, accounts, waiting_messages, database_bytes, .. } = &self.gauges;
        self.interfaces_to(to)?;
        let counts = states.iter().map(|(state, count)| ([("state", state.word())], *count));
        gauge(to, "wxquota_interfaces", "Watched interfaces, by state.", counts)?;
        let left =
            accounts.iter().flat_map(|account| account.clears_left.iter().flatten().map(move |left| (account, left)));
        let left =
            left.map(|(account, (scope, left))| ([("account", account.name.as_str()), ("scope", scope.word())], *left));
        gauge(to, "wxquota_clears_left", "Clears left in the period, by account and scope.", left)?;
        let age = "Seconds since the newest reading of the account that did not fail.";
        gauge(to, "wxquota_sample_age_seconds", age, of_accounts(accounts, |account| account.sample_age))?;
        let expires = "Seconds until the token of the account expires.";
        gauge(to, "wxquota_token_expires_seconds", expires, of_accounts(accounts, |account| account.token_expires))?;
        let waiting = "Messages to channels that wait to be sent, or sent again.";
        single(to, "wxquota_delivery_queue", waiting, *waiting_messages)?;
        single(to, "wxquota_database_bytes", "Size of the database, in bytes.", *database_bytes)?;
        // Whoever serves a SQLite database is the only one.
        single(to, "wxquota_leader", "Whether this process reads, sends and clears: 1 or 0.", 1_i64)?;
        let version = [([("version", env!("CARGO_PKG_VERSION"))], 1_i64)];
        gauge(to, "wxquota_build_info", "The version of wxquota; always 1.", version)
    }
}

impl Snapshot {
    fn interfaces_to(&self, to: &mut DescriptorEncoder<'_>) -> fmt::Result {
        type Of = fn(&Figures) -> i64;
        let kinds: [(&str, &str, Of); 3] = [
            ("wxquota_interface_used", "Calls used, by account and interface.", |figures| figures.used),
            ("wxquota_interface_limit", "Limit of calls, by account and interface.", |figures| figures.daily_limit),
            ("wxquota_interface_remaining", "Calls left, by account and interface.", |figures| figures.remain),
        ];
        for (name, help, value) in kinds {
            let shown = self.gauges.interfaces.iter().filter(|_| self.interfaces);
            let series = shown.filter_map(|interface| {
                let account = self.gauges.accounts.get(interface.account)?.name.as_str();
                let labels = [("account", account), ("cgi_path", interface.cgi_path.as_str())];
                Some((labels, value(interface.figures.as_ref()?)))
            });
            gauge(to, name, help, series)?;
        }
        Ok(())
    }
}

/// A duration of each account that has it, in seconds.
fn of_accounts(
    accounts: &[AccountGauges],
    duration: fn(&AccountGauges) -> Option<SignedDuration>,
) -> impl Iterator<Item = ([(&str, &str); 1], f64)> {
    accounts
        .iter()
        .filter_map(move |account| Some(([("account", account.name.as_str())], duration(account)?.as_secs_f64())))
}

/// Writes a gauge with its series, of which there may be none.
fn gauge<L: EncodeLabelSet, V: EncodeGaugeValue>(
    to: &mut DescriptorEncoder<'_>,
    name: &str,
    help: &str,
    series: impl IntoIterator<Item = (L, V)>,
) -> fmt::Result {
    let mut metric = to.encode_descriptor(name, help, None, MetricType::Gauge)?;
    series.into_iter().try_for_each(|(labels, value)| metric.encode_family(&labels)?.encode_gauge(&value))
}

/// Writes a gauge without labels.
fn single<V: EncodeGaugeValue>(to: &mut DescriptorEncoder<'_>, name: &str, help: &str, value: V) -> fmt::Result {
    to.encode_descriptor(name, help, None, MetricType::Gauge)?.encode_gauge(&value)
}
