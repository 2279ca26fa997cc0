//! The flash: the outcome of a form, kept for the next page that the same browser asks for.
//!
//! Each subject has an outcome type of its own, which serializes itself and renders its own notice.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::forms::kept::KeptNotice;
use crate::i18n;

/// The outcome of a form: what was done, why not, or what has to be corrected. It holds no secrets, since it lies in the
/// database for a moment.
#[typetag::serde(tag = "outcome", content = "value")]
pub trait Outcome: Any + fmt::Debug + Send + Sync {
    /// The notice at the head of the next page; `None` where a form of that page says it.
    fn notice(&self) -> Option<AnyView>;

    /// Whether a page that fails for this reason says the same, so that the notice would only repeat it.
    fn repeats(&self, _failure: Failure) -> bool {
        false
    }
}

/// The outcome that a form left for this page, if any.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Flash(Option<Arc<dyn Outcome>>);

impl Flash {
    /// The outcome, where it is one of this type.
    pub fn read<O: Outcome>(&self) -> Option<&O> {
        let outcome: &dyn Any = self.0.as_deref()?;
        outcome.downcast_ref()
    }

    /// The outcome where it is of this type and `wanted`; it is then taken out, so that it makes no notice elsewhere.
    pub fn take<O: Outcome + Clone>(&mut self, wanted: impl Fn(&O) -> bool) -> Option<O> {
        let outcome = self.read::<O>().filter(|outcome| wanted(outcome)).cloned();
        if outcome.is_some() {
            self.0 = None;
        }
        outcome
    }

    /// Whether no form left anything.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The flash without an outcome that only repeats what a failed page says.
    #[must_use]
    pub fn unless_repeated(self, failure: Failure) -> Self {
        Self(self.0.filter(|outcome| !outcome.repeats(failure)))
    }
}

impl<O: Outcome> From<O> for Flash {
    fn from(outcome: O) -> Self {
        Self(Some(Arc::new(outcome)))
    }
}

impl<O: Into<Self>, E: Into<Self>> From<Result<O, E>> for Flash {
    fn from(result: Result<O, E>) -> Self {
        result.map_or_else(Into::into, Into::into)
    }
}

/// The notice about the last form; nothing where there was none, or where a field has to be corrected, which its form says.
#[component]
pub fn FlashNotice(
    /// What the form left.
    flash: Flash,
) -> impl IntoView {
    let outcome = flash.0.and_then(|outcome| outcome.notice());
    view! {
        {outcome}
        <KeptNotice />
    }
}

/// The notice that a thing which a form named does not exist, in the words of the page for an address that names it.
pub fn missing_notice(failure: Failure) -> Option<AnyView> {
    let Failure::Missing(missing) = failure else { return None };
    let lang = Viewer::current().lang;
    let (title, next) = (i18n::t(lang, missing.title), i18n::t(lang, missing.why));
    Some(view! { <Notice kind=NoticeKind::Error title next /> }.into_any())
}
