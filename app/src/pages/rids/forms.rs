//! Forms about rids: their server functions.

use desk::clears::ReasonError;
use desk::rids::{DetailsError, DetailsFaults, NoteError, RevealError, Rid, RidError, TypedRidDetails};
use domain::{AccountId, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::forms;
use crate::forms::confirm::ask_password;
use crate::pages::rids::outcome::{RevealFault, RidOutcome, TypedDetails, TypedNote, TypedReason, TypedText};

/// Finds the rids in a text, and looks them up: a single one at once, which is shown on its own page; several together, on
/// a page where their answers come in, as is one that a pasted reply is about, which asks nobody. Where there is none, the form is shown again with what was found.
#[server(prefix = "/form", endpoint = "rids/look-up")]
pub async fn look_up_rid(
    #[server(default)] text: String,
    #[server(default)] account: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let chosen = chosen(&account);
    let pasted = match desk.parse_pasted_text(&actor, text.clone()).await {
        Ok(pasted) => Some(pasted),
        Err(RidError::TooLong) => None,
        Err(error) => return forms::finish(error, paths::RIDS).await,
    };
    match pasted.as_ref().map(|pasted| (pasted, &pasted.rids[..])) {
        Some((pasted, [rid])) if rid.near.pasted.is_none() => {
            let own_page = paths::rid(&rid.dated.rid);
            match desk.look_up_pasted(&actor, rid, chosen).await {
                // The page of the rid says why there is no request.
                Ok(_) | Err(RidError::Lookup(_)) => {}
                Err(error) => return forms::finish(error, &own_page).await,
            }
            let beside = desk.beside(pasted);
            if !beside.is_empty() {
                return forms::finish(RidOutcome::Beside(beside), &own_page).await;
            }
            forms::go(&own_page);
        }
        Some((pasted, [_, ..])) => match desk.create_rid_list(&actor, pasted, chosen).await {
            Ok(list) => forms::go(&paths::rid_list(list)),
            Err(error) => return forms::finish(error, paths::RIDS).await,
        },
        _ => {
            let (text, shortened) = forms::pasted_shown_again(&text);
            let account = chosen.map(|id| id.to_string()).unwrap_or_default();
            let found = pasted.as_ref().map(|pasted| desk.beside(pasted));
            let typed = TypedText { text, shortened, account, found };
            return forms::finish(RidOutcome::Text(typed), paths::RIDS).await;
        }
    }
    Ok(())
}

/// The account that a form names; `None` where the form leaves the choice to the desk.
fn chosen(account: &str) -> Option<AccountId> {
    (!account.is_empty()).then(|| forms::account_id(account))
}

/// Looks up again the rids of a list of which WeChat told nothing; of one group, where the form names it.
#[server(prefix = "/form", endpoint = "rids/look-up-again")]
pub async fn look_up_again(
    #[server(default)] list: String,
    #[server(default)] group: Option<String>,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id: i64 = list.parse().unwrap_or_default();
    if let Err(error) = desk.retry_rid_list(&forms::actor(), id, group.as_deref()).await {
        tracing::warn!(%error, "a list was not looked up again");
    }
    forms::go(&paths::rid_list(id));
    Ok(())
}

/// Saves interface and ticket of a request.
#[server(prefix = "/form", endpoint = "rids/details")]
pub async fn set_rid_details(
    #[server(default)] rid: String,
    #[server(default)] account: String,
    #[server(default)] path: String,
    #[server(default)] ticket: String,
    #[server(default)] instead_of: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let Ok(rid) = rid.parse::<Rid>() else {
        return forms::finish(RidOutcome::NoSuchRid, paths::RIDS).await;
    };
    let to = paths::rid(&rid);
    let typed = TypedRidDetails { path, ticket, instead_of };
    let (faults, changed) = match desk.set_rid_details(&forms::actor(), &rid, forms::account_id(&account), &typed).await
    {
        Ok(()) => return forms::finish(RidOutcome::DetailsSaved, &to).await,
        Err(DetailsError::Faults(faults)) => (faults, false),
        Err(DetailsError::Conflict) => (DetailsFaults::default(), true),
        Err(error) => return forms::finish(error, &to).await,
    };
    let details = TypedRidDetails {
        path: forms::shown_again(&typed.path),
        ticket: forms::text_shown_again(&typed.ticket),
        instead_of: String::new(),
    };
    let outcome = RidOutcome::Details(TypedDetails { details, faults, changed });
    forms::finish(outcome, &paths::rid_details(&rid)).await
}

