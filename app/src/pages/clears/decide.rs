//! The forms of a request for a second person: to agree, to say no, to take it back.

use desk::clears::RequestError;
use domain::clears::RequestId;
use leptos::prelude::*;

use crate::forms::reason::ReasonFault;
use crate::forms::{self, Done, Flash};
use crate::pages::clears::order::{page_of, page_of_request};
use crate::pages::clears::request_outcome::RequestOutcome;

/// The id that a form names; one that there is not, where it names none.
fn named(request: &str) -> RequestId {
    RequestId(request.parse().unwrap_or_default())
}

/// Agrees to a request on the facts that were seen, and goes to the clear it became.
#[server(prefix = "/form", endpoint = "clears/requests/approve")]
pub async fn approve_request(
    #[server(default)] request: String,
    #[server(default)] seen: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let (actor, id) = (forms::actor(), named(&request));
    match desk.approve_request(&actor, id, &seen).await {
        Ok(ordered) => {
            forms::go(&ordered.clear().map_or_else(|| page_of_request(id), |clear| page_of(clear.id)));
            Ok(())
        }
        // The same form, sent twice.
        Err(RequestError::Over(request)) if request.decided_by.as_deref() == Some(&*actor.to_string()) => {
            match request.clear {
                Some(clear) => forms::finish(Flash::Done(Done::ClearReplayed), &page_of(clear)).await,
                None => forms::finish(RequestError::Over(request).into(), &page_of_request(id)).await,
            }
        }
        Err(error) => forms::finish(error.into(), &page_of_request(id)).await,
    }
}

/// Says no, with a reason.
#[server(prefix = "/form", endpoint = "clears/requests/decline")]
pub async fn decline_request(
    #[server(default)] request: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = named(&request);
    match desk.decline_request(&forms::actor(), id, &reason).await {
        Ok(_) => {
            forms::go(&page_of_request(id));
            Ok(())
        }
        Err(RequestError::Reason(fault)) => {
            let (fault, typed) = (ReasonFault::of(fault, &reason), forms::text_shown_again(&reason));
            let outcome = RequestOutcome::Decline { typed, fault };
            forms::finish(Flash::Request(Box::new(outcome)), &format!("{}#decide", page_of_request(id))).await
        }
        Err(error) => forms::finish(error.into(), &page_of_request(id)).await,
    }
}

/// Whoever asked takes it back.
#[server(prefix = "/form", endpoint = "clears/requests/withdraw")]
pub async fn withdraw_request(#[server(default)] request: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = named(&request);
    match desk.withdraw_request(&forms::actor(), id).await {
        Ok(_) => {
            forms::go(&page_of_request(id));
            Ok(())
        }
        Err(error) => forms::finish(error.into(), &page_of_request(id)).await,
    }
}
