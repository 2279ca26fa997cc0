//! The panel about the usage of an interface around a request, with the clears near it.

use desk::history::ClearMark;
use desk::rids::{InterfaceUsage, LookedUp, RequestContext};
use domain::{Reading, paths};
use jiff::Timestamp;
use leptos::prelude::*;

use crate::components::{Chart, DayChart, Marker, MarkerKind, Panel, Time};
use crate::context::{Text, Viewer};
use crate::parts::curve::{ClearsShown, limits_of, point};
use crate::t;
use crate::words::rids::used_words;

/// The panel about the usage of the interface on the day of the request, which the chart marks, and the clears near it.
#[component]
pub fn UsagePanel(
    /// The request.
    request: LookedUp,
    /// What was going on around it.
    around: RequestContext,
    /// The interface's name, where it is known.
    #[prop(optional_no_strip)]
    interface: Option<Text>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let at = request.kept.at;
    let RequestContext { watched, clears, .. } = around;
    let near = (!clears.is_empty()).then(|| {
        view! {
            <h3>{t!(lang, "rid-clears-near")}</h3>
            <ClearsShown clears=clears.clone() />
        }
    });
    let content = match watched {
        Some(watched) => {
            let href = paths::interface(request.kept.account_id, watched.interface);
            let title = interface.unwrap_or_else(|| t!(lang, "col-interface"));
            let chart = chart(&watched, at, &clears, &t!(lang, "rid-marker"), &t!(lang, "chart-clear"));
            view! {
                <ReadingsAround watched />
                <DayChart title chart />
                <p>
                    <a href=href>{t!(lang, "rid-use-more")}</a>
                </p>
            }
            .into_any()
        }
        None if request.kept.cgi_path.is_some() => {
            view! { <p class="secondary">{t!(lang, "rid-use-unwatched")}</p> }.into_any()
        }
        // The facts say where to tell the interface.
        None if clears.is_empty() => return None,
        None => ().into_any(),
    };
    Some(view! {
        <Panel title=t!(lang, "rid-use")>
            <div class="rid-use">{content} {near}</div>
        </Panel>
    })
}

/// The readings before and after the request.
#[component]
fn ReadingsAround(watched: InterfaceUsage) -> impl IntoView {
    let lang = Viewer::current().lang;
    let InterfaceUsage { before, after, .. } = watched;
    if before.is_none() && after.is_none() {
        return view! { <p class="secondary">{t!(lang, "rid-use-unread")}</p> }.into_any();
    }
    let line = |label: Text, reading: Option<Reading>| {
        let reading = reading?;
        let used = used_words(&reading)?;
        Some(view! {
            <p>
                {label} {t!(lang, "colon")} <strong class="num">{used}</strong> " "
                <span class="secondary">
                    <Time at=reading.at exact=true />
                </span>
            </p>
        })
    };
    view! {
        {line(t!(lang, "rid-use-before"), before)}
        {line(t!(lang, "rid-use-after"), after)}
    }
    .into_any()
}

fn chart(watched: &InterfaceUsage, at: Timestamp, clears: &[ClearMark], call: &str, clear: &str) -> Chart {
    let in_day = |at: &Timestamp| watched.from <= *at && *at < watched.to;
    let call = Marker { at, kind: MarkerKind::Call, label: call.to_owned() };
    let clears = clears.iter().filter(|mark| in_day(&mark.at));
    let clears = clears.map(|mark| Marker { at: mark.at, kind: MarkerKind::Clear, label: clear.to_owned() });
    let mut markers: Vec<_> = clears.chain([call]).collect();
    markers.sort_by_key(|marker| marker.at);
    Chart {
        from: watched.from,
        to: watched.to,
        readings: watched.day.iter().map(point).collect(),
        usual: Vec::new(),
        limits: limits_of(&watched.day, watched.from),
        lines: Some(watched.lines),
        markers,
        forecast: None,
    }
}
