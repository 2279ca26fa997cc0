//! How much of a request's interface was used at its minute, and which clears were near.

use desk::history::ClearMark;
use desk::rids::{LookedUp, Surroundings, Watched};
use domain::{May, Reading};
use jiff::Timestamp;
use leptos::prelude::*;

use crate::components::{Chart, ClearBadge, DayChart, Marker, MarkerKind, Panel, Point, Time};
use crate::context::{Text, Viewer};
use crate::format::{grouped, percent};
use crate::pages::clear_words::scope_words;
use crate::t;

/// The use of its interface on its day, with the request marked; and the clears near it.
#[component]
pub fn UseAround(
    /// The request.
    request: LookedUp,
    /// What was going on around it.
    around: Surroundings,
    /// The interface's name, where it is known.
    #[prop(optional_no_strip)]
    interface: Option<Text>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let at = request.kept.at;
    let Surroundings { watched, clears, .. } = around;
    let near = (!clears.is_empty()).then(|| view! { <ClearsNear clears=clears.clone() /> });
    let content = match watched {
        Some(watched) => {
            let href = format!("/accounts/{}/interfaces/{}", request.kept.account_id, watched.interface);
            let title = interface.unwrap_or_else(|| t!(lang, "col-interface"));
            let chart = chart(&watched, at, &clears, &t!(lang, "rid-marker"), &t!(lang, "chart-clear"));
            view! {
                <AtThatMinute watched />
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

/// The readings on both sides of the request.
#[component]
fn AtThatMinute(watched: Watched) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Watched { before, after, .. } = watched;
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

/// `480 / 500 · 96 %`; nothing of a reading that failed.
pub(crate) fn used_words(reading: &Reading) -> Option<String> {
    let figures = reading.outcome.figures()?;
    let (used, limit) = (grouped(figures.used), grouped(figures.daily_limit));
    Some(format!("{used} / {limit} · {}", percent(figures.used_permille())))
}

fn chart(watched: &Watched, at: Timestamp, clears: &[ClearMark], call: &str, clear: &str) -> Chart {
    let mut limits: Vec<(Timestamp, i64)> = Vec::new();
    for (at, figures) in watched.day.iter().filter_map(|reading| Some((reading.at, reading.outcome.figures()?))) {
        if limits.last().is_none_or(|(_, limit)| *limit != figures.daily_limit) {
            limits.push((if limits.is_empty() { watched.from } else { at }, figures.daily_limit));
        }
    }
    let in_day = |at: &Timestamp| watched.from <= *at && *at < watched.to;
    let call = Marker { at, kind: MarkerKind::Call, label: call.to_owned() };
    let clears = clears.iter().filter(|mark| in_day(&mark.at));
    let clears = clears.map(|mark| Marker { at: mark.at, kind: MarkerKind::Clear, label: clear.to_owned() });
    let mut markers: Vec<_> = clears.chain([call]).collect();
    markers.sort_by_key(|marker| marker.at);
    let point =
        |reading: &Reading| Point { at: reading.at, used: reading.outcome.figures().map(|figures| figures.used) };
    Chart {
        from: watched.from,
        to: watched.to,
        readings: watched.day.iter().map(point).collect(),
        usual: Vec::new(),
        limits,
        markers,
        forecast: None,
    }
}

/// Clears within two hours of the request.
#[component]
fn ClearsNear(clears: Vec<ClearMark>) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let tells = viewer.may(May::SeeLedger);
    let items = clears
        .into_iter()
        .map(|clear| {
            let see = tells.then(|| view! { <a href=format!("/clears/{}", clear.id)>{t!(lang, "confirm-see-it")}</a> });
            view! {
                <li>
                    <ClearBadge state=clear.state />
                    <Time at=clear.at exact=true />
                    <span class="secondary">{scope_words(lang, clear.scope)}</span>
                    {see}
                </li>
            }
        })
        .collect_view();
    view! {
        <h3>{t!(lang, "rid-clears-near")}</h3>
        <ul class="clears-shown">{items}</ul>
    }
}
