//! One request by its rid: what it was and what it means, or what is known of a rid that nobody looked up.

use desk::explain::{ClearHelps, Explanation};
use desk::rids::{DatedRid, LookedUp, Rid};
use domain::{AccountStatus, Lang, May};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use percent_encoding::percent_decode_str;

use super::{Visit, page, param};
use crate::components::{
    Body, Button, ButtonKind, Cell, Copy, Crumb, Details, Fact, Facts, Form, LinkButton, Masked, Notice, NoticeKind,
    Page, Panel, Section, Select, Table, Time,
};
use crate::context::{Text, Viewer};
use crate::format::grouped;
use crate::forms::Flash;
use crate::pages::clear_words::actor_words;
use crate::pages::failed::Failure;
use crate::pages::flash::FlashNotice;
use crate::pages::rid_outcome::{RidOutcome, Untold, UntoldNotice};
use crate::pages::rid_words::{Called, Standing, account_choices, answer_words, answered_well};
use crate::pages::rids::LookUpRid;
use crate::t;

/// `/rid/{rid}`: only what is kept; WeChat is asked by a form alone.
#[component]
pub fn RidPage() -> impl IntoView {
    let word = param("rid");
    page(move |Visit { desk, viewer, flash }| async move {
        if !viewer.may(May::LookUpRids) {
            return Err(Failure::Forbidden(May::LookUpRids));
        }
        let rid = Rid::understood(&word).map_err(|_| Failure::NoSuchRid)?;
        if rid.as_str() != word {
            leptos_axum::redirect(&format!("/rid/{rid}"));
            return Ok(().into_any());
        }
        let (untold, flash) = match flash {
            Some(Flash::Rid(outcome)) => (untold(*outcome, &rid), None),
            other => (None, other),
        };
        let dated = DatedRid::of(rid.clone(), viewer.now);
        if let Some(looked_up) = desk.kept_rid(&viewer.actor, &rid).await? {
            return Ok(view! { <Told looked_up dated flash untold /> }.into_any());
        }
        let accounts = desk.accounts(&viewer.actor).await?;
        Ok(view! { <NotTold accounts dated flash untold /> }.into_any())
    })
}

/// Why the form before this page was not told this rid; what it says of another belongs to another tab.
fn untold(outcome: RidOutcome, rid: &Rid) -> Option<Untold> {
    match outcome {
        RidOutcome::Untold { rid: of, why } if of == rid.as_str() => Some(why),
        _ => None,
    }
}

fn crumbs(lang: Lang) -> Vec<Crumb> {
    vec![Crumb::new(t!(lang, "nav-rids"), "/rid")]
}

/// The rid, and until when WeChat tells it; its time too, where no facts tell that.
#[component]
fn Lead(dated: DatedRid, #[prop(optional)] timed: bool) -> impl IntoView {
    view! {
        <div class="rid-lead">
            <Copy text=dated.rid.to_string() />
            {timed.then(|| view! { <Called at=dated.at /> })}
            <Standing dated />
        </div>
    }
}

/// A rid of which nothing is kept.
#[component]
fn NotTold(
    accounts: Vec<desk::accounts::Account>,
    dated: DatedRid,
    flash: Option<Flash>,
    untold: Option<Untold>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    // What is long expired is known to be so before anyone asks.
    let untold = untold.or_else(|| dated.expired.then_some(Untold::Expired));
    let tried = untold.as_ref().map(|why| why.tried().to_vec()).unwrap_or_default();
    let others = accounts.iter().any(|one| one.status != AccountStatus::Retired && !tried.contains(&one.name));
    let title = untold.as_ref().map_or_else(|| t!(lang, "rid-unknown-title"), |why| why.title(lang));
    let askable = !dated.expired && untold.as_ref().is_none_or(Untold::may_change);
    let retried = match &untold {
        // Of the other accounts one made the call; those that were asked did not.
        Some(Untold::OtherAccount(_)) => accounts.into_iter().filter(|one| !tried.contains(&one.name)).collect(),
        _ => accounts,
    };
    let form = (askable && (others || !matches!(untold, Some(Untold::OtherAccount(_)))))
        .then(|| view! { <AskForm rid=dated.rid.clone() accounts=retried /> });
    let implausible = dated.implausible.then(|| {
        let (title, why) = (t!(lang, "rid-implausible-title"), t!(lang, "rid-implausible-why"));
        view! { <Notice kind=NoticeKind::Warning title why /> }
    });
    let why = match untold {
        Some(why) => view! { <UntoldNotice why others headed=true /> }.into_any(),
        None => view! { <p>{t!(lang, "rid-unknown-why")}</p> }.into_any(),
    };
    view! {
        <Page
            title
            section=Section::Rids
            crumbs=crumbs(lang)
            lead=view! { <Lead dated=dated.clone() timed=true /> }.into_any()
        >
            <FlashNotice flash />
            {implausible}
            {why}
            {form}
            <div class="actions">
                <LinkButton href="/rid">{t!(lang, "rids-another")}</LinkButton>
            </div>
        </Page>
    }
}

