//! Advice on a clear: why it may be pointless, and what would be cheaper. Shown before a clear is confirmed, and before it is
//! agreed to.

use desk::clears::Confirmation;
use desk::clears::confirming::{UnknownReason, UnknownUse};
use desk::overview::Row;
use domain::clears::advice::{FailedCall, NoPlanReason, Plan, Warning};
use domain::{Budget, Lang, Scope, UsageState, paths};
use leptos::prelude::*;

use crate::components::Time;
use crate::context::{Text, Viewer};
use crate::format::percent;
use crate::pages::clears::consequences::ClearTarget;
use crate::t;
use crate::words::clears::is_at_most;
use crate::words::interfaces::name_or_path;

/// Why a clear may be pointless, and whether none is advised at all; nothing where it makes sense.
#[component]
pub fn Cautions(
    /// How things stand.
    asked: Confirmation,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let none = match &asked.plan {
        Plan::None(why) => Some(none_words(lang, *why, &asked)),
        Plan::Interfaces(_) | Plan::Account => None,
    };
    let name = asked.interface.as_ref().map(|row| name_or_path(lang, row));
    let by_minute = asked.warnings.iter().any(|warning| matches!(warning, Warning::PerMinute(_)));
    let called = |warning: &Warning| match warning {
        Warning::PerMinute(call) | Warning::Uncounted(call) => called_name(lang, &asked, call),
        _ => None,
    };
    let items: Vec<_> = asked
        .warnings
        .iter()
        .map(|warning| {
            let (warning, called) = (warning.clone(), called(warning));
            view! { <Caution warning name=name.clone() called by_minute unknown=asked.unknown /> }
        })
        .collect();
    (none.is_some() || !items.is_empty()).then(|| {
        view! {
            <section class="cautions">
                <h2>{none.unwrap_or_else(|| t!(lang, "cautions-title"))}</h2>
                {(!items.is_empty()).then(|| view! { <ul>{items}</ul> })}
            </section>
        }
    })
}

/// The name of the interface that a call failed on, or its path; `None` where nobody knows it.
fn called_name(lang: Lang, asked: &Confirmation, call: &FailedCall) -> Option<String> {
    let rows = asked.interface.iter().chain(&asked.helps).chain(&asked.does_not_help).chain(&asked.planned);
    let known = rows.clone().find(|row| Some(row.id) == call.interface).map(|row| name_or_path(lang, row));
    known.or_else(|| call.cgi_path.as_ref().map(ToString::to_string))
}

/// Why no clear is advised: of the one interface, or of the account.
fn none_words(lang: Lang, why: NoPlanReason, asked: &Confirmation) -> Text {
    let is_near = |row: &Row| matches!(row.state, UsageState::Exhausted | UsageState::Critical | UsageState::Warning);
    match (why, &asked.interface) {
        (NoPlanReason::NoneLeft, _) => t!(lang, "advice-none-left"),
        (_, Some(row)) => {
            let name = name_or_path(lang, row);
            if is_near(row) && !asked.lifts(row.id).may_help() {
                t!(lang, "advice-none-lifts-interface", name = name)
            } else if row.current_figures().is_none() {
                t!(lang, "advice-none-unknown-interface", name = name)
            } else {
                t!(lang, "advice-none-needed-interface", name = name)
            }
        }
        (NoPlanReason::NothingPressing, None) => t!(lang, "advice-none-needed"),
        (NoPlanReason::UseUnknown, None) => match asked.unknown {
            Some(UnknownUse { interfaces, of, .. }) if interfaces < of => {
                t!(lang, "advice-none-partly-unknown", count = interfaces)
            }
            _ => t!(lang, "advice-none-unknown"),
        },
        (NoPlanReason::NotLifted, None) => {
            let near = asked.does_not_help.iter().filter(|row| is_near(row));
            let names: Vec<_> = near.map(|row| name_or_path(lang, row)).collect();
            t!(lang, "advice-none-lifts", names = names.join(&t!(lang, "comma")))
        }
    }
}

/// One reason for caution: what is so, and what follows.
#[component]
fn Caution(
    warning: Warning,
    /// The name of the one interface that is cleared.
    name: Option<String>,
    /// The name of the interface on which the call failed that this is about.
    called: Option<String>,
    /// Whether another caution says already that a limit per minute was met.
    by_minute: bool,
    /// The interfaces whose use is not known.
    unknown: Option<UnknownUse>,
) -> impl IntoView {
    let viewer = Viewer::current();
    let (lang, formats) = (viewer.lang, viewer.formats());
    let (title, why) = match warning {
        Warning::ResetsSoon { at } => (
            t!(lang, "caution-resets", span = formats.span(at.duration_since(viewer.now))),
            t!(lang, "caution-resets-why", at = formats.clock(at)).into_any(),
        ),
        Warning::PerMinute(call) => (
            match called {
                Some(name) => t!(lang, "caution-minute", name = name),
                None => t!(lang, "caution-minute-unknown"),
            },
            view! { <FailedCallLine call /> }.into_any(),
        ),
        Warning::Uncounted(call) => (
            match called {
                Some(name) => t!(lang, "caution-uncounted", name = name),
                None => t!(lang, "caution-uncounted-unknown"),
            },
            view! { <FailedCallLine call /> }.into_any(),
        ),
        Warning::NotLifted { proved } => {
            let why = if proved { t!(lang, "caution-lifts-proved") } else { t!(lang, "caution-lifts-thought") };
            let title = match name {
                None => t!(lang, "caution-lifts-account"),
                Some(name) => t!(lang, "caution-lifts-interface", name = name),
            };
            (title, why.into_any())
        }
        Warning::Pointless { permille } | Warning::LowUse { permille } => {
            let used = percent(permille);
            let title = match (name, permille) {
                (Some(name), 0) => t!(lang, "caution-unused", name = name),
                (Some(name), _) => t!(lang, "caution-low-interface", used = used, name = name),
                (None, 0) => t!(lang, "caution-unused-account"),
                (None, _) => t!(lang, "caution-low-account", used = used),
            };
            (title, (!by_minute).then(|| t!(lang, "caution-low-why")).into_any())
        }
        Warning::NoFigures => (t!(lang, "caution-figures"), unknown_words(&viewer, name.is_some(), unknown).into_any()),
    };
    view! {
        <li>
            <strong>{title}</strong>
            " "
            <span>{why}</span>
        </li>
    }
}

