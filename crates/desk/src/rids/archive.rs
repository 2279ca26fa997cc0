//! The archive of looked-up requests: searching it, and notes beside requests.

use domain::{AccountId, Actor, PathError, Permission};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::AuditActor;
use store::rids::{NOTE_CHARACTERS, NewRidNote, NoteOutcome, RidQuery, StoredRid, TICKET_CHARACTERS};

use super::{LookedUp, Rid, RidError, Source};
use crate::Desk;
use crate::paging::{cut_page, one_more};

/// The maximum number of words of a search.
const MOST_WORDS: usize = 12;

/// The filters and the page of a search in the archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Words separated by blanks, each of which must occur in the request.
    pub words: String,
    /// The time range of the calls.
    pub made: Option<(Timestamp, Timestamp)>,
    /// Only requests kept before this one.
    pub before: Option<i64>,
    /// The maximum number of requests.
    pub limit: usize,
}

/// A page of requests found in the archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchResults {
    /// The newest first.
    pub requests: Vec<LookedUp>,
    /// The [`Search::before`] that gives the following ones; `None` at the end.
    pub next_before: Option<i64>,
}

/// The form of a note beside a request, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedRidNote {
    /// The interface's path; empty for not known.
    pub path: String,
    /// Words; empty for none.
    pub text: String,
    /// The address of a ticket; empty for none.
    pub ticket: String,
    /// The [`StoredRid::version`] of what the person saw.
    pub instead_of: String,
}

/// The errors of a note form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteFaults {
    /// Of the path.
    pub path: Option<PathError>,
    /// Of the words: how many characters they have, more than [`NOTE_CHARACTERS`].
    pub text: Option<usize>,
    /// Of the ticket: it is no address, or longer than [`TICKET_CHARACTERS`].
    pub ticket: bool,
}

use_case_error! {
    /// An error of writing a note; nothing was written then.
    #[derive(Debug, thiserror::Error)]
    pub enum NoteError: transparent Forbidden {
        /// The form has errors.
        #[error("what was typed has to be corrected")]
        Faults(NoteFaults),
        /// No request with this rid and account is archived.
        #[error("nothing is kept of this rid")]
        NotFound,
        /// The note was changed since it was read.
        #[error("somebody else changed it meanwhile")]
        Conflict,
    }
}

impl Desk {
    /// The newest archived request with this rid; WeChat is not asked.
    ///
    /// # Errors
    /// [`RidError::Forbidden`], [`RidError::Internal`].
    pub async fn kept_rid(&self, actor: &Actor, rid: &Rid) -> Result<Option<LookedUp>, RidError> {
        actor.require(Permission::LookUpRids, None)?;
        Ok(self.archived(rid, None).await?)
    }

    /// Requests that are kept and fit, the newest look-up first.
    ///
    /// # Errors
    /// [`RidError::Forbidden`], [`RidError::Internal`].
    pub async fn search_rids(&self, actor: &Actor, search: &Search) -> Result<SearchResults, RidError> {
        actor.require(Permission::LookUpRids, None)?;
        let words = search.words.split(|c: char| c.is_whitespace() || c.is_control());
        let query = RidQuery {
            words: words.filter(|word| !word.is_empty()).take(MOST_WORDS).map(str::to_owned).collect(),
            made: search.made,
            before: search.before,
            limit: one_more(search.limit),
        };
        let mut rows = self.store.search_rids(&query).await?;
        let next_before = cut_page(&mut rows, search.limit, |(id, _)| *id);
        let accounts = self.store.accounts().await?;
        let request = |(_, kept): (i64, StoredRid)| {
            let account = accounts.iter().find(|account| account.id == kept.account_id)?;
            Some(LookedUp::of(kept, account, Source::Archive))
        };
        Ok(SearchResults { requests: rows.into_iter().filter_map(request).collect::<Result<_, _>>()?, next_before })
    }

    /// Writes beside a kept request: the interface, words, a ticket; all as they are to be.
    ///
    /// # Errors
    /// [`NoteError`]; nothing was written then.
    pub async fn note_rid(
        &self,
        actor: &Actor,
        rid: &Rid,
        account: AccountId,
        typed: &TypedRidNote,
    ) -> Result<(), NoteError> {
        actor.require(Permission::LookUpRids, Some(account))?;
        let mut faults = NoteFaults::default();
        let cgi_path = match self.parse_path(&typed.path) {
            Ok((path, _)) => Some(path),
            Err((_, PathError::Empty)) => None,
            Err((_, error)) => {
                faults.path = Some(error);
                None
            }
        };
        let text = typed.text.replace(['\0', '\r'], " ");
        let characters = text.trim().chars().count();
        faults.text = (characters > NOTE_CHARACTERS).then_some(characters);
        let ticket = typed.ticket.trim();
        faults.ticket = !ticket.is_empty() && !is_address(ticket);
        if faults != NoteFaults::default() {
            return Err(NoteError::Faults(faults));
        }
        let redactor = self.redactor();
        // A mask may be longer than the text it replaces.
        let kept = |text: &str, most| {
            let masked = redactor.redact(text);
            (!text.is_empty()).then(|| masked.chars().take(most).collect::<String>())
        };
        let (text, ticket) = (kept(text.trim(), NOTE_CHARACTERS), kept(ticket, TICKET_CHARACTERS));
        let new = NewRidNote { cgi_path, text, ticket, instead_of: typed.instead_of.clone() };
        match self.store.note_rid(rid.as_str(), account, &new, &AuditActor::from(actor), self.clock.now()).await? {
            NoteOutcome::Written => Ok(()),
            NoteOutcome::Changed => Err(NoteError::Conflict),
            NoteOutcome::NotFound => Err(NoteError::NotFound),
        }
    }
}

/// An address that a link may lead to.
fn is_address(text: &str) -> bool {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    is_web && text.chars().count() <= TICKET_CHARACTERS && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}
