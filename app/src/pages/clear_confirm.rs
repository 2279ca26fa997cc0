//! Confirming a clear: what it costs, what it helps, what stands in its way, and why it is made.

use desk::Desk;
use desk::clears::{Clear, Confirmation};
use desk::overview::Row;
use domain::clears::REASON_CHARACTERS;
use domain::{Budget, ClearState, Lang, QuotaZone, Scope, Via};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::{Visit, page, param};
use crate::components::{
    Button, ButtonKind, Crumb, Fact, Facts, Field, Form, LinkButton, Notice, NoticeKind, Page, Panel, Section,
    TextArea, Time,
};
use crate::context::{Text, Viewer};
use crate::format::percent;
use crate::forms::{ClearFault, Correct, Flash, TypedClearForm};
use crate::pages::clear_order::{OrderClear, confirmation};
use crate::pages::clear_words::{month_day, path_name};
use crate::pages::failed::Failure;
use crate::pages::flash::FlashNotice;
use crate::pages::interface_rows::interface_name;
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
struct Words {
    lang: Lang,
    zone: QuotaZone,
    scope: Scope,
    /// The account's name, or the interface's.
    name: String,
}

async fn show(visit: Visit, account: String, interface: Option<String>) -> Result<AnyView, Failure> {
    let Visit { desk, viewer, flash } = visit;
    let lang = viewer.lang;
    let asked = desk.confirmation(&viewer.actor, &account, interface.as_deref()).await?;
    let cheaper = cheaper(&desk, &viewer, &asked).await?;
    let (flash, typed, fault) = match flash {
        Some(Flash::Correct(correct)) => match *correct {
            Correct::Clear { typed, fault } => (None, typed, Some(fault)),
            other => (Some(Flash::Correct(Box::new(other))), TypedClearForm::default(), None),
        },
        flash => (flash, TypedClearForm::default(), None),
    };
    let account_href = format!("/accounts/{}", asked.account.id);
    let mut crumbs =
        vec![Crumb::new(t!(lang, "accounts-title"), "/accounts"), Crumb::new(asked.account.name.clone(), account_href)];
    let (name, aside) = match &asked.interface {
        Some(row) => {
            let name = path_name(&desk, lang, &row.cgi_path);
            crumbs.push(Crumb::new(name.clone(), format!("/accounts/{}/interfaces/{}", row.account, row.id)));
            (name, row.cgi_path.to_string())
        }
        None => (asked.account.name.clone(), asked.account.appid.to_string()),
    };
    let words = Words { lang, zone: desk.settings().quota_zone.clone(), scope: asked.scope(), name };
    let title = match words.scope {
        Scope::Account => t!(lang, "confirm-title-account", name = words.name.clone()),
        Scope::Interface => t!(lang, "confirm-title-interface", name = words.name.clone()),
    };
    let aside = view! { <code>{aside}</code> }.into_any();
    let (budget, overriding) = (asked.budget, asked.asks_for_override());
    let cheaper = cheaper.map(|(name, href, budget)| view! { <Cheaper name href budget /> });
    let consequences = view! { <Consequences words=words.clone() asked=asked.clone() /> };
    let in_the_way = view! { <InTheWay words=words.clone() asked=asked.clone() /> };
    let form = if asked.is_impossible() {
        view! { <Back href=back_to(&asked)>{t!(lang, "confirm-back")}</Back> }.into_any()
    } else {
        view! { <OrderForm words asked typed fault /> }.into_any()
    };
    Ok(view! {
        <Page title section=Section::Accounts crumbs aside>
            <FlashNotice flash />
            <FaultNotice fault budget overriding />
            <div class="confirmation" data-dialog-part="">
                {in_the_way}
                <Panel>{consequences}</Panel>
                {cheaper}
                {form}
            </div>
        </Page>
    }
    .into_any())
}