#[component]
fn AskForm(rid: Rid, accounts: Vec<desk::accounts::Account>) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Panel title=t!(lang, "rid-look-up-panel")>
            <Form action=LookUpRid::url()>
                <input type="hidden" name="text" value=rid.to_string() />
                <div class="rid-ask">
                    <Select
                        name="account"
                        label=t!(lang, "rids-account")
                        choices=account_choices(lang, &accounts)
                    />
                    <Button kind=ButtonKind::Primary>{t!(lang, "rids-submit")}</Button>
                </div>
            </Form>
        </Panel>
    }
}

/// What a request was.
#[component]
fn Told(looked_up: LookedUp, dated: DatedRid, flash: Option<Flash>, untold: Option<Untold>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let title = answer_words(lang, &looked_up);
    let errcode = looked_up.errcode.map(|errcode| {
        view! { <span class="chip num">{format!("{} {errcode}", t!(lang, "rid-fact-errcode"))}</span> }
    });
    let (url, sent, answer) =
        (looked_up.request_url.clone(), looked_up.request_body.clone(), looked_up.response_body.clone());
    view! {
        <Page
            title
            section=Section::Rids
            crumbs=crumbs(lang)
            aside=errcode.into_any()
            lead=view! { <Lead dated=dated.clone() /> }.into_any()
        >
            <FlashNotice flash />
            {untold.map(|why| view! { <UntoldNotice why others=true /> })}
            <div class="rid-told">
                <Advice looked_up=looked_up.clone() />
                <CallFacts looked_up dated />
            </div>
            <Parameters url />
            <Sheet label=t!(lang, "rid-request-body") text=sent empty=t!(lang, "rid-body-none") />
            <Sheet label=t!(lang, "rid-response-body") text=answer empty=t!(lang, "rid-answer-none") />
        </Page>
    }
}

/// Why it came, what to do, and whether a clear helps.
#[component]
fn Advice(looked_up: LookedUp) -> impl IntoView {
    let lang = Viewer::current().lang;
    let advice = match looked_up.explanation(lang) {
        Some(Explanation { cause, next_step, clear_helps, .. }) => {
            let clear = match clear_helps {
                ClearHelps::Yes => t!(lang, "rid-clear-yes"),
                ClearHelps::No => t!(lang, "rid-clear-no"),
                ClearHelps::Maybe => t!(lang, "rid-clear-maybe"),
            };
            view! {
                <p>{cause}</p>
                <p class="rid-next">{next_step}</p>
                <p class="secondary">{clear}</p>
            }
            .into_any()
        }
        None if answered_well(&looked_up.response_body) => view! { <p>{t!(lang, "rid-succeeded-why")}</p> }.into_any(),
        None => view! { <p>{t!(lang, "rid-no-errcode-why")}</p> }.into_any(),
    };
    view! {
        <Panel title=t!(lang, "rid-what-to-do")>
            <div class="rid-advice">{advice}</div>
        </Panel>
    }
}

#[component]
fn CallFacts(looked_up: LookedUp, dated: DatedRid) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let href = format!("/accounts/{}", looked_up.account);
    let by = viewer.may(May::SeeLedger).then(|| {
        view! {
            <Fact label=t!(lang, "rid-fact-looked-up-by")>
                {actor_words(lang, Some(&looked_up.looked_up_by))}
            </Fact>
        }
    });
    let source = if dated.expired {
        t!(lang, "rid-from-archive-alone")
    } else {
        let span = viewer.formats().span(dated.expires_at.duration_since(viewer.now));
        t!(lang, "rid-from-archive", span = span)
    };
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
    view! {
        <Panel title=t!(lang, "rid-facts")>
            <Facts>
                <Fact label=t!(lang, "rid-called-at")>
                    <Called at=looked_up.at />
                </Fact>
                <Fact label=t!(lang, "rid-fact-took")>
                    <span class="num">
                        {or_dash(looked_up.cost_in_ms.map(|ms| t!(lang, "rid-fact-took-ms", ms = grouped(ms)).into()))}
                    </span>
                </Fact>
                <Fact label=t!(lang, "col-account")>
                    <a href=href>{looked_up.account_name}</a>
                </Fact>
                <Fact label=t!(lang, "rid-fact-client-ip")>
                    <code>{or_dash(looked_up.client_ip)}</code>
                </Fact>
                <Fact label=t!(lang, "rid-fact-errcode")>
                    <span>{or_dash(looked_up.errcode.map(|errcode| errcode.to_string()))}</span>
                </Fact>
                <Fact label=t!(lang, "rid-fact-looked-up")>
                    <Time at=looked_up.looked_up_at />
                </Fact>
                {by}
                <Fact label=t!(lang, "rid-fact-kept")>{source}</Fact>
            </Facts>
        </Panel>
    }
}

