//! One clear: what it was, what became of it, and what to do now.

use desk::clears::{Clear, ClearEvent, ClearPage as Loaded};
use domain::{ClearId, ClearState, Via, paths};
use leptos::prelude::*;

use crate::components::{Fact, Facts, Panel, Time};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::failure::clears::NO_CLEAR;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::clears::evidence::{Evidence, compared, fallen};
use crate::pages::clears::history::{Cause, StepText, step_words};
use crate::pages::clears::outcome::{SettleOutcome, TypedSettlement};
use crate::pages::clears::settling::Settling;
use crate::pages::clears::state_notice::{StateNotice, headline};
use crate::pages::clears::support_text::SupportText;
use crate::parts::clear_badge::ClearBadge;
use crate::parts::ledger::TargetFact;
use crate::t;
use crate::words::clears::{cost_words, warnings_words, why_words};
use crate::words::users::actor_words;

/// `/clears/{id}`
#[component]
pub fn ClearPage() -> impl IntoView {
    let id = param("id");
    page(move |Visit { desk, viewer, flash }| async move {
        let id = ClearId(id.parse().map_err(|_| NO_CLEAR)?);
        let loaded = desk.clear_page(&viewer.actor, id).await?;
        let lang = viewer.lang;
        let Loaded { clear, events, before, after, verified_until: until } = loaded;
        let falls = desk.guess_evidence(&viewer.actor, &clear).await?;
        let budgets = desk.budgets_of(&viewer.actor, clear.account_id).await?;
        let account = desk.find_account(&viewer.actor, &clear.account_id.to_string()).await.ok();
        let interface = clear.interface.as_ref().map(|(_, path)| desk.interface_name(lang, path));
        let of_interface = interface.clone().map(|name| t!(lang, "clear-of-interface", name = name));
        let what = of_interface.unwrap_or_else(|| t!(lang, "clear-of-account", name = clear.account_name.clone()));
        let named = |path: &domain::CgiPath| desk.interface_name(lang, path);
        let evidence = if clear.via.is_some() { compared(&clear, before, &after, named) } else { fallen(falls, named) };
        let cause = Cause::of(&clear, &events);
        let typed = match flash.read() {
            Some(SettleOutcome::Correct(typed)) => typed.clone(),
            _ => TypedSettlement::default(),
        };
        let of_support = clear.clone();
        let zone = desk.settings().quota_zone.clone();
        let aside = view! { <ClearBadge state=clear.state /> }.into_any();
        let crumbs = vec![Crumb::new(t!(lang, "clears-title"), paths::CLEARS)];
        let budget = *budgets.of(clear.scope());
        let appid = account.map(|account| account.appid);
        let title = headline(lang, clear.state, &cause, what);
        let (evidence_title, none) = evidence_words(&clear, lang, evidence.iter().any(|row| row.after.is_some()));
        Ok::<_, Failure>(view! {
            <Page title section=Section::Clears crumbs aside>
                <FlashNotice flash />
                <StateNotice clear=clear.clone() cause until budget zone />
                <Settling clear=clear.clone() typed />
                <div class="beside">
                    <Panel title=t!(lang, "timeline-title")>
                        <Timeline events />
                    </Panel>
                    <Panel title=t!(lang, "clear-facts-title")>
                        <ClearFacts clear interface />
                    </Panel>
                </div>
                <Evidence rows=evidence.clone() title=evidence_title none />
                <SupportText clear=of_support appid evidence />
            </Page>
        })
    })
}

/// The title of the evidence, and the text where there is none.
fn evidence_words(clear: &Clear, lang: domain::Lang, read_after: bool) -> (Text, Text) {
    match (clear.state, read_after) {
        (ClearState::Elsewhere | ClearState::Dismissed, _) => {
            (t!(lang, "evidence-guess"), t!(lang, "evidence-guess-none"))
        }
        (_, true) => (t!(lang, "evidence-both"), t!(lang, "evidence-none")),
        (_, false) => (t!(lang, "evidence-title"), t!(lang, "evidence-none")),
    }
}

/// The steps of a clear, the oldest first.
#[component]
fn Timeline(events: Vec<ClearEvent>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let steps = events
        .into_iter()
        .map(|event| {
            let words = step_words(lang, &event).map(|words| match words {
                StepText::Words(text) => view! { <p class="secondary">{text}</p> }.into_any(),
                StepText::Message(text) => view! { <p><code class="said">{text}</code></p> }.into_any(),
            });
            view! {
                <li>
                    <ClearBadge state=event.state />
                    <Time at=event.at exact=true />
                    {words}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="timeline">{steps}</ol> }
}

/// The facts of a clear; those that are not known are left out.
#[component]
fn ClearFacts(clear: Clear, interface: Option<String>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let costs = cost_words(lang, &clear);
    let errcode = clear.errcode.filter(|errcode| *errcode != 0);
    let via = clear.via.map(|via| match via {
        Via::Token => t!(lang, "via-token"),
        Via::Secret => t!(lang, "via-secret"),
    });
    let fact = |label: Text, value: Option<Text>| value.map(|value| view! { <Fact label>{value}</Fact> });
    let why = why_words(lang, &clear);
    let rid = clear.rid.map(|rid| {
        view! {
            <Fact label=t!(lang, "fact-rid")>
                <a href=paths::rid(rid)>
                    <code>{rid.clone()}</code>
                </a>
            </Fact>
        }
    });
    let warnings = warnings_words(lang, &clear.warnings);
    let agreed = clear.approved_by.map(|by| actor_words(lang, Some(&by)));
    let alone = clear.glass_broken.then(|| t!(lang, "fact-glass-words"));
    let given_back = clear.given_back.map(|calls| t!(lang, "fact-calls", calls = calls));
    view! {
        <Facts>
            <Fact label=t!(lang, "col-account")>
                <a href=paths::account(clear.account_id)>{clear.account_name}</a>
            </Fact>
            <TargetFact account=clear.account_id interface=clear.interface.zip(interface) />
            {fact(t!(lang, "col-who"), Some(actor_words(lang, clear.actor.as_deref())))}
            {fact(t!(lang, "col-why"), why)}
            {fact(t!(lang, "fact-override"), clear.override_reason.map(Text::from))}
            {fact(t!(lang, "fact-warnings"), warnings)}
            {fact(t!(lang, "fact-anyway"), clear.anyway_reason.map(Text::from))}
            {fact(t!(lang, "fact-agreed"), agreed)}
            {fact(t!(lang, "fact-glass"), alone)}
            {fact(t!(lang, "fact-via"), via)}
            {fact(t!(lang, "fact-cost"), Some(costs))}
            {fact(t!(lang, "col-given-back"), given_back)}
            {fact(t!(lang, "fact-errcode"), errcode.map(|errcode| errcode.to_string().into()))}
            {rid}
        </Facts>
    }
}
