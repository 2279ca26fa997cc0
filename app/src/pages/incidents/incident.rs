//! Page of one incident: the reaction and its reason, the report, and the meaning of its errcode.

use desk::explain::ClearHelps;
use desk::incidents::{Incident, IncidentPage as Loaded, explanation};
use desk::notices::Notice;
use domain::incidents::ReactionReason;
use domain::{IncidentId, IncidentState, Permission, Reaction, paths};
use jiff::SignedDuration;
use leptos::prelude::*;

use crate::components::{AutoReload, Copy, Fact, Facts, Masked, Notice as Banner, NoticeKind, Panel, Time, TimeFact};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::failure::incidents::NO_INCIDENT;
use crate::format::grouped;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::incidents::badge::IncidentBadge;
use crate::pages::incidents::caller::RefusedCaller;
use crate::parts::verdict::VerdictLines;
use crate::t;
use crate::words::incidents::advice_words;
use crate::words::notices::news_words;
use crate::words::reasons::reaction_reason;
use crate::words::rids::helps_words;
use crate::words::users::actor_words;

/// Interval in seconds at which the page reloads while the incident is open, and how long after the last report it does.
const RELOAD_SECONDS: u32 = 2;
const RELOAD_FOR: SignedDuration = SignedDuration::from_mins(5);

/// `/incidents/{incident}`
#[component]
pub fn IncidentPage() -> impl IntoView {
    let word = param("incident");
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        if !viewer.may(Permission::LookUpRids) {
            return Err(Failure::Forbidden(Permission::LookUpRids));
        }
        let id = IncidentId(word.parse().map_err(|_| NO_INCIDENT)?);
        let loaded = desk.incident_page(&viewer.actor, id).await?;
        let incident = loaded.incident.clone();
        let title = format!("{}{}{}", incident.errcode, t!(lang, "colon"), explanation(&incident, lang).title);
        let open = matches!(incident.state, IncidentState::Queued | IncidentState::Working);
        let reloads = open && viewer.now.duration_since(incident.last_at) < RELOAD_FOR;
        let caller = desk.refused_address(&incident).await?;
        let interface = incident.cgi_path.as_ref().map(|path| desk.interface_name(lang, path));
        Ok::<_, Failure>(view! {
            <Page
                title
                section=Section::Incidents
                crumbs=vec![Crumb::new(t!(lang, "incidents-title"), paths::INCIDENTS)]
                aside=view! { <IncidentBadge incident=incident.clone() /> }.into_any()
            >
                {reloads.then(|| view! { <AutoReload seconds=RELOAD_SECONDS /> })}
                <FlashNotice flash />
                <ReactionPanel incident=incident.clone() notices=loaded.notices.clone() />
                <ReportPanel loaded interface />
                {caller.map(|caller| view! { <RefusedCaller caller /> })}
                <MeaningPanel incident />
            </Page>
        })
    })
}

/// Panel with the reaction, its reason, advice to the reader, and the notices about the incident.
#[component]
fn ReactionPanel(incident: Incident, notices: Vec<Notice>) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let body = match incident.state {
        IncidentState::Queued | IncidentState::Working => {
            let next = t!(lang, "incident-open-next");
            match incident.because {
                ReactionReason::ReportedAgain { .. } | ReactionReason::ClearVoid { .. } => {
                    let why = t!(lang, "incident-because", because = reaction_reason(&viewer, &incident.because));
                    let title = t!(lang, "incident-open-again");
                    view! { <Banner kind=NoticeKind::Warning title why next /> }.into_any()
                }
                _ => view! { <Banner kind=NoticeKind::Info title=t!(lang, "incident-open") next /> }.into_any(),
            }
        }
        IncidentState::Failed => {
            view! { <Banner kind=NoticeKind::Error title=t!(lang, "incident-broke") next=t!(lang, "internal-why") /> }
                .into_any()
        }
        IncidentState::Done => {
            let reason = reaction_reason(&viewer, &incident.because);
            let clear = incident.clear.filter(|_| viewer.may(Permission::SeeLedger)).map(|clear| {
                view! {
                    <p>
                        <a href=paths::clear(clear)>{t!(lang, "incident-see-clear", clear = clear.to_string())}</a>
                    </p>
                }
            });
            let how = matches!(incident.reaction, Reaction::RefetchToken | Reaction::TokenRefreshed)
                .then(|| view! { <p>{t!(lang, "incident-token-how")}</p> });
            view! {
                <p class="rid-next">{advice_words(lang, &incident)}</p>
                <p>{t!(lang, "incident-because", because = reason)}</p>
                {clear}
                {how}
            }
            .into_any()
        }
    };
    let notices = (!notices.is_empty()).then(|| {
        let lines = notices
            .into_iter()
            .rev()
            .map(|notice| {
                view! {
                    <li>
                        <Time at=notice.at exact=true />
                        " "
                        {news_words(&viewer, &notice.news)}
                    </li>
                }
            })
            .collect_view();
        view! {
            <h3>{t!(lang, "incident-told")}</h3>
            <ul class="clears-shown">{lines}</ul>
        }
    });
    view! {
        <Panel title=t!(lang, "incident-done-title")>
            <div class="rid-advice">{body} {notices}</div>
        </Panel>
    }
}

