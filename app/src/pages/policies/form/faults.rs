//! List of the fields of the policy form that are wrong.

use desk::policies::{PolicyFaults, PolicyField};
use domain::Lang;
use leptos::prelude::*;

use crate::components::{Notice, NoticeKind};
use crate::context::{Text, Viewer};
use crate::t;

/// Notice with a link to each wrong field; nothing where none is wrong.
#[component]
pub fn FaultList(
    /// Faults of what was typed.
    faults: PolicyFaults,
    /// The zone in which quota days are counted.
    zone: String,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let wrong = wrong_fields(lang, &faults, zone);
    (!wrong.is_empty()).then(|| {
        let links = wrong
            .into_iter()
            .map(|(field, label)| {
                view! {
                    <li>
                        <a href=format!("#f-{field}")>{label}</a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <Notice kind=NoticeKind::Error title=t!(lang, "policy-form-wrong")>
                <ul class="dotted">{links}</ul>
            </Notice>
        }
    })
}

/// Names and labels of the wrong fields, in the form's order.
fn wrong_fields(lang: Lang, faults: &PolicyFaults, zone: String) -> Vec<(&'static str, Text)> {
    let has = |field| faults.has(field);
    let paths = faults.paths.is_some() || has(PolicyField::Paths);
    let excluded = faults.excluded.is_some() || has(PolicyField::Excluded);
    [
        (faults.name.is_some(), "name", t!(lang, "field-name")),
        (has(PolicyField::Whose), "whose", t!(lang, "policy-form-whose")),
        (has(PolicyField::Accounts), "accounts", t!(lang, "policy-form-accounts")),
        (paths, "paths", t!(lang, "policy-form-paths")),
        (excluded, "excluded", t!(lang, "policy-form-excluded")),
        (has(PolicyField::Trigger), "trigger", t!(lang, "policy-form-trigger")),
        (has(PolicyField::Percent), "percent", t!(lang, "policy-form-percent")),
        (has(PolicyField::Time), "time", t!(lang, "policy-form-time", zone = zone)),
        (has(PolicyField::Mode), "mode", t!(lang, "policy-form-mode")),
        (has(PolicyField::ReserveInterface), "reserve_interface", t!(lang, "policy-form-reserve-interface")),
        (has(PolicyField::ReserveAccount), "reserve_account", t!(lang, "policy-form-reserve-account")),
        (has(PolicyField::ADay), "a_day", t!(lang, "policy-form-a-day")),
        (has(PolicyField::AMonth), "a_month", t!(lang, "policy-form-a-month")),
        (has(PolicyField::Cooldown), "cooldown", t!(lang, "policy-form-cooldown")),
        (has(PolicyField::BeforeReset), "before_reset", t!(lang, "policy-form-before-reset")),
        (has(PolicyField::Quiet), "quiet_from", t!(lang, "policy-form-quiet-from")),
    ]
    .into_iter()
    .filter_map(|(wrong, name, label)| wrong.then_some((name, label)))
    .collect()
}
