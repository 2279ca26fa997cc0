//! How somebody likes their pages: language, colours, the zone of times.

use std::sync::Arc;

use desk::users::{Preferences, PreferencesError, SignedIn};
use domain::Lang;
use jiff::tz;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Button, Choice, Field, Form, Panel, Select};
use crate::context::{Theme, Viewer};
use crate::forms::preferences::{keep_lang, keep_theme};
use crate::forms::{self, Correct, Done, Flash, Refused};
use crate::t;

/// How a zone is named.
const EXAMPLE: &str = "Asia/Shanghai";

/// Keeps language, colours and zone for whoever asks, and has their browser go by them at once.
#[server(prefix = "/form", endpoint = "settings/look")]
pub async fn save_look(
    #[server(default)] lang: String,
    #[server(default)] theme: String,
    #[server(default)] zone: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let (lang, theme) = (lang.parse::<Lang>().ok(), Theme::from_cookie(&theme));
    let preferences = Preferences {
        lang,
        theme: theme.map(|theme| theme.word().to_owned()),
        time_zone: Some(as_spelled(zone.trim())).filter(|zone| !zone.is_empty()),
    };
    let flash = match desk.set_preferences(&forms::actor(), &preferences).await {
        Ok(()) => {
            keep_lang(lang);
            keep_theme(theme);
            Flash::Done(Done::PreferencesSaved)
        }
        Err(PreferencesError::TimeZone) => {
            let theme = preferences.theme;
            Flash::Correct(Box::new(Correct::TimeZone { typed: forms::shown_again(&zone), lang, theme }))
        }
        Err(PreferencesError::Forbidden(forbidden)) => Flash::Refused(Refused::Forbidden(forbidden.role)),
        Err(PreferencesError::Internal(error)) => Flash::Refused(error.into()),
    };
    forms::finish(flash, "/settings").await
}

/// A zone's name in its own capitals; what is none, as it was typed.
fn as_spelled(typed: &str) -> String {
    let known = tz::db().available().find(|name| name.as_str().eq_ignore_ascii_case(typed));
    known.map_or_else(|| typed.to_owned(), |name| name.as_str().to_owned())
}

#[component]
pub(super) fn LookPanel(who: Arc<SignedIn>, correct: Option<Correct>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let kept = who.user.preferences.clone();
    let (chosen, theme, zone, error) = match correct {
        Some(Correct::TimeZone { typed, lang: chosen, theme }) => (chosen, theme, typed, Some(t!(lang, "fault-zone"))),
        _ => (kept.lang, kept.theme, kept.time_zone.unwrap_or_default(), None),
    };
    let languages = vec![
        Choice::new("", t!(lang, "settings-as-browser")),
        Choice::new(Lang::ZhCn.word(), t!(lang, "language-zh")),
        Choice::new(Lang::En.word(), t!(lang, "language-en")),
    ];
    let themes = vec![
        Choice::new("", t!(lang, "theme-auto")),
        Choice::new(Theme::Light.word(), t!(lang, "theme-light")),
        Choice::new(Theme::Dark.word(), t!(lang, "theme-dark")),
    ];
    view! {
        <Panel title=t!(lang, "settings-look")>
            <Form action=SaveLook::url()>
                <Select
                    name="lang"
                    label=t!(lang, "language-label")
                    choices=languages
                    selected=chosen.map_or("", Lang::word)
                    hint=t!(lang, "settings-look-hint")
                />
                <Select
                    name="theme"
                    label=t!(lang, "theme-label")
                    choices=themes
                    selected=theme.unwrap_or_default()
                />
                <Field
                    name="zone"
                    label=t!(lang, "settings-zone")
                    value=zone
                    optional=true
                    placeholder=EXAMPLE
                    hint=t!(lang, "settings-zone-hint")
                    error=error
                    list="zones"
                />
                <Zones />
                <div class="actions">
                    <Button>{t!(lang, "save")}</Button>
                </div>
            </Form>
        </Panel>
    }
}

/// The zones there are, for the field that asks for one: those named by a place.
#[component]
fn Zones() -> impl IntoView {
    let names = tz::db().available().map(|name| name.as_str().to_owned());
    let names = names.filter(|name| name == "UTC" || (name.contains('/') && !name.starts_with("Etc/")));
    let options = names.map(|name| view! { <option value=name></option> }).collect_view();
    view! { <datalist id="zones">{options}</datalist> }
}
