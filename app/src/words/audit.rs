//! The audit trail in the reader's words: who, what, and what changed.

use desk::audit::AuditLine;
use domain::audit::What;
use domain::policies::Trigger;
use domain::{Lang, Via};
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::context::{Text, Viewer};
use crate::format::grouped;
use crate::t;
use crate::words::accounts::kind_words;
use crate::words::clears::{clear_word, scope_words};
use crate::words::notices::minimum_severity_words;
use crate::words::policies::{mode_words, trigger_words};
use crate::words::users::role_words;

/// What was done; a word that only a newer wxquota knows is shown as it is.
pub(crate) fn act_words(lang: Lang, word: &str) -> Text {
    word.parse().map_or_else(|_| word.to_owned().into(), |what| what_words(lang, what))
}

/// What a kind of act is called.
pub(crate) fn what_words(lang: Lang, what: What) -> Text {
    match what {
        What::AccountAdded => t!(lang, "what-account-added"),
        What::AccountChanged => t!(lang, "what-account-changed"),
        What::SecretReplaced => t!(lang, "what-secret-replaced"),
        What::AccountPaused => t!(lang, "what-account-paused"),
        What::AccountResumed => t!(lang, "what-account-resumed"),
        What::AccountRetired => t!(lang, "what-account-retired"),
        What::AccountChecked => t!(lang, "what-account-checked"),
        What::InterfacesWatched => t!(lang, "what-interfaces-watched"),
        What::InterfaceUnwatched => t!(lang, "what-interface-unwatched"),
        What::Sampled => t!(lang, "what-sampled"),
        What::ClearOrdered => t!(lang, "what-clear-ordered"),
        What::ClearRequested => t!(lang, "what-clear-requested"),
        What::RequestApproved => t!(lang, "what-request-approved"),
        What::RequestDeclined => t!(lang, "what-request-declined"),
        What::RequestWithdrawn => t!(lang, "what-request-withdrawn"),
        What::ClearSettled => t!(lang, "what-clear-settled"),
        What::GuessDismissed => t!(lang, "what-guess-dismissed"),
        What::RidLookedUp => t!(lang, "what-rid-looked-up"),
        What::RidNoted => t!(lang, "what-rid-noted"),
        What::RidRevealed => t!(lang, "what-rid-revealed"),
        What::PolicyAdded => t!(lang, "what-policy-added"),
        What::PolicyChanged => t!(lang, "what-policy-changed"),
        What::PolicyPaused => t!(lang, "what-policy-paused"),
        What::PolicyResumed => t!(lang, "what-policy-resumed"),
        What::PolicyRemoved => t!(lang, "what-policy-removed"),
        What::ClearsStopped => t!(lang, "what-clears-stopped"),
        What::ClearsAllowed => t!(lang, "what-clears-allowed"),
        What::ChannelAdded => t!(lang, "what-channel-added"),
        What::ChannelChanged => t!(lang, "what-channel-changed"),
        What::ChannelRemoved => t!(lang, "what-channel-removed"),
        What::ChannelTested => t!(lang, "what-channel-tested"),
        What::HostAllowed => t!(lang, "what-host-allowed"),
        What::HostForbidden => t!(lang, "what-host-forbidden"),
        What::MessagesResent => t!(lang, "what-messages-resent"),
        What::TokenMade => t!(lang, "what-token-made"),
        What::TokenRevoked => t!(lang, "what-token-revoked"),
        What::UserAdded => t!(lang, "what-user-added"),
        What::RoleChanged => t!(lang, "what-role-changed"),
        What::UserDisabled => t!(lang, "what-user-disabled"),
        What::UserEnabled => t!(lang, "what-user-enabled"),
        What::PasswordChanged => t!(lang, "what-password-changed"),
        What::PasswordSet => t!(lang, "what-password-set"),
        What::SignedIn => t!(lang, "what-signed-in"),
        What::SignInFailed => t!(lang, "what-sign-in-failed"),
        What::SignedOut => t!(lang, "what-signed-out"),
        What::SessionsEnded => t!(lang, "what-sessions-ended"),
        What::Exported => t!(lang, "what-exported"),
        What::BackedUp => t!(lang, "what-backed-up"),
    }
}

