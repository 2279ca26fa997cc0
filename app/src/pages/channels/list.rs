//! Channels: where notices go beside the desk, and the form that adds one.

use crate::components::{Button, ButtonKind, Cell, ColumnHeads, EmptyState, Form, Panel, Table};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::forms::{self, FlashNotice};
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, query};
use crate::pages::channels::badges::ChannelBadges;
use crate::pages::channels::fields::ChannelFields;
use crate::pages::channels::forms::AddChannel;
use crate::pages::channels::hosts::HostsPanel;
use crate::pages::channels::outcome::{ChannelOutcome, Typed};
use crate::pages::channels::signature::SignatureDetails;
use crate::t;
use crate::words::channels::blocked_words;
use crate::words::notices::from_words;
use desk::channels::{AllowedHost, Channel, Standing};
use domain::paths;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// `/channels`
#[component]
pub fn ChannelsPage() -> impl IntoView {
    let host = forms::shown_again(&query("host"));
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let channels = desk.channels_standing(&viewer.actor).await?;
        let hosts: Vec<AllowedHost> = desk.hosts(&viewer.actor).await?;
        let outcome = flash.read::<ChannelOutcome>().cloned();
        let typed = match &outcome {
            Some(ChannelOutcome::Add(typed)) => typed.clone(),
            _ => Typed::default(),
        };
        // The forms about hosts lead back to their panel, which may be far below the page's head.
        let mut flash = flash;
        let of_hosts = flash.take(ChannelOutcome::is_of_hosts);
        let list = if channels.is_empty() {
            view! { <EmptyState title=t!(lang, "channels-none")>{t!(lang, "channels-none-next")}</EmptyState> }
                .into_any()
        } else {
            view! { <ChannelTable channels /> }.into_any()
        };
        Ok::<_, Failure>(
            view! {
                <Page
                    title=t!(lang, "channels-title")
                    section=Section::Notices
                    crumbs=vec![Crumb::new(t!(lang, "notices-title"), paths::NOTICES)]
                    lead=view! { <p>{t!(lang, "channels-lead")}</p> }.into_any()
                >
                    <FlashNotice flash />
                    {list}
                    <div id="add">
                        <Panel title=t!(lang, "channel-add-title")>
                            <AddForm typed />
                        </Panel>
                    </div>
                    <SignatureDetails />
                    <HostsPanel hosts host outcome=of_hosts />
                </Page>
            }
            .into_any(),
        )
    })
}

#[component]
fn AddForm(typed: Typed) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Form action=AddChannel::url()>
            <ChannelFields typed />
            <p class="hint">{t!(lang, "channel-add-hint")}</p>
            <div class="actions">
                <Button kind=ButtonKind::Primary>{t!(lang, "channel-add")}</Button>
            </div>
        </Form>
    }
}

#[component]
fn ChannelTable(channels: Vec<(Channel, Standing)>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let names = [
        t!(lang, "col-channel"),
        t!(lang, "field-channel-url"),
        t!(lang, "field-channel-severity"),
        t!(lang, "col-state"),
    ];
    let head = view! { <ColumnHeads names=names.to_vec() /> }.into_any();
    let rows = channels.into_iter().map(|channel| channel_row(names.clone(), channel)).collect_view();
    view! {
        <Table caption=t!(lang, "channels-title") head>
            {rows}
        </Table>
    }
}

fn channel_row(names: [Text; 4], (channel, standing): (Channel, Standing)) -> impl IntoView + use<> {
    let lang = Viewer::current().lang;
    let [_, address, severity, state] = names;
    let from = from_words(lang, channel.severity);
    let why = blocked_words(lang, &standing);
    let (href, name, masked) = (paths::channel(channel.id), channel.name.clone(), channel.masked_url.clone());
    view! {
        <tr>
            <Cell main=true>
                <a class="row-link" href=href>
                    {name}
                </a>
            </Cell>
            <Cell label=address>
                <code class="path">{masked}</code>
            </Cell>
            <Cell label=severity>{from}</Cell>
            <Cell label=state>
                <ChannelBadges channel standing />
                {why.map(|why| view! { " " <span class="secondary">{why}</span> })}
            </Cell>
        </tr>
    }
}
