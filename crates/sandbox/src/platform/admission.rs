//! The checks of a call with a token, in the order that public samples of the wire suggest.

use axum::http::Method;

use super::call::{Call, Fields};
use super::refusal::{Refusal, ensure};
use super::tokens::Unusable;
use super::{Platform, require_method};

/// A call that has passed the checks.
#[derive(Debug)]
pub(crate) struct Admitted {
    pub(crate) appid: String,
    /// The body of a POST.
    pub(crate) fields: Fields,
}

impl Platform {
    /// Checks token (41001, 40001, 42001), method (4300x), body (44002, 47001), account (50002, 4800x), minute (45011), day
    /// (45009; 44993 on `quota/get`), and counts the call.
    pub(super) fn admit(&mut self, call: &Call, now: i64, method: &Method) -> Result<Admitted, Refusal> {
        let appid = self.bearer(call, now)?;
        require_method(call, method)?;
        let fields = if *method == Method::POST { call.json()? } else { Fields::default() };
        self.account_mut(&appid)?.check_calls()?;
        self.count(&appid, &call.path, now)?;
        Ok(Admitted { appid, fields })
    }

    /// The account whose token a call carries.
    pub(super) fn bearer(&self, call: &Call, now: i64) -> Result<String, Refusal> {
        let token = call.param("access_token").or_else(|| call.param("component_access_token"));
        let token = token.ok_or_else(|| Refusal::of(41001))?;
        match self.tokens.check(&token, now) {
            Ok(appid) => Ok(appid.to_owned()),
            // No sample of `/sns/` carries the hint.
            Err(Unusable::Invalid) if call.is_sns() => Err(Refusal::of(40001)),
            Err(Unusable::Invalid) => Err(Refusal::of(40001).hinted()),
            Err(Unusable::Expired) => Err(Refusal::of(42001)),
        }
    }

    /// Counts one call of `path`, within the limits of minute and day.
    pub(super) fn count(&mut self, appid: &str, path: &str, now: i64) -> Result<(), Refusal> {
        let (account, settings) = self.account_and_settings(appid)?;
        let interface = account.interface(path, settings);
        ensure(interface.has_room_this_minute(now), 45011)?;
        if interface.count(1, now) == 1 { Ok(()) } else { Err(spent(path)) }
    }
}

/// The refusal of a call beyond the daily limit.
fn spent(path: &str) -> Refusal {
    match path {
        "/cgi-bin/openapi/quota/get" => Refusal::of(44993),
        // Samples carry the hint for tokens and (misleadingly) for the phone number.
        "/cgi-bin/token" => Refusal::of(45009).hinted(),
        _ if path.starts_with("/wxa/business/") => Refusal::of(45009).hinted(),
        _ => Refusal::of(45009),
    }
}
