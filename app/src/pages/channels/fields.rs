//! Fields of a channel, shared by the form that adds one and the form that changes one.

use desk::channels::{ChannelFaults, SHORTEST_SECRET};
use domain::Severity;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Choice, Field, Select};
use crate::context::Viewer;
use crate::pages::channels::forms::EditChannel;
use crate::pages::channels::outcome::ChannelForm;
use crate::parts::confirm_password::ConfirmPassword;
use crate::t;
use crate::words::channels::{channel_name_words, url_words};
use crate::words::notices::minimum_severity_words;

/// Fields for name, address, secret and severity. Address and secret are asked for and never shown.
#[component]
pub fn ChannelFields(
    /// Values that were typed, or the channel's present values.
    form: ChannelForm,
    /// Whether the channel exists, so that what is left empty stays as it is.
    #[prop(optional)]
    exists: bool,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let ChannelForm { name, severity, faults, password } = form;
    let severity = if severity.is_empty() { Severity::Warning.word().to_owned() } else { severity };
    let severities = Severity::ALL.map(|one| Choice::new(one.word(), minimum_severity_words(lang, one))).to_vec();
    let is_wrong = faults != ChannelFaults::default() || password.is_some();
    // Address and secret are never shown again; a new channel needs both.
    let again = || (is_wrong && !exists).then(|| t!(lang, "fault-typed-again"));
    let (url_hint, secret_hint) = if exists && is_wrong {
        (t!(lang, "field-channel-again"), t!(lang, "field-channel-again"))
    } else if exists {
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
            optional=exists
            placeholder="https://hooks1.example.com/quota"
            hint=url_hint
            error=faults.url.map(|fault| url_words(lang, fault)).or_else(again)
        />
        <Field
            name="secret"
            kind="password"
            label=t!(lang, "field-channel-secret")
            code=true
            optional=exists
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
        {exists
            .then(|| {
                let hint = t!(lang, "confirm-hint-channel");
                view! { <ConfirmPassword form=EditChannel::url() fault=password hint for_some=true /> }
            })}
    }
}
