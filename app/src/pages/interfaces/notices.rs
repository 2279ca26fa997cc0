//! Notices of one interface: as marks on its curve, and as a list below it.

use desk::notices::Notice;
use domain::{Lang, NoticeContent};
use jiff::Timestamp;
use leptos::prelude::*;

use crate::components::{Marker, MarkerKind, Panel, Time};
use crate::context::Viewer;
use crate::parts::notices::SeverityBadge;
use crate::parts::notices::page_of_notice;
use crate::t;
use crate::words::notices::news_words;
use crate::words::usage::state_word;

/// The most notices that are loaded; older ones are marked on no curve.
pub(crate) const MOST_LOADED: i64 = 50;
/// The most notices that are listed.
const MOST_LISTED: usize = 10;

/// The notices since then that a threshold was crossed, as marks.
pub(crate) fn threshold_marks(lang: Lang, notices: &[Notice], since: Timestamp) -> impl Iterator<Item = Marker> {
    notices.iter().filter(move |notice| notice.at >= since).filter_map(move |notice| match &notice.news {
        NoticeContent::Usage { before, now, .. } if now > before => {
            let label = state_word(lang, now.state()).into_owned();
            Some(Marker { at: notice.at, kind: MarkerKind::Notice, label })
        }
        _ => None,
    })
}

/// The newest notices; nothing where there are none.
#[component]
pub fn InterfaceNotices(
    /// The newest first.
    notices: Vec<Notice>,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    // The page that one is on needs no link.
    let here = |page: &String| *page != viewer.path;
    (!notices.is_empty()).then(|| {
        let items = notices
            .iter()
            .take(MOST_LISTED)
            .map(|notice| {
                let words = news_words(&viewer, &notice.news);
                let what = match page_of_notice(&viewer, notice).filter(here) {
                    Some(href) => view! { <a href=href>{words}</a> }.into_any(),
                    None => view! { <span>{words}</span> }.into_any(),
                };
                view! {
                    <li>
                        <SeverityBadge severity=notice.severity event=notice.news.event() />
                        {what}
                        <span class="secondary">
                            <Time at=notice.at quiet=true />
                        </span>
                    </li>
                }
            })
            .collect_view();
        view! {
            <Panel title=t!(lang, "interface-notices")>
                <ul class="notices-shown">{items}</ul>
            </Panel>
        }
    })
}