/// Adds a note beside a request.
#[server(prefix = "/form", endpoint = "rids/note")]
pub async fn add_rid_note(
    #[server(default)] rid: String,
    #[server(default)] account: String,
    #[server(default)] note: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let Ok(rid) = rid.parse::<Rid>() else {
        return forms::finish(RidOutcome::NoSuchRid, paths::RIDS).await;
    };
    let to = paths::rid_notes(&rid);
    match desk.add_rid_note(&forms::actor(), &rid, forms::account_id(&account), &note).await {
        Ok(()) => forms::finish(RidOutcome::Noted, &to).await,
        Err(NoteError::Text(fault)) => {
            let typed = TypedNote { text: forms::text_shown_again(&note), fault: Some(fault) };
            forms::finish(RidOutcome::Note(typed), &to).await
        }
        Err(error) => forms::finish(error, &to).await,
    }
}

/// Removes a note beside a request.
#[server(prefix = "/form", endpoint = "rids/note-remove")]
pub async fn remove_rid_note(
    #[server(default)] rid: String,
    #[server(default)] account: String,
    #[server(default)] note: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let Ok(rid) = rid.parse::<Rid>() else {
        return forms::finish(RidOutcome::NoSuchRid, paths::RIDS).await;
    };
    let (account, note, to) = (forms::account_id(&account), note.parse().unwrap_or_default(), paths::rid_notes(&rid));
    match desk.remove_rid_note(&forms::actor(), &rid, account, note).await {
        Ok(()) => forms::finish(RidOutcome::NoteRemoved, &to).await,
        Err(error) => forms::finish(error, &to).await,
    }
}

/// Asks WeChat for the request again, and shows its personal data once.
#[server(prefix = "/form", endpoint = "rids/reveal")]
pub async fn reveal_rid(
    #[server(default)] rid: String,
    #[server(default)] account: String,
    #[server(default)] reason: String,
    #[server(default)] confirm: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let Ok(rid) = rid.parse::<Rid>() else {
        return forms::finish(RidOutcome::NoSuchRid, paths::RIDS).await;
    };
    if let Some(asked) = ask_password(&desk, confirm, RevealRid::url(), &[("reason", &*reason)]).await {
        return forms::finish(asked, &paths::rid_reveal(&rid)).await;
    }
    let own_page = paths::rid(&rid);
    let account = forms::account_id(&account);
    let fault = match desk.reveal(&forms::actor(), &rid, account, &reason).await {
        Ok(revealed) => {
            // Only somebody who signed in, and so has a session, may reveal.
            if let Some(session) = forms::session_id() {
                desk.hand_over_revealed(&session, revealed);
            }
            forms::go(&paths::rid_revealed(&rid));
            return Ok(());
        }
        Err(RevealError::Reason(ReasonError::Missing)) => RevealFault::ReasonMissing,
        Err(RevealError::Reason(ReasonError::TooLong)) => RevealFault::ReasonTooLong,
        Err(RevealError::Expired) => RevealFault::Expired,
        Err(RevealError::NotFound) => RevealFault::NotKept,
        Err(RevealError::QuotaUsedUp) => RevealFault::Spent,
        Err(RevealError::Call(problem)) => RevealFault::Call(problem.detail),
        Err(error) => return forms::finish(error, &own_page).await,
    };
    let typed = TypedReason { reason: forms::text_shown_again(&reason), fault };
    forms::finish(RidOutcome::NotRevealed(typed), &paths::rid_reveal(&rid)).await
}
