//! The words of messages to robots, in the reader's language. The texts are those of the pages, so the pages give them.

use std::fmt;

use domain::Lang;
use jiff::Timestamp;
use store::clears::Budgets;
use store::notices::Notice;

use super::message::summary;
use crate::Desk;

/// What a message says of a notice beyond the notice itself.
#[derive(Debug, Clone, Default)]
pub struct NoticeFacts {
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
    fn notice(&self, desk: &Desk, lang: Lang, notice: &Notice, facts: &NoticeFacts) -> String;
    /// The first line of a message with these notices, of which there is at least one.
    fn title(&self, lang: Lang, notices: &[Notice]) -> String;
    /// The last line of a message in which so many more notices did not fit.
    fn more(&self, lang: Lang, count: usize) -> String;
    /// A test message.
    fn test(&self, lang: Lang) -> String;
}

/// The English sentence of a webhook's document, where no pages are.
#[derive(Debug, Clone, Copy)]
pub struct PlainWords;

impl MessageWords for PlainWords {
    fn notice(&self, _: &Desk, _: Lang, notice: &Notice, facts: &NoticeFacts) -> String {
        [Some(summary(notice)), facts.link.clone()].into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    fn title(&self, _: Lang, notices: &[Notice]) -> String {
        format!("wxquota: {} notices", notices.len())
    }

    fn more(&self, _: Lang, count: usize) -> String {
        format!("… and {count} more")
    }

    fn test(&self, _: Lang) -> String {
        super::message::TEST.to_owned()
    }
}
