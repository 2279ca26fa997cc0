//! Who acts, and what they may do.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::account::{AccountId, UnknownWord, from_word};

/// A role on the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Sees usage.
    Viewer,
    /// Also looks rids up and reports incidents.
    Support,
    /// Also clears, decides requests, and answers for the budget.
    Lead,
    /// Also operates accounts, users and settings.
    Admin,
    /// For tokens only: reports incidents and may do nothing else.
    Reporter,
}

impl Role {
    /// Every role, the token-only one last.
    pub const ALL: [Self; 5] = [Self::Viewer, Self::Support, Self::Lead, Self::Admin, Self::Reporter];

    /// The word for it in the API and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Support => "support",
            Self::Lead => "lead",
            Self::Admin => "admin",
            Self::Reporter => "reporter",
        }
    }
}

impl FromStr for Role {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        from_word(word, &Self::ALL, Self::word)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A thing one may do, by role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum May {
    /// See usage, history, notices, how many clears are left.
    SeeUsage,
    /// Have a reading made now; it costs one of the day's readings.
    SampleNow,
    /// Look up a rid, masked; read incidents.
    LookUpRids,
    /// Report an incident.
    ReportIncidents,
    /// See the ledger with who and why, the month's review, exports, the audit trail.
    SeeLedger,
    /// Clear, decide another's request, settle an unknown, dismiss a guess.
    Clear,
    /// Policies, channels, reserve, kill switch.
    Automate,
    /// Accounts, secrets, users, API tokens, settings, reveal, break glass.
    Administer,
}

impl May {
    /// Everything one may do.
    pub const ALL: [Self; 8] = [
        Self::SeeUsage,
        Self::SampleNow,
        Self::LookUpRids,
        Self::ReportIncidents,
        Self::SeeLedger,
        Self::Clear,
        Self::Automate,
        Self::Administer,
    ];
}

impl Role {
    /// Whether this role may do `what`.
    pub fn may(self, what: May) -> bool {
        match what {
            May::SeeUsage => self != Self::Reporter,
            May::SampleNow | May::LookUpRids => matches!(self, Self::Support | Self::Lead | Self::Admin),
            May::ReportIncidents => matches!(self, Self::Support | Self::Lead | Self::Admin | Self::Reporter),
            May::SeeLedger | May::Clear | May::Automate => matches!(self, Self::Lead | Self::Admin),
            May::Administer => self == Self::Admin,
        }
    }
}

/// Who does a thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Actor {
    /// Whoever reaches the pages, until people sign in. Acts as admin.
    Local,
    /// The user of the operating system who runs a command. Acts as admin: they hold the database anyway.
    Cli {
        /// The user's name there.
        os_user: String,
    },
    /// An API token; what it does counts as done by who made it.
    Token {
        /// The token's name.
        name: String,
        /// The actor who made it, as text.
        made_by: String,
        /// What it may do.
        role: Role,
    },
    /// The desk's own clockwork, such as the hourly sampling.
    Desk,
}

/// An act that the actor's role does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the role {role} may not do this")]
pub struct Forbidden {
    /// The role that was not enough.
    pub role: Role,
}

impl Actor {
    /// The role the actor acts in.
    pub fn role(&self) -> Role {
        match self {
            Self::Local | Self::Cli { .. } | Self::Desk => Role::Admin,
            Self::Token { role, .. } => *role,
        }
    }

    /// Refuses what the actor may not do. `account` is what it is to be done on; roles are desk-wide for now.
    ///
    /// # Errors
    /// [`Forbidden`] names the role that was not enough.
    pub fn require(&self, what: May, account: Option<AccountId>) -> Result<(), Forbidden> {
        let _ = account;
        let role = self.role();
        if role.may(what) { Ok(()) } else { Err(Forbidden { role }) }
    }
}

/// As records name the actor: `local`, `cli:alice`, or who made the token.
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local => f.write_str("local"),
            Self::Cli { os_user } => write!(f, "cli:{os_user}"),
            Self::Token { made_by, .. } => f.write_str(made_by),
            Self::Desk => f.write_str("desk"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_what_the_table_says() {
        let table = [
            (Role::Viewer, "SeeUsage"),
            (Role::Support, "SeeUsage SampleNow LookUpRids ReportIncidents"),
            (Role::Lead, "SeeUsage SampleNow LookUpRids ReportIncidents SeeLedger Clear Automate"),
            (Role::Admin, "SeeUsage SampleNow LookUpRids ReportIncidents SeeLedger Clear Automate Administer"),
            (Role::Reporter, "ReportIncidents"),
        ];
        for (role, expected) in table {
            let may: Vec<_> =
                May::ALL.into_iter().filter(|what| role.may(*what)).map(|what| format!("{what:?}")).collect();
            assert_eq!(may.join(" "), expected, "{role}");
        }
    }

    #[test]
    fn a_token_counts_as_who_made_it_but_acts_in_its_own_role() {
        let token = Actor::Token { name: "ci".into(), made_by: "cli:alice".into(), role: Role::Viewer };
        assert_eq!(token.to_string(), "cli:alice");
        assert_eq!(token.require(May::Administer, None), Err(Forbidden { role: Role::Viewer }));
        assert_eq!(token.require(May::SeeUsage, None), Ok(()));
    }
}
