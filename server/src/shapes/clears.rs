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
        /// The newest first.
        clears: Vec<ClearShape> = ledger.clears.iter().map(ClearShape::of).collect(),
        /// The `cursor` that gives the following ones; null at the end.
        next: Option<String> = next,
    }

    /// `POST clears`.
    struct Cleared (clear: &Clear) {
        /// The clear, as far as it has come.
        clear: ClearShape = ClearShape::of(clear),
    }

    /// A clear. What does not apply is null, as who and why of a guess.
    #[schema(as = Clear)]
    struct ClearShape (clear: &Clear) {
        /// Its id, never reused.
        id: i64 = clear.id.0,
        /// `intended sent accepted verifying effective ineffective refused failed unknown`; of a guess `elsewhere dismissed`.
        state: &'static str = clear.state.word(),
        /// `account interface`
        scope: &'static str = clear.scope().word(),
        /// `token secret`
        via: Option<&'static str> = clear.via.map(domain::Via::word),
        /// Its account's id.
        account: i64 = clear.account_id.0,
        /// Its account's name.
        account_name: String = clear.account_name.clone(),
        /// The id of the one interface it resets.
        interface: Option<i64> = clear.interface.as_ref().map(|(id, _)| id.0),
        /// The path of that interface.
        cgi_path: Option<String> = clear.interface.as_ref().map(|(_, path)| path.to_string()),
        /// Why.
        reason: Option<String> = clear.reason.clone(),
        /// Who.
        actor: Option<String> = clear.actor.clone(),
        /// When it was written down; of a guess, when it was seen.
        at: Timestamp = clear.at,
        /// WeChat's errcode; 0 where it accepted.
        errcode: Option<i32> = clear.errcode,
        /// What WeChat or the network said.
        errmsg: Option<String> = clear.errmsg.clone(),
        /// The rid of the call, where WeChat gave one.
        rid: Option<String> = clear.rid.clone(),
        /// Why one went on although something stood in the way.
        #[serde(rename = "override")]
        override_reason: Option<String> = clear.override_reason.clone(),
        /// What spoke against it when it was ordered; empty where nothing did. `pointless`: every count that it would reset was
        /// near 0; `low-use`: nothing was near its limit; `no-figures`: no figures of that day were known; `not-lifted`: clears
        /// do not reset what it was made for, or are not expected to; `per-minute`: calls failed at a limit per minute;
        /// `resets-soon`: the day's reset was less than an hour away; `clear-open`: another clear of the same counts had not
        /// settled.
        warnings: Vec<&'static str> = clear.warnings.iter().map(|warning| warning.word()).collect(),
        /// Why a person cleared although every count was near 0; programs are not asked.
        anyway_reason: Option<String> = clear.anyway_reason.clone(),
        /// Whether it was accepted and had nothing to reset: neither effective nor ineffective.
        nothing_to_reset: bool = clear.nothing_to_reset,
        /// How many clears of its scope were left when it was last written.
        budget_left: Option<i64> = clear.budget_left,
        /// The second person who agreed to it.
        approved_by: Option<String> = clear.approved_by.clone(),
        /// Whether an admin went on without a second person.
        glass_broken: bool = clear.glass_broken,
        /// Whether readings are still to be made that may show what it did: also of an effective one, while the rest is read.
        being_verified: bool = clear.being_verified,
        /// How many calls readings showed to be given back; null where none showed any.
        given_back: Option<i64> = clear.given_back,
    }

    /// `POST clears` where a second person has to agree.
    struct Requested (request: &ClearRequest, url: String, now: Timestamp) {
        /// What waits for them.
        request: RequestShape = RequestShape::of(request, url, now),
    }

    /// A clear that waits for a second person.
    #[schema(as = ClearRequest)]
    struct RequestShape (request: &ClearRequest, url: String, now: Timestamp) {
        /// Its id.
        id: i64 = request.id.0,
        /// `waiting approved declined expired withdrawn`
        state: &'static str = request.state(now).word(),
        /// Its page, to be sent to whoever may decide it.
        url: String = url,
        /// Until when it waits.
        expires_at: Timestamp = request.expires_at,
        /// The clear it became.
        clear_id: Option<i64> = request.clear.map(|clear| clear.0),
    }

    /// `GET clears/{id}`.
    struct OneClear (page: &ClearPage) {
        /// The clear with everything that is known of it.
        clear: WholeClear = WholeClear::of(page),
    }

    /// A clear with everything that is known of it.
    struct WholeClear (page: &ClearPage) {
        /// What the ledger lists.
        #[serde(flatten)]
        listed: ClearShape = ClearShape::of(&page.clear),
        /// What happened, in its order.
        events: Vec<ClearEventShape> = page.events.iter().map(ClearEventShape::of).collect(),
        /// What was used before and after.
        evidence: Evidence = Evidence::of(page),
    }

    /// One step of a clear.
    #[schema(as = ClearEvent)]
    struct ClearEventShape (event: &ClearEvent) {
        /// When.
        at: Timestamp = event.at,
        /// The state it came into.
        state: &'static str = event.state.word(),
        /// What WeChat, the network or a person said with it.
        detail: Option<String> = event.detail.clone(),
        /// Who brought it there, where a person did.
        actor: Option<String> = event.actor.clone(),
    }

    /// What was used before a clear and after it.
    struct Evidence (page: &ClearPage) {
        /// What the quotas it resets said when it was intended, the most used first.
        before: Vec<UsageShape> = page.before.iter()
            .map(|usage| UsageShape::of(usage.interface, &usage.cgi_path, usage.figures, usage.sampled_at, None, None))
            .collect(),
        /// What they said after it; null until that was read.
        after: Option<Vec<UsageShape>> = (!page.after.is_empty()).then(|| page.after.iter()
            .map(|usage| UsageShape::of(
                usage.interface, &usage.cgi_path, usage.figures, usage.sampled_at, usage.given_back, page.result_of(usage),
            ))
            .collect()),
    }

    /// What an interface's quota said.
    #[schema(as = Usage)]
    struct UsageShape (
        interface: InterfaceId, cgi_path: &CgiPath, figures: Figures, sampled_at: Timestamp, given_back: Option<i64>,
        result: Option<CountResult>
    ) {
        /// The interface's id.
        interface: i64 = interface.0,
        /// Its path.
        cgi_path: String = cgi_path.to_string(),
        /// Calls allowed that quota day.
        daily_limit: i64 = figures.daily_limit,
        /// Calls made by then.
        used: i64 = figures.used,
        /// Calls left then.
        remain: i64 = figures.remain,
        /// When it was read.
        sampled_at: Timestamp = sampled_at,
        /// By how many calls the count fell; after a clear only, and only where a reading showed it.
        #[serde(skip_serializing_if = "Option::is_none")]
        given_back: Option<i64> = given_back,
        /// What the clear did to the count, after a clear only: `fell`; `stayed`: read when the effect would have shown, and
        /// not fallen; `nothing-to-reset`; `little-used`: too little for a fall to be told; `open`: not told, or not yet.
        #[serde(skip_serializing_if = "Option::is_none")]
        result: Option<&'static str> = result.map(CountResult::word),
    }
}

/// The body of `POST clears`, as far as it could be read.
#[derive(Debug, Clone, ToSchema)]
pub(crate) struct ClearOrder {
    /// The account's id, appid or name; an id also as a number.
    pub(crate) account: String,
    /// `account interface`
    #[schema(value_type = String)]
    pub(crate) scope: Scope,
    /// The one interface's id or path, for the scope `interface` alone; an id also as a number.
    pub(crate) interface: Option<String>,
    /// Why: not blank, at most 500 characters.
    pub(crate) reason: String,
    /// `token secret`; `token` unless given.
    #[schema(value_type = Option<String>)]
    pub(crate) via: domain::Via,
    /// The account's name, where it is asked for.
    pub(crate) confirm: Option<String>,
    /// Why one goes on although a clear is open or guesses reach the limit: at most 500 characters.
    #[schema(rename = "override")]
    pub(crate) override_reason: Option<String>,
}
