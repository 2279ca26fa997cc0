//! The list of API tokens, the form that makes one, and the notice that shows the text of a new one once.

use desk::api_tokens::ApiToken;
use domain::{Lang, Permission, Role};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use secrecy::ExposeSecret;

use crate::components::{
    ButtonKind, Cell, Choice, ColumnHeads, Copy, CopyButton, Details, EmptyState, Field, Form, Notice, NoticeKind,
    Panel, Radios, Select, Submit, Table, Time,
};
use crate::context::{DeskAddress, Text, Viewer};
use crate::failure::Failure;
use crate::forms::{self, FlashNotice};
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page};
use crate::pages::users::forms::{CreateToken, LIFETIMES, RevokeToken};
use crate::pages::users::outcome::{TokenNameFault, TypedToken, UserOutcome};
use crate::pages::users::shared::{EndedSince, TimeOr, role_choices};
use crate::parts::confirm_password::ConfirmPassword;
use crate::parts::settings_nav::{SettingsNav, SettingsPart};
use crate::t;
use crate::words::users::{role_words, who_words};

/// `/settings/tokens`
#[component]
pub fn TokensPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        if !viewer.may(Permission::Administer) {
            return Err(Failure::Forbidden(Permission::Administer));
        }
        let (revoked, live): (Vec<_>, Vec<_>) =
            desk.list_tokens(&viewer.actor).await?.into_iter().partition(|token| token.revoked_at.is_some());
        let outcome = flash.read::<UserOutcome>().cloned();
        let fresh = match &outcome {
            Some(UserOutcome::TokenMade { name, role }) => {
                let text = forms::session_id().and_then(|session| desk.take_token(&session));
                let text = text.map(|text| text.expose_secret().to_owned());
                Some(view! { <FreshToken name=name.clone() role=*role text /> })
            }
            _ => None,
        };
        let typed = match outcome {
            Some(UserOutcome::CreateToken(typed)) => typed,
            _ => TypedToken::default(),
        };
        let list = if live.is_empty() {
            view! { <EmptyState title=t!(lang, "tokens-none")>{t!(lang, "tokens-none-next")}</EmptyState> }.into_any()
        } else {
            view! { <TokenTable caption=t!(lang, "settings-tokens") tokens=live revocable=true /> }.into_any()
        };
        Ok(view! {
            <Page
                title=t!(lang, "settings-tokens")
                section=Section::Settings
                lead=view! { <p>{t!(lang, "tokens-lead")}</p> }.into_any()
            >
                <SettingsNav part=SettingsPart::Tokens />
                <FlashNotice flash />
                {fresh}
                {list}
                <div id="create">
                    <Panel title=t!(lang, "token-create-title")>
                        <CreateForm typed />
                    </Panel>
                </div>
                {(!revoked.is_empty())
                    .then(|| {
                        view! {
                            <Details summary=t!(lang, "tokens-revoked", count = revoked.len())>
                                <TokenTable caption=t!(lang, "tokens-revoked", count = revoked.len()) tokens=revoked.clone() />
                            </Details>
                        }
                    })}
            </Page>
        }
        .into_any())
    })
}

/// The notice about a new token: its text is shown this once.
#[component]
fn FreshToken(name: String, role: Role, text: Option<String>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Some(text) = text else {
        let next = t!(lang, "token-missed-next", name = name.clone());
        return view! { <Notice kind=NoticeKind::Warning title=t!(lang, "token-missed", name = name) next /> }
            .into_any();
    };
    view! {
        <Notice
            kind=NoticeKind::Success
            title=t!(lang, "token-made", name = name, role = role_words(lang, role))
            next=t!(lang, "token-made-next")
        >
            <p class="fresh-token">
                <Copy text />
            </p>
            {(role != Role::Reporter).then(|| view! { <CallExample /> })}
        </Notice>
    }
    .into_any()
}

/// An example of a call with the token. The command does not contain the token, which a shell would keep in its history.
#[component]
fn CallExample() -> impl IntoView {
    let lang = Viewer::current().lang;
    let address = use_context::<DeskAddress>().map(|DeskAddress(address)| address).unwrap_or_default();
    let command = format!("curl -H \"Authorization: Bearer $WXQUOTA_TOKEN\" {address}/api/v1/accounts");
    view! {
        <p>{t!(lang, "token-example")}</p>
        <div class="sheet">
            <CopyButton text=command.clone() />
            <pre>{command}</pre>
        </div>
    }
}

#[component]
fn TokenTable(caption: Text, tokens: Vec<ApiToken>, #[prop(optional)] revocable: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    let names = t!(
        lang,
        ["col-token-name", "col-role", "col-token-state", "col-made-by", "col-created", "col-last-used", "col-expires"]
    );
    let head = view! {
        <ColumnHeads names=names.to_vec() />
        {revocable
            .then(|| {
                view! {
                    <th scope="col">
                        <span class="unseen">{t!(lang, "token-revoke")}</span>
                    </th>
                }
            })}
    }
    .into_any();
    let rows = tokens.into_iter().map(|token| token_row(lang, names.clone(), token, revocable)).collect_view();
    view! {
        <div class="tokens">
            <Table caption=caption head>
                {rows}
            </Table>
        </div>
    }
}

