//! Retiring an account: what it costs is said, and its name is typed.

use domain::{AccountId, AccountStatus, May};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Button, ButtonKind, Field, Form, LinkButton, Notice, NoticeKind, Panel};
use crate::forms::notice::FlashNotice;
use crate::forms::{self, Correct, Done, Flash, Refused};
use crate::frame::failed::Failure;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::t;

/// Retires the account whose name was typed.
#[server(prefix = "/form", endpoint = "accounts/retire")]
pub async fn retire_account(
    #[server(default)] account: String,
    #[server(default)] name: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let id = AccountId(account.parse().unwrap_or_default());
    let form = format!("/accounts/{id}/retire");
    let (flash, to) = match desk.find_account(&actor, &id.to_string()).await {
        Err(error) => (Flash::Refused(error.into()), "/accounts".to_owned()),
        Ok(found) if found.name != name.trim() => (Flash::Correct(Box::new(Correct::Retire)), form),
        Ok(_) => match desk.retire_account(&actor, id).await {
            Ok(()) => (Flash::Done(Done::Retired), "/accounts".to_owned()),
            Err(error) => (Flash::Refused(Refused::from(error)), form),
        },
    };
    forms::finish(flash, &to).await
}

/// `/accounts/{account}/retire`
#[component]
pub fn RetirePage() -> impl IntoView {
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
        let wrong = matches!(&flash, Some(Flash::Correct(correct)) if **correct == Correct::Retire);
        let settings = format!("/accounts/{}/settings", account.id);
        Ok(view! {
            <Page
                title=t!(lang, "retire-title", name = account.name.clone())
                section=Section::Accounts
                crumbs=vec![
                    Crumb::new(t!(lang, "accounts-title"), "/accounts"),
                    Crumb::new(account.name.clone(), format!("/accounts/{}", account.id)),
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
        }
        .into_any())
    })
}
