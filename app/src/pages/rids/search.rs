//! The page on which a text is pasted and its rids are looked up, with the archive of requests.

use desk::rids::LookupAllowance;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{
    Body, Button, ButtonKind, Choice, Details, Form, Panel, ParameterNotice, PostButton, Select, TextArea,
};
use crate::context::{DemoLog, Viewer};
use crate::forms::FlashNotice;
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page};
use crate::pages::rids::archive::{Archive, ArchiveFilters};
use crate::pages::rids::forms::LookUpRid;
use crate::pages::rids::found::FoundNotice;
use crate::pages::rids::outcome::{RidOutcome, TypedText};
use crate::pages::rids::shared::account_choices;
use crate::parameters::Parameters;
use crate::parts::filters::group_names;
use crate::parts::term::Term;
use crate::t;
use crate::words::rids::allowance_words;

/// `/rid`
#[component]
pub fn RidsPage() -> impl IntoView {
    let demo = use_context::<DemoLog>().unwrap_or_default();
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let mut asked = Parameters::new(&viewer.query);
        let group = asked.group(&desk, &viewer.actor).await?;
        let filters = ArchiveFilters::of(&mut asked, group);
        let search = filters.search(&viewer.display_zone);
        let found = desk.search_rids(&viewer.actor, &search).await?;
        let accounts = desk.accounts(&viewer.actor).await?;
        let allowance = desk.lookup_allowance(&viewer.actor).await?;
        let (typed, notice) = match flash.read().cloned() {
            Some(RidOutcome::Text(typed)) => {
                let found = typed.found.clone();
                (typed, Some(view! { <FoundNotice found /> }.into_any()))
            }
            _ => (TypedText::default(), None),
        };
        let choices = account_choices(lang, &accounts);
        let groups = group_names(&accounts);
        Ok(view! {
            <Page
                title=t!(lang, "rids-title")
                section=Section::Rids
                lead=view! {
                    <p>
                        {t!(lang, "rids-lead")} " " <Term word="rid">{t!(lang, "term-what-rid")}</Term>
                    </p>
                }
                    .into_any()
            >
                <FlashNotice flash />
                <ParameterNotice faults=asked.faults() />
                <Panel>
                    <PasteForm typed choices allowance />
                </Panel>
                {notice}
                {demo.0.map(|log| view! { <DemoLogForm log=log.to_string() /> })}
                <Archive filters found groups />
            </Page>
        }
        .into_any())
    })
}

#[component]
fn PasteForm(typed: TypedText, choices: Vec<Choice>, allowance: LookupAllowance) -> impl IntoView {
    let lang = Viewer::current().lang;
    let TypedText { text, shortened, account, .. } = typed;
    view! {
        <div class="rid-paste">
            <Form action=LookUpRid::url()>
                <TextArea
                    name="text"
                    label=t!(lang, "rids-field")
                    value=text
                    rows=6
                    code=true
                    placeholder=t!(lang, "rids-placeholder")
                    hint=if shortened { t!(lang, "rids-typed-shortened") } else { t!(lang, "rids-hint") }
                />
                <div class="rid-ask">
                    <Select name="account" label=t!(lang, "rids-account") choices selected=account />
                    <Button kind=ButtonKind::Primary>{t!(lang, "rids-submit")}</Button>
                </div>
                <p class="secondary">{allowance_words(lang, &allowance)}</p>
            </Form>
        </div>
    }
}

/// A log of the demo, with a button that looks its rids up.
#[component]
fn DemoLogForm(log: String) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Details summary=t!(lang, "rids-try")>
            <Body label=t!(lang, "rids-try") text=log.clone() />
            <div class="actions">
                <PostButton action=LookUpRid::url() fields=[("text", log)]>
                    {t!(lang, "rids-try-do")}
                </PostButton>
            </div>
        </Details>
    }
}
