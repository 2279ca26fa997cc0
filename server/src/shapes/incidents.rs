//! Incidents as programs read them, and the body of the call that reports one.

use desk::incidents::{Incident, ReportReceipt, explanation, reason_text};
use domain::{IncidentState, Lang, LimitHit};
use jiff::Timestamp;
use utoipa::ToSchema;

use super::rids::ExplanationShape;
use super::shapes;

shapes! {
    /// `POST incidents`.
    struct ReportedIncident (reported: ReportReceipt) {
        /// The incident to which the report belongs.
        incident: ReportedShape = ReportedShape::of(reported),
    }

    /// A saved report.
    #[schema(as = ReportReceipt)]
    struct ReportedShape (reported: ReportReceipt) {
        /// The ID of the incident.
        id: i64 = reported.id.0,
        /// The number of reports so far, including this one.
        count: i64 = reported.count,
        /// The rid in the message, if there is one.
        rid: Option<String> = reported.rid,
        /// `queued`: the report is saved and will be investigated.
        state: &'static str = IncidentState::Queued.word(),
    }

    /// `GET incidents`.
    struct Incidents (incidents: &[Incident], next: Option<String>, lang: Lang) {
        /// Sorted by time, newest first.
        incidents: Vec<IncidentShape> = incidents.iter().map(|incident| IncidentShape::of(incident, lang)).collect(),
        /// The `cursor` for the next page; null on the last page.
        next: Option<String> = next,
    }

    /// `GET incidents/{id}`.
    struct OneIncident (incident: &Incident, lang: Lang) {
        /// The incident.
        incident: IncidentShape = IncidentShape::of(incident, lang),
    }

    /// An incident.
    #[schema(as = Incident)]
    struct IncidentShape (incident: &Incident, lang: Lang) {
        /// The ID.
        id: i64 = incident.id.0,
        /// The ID of the account.
        account: i64 = incident.account.0,
        /// The name of the account.
        account_name: String = incident.account_name.clone(),
        /// The errcode.
        errcode: i32 = incident.errcode,
        /// The errmsg of the first report, masked.
        errmsg: String = incident.errmsg.clone(),
        /// The path of the interface.
        cgi_path: Option<String> = incident.cgi_path.as_ref().map(ToString::to_string),
        /// The first rid that was reported.
        rid: Option<String> = incident.rid.clone(),
        /// The number of reports.
        count: i64 = incident.count,
        /// The time of the first report.
        first_at: Timestamp = incident.first_at,
        /// The time of the last report.
        last_at: Timestamp = incident.last_at,
        /// The first reporter.
        reported_by: String = incident.reported_by.clone(),
        /// `queued working done failed`
        state: &'static str = incident.state.word(),
        /// `none cleared refetch-token token-refreshed per-minute explained refused-by-policy`
        reaction: &'static str = incident.reaction.word(),
        /// The reason for the reaction.
        reason: String = reason_text(&incident.because),
        /// The limit that the calls reached: `day-quota total per-minute uncounted not-known`; null if they failed
        /// for another reason.
        limit: Option<&'static str> = incident.limit.map(LimitHit::word),
        /// The newest clear that was made because of the incident or that reset its count.
        clear_id: Option<i64> = incident.clear.map(|clear| clear.0),
        /// The time when the investigation finished.
        ended_at: Option<Timestamp> = incident.ended_at,
        /// The explanation of the errcode.
        explanation: ExplanationShape = ExplanationShape::of(explanation(incident, lang)),
    }
}

/// The body of `POST incidents`.
#[derive(Debug, Clone, ToSchema)]
#[expect(dead_code, reason = "it describes what is read leniently, field by field")]
pub(crate) struct IncidentReport {
    /// The ID, AppID or name of the account; an ID can be a number.
    pub(crate) account: String,
    /// WeChat's errcode; can be a string.
    pub(crate) errcode: i32,
    /// WeChat's errmsg, with its rid.
    pub(crate) errmsg: Option<String>,
    /// The path of the interface, such as `/wxa/msg_sec_check`.
    pub(crate) cgi_path: Option<String>,
}
