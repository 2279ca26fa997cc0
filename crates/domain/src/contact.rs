//! Contacts of accounts and interfaces: the owner, and a note about who to call and what uses it.

use serde::{Deserialize, Serialize};

use crate::visible::is_hidden;

/// The most characters of an owner.
pub const OWNER_CHARACTERS: usize = 60;
/// The most characters of a note.
pub const NOTE_CHARACTERS: usize = 500;

/// The owner of an account or an interface, and a note for whoever works with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// A person or a team, on one line.
    pub owner: Option<String>,
    /// Who to call, what uses it; may have several lines.
    pub note: Option<String>,
}

/// The errors of a typed contact, field by field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactFaults {
    /// The owner.
    pub owner: Option<ContactFault>,
    /// The note.
    pub note: Option<ContactFault>,
}

/// An error of an owner or a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContactFault {
    /// It has so many characters, more than [`OWNER_CHARACTERS`] or [`NOTE_CHARACTERS`].
    TooLong(usize),
    /// It has line breaks, where it may have none, or other characters that cannot be seen.
    Invisible,
}

impl Contact {
    /// Reads an owner and a note as they were typed; an empty field is none.
    ///
    /// # Errors
    /// [`ContactFaults`] with every fault at once.
    pub fn parse(owner: &str, note: &str) -> Result<Self, ContactFaults> {
        let note = note.replace("\r\n", "\n");
        let owner = field(owner, OWNER_CHARACTERS, |_| false);
        let note = field(&note, NOTE_CHARACTERS, |c| matches!(c, '\n' | '\t'));
        match (owner, note) {
            (Ok(owner), Ok(note)) => Ok(Self { owner, note }),
            (owner, note) => Err(ContactFaults { owner: owner.err(), note: note.err() }),
        }
    }

    /// Whether there is neither an owner nor a note.
    pub fn is_empty(&self) -> bool {
        self.owner.is_none() && self.note.is_none()
    }
}

fn field(typed: &str, most: usize, allowed: impl Fn(char) -> bool) -> Result<Option<String>, ContactFault> {
    let text = typed.trim();
    let characters = text.chars().count();
    if characters > most {
        return Err(ContactFault::TooLong(characters));
    }
    if text.chars().any(|c| is_hidden(c) && !allowed(c)) {
        return Err(ContactFault::Invisible);
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_fields_are_none_and_lines_of_a_note_stay() {
        assert_eq!(Contact::parse(" ", "\r\n"), Ok(Contact::default()));
        let contact = Contact::parse(" 支付组 李雷 ", "call 8001\r\nused by the shop <b>").unwrap();
        assert_eq!(contact.owner.as_deref(), Some("支付组 李雷"));
        assert_eq!(contact.note.as_deref(), Some("call 8001\nused by the shop <b>"));
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let faults = Contact::parse("a\nb", &"字".repeat(501)).unwrap_err();
        assert_eq!(
            faults,
            ContactFaults { owner: Some(ContactFault::Invisible), note: Some(ContactFault::TooLong(501)) }
        );
        assert_eq!(Contact::parse(&"字".repeat(61), "").unwrap_err().owner, Some(ContactFault::TooLong(61)));
        assert_eq!(Contact::parse("", "a\u{202e}b").unwrap_err().note, Some(ContactFault::Invisible));
        assert!(Contact::parse(&"字".repeat(60), &"字".repeat(500)).is_ok());
    }
}
