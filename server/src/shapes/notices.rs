//! Notices as programs read them.

use desk::channels::summary;
use desk::notices::Notice;
use jiff::Timestamp;
use serde_json::Value;

use super::shapes;

shapes! {
    /// `GET notices`.
    struct Notices (notices: &[Notice], next: Option<String>) {
        /// Sorted by time, newest first.
        notices: Vec<NoticeShape> = notices.iter().map(NoticeShape::of).collect(),
        /// The `cursor` for the next page; null on the last page.
        next: Option<String> = next,
    }

    /// `POST notices/{id}/acknowledge`.
    struct OneNotice (notice: &Notice) {
        /// The notice.
        notice: NoticeShape = NoticeShape::of(notice),
    }

    /// A notice.
    #[schema(as = Notice)]
    struct NoticeShape (notice: &Notice) {
        /// The ID; later notices have larger ones.
        id: i64 = notice.id.0,
        /// The time when it was recorded.
        at: Timestamp = notice.at,
        /// The kind, such as `quota.threshold`.
        event: &'static str = notice.news.event().word(),
        /// `info warning critical`
        severity: &'static str = notice.severity.word(),
        /// The ID of the account; null if it is about wxquota as a whole.
        account: Option<i64> = notice.account.as_ref().map(|(id, ..)| id.0),
        /// The name of the account.
        account_name: Option<String> = notice.account.as_ref().map(|(_, name, _)| name.clone()),
        /// The ID of the interface.
        interface: Option<i64> = notice.interface.as_ref().map(|(id, _)| id.0),
        /// The path of the interface.
        cgi_path: Option<String> = notice.interface.as_ref().map(|(_, path)| path.to_string()),
        /// The notice as one English sentence.
        summary: String = summary(notice),
        /// The facts, whose fields depend on the kind.
        #[schema(value_type = Object)]
        facts: Value = serde_json::to_value(&notice.news).unwrap_or_default(),
        /// Who has acknowledged it; null if nobody has.
        acknowledged_by: Option<String> = notice.acknowledged.as_ref().map(|by| by.by.clone()),
        /// The time when it was acknowledged.
        acknowledged_at: Option<Timestamp> = notice.acknowledged.as_ref().map(|by| by.at),
    }
}
