//! Taking secrets and personal data out of text, whatever shape it has.
//!
//! Text from WeChat and from people comes as URLs, forms, JSON, JSON inside JSON strings, all of that percent-encoded
//! once more, and cut off anywhere. So nothing here relies on a text being whole: it is read through its escapes
//! ([`view`]), names of fields that hold something to hide are found wherever they stand ([`keys`]), and their values are
//! read as far as the shape they are in reaches, or to the text's end ([`fields`]). What has a shape of its own is known by it
//! too ([`shapes`]), and secrets that we hold by their value ([`values`]). In doubt too much is masked. Everything takes time
//! linear in the text.

mod fields;
mod held;
mod keys;
mod masked;
mod shapes;
mod values;
mod view;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

pub use self::held::HeldSecrets;
use self::masked::Masked;
use self::values::Values;
use self::view::View;

/// What stands where something was masked.
pub const MASK: &str = "‹masked›";

/// Masks texts before they are shown, stored or logged.
#[derive(Default)]
pub struct Redactor {
    values: Values,
    held: Arc<Values>,
    personal_shown: bool,
}

impl Redactor {
    /// Masks fields by their names (tokens, secrets, tickets, codes, openids, phone numbers and the like), and by their
    /// shape tokens, AppSecrets, session keys, openids and mobile numbers that stand in no such field.
    pub fn new() -> Self {
        Self::default()
    }

    /// Masks these values too, wherever they stand: as they are, percent-encoded, JSON-escaped or in base64, and where
    /// the text's end cuts them. Values shorter than 8 bytes are left out, since they would mask ordinary words.
    #[must_use]
    pub fn with_secrets<S: AsRef<str>>(mut self, secrets: impl IntoIterator<Item = S>) -> Self {
        self.values = Values::new(secrets);
        self
    }

    /// Masks everything that this process holds, in the same way.
    #[must_use]
    pub fn with_held(mut self, held: &HeldSecrets) -> Self {
        self.held = held.values();
        self
    }

    /// Leaves personal data (openids, phone numbers, names) as it is; tokens and secrets stay masked.
    #[must_use]
    pub fn showing_personal_data(mut self) -> Self {
        self.personal_shown = true;
        self
    }

    /// `text` with [`MASK`] in place of what must not be seen.
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let view = View::of(text);
        let mut masked = fields::find(&view, text, self.personal_shown);
        masked.extend(shapes::find(&view, text, self.personal_shown));
        masked.extend(self.values.find(&view, text));
        masked.extend(self.held.find(&view, text));
        if masked.is_empty() {
            return Cow::Borrowed(text);
        }
        masked.sort_by_key(|part| (part.at.start, std::cmp::Reverse(part.at.end)));
        Cow::Owned(replaced(text, &masked))
    }
}

/// `text` with the parts replaced, which are sorted by their starts and may overlap.
fn replaced(text: &str, parts: &[Masked]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for part in parts {
        if part.at.start >= done {
            out.push_str(text.get(done..part.at.start).unwrap_or_default());
            out.push_str(&part.quote);
            out.push_str(MASK);
            out.push_str(&part.quote);
        }
        done = done.max(part.at.end);
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// Says how many values are masked, never which.
impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redactor")
            .field("secrets", &(self.values.len() + self.held.len()))
            .field("personal_shown", &self.personal_shown)
            .finish()
    }
}

#[cfg(test)]
mod tests;
