//! Databases of older versions: what is in them stays, and what is new works.

use std::fs;
use std::path::Path;

use domain::{AccountId, AccountStatus, ClearId, ClearState, IncidentState, LimitHit, Reaction, Role};
use rand::rngs::SysRng;
use secrecy::ExposeSecret;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use store::clears::{Check, CheckOutcome, ClearQuery, Settlement};
use store::incidents::IncidentQuery;
use store::rids::{NoteOutcome, RidQuery};
use store::seal::Place;
use store::sqlite::SqliteStore;
use store::{
    Accounts, ApiTokens, Audit, AuditChain, Channels, ClearRequests, Clears, Guesses, Incidents, Interfaces, MasterKey,
    NewApiToken, RidLookups, Rids, Sessions, Settings, Store, Tasks, UserChange, Users, Verifications,
};

use super::{connection, dump, run};
use crate::conformance::clears::counting;
use crate::conformance::{at, by, new_account, user};

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// The last migration of the version before people signed in, and of that before clears were verified.
const NOBODY_SIGNED_IN: i64 = 15;
const NOTHING_VERIFIED: i64 = 18;
const KEY: [u8; 32] = [5; 32];

/// What the older one's pages and commands wrote; both accounts' secrets and the check of the key come on top.
const ROWS: &str = "
    INSERT INTO accounts (id, name, appid, kind, status, daily_readings, cleared_before, added_at, began_at, secret_form)
    VALUES (3, '旧账号', 'wx0000000000000003', 'shop', 'retired', 3000, NULL, 1790000000000, 1790000000000, 'body');
    INSERT INTO accounts (id, name, appid, kind, status, sealed_secret, secret_set_at, daily_readings, cleared_before,
                          added_at, began_at, token_state, token_expires_at, token_changed_at, secret_form)
    VALUES (1, '商城 🛒', 'wx0000000000000001', 'mini-program', 'active', x'00', 1790000000001, 500, 4,
            1790000000000, 1790000000002, 'valid', 1790000007200, 1790000000003, 'query'),
           (2, 'paused', 'wx0000000000000002', 'official-account', 'paused', x'00', 1790000000001, 3000, NULL,
            1790000000000, 1790000000002, 'none', NULL, NULL, 'body');
    INSERT INTO forced_refreshes (account_id, at) VALUES (1, 1790000000004);
    INSERT INTO interfaces (id, account_id, cgi_path, added_at, removed_at)
    VALUES (1, 1, '/wxa/msg_sec_check', 1790000000000, NULL), (2, 2, '/wxa/msg_sec_check', 1790000000000, 1790000000005);
    INSERT INTO readings_taken (account_id, day_start, taken) VALUES (1, 1789920000000, 17);
    INSERT INTO api_tokens (id, name, role, hash, made_by, created_at, expires_at, last_used_at, revoked_at)
    VALUES (1, 'ci', 'admin', x'0101010101010101010101010101010101010101010101010101010101010101', 'local',
            1790000000000, NULL, 1790000040000, NULL),
           (2, 'old', 'viewer', x'0202020202020202020202020202020202020202020202020202020202020202', 'cli:alice',
            1790000000000, 1790000000000, NULL, 1790000050000);
    INSERT INTO task_runs (name, started_at, ended_at, summary, error) VALUES ('sampler', 1790000000000, 1790000000001, '1 read', NULL);
    INSERT INTO clears (id, account_id, interface_id, state, at, sent_at, ended_at, via, actor, reason, idempotency_key,
                        request_hash, errcode, errmsg, budget_left, usage_before)
    VALUES (1, 1, NULL, 'accepted', 1590000000000, 1590000000001, 1590000000002, 'token', 'local', '促销', 'k',
            x'0707070707070707070707070707070707070707070707070707070707070707', 0, 'ok', 5, '[]'),
           (2, 1, 1, 'refused', 1790000100000, 1790000100001, 1790000100002, 'token', 'cli:alice', 'again', 'k',
            x'0808080808080808080808080808080808080808080808080808080808080808', 48006, 'forbid', 50, '[]');
    INSERT INTO clear_events (clear_id, at, state, detail)
    VALUES (1, 1790000000000, 'intended', NULL), (1, 1790000000001, 'sent', NULL), (1, 1790000000002, 'accepted', 'ok'),
           (2, 1790000100000, 'intended', NULL), (2, 1790000100001, 'sent', NULL), (2, 1790000100002, 'refused', 'forbid');
    INSERT INTO rids (rid, account_id, at, cost_in_ms, request_url, request_body, response_body, client_ip, errcode,
                      looked_up_at, looked_up_by)
    VALUES ('617682e0-09059ac5-34a8e2ea', 1, 1790000000000, 30, '', '', '{}', NULL, NULL, 1790000000001, 'local');
