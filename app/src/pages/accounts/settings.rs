//! An account's settings: name, secret, readings, interfaces, pause.

use desk::accounts::{Account, AccountError, AccountFaults, Change, TypedChange};
use desk::interfaces::{Interface, WatchError, Watched};
use domain::{AccountId, AccountStatus, CgiPath, InterfaceId, Lang, May, PathError};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{
    Button, ButtonKind, Cell, CheckGroup, CheckItem, CheckList, Field, Form, LinkButton, Notice, NoticeKind, Panel,
    Select, Table, TextArea,
};
use crate::context::{Text, Viewer};
use crate::forms::notice::FlashNotice;
use crate::forms::{self, Correct, Done, EditAccountForm, Flash, Refused};
use crate::frame::failed::Failure;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::accounts::new::kind_choices;
use crate::t;
use crate::words::accounts::{name_words, path_words, secret_words};

fn settings_of(account: AccountId) -> String {
    format!("/accounts/{account}/settings")
}

fn account_of(form: &str) -> AccountId {
    AccountId(form.parse().unwrap_or_default())
}

/// Changes name, kind, readings a day, clears used before.
#[server(prefix = "/form", endpoint = "accounts/edit")]
pub async fn edit_account(
    #[server(default)] account: String,
    #[server(default)] name: String,
    #[server(default)] kind: String,
    #[server(default)] daily_readings: String,
    #[server(default)] cleared_before: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = account_of(&account);
    let change = TypedChange {
        name: Some(name.clone()),
        kind: Some(kind.clone()),
        // What is no number becomes one that is out of range, so that it is called wrong rather than ignored.
        daily_readings: Some(forms::number(&daily_readings).unwrap_or(-1)),
        cleared_before: Change::To(forms::number(&cleared_before)),
    };
    let flash = match desk.edit_account(&forms::actor(), id, change).await {
        Ok(()) => Flash::Done(Done::AccountSaved),
        Err(AccountError::Faults(faults)) => {
            let typed = EditAccountForm {
                name: forms::shown_again(&name),
                kind: forms::shown_again(&kind),
                daily_readings: forms::shown_again(&daily_readings),
                cleared_before: forms::shown_again(&cleared_before),
            };
            Flash::Correct(Box::new(Correct::EditAccount { typed, faults: *faults }))
        }
        Err(error) => Flash::Refused(error.into()),
    };
    forms::finish(flash, &settings_of(id)).await
}

/// Replaces the AppSecret.
#[server(prefix = "/form", endpoint = "accounts/secret")]
pub async fn replace_secret(
    #[server(default)] account: String,
    #[server(default)] secret: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = account_of(&account);
    let flash = match desk.replace_secret(&forms::actor(), id, &secret.into()).await {
        // What was typed is tried at once: a mistake should not wait for the next reading to be seen.
        Ok(()) => match desk.check_account(&forms::actor(), id).await {
            Ok(report) if !report.works() => Flash::Done(Done::Checked(Box::new(report))),
            _ => Flash::Done(Done::SecretReplaced),
        },
        Err(AccountError::Faults(faults)) => Flash::Correct(Box::new(Correct::Secret { faults: *faults })),
        Err(error) => Flash::Refused(error.into()),
    };
    forms::finish(flash, &settings_of(id)).await
}

/// Fetches a token and reads one quota.
#[server(prefix = "/form", endpoint = "accounts/check")]
pub async fn check_account(#[server(default)] account: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = account_of(&account);
    let flash = match desk.check_account(&forms::actor(), id).await {
        Ok(report) => Flash::Done(Done::Checked(Box::new(report))),
        Err(error) => Flash::Refused(error.into()),
    };
    forms::finish(flash, &settings_of(id)).await
}

/// Pauses the readings, or resumes them.
#[server(prefix = "/form", endpoint = "accounts/pause")]
pub async fn pause_account(
    #[server(default)] account: String,
    #[server(default)] paused: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = account_of(&account);
    let paused = paused == "yes";
    let flash = match desk.pause_account(&forms::actor(), id, paused).await {
        Ok(()) => Flash::Done(if paused { Done::Paused } else { Done::Resumed }),
        Err(error) => Flash::Refused(error.into()),
    };
    forms::finish(flash, &settings_of(id)).await
}

