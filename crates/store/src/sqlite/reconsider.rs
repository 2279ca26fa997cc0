//! What is concluded again after a reading or after a change of a clear: the limits that requests hit, and incidents.

use constcat::concat;
use domain::incidents::{ReactionReason, STAYS_OPEN};
use domain::limit_hit::NEAR;
use domain::{AccountId, ClearId, ClearState, InterfaceId};
use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::query::{execute, fetch_one, params};
use super::rids::{mark_cleared, mark_read};
use crate::{NewSample, StoreError};

const CLEAR: &str = "SELECT account_id, interface_id, COALESCE(sent_at, at) FROM clears WHERE id = $1";
/// Incidents of which nothing could be concluded, since their interface could not be read. `$1` is a list of interfaces.
const NOW_READ: &str = "UPDATE incidents SET state = 'queued', due_at = 0, ended_at = NULL
     WHERE id IN (SELECT waiting.id
                  FROM json_each($1) AS read
                  JOIN interfaces ON interfaces.id = read.value
                  JOIN incidents AS waiting INDEXED BY incidents_not_known
                       ON waiting.account_id = interfaces.account_id AND waiting.cgi_path = interfaces.cgi_path
                  WHERE waiting.state = 'done' AND waiting.limit_hit = 'not-known' AND waiting.last_at BETWEEN $2 AND $3)";
const OF_THE_CLEAR: &str = "WHERE clear_id = $1 AND state = 'done' AND reaction = 'cleared'";
const REOPEN: &str = concat!(
    "UPDATE incidents SET state = 'working', due_at = 0, ended_at = NULL, reaction = 'none', because = $2 ",
    OF_THE_CLEAR,
    " AND last_at >= $3"
);
const NOTE: &str = concat!("UPDATE incidents SET reaction = 'explained', because = $2 ", OF_THE_CLEAR);
/// Readings show what the clear `$1` did to the count of the incident's interface.
const ITS_EFFECT: &str =
    "EXISTS (SELECT 1 FROM clear_effects JOIN interfaces ON interfaces.id = clear_effects.interface_id
                WHERE clear_effects.clear_id = $1 AND interfaces.account_id = incidents.account_id
                  AND interfaces.cgi_path = incidents.cgi_path";
/// Readings show that an effective clear of the account did not lower the count of the incident's interface.
const STAYED: &str = concat!(" AND ", ITS_EFFECT, " AND tells = 1 AND fell = 0)");
const REOPEN_STAYED: &str = concat!(REOPEN, STAYED);
const NOTE_STAYED: &str = concat!(NOTE, STAYED);
/// Incidents that were not reported again since a clear that has now turned out to lower the count of their interface, or that
/// were called open because of it.
const ENDED: &str = concat!(
    "UPDATE incidents SET state = 'working', due_at = 0, ended_at = NULL
     WHERE account_id = $2 AND state = 'done' AND reaction <> 'cleared' AND limit_hit IN ('day-quota', 'not-known')
       AND last_at >= $4 AND (last_at <= $3 OR clear_id = $1) AND ",
    ITS_EFFECT,
    " AND fell = 1)"
);

/// After good readings were written.
pub(super) async fn after_readings(write: &mut SqliteConnection, samples: &[NewSample]) -> Result<(), StoreError> {
    let good = || samples.iter().filter(|sample| sample.reading.outcome.figures().is_some());
    let times = || good().map(|sample| sample.reading.at);
    let Some((first, last)) = times().min().zip(times().max()) else { return Ok(()) };
    let ids_of = |samples: &[&NewSample]| {
        let ids: Vec<_> = samples.iter().map(|sample| sample.interface.0.to_string()).collect();
        format!("[{}]", ids.join(","))
    };
    let all: Vec<_> = good().collect();
    mark_read(write, &ids_of(&all), (first - NEAR, last)).await?;
    let of_day: Vec<_> = good().filter(|sample| !sample.of_day_before).collect();
    execute(write, NOW_READ, params![ids_of(&of_day), first - STAYS_OPEN, last]).await.map(drop)
}

/// After a clear came into a state, or readings said more of an effective one. An incident that it was to end and did not is
/// open again; one reported long ago is not looked into, but no longer called cleared.
pub(super) async fn after_clear(
    write: &mut SqliteConnection,
    id: ClearId,
    state: ClearState,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (account, interface, sent_at): (AccountId, Option<InterfaceId>, Timestamp) =
        fetch_one(write, CLEAR, params![id]).await?;
    mark_cleared(write, account, interface, (sent_at - NEAR, sent_at + NEAR)).await?;
    let open_since = at - STAYS_OPEN;
    if is_void(state) {
        let because = ReactionReason::ClearVoid { clear: id, state };
        execute(write, REOPEN, params![id, because, open_since]).await?;
        execute(write, NOTE, params![id, because]).await?;
    } else if state == ClearState::Effective {
        execute(write, ENDED, params![id, account, sent_at, open_since]).await?;
        let because = ReactionReason::ClearVoid { clear: id, state: ClearState::Ineffective };
        execute(write, REOPEN_STAYED, params![id, because, open_since]).await?;
        execute(write, NOTE_STAYED, params![id, because]).await?;
    }
    Ok(())
}

/// Whether a clear in this state ends nothing, as far as is known.
pub(super) fn is_void(state: ClearState) -> bool {
    use ClearState::{Failed, Ineffective, Refused, Unknown};
    matches!(state, Unknown | Ineffective | Refused | Failed)
}
