//! Forms about clears: their server functions.

#![expect(clippy::too_many_arguments, reason = "leptos' macro takes each field of the form as one")]
use desk::clears::confirming::key_prefix;
use desk::clears::{
    ClearError, ConfirmedFacts, NotClearable, Order, OrderResult, PlacedOrder, ReasonError, RequestError, SettleError,
    Settlement,
};
use domain::clears::{RequestId, RequestState};
use domain::{AccountId, ClearId, InterfaceId, paths};
use leptos::prelude::*;

use crate::forms::confirm::Unconfirmed;
use crate::forms::reason::ReasonFault;
use crate::forms::{self, Flash, Refused};
use crate::pages::clears::outcome::{
    ClearFault, OrderOutcome, RequestOutcome, SettleOutcome, TypedClearForm, TypedSettlement,
};

/// Makes the clear that was confirmed, once, and goes to its page; or back to the confirmation with what is wrong.
#[server(prefix = "/form", endpoint = "clears/order")]
pub async fn order_clear(
    #[server(default)] account: String,
    #[server(default)] interface: String,
    #[server(default)] key: String,
    #[server(default)] seen: String,
    #[server(default)] reason: String,
    #[server(default)] override_reason: String,
    #[server(default)] anyway_reason: String,
    #[server(default)] name: String,
    #[server(default)] via: String,
    #[server(default)] glass: String,
    #[server(default)] break_glass: String,
    #[server(default)] confirm: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    // Ids only from here on: they go into an address.
    let account = forms::account_id(&account);
    let interface = (!interface.is_empty()).then(|| InterfaceId(interface.parse().unwrap_or_default()));
    let interface_word = interface.map(|id| id.to_string());
    let key_prefix = key_prefix(&account.to_string(), interface_word.as_deref());
    let typed = TypedClearForm {
        reason: forms::text_shown_again(&reason),
        name: forms::shown_again(&name),
        override_reason: forms::text_shown_again(&override_reason),
        anyway_reason: forms::text_shown_again(&anyway_reason),
        glass: forms::shown_again(&glass),
    };
    // The phrase counts only where its own button was pressed, which also says how.
    let breaking = Some(break_glass).filter(|how| !how.is_empty());
    let via = breaking.as_deref().unwrap_or(&via).parse().unwrap_or_default();
    let characters = |text: &str| text.trim().chars().count();
    let lengths = Lengths {
        reason: characters(&reason),
        override_reason: characters(&override_reason),
        anyway_reason: characters(&anyway_reason),
    };
    let is_of_this_page = key.starts_with(&key_prefix);
    let typed_reason = reason.trim().to_owned();
    if breaking.is_none() && !glass.trim().is_empty() {
        let correct = OrderOutcome::Correct { typed, fault: ClearFault::PhraseUnsent };
        return forms::finish(correct, &paths::clear_form(account, interface)).await;
    }
    if breaking.is_some() {
        match forms::confirm::confirm(&desk, confirm).await {
            Ok(()) => {}
            Err(Unconfirmed::Refused(flash)) => {
                return forms::finish(flash, &paths::clear_confirmation(account, interface)).await;
            }
            Err(Unconfirmed::Fault(fault)) => {
                let correct = OrderOutcome::Correct { typed, fault: ClearFault::Password(fault) };
                return forms::finish(correct, &paths::clear_form(account, interface)).await;
            }
        }
    }
    let order = Order {
        account: account.to_string(),
        interface: interface_word,
        reason,
        via,
        confirm: Some(name),
        override_reason: Some(override_reason),
        anyway_reason: Some(anyway_reason),
        break_glass: breaking.map(|_| glass),
        key,
        seen: Some(ConfirmedFacts { key_prefix, facts: seen }),
    };
    let outcome = if is_of_this_page {
        desk.clear(&forms::actor(), order).await
    } else {
        // The form was put together by hand.
        Err(ClearError::Outdated)
    };
    match outcome {
        Ok(PlacedOrder { made: OrderResult::Clear(clear), replayed: false }) => show(&paths::clear(clear.id)),
        Ok(PlacedOrder { made: OrderResult::Clear(clear), .. }) => {
            forms::finish(OrderOutcome::Replayed, &paths::clear(clear.id)).await
        }
        Ok(PlacedOrder { made: OrderResult::Request(request), replayed }) => {
            let page = paths::clear_request(request.id);
            // The same form sent twice needs no words.
            let waits = request.written == RequestState::Waiting;
            let is_another = replayed && waits && request.reason != typed_reason;
            if is_another { forms::finish(OrderOutcome::RequestWaits, &page).await } else { show(&page) }
        }
        Err(error) => {
            let (flash, to) = refused(error, typed, lengths, account, interface);
            forms::finish(flash, &to).await
        }
    }
}

