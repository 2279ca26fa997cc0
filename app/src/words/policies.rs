//! Policies in the reader's words: what they watch, what they wait for, what they do, what they decided.

use desk::accounts::Account;
use domain::policies::{Mode, Quiet, Rules, Trigger, Verdict, clock};
use domain::{CgiPath, Lang, PolicyId, QuotaZone};
use jiff::SignedDuration;

use crate::context::{Text, Viewer};
use crate::format::percent;
use crate::t;
use crate::words::withheld::withheld_words;

/// Accounts that a sentence names; more are counted.
const NAMED: usize = 3;

/// The policy that a form names; one that there is not, where it names none.
pub(crate) fn policy_of(form: &str) -> PolicyId {
    PolicyId(form.parse().unwrap_or_default())
}

/// What a policy watches and waits for, in one sentence; `named` gives an interface's name.
pub(crate) fn sentence(
    lang: Lang,
    rules: &Rules,
    accounts: &[Account],
    named: impl FnOnce(&CgiPath) -> String,
) -> Text {
    let what = match rules.paths.as_slice() {
        [] => t!(lang, "policy-every-interface"),
        [path] => named(path).into(),
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

/// What it waits for, as part of a sentence.
pub(crate) fn trigger_words(lang: Lang, trigger: Trigger) -> Text {
    match trigger {
        Trigger::Used { percent: share } => t!(lang, "policy-when-used", share = percent(share * 10)),
        Trigger::Exhausted => t!(lang, "policy-when-exhausted"),
        Trigger::RunsOutBefore { minute } => t!(lang, "policy-when-runs-out", time = clock(minute)),
        Trigger::Incident => t!(lang, "policy-when-incident"),
    }
}

/// What it does then.
pub(crate) fn mode_words(lang: Lang, mode: Mode) -> Text {
    match mode {
        Mode::Notify => t!(lang, "policy-mode-notify"),
        Mode::Clear => t!(lang, "policy-mode-clear"),
    }
}

/// How long a number of minutes is; `None` for 0.
pub(crate) fn minutes_words(viewer: &Viewer, minutes: i64) -> Option<Text> {
    (minutes > 0).then(|| viewer.formats().span(SignedDuration::from_mins(minutes)))
}

/// `22:00–06:00 (Asia/Shanghai)`
pub(crate) fn quiet_words(lang: Lang, quiet: Quiet, zone: &QuotaZone) -> Text {
    t!(lang, "policy-quiet-from-to", from = clock(quiet.from), to = clock(quiet.to), zone = zone.name())
}

/// What it came to.
pub(crate) fn verdict_words(viewer: &Viewer, verdict: Verdict) -> Text {
    let lang = viewer.lang;
    match verdict {
        Verdict::Notified => t!(lang, "policy-did-notify"),
        Verdict::Over => t!(lang, "policy-did-over"),
        Verdict::Clears { whole_account: true, .. } => t!(lang, "policy-did-clear-account"),
        Verdict::Clears { whole_account: false, .. } => t!(lang, "policy-did-clear-interface"),
        Verdict::Withheld(why) => t!(lang, "policy-did-not", why = withheld_words(viewer, why)),
    }
}

/// What it would have come to.
pub(crate) fn trial_words(viewer: &Viewer, verdict: Verdict) -> Text {
    let lang = viewer.lang;
    match verdict {
        Verdict::Notified => t!(lang, "trial-would-notify"),
        Verdict::Over => t!(lang, "policy-did-over"),
        Verdict::Clears { whole_account: true, .. } => t!(lang, "trial-would-clear-account"),
        Verdict::Clears { whole_account: false, .. } => t!(lang, "trial-would-clear-interface"),
        Verdict::Withheld(why) => t!(lang, "trial-would-not", why = withheld_words(viewer, why)),
    }
}
