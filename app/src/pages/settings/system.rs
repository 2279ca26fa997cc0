//! The page of the system settings: every setting with its value and its source; admins change most of them.

use desk::settings::{ChangeableSetting, GivenSetting, Layer, Origin, OwnLines, SettingsPage as Loaded, Source};
use domain::{Lang, Permission, SettingGroup, SettingKey, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Button, ButtonKind, Cell, Fact, Facts, Field, Form, Panel, Table, TextArea, kept_value};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page};
use crate::pages::settings::appearance::Zones;
use crate::pages::settings::system_forms::{ChangeSystemSettings, password_field, seen_field};
use crate::pages::settings::system_outcome::{SystemForm, SystemOutcome};
use crate::parts::confirm_password::ConfirmPassword;
use crate::parts::settings_nav::{SettingsNav, SettingsPart};
use crate::t;
use crate::words::settings::{
    group_words, lines_words, lock_words, origin_words, setting_fault_words, setting_words, value_words,
};
use crate::words::users::who_words;

/// `/settings/system`
#[component]
pub fn SystemSettingsPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let Loaded { changeable, fixed, lines } = desk.system_settings(&viewer.actor).await?;
        let correct = match flash.read::<SystemOutcome>() {
            Some(SystemOutcome::Correct(form)) => Some(form.clone()),
            _ => None,
        };
        let groups = SettingGroup::ALL.into_iter().map(|group| {
            let settings = changeable.iter().filter(|setting| setting.key.group() == group).cloned().collect();
            let correct = correct.clone().filter(|form| form.group == group);
            let lines = if group == SettingGroup::Lines { lines.clone() } else { Vec::new() };
            view! { <GroupPanel group settings correct lines /> }
        });
        let groups = groups.collect_view();
        Ok::<_, Failure>(view! {
            <Page title=t!(lang, "system-settings-title") section=Section::Settings>
                <SettingsNav part=SettingsPart::System />
                <FlashNotice flash />
                <p class="secondary">{t!(lang, "system-settings-order")}</p>
                {groups}
                <FixedPanel settings=fixed />
            </Page>
        })
    })
}

/// One group: those that cannot be changed as facts, the others in a form.
#[component]
fn GroupPanel(
    group: SettingGroup,
    settings: Vec<ChangeableSetting>,
    correct: Option<SystemForm>,
    /// The own lines of accounts and interfaces.
    lines: Vec<OwnLines>,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let may_change = viewer.may(Permission::Administer);
    let (open, shown): (Vec<_>, Vec<_>) =
        settings.into_iter().partition(|setting| may_change && setting.lock().is_none());
    let shown = (!shown.is_empty()).then(|| {
        let facts = shown.into_iter().map(|setting| view! { <SettingFact setting /> }).collect_view();
        view! { <Facts>{facts}</Facts> }
    });
    let form = (!open.is_empty()).then(|| view! { <GroupForm group settings=open correct /> });
    let own = (!lines.is_empty()).then(|| view! { <OwnLinesList lines /> });
    let hint = (group == SettingGroup::Retention)
        .then(|| view! { <p class="hint">{t!(lang, "setting-group-retention-hint")}</p> });
    view! {
        <div id=group.word()>
            <Panel title=group_words(lang, group)>{hint} {shown} {form} {own}</Panel>
        </div>
    }
}

/// A setting that the viewer cannot change here.
#[component]
fn SettingFact(setting: ChangeableSetting) -> impl IntoView {
    let viewer = Viewer::current();
    let [name, meaning] = setting_words(viewer.lang, setting.key.word());
    let value = value_words(viewer.lang, Some(&setting.value));
    let source = source_words(&viewer, &setting);
    let is_locked = setting.lock().is_some();
    view! {
        <Fact label=name>
            <code>{value}</code>
            {is_locked
                .then(|| {
                    view! {
                        " "
                        <span class="badge">{t!(viewer.lang, "setting-locked")}</span>
                    }
                })}
            <p class="hint">{t!(viewer.lang, "setting-hint", meaning = meaning, source = source)}</p>
        </Fact>
    }
}

/// The form of a group.
#[component]
fn GroupForm(group: SettingGroup, settings: Vec<ChangeableSetting>, correct: Option<SystemForm>) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let resets = settings.iter().filter(|setting| matches!(setting.source, Source::Page { .. }));
    let resets = resets.map(|setting| reset_button(lang, setting)).collect_view();
    let password = group.is_sensitive().then(|| {
        let fault = correct.as_ref().and_then(|form| form.password);
        let hint = match group {
            SettingGroup::Addresses => t!(lang, "setting-password-hint-addresses"),
            SettingGroup::Clears => t!(lang, "setting-password-hint-clears"),
            _ => t!(lang, "setting-password-hint-friction"),
        };
        view! {
            <ConfirmPassword
                form=ChangeSystemSettings::url()
                name=password_field(group)
                fault
                hint
                for_some=true
            />
        }
    });
    let seen = settings.iter().map(|setting| view! { <SeenValue setting=setting.clone() /> }).collect_view();
    let fields =
        settings.into_iter().map(|setting| view! { <SettingField setting correct=correct.clone() /> }).collect_view();
    view! {
        <Form action=ChangeSystemSettings::url()>
            <input type="hidden" name="group" value=group.word() />
            {seen}
            {fields}
            {password}
            <div class="actions">
                <Button>{t!(lang, "save")}</Button>
                {resets}
            </div>
        </Form>
    }
}

