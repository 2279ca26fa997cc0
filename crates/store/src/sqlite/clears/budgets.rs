//! Budgets: how many clears of each account the ledger of a period leaves.

use std::collections::HashMap;

use domain::clears::{Beginning, Limits, PERIOD_TURN_TOLERANCE, Tally};
use domain::{AccountId, Budget, Scope};
use jiff::Timestamp;
use sqlx::SqliteConnection;

use crate::StoreError;
use crate::clears::{Budgets, Periods};
use crate::sqlite::query::{fetch_all, params};

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
type TallyRow = (AccountId, bool, i64, i64, i64, i64, bool, bool);

pub(super) async fn of(
    db: &mut SqliteConnection,
    account: Option<AccountId>,
    periods: Periods,
    limits: Limits,
) -> Result<Vec<Budgets>, StoreError> {
    let beginnings: Vec<(AccountId, Timestamp, Option<i64>)> = fetch_all(db, BEGINNINGS, params![account]).await?;
    let turn = i64::try_from(PERIOD_TURN_TOLERANCE.as_millis()).unwrap_or(i64::MAX);
    let (whole, one) = (periods.account, periods.interface);
    let rows: Vec<TallyRow> =
        fetch_all(db, TALLIES, params![account, whole.from, whole.to, one.from, one.to, turn]).await?;
    let tally = |(id, whole, spent, unknown, guessed, spent_before, said_spent, said_early)| {
        let scope = if whole { Scope::Account } else { Scope::Interface };
        ((id, scope), Tally { spent, unknown, guessed, spent_before, said_spent, said_early })
    };
    let tallies: HashMap<(AccountId, Scope), Tally> = rows.into_iter().map(tally).collect();
    let budgets = beginnings.into_iter().map(|(id, began_at, cleared_before)| {
        let beginning = Beginning { at: began_at, cleared_before };
        let budget = |scope| {
            let tally = tallies.get(&(id, scope)).copied().unwrap_or_default();
            let period = if scope == Scope::Account { periods.account } else { periods.interface };
            Budget::count(scope, limits.of(scope), tally, period, beginning)
        };
        Budgets { account_id: id, account: budget(Scope::Account), interface: budget(Scope::Interface) }
    });
    Ok(budgets.collect())
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