";

/// What each of them has on top.
const SESSIONS_OF_NOBODY: &str = "
    INSERT INTO sessions (id_hash, flash, expires_at)
    VALUES (x'0303030303030303030303030303030303030303030303030303030303030303', 'saved', 9990000000000);
";
/// Clears that were accepted 10, 35 and 37 minutes ago by the machine's clock, and one of which nothing is known.
const PEOPLE_AND_THEIR_CLEARS: &str = "
    INSERT INTO users (id, name, name_key, role, password_hash, password_set_at, created_at)
    VALUES (1, 'alice', 'alice', 'admin', '$argon2id$x', 1790000000000, 1790000000000);
    INSERT INTO sessions (id_hash, user_id, created_at, last_seen_at, expires_at)
    VALUES (x'0303030303030303030303030303030303030303030303030303030303030303', 1, 1790000000000, 1790000000000, 9990000000000);
    UPDATE api_tokens SET made_by_user = 1;
    INSERT INTO clears (id, account_id, interface_id, state, at, sent_at, ended_at, via, actor, reason, override_reason,
                        idempotency_key, request_hash, errcode, errmsg, budget_left, usage_before)
    SELECT id, 1, NULL, state, now - ago, now - ago, now - ago, 'token', 'alice', 'x', 'y', 'k' || id, zeroblob(32), 0, 'ok', 3, '[]'
    FROM (SELECT CAST(strftime('%s', 'now') AS INTEGER) * 1000 AS now),
         (SELECT column1 AS id, column2 AS state, column3 * 60000 AS ago
          FROM (VALUES (3, 'accepted', 10), (4, 'accepted', 35), (5, 'accepted', 37), (6, 'unknown', 5), (7, 'refused', 5)));
";

