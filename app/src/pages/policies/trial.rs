//! Result of a dry run: totals, and a table of each time the policy would have acted.

use desk::Desk;
use desk::policies::DryRunResult;
use domain::policies::{DryRun, DryRunStep, Mode, Verdict};
use domain::{Lang, paths};
use jiff::SignedDuration;
use leptos::prelude::*;

use crate::components::{Cell, EmptyState, Moment, Notice, NoticeKind, Panel, Stat, Table, Tiles, Time};
use crate::context::{Text, Viewer};
use crate::format::grouped;
use crate::parts::policy_decisions::{UsedFigures, acted_class};
use crate::t;
use crate::words::policies::trial_words;

/// Rows that the table shows at the most.
const ROWS: usize = 60;

/// A row of the table: what the policy would have done at one time, with the names of the interface and its account.
#[derive(Debug, Clone)]
struct ActRow {
    act: DryRunStep,
    interface: String,
    account: String,
}

/// The result of a dry run, in the reader's language.
#[derive(Debug, Clone)]
pub struct TrialView {
    tried: DryRunResult,
    /// The newest first.
    rows: Vec<ActRow>,
}

impl TrialView {
    pub(crate) fn new(desk: &Desk, lang: Lang, tried: DryRunResult) -> Self {
        let row = |act: DryRunStep| {
            let path = tried.paths.iter().find(|(id, _)| *id == act.interface);
            let account = tried.accounts.iter().find(|account| account.id == act.account);
            ActRow {
                act,
                interface: path.map(|(_, path)| desk.interface_name(lang, path)).unwrap_or_default(),
                account: account.map(|account| account.name.clone()).unwrap_or_default(),
            }
        };
        let rows = shown(&tried.trial.acts).into_iter().map(row).collect();
        Self { tried, rows }
    }
}

/// The acts that the table shows, the newest first. Of too many, those that would have been withheld are left out first,
/// then the oldest.
fn shown(acts: &[DryRunStep]) -> Vec<DryRunStep> {
    let mut over = acts.len().saturating_sub(ROWS);
    let mut kept = acts.to_vec();
    kept.retain(|act| {
        let left_out = over > 0 && matches!(act.verdict, Verdict::Blocked(_));
        over -= usize::from(left_out);
        !left_out
    });
    kept.reverse();
    kept.truncate(ROWS);
    kept
}

/// Totals, how far they can be trusted, and the table.
#[component]
pub fn TrialResult(
    /// The result.
    trial: TrialView,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let TrialView { tried, rows } = trial;
    let DryRunResult { rules, from, to, interfaces, readings, trial, .. } = tried;
    if !rules.can_be_tried() {
        let (title, next) = (t!(lang, "trial-incident"), t!(lang, "trial-incident-next"));
        return view! { <Notice kind=NoticeKind::Info title next /> }.into_any();
    }
    let clears = rules.mode == Mode::Clear;
    let all = trial.acts.len();
    let list = if rows.is_empty() {
        let title = if interfaces == 0 { t!(lang, "policy-covers-nothing") } else { t!(lang, "trial-none") };
        view! { <EmptyState title /> }.into_any()
    } else {
        view! { <ActTable rows all clears /> }.into_any()
    };
    view! {
        <p class="secondary">
            <Time at=from exact=true /> " – " <Time at=to exact=true /> " · "
            {t!(lang, "trial-looked-at", readings = readings, interfaces = interfaces)}
        </p>
        <div class="trial-sums">
            <Totals trial whole_account=rules.restraint.whole_account clears />
        </div>
        {clears.then(|| view! { <Caveats /> })}
        {list}
    }
    .into_any()
}

/// Tiles with how often the policy would have done what.
#[component]
fn Totals(trial: DryRun, whole_account: bool, clears: bool) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let count = |wanted: fn(&Verdict) -> bool| {
        let count = trial.acts.iter().filter(|act| wanted(&act.verdict)).count();
        number(count)
    };
    if !clears {
        let notified = count(|verdict| *verdict == Verdict::Notified);
        return view! {
            <Tiles>
                <Stat label=t!(lang, "trial-told") value=notified />
            </Tiles>
        }
        .into_any();
    }
    let withheld = count(|verdict| matches!(verdict, Verdict::Blocked(_)));
    let at_least = move || t!(lang, "trial-at-least");
    let account = (whole_account || trial.account_clears > 0).then(|| {
        view! {
            <Stat label=t!(lang, "month-scope-account") value=number(trial.account_clears)>
                {at_least()}
            </Stat>
        }
    });
    view! {
        <Tiles>
            <Stat label=t!(lang, "month-scope-interface") value=number(trial.interface_clears)>
                {at_least()}
            </Stat>
            {account}
            <Stat label=t!(lang, "trial-given-back") value=grouped(trial.given_back)>
                {at_least()}
            </Stat>
            <Stat label=t!(lang, "trial-not-out") value=span_words(&viewer, trial.exhausted_for)>
                {t!(lang, "trial-at-most")}
            </Stat>
            <Stat label=t!(lang, "trial-withheld") value=withheld />
        </Tiles>
    }
    .into_any()
}

