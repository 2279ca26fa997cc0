//! WeChat's management calls as types: tokens, quotas, clears and rids; explanations of errcodes; masking of secrets.
//!
//! Every call to WeChat goes through [`Transport`], and a call that needs a token through [`TokenKeeper`]; [`Wechat`]
//! combines the two. Calls to webhooks of users go through [`Webhooks`]. Facts about WeChat name their source: *official*
//! pages, what *SDKs* do, or *folklore* (reports of users); the fact sheet of the project collects them.

mod byte_runs;
pub mod calls;
mod client;
pub mod endpoint;
pub mod errcodes;
pub mod error;
mod lenient_json;
pub mod redact;
mod reply;
pub mod rid;
pub mod token;
pub mod transport;
pub mod webhook;

pub use calls::quota_get::QuotaReply;
pub use calls::rid_get::RidInfo;
pub use calls::stable_token::Mode;
pub use calls::token::TokenReply;
pub use client::{ClearCall, Clearing, Wechat};
pub use domain::Lang;
pub use domain::clears::SecretForm;
pub use endpoint::Endpoint;
pub use errcodes::{ClearHelps, Explanation, explain, explain_failure, official_page};
pub use error::{CallError, Cause, HeldBack, Reach, Refusal, seen_ip};
pub use redact::{HeldSecrets, MASK, Redactor};
pub use rid::Rid;
pub use token::{
    BookError, Credentials, FORCED_REFRESHES_A_DAY, FORCED_REFRESHES_APART, ForcedRefresh, MemoryTokenBook, Token,
    TokenBook, TokenKeeper, TokenState, TokenWord,
};
pub use transport::{Connections, Options, SetUpError, Transport};
pub use webhook::{Attempt, AttemptOutcome, WebhookMessage, WebhookOptions, WebhookUrl, WebhookUrlFault, Webhooks};
