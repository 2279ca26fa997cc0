//! Forms about rids: their server functions.

use crate::forms::refused::flash_from;
use crate::forms::{self, Refused};
use crate::pages::rids::outcome::{NotRevealed, RidOutcome};
use desk::rids::{Beside, NoteError, NoteFaults, RevealError, Rid, RidError, TypedRidNote};
use domain::AccountId;
use domain::paths;
use leptos::prelude::*;

/// Finds the rids in a text, and looks them up: a single one at once, which is shown on its own page; several together, on
/// a page where their answers come in. Where there is none, it is told what was found.
#[server(prefix = "/form", endpoint = "rids/look-up")]
pub async fn look_up_rid(
    #[server(default)] text: String,
    #[server(default)] account: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let chosen = chosen(&account);
    let pasted = match desk.understood_text(&actor, text.clone()).await {
        Ok(pasted) => Some(pasted),
        Err(RidError::TooLong) => None,
        Err(error) => return forms::finish(error, paths::RIDS).await,
    };
    match pasted.as_ref().map(|pasted| (pasted, &pasted.rids[..])) {
        Some((pasted, [rid])) => {
            let own_page = paths::rid(&rid.dated.rid);
            match desk.look_up_pasted(&actor, rid, chosen).await {
                // Why it was not told stands on its page.
                Ok(_) | Err(RidError::Untold(_)) => leave(desk.beside(pasted), &own_page).await,
                Err(error) => forms::finish(error, &own_page).await,
            }
        }
        Some((pasted, [_, _, ..])) => match desk.look_up_all(&actor, pasted, chosen).await {
            Ok(list) => {
                forms::go(&paths::rid_list(list));
                Ok(())
            }
            Err(error) => forms::finish(error, paths::RIDS).await,
        },
        _ => {
            let (typed, shortened) = forms::pasted_shown_again(&text);
            let account = chosen.map(|id| id.to_string()).unwrap_or_default();
            let found = pasted.as_ref().map(|pasted| desk.beside(pasted));
            let outcome = RidOutcome::Text { typed, shortened, account, found };
            forms::finish(outcome, paths::RIDS).await
        }
    }
}

/// Leaves for the rid's page what else its text held.
pub(crate) async fn leave(beside: Beside, to: &str) -> Result<(), ServerFnError> {
    if beside.has_others() {
        return forms::finish(RidOutcome::Beside(beside), to).await;
    }
    forms::go(to);
    Ok(())
}

/// The account that a form names; `None` where it leaves that to the desk. One that cannot be is nobody's.
pub(crate) fn chosen(account: &str) -> Option<AccountId> {
    (!account.is_empty()).then(|| AccountId(account.parse().unwrap_or_default()))
}

flash_from!(RidError, RidError::UnknownAccount => RidOutcome::NoSuchAccount; other);

/// Looks up anew what of a list was not told.
#[server(prefix = "/form", endpoint = "rids/look-up-again")]
pub async fn look_up_again(#[server(default)] list: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id: i64 = list.parse().unwrap_or_default();
    if let Err(error) = desk.look_up_again(&forms::actor(), id).await {
        tracing::warn!(%error, "a list was not looked up again");
    }
    forms::go(&paths::rid_list(id));
    Ok(())
}

/// Writes beside a request.
#[server(prefix = "/form", endpoint = "rids/note")]
pub async fn note_rid(
    #[server(default)] rid: String,
    #[server(default)] account: String,
    #[server(default)] path: String,
    #[server(default)] note: String,
    #[server(default)] ticket: String,
    #[server(default)] instead_of: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let Ok(rid) = rid.parse::<Rid>() else {
        return forms::finish(RidOutcome::NoSuchRid, paths::RIDS).await;
    };
    let to = paths::rid(&rid);
    let account = AccountId(account.parse().unwrap_or_default());
    let typed = TypedRidNote { path, text: note, ticket, instead_of };
    let (faults, changed) = match desk.note_rid(&forms::actor(), &rid, account, &typed).await {
        Ok(()) => return forms::finish(RidOutcome::Noted, &to).await,
        Err(NoteError::Faults(faults)) => (faults, false),
        Err(NoteError::Changed) => (NoteFaults::default(), true),
        Err(NoteError::Forbidden(forbidden)) => {
            return forms::finish(Refused::Forbidden(forbidden.role), &to).await;
        }
        Err(NoteError::NotKept) => return forms::finish(RidOutcome::NoSuchRid, &to).await,
        Err(NoteError::Internal(error)) => return forms::finish(error, &to).await,
    };
    let typed = TypedRidNote {
        path: forms::shown_again(&typed.path),
        text: forms::text_shown_again(&typed.text),
        ticket: forms::text_shown_again(&typed.ticket),
        instead_of: String::new(),
    };
    let outcome = RidOutcome::Note { typed, faults, changed };
    forms::finish(outcome, &format!("{to}#notes")).await
}

/// Asks WeChat again, and shows personal data once.
#[server(prefix = "/form", endpoint = "rids/reveal")]
pub async fn reveal_rid(
    #[server(default)] rid: String,
    #[server(default)] account: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    use desk::clears::TextFault;

    let desk = forms::use_desk()?;
    let Ok(rid) = rid.parse::<Rid>() else {
        return forms::finish(RidOutcome::NoSuchRid, paths::RIDS).await;
    };
    let own_page = paths::rid(&rid);
    let account = AccountId(account.parse().unwrap_or_default());
    let why = match desk.reveal(&forms::actor(), &rid, account, &reason).await {
        Ok(revealed) => {
            // Whoever may reveal has signed in, and so has a session.
            if let Some(session) = forms::session_id() {
                desk.hand_over_revealed(&session, revealed);
            }
            forms::go(&format!("{own_page}/revealed"));
            return Ok(());
        }
        Err(RevealError::Forbidden(forbidden)) => {
            return forms::finish(Refused::Forbidden(forbidden.role), &own_page).await;
        }
        Err(RevealError::Internal(error)) => {
            return forms::finish(error, &own_page).await;
        }
        Err(RevealError::Reason(TextFault::Missing)) => NotRevealed::ReasonMissing,
        Err(RevealError::Reason(TextFault::TooLong)) => NotRevealed::ReasonTooLong,
        Err(RevealError::Expired) => NotRevealed::Expired,
        Err(RevealError::NotKept) => NotRevealed::NotKept,
        Err(RevealError::Spent) => NotRevealed::Spent,
        Err(RevealError::Call(problem)) => NotRevealed::Call(problem.detail),
    };
    let outcome = RidOutcome::NotRevealed { typed: forms::text_shown_again(&reason), why };
    forms::finish(outcome, &format!("{own_page}#reveal")).await
}
