//! Clears as programs read them, and the body of the call that makes one.

use desk::clears::{Clear, ClearEvent, ClearPage, ClearRequest, Ledger};
use domain::clears::verification::CountResult;
use domain::{CgiPath, Figures, InterfaceId, Scope};
use jiff::Timestamp;
use utoipa::ToSchema;

use super::shapes;

shapes! {
    /// `GET clears`.
    struct Clears (ledger: &Ledger, next: Option<String>) {
        /// Sorted by time, newest first.
        clears: Vec<ClearShape> = ledger.clears.iter().map(ClearShape::of).collect(),
        /// The `cursor` for the next page; null on the last page.
        next: Option<String> = next,
    }

    /// `POST clears`.
    struct Cleared (clear: &Clear) {
        /// The clear in its current state.
        clear: ClearShape = ClearShape::of(clear),
    }

    /// A clear. Fields that do not apply are null, such as actor and reason of a suspected clear.
    #[schema(as = Clear)]
    struct ClearShape (clear: &Clear) {
        /// The ID, which is never reused.
        id: i64 = clear.id.0,
        /// `intended sent accepted verifying effective ineffective refused failed unknown`; for a suspected clear
        /// `elsewhere dismissed`.
        state: &'static str = clear.state.word(),
        /// `account interface`
        scope: &'static str = clear.scope().word(),
        /// `token secret`
        via: Option<&'static str> = clear.via.map(domain::Via::word),
        /// The ID of the account.
        account: i64 = clear.account_id.0,
        /// The name of the account.
        account_name: String = clear.account_name.clone(),
        /// The ID of the interface, for a single-interface clear.
        interface: Option<i64> = clear.interface.as_ref().map(|(id, _)| id.0),
        /// The path of the interface, for a single-interface clear.
        cgi_path: Option<String> = clear.interface.as_ref().map(|(_, path)| path.to_string()),
        /// The reason.
        reason: Option<String> = clear.reason.clone(),
        /// The actor.
        actor: Option<String> = clear.actor.clone(),
        /// The time when it was recorded; for a suspected clear, the time when it was detected.
        at: Timestamp = clear.at,
        /// WeChat's errcode; 0 if WeChat accepted the clear.
        errcode: Option<i32> = clear.errcode,
        /// The message from WeChat or the network.
        errmsg: Option<String> = clear.errmsg.clone(),
        /// The rid of the call, if WeChat returned one.
        rid: Option<String> = clear.rid.clone(),
        /// The reason for continuing against a warning, if one was given.
        #[serde(rename = "override")]
        override_reason: Option<String> = clear.override_reason.clone(),
        /// The warnings when the clear was requested; empty if there were none. `pointless`: every count that it resets was
        /// near 0. `low-use`: no interface was near its limit. `no-figures`: there were no figures of that day. `not-lifted`:
        /// clears do not reset the interface, or are not expected to. `per-minute`: calls failed because of a per-minute
        /// limit. `uncounted`: calls failed because of a limit that quota/get does not report. `resets-soon`: the daily reset
        /// was less than an hour away. `clear-open`: another clear of the same counts had not finished.
        warnings: Vec<&'static str> = clear.warnings.iter().map(|warning| warning.word()).collect(),
        /// The reason for continuing although every count was near 0; null for programs.
        anyway_reason: Option<String> = clear.anyway_reason.clone(),
        /// Whether WeChat accepted the clear and there was nothing to reset. It is then neither effective nor
        /// ineffective.
        nothing_to_reset: bool = clear.nothing_to_reset,
        /// The number of clears of this scope that were left when the clear last changed.
        budget_left: Option<i64> = clear.budget_left,
        /// The second person who approved the clear.
        approved_by: Option<String> = clear.approved_by.clone(),
        /// Whether an admin continued without approval (break glass).
        glass_broken: bool = clear.glass_broken,
        /// Whether verification continues; also true for an effective clear while the other interfaces are sampled.
        being_verified: bool = clear.being_verified,
        /// The number of restored calls according to readings; null if unknown.
        given_back: Option<i64> = clear.given_back,
    }

    /// `POST clears` if a second person has to approve.
    struct Requested (request: &ClearRequest, url: String, now: Timestamp) {
        /// The request for approval.
        request: RequestShape = RequestShape::of(request, url, now),
    }

    /// A request for approval of a clear.
    #[schema(as = ClearRequest)]
    struct RequestShape (request: &ClearRequest, url: String, now: Timestamp) {
        /// The ID.
        id: i64 = request.id.0,
        /// `waiting approved declined expired withdrawn`
        state: &'static str = request.state(now).word(),
        /// The URL of its page, for people who can approve it.
        url: String = url,
        /// The time when it expires.
        expires_at: Timestamp = request.expires_at,
        /// The clear that was made after approval.
        clear_id: Option<i64> = request.clear.map(|clear| clear.0),
    }

    /// `GET clears/{id}`.
    struct OneClear (page: &ClearPage) {
        /// The clear with all details.
        clear: WholeClear = WholeClear::of(page),
    }

    /// A clear with all details.
    struct WholeClear (page: &ClearPage) {
        /// The clear as listed in the ledger.
        #[serde(flatten)]
        listed: ClearShape = ClearShape::of(&page.clear),
        /// The events, oldest first.
        events: Vec<ClearEventShape> = page.events.iter().map(ClearEventShape::of).collect(),
        /// The usage before and after.
        evidence: Evidence = Evidence::of(page),
    }

    /// One event of a clear.
    #[schema(as = ClearEvent)]
    struct ClearEventShape (event: &ClearEvent) {
        /// The time.
        at: Timestamp = event.at,
        /// The new state.
        state: &'static str = event.state.word(),
        /// The message from WeChat, the network or a person.
        detail: Option<String> = event.detail.clone(),
        /// The person who caused the event, if any.
        actor: Option<String> = event.actor.clone(),
    }

    /// The usage before and after a clear.
    struct Evidence (page: &ClearPage) {
        /// The usage of the interfaces it resets, when it was recorded; most used first.
        before: Vec<UsageShape> = page.before.iter()
            .map(|usage| UsageShape::of(usage.interface, &usage.cgi_path, usage.figures, usage.sampled_at, None, None))
            .collect(),
        /// The usage afterwards; null until there is a reading.
        after: Option<Vec<UsageShape>> = (!page.after.is_empty()).then(|| page.after.iter()
            .map(|usage| UsageShape::of(
                usage.interface, &usage.cgi_path, usage.figures, usage.sampled_at, usage.given_back, page.result_of(usage),
            ))
            .collect()),
    }

    /// The usage of an interface.
    #[schema(as = Usage)]
    struct UsageShape (
        interface: InterfaceId, cgi_path: &CgiPath, figures: Figures, sampled_at: Timestamp, given_back: Option<i64>,
        result: Option<CountResult>
    ) {
        /// The ID of the interface.
        interface: i64 = interface.0,
        /// The path.
        cgi_path: String = cgi_path.to_string(),
        /// The daily limit.
        daily_limit: i64 = figures.daily_limit,
        /// The number of used calls.
        used: i64 = figures.used,
        /// The number of calls left.
        remain: i64 = figures.remain,
        /// The time of the reading.
        sampled_at: Timestamp = sampled_at,
        /// The number of restored calls; only after a clear, and only if a reading showed it.
        #[serde(skip_serializing_if = "Option::is_none")]
        given_back: Option<i64> = given_back,
        /// The effect on the count, only after a clear: `fell`; `stayed` (sampled in time, but not fallen); `nothing-
        /// to-reset`;
        /// `little-used` (usage too low to detect a fall); `open` (not known, or not yet).
        #[serde(skip_serializing_if = "Option::is_none")]
        result: Option<&'static str> = result.map(CountResult::word),
    }
}

/// The body of `POST clears`.
#[derive(Debug, Clone, ToSchema)]
pub(crate) struct ClearOrder {
    /// The ID, AppID or name of the account; an ID can be a number.
    pub(crate) account: String,
    /// `account interface`
    #[schema(value_type = String)]
    pub(crate) scope: Scope,
    /// The ID or path of the interface, only for the scope `interface`; an ID can be a number.
    pub(crate) interface: Option<String>,
    /// The reason: not blank, at most 500 characters.
    pub(crate) reason: String,
    /// `token secret`; default: `token`.
    #[schema(value_type = Option<String>)]
    pub(crate) via: domain::Via,
    /// The name of the account, if confirmation is required.
    pub(crate) confirm: Option<String>,
    /// The reason for continuing although another clear has not finished or guesses reach the limit: at most 500
    /// characters.
    #[schema(rename = "override")]
    pub(crate) override_reason: Option<String>,
}
