//! The notice about values in a page's address that cannot be read.

use domain::Lang;
use leptos::prelude::*;

use crate::components::notice::{Notice, NoticeKind};
use crate::context::{Text, Viewer};
use crate::parameters::{Fault, Instead, ParameterFault};
use crate::t;

/// What was wrong with each value and what is shown instead, with a link to the page without these values; nothing where
/// everything could be read.
#[component]
pub fn ParameterNotice(
    /// The faults.
    faults: Vec<ParameterFault>,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    (!faults.is_empty()).then(|| {
        let without: Vec<_> = faults.iter().map(|fault| (fault.name, None)).collect();
        let without = viewer.link_with(&without);
        let items = faults.into_iter().map(|fault| item(lang, fault)).collect_view();
        view! {
            <Notice kind=NoticeKind::Warning title=t!(lang, "param-title")>
                <ul>{items}</ul>
                <p>
                    <a href=without>{t!(lang, "param-without")}</a>
                </p>
            </Notice>
        }
    })
}

fn item(lang: Lang, fault: ParameterFault) -> impl IntoView {
    let ParameterFault { name, value, fault, instead } = fault;
    view! {
        <li>
            <code>{format!("{name}={value}")}</code>
            {t!(lang, "colon")}
            {fault_words(lang, fault)}
            {t!(lang, "param-space")}
            {instead_words(lang, instead)}
        </li>
    }
}

fn fault_words(lang: Lang, fault: Fault) -> Text {
    match fault {
        Fault::NotAChoice(words) => {
            let choices = words.replace(' ', &t!(lang, "comma"));
            t!(lang, "param-not-a-choice", choices = choices)
        }
        Fault::NotAMonth => t!(lang, "param-not-a-month"),
        Fault::MonthToCome => t!(lang, "param-month-to-come"),
        Fault::NotADay => t!(lang, "param-not-a-day"),
        Fault::DaysReversed => t!(lang, "param-days-reversed"),
        Fault::NotANumber(least, None) => t!(lang, "param-not-a-number", least = least),
        Fault::NotANumber(least, Some(most)) => t!(lang, "param-not-in-range", least = least, most = most),
        Fault::NoAccount => t!(lang, "param-no-account"),
        Fault::NoGroup => t!(lang, "param-no-group"),
        Fault::TooLong(most) => t!(lang, "param-too-long", most = most),
    }
}

fn instead_words(lang: Lang, instead: Instead) -> Text {
    match instead {
        Instead::Unfiltered => t!(lang, "param-unfiltered"),
        Instead::FirstCharacters => t!(lang, "param-first-characters"),
        Instead::NoMatch => t!(lang, "param-no-match"),
        Instead::UsualOrder => t!(lang, "param-usual-order"),
        Instead::RowsPerPage(count) => t!(lang, "param-rows-per-page", count = count),
        Instead::FirstPage => t!(lang, "param-first-page"),
        Instead::Newest => t!(lang, "param-newest"),
        Instead::Today => t!(lang, "param-today"),
        Instead::ThisMonth => t!(lang, "param-this-month"),
        Instead::OwnMode => t!(lang, "param-own-mode"),
        Instead::NoList => t!(lang, "param-no-list"),
    }
}
