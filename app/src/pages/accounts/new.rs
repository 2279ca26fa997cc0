//! Adding an account: typed, checked with WeChat, kept.

use desk::Desk;
use desk::accounts::{AccountFaults, CheckReport, MAX_PATHS, SeenAddress};
use desk::drafts::DraftMarker;
use desk::explain::explain_failure;
use domain::{Failure as CallFailure, Kind, Lang, Permission, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Button, ButtonKind, Choice, Fact, Facts, Field, Form, LinkButton, Panel, Select, TextArea};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page};
use crate::pages::accounts::check_notice::CheckNotice;
use crate::pages::accounts::forms::AddAccount;
use crate::pages::accounts::outcome::{AccountOutcome, TypedAccountForm};
use crate::pages::accounts::secret::SecretField;
use crate::parts::outbound_address::OutboundAddress;
use crate::t;
use crate::words::accounts::{appid_words, kind_fault_words, kind_words, name_words, path_words, secret_words};
use crate::words::failures::plain;

/// `/accounts/new`
#[component]
pub fn AccountNewPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        if !viewer.may(Permission::Administer) {
            return Err(Failure::Forbidden(Permission::Administer));
        }
        let lang = viewer.lang;
        let seen = desk.outbound_address(&viewer.actor).await?;
        let usual = usual(&desk, lang);
        let (typed, faults, check, kept) = match flash.read().cloned() {
            Some(AccountOutcome::Add { typed, faults, check, kept }) => {
                (typed, faults, check.map(|check| *check), kept)
            }
            _ => Default::default(),
        };
        Ok(view! {
            <Page
                title=t!(lang, "account-add")
                section=Section::Accounts
                crumbs=vec![Crumb::new(t!(lang, "accounts-title"), paths::ACCOUNTS)]
                lead=view! { <p>{t!(lang, "account-add-lead")}</p> }.into_any()
            >
                <FlashNotice flash />
                {check.clone().map(|report| view! { <CheckNotice report /> })}
                <Panel>
                    <AddForm typed faults check kept seen usual />
                </Panel>
            </Page>
        })
    })
}

/// What WeChat refused, at the field that it is about.
#[derive(Debug, Default)]
struct Refusals {
    appid: Option<Text>,
    secret: Option<Text>,
    paths: Option<Text>,
    address: Option<Text>,
}

impl Refusals {
    fn of(lang: Lang, check: Option<&CheckReport>) -> Self {
        let mut refusals = Self::default();
        let Some((report, problem)) = check.and_then(|report| Some((report, report.problem()?))) else {
            return refusals;
        };
        let words = Some(refused_words(lang, problem.failure, report.kind));
        match problem.failure.errcode() {
            Some(40013 | 41002) => refusals.appid = words,
            Some(40001 | 40125 | 40243 | 41004) => refusals.secret = words,
            Some(40164 | 61004 | 45035) => refusals.address = words,
            // A token was had, and the interface was refused.
            Some(_) if report.token.is_none() => refusals.paths = words,
            _ => {}
        }
        refusals
    }
}

