//! What an address asks of the notices, and the filters that ask for it.

use crate::components::{ButtonKind, Choice, LinkButton, Select};
use crate::context::{Text, Viewer};
use crate::t;
use crate::words::notices::{event_words, from_words};
use desk::accounts::Account;
use desk::notices::NoticeQuery;
use domain::paths;
use domain::{AccountId, Event, NoticeId, Severity};
use leptos::prelude::*;

/// Filters of the notices. What an address misspells is as if it were not there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NoticesAsked {
    /// Only this account's.
    pub account: Option<AccountId>,
    /// Only of this kind.
    pub kind: Option<Event>,
    /// Only from this severity on.
    pub severity: Option<Severity>,
    /// Only what the reader has not read.
    pub unread: bool,
}

impl NoticesAsked {
    /// The filters that a query holds, which `read` looks parameters up in.
    pub fn of(read: impl Fn(&str) -> String) -> Self {
        Self {
            account: read("account").parse().ok().map(AccountId),
            kind: read("kind").parse().ok().filter(|kind| Event::ALL.contains(kind)),
            severity: read("severity").parse().ok(),
            unread: read("unread") == "yes",
        }
    }

    /// Whether anything is left out.
    pub fn is_any(self) -> bool {
        self != Self::default()
    }

    /// Whether what is unread is shown all the same, as far as it fits on a page.
    pub(crate) fn shows_all_unread(self) -> bool {
        !Self { unread: false, ..self }.is_any()
    }

    /// The notices wanted, `limit` the most; `read_up_to` is the newest one that the reader has read.
    pub fn query(self, read_up_to: NoticeId, before: Option<NoticeId>, limit: i64) -> NoticeQuery {
        NoticeQuery {
            account: self.account,
            event: self.kind,
            severity: self.severity,
            after: self.unread.then_some(read_up_to),
            before,
            limit,
            ..NoticeQuery::default()
        }
    }
}

/// The filters as a form.
#[component]
pub fn NoticeFilters(
    /// As they are.
    asked: NoticesAsked,
    /// Whose notices there may be.
    accounts: Vec<Account>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let with_all =
        |all: Text, choices: Vec<Choice>| std::iter::once(Choice::new("", all)).chain(choices).collect::<Vec<_>>();
    let accounts = accounts.into_iter().map(|account| Choice::new(account.id.to_string(), account.name)).collect();
    let kinds = Event::ALL.map(|kind| Choice::new(kind.word(), event_words(lang, kind))).to_vec();
    let severities = [Severity::Warning, Severity::Critical];
    let severities = severities.map(|severity| Choice::new(severity.word(), from_words(lang, severity))).to_vec();
    view! {
        <form method="get" action=paths::NOTICES class="filters" role="search">
            <Select
                name="account"
                label=t!(lang, "col-account")
                choices=with_all(t!(lang, "filter-all-accounts"), accounts)
                selected=asked.account.map(|id| id.to_string()).unwrap_or_default()
            />
            <Select
                name="kind"
                label=t!(lang, "filter-news-kind")
                choices=with_all(t!(lang, "filter-all-news"), kinds)
                selected=asked.kind.map_or("", Event::word)
            />
            <Select
                name="severity"
                label=t!(lang, "col-severity")
                choices=with_all(t!(lang, "severity-any"), severities)
                selected=asked.severity.map_or("", Severity::word)
            />
            <Select
                name="unread"
                label=t!(lang, "filter-read")
                choices=with_all(t!(lang, "filter-read-or-not"), vec![Choice::new("yes", t!(lang, "filter-unread"))])
                selected=if asked.unread { "yes" } else { "" }
            />
            <button type="submit" class="button">
                {t!(lang, "filter-apply")}
            </button>
            {asked
                .is_any()
                .then(|| view! { <LinkButton href=paths::NOTICES kind=ButtonKind::Quiet>{t!(lang, "filter-clear")}</LinkButton> })}
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &[(&str, &str)]) -> NoticesAsked {
        NoticesAsked::of(|name| {
            query.iter().find(|(other, _)| *other == name).map_or("", |(_, value)| value).to_owned()
        })
    }

    #[test]
    fn an_address_asks_for_what_it_says() {
        let whole = [("account", "3"), ("kind", "quota.threshold"), ("severity", "critical"), ("unread", "yes")];
        let query = asked(&whole).query(NoticeId(7), Some(NoticeId(70)), 51);
        assert_eq!((query.account, query.event), (Some(AccountId(3)), Some(Event::Threshold)));
        assert_eq!((query.severity, query.after), (Some(Severity::Critical), Some(NoticeId(7))));
        assert_eq!((query.before, query.limit), (Some(NoticeId(70)), 51));
        assert!(!asked(&whole).shows_all_unread() && asked(&[("unread", "yes")]).shows_all_unread());
    }

    #[test]
    fn what_is_misspelt_asks_for_nothing() {
        let misspelt =
            [("account", "shop"), ("kind", "channel.test"), ("severity", "worst"), ("unread", "no"), ("x", "1")];
        assert_eq!(asked(&misspelt), NoticesAsked::default());
        assert_eq!(asked(&misspelt).query(NoticeId(7), None, 1), NoticeQuery { limit: 1, ..NoticeQuery::default() });
    }
}
