//! The situation before a clear: its price, the interfaces it helps, and what stands in its way. Shown to whoever confirms
//! it, and to whoever is asked to agree to it.

use desk::Desk;
use desk::clears::{Clear, Confirmation};
use desk::overview::Row;
use domain::clears::advice::ResetEffect;
use domain::{Budget, ClearState, Lang, QuotaZone, Scope, paths};
use leptos::prelude::*;

use crate::components::{Fact, Facts, Notice, NoticeKind, Time};
use crate::context::{Text, Viewer};
use crate::format::percent;
use crate::frame::page::Crumb;
use crate::parts::contact::ContactFacts;
use crate::t;
use crate::words::clears::is_at_most;
use crate::words::dates::month_day;
use crate::words::interfaces::name_or_path;

/// Interfaces that are named; the rest is counted.
const NAMED: usize = 8;

/// The target of a clear that is to be confirmed: the scope, and the name of the account or interface.
#[derive(Debug, Clone)]
pub struct ClearTarget {
    /// The reader's language.
    pub lang: Lang,
    zone: QuotaZone,
    /// How much is cleared.
    pub scope: Scope,
    /// The account's name, or the interface's.
    pub name: String,
    /// What the clear resets that stands in the way, if there is one.
    open: Option<Text>,
}

impl ClearTarget {
    /// The target of a clear that is to be confirmed.
    pub(crate) fn of(desk: &Desk, lang: Lang, asked: &Confirmation) -> Self {
        let of_interface = asked.interface.as_ref().map(|row| desk.interface_name(lang, &row.cgi_path));
        let name = of_interface.unwrap_or_else(|| asked.account.name.clone());
        let open = asked.in_the_way.as_ref().map(|clear| match &clear.interface {
            Some((_, path)) => desk.interface_name(lang, path).into(),
            None => t!(lang, "confirm-open-all"),
        });
        Self { lang, zone: desk.settings().quota_zone.clone(), scope: asked.scope, name, open }
    }

    /// The confirmation's title.
    pub(crate) fn title(&self) -> Text {
        let (lang, name) = (self.lang, self.name.clone());
        match self.scope {
            Scope::Account => t!(lang, "confirm-title-account", name = name),
            Scope::Interface => t!(lang, "confirm-title-interface", name = name),
        }
    }

    /// The way to the confirmation, ending with the page of what is cleared.
    pub(crate) fn crumbs(&self, asked: &Confirmation) -> Vec<Crumb> {
        let account = &asked.account;
        let mut crumbs = vec![
            Crumb::new(t!(self.lang, "accounts-title"), paths::ACCOUNTS),
            Crumb::new(account.name.clone(), paths::account(account.id)),
        ];
        if asked.interface.is_some() {
            crumbs.push(Crumb::new(self.name.clone(), back_to(asked)));
        }
        crumbs
    }
}

/// The consequences of a clear: its price, the interfaces it helps and does not help, and when the counts begin anew without it.
#[component]
pub fn Consequences(
    /// What is cleared.
    target: ClearTarget,
    /// How things stand.
    asked: Confirmation,
) -> impl IntoView {
    let lang = target.lang;
    // What cannot be ordered costs nothing and resets nothing.
    let orderable = !asked.refused_before;
    let costs = cost(&target, &asked.budget).filter(|_| orderable);
    let with_lifts = |rows: &[Row]| rows.iter().map(|row| (row.clone(), asked.lifts(row.id))).collect::<Vec<_>>();
    let (helps, does_not_help) = (with_lifts(&asked.helps), with_lifts(&asked.does_not_help));
    let (resets_at, is_of_interface) = (asked.resets_at, asked.interface.is_some());
    let helps = if helps.is_empty() {
        view! { <span class="secondary">{t!(lang, "confirm-helps-none")}</span> }.into_any()
    } else {
        view! { <Uses rows=helps /> }.into_any()
    };
    let helps = orderable.then(|| view! { <Fact label=t!(lang, "confirm-helps")>{helps}</Fact> });
    let shows =
        orderable.then(|| view! { <Fact label=t!(lang, "confirm-shows")>{t!(lang, "confirm-shows-words")}</Fact> });
    let not = (!does_not_help.is_empty()).then(|| {
        view! {
            <Fact label=t!(lang, "confirm-not")>
                <Uses rows=does_not_help />
            </Fact>
        }
    });
    view! {
        <Facts>
            {costs.map(|costs| view! { <Fact label=t!(lang, "confirm-costs")>{costs}</Fact> })}
            {helps}
            {not}
            <Fact label=t!(lang, "confirm-resets")>
                <Time at=resets_at /> " · " <Time at=resets_at clock=true />
            </Fact>
            {shows}
            <ContactFacts contact=asked.interface_contact />
            <ContactFacts contact=asked.account.contact of_account=is_of_interface />
        </Facts>
    }
}

