//! Limits, and the choices that WeChat's pages leave open; all can be changed while the sandbox runs.

use serde::{Deserialize, Serialize};

/// Where the clear by AppSecret reads its parameters; the official page says both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClearForm {
    /// Query and JSON body, the query winning.
    #[default]
    Both,
    /// The query only: a body is not read.
    Query,
    /// The JSON body only: the query is not read.
    Body,
}

/// In what the 50 single-interface clears are counted; newest and older pages disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    /// The calendar month.
    #[default]
    Month,
    /// The day.
    Day,
}

/// Limits and choices.
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own that WeChat's pages leave open")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Readings of quotas an account may make a day; 44993 beyond. No official number is published.
    pub quota_get_a_day: u64,
    /// Calls a day of each other management endpoint (`rid/get`, the IP lists …); 45009 beyond.
    pub management_calls_a_day: u64,
    /// Calls a day of `clear_quota`, effective or not; one account was seen with 100.
    pub clear_calls_a_day: u64,
    /// Account-wide clears a month, by token, by AppSecret and in the web console together.
    pub account_clears: u32,
    /// Single-interface clears a period.
    pub interface_clears: u32,
    /// The period of the single-interface clears.
    pub interface_clears_period: Period,
    /// Forced refreshes of the stable token a day.
    pub forced_refreshes_a_day: u32,
    /// Calls of `stable_token` a minute.
    pub stable_tokens_a_minute: u64,
    /// Seconds a token lives.
    pub token_lifetime_s: u32,
    /// Days for which a rid can be looked up.
    pub rid_days: u32,

    /// Where the clear by AppSecret reads its parameters.
    pub clear_form: ClearForm,
    /// Whether an unknown `cgi_path` gets 76003 instead of 76021.
    pub unknown_path_is_76003: bool,
    /// Whether an expired rid gets 76001 instead of 76004.
    pub expired_rid_is_76001: bool,
    /// Whether a rid of `/sns/` gets 76022 instead of 76001.
    pub sns_rid_is_76022: bool,
    /// Whether `openapi/quota/clear` takes paths of `/channels/ec/` only, as older pages say.
    pub interface_clears_shop_only: bool,
    /// Whether clears give anything back at all; a clear is accepted and counted either way.
    pub clears_lift: bool,
    /// Seconds for which `quota/get` goes on answering the figures from before a clear. Staff speak of 20 to 30 minutes.
    pub clear_shows_after_s: u32,
    /// Seconds after midnight for which `quota/get` goes on answering yesterday's last figures.
    pub reset_shows_after_s: u32,
    /// Seconds until a rid can be looked up.
    pub rid_shows_after_s: u32,
    /// By how many per cent `used` may be off, either way. WeChat's own page says about 1.
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
