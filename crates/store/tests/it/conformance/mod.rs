//! The contract of the traits. Each check is a function of any store; `conformance!` turns all of them into tests of one
//! database. They run every query of an implementation.

pub(crate) mod accounts;
pub(crate) mod audit;
pub(crate) mod automatics;
pub(crate) mod campaigns;
pub(crate) mod catalogue;
pub(crate) mod channels;
pub(crate) mod clears;
pub(crate) mod drafts;
pub(crate) mod groups;
pub(crate) mod guesses;
pub(crate) mod incidents;
pub(crate) mod interfaces;
pub(crate) mod lookups;
pub(crate) mod notices;
pub(crate) mod policies;
pub(crate) mod requests;
pub(crate) mod retention;
pub(crate) mod rids;
pub(crate) mod samples;
pub(crate) mod sessions;
pub(crate) mod settings;
pub(crate) mod settling;
pub(crate) mod tasks;
pub(crate) mod tokens;
pub(crate) mod users;
pub(crate) mod verifications;

use domain::{AccountId, Actor, AppId, CgiPath, Figures, InterfaceId, Kind, Role, UserId};
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use store::users::AddUserOutcome;
use store::{AuditActor, NewAccount, NewPassword, NewUser, Store};

/// Makes tests of one database out of the checks; `$fresh` gives an empty store, and what must outlive it.
macro_rules! conformance {
    ($fresh:path) => {
        crate::conformance::conformance!(@in $fresh;
            accounts: added_accounts_are_found, taken_appids_and_names_are_refused, accounts_change,
                a_retired_account_loses_its_secret_and_goes_on_when_added_again, secrets_are_replaced,
                tokens_are_written_down, starving_is_written_down, forced_refreshes_keep_their_limits,
                concurrent_claims_of_forced_refreshes_get_one, forced_refreshes_pause_where_they_do_not_help,
                a_valid_token_is_not_replaced_by_what_says_nothing_of_it, the_last_fetch_of_a_token_stays_known,
                the_newest_addresses_are_kept, an_account_has_an_owner_and_a_note;
            audit: every_act_leaves_its_line, what_was_refused_leaves_no_line, what_could_not_be_decided_leaves_no_line, whoever_joins_a_request_leaves_a_reason,
                lines_tell_who_and_through_what,
                lines_hold_any_text, the_trail_is_filtered_newest_first;
            automatics: an_order_is_written_down_with_all_that_belongs_to_it, a_key_makes_one_automatic_clear,
                what_a_policy_may_not_is_withheld_and_nothing_is_written, a_changed_policy_clears_nothing,
                an_open_clear_stands_in_a_policys_way_whatever_it_says, what_few_are_left_a_policy_leaves_alone,
                of_many_orders_at_once_a_day_has_as_many_as_it_allows,
                attempts_are_a_policys_own_on_an_account_and_count_where_a_clear_may_be_used;
            campaigns: a_campaign_is_kept_until_it_is_removed, campaigns_are_listed_last_first;
            catalogue: the_catalogue_is_there;
            channels: a_channel_is_kept_and_its_secrets_are_shown_to_nobody, channels_change_in_what_is_given,
                a_removed_channel_leaves_no_secret_and_nothing_waiting, the_longest_due_messages_go_first,
                messages_that_go_out_together_end_each_for_itself,
                a_message_is_sent_until_it_is_taken_or_given_up, a_channel_in_trouble_is_told_of_once_and_here_alone,
                what_was_given_up_is_sent_again, messages_are_listed_newest_first,
                the_log_of_a_channel_is_listed_newest_first,
                hosts_are_allowed_and_forbidden, acts_on_channels_leave_lines_without_their_secrets;
            clears: a_clear_is_written_down_step_by_step, a_key_makes_one_clear, fifty_at_once_get_one,
                an_open_clear_stands_in_the_way, budgets_are_counted_from_the_ledger, what_was_under_way_is_given_up,
                a_desk_that_begins_again_counts_its_own_clears_once, a_clear_belongs_to_the_month_it_was_sent_in,
                the_ledger_is_listed_newest_first, the_ledger_is_asked_for_whoever_made_clears,
                clears_of_a_scope_are_counted_by_the_day_where_that_is_set, how_a_secret_is_taken_is_remembered,
                what_spoke_against_a_clear_is_kept, a_refusal_of_an_interface_is_found;
            drafts: a_draft_is_its_sessions_and_purposes_until_it_expires,
                a_session_that_ended_by_itself_is_known_for_an_hour, what_was_typed_goes_along_to_the_same_user_only,
                drafts_go_with_their_session;
            groups: groups_are_added_renamed_and_deleted, names_of_groups_are_unique_whatever_the_capitals,
                an_account_is_in_any_number_of_groups, groups_of_several_accounts_change_together,
                lists_are_filtered_by_group, a_new_account_is_put_in_groups;
            guesses: an_account_is_suspected_once_until_that_is_over, a_suspicion_ends_in_its_guesses_once,
                a_guess_is_dismissed_once_with_a_reason, guesses_alone_may_be_overridden;
            incidents: reports_of_the_same_within_a_time_are_one_incident, what_may_not_begin_an_incident_still_counts, of_several_the_newest_counts_a_report,
                what_goes_on_is_looked_into_again,
                the_first_report_tells_and_a_later_rid_fills_in, reporters_take_turns, the_oldest_are_taken_first_and_wait_again,
                an_incident_ends_once_together_with_its_notice, incidents_are_listed_newest_first,
                incidents_of_an_account_are_counted_since_a_time, what_is_reported_after_a_clear_is_open_again,
                a_clear_that_ends_nothing_opens_its_incident_again, an_old_incident_is_no_longer_called_cleared,
                a_clear_that_works_ends_what_was_reported_before_it, a_clear_of_the_account_ends_what_fell_and_no_more, what_could_not_be_read_is_looked_into_once_it_is,
                the_incident_before_is_of_the_same;
            interfaces: watched_paths_keep_their_ids, the_kind_of_a_count_is_kept, an_interface_has_an_owner_and_a_note;
            notices: a_change_is_told_once, told_at_once_by_many_it_is_told_once, what_is_known_is_an_accounts_or_everybodys,
                a_notice_is_acknowledged_once, what_cannot_be_written_whole_is_not_written, notices_are_kept_with_what_they_are_about,
                notices_are_listed_newest_first, what_a_user_has_read_never_becomes_less,
                a_notice_waits_in_each_channel_that_takes_it;
            policies: names_are_unique_among_the_policies_that_are_there, wanted_actions_are_taken_once, a_change_goes_by_the_version_that_was_seen,
                a_policy_is_paused_resumed_and_removed, acts_on_policies_leave_their_lines,
                a_clear_that_came_to_nothing_by_itself_suspends_its_policy, what_a_person_or_time_says_later_suspends_no_more,
                what_is_known_of_a_policy_goes_when_it_is_so_no_more, decisions_that_say_the_same_are_counted,
                decisions_are_listed_newest_first, the_switch_is_set_once_and_told,
                what_a_policy_ordered_is_not_sent_once_the_switch_is_on;
            requests: a_second_person_is_asked_where_nothing_else_is_missing, an_admin_goes_on_alone_and_that_is_kept,
                a_key_makes_one_request, a_second_key_leads_to_the_request_that_waits,
                who_ordered_the_same_is_told_what_became_of_it,
                a_request_that_is_over_leads_nobody_to_it, a_request_agreed_to_is_a_clear_of_both,
                nobody_decides_their_own_request_nor_withdraws_anothers, whoever_may_clear_no_more_is_not_agreed_with, a_request_is_turned_down_by_either,
                an_expired_request_is_over, what_stands_in_the_way_then_bars_the_clear_and_the_request_waits_on,
                a_reason_to_go_on_is_kept_where_it_was_needed,
                requests_are_listed_until_whoever_asked_has_seen_their_end, decided_at_once_has_one_outcome;
            lookups: a_look_up_waits_until_it_is_due_and_is_told_why_it_came_to_nothing,
                look_ups_that_nobody_can_answer_are_refused_together, what_is_kept_is_not_looked_up_again, a_list_tells_what_became_of_each_rid, calls_are_taken_until_an_account_has_none_left,
                old_look_ups_are_forgotten;
            retention: old_incidents_that_are_done_are_deleted_in_steps, an_incident_that_is_reported_on_stays,
                a_decision_that_ordered_a_clear_is_never_deleted, messages_are_deleted_and_the_newest_attempt_stays,
                a_notice_is_deleted_with_its_messages_unless_one_waits, old_lists_are_deleted;
            rids: looked_up_requests_are_kept_as_they_were, an_accounts_failed_requests_are_listed_newest_first,
                requests_are_found_by_their_words, interface_and_ticket_are_kept_and_found, notes_are_a_thread,
                a_thread_of_notes_has_an_end, old_requests_are_forgotten, limits_are_concluded_and_found,
                what_comes_later_has_limits_concluded_again;
            samples: readings_are_kept_and_the_newest_is_at_hand, late_and_doubled_readings_find_their_place,
                many_interfaces_and_days_at_once, only_what_is_watched_is_listed, recent_readings_reach_back_a_day,
                allowances_are_never_overdrawn, incidents_take_no_more_than_their_share, sampler_hours_add_up;
            sessions: a_flash_is_taken_once, a_session_is_found_until_it_ends, signing_in_replaces_the_cookie,
                a_flash_makes_nobody_signed_in, a_session_that_is_used_goes_on,
                another_role_has_the_cookie_replaced_once, sessions_are_ended, a_disabled_user_has_no_session,
                of_too_many_sessions_the_oldest_end, a_session_says_when_the_password_was_typed;
            settings: settings_are_kept_until_they_are_reset, a_change_is_written_with_its_notice,
                what_was_seen_is_still_so_where_it_is_changed, numbers_of_clears_are_recorded_where_they_change,
                lines_belong_to_an_account_or_an_interface;
            settling: an_unknown_clear_is_settled_once_with_a_reason,
                an_acceptance_gives_back_what_it_leaves_no_room_for, no_other_ways_lead_from_state_to_state;
            tasks: the_last_run_stays;
            tokens: api_tokens_are_found_until_revoked, a_live_name_is_unique, a_token_is_not_taken_for_another_of_its_name,
                a_token_follows_the_user_who_made_it, a_token_that_belongs_to_a_user_follows_them;
            users: added_users_are_found_whatever_the_capitals, the_first_user_is_made_once,
                a_user_who_is_not_the_first_ends_the_setup_too, roles_change_and_users_are_disabled,
                the_last_admin_stays_one, of_two_admins_who_go_at_once_one_stays,
                another_password_ends_the_sessions, how_pages_are_liked_is_kept,
                a_password_that_must_be_changed_is_known_as_such, a_device_is_of_one_user_and_password;
            verifications: an_accepted_clear_is_looked_at_until_its_effect_shows,
                a_first_look_that_ends_it_was_a_verification_too, what_could_not_be_proved_stays_accepted_or_unknown,
                an_unknown_clear_whose_counts_fell_is_effective, an_effective_clear_is_read_on_and_stands_in_nobodys_way,
                a_clear_with_nothing_to_reset_is_known_as_such, what_is_no_longer_looked_at_stays_as_it_is,
                the_longest_due_are_looked_at_first, what_was_given_up_is_looked_at_where_it_may_have_been_sent,
                the_newest_result_of_an_interface_counts;
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

/// So many of 1,000 calls.
pub(crate) fn figures(used: i64) -> Figures {
    Figures { daily_limit: 1_000, used, remain: 1_000 - used }
}

/// Whoever runs a command.
pub(crate) fn by() -> AuditActor {
    by_command("alice")
}

/// One of several who run commands.
fn by_command(os_user: &str) -> AuditActor {
    AuditActor::from(&Actor::Cli { os_user: os_user.to_owned() })
}

/// A user who acts over the network.
fn by_user(id: UserId) -> AuditActor {
    let address = Some("203.0.113.7".parse().unwrap());
    AuditActor::from(&Actor::User { id, name: format!("user {id}"), role: Role::Admin, address })
}

/// A user to add; the hash is no real one.
pub(crate) fn new_user(name: &str, role: Role) -> NewUser {
    let password_hash = format!("$argon2id$hash-of-{name}");
    NewUser { name: name.parse().unwrap(), role, password_hash, must_change_password: false, only_first: false }
}

/// A user who is there.
pub(crate) async fn user(store: &dyn Store, name: &str, role: Role) -> UserId {
    match store.add_user(new_user(name, role), &by(), at(0)).await.unwrap() {
        AddUserOutcome::Added(id) => id,
        refused => panic!("{name}: {refused:?}"),
    }
}

/// A password to keep, whatever there was before.
pub(crate) fn new_password(hash: &str) -> NewPassword {
    NewPassword { hash: hash.to_owned(), must_change: false, instead_of: None, kept: None }
}

/// An account to add, told apart by a number.
pub(crate) fn new_account(number: u64) -> NewAccount {
    NewAccount {
        name: format!("account {number}"),
        appid: appid(number),
        kind: Kind::MiniProgram,
        secret: SecretString::from(format!("secret-of-{number}")),
        daily_readings: 3_000,
        cleared_before: None,
        watch: vec![path("/wxa/msg_sec_check"), path("/cgi-bin/message/custom/send")],
        groups: vec![],
    }
}

/// An account with two interfaces.
async fn account(store: &dyn Store, number: u64) -> (AccountId, [InterfaceId; 2]) {
    let id = store.add_account(new_account(number), &by(), at(0)).await.unwrap();
    let watched = store.interfaces_of(id).await.unwrap();
    (id, [watched[0].id, watched[1].id])
}
