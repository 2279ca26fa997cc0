//! Page with all channels, the form that adds one, and the hosts that they may call.

use desk::channels::{AllowedHost, Channel, ChannelHealth};
use domain::paths;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{ButtonKind, Cell, EmptyState, Form, Panel, Submit, Table};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::forms::{self, FlashNotice};
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, query};
use crate::pages::channels::badges::ChannelBadges;
use crate::pages::channels::fields::ChannelFields;
use crate::pages::channels::forms::AddChannel;
use crate::pages::channels::hosts::HostsPanel;
use crate::pages::channels::outcome::{ChannelForm, ChannelOutcome};
use crate::pages::channels::signature::SignatureDetails;
use crate::t;
use crate::words::channels::{blocked_words, kind_words};
use crate::words::notices::minimum_severity_words;

/// `/channels`
#[component]
pub fn ChannelsPage() -> impl IntoView {
    let host = forms::shown_again(&query("host"));
    page(move |Visit { desk, viewer, mut flash }| async move {
        let lang = viewer.lang;
        let channels = desk.channels_with_health(&viewer.actor).await?;
        let hosts: Vec<AllowedHost> = desk.hosts(&viewer.actor).await?;
        let form = match flash.read::<ChannelOutcome>() {
            Some(ChannelOutcome::Add(form)) => form.clone(),
            _ => ChannelForm::default(),
        };
        // The forms about hosts lead back to their panel, which may be far below the page's head.
        let host_outcome = flash.take(ChannelOutcome::is_about_hosts);
        let list = if channels.is_empty() {
            view! { <EmptyState title=t!(lang, "channels-none")>{t!(lang, "channels-none-next")}</EmptyState> }
                .into_any()
        } else {
            view! { <ChannelTable channels /> }.into_any()
        };
        Ok::<_, Failure>(view! {
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
                        <Form action=AddChannel::url()>
                            <ChannelFields form />
                            <p class="hint">{t!(lang, "channel-add-hint")}</p>
                            <Submit kind=ButtonKind::Primary>{t!(lang, "channel-add")}</Submit>
                        </Form>
                    </Panel>
                </div>
                <SignatureDetails />
                <HostsPanel hosts host outcome=host_outcome />
            </Page>
        })
    })
}

#[component]
fn ChannelTable(channels: Vec<(Channel, ChannelHealth)>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let columns =
        t!(lang, ["col-channel", "field-channel-kind", "field-channel-url", "field-channel-severity", "col-state"]);
    let rows = channels.into_iter().map(|channel| channel_row(columns.clone(), channel)).collect_view();
    view! {
        <Table caption=t!(lang, "channels-title") columns=columns.clone()>
            {rows}
        </Table>
    }
}

fn channel_row(columns: [Text; 5], (channel, standing): (Channel, ChannelHealth)) -> impl IntoView + use<> {
    let lang = Viewer::current().lang;
    let [_, kind, address, severity, state] = columns;
    let kind_name = kind_words(lang, channel.kind);
    let minimum = minimum_severity_words(lang, channel.severity);
    let why = blocked_words(lang, &standing);
    let (href, name, masked) = (paths::channel(channel.id), channel.name.clone(), channel.masked_url.clone());
    view! {
        <tr>
            <Cell main=true>
                <a class="row-link" href=href>
                    {name}
                </a>
            </Cell>
            <Cell label=kind>{kind_name}</Cell>
            <Cell label=address>
                <code class="path">{masked}</code>
            </Cell>
            <Cell label=severity>{minimum}</Cell>
            <Cell label=state>
                <ChannelBadges channel standing />
                {why.map(|why| view! { " " <span class="secondary">{why}</span> })}
            </Cell>
        </tr>
    }
}
