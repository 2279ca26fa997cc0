//! Incidents as programs read them.

use desk::incidents::{Incident, Reported, because_words, explanation};
use domain::Lang;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::rids::ExplanationShape;

/// `POST incidents`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ReportedIncident {
    /// The incident that the report is part of.
    pub(crate) incident: ReportedShape,
}

/// A report that is written down.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Reported)]
pub(crate) struct ReportedShape {
    /// The incident's id.
    pub(crate) id: i64,
    /// How often it was reported by then, this time included.
    pub(crate) count: i64,
    /// The rid in the message, where there is one.
    pub(crate) rid: Option<String>,
    /// `queued`: it is written down; what is done about it follows.
    pub(crate) state: &'static str,
}

impl ReportedIncident {
    /// What became of a report.
    pub(crate) fn of(reported: Reported) -> Self {
        let Reported { id, count, rid } = reported;
        Self { incident: ReportedShape { id: id.0, count, rid, state: domain::IncidentState::Queued.word() } }
    }
}

/// `GET incidents`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Incidents {
    /// The newest first.
    pub(crate) incidents: Vec<IncidentShape>,
    /// For the next ones; null at the end.
    pub(crate) next: Option<String>,
}

/// `GET incidents/{id}`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OneIncident {
    /// The incident.
    pub(crate) incident: IncidentShape,
}

/// An incident.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Incident)]
pub(crate) struct IncidentShape {
    /// Its id.
    pub(crate) id: i64,
    /// The account's id.
    pub(crate) account: i64,
    /// What that is called.
    pub(crate) account_name: String,
    /// What WeChat answered.
    pub(crate) errcode: i32,
    /// The same in its words, of the first report, masked.
    pub(crate) errmsg: String,
    /// The interface that was called.
    pub(crate) cgi_path: Option<String>,
    /// The first rid that was reported.
    pub(crate) rid: Option<String>,
    /// How often it was reported.
    pub(crate) count: i64,
    /// When first.
    pub(crate) first_at: Timestamp,
    /// When last.
    pub(crate) last_at: Timestamp,
    /// Who reported it first.
    pub(crate) reported_by: String,
    /// `queued working done failed`
    pub(crate) state: &'static str,
    /// `none cleared refetch-token token-refreshed per-minute explained refused-by-policy`
    pub(crate) reaction: &'static str,
    /// Why that and no more.
    pub(crate) reason: String,
    /// The clear that a policy ordered.
    pub(crate) clear_id: Option<i64>,
    /// When the desk was done with it.
    pub(crate) ended_at: Option<Timestamp>,
    /// What the errcode means.
    pub(crate) explanation: ExplanationShape,
}

impl IncidentShape {
    /// An incident, its errcode explained in a language.
    pub(crate) fn of(incident: &Incident, lang: Lang) -> Self {
        Self {
            id: incident.id.0,
            account: incident.account.0,
            account_name: incident.account_name.clone(),
            errcode: incident.errcode,
            errmsg: incident.errmsg.clone(),
            cgi_path: incident.cgi_path.as_ref().map(ToString::to_string),
            rid: incident.rid.clone(),
            count: incident.count,
            first_at: incident.first_at,
            last_at: incident.last_at,
            reported_by: incident.reported_by.clone(),
            state: incident.state.word(),
            reaction: incident.reaction.word(),
            reason: because_words(&incident.because),
            clear_id: incident.clear.map(|clear| clear.0),
            ended_at: incident.ended_at,
            explanation: explanation(incident, lang).into(),
        }
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
