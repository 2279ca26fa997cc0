//! The frame of every page: window title, header, bands, heading, main part, foot.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::context::{Text, Viewer};
use crate::frame::crumbs::Breadcrumbs;
use crate::frame::foot::Foot;
use crate::frame::header::{Header, Logo};
use crate::frame::preferences::LanguageSwitch;
use crate::frame::stopped::StoppedBand;
use crate::frame::unwritable::UnwritableBand;
use crate::frame::waiting::WaitingBand;
use crate::islands::{CopyButtons, Dialogs, LiveAge, SendOnce};
use crate::t;

pub use crate::frame::crumbs::Crumb;
pub use crate::frame::section::Section;

/// A whole page.
#[component]
pub fn Page(
    /// What the page is about: its heading and the window's title.
    #[prop(into)]
    title: Text,
    /// The section that it belongs to.
    #[prop(optional, into)]
    section: Option<Section>,
    /// The way here, the page itself left out.
    #[prop(optional)]
    crumbs: Vec<Crumb>,
    /// What stands beside the heading, such as a state's badge or a path.
    #[prop(optional)]
    aside: Option<AnyView>,
    /// Buttons at the heading's other end.
    #[prop(optional)]
    actions: Option<AnyView>,
    /// A line under the heading.
    #[prop(optional)]
    lead: Option<AnyView>,
    /// The page.
    children: Children,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    view! {
        <WindowTitle title=title.clone() />
        <a class="skip" href="#main">
            {t!(lang, "skip-to-content")}
        </a>
        <CleartextWarning />
        <Header section />
        <UnwritableBand />
        <StoppedBand />
        <WaitingBand />
        <main id="main" tabindex="-1">
            {(!crumbs.is_empty()).then(|| view! { <Breadcrumbs crumbs /> })}
            <div class="page-head">
                <div class="page-title">
                    <h1>{title}</h1>
                    {aside}
                </div>
                {actions.map(|actions| view! { <div class="actions">{actions}</div> })}
            </div>
            {lead.map(|lead| view! { <div class="lead">{lead}</div> })}
            {children()}
        </main>
        <Foot />
        <LiveAge />
        <CopyButtons />
        <Dialogs />
        <SendOnce />
    }
    .into_any()
}

/// A page of one card and nothing else: for whoever has not signed in.
#[component]
pub fn CardPage(
    /// What the card is for: its heading and the window's title.
    #[prop(into)]
    title: Text,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <WindowTitle title=title.clone() />
        <CleartextWarning />
        <UnwritableBand />
        <main id="main" class="door">
            <div class="panel door-card">
                <p class="brand">
                    <Logo />
                    {t!(lang, "app-name")}
                </p>
                <h1>{title}</h1>
                {children()}
            </div>
            <LanguageSwitch />
        </main>
        <Foot />
    }
    .into_any()
}

/// The window's title. Leptos writes it as it is given, so what people named is escaped here.
#[component]
fn WindowTitle(title: Text) -> impl IntoView {
    let text = format!("{title} · {}", t!(Viewer::current().lang, "app-name"));
    view! { <Title text=html_escape::encode_text(&text).into_owned() /> }
}

/// A warning on every page that passwords and sessions travel in clear.
#[component]
fn CleartextWarning() -> impl IntoView {
    let viewer = Viewer::current();
    viewer.in_clear.then(|| view! { <p class="in-clear">{t!(viewer.lang, "in-clear")}</p> })
}
