//! The answer to a plan: whether the quota suffices, when it runs out, and how many clears it takes.

use desk::campaigns::{Needs, NoAnswer};
use domain::Figures;
use domain::forecast::campaign::{Answer, Campaign, Left};
use leptos::prelude::*;

use crate::components::{Fact, Facts, Notice, NoticeKind, Panel};
use crate::context::{Text, Viewer};
use crate::format::grouped;
use crate::t;

/// What a campaign needs.
#[component]
pub fn AnswerPanel(
    /// The campaign.
    campaign: Campaign,
    /// The newest figures of its interface.
    figures: Option<Figures>,
    /// What it needs, or why that cannot be said.
    needs: Result<Needs, NoAnswer>,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let Needs { answer, interface, account, before } = match needs {
        Ok(needs) => needs,
        Err(why) => return view! { <NoAnswerNotice why /> }.into_any(),
    };
    let (kind, title) = verdict(&viewer, &campaign, &answer);
    let usual = (!answer.usual_is_known).then(|| view! { <p class="hint">{t!(lang, "campaign-usual-unknown")}</p> });
    let clears = if answer.clears_at_most > answer.clears {
        t!(lang, "campaign-clears-range", count = answer.clears, most = answer.clears_at_most)
    } else {
        t!(lang, "campaign-clears-count", count = answer.clears)
    };
    let rest = (answer.clears_to_reset > answer.clears).then(|| {
        let more = answer.clears_to_reset - answer.clears;
        view! { <p class="hint">{t!(lang, "campaign-clears-rest", count = more)}</p> }
    });
    let left = (answer.clears > 0).then(|| {
        view! {
            <Fact label=t!(lang, "campaign-by-interface")>{left_words(lang, before.0, interface)}</Fact>
            <Fact label=t!(lang, "campaign-by-account")>{left_words(lang, before.1, account)}</Fact>
        }
    });
    view! {
        <Notice kind title />
        <Panel title=t!(lang, "campaign-needs")>
            <Facts>
                {figures
                    .map(|figures| {
                        view! { <Fact label=t!(lang, "col-limit")>{grouped(figures.daily_limit)}</Fact> }
                    })} <Fact label=t!(lang, "campaign-clears")>
                    <div>{clears} {rest}</div>
                </Fact> {left}
            </Facts>
            {usual}
        </Panel>
    }
    .into_any()
}

/// Whether the quota suffices, as the kind of a notice and in one sentence.
fn verdict(viewer: &Viewer, campaign: &Campaign, answer: &Answer) -> (NoticeKind, Text) {
    let lang = viewer.lang;
    let Some(ends) = answer.runs_out else { return (NoticeKind::Success, t!(lang, "campaign-enough")) };
    let formats = viewer.formats();
    let at = formats.minute(ends.at);
    let early = formats.span(campaign.until().duration_since(ends.at));
    let title = match ends.latest {
        Some(latest) if formats.minute(ends.earliest) == formats.minute(latest) => {
            t!(lang, "campaign-runs-out", at = at, early = early)
        }
        Some(latest) => {
            let (from, to) = (formats.clock(ends.earliest), formats.clock(latest));
            t!(lang, "campaign-runs-out-between", at = at, early = early, from = from, to = to)
        }
        None => {
            let from = formats.clock(ends.earliest);
            t!(lang, "campaign-runs-out-or-not", at = at, early = early, from = from)
        }
    };
    (NoticeKind::Warning, title)
}

/// How many clears of a scope there are before and after.
fn left_words(lang: domain::Lang, before: i64, after: Left) -> Text {
    if after.missing > 0 {
        t!(lang, "campaign-left-missing", before = before, missing = after.missing)
    } else {
        t!(lang, "campaign-left", before = before, after = after.left)
    }
}

#[component]
fn NoAnswerNotice(why: NoAnswer) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (title, next) = match why {
        NoAnswer::NotRead => (t!(lang, "campaign-not-read"), t!(lang, "campaign-not-read-next")),
        NoAnswer::Total => (t!(lang, "campaign-total"), t!(lang, "campaign-total-next")),
        NoAnswer::NotWatched => (t!(lang, "campaign-not-watched"), t!(lang, "campaign-not-watched-next")),
    };
    view! { <Notice kind=NoticeKind::Info title next /> }
}
