//! Values that were typed into a form of this page before: its fields show them in place of their own.

use std::sync::Arc;

use leptos::prelude::{provide_context, use_context};

use crate::context::Text;

/// The values of one form, for the page that has it.
#[derive(Debug, Clone)]
pub struct KeptValues {
    names: &'static [&'static str],
    fields: Arc<[(String, String)]>,
}

impl KeptValues {
    /// The values of a form that has these fields.
    pub fn new(names: &'static [&'static str], fields: Vec<(String, String)>) -> Self {
        Self { names, fields: fields.into() }
    }

    /// Has the fields of the page that is being rendered show them.
    pub fn provide(self) {
        provide_context(self);
    }
}

/// The value that was typed into a field before, where it was kept.
pub(crate) fn kept_value(name: &str) -> Option<Text> {
    let kept = use_context::<KeptValues>()?;
    kept.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone().into())
}

/// Whether something was typed into a field before and kept, so that what folds it stands open.
pub(crate) fn has_kept(name: &str) -> bool {
    kept_value(name).is_some()
}

/// Whether a box was ticked or a choice made before, where that was kept; `now` otherwise.
pub(crate) fn kept_choice(name: &str, value: &str, now: bool) -> bool {
    let Some(kept) = use_context::<KeptValues>().filter(|kept| kept.names.contains(&name)) else { return now };
    kept.fields.iter().any(|(field, kept)| field == name && kept == value)
}
