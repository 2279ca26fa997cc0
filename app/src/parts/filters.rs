//! Filters that several lists have: by account, by day, by what a clear resets, by who did it.

use desk::accounts::Account;
use domain::{Lang, Scope};
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