/// Panel with the report of the service.
#[component]
fn ReportPanel(
    loaded: Loaded,
    /// Name of its interface.
    #[prop(optional_no_strip)]
    interface: Option<String>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Loaded { incident, interface: watched, .. } = loaded;
    let account = paths::account(incident.account);
    let path = match (incident.cgi_path.as_ref().map(ToString::to_string), watched) {
        (Some(path), Some(id)) => view! {
            <a href=paths::interface(incident.account, id)>{interface}</a>
            " "
            <code class="path">{path}</code>
        }
        .into_any(),
        (Some(path), None) => view! {
            <code class="path">{path}</code>
            " "
            <span class="secondary">{t!(lang, "incident-not-watched")}</span>
        }
        .into_any(),
        (None, _) => view! { <span class="secondary">{t!(lang, "incident-no-interface")}</span> }.into_any(),
    };
    let rid: Option<AnyView> = incident.rid.clone().map(|rid| {
        view! {
            <Fact label=t!(lang, "rid-col-rid")>
                <a href=paths::rid(&rid)>{t!(lang, "incident-see-rid")}</a>
                " "
                <Copy text=rid />
            </Fact>
        }
        .into_any()
    });
    let message: Text =
        if incident.errmsg.is_empty() { t!(lang, "incident-no-message") } else { incident.errmsg.into() };
    view! {
        <Panel title=t!(lang, "incident-came-title")>
            <Facts>
                <Fact label=t!(lang, "rid-fact-errcode")>
                    <span class="num">{incident.errcode.to_string()}</span>
                </Fact>
                <Fact label=t!(lang, "incident-message")>
                    <Masked text=message.into_owned() />
                </Fact>
                <Fact label=t!(lang, "col-interface")>{path}</Fact>
                <Fact label=t!(lang, "col-account")>
                    <a href=account>{incident.account_name}</a>
                </Fact>
                {rid}
                <Fact label=t!(lang, "col-times")>
                    <span class="num">{grouped(incident.count)}</span>
                </Fact>
                <TimeFact label=t!(lang, "incident-first") at=incident.first_at />
                <TimeFact label=t!(lang, "col-last") at=incident.last_at />
                <Fact label=t!(lang, "incident-by")>{actor_words(lang, Some(&incident.reported_by))}</Fact>
            </Facts>
        </Panel>
    }
}

/// The verdict on the errcode: who has to act, what to do, whether a clear helps, what to tell the customer.
#[component]
fn MeaningPanel(incident: Incident) -> impl IntoView {
    let lang = Viewer::current().lang;
    let explanation = explanation(&incident, lang);
    let clear = match explanation.clear_helps {
        _ if incident.reaction == Reaction::Cleared => t!(lang, "incident-clear-ended"),
        ClearHelps::Yes => t!(lang, "incident-clear-day"),
        ClearHelps::No => t!(lang, "rid-clear-no"),
        ClearHelps::Maybe => t!(lang, "rid-clear-maybe"),
    };
    let helps = match incident.reaction {
        Reaction::Cleared => t!(lang, "helps-done"),
        _ => helps_words(lang, Some(explanation.clear_helps)),
    };
    view! {
        <VerdictLines
            who=Some(explanation.who)
            account=Some(incident.account_name)
            explanation
            helps
            clear
            facts=Vec::new()
            errcode=Some(incident.errcode)
        />
    }
}
