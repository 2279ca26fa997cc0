//! An account's settings: name, secret, readings, interfaces, pause.

use desk::accounts::{Account, AccountFaults};
use desk::groups::{GroupSize, TypedGroups};
use desk::interfaces::Interface;
use desk::settings::LinesView;
use domain::{AccountId, AccountStatus, Lang, Permission, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{
    ButtonKind, Cell, Field, Form, LinkButton, Notice, NoticeKind, Panel, PostButton, Select, Submit, Table, TextArea,
    kept_value,
};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::failure::accounts::NO_ACCOUNT;
use crate::forms::{Flash, FlashNotice, Outcome};
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::accounts::choosing::{ChooseInterfaces, Offered};
use crate::pages::accounts::forms::{
    CheckAccount, EditAccount, PauseAccount, ReplaceSecret, UnwatchInterface, WatchInterfaces,
};
use crate::pages::accounts::group_forms::ChooseAccountGroups;
use crate::pages::accounts::group_outcome::GroupOutcome;
use crate::pages::accounts::groups::ChooseGroups;
use crate::pages::accounts::new::kind_choices;
use crate::pages::accounts::outcome::{AccountOutcome, EditAccountForm, TypedChoice};
use crate::pages::accounts::secret::SecretField;
use crate::parts::confirm_password::ConfirmPassword;
use crate::parts::contact::ContactFields;
use crate::parts::usage_lines::{LinesForm, LinesOutcome, TypedLines};
use crate::t;
use crate::words::accounts::{kind_fault_words, name_words, path_words, secret_words};

/// `/accounts/{account}/settings`
#[component]
pub fn AccountSettingsPage() -> impl IntoView {
    let word = param("account");
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        if !viewer.may(Permission::Administer) {
            return Err(Failure::Forbidden(Permission::Administer));
        }
        let account = desk.find_account(&viewer.actor, &word).await?;
        if account.status == AccountStatus::Retired {
            return Err(NO_ACCOUNT);
        }
        let mut watched = desk.interfaces_of(&viewer.actor, account.id).await?;
        watched.retain(|interface| interface.removed_at.is_none());
        let counts = desk.settings().quota_zone.month(viewer.now).holds(account.added_at);
        let names = names(&desk, &watched, lang);
        let correct = flash.read::<AccountOutcome>().cloned();
        let typed = match &correct {
            Some(AccountOutcome::Watch { typed, .. } | AccountOutcome::Search(typed)) => typed.clone(),
            _ => TypedChoice::default(),
        };
        let offered = Offered::of(&desk, account.kind, &watched, &typed, lang);
        // The forms about interfaces lead back to their panel, which may be far below the page's head.
        let mut flash = flash;
        let outcome = flash.take(|outcome: &AccountOutcome| {
            matches!(outcome, AccountOutcome::Watching { .. } | AccountOutcome::Unwatched { .. })
        });
        let outcome = outcome.map(Flash::from).unwrap_or_default();
        let grouped = flash.take(|_: &GroupOutcome| true);
        let groups = desk.groups(&viewer.actor).await?;
        let (lines, wrong_lines) = (desk.lines_of(account.id, None), LinesOutcome::correct(&flash));
        let href = paths::account(account.id);
        Ok(view! {
            <Page
                title=t!(lang, "account-settings-title")
                section=Section::Accounts
                crumbs=vec![
                    Crumb::new(t!(lang, "accounts-title"), paths::ACCOUNTS),
                    Crumb::new(account.name.clone(), href),
                ]
            >
                <FlashNotice flash />
                <EditPanel account=account.clone() counts correct=correct.clone() />
                <CredentialsPanel id=account.id correct=correct.clone() />
                <InterfacesPanel id=account.id outcome watched=names offered typed correct />
                <GroupsPanel account=account.clone() groups outcome=grouped />
                <LinesPanel id=account.id lines correct=wrong_lines />
                <ReadingPanel account />
            </Page>
        })
    })
}