/// Watches what was ticked and what was typed, one path a line.
#[server(prefix = "/form", endpoint = "interfaces/watch")]
pub async fn watch_interfaces(
    #[server(default)] account: String,
    #[server(default)] chosen: Vec<String>,
    #[server(default)] typed: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = account_of(&account);
    let typed_paths = typed.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned);
    let paths: Vec<_> = chosen.into_iter().chain(typed_paths).collect();
    let correct = |path: &str, error| {
        let (typed, path) = (forms::paths_shown_again(&typed), forms::shown_again(path));
        Flash::Correct(Box::new(Correct::Watch { typed, path, error }))
    };
    let flash = if paths.is_empty() {
        correct("", PathError::Empty)
    } else {
        match desk.watch(&forms::actor(), id, &paths).await {
            Ok(taken) => {
                let added = taken.iter().filter(|taken| matches!(taken.watched, Watched::Added(_))).count();
                let repaired = forms::repaired(taken.iter().map(|taken| (&taken.path, &taken.repairs)));
                Flash::Done(Done::Watching { added, already: taken.len() - added, repaired })
            }
            Err(WatchError::Path { typed: path, error }) => correct(&path, error),
            Err(error) => Flash::Refused(error.into()),
        }
    };
    forms::finish(flash, &format!("{}#interfaces", settings_of(id))).await
}

/// Stops watching one interface.
#[server(prefix = "/form", endpoint = "interfaces/unwatch")]
pub async fn unwatch_interface(
    #[server(default)] account: String,
    #[server(default)] interface: String,
    #[server(default)] path: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = account_of(&account);
    let interface = InterfaceId(interface.parse().unwrap_or_default());
    let flash = match desk.unwatch(&forms::actor(), id, interface).await {
        Ok(()) => Flash::Done(Done::Unwatched { path: forms::shown_again(&path) }),
        Err(error) => Flash::Refused(error.into()),
    };
    forms::finish(flash, &format!("{}#interfaces", settings_of(id))).await
}

impl From<WatchError> for Refused {
    fn from(error: WatchError) -> Self {
        match error {
            WatchError::Forbidden(forbidden) => Self::Forbidden(forbidden.role),
            WatchError::NoSuchAccount | WatchError::Path { .. } => Self::NoSuchAccount,
            WatchError::NoSuchInterface => Self::NoSuchInterface,
            WatchError::Internal(error) => error.into(),
        }
    }
}

/// `/accounts/{account}/settings`
#[component]
pub fn AccountSettingsPage() -> impl IntoView {
    let word = param("account");
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        if !viewer.may(May::Administer) {
            return Err(Failure::Forbidden(May::Administer));
        }
        let account = desk.find_account(&viewer.actor, &word).await?;
        if account.status == AccountStatus::Retired {
            return Err(Failure::NoSuchAccount);
        }
        let mut watched = desk.interfaces_of(&viewer.actor, account.id).await?;
        watched.retain(|interface| interface.removed_at.is_none());
        let offered = offered(&desk, &account, &watched, lang);
        let names = names(&desk, &watched, lang);
        let correct = match &flash {
            Some(Flash::Correct(correct)) => Some((**correct).clone()),
            _ => None,
        };
        // The forms about interfaces lead back to their panel, which may be far below the page's head.
        let (flash, outcome) = match flash {
            Some(Flash::Done(Done::Watching { .. } | Done::Unwatched { .. })) => (None, flash),
            _ => (flash, None),
        };
        let href = format!("/accounts/{}", account.id);
        Ok(view! {
            <Page
                title=t!(lang, "account-settings-title")
                section=Section::Accounts
                crumbs=vec![
                    Crumb::new(t!(lang, "accounts-title"), "/accounts"),
                    Crumb::new(account.name.clone(), href),
                ]
            >
                <FlashNotice flash />
                <EditPanel account=account.clone() correct=correct.clone() />
                <CredentialsPanel id=account.id correct=correct.clone() />
                <InterfacesPanel id=account.id outcome watched=names offered correct />
                <ReadingPanel account />
            </Page>
        }
        .into_any())
    })
}

