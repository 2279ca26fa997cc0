//! One clear as a text for WeChat's support, and as a file.

use desk::clears::Clear;
use desk::clears::ledger::endpoint_of;
use domain::paths;
use domain::{AppId, Lang};
use leptos::prelude::*;

use crate::components::{Body, Details};
use crate::context::{Text, Viewer};
use crate::format::{Formats, grouped};
use crate::pages::clears::evidence::Compared;
use crate::t;

/// What their staff ask for, to be copied, and everything as JSON.
#[component]
pub fn ForSupport(
    /// The clear.
    clear: Clear,
    /// Its account's appid, where that is known.
    #[prop(optional_no_strip)]
    appid: Option<AppId>,
    /// What was used before and after.
    evidence: Vec<Compared>,
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

/// The text: one fact a line, and a line for each interface before and after.
fn support_text(formats: &Formats<'_>, clear: &Clear, appid: Option<&AppId>, evidence: &[Compared]) -> String {
    let lang = formats.lang;
    let mut lines = Lines { lang, text: String::new() };
    let account = appid.map_or_else(|| clear.account_name.clone(), |appid| format!("{} {appid}", clear.account_name));
    lines.fact(t!(lang, "col-account"), Some(account));
    lines.fact(t!(lang, "col-interface"), clear.interface.as_ref().map(|(_, path)| path.to_string()));
    if clear.via.is_some() {
        let call = endpoint_of(clear).path();
        lines.fact(t!(lang, "support-call"), Some(format!("POST {call}")));
    }
    lines.fact(t!(lang, "support-sent"), clear.sent_at.map(|at| formats.exact(at)));
    lines.fact(t!(lang, "support-ended"), clear.ended_at.map(|at| formats.exact(at)));
    lines.fact(t!(lang, "support-errcode"), clear.errcode.map(|errcode| errcode.to_string()));
    lines.fact(t!(lang, "support-errmsg"), clear.errmsg.clone());
    lines.fact(t!(lang, "fact-rid"), clear.rid.clone());
    for row in evidence {
        let reading = |(at, figures): (jiff::Timestamp, domain::Figures)| {
            format!("{} / {} ({})", grouped(figures.used), grouped(figures.daily_limit), formats.exact(at))
        };
        lines.fact(t!(lang, "support-before", path = row.path.clone()), Some(reading(row.before)));
        lines.fact(t!(lang, "support-after", path = row.path.clone()), row.after.map(reading));
    }
    lines.text
}

struct Lines {
    lang: Lang,
    text: String,
}

impl Lines {
    /// A line, where the fact is known.
    fn fact(&mut self, label: Text, value: Option<String>) {
        let Some(value) = value else { return };
        self.text.push_str(&label);
        self.text.push_str(&t!(self.lang, "colon"));
        // What WeChat said stays one line.
        self.text.extend(value.chars().map(|c| if c.is_control() { ' ' } else { c }));
        self.text.push('\n');
    }
}