/// Such a database and its key, closed.
async fn older(folder: &Path, last: i64) {
    let key_file = folder.join("master.key");
    fs::write(&key_file, "05".repeat(KEY.len())).unwrap();
    fs::set_permissions(&key_file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let options = SqliteConnectOptions::new().filename(folder.join("wxquota.db")).create_if_missing(true);
    let mut db = options.connect().await.unwrap();
    let migrations = MIGRATIONS.iter().filter(|migration| migration.version <= last).cloned().collect();
    Migrator::with_migrations(migrations).run_direct(None, &mut db, false).await.unwrap();
    run(&mut db, "PRAGMA application_id = 2004382068").await.unwrap();
    run(&mut db, ROWS).await.unwrap();
    let on_top = if last == NOBODY_SIGNED_IN { SESSIONS_OF_NOBODY } else { PEOPLE_AND_THEIR_CLEARS };
    run(&mut db, on_top).await.unwrap();
    let key = MasterKey::from_bytes(KEY);
    let check = key.seal(Place { table: "meta", column: "key_check", row: 0 }, b"wxquota", &mut SysRng).unwrap();
    let query = "INSERT INTO meta (key, value) VALUES ('key_check', $1)";
    sqlx::query(query).bind(check).execute(&mut db).await.unwrap();
    for id in [1, 2] {
        let secret = format!("secret-of-{id}");
        let place = Place { table: "accounts", column: "sealed_secret", row: id };
        let sealed = key.seal(place, secret.as_bytes(), &mut SysRng).unwrap();
        let query = "UPDATE accounts SET sealed_secret = $2 WHERE id = $1";
        sqlx::query(query).bind(id).bind(sealed).execute(&mut db).await.unwrap();
    }
    db.close().await.unwrap();
}

/// What the version before kept, without what is there to be made anew.
async fn kept(db: &mut SqliteConnection) -> Vec<(String, Vec<String>)> {
    let mut tables = dump(db).await;
    let anew = ["_sqlx_migrations", "audit", "catalogue", "meta", "sessions", "users"];
    let later = [
        "verifications",
        "clear_effects",
        "clear_requests",
        "suspicions",
        "rid_lookups",
        "rid_lists",
        "rid_list_lines",
        "rid_calls",
        "policies",
        "policy_decisions",
        "kill_switch",
        "incidents",
        "standings",
        "notices",
        "notices_read",
        "channels",
        "allowed_hosts",
        "deliveries",
        "delivery_attempts",
        "wanted_policy_actions",
        "seen_addresses",
        "settings",
        "usage_lines",
        "drafts",
        "outbound_addresses",
        "clear_request_keys",
        "clear_limits",
        "campaigns",
        "account_groups",
        "group_members",
    ];
    // The rids' table is another one since they have ids; what is in it is asked for below.
    let is_rids =
        |table: &str| ["rid_words", "rid_note"].iter().any(|start| table.starts_with(start)) || table == "rids";
    tables.retain(|(table, _)| !anew.contains(&table.as_str()) && !later.contains(&table.as_str()) && !is_rids(table));
    tables
}

/// What the rows of a version before look like with the columns that came later.
fn widened(mut tables: Vec<(String, Vec<String>)>, columns: &[(&str, &str)]) -> Vec<(String, Vec<String>)> {
    for (table, rows) in &mut tables {
        let later = columns.iter().filter(|(of, _)| of == table).map(|(_, values)| *values);
        let values: String = later.collect();
        for row in rows {
            if table == "accounts" {
                *row = with_token_state_last(row);
            }
            row.push_str(&values);
        }
    }
    tables
}

/// A row of accounts with its token's state behind the others: that column was made anew for one more state.
fn with_token_state_last(row: &str) -> String {
    let mut values: Vec<_> = row.split(", ").collect();
    let state = values.remove(11);
    values.push(state);
    values.join(", ")
}

/// Nobody agreed to a clear or broke the glass, nothing was said against it, and no person brought one anywhere.
const OF_CLEARS: [(&str, &str); 2] = [("clears", ", NULL, 0, '[]', NULL"), ("clear_events", ", NULL")];
/// Readings showed nothing of the kinds of their counts, and nobody set one; they have no owner and no note.
const OF_INTERFACES: (&str, &str) = ("interfaces", ", NULL, NULL, NULL, NULL, NULL, NULL");
/// No forced refresh was without effect, as far as anyone knows; they have no owner and no note, and no fetch of a token is known.
const OF_ACCOUNTS: (&str, &str) = ("accounts", ", 0, 0, NULL, NULL, NULL, NULL");
/// Nobody has to change the password; in no session is known when it was typed.
const OF_PEOPLE: [(&str, &str); 2] = [("users", ", 0"), ("sessions", ", NULL")];
/// Commands made them, as far as anyone knows, and for nobody.
const OF_TOKENS: (&str, &str) = ("api_tokens", ", NULL, NULL");
/// Nobody counted which readings incidents caused.
const OF_READINGS: (&str, &str) = ("readings_taken", ", 0");

#[tokio::test]
async fn what_an_older_database_holds_stays() {
    let folder = tempfile::tempdir().unwrap();
    older(folder.path(), NOBODY_SIGNED_IN).await;
    let mut db = connection(folder.path()).await;
    let before = kept(&mut db).await;
    assert!(before.iter().filter(|(_, rows)| !rows.is_empty()).count() >= 8, "{before:?}");
    let store = SqliteStore::open_in(folder.path()).await.unwrap();
    let [clears, events] = OF_CLEARS;
    assert_eq!(
        kept(&mut db).await,
        widened(before, &[OF_TOKENS, OF_ACCOUNTS, OF_INTERFACES, OF_READINGS, clears, events])
    );

    let accounts = store.accounts().await.unwrap();
    let found: Vec<_> = accounts.iter().map(|account| (account.id.0, account.name.as_str(), account.status)).collect();
    let expected = [
        (2, "paused", AccountStatus::Paused),
        (1, "商城 🛒", AccountStatus::Active),
        (3, "旧账号", AccountStatus::Retired),
    ];
    assert_eq!(found, expected);
    for id in [1, 2] {
        let secret = store.secret(AccountId(id)).await.unwrap().unwrap();
        assert_eq!(secret.expose_secret(), format!("secret-of-{id}"));
    }
    assert_eq!(store.interfaces_of(AccountId(1)).await.unwrap().len(), 1);
    let clears = store.clears(&ClearQuery { limit: 10, ..Default::default() }).await.unwrap();
    let done: Vec<_> = clears.iter().map(|clear| (clear.id.0, clear.actor.as_deref(), clear.state)).collect();
    let expected = [(2, Some("cli:alice"), ClearState::Refused), (1, Some("local"), ClearState::Accepted)];
    assert_eq!(done, expected);
    let by_key = store.clear_by_key("local", "k").await.unwrap();
    assert_eq!(by_key, Some((clears[1].clone(), [7; 32])), "a page that is sent again still finds its clear");
    assert_eq!(store.clear_events(clears[1].id).await.unwrap().len(), 3);
    let query = RidQuery { words: vec!["61768".to_owned()], limit: 10, ..RidQuery::default() };
    let [(_, kept)] = &store.search_rids(&query).await.unwrap()[..] else { panic!("it is found by its words") };
    assert_eq!((kept.rid.as_str(), kept.looked_up_by.as_str()), ("617682e0-09059ac5-34a8e2ea", "local"));
    assert_eq!((kept.account_id, kept.cost_in_ms, kept.response_body.as_str()), (AccountId(1), Some(30), "{}"));
    assert_eq!(store.task_runs().await.unwrap().len(), 1);
    let token = store.token_by_hash(&[1; 32]).await.unwrap().expect("what calls the API goes on");
    assert_eq!((token.role, token.made_by.as_str()), (Role::Admin, "local"));
    assert_eq!((token.maker_role, token.maker_disabled, token.revoked_at), (None, false, None));
    assert!(store.token_by_hash(&[2; 32]).await.unwrap().unwrap().revoked_at.is_some());
}

#[tokio::test]
async fn an_older_database_can_do_what_is_new() {
    let folder = tempfile::tempdir().unwrap();
    older(folder.path(), NOBODY_SIGNED_IN).await;
    let store = SqliteStore::open_in(folder.path()).await.unwrap();
    assert_eq!(store.take_flash(&[3; 32], at(0)).await.unwrap(), None, "a session of nobody is worth nothing");
    assert_eq!(store.users().await.unwrap(), []);
    assert_eq!(store.audit_chain().await.unwrap(), AuditChain::Whole { lines: 1 }, "that it was taken over");
    let code = store.setup_code().await.unwrap().unwrap();
    store.close().await;
    let store = SqliteStore::open_in(folder.path()).await.unwrap();
    assert_eq!(store.setup_code().await.unwrap().unwrap().expose_secret(), code.expose_secret());

    let alice = user(&store, "alice", Role::Admin).await;
    assert!(store.setup_code().await.unwrap().is_none());
    user(&store, "bob", Role::Admin).await;
    store.change_user(alice, UserChange::Disabled, &by(), at(1)).await.unwrap();
    assert!(store.retire_account(AccountId(1), &by(), at(2)).await.unwrap());
    let id = store.add_account(new_account(4), &by(), at(3)).await.unwrap();
    assert_eq!(id, AccountId(4), "ids go on");
    let new = NewApiToken { name: "new".to_owned(), role: Role::Viewer, owner: None, hash: [4; 32], expires_at: None };
    assert_eq!(store.add_token(new, &by(), at(4)).await.unwrap(), Some(3));
    assert!(store.revoke_token("ci", &by(), at(5)).await.unwrap());
    assert_eq!(store.audit_chain().await.unwrap(), AuditChain::Whole { lines: 8 });
}

#[tokio::test]
async fn whoever_is_signed_in_goes_on_and_is_asked_for_the_password_once_more() {
    let folder = tempfile::tempdir().unwrap();
    older(folder.path(), NOTHING_VERIFIED).await;
    let store = SqliteStore::open_in(folder.path()).await.unwrap();
    let (session, user) = store.session(&[3; 32], at(0)).await.unwrap().unwrap();
    assert_eq!((user.name.as_str(), user.must_change_password, session.confirmed_at), ("alice", false, None));
    let tokens = store.tokens().await.unwrap();
    assert!(tokens.len() == 2 && tokens.iter().all(|token| token.owner.is_none()));
}

#[tokio::test]
async fn clears_accepted_lately_are_looked_at_after_the_upgrade_and_older_ones_are_not() {
    let folder = tempfile::tempdir().unwrap();
    older(folder.path(), NOTHING_VERIFIED).await;
    let mut db = connection(folder.path()).await;
    let before = kept(&mut db).await;
    let people = async |db: &mut SqliteConnection| {
        let tables = dump(db).await.into_iter();
        tables.filter(|(table, _)| ["users", "sessions"].contains(&table.as_str())).collect::<Vec<_>>()
    };
    let people_before = people(&mut db).await;
    let store = SqliteStore::open_in(folder.path()).await.unwrap();
    let [clears, events] = OF_CLEARS;
    let of_tokens = ("api_tokens", ", NULL");
    let expected = widened(before, &[OF_ACCOUNTS, OF_INTERFACES, of_tokens, OF_READINGS, clears, events]);
    assert_eq!(kept(&mut db).await, expected, "nothing is lost");
    assert_eq!(people(&mut db).await, widened(people_before, &OF_PEOPLE));

    let clears = store.clears(&ClearQuery { limit: 10, ..Default::default() }).await.unwrap();
    let looked_at: Vec<_> = clears.iter().map(|clear| (clear.id.0, clear.being_verified)).collect();
    assert_eq!(looked_at, [(7, false), (6, false), (5, false), (4, true), (3, true), (2, false), (1, false)]);
    assert!(
        clears.iter().all(|clear| !clear.glass_broken && clear.approved_by.is_none() && clear.given_back.is_none())
    );
    let of = |id: i64| clears.iter().find(|clear| clear.id.0 == id).unwrap();
    let (lately, earlier) = (of(3).ended_at.unwrap(), of(4).ended_at.unwrap());
    let due: Vec<_> = store.due_verifications(lately).await.unwrap().iter().map(|clear| clear.id.0).collect();
    assert_eq!(due, [4, 3], "at once: the desk was down, and the first looks are overdue");
    assert_eq!(store.due_verifications(earlier).await.unwrap().len(), 1);
    let open: Vec<_> = store.open_clears(AccountId(1)).await.unwrap().iter().map(|clear| clear.id.0).collect();
    assert_eq!(open, [6, 4, 3]);

    // What is new works on what was there.
    let counting = counting();
    let check = Check { effects: Vec::new(), end: CheckOutcome::Effective };
    let effective = store.write_check(of(3).id, &check, lately).await.unwrap().unwrap();
    assert_eq!(effective.state, ClearState::Effective);
    let settled = store.settle_clear(of(6).id, Settlement::GivenBack, "x", &by(), lately, &counting).await.unwrap();
    assert_eq!(settled.map(|clear| clear.state), Some(ClearState::Failed));
    assert!(store.clear_requests(10).await.unwrap().is_empty());
    assert!(store.due_suspected_clears(lately).await.unwrap().is_empty());
    assert_eq!(store.audit_chain().await.unwrap(), AuditChain::Whole { lines: 2 });
}

/// Such a database as a later version left it: brought to migration `last`, and then given rows.
async fn older_with(folder: &Path, last: i64, rows: &str) {
    older(folder, NOTHING_VERIFIED).await;
    let mut db = connection(folder).await;
    let migrations = MIGRATIONS.iter().filter(|migration| migration.version <= last).cloned().collect();
    Migrator::with_migrations(migrations).run_direct(None, &mut db, false).await.unwrap();
    run(&mut db, rows).await.unwrap();
    db.close().await.unwrap();
}

#[tokio::test]
async fn a_count_that_did_not_fall_becomes_evidence_where_it_was_read_in_time() {
    let minutes = |minutes: i64| 1_790_000_000_000 + minutes * 60_000;
    // 21:33 in Shanghai. One reading shows it, one came too early, one is of a count with hardly any use.
    let clear = |id: i64, used: i64, read_at: i64| {
        format!(
            "INSERT INTO clears (id, account_id, interface_id, state, at, sent_at, ended_at, via, actor, reason,
                                 idempotency_key, request_hash, errcode, errmsg, budget_left, usage_before)
             VALUES ({id}, 1, 1, 'ineffective', {at}, {at}, {at}, 'token', 'alice', 'x', 'e{id}', zeroblob(32), 0, 'ok', 3,
                     '[{{\"interface\":1,\"cgi_path\":\"/wxa/msg_sec_check\",\"sampled_at\":\"2026-09-21T13:33:20Z\",
                        \"daily_limit\":1000,\"used\":{used},\"remain\":1}}]');
             INSERT INTO clear_effects (clear_id, interface_id, read_at, daily_limit, used, remain, fell)
             VALUES ({id}, 1, {read_at}, 1000, {used}, 1, 0);",
            at = minutes(0),
        )
    };
    let rows = [clear(20, 900, minutes(31)), clear(21, 900, minutes(29)), clear(22, 20, minutes(31))].concat();
    let folder = tempfile::tempdir().unwrap();
    older_with(folder.path(), 26, &rows).await;
    let store = SqliteStore::open_in(folder.path()).await.unwrap();
    let mut tells = Vec::new();
    for id in [20, 21, 22] {
        tells.extend(store.effects(ClearId(id)).await.unwrap().iter().map(|effect| effect.tells));
    }
    assert_eq!(tells, [true, false, false]);
}

#[tokio::test]
async fn refused_calls_and_incidents_get_conclusions() {
    let incident = |id: i64, errcode: i64, state: &str, reaction: &str, clear: &str| {
        let ended_at = if state == "done" { "1790000600000" } else { "NULL" };
        format!(
            "INSERT INTO incidents (id, account_id, errcode, errmsg, reported_by, first_at, last_at, count, state, reaction,
                                    because, clear_id, ended_at)
             VALUES ({id}, 1, {errcode}, 'x', 'ci', 1790000000000, 1790000000000, 1, '{state}', '{reaction}',
                     '{{\"because\":\"known\"}}', {clear}, {ended_at});"
        )
    };
    let rows = [
        "UPDATE rids SET errcode = 45009;
         INSERT INTO rids (rid, account_id, at, request_url, request_body, response_body, errcode, looked_up_at, looked_up_by)
         VALUES ('617682e0-09059ac5-34a8e2eb', 1, 1790000000000, '', '', '{}', 40001, 1790000000001, 'local');"
            .to_owned(),
        incident(1, 45009, "queued", "none", "NULL"),
        incident(2, 45009, "done", "cleared", "6"),
        incident(3, 45009, "done", "cleared", "1"),
        incident(4, 45011, "done", "per-minute", "NULL"),
        incident(5, 40001, "done", "explained", "NULL"),
    ];
    let folder = tempfile::tempdir().unwrap();
    older_with(folder.path(), 27, &rows.concat()).await;
    let store = SqliteStore::open_in(folder.path()).await.unwrap();
    let due: Vec<_> = store.due_limits(10).await.unwrap().into_iter().map(|due| due.request.rid).collect();
    assert_eq!(due, ["617682e0-09059ac5-34a8e2ea"], "what no limit refused has nothing to conclude");
    let query = IncidentQuery { limit: 10, ..IncidentQuery::default() };
    let mut incidents = store.incidents(&query).await.unwrap();
    incidents.sort_by_key(|incident| incident.id);
    let told: Vec<_> = incidents.iter().map(|incident| (incident.state, incident.reaction, incident.limit)).collect();
    assert_eq!(
        told,
        [
            (IncidentState::Queued, Reaction::None, None),
            // The clear of which nobody knows what became ended nothing.
            (IncidentState::Done, Reaction::Explained, Some(LimitHit::DayQuota)),
            (IncidentState::Done, Reaction::Cleared, Some(LimitHit::DayQuota)),
            (IncidentState::Done, Reaction::PerMinute, Some(LimitHit::PerMinute)),
            (IncidentState::Done, Reaction::Explained, None),
        ]
    );
    let due = store.take_incidents(10, at(0)).await.unwrap();
    assert_eq!(due.iter().map(|incident| incident.id.0).collect::<Vec<_>>(), [1], "what waited still waits");
}

