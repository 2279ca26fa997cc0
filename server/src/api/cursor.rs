//! Cursors: the place of the last row, so that rows that do not change are seen exactly once, whatever comes or goes.

use data_encoding::BASE64URL_NOPAD;
use desk::channels::AttemptId;
use desk::overview::Urgency;
use domain::{ClearId, IncidentId, InterfaceId, NoticeId};
use jiff::Timestamp;

/// A place in a list, as opaque text.
pub(crate) trait Cursor: Sized {
    /// The text of the cursor, before it is encoded.
    fn plain(&self) -> String;

    /// The place that [`Self::plain`] wrote down.
    fn from_plain(text: &str) -> Option<Self>;

    fn to_text(&self) -> String {
        BASE64URL_NOPAD.encode(self.plain().as_bytes())
    }

    fn from_text(text: &str) -> Option<Self> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        Self::from_plain(std::str::from_utf8(&bytes).ok()?)
    }
}

impl Cursor for Urgency {
    fn plain(&self) -> String {
        format!("i/{}/{}/{}", self.state.word(), self.left_permille, self.id.0)
    }

    fn from_plain(text: &str) -> Option<Self> {
        let mut parts = text.strip_prefix("i/")?.split('/');
        let place = Self {
            state: parts.next()?.parse().ok()?,
            left_permille: parts.next()?.parse().ok()?,
            id: InterfaceId(parts.next()?.parse().ok()?),
        };
        parts.next().is_none().then_some(place)
    }
}

/// Readings before this instant follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Before(pub(crate) Timestamp);

impl Cursor for Before {
    fn plain(&self) -> String {
        format!("s/{}", self.0.as_millisecond())
    }

    fn from_plain(text: &str) -> Option<Self> {
        let ms = text.strip_prefix("s/")?.parse().ok()?;
        Timestamp::from_millisecond(ms).ok().map(Self)
    }
}

/// A clear, an incident, a notice or an attempt to deliver one; those before it follow.
macro_rules! id_cursors {
    ($($id:ident $prefix:literal),+) => {$(
        impl Cursor for $id {
            fn plain(&self) -> String {
                format!(concat!($prefix, "/{}"), self)
            }

            fn from_plain(text: &str) -> Option<Self> {
                text.strip_prefix(concat!($prefix, "/"))?.parse().ok().map(Self)
            }
        }
    )+};
}
id_cursors!(ClearId "c", IncidentId "n", NoticeId "t", AttemptId "d");

/// The first `limit` rows, and the cursor of the last of them where more follow.
pub(super) fn first_page<T, C: Cursor>(rows: &[T], limit: usize, place: impl Fn(&T) -> C) -> (&[T], Option<String>) {
    let shown = &rows[..rows.len().min(limit)];
    let more = rows.len() > shown.len();
    (shown, shown.last().filter(|_| more).map(|row| place(row).to_text()))
}

#[cfg(test)]
mod tests {
    use domain::UsageState;

    use super::*;

    #[test]
    fn cursors_round_trip_and_none_passes_for_another() {
        let urgency = Urgency { state: UsageState::Critical, left_permille: -3, id: InterfaceId(7) };
        assert_eq!(Urgency::from_text(&urgency.to_text()), Some(urgency));
        let before = Before(Timestamp::from_millisecond(1_763_798_400_123).unwrap());
        assert_eq!(Before::from_text(&before.to_text()), Some(before));
        assert_eq!(ClearId::from_text(&ClearId(7).to_text()), Some(ClearId(7)));
        assert_eq!(IncidentId::from_text(&IncidentId(7).to_text()), Some(IncidentId(7)));
        assert_eq!(IncidentId::from_text(&ClearId(7).to_text()), None);
        assert_eq!(ClearId::from_text(&before.to_text()), None);
        assert_eq!(Before::from_text(&urgency.to_text()), None);
        assert_eq!(Urgency::from_text(&before.to_text()), None);
        assert_eq!(Urgency::from_text("…"), None);
    }
}
