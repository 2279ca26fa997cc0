//! Changing one's own password.

use crate::components::{Button, Field, Form, Panel};
use crate::context::Viewer;
use crate::pages::settings::forms::ChangePassword;
use crate::pages::settings::outcome::SettingsOutcome;
use crate::parts::new_password::NewPasswordFields;
use crate::t;
use std::sync::Arc;

use desk::users::SignedIn;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

#[component]
pub(super) fn PasswordPanel(who: Arc<SignedIn>, correct: Option<SettingsOutcome>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (wrong, new) = match correct {
        Some(SettingsOutcome::Password { wrong, new }) => (wrong, new),
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
