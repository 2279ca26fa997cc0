//! Changing one's own password.

use std::sync::Arc;

use desk::users::{OwnPasswordError, SignedIn};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use secrecy::{ExposeSecret, SecretString};

use crate::components::{Button, Field, Form, Panel};
use crate::context::Viewer;
use crate::forms::{self, Correct, Done, Flash, NewPasswordFault, Refused};
use crate::parts::new_password::{NewPasswordFields, new_password_fault};
use crate::t;

/// Changes the password of whoever asks. Their other sessions end, and this one goes on under another id.
#[server(prefix = "/form", endpoint = "settings/password")]
pub async fn change_password(
    #[server(default)] present: String,
    #[server(default)] new: String,
    #[server(default)] again: String,
) -> Result<(), ServerFnError> {
    let [present, new, again] = [present, new, again].map(SecretString::from);
    let desk = forms::use_desk()?;
    let Some(who) = Viewer::current().signed_in.clone() else {
        forms::go("/login");
        return Ok(());
    };
    if let Some(fault) = new_password_fault(&new, &again, &who.user.name) {
        return forms::finish(correct(false, Some(fault)), "/settings#password").await;
    }
    let flash = match desk.change_own_password(&who, &forms::actor(), present, new).await {
        Ok(fresh) => {
            return forms::finish_in(fresh.expose_secret(), Flash::Done(Done::PasswordChanged), "/settings").await;
        }
        Err(OwnPasswordError::Wrong) => correct(true, None),
        Err(OwnPasswordError::Password(fault)) => correct(false, Some(NewPasswordFault::Password(fault))),
        Err(OwnPasswordError::Wait(wait)) => Flash::Refused(Refused::Wait(wait.until)),
        Err(OwnPasswordError::Busy) => Flash::Refused(Refused::Busy),
        Err(OwnPasswordError::Internal(error)) => Flash::Refused(error.into()),
    };
    let to = if matches!(flash, Flash::Correct(_)) { "/settings#password" } else { "/settings" };
    forms::finish(flash, to).await
}

fn correct(wrong: bool, new: Option<NewPasswordFault>) -> Flash {
    Flash::Correct(Box::new(Correct::OwnPassword { wrong, new }))
}

#[component]
pub(super) fn PasswordPanel(who: Arc<SignedIn>, correct: Option<Correct>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (wrong, new) = match correct {
        Some(Correct::OwnPassword { wrong, new }) => (wrong, new),
        _ => (false, None),
    };
    view! {
        <div id="password">
            <Panel title=t!(lang, "settings-password")>
                <Form action=ChangePassword::url()>
                    // Tells whoever remembers passwords whose it is.
                    <input type="text" name="user" value=who.user.name.clone() autocomplete="username" hidden readonly />
                    <Field
                        name="present"
                        kind="password"
                        label=t!(lang, "field-password-present")
                        autocomplete="current-password"
                        error=wrong.then(|| t!(lang, "fault-password-present"))
                    />
                    <NewPasswordFields name="new" fault=new />
                    <p class="hint">{t!(lang, "settings-password-hint")}</p>
                    <div class="actions">
                        <Button>{t!(lang, "settings-password-submit")}</Button>
                    </div>
                </Form>
            </Panel>
        </div>
    }
}
