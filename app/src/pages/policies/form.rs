//! The form of a policy: what it watches, what it waits for, what it does then, within which limits.

use desk::Desk;
use desk::accounts::Account;
use desk::policies::{PolicyFaults, PolicyField, TypedPolicy};
use domain::paths;
use domain::policies::{Mode, NAME_CHARACTERS};
use domain::{AccountStatus, Lang, PathError};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{
    Button, ButtonKind, CheckGroup, CheckItem, CheckList, Field, Form, LinkButton, Panel, Radio, Radios, TextArea,
};
use crate::context::{Text, Viewer};
use crate::pages::policies::form_faults::FaultList;
use crate::pages::policies::form_limits::Limits;
use crate::pages::policies::form_trigger::TriggerChoice;
use crate::pages::policies::forms::SavePolicy;
use crate::pages::policies::outcome::PolicyForm;
use crate::pages::policies::save::trying;
use crate::t;
use crate::words::accounts::{name_words, path_words};
use crate::words::policies::mode_words;

/// What the form is filled in with, and what it offers.
#[derive(Debug, Clone)]
pub struct Filled {
    /// What was typed, or the present rules.
    pub form: PolicyForm,
    /// Every account.
    pub accounts: Vec<Account>,
    /// The zone in which quota days are counted.
    pub zone: String,
}

impl Filled {
    /// A form on this desk.
    pub(crate) fn of(desk: &Desk, form: PolicyForm, accounts: Vec<Account>) -> Self {
        Self { form, accounts, zone: desk.settings().quota_zone.name() }
    }
}

/// The form, with a button that keeps what was typed, and one that tries it first.
#[component]
pub fn PolicyFields(
    /// What it is filled in with.
    filled: Filled,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Filled { form: PolicyForm { of, typed, faults }, accounts, zone } = filled;
    let back = of.map_or_else(|| paths::POLICIES.to_owned(), |(id, _)| paths::policy(id));
    let which = of.map(|(id, version)| {
        view! {
            <input type="hidden" name="policy" value=id.to_string() />
            <input type="hidden" name="version" value=version.to_string() />
        }
    });
    let trigger = view! { <TriggerChoice typed=typed.clone() faults=faults.clone() zone=zone.clone() /> };
    let mode = typed.mode.clone();
    let watches = view! { <Watches typed=typed.clone() faults=faults.clone() accounts /> };
    let mode_error = faults.has(PolicyField::Mode).then(|| t!(lang, "fault-policy-choose"));
    view! {
        <div class="policy-form">
            <FaultList faults=faults.clone() zone=zone.clone() />
            <Form action=SavePolicy::url()>
                {which}
                {watches}
                <Panel title=t!(lang, "policy-form-when")>{trigger}</Panel>
                <Panel title=t!(lang, "policy-form-then")>
                    <Radios
                        name="mode"
                        legend=t!(lang, "policy-form-mode")
                        choices=modes(lang)
                        selected=mode
                        error=mode_error
                    />
                </Panel>
                <Limits typed faults zone />
                <div class="actions">
                    <Button kind=ButtonKind::Primary>{t!(lang, "save")}</Button>
                    <Button action=trying()>{t!(lang, "policy-try")}</Button>
                    <LinkButton href=back kind=ButtonKind::Quiet>
                        {t!(lang, "cancel")}
                    </LinkButton>
                </div>
            </Form>
        </div>
    }
}