/// Goes to a page that shows by itself what came of the form.
#[expect(clippy::unnecessary_wraps, reason = "the end of a form's function, like `forms::finish`")]
fn show(page: &str) -> Result<(), ServerFnError> {
    forms::go(page);
    Ok(())
}

/// How many characters were typed, where what is shown again may hold fewer.
struct Lengths {
    reason: usize,
    override_reason: usize,
    anyway_reason: usize,
}

/// What is told of an order that made no clear, and where.
fn refused(
    error: ClearError,
    typed: TypedClearForm,
    lengths: Lengths,
    account: AccountId,
    interface: Option<InterfaceId>,
) -> (Flash, String) {
    let form = paths::clear_confirmation(account, interface);
    let fault = match error {
        ClearError::Reason(ReasonError::Missing) => ClearFault::ReasonMissing,
        ClearError::Reason(ReasonError::TooLong) => ClearFault::ReasonTooLong { characters: lengths.reason },
        ClearError::Override => ClearFault::OverrideTooLong { characters: lengths.override_reason },
        ClearError::Anyway(ReasonError::Missing) => ClearFault::AnywayMissing,
        ClearError::Anyway(ReasonError::TooLong) => ClearFault::AnywayTooLong { characters: lengths.anyway_reason },
        ClearError::BudgetSpent { only_guessed: true, .. } | ClearError::Conflict { in_flight: false, .. } => {
            ClearFault::OverrideMissing
        }
        ClearError::BudgetSpent { only_guessed: false, .. } => ClearFault::NothingLeft,
        ClearError::ConfirmNeeded { .. } => ClearFault::Name,
        ClearError::GlassPhrase => ClearFault::PhraseWrong,
        ClearError::KeyMissing | ClearError::Outdated => ClearFault::FactsChanged,
        ClearError::KeyReused(id) => {
            return (OrderOutcome::Made.into(), id.map_or_else(|| paths::CLEARS.to_owned(), paths::clear));
        }
        ClearError::Conflict { id, in_flight: true } => return (OrderOutcome::UnderWay.into(), paths::clear(id)),
        ClearError::Forbidden(forbidden) => {
            return (Refused::forbidden(forbidden.role).into(), paths::ACCOUNTS.to_owned());
        }
        ClearError::NoSuchAccount => return (OrderOutcome::NoSuchAccount.into(), paths::ACCOUNTS.to_owned()),
        ClearError::NoSuchInterface => return (OrderOutcome::NoSuchInterface.into(), paths::account(account)),
        ClearError::NotClearable(why @ NotClearable::RefusedBefore) => {
            return (OrderOutcome::NotClearable(why).into(), form);
        }
        ClearError::NotClearable(why) => return (OrderOutcome::NotClearable(why).into(), paths::account(account)),
        ClearError::Internal(error) => return (error.into(), form),
    };
    // A fault of a field is told at the field, which may be far below the page's head.
    let at_head = matches!(
        fault,
        ClearFault::NothingLeft
            | ClearFault::FactsChanged
            | ClearFault::AnywayMissing
            | ClearFault::AnywayTooLong { .. }
    );
    let to = if at_head { form } else { paths::clear_form(account, interface) };
    (OrderOutcome::Correct { typed, fault }.into(), to)
}

/// The id that a form names; one that there is not, where it names none.
fn request_id(request: &str) -> RequestId {
    RequestId(request.parse().unwrap_or_default())
}

/// Agrees to a request on the facts that were seen, and goes to the clear it became.
#[server(prefix = "/form", endpoint = "clears/requests/approve")]
pub async fn approve_request(
    #[server(default)] request: String,
    #[server(default)] seen: String,
    #[server(default)] anyway_reason: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let (actor, id) = (forms::actor(), request_id(&request));
    match desk.approve_request(&actor, id, &seen, Some(&anyway_reason)).await {
        Ok(ordered) => show(&ordered.clear().map_or_else(|| paths::clear_request(id), |clear| paths::clear(clear.id))),
        // The same form, sent twice.
        Err(RequestError::NotPending(request)) if request.decided_by.as_deref() == Some(&*actor.to_string()) => {
            match request.clear {
                Some(clear) => forms::finish(OrderOutcome::Replayed, &paths::clear(clear)).await,
                None => forms::finish(RequestError::NotPending(request), &paths::clear_request(id)).await,
            }
        }
        Err(RequestError::Clear(ClearError::Anyway(fault))) => {
            let fault = ReasonFault::of(fault, &anyway_reason);
            let outcome = RequestOutcome::Anyway { typed: forms::text_shown_again(&anyway_reason), fault };
            forms::finish(outcome, &paths::clear_request(id)).await
        }
        Err(error) => forms::finish(error, &paths::clear_request(id)).await,
    }
}

