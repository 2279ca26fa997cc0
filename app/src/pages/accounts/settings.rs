//! An account's settings: name, secret, readings, interfaces, pause.

use desk::accounts::{Account, AccountFaults};
use desk::interfaces::Interface;
use desk::settings::LinesView;
use domain::{AccountId, AccountStatus, CgiPath, Lang, Permission, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{
    ButtonKind, Cell, CheckGroup, CheckItem, CheckList, Field, Form, LinkButton, Notice, NoticeKind, Panel, PostButton,
    Select, Submit, Table, TextArea,
};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::failure::accounts::NO_ACCOUNT;
use crate::forms::{Flash, FlashNotice};
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::accounts::forms::{
    CheckAccount, EditAccount, PauseAccount, ReplaceSecret, UnwatchInterface, WatchInterfaces,
};
use crate::pages::accounts::new::kind_choices;
use crate::pages::accounts::outcome::{AccountOutcome, EditAccountForm};
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
        let offered = offered(&desk, &account, &watched, lang);
        let names = names(&desk, &watched, lang);
        let correct = flash.read::<AccountOutcome>().cloned();
        // The forms about interfaces lead back to their panel, which may be far below the page's head.
        let mut flash = flash;
        let outcome = flash.take(|outcome: &AccountOutcome| {
            matches!(outcome, AccountOutcome::Watching { .. } | AccountOutcome::Unwatched { .. })
        });
        let outcome = outcome.map(Flash::from).unwrap_or_default();
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
                <InterfacesPanel id=account.id outcome watched=names offered correct />
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
    let (typed, faults) = match correct {
        Some(AccountOutcome::Edit { typed, faults }) => (typed, faults),
        _ => (
            EditAccountForm {
                name: account.name,
                kind: account.kind.word().to_owned(),
                daily_readings: account.daily_readings.to_string(),
                cleared_before: account.cleared_before.map(|count| count.to_string()).unwrap_or_default(),
            },
            AccountFaults::default(),
        ),
    };
    view! {
        <Panel title=t!(lang, "settings-general")>
            <Form action=EditAccount::url()>
                <input type="hidden" name="account" value=account.id.to_string() />
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
                            error=faults.cleared_before.then(|| t!(lang, "fault-cleared"))
                        />
                    }
                        .into_any()
                } else {
                    view! { <input type="hidden" name="cleared_before" value=typed.cleared_before /> }.into_any()
                }}
                <Submit kind=ButtonKind::Primary>{t!(lang, "save")}</Submit>
            </Form>
        </Panel>
    }
}

#[component]
fn CredentialsPanel(id: AccountId, correct: Option<AccountOutcome>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let error = match correct {
        Some(AccountOutcome::Secret { faults }) => faults.secret.map(|fault| secret_words(lang, fault)),
        _ => None,
    };
    view! {
        <Panel title=t!(lang, "settings-credentials")>
            <Form action=ReplaceSecret::url()>
                <input type="hidden" name="account" value=id.to_string() />
                <Field
                    name="secret"
                    kind="password"
                    label=t!(lang, "field-secret-new")
                    code=true
                    hint=t!(lang, "field-secret-hint")
                    error=error
                    autocomplete="new-password"
                />
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
    offered: Vec<CheckGroup>,
    correct: Option<AccountOutcome>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (typed, error) = match correct {
        Some(AccountOutcome::Watch { typed, path, error }) => (typed, Some(path_words(lang, &path, error))),
        _ => (String::new(), None),
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
                    <CheckList
                        name="chosen[]"
                        legend=t!(lang, "choose-interfaces")
                        hint=t!(lang, "choose-interfaces-hint")
                        groups=offered
                    />
                    <TextArea
                        name="typed"
                        label=t!(lang, "field-paths")
                        value=typed
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

/// The catalogue's interfaces of this kind of account that are not watched yet, by category.
fn offered(desk: &desk::Desk, account: &Account, watched: &[Interface], lang: Lang) -> Vec<CheckGroup> {
    let is_watched = |path: &CgiPath| watched.iter().any(|interface| interface.cgi_path == *path);
    let mut groups: Vec<CheckGroup> = Vec::new();
    for entry in desk.catalogue() {
        if !entry.kinds.contains(&account.kind) || !entry.watchable() || is_watched(&entry.cgi_path) {
            continue;
        }
        let label: Text = category(lang, &entry.category).into();
        let name = if lang == Lang::ZhCn { &entry.name_zh } else { &entry.name_en };
        let item = CheckItem {
            value: entry.cgi_path.to_string().into(),
            label: name.clone().into(),
            code: Some(entry.cgi_path.to_string().into()),
            checked: false,
        };
        match groups.iter_mut().find(|group| group.label == label) {
            Some(group) => group.items.push(item),
            None => groups.push(CheckGroup { label, items: vec![item], open: false }),
        }
    }
    groups
}

/// `订阅消息 subscribe` is one name in two languages: the last word is the English one. Of a single word such as
/// `openApi管理`, English keeps what is English in it.
fn category(lang: Lang, both: &str) -> String {
    let Some(at) = both.find(' ') else {
        let ascii: String = both.chars().filter(char::is_ascii).collect();
        return if lang == Lang::En && !ascii.is_empty() { ascii } else { both.to_owned() };
    };
    let (zh, en) = both.split_at(at);
    match lang {
        Lang::ZhCn => zh.to_owned(),
        Lang::En => en.trim().to_owned(),
    }
}

fn names(desk: &desk::Desk, watched: &[Interface], lang: Lang) -> Vec<(Interface, Option<String>)> {
    let name = |interface: &Interface| {
        let entry = desk.catalogue_entry(&interface.cgi_path)?;
        Some(if lang == Lang::ZhCn { entry.name_zh.clone() } else { entry.name_en.clone() })
    };
    watched.iter().map(|interface| (interface.clone(), name(interface))).collect()
}