/// Why there are no recent figures, and what gives them.
fn unknown_words(viewer: &Viewer, of_interface: bool, unknown: Option<UnknownUse>) -> Text {
    let (lang, formats) = (viewer.lang, viewer.formats());
    match unknown.map(|unknown| unknown.why) {
        Some(UnknownReason::NothingWatched) => t!(lang, "caution-figures-unwatched"),
        Some(UnknownReason::Paused) => t!(lang, "caution-figures-paused"),
        Some(UnknownReason::RefusedUntil(until)) => {
            t!(lang, "caution-figures-refused", until = formats.clock(until))
        }
        Some(UnknownReason::AllowanceSpent(until)) => t!(lang, "caution-figures-spent", until = formats.clock(until)),
        Some(UnknownReason::Unsupported) => t!(lang, "caution-figures-unsupported"),
        Some(UnknownReason::NeverRead | UnknownReason::NotRead) | None if of_interface => {
            t!(lang, "caution-figures-why")
        }
        Some(UnknownReason::NeverRead | UnknownReason::NotRead) | None => t!(lang, "caution-figures-account"),
    }
}

/// What WeChat answered to a call that failed, when, and the link to it.
#[component]
fn FailedCallLine(call: FailedCall) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        {t!(lang, "caution-minute-why", errcode = call.errcode.to_string())}
        " · "
        <Time at=call.at />
        " · "
        <a href=paths::rid(&call.rid)>{t!(lang, "caution-minute-see")}</a>
    }
}

/// The clears that do as much for less, where there are some.
#[component]
pub fn Advice(
    /// What is cleared.
    target: ClearTarget,
    /// How things stand.
    asked: Confirmation,
) -> impl IntoView {
    // While another clear may still take effect, its figures are no advice.
    let fitting = asked.in_the_way.is_none() || asked.budget.left == 0;
    match (&asked.plan, target.scope) {
        _ if !fitting => None,
        (Plan::Interfaces(_), Scope::Account) => Some(view! { <SingleClearsAdvice asked /> }.into_any()),
        (Plan::Account, Scope::Interface) => Some(view! { <WholeAccountAdvice asked /> }.into_any()),
        _ => None,
    }
}

/// Single-interface clears instead of an account-wide one: each with its use, and the way to its confirmation.
#[component]
fn SingleClearsAdvice(asked: Confirmation) -> impl IntoView {
    let lang = Viewer::current().lang;
    let account = asked.account.id;
    let (count, whole) = (asked.planned.len(), asked.budgets.account);
    let price = price_words(lang, count, &asked.budgets.interface, &whole);
    let only = match asked.planned.as_slice() {
        [only] => Some(name_or_path(lang, only)),
        _ => None,
    };
    let title = match (only, whole.left) {
        (Some(name), 0) => t!(lang, "advice-one-left", name = name),
        (Some(name), _) => t!(lang, "advice-one", name = name),
        (None, 0) => t!(lang, "advice-some-left", count = count),
        (None, _) => t!(lang, "advice-some", count = count),
    };
    let items = asked
        .planned
        .into_iter()
        .map(|row| {
            let name = name_or_path(lang, &row);
            let share = row.figures.map(|figures| percent(figures.used_permille()));
            view! {
                <li>
                    <span>{name.clone()}</span>
                    " "
                    <span class="num">{share}</span>
                    " "
                    <a href=paths::clear_confirmation(
                        account,
                        Some(row.id),
                    )>{t!(lang, "advice-go")} <span class="unseen">{t!(lang, "colon")} {name}</span></a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="advice">
            <h2>{title}</h2>
            <p>{price}</p>
            <ul class="uses">{items}</ul>
        </section>
    }
}

/// What the single ones cost, and in place of what.
fn price_words(lang: Lang, count: usize, single: &Budget, whole: &Budget) -> Text {
    let (limit, left) = (single.limit, single.left);
    match (whole.left, is_at_most(single)) {
        (0, _) => t!(lang, "advice-price-alone", count = count, limit = limit, left = left),
        (_, true) => {
            t!(lang, "advice-price-at-most", count = count, limit = limit, left = left, whole = whole.limit)
        }
        (_, false) => t!(lang, "advice-price", count = count, limit = limit, left = left, whole = whole.limit),
    }
}

/// The whole account instead of many single interfaces.
#[component]
fn WholeAccountAdvice(asked: Confirmation) -> impl IntoView {
    let lang = Viewer::current().lang;
    let count = asked.planned.len();
    let (single, whole) = (asked.budgets.interface.limit, asked.budgets.account.limit);
    view! {
        <section class="advice">
            <h2>{t!(lang, "advice-whole", count = count)}</h2>
            <p>
                {t!(lang, "advice-whole-price", count = count, limit = single, whole = whole)} " "
                <a href=paths::clear_confirmation(asked.account.id, None)>{t!(lang, "advice-whole-go")}</a>
            </p>
        </section>
    }
}