/// The account's most used interface, its confirmation and what its clear is paid from, where all are to be cleared and
/// one might do.
async fn cheaper(
    desk: &Desk,
    viewer: &Viewer,
    asked: &Confirmation,
) -> Result<Option<(String, String, Budget)>, Failure> {
    let Some(most_used) = asked.helps.first().filter(|_| asked.scope() == Scope::Account) else { return Ok(None) };
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
            t!(lang, "confirm-changed-why", left = budget.left, limit = budget.limit),
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
    Some(match (scope, budget.at_most) {
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
    view! {
        <p class="cheaper">
            {t!(lang, "confirm-cheaper", name = name, left = budget.left, limit = budget.limit)} " "
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

#[component]
fn OrderForm(words: Words, asked: Confirmation, typed: TypedClearForm, fault: Option<ClearFault>) -> impl IntoView {
    let lang = words.lang;
    let (account, back) = (asked.account.id, back_to(&asked));
    let interface = asked.interface.as_ref().map(|row| row.id);
    let errors = Errors::of(lang, fault);
    let (overriding, naming) = (asked.asks_for_override(), asked.asks_for_name());
    let by_secret = asked.interface.is_none().then(|| button_words(&words, &asked.budget, Via::Secret));
    let limit = asked.budget.limit;
    view! {
        <div class="panel" id="confirm">
            <div class="panel-body" data-send-once="">
                <Form action=OrderClear::url()>
                    <input type="hidden" name="account" value=account.to_string() />
                    <input type="hidden" name="interface" value=interface.map(|id| id.to_string()).unwrap_or_default() />
                    <input type="hidden" name="key" value=asked.key />
                    <input type="hidden" name="seen" value=asked.seen />
                    <TextArea
                        name="reason"
                        label=t!(lang, "confirm-reason")
                        value=typed.reason
                        rows=2
                        hint=t!(lang, "confirm-reason-hint")
                        error=errors.reason
                    />
                    {overriding
                        .then(|| {
                            view! {
                                <TextArea
                                    name="override_reason"
                                    label=t!(lang, "confirm-override")
                                    value=typed.override_reason
                                    rows=2
                                    hint=t!(lang, "confirm-override-hint")
                                    error=errors.overriding
                                />
                            }
                        })}
                    {naming
                        .then(|| {
                            view! {
                                <Field
                                    name="name"
                                    label=t!(lang, "confirm-name", name = asked.account.name)
                                    value=typed.name
                                    hint=t!(lang, "confirm-name-hint")
                                    error=errors.name
                                />
                            }
                        })}
                    <div class="actions">
                        <Button kind=ButtonKind::Confirm>{button_words(&words, &asked.budget, Via::Token)}</Button>
                        <Back href=back>{t!(lang, "cancel")}</Back>
                    </div>
                    {by_secret.map(|label| view! { <BySecret label limit /> })}
                </Form>
            </div>
        </div>
    }
}

/// The page that what is cleared has.
fn back_to(asked: &Confirmation) -> String {
    match &asked.interface {
        Some(row) => format!("/accounts/{}/interfaces/{}", row.account, row.id),
        None => format!("/accounts/{}", asked.account.id),
    }
}

/// Leaves without clearing; closes the dialog where it stands in one.
#[component]
fn Back(href: String, children: Children) -> impl IntoView {
    view! {
        <div>
            <LinkButton href attr:data-dialog-close="">
                {children()}
            </LinkButton>
        </div>
    }
}

/// The way for when no token can be had.
#[component]
fn BySecret(label: Text, limit: i64) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <details class="by-secret">
            <summary>{t!(lang, "confirm-secret")}</summary>
            <p class="secondary">{t!(lang, "confirm-secret-when", limit = limit)}</p>
            <div class="actions">
                <Button kind=ButtonKind::Danger name="via" value=Via::Secret.word()>
                    {label}
                </Button>
            </div>
        </details>
    }
}

/// What the confirming button says: what it does, and what that leaves.
fn button_words(words: &Words, budget: &Budget, via: Via) -> Text {
    let (lang, name) = (words.lang, words.name.clone());
    let what = match (words.scope, via) {
        (Scope::Interface, _) => t!(lang, "confirm-do-interface", name = name),
        (Scope::Account, Via::Token) => t!(lang, "confirm-do-account", name = name),
        (Scope::Account, Via::Secret) => t!(lang, "confirm-do-secret", name = name),
    };
    let (left, after) = (budget.left, budget.left - 1);
    match (left, budget.at_most) {
        (0, _) => t!(lang, "confirm-anyway", what = what),
        (_, true) => t!(lang, "confirm-left-at-most", what = what, left = left, after = after),
        (_, false) => t!(lang, "confirm-left", what = what, left = left, after = after),
    }
}

/// What is wrong with each field.
#[derive(Debug, Default)]
struct Errors {
    reason: Option<Text>,
    overriding: Option<Text>,
    name: Option<Text>,
}

impl Errors {
    fn of(lang: Lang, fault: Option<ClearFault>) -> Self {
        let too_long = |count| Some(t!(lang, "confirm-reason-long", most = REASON_CHARACTERS, count = count));
        let mut errors = Self::default();
        match fault {
            Some(ClearFault::ReasonMissing) => errors.reason = Some(t!(lang, "confirm-reason-missing")),
            Some(ClearFault::ReasonTooLong { characters }) => errors.reason = too_long(characters),
            Some(ClearFault::OverrideMissing) => errors.overriding = Some(t!(lang, "confirm-override-missing")),
            Some(ClearFault::OverrideTooLong { characters }) => errors.overriding = too_long(characters),
            Some(ClearFault::Name) => errors.name = Some(t!(lang, "confirm-name-wrong")),
            Some(ClearFault::NothingLeft | ClearFault::FactsChanged) | None => {}
        }
        errors
    }
}
