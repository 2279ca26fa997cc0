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
        #[error("there is no such incident")]
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
        ReactionReason::Pending => "the desk has not come to it yet".to_owned(),
        ReactionReason::Known => "the explanation says what to do; the desk can do nothing about it".to_owned(),
        ReactionReason::Unknown => "the errcode is none that is known".to_owned(),
        ReactionReason::MinuteLimit => {
            "it is a limit per minute: call more slowly; a clear does not lift it".to_owned()
        }
        ReactionReason::UncountedLimit => {
            "it is a daily limit of the interface that quota/get does not count: it ends with the day; a clear does \
                                           not lift it"
                .to_owned()
        }
        ReactionReason::QuotaLeft { figures } => {
            format!("{}, so it is a limit per minute: call more slowly; a clear does not lift it", share(figures))
        }
        ReactionReason::NoPolicy { figures } => format!("{}; no policy clears this interface", share(figures)),
        ReactionReason::PolicyTold { policy, figures } => {
            format!("{}; the policy {policy} told people", share(figures))
        }
        ReactionReason::PolicyClears { policy, figures } => {
            format!("{}; the policy {policy} ordered a clear", share(figures))
        }
        ReactionReason::ClearedBy { clear } => format!("the clear {clear} was made after it"),
        ReactionReason::StillCleared { clear, figures } => format!(
            "it was reported again after the clear {clear}, and quota is left: {}; if it goes on, call more slowly",
            share(figures)
        ),
        ReactionReason::ReportedAgain { clear } => format!("it was reported again after the clear {clear}"),
        ReactionReason::ClearVoid { clear, state: ClearState::Unknown } => {
            format!("the outcome of the clear {clear} is unknown")
        }
        ReactionReason::ClearVoid { clear, state } => format!("the clear {clear} is {state}"),
        ReactionReason::ClearUnknown { policy, clear, figures } => format!(
            "{}; the policy {policy} ordered the clear {clear}, whose outcome is unknown, and clears no more until a person resumes it",
            share(figures)
        ),
        ReactionReason::QuotaBack { figures } => format!("there is quota left now: {}", share(figures)),
        ReactionReason::PolicyWithheld { policy, why } => {
            format!("the policy {policy} wanted to clear and did not: {}", crate::policies::withheld_reason(why))
        }
        ReactionReason::NoInterface => {
            "name the interface as cgi_path: the error does not tell which it was".to_owned()
        }
        ReactionReason::Guessed { cgi_path, figures } => format!(
            "the report names no interface that is known; {cgi_path} is used up ({}), so it may be that one: name the interface as \
             cgi_path, and policies are asked",
            share(figures)
        ),
        ReactionReason::NotWatched => "the interface is not watched on this account, so it is not read".to_owned(),
        ReactionReason::NotRead { failure: Some(failure) } => format!("the interface could not be read: {failure}"),
        ReactionReason::NotRead { failure: None } => {
            "there is no figure: WeChat has none, or the account's readings of the day are used up".to_owned()
        }
        ReactionReason::OwnTokenWorks { again: false } => {
            "the desk's own token works: fetch yours anew with stable_token in normal mode".to_owned()
        }
        ReactionReason::OwnTokenWorks { again: true } => {
            "the desk's own token works, and this was reported before: something \
             keeps fetching tokens that end the others; let every service use stable_token in normal mode"
                .to_owned()
        }
        ReactionReason::RenewedElsewhere => {
            "the desk's token was refused too, and WeChat has another one now: someone else \
             refreshes your token; fetch yours anew with stable_token in normal mode"
                .to_owned()
        }
        ReactionReason::Forced => {
            "WeChat refused the token that it gives, so the desk had it made anew: fetch yours anew".to_owned()
        }
        ReactionReason::NoToken { failure } => format!("the desk can have no token of this account either: {failure}"),
        ReactionReason::NotActive => "the account is paused, so nothing was tried".to_owned(),
        ReactionReason::Broken => "the desk failed over it; its log says how".to_owned(),
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
        let notices = self.store.notices(&of_it).await?;
        Ok(IncidentPage { incident, interface, notices })
    }
}
