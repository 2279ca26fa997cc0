//! Forms that are posted after their session has ended: what was typed is kept sealed and shown again in the form after the
//! same user has signed in. It is never sent by itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use desk::drafts::KeptFields;
use desk::{Desk, Internal, Redactor};
use domain::clears::RequestId;
use domain::{AccountId, ClearId, InterfaceId, PolicyId, UserId, paths};
use leptos::prelude::*;

use super::shown_again::{masked_paste, masked_paths, masked_text};
use crate::components::{KeptValues, Notice, NoticeKind};
use crate::context::Viewer;
use crate::t;

/// The most bytes of typed text that are kept of one form.
const MOST_BYTES: usize = 16 << 10;

/// A form whose fields are kept.
struct KeptForm {
    /// Its address.
    action: &'static str,
    /// The fields that are kept; never a password, a secret, an address that holds one, nor what confirms an act.
    fields: &'static [&'static str],
    /// The page that has the form.
    page: fn(&Posted<'_>) -> String,
}

/// What was posted.
struct Posted<'a>(&'a [(String, String)]);

impl Posted<'_> {
    fn value(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    fn id(&self, name: &str) -> i64 {
        self.value(name).trim().parse().unwrap_or_default()
    }

    fn account(&self) -> AccountId {
        AccountId(self.id("account"))
    }

    fn interface(&self) -> Option<InterfaceId> {
        Some(self.id("interface")).filter(|id| *id > 0).map(InterfaceId)
    }

    fn clear(&self) -> ClearId {
        ClearId(self.id("clear"))
    }

    fn policy(&self) -> Option<PolicyId> {
        Some(self.id("policy")).filter(|id| *id > 0).map(PolicyId)
    }

    /// A rid's page; that of the desk where it is none.
    fn rid_page(&self) -> String {
        let rid = self.value("rid");
        let is_one = rid.len() == 26 && rid.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        if is_one { paths::rid(rid) } else { paths::RIDS.to_owned() }
    }
}

const POLICY: &[&str] = &[
    "name",
    "whose",
    "accounts[]",
    "paths",
    "excluded",
    "trigger",
    "percent",
    "time",
    "mode",
    "whole_account",
    "reserve_account",
    "reserve_interface",
    "a_day",
    "a_month",
    "cooldown",
    "quiet_from",
    "quiet_to",
    "before_reset",
];
/// The words of the settings, and the fields for the values over which they were typed.
#[rustfmt::skip]
const SYSTEM: &[&str] = &[
    "warning_percent", "critical_percent", "account_clears", "interface_clears", "name_asked_from", "second_person_from",
    "reading_interval_hours", "readings_a_day", "rid_calls_a_day", "time_zone", "our_addresses", "incidents_kept_days",
    "decisions_kept_days", "notices_kept_days", "messages_kept_days", "rids_kept_days", "lists_kept_days",
    "seen_warning_percent", "seen_critical_percent", "seen_account_clears", "seen_interface_clears",
    "seen_name_asked_from", "seen_second_person_from", "seen_reading_interval_hours", "seen_readings_a_day",
    "seen_rid_calls_a_day", "seen_time_zone", "seen_our_addresses", "seen_incidents_kept_days",
    "seen_decisions_kept_days", "seen_notices_kept_days", "seen_messages_kept_days", "seen_rids_kept_days",
    "seen_lists_kept_days",
];
/// Fields that hold a pasted text.
const PASTED: [&str; 1] = ["text"];
/// Fields that hold paths, one a line.
const PATHS: [&str; 4] = ["paths", "excluded", "typed", "path"];
/// Fields in which personal data is meant.
const PERSONAL: [&str; 3] = ["owner", "note", "seen_account"];

