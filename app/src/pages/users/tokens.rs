//! API tokens: all of them, the form that makes one, and the one moment in which its text is seen.

use crate::pages::users::forms::CreateToken;
use crate::pages::users::forms::LASTS;
use crate::pages::users::forms::RevokeToken;
use desk::api_tokens::ApiToken;
use domain::{Lang, May, Role};
use jiff::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use secrecy::ExposeSecret;

use crate::components::{
    Button, ButtonKind, Cell, Choice, ColumnHeads, Copy, CopyButton, Details, EmptyState, Field, Form, Notice,
    NoticeKind, Panel, Radios, Select, Table, Time,
};
use crate::context::{DeskAddress, Text, Viewer};
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::forms::{self};
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page};
use crate::pages::users::list::role_choices;
use crate::pages::users::outcome::{TokenFaults, TokenNameFault, UserOutcome};
use crate::parts::settings_nav::{SettingsNav, SettingsPart};
use crate::t;
use crate::words::users::{role_words, who_words};

/// `/settings/tokens`
#[component]
pub fn TokensPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        if !viewer.may(May::Administer) {
            return Err(Failure::Forbidden(May::Administer));
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
            Some(UserOutcome::CreateToken { name, role, expires, faults }) => Typed { name, role, expires, faults },
            _ => Typed::default(),
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

/// A token that was just made: seen now or never.
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

/// A first call with the token. The token itself stands in no command: a shell would keep it in its history.
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
    let names = [
        t!(lang, "col-token-name"),
        t!(lang, "col-role"),
        t!(lang, "col-token-state"),
        t!(lang, "col-made-by"),
        t!(lang, "col-created"),
        t!(lang, "col-last-used"),
        t!(lang, "col-expires"),
    ];
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
    let when = |at: Option<Timestamp>, otherwise: Text| match at {
        Some(at) => view! { <Time at quiet=true /> }.into_any(),
        None => view! { <span class="secondary">{otherwise}</span> }.into_any(),
    };
    let revoke = revocable.then(|| view! { <Revoke id=token.id name=token.name.clone() /> });
    let standing = view! { <TokenState token=token.clone() /> };
    view! {
        <tr>
            <Cell main=true>{token.name}</Cell>
            <Cell label=role>{role_words(lang, token.role)}</Cell>
            <Cell label=state>{standing}</Cell>
            <Cell label=made_by>{who_words(lang, &token.made_by)}</Cell>
            <Cell label=created>
                <Time at=token.created_at quiet=true />
            </Cell>
            <Cell label=last_used>{when(token.last_used_at, t!(lang, "never-used"))}</Cell>
            <Cell label=expires>{when(token.expires_at, t!(lang, "never-expires"))}</Cell>
            {revoke.map(|revoke| view! { <Cell>{revoke}</Cell> })}
        </tr>
    }
}

/// The way to revoke a token, with a step between.
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
                <div class="actions">
                    <Button kind=ButtonKind::Confirm>{t!(lang, "token-revoke-confirm", name = name)}</Button>
                </div>
            </Form>
        </details>
    }
}

/// What a token is good for now.
#[component]
fn TokenState(token: ApiToken) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let since = |word: Text, at: Timestamp| {
        view! {
            <span class="standing ended">
                {word} " " <Time at quiet=true />
            </span>
        }
        .into_any()
    };
    if let Some(at) = token.revoked_at {
        return since(t!(lang, "token-revoked-since"), at);
    }
    if let Some(at) = token.expires_at.filter(|at| *at <= viewer.now) {
        return since(t!(lang, "token-expired-since"), at);
    }
    if token.maker_disabled {
        return view! { <span class="standing ended">{t!(lang, "token-maker-disabled")}</span> }.into_any();
    }
    let capped =
        token.maker_role.filter(|maker| May::ALL.into_iter().any(|what| token.role.may(what) && !maker.may(what)));
    view! {
        <span class="standing active">{t!(lang, "token-live")}</span>
        {capped
            .map(|maker| {
                view! { <span class="capped">{t!(lang, "token-capped", role = role_words(lang, maker))}</span> }
            })}
    }
    .into_any()
}

/// What was typed, and what is wrong with it.
#[derive(Clone, Default)]
struct Typed {
    name: String,
    role: String,
    expires: String,
    faults: TokenFaults,
}

#[component]
fn CreateForm(typed: Typed) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Typed { name, role, expires, faults } = typed;
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
                choices=LASTS.map(|(word, days)| Choice::new(word, lasts_words(lang, days))).to_vec()
                selected=or(expires, LASTS[0].0)
                error=faults.expires.then(|| t!(lang, "fault-expires"))
            />
            <p class="hint">{t!(lang, "token-create-hint")}</p>
            <div class="actions">
                <Button kind=ButtonKind::Primary>{t!(lang, "token-create")}</Button>
            </div>
        </Form>
    }
}

fn lasts_words(lang: Lang, days: Option<i64>) -> Text {
    match days {
        Some(365) => t!(lang, "lasts-year"),
        Some(days) => t!(lang, "lasts-days", days = days),
        None => t!(lang, "lasts-for-ever"),
    }
}
