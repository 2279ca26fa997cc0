//! Faults on demand: which requests they hit, and what happens to those.

use serde::{Deserialize, Serialize};

/// A fault to come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// The path of the requests it hits; all where absent.
    #[serde(default)]
    pub endpoint: Option<String>,
    /// The appid of the account whose requests it hits; all where absent.
    #[serde(default)]
    pub account: Option<String>,
    /// How many requests it hits; all from now on where absent.
    #[serde(default)]
    pub times: Option<u32>,
    /// Whether the request is carried out all the same; each kind has its own usual answer to that.
    #[serde(default)]
    pub acts: Option<bool>,
    /// What happens.
    #[serde(flatten)]
    pub kind: FaultKind,
}

/// What a fault does to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum FaultKind {
    /// Carries it out, and answers late.
    Delay {
        /// Milliseconds of real time.
        ms: u64,
    },
    /// Carries it out, and answers when [`crate::Sandbox::release`] is called.
    Hold,
    /// Closes the connection without carrying it out.
    DropBefore,
    /// Carries it out, then closes the connection without an answer.
    DropAfter,
    /// Carries it out and answers what is no JSON.
    Malformed,
    /// Answers an HTML page, as a gateway does, without carrying it out.
    Html,
    /// Carries it out, sends half of the answer, then closes the connection.
    Truncated,
    /// Carries it out and lets the answer drip.
    Slow {
        /// Milliseconds of real time before each byte.
        ms: u64,
    },
    /// Carries it out; the answer is followed by as many blanks as make it this long.
    Big {
        /// Bytes.
        bytes: usize,
    },
    /// Refuses with an error of WeChat, rid and all, without carrying it out.
    Errcode {
        /// The code.
        errcode: i64,
        /// Its text; the usual one where absent.
        #[serde(default)]
        errmsg: Option<String>,
    },
    /// Answers an HTTP status and a body, without carrying it out.
    Status {
        /// From 100 to 999.
        status: u16,
        /// The body.
        #[serde(default)]
        body: String,
    },
    /// Answers `quota` with 0/0/0.
    Zero,
}

impl Fault {
    /// A fault that hits all requests of an endpoint.
    pub fn on(endpoint: &str, kind: FaultKind) -> Self {
        Self { endpoint: Some(endpoint.to_owned()), account: None, times: None, acts: None, kind }
    }

    /// The same, but only for the next `times` requests.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { times: Some(times), ..self }
    }

    /// The same, but only for one account.
    #[must_use]
    pub fn account(self, appid: &str) -> Self {
        Self { account: Some(appid.to_owned()), ..self }
    }

    /// Whether a request that is hit is carried out.
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

    fn hits(&self, path: &str, appid: Option<&str>) -> bool {
        self.endpoint.as_deref().is_none_or(|endpoint| endpoint == path)
            && (self.account.is_none() || self.account.as_deref() == appid)
    }
}

/// A fault that waits for requests.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FaultView {
    /// To take it away by.
    pub id: u64,
    /// The fault; `times` is what is left.
    #[serde(flatten)]
    pub fault: Fault,
}

/// The faults to come, oldest first; a request is hit by the first that matches.
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

    /// The fault that hits a request, counted.
    pub(crate) fn take(&mut self, path: &str, appid: Option<&str>) -> Option<Fault> {
        self.waiting.retain(|view| view.fault.times != Some(0));
        let hit = self.waiting.iter_mut().find(|view| view.fault.hits(path, appid))?;
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