/// Forms of which something is kept.
#[rustfmt::skip]
const FORMS: &[KeptForm] = &[
    KeptForm { action: "/form/accounts/add", fields: &["name", "kind", "appid", "paths", "cleared_before"],
        page: |_| paths::ACCOUNT_NEW.to_owned() },
    KeptForm { action: "/form/accounts/edit",
        fields: &["seen_account", "name", "kind", "daily_readings", "cleared_before", "owner", "note"],
        page: |posted| paths::account_settings(posted.account()) },
    KeptForm { action: "/form/accounts/groups", fields: &["groups[]", "new_groups"],
        page: |posted| paths::account_settings(posted.account()) },
    KeptForm { action: "/form/groups/add", fields: &["name"], page: |_| paths::GROUPS.to_owned() },
    KeptForm { action: "/form/interfaces/watch", fields: &["chosen[]", "typed"],
        page: |posted| paths::account_settings(posted.account()) },
    KeptForm { action: "/form/campaigns/add", fields: &["name", "calls", "starts", "minutes"],
        page: |posted| posted.interface().map_or_else(|| paths::CAMPAIGNS.to_owned(), paths::campaign_new) },
    KeptForm { action: "/form/interfaces/contact", fields: &["owner", "note"],
        page: |posted| paths::usage(posted.account(), posted.interface()) },
    KeptForm { action: "/form/clears/order", fields: &["reason", "override_reason", "anyway_reason"],
        page: |posted| paths::clear_confirmation(posted.account(), posted.interface()) },
    KeptForm { action: "/form/clears/requests/decline", fields: &["reason"],
        page: |posted| paths::clear_request(RequestId(posted.id("request"))) },
    KeptForm { action: "/form/clears/settle", fields: &["settlement", "reason"],
        page: |posted| paths::clear(posted.clear()) },
    KeptForm { action: "/form/clears/dismiss", fields: &["reason"], page: |posted| paths::clear(posted.clear()) },
    KeptForm { action: "/form/rids/look-up", fields: &["text", "account"], page: |_| paths::RIDS.to_owned() },
    KeptForm { action: "/form/rids/details", fields: &["path", "ticket"], page: |posted| posted.rid_page() },
    KeptForm { action: "/form/rids/note", fields: &["note"], page: |posted| posted.rid_page() },
    KeptForm { action: "/form/rids/reveal", fields: &["reason"], page: |posted| posted.rid_page() },
    KeptForm { action: "/form/policies/save", fields: POLICY, page: |posted| paths::policy_form(posted.policy()) },
    KeptForm { action: "/form/policies/kill-switch", fields: &["reason"], page: |_| paths::POLICIES.to_owned() },
    KeptForm { action: "/form/channels/add", fields: &["name", "kind", "keyword", "lang", "severity"], page: |_| paths::CHANNELS.to_owned() },
    KeptForm { action: "/form/channels/edit", fields: &["name", "keyword", "lang", "severity"],
        page: |posted| paths::channel(posted.id("channel")) },
    KeptForm { action: "/form/channels/allow-host", fields: &["host"], page: |_| paths::CHANNELS.to_owned() },
    KeptForm { action: "/form/users/add", fields: &["name", "role"], page: |_| paths::USERS.to_owned() },
    KeptForm { action: "/form/users/role", fields: &["role"],
        page: |posted| paths::user(UserId(posted.id("user"))) },
    KeptForm { action: "/form/tokens/create", fields: &["name", "role", "expires"],
        page: |_| paths::TOKENS.to_owned() },
    KeptForm { action: "/form/settings/look", fields: &["lang", "theme", "zone"],
        page: |_| paths::SETTINGS.to_owned() },
    KeptForm { action: "/form/settings/system", fields: SYSTEM, page: |_| paths::SYSTEM_SETTINGS.to_owned() },
    KeptForm { action: "/form/usage-lines/set", fields: &["warning", "critical", "seen"],
        page: |posted| match posted.interface() {
            Some(interface) => paths::interface(posted.account(), interface),
            None => paths::account_settings(posted.account()),
        } },
];

/// Addresses of the forms of which something is kept, each with the fields.
pub fn kept_forms() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    FORMS.iter().map(|form| (form.action, form.fields))
}

/// The form whose fields are posted to this address. That of a policy has a second button.
fn form_of(action: &str) -> Option<&'static KeptForm> {
    let action = if action == "/form/policies/try" { "/form/policies/save" } else { action };
    FORMS.iter().find(|form| form.action == action)
}

