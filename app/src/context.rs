//! The context of a request that every component can ask for: the viewer, their language, the time, the address.

use std::sync::Arc;

use desk::notices::HeaderSummary;
use desk::users::SessionUser;
use domain::{Actor, Lang, Permission, Role, WriteFault};
use jiff::{Timestamp, tz::TimeZone};
use leptos::prelude::{provide_context, use_context};

use crate::format::Formats;

pub use crate::text::Text;

/// A choice of colours; where there is none, the machine's setting decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// The word for it in the cookie `theme` and in `<html data-theme>`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme a cookie names; anything but `light` and `dark` leaves it to the machine.
    pub fn from_cookie(value: &str) -> Option<Self> {
        match value {
            "light" => Some(Self::Light),
            "dark" => Some(Self::Dark),
            _ => None,
        }
    }
}

/// Who looks at a page, and how; one per request, provided by the server before it renders.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// The language of every text.
    pub lang: Lang,
    /// The chosen colours, if any were chosen.
    pub theme: Option<Theme>,
    /// The zone in which people read times.
    pub display_zone: TimeZone,
    /// When the request came, by the server's clock.
    pub now: Timestamp,
    /// That clock shows demo time, which pages mark as such.
    pub demo_time: bool,
    /// Who acts.
    pub actor: Actor,
    /// Their session, where they signed in.
    pub signed_in: Option<Arc<SessionUser>>,
    /// What stands in the head of every page: what waits for a second person, whether automatic clears are stopped, how much
    /// news there is.
    pub standing: Arc<HeaderSummary>,
    /// Why nothing can be saved at the moment.
    pub write_fault: Option<WriteFault>,
    /// Passwords and sessions travel in clear, because somebody allowed it.
    pub in_clear: bool,
    /// The path of the page.
    pub path: String,
    /// Its query, without the question mark; may be empty.
    pub query: String,
}

/// The viewer as components share it.
pub type SharedViewer = Arc<Viewer>;

impl Viewer {
    /// Makes this the viewer of everything rendered below.
    pub fn provide(self) {
        provide_context::<SharedViewer>(Arc::new(self));
    }

    /// The viewer of the page that is being rendered; an anonymous one where the server forgot to provide it.
    pub fn current() -> SharedViewer {
        use_context::<SharedViewer>().unwrap_or_else(|| {
            tracing::error!("a page was rendered without a viewer");
            Arc::new(Self::nobody())
        })
    }

    /// Whether the viewer may do `what`: for showing or hiding an offer. The use case decides again.
    pub fn may(&self, what: Permission) -> bool {
        self.actor.may(what)
    }

    /// Whether the viewer typed the password lately in this session, so that acts which take it again need no field for it.
    pub fn is_confirmed(&self) -> bool {
        self.signed_in.as_ref().is_some_and(|who| who.is_confirmed(self.now))
    }

    /// The viewer's way of writing numbers and times.
    pub fn formats(&self) -> Formats<'_> {
        Formats { lang: self.lang, zone: &self.display_zone, now: self.now }
    }

    /// Path and query, as a link back to this page.
    pub fn here(&self) -> String {
        address(&self.path, &self.query)
    }

    /// A link to this page with some of its query replaced: `None` removes a parameter, the rest stays as it is.
    pub fn link_with(&self, changes: &[(&str, Option<&str>)]) -> String {
        let kept = self.query.split('&').filter(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            !pair.is_empty() && !changes.iter().any(|(changed, _)| *changed == name)
        });
        let set = changes.iter().filter_map(|(name, value)| value.map(|value| format!("{name}={}", encode(value))));
        let query: Vec<String> = kept.map(str::to_owned).chain(set).collect();
        address(&self.path, &query.join("&"))
    }

    /// A link to the file of this page's list: with its filters, without the part of the list that is shown.
    pub fn file_link(&self, path: &str) -> String {
        let kept = self.query.split('&').filter(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            !pair.is_empty() && !["page", "per", "before"].contains(&name)
        });
        address(path, &kept.collect::<Vec<_>>().join("&"))
    }

    /// The reader of a message that leaves wxquota: whoever is in the chat group.
    pub fn of_message(lang: Lang, display_zone: TimeZone, now: Timestamp) -> Self {
        Self { lang, display_zone, now, ..Self::nobody() }
    }

    fn nobody() -> Self {
        Self {
            lang: Lang::ZhCn,
            theme: None,
            display_zone: TimeZone::UTC,
            now: Timestamp::UNIX_EPOCH,
            demo_time: false,
            actor: Actor::Anonymous { address: None },
            signed_in: None,
            standing: Arc::default(),
            write_fault: None,
            in_clear: false,
            path: "/".to_owned(),
            query: String::new(),
        }
    }
}

fn address(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Encodes all but letters, digits and `-_.~/`, so that a value cannot end its parameter.
pub(crate) fn encode(value: &str) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');
    utf8_percent_encode(value, KEPT).to_string()
}

/// The session id that a request's cookie brought, or the one that it has from now on; among the request's extensions.
#[derive(Clone)]
pub struct SessionId(pub String);

impl std::fmt::Debug for SessionId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionId(..)")
    }
}

/// The address by which people reach the desk: a scheme, a host and perhaps a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskAddress(pub String);

/// Logins that the sign-in page of a demo shows.
#[derive(Debug, Clone, Default)]
pub struct DemoLogins(pub Arc<[DemoLogin]>);

/// One of them.
#[derive(Debug, Clone)]
pub struct DemoLogin {
    /// The user's name.
    pub name: String,
    /// Their password.
    pub password: String,
    /// What they may do.
    pub role: Role,
}

/// A log that the rid desk of a demo offers to be tried with.
#[derive(Debug, Clone, Default)]
pub struct DemoLog(pub Option<Arc<str>>);

/// Where the built front lies; both `None` where it was not built, and pages then work without styles and scripts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assets {
    /// The style sheet's file name under `/pkg/`.
    pub css: Option<String>,
    /// What the scripts' names start with: `{output_name}.js` and `{output_name}_bg.wasm` under `/pkg/`.
    pub output_name: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(query: &str) -> Viewer {
        Viewer { path: "/accounts".into(), query: query.into(), ..Viewer::nobody() }
    }

    #[test]
    fn a_link_changes_only_what_it_is_told_to() {
        let viewer = at("state=critical&page=3&q=a%26b");
        assert_eq!(viewer.here(), "/accounts?state=critical&page=3&q=a%26b");
        assert_eq!(viewer.link_with(&[("page", Some("4"))]), "/accounts?state=critical&q=a%26b&page=4");
        assert_eq!(viewer.link_with(&[("page", None), ("state", None)]), "/accounts?q=a%26b");
        assert_eq!(at("").link_with(&[]), "/accounts");
    }

    #[test]
    fn a_file_has_the_filters_of_its_page() {
        let viewer = at("state=critical&page=3&q=a%26b&per=10&before=7");
        assert_eq!(viewer.file_link("/export.csv"), "/export.csv?state=critical&q=a%26b");
        assert_eq!(at("before=7").file_link("/export.csv"), "/export.csv");
    }

    #[test]
    fn a_value_cannot_end_its_parameter() {
        assert_eq!(at("").link_with(&[("q", Some("a&b=c #获"))]), "/accounts?q=a%26b%3Dc%20%23%E8%8E%B7");
    }
}