/// Says no, with a reason.
#[server(prefix = "/form", endpoint = "clears/requests/decline")]
pub async fn decline_request(
    #[server(default)] request: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = request_id(&request);
    match desk.decline_request(&forms::actor(), id, &reason).await {
        Ok(_) => show(&paths::clear_request(id)),
        Err(RequestError::Reason(fault)) => {
            let (fault, typed) = (ReasonFault::of(fault, &reason), forms::text_shown_again(&reason));
            let outcome = RequestOutcome::Decline { typed, fault };
            forms::finish(outcome, &paths::clear_request_decision(id)).await
        }
        Err(error) => forms::finish(error, &paths::clear_request(id)).await,
    }
}

/// Whoever asked takes it back.
#[server(prefix = "/form", endpoint = "clears/requests/withdraw")]
pub async fn withdraw_request(#[server(default)] request: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = request_id(&request);
    match desk.withdraw_request(&forms::actor(), id).await {
        Ok(_) => show(&paths::clear_request(id)),
        Err(error) => forms::finish(error, &paths::clear_request(id)).await,
    }
}

/// What is sent for one that is counted as used.
pub(crate) const COUNTED: &str = "counted";

/// What is sent for one that is given back.
pub(crate) const GIVEN_BACK: &str = "given-back";

/// The id that a form names; one that there is not, where it names none.
fn clear_id(clear: &str) -> ClearId {
    ClearId(clear.parse().unwrap_or_default())
}

/// Counts a clear of unknown outcome as used, or gives it back.
#[server(prefix = "/form", endpoint = "clears/settle")]
pub async fn settle_clear(
    #[server(default)] clear: String,
    #[server(default)] settlement: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = clear_id(&clear);
    let chosen = match settlement.as_str() {
        COUNTED => Settlement::Counted,
        GIVEN_BACK => Settlement::GivenBack,
        _ => {
            let fault = reason.trim().is_empty().then_some(ReasonFault::Missing);
            let typed = forms::text_shown_again(&reason);
            let typed = TypedSettlement { reason: typed, unchosen: true, fault, ..TypedSettlement::default() };
            return forms::finish(SettleOutcome::Correct(typed), &at_form(id)).await;
        }
    };
    match desk.settle_clear(&forms::actor(), id, chosen, &reason).await {
        Ok(_) => show(&paths::clear(id)),
        Err(error) => not_settled(error, id, &settlement, &reason).await,
    }
}

/// Says that a guess is wrong.
#[server(prefix = "/form", endpoint = "clears/dismiss")]
pub async fn dismiss_guess(
    #[server(default)] clear: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = clear_id(&clear);
    match desk.dismiss_guess(&forms::actor(), id, &reason).await {
        Ok(_) => show(&paths::clear(id)),
        Err(error) => not_settled(error, id, "", &reason).await,
    }
}

/// The clear's page, at the form.
fn at_form(id: ClearId) -> String {
    paths::clear_settling(id)
}

async fn not_settled(error: SettleError, id: ClearId, choice: &str, reason: &str) -> Result<(), ServerFnError> {
    let outcome = match error {
        SettleError::Forbidden(forbidden) => {
            return forms::finish(Refused::forbidden(forbidden.role), &paths::clear(id)).await;
        }
        SettleError::Internal(error) => return forms::finish(error, &paths::clear(id)).await,
        SettleError::NoSuchClear => SettleOutcome::NoSuchClear,
        SettleError::NotOpen(_) => SettleOutcome::Over,
        SettleError::Reason(fault) => SettleOutcome::Correct(TypedSettlement {
            reason: forms::text_shown_again(reason),
            choice: choice.to_owned(),
            unchosen: false,
            fault: Some(ReasonFault::of(fault, reason)),
        }),
    };
    let to = if matches!(outcome, SettleOutcome::Correct(_)) { at_form(id) } else { paths::clear(id) };
    forms::finish(outcome, &to).await
}
