//! Choosing one of several, or several of many.

use leptos::prelude::*;

use crate::components::field::{FieldFrame, described_by};
use crate::components::kept::{kept_choice, kept_value};
use crate::context::Text;

/// One choice of a [`Select`].
#[derive(Debug, Clone)]
pub struct Choice {
    /// What the form sends.
    pub value: Text,
    /// What people read.
    pub label: Text,
}

impl Choice {
    /// A choice that sends `value` and reads `label`.
    pub fn new(value: impl Into<Text>, label: impl Into<Text>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// A labelled choice of one.
#[component]
pub fn Select(
    /// The field's name in the form.
    #[prop(into)]
    name: Text,
    /// What is asked for.
    #[prop(into)]
    label: Text,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// The label of a first choice that sends nothing, as of a filter that is not set.
    #[prop(optional, into)]
    any: Option<Text>,
    /// The value that is chosen.
    #[prop(optional, into)]
    selected: Text,
    /// What helps to choose.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// What is wrong with the choice.
    #[prop(optional_no_strip, into)]
    error: Option<Text>,
) -> impl IntoView {
    let described = described_by(&name, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let id = format!("f-{name}");
    // One that may send nothing is a filter's.
    let kept = if any.is_none() { kept_value(&name) } else { None };
    let selected = kept.unwrap_or(selected);
    let options = any
        .map(|any| Choice::new("", any))
        .into_iter()
        .chain(choices)
        .map(|choice| {
            let chosen = choice.value == selected;
            view! {
                <option value=choice.value selected=chosen>
                    {choice.label}
                </option>
            }
        })
        .collect_view();
    view! {
        <FieldFrame name=name.clone() label hint error optional=false>
            <select id=id name=name aria-invalid=invalid aria-describedby=described>
                {options}
            </select>
        </FieldFrame>
    }
}

/// One box of a [`CheckList`].
#[derive(Debug, Clone)]
pub struct CheckItem {
    /// What the form sends where it is ticked.
    pub value: Text,
    /// What people read.
    pub label: Text,
    /// A second line, such as a path, in the fixed-width font.
    pub code: Option<Text>,
    /// Whether it is ticked.
    pub checked: bool,
}

/// Boxes that belong together.
#[derive(Debug, Clone)]
pub struct CheckGroup {
    /// What they have in common.
    pub label: Text,
    /// The boxes.
    pub items: Vec<CheckItem>,
    /// Whether the group stands open; one with a ticked box always does.
    pub open: bool,
}

/// A choice of several, in groups that fold. All boxes send under one name.
#[component]
pub fn CheckList(
    /// The name under which every ticked box is sent.
    #[prop(into)]
    name: Text,
    /// What is asked for.
    #[prop(into)]
    legend: Text,
    /// The boxes.
    groups: Vec<CheckGroup>,
    /// What helps to choose.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// What is wrong with the choice.
    #[prop(optional_no_strip, into)]
    error: Option<Text>,
) -> impl IntoView {
    let described = described_by(&name, hint.is_some(), error.is_some());
    let id = format!("f-{}", name.trim_end_matches("[]"));
    let groups = groups.into_iter().map(|group| check_group(&name, group_as_kept(&name, group))).collect_view();
    let class = if error.is_some() { "field wrong" } else { "field" };
    view! {
        <fieldset id=id class=class aria-describedby=described>
            <legend>{legend}</legend>
            {hint.map(|hint| view! { <p class="hint" id=format!("f-{name}-hint")>{hint}</p> })}
            {error.map(|error| view! { <p class="error" id=format!("f-{name}-error")>{error}</p> })}
            <div class="checks">{groups}</div>
        </fieldset>
    }
}

/// The group with the boxes ticked that were ticked before, where that was kept.
fn group_as_kept(name: &Text, mut group: CheckGroup) -> CheckGroup {
    for item in &mut group.items {
        item.checked = kept_choice(name, &item.value, item.checked);
    }
    group
}

fn check_group(name: &Text, group: CheckGroup) -> impl IntoView + use<> {
    let ticked = group.items.iter().filter(|item| item.checked).count();
    let count = format!("{ticked}/{}", group.items.len());
    let items = group
        .items
        .into_iter()
        .map(|item| {
            view! {
                <li>
                    <label class="check">
                        <input type="checkbox" name=name.clone() value=item.value checked=item.checked />
                        <span>{item.label} {item.code.map(|code| view! { <code>{code}</code> })}</span>
                    </label>
                </li>
            }
        })
        .collect_view();
    view! {
        <details open={group.open || ticked > 0}>
            <summary>{group.label} <span class="secondary num">{count}</span></summary>
            <ul>{items}</ul>
        </details>
    }
}
