//! Forms: a plain post to a server function, which acts, leaves what came of it in a flash, and sends the browser on.
//!
//! A form's function always returns `Ok`: leptos would put an error into the address, where it can be forged and ends up
//! in histories and logs. Addresses here carry no text; what the person reads is waiting in the session.

use std::sync::Arc;

use axum::http::header::{COOKIE, SET_COOKIE, USER_AGENT};
use axum::http::{HeaderMap, StatusCode, request::Parts};
use desk::accounts::{AccountFaults, CheckReport};
use desk::clears::NotClearable;
use desk::users::{Origin, PasswordFault};
use desk::{Desk, Redactor};
use domain::users::UserNameFault;
use domain::{AccountStatus, Actor, CgiPath, PathError, Repair, Role};
use jiff::Timestamp;
use leptos::prelude::{ServerFnError, use_context};
use leptos_axum::ResponseOptions;
use serde::{Deserialize, Serialize};

use crate::context::{SessionId, Viewer};
use crate::cookies::SessionCookie;
use crate::pages::people_outcome::PeopleOutcome;
use crate::pages::rid_outcome::RidOutcome;

/// The most characters of a field that are shown again; no value that we take is as long.
const FIELD_CHARS: usize = 300;
/// The most characters of typed paths that are shown again.
const PATHS_CHARS: usize = 20_000;
/// The most characters of a longer text, such as a reason, that are shown again: more than is taken, so that it can be
/// shortened by hand.
const TEXT_CHARS: usize = 2_000;
/// The most characters of a pasted text that are shown again.
const PASTED_CHARS: usize = 20_000;
/// The most bytes of a pasted text that are masked, so that it takes no thread for long.
const PASTED_BYTES: usize = 64 << 10;
/// The characters at the end of a longer text that are left out once it is masked. The cut may have left part of an openid
/// or a secret there, which has not the shape of one, be it spelled in escapes.
const AT_THE_CUT: usize = 1_000;
/// The most repaired paths that are told.
const REPAIRS: usize = 100;

/// What a form leaves for the page that follows it. No secrets: it lies in the database for a moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Flash {
    /// It was done.
    Done(Done),
    /// It was not done, and why; nothing to correct in a field.
    Refused(Refused),
    /// A field has to be corrected, and what was typed.
    Correct(Box<Correct>),
    /// What came of a look-up, where its page does not tell it by itself.
    Rid(Box<RidOutcome>),
    /// What came of a form about users or API tokens.
    People(Box<PeopleOutcome>),
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Done {
    /// An account was added.
    AccountAdded {
        /// How many interfaces it watches.
        watching: usize,
        /// Paths that were repaired: as they are watched, and how.
        repaired: Vec<(String, Vec<Repair>)>,
    },
    /// An account's name, kind or allowance was changed.
    AccountSaved,
    /// Its secret was replaced.
    SecretReplaced,
    /// It is paused.
    Paused,
    /// It is read again.
    Resumed,
    /// It is retired.
    Retired,
    /// Interfaces are watched.
    Watching {
        /// Newly watched paths.
        added: usize,
        /// Paths that were watched already.
        already: usize,
        /// Paths that were repaired.
        repaired: Vec<(String, Vec<Repair>)>,
    },
    /// An interface is watched no longer.
    Unwatched {
        /// Its path.
        path: String,
    },
    /// Readings were made.
    Sampled {
        /// With figures.
        good: i64,
        /// Failed.
        failed: i64,
        /// Not made, for want of allowance.
        starved: i64,
    },
    /// The account was checked.
    Checked(Box<CheckReport>),
    /// The same clear had been ordered before; nothing was sent now.
    ClearReplayed,
    /// How somebody likes their pages is kept.
    PreferencesSaved,
    /// Somebody's own password is another one.
    PasswordChanged,
    /// Somebody is signed in at one place less.
    SessionEnded,
}

