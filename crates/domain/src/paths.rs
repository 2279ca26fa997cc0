//! Paths of the site: where each page, file and shared form is, for links, redirects and notices.
//!
//! Every link is built here; the routes in `app` and `server` answer the same paths. A path starts with a slash and is
//! relative to the site's origin. Ids and words that are passed in are ASCII and stand in the path as they are; free text
//! has to be percent-encoded before.

use std::fmt::Display;

use crate::clears::RequestId;
use crate::policies::Mode;
use crate::{AccountId, ClearId, GroupId, IncidentId, InterfaceId, PolicyId, SettingGroup, UserId};

/// WeChat's own page that says what the call behind a rid was, also where no account of ours can know it (官方 API 报错诊断).
pub const WECHAT_DIAGNOSIS: &str = "https://developers.weixin.qq.com/doc/oplatform/developers/basic_func/api_diagnosis";
/// The page of 企业微信 (WeCom) that explains its errcodes.
pub const WECOM_ERRORS: &str = "https://open.work.weixin.qq.com/devtool/query";
/// Overview of all watched interfaces, the first page after signing in.
pub const OVERVIEW: &str = "/";
/// Metrics in Prometheus' text format.
pub const METRICS: &str = "/metrics";
/// List of the accounts.
pub const ACCOUNTS: &str = "/accounts";
/// Form that adds an account.
pub const ACCOUNT_NEW: &str = "/accounts/new";
/// List of the groups of accounts.
pub const GROUPS: &str = "/accounts/groups";
/// Import of accounts out of a file.
pub const ACCOUNT_IMPORT: &str = "/accounts/import";
/// Ledger: list of all clears and clear requests.
pub const CLEARS: &str = "/clears";
/// Clear budgets of the current month.
pub const BUDGET: &str = "/budget";
/// List of the campaigns.
pub const CAMPAIGNS: &str = "/campaigns";
/// Form that plans a campaign.
pub const CAMPAIGN_NEW: &str = "/campaigns/new";
/// Form that looks up rids, and the archive of those that were looked up.
pub const RIDS: &str = "/rid";
/// List of the policies.
pub const POLICIES: &str = "/policies";
/// The kill switch of all policies, on their list.
pub const KILL_SWITCH: &str = "/policies#kill-switch";
/// Form that makes a policy.
pub const POLICY_NEW: &str = "/policies/new";
/// Dry run of a policy that is typed but not saved.
pub const POLICY_TRY_UNSAVED: &str = "/policies/try";
/// List of the notices.
pub const NOTICES: &str = "/notices";
/// List of the incidents.
pub const INCIDENTS: &str = "/incidents";
/// List of the channels.
pub const CHANNELS: &str = "/channels";
/// Form that adds a channel, on their list.
pub const CHANNEL_NEW: &str = "/channels#add";
/// Hosts that channels may call, on the list of channels.
pub const CHANNEL_HOSTS: &str = "/channels#hosts";
/// State of the sampler.
pub const SAMPLER: &str = "/sampler";
/// Glossary: WeChat's words, explained.
pub const GLOSSARY: &str = "/glossary";
/// Sign-in form.
pub const SIGN_IN: &str = "/login";
/// Form that makes the first admin.
pub const SET_UP: &str = "/setup";
/// The viewer's own settings.
pub const SETTINGS: &str = "/settings";
/// Form that changes the viewer's password, on their settings.
pub const OWN_PASSWORD: &str = "/settings#password";
/// Form that changes the viewer's password, alone: the only page of whoever signed in with a password that an admin chose.
pub const NEW_PASSWORD: &str = "/settings/password";
/// System settings: every setting of wxquota, with its value and where it comes from.
pub const SYSTEM_SETTINGS: &str = "/settings/system";
/// List of the users.
pub const USERS: &str = "/settings/users";
/// Form that adds a user, on their list.
pub const USER_NEW: &str = "/settings/users#add";
/// List of the API tokens.
pub const TOKENS: &str = "/settings/tokens";
/// Form that makes an API token, on their list.
pub const TOKEN_NEW: &str = "/settings/tokens#create";
/// Audit trail.
pub const AUDIT: &str = "/audit";
/// Overview as a CSV file; takes the filters and the order of [`OVERVIEW`].
pub const OVERVIEW_CSV: &str = "/export.csv";
/// Accounts as a CSV file; takes the filters of [`ACCOUNTS`].
pub const ACCOUNTS_CSV: &str = "/accounts/export.csv";
/// Ledger as a CSV file; takes the filters of [`CLEARS`].
pub const CLEARS_CSV: &str = "/clears/export.csv";
/// Incidents as a CSV file; takes the filters of [`INCIDENTS`].
pub const INCIDENTS_CSV: &str = "/incidents/export.csv";
/// Notices as a CSV file; takes the filters of [`NOTICES`].
pub const NOTICES_CSV: &str = "/notices/export.csv";
/// Archive of rids as a CSV file; takes the filters of [`RIDS`].
pub const RIDS_CSV: &str = "/rid/export.csv";
/// Audit trail as a CSV file; takes the same query as [`AUDIT`].
pub const AUDIT_CSV: &str = "/audit/export.csv";
/// Audit trail as a JSON file; takes the same query as [`AUDIT`].
pub const AUDIT_JSON: &str = "/audit/export.json";

