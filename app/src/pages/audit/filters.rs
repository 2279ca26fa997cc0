//! The filters of the audit trail, in the query of its page and of its exports.

use desk::audit::AuditQuery;
use domain::audit::AuditAction;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::context::encode;
use crate::parameters::{Instead, Parameters, bounds};

/// Filters of the audit trail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilters {
    /// Only acts of this actor.
    pub who: Option<String>,
    /// Only acts of this kind.
    pub what: Option<AuditAction>,
    /// Only acts with this text in their subject or reason.
    pub text: Option<String>,
    /// Only acts on this day or later.
    pub from: Option<Date>,
    /// Only acts on this day or earlier.
    pub to: Option<Date>,
}

impl AuditFilters {
    /// The filters of an address.
    pub fn of(asked: &mut Parameters) -> Self {
        let (from, to) = asked.days();
        let what = asked.word("what", Instead::Unfiltered);
        Self { who: asked.text("who"), what, text: asked.text("text"), from, to }
    }

    /// Whether any filter is set.
    pub fn is_any(&self) -> bool {
        *self != Self::default()
    }

    /// The filters that are set, as names and values of the query, in a fixed order.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let pairs = [
            ("who", self.who.clone()),
            ("what", self.what.map(|what| what.word().to_owned())),
            ("text", self.text.clone()),
            ("from", self.from.map(|day| day.to_string())),
            ("to", self.to.map(|day| day.to_string())),
        ];
        pairs.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// `path` with these filters.
    pub(crate) fn link(&self, path: &str) -> String {
        let query: Vec<_> =
            self.pairs().into_iter().map(|(name, value)| format!("{name}={}", encode(&value))).collect();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
    }

    /// The query for lines of the trail: days are those of `zone`, `limit` is the most lines.
    pub fn query(&self, zone: &TimeZone, before: Option<i64>, limit: i64) -> AuditQuery {
        let (from, to) = bounds((self.from, self.to), zone);
        AuditQuery { actor: self.who.clone(), what: self.what, text: self.text.clone(), from, to, before, limit }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> AuditFilters {
        AuditFilters::of(&mut Parameters::new(query))
    }

    #[test]
    fn days_are_those_of_the_zone_and_the_last_one_is_whole() {
        let query = asked("from=2026-03-14&to=2026-03-14").query(&TimeZone::get("Asia/Shanghai").unwrap(), Some(7), 50);
        assert_eq!(query.from, Some("2026-03-13T16:00:00Z".parse().unwrap()));
        assert_eq!(query.to, Some("2026-03-14T16:00:00Z".parse().unwrap()));
        assert_eq!((query.before, query.limit), (Some(7), 50));
        // On this day the clocks of New York went forward: it had 23 hours.
        let zone = TimeZone::get("America/New_York").unwrap();
        let query = asked("from=2026-03-08&to=2026-03-08").query(&zone, None, 1);
        assert_eq!(query.to.unwrap().duration_since(query.from.unwrap()).as_hours(), 23);
    }

    #[test]
    fn what_is_misspelt_asks_for_nothing() {
        let mut misspelt = Parameters::new("who=+&what=stolen&from=yesterday&to=2026-02-30&x=1");
        assert!(!AuditFilters::of(&mut misspelt).is_any());
        assert_eq!(misspelt.faults().len(), 3);
        let last = asked("to=9999-12-31");
        assert!(last.is_any() && last.query(&TimeZone::UTC, None, 1).to.is_none());
    }

    #[test]
    fn an_address_asks_for_what_it_was_made_of() {
        let whole =
            [("who", "王 & 李"), ("what", "signed-in"), ("text", "a=b"), ("from", "2026-01-02"), ("to", "2026-01-03")];
        let query = "who=%E7%8E%8B%20%26%20%E6%9D%8E&what=signed-in&text=a%3Db&from=2026-01-02&to=2026-01-03";
        let asked = asked(query);
        assert_eq!(asked.pairs().iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>(), whole);
        assert_eq!(asked.link("/audit"), format!("/audit?{query}"));
        assert_eq!(AuditFilters::default().link("/audit"), "/audit");
    }
}
