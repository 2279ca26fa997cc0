//! SQL statements: values that go into them as parameters, and rows that come out of them as values of the store.

use std::net::IpAddr;

use domain::audit::AuditAction;
use domain::clears::advice::ClearWarning;
use domain::clears::{RequestId, RequestState};
use domain::policies::Verdict;
use domain::{
    AccountId, AccountStatus, AppId, CgiPath, ChannelKind, ClearId, ClearState, Event, Failure, Figures, Group,
    GroupId, IncidentId, IncidentState, InterfaceId, Kind, Lang, LimitHit, LimitKind, NoticeContent, NoticeId,
    PolicyId, Reaction, Role, Rules, Scope, Severity, UserId, Via,
};
use jiff::Timestamp;
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{ColumnIndex, Decode, Row, Sqlite, SqliteConnection, Type};

use super::SqliteStore;
use crate::StoreError;
use crate::campaigns::CampaignId;
use crate::channels::{AttemptId, ChannelId, DeliveryState};
use crate::clears::{UsageBefore, UsedBefore};

/// A value in one of SQLite's storage classes; times are UTC milliseconds, `bool` is 0 or 1.
pub(super) enum Value {
    Null,
    Integer(i64),
    Text(String),
    Blob(Vec<u8>),
}

/// A value that can be a statement's parameter.
pub(super) trait Param: Sync {
    /// The value as SQLite stores it.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] where the value is stored as JSON and has none.
    fn value(&self) -> Result<Value, StoreError>;
}

/// The parameters of a statement, in the order of their numbers: `params![id, at]` binds `$1` and `$2`.
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        &[$(&$value as &dyn $crate::sqlite::query::Param),*]
    };
}
pub(super) use params;

/// A value that can be read from a column.
pub(super) trait Column: Sized {
    /// The type that sqlx reads from the column.
    type Stored: for<'r> Decode<'r, Sqlite> + Type<Sqlite>;

    /// The value that was stored as `stored`.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] where the database holds what was never stored.
    fn from_stored(stored: Self::Stored) -> Result<Self, StoreError>;
}

/// A value that can be read from a row: a [`Column`] from the first column, a tuple from the first columns, a struct by
/// the names of the columns.
pub(super) trait FromRow: Sized {
    /// The value of a row.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] where a column holds what was never stored, [`StoreError::Database`] where it is absent.
    fn from_row(row: &SqliteRow) -> Result<Self, StoreError>;
}

/// The value of a row's column, by its name or its index.
pub(super) fn column<T: Column>(row: &SqliteRow, index: impl ColumnIndex<SqliteRow>) -> Result<T, StoreError> {
    T::from_stored(row.try_get(index)?)
}

/// Implements [`FromRow`] for a struct. `field` is read from the column of that name, `field: name` from the column `name`,
/// and `field = function` by a function of the row.
macro_rules! from_row {
    (@ $row:ident $field:ident) => { $crate::sqlite::query::column($row, stringify!($field))? };
    (@ $row:ident $field:ident: $column:ident) => { $crate::sqlite::query::column($row, stringify!($column))? };
    (@ $row:ident $field:ident = $function:expr) => { $function($row)? };
    ($type:ident { $($field:ident $(: $column:ident)? $(= $function:expr)?),+ $(,)? }) => {
        impl $crate::sqlite::query::FromRow for $type {
            fn from_row(row: &sqlx::sqlite::SqliteRow) -> Result<Self, $crate::StoreError> {
                use $crate::sqlite::query::from_row;
                Ok(Self { $($field: from_row!(@ row $field $(: $column)? $(= $function)?),)+ })
            }
        }
    };
}
pub(super) use from_row;

/// Runs a statement; how many rows it changed.
pub(super) async fn execute(
    db: &mut SqliteConnection,
    sql: &'static str,
    params: &[&dyn Param],
) -> Result<u64, StoreError> {
    Ok(statement(sql, params)?.execute(db).await?.rows_affected())
}

/// Every row of a query.
pub(super) async fn fetch_all<T: FromRow>(
    db: &mut SqliteConnection,
    sql: &'static str,
    params: &[&dyn Param],
) -> Result<Vec<T>, StoreError> {
    let rows = statement(sql, params)?.fetch_all(db).await?;
    rows.iter().map(T::from_row).collect()
}

