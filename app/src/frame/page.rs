//! The frame of every page: header, title, main part, foot.

use desk::notices::MOST_UNREAD;
use domain::paths;
use domain::{Lang, May};
use leptos::prelude::*;
use leptos_meta::Title;

use crate::components::button::{Button, ButtonKind};
use crate::components::form::Form;
use crate::context::{Text, Viewer};
use crate::format::{age_words, grouped};
use crate::frame::stopped::StoppedBand;
use crate::frame::themes::Themes;
use crate::frame::waiting::WaitingBand;
use crate::islands::{CopyButtons, Dialogs, LiveAge, SendOnce};
use crate::t;
use crate::words::users::role_words;

/// The parts of the desk that the header leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// `/`
    Overview,
    /// `/accounts`
    Accounts,
    /// `/clears`
    Clears,
    /// `/budget` and below
    Budget,
    /// `/rid`
    Rids,
    /// `/incidents` and below
    Incidents,
    /// `/policies` and below
    Policies,
    /// `/notices`, and `/channels` and below
    Notices,
    /// `/audit`
    Audit,
    /// `/settings` and below
    Settings,
}

impl Section {
    /// In the header's order.
    const ALL: [Self; 10] = [
        Self::Overview,
        Self::Accounts,
        Self::Clears,
        Self::Budget,
        Self::Rids,
        Self::Incidents,
        Self::Policies,
        Self::Notices,
        Self::Audit,
        Self::Settings,
    ];

    /// What one must be allowed to do for the header to lead there; the page guards itself.
    fn is_for(self) -> May {
        match self {
            Self::Overview | Self::Accounts | Self::Notices | Self::Settings => May::SeeUsage,
            Self::Clears | Self::Budget | Self::Audit => May::SeeLedger,
            Self::Rids | Self::Incidents => May::LookUpRids,
            Self::Policies => May::Automate,
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Overview => "/",
            Self::Accounts => paths::ACCOUNTS,
            Self::Clears => paths::CLEARS,
            Self::Budget => paths::BUDGET,
            Self::Rids => paths::RIDS,
            Self::Incidents => paths::INCIDENTS,
            Self::Policies => paths::POLICIES,
            Self::Notices => paths::NOTICES,
            Self::Audit => paths::AUDIT,
            Self::Settings => paths::SETTINGS,
        }
    }

    fn name(self, lang: Lang) -> Text {
        match self {
            Self::Overview => t!(lang, "nav-overview"),
            Self::Accounts => t!(lang, "nav-accounts"),
            Self::Clears => t!(lang, "nav-clears"),
            Self::Budget => t!(lang, "nav-budget"),
            Self::Rids => t!(lang, "nav-rids"),
            Self::Incidents => t!(lang, "nav-incidents"),
            Self::Policies => t!(lang, "nav-policies"),
            Self::Notices => t!(lang, "nav-notices"),
            Self::Audit => t!(lang, "nav-audit"),
            Self::Settings => t!(lang, "nav-settings"),
        }
    }
}

/// One step of the way to this page.
#[derive(Debug, Clone)]
pub struct Crumb {
    /// What it is called.
    pub label: Text,
    /// Where it leads.
    pub href: String,
}

