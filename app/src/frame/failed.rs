//! Pages for what cannot be shown: what happened, and a way forward.

use axum::http::StatusCode;
use desk::accounts::AccountError;
use desk::clears::{ClearError, LedgerError};
use desk::history::HistoryError;
use desk::interfaces::WatchError;
use desk::overview::OverviewError;
use desk::sampling::status::StatusError;
use desk::users::UserError;
use domain::{Lang, May, Role};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use crate::components::{EmptyState, LinkButton};
use crate::context::{Text, Viewer};
use crate::forms::notice::FlashNotice;
use crate::forms::{Flash, Refused};
use crate::frame::page::Page;
use crate::pages::channels::outcome::ChannelOutcome;
use crate::pages::clears::request_outcome::RequestOutcome;
use crate::pages::clears::settling::SettleOutcome;
use crate::pages::policies::outcome::PolicyOutcome;
use crate::t;
use crate::words::users::role_words;

/// Why a page cannot be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// There is no such page.
    NoSuchPage,
    /// There is no such account.
    NoSuchAccount,
    /// There is no such interface on the account.
    NoSuchInterface,
    /// There is no such clear.
    NoSuchClear,
    /// There is no such request for a second person.
    NoSuchRequest,
    /// The address names no month, or one that is still to come.
    NoSuchMonth,
    /// The account is of a kind that cannot be cleared.
    NotClearable,
    /// There is no such channel.
    NoSuchChannel,
    /// There is no such policy.
    NoSuchPolicy,
    /// The address names no rid.
    NoSuchRid,
    /// There is no such list of rids, or it was forgotten.
    NoSuchRidList,
    /// No such incident.
    NoSuchIncident,
    /// The role may not do what the page is for.
    Forbidden(May),
    /// Something failed inside; it is in the log.
    Internal,
}

impl Failure {
    fn status(self) -> StatusCode {
        match self {
            Self::NoSuchPage
            | Self::NoSuchAccount
            | Self::NoSuchInterface
            | Self::NoSuchClear
            | Self::NoSuchRequest
            | Self::NoSuchMonth
            | Self::NoSuchChannel
            | Self::NoSuchPolicy
            | Self::NoSuchRid
            | Self::NoSuchRidList
            | Self::NoSuchIncident
            | Self::NotClearable => StatusCode::NOT_FOUND,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Whether a form's refusal says the same.
    fn is_told_by(self, flash: &Flash) -> bool {
        if let Flash::Request(outcome) = flash {
            return self == Self::NoSuchRequest && **outcome == RequestOutcome::NoSuchRequest;
        }
        if let Flash::Policy(outcome) = flash {
            return self == Self::NoSuchPolicy && **outcome == PolicyOutcome::NoSuchPolicy;
        }
        if let Flash::Channel(outcome) = flash {
            return self == Self::NoSuchChannel && **outcome == ChannelOutcome::NoSuchChannel;
        }
        if let Flash::Settle(outcome) = flash {
            return self == Self::NoSuchClear && **outcome == SettleOutcome::NoSuchClear;
        }
        matches!(
            (self, flash),
            (Self::NoSuchAccount, Flash::Refused(Refused::NoSuchAccount))
                | (Self::NoSuchInterface, Flash::Refused(Refused::NoSuchInterface))
                | (Self::Forbidden(_), Flash::Refused(Refused::Forbidden(_)))
                | (Self::Internal, Flash::Refused(Refused::Internal))
        )
    }
}

impl From<desk::Internal> for Failure {
    fn from(error: desk::Internal) -> Self {
        tracing::error!(%error, "a page could not be shown");
        Self::Internal
    }
}

impl From<OverviewError> for Failure {
    fn from(error: OverviewError) -> Self {
        match error {
            OverviewError::Forbidden(_) => Self::Forbidden(May::SeeUsage),
            OverviewError::Internal(error) => error.into(),
        }
    }
}

impl From<StatusError> for Failure {
    fn from(error: StatusError) -> Self {
        match error {
            StatusError::Forbidden(_) => Self::Forbidden(May::SeeUsage),
            StatusError::Internal(error) => error.into(),
        }
    }
}

impl From<HistoryError> for Failure {
    fn from(error: HistoryError) -> Self {
        match error {
            HistoryError::Forbidden(_) => Self::Forbidden(May::SeeUsage),
            HistoryError::NoSuchInterface => Self::NoSuchInterface,
            HistoryError::Internal(error) => error.into(),
        }
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Forbidden(_) => Self::Forbidden(May::SeeLedger),
            LedgerError::NoSuchAccount => Self::NoSuchAccount,
            LedgerError::NoSuchClear => Self::NoSuchClear,
            LedgerError::NoSuchMonth => Self::NoSuchMonth,
            LedgerError::Internal(error) => error.into(),
        }
    }
}

impl From<ClearError> for Failure {
    fn from(error: ClearError) -> Self {
        match error {
            ClearError::Forbidden(_) => Self::Forbidden(May::Clear),
            ClearError::NoSuchAccount => Self::NoSuchAccount,
            ClearError::NoSuchInterface => Self::NoSuchInterface,
            ClearError::NotClearable(_) => Self::NotClearable,
            ClearError::Internal(error) => error.into(),
            // What keeps an order from being made, and no page from being shown.
            error @ (ClearError::KeyMissing
            | ClearError::KeyReused(_)
            | ClearError::Reason(_)
            | ClearError::Override
            | ClearError::GlassPhrase
            | ClearError::FactsChanged
            | ClearError::BudgetSpent { .. }
            | ClearError::ClearOpen { .. }
            | ClearError::ConfirmNeeded { .. }) => {
                tracing::error!(%error, "a page was refused like an order");
                Self::Internal
            }
        }
    }
}

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Forbidden(_) => Self::Forbidden(May::Administer),
            AccountError::NoSuchAccount | AccountError::Faults(_) => Self::NoSuchAccount,
            AccountError::Internal(error) => error.into(),
        }
    }
}