fn token_row(lang: Lang, names: [Text; 7], token: ApiToken, revocable: bool) -> impl IntoView + use<> {
    let [_, role, state, made_by, created, last_used, expires] = names;
    let revoke = revocable.then(|| view! { <Revoke id=token.id name=token.name.clone() /> });
    let standing = view! { <TokenState token=token.clone() /> };
    view! {
        <tr>
            <Cell main=true>{token.name}</Cell>
            <Cell label=role>{role_words(lang, token.role)}</Cell>
            <Cell label=state>{standing}</Cell>
            <Cell label=made_by>
                {who_words(lang, &token.made_by)}
                {token
                    .owner
                    .map(|owner| view! { <span class="secondary">{t!(lang, "token-for", name = owner)}</span> })}
            </Cell>
            <Cell label=created>
                <Time at=token.created_at quiet=true />
            </Cell>
            <Cell label=last_used>
                <TimeOr at=token.last_used_at otherwise=t!(lang, "never-used") quiet=true />
            </Cell>
            <Cell label=expires>
                <TimeOr at=token.expires_at otherwise=t!(lang, "never-expires") quiet=true />
            </Cell>
            {revoke.map(|revoke| view! { <Cell>{revoke}</Cell> })}
        </tr>
    }
}

/// The form that revokes a token, folded behind a button that asks for confirmation.
#[component]
fn Revoke(id: i64, name: String) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <details class="confirming">
            <summary class="button quiet">
                {t!(lang, "token-revoke")}
                <span class="unseen">{name.clone()}</span>
            </summary>
            <p>{t!(lang, "token-revoke-what")}</p>
            <Form action=RevokeToken::url()>
                <input type="hidden" name="token" value=id />
                <Submit kind=ButtonKind::Confirm>{t!(lang, "token-revoke-confirm", name = name)}</Submit>
            </Form>
        </details>
    }
}

/// The state of a token: live, perhaps with fewer rights than its role, or since when it is not.
#[component]
fn TokenState(token: ApiToken) -> impl IntoView {
    let viewer = Viewer::current();
    let (lang, owned) = (viewer.lang, token.owner.is_some());
    if let Some(at) = token.revoked_at {
        return view! { <EndedSince label=t!(lang, "token-revoked-since") at /> }.into_any();
    }
    if let Some(at) = token.expires_at.filter(|at| *at <= viewer.now) {
        return view! { <EndedSince label=t!(lang, "token-expired-since") at /> }.into_any();
    }
    if token.maker_disabled {
        let why = if owned { t!(lang, "token-owner-disabled") } else { t!(lang, "token-maker-disabled") };
        return view! { <span class="standing ended">{why}</span> }.into_any();
    }
    let capped = token
        .maker_role
        .filter(|maker| Permission::ALL.into_iter().any(|what| token.role.may(what) && !maker.may(what)));
    view! {
        <span class="standing active">{t!(lang, "token-live")}</span>
        {capped
            .map(|maker| {
                let role = role_words(lang, maker);
                let words = if owned {
                    t!(lang, "token-owner-capped", role = role)
                } else {
                    t!(lang, "token-capped", role = role)
                };
                view! { <span class="capped">{words}</span> }
            })}
    }
    .into_any()
}

#[component]
fn CreateForm(typed: TypedToken) -> impl IntoView {
    let lang = Viewer::current().lang;
    let TypedToken { name, role, expires, faults } = typed;
    let or = |typed: String, usual: &'static str| if typed.is_empty() { usual.to_owned() } else { typed };
    let name_error = faults.name.map(|fault| match fault {
        TokenNameFault::Name => t!(lang, "fault-token-name"),
        TokenNameFault::Taken => t!(lang, "fault-token-name-taken"),
    });
    view! {
        <Form action=CreateToken::url()>
            <Field
                name="name"
                label=t!(lang, "field-token-name")
                value=name
                hint=t!(lang, "field-token-name-hint")
                error=name_error
            />
            <Radios
                name="role"
                legend=t!(lang, "col-role")
                choices=role_choices(lang, &Role::ALL)
                selected=or(role, Role::Viewer.word())
                error=faults.role.then(|| t!(lang, "fault-role"))
            />
            <Select
                name="expires"
                label=t!(lang, "col-expires")
                choices=LIFETIMES.map(|(word, days)| Choice::new(word, lifetime_words(lang, days))).to_vec()
                selected=or(expires, LIFETIMES[0].0)
                error=faults.expires.then(|| t!(lang, "fault-expires"))
            />
            <ConfirmPassword form=CreateToken::url() />
            <p class="hint">{t!(lang, "token-create-hint")}</p>
            <Submit kind=ButtonKind::Primary>{t!(lang, "token-create")}</Submit>
        </Form>
    }
}

fn lifetime_words(lang: Lang, days: Option<i64>) -> Text {
    match days {
        Some(365) => t!(lang, "lasts-year"),
        Some(days) => t!(lang, "lasts-days", days = days),
        None => t!(lang, "lasts-for-ever"),
    }
}
