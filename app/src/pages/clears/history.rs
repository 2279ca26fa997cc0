//! The history of a clear: the cause of its state, such as who settled it, and the text of each step.

use desk::clears::{Clear, ClearEvent, DETAIL_INTERRUPTED, DETAIL_INTERRUPTED_BEFORE, DETAIL_NO_ROOM};
use domain::clears::verification::InconclusiveReason;
use domain::{ClearState, Lang};

use crate::context::Text;
use crate::t;
use crate::words::clears::unproven_words;
use crate::words::users::actor_words;

/// The cause of a clear's state, where that tells more than the state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Cause {
    /// Nothing more than the state.
    #[default]
    Plain,
    /// Somebody settled or dismissed it.
    Settled {
        /// Who.
        by: String,
        /// Why.
        why: String,
    },
    /// Its verification ended without proof.
    Unproven(InconclusiveReason),
    /// It was given back, because WeChat accepted more than it would leave room for.
    NoRoom,
}

impl Cause {
    /// The cause that the last step of a clear names.
    pub(crate) fn of(clear: &Clear, events: &[ClearEvent]) -> Self {
        let last = events.last().filter(|event| event.state == clear.state && !clear.being_verified);
        let Some(last) = last else { return Self::Plain };
        let detail = last.detail.as_deref().unwrap_or_default();
        match &last.actor {
            Some(by) => Self::Settled { by: by.clone(), why: detail.to_owned() },
            None if detail == DETAIL_NO_ROOM => Self::NoRoom,
            None => unproven(detail).map_or(Self::Plain, Self::Unproven),
        }
    }
}

fn unproven(detail: &str) -> Option<InconclusiveReason> {
    InconclusiveReason::ALL.into_iter().find(|why| why.word() == detail)
}

/// The text beside a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum StepText {
    /// A text in the reader's language.
    Words(Text),
    /// A message of WeChat or the network, verbatim.
    Message(String),
}

/// The text beside a step in the reader's language; `None` where its state tells all.
pub(crate) fn step_words(lang: Lang, event: &ClearEvent) -> Option<StepText> {
    let by = event.actor.as_deref().map(|by| actor_words(lang, Some(by)));
    let detail = event.detail.as_deref().unwrap_or_default();
    let words = match (by, event.state, detail) {
        (Some(who), ClearState::Ineffective, why) => t!(lang, "step-counted", who = who, why = why.to_owned()),
        (Some(who), ClearState::Failed, why) => t!(lang, "step-given-back", who = who, why = why.to_owned()),
        (Some(who), _, why) => t!(lang, "step-dismissed", who = who, why = why.to_owned()),
        (None, ClearState::Verifying, "") => t!(lang, "step-verifying"),
        (None, ClearState::Effective, "") => t!(lang, "step-effective"),
        (None, ClearState::Ineffective, "") => t!(lang, "step-ineffective"),
        (None, ClearState::Elsewhere, "") => t!(lang, "step-elsewhere"),
        (None, _, "") => return None,
        (None, _, DETAIL_INTERRUPTED | DETAIL_INTERRUPTED_BEFORE) => t!(lang, "clear-interrupted"),
        (None, _, DETAIL_NO_ROOM) => t!(lang, "step-no-room"),
        (None, _, "ok") => t!(lang, "clear-said-ok"),
        (None, _, said) => match unproven(said) {
            Some(InconclusiveReason::NothingUsed) => t!(lang, "unproven-nothing-used"),
            Some(why) => t!(lang, "step-unproven", why = unproven_words(lang, why)),
            None => return Some(StepText::Message(said.to_owned())),
        },
    };
    Some(StepText::Words(words))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn event(state: ClearState, detail: Option<&str>, actor: Option<&str>) -> ClearEvent {
        let (detail, actor) = (detail.map(str::to_owned), actor.map(str::to_owned));
        ClearEvent { at: Timestamp::UNIX_EPOCH, state, detail, actor }
    }

    fn told(state: ClearState, detail: Option<&str>, actor: Option<&str>) -> Option<StepText> {
        step_words(Lang::En, &event(state, detail, actor))
    }

    #[test]
    fn what_the_desk_writes_down_is_told_in_words() {
        for why in InconclusiveReason::ALL {
            let Some(StepText::Words(words)) = told(ClearState::Accepted, Some(why.word()), None) else {
                panic!("{why:?}")
            };
            assert!(!words.contains("unproven"), "{words}");
        }
        for detail in [DETAIL_NO_ROOM, DETAIL_INTERRUPTED, "ok"] {
            assert!(matches!(told(ClearState::Failed, Some(detail), None), Some(StepText::Words(_))), "{detail}");
        }
        let said = Some(StepText::Message("system error".to_owned()));
        assert_eq!(told(ClearState::Unknown, Some("system error"), None), said);
        assert_eq!(told(ClearState::Sent, None, None), None);
    }

    #[test]
    fn a_person_who_settled_is_named_with_the_reason() {
        let Some(StepText::Words(words)) = told(ClearState::Failed, Some("ok"), Some("小王")) else { panic!() };
        assert!(words.contains("小王") && words.contains("ok"), "{words}");
    }
}
