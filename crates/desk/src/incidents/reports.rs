//! Reports of incidents: all that arrive at the same moment are written in one transaction.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use domain::incidents::MERGE_WINDOW;
use domain::{Actor, CgiPath, IncidentId, Permission};
use store::incidents::NewIncident;
use wechat::rid::parse_pasted;

use super::state::{ReportError, WriteResult};
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
        let told = self.reports.put(new)?;
        let desk = Arc::clone(self);
        // In a task of its own: whoever reports may go away, and writes for others too.
        let writing = tokio::spawn(async move {
            let _turn = desk.reports.turn.lock().await;
            desk.write_reports().await;
        });
        writing.await.map_err(Internal::task)?;
        let told = told.await.map_err(Internal::task)?;
        let (id, count) = told.map_err(Internal::Task)?;
        Ok(ReportReceipt { id, count, rid })
    }

    /// Writes the reports that wait down; perhaps somebody else has done so.
    async fn write_reports(&self) {
        let taken = self.reports.take();
        if taken.is_empty() {
            return;
        }
        let (reports, tell): (Vec<_>, Vec<_>) = taken.into_iter().unzip();
        let written = match self.store.report_incidents(&reports, MERGE_WINDOW).await {
            Ok(written) => written.into_iter().map(Ok).collect(),
            // One that cannot be written is no reason to lose the others.
            Err(error) => {
                tracing::error!(%error, reports = reports.len(), "reports are written down one by one");
                self.write_each(&reports).await
            }
        };
        let begun = written.iter().filter(|told| matches!(told, Ok((_, 1)))).count();
        if begun > 0 {
            self.reports.queued.fetch_add(i64::try_from(begun).unwrap_or(i64::MAX), Ordering::Relaxed);
            self.reports.bell.notify_one();
        }
        for (tell, told) in tell.into_iter().zip(written) {
            // Whoever reported may be gone.
            let _ = tell.send(told);
        }
    }

    async fn write_each(&self, reports: &[NewIncident]) -> Vec<WriteResult> {
        let mut written = Vec::with_capacity(reports.len());
        for report in reports {
            let told = self.store.report_incidents(std::slice::from_ref(report), MERGE_WINDOW).await;
            let missing = || "a report could not be saved".to_owned();
            written.push(
                told.map_err(|error| error.to_string()).and_then(|told| told.first().copied().ok_or_else(missing)),
            );
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
