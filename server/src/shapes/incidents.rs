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
        /// The incident that the report is part of.
        incident: ReportedShape = ReportedShape::of(reported),
    }

    /// A report that is written down.
    #[schema(as = ReportReceipt)]
    struct ReportedShape (reported: ReportReceipt) {
        /// The incident's id.
        id: i64 = reported.id.0,
        /// How often it was reported by then, this time included.
        count: i64 = reported.count,
        /// The rid in the message, where there is one.
        rid: Option<String> = reported.rid,
        /// `queued`: it is written down; what is done about it follows.
        state: &'static str = IncidentState::Queued.word(),
    }

    /// `GET incidents`.
    struct Incidents (incidents: &[Incident], next: Option<String>, lang: Lang) {
        /// The newest first.
        incidents: Vec<IncidentShape> = incidents.iter().map(|incident| IncidentShape::of(incident, lang)).collect(),
        /// For the next ones; null at the end.
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
        /// Its id.
        id: i64 = incident.id.0,
        /// The account's id.
        account: i64 = incident.account.0,
        /// What that is called.
        account_name: String = incident.account_name.clone(),
        /// What WeChat answered.
        errcode: i32 = incident.errcode,
        /// The same in its words, of the first report, masked.
        errmsg: String = incident.errmsg.clone(),
        /// The interface that was called.
        cgi_path: Option<String> = incident.cgi_path.as_ref().map(ToString::to_string),
        /// The first rid that was reported.
        rid: Option<String> = incident.rid.clone(),
        /// How often it was reported.
        count: i64 = incident.count,
        /// When first.
        first_at: Timestamp = incident.first_at,
        /// When last.
        last_at: Timestamp = incident.last_at,
        /// Who reported it first.
        reported_by: String = incident.reported_by.clone(),
        /// `queued working done failed`
        state: &'static str = incident.state.word(),
        /// `none cleared refetch-token token-refreshed per-minute explained refused-by-policy`
        reaction: &'static str = incident.reaction.word(),
        /// Why that and no more.
        reason: String = reason_text(&incident.because),
        /// The limit that the calls hit: `day-quota total per-minute uncounted not-known`; null where they failed for another reason.
        limit: Option<&'static str> = incident.limit.map(LimitHit::word),
        /// The newest clear that was made because of it, or that reset its count.
        clear_id: Option<i64> = incident.clear.map(|clear| clear.0),
        /// When the desk was done with it.
        ended_at: Option<Timestamp> = incident.ended_at,
        /// What the errcode means.
        explanation: ExplanationShape = ExplanationShape::of(explanation(incident, lang)),
    }
}

/// The body of `POST incidents`.
#[derive(Debug, Clone, ToSchema)]
#[expect(dead_code, reason = "it describes what is read leniently, field by field")]
pub(crate) struct IncidentReport {
    /// The account's id, appid or name; an id also as a number.
    pub(crate) account: String,
    /// WeChat's errcode; also as text.
    pub(crate) errcode: i32,
    /// WeChat's errmsg, with its rid.
    pub(crate) errmsg: Option<String>,
    /// The interface that was called, such as `/wxa/msg_sec_check`.
    pub(crate) cgi_path: Option<String>,
}
