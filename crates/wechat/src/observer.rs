//! Observation of the calls to WeChat, for counters.

use std::fmt;
use std::time::Duration;

use crate::endpoint::Endpoint;

/// An observer of the calls to WeChat. It is called after every call, so it must return at once.
pub trait CallObserver: fmt::Debug + Send + Sync {
    /// A call ended. `errcode` is 0 where it succeeded, and `None` where no answer with an errcode came.
    fn call_ended(&self, endpoint: Endpoint, errcode: Option<i32>, took: Duration);
}
