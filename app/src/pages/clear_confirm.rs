//! Confirming a clear: what it costs, what it helps, what stands in its way, and why it is made.

use desk::Desk;
use desk::clears::{Clear, Confirmation};
use desk::overview::Row;
use domain::{Budget, ClearState, Lang, QuotaZone, Scope};
use leptos::prelude::*;

use super::{Visit, page, param};
use crate::components::{Crumb, Fact, Facts, Notice, NoticeKind, Page, Panel, Section, Time};
use crate::context::{Text, Viewer};
use crate::format::percent;
use crate::forms::{ClearFault, Correct, Flash, TypedClearForm};
use crate::pages::clear_form::{Back, OrderForm, back_to};
use crate::pages::clear_order::confirmation;
use crate::pages::clear_words::{is_at_most, month_day, path_name};
use crate::pages::failed::Failure;
use crate::pages::flash::FlashNotice;
use crate::pages::interface_rows::interface_name;
use crate::pages::problem::ProblemNotice;
use crate::t;

/// Interfaces that are named; the rest is counted.
const NAMED: usize = 8;

/// `/accounts/{account}/clear`
#[component]
pub fn ClearAccountPage() -> impl IntoView {
    let account = param("account");
    page(move |visit| show(visit, account, None))
}

/// `/accounts/{account}/interfaces/{id}/clear`
#[component]
pub fn ClearInterfacePage() -> impl IntoView {
    let (account, interface) = (param("account"), param("id"));
    page(move |visit| show(visit, account, Some(interface)))
}

/// What is cleared, as the page speaks of it.
#[derive(Debug, Clone)]
pub struct Words {
    /// The reader's language.
    pub lang: Lang,
    zone: QuotaZone,
    /// How much is cleared.
    pub scope: Scope,
    /// The account's name, or the interface's.
    pub name: String,
}

impl Words {
    fn of(desk: &Desk, lang: Lang, asked: &Confirmation) -> Self {
        let of_interface = asked.interface.as_ref().map(|row| path_name(desk, lang, &row.cgi_path));
        let name = of_interface.unwrap_or_else(|| asked.account.name.clone());
        Self { lang, zone: desk.settings().quota_zone.clone(), scope: asked.scope(), name }
    }

    fn title(&self) -> Text {
        let (lang, name) = (self.lang, self.name.clone());
        match self.scope {
            Scope::Account => t!(lang, "confirm-title-account", name = name),
            Scope::Interface => t!(lang, "confirm-title-interface", name = name),
        }
    }

    /// The way to the page, ending with that of what is cleared.
    fn crumbs(&self, asked: &Confirmation) -> Vec<Crumb> {
        let account = &asked.account;
        let mut crumbs = vec![
            Crumb::new(t!(self.lang, "accounts-title"), "/accounts"),
            Crumb::new(account.name.clone(), format!("/accounts/{}", account.id)),
        ];
        if asked.interface.is_some() {
            crumbs.push(Crumb::new(self.name.clone(), back_to(asked)));
        }
        crumbs
    }
}

async fn show(visit: Visit, account: String, interface: Option<String>) -> Result<AnyView, Failure> {
    let Visit { desk, viewer, flash } = visit;
    let asked = desk.confirmation(&viewer.actor, &account, interface.as_deref()).await?;
    if interface.is_some() && asked.interface.is_none() {
        // Removed just now: nothing is said of the whole account in its place.
        return Err(Failure::NoSuchInterface);
    }
    let cheaper = cheaper(&desk, &viewer, &asked).await?;
    let (flash, typed, fault) = typed_before(flash);
    let words = Words::of(&desk, viewer.lang, &asked);
    let (title, crumbs) = (words.title(), words.crumbs(&asked));
    let identity = asked.interface.as_ref().map_or(asked.account.appid.to_string(), |row| row.cgi_path.to_string());
    let aside = view! { <code>{identity}</code> }.into_any();
    let (budget, overriding) = (asked.budget, asked.asks_for_override());
    let cheaper = cheaper.map(|(name, href, budget)| view! { <Cheaper name href budget /> });
    let consequences = view! { <Consequences words=words.clone() asked=asked.clone() /> };
    let in_the_way = view! { <InTheWay words=words.clone() asked=asked.clone() /> };
    let token = asked.account.token.clone();
    let refused = token.last_failure.map(|failure| view! { <ProblemNotice failure detail=token.last_error /> });
    let form = if asked.is_impossible() {
        view! { <Back href=back_to(&asked)>{t!(words.lang, "confirm-back")}</Back> }.into_any()
    } else {
        view! { <OrderForm words asked typed fault /> }.into_any()
    };
    Ok(view! {
        <Page title section=Section::Accounts crumbs aside>
            <FlashNotice flash />
            <FaultNotice fault budget overriding />
            <div class="confirmation" data-dialog-part="">
                {in_the_way}
                {refused}
                <Panel>{consequences}</Panel>
                {cheaper}
                {form}
            </div>
        </Page>
    }
    .into_any())
}