#[tokio::test]
async fn what_an_older_database_holds_is_kept_until_an_admin_decides() {
    let folder = tempfile::tempdir().unwrap();
    older(folder.path(), NOTHING_VERIFIED).await;
    let store = SqliteStore::open_in(folder.path()).await.unwrap();
    let stored = store.stored_settings().await.unwrap().values;
    let mut told: Vec<_> = stored.iter().map(|(key, stored)| (key.word(), stored.value.as_str())).collect();
    told.sort_unstable();
    let kept =
        ["decisions_kept_days", "incidents_kept_days", "messages_kept_days", "notices_kept_days", "rids_kept_days"];
    assert_eq!(told, kept.map(|key| (key, "0")), "lists are deleted after 30 days as before");
    assert!(stored.iter().all(|(_, stored)| stored.by == "desk" && stored.at.as_millisecond() == 1_790_000_000_000));

    let fresh = tempfile::tempdir().unwrap();
    let store = SqliteStore::open_in(fresh.path()).await.unwrap();
    assert_eq!(store.stored_settings().await.unwrap().values, [], "a new one deletes after a year");
}

#[tokio::test]
async fn hosts_that_were_allowed_are_so_at_the_ports_of_their_channels() {
    const HOSTS_ALONE: i64 = 38;
    let rows = "
        INSERT INTO channels (name, sealed_url, sealed_secret, masked_url, host, severity, made_at, made_by, removed_at)
        VALUES ('a', x'', x'', 'http://10.0.0.7:8080/…a1b2', '10.0.0.7', 'info', 1, 'alice', NULL),
               ('b', x'', x'', 'https://10.0.0.7/…', '10.0.0.7', 'info', 1, 'alice', NULL),
               ('c', x'', x'', 'http://hooks.internal/…:1/x', 'hooks.internal', 'info', 1, 'alice', NULL),
               ('d', x'', x'', 'https://[fd00::7]:9/…a1b2', 'fd00::7', 'info', 1, 'alice', NULL),
               ('e', x'', x'', 'https://[fd00::8]/…a1b2', 'fd00::8', 'info', 1, 'alice', NULL),
               ('f', x'', x'', 'https://10.0.0.7:99/…', '10.0.0.7', 'info', 1, 'alice', 2);
        INSERT INTO allowed_hosts (host, allowed_at, allowed_by)
        VALUES ('10.0.0.7', 5, 'bob'), ('hooks.internal', 5, 'bob'), ('fd00::7', 5, 'bob'), ('fd00::8', 5, 'bob'),
               ('unused.internal', 6, 'carol'), ('fd00::9', 6, 'carol');";
    let folder = tempfile::tempdir().unwrap();
    older_with(folder.path(), HOSTS_ALONE, rows).await;
    let store = SqliteStore::open_in(folder.path()).await.unwrap();
    let hosts = store.allowed_hosts().await.unwrap();
    let names: Vec<_> = hosts.iter().map(|host| host.host.as_str()).collect();
    let expected = [
        "10.0.0.7:443",
        "10.0.0.7:8080",
        "[fd00::7]:9",
        "[fd00::8]:443",
        "[fd00::9]:443",
        "hooks.internal:80",
        "unused.internal:443",
    ];
    assert_eq!(names, expected);
    assert_eq!((hosts[0].allowed_by.as_str(), hosts[6].allowed_by.as_str()), ("bob", "carol"));
}

