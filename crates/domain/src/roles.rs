//! Who acts, and what they may do.

use std::fmt;
use std::net::IpAddr;

use crate::account::AccountId;
use crate::users::UserId;
use crate::words::word_enum;

word_enum! {
    /// A role on the desk.
    pub enum Role {
        /// Sees usage.
        Viewer = "viewer",
        /// Also looks rids up and reports incidents.
        Support = "support",
        /// Also clears, decides requests, and answers for the budget.
        Lead = "lead",
        /// Also operates accounts, users and settings.
        Admin = "admin",
        /// For tokens only: reports incidents and may do nothing else.
        Reporter = "reporter",
    }
}

impl Role {
    /// The roles a person can have, from the one that may least on.
    pub const FOR_USERS: [Self; 4] = [Self::Viewer, Self::Support, Self::Lead, Self::Admin];
}

/// A permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// See usage, history, notices, how many clears are left.
    SeeUsage,
    /// Have a reading made now; it costs one of the day's readings.
    SampleNow,
    /// Look up a rid, masked; read incidents.
    LookUpRids,
    /// Report an incident.
    ReportIncidents,
    /// Acknowledge a notice, which says who takes care of it.
    Acknowledge,
    /// See the ledger with who and why, the month's review, exports, the audit trail.
    SeeLedger,
    /// Clear, decide another's request, settle an unknown, dismiss a guess.
    Clear,
    /// Policies, channels, reserve, kill switch.
    Automate,
    /// Accounts, secrets, users, API tokens, settings, reveal, break glass.
    Administer,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 9] = [
        Self::SeeUsage,
        Self::SampleNow,
        Self::LookUpRids,
        Self::ReportIncidents,
        Self::Acknowledge,
        Self::SeeLedger,
        Self::Clear,
        Self::Automate,
        Self::Administer,
    ];
}

impl Role {
    /// Whether this role may do `what`.
    pub fn may(self, what: Permission) -> bool {
        match what {
            Permission::SeeUsage => self != Self::Reporter,
            Permission::SampleNow | Permission::LookUpRids | Permission::Acknowledge => {
                matches!(self, Self::Support | Self::Lead | Self::Admin)
            }
            Permission::ReportIncidents => matches!(self, Self::Support | Self::Lead | Self::Admin | Self::Reporter),
            Permission::SeeLedger | Permission::Clear | Permission::Automate => {
                matches!(self, Self::Lead | Self::Admin)
            }
            Permission::Administer => self == Self::Admin,
        }
    }
}

/// The actor of a request or an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Somebody who signed in.
    User {
        /// Who.
        id: UserId,
        /// What they are called.
        name: String,
        /// What they may do.
        role: Role,
        /// Where the request came from.
        address: Option<IpAddr>,
    },
    /// The user of the operating system who runs a command. Acts as admin: they hold the database anyway.
    Cli {
        /// The user's name there.
        os_user: String,
    },
    /// An API token; what it does counts as done by who made it.
    Token {
        /// The token's name.
        name: String,
        /// The user whose token it is, or the actor who made it, as text.
        made_by: String,
        /// What it may do.
        role: Role,
        /// The role of the user whose token it is, which the token never exceeds; `None` where it is no user's.
        maker: Option<Role>,
        /// Where the call came from.
        address: Option<IpAddr>,
    },
    /// The desk's own clockwork, such as the hourly sampling.
    Desk,
    /// A policy, which acts within what a lead or admin let it.
    Policy {
        /// Its name.
        name: String,
    },
    /// Whoever has not signed in; may nothing.
    Anonymous {
        /// Where the request came from.
        address: Option<IpAddr>,
    },
}

/// An act that the actor's role does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", .role.map_or_else(|| "sign in first".to_owned(), |role| format!("the role {role} does not allow this")))]
pub struct Forbidden {
    /// The role that was not enough; `None` of whoever has not signed in.
    pub role: Option<Role>,
}

impl Actor {
    /// The role the actor acts in; `None` of whoever has not signed in.
    pub fn role(&self) -> Option<Role> {
        match self {
            Self::Cli { .. } | Self::Desk => Some(Role::Admin),
            Self::Policy { .. } => Some(Role::Lead),
            Self::User { role, .. } | Self::Token { role, .. } => Some(*role),
            Self::Anonymous { .. } => None,
        }
    }

