//! Notices as text in the reader's language.

use desk::notices::Notice;
use domain::Severity;
use domain::notices::SettingChange;
use domain::policies::Trigger;
use domain::{Event, Figures, Lang, Level, NoticeContent, SettingKey};
use jiff::Timestamp;

use crate::context::{Text, Viewer};
use crate::t;
use crate::words::clears::clear_word;
use crate::words::failures::failure_words;
use crate::words::reasons::{reaction_reason, used_words, withheld_reason};
use crate::words::settings::change_words;
use crate::words::usage::state_word;
use crate::words::users::who_words;

/// News as one line, without the interface and account that it is about.
pub(crate) fn news_words(viewer: &Viewer, news: &NoticeContent) -> Text {
    let lang = viewer.lang;
    match news {
        NoticeContent::Usage { before, now, figures } => usage_words(lang, *before, *now, *figures),
        NoticeContent::Readings { failing: Some(why) } => {
            t!(lang, "news-readings-fail", why = failure_words(lang, *why, None))
        }
        NoticeContent::Readings { failing: None } => t!(lang, "news-readings-again"),
        NoticeContent::PolicyMet { policy, trigger, figures, runs_out_at } => {
            let what = condition_words(viewer, *trigger, *figures, *runs_out_at);
            t!(lang, "news-policy-met", policy = policy.as_str(), what = what)
        }
        NoticeContent::PolicyOver { policy } => t!(lang, "news-policy-over", policy = policy.as_str()),
        NoticeContent::PolicyClears { policy, clear, whole_account: true } => {
            t!(lang, "news-policy-clears-all", policy = policy.as_str(), clear = clear.to_string())
        }
        NoticeContent::PolicyClears { policy, clear, whole_account: false } => {
            t!(lang, "news-policy-clears", policy = policy.as_str(), clear = clear.to_string())
        }
        NoticeContent::PolicyWithheld { policy, why } => {
            t!(lang, "news-policy-withheld", policy = policy.as_str(), why = withheld_reason(viewer, *why))
        }
        NoticeContent::ClearMade { clear, whole_account: true } => {
            t!(lang, "news-cleared-all", clear = clear.to_string())
        }
        NoticeContent::ClearMade { clear, whole_account: false } => {
            t!(lang, "news-cleared", clear = clear.to_string())
        }
        NoticeContent::PolicySuspended { policy, clear: Some(clear), state: Some(state) } => {
            let state = clear_word(lang, *state);
            t!(lang, "news-policy-suspended", policy = policy.as_str(), clear = clear.to_string(), state = state)
        }
        NoticeContent::PolicySuspended { policy, .. } => {
            t!(lang, "news-policy-suspended-plain", policy = policy.as_str())
        }
        NoticeContent::Incident { errcode, because, after: Some(clear), .. } => {
            let (errcode, because) = (errcode.to_string(), reaction_reason(viewer, because));
            t!(lang, "news-incident-again", errcode = errcode, clear = clear.to_string(), because = because)
        }
        NoticeContent::Incident { errcode, because, .. } => {
            t!(lang, "news-incident", errcode = errcode.to_string(), because = reaction_reason(viewer, because))
        }
        NoticeContent::KillSwitch { on, by, reason } => switch_words(lang, *on, by, reason.as_deref()),
        NoticeContent::SettingsLoosened { by, changes } if only_addresses(changes) => {
            t!(lang, "news-addresses-widened", by = who_words(lang, by))
        }
        NoticeContent::SettingsLoosened { by, changes } => {
            let words = |change: &SettingChange| change_words(lang, change.setting, &change.before, &change.after);
            let changes: Vec<_> = changes.iter().map(words).collect();
            t!(lang, "news-settings-loosened", by = who_words(lang, by), changes = changes.join(&t!(lang, "semicolon")))
        }
        NoticeContent::Undelivered { channel } => t!(lang, "news-undelivered", channel = channel.as_str()),
    }
}

/// Whether no more was changed than which addresses are ours.
fn only_addresses(changes: &[SettingChange]) -> bool {
    changes.iter().all(|change| change.setting == SettingKey::OurAddresses)
}

fn usage_words(lang: Lang, before: Level, now: Level, figures: Figures) -> Text {
    let used = used_words(lang, figures);
    match (now > before, now) {
        (true, Level::Exhausted) => t!(lang, "news-used-up", used = used),
        (true, Level::Critical) => t!(lang, "news-critical", used = used),
        (true, _) => t!(lang, "news-warning", used = used),
        (false, Level::Calm) => match before {
            Level::Exhausted => t!(lang, "news-over-used-up", used = used),
            Level::Critical => t!(lang, "news-over-critical", used = used),
            _ => t!(lang, "news-over-warning", used = used),
        },
        (false, _) => t!(lang, "news-eased", now = state_word(lang, now.state()), used = used),
    }
}

