//! The body of a message: facts for programs, and one English sentence.

use domain::notices::SettingChange;
use domain::{Event, NoticeContent, SettingKey};
use serde::Serialize;
use serde_json::Value;
use store::notices::Notice;

use crate::incidents::reason_text;
use crate::policies::withheld_reason;

/// The sentence of a test message.
pub(super) const TEST: &str = "This is a test message from wxquota.";

/// The JSON body that a receiver gets.
#[derive(Debug, Default, Serialize)]
pub(super) struct Message {
    /// What kind of news it is.
    event: &'static str,
    /// The notice's number on the desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    notice: Option<i64>,
    /// The incident's number on the desk, where one was reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    incident: Option<i64>,
    /// When it was written.
    at: String,
    severity: &'static str,
    /// What that account is called on the desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    appid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cgi_path: Option<String>,
    /// One sentence.
    summary: String,
    /// Where the desk says more.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// The news itself.
    #[serde(skip_serializing_if = "Value::is_null")]
    facts: Value,
}

impl Message {
    /// The message of a notice; `desk` is the address of this desk for links, where that is set.
    pub(super) fn of(notice: &Notice, desk: Option<&str>) -> Self {
        let (account, appid) =
            notice.account.as_ref().map(|(_, name, appid)| (name.clone(), appid.to_string())).unzip();
        Self {
            event: notice.news.event().word(),
            notice: Some(notice.id.0),
            incident: notice.incident.map(|id| id.0),
            at: notice.at.to_string(),
            severity: notice.severity.word(),
            account,
            appid,
            cgi_path: notice.interface.as_ref().map(|(_, path)| path.to_string()),
            summary: summary(notice),
            url: desk.map(|desk| format!("{}{}", desk.trim_end_matches('/'), notice.page())),
            facts: serde_json::to_value(&notice.news).unwrap_or_default(),
        }
    }

    /// A test message of a channel.
    pub(super) fn test(at: jiff::Timestamp, desk: Option<&str>) -> Self {
        Self {
            event: Event::Test.word(),
            at: at.to_string(),
            severity: domain::Severity::Info.word(),
            summary: TEST.to_owned(),
            url: desk.map(str::to_owned),
            ..Self::default()
        }
    }

    pub(super) fn event(&self) -> &'static str {
        self.event
    }

    pub(super) fn body(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// The notice as one English sentence.
pub fn summary(notice: &Notice) -> String {
    let whose = notice.account.as_ref().map_or_else(String::new, |(_, name, _)| format!(" of {name}"));
    let what = notice.interface.as_ref().map_or_else(String::new, |(_, path)| path.to_string());
    let target = format!("{what}{whose}");
    match &notice.news {
        NoticeContent::Usage { before, now, figures } => {
            let domain::Figures { daily_limit, used, remain } = figures;
            let change = if now > before { format!("is {now}") } else { format!("went from {before} to {now}") };
            format!("{target} {change}: {used} of {daily_limit} calls used, {remain} left.")
        }
        NoticeContent::Readings { failing: Some(failure) } => format!("Sampling{whose} fails: {failure}."),
        NoticeContent::Readings { failing: None } => format!("Sampling{whose} works again."),
        NoticeContent::PolicyMet { policy, figures, .. } => {
            let used = figures.map_or_else(String::new, |f| format!(", {} of {} calls used", f.used, f.daily_limit));
            format!("Policy {policy}: condition met by {target}{used}.")
        }
        NoticeContent::PolicyOver { policy } => format!("Policy {policy}: condition no longer met for {target}."),
        NoticeContent::PolicyClears { policy, clear, whole_account: true } => {
            format!("Policy {policy} clears all interfaces{whose} (clear #{clear}).")
        }
        NoticeContent::PolicyClears { policy, clear, whole_account: false } => {
            format!("Policy {policy} clears {target} (clear #{clear}).")
        }
        NoticeContent::PolicyWithheld { policy, why } => {
            format!("Policy {policy} did not clear {target}: {}.", withheld_reason(why))
        }
        NoticeContent::ClearMade { clear, whole_account: true } => {
            format!("All interfaces{whose} are being cleared (clear #{clear}).")
        }
        NoticeContent::ClearMade { clear, whole_account: false } => {
            format!("{target} is being cleared (clear #{clear}).")
        }
        NoticeContent::PolicySuspended { policy, clear: Some(clear), state: Some(state) } => {
            format!("Policy {policy} is suspended. The state of its clear #{clear} is: {state}.")
        }
        NoticeContent::PolicySuspended { policy, .. } => format!("Policy {policy} is suspended."),
        NoticeContent::Incident { errcode, reaction, because, after } => {
            let of = notice.incident.map_or_else(String::new, |id| format!("Incident {id}: "));
            let about = if target.is_empty() { String::new() } else { format!(" for {}", target.trim_start()) };
            let again = after.map_or_else(String::new, |clear| format!(" again after the clear #{clear}"));
            format!("{of}A service reported {errcode}{about}{again}; reaction {reaction}: {}.", reason_text(because))
        }
        NoticeContent::KillSwitch { on: true, by, .. } => format!("{by} stopped all automatic clears."),
        NoticeContent::KillSwitch { on: false, by, .. } => format!("{by} resumed automatic clears."),
        NoticeContent::SettingsLoosened { by, changes } => {
            let in_words = |change: &SettingChange| {
                let SettingChange { setting, before, after } = change;
                let values = if after.is_empty() { String::new() } else { format!(" from {before} to {after}") };
                format!("{setting}{values}")
            };
            if changes.iter().all(|change| change.setting == SettingKey::OurAddresses) {
                return format!("{by} added addresses to “Our IP addresses” in the system settings.");
            }
            let changes: Vec<_> = changes.iter().map(in_words).collect();
            format!("{by} lowered the protection of clears in the system settings: {}.", changes.join(", "))
        }
        NoticeContent::Undelivered { channel } => format!("Messages to {channel} could not be delivered."),
    }
}
