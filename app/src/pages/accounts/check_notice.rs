//! The notice about checking an account with WeChat.

use desk::accounts::CheckReport;
use desk::explain::Problem;
use domain::Outcome;
use leptos::prelude::*;

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::parts::problem::ProblemNotice;
use crate::t;

/// What WeChat said to a check.
#[component]
pub fn CheckNotice(
    /// What came.
    report: CheckReport,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (kind, addresses) = (report.kind, report.addresses);
    let failed = |problem: Problem| {
        view! {
            <ProblemNotice failure=problem.failure detail=Some(problem.detail) account_kind=kind addresses=addresses />
        }
        .into_any()
    };
    if let Some(problem) = report.token {
        return failed(problem);
    }
    let read = |path: &str| t!(lang, "check-read", path = path.to_owned());
    match report.reading {
        None if report.allowance_spent => {
            let title = t!(lang, "check-allowance-spent");
            view! { <Notice kind=NoticeKind::Warning title next=t!(lang, "allowance-spent-next") /> }.into_any()
        }
        None => view! { <Notice kind=NoticeKind::Success title=t!(lang, "check-token-only") /> }.into_any(),
        Some((path, Ok(Outcome::Good(figures)))) => {
            let title = t!(lang, "check-good", used = figures.used, limit = figures.daily_limit);
            view! { <Notice kind=NoticeKind::Success title why=read(path.as_str()) /> }.into_any()
        }
        Some((path, Ok(_))) => {
            let title = t!(lang, "check-no-figure");
            view! { <Notice kind=NoticeKind::Success title why=read(path.as_str()) /> }.into_any()
        }
        Some((_, Err(problem))) => failed(problem),
    }
}
