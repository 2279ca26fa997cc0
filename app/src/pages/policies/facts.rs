//! Lists of facts: the rules and the limits of a policy.

use desk::Desk;
use desk::accounts::Account;
use desk::policies::Rules;
use domain::policies::PolicyLimits;
use domain::{AccountId, CgiPath, Lang, QuotaZone, paths};
use leptos::prelude::*;

use crate::components::{Fact, Facts, Panel};
use crate::context::{Text, Viewer};
use crate::pages::policies::badge::{PolicyBadge, PolicyState};
use crate::t;
use crate::words::policies::{minutes_words, mode_words, quiet_words, trigger_words};

/// The rules of a policy, with the names of the accounts and interfaces that they are about.
#[derive(Debug, Clone)]
pub struct RulesView {
    /// The rules.
    pub rules: Rules,
    /// The accounts that they name.
    accounts: Vec<(AccountId, String)>,
    /// The interfaces that they name: a name where the catalogue has one, and the path.
    paths: Vec<(Option<String>, String)>,
    /// The interfaces that they leave out.
    excluded: Vec<(Option<String>, String)>,
    /// The zone in which days and months are counted.
    pub zone: QuotaZone,
}

impl RulesView {
    /// Rules in the reader's language.
    pub(crate) fn new(desk: &Desk, lang: Lang, rules: &Rules, accounts: &[Account]) -> Self {
        let named = accounts.iter().filter(|account| rules.accounts.contains(&account.id));
        let path = |path: &CgiPath| {
            let (name, path) = (desk.interface_name(lang, path), path.to_string());
            (Some(name).filter(|name| *name != path), path)
        };
        Self {
            rules: rules.clone(),
            accounts: named.map(|account| (account.id, account.name.clone())).collect(),
            paths: rules.paths.iter().map(path).collect(),
            excluded: rules.excluded.iter().map(path).collect(),
            zone: desk.settings().quota_zone.clone(),
        }
    }
}

/// Panels side by side: what a policy does, and the limits within which it clears.
#[component]
pub fn RulePanels(
    /// Title of the first panel.
    title: Text,
    /// The rules.
    rules: RulesView,
    /// The policy's state, where it may keep the policy from following its rules.
    #[prop(optional)]
    state: Option<PolicyState>,
    /// Further facts in the first panel.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let limits = rules.clone();
    view! {
        <div class="beside">
            <Panel title>
                <RuleFacts rules state /> {children.map(|children| children())}
            </Panel>
            <Panel title=t!(lang, "policy-form-limits")>
                <LimitFacts rules=limits />
            </Panel>
        </div>
    }
}

/// Facts of what a policy watches, what triggers it, and what it does then.
#[component]
fn RuleFacts(rules: RulesView, state: Option<PolicyState>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let RulesView { rules, accounts, paths, excluded, .. } = rules;
    let accounts = if accounts.is_empty() {
        t!(lang, "policy-every-account-fact").into_any()
    } else {
        let links = accounts.into_iter().map(|(id, name)| {
            view! {
                <li>
                    <a href=paths::account(id)>{name}</a>
                </li>
            }
        });
        view! { <ul>{links.collect_view()}</ul> }.into_any()
    };
    let interfaces = if paths.is_empty() {
        t!(lang, "policy-every-interface-fact").into_any()
    } else {
        view! { <Paths paths /> }.into_any()
    };
    let held = state.filter(|state| state.is_held()).map(|state| view! { " " <PolicyBadge state /> });
    let but = (!excluded.is_empty()).then(|| {
        view! {
            <Fact label=t!(lang, "policy-form-excluded")>
                <Paths paths=excluded />
            </Fact>
        }
    });
    view! {
        <Facts>
            <Fact label=t!(lang, "policy-form-whose")>{accounts}</Fact>
            <Fact label=t!(lang, "col-interfaces")>{interfaces}</Fact>
            {but}
            <Fact label=t!(lang, "policy-fact-when")>{trigger_words(lang, rules.trigger)}</Fact>
            <Fact label=t!(lang, "policy-fact-then")>{mode_words(lang, rules.mode)} {held}</Fact>
        </Facts>
    }
}

#[component]
fn Paths(paths: Vec<(Option<String>, String)>) -> impl IntoView {
    let items = paths
        .into_iter()
        .map(|(name, path)| {
            view! {
                <li>
                    {name}
                    <code class="path">{path}</code>
                </li>
            }
        })
        .collect_view();
    view! { <ul>{items}</ul> }
}

/// Facts of the limits within which a policy clears.
#[component]
fn LimitFacts(rules: RulesView) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let PolicyLimits {
        whole_account,
        reserve_account,
        reserve_interface,
        a_day,
        a_month,
        cooldown_minutes,
        quiet,
        before_reset_minutes,
    } = rules.rules.restraint;
    let none = move || t!(lang, "policy-none");
    let zone = rules.zone.name();
    let scope = if whole_account { t!(lang, "policy-scope-both") } else { t!(lang, "policy-scope-interface") };
    let reserve = t!(lang, "policy-reserve", interface = reserve_interface, account = reserve_account);
    let before = minutes_words(&viewer, before_reset_minutes);
    let before = before.map_or_else(none, |span| t!(lang, "policy-before-reset", span = span, zone = zone));
    let quiet = quiet.map_or_else(none, |quiet| quiet_words(lang, quiet, &rules.zone));
    let cooldown = minutes_words(&viewer, cooldown_minutes).unwrap_or_else(none);
    view! {
        <Facts>
            <Fact label=t!(lang, "policy-fact-scope")>{scope}</Fact>
            <Fact label=t!(lang, "policy-fact-reserve")>{reserve}</Fact>
            <Fact label=t!(lang, "policy-fact-most")>{t!(lang, "policy-most", day = a_day, month = a_month)}</Fact>
            <Fact label=t!(lang, "policy-fact-cooldown")>{cooldown}</Fact>
            <Fact label=t!(lang, "policy-fact-quiet")>{quiet}</Fact>
            <Fact label=t!(lang, "policy-fact-before-reset")>{before}</Fact>
        </Facts>
    }
}
