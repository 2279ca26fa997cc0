//! Details that people add to a kept request: its interface, and the address of a ticket.

use domain::{AccountId, Actor, PathError, Permission};
use serde::{Deserialize, Serialize};
use store::AuditActor;
use store::rids::{DetailsOutcome, NewRidDetails, TICKET_CHARACTERS};

use super::Rid;
use crate::Desk;

/// The form of a request's details, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedRidDetails {
    /// The interface's path; empty for not known.
    pub path: String,
    /// The address of a ticket; empty for none.
    pub ticket: String,
    /// The [`store::rids::StoredRid::version`] of what the person saw.
    pub instead_of: String,
}

/// The errors of a form of details.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailsFaults {
    /// Of the path.
    pub path: Option<PathError>,
    /// Of the ticket: it is no address, or longer than [`TICKET_CHARACTERS`].
    pub ticket: bool,
}

use_case_error! {
    /// An error of setting details; nothing was written then.
    #[derive(Debug, thiserror::Error)]
    pub enum DetailsError: transparent Forbidden {
        /// The form has errors.
        #[error("the fields have to be corrected")]
        Faults(DetailsFaults),
        /// No request with this rid and account is archived.
        #[error("this rid has not been looked up")]
        NotFound,
        /// The details were changed since they were read.
        #[error("somebody else changed it in the meantime")]
        Conflict,
    }
}

impl Desk {
    /// Sets interface and ticket of a kept request, both as they are to be.
    ///
    /// # Errors
    /// [`DetailsError`]; nothing was written then.
    pub async fn set_rid_details(
        &self,
        actor: &Actor,
        rid: &Rid,
        account: AccountId,
        typed: &TypedRidDetails,
    ) -> Result<(), DetailsError> {
        actor.require(Permission::LookUpRids, Some(account))?;
        let mut faults = DetailsFaults::default();
        let cgi_path = match self.parse_path(&typed.path) {
            Ok((path, _)) => Some(path),
            Err((_, PathError::Empty)) => None,
            Err((_, error)) => {
                faults.path = Some(error);
                None
            }
        };
        let ticket = typed.ticket.trim();
        faults.ticket = !ticket.is_empty() && !is_address(ticket);
        if faults != DetailsFaults::default() {
            return Err(DetailsError::Faults(faults));
        }
        // A mask may be longer than the text it replaces.
        let masked = |text: &str| self.redactor().redact(text).chars().take(TICKET_CHARACTERS).collect::<String>();
        let ticket = (!ticket.is_empty()).then(|| masked(ticket));
        let new = NewRidDetails { cgi_path, ticket, instead_of: typed.instead_of.clone() };
        let by = AuditActor::from(actor);
        match self.store.set_rid_details(rid.as_str(), account, &new, &by, self.clock.now()).await? {
            DetailsOutcome::Written => {
                // The interface may be another one, of which more is known.
                if let Err(error) = self.conclude_limits().await {
                    tracing::error!(%error, "the limits that requests reached could not be determined");
                }
                Ok(())
            }
            DetailsOutcome::Changed => Err(DetailsError::Conflict),
            DetailsOutcome::NotFound => Err(DetailsError::NotFound),
        }
    }
}

/// An address that a link may lead to.
fn is_address(text: &str) -> bool {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    is_web && text.chars().count() <= TICKET_CHARACTERS && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}