/// Condition of a policy that was met.
fn condition_words(
    viewer: &Viewer,
    trigger: Trigger,
    figures: Option<Figures>,
    runs_out_at: Option<Timestamp>,
) -> Text {
    let lang = viewer.lang;
    let used = figures.map_or_else(|| t!(lang, "met-no-figure"), |figures| used_words(lang, figures));
    match (trigger, runs_out_at) {
        (Trigger::Used { percent }, _) => t!(lang, "met-used", used = used, percent = percent),
        (Trigger::Exhausted, _) => t!(lang, "met-exhausted", used = used),
        (Trigger::RunsOutBefore { .. }, Some(at)) => {
            t!(lang, "met-runs-out", at = viewer.formats().clock(at), used = used)
        }
        (Trigger::RunsOutBefore { .. }, None) => used,
        (Trigger::Incident, _) => t!(lang, "met-incident", used = used),
    }
}

fn switch_words(lang: Lang, on: bool, by: &str, reason: Option<&str>) -> Text {
    let by = who_words(lang, by);
    match (on, reason) {
        (true, Some(reason)) => t!(lang, "news-stopped-why", by = by, reason = reason),
        (true, None) => t!(lang, "news-stopped", by = by),
        (false, Some(reason)) => t!(lang, "news-resumed-why", by = by, reason = reason),
        (false, None) => t!(lang, "news-resumed", by = by),
    }
}

/// Kind of news.
pub(crate) fn event_words(lang: Lang, event: Event) -> Text {
    match event {
        Event::Threshold => t!(lang, "event-threshold"),
        Event::Eased => t!(lang, "event-eased"),
        Event::Recovered => t!(lang, "event-recovered"),
        Event::AccountFailing => t!(lang, "event-account-failing"),
        Event::AccountRecovered => t!(lang, "event-account-recovered"),
        Event::PolicyMet => t!(lang, "event-policy-met"),
        Event::PolicyOver => t!(lang, "event-policy-over"),
        Event::PolicyClears => t!(lang, "event-policy-clears"),
        Event::ClearMade => t!(lang, "event-clear-made"),
        Event::PolicyWithheld => t!(lang, "event-policy-withheld"),
        Event::PolicySuspended => t!(lang, "event-policy-suspended"),
        Event::Incident => t!(lang, "event-incident"),
        Event::Stopped => t!(lang, "event-stopped"),
        Event::Resumed => t!(lang, "event-resumed"),
        Event::SettingsLoosened => t!(lang, "event-settings-loosened"),
        Event::Undelivered => t!(lang, "event-undelivered"),
        Event::Test => t!(lang, "event-test"),
    }
}

/// Subject of a notice: its interface, which has the name `interface`, and account; `None` where it is about the desk as a
/// whole.
pub(crate) fn subject_words(notice: &Notice, interface: Option<String>) -> Option<Text> {
    let account = notice.account.as_ref().map(|(_, name, _)| name.clone());
    let about: Vec<_> = interface.into_iter().chain(account).collect();
    (!about.is_empty()).then(|| about.join(" · ").into())
}

/// Severity in a word.
pub fn severity_word(lang: Lang, severity: Severity) -> Text {
    match severity {
        Severity::Info => t!(lang, "severity-info"),
        Severity::Warning => t!(lang, "severity-warning"),
        Severity::Critical => t!(lang, "severity-critical"),
    }
}

/// Whether an event says that something is over. It matters as much as what it ends, and worries nobody any more.
pub(crate) fn is_over(event: Event) -> bool {
    matches!(event, Event::Recovered | Event::AccountRecovered | Event::PolicyOver | Event::Resumed)
}

/// The severity of a notice; of what ends something, that it is resolved.
pub(crate) fn badge_word(lang: Lang, severity: Severity, event: Event) -> Text {
    let word = severity_word(lang, severity);
    if is_over(event) { t!(lang, "severity-over", severity = word) } else { word }
}

/// Lowest severity of a range: `from warning on`, or `only critical`.
pub(crate) fn minimum_severity_words(lang: Lang, severity: Severity) -> Text {
    match severity {
        Severity::Info => t!(lang, "severity-any"),
        Severity::Critical => t!(lang, "severity-only", severity = severity_word(lang, severity)),
        Severity::Warning => t!(lang, "severity-from", severity = severity_word(lang, severity)),
    }
}
