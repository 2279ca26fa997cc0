//! Limit fields of the policy form.

use desk::policies::{PolicyFaults, PolicyField, TypedPolicy};
use domain::Lang;
use leptos::prelude::*;

use crate::components::{Field, Panel, kept_choice};
use crate::context::{Text, Viewer};
use crate::t;

/// Panel with the limits within which a policy clears.
#[component]
pub fn LimitsPanel(
    /// Values that were typed.
    typed: TypedPolicy,
    /// Faults of what was typed.
    faults: PolicyFaults,
    /// The zone in which quota days are counted.
    zone: String,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let whole_account = kept_choice("whole_account", "yes", typed.whole_account == "yes");
    let numbers = number_fields(lang, &typed, &faults, &zone);
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
                {numbers}
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

/// The fields for the numbers of clears kept in reserve and made at most, and for the minutes of the cooldown and before the
/// reset.
fn number_fields(lang: Lang, typed: &TypedPolicy, faults: &PolicyFaults, zone: &str) -> Vec<AnyView> {
    let field = |field, name: &'static str, label: Text, value: &String, hint: Text, fault: Text| {
        let error = faults.has(field).then_some(fault);
        view! { <Field name label value=value.clone() hint error /> }.into_any()
    };
    let count = |from: i64| t!(lang, "fault-policy-count", from = from);
    let reserve = || t!(lang, "policy-form-reserve-hint");
    let most = || t!(lang, "policy-form-a-day-hint");
    vec![
        field(
            PolicyField::ReserveInterface,
            "reserve_interface",
            t!(lang, "policy-form-reserve-interface"),
            &typed.reserve_interface,
            reserve(),
            count(0),
        ),
        field(
            PolicyField::ReserveAccount,
            "reserve_account",
            t!(lang, "policy-form-reserve-account"),
            &typed.reserve_account,
            reserve(),
            count(0),
        ),
        field(PolicyField::ADay, "a_day", t!(lang, "policy-form-a-day"), &typed.a_day, most(), count(1)),
        field(PolicyField::AMonth, "a_month", t!(lang, "policy-form-a-month"), &typed.a_month, most(), count(1)),
        field(
            PolicyField::Cooldown,
            "cooldown",
            t!(lang, "policy-form-cooldown"),
            &typed.cooldown,
            t!(lang, "policy-form-cooldown-hint"),
            t!(lang, "fault-policy-cooldown"),
        ),
        field(
            PolicyField::BeforeReset,
            "before_reset",
            t!(lang, "policy-form-before-reset"),
            &typed.before_reset,
            t!(lang, "policy-form-before-reset-hint", zone = zone),
            t!(lang, "fault-policy-before-reset"),
        ),
    ]
}
