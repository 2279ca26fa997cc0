//! Filters that several lists have: by account, by day, by what a clear resets, by who did it.

use desk::accounts::Account;
use domain::groups::group_key;
use domain::{Group, Lang, Scope};
use jiff::civil::Date;
use leptos::prelude::*;

use crate::components::{Choice, FilterField, Select};
use crate::context::{Text, Viewer};
use crate::t;
use crate::words::clears::scope_words;
use crate::words::users::who_words;

/// The choices of accounts, by name.
pub(crate) fn account_names(accounts: Vec<Account>) -> Vec<Choice> {
    accounts.into_iter().map(|account| Choice::new(account.id.to_string(), account.name)).collect()
}

/// The choices of people who did something, and the one who was `asked` for, who may have done nothing.
pub(crate) fn people(lang: Lang, actors: Vec<String>, asked: Option<&str>) -> Vec<Choice> {
    let unknown = asked.filter(|asked| !actors.iter().any(|actor| actor == asked)).map(str::to_owned);
    let choice = |actor: String| {
        let words = who_words(lang, &actor);
        Choice::new(actor, words)
    };
    actors.into_iter().chain(unknown).map(choice).collect()
}

/// The filter by account.
#[component]
pub fn AccountFilter(
    /// The accounts.
    choices: Vec<Choice>,
    /// The one that is chosen.
    #[prop(into)]
    selected: Text,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Select name="account" label=t!(lang, "col-account") any=t!(lang, "filter-all-accounts") choices selected />
    }
}

/// The choices of groups, by name: those that any of these accounts is in.
pub(crate) fn group_names<'a>(accounts: impl IntoIterator<Item = &'a Account>) -> Vec<Choice> {
    let groups = accounts.into_iter().flat_map(|account| &account.groups);
    let mut groups: Vec<_> = groups.map(|group| (group_key(&group.name), group)).collect();
    groups.sort_by(|(one, _), (other, _)| one.cmp(other));
    groups.dedup_by_key(|(_, group)| group.id);
    groups.into_iter().map(|(_, group)| choice_of(group)).collect()
}

fn choice_of(group: &Group) -> Choice {
    Choice::new(group.id.to_string(), group.name.clone())
}

/// The filter by group; nothing where there is none to choose.
#[component]
pub fn GroupFilter(
    /// The groups, by name.
    choices: Vec<Choice>,
    /// The one that is chosen, which may have no account.
    selected: Option<Group>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let mut choices = choices;
    let selected = selected.map(|group| choice_of(&group));
    choices.extend(selected.clone().filter(|selected| choices.iter().all(|choice| choice.value != selected.value)));
    (!choices.is_empty()).then(|| {
        let selected = selected.map(|choice| choice.value).unwrap_or_default();
        view! { <Select name="group" label=t!(lang, "col-group") any=t!(lang, "filter-all-groups") choices selected /> }
    })
}

/// The filters by the first and the last day.
#[component]
pub fn DayFilters(
    /// The first day that is wanted.
    from: Option<Date>,
    /// The last one.
    to: Option<Date>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    view! {
        <FilterField name="from" kind="date" label=t!(lang, "filter-from") value=day(from) />
        <FilterField name="to" kind="date" label=t!(lang, "filter-to") value=day(to) />
    }
}

/// The filter by what a clear resets.
#[component]
pub fn ScopeFilter(
    /// The scope that is chosen.
    selected: Option<Scope>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let choices = Scope::ALL.map(|scope| Choice::new(scope.word(), scope_words(lang, scope))).to_vec();
    let selected = selected.map_or("", Scope::word);
    view! { <Select name="scope" label=t!(lang, "col-scope") any=t!(lang, "filter-all-scopes") choices selected /> }
}

/// The filter by who did it.
#[component]
pub fn PersonFilter(
    /// The field's name.
    name: &'static str,
    /// The people.
    choices: Vec<Choice>,
    /// The one who is chosen.
    #[prop(into)]
    selected: Text,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! { <Select name label=t!(lang, "col-who") any=t!(lang, "filter-everyone") choices selected /> }
}
