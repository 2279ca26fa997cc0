//! WeChat's management calls as types: tokens, quotas, clears and rids; explanations of errcodes; masking of secrets.
//!
//! Every call to WeChat goes through [`Transport`], and a call that needs a token through [`TokenManager`]; [`Wechat`]
//! combines the two. Calls to webhooks of users go through [`Webhooks`]. Facts about WeChat name their source: *official*
//! pages, what *SDKs* do, or *folklore* (reports of users); the fact sheet of the project collects them.

mod byte_runs;
pub mod calls;
mod client;
mod console;
pub mod endpoint;
pub mod errcodes;
pub mod error;
mod lenient_json;
pub mod mail;
mod observer;
pub mod proxy;
pub mod redact;
mod reply;
pub mod rid;
pub mod situations;
#[cfg(test)]
mod testing;
pub mod token;
pub mod transport;
pub mod webhook;

pub use calls::quota_get::QuotaReply;
pub use calls::rid_get::RidInfo;
pub use calls::stable_token::StableTokenMode;
pub use calls::token::TokenReply;
pub use client::{ClearResult, ClearTarget, Wechat};
pub use console::console_place;
pub use domain::Lang;
pub use domain::clears::SecretForm;
pub use endpoint::Endpoint;
pub use errcodes::{
    ClearHelps, Explanation, Who, customer_sentence, documented_limit, explain, explain_failure, explain_limit,
    official_page,
};
pub use error::{CallError, Cause, ForcedRefreshDenied, Refusal, RequestProgress, seen_ip};
pub use mail::{Letter, MailChannel, MailServer, MailServerError};
pub use observer::CallObserver;
pub use proxy::{OutboundProxy, ProxyUrl, ProxyUrlError};
pub use redact::{MASK, MASK_IN_CHINESE, Redactor, SecretRegistry};
pub use rid::Rid;
pub use token::{
    Credentials, ForcedRefresh, MAX_FORCED_REFRESHES_PER_DAY, MIN_FORCED_REFRESH_INTERVAL, MemoryTokenStore, Token,
    TokenManager, TokenState, TokenStatus, TokenStore, TokenStoreError,
};
pub use transport::{Connections, Options, SetUpError, Transport};
pub use webhook::{Attempt, AttemptOutcome, WebhookMessage, WebhookTimeouts, WebhookUrl, WebhookUrlError, Webhooks};
