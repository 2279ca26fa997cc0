//! The words of messages to robots, in the reader's language. The texts are those of the pages, so the pages give them.

use std::fmt;

use domain::Lang;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::clears::Budgets;
use store::notices::Notice;

/// What a message says of a notice beyond the notice itself.
#[derive(Debug, Clone)]
pub struct NoticeFacts {
    /// The interface's name in the reader's language; only of a notice on an interface.
    pub interface: Option<String>,
    /// The time zone of times in the message.
    pub zone: TimeZone,
    /// The page that says most about it; `None` where no public address is set.
    pub link: Option<String>,
    /// When the usage resets; only of a notice on usage.
    pub resets_at: Option<Timestamp>,
    /// How many clears the account has left; only of a notice on an account.
    pub budgets: Option<Budgets>,
    /// The owner of the interface, or else of the account.
    pub owner: Option<String>,
}

/// The words of messages to robots.
pub trait MessageWords: fmt::Debug + Send + Sync {
    /// One notice as text of a few lines.
    fn notice(&self, lang: Lang, notice: &Notice, facts: &NoticeFacts) -> String;
    /// The first line of a message with these notices, of which there is at least one.
    fn title(&self, lang: Lang, notices: &[Notice]) -> String;
    /// The last line of a message in which so many more notices did not fit.
    fn more(&self, lang: Lang, count: usize) -> String;
    /// A test message.
    fn test(&self, lang: Lang) -> String;
}
