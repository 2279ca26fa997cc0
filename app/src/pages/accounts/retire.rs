//! Retiring an account: what it costs is said, and its name is typed.

use domain::{AccountStatus, Permission, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Button, ButtonKind, Field, Form, LinkButton, Notice, NoticeKind, Panel};
use crate::failure::Failure;
use crate::failure::accounts::NO_ACCOUNT;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::accounts::forms::RetireAccount;
use crate::pages::accounts::outcome::AccountOutcome;
use crate::t;

/// `/accounts/{account}/retire`
#[component]
pub fn RetirePage() -> impl IntoView {
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
        let wrong = matches!(flash.read(), Some(AccountOutcome::Retire));
        let settings = paths::account_settings(account.id);
        Ok(view! {
            <Page
                title=t!(lang, "retire-title", name = account.name.clone())
                section=Section::Accounts
                crumbs=vec![
                    Crumb::new(t!(lang, "accounts-title"), paths::ACCOUNTS),
                    Crumb::new(account.name.clone(), paths::account(account.id)),
                    Crumb::new(t!(lang, "account-settings-title"), settings.clone()),
                ]
            >
                <FlashNotice flash />
                <Notice kind=NoticeKind::Warning title=t!(lang, "retire-what")>
                    <ul>
                        <li>{t!(lang, "retire-secret")}</li>
                        <li>{t!(lang, "retire-readings")}</li>
                        <li>{t!(lang, "retire-history")}</li>
                    </ul>
                </Notice>
                <Panel>
                    <Form action=RetireAccount::url()>
                        <input type="hidden" name="account" value=account.id.to_string() />
                        <Field
                            name="name"
                            label=t!(lang, "retire-type", name = account.name.clone())
                            error=wrong.then(|| t!(lang, "retire-mismatch"))
                        />
                        <div class="actions">
                            <Button kind=ButtonKind::Confirm>{t!(lang, "retire-title", name = account.name)}</Button>
                            <LinkButton href=settings>{t!(lang, "cancel")}</LinkButton>
                        </div>
                    </Form>
                </Panel>
            </Page>
        })
    })
}