/// The first row of a query, if there is one.
pub(super) async fn fetch_optional<T: FromRow>(
    db: &mut SqliteConnection,
    sql: &'static str,
    params: &[&dyn Param],
) -> Result<Option<T>, StoreError> {
    let row = statement(sql, params)?.fetch_optional(db).await?;
    row.as_ref().map(T::from_row).transpose()
}

/// The first row of a query that always has one.
pub(super) async fn fetch_one<T: FromRow>(
    db: &mut SqliteConnection,
    sql: &'static str,
    params: &[&dyn Param],
) -> Result<T, StoreError> {
    T::from_row(&statement(sql, params)?.fetch_one(db).await?)
}

fn statement(sql: &'static str, params: &[&dyn Param]) -> Result<Query<'static, Sqlite, SqliteArguments>, StoreError> {
    params.iter().try_fold(sqlx::query(sql), |query, param| {
        Ok(match param.value()? {
            Value::Null => query.bind(None::<i64>),
            Value::Integer(number) => query.bind(number),
            Value::Text(text) => query.bind(text),
            Value::Blob(bytes) => query.bind(bytes),
        })
    })
}

impl SqliteStore {
    /// Runs a statement in a transaction of its own; how many rows it changed.
    pub(super) async fn execute(&self, sql: &'static str, params: &[&dyn Param]) -> Result<u64, StoreError> {
        let mut write = self.begin().await?;
        let changed = execute(&mut write, sql, params).await?;
        write.commit().await?;
        Ok(changed)
    }

    /// Every row of a query, outside of transactions.
    pub(super) async fn fetch_all<T: FromRow>(
        &self,
        sql: &'static str,
        params: &[&dyn Param],
    ) -> Result<Vec<T>, StoreError> {
        fetch_all(&mut *self.reader.acquire().await?, sql, params).await
    }

    /// The first row of a query, if there is one, outside of transactions.
    pub(super) async fn fetch_optional<T: FromRow>(
        &self,
        sql: &'static str,
        params: &[&dyn Param],
    ) -> Result<Option<T>, StoreError> {
        fetch_optional(&mut *self.reader.acquire().await?, sql, params).await
    }

    /// The first row of a query that always has one, outside of transactions.
    pub(super) async fn fetch_one<T: FromRow>(
        &self,
        sql: &'static str,
        params: &[&dyn Param],
    ) -> Result<T, StoreError> {
        fetch_one(&mut *self.reader.acquire().await?, sql, params).await
    }
}

/// The interface of a row and its path, from the columns `interface_id` and `cgi_path`.
pub(super) fn interface(row: &SqliteRow) -> Result<Option<(InterfaceId, CgiPath)>, StoreError> {
    let (id, path): (Option<InterfaceId>, Option<CgiPath>) = (column(row, "interface_id")?, column(row, "cgi_path")?);
    Ok(id.zip(path))
}

/// The IP address of a row, from the column `address`; `None` where it is absent or cannot be parsed.
pub(super) fn address(row: &SqliteRow) -> Result<Option<IpAddr>, StoreError> {
    let text: Option<String> = column(row, "address")?;
    Ok(text.and_then(|text| text.parse().ok()))
}

/// A value as it is kept in a column of JSON.
pub(super) fn to_json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Inconsistent(error.to_string()))
}

/// A value out of a column of JSON.
pub(super) fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Inconsistent(error.to_string()))
}

/// A word out of the database.
pub(super) fn word<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|error: T::Err| StoreError::Inconsistent(error.to_string()))
}

/// Implements [`Param`]: `type: |value| its storage class and form`.
macro_rules! param {
    ($($type:ty: |$value:ident| $stored:expr;)+) => {
        $(impl Param for $type {
            fn value(&self) -> Result<Value, StoreError> {
                let $value = self;
                Ok($stored)
            }
        })+
    };
}

/// Implements [`Column`]: `type: |stored: its stored type| value`.
macro_rules! column {
    ($($type:ty: |$stored:ident: $stored_type:ty| $value:expr;)+) => {
        $(impl Column for $type {
            type Stored = $stored_type;

            fn from_stored($stored: $stored_type) -> Result<Self, StoreError> {
                $value
            }
        })+
    };
}

/// Implements both traits for newtypes of `i64`.
macro_rules! ids {
    ($($type:ident),+) => {
        param! { $($type: |id| Value::Integer(id.0);)+ }
        column! { $($type: |id: i64| Ok($type(id));)+ }
    };
}

