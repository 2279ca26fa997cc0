//! Adding an account: typed, checked with WeChat, kept.

use desk::accounts::{AccountFaults, CheckReport, MAX_PATHS};
use domain::{Kind, Lang, Permission, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Button, ButtonKind, Choice, Field, Form, LinkButton, Panel, Select, TextArea};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page};
use crate::pages::accounts::check_notice::CheckNotice;
use crate::pages::accounts::forms::AddAccount;
use crate::pages::accounts::outcome::{AccountOutcome, TypedAccountForm};
use crate::t;
use crate::words::accounts::{appid_words, kind_fault_words, kind_words, name_words, path_words, secret_words};

/// `/accounts/new`
#[component]
pub fn AccountNewPage() -> impl IntoView {
    page(move |Visit { viewer, flash, .. }| async move {
        if !viewer.may(Permission::Administer) {
            return Err(Failure::Forbidden(Permission::Administer));
        }
        let lang = viewer.lang;
        let (typed, faults, check) = match flash.read() {
            Some(AccountOutcome::Add { typed, faults, check }) => {
                (typed.clone(), faults.clone(), check.as_deref().cloned())
            }
            _ => Default::default(),
        };
        Ok(view! {
            <Page
                title=t!(lang, "account-add")
                section=Section::Accounts
                crumbs=vec![Crumb::new(t!(lang, "accounts-title"), paths::ACCOUNTS)]
                lead=view! { <p>{t!(lang, "account-add-lead")}</p> }.into_any()
            >
                <FlashNotice flash />
                {check.clone().map(|report| view! { <CheckNotice report /> })}
                <Panel>
                    <AddForm typed faults check />
                </Panel>
            </Page>
        })
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
                choices=kind_choices(lang, None)
                selected=kind
                error=kind_fault_words(lang, faults.kind, faults.platform)
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
                <LinkButton href=paths::ACCOUNTS>{t!(lang, "cancel")}</LinkButton>
            </div>
        </Form>
    }
}

/// The kinds that can be chosen, and the present one.
pub(crate) fn kind_choices(lang: Lang, present: Option<Kind>) -> Vec<Choice> {
    let offered = Kind::ALL.into_iter().filter(|kind| kind.is_supported() || Some(*kind) == present);
    offered.map(|kind| Choice::new(kind.word(), kind_words(lang, kind))).collect()
}
