//! The settings: limits, and the choices that WeChat's pages leave open. All can be changed while the sandbox runs.

use serde::{Deserialize, Serialize};

/// The place where the clear by AppSecret reads its parameters; the official page documents both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClearForm {
    /// Query and JSON body; the query wins.
    #[default]
    Both,
    /// The query only: a body is not read.
    Query,
    /// The JSON body only: the query is not read.
    Body,
}

/// The period of the 50 single-interface clears; newer and older pages disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    /// The calendar month.
    #[default]
    Month,
    /// The day.
    Day,
}

/// The limits and choices.
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own that WeChat's pages leave open")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The calls of `quota/get` of an account a day; 44993 beyond. No official number is published.
    pub quota_get_a_day: u64,
    /// The calls a day of each other management endpoint (`rid/get`, the IP lists …); 45009 beyond.
    pub management_calls_a_day: u64,
    /// The calls of `clear_quota` a day, successful or not; 100 for an account in a report.
    pub clear_calls_a_day: u64,
    /// The account-wide clears a month, by token, by AppSecret and in the web console together.
    pub account_clears: u32,
    /// The single-interface clears a period.
    pub interface_clears: u32,
    /// The period of the single-interface clears.
    pub interface_clears_period: Period,
    /// The forced refreshes of the stable token a day.
    pub forced_refreshes_a_day: u32,
    /// The calls of `stable_token` a minute.
    pub stable_tokens_a_minute: u64,
    /// The lifetime of a token, in seconds.
    pub token_lifetime_s: u32,
    /// The time for which a rid can be looked up, in days.
    pub rid_days: u32,

    /// The place where the clear by AppSecret reads its parameters.
    pub clear_form: ClearForm,
    /// Whether a forced refresh within 30 s of another gives the same token without an error, as an older official text says,
    /// instead of 45011.
    pub early_force_gives_same_token: bool,
    /// Whether an unknown `cgi_path` gets 76003 instead of 76021.
    pub unknown_path_is_76003: bool,
    /// Whether an expired rid gets 76001 instead of 76004.
    pub expired_rid_is_76001: bool,
    /// Whether a rid of `/sns/` gets 76022 instead of 76001.
    pub sns_rid_is_76022: bool,
    /// Whether `openapi/quota/clear` takes paths of `/channels/ec/` only, as older pages say.
    pub interface_clears_shop_only: bool,
    /// Whether clears reset any counts; a clear is accepted and counted in both cases.
    pub clears_lift: bool,
    /// The time for which `quota/get` answers the figures from before a clear, in seconds; 20 to 30 minutes by a staff reply.
    pub clear_shows_after_s: u32,
    /// The time after midnight for which `quota/get` answers yesterday's last figures, in seconds.
    pub reset_shows_after_s: u32,
    /// The time after which a rid can be looked up, in seconds.
    pub rid_shows_after_s: u32,
    /// The largest error of `used`, in per cent, in both directions; about 1 by WeChat's own page.
    pub noise_percent: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            quota_get_a_day: 10_000,
            management_calls_a_day: 10_000,
            clear_calls_a_day: 100,
            account_clears: 10,
            interface_clears: 50,
            interface_clears_period: Period::Month,
            forced_refreshes_a_day: 20,
            stable_tokens_a_minute: 10_000,
            token_lifetime_s: 7_200,
            rid_days: 7,
            clear_form: ClearForm::Both,
            early_force_gives_same_token: false,
            unknown_path_is_76003: false,
            expired_rid_is_76001: false,
            sns_rid_is_76022: false,
            interface_clears_shop_only: false,
            clears_lift: true,
            clear_shows_after_s: 0,
            reset_shows_after_s: 0,
            rid_shows_after_s: 0,
            noise_percent: 0.0,
        }
    }
}