/// The hidden field with the value that the form shows, so that a change of somebody else is not undone by it.
#[component]
fn SeenValue(setting: ChangeableSetting) -> impl IntoView {
    let name = seen_field(setting.key);
    // What was typed over an ended session was typed over the value of then.
    let value = kept_value(&name).unwrap_or_else(|| setting.value.into());
    view! { <input type="hidden" name=name value=value /> }
}

fn reset_button(lang: Lang, setting: &ChangeableSetting) -> AnyView {
    let [name, _] = setting_words(lang, setting.key.word());
    let default = value_words(lang, Some(&setting.default));
    let words = t!(lang, "setting-reset", name = name, default = default);
    view! {
        <Button kind=ButtonKind::Quiet name="reset" value=setting.key.word()>
            {words}
        </Button>
    }
    .into_any()
}

/// The field of one setting.
#[component]
fn SettingField(setting: ChangeableSetting, correct: Option<SystemForm>) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let key = setting.key;
    let [label, meaning] = setting_words(lang, key.word());
    let hint = t!(lang, "setting-hint", meaning = meaning, source = source_words(&viewer, &setting));
    let (typed, faults) = correct.map(|form| (form.typed, form.faults)).unwrap_or_default();
    let value = typed.into_iter().find(|(other, _)| *other == key).map_or(setting.value, |(_, typed)| typed);
    let error = faults.iter().find(|(other, _)| *other == key).map(|(_, fault)| setting_fault_words(lang, fault));
    match key {
        SettingKey::OurAddresses => {
            view! { <TextArea name=key.word() label value rows=3 code=true optional=true hint error /> }.into_any()
        }
        SettingKey::TimeZone => view! {
            <Field name=key.word() label value for_one_button=true hint error list="zones" />
            <Zones />
        }
        .into_any(),
        _ => view! { <Field name=key.word() label value for_one_button=true hint error /> }.into_any(),
    }
}

/// Where the value comes from, and whether a change needs a restart.
fn source_words(viewer: &Viewer, setting: &ChangeableSetting) -> Text {
    let lang = viewer.lang;
    match &setting.source {
        Source::Page { by, at } => t!(
            lang,
            "setting-from-page",
            by = who_words(lang, by),
            at = viewer.formats().exact(*at),
            default = value_words(lang, Some(&setting.default))
        ),
        Source::Start(Origin { layer: Layer::Default, .. }) => t!(lang, "setting-from-default-live"),
        Source::Start(Origin { layer: Layer::Demo, .. }) => t!(lang, "setting-from-demo-live"),
        Source::Start(origin) => lock_words(lang, origin),
    }
}

/// The accounts and interfaces that have lines of their own.
#[component]
fn OwnLinesList(lines: Vec<OwnLines>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let items = lines
        .into_iter()
        .map(|OwnLines { account: (account, name), interface, lines }| {
            let (href, what) = match interface {
                Some((id, path)) => (paths::interface_lines(account, id), format!("{name} · {path}")),
                None => (paths::account_lines(account), name),
            };
            view! {
                <li>
                    <a href=href>{what}</a>
                    " "
                    <span class="secondary">{lines_words(lang, lines)}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <p>{t!(lang, "lines-own")}</p>
        <ul class="dotted">{items}</ul>
    }
}

/// The settings that only the start decides.
#[component]
fn FixedPanel(settings: Vec<GivenSetting>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let columns = t!(lang, ["col-setting", "col-value", "col-source", "col-restart"]);
    let [_, value, source, restart] = columns.clone();
    let rows = settings
        .into_iter()
        .map(|setting| {
            let [name, meaning] = setting_words(lang, &setting.name);
            let variable = format!("WXQUOTA_{}", setting.name.to_ascii_uppercase());
            view! {
                <tr>
                    <Cell main=true>
                        {name} <code class="path">{variable}</code> <p class="hint">{meaning}</p>
                    </Cell>
                    <Cell label=value.clone()>
                        <code>{value_words(lang, setting.value.as_deref())}</code>
                    </Cell>
                    <Cell label=source.clone()>{origin_words(lang, &setting.origin)}</Cell>
                    <Cell label=restart.clone()>{t!(lang, "setting-restart")}</Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div id="start">
            <Panel title=t!(lang, "setting-group-start")>
                <p class="hint">{t!(lang, "setting-group-start-hint")}</p>
                <Table caption=t!(lang, "setting-group-start") columns>
                    {rows}
                </Table>
            </Panel>
        </div>
    }
}