/// What it is called, and what it is about.
#[component]
fn Watches(typed: TypedPolicy, faults: PolicyFaults, accounts: Vec<Account>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let many = |field| faults.has(field).then(|| t!(lang, "fault-policy-paths-many"));
    let path =
        |fault: &Option<(String, PathError)>| fault.as_ref().map(|(path, error)| policy_path_words(lang, path, *error));
    let paths_error = path(&faults.paths).or_else(|| many(PolicyField::Paths));
    let excluded_error = path(&faults.excluded).or_else(|| many(PolicyField::Excluded));
    let name_error = faults.name.as_ref().map(|fault| policy_name_words(lang, fault));
    let accounts_error = faults.has(PolicyField::Accounts).then(|| t!(lang, "fault-policy-accounts"));
    let whose_error = faults.has(PolicyField::Whose).then(|| t!(lang, "fault-policy-whose"));
    let groups = account_boxes(lang, accounts, &typed.accounts);
    view! {
        <Panel title=t!(lang, "policy-form-what")>
            <Field
                name="name"
                label=t!(lang, "field-name")
                value=typed.name
                hint=t!(lang, "policy-form-name-hint")
                error=name_error
            />
            <Radios
                name="whose"
                legend=t!(lang, "policy-form-whose")
                choices=whose(lang)
                selected=typed.whose
                error=whose_error
            />
            <CheckList
                name="accounts[]"
                legend=t!(lang, "policy-form-accounts")
                groups
                error=accounts_error
            />
            <TextArea
                name="paths"
                label=t!(lang, "policy-form-paths")
                value=typed.paths
                rows=3
                code=true
                optional=true
                placeholder="/cgi-bin/message/custom/send"
                hint=t!(lang, "policy-form-paths-hint")
                error=paths_error
            />
            <TextArea
                name="excluded"
                label=t!(lang, "policy-form-excluded")
                value=typed.excluded
                rows=2
                code=true
                optional=true
                placeholder="/wxa/getwxacode"
                hint=t!(lang, "policy-form-excluded-hint")
                error=excluded_error
            />
        </Panel>
    }
}

/// A box for each account that is read; a retired one only where it is ticked, so that it can be unticked.
fn account_boxes(lang: Lang, accounts: Vec<Account>, ticked: &[String]) -> Vec<CheckGroup> {
    let items: Vec<_> = accounts
        .into_iter()
        .filter_map(|account| {
            let value = account.id.to_string();
            let checked = ticked.contains(&value);
            let retired = account.status == AccountStatus::Retired;
            let label: Text = match (retired, checked) {
                (true, false) => return None,
                (true, true) => t!(lang, "policy-form-retired", name = account.name),
                (false, _) => account.name.into(),
            };
            Some(CheckItem { value: value.into(), label, code: None, checked })
        })
        .collect();
    if items.is_empty() {
        Vec::new()
    } else {
        vec![CheckGroup { label: t!(lang, "accounts-title"), items, open: true }]
    }
}

fn whose(lang: Lang) -> Vec<Radio> {
    let radio = |value: &'static str, label, hint| Radio { value: value.into(), label, hint };
    vec![
        radio("all", t!(lang, "policy-form-all"), t!(lang, "policy-form-all-hint")),
        radio("these", t!(lang, "policy-form-these"), t!(lang, "policy-form-these-hint")),
    ]
}

fn modes(lang: Lang) -> Vec<Radio> {
    let hint = |mode| match mode {
        Mode::Notify => t!(lang, "policy-form-notify-hint"),
        Mode::Clear => t!(lang, "policy-form-clear-hint"),
    };
    let radio = |mode: Mode| Radio { value: mode.word().into(), label: mode_words(lang, mode), hint: hint(mode) };
    Mode::ALL.map(radio).to_vec()
}

/// What is wrong with a path: here there is nothing to tick.
fn policy_path_words(lang: Lang, path: &str, error: PathError) -> Text {
    match error {
        PathError::Empty => t!(lang, "fault-path", path = path.to_owned(), why = t!(lang, "fault-policy-path-empty")),
        error => path_words(lang, path, error),
    }
}

/// What is wrong with a policy's name.
fn policy_name_words(lang: Lang, fault: &desk::accounts::NameFault) -> Text {
    use desk::accounts::NameFault;
    match fault {
        NameFault::Taken => t!(lang, "fault-policy-name-taken"),
        NameFault::TooLong => t!(lang, "fault-policy-name-long", most = NAME_CHARACTERS),
        fault => name_words(lang, fault),
    }
}
