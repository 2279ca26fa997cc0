//! Hosts in private networks that channels may call: which they are, and for admins the forms that allow and forbid them.

use crate::components::{Button, ButtonKind, Cell, ColumnHeads, Field, Form, Panel, Table, Time};
use crate::context::{Text, Viewer, encode};
use crate::forms::Outcome;
use crate::pages::channels::forms::{AllowHost, ForbidHost};
use crate::pages::channels::outcome::ChannelOutcome;
use crate::t;
use crate::words::users::who_words;
use desk::channels::AllowedHost;
use domain::May;
use domain::paths;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The panel, to which `/channels#hosts` leads.
#[component]
pub fn HostsPanel(
    /// Those that are allowed.
    hosts: Vec<AllowedHost>,
    /// One that the address proposes.
    host: String,
    /// What came of the last change, told here, where the browser goes back to.
    outcome: Option<ChannelOutcome>,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let may = viewer.may(May::Administer);
    let list = if hosts.is_empty() {
        view! { <p class="secondary">{t!(lang, "hosts-none")}</p> }.into_any()
    } else {
        view! { <HostTable hosts forbids=may /> }.into_any()
    };
    let (typed, is_wrong) = match &outcome {
        Some(ChannelOutcome::Host { typed }) => (typed.clone(), true),
        _ => (host, false),
    };
    let form = if may {
        view! { <AllowForm typed is_wrong /> }.into_any()
    } else {
        view! { <p>{t!(lang, "hosts-admins-only")}</p> }.into_any()
    };
    view! {
        <div id="hosts">
            <Panel title=t!(lang, "hosts-title")>
                {outcome.and_then(|outcome| outcome.notice())} <p>{t!(lang, "hosts-why")}</p> {list} {form}
            </Panel>
        </div>
    }
}

#[component]
fn AllowForm(typed: String, is_wrong: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Form action=AllowHost::url()>
            <Field
                name="host"
                label=t!(lang, "field-host")
                value=typed
                code=true
                placeholder="10.0.0.7"
                hint=t!(lang, "field-host-hint")
                error=is_wrong.then(|| t!(lang, "fault-host"))
            />
            <div class="actions">
                <Button>{t!(lang, "host-allow")}</Button>
            </div>
        </Form>
    }
}

#[component]
fn HostTable(hosts: Vec<AllowedHost>, forbids: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    let names = [t!(lang, "field-host"), t!(lang, "col-allowed-by"), t!(lang, "col-when")];
    let head = view! {
        <ColumnHeads names=names.to_vec() />
        {forbids
            .then(|| {
                view! {
                    <th scope="col">
                        <span class="unseen">{t!(lang, "host-forbid")}</span>
                    </th>
                }
            })}
    }
    .into_any();
    let rows = hosts.into_iter().map(|host| host_row(names.clone(), host, forbids)).collect_view();
    view! {
        <Table caption=t!(lang, "hosts-title") head>
            {rows}
        </Table>
    }
}

fn host_row(names: [Text; 3], host: AllowedHost, forbids: bool) -> impl IntoView + use<> {
    let lang = Viewer::current().lang;
    let [_, allowed_by, when] = names;
    let AllowedHost { host, allowed_at, allowed_by: who } = host;
    let forbid = forbids.then(|| view! { <Forbid host=host.clone() /> });
    let forbid = forbid.map(|forbid| view! { <Cell>{forbid}</Cell> });
    view! {
        <tr>
            <Cell main=true>
                <code>{host}</code>
            </Cell>
            <Cell label=allowed_by>{who_words(lang, &who)}</Cell>
            <Cell label=when>
                <Time at=allowed_at quiet=true />
            </Cell>
            {forbid}
        </tr>
    }
}

#[component]
fn Forbid(host: String) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Form action=ForbidHost::url() inline=true>
            <input type="hidden" name="host" value=host.clone() />
            <Button kind=ButtonKind::Quiet>
                {t!(lang, "host-forbid")}
                " "
                <span class="unseen">{host}</span>
            </Button>
        </Form>
    }
}

/// The way to where a host is allowed; whoever may do that finds its name there.
#[component]
pub fn ToHosts(
    /// The host.
    host: String,
) -> impl IntoView {
    let viewer = Viewer::current();
    let (href, words) = if viewer.may(May::Administer) {
        let host = encode(&host);
        (paths::channel_host(&host), t!(viewer.lang, "hosts-allow-it"))
    } else {
        (paths::CHANNEL_HOSTS.to_owned(), t!(viewer.lang, "hosts-who-allows"))
    };
    view! { <a href=href>{words}</a> }
}
