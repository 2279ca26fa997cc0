//! Pasted texts: the rids in them, and lists of look-ups.

use domain::audit::AuditAction;
use domain::{AccountId, Actor, CgiPath, Permission};
use serde::{Deserialize, Serialize};
use store::rids::lookups::{RequestedRid, RidLine, RidLookup};
use store::{AuditActor, NewAuditLine, StoreError};
use wechat::rid::{CallDetails, Found, is_sign_in, parse_pasted};

use super::{DatedRid, FoundRid, LookedUp, LookupFailure, MAX_TEXT, RidError, Source};
use crate::{Desk, Internal};

/// The maximum number of rids of one text that are looked up.
pub const MAX_LISTED: usize = 200;
/// The maximum number of incomplete rids, and of old hints, that are reported.
const MAX_BESIDE: usize = 50;

/// The findings in a pasted text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pasted {
    /// Rids, incomplete rids, and hints of the old kind: in order of first appearance, each once.
    pub found: Vec<FoundRid>,
    /// Its rids, each with what the text says about its call.
    pub rids: Vec<PastedRid>,
    /// The first errcode in it.
    pub errcode: Option<i32>,
}

/// The findings in a text beside whole rids, redacted and limited in number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasteRemainder {
    /// How many rids are not looked up, because they are too many.
    pub left_out: usize,
    /// The contents of hints of the old kind.
    pub hints: Vec<String>,
    /// Incomplete rids, as they stand in the text.
    pub incomplete: Vec<String>,
    /// The first errcode in it.
    pub errcode: Option<i32>,
}

impl PasteRemainder {
    /// Whether there are no such findings.
    pub fn is_empty(&self) -> bool {
        self.left_out == 0 && !self.has_others()
    }

    /// Whether there are incomplete rids or old hints.
    pub fn has_others(&self) -> bool {
        !self.hints.is_empty() || !self.incomplete.is_empty()
    }
}

/// A rid in a text, with what the text says about its call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedRid {
    /// The rid, with its time.
    pub dated: DatedRid,
    /// What the text says about the call.
    pub near: CallDetails,
}

/// A list of rids with the states of their look-ups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RidListPage {
    /// When they were pasted.
    pub made_at: jiff::Timestamp,
    /// By whom, as text.
    pub made_by: String,
    /// What else their text held.
    pub beside: PasteRemainder,
    /// The rids, in the order of the text.
    pub lines: Vec<RidListEntry>,
}

/// An entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RidListEntry {
    /// The rid.
    pub dated: DatedRid,
    /// The state of its look-up.
    pub state: LookupState,
}

/// The state of a rid's look-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookupState {
    /// The request was found.
    Found(Box<LookedUp>),
    /// The look-up is queued; with the reason of the last try, where there was one.
    Waiting(Option<LookupFailure>),
    /// The look-up found nothing.
    Failed(LookupFailure),
    /// It was not looked up.
    NotLookedUp,
}

impl Desk {
    /// Finds rids in a text; WeChat is not asked.
    ///
    /// # Errors
    /// [`RidError::TooLong`] or [`RidError::Forbidden`].
    pub async fn parse_pasted_text(&self, actor: &Actor, text: String) -> Result<Pasted, RidError> {
        actor.require(Permission::LookUpRids, None)?;
        if text.len() > MAX_TEXT {
            return Err(RidError::TooLong);
        }
        // A long text takes a while, in which this thread has others to serve.
        let read = tokio::task::spawn_blocking(move || parse_pasted(&text)).await;
        let wechat::rid::Pasted { found, rids, errcode } = read.map_err(Internal::task)?;
        let now = self.clock.now();
        let found = found.into_iter().map(|found| match found {
            Found::Rid(rid) => FoundRid::Rid(DatedRid::of(rid, now)),
            Found::Hint(text) => FoundRid::Hint(text),
            Found::Incomplete(text) => FoundRid::Incomplete(text),
        });
        let rids = rids.into_iter().map(|(rid, near)| PastedRid { dated: DatedRid::of(rid, now), near });
        Ok(Pasted { found: found.collect(), rids: rids.collect(), errcode })
    }

    /// The findings in a text beside whole rids. Masking takes longer than finding, so only what is reported is masked.
    pub fn beside(&self, pasted: &Pasted) -> PasteRemainder {
        let redactor = self.redactor();
        let mut beside = PasteRemainder { errcode: pasted.errcode, ..PasteRemainder::default() };
        beside.left_out = pasted.rids.len().saturating_sub(MAX_LISTED);
        for found in &pasted.found {
            let (list, text) = match found {
                FoundRid::Rid(_) => continue,
                FoundRid::Hint(text) => (&mut beside.hints, text),
                FoundRid::Incomplete(text) => (&mut beside.incomplete, text),
            };
            if list.len() < MAX_BESIDE {
                list.push(redactor.redact(text).chars().filter(|c| !c.is_control()).collect());
            }
        }
        beside
    }

    /// Has the rids of a text looked up, [`MAX_LISTED`] at most, and gives the list on which their answers come together.
    ///
    /// # Errors
    /// [`RidError::UnknownAccount`], where `account` is the only one to ask; [`RidError::Forbidden`].
    pub async fn create_rid_list(
        &self,
        actor: &Actor,
        pasted: &Pasted,
        account: Option<AccountId>,
    ) -> Result<i64, RidError> {
        actor.require(Permission::LookUpRids, account)?;
        if let Some(account) = account {
            self.live_account(account).await?.ok_or(RidError::UnknownAccount)?;
        }
        let rids = &pasted.rids[..pasted.rids.len().min(MAX_LISTED)];
        let beside = serde_json::to_string(&self.beside(pasted)).map_err(Internal::task)?;
        let now = self.clock.now();
        let wanted: Vec<_> = rids.iter().map(|pasted| self.wanted(pasted, account)).collect();
        let names: Vec<_> = wanted.iter().map(|wanted| wanted.rid.clone()).collect();
        let list = self.store.add_rid_list(&names, &beside, &AuditActor::from(actor), now).await?;
        self.queue_lookups(actor, &wanted).await?;
        Ok(list)
    }

