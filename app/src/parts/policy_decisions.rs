//! What policies decided, each time with its reason: on a policy's page, and on an interface's.

use desk::Desk;
use desk::policies::Decision;
use domain::policies::{BlockedReason, Verdict};
use domain::{ClearId, Figures, Lang, Permission, paths};
use leptos::prelude::*;

use crate::components::{Cell, Moment, Panel, Table};
use crate::context::{Text, Viewer};
use crate::format::{percent, used_of_limit};
use crate::t;
use crate::words::policies::verdict_words;

/// Decisions that an interface's page shows.
pub(crate) const NEWEST: i64 = 10;

/// A row of a table of decisions: a decision, and the name of its interface.
#[derive(Debug, Clone)]
pub struct DecisionRow {
    decision: Decision,
    interface: String,
}

impl DecisionRow {
    /// The rows of decisions in `lang`, in their order.
    pub(crate) fn all(desk: &Desk, lang: Lang, decisions: Vec<Decision>) -> Vec<Self> {
        let row = |decision: Decision| Self { interface: desk.interface_name(lang, &decision.cgi_path), decision };
        decisions.into_iter().map(row).collect()
    }
}

/// The subject of a table of decisions: all its rows are about this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// One policy; rows name interfaces.
    Policy,
    /// One interface; rows name policies.
    Interface,
}

/// Decisions as a table.
#[component]
pub fn DecisionTable(
    /// What it lists.
    #[prop(into)]
    caption: Text,
    /// The decisions, the newest first.
    rows: Vec<DecisionRow>,
    /// What they are all about.
    subject: Subject,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let whose = match subject {
        Subject::Policy => t!(lang, "col-interface"),
        Subject::Interface => t!(lang, "policy-col-policy"),
    };
    let names = [t!(lang, "col-when"), whose, t!(lang, "fact-used"), t!(lang, "policy-col-what")];
    let rows = rows.into_iter().map(|decision| row(&viewer, names.clone(), decision, subject)).collect_view();
    view! {
        <div class="decisions">
            <Table caption columns=names.to_vec() figures=2..3>
                {rows}
            </Table>
        </div>
    }
}

fn row(viewer: &Viewer, names: [Text; 4], row: DecisionRow, subject: Subject) -> impl IntoView + use<> {
    let lang = viewer.lang;
    let [when, _, used, what] = names;
    let DecisionRow { decision, interface } = row;
    let whose = match subject {
        Subject::Policy => interface_cell(&decision, interface),
        Subject::Interface => policy_cell(viewer, &decision),
    };
    let folded = (decision.count > 1).then(|| {
        let last = viewer.formats().clock(decision.last_at);
        view! { <span class="secondary small">{t!(lang, "policy-folded", count = decision.count, last = last)}</span> }
    });
    let words = verdict_words(viewer, decision.verdict);
    let clear = clear_of(decision.verdict).filter(|_| viewer.may(Permission::SeeLedger));
    let clear = clear.map(|id| view! { " " <a href=paths::clear(id)>{t!(lang, "confirm-see-it")}</a> });
    view! {
        <tr>
            <Cell label=when>
                <span class="stacked">
                    <Moment at=decision.at />
                    {folded}
                </span>
            </Cell>
            {whose}
            <Cell label=used number=true>
                <UsedFigures figures=decision.figures />
            </Cell>
            <Cell label=what>
                <span>
                    <span class=acted_class(decision.verdict)>{words}</span>
                    {clear}
                </span>
            </Cell>
        </tr>
    }
}

/// What policies decided by one interface; nothing where they decided nothing.
#[component]
pub fn InterfaceDecisions(
    /// The newest decisions.
    rows: Vec<DecisionRow>,
) -> impl IntoView {
    let title = t!(Viewer::current().lang, "policy-automation");
    (!rows.is_empty()).then(|| {
        view! {
            <Panel title=title.clone() flush=true>
                <DecisionTable caption=title rows=rows.clone() subject=Subject::Interface />
            </Panel>
        }
    })
}

fn interface_cell(decision: &Decision, name: String) -> AnyView {
    let href = paths::interface(decision.account, decision.interface);
    let account = decision.account_name.clone();
    view! {
        <Cell main=true>
            <a class="row-link" href=href>
                {name}
            </a>
            <span class="secondary small">{account}</span>
        </Cell>
    }
    .into_any()
}

/// The policy, which leads to its page for whoever may see that.
fn policy_cell(viewer: &Viewer, decision: &Decision) -> AnyView {
    let name = decision.policy_name.clone();
    let href = paths::policy(decision.policy);
    if viewer.may(Permission::Automate) {
        view! {
            <Cell main=true>
                <a class="row-link" href=href>
                    {name}
                </a>
            </Cell>
        }
        .into_any()
    } else {
        view! { <Cell main=true>{name}</Cell> }.into_any()
    }
}

/// The CSS class that makes a decision to do something stand out among those to do nothing.
pub(crate) fn acted_class(verdict: Verdict) -> Option<&'static str> {
    matches!(verdict, Verdict::Notified | Verdict::Clears { .. }).then_some("policy-acted")
}

/// The clear that a decision is about.
fn clear_of(verdict: Verdict) -> Option<ClearId> {
    match verdict {
        Verdict::Clears { clear, .. } | Verdict::Blocked(BlockedReason::Open { clear }) => Some(clear),
        Verdict::Blocked(BlockedReason::Suspended { clear }) => clear,
        _ => None,
    }
}

/// The figures of the reading by which something was decided: used and limit, and the share in percent.
#[component]
pub fn UsedFigures(
    /// `None` where there was none.
    figures: Option<Figures>,
) -> impl IntoView {
    match figures {
        Some(figures) => view! {
            <span class="stacked">
                <span class="num">{used_of_limit(figures)}</span>
                <span class="secondary small num">{percent(figures.used_permille())}</span>
            </span>
        }
        .into_any(),
        None => view! { <span class="secondary">"–"</span> }.into_any(),
    }
}
