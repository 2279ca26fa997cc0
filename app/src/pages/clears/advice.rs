//! Advice on a clear: why it may be pointless, and what would be cheaper. Shown before a clear is confirmed, and before it is
//! agreed to.

use desk::clears::Confirmation;
use domain::clears::advice::{NoPlanReason, Plan, Warning};
use domain::{Budget, Lang, Scope, paths};
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
        Plan::None(why) => Some(none_words(lang, *why)),
        Plan::Interfaces(_) | Plan::Account => None,
    };
    let scope = asked.scope;
    let by_minute = asked.warnings.iter().any(|warning| matches!(warning, Warning::PerMinute(_)));
    let items: Vec<_> =
        asked.warnings.into_iter().map(|warning| view! { <Caution warning scope by_minute /> }).collect();
    (none.is_some() || !items.is_empty()).then(|| {
        view! {
            <section class="cautions">
                <h2>{none.unwrap_or_else(|| t!(lang, "cautions-title"))}</h2>
                {(!items.is_empty()).then(|| view! { <ul>{items}</ul> })}
            </section>
        }
    })
}

/// Why no clear is advised.
fn none_words(lang: Lang, why: NoPlanReason) -> Text {
    match why {
        NoPlanReason::NothingPressing => t!(lang, "advice-none-needed"),
        NoPlanReason::NotLifted => t!(lang, "advice-none-lifts"),
        NoPlanReason::NoneLeft => t!(lang, "advice-none-left"),
    }
}

/// One reason for caution: what is so, and what follows.
#[component]
fn Caution(
    warning: Warning,
    scope: Scope,
    /// Whether another caution says already that a limit per minute was met.
    by_minute: bool,
) -> impl IntoView {
    let viewer = Viewer::current();
    let (lang, formats) = (viewer.lang, viewer.formats());
    let (title, why) = match warning {
        Warning::ResetsSoon { at } => (
            t!(lang, "caution-resets", span = formats.span(at.duration_since(viewer.now))),
            t!(lang, "caution-resets-why", at = formats.clock(at)).into_any(),
        ),
        Warning::PerMinute(call) => (
            t!(lang, "caution-minute"),
            view! {
                {t!(lang, "caution-minute-why", errcode = call.errcode.to_string())}
                " · "
                <Time at=call.at />
                " · "
                <a href=paths::rid(&call.rid)>{t!(lang, "caution-minute-see")}</a>
            }
            .into_any(),
        ),
        Warning::NotLifted { proved } => {
            let why = if proved { t!(lang, "caution-lifts-proved") } else { t!(lang, "caution-lifts-thought") };
            let title = match scope {
                Scope::Account => t!(lang, "caution-lifts-account"),
                Scope::Interface => t!(lang, "caution-lifts-interface"),
            };
            (title, why.into_any())
        }
        Warning::LowUse { permille } => {
            let used = percent(permille);
            let title = match (scope, permille) {
                (_, 0) => t!(lang, "caution-unused"),
                (Scope::Account, _) => t!(lang, "caution-low-account", used = used),
                (Scope::Interface, _) => t!(lang, "caution-low-interface", used = used),
            };
            (title, (!by_minute).then(|| t!(lang, "caution-low-why")).into_any())
        }
        Warning::NoFigures => (t!(lang, "caution-figures"), t!(lang, "caution-figures-why").into_any()),
    };
    view! {
        <li>
            <strong>{title}</strong>
            " "
            <span>{why}</span>
        </li>
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

/// Single interfaces instead of the whole account: each with its use, and the way to its confirmation.
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
