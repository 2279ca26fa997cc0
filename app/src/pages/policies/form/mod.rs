//! The policy form: what a policy watches, what triggers it, what it does then, and within which limits.

pub mod faults;
pub mod limits;
pub mod trigger;

use desk::Desk;
use desk::accounts::{Account, NameFault};
use desk::policies::{PolicyFaults, PolicyField, TypedPolicy};
use domain::policies::{Mode, NAME_CHARACTERS};
use domain::{AccountStatus, Lang, PathError, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{
    Button, ButtonKind, CheckGroup, CheckItem, CheckList, Field, Form, LinkButton, Panel, Radio, Radios, TextArea,
};
use crate::context::{Text, Viewer};
use crate::pages::policies::form::faults::FaultList;
use crate::pages::policies::form::limits::LimitsPanel;
use crate::pages::policies::form::trigger::TriggerChoice;
use crate::pages::policies::forms::{SavePolicy, TryPolicy};
use crate::pages::policies::outcome::PolicyForm;
use crate::t;
use crate::words::accounts::{name_words, path_words};
use crate::words::policies::mode_words;

/// Data of the form: its values and choices.
#[derive(Debug, Clone)]
pub struct PolicyFormView {
    /// The values that were typed, or the present rules.
    pub form: PolicyForm,
    /// Every account.
    pub accounts: Vec<Account>,
    /// The zone in which quota days are counted.
    pub zone: String,
}

impl PolicyFormView {
    /// The data of a form on this desk.
    pub(crate) fn new(desk: &Desk, form: PolicyForm, accounts: Vec<Account>) -> Self {
        Self { form, accounts, zone: desk.settings().quota_zone.name() }
    }
}

/// The form, with a button that saves what was typed, and one that tries it first.
#[component]
pub fn PolicyFields(
    /// Its data.
    view: PolicyFormView,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let PolicyFormView { form: PolicyForm { target, typed, faults }, accounts, zone } = view;
    let back = target.map_or_else(|| paths::POLICIES.to_owned(), |(id, _)| paths::policy(id));
    let target = target.map(|(id, version)| {
        view! {
            <input type="hidden" name="policy" value=id.to_string() />
            <input type="hidden" name="version" value=version.to_string() />
        }
    });
    let scope = view! { <ScopePanel typed=typed.clone() faults=faults.clone() accounts /> };
    let trigger = view! { <TriggerChoice typed=typed.clone() faults=faults.clone() zone=zone.clone() /> };
    let mode = typed.mode.clone();
    let mode_error = faults.has(PolicyField::Mode).then(|| t!(lang, "fault-policy-choose"));
    view! {
        <div class="policy-form">
            <FaultList faults=faults.clone() zone=zone.clone() />
            <Form action=SavePolicy::url()>
                {target}
                {scope}
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
                <LimitsPanel typed faults zone />
                <div class="actions">
                    <Button kind=ButtonKind::Primary>{t!(lang, "save")}</Button>
                    <Button action=TryPolicy::url()>{t!(lang, "policy-try")}</Button>
                    <LinkButton href=back kind=ButtonKind::Quiet>
                        {t!(lang, "cancel")}
                    </LinkButton>
                </div>
            </Form>
        </div>
    }
}

/// Panel with the name of the policy, and the accounts and interfaces that it watches.
#[component]
fn ScopePanel(typed: TypedPolicy, faults: PolicyFaults, accounts: Vec<Account>) -> impl IntoView {
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

/// Checkboxes for the accounts that are read; a retired account has one only while it is ticked, so that it can be unticked.
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

/// Fault of a path, in words; other than for accounts, there is no list to choose from.
fn policy_path_words(lang: Lang, path: &str, error: PathError) -> Text {
    match error {
        PathError::Empty => t!(lang, "fault-path", path = path.to_owned(), why = t!(lang, "fault-policy-path-empty")),
        error => path_words(lang, path, error),
    }
}

/// Fault of a policy's name, in words.
fn policy_name_words(lang: Lang, fault: &NameFault) -> Text {
    match fault {
        NameFault::Taken => t!(lang, "fault-policy-name-taken"),
        NameFault::TooLong => t!(lang, "fault-policy-name-long", most = NAME_CHARACTERS),
        fault => name_words(lang, fault),
    }
}
