//! What readings after a clear said, in SQLite.

use async_trait::async_trait;
use constcat::concat;
use domain::clears::verification::InconclusiveReason;
use domain::{CgiPath, ClearId, ClearState, Figures, InterfaceId};
use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::super::SqliteStore;
use super::ending::{VERIFY_NO_MORE, set_state};
use super::queries::{one, there};
use super::rows;
use crate::StoreError;
use crate::clears::{Check, CheckOutcome, Clear, Effect, Verifications};
use crate::sqlite::query::{column, execute, fetch_optional, from_row, params};
use crate::sqlite::reconsider::after_clear;
use sqlx::sqlite::SqliteRow;

const DUE: &str = concat!(
    rows::SELECT,
    "JOIN verifications ON verifications.clear_id = clears.id WHERE verifications.due_at <= $1
     ORDER BY verifications.due_at, clears.id"
);
const AGAIN: &str = "UPDATE verifications SET due_at = $2 WHERE clear_id = $1";
const KEEP: &str = "INSERT INTO clear_effects
         (clear_id, interface_id, read_at, daily_limit, used, remain, fell, given_back, tells)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (clear_id, interface_id) DO UPDATE
     SET read_at = excluded.read_at, daily_limit = excluded.daily_limit, used = excluded.used, remain = excluded.remain,
         fell = excluded.fell, given_back = excluded.given_back, tells = excluded.tells";
const KNOWN: &str = "SELECT fell, tells FROM clear_effects WHERE clear_id = $1 AND interface_id = $2";
const EFFECTS: &str = "SELECT interface_id, cgi_path, read_at, daily_limit, used, remain, given_back, tells
     FROM clear_effects JOIN interfaces ON interfaces.id = clear_effects.interface_id
     WHERE clear_id = $1 ORDER BY given_back IS NULL, given_back DESC, interface_id";
const RESULTS: &str = "SELECT interface_id, cgi_path, fell
     FROM clear_effects JOIN interfaces ON interfaces.id = clear_effects.interface_id
     WHERE tells = 1 AND clear_id = (SELECT MAX(newest.clear_id) FROM clear_effects AS newest
                                     WHERE newest.tells = 1 AND newest.interface_id = clear_effects.interface_id)
     ORDER BY clear_id, interface_id";

from_row! { Effect {
    interface: interface_id, cgi_path, sampled_at: read_at, figures = figures, given_back, tells,
} }

/// The figures in a row, each in a column of its own.
fn figures(row: &SqliteRow) -> Result<Figures, StoreError> {
    let (daily_limit, used, remain) = (column(row, "daily_limit")?, column(row, "used")?, column(row, "remain")?);
    Ok(Figures { daily_limit, used, remain })
}

async fn keep(write: &mut SqliteConnection, id: ClearId, effect: &Effect) -> Result<(), StoreError> {
    let Effect { interface, sampled_at, figures, given_back, tells, .. } = effect;
    let Figures { daily_limit, used, remain } = figures;
    let fell = given_back.is_some();
    let params = params![id, interface, sampled_at, daily_limit, used, remain, fell, given_back, tells];
    execute(write, KEEP, params).await.map(drop)
}

/// The state that a check leads to, where that is another one or worth a word, and the word.
fn state_after(clear: &Clear, end: CheckOutcome) -> Option<(ClearState, Option<&'static str>)> {
    let unknown = clear.state == ClearState::Unknown;
    if clear.state == ClearState::Effective {
        return None;
    }
    match end {
        CheckOutcome::Again { .. } if clear.state == ClearState::Accepted => Some((ClearState::Verifying, None)),
        CheckOutcome::Again { .. } => None,
        CheckOutcome::EffectiveSoFar { .. } | CheckOutcome::Effective => Some((ClearState::Effective, None)),
        // That counts did not fall does not tell whether it was carried out: a person does.
        CheckOutcome::Ineffective if unknown => Some((ClearState::Unknown, Some(InconclusiveReason::NotSeen.word()))),
        CheckOutcome::Ineffective => Some((ClearState::Ineffective, None)),
        CheckOutcome::Unproven(why) if unknown => Some((ClearState::Unknown, Some(why.word()))),
        CheckOutcome::Unproven(why) => Some((ClearState::Accepted, Some(why.word()))),
    }
}

#[async_trait]
impl Verifications for SqliteStore {
    async fn due_verifications(&self, now: Timestamp) -> Result<Vec<Clear>, StoreError> {
        self.fetch_all(DUE, params![now]).await
    }

    async fn write_check(&self, id: ClearId, check: &Check, at: Timestamp) -> Result<Option<Clear>, StoreError> {
        let mut write = self.begin().await?;
        let Some(clear) = one(&mut write, id).await? else { return Ok(None) };
        if !clear.being_verified {
            return Ok(Some(clear));
        }
        let mut says_more = false;
        for effect in &check.effects {
            let known: Option<(bool, bool)> = fetch_optional(&mut write, KNOWN, params![id, effect.interface]).await?;
            says_more |= known.unwrap_or_default() != (effect.given_back.is_some(), effect.tells);
            keep(&mut write, id, effect).await?;
        }
        match check.end {
            CheckOutcome::Again { due_at } | CheckOutcome::EffectiveSoFar { due_at } => {
                execute(&mut write, AGAIN, params![id, due_at]).await?
            }
            _ => execute(&mut write, VERIFY_NO_MORE, params![id]).await?,
        };
        // A first check that ends it all the same was a verification too.
        if clear.state == ClearState::Accepted && !matches!(check.end, CheckOutcome::Again { .. }) {
            set_state(&mut write, id, ClearState::Verifying, (None, None), at).await?;
        }
        if let Some((state, detail)) = state_after(&clear, check.end) {
            set_state(&mut write, id, state, (detail, None), at).await?;
        } else if clear.state == ClearState::Effective && says_more {
            after_clear(&mut write, id, clear.state, at).await?;
        }
        let clear = there(&mut write, id).await?;
        write.commit().await?;
        Ok(Some(clear))
    }

    async fn effects(&self, id: ClearId) -> Result<Vec<Effect>, StoreError> {
        self.fetch_all(EFFECTS, params![id]).await
    }

    async fn results(&self) -> Result<Vec<(InterfaceId, CgiPath, bool)>, StoreError> {
        self.fetch_all(RESULTS, params![]).await
    }
}
