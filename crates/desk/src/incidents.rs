//! Incidents: errors from WeChat that services report. A report is written within milliseconds; wxquota investigates each
//! incident once, in the background.

mod investigation;
mod quota;
mod reports;
mod state;
mod tokens;

use domain::incidents::ReactionReason;
use domain::{Actor, CgiPath, ClearState, Figures, IncidentId, Lang, Permission, Reaction};
pub use reports::{Report, ReportReceipt};
pub use state::ReportError;
pub(crate) use state::{ReadingPace, Reports};
use store::Interface;
pub use store::incidents::{Incident, IncidentQuery};
use store::notices::{Notice, NoticeQuery};
use wechat::{Explanation, explain_limit};

use crate::Desk;

use_case_error! {
    /// An error of showing incidents.
    #[derive(Debug, thiserror::Error)]
    pub enum IncidentError: transparent Forbidden {
        /// There is no such incident.
        #[error("incident not found")]
        NoSuchIncident,
    }
}

/// The view of one incident.
#[derive(Debug, Clone)]
pub struct IncidentPage {
    /// The incident.
    pub incident: Incident,
    /// Its interface, where that is watched.
    pub interface: Option<domain::InterfaceId>,
    /// The notices about it.
    pub notices: Vec<Notice>,
}

/// The maximum number of notices on an incident's page.
const NOTICES: i64 = 50;

/// The explanation of an incident's errcode, by the limit that the calls hit, and the clear that ended it.
pub fn explanation(incident: &Incident, lang: Lang) -> Explanation {
    let path = incident.cgi_path.as_ref().map(CgiPath::as_str);
    let explanation = explain_limit(incident.errcode, path, incident.limit, lang);
    if incident.reaction == Reaction::Cleared { explanation.ended_by_clear(lang) } else { explanation }
}

/// The reason of an incident's reaction as an English sentence, for programs.
pub fn reason_text(because: &ReactionReason) -> String {
    let share = |figures: &Figures| format!("{} of {} calls are used", figures.used, figures.daily_limit);
    match because {
        ReactionReason::Pending => "not investigated yet".to_owned(),
        ReactionReason::Known => "the explanation says what to do; wxquota cannot fix it".to_owned(),
        ReactionReason::Unknown => "the errcode is not in the catalogue".to_owned(),
        ReactionReason::MinuteLimit => {
            "the per-minute limit was reached, which a clear does not reset; slow the calls down".to_owned()
        }
        ReactionReason::UncountedLimit => {
            "a daily limit was reached that WeChat does not report and a clear does not reset; it ends with the day"
                .to_owned()
        }
        ReactionReason::QuotaLeft { figures } => {
            format!(
                "{}, so the per-minute limit was reached, which a clear does not reset; slow the calls down",
                share(figures)
            )
        }
        ReactionReason::NoPolicy { figures } => format!("{}; no policy clears this interface", share(figures)),
        ReactionReason::PolicyTold { policy, figures } => {
            format!("{}; the policy {policy} notified people", share(figures))
        }
        ReactionReason::PolicyClears { policy, figures } if policy.is_empty() => {
            format!("{}; a clear was started", share(figures))
        }
        ReactionReason::PolicyClears { policy, figures } => {
            format!("{}; the policy {policy} started a clear", share(figures))
        }
        ReactionReason::ClearedBy { clear } => format!("clear #{clear} was made afterwards"),
        ReactionReason::StillCleared { clear, figures } => format!(
            "reported again after clear #{clear}, but quota is left: {}; if the error continues, slow the calls down",
            share(figures)
        ),
        ReactionReason::ReportedAgain { clear } => format!("reported again after clear #{clear}"),
        ReactionReason::ClearVoid { clear, state: ClearState::Unknown } => {
            format!("the outcome of clear #{clear} is unknown")
        }
        ReactionReason::ClearVoid { clear, state } => format!("the state of clear #{clear} is: {state}"),
        ReactionReason::ClearUnknown { policy, clear, figures } => format!(
            "{}; the policy {policy} started clear #{clear}, whose outcome is unknown, and makes no more clears \
             until a person resumes it",
            share(figures)
        ),
        ReactionReason::QuotaBack { figures } => format!("quota is available again: {}", share(figures)),
        ReactionReason::PolicyWithheld { policy, why } => {
            format!("the policy {policy} did not clear: {}", crate::policies::withheld_reason(why))
        }
        ReactionReason::NoInterface => "the report does not name the interface; send it as cgi_path".to_owned(),
        ReactionReason::Guessed { cgi_path, figures } => format!(
            "the report does not name a known interface; {cgi_path} is used up ({}) and may be the cause; send the \
             interface as cgi_path, so that policies can act",
            share(figures)
        ),
        ReactionReason::NotWatched => {
            "the interface is not watched on this account, so it cannot be sampled".to_owned()
        }
        ReactionReason::NotRead { failure: Some(failure) } => format!("the reading failed: {failure}"),
        ReactionReason::NotRead { failure: None } => {
            "no figures are available: WeChat reports none, or the account's readings for today are used up".to_owned()
        }
        ReactionReason::NotTurned => {
            "WeChat still gives the figures of the day before: the new day's are not known yet".to_owned()
        }
        ReactionReason::OwnTokenWorks { again: false } => {
            "wxquota's own token works; fetch yours again with stable_token in normal mode".to_owned()
        }
        ReactionReason::OwnTokenWorks { again: true } => {
            "wxquota's own token works, and this error was reported before: another program keeps fetching tokens \
             that invalidate the others; let every service use stable_token in normal mode"
                .to_owned()
        }
        ReactionReason::RenewedElsewhere => {
            "another program refreshed the token; fetch yours again with stable_token in normal mode".to_owned()
        }
        ReactionReason::Forced => {
            "WeChat refused the token that it had just issued, so wxquota refreshed it; fetch yours again".to_owned()
        }
        ReactionReason::NoToken { failure } => format!(
            "wxquota cannot fetch a token of this account either: \
         {failure}"
        ),
        ReactionReason::NotActive => "the account is paused, so wxquota did not investigate".to_owned(),
        ReactionReason::Broken => "an internal error occurred; see the log of wxquota".to_owned(),
    }
}

impl Desk {
    /// Incidents, the newest first.
    ///
    /// # Errors
    /// [`IncidentError::Forbidden`] or the database's failure.
    pub async fn incidents(&self, actor: &Actor, query: &IncidentQuery) -> Result<Vec<Incident>, IncidentError> {
        actor.require(Permission::LookUpRids, query.account)?;
        Ok(self.store.incidents(query).await?)
    }

    /// One incident.
    ///
    /// # Errors
    /// [`IncidentError::NoSuchIncident`], [`IncidentError::Forbidden`].
    pub async fn incident_page(&self, actor: &Actor, id: IncidentId) -> Result<IncidentPage, IncidentError> {
        actor.require(Permission::LookUpRids, None)?;
        let incident = self.store.incident(id).await?.ok_or(IncidentError::NoSuchIncident)?;
        // Also of a retired account, whose history stays.
        let interfaces = self.store.interfaces_of(incident.account).await?;
        let is_meant = |one: &&Interface| Some(&one.cgi_path) == incident.cgi_path.as_ref() && one.removed_at.is_none();
        let interface = interfaces.iter().find(is_meant).map(|one| one.id);
        let of_it = NoticeQuery { incident: Some(id), limit: NOTICES, ..NoticeQuery::default() };
        let notices = self.notices_for(actor, &of_it).await?;
        Ok(IncidentPage { incident, interface, notices })
    }
}