#[component]
fn EditPanel(account: Account, correct: Option<Correct>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (typed, faults) = match correct {
        Some(Correct::EditAccount { typed, faults }) => (typed, faults),
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
                    choices=kind_choices(lang)
                    selected=typed.kind
                    error=faults.kind.then(|| t!(lang, "fault-kind"))
                />
                <Field
                    name="daily_readings"
                    label=t!(lang, "field-readings")
                    value=typed.daily_readings
                    hint=t!(lang, "field-readings-hint")
                    error=faults.daily_readings.then(|| t!(lang, "fault-readings"))
                />
                <Field
                    name="cleared_before"
                    label=t!(lang, "field-cleared")
                    value=typed.cleared_before
                    optional=true
                    hint=t!(lang, "field-cleared-hint")
                    error=faults.cleared_before.then(|| t!(lang, "fault-cleared"))
                />
                <div class="actions">
                    <Button kind=ButtonKind::Primary>{t!(lang, "save")}</Button>
                </div>
            </Form>
        </Panel>
    }
}

#[component]
fn CredentialsPanel(id: AccountId, correct: Option<Correct>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let error = match correct {
        Some(Correct::Secret { faults }) => faults.secret.map(|fault| secret_words(lang, fault)),
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
                <div class="actions">
                    <Button>{t!(lang, "secret-replace")}</Button>
                </div>
            </Form>
            <Form action=CheckAccount::url()>
                <input type="hidden" name="account" value=id.to_string() />
                <p class="hint">{t!(lang, "check-hint")}</p>
                <div class="actions">
                    <Button>{t!(lang, "check-now")}</Button>
                </div>
            </Form>
        </Panel>
    }
}

#[component]
fn InterfacesPanel(
    id: AccountId,
    /// What came of the last change, told here, where the browser goes back to.
    outcome: Option<Flash>,
    watched: Vec<(Interface, Option<String>)>,
    offered: Vec<CheckGroup>,
    correct: Option<Correct>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (typed, error) = match correct {
        Some(Correct::Watch { typed, path, error }) => (typed, Some(path_words(lang, &path, error))),
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
                    <div class="actions">
                        <Button>{t!(lang, "watch-submit")}</Button>
                    </div>
                </Form>
            </Panel>
        </div>
    }
}

#[component]
fn WatchedTable(id: AccountId, watched: Vec<(Interface, Option<String>)>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let head = view! {
        <th scope="col">{t!(lang, "col-interface")}</th>
        <th scope="col">
            <span class="unseen">{t!(lang, "unwatch")}</span>
        </th>
    }
    .into_any();
    let rows = watched
        .into_iter()
        .map(|(interface, name)| {
            let href = format!("/accounts/{id}/interfaces/{}", interface.id);
            let path = interface.cgi_path.to_string();
            let title = name.unwrap_or_else(|| path.clone());
            let shown = path.clone();
            let listened = t!(lang, "unwatch-path", path = path.clone());
            view! {
                <tr>
                    <Cell main=true>
                        <a class="row-link" href=href>
                            {title}
                        </a>
                        <code class="path">{shown}</code>
                    </Cell>
                    <Cell number=true>
                        <form method="post" action=UnwatchInterface::url() class="inline">
                            <input type="hidden" name="account" value=id.to_string() />
                            <input type="hidden" name="interface" value=interface.id.to_string() />
                            <input type="hidden" name="path" value=path />
                            <button type="submit" class="button quiet" aria-label=listened>
                                {t!(lang, "unwatch")}
                            </button>
                        </form>
                    </Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=t!(lang, "settings-interfaces") head>
            {rows}
        </Table>
    }
}

#[component]
fn ReadingPanel(account: Account) -> impl IntoView {
    let lang = Viewer::current().lang;
    let paused = account.status == AccountStatus::Paused;
    let (hint, button) = if paused {
        (t!(lang, "resume-hint"), t!(lang, "resume"))
    } else {
        (t!(lang, "pause-hint"), t!(lang, "pause"))
    };
    view! {
        <Panel title=t!(lang, "settings-reading")>
            <Form action=PauseAccount::url()>
                <input type="hidden" name="account" value=account.id.to_string() />
                <input type="hidden" name="paused" value=if paused { "no" } else { "yes" } />
                <p class="hint">{hint}</p>
                <div class="actions">
                    <Button>{button}</Button>
                </div>
            </Form>
            <div class="form">
                <p class="hint">{t!(lang, "retire-hint")}</p>
                <div class="actions">
                    <LinkButton href=format!("/accounts/{}/retire", account.id) kind=ButtonKind::Danger>
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
