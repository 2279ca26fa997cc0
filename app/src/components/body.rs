//! What was sent or answered, as text: JSON made readable, what was masked to be seen as such.

use std::fmt::Write as _;

use desk::rids::MASK;
use domain::Lang;
use leptos::prelude::*;

use crate::components::copy::CopyButton;
use crate::context::{Text, Viewer};
use crate::json::{Kind, Piece, readable};
use crate::t;

/// The most pieces that are coloured: each is an element, and a browser slows down with many.
const MOST_COLOURED: usize = 20_000;

/// A body: JSON indented and coloured, other text as it is. Long ones scroll inside themselves.
#[component]
pub fn Body(
    /// What it is, for those who listen.
    #[prop(into)]
    label: Text,
    /// The text, redacted.
    text: String,
) -> impl IntoView {
    let html = body_html(Viewer::current().lang, &text);
    view! {
        <div class="sheet">
            <CopyButton text=text />
            <pre tabindex="0" role="group" aria-label=label inner_html=html></pre>
        </div>
    }
}

/// A short text in which what was masked is seen as such.
#[component]
pub fn Masked(
    /// The text, redacted.
    text: String,
) -> impl IntoView {
    let html = masked_html(Viewer::current().lang, &text);
    view! { <code inner_html=html></code> }
}

fn body_html(lang: Lang, text: &str) -> String {
    let Some(pieces) = readable(text) else { return masked_html(lang, text) };
    let coloured = pieces.len() <= MOST_COLOURED;
    let mut html = String::with_capacity(text.len() * 2);
    for Piece { kind, text } in pieces {
        let class = match kind {
            Kind::Key => "key",
            Kind::String => "string",
            Kind::Number | Kind::Word => "number",
            Kind::Opened => {
                let _ = write!(html, "<span class=\"opened\">{}</span> ", t!(lang, "json-inside-string"));
                continue;
            }
            Kind::Blank | Kind::Sign => {
                html.push_str(&text);
                continue;
            }
        };
        let text = masked_html(lang, &text);
        let _ =
            if coloured { write!(html, "<span class=\"json-{class}\">{text}</span>") } else { write!(html, "{text}") };
    }
    html
}

/// The text as HTML, each mask in an element of its own.
fn masked_html(lang: Lang, text: &str) -> String {
    let escaped = html_escape::encode_text(text);
    if !escaped.contains(MASK) {
        return escaped.into_owned();
    }
    let title = t!(lang, "masked-title");
    let mask = format!(
        "<span class=\"masked\" title=\"{}\">{MASK}</span>",
        html_escape::encode_double_quoted_attribute(&title)
    );
    escaped.replace(MASK, &mask)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_body_stays_text() {
        for text in [r#"{"<b>":"</pre><script>alert(1)</script>","a":"{\"<i>\":\"<u>&amp;\"}"}"#, "</pre><script>x"] {
            let html = body_html(Lang::En, text);
            let tags: Vec<_> = html.split('<').skip(1).map(|rest| &rest[..rest.len().min(5)]).collect();
            assert!(tags.iter().all(|tag| ["span ", "/span"].contains(tag)), "{html}");
        }
    }

    #[test]
    fn masks_are_seen_and_told() {
        let html = body_html(Lang::En, r#"{"openid":"‹masked›","url":"a=‹masked›&b"}"#);
        assert_eq!(html.matches("class=\"masked\"").count(), 2, "{html}");
        assert!(html.contains("&amp;b"), "{html}");
        assert_eq!(body_html(Lang::En, "token=‹masked›").matches("title=").count(), 1);
    }

    #[test]
    fn a_long_body_is_indented_without_colours() {
        let html = body_html(Lang::En, &format!("[{}1]", "1,".repeat(MOST_COLOURED)));
        assert!(html.contains("\n  1,\n") && !html.contains("<span"));
    }
}