#[component]
fn AddForm(
    typed: TypedAccountForm,
    faults: AccountFaults,
    check: Option<CheckReport>,
    /// The marker of the secret that was typed before.
    kept: Option<DraftMarker>,
    /// The address that WeChat named last.
    seen: Option<SeenAddress>,
    /// The names of the interfaces that are usual for each kind.
    usual: Vec<(Text, String)>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let refused = Refusals::of(lang, check.as_ref());
    let kind = if typed.kind.is_empty() { Kind::MiniProgram.word().to_owned() } else { typed.kind };
    let appid_error = faults.appid.map(|fault| appid_words(lang, fault)).or(refused.appid);
    let path_error = match faults.path {
        Some((path, error)) => Some(path_words(lang, &path, error)),
        None => faults.too_many_paths.then(|| t!(lang, "fault-paths-many", count = MAX_PATHS)).or(refused.paths),
    };
    let secret_error = faults.secret.map(|fault| secret_words(lang, fault)).or(refused.secret);
    view! {
        <Form action=AddAccount::url()>
            <Field
                name="name"
                label=t!(lang, "field-name")
                value=typed.name
                hint=t!(lang, "field-name-hint")
                error=faults.name.map(|fault| name_words(lang, &fault))
            />
            <Select
                name="kind"
                label=t!(lang, "col-kind")
                choices=kind_choices(lang, None)
                selected=kind
                error=kind_fault_words(lang, faults.kind, faults.platform)
            />
            <Field
                name="appid"
                label=t!(lang, "col-appid")
                value=typed.appid
                code=true
                placeholder="wx0123456789abcdef"
                hint=t!(lang, "field-appid-hint")
                error=appid_error
            />
            <SecretField label=t!(lang, "field-secret") error=secret_error kept />
            <AddressField seen error=refused.address />
            <TextArea
                name="paths"
                label=t!(lang, "field-paths")
                value=typed.paths
                code=true
                optional=true
                placeholder="/cgi-bin/message/custom/send"
                hint=t!(lang, "field-paths-hint-new")
                error=path_error
            />
            <UsualInterfaces usual />
            <Field
                name="cleared_before"
                label=t!(lang, "field-cleared")
                value=typed.cleared_before
                optional=true
                hint=t!(lang, "field-cleared-hint")
                error=faults.cleared_before.map(|most| t!(lang, "fault-cleared", most = most))
            />
            {check.map(|_| {
                view! {
                    <label class="check">
                        <input type="checkbox" name="anyway" value="yes" />
                        <span>{t!(lang, "field-anyway")}</span>
                    </label>
                }
            })}
            <div class="actions">
                <Button kind=ButtonKind::Primary>{t!(lang, "account-add-submit")}</Button>
                <LinkButton href=paths::ACCOUNTS>{t!(lang, "cancel")}</LinkButton>
            </div>
        </Form>
    }
}

/// What is said at a field that WeChat refused: what is wrong, and what to do.
fn refused_words(lang: Lang, failure: CallFailure, kind: Option<Kind>) -> Text {
    let explanation = explain_failure(failure, lang).map(|explanation| match kind {
        Some(kind) => explanation.for_kind(kind, lang),
        None => explanation,
    });
    let (what, next) = if let Some(explanation) = explanation {
        (explanation.title, explanation.next_step)
    } else {
        let (what, _, next) = plain(lang, failure);
        (what, next)
    };
    t!(lang, "fault-refused", what = what, next = next)
}

/// The address that has to be on the account's IP white list, as WeChat told it.
#[component]
fn AddressField(seen: Option<SeenAddress>, error: Option<Text>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let class = if error.is_some() { "field wrong" } else { "field" };
    view! {
        <div class=class id="outbound-address">
            <p class="label">{t!(lang, "outbound-address")}</p>
            <p>
                <OutboundAddress seen />
            </p>
            <p class="hint">{t!(lang, "outbound-address-hint")}</p>
            {error.map(|error| view! { <p class="error">{error}</p> })}
        </div>
    }
}

/// The interfaces that are usual for each kind, folded.
#[component]
fn UsualInterfaces(usual: Vec<(Text, String)>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let kinds = usual.into_iter().map(|(kind, names)| view! { <Fact label=kind>{names}</Fact> }).collect_view();
    view! {
        <details>
            <summary>{t!(lang, "usual-interfaces")}</summary>
            <Facts>{kinds}</Facts>
        </details>
    }
}

/// Each kind that can be added, with the names of its usual interfaces.
fn usual(desk: &Desk, lang: Lang) -> Vec<(Text, String)> {
    let names = |kind: Kind| {
        let paths = desk.usual_for(kind);
        let names: Vec<_> = paths.iter().map(|path| desk.interface_name(lang, path)).collect();
        if names.is_empty() { "–".to_owned() } else { names.join(&t!(lang, "comma")) }
    };
    Kind::SUPPORTED.into_iter().map(|kind| (kind_words(lang, kind), names(kind))).collect()
}

/// The kinds that can be chosen, and the present one.
pub(crate) fn kind_choices(lang: Lang, present: Option<Kind>) -> Vec<Choice> {
    let offered = Kind::ALL.into_iter().filter(|kind| kind.is_supported() || Some(*kind) == present);
    offered.map(|kind| Choice::new(kind.word(), kind_words(lang, kind))).collect()
}
