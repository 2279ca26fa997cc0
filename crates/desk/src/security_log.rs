//! The security log: what collectors of logs watch for, one event a line, under a target of its own.
//!
//! What somebody who is known did or was refused is a line at once. Of strangers, who can send as many requests as they like, there
//! is one line a minute for each network and kind, with a count. Events hold no secrets, and no text that a stranger chose.

mod strangers;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::{Actor, Role};
use tokio_util::sync::CancellationToken;

use self::strangers::Counted;
pub use self::strangers::StrangerEvent;
pub(crate) use self::strangers::Strangers;
use crate::Desk;

/// The target of all events of this log.
pub const TARGET: &str = "wxquota::security";

/// The interval at which counts that are complete are looked for.
const LOOKS_EVERY: Duration = Duration::from_secs(5);

/// Who acts, as the log names them.
struct Who<'a>(&'a Actor);

impl Who<'_> {
    /// `user`, `token`, or another kind of actor.
    fn kind(&self) -> &'static str {
        match self.0 {
            Actor::User { .. } => "user",
            Actor::Token { .. } => "token",
            Actor::Cli { .. } => "command",
            Actor::Desk | Actor::Policy { .. } => "wxquota",
            Actor::Anonymous { .. } => "nobody",
        }
    }

    fn address(&self) -> String {
        self.0.address().map(|address| address.to_string()).unwrap_or_default()
    }
}

/// Writes an event of an actor: `event!("refused", actor, field = value, …)`.
macro_rules! event {
    ($event:literal, $actor:expr $(, $field:ident = $value:expr)*) => {{
        let who = Who($actor);
        tracing::info!(
            target: TARGET,
            event = $event,
            who = %who.0,
            kind = who.kind(),
            token = who.0.token().unwrap_or_default(),
            address = who.address(),
            $($field = $value,)*
        );
    }};
}

/// Somebody was refused what their role does not allow: `what` is the method and the path of the request.
pub fn refused(actor: &Actor, what: &str) {
    let role = actor.role().map_or("", Role::word);
    event!("refused", actor, role = role, what = what);
}

/// Somebody was shown the personal data of a request.
pub(crate) fn revealed(actor: &Actor, rid: &str) {
    event!("revealed", actor, rid = rid);
}

/// Somebody ordered a clear without the second person that it needs.
pub(crate) fn glass_broken(actor: &Actor, account: &str) {
    event!("glass-broken", actor, account = account);
}

/// Somebody gave a user another role.
pub(crate) fn role_changed(actor: &Actor, user: &str, role: Role) {
    event!("role-changed", actor, user = user, role = role.word());
}

impl Desk {
    /// Counts an event of a stranger, whose line follows within about a minute.
    pub fn note_stranger(&self, event: StrangerEvent, address: Option<IpAddr>) {
        self.strangers.note(event, address, self.clock.now());
    }

    /// Writes the lines about strangers whose minute is over; all of them where the program is about to end.
    pub fn write_strangers(&self, all: bool) {
        let now = self.clock.now();
        for (network, event, Counted { since, count }) in self.strangers.take(now, all) {
            tracing::info!(
                target: TARGET,
                event = event.word(),
                kind = "stranger",
                address = %network,
                count,
                since = %since,
            );
        }
    }

    /// Writes lines about strangers when they are complete, until `stop`; [`Desk::write_strangers`] then writes the rest.
    pub async fn run_security_log(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            self.write_strangers(false);
            stop.run_until_cancelled(tokio::time::sleep(LOOKS_EVERY)).await;
        }
    }
}
