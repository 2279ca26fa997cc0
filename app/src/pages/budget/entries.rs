//! What a month used, entry by entry, with the words by which it is shown, filtered and added up.

use desk::Desk;
use desk::clears::MonthReview;
use domain::clears::totals::ClearUse;
use domain::{ClearId, Group, Lang, Scope};

use crate::context::Text;
use crate::parts::ledger::{ClearRow, target_name};
use crate::t;
use crate::words::users::who_words;

/// A clear of the ledger, or the clears of an account that its budget counts beside the ledger.
#[derive(Debug, Clone)]
pub struct Entry {
    /// How many were used, of what, by whom and why.
    pub used: ClearUse,
    /// The clear; `None` beside the ledger.
    pub row: Option<ClearRow>,
    /// The account's name.
    pub account: Text,
    /// The groups that the account is in.
    pub groups: Vec<Group>,
    /// The interface's name, or that it was all of them.
    pub target: Text,
    /// The interface's path.
    pub path: Option<Text>,
    /// Who ordered it, or that it was made elsewhere.
    pub who: Text,
    /// Why; that there is no reason, where it was made elsewhere.
    pub why: Text,
}

impl Entry {
    /// All entries of a month: its clears in their order, then what is counted beside them.
    pub fn all(desk: &Desk, lang: Lang, review: &MonthReview) -> Vec<Self> {
        let account = |used: &ClearUse| {
            let of = review.accounts.iter().find(|of| of.account.id == used.account);
            of.map(|of| (of.account.name.clone(), of.account.groups.clone())).unwrap_or_default()
        };
        let entries = review.uses().into_iter().map(|(used, clear)| {
            let row = clear.map(|clear| ClearRow::new(desk, lang, clear.clone()));
            let interface = clear.and_then(|clear| clear.interface.as_ref());
            let (name, groups) = account(&used);
            Self {
                account: clear.map_or(name, |clear| clear.account_name.clone()).into(),
                groups,
                target: match (used.scope, interface) {
                    (Scope::Interface, None) => t!(lang, "totals-interface-unknown"),
                    _ => target_name(desk, lang, interface),
                },
                path: interface.map(|(_, path)| path.to_string().into()),
                who: used.actor.as_deref().map_or_else(|| t!(lang, "totals-elsewhere"), |who| who_words(lang, who)),
                why: used.reason.clone().map_or_else(|| t!(lang, "totals-no-reason"), Text::from),
                row,
                used,
            }
        });
        entries.collect()
    }

    /// The clear of the ledger.
    pub fn clear(&self) -> Option<ClearId> {
        self.row.as_ref().map(|row| row.clear.id)
    }
}
