//! The order of a month's totals.

use std::cmp::Ordering;

use domain::clears::totals::{UsedClears, UsedOfBoth};
use domain::words::word_enum;
use domain::{Lang, Scope};

use crate::components::Sorting;
use crate::context::Text;
use crate::pages::budget::headline::scope_title;
use crate::parameters::{Instead, Parameters};
use crate::t;

word_enum! {
    /// What totals are sorted by.
    #[derive(Default)]
    pub enum TotalsSort {
        /// All that was used, of whole accounts before single interfaces.
        #[default]
        Most = "most",
        /// The names.
        Name = "name",
        /// Account-wide clears accepted by WeChat.
        AccountUsed = "account-used",
        /// Account-wide clears of unknown outcome.
        AccountUnknown = "account-unknown",
        /// Account-wide clears made elsewhere.
        AccountElsewhere = "account-elsewhere",
        /// Single-interface clears accepted by WeChat.
        InterfaceUsed = "interface-used",
        /// Single-interface clears of unknown outcome.
        InterfaceUnknown = "interface-unknown",
        /// Single-interface clears made elsewhere.
        InterfaceElsewhere = "interface-elsewhere",
        /// Clears that did nothing.
        NoEffect = "no-effect",
        /// Calls given back.
        Restored = "restored",
    }
}

/// The sorts by the counts of a scope: used, unknown, elsewhere.
pub(crate) fn of_scope(scope: Scope) -> [TotalsSort; 3] {
    match scope {
        Scope::Account => [TotalsSort::AccountUsed, TotalsSort::AccountUnknown, TotalsSort::AccountElsewhere],
        Scope::Interface => [TotalsSort::InterfaceUsed, TotalsSort::InterfaceUnknown, TotalsSort::InterfaceElsewhere],
    }
}

impl TotalsSort {
    /// The name of the order in a form.
    pub(crate) fn words(self, lang: Lang) -> Text {
        let of = |scope, count: Text| -> Text {
            t!(lang, "month-past-label", scope = scope_title(lang, scope), name = count)
        };
        match self {
            Self::Most => t!(lang, "totals-most"),
            Self::Name => t!(lang, "totals-name"),
            Self::AccountUsed => of(Scope::Account, t!(lang, "col-spent")),
            Self::AccountUnknown => of(Scope::Account, t!(lang, "col-unknown")),
            Self::AccountElsewhere => of(Scope::Account, t!(lang, "col-elsewhere")),
            Self::InterfaceUsed => of(Scope::Interface, t!(lang, "col-spent")),
            Self::InterfaceUnknown => of(Scope::Interface, t!(lang, "col-unknown")),
            Self::InterfaceElsewhere => of(Scope::Interface, t!(lang, "col-elsewhere")),
            Self::NoEffect => t!(lang, "col-did-nothing"),
            Self::Restored => t!(lang, "col-given-back"),
        }
    }

    /// The figures that it compares, the first that differ first.
    fn figures(self, used: &UsedOfBoth) -> [i64; 2] {
        let sum = |of: fn(&UsedClears) -> i64| [of(&used.account) + of(&used.interface), 0];
        match self {
            Self::Most => [used.account.all(), used.interface.all()],
            Self::Name => [0, 0],
            Self::AccountUsed => [used.account.spent, 0],
            Self::AccountUnknown => [used.account.unknown, 0],
            Self::AccountElsewhere => [used.account.elsewhere, 0],
            Self::InterfaceUsed => [used.interface.spent, 0],
            Self::InterfaceUnknown => [used.interface.unknown, 0],
            Self::InterfaceElsewhere => [used.interface.elsewhere, 0],
            Self::NoEffect => sum(|used| used.did_nothing),
            Self::Restored => sum(|used| used.given_back),
        }
    }
}

/// What totals are sorted by, and in which direction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TotalsOrder {
    /// What they are sorted by.
    pub by: TotalsSort,
    /// The direction; without one, names ascend and figures descend.
    pub descending: Option<bool>,
}

impl TotalsOrder {
    /// The order of an address.
    pub fn of(asked: &mut Parameters) -> Self {
        let by = asked.word("sort", Instead::UsualOrder).unwrap_or_default();
        let order = asked.one_of("order", &["asc", "desc"], |word| word, Instead::UsualOrder);
        Self { by, descending: order.map(|order| order == "desc") }
    }

    fn descends(self) -> bool {
        self.descending.unwrap_or(self.by != TotalsSort::Name)
    }

    /// The order as the heads of columns show it.
    pub(crate) fn sorting(self) -> Sorting {
        Sorting { by: self.by.word(), descending: self.descends() }
    }

    /// Compares two totals with their names; of the same figures, the names ascend.
    pub(crate) fn compare<N: Ord>(self, (a_names, a): (&N, &UsedOfBoth), (b_names, b): (&N, &UsedOfBoth)) -> Ordering {
        let names = a_names.cmp(b_names);
        let directed = |ordering: Ordering| if self.descends() { ordering.reverse() } else { ordering };
        if self.by == TotalsSort::Name {
            return directed(names);
        }
        directed(self.by.figures(a).cmp(&self.by.figures(b))).then(names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(account: i64, interface: i64) -> UsedOfBoth {
        let spent = |spent| UsedClears { spent, ..UsedClears::default() };
        UsedOfBoth { account: spent(account), interface: spent(interface) }
    }

    fn sorted(query: &str) -> String {
        let order = TotalsOrder::of(&mut Parameters::new(query));
        let mut totals = [("b", used(1, 5)), ("a", used(1, 5)), ("c", used(2, 0)), ("d", used(0, 9))];
        totals.sort_by(|(a, a_used), (b, b_used)| order.compare((a, a_used), (b, b_used)));
        totals.iter().map(|(name, _)| *name).collect()
    }

    #[test]
    fn figures_descend_and_names_ascend_unless_told_otherwise() {
        assert_eq!(sorted(""), "cabd", "most used of whole accounts first");
        assert_eq!(sorted("sort=interface-used"), "dabc");
        assert_eq!(sorted("sort=interface-used&order=asc"), "cabd", "of the same figures by name");
        assert_eq!(sorted("sort=name"), "abcd");
        assert_eq!(sorted("sort=name&order=desc"), "dcba");
    }

    #[test]
    fn an_unknown_order_is_a_fault() {
        let mut asked = Parameters::new("sort=best&order=up");
        assert_eq!(TotalsOrder::of(&mut asked), TotalsOrder::default());
        assert_eq!(asked.faults().len(), 2);
    }
}
