//! SQLite: the contract, and what files on a disk make necessary.

mod files;
mod keys;
mod processes;
mod size;

use std::path::Path;
use std::sync::Arc;

use sqlx::ConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
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

mod contract {
    super::conformance!(super::super::fresh);
}
