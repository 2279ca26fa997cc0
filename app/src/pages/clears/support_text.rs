//! One clear as a text for WeChat's support, and as a file.

use desk::clears::Clear;
use desk::clears::ledger::endpoint_of;
use domain::{AppId, Figures, paths};
use jiff::Timestamp;
use leptos::prelude::*;

use crate::components::{Body, Details};
use crate::context::Viewer;
use crate::format::{Formats, used_of_limit};
use crate::pages::clears::evidence::EvidenceRow;
use crate::t;

/// The folded text that WeChat's support staff ask for, to be copied, and everything as JSON.
#[component]
pub fn SupportText(
    /// The clear.
    clear: Clear,
    /// Its account's appid, where that is known.
    #[prop(optional_no_strip)]
    appid: Option<AppId>,
    /// What was used before and after.
    evidence: Vec<EvidenceRow>,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let file = paths::clear_export(clear.id);
    let text = support_text(&viewer.formats(), &clear, appid.as_ref(), &evidence);
    view! {
        <Details summary=t!(lang, "support-title")>
            <Body label=t!(lang, "support-title") text />
            <p>
                <a href=file download="">
                    {t!(lang, "support-json")}
                </a>
            </p>
        </Details>
    }
}

/// The text: one fact a line where it is known, and a line for each interface before and after.
fn support_text(formats: &Formats<'_>, clear: &Clear, appid: Option<&AppId>, evidence: &[EvidenceRow]) -> String {
    let lang = formats.lang;
    let account = appid.map_or_else(|| clear.account_name.clone(), |appid| format!("{} {appid}", clear.account_name));
    let call = clear.via.map(|_| format!("POST {}", endpoint_of(clear).path()));
    let mut facts = vec![
        (t!(lang, "col-account"), Some(account)),
        (t!(lang, "col-interface"), clear.interface.as_ref().map(|(_, path)| path.to_string())),
        (t!(lang, "support-call"), call),
        (t!(lang, "support-sent"), clear.sent_at.map(|at| formats.exact(at))),
        (t!(lang, "support-ended"), clear.ended_at.map(|at| formats.exact(at))),
        (t!(lang, "support-errcode"), clear.errcode.map(|errcode| errcode.to_string())),
        (t!(lang, "support-errmsg"), clear.errmsg.clone()),
        (t!(lang, "fact-rid"), clear.rid.clone()),
    ];
    let reading = |(at, figures): (Timestamp, Figures)| {
        t!(lang, "with-aside", words = used_of_limit(figures), aside = formats.exact(at)).into_owned()
    };
    for row in evidence {
        facts.push((t!(lang, "support-before", path = row.path.clone()), Some(reading(row.before))));
        facts.push((t!(lang, "support-after", path = row.path.clone()), row.after.map(reading)));
    }
    // What WeChat said stays one line.
    let one_line = |value: String| value.replace(char::is_control, " ");
    let colon = t!(lang, "colon");
    let lines = facts.into_iter().filter_map(|(label, value)| Some(format!("{label}{colon}{}\n", one_line(value?))));
    lines.collect()
}