    /// Where the request came from that the actor made, where it came over the network.
    pub fn address(&self) -> Option<IpAddr> {
        match self {
            Self::User { address, .. } | Self::Token { address, .. } | Self::Anonymous { address } => *address,
            Self::Cli { .. } | Self::Desk | Self::Policy { .. } => None,
        }
    }

    /// The API token through which it is done.
    pub fn token(&self) -> Option<&str> {
        match self {
            Self::Token { name, .. } => Some(name),
            _ => None,
        }
    }

    /// Whether the actor may do `what`. A token may what both it and the user who made it may.
    pub fn may(&self, what: Permission) -> bool {
        let maker_may = match self {
            // What a reporter's token may is less than any user who made it may: only admins make tokens.
            Self::Token { maker: Some(maker), .. } => maker.may(what),
            _ => true,
        };
        maker_may && self.role().is_some_and(|role| role.may(what))
    }

    /// Refuses what the actor may not do. `account` is what it is to be done on; roles are desk-wide for now.
    ///
    /// # Errors
    /// [`Forbidden`] names the role that was not enough: of a token perhaps that of who made it.
    pub fn require(&self, what: Permission, account: Option<AccountId>) -> Result<(), Forbidden> {
        let _ = account;
        let role = match self {
            Self::Token { role, maker: Some(maker), .. } if role.may(what) => Some(*maker),
            _ => self.role(),
        };
        if self.may(what) { Ok(()) } else { Err(Forbidden { role }) }
    }
}

/// As records name the actor: a user's name, `cli:alice`, `policy:night watch`, or who made the token.
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User { name, .. } => f.write_str(name),
            Self::Cli { os_user } => write!(f, "cli:{os_user}"),
            Self::Token { made_by, .. } => f.write_str(made_by),
            Self::Desk => f.write_str("desk"),
            Self::Policy { name } => write!(f, "policy:{name}"),
            Self::Anonymous { .. } => f.write_str("nobody"),
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
            (Role::Support, "SeeUsage SampleNow LookUpRids ReportIncidents Acknowledge"),
            (Role::Lead, "SeeUsage SampleNow LookUpRids ReportIncidents Acknowledge SeeLedger Clear Automate"),
            (
                Role::Admin,
                "SeeUsage SampleNow LookUpRids ReportIncidents Acknowledge SeeLedger Clear Automate Administer",
            ),
            (Role::Reporter, "ReportIncidents"),
        ];
        for (role, expected) in table {
            let may: Vec<_> =
                Permission::ALL.into_iter().filter(|what| role.may(*what)).map(|what| format!("{what:?}")).collect();
            assert_eq!(may.join(" "), expected, "{role}");
        }
    }

    fn token(role: Role, maker: Option<Role>) -> Actor {
        Actor::Token { name: "ci".into(), made_by: "alice".into(), role, maker, address: None }
    }

    #[test]
    fn a_token_counts_as_who_made_it_but_acts_in_its_own_role() {
        let token = token(Role::Viewer, Some(Role::Admin));
        assert_eq!(token.to_string(), "alice");
        assert_eq!(token.token(), Some("ci"));
        assert_eq!(token.require(Permission::Administer, None), Err(Forbidden { role: Some(Role::Viewer) }));
        assert_eq!(token.require(Permission::SeeUsage, None), Ok(()));
    }

    #[test]
    fn a_token_never_may_more_than_who_made_it() {
        for what in Permission::ALL {
            for role in Role::ALL {
                for maker in Role::FOR_USERS {
                    let may = token(role, Some(maker)).may(what);
                    assert_eq!(may, role.may(what) && maker.may(what), "{role} made by {maker}: {what:?}");
                    if let Err(refused) = token(role, Some(maker)).require(what, None) {
                        assert!(refused.role.is_some_and(|role| !role.may(what)), "{role} made by {maker}: {what:?}");
                    }
                }
                assert_eq!(token(role, None).may(what), role.may(what));
            }
        }
    }

    #[test]
    fn nobody_may_anything() {
        let nobody = Actor::Anonymous { address: None };
        assert!(Permission::ALL.into_iter().all(|what| !nobody.may(what)));
        assert_eq!(nobody.require(Permission::SeeUsage, None).unwrap_err().to_string(), "sign in first");
    }
}
