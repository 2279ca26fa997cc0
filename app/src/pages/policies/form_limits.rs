//! Within which limits a policy clears, as its form asks for them.

use desk::policies::{PolicyFaults, PolicyField, TypedPolicy};
use domain::Lang;
use leptos::prelude::*;

use crate::components::{Field, Panel};
use crate::context::{Text, Viewer};
use crate::t;

/// The limits, which matter only to a policy that clears.
#[component]
pub fn Limits(
    /// What was typed.
    typed: TypedPolicy,
    /// What is wrong with it.
    faults: PolicyFaults,
    /// The zone in which quota days are counted.
    zone: String,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let whole_account = typed.whole_account == "yes";
    let counts = counts(lang, &typed, &faults);
    let minutes = minutes(lang, &typed, &faults, &zone);
    let quiet_error = faults.has(PolicyField::Quiet).then(|| t!(lang, "fault-policy-quiet"));
    view! {
        <Panel title=t!(lang, "policy-form-limits")>
            <p class="hint">{t!(lang, "policy-form-limits-hint")}</p>
            <div class="field">
                <label class="check">
                    <input type="checkbox" name="whole_account" value="yes" checked=whole_account />
                    <span>{t!(lang, "policy-form-whole")} <span class="hint">{t!(lang, "policy-form-whole-hint")}</span></span>
                </label>
            </div>
            <div class="pair">
                {counts} {minutes}
                <Field
                    name="quiet_from"
                    label=t!(lang, "policy-form-quiet-from")
                    value=typed.quiet_from
                    optional=true
                    placeholder="22:00"
                    hint=t!(lang, "policy-form-quiet-hint", zone = zone)
                    error=quiet_error
                />
                <Field
                    name="quiet_to"
                    label=t!(lang, "policy-form-quiet-to")
                    value=typed.quiet_to
                    optional=true
                    placeholder="06:00"
                />
            </div>
        </Panel>
    }
}

/// How many clears it keeps back, and how many it makes.
fn counts(lang: Lang, typed: &TypedPolicy, faults: &PolicyFaults) -> Vec<AnyView> {
    let wrong = |field, from: i64| faults.has(field).then(|| t!(lang, "fault-policy-count", from = from));
    let (kept, made) = (t!(lang, "policy-form-reserve-hint"), t!(lang, "policy-form-a-day-hint"));
    vec![
        number(
            "reserve_interface",
            t!(lang, "policy-form-reserve-interface"),
            &typed.reserve_interface,
            kept.clone(),
            wrong(PolicyField::ReserveInterface, 0),
        ),
        number(
            "reserve_account",
            t!(lang, "policy-form-reserve-account"),
            &typed.reserve_account,
            kept,
            wrong(PolicyField::ReserveAccount, 0),
        ),
        number("a_day", t!(lang, "policy-form-a-day"), &typed.a_day, made.clone(), wrong(PolicyField::ADay, 1)),
        number("a_month", t!(lang, "policy-form-a-month"), &typed.a_month, made, wrong(PolicyField::AMonth, 1)),
    ]
}

/// For how long it waits between two, and before the reset.
fn minutes(lang: Lang, typed: &TypedPolicy, faults: &PolicyFaults, zone: &str) -> Vec<AnyView> {
    let cooldown = faults.has(PolicyField::Cooldown).then(|| t!(lang, "fault-policy-cooldown"));
    let before_reset = faults.has(PolicyField::BeforeReset).then(|| t!(lang, "fault-policy-before-reset"));
    vec![
        number(
            "cooldown",
            t!(lang, "policy-form-cooldown"),
            &typed.cooldown,
            t!(lang, "policy-form-cooldown-hint"),
            cooldown,
        ),
        number(
            "before_reset",
            t!(lang, "policy-form-before-reset"),
            &typed.before_reset,
            t!(lang, "policy-form-before-reset-hint", zone = zone),
            before_reset,
        ),
    ]
}

fn number(name: &'static str, label: Text, typed: &str, hint: Text, error: Option<Text>) -> AnyView {
    view! { <Field name label value=typed.to_owned() hint error /> }.into_any()
}