#[component]
fn Parameters(url: String) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (place, pairs) = parameters(&url);
    let names = [t!(lang, "rid-col-parameter"), t!(lang, "rid-col-value")];
    let head = names.clone().into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view().into_any();
    let [_, value_name] = names;
    let rows = pairs
        .into_iter()
        .map(|(name, value)| {
            let value = match value.as_deref() {
                None | Some("") => view! { <span class="secondary">{t!(lang, "rid-value-none")}</span> }.into_any(),
                Some(text) => view! { <Masked text=text.to_owned() /> }.into_any(),
            };
            view! {
                <tr>
                    <Cell main=true>
                        <Masked text=name />
                    </Cell>
                    <Cell label=value_name.clone()>{value}</Cell>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    let content = if rows.is_empty() {
        view! { <p class="secondary">{t!(lang, "rid-parameters-none")}</p> }.into_any()
    } else {
        view! {
            <div class="parameters">
                <Table caption=t!(lang, "rid-parameters-caption") head>
                    {rows}
                </Table>
            </div>
        }
        .into_any()
    };
    let place = match place {
        Some(place) => view! { <p><Masked text=place /></p> }.into_any(),
        None => view! { <p class="secondary small">{t!(lang, "rid-path-untold")}</p> }.into_any(),
    };
    view! {
        <Details summary=t!(lang, "rid-parameters") open=true>
            {content}
            {place}
        </Details>
    }
}

/// What stands before the query, if anything does, and the parameters in it, decoded.
fn parameters(url: &str) -> (Option<String>, Vec<(String, Option<String>)>) {
    let (place, query) = url.split_once('?').map_or((None, url), |(place, query)| (Some(place), query));
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| match pair.split_once('=') {
        Some((name, value)) => (decoded(name), Some(decoded(value))),
        None => (decoded(pair), None),
    });
    (place.filter(|place| !place.is_empty()).map(str::to_owned), pairs.collect())
}

/// The text that percent-encoding stands for; what is none, as it is.
fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), std::borrow::Cow::into_owned)
}

/// A body that folds; an empty one is said to be empty.
#[component]
fn Sheet(label: Text, text: String, empty: Text) -> impl IntoView {
    let content = if text.trim().is_empty() {
        view! { <p class="secondary">{empty}</p> }.into_any()
    } else {
        view! { <Body label=label.clone() text /> }.into_any()
    };
    view! {
        <Details summary=label open=true>
            {content}
        </Details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(name: &str, value: Option<&str>) -> (String, Option<String>) {
        (name.to_owned(), value.map(str::to_owned))
    }

    #[test]
    fn parameters_are_told_apart_and_decoded() {
        assert_eq!(
            parameters("access_token=‹masked›&q=%E5%B0%8F%E5%BA%97+1&bare&e=&half=%E5&a=b=c&&"),
            (
                None,
                vec![
                    pair("access_token", Some("‹masked›")),
                    pair("q", Some("小店+1")),
                    pair("bare", None),
                    pair("e", Some("")),
                    pair("half", Some("%E5")),
                    pair("a", Some("b=c")),
                ]
            )
        );
        assert_eq!(parameters(""), (None, vec![]));
        assert_eq!(parameters("?a=1"), (None, vec![pair("a", Some("1"))]));
        assert_eq!(parameters("/cgi-bin/x?a=1"), (Some("/cgi-bin/x".to_owned()), vec![pair("a", Some("1"))]));
    }

    #[test]
    fn an_outcome_is_told_on_its_own_page_only() {
        let rid: Rid = "617682e0-09059ac5-34a8e2ea".parse().unwrap();
        let of = |rid: &str| RidOutcome::Untold { rid: rid.to_owned(), why: Untold::SignIn };
        assert_eq!(untold(of(rid.as_str()), &rid), Some(Untold::SignIn));
        assert_eq!(untold(of("617682e1-09059ac5-34a8e2ea"), &rid), None);
    }
}