/// Forgets what was kept for the form of this address, which this session posts now.
///
/// # Errors
/// The database's failure.
pub async fn forget_posted(desk: &Desk, session: &str, action: &str) -> Result<(), Internal> {
    match form_of(action) {
        Some(form) => desk.forget_fields(session, form.action).await,
        None => Ok(()),
    }
}

/// Keeps what was typed into a form that was posted after this session had ended, masked as it is shown again; the page
/// that has the form. `None` where nothing of it is kept.
///
/// # Errors
/// The database's failure.
pub async fn keep_posted(
    desk: &Desk,
    session: &str,
    action: &str,
    posted: &[(String, String)],
    is_cut: bool,
) -> Result<Option<String>, Internal> {
    let Some(form) = form_of(action) else { return Ok(None) };
    let (fields, is_cut) = shown_again(&Masks::of(|| desk.redactor()), form, posted, is_cut);
    if fields.iter().all(|(_, value)| value.trim().is_empty()) {
        return Ok(None);
    }
    let page = (form.page)(&Posted(posted));
    let kept = KeptFields { page: page.clone(), form: form.action.to_owned(), fields, is_cut };
    Ok(desk.keep_fields(session, &kept).await?.then_some(page))
}

/// The fields of the form at this address that may be kept; `None` where none may.
pub(super) fn kept_form_fields(action: &str) -> Option<&'static [&'static str]> {
    form_of(action).map(|form| form.fields)
}

/// Those of the typed fields of the form at this address that may be kept, masked.
pub(super) fn masked_fields(desk: &Desk, action: &str, typed: &[(String, String)]) -> Vec<(String, String)> {
    let form = form_of(action);
    form.map(|form| shown_again(&Masks::of(|| desk.redactor()), form, typed, false).0).unwrap_or_default()
}

/// What masks typed text.
struct Masks {
    all: Redactor,
    /// Leaves personal data, where it is meant: a contact's telephone number.
    secrets: Redactor,
}

impl Masks {
    fn of(redactor: impl Fn() -> Redactor) -> Self {
        Self { all: redactor(), secrets: redactor().showing_personal_data() }
    }

    fn masked(&self, form: &KeptForm, name: &str, value: &str, is_cut: bool) -> String {
        let is_contact = form.fields.contains(&"owner") && PERSONAL.contains(&name);
        match name {
            name if PASTED.contains(&name) => masked_paste(&self.all, value, is_cut).0,
            name if PATHS.contains(&name) => masked_paths(&self.all, value),
            _ if is_contact => masked_text(&self.secrets, value),
            _ => masked_text(&self.all, value),
        }
    }
}

/// The fields that are kept, each masked and all of them together at most [`MOST_BYTES`] long; and whether some were cut.
fn shown_again(
    masks: &Masks,
    form: &KeptForm,
    posted: &[(String, String)],
    mut is_cut: bool,
) -> (Vec<(String, String)>, bool) {
    let mut left = MOST_BYTES;
    let mut kept = Vec::new();
    let last = posted.len().saturating_sub(1);
    let wanted = posted.iter().enumerate().filter(|(_, (name, _))| form.fields.contains(&name.as_str()));
    for (at, (name, value)) in wanted {
        let value = masks.masked(form, name, value, is_cut && at == last);
        let most = &value[..value.floor_char_boundary(left.saturating_sub(name.len()))];
        is_cut |= most.len() < value.len();
        left = left.saturating_sub(name.len() + most.len());
        if !most.is_empty() {
            kept.push((name.clone(), most.to_owned()));
        }
    }
    (kept, is_cut)
}

/// What was kept for a form of the page that is being rendered, and whether the page has said so.
#[derive(Clone)]
struct KeptHere {
    is_cut: bool,
    said: Arc<AtomicBool>,
}