/// What it was done on; `None` where that is whoever did it, who is named already.
pub(crate) fn subject_words(line: &AuditLine) -> Option<&str> {
    let subject = line.subject.as_deref()?;
    // Only of a user: an account may well be called as somebody is.
    let is_of_user = matches!(
        line.what.parse(),
        Ok(What::SignedIn
            | What::SignedOut
            | What::SessionsEnded
            | What::PasswordChanged
            | What::RoleChanged
            | What::UserDisabled)
    );
    (!is_of_user || subject != line.actor).then_some(subject)
}

/// A field that an act changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Changed {
    /// What it is called.
    pub(crate) name: Text,
    /// How it was, where that was written down.
    pub(crate) before: Option<String>,
    /// How it was afterwards, where that was written down.
    pub(crate) after: Option<String>,
}

/// The fields in which `after` differs from `before`; all of them where there is only one of the two.
pub(crate) fn changes(viewer: &Viewer, before: Option<&Value>, after: Option<&Value>) -> Vec<Changed> {
    let fields = |value: Option<&Value>| match value {
        Some(Value::Object(fields)) => fields.clone(),
        // What is no object has no names.
        Some(other) => Map::from_iter([(String::new(), other.clone())]),
        None => Map::new(),
    };
    let (old, new) = (fields(before), fields(after));
    let names = old.keys().chain(new.keys().filter(|name| !old.contains_key(*name)));
    let changed = names.filter(|name| old.get(*name) != new.get(*name));
    let told = changed.map(|name| Changed {
        name: field_words(viewer.lang, name),
        before: old.get(name).map(|value| value_words(viewer, name, value)),
        after: new.get(name).map(|value| value_words(viewer, name, value)),
    });
    // Of what stands alone, what is not there is not worth a line.
    told.filter(|field| [&field.before, &field.after].into_iter().flatten().any(|text| text != NOTHING)).collect()
}

const NOTHING: &str = "–";

fn field_words(lang: Lang, name: &str) -> Text {
    match name {
        "name" => t!(lang, "field-name"),
        "role" => t!(lang, "col-role"),
        "kind" => t!(lang, "col-kind"),
        "daily_readings" => t!(lang, "field-readings"),
        "cleared_before" => t!(lang, "change-cleared-before"),
        "interfaces" | "paths" => t!(lang, "col-interfaces"),
        "interface" | "path" | "cgi_path" => t!(lang, "col-interface"),
        "rids" => t!(lang, "rid-col-rid"),
        "note" => t!(lang, "rid-note"),
        "ticket" => t!(lang, "rid-ticket"),
        "clear" => t!(lang, "change-clear"),
        "scope" => t!(lang, "col-scope"),
        "via" => t!(lang, "change-by"),
        "left_before" => t!(lang, "change-left-before"),
        "left" => t!(lang, "col-left"),
        "state" => t!(lang, "col-state"),
        "url" => t!(lang, "field-channel-url"),
        "severity" => t!(lang, "field-channel-severity"),
        "paused" => t!(lang, "change-paused"),
        "secret_replaced" => t!(lang, "change-secret-replaced"),
        "delivered" => t!(lang, "change-delivered"),
        "messages" => t!(lang, "messages-title"),
        "request" => t!(lang, "change-request"),
        "asked_by" => t!(lang, "change-asked-by"),
        "glass_broken" => t!(lang, "change-glass-broken"),
        "override" => t!(lang, "change-override"),
        "expires_at" => t!(lang, "col-expires"),
        "ended" => t!(lang, "change-ended"),
        "accounts" => t!(lang, "policy-form-whose"),
        "excluded" => t!(lang, "policy-form-excluded"),
        "trigger" => t!(lang, "policy-fact-when"),
        "mode" => t!(lang, "policy-form-mode"),
        "whole_account" => t!(lang, "policy-form-whole"),
        "reserve_account" => t!(lang, "policy-form-reserve-account"),
        "reserve_interface" => t!(lang, "policy-form-reserve-interface"),
        "a_day" => t!(lang, "policy-form-a-day"),
        "a_month" => t!(lang, "policy-form-a-month"),
        "cooldown_minutes" => t!(lang, "policy-form-cooldown"),
        "quiet" => t!(lang, "policy-fact-quiet"),
        "before_reset_minutes" => t!(lang, "policy-form-before-reset"),
        "suspended_by" => t!(lang, "change-suspended-by"),
        other => other.to_owned().into(),
    }
}