/// What this form left when it was sent before, apart from what others left.
fn typed_before(flash: Option<Flash>) -> (Option<Flash>, TypedClearForm, Option<ClearFault>) {
    match flash {
        Some(Flash::Correct(correct)) => match *correct {
            Correct::Clear { typed, fault } => (None, typed, Some(fault)),
            other => (Some(Flash::Correct(Box::new(other))), TypedClearForm::default(), None),
        },
        flash => (flash, TypedClearForm::default(), None),
    }
}

/// The account's most used interface, its confirmation and what its clear is paid from, where all are to be cleared and
/// one might do.
async fn cheaper(
    desk: &Desk,
    viewer: &Viewer,
    asked: &Confirmation,
) -> Result<Option<(String, String, Budget)>, Failure> {
    // While another clear may still take effect, its figures are no advice.
    let fitting = asked.scope() == Scope::Account && (asked.in_the_way.is_none() || asked.budget.left == 0);
    let Some(most_used) = asked.helps.first().filter(|_| fitting) else { return Ok(None) };
    let budget = desk.budgets_of(&viewer.actor, asked.account.id).await?.interface;
    let name = path_name(desk, viewer.lang, &most_used.cgi_path);
    Ok((budget.left > 0).then(|| (name, confirmation(asked.account.id, Some(most_used.id)), budget)))
}

/// What is not told at a field.
#[component]
fn FaultNotice(
    fault: Option<ClearFault>,
    budget: Budget,
    /// Whether there is a field for the reason to go on.
    overriding: bool,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (title, why, next) = match fault? {
        ClearFault::FactsChanged => (
            t!(lang, "confirm-changed"),
            if is_at_most(&budget) {
                t!(lang, "confirm-changed-why-at-most", left = budget.left, limit = budget.limit)
            } else {
                t!(lang, "confirm-changed-why", left = budget.left, limit = budget.limit)
            },
            Some(t!(lang, "confirm-changed-next")),
        ),
        ClearFault::NothingLeft => (t!(lang, "confirm-nothing-sent"), t!(lang, "confirm-nothing-sent-why"), None),
        ClearFault::OverrideMissing if !overriding => {
            (t!(lang, "confirm-nothing-sent"), t!(lang, "confirm-nothing-sent-why"), None)
        }
        _ => return None,
    };
    Some(view! {
        <Notice kind=NoticeKind::Error title why>
            {next.map(|next| view! { <p>{next}</p> })}
        </Notice>
    })
}

/// What it costs, what it helps and what not, and when the counts begin anew without it.
#[component]
fn Consequences(words: Words, asked: Confirmation) -> impl IntoView {
    let lang = words.lang;
    let costs = cost(&words, &asked.budget);
    let Confirmation { helps, does_not_help, resets_at, .. } = asked;
    let helps = if helps.is_empty() {
        view! { <span class="secondary">{t!(lang, "confirm-helps-none")}</span> }.into_any()
    } else {
        view! { <Uses rows=helps /> }.into_any()
    };
    let not = (!does_not_help.is_empty()).then(|| {
        view! {
            <Fact label=t!(lang, "confirm-not")>
                <Uses rows=does_not_help />
                <p class="secondary small">{t!(lang, "confirm-not-why")}</p>
            </Fact>
        }
    });
    view! {
        <Facts>
            {costs.map(|costs| view! { <Fact label=t!(lang, "confirm-costs")>{costs}</Fact> })}
            <Fact label=t!(lang, "confirm-helps")>{helps}</Fact>
            {not}
            <Fact label=t!(lang, "confirm-resets")>
                <Time at=resets_at /> " (" <Time at=resets_at clock=true /> ")"
            </Fact>
            <Fact label=t!(lang, "confirm-shows")>{t!(lang, "confirm-shows-words")}</Fact>
        </Facts>
    }
}

