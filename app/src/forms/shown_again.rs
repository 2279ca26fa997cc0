//! Typed values as a form shows them again: without secrets, and of limited length.

use std::sync::Arc;

use desk::accounts::AccountFaults;
use desk::{Desk, Redactor};
use domain::{CgiPath, Repair};
use leptos::prelude::use_context;

/// The most characters of a field that are shown again; no value that we take is as long.
const FIELD_CHARS: usize = 300;
/// The most characters of typed paths that are shown again.
const PATHS_CHARS: usize = 20_000;
/// The most characters of a longer text, such as a reason or a note, that are shown again: more than is taken, so that it
/// can be shortened by hand.
const TEXT_CHARS: usize = 6_000;
/// The most characters of a pasted text that are shown again.
const PASTED_CHARS: usize = 20_000;
/// The most bytes of a pasted text that are masked, so that it takes no thread for long.
const PASTED_BYTES: usize = 64 << 10;
/// The characters at the end of a longer text that are left out once it is masked. The cut may have left part of an openid
/// or a secret there, which has not the shape of one, be it spelled in escapes.
const AT_THE_CUT: usize = 1_000;
/// The most repaired paths that are told.
const REPAIRS: usize = 100;

/// A typed number; `None` for an empty field, and out of every range for what is no number, so that it is called wrong.
pub fn number(typed: &str) -> Option<i64> {
    let typed = typed.trim().replace([',', '，'], "");
    (!typed.is_empty()).then(|| typed.parse().unwrap_or(-1))
}

/// What was typed into a field, so that it can be shown again: without secrets that were pasted, and no longer than a
/// flash can hold.
pub fn shown_again(typed: &str) -> String {
    redactor().redact(typed).chars().filter(|c| !c.is_control()).take(FIELD_CHARS).collect()
}

/// A longer text, so that it can be shown again: as [`shown_again`], with its line ends.
pub fn text_shown_again(typed: &str) -> String {
    masked_text(&redactor(), typed)
}

/// As [`text_shown_again`], masked by this redactor.
pub(super) fn masked_text(redactor: &Redactor, typed: &str) -> String {
    redactor.redact(typed).chars().filter(|c| *c == '\n' || !c.is_control()).take(TEXT_CHARS).collect()
}

/// An owner or a note, so that it can be shown again: as [`text_shown_again`], with the personal data that belongs there.
pub fn contact_shown_again(typed: &str) -> String {
    masked_text(&redactor().showing_personal_data(), typed)
}

/// A pasted text, so that it can be shown again, and whether that is only its beginning: as [`shown_again`], with its line
/// ends and tabs.
pub fn pasted_shown_again(pasted: &str) -> (String, bool) {
    masked_paste(&redactor(), pasted, false)
}

/// As [`pasted_shown_again`], masked by this redactor; of a text that may have been cut at its end before.
pub(super) fn masked_paste(redactor: &Redactor, pasted: &str, was_cut: bool) -> (String, bool) {
    let beginning = &pasted[..pasted.floor_char_boundary(PASTED_BYTES)];
    let is_cut = was_cut || beginning.len() < pasted.len();
    let masked = redactor.redact(beginning);
    let whole = if is_cut { masked.chars().count().saturating_sub(AT_THE_CUT) } else { usize::MAX };
    let mut kept = masked.chars().take(whole).filter(|c| matches!(c, '\n' | '\t') || !c.is_control());
    let shown: String = kept.by_ref().take(PASTED_CHARS).collect();
    (shown, is_cut || kept.next().is_some())
}

/// Masks what the desk holds by value, and the rest by the names of its fields.
fn redactor() -> Redactor {
    use_context::<Arc<Desk>>().map_or_else(Redactor::new, |desk| desk.redactor())
}

/// Typed paths, so that they can be shown again: as [`shown_again`], and without what stands behind `?`.
pub fn paths_shown_again(paths: &str) -> String {
    masked_paths(&redactor(), paths)
}

/// As [`paths_shown_again`], masked by this redactor.
pub(super) fn masked_paths(redactor: &Redactor, paths: &str) -> String {
    let lines = paths.lines().map(|line| line.split(['?', '#']).next().unwrap_or_default());
    let lines = lines.collect::<Vec<_>>().join("\n");
    redactor.redact(&lines).chars().filter(|c| *c == '\n' || !c.is_control()).take(PATHS_CHARS).collect()
}

/// Faults, with the path that they name as [`shown_again`].
pub fn faults_shown_again(mut faults: AccountFaults) -> AccountFaults {
    faults.path = faults.path.map(|(path, error)| (shown_again(&path), error));
    faults
}

/// Those of the paths that were repaired; of many, the first.
pub fn repaired<'a>(paths: impl Iterator<Item = (&'a CgiPath, &'a Vec<Repair>)>) -> Vec<(String, Vec<Repair>)> {
    paths
        .filter(|(_, repairs)| !repairs.is_empty())
        .take(REPAIRS)
        .map(|(path, repairs)| (path.to_string(), repairs.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_shown_again_without_secrets_and_in_bounds() {
        assert_eq!(shown_again("\u{1}小店 🛒"), "小店 🛒");
        let pasted = "cgi-bin/x&access_token=50_secret\n/cgi-bin/y?access_token=50_secret#z";
        assert_eq!(shown_again(pasted), "cgi-bin/x&access_token=‹masked›/cgi-bin/y?access_token=‹masked›#z");
        assert_eq!(paths_shown_again(pasted), "cgi-bin/x&access_token=‹masked›\n/cgi-bin/y");
        let (again, shortened) = pasted_shown_again("a\tb\r\nopenid=oOpEnId0123456789abcdefghij");
        assert_eq!((again.as_str(), shortened), ("a\tb\nopenid=‹masked›", false));
        let (again, shortened) = pasted_shown_again(&"字".repeat(PASTED_CHARS + 1));
        assert!(again.chars().count() == PASTED_CHARS && shortened);
    }

    #[test]
    fn what_the_cut_leaves_of_a_secret_is_not_shown() {
        let openid = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
        for (secret, left) in [
            (openid, 20),
            ("fa4e00c1b2a3948576d0e1f2a3b4c5d6", 31),
            ("13800138000", 10),
            ("50_Im7abcdefghijklmnopQRST", 9),
        ] {
            // Masking shortens the text so much that its cut end would be shown.
            let field = "x".repeat(PASTED_BYTES - 5_000);
            let before = format!("secret={field}&说 ");
            let before = format!("{before}{}", "a ".repeat((PASTED_BYTES - left - before.len()) / 2));
            let before = format!("{}{before}", " ".repeat(PASTED_BYTES - left - before.len()));
            let (shown, shortened) = pasted_shown_again(&format!("{before}{secret} and more"));
            assert!(shortened && shown.contains("secret=‹masked›&说 a a"), "{shown}");
            assert!(!shown.contains(&secret[..5]), "{shown}");
        }
        let (shown, shortened) = pasted_shown_again(&"字".repeat(PASTED_BYTES));
        assert!(shortened && shown.chars().count() == PASTED_CHARS && shown.ends_with('字'));
        let (shown, shortened) = pasted_shown_again(&format!("a {openid}"));
        assert_eq!((shown.as_str(), shortened), ("a ‹masked›", false));
    }
}