/// Address that the sign-in form posts to.
pub const POST_SIGN_IN: &str = "/form/sign-in";
/// Address that changes the viewer's password.
pub const POST_OWN_PASSWORD: &str = "/form/settings/password";
/// Address that ends a session.
pub const POST_SIGN_OUT: &str = "/form/sign-out";
/// Address that makes the first admin.
pub const POST_SET_UP: &str = "/form/set-up";
/// Address that a pasted text is posted to, so that the rids in it are looked up.
pub const POST_RIDS: &str = "/form/rids/look-up";
/// Address that a file of accounts is uploaded to.
pub const POST_IMPORT: &str = "/form/accounts/import";
/// Address that keeps a language or theme in a cookie.
pub const POST_PREFERENCES: &str = "/preferences";

/// Root of the API for programs.
pub const API: &str = "/api/v1";

/// The page of 企业微信 (WeCom) that explains an errcode of its own.
pub fn wecom_error(errcode: Option<i32>) -> String {
    errcode.map_or_else(|| WECOM_ERRORS.to_owned(), |errcode| format!("{WECOM_ERRORS}?e={errcode}"))
}

/// Page of an account.
pub fn account(id: AccountId) -> String {
    format!("{ACCOUNTS}/{id}")
}

/// List of the accounts in a group.
pub fn accounts_in(group: GroupId) -> String {
    format!("{ACCOUNTS}?group={group}")
}

/// Groups of an account, on its settings.
pub fn account_groups(id: AccountId) -> String {
    format!("{ACCOUNTS}/{id}/settings#groups")
}

/// Settings of an account.
pub fn account_settings(id: AccountId) -> String {
    format!("{ACCOUNTS}/{id}/settings")
}

/// Watched interfaces of an account, on its settings.
pub fn account_interfaces(id: AccountId) -> String {
    format!("{ACCOUNTS}/{id}/settings#interfaces")
}

/// Warning and critical lines of an account, on its settings.
pub fn account_lines(id: AccountId) -> String {
    format!("{ACCOUNTS}/{id}/settings#lines")
}

/// Confirmation that retires an account.
pub fn account_retire(id: AccountId) -> String {
    format!("{ACCOUNTS}/{id}/retire")
}

/// Page of an interface of an account.
pub fn interface(account: AccountId, id: InterfaceId) -> String {
    format!("{ACCOUNTS}/{account}/interfaces/{id}")
}

/// Readings of an interface as a CSV file; takes the time range of the interface's page.
pub fn interface_csv(account: AccountId, id: InterfaceId) -> String {
    format!("{}/export.csv", interface(account, id))
}

