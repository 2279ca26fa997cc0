//! Policies as text in the reader's language: what they watch, their triggers, modes and decisions.

use desk::accounts::Account;
use domain::policies::{Mode, Quiet, Rules, Trigger, Verdict, clock};
use domain::{CgiPath, Lang, PolicyId, QuotaZone};
use jiff::SignedDuration;

use crate::context::{Text, Viewer};
use crate::format::percent;
use crate::t;
use crate::words::reasons::withheld_reason;

/// The most accounts that a summary names; more are counted.
const NAMED: usize = 3;

/// Policy id out of a path or a form; one that does not exist, where the text is no id.
pub(crate) fn policy_id(text: &str) -> PolicyId {
    PolicyId(text.parse().unwrap_or_default())
}

/// Summary of what a policy watches and what triggers it, in one sentence; `interface_name` gives an interface's name.
pub(crate) fn policy_summary(
    lang: Lang,
    rules: &Rules,
    accounts: &[Account],
    interface_name: impl FnOnce(&CgiPath) -> String,
) -> Text {
    let what = match rules.paths.as_slice() {
        [] => t!(lang, "policy-every-interface"),
        [path] => interface_name(path).into(),
        several => t!(lang, "policy-some-interfaces", count = several.len()),
    };
    let whose = accounts_words(lang, rules, accounts);
    let when = trigger_words(lang, rules.trigger);
    match rules.excluded.len() {
        0 => t!(lang, "policy-sentence", what = what, whose = whose, when = when),
        but => t!(lang, "policy-sentence-but", what = what, whose = whose, when = when, count = but),
    }
}

fn accounts_words(lang: Lang, rules: &Rules, accounts: &[Account]) -> Text {
    match rules.accounts.len() {
        0 => t!(lang, "policy-every-account"),
        1..=NAMED => {
            let chosen = accounts.iter().filter(|account| rules.accounts.contains(&account.id));
            let names: Vec<_> = chosen.map(|account| account.name.as_str()).collect();
            names.join(&t!(lang, "comma")).into()
        }
        more => t!(lang, "policy-some-accounts", count = more),
    }
}

/// Trigger of a policy, as part of a sentence.
pub(crate) fn trigger_words(lang: Lang, trigger: Trigger) -> Text {
    match trigger {
        Trigger::Used { percent: share } => t!(lang, "policy-when-used", share = percent(share * 10)),
        Trigger::Exhausted => t!(lang, "policy-when-exhausted"),
        Trigger::RunsOutBefore { minute } => t!(lang, "policy-when-runs-out", time = clock(minute)),
        Trigger::Incident => t!(lang, "policy-when-incident"),
    }
}

/// Mode of a policy.
pub(crate) fn mode_words(lang: Lang, mode: Mode) -> Text {
    match mode {
        Mode::Notify => t!(lang, "policy-mode-notify"),
        Mode::Clear => t!(lang, "policy-mode-clear"),
    }
}

/// Span of a number of minutes; `None` for 0.
pub(crate) fn minutes_words(viewer: &Viewer, minutes: i64) -> Option<Text> {
    (minutes > 0).then(|| viewer.formats().span(SignedDuration::from_mins(minutes)))
}

/// Quiet hours: `22:00–06:00 (Asia/Shanghai)`.
pub(crate) fn quiet_words(lang: Lang, quiet: Quiet, zone: &QuotaZone) -> Text {
    t!(lang, "policy-quiet-from-to", from = clock(quiet.from), to = clock(quiet.to), zone = zone.name())
}

/// Decision of a policy: what it did.
pub(crate) fn verdict_words(viewer: &Viewer, verdict: Verdict) -> Text {
    let lang = viewer.lang;
    match verdict {
        Verdict::Notified => t!(lang, "policy-did-notify"),
        Verdict::Over => t!(lang, "policy-did-over"),
        Verdict::Clears { whole_account: true, .. } => t!(lang, "policy-did-clear-account"),
        Verdict::Clears { whole_account: false, .. } => t!(lang, "policy-did-clear-interface"),
        Verdict::Blocked(why) => t!(lang, "policy-did-not", why = withheld_reason(viewer, why)),
    }
}

/// Decision of a policy in a dry run: what it would have done.
pub(crate) fn trial_words(viewer: &Viewer, verdict: Verdict) -> Text {
    let lang = viewer.lang;
    match verdict {
        Verdict::Notified => t!(lang, "trial-would-notify"),
        Verdict::Over => t!(lang, "policy-did-over"),
        Verdict::Clears { whole_account: true, .. } => t!(lang, "trial-would-clear-account"),
        Verdict::Clears { whole_account: false, .. } => t!(lang, "trial-would-clear-interface"),
        Verdict::Blocked(why) => t!(lang, "trial-would-not", why = withheld_reason(viewer, why)),
    }
}
