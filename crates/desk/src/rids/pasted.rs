//! Pasted texts: the rids in them, and lists of look-ups.

use std::collections::{HashMap, HashSet};

use domain::audit::AuditAction;
use domain::{AccountId, Actor, CgiPath, Permission};
use store::rids::lookups::{NewRidLine, RequestedRid, RidLine, RidLookup};
use store::{AuditActor, NewAuditLine, StoreError};
use wechat::Redactor;
use wechat::rid::{
    CallDetails, ExposedSecret, Found, NoLookup, Platform, is_sign_in, masked_errmsg, masked_errmsgs, parse_pasted,
};

use super::{DatedRid, FoundRid, LookedUp, LookupFailure, MAX_TEXT, PasteRemainder, RidError, Source};
use crate::{Desk, Internal};

/// The maximum number of incomplete rids, and of hints, that are reported.
const MAX_BESIDE: usize = 50;

/// The maximum number of rids of one text that are listed.
pub const MAX_LISTED: usize = 200;

/// The findings in a pasted text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pasted {
    /// Rids, incomplete rids, and hints: in order of first appearance, each once.
    pub found: Vec<FoundRid>,
    /// Its rids, each with what the text says about its call.
    pub rids: Vec<PastedRid>,
    /// The errcode of the first rid, or of a text without one.
    pub errcode: Option<i32>,
    /// The path that a text without a rid names.
    pub path: Option<String>,
    /// The errmsg of a text without a rid, masked.
    pub errmsg: Option<String>,
    /// The platform that the text is of.
    pub platform: Platform,
    /// Whether nothing follows the word `rid`.
    pub rid_missing: bool,
    /// Whether the text is about a call that WeChat did not answer.
    pub unanswered: bool,
    /// The kinds of live secrets in the text.
    pub exposed: Vec<ExposedSecret>,
}

/// A rid in a text, with what the text says about its call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedRid {
    /// The rid, with its time.
    pub dated: DatedRid,
    /// What the text says about the call; nothing secret.
    pub near: CallDetails,
}

impl PastedRid {
    /// The key of rids with the same failure in the text: errcode and path.
    pub fn group(&self) -> String {
        group_of(&self.near)
    }

    /// Why no account can look the rid up, where the text shows it.
    pub fn known_failure(&self) -> Option<LookupFailure> {
        known_failure(&self.near)
    }
}

/// Why no account can look up the first rid of a text, where the text shows it.
pub(crate) fn known_failure_in(text: &str) -> Option<LookupFailure> {
    parse_pasted(text).rids.first().and_then(|(_, near)| known_failure(near))
}

fn known_failure(near: &CallDetails) -> Option<LookupFailure> {
    near.no_lookup.map(|no_lookup| match no_lookup {
        NoLookup::SignIn => LookupFailure::SignIn,
        NoLookup::NoAccount => LookupFailure::NoOwner,
    })
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
    /// What the text says about the call.
    pub near: CallDetails,
    /// The state of its look-up.
    pub state: LookupState,
}

impl RidListEntry {
    /// The key of rids with the same failure in the text: errcode and path. A form names a group by it.
    pub fn group(&self) -> String {
        group_of(&self.near)
    }

    /// Whether a look-up may answer it, now or at all.
    pub fn may_be_looked_up(&self) -> bool {
        let may_change = match &self.state {
            LookupState::Failed(failure) => failure.may_change(),
            LookupState::NotLookedUp => true,
            LookupState::Found(_) | LookupState::Waiting(_) => false,
        };
        may_change && !self.dated.expired
    }

    /// Whether it has no answer, and no look-up can give one: WeChat shows no sign-in calls, and keeps calls for 7 days.
    pub fn cannot_be_answered(&self) -> bool {
        !matches!(self.state, LookupState::Found(_) | LookupState::Waiting(_)) && !self.may_be_looked_up()
    }
}

