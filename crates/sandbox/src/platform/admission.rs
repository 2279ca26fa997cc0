//! The checks before a call with a token is carried out, in the order that the wire samples suggest.

use axum::http::Method;

use super::call::{Call, Fields};
use super::refusal::Refusal;
use super::tokens::Unusable;
use super::{Platform, require};

/// A call that may be carried out.
#[derive(Debug)]
pub(crate) struct Admitted {
    pub(crate) appid: String,
    /// The body of a POST.
    pub(crate) fields: Fields,
}

impl Platform {
    /// Token (41001, 40001, 42001), method (4300x), body (44002, 47001), account (50002, 4800x), minute (45011), day
    /// (45009; 44993 on `quota/get`). A call that passes is counted.
    pub(super) fn admit(&mut self, call: &Call, now: i64, method: &Method) -> Result<Admitted, Refusal> {
        let appid = self.bearer(call, now)?;
        require(call, method)?;
        let fields = if *method == Method::POST { call.json()? } else { Fields::default() };
        let account = self.account_mut(&appid)?;
        if let Some(refusal) = account.refusal_of_calls() {
            return Err(refusal);
        }
        self.count(&appid, &call.path, now)?;
        Ok(Admitted { appid, fields })
    }

    /// The account whose token a call carries.
    pub(super) fn bearer(&self, call: &Call, now: i64) -> Result<String, Refusal> {
        let token = call.param("access_token").or_else(|| call.param("component_access_token"));
        let token = token.ok_or_else(|| Refusal::of(41001))?;
        match self.tokens.check(&token, now) {
            Ok(appid) => Ok(appid.to_owned()),
            // Of `/sns/` no sample carries the hint.
            Err(Unusable::Invalid) if call.is_sns() => Err(Refusal::of(40001)),
            Err(Unusable::Invalid) => Err(Refusal::of(40001).hinted()),
            Err(Unusable::Expired) => Err(Refusal::of(42001)),
        }
    }

    /// Counts one call of `path`, if minute and day have room for it.
    pub(super) fn count(&mut self, appid: &str, path: &str, now: i64) -> Result<(), Refusal> {
        // Lent apart from the account, whose defaults it decides.
        let settings = &self.settings;
        let account = self.accounts.get_mut(appid).ok_or_else(|| Refusal::of(40013))?;
        let interface = account.interface(path, settings);
        if !interface.has_room_this_minute(now) {
            return Err(Refusal::of(45011));
        }
        if interface.count(1, now) == 1 { Ok(()) } else { Err(spent(path)) }
    }
}

/// The refusal of a call for which the day has no room.
fn spent(path: &str) -> Refusal {
    match path {
        "/cgi-bin/openapi/quota/get" => Refusal::of(44993),
        // Where samples carry the hint: tokens, and (misleadingly) the phone number.
        "/cgi-bin/token" => Refusal::of(45009).hinted(),
        _ if path.starts_with("/wxa/business/") => Refusal::of(45009).hinted(),
        _ => Refusal::of(45009),
    }
}
