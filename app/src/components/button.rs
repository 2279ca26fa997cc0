//! Buttons, and links that look like them. One primary a page; danger is outlined until the confirmation.

use leptos::prelude::*;

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
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <button type="submit" class=kind.class() name=name value=value formaction=action disabled=disabled>
            {children()}
        </button>
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
