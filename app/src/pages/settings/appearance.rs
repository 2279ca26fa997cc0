//! The panel about the appearance of one's own pages: language, colours, time zone.

use std::sync::Arc;

use desk::users::SessionUser;
use domain::Lang;
use jiff::tz;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Choice, Field, Form, Panel, Select, Submit};
use crate::context::{Theme, Viewer};
use crate::pages::settings::forms::SaveLook;
use crate::pages::settings::outcome::SettingsOutcome;
use crate::t;

/// An example of a time zone, for the empty field.
const EXAMPLE: &str = "Asia/Shanghai";

/// The form about the appearance of one's own pages.
#[component]
pub(super) fn AppearancePanel(who: Arc<SessionUser>, correct: Option<SettingsOutcome>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let kept = who.user.preferences.clone();
    let (chosen, theme, zone, error) = match correct {
        Some(SettingsOutcome::TimeZone { typed, lang: chosen, theme }) => {
            (chosen, theme, typed, Some(t!(lang, "fault-zone")))
        }
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
                <Submit>{t!(lang, "save")}</Submit>
            </Form>
        </Panel>
    }
}

/// The time zones that the field suggests: `UTC`, and those named after a place.
#[component]
pub(super) fn Zones() -> impl IntoView {
    let names = tz::db().available().map(|name| name.as_str().to_owned());
    let names = names.filter(|name| name == "UTC" || (name.contains('/') && !name.starts_with("Etc/")));
    let options = names.map(|name| view! { <option value=name></option> }).collect_view();
    view! { <datalist id="zones">{options}</datalist> }
}
