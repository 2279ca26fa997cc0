//! Panel with the hosts in private networks that channels may call, and for admins the forms that allow and forbid them.

use desk::channels::AllowedHost;
use domain::Permission;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{ButtonKind, Cell, Field, Form, Panel, PostButton, Submit, Table, Time};
use crate::context::{Text, Viewer};
use crate::forms::Outcome;
use crate::pages::channels::forms::{AllowHost, ForbidHost};
use crate::pages::channels::outcome::ChannelOutcome;
use crate::parts::confirm_password::ConfirmPassword;
use crate::t;
use crate::words::users::who_words;

/// The panel at `/channels#hosts`.
#[component]
pub fn HostsPanel(
    /// The hosts that are allowed.
    hosts: Vec<AllowedHost>,
    /// A host to fill in, out of the page's address.
    host: String,
    /// The outcome of the last change, shown here, since the browser goes back to the panel.
    outcome: Option<ChannelOutcome>,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let may = viewer.may(Permission::Administer);
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
                placeholder="10.0.0.7:8443"
                hint=t!(lang, "field-host-hint")
                error=is_wrong.then(|| t!(lang, "fault-host"))
            />
            <ConfirmPassword form=AllowHost::url() />
            <Submit>{t!(lang, "host-allow")}</Submit>
        </Form>
    }
}

#[component]
fn HostTable(hosts: Vec<AllowedHost>, forbids: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    let columns = t!(lang, ["field-host", "col-allowed-by", "col-when"]);
    let forbid_head = forbids.then(|| {
        view! {
            <th scope="col">
                <span class="unseen">{t!(lang, "host-forbid")}</span>
            </th>
        }
    });
    let rows = hosts.into_iter().map(|host| host_row(columns.clone(), host, forbids)).collect_view();
    view! {
        <Table caption=t!(lang, "hosts-title") columns=columns.clone() head=forbid_head.into_any()>
            {rows}
        </Table>
    }
}

fn host_row(columns: [Text; 3], host: AllowedHost, forbids: bool) -> impl IntoView + use<> {
    let lang = Viewer::current().lang;
    let [_, allowed_by, when] = columns;
    let AllowedHost { host, allowed_at, allowed_by: who } = host;
    let forbid = forbids.then(|| {
        let host = host.clone();
        view! {
            <Cell>
                <PostButton action=ForbidHost::url() fields=[("host", host.clone())] kind=ButtonKind::Quiet>
                    {t!(lang, "host-forbid")}
                    " "
                    <span class="unseen">{host}</span>
                </PostButton>
            </Cell>
        }
    });
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
