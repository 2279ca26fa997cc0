//! Pasted texts: the rids in them, and lists of look-ups.

use domain::audit::What;
use domain::{AccountId, Actor, CgiPath, May};
use serde::{Deserialize, Serialize};
use store::rids::lookups::{RidLine, RidLookup, WantedRid};
use store::{Act, By, StoreError};
use wechat::rid::{Found, Near, is_sign_in, read_pasted};

use super::{DatedRid, FoundRid, LookedUp, MAX_TEXT, RidError, Source, Untold};
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
pub struct Beside {
    /// How many rids are not looked up, because they are too many.
    pub left_out: usize,
    /// The contents of hints of the old kind.
    pub hints: Vec<String>,
    /// Incomplete rids, as they stand in the text.
    pub incomplete: Vec<String>,
    /// The first errcode in it.
    pub errcode: Option<i32>,
}

impl Beside {
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
    pub near: Near,
}

/// A list of rids with the states of their look-ups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedRids {
    /// When they were pasted.
    pub made_at: jiff::Timestamp,
    /// By whom, as text.
    pub made_by: String,
    /// What else their text held.
    pub beside: Beside,
    /// The rids, in the order of the text.
    pub lines: Vec<ListLine>,
}

/// An entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListLine {
    /// The rid.
    pub dated: DatedRid,
    /// The state of its look-up.
    pub state: LineState,
}

/// The state of a rid's look-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineState {
    /// The request was found.
    Told(Box<LookedUp>),
    /// The look-up is queued; with the reason of the last try, where there was one.
    Waiting(Option<Untold>),
    /// The look-up found nothing.
    Untold(Untold),
    /// It was not looked up.
    Nothing,
}

