//! The type of texts.

/// A text that a component shows: a catalogue's, or a value.
pub type Text = std::borrow::Cow<'static, str>;