#[tokio::test]
async fn a_note_beside_a_request_becomes_the_first_of_its_thread() {
    const ONE_NOTE: i64 = 30;
    const RID: &str = "617682e0-09059ac5-34a8e2ea";
    let folder = tempfile::tempdir().unwrap();
    let note = "UPDATE rids SET note = '促销当天', ticket = 'https://t.example/1', noted_at = 1790000000009, noted_by = 'alice'";
    older_with(folder.path(), ONE_NOTE, note).await;

    let store = SqliteStore::open_in(folder.path()).await.unwrap();
    let notes = store.rid_notes(RID, AccountId(1)).await.unwrap();
    let told: Vec<_> =
        notes.iter().map(|note| (note.by.as_str(), note.at.as_millisecond(), note.text.as_str())).collect();
    assert_eq!(told, [("alice", 1_790_000_000_009, "促销当天")]);
    let query =
        RidQuery { words: vec!["促销当".to_owned(), "t.example".to_owned()], limit: 10, ..RidQuery::default() };
    let [(_, kept)] = &store.search_rids(&query).await.unwrap()[..] else { panic!("it is found by its words") };
    assert_eq!((kept.newest_note.as_deref(), kept.ticket.as_deref()), (Some("促销当天"), Some("https://t.example/1")));
    assert_eq!(store.add_rid_note(RID, AccountId(1), "恢复了", &by(), at(0)).await.unwrap(), NoteOutcome::Added);
    assert_eq!(store.rid_notes(RID, AccountId(1)).await.unwrap().len(), 2);
}