/// The price in words; `None` where none is left for certain, which is told apart.
fn cost(target: &ClearTarget, budget: &Budget) -> Option<Text> {
    let ClearTarget { lang, zone, scope, .. } = target;
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

/// How sure it is that a clear resets an interface.
fn lifts_words(lang: Lang, lifts: ResetEffect) -> Text {
    match lifts {
        ResetEffect::Proved => t!(lang, "lifts-proved"),
        ResetEffect::Expected => t!(lang, "lifts-expected"),
        ResetEffect::Unknown => t!(lang, "lifts-unknown"),
        ResetEffect::Unlikely => t!(lang, "lifts-unlikely"),
        ResetEffect::Disproved => t!(lang, "lifts-disproved"),
        ResetEffect::Total => t!(lang, "lifts-total"),
    }
}

/// Interfaces in use: how much, how sure it is that a clear resets them or does not, and how old the figure is.
#[component]
fn Uses(rows: Vec<(Row, ResetEffect)>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let more = rows.len().saturating_sub(NAMED);
    let items = rows
        .into_iter()
        .take(NAMED)
        .map(|(row, lifts)| {
            let name = name_or_path(lang, &row);
            let share = row.figures.map(|figures| percent(figures.used_permille()));
            let read = row.sampled_at.map(|at| {
                view! {
                    " "
                    <span class="nowrap">
                        {t!(lang, "confirm-read")} " " <Time at quiet=true />
                    </span>
                }
            });
            view! {
                <li>
                    <span>{name}</span>
                    " "
                    <span class="num">{share}</span>
                    " "
                    <span class="notes">
                        <span class="nowrap">{lifts_words(lang, lifts)}</span>
                        {read}
                    </span>
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

/// The obstacles to a clear: notices why it cannot be made, or not without a reason to go on.
#[component]
pub fn Obstacles(
    /// What is cleared.
    target: ClearTarget,
    /// How things stand.
    asked: Confirmation,
    /// What to do about a clear that has not settled, where something helps.
    #[prop(optional, into)]
    next: Option<Text>,
) -> impl IntoView {
    let ClearTarget { lang, zone, open: what, .. } = target;
    let budget = asked.budget;
    let impossible = asked.is_impossible();
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
    let guessed = (budget.left == 0 && !budget.is_spent_for_certain()).then(|| {
        let why = if budget.said_early { t!(lang, "confirm-guessed-early") } else { t!(lang, "confirm-guessed-why") };
        view! { <Notice kind=NoticeKind::Warning title=t!(lang, "confirm-guessed") why /> }
    });
    let next = next.filter(|_| !impossible);
    let refused = asked.refused_before.then(|| {
        let (title, why) = (t!(lang, "refused-before-title"), t!(lang, "refused-before-why"));
        view! {
            <Notice kind=NoticeKind::Error title why>
                <p>
                    {t!(lang, "refused-before-next")} " "
                    <a href=paths::clear_confirmation(asked.account.id, None)>{t!(lang, "refused-before-whole")}</a>
                </p>
            </Notice>
        }
    });
    let open = asked.in_the_way.zip(what).map(|(clear, what)| view! { <OpenClear clear what next /> });
    view! {
        {refused}
        {spent}
        {guessed}
        {open}
    }
}

/// The notice about an earlier clear that has not settled.
#[component]
fn OpenClear(
    clear: Clear,
    /// What it resets.
    what: Text,
    #[prop(optional_no_strip)] next: Option<Text>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (title, next) = match clear.state {
        state if state.in_flight() => (t!(lang, "confirm-in-flight"), Some(t!(lang, "confirm-in-flight-why"))),
        ClearState::Unknown => (t!(lang, "confirm-open-unknown", what = what), next),
        _ => (t!(lang, "confirm-open-accepted", what = what), next),
    };
    view! {
        <Notice kind=NoticeKind::Warning title>
            {next.map(|next| view! { <p>{next}</p> })}
            <p>
                <Time at=clear.at /> " · " <a href=paths::clear(clear.id)>{t!(lang, "confirm-see-it")}</a>
            </p>
        </Notice>
    }
}

/// The path of the page of the interface or account that is cleared.
pub(crate) fn back_to(asked: &Confirmation) -> String {
    paths::usage(asked.account.id, asked.interface.as_ref().map(|row| row.id))
}
