//! Reports of incidents: all that arrive at the same moment are written in one transaction.

use std::collections::HashMap;
use std::sync::Arc;

use domain::incidents::MERGE_WINDOW;
use domain::{Actor, CgiPath, IncidentId, Permission};
use store::StoreError;
use store::incidents::NewIncident;
use wechat::rid::parse_pasted;

use super::state::{NotWritten, QUEUE_WAIT_S, ReportError, WaitingReport, WriteResult};
use crate::token_rates::TokenUse;
use crate::{Desk, Internal};

/// The part of a message that is read, in characters.
const MESSAGE: usize = 2_000;

/// A report: what a service got from WeChat.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The account's id, appid or name.
    pub account: String,
    /// WeChat's errcode.
    pub errcode: i32,
    /// WeChat's errmsg, or more of the answer.
    pub errmsg: String,
    /// The interface that was called, as far as the service says.
    pub cgi_path: Option<String>,
}

/// The receipt of a report that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportReceipt {
    /// The incident that it is part of.
    pub id: IncidentId,
    /// How often that was reported by then.
    pub count: i64,
    /// The rid in the message.
    pub rid: Option<String>,
}

impl Desk {
    /// Writes down what a service got from WeChat; it is on the disk when this returns. What is done about it follows.
    ///
    /// # Errors
    /// [`ReportError`]; nothing is written then.
    pub async fn report_incident(
        self: &Arc<Self>,
        actor: &Actor,
        report: Report,
    ) -> Result<ReportReceipt, ReportError> {
        actor.require(Permission::ReportIncidents, None)?;
        let account = self.live_account_called(&report.account).await?.ok_or(ReportError::NoSuchAccount)?;
        let errmsg: String = report.errmsg.chars().take(MESSAGE).collect();
        let rid = parse_pasted(&errmsg).rids.into_iter().next().map(|(rid, _)| rid.to_string());
        let new = NewIncident {
            account: account.id,
            errcode: report.errcode,
            // Masked before it is cut, since a part of a secret cannot be told from other words.
            errmsg: self.redactor().redact(&report.errmsg).chars().take(MESSAGE).collect(),
            cgi_path: report.cgi_path.as_deref().and_then(|path| self.reported_path(path)),
            rid: rid.clone(),
            // Several services may have tokens of the same person.
            by: actor.token().map_or_else(|| actor.to_string(), str::to_owned),
            at: self.clock.now(),
        };
        let told = self.reports.put(new, actor.token().map(str::to_owned))?;
        let desk = Arc::clone(self);
        // In a task of its own: whoever reports may go away, and writes for others too.
        let writing = tokio::spawn(async move {
            let _turn = desk.reports.turn.lock().await;
            desk.write_reports().await;
        });
        writing.await.map_err(Internal::task)?;
        let told = told.await.map_err(Internal::task)?;
        let (id, count) = told?;
        Ok(ReportReceipt { id, count, rid })
    }

    /// Writes the reports that wait down; perhaps somebody else has done so.
    async fn write_reports(&self) {
        let taken = self.reports.take();
        if taken.is_empty() {
            return;
        }
        let written = match self.write(&taken).await {
            Ok(written) => written,
            // One that cannot be written is no reason to lose the others.
            Err(error) => {
                tracing::error!(%error, reports = taken.len(), "reports are written down one by one");
                self.write_each(&taken).await
            }
        };
        let of = taken.iter().zip(&written);
        let mut begun =
            of.filter(|(_, told)| matches!(told, Ok((_, 1)))).map(|(waiting, _)| &waiting.report).peekable();
        if begun.peek().is_some() {
            for report in begun {
                self.reports.add_queued(&report.by);
                if let Some(observer) = &self.settings.observer {
                    observer.incident_begun(report.errcode);
                }
            }
            self.reports.bell.notify_one();
        }
        for (waiting, told) in taken.into_iter().zip(written) {
            // Whoever reported may be gone.
            let _ = waiting.tell.send(told);
        }
    }

    /// Writes reports down in one transaction. Those that would begin an incident are left out where their token has begun too
    /// many, or where too many wait to be looked into, of all or of the same reporter.
    async fn write(&self, waiting: &[WaitingReport]) -> Result<Vec<WriteResult>, StoreError> {
        let now = self.clock.now();
        let mut queued = self.reports.queued();
        let mut refused = HashMap::new();
        let mut counted = Vec::new();
        let mut may_begin = |place: usize| {
            let Some(WaitingReport { report, token, .. }) = waiting.get(place) else { return false };
            let allowed = match token.as_deref() {
                _ if !queued.has_room(&report.by) => Err(QUEUE_WAIT_S),
                None => Ok(()),
                Some(token) => {
                    let left = self.token_rates.take(token, TokenUse::NewIncidents, now);
                    left.map(|_| counted.push(token)).map_err(|too_many| too_many.retry_after)
                }
            };
            match allowed {
                Ok(()) => queued.add(&report.by),
                Err(retry_after) => {
                    refused.insert(place, retry_after);
                }
            }
            allowed.is_ok()
        };
        let reports: Vec<_> = waiting.iter().map(|waiting| &waiting.report).collect();
        let written = self.store.report_incidents(&reports, MERGE_WINDOW, &mut may_begin).await;
        let written = written.inspect_err(|_| {
            for token in &counted {
                self.token_rates.give_back(token, TokenUse::NewIncidents, now);
            }
        })?;
        let result = |(place, told): (usize, Option<(IncidentId, i64)>)| {
            told.ok_or_else(|| NotWritten::TooMany(refused.get(&place).copied().unwrap_or(QUEUE_WAIT_S)))
        };
        Ok(written.into_iter().enumerate().map(result).collect())
    }

    async fn write_each(&self, waiting: &[WaitingReport]) -> Vec<WriteResult> {
        let mut written = Vec::with_capacity(waiting.len());
        for one in waiting {
            let told = self.write(std::slice::from_ref(one)).await;
            let missing = || Err(NotWritten::Failed("a report could not be saved".to_owned()));
            let told = told.map(|told| told.into_iter().next().unwrap_or_else(missing));
            written.push(told.unwrap_or_else(|error| Err(NotWritten::Failed(error.to_string()))));
        }
        written
    }

    /// The interface that a report names; `None` where that is no path. Sign-in paths, which cannot be watched, are accepted.
    fn reported_path(&self, typed: &str) -> Option<CgiPath> {
        if let Ok((path, _)) = self.parse_path(typed) {
            return Some(path);
        }
        let path = typed.trim().split(['?', '#']).next().unwrap_or_default();
        (wechat::rid::is_sign_in(path) && path.len() <= 200).then(|| CgiPath::from_stored(path.to_owned()))
    }
}
