//! What the ledger of a period leaves of each account's clears.

use std::collections::HashMap;

use domain::clears::{Beginning, Limits, TURNS_WITHIN, Tally};
use domain::{AccountId, Budget, Scope};
use sqlx::SqliteConnection;

use super::time;
use crate::StoreError;
use crate::clears::{Budgets, Periods};

const BEGINNINGS: &str = "SELECT id, began_at, cleared_before FROM accounts WHERE $1 IS NULL OR id = $1 ORDER BY id";
/// A clear belongs to the period in which it was sent. 48006 is WeChat's word that none is left (official clearQuota page).
const TALLIES: &str = "SELECT account_id, whole,
            COUNT(*) FILTER (WHERE spent),
            COUNT(*) FILTER (WHERE state = 'unknown'),
            COUNT(*) FILTER (WHERE state = 'elsewhere'),
            COUNT(*) FILTER (WHERE spent AND counted_at < began_at),
            COUNT(*) FILTER (WHERE said_spent AND counted_at >= IIF(whole, $2, $4) + $6) > 0,
            COALESCE(MAX(counted_at) FILTER (WHERE said_spent AND counted_at < IIF(whole, $2, $4) + $6), 0)
                > COALESCE(MAX(counted_at) FILTER (WHERE spent), 0)
     FROM (SELECT clears.account_id, clears.interface_id IS NULL AS whole, clears.state, accounts.began_at,
                  clears.state IN ('accepted', 'verifying', 'effective', 'ineffective') AS spent,
                  clears.state = 'refused' AND clears.errcode = 48006 AS said_spent,
                  COALESCE(clears.sent_at, clears.at) AS counted_at
           FROM clears JOIN accounts ON accounts.id = clears.account_id
           WHERE $1 IS NULL OR clears.account_id = $1) AS counted
     WHERE counted_at >= IIF(whole, $2, $4) AND counted_at < IIF(whole, $3, $5)
     GROUP BY account_id, whole";

/// `account_id, whole, spent, unknown, guessed, spent_before, said_spent, said_early`
type TallyRow = (i64, bool, i64, i64, i64, i64, bool, bool);

pub(super) async fn of(
    db: &mut SqliteConnection,
    account: Option<AccountId>,
    periods: Periods,
    limits: Limits,
) -> Result<Vec<Budgets>, StoreError> {
    let account = account.map(|account| account.0);
    let beginnings: Vec<(i64, i64, Option<i64>)> = sqlx::query_as(BEGINNINGS).bind(account).fetch_all(&mut *db).await?;
    let rows: Vec<TallyRow> = sqlx::query_as(TALLIES)
        .bind(account)
        .bind(periods.account.from.as_millisecond())
        .bind(periods.account.to.as_millisecond())
        .bind(periods.interface.from.as_millisecond())
        .bind(periods.interface.to.as_millisecond())
        .bind(i64::try_from(TURNS_WITHIN.as_millis()).unwrap_or(i64::MAX))
        .fetch_all(db)
        .await?;
    let tally = |(id, whole, spent, unknown, guessed, spent_before, said_spent, said_early)| {
        let scope = if whole { Scope::Account } else { Scope::Interface };
        ((id, scope), Tally { spent, unknown, guessed, spent_before, said_spent, said_early })
    };
    let tallies: HashMap<(i64, Scope), Tally> = rows.into_iter().map(tally).collect();
    let budgets = beginnings.into_iter().map(|(id, began_at, cleared_before)| {
        let beginning = Beginning { at: time(began_at)?, cleared_before };
        let budget = |scope| {
            let tally = tallies.get(&(id, scope)).copied().unwrap_or_default();
            let period = if scope == Scope::Account { periods.account } else { periods.interface };
            Budget::count(scope, limits.of(scope), tally, period, beginning)
        };
        Ok(Budgets { account_id: AccountId(id), account: budget(Scope::Account), interface: budget(Scope::Interface) })
    });
    budgets.collect()
}

pub(super) async fn of_one(
    db: &mut SqliteConnection,
    account: AccountId,
    periods: Periods,
    limits: Limits,
) -> Result<Budgets, StoreError> {
    let found = of(db, Some(account), periods, limits).await?.into_iter().next();
    found.ok_or_else(|| StoreError::Inconsistent(format!("account {account} is gone")))
}