/// Has the fields of the page show what was kept for one of its forms, if anything was.
pub(crate) async fn provide_kept(desk: &Desk, viewer: &Viewer, session: Option<String>) {
    let Some(session) = session.filter(|_| viewer.signed_in.is_some()) else { return };
    let kept = desk.kept_fields(&session, &viewer.path).await;
    let kept = kept.inspect_err(|error| tracing::error!(%error, "what was typed before could not be read"));
    let Ok(Some(kept)) = kept else { return };
    let Some(form) = form_of(&kept.form) else { return };
    KeptValues::new(form.fields, kept.fields).provide();
    provide_context(KeptHere { is_cut: kept.is_cut, said: Arc::default() });
}

/// The notice that what was typed before is in the form again; once a page.
#[component]
pub(crate) fn KeptNotice() -> impl IntoView {
    let lang = Viewer::current().lang;
    let here = use_context::<KeptHere>().filter(|here| !here.said.swap(true, Ordering::Relaxed))?;
    let why = if here.is_cut { t!(lang, "kept-cut") } else { t!(lang, "kept-unsent") };
    Some(view! { <Notice kind=NoticeKind::Warning title=t!(lang, "kept-title") why /> })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(action: &str) -> &'static KeptForm {
        FORMS.iter().find(|form| form.action == action).unwrap()
    }

    fn posted(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn no_form_keeps_what_is_secret_or_confirms_an_act() {
        for (action, fields) in kept_forms() {
            for field in fields {
                let secret = ["password", "secret", "token", "again", "present", "new", "url", "code", "glass", "kept"];
                assert!(!secret.contains(field) && !field.starts_with("confirm"), "{action} keeps {field}");
            }
        }
        assert!(!form("/form/clears/order").fields.contains(&"name"), "the name is typed to confirm the clear");
    }

    #[test]
    fn every_setting_is_kept() {
        let words = domain::settings::SettingKey::ALL.map(|key| key.word().to_owned());
        let seen = domain::settings::SettingKey::ALL.map(|key| format!("seen_{key}"));
        assert_eq!(SYSTEM, [words, seen].concat());
    }

    #[test]
    fn only_the_forms_own_fields_are_kept_and_masked() {
        let openid = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
        let typed = posted(&[("text", &format!("errcode 45009 {openid}")), ("account", "3"), ("password", "hunter22")]);
        let (kept, is_cut) = shown_again(&Masks::of(Redactor::new), form("/form/rids/look-up"), &typed, false);
        assert_eq!(kept, posted(&[("text", "errcode 45009 ‹masked›"), ("account", "3")]));
        assert!(!is_cut);
        let typed = posted(&[("owner", "李雷 13800138000"), ("note", "access_token=50_secret")]);
        let (kept, _) = shown_again(&Masks::of(Redactor::new), form("/form/accounts/edit"), &typed, false);
        assert_eq!(kept, posted(&[("owner", "李雷 13800138000"), ("note", "access_token=‹masked›")]));
    }

    #[test]
    fn all_fields_together_have_a_most() {
        let typed = posted(&[("reason", "because"), ("anyway_reason", &"字".repeat(6_000))]);
        let (kept, is_cut) = shown_again(&Masks::of(Redactor::new), form("/form/clears/order"), &typed, false);
        let bytes: usize = kept.iter().map(|(name, value)| name.len() + value.len()).sum();
        assert!(is_cut && bytes <= MOST_BYTES && bytes > MOST_BYTES - 4, "{bytes}");
        assert_eq!(kept[0].1, "because");
    }

    #[test]
    fn a_posted_form_names_its_page() {
        let page = |action: &str, pairs: &[(&str, &str)]| (form(action).page)(&Posted(&posted(pairs)));
        assert_eq!(page("/form/clears/order", &[("account", "3"), ("interface", "")]), "/accounts/3/clear");
        assert_eq!(
            page("/form/clears/order", &[("account", "3"), ("interface", "7")]),
            "/accounts/3/interfaces/7/clear"
        );
        assert_eq!(page("/form/policies/save", &[("policy", "")]), "/policies/new");
        let rid = "617682e0-09059ac5-34a8e2ea";
        assert_eq!(page("/form/rids/note", &[("rid", rid)]), format!("/rid/{rid}"));
        assert_eq!(page("/form/rids/note", &[("rid", "//evil.example")]), "/rid");
    }
}
