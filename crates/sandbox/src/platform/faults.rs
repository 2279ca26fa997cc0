//! Injected faults: the requests they match, and their effects.

use serde::{Deserialize, Serialize};

/// A fault to inject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// The path of the matching requests; all where absent.
    #[serde(default)]
    pub endpoint: Option<String>,
    /// The appid of the account of the matching requests; all where absent.
    #[serde(default)]
    pub account: Option<String>,
    /// The number of requests that the fault is used for; all from now on where absent.
    #[serde(default)]
    pub times: Option<u32>,
    /// Whether the request takes effect all the same; the default depends on the kind.
    #[serde(default)]
    pub acts: Option<bool>,
    /// The effect.
    #[serde(flatten)]
    pub kind: FaultKind,
}

/// The effect of a fault on a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum FaultKind {
    /// The request takes effect; the answer is late.
    Delay {
        /// The delay, in milliseconds of real time.
        ms: u64,
    },
    /// The request takes effect; the answer waits for [`crate::Sandbox::release`].
    Hold,
    /// The connection is closed; the request takes no effect.
    DropBefore,
    /// The request takes effect; the connection is closed without an answer.
    DropAfter,
    /// The request takes effect; the answer is not JSON.
    Malformed,
    /// The answer is an HTML page, as of a gateway; the request takes no effect.
    Html,
    /// The request takes effect; half of the answer is sent, then the connection is closed.
    Truncated,
    /// The request takes effect; the answer is sent byte by byte.
    Slow {
        /// The pause before each byte, in milliseconds of real time.
        ms: u64,
    },
    /// The request takes effect; blanks after the answer make it this long.
    Big {
        /// The length of the answer, in bytes.
        bytes: usize,
    },
    /// The answer is an error of WeChat, rid included; the request takes no effect.
    Errcode {
        /// The errcode.
        errcode: i64,
        /// The errmsg without rid; the usual text where absent.
        #[serde(default)]
        errmsg: Option<String>,
    },
    /// The answer has this HTTP status and body; the request takes no effect.
    Status {
        /// The HTTP status, from 100 to 999.
        status: u16,
        /// The body.
        #[serde(default)]
        body: String,
    },
    /// The answer has 0/0/0 as its `quota`.
    Zero,
}

impl Fault {
    /// A fault for all requests of an endpoint.
    pub fn on(endpoint: &str, kind: FaultKind) -> Self {
        Self { endpoint: Some(endpoint.to_owned()), account: None, times: None, acts: None, kind }
    }

    /// The same fault for the next `times` requests only.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { times: Some(times), ..self }
    }

    /// The same fault for one account only.
    #[must_use]
    pub fn account(self, appid: &str) -> Self {
        Self { account: Some(appid.to_owned()), ..self }
    }

    /// Whether a matching request takes effect.
    pub(crate) fn acts(&self) -> bool {
        let usually = match self.kind {
            FaultKind::Delay { .. }
            | FaultKind::Hold
            | FaultKind::DropAfter
            | FaultKind::Malformed
            | FaultKind::Truncated
            | FaultKind::Slow { .. }
            | FaultKind::Big { .. }
            | FaultKind::Zero => true,
            FaultKind::DropBefore | FaultKind::Html | FaultKind::Errcode { .. } | FaultKind::Status { .. } => false,
        };
        self.acts.unwrap_or(usually)
    }

    fn matches(&self, path: &str, appid: Option<&str>) -> bool {
        self.endpoint.as_deref().is_none_or(|endpoint| endpoint == path)
            && (self.account.is_none() || self.account.as_deref() == appid)
    }
}

/// A fault in the list, with its id.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FaultView {
    /// The id, for removal.
    pub id: u64,
    /// The fault; `times` is the number of requests left.
    #[serde(flatten)]
    pub fault: Fault,
}

/// The list of faults, oldest first; the first match applies to a request.
#[derive(Debug, Default)]
pub(crate) struct FaultList {
    waiting: Vec<FaultView>,
    last_id: u64,
}

impl FaultList {
    pub(crate) fn add(&mut self, fault: Fault) -> u64 {
        self.last_id += 1;
        self.waiting.push(FaultView { id: self.last_id, fault });
        self.last_id
    }

    pub(crate) fn remove(&mut self, id: u64) -> bool {
        let before = self.waiting.len();
        self.waiting.retain(|view| view.id != id);
        self.waiting.len() < before
    }

    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
    }

    pub(crate) fn list(&self) -> Vec<FaultView> {
        self.waiting.clone()
    }

    /// The fault for a request, whose `times` counts down.
    pub(crate) fn take(&mut self, path: &str, appid: Option<&str>) -> Option<Fault> {
        self.waiting.retain(|view| view.fault.times != Some(0));
        let hit = self.waiting.iter_mut().find(|view| view.fault.matches(path, appid))?;
        let fault = hit.fault.clone();
        if let Some(times) = &mut hit.fault.times {
            *times -= 1;
        }
        self.waiting.retain(|view| view.fault.times != Some(0));
        Some(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_hits_what_it_names_as_often_as_it_says() {
        let mut faults = FaultList::default();
        faults.add(Fault::on("/a", FaultKind::Html).times(2).account("wx1"));
        let id = faults.add(Fault::on("/a", FaultKind::Zero));
        assert!(faults.take("/b", Some("wx1")).is_none());
        assert_eq!(faults.take("/a", Some("wx2")).unwrap().kind, FaultKind::Zero);
        assert_eq!(faults.take("/a", Some("wx1")).unwrap().kind, FaultKind::Html);
        assert_eq!(faults.take("/a", Some("wx1")).unwrap().kind, FaultKind::Html);
        assert_eq!(faults.take("/a", Some("wx1")).unwrap().kind, FaultKind::Zero);
        assert!(faults.remove(id) && !faults.remove(id));
        assert!(faults.take("/a", None).is_none());
    }
}