/// Form on an interface's page that sets the kind of its limit.
pub fn interface_limit_kind(account: AccountId, id: InterfaceId) -> String {
    format!("{}#limit-kind", interface(account, id))
}

/// Form on an interface's page that sets its warning and critical lines.
pub fn interface_lines(account: AccountId, id: InterfaceId) -> String {
    format!("{}#lines", interface(account, id))
}

/// A group of settings on the page of the system settings.
pub fn setting_group(group: SettingGroup) -> String {
    format!("{SYSTEM_SETTINGS}#{group}")
}

/// Form on an interface's page that sets its owner and note.
pub fn interface_contact(account: AccountId, id: InterfaceId) -> String {
    format!("{}#contact", interface(account, id))
}

/// Page of an interface, or of the account where no interface is given.
pub fn usage(account_id: AccountId, interface_id: Option<InterfaceId>) -> String {
    interface_id.map_or_else(|| account(account_id), |id| interface(account_id, id))
}

/// Confirmation of a clear: of one interface, or of the whole account where none is given.
pub fn clear_confirmation(account: AccountId, interface: Option<InterfaceId>) -> String {
    format!("{}/clear", usage(account, interface))
}

/// The form on the confirmation of a clear.
pub fn clear_form(account: AccountId, interface: Option<InterfaceId>) -> String {
    format!("{}#confirm", clear_confirmation(account, interface))
}

/// Page of a clear.
pub fn clear(id: ClearId) -> String {
    format!("{CLEARS}/{id}")
}

/// A clear with its replies as a JSON file, for WeChat's support.
pub fn clear_export(id: ClearId) -> String {
    format!("{CLEARS}/{id}/export.json")
}

/// Page of a clear request, which waits for a second person.
pub fn clear_request(id: RequestId) -> String {
    format!("{CLEARS}/requests/{id}")
}

/// Form that approves or declines a request, on its page.
pub fn clear_request_decision(id: RequestId) -> String {
    format!("{CLEARS}/requests/{id}#decide")
}

/// Form that settles an unknown clear or dismisses a guess, on the clear's page.
pub fn clear_settling(id: ClearId) -> String {
    format!("{CLEARS}/{id}#settle")
}

/// Ledger of one account.
pub fn clears_of_account(id: AccountId) -> String {
    format!("{CLEARS}?account={id}")
}

/// Clear budgets of a month, written as in `2026-11`.
pub fn budget_month(month: impl Display) -> String {
    format!("{BUDGET}/{month}")
}

/// Clears of a month as a CSV file.
pub fn budget_month_csv(month: impl Display) -> String {
    format!("{BUDGET}/{month}.csv")
}

/// Clears of a month as a JSON file.
pub fn budget_month_json(month: impl Display) -> String {
    format!("{BUDGET}/{month}.json")
}

/// Page of a rid.
pub fn rid(rid: impl Display) -> String {
    format!("{RIDS}/{rid}")
}

/// Page of a rid that leads back to a list of lookups.
pub fn rid_from_list(rid: impl Display, list: i64) -> String {
    format!("{RIDS}/{rid}?list={list}")
}

/// Form for interface and ticket of a rid, on its page.
pub fn rid_details(rid: impl Display) -> String {
    format!("{RIDS}/{rid}#details")
}

/// Notes beside a rid, on its page.
pub fn rid_notes(rid: impl Display) -> String {
    format!("{RIDS}/{rid}#notes")
}

/// Form that reveals request and reply of a rid, on its page.
pub fn rid_reveal(rid: impl Display) -> String {
    format!("{RIDS}/{rid}#reveal")
}

/// Request and reply of a rid, shown once after they were revealed.
pub fn rid_revealed(rid: impl Display) -> String {
    format!("{RIDS}/{rid}/revealed")
}

/// A word's place in the glossary.
pub fn glossary_term(word: &str) -> String {
    format!("{GLOSSARY}#{word}")
}

/// List of rids that were looked up together.
pub fn rid_list(id: i64) -> String {
    format!("{RIDS}/lists/{id}")
}

