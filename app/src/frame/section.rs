//! Sections of the site that the header leads to.

use domain::{Lang, Permission, paths};

use crate::context::Text;
use crate::{i18n, key};

/// A section of the site, which the header has a link to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// `/`
    Overview,
    /// `/accounts`
    Accounts,
    /// `/clears`
    Clears,
    /// `/budget` and below
    Budget,
    /// `/rid`
    Rids,
    /// `/incidents` and below
    Incidents,
    /// `/policies` and below
    Policies,
    /// `/notices`, and `/channels` and below
    Notices,
    /// `/audit`
    Audit,
    /// `/settings` and below
    Settings,
}

impl Section {
    /// In the header's order.
    pub(crate) const ALL: [Self; 10] = [
        Self::Overview,
        Self::Accounts,
        Self::Clears,
        Self::Budget,
        Self::Rids,
        Self::Incidents,
        Self::Policies,
        Self::Notices,
        Self::Audit,
        Self::Settings,
    ];

    /// The path that the header leads to, the right that one must have for it to do so, and the key of the link's text. The
    /// page guards itself.
    fn link(self) -> (&'static str, Permission, &'static str) {
        match self {
            Self::Overview => (paths::OVERVIEW, Permission::SeeUsage, key!("nav-overview")),
            Self::Accounts => (paths::ACCOUNTS, Permission::SeeUsage, key!("nav-accounts")),
            Self::Clears => (paths::CLEARS, Permission::SeeLedger, key!("nav-clears")),
            Self::Budget => (paths::BUDGET, Permission::SeeLedger, key!("nav-budget")),
            Self::Rids => (paths::RIDS, Permission::LookUpRids, key!("nav-rids")),
            Self::Incidents => (paths::INCIDENTS, Permission::LookUpRids, key!("nav-incidents")),
            Self::Policies => (paths::POLICIES, Permission::Automate, key!("nav-policies")),
            Self::Notices => (paths::NOTICES, Permission::SeeUsage, key!("nav-notices")),
            Self::Audit => (paths::AUDIT, Permission::SeeLedger, key!("nav-audit")),
            Self::Settings => (paths::SETTINGS, Permission::SeeUsage, key!("nav-settings")),
        }
    }

    /// The path of its first page.
    pub(crate) fn path(self) -> &'static str {
        self.link().0
    }

    /// The right that one must have for the header to lead there.
    pub(crate) fn required_right(self) -> Permission {
        self.link().1
    }

    /// Its name.
    pub(crate) fn name(self, lang: Lang) -> Text {
        i18n::t(lang, self.link().2)
    }
}
