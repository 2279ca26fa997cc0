//! The fields of a channel, as the form that adds one and the form that changes one ask for them.

use desk::channels::{ChannelFaults, SHORTEST_SECRET, TypedChannel};
use domain::Severity;
use leptos::prelude::*;

use crate::components::{Choice, Field, Select};
use crate::context::Viewer;
use crate::forms::{self};
use crate::pages::channels::outcome::Typed;
use crate::t;
use crate::words::channels::{channel_name_words, url_words};
use crate::words::notices::from_words;

/// A channel as a form brought it.
pub(crate) fn typed_channel(name: &str, url: String, secret: String, severity: &str) -> TypedChannel {
    TypedChannel { name: name.to_owned(), url: url.into(), secret: secret.into(), severity: severity.to_owned() }
}

/// What of it is shown again.
pub(crate) fn typed_again(typed: &TypedChannel, faults: ChannelFaults) -> Typed {
    Typed { name: forms::shown_again(&typed.name), severity: forms::shown_again(&typed.severity), faults }
}

/// Name, address, secret, severity. Address and secret are secrets: they are asked for and never shown.
#[component]
pub fn ChannelFields(
    /// What was typed, or is so now.
    typed: Typed,
    /// Of a channel that is there: what is left empty stays as it is.
    #[prop(optional)]
    is_there: bool,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Typed { name, severity, faults } = typed;
    let severity = if severity.is_empty() { Severity::Warning.word().to_owned() } else { severity };
    let severities = Severity::ALL.map(|one| Choice::new(one.word(), from_words(lang, one))).to_vec();
    let is_wrong = faults != ChannelFaults::default();
    // Whatever was wrong, address and secret are gone; both are needed for a new channel.
    let again = || (is_wrong && !is_there).then(|| t!(lang, "fault-typed-again"));
    let (url_hint, secret_hint) = if is_there && is_wrong {
        (t!(lang, "field-channel-again"), t!(lang, "field-channel-again"))
    } else if is_there {
        (t!(lang, "field-channel-url-kept"), t!(lang, "field-channel-secret-kept"))
    } else {
        (t!(lang, "field-channel-url-hint"), t!(lang, "field-channel-secret-hint", count = SHORTEST_SECRET))
    };
    view! {
        <Field
            name="name"
            label=t!(lang, "field-name")
            value=name
            hint=t!(lang, "field-channel-name-hint")
            error=faults.name.map(|fault| channel_name_words(lang, &fault))
        />
        <Field
            name="url"
            kind="url"
            label=t!(lang, "field-channel-url")
            code=true
            optional=is_there
            placeholder="https://hooks1.example.com/quota"
            hint=url_hint
            error=faults.url.map(|fault| url_words(lang, fault)).or_else(again)
        />
        <Field
            name="secret"
            kind="password"
            label=t!(lang, "field-channel-secret")
            code=true
            optional=is_there
            hint=secret_hint
            error=faults.secret.then(|| t!(lang, "fault-channel-secret", count = SHORTEST_SECRET)).or_else(again)
            autocomplete="new-password"
        />
        <Select
            name="severity"
            label=t!(lang, "field-channel-severity")
            choices=severities
            selected=severity
            error=faults.severity.then(|| t!(lang, "fault-severity"))
        />
    }
}
