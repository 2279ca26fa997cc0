//! A month's totals: by person, by account and person, by interface, and by reason.

use domain::clears::totals::{UsedOfBoth, totals};
use domain::{AccountId, InterfaceId, Lang};
use leptos::prelude::*;

use crate::components::{Cell, SortHead};
use crate::context::{Text, Viewer};
use crate::pages::budget::counts::{CountCells, CountsPanel};
use crate::pages::budget::entries::Entry;
use crate::pages::budget::sorting::{TotalsOrder, TotalsSort};
use crate::t;

/// What entries are added up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grouping {
    Person,
    AccountAndPerson,
    Interface,
    Reason,
}

/// What a total is of: the names that are shown, and what tells those of the same names apart.
type Key = (Vec<Text>, Option<AccountId>, Option<InterfaceId>);

impl Grouping {
    const ALL: [Self; 4] = [Self::Person, Self::AccountAndPerson, Self::Interface, Self::Reason];

    fn title(self, lang: Lang) -> Text {
        match self {
            Self::Person => t!(lang, "totals-by-person"),
            Self::AccountAndPerson => t!(lang, "totals-by-account-and-person"),
            Self::Interface => t!(lang, "totals-by-interface"),
            Self::Reason => t!(lang, "totals-by-reason"),
        }
    }

    /// The names of the columns that name a total.
    fn columns(self, lang: Lang) -> Vec<Text> {
        match self {
            Self::Person => vec![t!(lang, "col-who")],
            Self::AccountAndPerson => vec![t!(lang, "col-account"), t!(lang, "col-who")],
            Self::Interface => vec![t!(lang, "col-interface"), t!(lang, "col-account")],
            Self::Reason => vec![t!(lang, "col-why")],
        }
    }

    fn key(self, entry: &Entry) -> Key {
        let (account, who) = (entry.account.clone(), entry.who.clone());
        match self {
            Self::Person => (vec![who], None, None),
            Self::AccountAndPerson => (vec![account, who], Some(entry.used.account), None),
            Self::Interface => (vec![entry.target.clone(), account], Some(entry.used.account), entry.used.interface),
            Self::Reason => (vec![entry.why.trim().to_owned().into()], None, None),
        }
    }

    /// The totals in their order.
    fn rows(self, entries: &[Entry], order: TotalsOrder) -> Vec<(Vec<Text>, UsedOfBoth)> {
        let totals = totals(entries.iter().map(|entry| (self.key(entry), &entry.used)));
        let mut rows: Vec<_> = totals.into_iter().map(|((names, ..), used)| (names, used)).collect();
        rows.sort_by(|(a_names, a), (b_names, b)| order.compare((a_names, a), (b_names, b)));
        rows
    }
}

/// The tables of totals.
#[component]
pub fn TotalsPanels(
    /// What is added up.
    entries: Vec<Entry>,
    /// The order of the rows.
    order: TotalsOrder,
) -> impl IntoView {
    let mut sum = UsedOfBoth::default();
    for entry in &entries {
        sum.add(entry.used.scope, entry.used.used);
    }
    let panel = |grouping: Grouping| {
        let rows = grouping.rows(&entries, order);
        (!rows.is_empty()).then(|| view! { <TotalsPanel grouping rows sum order /> })
    };
    Grouping::ALL.map(panel).collect_view()
}

#[component]
fn TotalsPanel(
    grouping: Grouping,
    rows: Vec<(Vec<Text>, UsedOfBoth)>,
    sum: UsedOfBoth,
    order: TotalsOrder,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (title, columns) = (grouping.title(lang), grouping.columns(lang));
    let width = columns.len().to_string();
    let heads = columns.iter().enumerate().map(|(at, name)| name_head(at, name.clone(), order)).collect();
    let rows = rows.into_iter().map(|(names, used)| row(&columns, names, used)).collect_view();
    let sum = view! {
        <tr>
            <th scope="row" colspan=width class="main">
                {t!(lang, "totals-sum")}
            </th>
            <CountCells used=sum />
        </tr>
    };
    view! {
        <CountsPanel
            title
            names=heads
            sorting=Some(order.sorting())
            rows=rows.into_any()
            sum=Some(sum.into_any())
        />
    }
}

/// The head of a name: the first sorts by the names.
fn name_head(at: usize, name: Text, order: TotalsOrder) -> AnyView {
    if at == 0 {
        return view! { <SortHead by=TotalsSort::Name.word() now=order.sorting() label=name rows="2" /> }.into_any();
    }
    view! {
        <th scope="col" rowspan="2">
            {name}
        </th>
    }
    .into_any()
}

