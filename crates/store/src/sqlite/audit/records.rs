//! Records that are written together with a line of the audit trail: whether each has one.

use std::collections::{HashMap, HashSet};

use domain::audit::AuditAction;
use serde_json::Value;
use sqlx::SqliteConnection;

use super::Row;
use crate::StoreError;
use crate::audit::{AuditChain, Recorded};
use crate::sqlite::query::{fetch_all, params};

/// The newest record of each kind, with when it was written: in the transaction of its line, and at its time.
const NEWEST: &str = "
    SELECT 'session' AS record, id, at FROM (SELECT id, created_at AS at FROM sessions WHERE user_id IS NOT NULL
        ORDER BY created_at DESC, id DESC LIMIT 1)
    UNION ALL SELECT 'user', id, at FROM (SELECT id, created_at AS at FROM users ORDER BY created_at DESC, id DESC LIMIT 1)
    UNION ALL SELECT 'account', id, at FROM (SELECT id, added_at AS at FROM accounts ORDER BY added_at DESC, id DESC LIMIT 1)
    UNION ALL SELECT 'setting', 0, at FROM (SELECT set_at AS at FROM settings WHERE set_by <> 'desk'
        ORDER BY set_at DESC LIMIT 1)
    UNION ALL SELECT 'note', id, at FROM (SELECT id, at FROM rid_notes ORDER BY at DESC, id DESC LIMIT 1)
    UNION ALL SELECT 'policy', id, at FROM (SELECT id, made_at AS at FROM policies ORDER BY made_at DESC, id DESC LIMIT 1)
    UNION ALL SELECT 'channel', id, at FROM (SELECT id, made_at AS at FROM channels ORDER BY made_at DESC, id DESC LIMIT 1)";
const TOKENS: &str = "SELECT id, name, role, created_at FROM api_tokens ORDER BY id";

/// The field of a line that lists the tokens that were taken over.
pub(super) const TOKENS_FIELD: &str = "tokens";

/// Records whose lines have not been met yet.
pub(super) struct Awaited {
    newest: Vec<(Recorded, i64, i64)>,
    /// Times of lines, among those that are waited for.
    met: HashSet<i64>,
    /// The ids and roles of tokens, by name and time; of two that share these, each needs a line.
    tokens: HashMap<(String, i64), Vec<(i64, String)>>,
    first_at: Option<i64>,
}

impl Awaited {
    /// Everything that must have a line.
    pub(super) async fn of(read: &mut SqliteConnection) -> Result<Self, StoreError> {
        let newest: Vec<(String, i64, i64)> = fetch_all(read, NEWEST, params![]).await?;
        let newest = newest.into_iter().filter_map(|(record, id, at)| Some((record.parse().ok()?, id, at))).collect();
        let rows: Vec<(i64, String, String, i64)> = fetch_all(read, TOKENS, params![]).await?;
        let mut tokens: HashMap<_, Vec<_>> = HashMap::new();
        for (id, name, role, at) in rows {
            tokens.entry((name, at)).or_default().push((id, role));
        }
        Ok(Self { newest, met: HashSet::new(), tokens, first_at: None })
    }

    /// Whether there is nothing that must have a line.
    pub(super) fn is_empty(&self) -> bool {
        self.newest.is_empty() && self.tokens.is_empty()
    }

    /// Notes that this line is there.
    pub(super) fn meet(&mut self, line: &Row) {
        self.first_at.get_or_insert(line.at);
        if self.newest.iter().any(|(_, _, at)| *at == line.at) {
            self.met.insert(line.at);
        }
        if line.what == AuditAction::TokenMade.word() {
            self.meet_token(line);
        } else if line.what == AuditAction::RecordsAdopted.word() {
            let adopted = value(line.after.as_deref());
            let ids: Vec<_> =
                adopted[TOKENS_FIELD].as_array().into_iter().flatten().filter_map(Value::as_i64).collect();
            self.tokens.values_mut().for_each(|of| of.retain(|(id, _)| !ids.contains(id)));
        }
    }

    /// A token with the name, the time and the role of the line was made then.
    fn meet_token(&mut self, line: &Row) {
        let key = (line.subject.clone().unwrap_or_default(), line.at);
        let role = value(line.after.as_deref())["role"].as_str().unwrap_or_default().to_owned();
        let Some(of) = self.tokens.get_mut(&key) else { return };
        if let Some(place) = of.iter().position(|(_, made)| *made == role) {
            of.remove(place);
        }
    }

    /// A record without its line, once all lines were met. Those from before the trail began need none, but for tokens.
    pub(super) fn unrecorded(&self) -> Option<AuditChain> {
        if let Some(id) = self.tokens.values().flatten().map(|(id, _)| *id).min() {
            return Some(AuditChain::Unrecorded { record: Recorded::Token, id });
        }
        let first_at = self.first_at?;
        let missing = self.newest.iter().find(|(_, _, at)| *at >= first_at && !self.met.contains(at));
        missing.map(|(record, id, _)| AuditChain::Unrecorded { record: *record, id: *id })
    }
}

fn value(json: Option<&str>) -> Value {
    json.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}