/// The price in words; `None` where none is left for certain, which is told apart.
fn cost(words: &Words, budget: &Budget) -> Option<Text> {
    let Words { lang, zone, scope, .. } = words;
    let (lang, limit, left, after) = (*lang, budget.limit, budget.left, budget.left - 1);
    let (date, zone) = (month_day(lang, zone, budget.resets_at), zone.name());
    if left == 0 {
        let guessed = !budget.is_spent_for_certain();
        return guessed.then(|| t!(lang, "confirm-cost-guessed", limit = limit, date = date, zone = zone));
    }
    Some(match (scope, is_at_most(budget)) {
        (Scope::Account, false) => {
            t!(lang, "confirm-cost-account", limit = limit, left = left, after = after, date = date, zone = zone)
        }
        (Scope::Account, true) => t!(
            lang,
            "confirm-cost-account-at-most",
            limit = limit,
            left = left,
            after = after,
            date = date,
            zone = zone
        ),
        (Scope::Interface, false) => {
            t!(lang, "confirm-cost-interface", limit = limit, left = left, after = after, date = date, zone = zone)
        }
        (Scope::Interface, true) => t!(
            lang,
            "confirm-cost-interface-at-most",
            limit = limit,
            left = left,
            after = after,
            date = date,
            zone = zone
        ),
    })
}

/// Interfaces in use: how much, and how old that figure is.
#[component]
fn Uses(rows: Vec<Row>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let more = rows.len().saturating_sub(NAMED);
    let items = rows
        .into_iter()
        .take(NAMED)
        .map(|row| {
            let name = interface_name(lang, &row).unwrap_or_else(|| row.cgi_path.to_string());
            let share = row.figures.map(|figures| percent(figures.used_permille()));
            view! {
                <li>
                    <span>{name}</span>
                    <span class="num">{share}</span>
                    {row
                        .sampled_at
                        .map(|at| {
                            view! {
                                <span class="secondary small">
                                    {t!(lang, "confirm-read")} " " <Time at quiet=true />
                                </span>
                            }
                        })}
                </li>
            }
        })
        .collect_view();
    view! {
        <ul class="uses">
            {items}
            {(more > 0).then(|| view! { <li class="secondary">{t!(lang, "confirm-helps-more", count = more)}</li> })}
        </ul>
    }
}

/// One interface's clear in place of all.
#[component]
fn Cheaper(name: String, href: String, budget: Budget) -> impl IntoView {
    let lang = Viewer::current().lang;
    let what = if is_at_most(&budget) {
        t!(lang, "confirm-cheaper-at-most", name = name, left = budget.left, limit = budget.limit)
    } else {
        t!(lang, "confirm-cheaper", name = name, left = budget.left, limit = budget.limit)
    };
    view! {
        <p class="cheaper">
            {what} " "
            <a href=href>{t!(lang, "confirm-cheaper-link")}</a>
        </p>
    }
}

/// Why it cannot be ordered, or not without a reason to go on.
#[component]
fn InTheWay(words: Words, asked: Confirmation) -> impl IntoView {
    let Words { lang, zone, .. } = words;
    let budget = asked.budget;
    let spent = budget.is_spent_for_certain().then(|| {
        let date = month_day(lang, &zone, budget.resets_at);
        let title = t!(lang, "confirm-spent", limit = budget.limit, date = date, zone = zone.name());
        let why = if budget.said_spent {
            t!(lang, "confirm-spent-said")
        } else {
            t!(lang, "confirm-spent-accepted", limit = budget.limit)
        };
        view! { <Notice kind=NoticeKind::Error title why /> }
    });
    let open = asked.in_the_way.map(|clear| view! { <OpenClear clear impossible=spent.is_some() /> });
    view! {
        {spent}
        {open}
    }
}

/// The clear that stands in the way.
#[component]
fn OpenClear(
    clear: Clear,
    /// Whether a reason to go on would not help anyway.
    impossible: bool,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (title, next) = match clear.state {
        state if state.in_flight() => (t!(lang, "confirm-in-flight"), Some(t!(lang, "confirm-in-flight-why"))),
        ClearState::Unknown => (t!(lang, "confirm-open-unknown"), Some(t!(lang, "confirm-open-next"))),
        _ => (t!(lang, "confirm-open-accepted"), Some(t!(lang, "confirm-open-next"))),
    };
    let next = next.filter(|_| !impossible);
    view! {
        <Notice kind=NoticeKind::Warning title>
            {next.map(|next| view! { <p>{next}</p> })}
            <p>
                <Time at=clear.at /> " · " <a href=format!("/clears/{}", clear.id)>{t!(lang, "confirm-see-it")}</a>
            </p>
        </Notice>
    }
}
