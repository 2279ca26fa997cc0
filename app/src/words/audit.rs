//! The audit trail in the reader's words: who, what, and what changed.

use desk::audit::{AuditLine, Recorded};
use domain::audit::AuditAction;
use domain::policies::Trigger;
use domain::{AppId, Lang, Via};
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::context::{Text, Viewer};
use crate::format::grouped;
use crate::words::accounts::kind_words;
use crate::words::channels;
use crate::words::clears::{clear_word, scope_words};
use crate::words::limits::set_limit_kind_words;
use crate::words::notices::minimum_severity_words;
use crate::words::policies::{mode_words, trigger_words};
use crate::words::settings::setting_name;
use crate::words::users::role_words;
use crate::{i18n, key, t};

/// Keys of the texts for kinds of acts: `what-` and the word of the kind.
#[rustfmt::skip]
const ACT_KEYS: [&str; 66] = [
    key!("what-account-added"), key!("what-account-changed"), key!("what-secret-replaced"),
    key!("what-account-paused"), key!("what-account-resumed"), key!("what-account-retired"),
    key!("what-account-checked"), key!("what-interfaces-watched"), key!("what-interface-unwatched"), key!("what-limit-kind-set"), key!("what-interface-changed"),
    key!("what-group-added"), key!("what-group-renamed"), key!("what-group-deleted"), key!("what-groups-changed"),
    key!("what-sampled"), key!("what-clear-ordered"), key!("what-clear-requested"), key!("what-request-approved"),
    key!("what-request-declined"), key!("what-request-withdrawn"), key!("what-clear-settled"),
    key!("what-guess-dismissed"), key!("what-rid-looked-up"), key!("what-rid-noted"), key!("what-rid-note-removed"),
    key!("what-rid-revealed"),
    key!("what-policy-added"), key!("what-policy-changed"), key!("what-policy-paused"), key!("what-policy-resumed"),
    key!("what-policy-removed"), key!("what-clears-stopped"), key!("what-clears-allowed"),
    key!("what-campaign-planned"), key!("what-campaign-removed"),
    key!("what-notice-acknowledged"), key!("what-channel-added"), key!("what-channel-changed"), key!("what-channel-removed"),
    key!("what-channel-tested"), key!("what-host-allowed"), key!("what-host-forbidden"),
    key!("what-messages-resent"), key!("what-token-made"), key!("what-token-revoked"), key!("what-user-added"),
    key!("what-role-changed"), key!("what-user-disabled"), key!("what-user-enabled"), key!("what-password-changed"),
    key!("what-password-set"), key!("what-signed-in"), key!("what-sign-in-failed"), key!("what-password-refused"), key!("what-signed-out"),
    key!("what-settings-changed"), key!("what-settings-reset"), key!("what-lines-set"), key!("what-lines-reset"),
    key!("what-sessions-ended"), key!("what-exported"), key!("what-records-adopted"), key!("what-backed-up"),
    key!("what-restored"), key!("what-rekeyed"),
];

/// The name of an act by its word; a word that only a newer wxquota knows is shown as it is.
pub(crate) fn act_words(lang: Lang, word: &str) -> Text {
    let key = ACT_KEYS.into_iter().find(|key| key.strip_prefix("what-") == Some(word));
    key.map_or_else(|| word.to_owned().into(), |key| i18n::t(lang, key))
}

/// The subject of an act as its page shows it; `None` where it is the user who acted, who is named already.
pub(crate) fn subject_words(lang: Lang, line: &AuditLine) -> Option<Text> {
    let subject = line.subject.as_deref()?;
    // Only for acts on users: an account can have the same name as a user.
    let is_of_user = matches!(
        line.what.parse(),
        Ok(AuditAction::SignedIn
            | AuditAction::SignedOut
            | AuditAction::SessionsEnded
            | AuditAction::PasswordChanged
            | AuditAction::PasswordRefused
            | AuditAction::RoleChanged
            | AuditAction::UserDisabled)
    );
    (!is_of_user || subject != line.actor).then(|| subject_text(lang, &line.what, subject))
}