/// The key of rids with the same failure in the text.
fn group_of(near: &CallDetails) -> String {
    let errcode = near.errcode.map(|errcode| errcode.to_string()).unwrap_or_default();
    format!("{errcode} {}", near.path.as_deref().unwrap_or_default())
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
    /// The findings in a text beside whole rids. Masking takes longer than finding, so only what is reported is masked.
    pub fn beside(&self, pasted: &Pasted) -> PasteRemainder {
        let redactor = self.redactor();
        let mut beside = PasteRemainder {
            left_out: pasted.rids.len().saturating_sub(MAX_LISTED),
            errcode: pasted.errcode,
            cgi_path: pasted.path.clone(),
            errmsg: pasted.errmsg.clone(),
            platform: pasted.platform,
            rid_missing: pasted.rid_missing,
            unanswered: pasted.unanswered,
            exposed: pasted.exposed.clone(),
            ..PasteRemainder::default()
        };
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

    /// Finds rids in a text; WeChat is not asked.
    ///
    /// # Errors
    /// [`RidError::TooLong`] or [`RidError::Forbidden`].
    pub async fn parse_pasted_text(&self, actor: &Actor, text: String) -> Result<Pasted, RidError> {
        actor.require(Permission::LookUpRids, None)?;
        if text.len() > MAX_TEXT {
            return Err(RidError::TooLong);
        }
        let redactor = self.redactor();
        // A long text takes a while, in which this thread has others to serve.
        let read = tokio::task::spawn_blocking(move || {
            let mut read = parse_pasted(&text);
            let (mut errmsgs, errmsg) = match (read.rids.is_empty(), read.errcode) {
                (true, Some(_)) => (HashMap::new(), masked_errmsg(&text, &redactor)),
                (true, None) => (HashMap::new(), None),
                (false, _) => (masked_errmsgs(&text, &redactor), None),
            };
            let mut clean = CleanDetails::new(redactor);
            for (rid, near) in &mut read.rids {
                let errmsg = errmsgs.remove(rid);
                *near = CallDetails { errmsg, ..clean.of(std::mem::take(near)) };
            }
            (read, errmsg)
        });
        let (read, errmsg) = read.await.map_err(Internal::task)?;
        let wechat::rid::Pasted { found, rids, errcode, path, platform, rid_missing, unanswered, exposed } = read;
        let now = self.clock.now();
        let found = found.into_iter().map(|found| match found {
            Found::Rid(rid) => FoundRid::Rid(DatedRid::of(rid, now)),
            Found::Hint(text) => FoundRid::Hint(text),
            Found::Incomplete(text) => FoundRid::Incomplete(text),
        });
        let rids = rids.into_iter().map(|(rid, near)| PastedRid { dated: DatedRid::of(rid, now), near });
        let (found, rids) = (found.collect(), rids.collect());
        Ok(Pasted { found, rids, errcode, path, errmsg, platform, rid_missing, unanswered, exposed })
    }

    /// Lists the rids of a text, [`MAX_LISTED`] at most, and has them looked up: as many as one paste may, some of each kind of
    /// failure first. Those that a pasted reply is about are not looked up, and those that no account can answer are not
    /// asked for.
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
        let line = |pasted: &PastedRid| {
            let near = serde_json::to_string(&pasted.near).map_err(Internal::task)?;
            Ok(NewRidLine { rid: pasted.dated.rid.to_string(), near })
        };
        let lines = rids.iter().map(line).collect::<Result<Vec<_>, Internal>>()?;
        let list = self.store.add_rid_list(&lines, &beside, &AuditActor::from(actor), self.clock.now()).await?;
        let listed = self.store.rid_list(list).await?.ok_or(RidError::NoSuchList)?;
        let kept: HashSet<_> = listed.lines.iter().filter(|line| line.kept.is_some()).map(|line| &line.rid).collect();
        let now = self.clock.now();
        let (mut refused, mut free, mut asked) = (Vec::new(), Vec::new(), Vec::new());
        for rid in rids.iter().filter(|rid| !kept.contains(&rid.dated.rid.to_string())) {
            let wanted = rid.wanted(account);
            let DatedRid { implausible, .. } = rid.dated;
            match rid.known_failure().filter(|_| account.is_none()) {
                Some(failure) => refused.push((wanted, failure)),
                // What comes of these is known without a call.
                None if rid.dated.is_long_expired(now) || (implausible && account.is_none()) => free.push(wanted),
                None if rid.near.pasted.is_some() => {}
                None => asked.push((group_of(&rid.near), wanted)),
            }
        }
        free.extend(some_of_each(asked, self.live().rids.lookups_a_paste()));
        self.refuse_lookups(actor, &refused).await?;
        self.queue_lookups(actor, &free).await?;
        Ok(list)
    }

    /// Looks up again those rids of a list that were not found and may be found now, as many as one paste may; of one group
    /// only, where `group` names it.
    ///
    /// # Errors
    /// [`RidError::NoSuchList`], [`RidError::Forbidden`].
    pub async fn retry_rid_list(&self, actor: &Actor, list: i64, group: Option<&str>) -> Result<(), RidError> {
        actor.require(Permission::LookUpRids, None)?;
        let listed = self.store.rid_list(list).await?.ok_or(RidError::NoSuchList)?;
        let now = self.clock.now();
        let again = |line: RidLine| {
            let rid = line.rid.parse().ok()?;
            let near = near_of(&line);
            if known_failure(&near).is_some() || group.is_some_and(|group| group != group_of(&near)) {
                return None;
            }
            let state = line.lookup.as_ref().map_or(LookupState::NotLookedUp, state_of);
            let may_change = match &state {
                LookupState::Failed(untold) => untold.may_change(),
                LookupState::NotLookedUp => line.kept.is_none(),
                LookupState::Found(_) | LookupState::Waiting(_) => false,
            };
            let dated = DatedRid::of(rid, now);
            let may_change = may_change && !dated.is_long_expired(now);
            let group = group_of(&near);
            let wanted = line.lookup.map(|lookup| lookup.wanted);
            may_change.then(|| (group, wanted.unwrap_or_else(|| PastedRid { dated, near }.wanted(None))))
        };
        let again = listed.lines.into_iter().filter_map(again).collect();
        let wanted = some_of_each(again, self.live().rids.lookups_a_paste());
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
            let unreadable = |_| StoreError::Inconsistent(format!("{:?} is not a rid", line.rid));
            let dated = DatedRid::of(line.rid.parse().map_err(unreadable)?, now);
            let near = near_of(&line);
            let account = line.kept.as_ref().and_then(|kept| accounts.iter().find(|one| one.id == kept.account_id));
            let state = match (line.kept.zip(account), line.lookup) {
                (Some((kept, account)), _) => {
                    LookupState::Found(Box::new(LookedUp::of(kept, account, Source::Archive)?))
                }
                (None, Some(lookup)) => state_of(&lookup),
                (None, None) if dated.expired => LookupState::Failed(LookupFailure::Expired { at: dated.at }),
                (None, None) => known_failure(&near).map_or(LookupState::NotLookedUp, LookupState::Failed),
            };
            Ok(RidListEntry { dated, near, state })
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
}

impl PastedRid {
    /// The look-up of the rid, with what the text says about its call.
    pub(super) fn wanted(&self, account: Option<AccountId>) -> RequestedRid {
        let CallDetails { appid, path, errcode, .. } = self.near.clone();
        let cgi_path = path.filter(|path| is_sign_in(path) || CgiPath::parse(path).is_ok());
        RequestedRid { rid: self.dated.rid.to_string(), account, appid, cgi_path, errcode }
    }
}

/// Details without secrets: a path that holds one is left out. A log has few paths, so each is looked at once.
struct CleanDetails {
    redactor: Redactor,
    paths: HashMap<String, bool>,
}

impl CleanDetails {
    fn new(redactor: Redactor) -> Self {
        Self { redactor, paths: HashMap::new() }
    }

    fn of(&mut self, mut near: CallDetails) -> CallDetails {
        let Self { redactor, paths } = self;
        near.path = near.path.filter(|path| {
            let is_clean = |path: &String| redactor.redact(path) == path.as_str();
            *paths.entry(path.clone()).or_insert_with_key(is_clean)
        });
        if let Some(ip) = near.pasted.as_mut().and_then(|reply| reply.client_ip.as_mut()) {
            *ip = redactor.redact(ip).into_owned();
        }
        near
    }
}

/// The first of each group, then the second of each, and so on, as many as `most`.
fn some_of_each(all: Vec<(String, RequestedRid)>, most: usize) -> Vec<RequestedRid> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut ranked: Vec<_> = all
        .into_iter()
        .map(|(group, wanted)| {
            let rank = counts.entry(group).or_default();
            *rank += 1;
            (*rank, wanted)
        })
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().take(most).map(|(_, wanted)| wanted).collect()
}

/// What the text of a list said of a rid; nothing in lists of older versions.
fn near_of(line: &RidLine) -> CallDetails {
    line.near.as_deref().and_then(|near| serde_json::from_str(near).ok()).unwrap_or_default()
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