    /// Looks up again those rids of a list that were not found and may be found now.
    ///
    /// # Errors
    /// [`RidError::NoSuchList`], [`RidError::Forbidden`].
    pub async fn retry_rid_list(&self, actor: &Actor, list: i64) -> Result<(), RidError> {
        actor.require(Permission::LookUpRids, None)?;
        let listed = self.store.rid_list(list).await?.ok_or(RidError::NoSuchList)?;
        let now = self.clock.now();
        let again = |line: RidLine| {
            let rid = line.rid.parse().ok()?;
            let state = line.lookup.as_ref().map_or(LookupState::NotLookedUp, state_of);
            let may_change = match &state {
                LookupState::Failed(untold) => untold.may_change(),
                LookupState::NotLookedUp => line.kept.is_none(),
                LookupState::Found(_) | LookupState::Waiting(_) => false,
            };
            let wanted = line.lookup.map_or_else(|| bare(&line.rid), |lookup| lookup.wanted);
            (may_change && !DatedRid::of(rid, now).is_long_expired(now)).then_some(wanted)
        };
        let wanted: Vec<_> = listed.lines.into_iter().filter_map(again).collect();
        if wanted.is_empty() {
            return Ok(());
        }
        self.note(actor, NewAuditLine::on(AuditAction::RidLookedUp, format!("list {list}"))).await?;
        Ok(self.queue_lookups(actor, &wanted).await?)
    }

    /// Queues look-ups that the desk makes by itself, from now on.
    pub(crate) async fn queue_lookups(&self, actor: &Actor, wanted: &[RequestedRid]) -> Result<(), StoreError> {
        let now = self.clock.now();
        self.store.request_rid_lookups(wanted, &actor.to_string(), now, now).await?;
        self.rid_bell.notify_one();
        Ok(())
    }

    /// A list with the states of its look-ups.
    ///
    /// # Errors
    /// [`RidError::NoSuchList`], [`RidError::Forbidden`].
    pub async fn rid_list(&self, actor: &Actor, list: i64) -> Result<RidListPage, RidError> {
        actor.require(Permission::LookUpRids, None)?;
        let list = self.store.rid_list(list).await?.ok_or(RidError::NoSuchList)?;
        let accounts = self.store.accounts().await?;
        let now = self.clock.now();
        let line = |line: RidLine| {
            let unreadable = |_| StoreError::Inconsistent(format!("{:?} is no rid", line.rid));
            let dated = DatedRid::of(line.rid.parse().map_err(unreadable)?, now);
            let account = line.kept.as_ref().and_then(|kept| accounts.iter().find(|one| one.id == kept.account_id));
            let state = match (line.kept.zip(account), line.lookup) {
                (Some((kept, account)), _) => {
                    LookupState::Found(Box::new(LookedUp::of(kept, account, Source::Archive)?))
                }
                (None, Some(lookup)) => state_of(&lookup),
                (None, None) if dated.expired => LookupState::Failed(LookupFailure::Expired { at: dated.at }),
                (None, None) => LookupState::NotLookedUp,
            };
            Ok(RidListEntry { dated, state })
        };
        let lines = list.lines.into_iter().map(line).collect::<Result<_, StoreError>>()?;
        let beside = serde_json::from_str(&list.beside).unwrap_or_default();
        Ok(RidListPage { made_at: list.made_at, made_by: list.made_by, beside, lines })
    }

    /// The state of the look-up of a rid that is not archived.
    ///
    /// # Errors
    /// [`RidError::Forbidden`], [`RidError::Internal`].
    pub async fn rid_state(
        &self,
        actor: &Actor,
        rid: &wechat::Rid,
    ) -> Result<(LookupState, Option<RidLookup>), RidError> {
        actor.require(Permission::LookUpRids, None)?;
        let lookup = self.store.rid_lookup(rid.as_str()).await?;
        Ok((lookup.as_ref().map_or(LookupState::NotLookedUp, state_of), lookup))
    }

    /// The look-up of a rid, with what the text says about its call. A path that holds a secret is left out.
    pub(super) fn wanted(&self, pasted: &PastedRid, account: Option<AccountId>) -> RequestedRid {
        let CallDetails { appid, path, errcode } = pasted.near.clone();
        let redactor = self.redactor();
        let cgi_path = path.filter(|path| redactor.redact(path) == path.as_str());
        let cgi_path = cgi_path.filter(|path| is_sign_in(path) || CgiPath::parse(path).is_ok());
        RequestedRid { rid: pasted.dated.rid.to_string(), account, appid, cgi_path, errcode }
    }
}

/// The look-up of a rid of which nothing else is known.
fn bare(rid: &str) -> RequestedRid {
    RequestedRid { rid: rid.to_owned(), account: None, appid: None, cgi_path: None, errcode: None }
}

/// As a look-up that is not made any more was written by [`Desk::make_lookup`].
fn state_of(lookup: &RidLookup) -> LookupState {
    let untold = lookup.untold.as_ref().and_then(|(why, _)| serde_json::from_str(why).ok());
    match (lookup.due_at, untold) {
        (Some(_), untold) => LookupState::Waiting(untold),
        (None, Some(untold)) => LookupState::Failed(untold),
        (None, None) => LookupState::NotLookedUp,
    }
}