impl Crumb {
    /// A step called `label` that leads to `href`.
    pub fn new(label: impl Into<Text>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// A whole page.
#[component]
pub fn Page(
    /// What the page is about: its heading and the window's title.
    #[prop(into)]
    title: Text,
    /// The part of the desk it belongs to.
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
        <InClear />
        <Header section />
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
        <InClear />
        <main id="main" class="door">
            <div class="panel door-card">
                <p class="brand">
                    <Mark />
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

/// Says so on every page where passwords and sessions travel in clear.
#[component]
fn InClear() -> impl IntoView {
    let viewer = Viewer::current();
    viewer.in_clear.then(|| view! { <p class="in-clear">{t!(viewer.lang, "in-clear")}</p> })
}

#[component]
fn Foot() -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    view! {
        <footer class="foot" data-now=viewer.now.as_second() data-age-words=age_words(lang).to_attribute()>
            <span>{t!(lang, "footer-zone", zone = viewer.formats().zone_name())}</span>
            <DemoTime />
            <span>{t!(lang, "app-name")} " " {env!("CARGO_PKG_VERSION")}</span>
        </footer>
    }
}

/// What time it is in a demo's world; nothing where the desk goes by the world's own.
#[component]
fn DemoTime() -> impl IntoView {
    let viewer = Viewer::current();
    viewer.demo_time.then(|| {
        let now = viewer.now.to_zoned(viewer.display_zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
        view! { <span class="demo-time num">{t!(viewer.lang, "footer-demo-time", now = now)}</span> }
    })
}

#[component]
fn Header(section: Option<Section>) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let links = Section::ALL
        .into_iter()
        .filter(|item| viewer.may(item.is_for()))
        .map(|item| {
            let current = (Some(item) == section).then_some("page");
            let unread = (item == Section::Notices).then(|| view! { <Unread count=viewer.standing.unread /> });
            view! {
                <li>
                    <a href=item.path() aria-current=current>
                        {item.name(lang)}
                        {unread}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <header class="top">
            <div class="top-inner">
                <a class="brand" href="/">
                    <Mark />
                    {t!(lang, "app-name")}
                </a>
                <nav class="nav" aria-label=t!(lang, "nav-label")>
                    <ul>{links}</ul>
                </nav>
                <div class="preferences">
                    <LanguageSwitch />
                    <Themes />
                </div>
                <Who />
            </div>
        </header>
    }
    .into_any()
}

/// How much news the viewer has not read: `3`, `99+`; nothing where there is none.
#[component]
fn Unread(count: i64) -> impl IntoView {
    let lang = Viewer::current().lang;
    (count > 0).then(|| {
        let figure = if count < MOST_UNREAD { grouped(count) } else { format!("{}+", MOST_UNREAD - 1) };
        view! {
            " "
            <span class="unread-count num">{figure}</span>
            " "
            <span class="unseen">{t!(lang, "nav-unread")}</span>
        }
    })
}

/// Who is signed in, and the way out.
#[component]
fn Who() -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    viewer.signed_in.as_ref().map(|who| {
        view! {
            <div class="who">
                <a href=paths::SETTINGS title=who.user.name.clone()>
                    <span class="who-name">{who.user.name.clone()}</span>
                    <span class="who-role">{role_words(lang, who.user.role)}</span>
                </a>
                <Form action="/form/sign-out" inline=true>
                    <Button kind=ButtonKind::Quiet>{t!(lang, "sign-out")}</Button>
                </Form>
            </div>
        }
    })
}

/// The mark: a gauge's arc and needle, as in `public/favicon.svg`.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" width="20" height="20" viewBox="0 0 32 32" aria-hidden="true">
            <path d="M6 23A12 12 0 1 1 26 23" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" />
            <path d="M16 18L21.5 11" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" />
        </svg>
    }
}

#[component]
fn LanguageSwitch() -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let buttons = Lang::ALL
        .into_iter()
        .map(|offered| {
            let name = match offered {
                Lang::ZhCn => t!(lang, "language-zh"),
                Lang::En => t!(lang, "language-en"),
            };
            view! {
                <button
                    class="segment"
                    name="lang"
                    value=offered.word()
                    lang=offered.html_tag()
                    aria-pressed=(offered == lang).to_string()
                >
                    {name}
                </button>
            }
        })
        .collect_view();
    view! {
        <form method="post" action="/preferences" class="segments" aria-label=t!(lang, "language-label")>
            <input type="hidden" name="back" value=viewer.here() />
            {buttons}
        </form>
    }
}

#[component]
fn Breadcrumbs(crumbs: Vec<Crumb>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let items = crumbs
        .into_iter()
        .map(|crumb| {
            view! {
                <li>
                    <a href=crumb.href>{crumb.label}</a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="crumbs" aria-label=t!(lang, "crumbs-label")>
            <ol>{items}</ol>
        </nav>
    }
}
