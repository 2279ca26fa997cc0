//! A list as a table for people: cells that spreadsheets take for texts, numbers and times, and nothing else.

use std::io;
use std::sync::Arc;

use app::context::Viewer;
use app::files::{FileCell, FileColumn, Reader};
use app::format::masks;
use app::parameters::Parameters;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use desk::Desk;
use domain::{Actor, Permission, visible};
use futures::future::BoxFuture;

use super::guard::guarded;
use super::{Format, NoFile, file, no_file, record, refused, subject, viewer};
use crate::long_body::{self, Part, csv_line};
use crate::state::AppState;

/// Without it Excel takes UTF-8 for the machine's own encoding.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The next part of a list.
pub(super) type NextPart<R, P> = BoxFuture<'static, Result<Part<R, P>, NoFile>>;
/// Reads the part of a list at a place, or the first one.
pub(super) type ReadPart<R, P> = Box<dyn Fn(Option<P>) -> NextPart<R, P> + Send + Sync>;

/// Reads a list by a use case of the desk, with these filters.
pub(super) fn read_by<R, P, Q, Fut>(
    state: &AppState,
    actor: &Actor,
    query: Q,
    part: fn(Arc<Desk>, Actor, Q, Option<P>) -> Fut,
) -> ReadPart<R, P>
where
    R: 'static,
    P: 'static,
    Q: Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<Part<R, P>, NoFile>> + Send + 'static,
{
    let (desk, actor) = (Arc::clone(&state.desk), actor.clone());
    Box::new(move |place| Box::pin(part(Arc::clone(&desk), actor.clone(), query.clone(), place)))
}

/// A list to be exported.
pub(super) struct List<R, P> {
    /// The name, in the audit trail and in that of the file.
    pub(super) name: String,
    /// The right that its page needs.
    pub(super) may: Permission,
    /// The filters that are set.
    pub(super) filters: Vec<(&'static str, String)>,
    /// Its columns, in a reader's language.
    pub(super) columns: fn(&Viewer) -> Vec<FileColumn<R>>,
    /// Its rows.
    pub(super) read: ReadPart<R, P>,
}

/// Answers a request with the list that was `asked` for as a file: its first part is read, the export recorded, then the rest
/// is read while it is sent.
pub(super) async fn answer<R, P>(
    state: &AppState,
    actor: &Actor,
    asked: Parameters,
    list: Result<List<R, P>, NoFile>,
    request: Request,
) -> Response
where
    R: Send + 'static,
    P: Send + 'static,
{
    if let Some(refused) = refused(&request) {
        return refused;
    }
    let viewer = viewer(state, &request);
    let day = viewer.formats().date(viewer.now);
    let written = async {
        let List { name, may, filters, columns, read } = list?;
        if !asked.is_clean() {
            return Err(NoFile::NotUnderstood);
        }
        let body = body(state, viewer, columns, read).await?;
        record(state, actor, may, &subject(&state.desk, &name, Format::Csv, &filters)).await?;
        Ok(file(&format!("{name}-{day}"), Format::Csv, body))
    };
    match written.await {
        Ok(file) => file,
        Err(why) => no_file(state, why, request).await,
    }
}

/// The file itself, of which the first part is read.
pub(super) async fn body<R, P>(
    state: &AppState,
    viewer: Viewer,
    columns: fn(&Viewer) -> Vec<FileColumn<R>>,
    read: ReadPart<R, P>,
) -> Result<Body, NoFile>
where
    R: Send + 'static,
    P: Send + 'static,
{
    let Part { rows, next } = read(None).await?;
    let columns = columns(&viewer);
    let sheet = Arc::new(Sheet { reader: Reader { viewer, desk: Arc::clone(&state.desk) }, columns });
    let mut first = sheet.head()?;
    sheet.write(&rows, &mut first)?;
    Ok(long_body::body((first, next), move |place| {
        let (sheet, part) = (Arc::clone(&sheet), read(Some(place)));
        async move {
            let Part { rows, next } = part.await.map_err(io::Error::other)?;
            let mut bytes = Vec::new();
            sheet.write(&rows, &mut bytes)?;
            Ok((bytes, next))
        }
    }))
}

/// Columns and whoever reads them.
struct Sheet<R> {
    reader: Reader,
    columns: Vec<FileColumn<R>>,
}

impl<R> Sheet<R> {
    fn head(&self) -> io::Result<Vec<u8>> {
        let mut head = BYTE_ORDER_MARK.as_bytes().to_vec();
        csv_line(self.columns.iter().map(|column| guarded(&column.name).into_owned()), &mut head)?;
        Ok(head)
    }

    fn write(&self, rows: &[R], into: &mut Vec<u8>) -> io::Result<()> {
        for row in rows {
            csv_line(self.columns.iter().map(|column| self.text(column.cell(&self.reader, row))), into)?;
        }
        Ok(())
    }

    /// A cell as text: a number without marks, a time as every spreadsheet reads it: `2026-11-22 18:05:11`.
    fn text(&self, cell: FileCell) -> String {
        match cell {
            FileCell::Empty => String::new(),
            FileCell::Text(text) => guarded(&visible::text(&masks(self.reader.viewer.lang, &text))).into_owned(),
            FileCell::Number(number) => number.to_string(),
            FileCell::Time(at) => {
                at.to_zoned(self.reader.viewer.display_zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
            }
        }
    }
}
