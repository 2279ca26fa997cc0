//! What happened, why, and what to do: in this order.

use leptos::prelude::*;

use crate::context::{Text, Viewer};
use crate::t;

/// What sort of news it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Good to know.
    Info,
    /// Something was done.
    Success,
    /// Something needs care.
    Warning,
    /// Something went wrong.
    Error,
}

impl NoticeKind {
    fn class(self) -> &'static str {
        match self {
            Self::Info => "notice info",
            Self::Success => "notice success",
            Self::Warning => "notice warning",
            Self::Error => "notice error",
        }
    }

    /// The icon's outline on a grid of 16.
    fn icon(self) -> &'static str {
        match self {
            Self::Info => "M8 1.5A6.5 6.5 0 1 0 8 14.5A6.5 6.5 0 1 0 8 1.5ZM8 7V11.5M8 4.5V5",
            Self::Success => "M8 1.5A6.5 6.5 0 1 0 8 14.5A6.5 6.5 0 1 0 8 1.5ZM5 8.2L7.2 10.4L11 5.8",
            Self::Warning => "M8 2L15 14H1ZM8 6.5V10M8 11.9V12.2",
            Self::Error => "M5 1.5H11L14.5 5V11L11 14.5H5L1.5 11V5ZM8 4.5V8.7M8 11V11.3",
        }
    }
}

/// A notice. An error or a warning is read out at once, the others when there is time.
#[component]
pub fn Notice(
    /// What sort of news it is.
    kind: NoticeKind,
    /// What happened.
    #[prop(into)]
    title: Text,
    /// Why.
    #[prop(optional, into)]
    why: Option<Text>,
    /// What to do.
    #[prop(optional, into)]
    next: Option<Text>,
    /// Buttons or more.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let word = match kind {
        NoticeKind::Info => t!(lang, "notice-info"),
        NoticeKind::Success => t!(lang, "notice-success"),
        NoticeKind::Warning => t!(lang, "notice-warning"),
        NoticeKind::Error => t!(lang, "notice-error"),
    };
    let role = if matches!(kind, NoticeKind::Error | NoticeKind::Warning) { "alert" } else { "status" };
    view! {
        <div class=kind.class() role=role>
            <svg class="icon" width="16" height="16" viewBox="0 0 16 16" role="img" aria-label=word>
                <path d=kind.icon() fill="none" stroke="currentColor" />
            </svg>
            <div>
                <p class="notice-title">{title}</p>
                {why.map(|why| view! { <p>{why}</p> })}
                {next.map(|next| view! { <p>{next}</p> })}
                {children.map(|children| children())}
            </div>
        </div>
    }
}
