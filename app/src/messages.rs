//! Messages to chat robots, in the words of the pages.

use desk::channels::{MessageWords, NoticeFacts};
use desk::notices::Notice;
use domain::Lang;

use crate::context::Viewer;
use crate::t;
use crate::words::notices::{badge_word, news_words, subject_words};

/// The words of the pages, for messages.
#[derive(Debug, Clone, Copy)]
pub struct PageWords;

impl MessageWords for PageWords {
    fn notice(&self, lang: Lang, notice: &Notice, facts: &NoticeFacts) -> String {
        let viewer = Viewer::of_message(lang, facts.zone.clone(), notice.at);
        let severity = badge_word(lang, notice.severity, notice.news.event());
        let subject = subject_words(notice, facts.interface.clone()).unwrap_or_else(|| "wxquota".into());
        let head = t!(lang, "message-subject", severity = severity, subject = subject);
        let resets = facts.resets_at.map(|at| t!(lang, "message-resets", at = viewer.formats().minute(at)));
        let clears = facts.budgets.map(|budgets| {
            t!(lang, "message-clears-left", account = budgets.account.left, interface = budgets.interface.left)
        });
        let owner = facts.owner.as_ref().map(|owner| t!(lang, "message-owner", owner = owner.as_str()));
        let at = t!(lang, "message-at", at = viewer.formats().minute(notice.at));
        let link = facts.link.clone().map(Into::into);
        let lines = [Some(head), Some(news_words(&viewer, &notice.news)), resets, clears, owner, Some(at), link];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    fn title(&self, lang: Lang, notices: &[Notice]) -> String {
        t!(lang, "message-title", count = notices.len()).into_owned()
    }

    fn more(&self, lang: Lang, count: usize) -> String {
        t!(lang, "message-more", count = count).into_owned()
    }

    fn test(&self, lang: Lang) -> String {
        t!(lang, "message-test").into_owned()
    }
}