/// Page of a policy.
pub fn policy(id: PolicyId) -> String {
    format!("{POLICIES}/{id}")
}

/// Form that changes a policy, or that makes one where none is given.
pub fn policy_form(id: Option<PolicyId>) -> String {
    id.map_or_else(|| POLICY_NEW.to_owned(), |id| format!("{POLICIES}/{id}/edit"))
}

/// Dry run of a policy in the mode that it has.
pub fn policy_try(id: PolicyId) -> String {
    format!("{POLICIES}/{id}/try")
}

/// Dry run of a policy in another mode.
pub fn policy_try_mode(id: PolicyId, mode: Mode) -> String {
    format!("{POLICIES}/{id}/try?mode={}", mode.word())
}

/// Page of an incident.
pub fn incident(id: IncidentId) -> String {
    format!("{INCIDENTS}/{id}")
}

/// Page of a channel.
pub fn channel(id: impl Display) -> String {
    format!("{CHANNELS}/{id}")
}

/// One notice.
pub fn notice(id: impl Display) -> String {
    format!("{NOTICES}/{id}")
}

/// One campaign: what it needs, and afterwards what happened.
pub fn campaign(id: impl Display) -> String {
    format!("{CAMPAIGNS}/{id}")
}

/// Form that plans a campaign of an interface.
pub fn campaign_new(interface: InterfaceId) -> String {
    format!("{CAMPAIGN_NEW}?interface={interface}")
}

/// Form that changes a channel, on its page.
pub fn channel_form(id: impl Display) -> String {
    format!("{CHANNELS}/{id}#edit")
}

/// Form that allows a host to be called by channels, filled in with a percent-encoded host.
pub fn channel_host(host: &str) -> String {
    format!("{CHANNELS}?host={host}#hosts")
}

/// Page of a user.
pub fn user(id: UserId) -> String {
    format!("{USERS}/{id}")
}

/// Form that sets a user's password, on the user's page.
pub fn user_password(id: UserId) -> String {
    format!("{USERS}/{id}#password")
}

/// Form that makes the first admin, with the percent-encoded code that opens it.
pub fn set_up(code: &str) -> String {
    format!("{SET_UP}?code={code}")
}

/// Sign-in form, with the parameters of its query (`next=…`, `because=…`), their values percent-encoded.
pub fn sign_in(query: &[impl AsRef<str>]) -> String {
    with_query(SIGN_IN, query)
}

/// Page on which one's own password is changed, with the parameters of its query (`next=…`), their values percent-encoded.
pub fn new_password(query: &[impl AsRef<str>]) -> String {
    with_query(NEW_PASSWORD, query)
}

fn with_query(path: &str, query: &[impl AsRef<str>]) -> String {
    let pairs: Vec<&str> = query.iter().map(AsRef::as_ref).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clear_is_confirmed_below_what_it_resets() {
        let (account_id, interface_id) = (AccountId(3), InterfaceId(14));
        assert_eq!(usage(account_id, None), account(account_id));
        assert_eq!(usage(account_id, Some(interface_id)), "/accounts/3/interfaces/14");
        assert_eq!(clear_confirmation(account_id, None), "/accounts/3/clear");
        assert_eq!(clear_confirmation(account_id, Some(interface_id)), "/accounts/3/interfaces/14/clear");
    }

    #[test]
    fn a_policy_is_edited_or_made() {
        assert_eq!(policy_form(Some(PolicyId(7))), "/policies/7/edit");
        assert_eq!(policy_form(None), POLICY_NEW);
        assert_eq!(policy_try_mode(PolicyId(7), Mode::Clear), "/policies/7/try?mode=clear");
    }

    #[test]
    fn the_sign_in_form_takes_a_query() {
        assert_eq!(sign_in(&[""; 0]), SIGN_IN);
        assert_eq!(sign_in(&["next=/clears", "because=ended"]), "/login?next=/clears&because=ended");
    }
}
