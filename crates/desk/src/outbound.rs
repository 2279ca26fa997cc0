//! The way of outgoing calls: directly, or through a proxy, and where that was set.

/// The way of outgoing calls, for pages and the self-test.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutboundCalls {
    /// The address of the proxy, its user name and password masked; `None` where calls are made directly.
    pub proxy: Option<String>,
    /// The setting or the variable of the environment that decides; `None` where none is set.
    pub set_by: Option<String>,
    /// Whether WeChat is called through the proxy. It then sees the proxy's address, not this machine's.
    pub reaches_wechat: bool,
}

impl OutboundCalls {
    /// The proxy that WeChat is called through, masked.
    pub fn proxy_to_wechat(&self) -> Option<&str> {
        self.proxy.as_deref().filter(|_| self.reaches_wechat)
    }
}
