//! The words of messages to robots where no pages are.

use domain::Lang;
use store::notices::Notice;

use super::message::{TEST, summary};
use super::message_words::{MessageWords, NoticeFacts};

/// The English sentence of a webhook's document, where no pages are.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlainWords;

impl MessageWords for PlainWords {
    fn notice(&self, _: Lang, notice: &Notice, facts: &NoticeFacts) -> String {
        [Some(summary(notice)), facts.link.clone()].into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    fn title(&self, _: Lang, notices: &[Notice]) -> String {
        format!("wxquota: {} notices", notices.len())
    }

    fn more(&self, _: Lang, count: usize) -> String {
        format!("… and {count} more")
    }

    fn test(&self, _: Lang) -> String {
        TEST.to_owned()
    }
}
