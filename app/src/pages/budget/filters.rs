//! Filters of a month's totals and clears: out of an address, as a form, and in words.

use domain::{AccountId, Group, Lang, Scope};
use leptos::prelude::*;

use crate::components::{Choice, FilterField, FilterForm, Select};
use crate::context::{Text, Viewer};
use crate::pages::budget::entries::Entry;
use crate::pages::budget::sorting::{TotalsOrder, TotalsSort};
use crate::parameters::{Instead, Parameters, Whose};
use crate::parts::filters::{AccountFilter, GroupFilter, PersonFilter, ScopeFilter};
use crate::t;
use crate::words::clears::scope_words;

/// The longest text to search for, in characters.
const SEARCHED: usize = 200;

/// Filters of a month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthFilters {
    /// Only clears of this account.
    pub account: Option<AccountId>,
    /// Only clears of accounts in this group.
    pub group: Option<Group>,
    /// Only clears that this actor ordered.
    pub actor: Option<String>,
    /// Only clears of this scope.
    pub scope: Option<Scope>,
    /// Only clears with this text in their reason, or in the name of account, interface or person.
    pub text: Option<String>,
}

impl MonthFilters {
    /// The filters of an address for clears of these accounts.
    pub fn of(asked: &mut Parameters, whose: &Whose) -> Self {
        Self {
            account: whose.account_id(),
            group: whose.group.clone(),
            actor: asked.text("actor"),
            scope: asked.word("scope", Instead::Unfiltered),
            text: asked.short_text("q", SEARCHED),
        }
    }

    /// Whether any filter is set.
    pub fn is_set(&self) -> bool {
        *self != Self::default()
    }

    /// Whether an entry passes.
    pub fn pass(&self, entry: &Entry) -> bool {
        let used = &entry.used;
        let is_wanted = |text: &str| {
            let names =
                [Some(&entry.account), Some(&entry.target), entry.path.as_ref(), Some(&entry.who), Some(&entry.why)];
            names.into_iter().flatten().any(|name| name.to_lowercase().contains(&text.to_lowercase()))
        };
        self.account.is_none_or(|account| account == used.account)
            && self.group.as_ref().is_none_or(|group| entry.groups.iter().any(|other| other.id == group.id))
            && self.actor.as_ref().is_none_or(|actor| used.actor.as_ref() == Some(actor))
            && self.scope.is_none_or(|scope| scope == used.scope)
            && self.text.as_deref().is_none_or(is_wanted)
    }

    /// The filters that are set: `Account: 商城小程序 · Who: alice`; `entries` are those of the whole month.
    fn words(&self, lang: Lang, choices: &MonthChoices) -> String {
        let label_of = |choices: &[Choice], value: &str| {
            let found = choices.iter().find(|choice| choice.value == value);
            found.map_or_else(|| value.to_owned().into(), |choice| choice.label.clone())
        };
        let account = self.account.map(|id| label_of(&choices.accounts, &id.to_string()));
        let actor = self.actor.as_ref().map(|actor| label_of(&choices.actors, actor));
        let group = self.group.clone().map(|group| group.name.into());
        let parts = [
            (t!(lang, "col-group"), group),
            (t!(lang, "col-account"), account),
            (t!(lang, "col-who"), actor),
            (t!(lang, "col-scope"), self.scope.map(|scope| scope_words(lang, scope))),
            (t!(lang, "filter-text"), self.text.clone().map(Text::from)),
        ];
        let set =
            parts.into_iter().filter_map(|(label, value)| Some(format!("{label}{}{}", t!(lang, "colon"), value?)));
        set.collect::<Vec<_>>().join(" · ")
    }
}

/// What can be chosen in the form: what the month has.
#[derive(Debug, Clone)]
pub struct MonthChoices {
    accounts: Vec<Choice>,
    groups: Vec<Choice>,
    actors: Vec<Choice>,
}

impl MonthChoices {
    /// The accounts and people of a month, and what the filters name beside them.
    pub fn new(entries: &[Entry], filters: &MonthFilters, account: Option<(AccountId, String)>) -> Self {
        let accounts = entries.iter().map(|entry| (entry.account.clone(), entry.used.account));
        let accounts = accounts.chain(account.map(|(id, name)| (name.into(), id)));
        let groups = entries.iter().flat_map(|entry| &entry.groups);
        let groups = groups.map(|group| (Text::from(group.name.clone()), group.id));
        let actors = entries.iter().filter_map(|entry| Some((entry.who.clone(), entry.used.actor.clone()?)));
        let asked = filters.actor.clone().map(|actor| (actor.clone().into(), actor));
        let mut actors: Vec<_> = actors.collect();
        actors.extend(asked.filter(|(_, asked)| !actors.iter().any(|(_, actor)| actor == asked)));
        Self { accounts: choices(accounts), groups: choices(groups), actors: choices(actors) }
    }
}

/// A choice for each value, by its label.
fn choices<T: Ord + ToString>(labelled: impl IntoIterator<Item = (Text, T)>) -> Vec<Choice> {
    let distinct: std::collections::BTreeSet<_> = labelled.into_iter().collect();
    distinct.into_iter().map(|(label, value)| Choice::new(value.to_string(), label)).collect()
}

/// The form above the totals that filters and sorts them, and the filters in words.
#[component]
pub fn MonthFilterForm(
    /// The path of the month.
    action: String,
    /// The filters that are set.
    filters: MonthFilters,
    /// The order of the totals.
    order: TotalsOrder,
    /// What can be chosen.
    choices: MonthChoices,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let filtered = filters.is_set();
    let words = filtered.then(|| t!(lang, "month-filtered", filters = filters.words(lang, &choices)));
    let MonthChoices { accounts, groups, actors } = choices;
    let sorts = TotalsSort::ALL.map(|sort| Choice::new(sort.word(), sort.words(lang))).to_vec();
    view! {
        <FilterForm action filtered label=t!(lang, "month-filters")>
            <GroupFilter choices=groups selected=filters.group />
            <AccountFilter choices=accounts selected=filters.account.map(|id| id.to_string()).unwrap_or_default() />
            <PersonFilter name="actor" choices=actors selected=filters.actor.unwrap_or_default() />
            <ScopeFilter selected=filters.scope />
            <FilterField
                name="q"
                kind="search"
                label=t!(lang, "filter-text")
                value=filters.text.unwrap_or_default()
                placeholder=t!(lang, "month-text-hint")
            />
            <Select name="sort" label=t!(lang, "month-sort") choices=sorts selected=order.by.word() />
        </FilterForm>
        {words.map(|words| view! { <p class="month-filtered">{words}</p> })}
    }
}
