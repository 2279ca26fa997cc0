//! The handlers of the control API: each reads its input and calls the method of [`Sandbox`].

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use super::problem::{Problem, parse};
use crate::platform::{AccountView, ClearRecord, Counts, InterfaceChange};
use crate::sandbox::{ClockView, Sandbox};
use crate::settings::Settings;
use crate::traffic::Figures;

type Answer<T> = Result<Json<T>, Problem>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seconds<T> {
    seconds: T,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct At {
    at: Timestamp,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Consume {
    appid: String,
    path: String,
    calls: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Clear {
    appid: String,
    path: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct TrafficAt {
    appid: String,
    path: String,
    at: Timestamp,
}

fn done() -> Json<Value> {
    Json(json!({ "done": true }))
}

pub(super) async fn about() -> Json<Value> {
    Json(json!({ "sandbox": "wxquota", "version": env!("CARGO_PKG_VERSION") }))
}

pub(super) async fn nothing() -> Problem {
    Problem(StatusCode::NOT_FOUND, "the control API has no such call".to_owned())
}

pub(super) async fn clock(State(sandbox): State<Sandbox>) -> Json<ClockView> {
    Json(sandbox.clock())
}

pub(super) async fn move_clock(State(sandbox): State<Sandbox>, body: Bytes) -> Answer<ClockView> {
    let Seconds::<i64> { seconds } = parse(&body)?;
    sandbox.move_clock(SignedDuration::from_secs(seconds));
    Ok(Json(sandbox.clock()))
}

pub(super) async fn set_clock(State(sandbox): State<Sandbox>, body: Bytes) -> Answer<ClockView> {
    sandbox.set_clock(parse::<At>(&body)?.at);
    Ok(Json(sandbox.clock()))
}

pub(super) async fn freeze_clock(State(sandbox): State<Sandbox>) -> Json<ClockView> {
    sandbox.freeze_clock();
    Json(sandbox.clock())
}

pub(super) async fn run_clock(State(sandbox): State<Sandbox>) -> Json<ClockView> {
    sandbox.run_clock();
    Json(sandbox.clock())
}

pub(super) async fn accounts(State(sandbox): State<Sandbox>) -> Json<Value> {
    let accounts: Vec<AccountView> = sandbox.accounts();
    Json(json!({ "accounts": accounts }))
}

pub(super) async fn add_account(State(sandbox): State<Sandbox>, body: Bytes) -> Answer<Value> {
    sandbox.add_account(parse(&body)?)?;
    Ok(done())
}

pub(super) async fn change_account(
    State(sandbox): State<Sandbox>,
    Path(appid): Path<String>,
    body: Bytes,
) -> Answer<Value> {
    sandbox.change_account(&appid, parse(&body)?)?;
    Ok(done())
}

pub(super) async fn revoke_tokens(State(sandbox): State<Sandbox>, Path(appid): Path<String>) -> Answer<Value> {
    sandbox.revoke_tokens(&appid)?;
    Ok(done())
}

pub(super) async fn change_interface(State(sandbox): State<Sandbox>, body: Bytes) -> Answer<Value> {
    let mut fields: serde_json::Map<String, Value> = parse(&body)?;
    let mut name = |field: &str| match fields.remove(field) {
        Some(Value::String(text)) => Ok(text),
        _ => Err(Problem(StatusCode::BAD_REQUEST, format!("{field} is missing"))),
    };
    let (appid, path) = (name("appid")?, name("path")?);
    let change: InterfaceChange = serde_json::from_value(Value::Object(fields))
        .map_err(|error| Problem(StatusCode::BAD_REQUEST, error.to_string()))?;
    sandbox.change_interface(&appid, &path, &change)?;
    Ok(done())
}

pub(super) async fn consume(State(sandbox): State<Sandbox>, body: Bytes) -> Answer<Figures> {
    let Consume { appid, path, calls } = parse(&body)?;
    Ok(Json(sandbox.consume(&appid, &path, calls)?))
}

pub(super) async fn clear_elsewhere(State(sandbox): State<Sandbox>, body: Bytes) -> Answer<ClearRecord> {
    let Clear { appid, path } = parse(&body)?;
    Ok(Json(sandbox.clear_elsewhere(&appid, path.as_deref())?))
}

pub(super) async fn delay_clears(State(sandbox): State<Sandbox>, body: Bytes) -> Answer<Value> {
    sandbox.delay_clears(parse::<Seconds<u32>>(&body)?.seconds);
    Ok(done())
}

pub(super) async fn settings(State(sandbox): State<Sandbox>) -> Json<Settings> {
    Json(sandbox.settings())
}

pub(super) async fn change_settings(State(sandbox): State<Sandbox>, body: Bytes) -> Answer<Settings> {
    sandbox.change_settings(parse(&body)?)?;
    Ok(Json(sandbox.settings()))
}

pub(super) async fn counts(State(sandbox): State<Sandbox>) -> Json<Counts> {
    Json(sandbox.counts())
}

pub(super) async fn plant(State(sandbox): State<Sandbox>, body: Bytes) -> Answer<Value> {
    let rid = sandbox.plant(parse(&body)?)?;
    Ok(Json(json!({ "rid": rid })))
}

pub(super) async fn traffic(State(sandbox): State<Sandbox>, Query(wanted): Query<TrafficAt>) -> Answer<Figures> {
    let figures = sandbox.traffic().used_at(&wanted.appid, &wanted.path, wanted.at.as_millisecond());
    let problem = || Problem(StatusCode::NOT_FOUND, "no such account or interface is configured".to_owned());
    figures.map(Json).ok_or_else(problem)
}

pub(super) async fn faults(State(sandbox): State<Sandbox>) -> Json<Value> {
    Json(json!({ "faults": sandbox.faults() }))
}

pub(super) async fn add_fault(State(sandbox): State<Sandbox>, body: Bytes) -> Answer<Value> {
    Ok(Json(json!({ "id": sandbox.add_fault(parse(&body)?) })))
}

pub(super) async fn clear_faults(State(sandbox): State<Sandbox>) -> Json<Value> {
    sandbox.clear_faults();
    done()
}

pub(super) async fn remove_fault(State(sandbox): State<Sandbox>, Path(id): Path<u64>) -> Answer<Value> {
    if sandbox.remove_fault(id) {
        Ok(done())
    } else {
        Err(Problem(StatusCode::NOT_FOUND, format!("no fault {id} waits")))
    }
}

pub(super) async fn release(State(sandbox): State<Sandbox>) -> Json<Value> {
    sandbox.release();
    done()
}

pub(super) async fn held(State(sandbox): State<Sandbox>) -> Json<Value> {
    Json(json!({ "held": sandbox.held() }))
}

pub(super) async fn reset(State(sandbox): State<Sandbox>) -> Json<Value> {
    sandbox.reset();
    done()
}
