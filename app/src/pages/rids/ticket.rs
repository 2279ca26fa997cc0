//! A request as a text for a ticket, plain and as Markdown; redacted like the page.

use desk::rids::{ClearAdvice, LookedUp, RequestContext, RidNote, Verdict};
use domain::{Lang, Reading, paths};
use leptos::prelude::*;

use crate::components::{Body, Details};
use crate::context::{DeskAddress, Text, Viewer};
use crate::format::{Formats, grouped};
use crate::t;
use crate::words::rids::{
    advice_words, clear_words, evidence_words, pace_words, request_words, used_words, who_words, whose_words,
};
use crate::words::users::actor_words;

/// The texts for a ticket, plain and as Markdown, to be copied.
#[component]
pub fn TicketTexts(
    /// The request.
    request: LookedUp,
    /// What was going on around it.
    around: RequestContext,
    /// The verdict on it.
    verdict: Verdict,
    /// Its notes.
    notes: Vec<RidNote>,
    /// Its interface's name, where that is known.
    #[prop(optional_no_strip)]
    interface: Option<Text>,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let ticket = Ticket::new(&viewer.formats(), &request, &around, verdict, notes, interface.as_ref());
    view! {
        <Details summary=t!(lang, "rid-for-ticket")>
            <h3>{t!(lang, "rid-ticket-text")}</h3>
            <Body label=t!(lang, "rid-ticket-text") text=ticket.plain() />
            <h3>{t!(lang, "rid-ticket-markdown")}</h3>
            <Body label=t!(lang, "rid-ticket-markdown") text=ticket.markdown() />
        </Details>
    }
}

/// A request as the content of a ticket.
struct Ticket {
    lang: Lang,
    title: Text,
    facts: Vec<(Text, String)>,
    /// What to do.
    advice: Vec<Text>,
    /// What was answered, as it is kept.
    answer: String,
}

impl Ticket {
    fn new(
        formats: &Formats<'_>,
        request: &LookedUp,
        around: &RequestContext,
        verdict: Verdict,
        notes: Vec<RidNote>,
        interface: Option<&Text>,
    ) -> Self {
        let lang = formats.lang;
        let kept = &request.kept;
        let watched = around.watched.as_ref();
        let address = use_context::<DeskAddress>().map(|DeskAddress(address)| address).unwrap_or_default();
        let with = |words: String, aside: String| t!(lang, "with-aside", words = words, aside = aside).into_owned();
        let took =
            |ms| with(t!(lang, "rid-fact-took-ms", ms = grouped(ms)).into_owned(), pace_words(lang, ms).into_owned());
        let address_words = |ip: String| match around.whose {
            Some(whose) => with(ip, whose_words(lang, whose).into_owned()),
            None => ip,
        };
        let used = |reading: &Reading| Some(with(used_words(reading)?, formats.exact(reading.at)));
        let title = request_words(lang, &verdict, interface);
        let Verdict { explanation, clear, evidence } = verdict;
        // The field to enter the interface is on the page only.
        let why = match clear {
            ClearAdvice::InterfaceNotKnown => t!(lang, "rid-clear-no-interface"),
            clear => clear_words(lang, clear),
        };
        let helps = format!("{}{}{why}", advice_words(lang, clear), t!(lang, "sentence-gap"));
        let note = |note: RidNote| {
            let written = format!("{}, {}", actor_words(lang, Some(&note.by)), formats.exact(note.at));
            (t!(lang, "rid-note"), Some(with(note.text, written)))
        };
        let facts = [
            (t!(lang, "verdict-who"), Some(who_words(lang, Some(explanation.who)).into_owned())),
            (t!(lang, "verdict-clear"), Some(helps)),
            (t!(lang, "rid-col-rid"), Some(request.rid.to_string())),
            (t!(lang, "rid-called-at"), Some(formats.exact(kept.at))),
            (t!(lang, "col-account"), Some(request.account_name.clone())),
            (t!(lang, "col-interface"), kept.cgi_path.as_ref().map(ToString::to_string)),
            (t!(lang, "rid-fact-errcode"), kept.errcode.map(|errcode| errcode.to_string())),
            (t!(lang, "rid-fact-took"), kept.cost_in_ms.map(took)),
            (t!(lang, "rid-fact-client-ip"), kept.client_ip.as_ref().map(|ip| address_words(ip.clone()))),
            (t!(lang, "rid-use-before"), watched.and_then(|watched| used(watched.before.as_ref()?))),
            (t!(lang, "rid-use-after"), watched.and_then(|watched| used(watched.after.as_ref()?))),
            (t!(lang, "rid-ticket"), kept.ticket.clone()),
            (t!(lang, "rid-ticket-page"), Some(format!("{address}{}", paths::rid(&request.rid)))),
        ];
        let facts = facts.into_iter().chain(notes.into_iter().map(note));
        let facts = facts.filter_map(|(label, value)| Some((label, value?))).collect();
        let proof = evidence.iter().map(|fact| evidence_words(formats, fact));
        let advice = [explanation.cause, explanation.next_step].into_iter().chain(proof).collect();
        Self { lang, title, facts, advice, answer: kept.response_body.clone() }
    }

    fn plain(&self) -> String {
        let colon = t!(self.lang, "colon");
        let facts = self.facts.iter().map(|(label, value)| format!("{label}{colon}{}", one_line(value)));
        let lines =
            std::iter::once(self.title.to_string()).chain(facts).chain(self.advice.iter().map(ToString::to_string));
        lines.chain([self.answer.clone()]).collect::<Vec<_>>().join("\n")
    }

    fn markdown(&self) -> String {
        let colon = t!(self.lang, "colon");
        let facts =
            self.facts.iter().map(|(label, value)| format!("- **{label}**{colon}{}", escaped(&one_line(value))));
        let facts = facts.collect::<Vec<_>>().join("\n");
        let advice = self.advice.iter().map(|text| escaped(text)).collect::<Vec<_>>().join("\n\n");
        // A fence longer than any in the answer.
        let longest = self.answer.split(|c| c != '`').map(str::len).max().unwrap_or_default();
        let fence = "`".repeat(longest.max(2) + 1);
        let answer = format!("{fence}json\n{}\n{fence}", self.answer);
        let parts = [format!("### {}", escaped(&self.title)), facts, advice, answer];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
    }
}

/// Without line ends and other control characters: a fact stays on its line.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// With a backslash before what Markdown would take for its own.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_is_no_markup() {
        let ticket = Ticket {
            lang: Lang::En,
            title: "x *y*".into(),
            facts: vec![("Note".into(), "a\n# b <script> [l](javascript:1)".to_owned())],
            advice: vec!["Wait.".into()],
            answer: "```\n{}".to_owned(),
        };
        assert_eq!(
            ticket.markdown(),
            "### x \\*y\\*\n\n- **Note**: a \\# b \\<script\\> \\[l\\](javascript:1)\n\nWait.\n\n````json\n```\n{}\n````"
        );
        assert_eq!(ticket.plain(), "x *y*\nNote: a # b <script> [l](javascript:1)\nWait.\n```\n{}");
    }
}
