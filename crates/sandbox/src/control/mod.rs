//! The control API: JSON over HTTP below `/sandbox`, with the functions of the methods of [`crate::Sandbox`].
//!
//! | Call | Body | Reply |
//! |---|---|---|
//! | `GET /sandbox` | | `{"sandbox":"wxquota","version"}` |
//! | `GET /sandbox/clock` | | `{now,unix_ms,frozen,quota_month}`, as all calls on the clock |
//! | `POST /sandbox/clock/move` | `{"seconds":-90}` | moves it |
//! | `POST /sandbox/clock/set` | `{"at":"2026-03-14T23:59:00+08:00"}` | sets it |
//! | `POST /sandbox/clock/freeze`, `…/run` | | stops it, lets it go on |
//! | `GET /sandbox/accounts` | | `{accounts:[…]}` with secrets, clears spent and what WeChat has counted |
//! | `POST /sandbox/accounts` | an account as in the config | adds or replaces it |
//! | `PATCH /sandbox/accounts/{appid}` | `{state?,secret?,ip_allowed?,any_ip?,ip_refusal?,callback_url?,authorized_to?}` | |
//! | `POST /sandbox/accounts/{appid}/revoke-tokens` | | 40001 for all its tokens |
//! | `POST /sandbox/interfaces` | `{appid,path,daily_limit?,minute_limit?,component_minute_limit?,clear_lifts?,granted?,no_figure?}` | changes, or makes, an interface |
//! | `POST /sandbox/consume` | `{appid,path,calls}` | `{daily_limit,used,remain}` as WeChat has counted |
//! | `POST /sandbox/clear` | `{appid,path?}` | clears elsewhere: `{appid,endpoint,path,at_ms,given_back}` |
//! | `POST /sandbox/clear-delay` | `{"seconds":1200}` | how long `quota/get` does not show clears from now on |
//! | `GET`, `PATCH /sandbox/settings` | any of [`crate::Settings`] | all of them |
//! | `GET /sandbox/counts` | | `{received:[{endpoint,appid,count}],clears:[…]}` |
//! | `POST /sandbox/rids` | [`crate::PlantedCall`] | `{rid}` |
//! | `GET /sandbox/traffic?appid=&path=&at=` | | the figures of the traffic alone at a time |
//! | `GET`, `POST`, `DELETE /sandbox/faults`, `DELETE /sandbox/faults/{id}` | [`crate::Fault`]: `{endpoint?,account?,times?,acts?,"fault":kind,…}` | `{faults:[…]}` or `{id}` |
//! | `POST /sandbox/release`, `GET /sandbox/held` | | lets held answers go; `{held}` |
//! | `POST /sandbox/reset` | | starts over from the config |
//!
//! Kinds of faults: `delay` (`ms`), `hold`, `drop_before`, `drop_after`, `malformed`, `html`, `truncated`, `slow` (`ms`),
//! `big` (`bytes`), `errcode` (`errcode`, `errmsg?`), `status` (`status`, `body?`), `zero`. Errors have the
//! status 400, 404 or 409 and the body `{"error"}`.

mod handlers;
mod problem;

use axum::Router;
use axum::routing::{delete, get, patch, post};

use crate::sandbox::Sandbox;
use handlers as on;

pub(crate) fn router() -> Router<Sandbox> {
    Router::new()
        .route("/", get(on::about))
        .route("/clock", get(on::clock))
        .route("/clock/move", post(on::move_clock))
        .route("/clock/set", post(on::set_clock))
        .route("/clock/freeze", post(on::freeze_clock))
        .route("/clock/run", post(on::run_clock))
        .route("/accounts", get(on::accounts).post(on::add_account))
        .route("/accounts/{appid}", patch(on::change_account))
        .route("/accounts/{appid}/revoke-tokens", post(on::revoke_tokens))
        .route("/interfaces", post(on::change_interface))
        .route("/consume", post(on::consume))
        .route("/clear", post(on::clear_elsewhere))
        .route("/clear-delay", post(on::delay_clears))
        .route("/settings", get(on::settings).patch(on::change_settings))
        .route("/counts", get(on::counts))
        .route("/rids", post(on::plant))
        .route("/traffic", get(on::traffic))
        .route("/faults", get(on::faults).post(on::add_fault).delete(on::clear_faults))
        .route("/faults/{id}", delete(on::remove_fault))
        .route("/release", post(on::release))
        .route("/held", get(on::held))
        .route("/reset", post(on::reset))
        .fallback(on::nothing)
}
