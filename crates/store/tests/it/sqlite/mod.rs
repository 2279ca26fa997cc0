//! SQLite: the contract, and what files on a disk make necessary.

mod audit;
mod files;
mod keys;
mod processes;
mod size;
mod upgrade;
mod users;

use std::path::Path;
use std::sync::Arc;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions};
use store::Store;
use store::sqlite::SqliteStore;
use tempfile::TempDir;

use crate::conformance::conformance;

/// An empty store in a folder that goes with the second half.
async fn fresh() -> (Arc<dyn Store>, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open_in(folder.path()).await.unwrap();
    (Arc::new(store), folder)
}

/// A connection that goes behind the store's back.
async fn connection(folder: &Path) -> SqliteConnection {
    SqliteConnectOptions::new().filename(folder.join("wxquota.db")).connect().await.unwrap()
}

/// Runs statements that the test has written.
async fn run(db: &mut SqliteConnection, sql: &str) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(db).await.map(drop)
}

/// Every table and what is in it.
async fn dump(db: &mut SqliteConnection) -> Vec<(String, Vec<String>)> {
    let query = "SELECT 'SELECT concat_ws('', '', ' || group_concat('quote(' || column.name || ')', ', ') || ') FROM '
                    || tables.name || ' ORDER BY 1', tables.name
         FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS column
         WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'
         GROUP BY tables.name ORDER BY tables.name";
    let tables: Vec<(String, String)> = sqlx::query_as(query).fetch_all(&mut *db).await.unwrap();
    let mut dump = Vec::new();
    for (query, table) in tables {
        dump.push((table, sqlx::query_scalar(AssertSqlSafe(query)).fetch_all(&mut *db).await.unwrap()));
    }
    dump
}

mod contract {
    super::conformance!(super::super::fresh);
}