/// Why it was not done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Refused {
    /// The role is not enough.
    Forbidden(Option<Role>),
    /// There is no such account, or it is retired.
    NoSuchAccount,
    /// There is no such interface, or it is not watched.
    NoSuchInterface,
    /// It was read on request a moment ago.
    TooSoon {
        /// Seconds to wait.
        seconds: i64,
    },
    /// The account is not read in this status.
    NotRead(AccountStatus),
    /// WeChat takes no more readings until then.
    Starved(Timestamp),
    /// The page that was confirmed had made a clear before.
    ClearMade,
    /// Another clear of the account is under way.
    ClearUnderWay,
    /// It cannot be cleared at all.
    NotClearable(NotClearable),
    /// Too many attempts at a password failed; the next may be made then.
    Wait(Timestamp),
    /// Too many passwords are being looked at.
    Busy,
    /// Something failed inside; it is in the log.
    Internal,
}

/// A form to correct.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Correct {
    /// The form that adds an account.
    AddAccount {
        /// What was typed, without the secret.
        typed: TypedAccountForm,
        /// What is wrong with it.
        faults: AccountFaults,
        /// What WeChat said of it, where it was asked.
        check: Option<Box<CheckReport>>,
    },
    /// The form that edits one.
    EditAccount {
        /// What was typed.
        typed: EditAccountForm,
        /// What is wrong with it.
        faults: AccountFaults,
    },
    /// The form that replaces the secret.
    Secret {
        /// What is wrong with it.
        faults: AccountFaults,
    },
    /// The form that adds paths.
    Watch {
        /// What was typed.
        typed: String,
        /// The path that cannot be watched.
        path: String,
        /// Why not.
        error: PathError,
    },
    /// The form that retires an account: the name did not match.
    Retire,
    /// The form that orders a clear.
    Clear {
        /// What was typed.
        typed: TypedClearForm,
        /// Why nothing was sent.
        fault: ClearFault,
    },
    /// The form that signs in.
    SignIn {
        /// The name that was typed.
        name: String,
        /// Why nobody was signed in.
        fault: SignInFault,
    },
    /// The form that makes the first admin.
    SetUp {
        /// The name that was typed.
        name: String,
        /// What is wrong with it.
        name_fault: Option<UserNameFault>,
        /// What is wrong with the password.
        password: Option<NewPasswordFault>,
    },
    /// The form that changes one's own password.
    OwnPassword {
        /// The present one is another.
        wrong: bool,
        /// What is wrong with the new one.
        new: Option<NewPasswordFault>,
    },
    /// The form that settles how pages look: there is no such time zone.
    TimeZone {
        /// What was typed.
        typed: String,
    },
}

/// Why nobody was signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignInFault {
    /// Name and password do not fit, or the user is disabled.
    Wrong,
    /// Too many attempts failed; the next may be made then.
    Wait(Timestamp),
    /// Too many passwords are being looked at.
    Busy,
}

/// What is wrong with a password that was typed twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NewPasswordFault {
    /// It cannot be one.
    Password(PasswordFault),
    /// The second is not the first.
    Again,
}

/// Why an ordered clear was not made, where confirming it again may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClearFault {
    /// No reason was given.
    ReasonMissing,
    /// The reason is too long.
    ReasonTooLong {
        /// How many characters it has.
        characters: usize,
    },
    /// Something stands in the way, and no reason to go on was given.
    OverrideMissing,
    /// The reason to go on is too long.
    OverrideTooLong {
        /// How many characters it has.
        characters: usize,
    },
    /// The account's name is missing or another.
    Name,
    /// None is left, by WeChat's own word.
    NothingLeft,
    /// What was confirmed is not how things stand.
    FactsChanged,
}

/// The form that orders a clear, as typed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TypedClearForm {
    /// Why.
    pub reason: String,
    /// The account's name.
    pub name: String,
    /// Why one goes on although something stands in the way.
    pub override_reason: String,
}

/// The form that adds an account, as typed; the secret is left out, and has to be typed again.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TypedAccountForm {
    /// Name.
    pub name: String,
    /// Appid.
    pub appid: String,
    /// Kind's word.
    pub kind: String,
    /// Paths, one a line.
    pub paths: String,
    /// Clears used this month.
    pub cleared_before: String,
}