fn number(count: usize) -> String {
    grouped(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A span of time, or `–` for none.
fn span_words(viewer: &Viewer, span: SignedDuration) -> Text {
    if span.is_zero() { "–".into() } else { viewer.formats().span(span) }
}

/// Notice of how far the figures can be trusted.
#[component]
fn Caveats() -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Notice kind=NoticeKind::Info title=t!(lang, "trial-imagined")>
            <ul class="dotted">
                <li>{t!(lang, "trial-beyond")}</li>
                <li>{t!(lang, "trial-hourly")}</li>
                <li>{t!(lang, "trial-ledger")}</li>
            </ul>
        </Notice>
    }
}

#[component]
fn ActTable(rows: Vec<ActRow>, all: usize, clears: bool) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let title = t!(lang, "trial-acts", count = all);
    let shown = rows.len();
    let mut names =
        vec![t!(lang, "col-when"), t!(lang, "col-interface"), t!(lang, "fact-used"), t!(lang, "policy-col-what")];
    if clears {
        names.extend([t!(lang, "col-given-back"), t!(lang, "trial-col-not-out")]);
    }
    // The third column and the last two hold figures.
    let head = names
        .iter()
        .enumerate()
        .map(|(at, name)| view! { <th scope="col" class={(at == 2 || at > 3).then_some("num")}>{name.clone()}</th> })
        .collect_view();
    let rows = rows.into_iter().map(|row| act_row(&viewer, &names, row)).collect_view();
    view! {
        <Panel title=title.clone() flush=true>
            {(shown < all)
                .then(|| view! { <p class="panel-note secondary">{t!(lang, "trial-shown", shown = shown, all = all)}</p> })}
            <div class="decisions">
                <Table caption=title head=head.into_any()>
                    {rows}
                </Table>
            </div>
        </Panel>
    }
}

fn act_row(viewer: &Viewer, names: &[Text], row: ActRow) -> impl IntoView + use<> {
    let ActRow { act, interface, account } = row;
    let label = |at: usize| names.get(at).cloned().unwrap_or_default();
    let href = paths::interface(act.account, act.interface);
    let words = trial_words(viewer, act.verdict);
    let saved = (names.len() > 4).then(|| {
        let given_back = if act.given_back > 0 { grouped(act.given_back) } else { "–".to_owned() };
        let not_out = span_words(viewer, act.exhausted_for);
        view! {
            <Cell label=label(4) number=true>
                {given_back}
            </Cell>
            <Cell label=label(5) number=true>
                {not_out}
            </Cell>
        }
    });
    view! {
        <tr>
            <Cell label=label(0)>
                <Moment at=act.at />
            </Cell>
            <Cell main=true>
                <a class="row-link" href=href>
                    {interface}
                </a>
                <span class="secondary small">{account}</span>
            </Cell>
            <Cell label=label(2) number=true>
                <UsedFigures figures=Some(act.figures) />
            </Cell>
            <Cell label=label(3)>
                <span class=acted_class(act.verdict)>{words}</span>
            </Cell>
            {saved}
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use domain::policies::BlockedReason;
    use domain::{AccountId, ClearId, Figures, InterfaceId};
    use jiff::Timestamp;

    use super::*;

    fn act(minute: i64, verdict: Verdict) -> DryRunStep {
        DryRunStep {
            at: Timestamp::from_second(60 * minute).unwrap(),
            account: AccountId(1),
            interface: InterfaceId(1),
            figures: Figures { daily_limit: 10, used: 9, remain: 1 },
            verdict,
            given_back: 0,
            exhausted_for: SignedDuration::ZERO,
        }
    }

    #[test]
    fn of_too_many_what_was_done_is_shown_before_what_was_not() {
        let clears = Verdict::Clears { clear: ClearId(0), whole_account: false };
        let verdict = |minute: i64| if minute % 16 == 0 { clears } else { Verdict::Blocked(BlockedReason::NotLifted) };
        let acts: Vec<_> = (0..400).map(|minute| act(minute, verdict(minute))).collect();
        let kept = shown(&acts);
        assert_eq!((kept.len(), kept[0].at), (ROWS, acts[399].at), "the newest first");
        assert_eq!(kept.iter().filter(|act| act.verdict == clears).count(), 25);
        let cleared: Vec<_> = (0..400).map(|minute| act(minute, clears)).collect();
        assert_eq!(shown(&cleared).last().unwrap().at, cleared[340].at, "and then the newest");
        assert_eq!(shown(&acts[..2]).len(), 2);
    }
}