#[component]
fn EditPanel(
    account: Account,
    /// Whether clears used before the account was added still count: they do in the month in which it was.
    counts: bool,
    correct: Option<AccountOutcome>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let now = EditAccountForm::of(&account);
    let (typed, faults, seen) = match correct {
        // What was not touched shows its value of now.
        Some(AccountOutcome::Edit { typed, faults, seen: Some(seen) }) if !faults.overtaken.is_empty() => {
            (typed.beside(&seen, &now), faults, now)
        }
        Some(AccountOutcome::Edit { typed, faults, seen }) => (typed, faults, seen.map_or(now, |seen| *seen)),
        _ => (now.clone(), AccountFaults::default(), now),
    };
    // What was typed over an ended session was typed over the values of then.
    let seen = kept_value("seen_account").unwrap_or_else(|| seen.text().into());
    view! {
        <Panel title=t!(lang, "settings-general")>
            <Form action=EditAccount::url()>
                <input type="hidden" name="account" value=account.id.to_string() />
                <input type="hidden" name="seen_account" value=seen />
                <Field
                    name="name"
                    label=t!(lang, "field-name")
                    value=typed.name
                    error=faults.name.map(|fault| name_words(lang, &fault))
                />
                <Select
                    name="kind"
                    label=t!(lang, "col-kind")
                    choices=kind_choices(lang, Some(account.kind))
                    selected=typed.kind
                    error=kind_fault_words(lang, faults.kind, faults.platform)
                />
                <Field
                    name="daily_readings"
                    label=t!(lang, "field-readings")
                    value=typed.daily_readings
                    hint=t!(lang, "field-readings-hint")
                    error=faults.daily_readings.then(|| t!(lang, "fault-readings"))
                />
                {if counts {
                    view! {
                        <Field
                            name="cleared_before"
                            label=t!(lang, "field-cleared")
                            value=typed.cleared_before
                            optional=true
                            hint=t!(lang, "field-cleared-hint")
                            error=faults.cleared_before.map(|most| t!(lang, "fault-cleared", most = most))
                        />
                    }
                        .into_any()
                } else {
                    view! { <input type="hidden" name="cleared_before" value=typed.cleared_before /> }.into_any()
                }}
                <ContactFields owner=typed.owner note=typed.note faults=faults.contact />
                <Submit kind=ButtonKind::Primary>{t!(lang, "save")}</Submit>
            </Form>
        </Panel>
    }
}

#[component]
fn CredentialsPanel(id: AccountId, correct: Option<AccountOutcome>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (error, kept, password) = match correct {
        Some(AccountOutcome::Secret { faults, kept, password }) => {
            (faults.secret.map(|fault| secret_words(lang, fault)), kept, password)
        }
        _ => (None, None, None),
    };
    view! {
        <Panel title=t!(lang, "settings-credentials")>
            <Form action=ReplaceSecret::url()>
                <input type="hidden" name="account" value=id.to_string() />
                <SecretField label=t!(lang, "field-secret-new") error kept />
                <ConfirmPassword form=ReplaceSecret::url() fault=password />
                <Submit>{t!(lang, "secret-replace")}</Submit>
            </Form>
            <Form action=CheckAccount::url()>
                <input type="hidden" name="account" value=id.to_string() />
                <p class="hint">{t!(lang, "check-hint")}</p>
                <Submit>{t!(lang, "check-now")}</Submit>
            </Form>
        </Panel>
    }
}

#[component]
fn InterfacesPanel(
    id: AccountId,
    /// The outcome of the last change, shown here, where the browser goes back to.
    outcome: Flash,
    watched: Vec<(Interface, Option<String>)>,
    offered: Offered,
    typed: TypedChoice,
    correct: Option<AccountOutcome>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let error = match correct {
        Some(AccountOutcome::Watch { path, error, .. }) => Some(path_words(lang, &path, error)),
        _ => None,
    };
    view! {
        <div id="interfaces">
            <Panel title=t!(lang, "settings-interfaces")>
                <FlashNotice flash=outcome />
                {error.clone().map(|title| view! { <Notice kind=NoticeKind::Error title /> })}
                {if watched.is_empty() {
                    view! { <p class="secondary">{t!(lang, "account-no-interfaces")}</p> }.into_any()
                } else {
                    view! { <WatchedTable id watched /> }.into_any()
                }}
                <Form action=WatchInterfaces::url()>
                    <input type="hidden" name="account" value=id.to_string() />
                    <ChooseInterfaces offered />
                    <TextArea
                        name="typed"
                        label=t!(lang, "field-paths")
                        value=typed.paths
                        rows=3
                        code=true
                        optional=true
                        placeholder="/cgi-bin/message/custom/send"
                        hint=t!(lang, "field-paths-hint")
                        error=error
                    />
                    <Submit>{t!(lang, "watch-submit")}</Submit>
                </Form>
            </Panel>
        </div>
    }
}