/// The form that edits an account, as typed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EditAccountForm {
    /// Name.
    pub name: String,
    /// Kind's word.
    pub kind: String,
    /// Readings a day.
    pub daily_readings: String,
    /// Clears used before.
    pub cleared_before: String,
}

/// The desk of this request.
///
/// # Errors
/// Where the server did not provide one, which is a mistake of ours.
pub fn use_desk() -> Result<Arc<Desk>, ServerFnError> {
    use_context::<Arc<Desk>>().ok_or_else(|| ServerFnError::new("no desk"))
}

/// Who acts in this request.
pub fn actor() -> Actor {
    Viewer::current().actor.clone()
}

/// Leaves `flash` for the next page and sends the browser to `to`, an address of ours without text of anyone's.
///
/// # Errors
/// Only where the request has no desk.
pub async fn finish(flash: Flash, to: &str) -> Result<(), ServerFnError> {
    let desk = use_desk()?;
    if let Err(error) = leave(&desk, &flash).await {
        // The act itself is done or refused; without its message the page still shows how things stand.
        tracing::error!(%error, "a form's outcome could not be left for the next page");
    }
    go(to);
    Ok(())
}

/// Sends the browser to `to`, an address of ours without text of anyone's, where the page itself says what came of it.
pub fn go(to: &str) {
    leptos_axum::redirect(to);
}

/// As [`finish`], where the browser has another session from now on.
///
/// # Errors
/// Only where the request has no desk.
pub async fn finish_in(session: &str, flash: Flash, to: &str) -> Result<(), ServerFnError> {
    let desk = use_desk()?;
    set_session(session);
    if let Err(error) = leave_in(&desk, session, &flash).await {
        tracing::error!(%error, "a form's outcome could not be left for the next page");
    }
    go(to);
    Ok(())
}

/// Sends the browser from the page it asked for to `to`, an address of ours.
pub fn send(to: &str) {
    leptos_axum::redirect(to);
    // Whatever asked: of a page, unlike of a form's answer, nothing else is there to be shown.
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::FOUND);
    }
}

async fn leave(desk: &Desk, flash: &Flash) -> Result<(), desk::Internal> {
    let session = if let Some(session) = session_id() {
        session
    } else {
        let fresh = desk.new_session_id()?;
        set_session(&fresh);
        fresh
    };
    leave_in(desk, &session, flash).await
}

async fn leave_in(desk: &Desk, session: &str, flash: &Flash) -> Result<(), desk::Internal> {
    let Ok(message) = serde_json::to_string(flash) else { return Ok(()) };
    desk.leave_flash(session, &message).await
}

/// Takes what the form before this page left; a reload finds nothing more.
pub async fn take_flash() -> Option<Flash> {
    let desk = use_context::<Arc<Desk>>()?;
    let session = session_id()?;
    let message = desk.take_flash(&session).await;
    let message = message.inspect_err(|error| tracing::error!(%error, "a form's outcome could not be read")).ok()??;
    serde_json::from_str(&message).ok()
}

/// The id of this request's session, where its cookie brought one: of somebody's, or one that only carries messages.
pub fn session_id() -> Option<String> {
    use_context::<Parts>()?.extensions.get::<SessionId>().map(|SessionId(id)| id.clone())
}

/// Has the browser keep another session id from now on.
pub fn set_session(id: &str) {
    let cookie = use_context::<SessionCookie>().and_then(|cookie| cookie.set(id));
    if let (Some(response), Some(cookie)) = (use_context::<ResponseOptions>(), cookie) {
        response.append_header(SET_COOKIE, cookie);
    }
}

/// Has the browser forget its session.
pub fn forget_session() {
    if let (Some(response), Some(cookie)) = (use_context::<ResponseOptions>(), use_context::<SessionCookie>()) {
        response.append_header(SET_COOKIE, cookie.clear());
    }
}

