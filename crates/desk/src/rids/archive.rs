//! The archive of looked-up requests, and searching it.

use domain::limit_hit::{MINUTE_LIMIT, QUOTA_LIMIT, UNCOUNTED_LIMIT};
use domain::{Actor, GroupId, Lang, LimitHit, Permission};
use jiff::Timestamp;
use store::rids::{RidQuery, StoredRid};
use wechat::explain_limit;

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
    /// Only requests that hit this limit.
    pub hit: Option<LimitHit>,
    /// Only requests of accounts in this group.
    pub group: Option<GroupId>,
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
            hit_texts: limit_texts(),
            hit: search.hit,
            group: search.group,
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
}

/// The texts by which requests at a limit are found: those that lists show, in every language, and the limit's word.
fn limit_texts() -> Vec<(LimitHit, String)> {
    let codes = |limit| match limit {
        LimitHit::DayQuota | LimitHit::Total | LimitHit::NotKnown => &[QUOTA_LIMIT][..],
        LimitHit::PerMinute => &[QUOTA_LIMIT, MINUTE_LIMIT],
        LimitHit::Uncounted => &[UNCOUNTED_LIMIT],
    };
    let texts = |limit: LimitHit| {
        let titles = codes(limit).iter().flat_map(move |errcode| {
            [Lang::ZhCn, Lang::En].map(|lang| explain_limit(*errcode, None, Some(limit), lang).title)
        });
        (limit, titles.fold(limit.word().to_owned(), |texts, title| format!("{texts} {title}")))
    };
    LimitHit::ALL.map(texts).to_vec()
}