/// Implements both traits for enums that are stored as their words.
macro_rules! words {
    ($($type:ty),+) => {
        param! { $($type: |value| Value::Text(value.word().to_owned());)+ }
        column! { $($type: |text: String| word(&text);)+ }
    };
}

/// Implements both traits for types that are stored as JSON.
macro_rules! json {
    ($($type:ty),+) => {
        param! { $($type: |value| Value::Text(to_json(value)?);)+ }
        column! { $($type: |text: String| from_json(&text);)+ }
    };
}

ids!(
    AccountId,
    AttemptId,
    CampaignId,
    ChannelId,
    ClearId,
    GroupId,
    IncidentId,
    InterfaceId,
    NoticeId,
    PolicyId,
    RequestId,
    UserId
);
words!(
    AccountStatus,
    ChannelKind,
    ClearState,
    DeliveryState,
    Event,
    IncidentState,
    Kind,
    Lang,
    LimitHit,
    LimitKind,
    Reaction
);
words!(RequestState, Role, Scope, Severity, Via, AuditAction);
json!(
    domain::incidents::ReactionReason,
    Figures,
    NoticeContent,
    Rules,
    serde_json::Value,
    Vec<ClearWarning>,
    Vec<Group>,
    Vec<UsageBefore>,
    Vec<UsedBefore>,
    Verdict
);

param! {
    bool: |value| Value::Integer((*value).into());
    i32: |number| Value::Integer((*number).into());
    u32: |number| Value::Integer((*number).into());
    i64: |number| Value::Integer(*number);
    str: |text| Value::Text(text.to_owned());
    String: |text| Value::Text(text.clone());
    Vec<u8>: |bytes| Value::Blob(bytes.clone());
    [u8; 32]: |bytes| Value::Blob(bytes.to_vec());
    Timestamp: |at| Value::Integer(at.as_millisecond());
    AppId: |appid| Value::Text(appid.to_string());
    CgiPath: |path| Value::Text(path.as_str().to_owned());
    Failure: |failure| Value::Integer(failure.code());
    IpAddr: |address| Value::Text(address.to_string());
}

column! {
    bool: |value: bool| Ok(value);
    i32: |number: i32| Ok(number);
    u32: |number: u32| Ok(number);
    i64: |number: i64| Ok(number);
    String: |text: String| Ok(text);
    Vec<u8>: |bytes: Vec<u8>| Ok(bytes);
    [u8; 32]: |bytes: Vec<u8>| bytes.try_into().map_err(|_| StoreError::Inconsistent("a request's hash".to_owned()));
    AppId: |text: String| word(&text);
    CgiPath: |text: String| Ok(Self::from_stored(text));
    IpAddr: |text: String| text.parse().map_err(|_| StoreError::Inconsistent(format!("{text} is not an address")));
    Failure: |code: i64| Ok(Self::from_code(code));
    Timestamp: |ms: i64| Self::from_millisecond(ms).map_err(|_| StoreError::Inconsistent(format!("{ms} is not a time")));
}

impl<T: Param + ?Sized> Param for &T {
    fn value(&self) -> Result<Value, StoreError> {
        (**self).value()
    }
}

impl<T: Param> Param for Option<T> {
    fn value(&self) -> Result<Value, StoreError> {
        self.as_ref().map_or(Ok(Value::Null), Param::value)
    }
}

impl<T: Column> Column for Option<T> {
    type Stored = Option<T::Stored>;

    fn from_stored(stored: Self::Stored) -> Result<Self, StoreError> {
        stored.map(T::from_stored).transpose()
    }
}

impl<T: Column> FromRow for T {
    fn from_row(row: &SqliteRow) -> Result<Self, StoreError> {
        column(row, 0)
    }
}

/// Implements [`FromRow`] for tuples of columns.
macro_rules! tuples {
    ($(($($type:ident $index:literal),+);)+) => {
        $(impl<$($type: Column),+> FromRow for ($($type,)+) {
            fn from_row(row: &SqliteRow) -> Result<Self, StoreError> {
                Ok(($(column::<$type>(row, $index)?,)+))
            }
        })+
    };
}

tuples! {
    (A 0, B 1);
    (A 0, B 1, C 2);
    (A 0, B 1, C 2, D 3);
    (A 0, B 1, C 2, D 3, E 4);
    (A 0, B 1, C 2, D 3, E 4, F 5);
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
}
