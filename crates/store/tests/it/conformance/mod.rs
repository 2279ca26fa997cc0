//! The contract of the traits. Each check is a function of any store; `conformance!` turns all of them into tests of one
//! database. They run every query of an implementation.

pub(crate) mod accounts;
pub(crate) mod catalogue;
pub(crate) mod clears;
pub(crate) mod interfaces;
pub(crate) mod rids;
pub(crate) mod samples;
pub(crate) mod sessions;
pub(crate) mod tasks;
pub(crate) mod tokens;

use domain::{AccountId, AppId, CgiPath, InterfaceId, Kind};
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use store::{NewAccount, Store};

/// Makes tests of one database out of the checks; `$fresh` gives an empty store, and what must outlive it.
macro_rules! conformance {
    ($fresh:path) => {
        crate::conformance::conformance!(@in $fresh;
            accounts: added_accounts_are_found, taken_appids_and_names_are_refused, accounts_change,
                a_retired_account_loses_its_secret_and_goes_on_when_added_again, secrets_are_replaced,
                tokens_are_written_down, starving_is_written_down, forced_refreshes_keep_their_limits,
                concurrent_claims_of_forced_refreshes_get_one;
            catalogue: the_catalogue_is_there;
            clears: a_clear_is_written_down_step_by_step, a_key_makes_one_clear, fifty_at_once_get_one,
                an_open_clear_stands_in_the_way, budgets_are_counted_from_the_ledger, what_was_under_way_is_given_up,
                a_desk_that_begins_again_counts_its_own_clears_once, a_clear_belongs_to_the_month_it_was_sent_in,
                the_ledger_is_listed_newest_first, how_a_secret_is_taken_is_remembered;
            interfaces: watched_paths_keep_their_ids;
            rids: looked_up_requests_are_kept_as_they_were;
            samples: readings_are_kept_and_the_newest_is_at_hand, late_and_doubled_readings_find_their_place,
                many_interfaces_and_days_at_once, only_what_is_watched_is_listed, recent_readings_reach_back_a_day,
                allowances_are_never_overdrawn, sampler_hours_add_up;
            sessions: a_flash_is_taken_once;
            tasks: the_last_run_stays;
            tokens: api_tokens_are_found_until_revoked, a_live_name_is_unique;
        );
    };
    (@in $fresh:path; $($module:ident: $($check:ident),+;)+) => {
        $(mod $module {
            $(#[tokio::test]
            async fn $check() {
                let (store, _keep) = $fresh().await;
                crate::conformance::$module::$check(&*store).await;
            })+
        })+
    };
}
pub(crate) use conformance;

/// 22 November 2026, 16:00 in Shanghai, and so many minutes.
pub(crate) fn at(minutes: i64) -> Timestamp {
    "2026-11-22T08:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minutes)
}

pub(crate) fn path(text: &str) -> CgiPath {
    CgiPath::parse(text).unwrap().0
}

pub(crate) fn appid(number: u64) -> AppId {
    format!("wx{number:016x}").parse().unwrap()
}

/// An account to add, told apart by a number.
pub(crate) fn new_account(number: u64) -> NewAccount {
    NewAccount {
        name: format!("account {number}"),
        appid: appid(number),
        kind: Kind::MiniProgram,
        secret: SecretString::from(format!("secret-of-{number}")),
        cleared_before: None,
        watch: vec![path("/wxa/msg_sec_check"), path("/cgi-bin/message/custom/send")],
    }
}

/// An account with two interfaces.
async fn account(store: &dyn Store, number: u64) -> (AccountId, [InterfaceId; 2]) {
    let id = store.add_account(new_account(number), at(0)).await.unwrap();
    let watched = store.interfaces_of(id).await.unwrap();
    (id, [watched[0].id, watched[1].id])
}
