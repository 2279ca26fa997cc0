//! Ordering a clear: what a confirmed form brings becomes one clear, or comes back with what is wrong.

#![expect(clippy::too_many_arguments, reason = "leptos' macro takes each field of the form as one")]

use desk::clears::confirming::key_prefix;
use desk::clears::{ClearError, Made, Order, Ordered, Seen, TextFault};
use domain::clears::RequestId;
use domain::{AccountId, ClearId, InterfaceId};
use leptos::prelude::*;

use crate::forms::{self, ClearFault, Correct, Done, Flash, Refused, TypedClearForm};

/// Where the form of an account, or of one interface, is confirmed.
pub(crate) fn confirmation(account: AccountId, interface: Option<InterfaceId>) -> String {
    match interface {
        Some(id) => format!("/accounts/{account}/interfaces/{id}/clear"),
        None => format!("/accounts/{account}/clear"),
    }
}

/// The page of a clear.
pub(crate) fn page_of(clear: ClearId) -> String {
    format!("/clears/{clear}")
}

/// Where a request waits for a second person.
pub(crate) fn page_of_request(request: RequestId) -> String {
    format!("/clears/requests/{request}")
}

/// Makes the clear that was confirmed, once, and goes to its page; or back to the confirmation with what is wrong.
#[server(prefix = "/form", endpoint = "clears/order")]
pub async fn order_clear(
    #[server(default)] account: String,
    #[server(default)] interface: String,
    #[server(default)] key: String,
    #[server(default)] seen: String,
    #[server(default)] reason: String,
    #[server(default)] override_reason: String,
    #[server(default)] name: String,
    #[server(default)] via: String,
    #[server(default)] glass: String,
    #[server(default)] break_glass: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    // Ids only from here on: they go into an address.
    let account = AccountId(account.parse().unwrap_or_default());
    let interface = (!interface.is_empty()).then(|| InterfaceId(interface.parse().unwrap_or_default()));
    let interface_word = interface.map(|id| id.to_string());
    let key_prefix = key_prefix(&account.to_string(), interface_word.as_deref());
    let typed = TypedClearForm {
        reason: forms::text_shown_again(&reason),
        name: forms::shown_again(&name),
        override_reason: forms::text_shown_again(&override_reason),
        glass: forms::shown_again(&glass),
    };
    // The phrase counts only where its own button was pressed, which also says how.
    let breaking = Some(break_glass).filter(|how| !how.is_empty());
    let via = breaking.as_deref().unwrap_or(&via).parse().unwrap_or_default();
    let characters = |text: &str| text.trim().chars().count();
    let lengths = Lengths { reason: characters(&reason), override_reason: characters(&override_reason) };
    let is_of_this_page = key.starts_with(&key_prefix);
    if breaking.is_none() && !glass.trim().is_empty() {
        let correct = Correct::Clear { typed, fault: ClearFault::GlassButton };
        let form = format!("{}#confirm", confirmation(account, interface));
        return forms::finish(Flash::Correct(Box::new(correct)), &form).await;
    }
    let order = Order {
        account: account.to_string(),
        interface: interface_word,
        reason,
        via,
        confirm: Some(name),
        override_reason: Some(override_reason),
        break_glass: breaking.map(|_| glass),
        key,
        seen: Some(Seen { key_prefix, facts: seen }),
    };
    let outcome = if is_of_this_page {
        desk.clear(&forms::actor(), order).await
    } else {
        // The form was put together by hand.
        Err(ClearError::FactsChanged)
    };
    match outcome {
        Ok(Ordered { made: Made::Clear(clear), replayed: false }) => {
            forms::go(&page_of(clear.id));
            Ok(())
        }
        Ok(Ordered { made: Made::Clear(clear), .. }) => {
            forms::finish(Flash::Done(Done::ClearReplayed), &page_of(clear.id)).await
        }
        Ok(Ordered { made: Made::Request(request), .. }) => {
            forms::go(&page_of_request(request.id));
            Ok(())
        }
        Err(error) => {
            let (flash, to) = refused(error, typed, lengths, account, interface);
            forms::finish(flash, &to).await
        }
    }
}

/// How many characters were typed, where what is shown again may hold fewer.
struct Lengths {
    reason: usize,
    override_reason: usize,
}

/// What is told of an order that made no clear, and where.
fn refused(
    error: ClearError,
    typed: TypedClearForm,
    lengths: Lengths,
    account: AccountId,
    interface: Option<InterfaceId>,
) -> (Flash, String) {
    let form = confirmation(account, interface);
    let fault = match error {
        ClearError::Reason(TextFault::Missing) => ClearFault::ReasonMissing,
        ClearError::Reason(TextFault::TooLong) => ClearFault::ReasonTooLong { characters: lengths.reason },
        ClearError::Override => ClearFault::OverrideTooLong { characters: lengths.override_reason },
        ClearError::BudgetSpent { only_guessed: true, .. } | ClearError::ClearOpen { in_flight: false, .. } => {
            ClearFault::OverrideMissing
        }
        ClearError::BudgetSpent { only_guessed: false, .. } => ClearFault::NothingLeft,
        ClearError::ConfirmNeeded { .. } => ClearFault::Name,
        ClearError::GlassPhrase => ClearFault::GlassPhrase,
        ClearError::KeyMissing | ClearError::FactsChanged => ClearFault::FactsChanged,
        ClearError::KeyReused(id) => {
            return (Flash::Refused(Refused::ClearMade), id.map_or_else(|| "/clears".to_owned(), page_of));
        }
        ClearError::ClearOpen { id, in_flight: true } => {
            return (Flash::Refused(Refused::ClearUnderWay), page_of(id));
        }
        ClearError::Forbidden(forbidden) => {
            return (Flash::Refused(Refused::Forbidden(forbidden.role)), "/accounts".to_owned());
        }
        ClearError::NoSuchAccount => return (Flash::Refused(Refused::NoSuchAccount), "/accounts".to_owned()),
        ClearError::NoSuchInterface => {
            return (Flash::Refused(Refused::NoSuchInterface), format!("/accounts/{account}"));
        }
        ClearError::NotClearable(why) => {
            return (Flash::Refused(Refused::NotClearable(why)), format!("/accounts/{account}"));
        }
        ClearError::Internal(error) => return (Flash::Refused(error.into()), form),
    };
    // A fault of a field is told at the field, which may be far below the page's head.
    let at_field = !matches!(fault, ClearFault::NothingLeft | ClearFault::FactsChanged);
    let to = if at_field { format!("{form}#confirm") } else { form };
    (Flash::Correct(Box::new(Correct::Clear { typed, fault })), to)
}
