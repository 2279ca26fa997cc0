//! Filters of the notices: out of the query of an address, and as a form.

use desk::accounts::Account;
use desk::notices::NoticeQuery;
use domain::{AccountId, Event, Group, GroupId, NoticeId, Permission, Severity, paths};
use leptos::prelude::*;

use crate::components::{Choice, FilterForm, Select};
use crate::context::Viewer;
use crate::parameters::{Instead, Parameters, Whose};
use crate::parts::filters::{AccountFilter, GroupFilter, account_names, group_names};
use crate::t;
use crate::words::notices::{event_words, minimum_severity_words};

/// Filters of the notices.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NoticeFilters {
    /// Only notices about this account.
    pub account: Option<AccountId>,
    /// Only notices about accounts in this group.
    pub group: Option<GroupId>,
    /// Only news of this kind.
    pub kind: Option<Event>,
    /// Only from this severity on.
    pub severity: Option<Severity>,
    /// Only notices that the reader has not read.
    pub unread: bool,
    /// Only notices that somebody has acknowledged, or that nobody has.
    pub acknowledged: Option<bool>,
}

impl NoticeFilters {
    /// The filters of an address for notices about these accounts, or about everything.
    pub fn of(asked: &mut Parameters, whose: &Whose) -> Self {
        Self {
            account: whose.account_id(),
            group: whose.group_id(),
            kind: asked.one_of("kind", &Event::ALL, Event::word, Instead::Unfiltered),
            severity: asked.word("severity", Instead::Unfiltered),
            unread: asked.one_of("unread", &["yes", "no"], |word| word, Instead::Unfiltered) == Some("yes"),
            acknowledged: asked
                .one_of("acknowledged", &["yes", "no"], |word| word, Instead::Unfiltered)
                .map(|word| word == "yes"),
        }
    }

    /// Whether any filter is set.
    pub fn is_set(self) -> bool {
        self != Self::default()
    }

    /// Whether all unread notices pass.
    pub(crate) fn shows_all_unread(self) -> bool {
        !Self { unread: false, ..self }.is_set()
    }

    /// The query of the desk for at most `limit` notices; `read_up_to` is the newest one that the reader has read.
    pub fn query(self, read_up_to: NoticeId, before: Option<NoticeId>, limit: i64) -> NoticeQuery {
        NoticeQuery {
            account: self.account,
            group: self.group,
            event: self.kind,
            severity: self.severity,
            after: self.unread.then_some(read_up_to),
            acknowledged: self.acknowledged,
            before,
            limit,
            ..NoticeQuery::default()
        }
    }
}

/// The form of the filters.
#[component]
pub fn NoticeFilterForm(
    /// The filters that are set.
    filters: NoticeFilters,
    /// Accounts to choose from.
    accounts: Vec<Account>,
    /// The group that is chosen.
    group: Option<Group>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    // Of the two words for a clear, each reader has the one that they read.
    let other = if Viewer::current().may(Permission::SeeLedger) { Event::ClearMade } else { Event::PolicyClears };
    let kinds = Event::ALL.into_iter().filter(|kind| *kind != other);
    let kinds: Vec<_> = kinds.map(|kind| Choice::new(kind.word(), event_words(lang, kind))).collect();
    let severities = [Severity::Warning, Severity::Critical];
    let severities = severities.map(|severity| Choice::new(severity.word(), minimum_severity_words(lang, severity)));
    view! {
        <FilterForm action=paths::NOTICES filtered=filters.is_set()>
            <GroupFilter choices=group_names(&accounts) selected=group />
            <AccountFilter choices=account_names(accounts) selected=filters.account.map(|id| id.to_string()).unwrap_or_default() />
            <Select
                name="kind"
                label=t!(lang, "filter-news-kind")
                any=t!(lang, "filter-all-news")
                choices=kinds
                selected=filters.kind.map_or("", Event::word)
            />
            <Select
                name="severity"
                label=t!(lang, "col-severity")
                any=t!(lang, "severity-any")
                choices=severities.to_vec()
                selected=filters.severity.map_or("", Severity::word)
            />
            <Select
                name="unread"
                label=t!(lang, "filter-read")
                any=t!(lang, "filter-read-or-not")
                choices=vec![Choice::new("yes", t!(lang, "filter-unread"))]
                selected=if filters.unread { "yes" } else { "" }
            />
            <Select
                name="acknowledged"
                label=t!(lang, "acknowledged-by")
                any=t!(lang, "filter-acknowledged-or-not")
                choices=vec![
                    Choice::new("no", t!(lang, "filter-not-acknowledged")),
                    Choice::new("yes", t!(lang, "filter-acknowledged")),
                ]
                selected=match filters.acknowledged {
                    Some(true) => "yes",
                    Some(false) => "no",
                    None => "",
                }
            />
        </FilterForm>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filters(query: &str) -> NoticeFilters {
        let group = Some(Group { id: GroupId(4), name: "shops".to_owned() });
        NoticeFilters {
            account: Some(AccountId(3)),
            ..NoticeFilters::of(&mut Parameters::new(query), &Whose { account: None, group })
        }
    }

    #[test]
    fn an_address_asks_for_what_it_says() {
        let whole = filters("kind=quota.threshold&severity=critical&unread=yes");
        let query = whole.query(NoticeId(7), Some(NoticeId(70)), 51);
        assert_eq!((query.account, query.group), (Some(AccountId(3)), Some(GroupId(4))));
        assert_eq!(query.event, Some(Event::Threshold));
        assert_eq!((query.severity, query.after), (Some(Severity::Critical), Some(NoticeId(7))));
        assert_eq!((query.before, query.limit), (Some(NoticeId(70)), 51));
        assert!(!whole.shows_all_unread());
        assert!(NoticeFilters { unread: true, ..NoticeFilters::default() }.shows_all_unread());
    }

    #[test]
    fn what_is_misspelt_asks_for_nothing() {
        let mut asked = Parameters::new("kind=channel.test&severity=worst&unread=perhaps&x=1");
        let filters = NoticeFilters::of(&mut asked, &Whose::default());
        assert_eq!(filters, NoticeFilters::default());
        assert_eq!(filters.query(NoticeId(7), None, 1), NoticeQuery { limit: 1, ..NoticeQuery::default() });
        let faults: Vec<_> = asked.faults().into_iter().map(|fault| fault.name).collect();
        assert_eq!(faults, ["kind", "severity", "unread"]);
    }
}
