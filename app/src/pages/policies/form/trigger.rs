//! Trigger fields of the policy form: one of four triggers, two of them with a value of their own.

use desk::policies::{PolicyFaults, PolicyField, TypedPolicy};
use domain::policies::Trigger;
use leptos::prelude::*;

use crate::components::{Field, kept_choice};
use crate::context::Viewer;
use crate::t;

/// Radio buttons of the triggers, each with its meaning and, below, the field for its value.
#[component]
pub fn TriggerChoice(
    /// Values that were typed.
    typed: TypedPolicy,
    /// Faults of what was typed.
    faults: PolicyFaults,
    /// The zone in which quota days are counted.
    zone: String,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let error = faults.has(PolicyField::Trigger).then(|| t!(lang, "fault-policy-choose"));
    let described = error.as_ref().map(|_| "f-trigger-error");
    let class = if error.is_some() { "field wrong" } else { "field" };
    let percent = view! {
        <Field
            name="percent"
            label=t!(lang, "policy-form-percent")
            value=typed.percent.clone()
            for_one_button=true
            error=faults.has(PolicyField::Percent).then(|| t!(lang, "fault-policy-percent"))
        />
    };
    let time = view! {
        <Field
            name="time"
            label=t!(lang, "policy-form-time", zone = zone)
            value=typed.time.clone()
            for_one_button=true
            placeholder="18:00"
            error=faults.has(PolicyField::Time).then(|| t!(lang, "fault-policy-time"))
        />
    };
    let choices = [
        (
            Trigger::Used { percent: 0 },
            t!(lang, "policy-form-used"),
            t!(lang, "policy-form-used-hint"),
            Some(percent.into_any()),
        ),
        (Trigger::Exhausted, t!(lang, "policy-form-exhausted"), t!(lang, "policy-form-exhausted-hint"), None),
        (
            Trigger::RunsOutBefore { minute: 0 },
            t!(lang, "policy-form-runs-out"),
            t!(lang, "policy-form-runs-out-hint"),
            Some(time.into_any()),
        ),
        (Trigger::Incident, t!(lang, "policy-form-incident"), t!(lang, "policy-form-incident-hint"), None),
    ];
    let choices = choices.map(|(trigger, label, hint, value)| {
        let word = trigger.word();
        let checked = kept_choice("trigger", word, typed.trigger == word);
        // The style sheet hides the field for a value while another trigger is chosen.
        view! {
            <div class="choice">
                <label class="check">
                    <input type="radio" name="trigger" value=word checked=checked required />
                    <span>{label} <span class="hint">{hint}</span></span>
                </label>
                {value}
            </div>
        }
    });
    view! {
        <fieldset id="f-trigger" class=class aria-describedby=described>
            <legend>{t!(lang, "policy-form-trigger")}</legend>
            <div class="radios">{choices.into_iter().collect_view()}</div>
            {error.map(|error| view! { <p class="error" id="f-trigger-error">{error}</p> })}
        </fieldset>
    }
}
