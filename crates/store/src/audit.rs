//! The audit trail: what people did, written in the transaction of the act and never changed.
//!
//! Each line carries an HMAC of itself and of the line before, under a key derived from the master key: whoever changes the
//! file by hand cannot make the chain whole again.

use std::net::IpAddr;

use async_trait::async_trait;
use domain::audit::AuditAction;
use domain::words::word_enum;
use domain::{Actor, UserId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::StoreError;

/// Who did a thing, as the trail names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditActor {
    /// The actor, as text.
    pub actor: String,
    /// The user, where it is one.
    pub user: Option<UserId>,
    /// The API token through which it was done.
    pub token: Option<String>,
    /// Where the request came from.
    pub address: Option<IpAddr>,
}

impl From<&Actor> for AuditActor {
    fn from(actor: &Actor) -> Self {
        let user = match actor {
            Actor::User { id, .. } => Some(*id),
            _ => None,
        };
        Self { actor: actor.to_string(), user, token: actor.token().map(str::to_owned), address: actor.address() }
    }
}

/// An act to write down. No secrets: whoever makes it has redacted what people typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAuditLine {
    /// What was done.
    pub what: AuditAction,
    /// On what.
    pub subject: Option<String>,
    /// How it was.
    pub before: Option<Value>,
    /// How it is now.
    pub after: Option<Value>,
    /// Why.
    pub reason: Option<String>,
}

impl NewAuditLine {
    /// An act on something.
    pub fn on(what: AuditAction, subject: impl Into<String>) -> Self {
        Self { what, subject: Some(subject.into()), before: None, after: None, reason: None }
    }

    /// With how it was.
    #[must_use]
    pub fn before(self, before: Value) -> Self {
        Self { before: Some(before), ..self }
    }

    /// With how it is now.
    #[must_use]
    pub fn after(self, after: Value) -> Self {
        Self { after: Some(after), ..self }
    }
}

/// A line of the trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// Its number; the first is 1, and none is left out.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// Who, as records name them.
    pub actor: String,
    /// The API token through which it was done.
    pub token: Option<String>,
    /// Where the request came from.
    pub address: Option<IpAddr>,
    /// What was done; a newer wxquota may have words that this one does not know.
    pub what: String,
    /// On what.
    pub subject: Option<String>,
    /// How it was.
    pub before: Option<Value>,
    /// How it was afterwards.
    pub after: Option<Value>,
    /// Why.
    pub reason: Option<String>,
}

/// Which lines are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// Only this actor's.
    pub actor: Option<String>,
    /// Only acts of this kind.
    pub what: Option<AuditAction>,
    /// Only where this text is in the subject or the reason.
    pub text: Option<String>,
    /// Only those from this time on.
    pub from: Option<Timestamp>,
    /// Only those before this time.
    pub to: Option<Timestamp>,
    /// Only those before this line.
    pub before: Option<i64>,
    /// At most so many; 0 for none.
    pub limit: i64,
}

/// Whether the trail is as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditChain {
    /// It is.
    Whole {
        /// How many lines it has.
        lines: i64,
    },
    /// This line is not the one that was written, or one before it is missing.
    Broken {
        /// Its number.
        line: i64,
    },
    /// Lines at the end are missing.
    Cut {
        /// How many are left.
        lines: i64,
    },
    /// The lines fit each other, but not the records beside them: this one is written together with a line, and has none. An
    /// older trail was put back, or the record was added or changed by hand.
    Unrecorded {
        /// The kind of the record.
        record: Recorded,
        /// Its id; 0 of a setting.
        id: i64,
    },
}

word_enum! {
    /// A kind of records that are written together with a line of the audit trail.
    pub enum Recorded {
        /// API tokens.
        Token = "token",
        /// Users.
        User = "user",
        /// Sessions of users.
        Session = "session",
        /// Accounts.
        Account = "account",
        /// Settings.
        Setting = "setting",
        /// Notes beside requests.
        Note = "note",
        /// Policies.
        Policy = "policy",
        /// Channels.
        Channel = "channel",
    }
}

/// The audit trail.
#[async_trait]
pub trait Audit {
    /// Writes down an act that writes nothing else.
    async fn note(&self, act: NewAuditLine, by: &AuditActor, at: Timestamp) -> Result<(), StoreError>;

    /// Lines, newest first.
    async fn audit(&self, query: &AuditQuery) -> Result<Vec<AuditLine>, StoreError>;

    /// Everyone the trail names, by name.
    async fn audit_actors(&self) -> Result<Vec<String>, StoreError>;

    /// Follows the chain from its first line to its last.
    async fn audit_chain(&self) -> Result<AuditChain, StoreError>;
}
