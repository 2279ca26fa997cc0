//! Adding an account: typed, checked with WeChat, kept.

use crate::words::accounts::appid_words;
use crate::words::accounts::name_words;
use crate::words::accounts::path_words;
use crate::words::accounts::secret_words;
use desk::accounts::{AccountError, AccountFaults, CheckReport, MAX_PATHS, TypedAccount};
use domain::{Kind, Lang, May};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Button, ButtonKind, Choice, Field, Form, LinkButton, Panel, Select, TextArea};
use crate::context::Viewer;
use crate::forms::notice::FlashNotice;
use crate::forms::{self, Correct, Done, Flash, Refused, TypedAccountForm};
use crate::frame::failed::Failure;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page};
use crate::pages::accounts::check_notice::CheckNotice;
use crate::t;
use crate::words::accounts::kind_words;

/// Checks what was typed with WeChat, adds the account, and goes to its page; or back to the form with what is wrong.
#[server(prefix = "/form", endpoint = "accounts/add")]
pub async fn add_account(
    #[server(default)] name: String,
    #[server(default)] appid: String,
    #[server(default)] kind: String,
    #[server(default)] secret: String,
    #[server(default)] paths: String,
    #[server(default)] cleared_before: String,
    #[server(default)] anyway: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let typed = TypedAccount {
        name: name.clone(),
        appid: appid.clone(),
        kind: kind.clone(),
        secret: secret.into(),
        watch: paths.lines().map(str::to_owned).collect(),
        cleared_before: forms::number(&cleared_before),
    };
    let added = async {
        if anyway.is_empty() {
            let report = desk.try_account(&actor, &typed).await?;
            if !report.works() {
                return Ok(Err(report));
            }
        }
        desk.add_account(&actor, typed).await.map(Ok)
    };
    let form = TypedAccountForm {
        name: forms::shown_again(&name),
        appid: forms::shown_again(&appid),
        kind: forms::shown_again(&kind),
        paths: forms::paths_shown_again(&paths),
        cleared_before: forms::shown_again(&cleared_before),
    };
    let correct = |faults, check: Option<CheckReport>| {
        let faults = forms::faults_shown_again(faults);
        Flash::Correct(Box::new(Correct::AddAccount { typed: form, faults, check: check.map(Box::new) }))
    };
    let (flash, to) = match added.await {
        Ok(Ok(added)) => {
            // Its page shows figures at once; what fails here is a reading, and told there.
            if let Err(error) = desk.sample_due(&actor, added.id).await {
                tracing::warn!(%error, "a new account could not be read at once");
            }
            let repaired = forms::repaired(added.watching.iter().map(|(path, repairs)| (path, repairs)));
            let done = Done::AccountAdded { watching: added.watching.len(), repaired };
            (Flash::Done(done), format!("/accounts/{}", added.id))
        }
        Ok(Err(report)) => (correct(AccountFaults::default(), Some(report)), "/accounts/new".to_owned()),
        Err(AccountError::Faults(faults)) => (correct(*faults, None), "/accounts/new".to_owned()),
        Err(error) => (Flash::Refused(error.into()), "/accounts/new".to_owned()),
    };
    forms::finish(flash, &to).await
}

impl From<AccountError> for Refused {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Forbidden(forbidden) => Self::Forbidden(forbidden.role),
            AccountError::NoSuchAccount | AccountError::Faults(_) => Self::NoSuchAccount,
            AccountError::Internal(error) => error.into(),
        }
    }
}

/// `/accounts/new`
#[component]
pub fn AccountNewPage() -> impl IntoView {
    page(move |Visit { viewer, flash, .. }| async move {
        if !viewer.may(May::Administer) {
            return Err(Failure::Forbidden(May::Administer));
        }
        let lang = viewer.lang;
        let (typed, faults, check) = match &flash {
            Some(Flash::Correct(correct)) => match &**correct {
                Correct::AddAccount { typed, faults, check } => {
                    (typed.clone(), faults.clone(), check.as_deref().cloned())
                }
                _ => Default::default(),
            },
            _ => Default::default(),
        };
        Ok(view! {
            <Page
                title=t!(lang, "account-add")
                section=Section::Accounts
                crumbs=vec![Crumb::new(t!(lang, "accounts-title"), "/accounts")]
                lead=view! { <p>{t!(lang, "account-add-lead")}</p> }.into_any()
            >
                <FlashNotice flash />
                {check.clone().map(|report| view! { <CheckNotice report /> })}
                <Panel>
                    <AddForm typed faults check />
                </Panel>
            </Page>
        }
        .into_any())
    })
}

#[component]
fn AddForm(typed: TypedAccountForm, faults: AccountFaults, check: Option<CheckReport>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let kind = if typed.kind.is_empty() { Kind::MiniProgram.word().to_owned() } else { typed.kind };
    let appid_error = faults.appid.map(|fault| appid_words(lang, fault));
    let path_error = match faults.path {
        Some((path, error)) => Some(path_words(lang, &path, error)),
        None => faults.too_many_paths.then(|| t!(lang, "fault-paths-many", count = MAX_PATHS)),
    };
    view! {
        <Form action=AddAccount::url()>
            <Field
                name="name"
                label=t!(lang, "field-name")
                value=typed.name
                hint=t!(lang, "field-name-hint")
                error=faults.name.map(|fault| name_words(lang, &fault))
            />
            <Select
                name="kind"
                label=t!(lang, "col-kind")
                choices=kind_choices(lang)
                selected=kind
                error=faults.kind.then(|| t!(lang, "fault-kind"))
            />
            <Field
                name="appid"
                label=t!(lang, "col-appid")
                value=typed.appid
                code=true
                placeholder="wx0123456789abcdef"
                hint=t!(lang, "field-appid-hint")
                error=appid_error
            />
            <Field
                name="secret"
                kind="password"
                label=t!(lang, "field-secret")
                code=true
                hint=t!(lang, "field-secret-hint")
                error=faults.secret.map(|fault| secret_words(lang, fault))
                autocomplete="new-password"
            />
            <TextArea
                name="paths"
                label=t!(lang, "field-paths")
                value=typed.paths
                code=true
                optional=true
                placeholder="/cgi-bin/message/custom/send"
                hint=t!(lang, "field-paths-hint-new")
                error=path_error
            />
            <Field
                name="cleared_before"
                label=t!(lang, "field-cleared")
                value=typed.cleared_before
                optional=true
                hint=t!(lang, "field-cleared-hint")
                error=faults.cleared_before.then(|| t!(lang, "fault-cleared"))
            />
            {check.map(|_| {
                view! {
                    <label class="check">
                        <input type="checkbox" name="anyway" value="yes" />
                        <span>{t!(lang, "field-anyway")}</span>
                    </label>
                    <p class="hint">{t!(lang, "field-anyway-hint")}</p>
                }
            })}
            <div class="actions">
                <Button kind=ButtonKind::Primary>{t!(lang, "account-add-submit")}</Button>
                <LinkButton href="/accounts">{t!(lang, "cancel")}</LinkButton>
            </div>
        </Form>
    }
}

/// Every kind, as a form offers them.
pub(crate) fn kind_choices(lang: Lang) -> Vec<Choice> {
    Kind::ALL.into_iter().map(|kind| Choice::new(kind.word(), kind_words(lang, kind))).collect()
}