impl From<WatchError> for Failure {
    fn from(error: WatchError) -> Self {
        match error {
            WatchError::Forbidden(_) => Self::Forbidden(May::Administer),
            WatchError::NoSuchAccount | WatchError::Path { .. } => Self::NoSuchAccount,
            WatchError::NoSuchInterface => Self::NoSuchInterface,
            WatchError::Internal(error) => error.into(),
        }
    }
}

impl From<UserError> for Failure {
    fn from(error: UserError) -> Self {
        match error {
            UserError::Forbidden(_) => Self::Forbidden(May::Administer),
            UserError::NoSuchUser => Self::NoSuchPage,
            UserError::Internal(error) => error.into(),
            // What keeps a form from being carried out, and no page from being shown.
            error => {
                tracing::error!(%error, "a page was refused like a form");
                Self::Internal
            }
        }
    }
}

/// The page in place of one that cannot be shown; sets the status.
#[component]
pub fn Failed(
    /// Why.
    failure: Failure,
    /// What the form before this page left.
    #[prop(optional_no_strip)]
    flash: Option<Flash>,
) -> impl IntoView {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(failure.status());
    }
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let (title, why) = match failure {
        Failure::NoSuchPage => (t!(lang, "not-found-title"), t!(lang, "not-found-why")),
        Failure::NoSuchAccount => (t!(lang, "no-account-title"), t!(lang, "no-account-why")),
        Failure::NoSuchInterface => (t!(lang, "no-interface-title"), t!(lang, "no-interface-why")),
        Failure::NoSuchClear => (t!(lang, "no-clear-title"), t!(lang, "no-clear-why")),
        Failure::NoSuchRequest => (t!(lang, "no-request-title"), t!(lang, "no-request-why")),
        Failure::NoSuchMonth => (t!(lang, "no-month-title"), t!(lang, "no-month-why")),
        Failure::NotClearable => (t!(lang, "not-clearable-title"), t!(lang, "not-clearable-platform")),
        Failure::NoSuchIncident => (t!(lang, "no-incident-title"), t!(lang, "no-incident-why")),
        Failure::NoSuchChannel => (t!(lang, "no-channel-title"), t!(lang, "no-channel-why")),
        Failure::NoSuchPolicy => (t!(lang, "no-policy-title"), t!(lang, "no-policy-why")),
        Failure::NoSuchRid => (t!(lang, "no-rid-title"), t!(lang, "no-rid-why")),
        Failure::NoSuchRidList => (t!(lang, "no-rid-list-title"), t!(lang, "no-rid-list-why")),
        Failure::Forbidden(may) => (t!(lang, "forbidden-title"), forbidden_words(lang, viewer.actor.role(), may)),
        Failure::Internal => (t!(lang, "internal-title"), t!(lang, "internal-why")),
    };
    let next = match failure {
        Failure::NoSuchAccount | Failure::NoSuchInterface | Failure::NotClearable => {
            ("/accounts", t!(lang, "failed-to-accounts"))
        }
        Failure::NoSuchClear | Failure::NoSuchRequest => ("/clears", t!(lang, "failed-to-clears")),
        Failure::NoSuchMonth => ("/budget", t!(lang, "failed-to-month")),
        Failure::NoSuchIncident => ("/incidents", t!(lang, "failed-to-incidents")),
        Failure::NoSuchChannel => ("/channels", t!(lang, "failed-to-channels")),
        Failure::NoSuchPolicy => ("/policies", t!(lang, "failed-to-policies")),
        Failure::NoSuchRid | Failure::NoSuchRidList => ("/rid", t!(lang, "failed-to-rids")),
        Failure::Forbidden(_) => ("/settings", t!(lang, "forbidden-to-settings")),
        _ => ("/", t!(lang, "not-found-next")),
    };
    view! {
        <Page title>
            <FlashNotice flash=flash.filter(|flash| !failure.is_told_by(flash)) />
            <EmptyState title=why>
                {matches!(failure, Failure::Forbidden(_)).then(|| view! { <p>{t!(lang, "forbidden-why")}</p> })}
                <LinkButton href=next.0>{next.1}</LinkButton>
            </EmptyState>
        </Page>
    }
}

/// `Your role is viewer. This is for the roles lead, admin.`
fn forbidden_words(lang: Lang, role: Option<Role>, may: May) -> Text {
    let allowed = Role::FOR_USERS.into_iter().filter(|role| role.may(may)).map(|role| role_words(lang, role));
    let roles = allowed.collect::<Vec<_>>().join(&t!(lang, "comma"));
    let Some(role) = role else { return t!(lang, "forbidden-nobody", roles = roles) };
    t!(lang, "forbidden-roles", role = role_words(lang, role), roles = roles)
}

/// What an address without a page answers.
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <Failed failure=Failure::NoSuchPage /> }
}
