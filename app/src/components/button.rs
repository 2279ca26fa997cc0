//! Buttons, and links that look like them. One primary a page; danger is outlined until the confirmation.

use leptos::prelude::*;

use crate::components::form::Form;
use crate::context::Text;

/// How much a button weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// The one thing this page is for.
    Primary,
    /// Everything else.
    #[default]
    Secondary,
    /// Leads to the confirmation of something dangerous: red, outlined.
    Danger,
    /// Confirms it: red, filled; says what it does.
    Confirm,
    /// As quiet as a link.
    Quiet,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button primary",
            Self::Secondary => "button",
            Self::Danger => "button danger",
            Self::Confirm => "button confirm",
            Self::Quiet => "button quiet",
        }
    }
}

/// A submit button.
#[component]
pub fn Button(
    /// How much it weighs.
    #[prop(optional)]
    kind: ButtonKind,
    /// The name under which the form sends `value`, where buttons differ.
    #[prop(optional, into)]
    name: Option<Text>,
    /// What it sends.
    #[prop(optional, into)]
    value: Option<Text>,
    /// Another address than the form's.
    #[prop(optional, into)]
    action: Option<Text>,
    /// Whether it is out of use.
    #[prop(optional)]
    disabled: bool,
    /// What it says to those who listen, where that is more than what it shows.
    #[prop(optional_no_strip, into)]
    label: Option<Text>,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type="submit"
            class=kind.class()
            name=name
            value=value
            formaction=action
            disabled=disabled
            aria-label=label
        >
            {children()}
        </button>
    }
}

/// A form that is a single button: it posts what it was given, and nothing that is typed.
#[component]
pub fn PostButton(
    /// Where it posts.
    #[prop(into)]
    action: Text,
    /// How much the button weighs.
    #[prop(optional)]
    kind: ButtonKind,
    /// The form's hidden fields: names and values.
    #[prop(optional, into)]
    fields: Vec<(&'static str, String)>,
    /// What the button says to those who listen, where that is more than what it shows.
    #[prop(optional, into)]
    label: Option<Text>,
    /// What the button says.
    children: Children,
) -> impl IntoView {
    let fields = fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    view! {
        <Form action inline=true>
            {fields.collect_view()}
            <Button kind label>
                {children()}
            </Button>
        </Form>
    }
}

/// The button at the end of a form, in a row of its own.
#[component]
pub fn Submit(
    /// How much it weighs.
    #[prop(optional)]
    kind: ButtonKind,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="actions">
            <Button kind>{children()}</Button>
        </div>
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: Text,
    /// How much it weighs.
    #[prop(optional)]
    kind: ButtonKind,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <a class=kind.class() href=href>
            {children()}
        </a>
    }
}
