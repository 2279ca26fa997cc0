//! Lists as the body of an answer, sent a part at a time, so that a list of any length takes little memory; and lines of CSV.
//!
//! A part that cannot be read breaks the download off, which browsers and programs notice; a file that only looks whole would
//! be worse.

use std::io;

use axum::body::Body;
use futures::stream::{StreamExt, once, try_unfold};

/// The media type of CSV.
pub(crate) const CSV: &str = "text/csv; charset=utf-8";

/// Some rows of a list, and the place of the next ones; `None` at the end.
#[derive(Debug)]
pub(crate) struct Part<R, P> {
    pub(crate) rows: Vec<R>,
    pub(crate) next: Option<P>,
}

impl<R, P> Part<R, P> {
    /// The whole list.
    pub(crate) fn whole(rows: Vec<R>) -> Self {
        Self { rows, next: None }
    }

    /// A part of at most `limit` rows, of which a shorter one is the last; `place` is that of a row.
    pub(crate) fn of(rows: Vec<R>, limit: usize, place: impl Fn(&R) -> P) -> Self {
        let next = rows.last().filter(|_| rows.len() >= limit).map(place);
        Self { rows, next }
    }
}

/// A line of CSV: its cells, separated by commas, quoted where needed, with the line end that RFC 4180 asks for.
pub(crate) fn csv_line(cells: impl Iterator<Item = impl AsRef<[u8]>>, into: &mut Vec<u8>) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(into);
    writer.write_record(cells)?;
    writer.flush()
}

/// A body that begins with a part that was read, and goes on from its end with what `read` gives for a place: the bytes of
/// the next part, and the place after it.
pub(crate) fn body<P, F, Fut>((first, next): (Vec<u8>, Option<P>), read: F) -> Body
where
    P: Send + 'static,
    F: Fn(P) -> Fut + Send + 'static,
    Fut: Future<Output = io::Result<(Vec<u8>, Option<P>)>> + Send + 'static,
{
    let rest = try_unfold((next, read), |(next, read)| async move {
        let Some(place) = next else { return Ok(None) };
        let part = read(place);
        let (bytes, next) = part.await?;
        Ok(Some((bytes, (next, read))))
    });
    Body::from_stream(once(async { Ok::<_, io::Error>(first) }).chain(rest))
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    #[test]
    fn cells_are_quoted_so_that_they_stay_one() {
        let mut text = Vec::new();
        csv_line(["a,b", "say \"x\"", "two\nlines", ""].iter(), &mut text).unwrap();
        assert_eq!(String::from_utf8(text).unwrap(), "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\r\n");
    }

    #[test]
    fn a_full_part_is_followed_by_another() {
        let part = |rows: &[i64]| Part::of(rows.to_vec(), 2, |row| *row).next;
        assert_eq!([part(&[9, 8]), part(&[7]), part(&[])], [Some(8), None, None]);
    }

    #[tokio::test]
    async fn parts_follow_each_other_and_a_failure_breaks_off() {
        let read = async |place: u8| match place {
            3 => Err(io::Error::other("gone")),
            place => Ok((vec![b'0' + place], (place < 2).then_some(place + 1))),
        };
        let whole = body((b"0".to_vec(), Some(1)), read);
        assert_eq!(to_bytes(whole, 9).await.unwrap(), "012");
        assert_eq!(to_bytes(body((b"0".to_vec(), None), read), 9).await.unwrap(), "0");
        assert!(to_bytes(body((b"0".to_vec(), Some(3)), read), 9).await.is_err());
    }
}