impl Desk {
    /// Finds rids in a text; WeChat is not asked.
    ///
    /// # Errors
    /// [`RidError::TooLong`] or [`RidError::Forbidden`].
    pub async fn understood_text(&self, actor: &Actor, text: String) -> Result<Pasted, RidError> {
        actor.require(May::LookUpRids, None)?;
        if text.len() > MAX_TEXT {
            return Err(RidError::TooLong);
        }
        // A long text takes a while, in which this thread has others to serve.
        let read = tokio::task::spawn_blocking(move || read_pasted(&text)).await;
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
    pub fn beside(&self, pasted: &Pasted) -> Beside {
        let redactor = self.redactor();
        let mut beside = Beside { errcode: pasted.errcode, ..Beside::default() };
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
    pub async fn look_up_all(
        &self,
        actor: &Actor,
        pasted: &Pasted,
        account: Option<AccountId>,
    ) -> Result<i64, RidError> {
        actor.require(May::LookUpRids, account)?;
        if let Some(account) = account {
            self.live_account(account).await?.ok_or(RidError::UnknownAccount)?;
        }
        let rids = &pasted.rids[..pasted.rids.len().min(MAX_LISTED)];
        let beside = serde_json::to_string(&self.beside(pasted)).map_err(Internal::task)?;
        let now = self.clock.now();
        let wanted: Vec<_> = rids.iter().map(|pasted| self.wanted(pasted, account)).collect();
        let names: Vec<_> = wanted.iter().map(|wanted| wanted.rid.clone()).collect();
        let list = self.store.add_rid_list(&names, &beside, &By::from(actor), now).await?;
        self.queue_lookups(actor, &wanted).await?;
        Ok(list)
    }

    /// Looks up again those rids of a list that were not found and may be found now.
    ///
    /// # Errors
    /// [`RidError::NoSuchList`], [`RidError::Forbidden`].
    pub async fn look_up_again(&self, actor: &Actor, list: i64) -> Result<(), RidError> {
        actor.require(May::LookUpRids, None)?;
        let listed = self.store.rid_list(list).await?.ok_or(RidError::NoSuchList)?;
        let now = self.clock.now();
        let again = |line: RidLine| {
            let rid = line.rid.parse().ok()?;
            let state = line.lookup.as_ref().map_or(LineState::Nothing, state_of);
            let may_change = match &state {
                LineState::Untold(untold) => untold.may_change(),
                LineState::Nothing => line.kept.is_none(),
                LineState::Told(_) | LineState::Waiting(_) => false,
            };
            let wanted = line.lookup.map_or_else(|| bare(&line.rid), |lookup| lookup.wanted);
            (may_change && !DatedRid::of(rid, now).is_long_expired(now)).then_some(wanted)
        };
        let wanted: Vec<_> = listed.lines.into_iter().filter_map(again).collect();
        if wanted.is_empty() {
            return Ok(());
        }
        self.note(actor, Act::on(What::RidLookedUp, format!("list {list}"))).await?;
        Ok(self.queue_lookups(actor, &wanted).await?)
    }

    /// Queues look-ups that the desk makes by itself, from now on.
    pub(crate) async fn queue_lookups(&self, actor: &Actor, wanted: &[WantedRid]) -> Result<(), StoreError> {
        let now = self.clock.now();
        self.store.want_rids(wanted, &actor.to_string(), now, now).await?;
        self.rid_bell.notify_one();
        Ok(())
    }

    /// A list with the states of its look-ups.
    ///
    /// # Errors
    /// [`RidError::NoSuchList`], [`RidError::Forbidden`].
    pub async fn rid_list(&self, actor: &Actor, list: i64) -> Result<ListedRids, RidError> {
        actor.require(May::LookUpRids, None)?;
        let list = self.store.rid_list(list).await?.ok_or(RidError::NoSuchList)?;
        let accounts = self.store.accounts().await?;
        let now = self.clock.now();
        let line = |line: RidLine| {
            let unreadable = |_| StoreError::Inconsistent(format!("{:?} is no rid", line.rid));
            let dated = DatedRid::of(line.rid.parse().map_err(unreadable)?, now);
            let account = line.kept.as_ref().and_then(|kept| accounts.iter().find(|one| one.id == kept.account_id));
            let state = match (line.kept.zip(account), line.lookup) {
                (Some((kept, account)), _) => LineState::Told(Box::new(LookedUp::of(kept, account, Source::Archive)?)),
                (None, Some(lookup)) => state_of(&lookup),
                (None, None) if dated.expired => LineState::Untold(Untold::Expired { at: dated.at }),
                (None, None) => LineState::Nothing,
            };
            Ok(ListLine { dated, state })
        };
        let lines = list.lines.into_iter().map(line).collect::<Result<_, StoreError>>()?;
        let beside = serde_json::from_str(&list.beside).unwrap_or_default();
        Ok(ListedRids { made_at: list.made_at, made_by: list.made_by, beside, lines })
    }

    /// The state of the look-up of a rid that is not archived.
    ///
    /// # Errors
    /// [`RidError::Forbidden`], [`RidError::Internal`].
    pub async fn rid_state(
        &self,
        actor: &Actor,
        rid: &wechat::Rid,
    ) -> Result<(LineState, Option<RidLookup>), RidError> {
        actor.require(May::LookUpRids, None)?;
        let lookup = self.store.rid_lookup(rid.as_str()).await?;
        Ok((lookup.as_ref().map_or(LineState::Nothing, state_of), lookup))
    }

    /// The look-up of a rid, with what the text says about its call. A path that holds a secret is left out.
    pub(super) fn wanted(&self, pasted: &PastedRid, account: Option<AccountId>) -> WantedRid {
        let Near { appid, path, errcode } = pasted.near.clone();
        let redactor = self.redactor();
        let cgi_path = path.filter(|path| redactor.redact(path) == path.as_str());
        let cgi_path = cgi_path.filter(|path| is_sign_in(path) || CgiPath::parse(path).is_ok());
        WantedRid { rid: pasted.dated.rid.to_string(), account, appid, cgi_path, errcode }
    }
}

/// The look-up of a rid of which nothing else is known.
fn bare(rid: &str) -> WantedRid {
    WantedRid { rid: rid.to_owned(), account: None, appid: None, cgi_path: None, errcode: None }
}

/// As a look-up that is not made any more was written by [`Desk::make_lookup`].
fn state_of(lookup: &RidLookup) -> LineState {
    let untold = lookup.untold.as_ref().and_then(|(why, _)| serde_json::from_str(why).ok());
    match (lookup.due_at, untold) {
        (Some(_), untold) => LineState::Waiting(untold),
        (None, Some(untold)) => LineState::Untold(untold),
        (None, None) => LineState::Nothing,
    }
}
