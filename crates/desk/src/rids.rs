//! The rid desk: finds rids in pasted texts, and looks up the requests they belong to.
//!
//! WeChat gives a request to the account that made it, for 7 days. What it gave is archived, redacted, and can be read
//! afterwards and by its address. A look-up that failed is kept with its reason, and retried where that can help.

mod allowance;
mod archive;
mod context;
mod details;
mod failure;
mod lookup;
mod lookup_queue;
mod notes;
mod pasted;
mod remainder;
mod reveal;
mod revealed;
mod settings;
mod verdict;

use domain::{CgiPath, Lang, LimitHit};
use jiff::{SignedDuration, Timestamp};
pub use store::rids::lookups::RidLookup;
pub use store::rids::{MAX_NOTES, NOTE_CHARACTERS, RidNote, StoredRid, TICKET_CHARACTERS};
use store::{Account, StoreError};
pub use wechat::rid::{
    CallDetails, ExposedSecret, GroupFault, NoLookup, PastedReply, Platform, RidFault, flaws, is_wecom_hint,
};
use wechat::{Explanation, explain_limit};
pub use wechat::{MASK, MASK_IN_CHINESE, Rid};

pub use self::allowance::LookupAllowance;
pub use self::archive::{Search, SearchResults};
pub use self::context::{InterfaceUsage, RequestContext};
pub use self::details::{DetailsError, DetailsFaults, TypedRidDetails};
pub use self::failure::{LookupAttempts, LookupFailure};
pub use self::notes::{NoteError, NoteFault, may_remove};
pub(crate) use self::pasted::known_failure_in;
pub use self::pasted::{LookupState, MAX_LISTED, Pasted, PastedRid, RidListEntry, RidListPage};
pub use self::remainder::PasteRemainder;
pub use self::reveal::RevealError;
pub use self::revealed::Revealed;
pub use self::settings::RidSettings;
pub use self::verdict::{ClearAdvice, Evidence, Verdict, is_json_object};

/// The maximum length of a pasted text, in bytes.
pub const MAX_TEXT: usize = 1 << 20;
/// The time for which WeChat keeps requests (official getRidInfo page).
pub const RETENTION: SignedDuration = SignedDuration::from_hours(7 * 24);
/// The maximum number of accounts asked where nobody said which one made the call.
pub const MAX_ACCOUNTS_ASKED: usize = 10;
/// The time limit for asking accounts one after the other. The server ends requests after a minute.
pub const LOOKUP_TIMEOUT: SignedDuration = SignedDuration::from_secs(40);
/// The difference of clocks that is allowed for before a rid counts as expired without asking, or as of the future.
const CLOCKS_APART: SignedDuration = SignedDuration::from_hours(1);
/// The start of 2020, before which no rids are known.
const FIRST_RIDS: Timestamp = Timestamp::constant(1_577_836_800, 0);

/// A finding in a pasted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundRid {
    /// A rid.
    Rid(DatedRid),
    /// The content of a hint, which cannot be looked up.
    Hint(String),
    /// An incomplete rid, as it stands in the text; [`flaws`] names the wrong groups.
    Incomplete(String),
}

/// A rid with the time that its first group encodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedRid {
    /// The rid.
    pub rid: Rid,
    /// When the call was made.
    pub at: Timestamp,
    /// When WeChat deletes the request.
    pub expires_at: Timestamp,
    /// Whether it has done so.
    pub expired: bool,
    /// No call can have been made then: before 2020, or more than an hour from now. The rid may be made up.
    pub implausible: bool,
    /// It was probably mistyped, by its digits.
    pub mistyped: bool,
}

impl DatedRid {
    /// The rid with its times, seen from `now`.
    pub fn of(rid: Rid, now: Timestamp) -> Self {
        let at = rid.time();
        let expires_at = at.saturating_add(RETENTION).unwrap_or(Timestamp::MAX);
        let implausible = at < FIRST_RIDS || at.duration_since(now) > CLOCKS_APART;
        let mistyped = rid.is_probably_mistyped();
        Self { rid, at, expires_at, expired: now > expires_at, implausible, mistyped }
    }

    /// Whether the rid has expired by more than the clocks may differ.
    fn is_long_expired(&self, now: Timestamp) -> bool {
        now.duration_since(self.expires_at) > CLOCKS_APART
    }
}

/// The source of a request's facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// WeChat's answer just now.
    Wechat,
    /// The archive, from an earlier look-up.
    Archive,
}

impl Source {
    /// The word for it in the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Wechat => "wechat",
            Self::Archive => "archive",
        }
    }
}

/// An archived request, redacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedUp {
    /// Its rid.
    pub rid: Rid,
    /// What it was.
    pub kept: StoredRid,
    /// The name of the account that made it.
    pub account_name: String,
    /// Where these facts come from.
    pub source: Source,
}

impl LookedUp {
    fn of(kept: StoredRid, account: &Account, source: Source) -> Result<Self, StoreError> {
        let unreadable = |_| StoreError::Inconsistent(format!("{:?} is not a rid", kept.rid));
        let rid = kept.rid.parse().map_err(unreadable)?;
        Ok(Self { rid, kept, account_name: account.name.clone(), source })
    }

    /// The limit that the call hit; `None` where it was refused for another reason.
    pub fn limit(&self) -> Option<LimitHit> {
        self.kept.limit.map(|verdict| verdict.limit)
    }

    /// What the answer means, where it was an errcode: by the limit that the call hit, and the clear that ended it.
    pub fn explanation(&self, lang: Lang) -> Option<Explanation> {
        let path = self.kept.cgi_path.as_ref().map(CgiPath::as_str);
        let explanation = explain_limit(self.kept.errcode?, path, self.limit(), lang);
        let is_ended = self.kept.limit.is_some_and(|verdict| verdict.ended_by.is_some());
        Some(if is_ended { explanation.ended_by_clear(lang) } else { explanation })
    }
}

use_case_error! {
    /// An error of searching a text or looking up a rid.
    #[derive(Debug, thiserror::Error)]
    pub enum RidError: transparent Forbidden {
        /// The text is longer than [`MAX_TEXT`].
        #[error("the text is longer than 1 MiB")]
        TooLong,
        /// There is no such account, or it is retired and cannot ask.
        #[error("account not found")]
        UnknownAccount,
        /// There is no such list.
        #[error("list not found")]
        NoSuchList,
        /// The look-up found nothing.
        #[error(transparent)]
        Lookup(#[from] LookupFailure),
    }
}