/// The subject of an act of this kind in the reader's language.
pub(crate) fn subject_text(lang: Lang, what: &str, subject: &str) -> Text {
    match what.parse() {
        Ok(AuditAction::Sampled) if subject == "*" => return t!(lang, "filter-all-accounts"),
        Ok(AuditAction::RidLookedUp) => {
            if let Some(list) = subject.strip_prefix("list ") {
                return t!(lang, "audit-rid-list", list = list);
            }
        }
        _ => {}
    }
    // An account is recorded as its name with its AppID in brackets.
    let named = subject.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("));
    match named.filter(|(_, appid)| appid.parse::<AppId>().is_ok()) {
        Some((name, appid)) => t!(lang, "with-aside", words = name, aside = appid),
        None => subject.to_owned().into(),
    }
}

/// A record that has no line in the trail.
pub(crate) fn recorded_words(lang: Lang, record: Recorded, id: i64) -> Text {
    match record {
        Recorded::Token => t!(lang, "recorded-token", id = id),
        Recorded::User => t!(lang, "recorded-user", id = id),
        Recorded::Session => t!(lang, "recorded-session", id = id),
        Recorded::Account => t!(lang, "recorded-account", id = id),
        Recorded::Setting => t!(lang, "recorded-setting"),
        Recorded::Note => t!(lang, "recorded-note", id = id),
        Recorded::Policy => t!(lang, "recorded-policy", id = id),
        Recorded::Channel => t!(lang, "recorded-channel", id = id),
    }
}

/// A change of one field by an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldChange {
    /// Name of the field.
    pub(crate) name: Text,
    /// Value before the act, where the record has it.
    pub(crate) before: Option<String>,
    /// Value after the act, where the record has it.
    pub(crate) after: Option<String>,
}

/// The fields in which `after` differs from `before`; all of them where there is only one of the two.
pub(crate) fn changes(viewer: &Viewer, before: Option<&Value>, after: Option<&Value>) -> Vec<FieldChange> {
    let fields = |value: Option<&Value>| match value {
        Some(Value::Object(fields)) => fields.clone(),
        // A value that is not an object is one field without a name.
        Some(other) => Map::from_iter([(String::new(), other.clone())]),
        None => Map::new(),
    };
    let (old, new) = (fields(before), fields(after));
    let names = old.keys().chain(new.keys().filter(|name| !old.contains_key(*name)));
    let differing = names.filter(|name| old.get(*name) != new.get(*name));
    let changes = differing.map(|name| FieldChange {
        name: field_words(viewer.lang, name),
        before: old.get(name).map(|value| value_words(viewer, name, value)),
        after: new.get(name).map(|value| value_words(viewer, name, value)),
    });
    // A change in which no side has a value is left out.
    changes.filter(|field| [&field.before, &field.after].into_iter().flatten().any(|text| text != NOTHING)).collect()
}

/// Text of an empty value.
const NOTHING: &str = "–";

/// Names of fields in the records of the audit trail, with the keys of their texts.
#[rustfmt::skip]
const FIELD_KEYS: [(&str, &str); 54] = [
    ("name", key!("field-name")), ("role", key!("col-role")), ("kind", key!("col-kind")),
    ("daily_readings", key!("field-readings")), ("cleared_before", key!("change-cleared-before")),
    ("interfaces", key!("col-interfaces")), ("paths", key!("col-interfaces")), ("interface", key!("col-interface")),
    ("path", key!("col-interface")), ("cgi_path", key!("col-interface")), ("rids", key!("rid-col-rid")),
    ("note", key!("rid-note")), ("by", key!("rid-note-by")), ("ticket", key!("rid-ticket")), ("clear", key!("change-clear")),
    ("scope", key!("col-scope")), ("via", key!("change-by")), ("left_before", key!("change-left-before")),
    ("left", key!("col-left")), ("state", key!("col-state")), ("url", key!("field-channel-url")),
    ("severity", key!("field-channel-severity")), ("paused", key!("change-paused")),
    ("secret_replaced", key!("change-secret-replaced")), ("delivered", key!("change-delivered")),
    ("messages", key!("messages-title")), ("request", key!("change-request")), ("asked_by", key!("change-asked-by")),
    ("glass_broken", key!("change-glass-broken")), ("override", key!("change-override")),
    ("expires_at", key!("col-expires")), ("ended", key!("change-ended")), ("accounts", key!("policy-form-whose")),
    ("excluded", key!("policy-form-excluded")), ("trigger", key!("policy-fact-when")),
    ("mode", key!("policy-form-mode")), ("whole_account", key!("policy-form-whole")),
    ("reserve_account", key!("policy-form-reserve-account")),
    ("reserve_interface", key!("policy-form-reserve-interface")), ("a_day", key!("policy-form-a-day")),
    ("a_month", key!("policy-form-a-month")), ("cooldown_minutes", key!("policy-form-cooldown")),
    ("quiet", key!("policy-fact-quiet")), ("before_reset_minutes", key!("policy-form-before-reset")),
    ("suspended_by", key!("change-suspended-by")), ("limit_kind", key!("field-limit-kind")),
    ("owner", key!("contact-owner")), ("for", key!("col-token-for")), ("must_change", key!("change-must-change")),
    ("groups", key!("col-groups")), ("members", key!("change-members")),
    ("tokens", key!("change-tokens")), ("keyword", key!("field-channel-keyword")), ("lang", key!("field-channel-lang")),
];