/// Where the request of this form or page came from.
pub fn origin() -> Origin {
    let user_agent = use_context::<Parts>()
        .and_then(|parts| parts.headers.get(USER_AGENT).map(|agent| String::from_utf8_lossy(agent.as_bytes()).into()));
    Origin { address: actor().address(), user_agent }
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// `back` where it is an address of ours, else the overview: a form must not send people elsewhere.
pub fn own_address(back: &str) -> &str {
    let ours = back.starts_with('/')
        && !back.starts_with("//")
        && !back.contains('\\')
        // Browsers drop tabs and line ends from addresses, and no control character may stand in a header.
        && back.bytes().all(|byte| byte.is_ascii_graphic())
        && back.len() <= 2_000;
    if ours { back } else { "/" }
}

/// A typed number; `None` for an empty field, and out of every range for what is no number, so that it is called wrong.
pub fn number(typed: &str) -> Option<i64> {
    let typed = typed.trim().replace([',', '，'], "");
    (!typed.is_empty()).then(|| typed.parse().unwrap_or(-1))
}

/// What was typed into a field, so that it can be shown again: without secrets that were pasted, and no longer than a
/// flash can hold.
pub fn shown_again(typed: &str) -> String {
    redactor().redact(typed).chars().filter(|c| !c.is_control()).take(FIELD_CHARS).collect()
}

/// A longer text, so that it can be shown again: as [`shown_again`], with its line ends.
pub fn text_shown_again(typed: &str) -> String {
    redactor().redact(typed).chars().filter(|c| *c == '\n' || !c.is_control()).take(TEXT_CHARS).collect()
}

/// A pasted text, so that it can be shown again, and whether that is only its beginning: as [`shown_again`], with its line
/// ends and tabs.
pub fn pasted_shown_again(pasted: &str) -> (String, bool) {
    let beginning = &pasted[..pasted.floor_char_boundary(PASTED_BYTES)];
    let is_cut = beginning.len() < pasted.len();
    let masked = redactor().redact(beginning);
    let whole = if is_cut { masked.chars().count().saturating_sub(AT_THE_CUT) } else { usize::MAX };
    let mut kept = masked.chars().take(whole).filter(|c| matches!(c, '\n' | '\t') || !c.is_control());
    let shown: String = kept.by_ref().take(PASTED_CHARS).collect();
    (shown, is_cut || kept.next().is_some())
}

/// Masks what the desk holds by value, and the rest by the names of its fields.
fn redactor() -> Redactor {
    use_context::<Arc<Desk>>().map_or_else(Redactor::new, |desk| desk.redactor())
}

/// Typed paths, so that they can be shown again: as [`shown_again`], and without what stands behind `?`.
pub fn paths_shown_again(paths: &str) -> String {
    let lines = paths.lines().map(|line| line.split(['?', '#']).next().unwrap_or_default());
    let lines = lines.collect::<Vec<_>>().join("\n");
    redactor().redact(&lines).chars().filter(|c| *c == '\n' || !c.is_control()).take(PATHS_CHARS).collect()
}

/// Faults, with the path that they name as [`shown_again`].
pub fn faults_shown_again(mut faults: AccountFaults) -> AccountFaults {
    faults.path = faults.path.map(|(path, error)| (shown_again(&path), error));
    faults
}

/// Those of the paths that were repaired; of many, the first.
pub fn repaired<'a>(paths: impl Iterator<Item = (&'a CgiPath, &'a Vec<Repair>)>) -> Vec<(String, Vec<Repair>)> {
    paths
        .filter(|(_, repairs)| !repairs.is_empty())
        .take(REPAIRS)
        .map(|(path, repairs)| (path.to_string(), repairs.clone()))
        .collect()
}