#[tokio::test]
async fn nobody_is_credited_with_what_a_note_left_and_no_cut_errmsg_stays() {
    const NOTES: i64 = 32;
    let folder = tempfile::tempdir().unwrap();
    older(folder.path(), NOTHING_VERIFIED).await;
    let mut db = connection(folder.path()).await;
    let migrations = MIGRATIONS.iter().filter(|migration| migration.version <= NOTES).cloned().collect();
    Migrator::with_migrations(migrations).run_direct(None, &mut db, false).await.unwrap();
    let rows = r#"
        UPDATE rids SET ticket = NULL, cgi_path = NULL, noted_at = 1790000000009, noted_by = 'alice';
        INSERT INTO rids (rid, account_id, at, request_url, request_body, response_body, looked_up_at, looked_up_by, ticket,
                          noted_at, noted_by)
        VALUES ('617682e0-09059ac5-34a8e2eb', 1, 1790000000000, '', '', '{}', 1790000000001, 'local', 'T-1',
                1790000000009, 'bob');
        INSERT INTO rid_lists (id, made_at, made_by, beside) VALUES (1, 1790000000000, 'alice', '{}');
        INSERT INTO rid_list_lines (list_id, position, rid, near)
        VALUES (1, 0, '617682e0-09059ac5-34a8e2ec', '{"errcode":1,"errmsg":"_AbCdEfGhIjKlMn"}'),
               (1, 1, '617682e0-09059ac5-34a8e2ed', NULL);"#;
    run(&mut db, rows).await.unwrap();
    db.close().await.unwrap();

    let store = SqliteStore::open_in(folder.path()).await.unwrap();
    let set = async |rid| store.kept_rid(rid, None).await.unwrap().unwrap().details_set.map(|(_, by)| by);
    assert_eq!(set("617682e0-09059ac5-34a8e2ea").await, None);
    assert_eq!(set("617682e0-09059ac5-34a8e2eb").await.as_deref(), Some("bob"));
    let lines = store.rid_list(1).await.unwrap().unwrap().lines;
    let near: Vec<_> = lines.iter().map(|line| line.near.as_deref()).collect();
    assert_eq!(near, [Some(r#"{"errcode":1}"#), None]);
}
