//! Masking of secrets and personal data in texts of any format.
//!
//! Texts from WeChat and from people are URLs, forms, JSON, JSON inside JSON strings, all of that percent-encoded once
//! more, and cut off anywhere. So nothing here requires a whole text: its escapes are decoded ([`decoded`]), names of
//! sensitive fields are found anywhere ([`field_names`]), and their values are read to the end that their format sets, or
//! to the text's end ([`fields`]). Values with a recognisable form are also found without a field ([`patterns`]), and the
//! secrets that this process holds by their value ([`known_values`]). In doubt too much is masked. All of it takes time
//! linear in the length of the text.

mod decoded;
mod field_names;
mod fields;
mod held_secrets;
mod known_values;
mod masked_range;
mod patterns;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use self::decoded::DecodedText;
pub use self::held_secrets::SecretRegistry;
use self::known_values::KnownValues;
use self::masked_range::MaskedRange;
pub(crate) use self::patterns::is_token;

/// The text in the place of a masked value.
pub const MASK: &str = "‹masked›";
/// The mask as readers of Chinese see it. A form that shows a stored text sends it back so.
pub const MASK_IN_CHINESE: &str = "‹已脱敏›";

/// A redactor, which masks texts before they are shown, stored or logged.
#[derive(Default)]
pub struct Redactor {
    values: KnownValues,
    held: Arc<KnownValues>,
    personal_shown: bool,
}

impl Redactor {
    /// A redactor that masks fields by their names (tokens, secrets, tickets, codes, openids, phone numbers and the like),
    /// and, outside such fields, tokens, AppSecrets, session keys, openids, mobile numbers and e-mail addresses by their form.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same redactor, also masking these values anywhere: as they are, percent-encoded, JSON-escaped or in base64, and
    /// where an end of the text cuts them. Values shorter than 8 bytes are left out, since they would mask ordinary words.
    #[must_use]
    pub fn with_secrets<S: AsRef<str>>(mut self, secrets: impl IntoIterator<Item = S>) -> Self {
        self.values = KnownValues::new(secrets);
        self
    }

    /// The same redactor, also masking all secrets of `held`, in the same way.
    #[must_use]
    pub fn with_registry(mut self, held: &SecretRegistry) -> Self {
        self.held = held.values();
        self
    }

    /// The same redactor without masking of personal data (openids, phone numbers, names, e-mail addresses). Tokens and secrets stay masked.
    #[must_use]
    pub fn showing_personal_data(mut self) -> Self {
        self.personal_shown = true;
        self
    }

    /// `text` with [`MASK`] in the place of each sensitive value.
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if text.contains(MASK_IN_CHINESE) {
            return Cow::Owned(self.redact(&text.replace(MASK_IN_CHINESE, MASK)).into_owned());
        }
        let view = DecodedText::new(text);
        let mut masked = fields::find(&view, text, self.personal_shown);
        masked.extend(patterns::find(&view, text, self.personal_shown));
        masked.extend(self.values.find(&view, text));
        masked.extend(self.held.find(&view, text));
        if masked.is_empty() {
            return Cow::Borrowed(text);
        }
        masked.sort_by_key(|part| (part.at.start, std::cmp::Reverse(part.at.end)));
        Cow::Owned(replaced(text, &masked))
    }
}

/// `text` with the ranges replaced. They are sorted by start and may overlap.
fn replaced(text: &str, parts: &[MaskedRange]) -> String {
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

/// The number of the values, never the values.
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