impl From<desk::Internal> for Refused {
    fn from(error: desk::Internal) -> Self {
        tracing::error!(%error, "a form could not be carried out");
        Self::Internal
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_our_own_addresses_are_gone_back_to() {
        for ours in ["/", "/accounts/3?range=7d"] {
            assert_eq!(own_address(ours), ours);
        }
        for foreign in [
            "",
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/\x01",
            "/\x7f",
            "/a b",
            "/账号",
            "/a\r\nSet-Cookie: x",
            "javascript:1",
        ] {
            assert_eq!(own_address(foreign), "/", "{foreign:?}");
        }
    }

    #[test]
    fn what_was_typed_is_shown_again_without_secrets_and_in_bounds() {
        assert_eq!(shown_again("\u{1}小店 🛒"), "小店 🛒");
        let pasted = "cgi-bin/x&access_token=50_secret\n/cgi-bin/y?access_token=50_secret#z";
        assert_eq!(shown_again(pasted), "cgi-bin/x&access_token=‹masked›/cgi-bin/y?access_token=‹masked›#z");
        assert_eq!(paths_shown_again(pasted), "cgi-bin/x&access_token=‹masked›\n/cgi-bin/y");
        let (again, shortened) = pasted_shown_again("a\tb\r\nopenid=oOpEnId0123456789abcdefghij");
        assert_eq!((again.as_str(), shortened), ("a\tb\nopenid=‹masked›", false));
        let (again, shortened) = pasted_shown_again(&"字".repeat(PASTED_CHARS + 1));
        assert!(again.chars().count() == PASTED_CHARS && shortened);
        let endless = "\u{1}\"".repeat(1_000_000);
        let form = TypedAccountForm {
            name: shown_again(&endless),
            appid: shown_again(&endless),
            kind: shown_again(&endless),
            paths: paths_shown_again(&endless),
            cleared_before: shown_again(&endless),
        };
        let faults =
            faults_shown_again(AccountFaults { path: Some((endless, PathError::TooLong)), ..AccountFaults::default() });
        let flash = Flash::Correct(Box::new(Correct::AddAccount { typed: form, faults, check: None }));
        assert!(serde_json::to_string(&flash).unwrap().len() < 50_000, "what is too long could not be left");
        let endless = "\u{1}🛒\n".repeat(1_000_000);
        let form = TypedClearForm {
            reason: text_shown_again(&endless),
            name: shown_again(&endless),
            override_reason: text_shown_again(&endless),
        };
        assert!(form.reason.starts_with("🛒\n🛒") && form.name.starts_with("🛒🛒"));
        let correct = Correct::Clear { typed: form, fault: ClearFault::Name };
        assert!(serde_json::to_string(&Flash::Correct(Box::new(correct))).unwrap().len() < 50_000);
    }

    #[test]
    fn what_the_cut_leaves_of_a_secret_is_not_shown() {
        let openid = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
        for (secret, left) in [
            (openid, 20),
            ("fa4e00c1b2a3948576d0e1f2a3b4c5d6", 31),
            ("13800138000", 10),
            ("50_Im7abcdefghijklmnopQRST", 9),
        ] {
            // Masking shortens the text so much that its cut end would be shown.
            let field = "x".repeat(PASTED_BYTES - 5_000);
            let before = format!("secret={field}&说 ");
            let before = format!("{before}{}", "a ".repeat((PASTED_BYTES - left - before.len()) / 2));
            let before = format!("{}{before}", " ".repeat(PASTED_BYTES - left - before.len()));
            let (shown, shortened) = pasted_shown_again(&format!("{before}{secret} and more"));
            assert!(shortened && shown.contains("secret=‹masked›&说 a a"), "{shown}");
            assert!(!shown.contains(&secret[..5]), "{shown}");
        }
        let (shown, shortened) = pasted_shown_again(&"字".repeat(PASTED_BYTES));
        assert!(shortened && shown.chars().count() == PASTED_CHARS && shown.ends_with('字'));
        let (shown, shortened) = pasted_shown_again(&format!("a {openid}"));
        assert_eq!((shown.as_str(), shortened), ("a ‹masked›", false));
    }

    #[test]
    fn cookies_are_found_by_name() {
        let name = SessionCookie::new(true).name();
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("a=1; __Host-wxquota=abc=; b=2"));
        assert_eq!(cookie(&headers, name), Some("abc="));
        assert_eq!(cookie(&headers, "session"), None);
    }
}