fn row(columns: &[Text], names: Vec<Text>, used: UsedOfBoth) -> impl IntoView + use<> {
    let names = columns
        .iter()
        .zip(names)
        .enumerate()
        .map(|(at, (column, name))| match at {
            0 => view! { <Cell main=true>{name}</Cell> }.into_any(),
            _ => view! { <Cell label=column.clone()>{name}</Cell> }.into_any(),
        })
        .collect_view();
    view! {
        <tr>
            {names}
            <CountCells used />
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use domain::clears::totals::{ClearUse, UsedClears};
    use domain::{Group, GroupId, Scope};

    use super::*;
    use crate::pages::budget::filters::MonthFilters;
    use crate::parameters::{Parameters, Whose};

    fn entry(account: i64, interface: Option<i64>, who: Option<&str>, why: &str) -> Entry {
        let scope = if interface.is_some() { Scope::Interface } else { Scope::Account };
        let state = if who.is_some() { domain::ClearState::Effective } else { domain::ClearState::Elsewhere };
        Entry {
            used: ClearUse {
                account: AccountId(account),
                scope,
                interface: interface.map(InterfaceId),
                actor: who.map(str::to_owned),
                reason: who.map(|_| why.to_owned()),
                used: UsedClears::of_state(state),
            },
            row: None,
            groups: vec![Group { id: GroupId(account), name: format!("group {account}") }],
            account: format!("account {account}").into(),
            target: interface.map_or("all".into(), |id| format!("interface {id}").into()),
            path: None,
            who: who.unwrap_or("elsewhere").to_owned().into(),
            why: why.to_owned().into(),
        }
    }

    fn month() -> Vec<Entry> {
        vec![
            entry(1, None, Some("alice"), "promo"),
            entry(1, Some(7), Some("alice"), " promo "),
            entry(2, None, Some("bob"), "outage"),
            entry(2, None, None, "no reason"),
            entry(2, None, None, "no reason"),
        ]
    }

    fn told(grouping: Grouping, entries: &[Entry], query: &str) -> Vec<String> {
        let order = TotalsOrder::of(&mut Parameters::new(query));
        let row = |(names, used): (Vec<Text>, UsedOfBoth)| {
            format!("{}: {} {}", names.join(", "), used.account.all(), used.interface.all())
        };
        grouping.rows(entries, order).into_iter().map(row).collect()
    }

    #[test]
    fn a_month_is_added_up_in_four_ways() {
        let month = month();
        assert_eq!(told(Grouping::Person, &month, ""), ["elsewhere: 2 0", "alice: 1 1", "bob: 1 0"]);
        assert_eq!(
            told(Grouping::AccountAndPerson, &month, "sort=name"),
            ["account 1, alice: 1 1", "account 2, bob: 1 0", "account 2, elsewhere: 2 0"]
        );
        assert_eq!(
            told(Grouping::Interface, &month, ""),
            ["all, account 2: 3 0", "all, account 1: 1 0", "interface 7, account 1: 0 1"]
        );
        assert_eq!(told(Grouping::Reason, &month, "sort=account-elsewhere")[0], "no reason: 2 0");
        assert_eq!(told(Grouping::Reason, &month, "").len(), 3, "blanks around a reason do not make another one");
    }

    #[test]
    fn filters_leave_what_they_name() {
        let month = month();
        let left = |query: &str, account: Option<i64>| {
            let filters = MonthFilters::of(&mut Parameters::new(query), &Whose::default());
            let filters = MonthFilters { account: account.map(AccountId), ..filters };
            month.iter().filter(|entry| filters.pass(entry)).count()
        };
        assert_eq!((left("", None), left("", Some(1)), left("", Some(9))), (5, 2, 0));
        let of_group = |id| {
            let group = Some(Group { id: GroupId(id), name: String::new() });
            let filters = MonthFilters::of(&mut Parameters::new(""), &Whose { account: None, group });
            month.iter().filter(|entry| filters.pass(entry)).count()
        };
        assert_eq!((of_group(1), of_group(9)), (2, 0));
        assert_eq!((left("actor=alice", None), left("actor=alice&scope=account", None)), (2, 1));
        assert_eq!((left("q=OUTAGE", None), left("q=interface+7", None), left("q=elsewhere", None)), (1, 1, 2));
    }
}