/// What a field's word is called; `None` where it has no word of ours.
fn word_words(lang: Lang, field: &str, word: &str) -> Option<Text> {
    match field {
        "role" => Some(role_words(lang, word.parse().ok()?)),
        "kind" => Some(kind_words(lang, word.parse().ok()?)),
        "scope" => Some(scope_words(lang, word.parse().ok()?)),
        "via" => Some(via_words(lang, word.parse().ok()?)),
        "state" => Some(clear_word(lang, word.parse().ok()?)),
        "severity" => Some(minimum_severity_words(lang, word.parse().ok()?)),
        "mode" => Some(mode_words(lang, word.parse().ok()?)),
        "trigger" => Some(trigger_words(lang, Trigger::from_record(word)?)),
        _ => None,
    }
}

fn via_words(lang: Lang, via: Via) -> Text {
    match via {
        Via::Token => t!(lang, "change-by-token"),
        Via::Secret => t!(lang, "change-by-secret"),
    }
}

fn value_words(viewer: &Viewer, name: &str, value: &Value) -> String {
    match (name, value) {
        (_, Value::Null) => NOTHING.to_owned(),
        (_, Value::String(text)) if name.ends_with("_at") => {
            text.parse::<Timestamp>().map_or_else(|_| text.clone(), |at| viewer.formats().exact(at))
        }
        ("clear" | "request" | "suspended_by", Value::Number(id)) => format!("#{id}"),
        (_, Value::Bool(true)) => t!(viewer.lang, "change-yes").into_owned(),
        (_, Value::Bool(false)) => t!(viewer.lang, "change-no").into_owned(),
        // A policy that names none is about all.
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
        let line = |Changed { name, before, after }| format!("{name}: {before:?} → {after:?}");
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
                "Readings a day: Some(\"4,000\") → Some(\"10,000\")",
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
            ["Scope: None → Some(\"whole account\")", "By: None → Some(\"token\")"]
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
                "What it does: Some(\"Tell people\") → Some(\"Clear, and tell people\")",
                "Quiet hours: Some(\"–\") → Some(\"22:00-06:00\")",
                "Acts when: Some(\"nothing is left\") → Some(\"at its pace it runs out before 18:00\")",
                "It may clear whole accounts: None → Some(\"no\")",
            ]
        );
    }

    #[test]
    fn whoever_does_it_to_themselves_is_named_once() {
        let subject = |what: What, subject: &str| {
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
            subject_words(&line).map(str::to_owned)
        };
        assert_eq!(subject(What::SignedIn, "alice"), None);
        assert_eq!(subject(What::PasswordSet, "bob").as_deref(), Some("bob"));
        assert_eq!(subject(What::SessionsEnded, "bob").as_deref(), Some("bob"));
        assert_eq!(subject(What::AccountPaused, "alice").as_deref(), Some("alice"), "an account of this name");
    }

    #[test]
    fn words_of_a_newer_version_are_shown_as_they_are() {
        assert_eq!(act_words(Lang::En, "moon-landed"), "moon-landed");
        assert_ne!(act_words(Lang::En, "signed-in"), "signed-in");
        assert_eq!(who_words(Lang::En, "desk-girl"), "desk-girl");
    }
}
