//! What a period's ledger leaves of each account's clears.

use std::collections::HashMap;

use domain::clears::{Beginning, Tally};
use domain::{AccountId, Budget, Scope};
use sqlx::SqliteConnection;

use super::time;
use crate::StoreError;
use crate::clears::{Budgets, Counting};

const BEGINNINGS: &str = "SELECT id, began_at, cleared_before FROM accounts WHERE $1 IS NULL OR id = $1 ORDER BY id";
/// A clear belongs to the period in which it was sent. 48006 is WeChat's word that none is left (official clearQuota page).
const TALLIES: &str = "SELECT account_id, interface_id IS NULL,
            COUNT(*) FILTER (WHERE state IN ('accepted', 'verifying', 'effective', 'ineffective')),
            COUNT(*) FILTER (WHERE state = 'unknown'),
            COUNT(*) FILTER (WHERE state = 'elsewhere'),
            COUNT(*) FILTER (WHERE state = 'refused' AND errcode = 48006) > 0
     FROM clears
     WHERE COALESCE(sent_at, at) >= $2 AND COALESCE(sent_at, at) < $3 AND ($1 IS NULL OR account_id = $1)
     GROUP BY account_id, interface_id IS NULL";

pub(super) async fn of(
    db: &mut SqliteConnection,
    account: Option<AccountId>,
    counting: Counting,
) -> Result<Vec<Budgets>, StoreError> {
    let account = account.map(|account| account.0);
    let beginnings: Vec<(i64, i64, Option<i64>)> = sqlx::query_as(BEGINNINGS).bind(account).fetch_all(&mut *db).await?;
    let rows: Vec<(i64, bool, i64, i64, i64, bool)> = sqlx::query_as(TALLIES)
        .bind(account)
        .bind(counting.period.from.as_millisecond())
        .bind(counting.period.to.as_millisecond())
        .fetch_all(db)
        .await?;
    let tally = |(id, whole, spent, unknown, guessed, said_spent)| {
        let scope = if whole { Scope::Account } else { Scope::Interface };
        ((id, scope), Tally { spent, unknown, guessed, said_spent })
    };
    let tallies: HashMap<(i64, Scope), Tally> = rows.into_iter().map(tally).collect();
    let budgets = beginnings.into_iter().map(|(id, began_at, cleared_before)| {
        let beginning = Beginning { at: time(began_at)?, cleared_before };
        let budget = |scope| {
            let tally = tallies.get(&(id, scope)).copied().unwrap_or_default();
            Budget::count(scope, counting.limits.of(scope), tally, counting.period, beginning)
        };
        Ok(Budgets { account_id: AccountId(id), account: budget(Scope::Account), interface: budget(Scope::Interface) })
    });
    budgets.collect()
}

pub(super) async fn of_one(
    db: &mut SqliteConnection,
    account: AccountId,
    counting: Counting,
) -> Result<Budgets, StoreError> {
    let found = of(db, Some(account), counting).await?.into_iter().next();
    found.ok_or_else(|| StoreError::Inconsistent(format!("account {account} is gone")))
}