#[component]
fn WatchedTable(id: AccountId, watched: Vec<(Interface, Option<String>)>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let columns = t!(lang, ["col-interface"]);
    let head = view! {
        <th scope="col">
            <span class="unseen">{t!(lang, "unwatch")}</span>
        </th>
    }
    .into_any();
    let rows = watched
        .into_iter()
        .map(|(interface, name)| {
            let href = paths::interface(id, interface.id);
            let path = interface.cgi_path.to_string();
            let title = name.unwrap_or_else(|| path.clone());
            let shown = path.clone();
            let label = t!(lang, "unwatch-path", path = path.clone());
            let interface = interface.id.to_string();
            let fields = [("account", id.to_string()), ("interface", interface), ("path", path)];
            view! {
                <tr>
                    <Cell main=true>
                        <a class="row-link" href=href>
                            {title}
                        </a>
                        <code class="path">{shown}</code>
                    </Cell>
                    <Cell number=true>
                        <PostButton action=UnwatchInterface::url() kind=ButtonKind::Quiet fields label>
                            {t!(lang, "unwatch")}
                        </PostButton>
                    </Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=t!(lang, "settings-interfaces") columns head>
            {rows}
        </Table>
    }
}

#[component]
fn GroupsPanel(
    account: Account,
    groups: Vec<GroupSize>,
    /// The outcome of the last change, shown here, where the browser goes back to.
    outcome: Option<GroupOutcome>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let present = || account.groups.iter().map(|group| group.name.clone()).collect();
    let (typed, fault) = match &outcome {
        Some(GroupOutcome::Choose { typed, fault }) => (typed.clone(), Some(fault.clone())),
        _ => (TypedGroups { chosen: present(), typed: String::new() }, None),
    };
    view! {
        <div id="groups">
            <Panel
                title=t!(lang, "groups-title")
                actions=view! { <a href=paths::GROUPS>{t!(lang, "groups-manage")}</a> }.into_any()
            >
                {outcome.and_then(|outcome| outcome.notice())}
                <Form action=ChooseAccountGroups::url()>
                    <input type="hidden" name="account" value=account.id.to_string() />
                    <ChooseGroups groups typed fault />
                    <Submit>{t!(lang, "groups-save")}</Submit>
                </Form>
            </Panel>
        </div>
    }
}

#[component]
fn LinesPanel(id: AccountId, lines: LinesView, correct: Option<TypedLines>) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <div id="lines">
            <Panel title=t!(lang, "lines-title")>
                <LinesForm account=id interface=None lines correct />
            </Panel>
        </div>
    }
}

#[component]
fn ReadingPanel(account: Account) -> impl IntoView {
    let lang = Viewer::current().lang;
    let paused = account.status == AccountStatus::Paused;
    let [hint, button] = if paused { t!(lang, ["resume-hint", "resume"]) } else { t!(lang, ["pause-hint", "pause"]) };
    view! {
        <Panel title=t!(lang, "settings-reading")>
            <Form action=PauseAccount::url()>
                <input type="hidden" name="account" value=account.id.to_string() />
                <input type="hidden" name="paused" value=if paused { "no" } else { "yes" } />
                <p class="hint">{hint}</p>
                <Submit>{button}</Submit>
            </Form>
            <div class="form">
                <p class="hint">{t!(lang, "retire-hint")}</p>
                <div class="actions">
                    <LinkButton href=paths::account_retire(account.id) kind=ButtonKind::Danger>
                        {t!(lang, "retire")}
                    </LinkButton>
                </div>
            </div>
        </Panel>
    }
}

fn names(desk: &desk::Desk, watched: &[Interface], lang: Lang) -> Vec<(Interface, Option<String>)> {
    let name = |interface: &Interface| {
        let entry = desk.catalogue_entry(&interface.cgi_path)?;
        Some(if lang == Lang::ZhCn { entry.name_zh.clone() } else { entry.name_en.clone() })
    };
    watched.iter().map(|interface| (interface.clone(), name(interface))).collect()
}