/// The name of a field; one that only a newer wxquota knows is shown as it is.
fn field_words(lang: Lang, name: &str) -> Text {
    let key = FIELD_KEYS.into_iter().find(|(field, _)| *field == name);
    let words = key.map(|(_, key)| i18n::t(lang, key)).or_else(|| setting_name(lang, name));
    words.unwrap_or_else(|| name.to_owned().into())
}

/// The text of a field's value that is a word of the domain; `None` where it is not one.
fn word_words(lang: Lang, field: &str, word: &str) -> Option<Text> {
    Some(match field {
        "role" => role_words(lang, word.parse().ok()?),
        "kind" => match word.parse() {
            Ok(kind) => kind_words(lang, kind),
            Err(_) => channels::kind_words(lang, word.parse().ok()?),
        },
        "lang" => channels::lang_words(word.parse().ok()?),
        "scope" => scope_words(lang, word.parse().ok()?),
        "via" => via_words(lang, word.parse().ok()?),
        "state" => clear_word(lang, word.parse().ok()?),
        "severity" => minimum_severity_words(lang, word.parse().ok()?),
        "limit_kind" => set_limit_kind_words(lang, word.parse().ok()),
        "mode" => mode_words(lang, word.parse().ok()?),
        "trigger" => trigger_words(lang, Trigger::from_record(word)?),
        _ => return None,
    })
}

/// The text of the way a clear was made: with a token or with the AppSecret.
fn via_words(lang: Lang, via: Via) -> Text {
    match via {
        Via::Token => t!(lang, "change-by-token"),
        Via::Secret => t!(lang, "change-by-secret"),
    }
}

