//! Fields of a channel, shared by the form that adds one and the form that changes one.

use desk::channels::{ChannelFaults, LONGEST_KEYWORD, MAX_RECIPIENTS, SHORTEST_SECRET};
use domain::{ChannelKind, Lang, Severity};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Choice, Field, Select};
use crate::context::Viewer;
use crate::pages::channels::forms::EditChannel;
use crate::pages::channels::outcome::ChannelForm;
use crate::parts::confirm_password::ConfirmPassword;
use crate::t;
use crate::words::channels::{channel_name_words, kind_help, kind_words, lang_words, url_words};
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
    let ChannelForm { name, kind, keyword, lang: spoken, severity, faults, password } = form;
    let kind: ChannelKind = kind.parse().unwrap_or(ChannelKind::Wecom);
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
    let kinds = ChannelKind::ALL.map(|kind| Choice::new(kind.word(), kind_words(lang, kind))).to_vec();
    let langs = Lang::ALL.map(|one| Choice::new(one.word(), lang_words(one))).to_vec();
    let spoken = if spoken.is_empty() { lang.word().to_owned() } else { spoken };
    let is_robot = !exists || kind.is_robot();
    let asks_mail = !exists || kind == ChannelKind::Email;
    let secret_error = if faults.password {
        Some(t!(lang, "fault-channel-password"))
    } else {
        faults.secret.then(|| t!(lang, "fault-channel-secret", count = SHORTEST_SECRET)).or_else(again)
    };
    let is_again = is_wrong && kind == ChannelKind::Email;
    view! {
        {(!exists)
            .then(|| {
                view! {
                    <Select
                        name="kind"
                        label=t!(lang, "field-channel-kind")
                        choices=kinds
                        selected=kind.word().to_owned()
                        error=faults.kind.then(|| t!(lang, "fault-channel-kind"))
                    />
                    <KindHelp />
                }
            })}
        <Field
            name="name"
            label=t!(lang, "field-name")
            value=name
            hint=t!(lang, "field-channel-name-hint")
            error=faults.name.as_ref().map(|fault| channel_name_words(lang, fault))
        />
        <Field
            name="url"
            label=t!(lang, "field-channel-url")
            code=true
            optional=exists
            hint=url_hint
            error=faults.url.map(|fault| url_words(lang, fault)).or_else(again)
        />
        <Field
            name="secret"
            kind="password"
            label=t!(lang, "field-channel-secret-or-password")
            code=true
            optional=true
            hint=secret_hint
            error=secret_error
            autocomplete="new-password"
        />
        {asks_mail.then(|| view! { <MailFields faults=faults.clone() exists is_again /> })}
        {is_robot
            .then(|| {
                view! {
                    <Field
                        name="keyword"
                        label=t!(lang, "field-channel-keyword")
                        value=keyword
                        optional=true
                        hint=t!(lang, "field-channel-keyword-hint")
                        error=faults.keyword.then(|| t!(lang, "fault-channel-keyword", count = LONGEST_KEYWORD))
                    />
                    <Select
                        name="lang"
                        label=t!(lang, "field-channel-lang")
                        choices=langs
                        selected=spoken
                        error=faults.lang.then(|| t!(lang, "fault-channel-lang"))
                    />
                }
            })}
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

/// Sender and recipients of e-mail, which are asked for and never shown. A new channel of another kind has none: the style sheet
/// hides them then, without scripts.
#[component]
fn MailFields(faults: ChannelFaults, exists: bool, is_again: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    let again = || (is_again && !exists).then(|| t!(lang, "fault-typed-again"));
    let (from_hint, to_hint) = if exists && is_again {
        (t!(lang, "field-channel-again"), t!(lang, "field-channel-again"))
    } else if exists {
        (t!(lang, "field-channel-mail-kept"), t!(lang, "field-channel-mail-kept"))
    } else {
        (t!(lang, "field-channel-from-hint"), t!(lang, "field-channel-to-hint", count = MAX_RECIPIENTS))
    };
    view! {
        <div class="mail-fields">
            <Field
                name="from"
                label=t!(lang, "field-channel-from")
                for_one_button=true
                hint=from_hint
                error=faults.from.then(|| t!(lang, "fault-channel-from")).or_else(again)
            />
            <Field
                name="to"
                label=t!(lang, "field-channel-to")
                for_one_button=true
                hint=to_hint
                error=faults.to.then(|| t!(lang, "fault-channel-to", count = MAX_RECIPIENTS)).or_else(again)
            />
        </div>
    }
}

/// Where the address and the secret of each kind are found.
#[component]
fn KindHelp() -> impl IntoView {
    let lang = Viewer::current().lang;
    let rows = ChannelKind::ALL
        .map(|kind| {
            view! {
                <li>
                    <strong>{kind_words(lang, kind)}</strong>
                    ": "
                    {kind_help(lang, kind)}
                </li>
            }
        })
        .collect_view();
    view! {
        <details>
            <summary>{t!(lang, "channel-help-title")}</summary>
            <ul class="dotted">{rows}</ul>
        </details>
    }
}
