//! Lists as files for people: the columns of each in the reader's language, one file a subject. Nothing is loaded here; of the
//! desk only the names in its catalogue are used.
//!
//! A cell is a text, a number or a time, so that spreadsheets know them apart; the server writes and guards them.

pub mod accounts;
pub mod audit;
pub mod clears;
pub mod incidents;
pub mod interfaces;
pub mod notices;
pub mod readings;
pub mod rids;

use std::sync::Arc;

use desk::Desk;
use domain::{CgiPath, Lang};
use jiff::Timestamp;

use crate::context::{Text, Viewer};
use crate::t;

/// A cell of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileCell {
    /// No value.
    Empty,
    /// A text, which may be somebody else's.
    Text(String),
    /// A whole number.
    Number(i64),
    /// An instant, to be written in the reader's zone.
    Time(Timestamp),
}

impl From<i64> for FileCell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<i32> for FileCell {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<Timestamp> for FileCell {
    fn from(at: Timestamp) -> Self {
        Self::Time(at)
    }
}

impl From<String> for FileCell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl From<Text> for FileCell {
    fn from(text: Text) -> Self {
        text.into_owned().into()
    }
}

impl<T: Into<Self>> From<Option<T>> for FileCell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// The reader of a file: what its cells depend on.
pub struct Reader {
    /// Language and zone.
    pub viewer: Viewer,
    /// The names of interfaces.
    pub desk: Arc<Desk>,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("lang", &self.viewer.lang).finish_non_exhaustive()
    }
}

impl Reader {
    fn lang(&self) -> Lang {
        self.viewer.lang
    }

    /// The name of an interface; its path where the catalogue has none.
    fn interface(&self, path: Option<&CgiPath>) -> Option<String> {
        path.map(|path| self.desk.interface_name(self.viewer.lang, path))
    }
}

/// How a row fills a cell.
type Fill<R> = Box<dyn Fn(&Reader, &R) -> FileCell + Send + Sync>;

/// A column of a file of rows `R`.
pub struct FileColumn<R> {
    /// Its head.
    pub name: Text,
    cell: Fill<R>,
}

impl<R> std::fmt::Debug for FileColumn<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileColumn").field("name", &self.name).finish_non_exhaustive()
    }
}

impl<R> FileColumn<R> {
    /// The cell of a row.
    pub fn cell(&self, reader: &Reader, row: &R) -> FileCell {
        (self.cell)(reader, row)
    }
}

/// A column, of which `cell` fills a row's cell.
fn column<R, C: Into<FileCell>>(name: Text, cell: impl Fn(&Reader, &R) -> C + Send + Sync + 'static) -> FileColumn<R> {
    FileColumn { name, cell: Box::new(move |reader, row| cell(reader, row).into()) }
}

/// A column of times: its head names the zone, since a time of a spreadsheet has none.
fn times<R, C: Into<FileCell>>(
    viewer: &Viewer,
    name: Text,
    cell: impl Fn(&Reader, &R) -> C + Send + Sync + 'static,
) -> FileColumn<R> {
    column(t!(viewer.lang, "with-aside", words = name, aside = viewer.formats().zone_of_column()), cell)
}

/// The path of an interface as text.
fn path(path: Option<&CgiPath>) -> Option<String> {
    path.map(ToString::to_string)
}