/// The text of a field's value.
fn value_words(viewer: &Viewer, name: &str, value: &Value) -> String {
    match (name, value) {
        (_, Value::Null) => NOTHING.to_owned(),
        (_, Value::String(text)) if name.ends_with("_at") => {
            text.parse::<Timestamp>().map_or_else(|_| text.clone(), |at| viewer.formats().exact(at))
        }
        ("clear" | "request" | "suspended_by", Value::Number(id)) => format!("#{id}"),
        ("quiet", Value::String(hours)) => hours.replace('-', "–"),
        (_, Value::Bool(true)) => t!(viewer.lang, "change-yes").into_owned(),
        (_, Value::Bool(false)) => t!(viewer.lang, "change-no").into_owned(),
        // A policy without a list applies to all.
        ("accounts" | "paths", Value::Array(values)) if values.is_empty() => t!(viewer.lang, "change-all").into_owned(),
        (_, Value::Array(values)) if values.is_empty() => NOTHING.to_owned(),
        (_, Value::String(text)) => {
            word_words(viewer.lang, name, text).map_or_else(|| text.clone(), std::borrow::Cow::into_owned)
        }
        (_, Value::Number(number)) => number.as_i64().map_or_else(|| number.to_string(), grouped),
        (_, Value::Array(values)) => {
            let values: Vec<_> = values.iter().map(|value| value_words(viewer, "", value)).collect();
            values.join(&t!(viewer.lang, "comma"))
        }
        _ => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::words::users::who_words;

    fn told(before: Option<Value>, after: Option<Value>) -> Vec<String> {
        let viewer = Viewer { lang: Lang::En, ..(*Viewer::current()).clone() };
        let line = |FieldChange { name, before, after }| format!("{name}: {before:?} → {after:?}");
        changes(&viewer, before.as_ref(), after.as_ref()).into_iter().map(line).collect()
    }

    #[test]
    fn only_what_changed_is_told() {
        let before = json!({ "name": "商城", "kind": "shop", "daily_readings": 4000, "cleared_before": null });
        let after = json!({ "name": "商城", "kind": "other", "daily_readings": 10_000, "cleared_before": 3 });
        assert_eq!(
            told(Some(before), Some(after)),
            [
                "Clears already used: Some(\"–\") → Some(\"3\")",
                "Daily reading allowance: Some(\"4,000\") → Some(\"10,000\")",
                "Kind: Some(\"shop\") → Some(\"other\")",
            ]
        );
        assert_eq!(told(Some(json!({ "role": "viewer" })), Some(json!({ "role": "lead" }))).len(), 1);
    }

    #[test]
    fn what_was_only_added_or_removed_is_told_whole() {
        assert_eq!(
            told(None, Some(json!({ "paths": ["/a", "/b"], "override": null, "later": { "x": 1 } }))),
            ["later: None → Some(\"{\\\"x\\\":1}\")", "Interfaces: None → Some(\"/a, /b\")"]
        );
        assert_eq!(told(Some(json!({ "path": "/a" })), None), ["Interface: Some(\"/a\") → None"]);
        assert_eq!(told(None, Some(json!("odd"))), [": None → Some(\"odd\")"]);
        assert_eq!(
            told(None, Some(json!({ "scope": "account", "via": "token" }))),
            ["Scope: None → Some(\"account-wide\")", "Authenticated with: None → Some(\"access_token\")"]
        );
        assert!(told(None, None).is_empty());
    }

    #[test]
    fn rules_of_a_policy_are_told_in_words() {
        let before =
            json!({ "accounts": ["商城"], "excluded": [], "trigger": "exhausted", "mode": "notify", "quiet": null });
        let after = json!({
            "accounts": [],
            "excluded": [],
            "trigger": "runs-out-before 18:00",
            "mode": "clear",
            "quiet": "22:00-06:00",
            "whole_account": false,
        });
        assert_eq!(
            told(Some(before), Some(after)),
            [
                "Accounts: Some(\"商城\") → Some(\"all\")",
                "What the policy does: Some(\"Notify people\") → Some(\"Clear and notify people\")",
                "Quiet hours: Some(\"–\") → Some(\"22:00–06:00\")",
                "Condition: Some(\"no quota is left\") → Some(\"it is predicted to run out before 18:00\")",
                "May clear all interfaces of an account: None → Some(\"no\")",
            ]
        );
    }

    #[test]
    fn whoever_does_it_to_themselves_is_named_once() {
        let subject = |what: AuditAction, subject: &str| {
            let line = AuditLine {
                id: 1,
                at: Timestamp::UNIX_EPOCH,
                actor: "alice".to_owned(),
                token: None,
                address: None,
                what: what.word().to_owned(),
                subject: Some(subject.to_owned()),
                before: None,
                after: None,
                reason: None,
            };
            subject_words(Lang::En, &line).map(Text::into_owned)
        };
        assert_eq!(subject(AuditAction::SignedIn, "alice"), None);
        assert_eq!(subject(AuditAction::PasswordSet, "bob").as_deref(), Some("bob"));
        assert_eq!(subject(AuditAction::SessionsEnded, "bob").as_deref(), Some("bob"));
        assert_eq!(subject(AuditAction::AccountPaused, "alice").as_deref(), Some("alice"), "an account of this name");
    }

    #[test]
    fn subjects_are_written_as_the_language_writes_them() {
        for (what, subject, en, zh) in [
            ("account-changed", "商城 (wx0123456789abcdef)", "商城 (wx0123456789abcdef)", "商城（wx0123456789abcdef）"),
            ("account-changed", "商城 (旧)", "商城 (旧)", "商城 (旧)"),
            ("rid-looked-up", "list 12", "list of rids #12", "rid 清单 #12"),
            ("user-added", "list 12", "list 12", "list 12"),
            ("sampled", "*", "all accounts", "全部账号"),
            ("exported", "audit.csv?who=(a)", "audit.csv?who=(a)", "audit.csv?who=(a)"),
        ] {
            assert_eq!(subject_text(Lang::En, what, subject), en);
            assert_eq!(subject_text(Lang::ZhCn, what, subject), zh);
        }
    }

    #[test]
    fn words_of_a_newer_version_are_shown_as_they_are() {
        assert_eq!(act_words(Lang::En, "moon-landed"), "moon-landed");
        assert_ne!(act_words(Lang::En, "signed-in"), "signed-in");
        for what in AuditAction::ALL {
            assert_ne!(act_words(Lang::En, what.word()), what.word());
        }
        assert_eq!(who_words(Lang::En, "desk-girl"), "desk-girl");
    }
}
