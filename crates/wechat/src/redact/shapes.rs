//! Finding tokens by their shape, wherever they stand and whatever the field is called.

use super::Masked;
use super::view::View;

/// The shortest run behind the underscore that is taken for a token's; the shortest whole one seen had some 100.
const SHORTEST: usize = 20;

/// Every run of the shape that WeChat's tokens have: up to three digits, an underscore, base64url (folklore: `50_…`, `70_…`).
/// Plain words joined by underscores are none: a token has letters of both cases.
pub(super) fn find(view: &View) -> Vec<Masked> {
    let bytes = view.bytes();
    let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = bytes[at..].iter().position(belongs).map(|skipped| at + skipped) {
        let length = bytes[start..].iter().position(|byte| !belongs(byte)).unwrap_or(bytes.len() - start);
        at = start + length;
        if is_token(&bytes[start..at]) {
            found.push(Masked { at: view.span(start..at), quote: String::new() });
        }
    }
    found
}

fn is_token(run: &[u8]) -> bool {
    let digits = run.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let tail = run.get(digits..).and_then(|rest| rest.strip_prefix(b"_")).unwrap_or_default();
    (1..=3).contains(&digits)
        && tail.len() >= SHORTEST
        && tail.iter().any(u8::is_ascii_uppercase)
        && tail.iter().any(u8::is_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use crate::redact::{MASK, Redactor};

    #[test]
    fn a_token_is_known_by_its_shape_in_a_field_of_any_name() {
        let token = "50_Im7abcdefghijklmnopQRST-_012";
        let encoded: String = token.bytes().map(percent_encoding::percent_encode_byte).collect();
        for text in [
            token.to_owned(),
            format!("y={token}&z=1"),
            format!(r#"{{"y":"{token}"}}"#),
            format!("y={encoded};"),
            format!("令牌{token}。"),
        ] {
            let masked = Redactor::new().redact(&text).into_owned();
            assert!(masked.contains(MASK) && !masked.contains("Im7") && !masked.contains("%49"), "{text}: {masked}");
        }
    }

    #[test]
    fn words_ids_and_rids_are_none() {
        for plain in [
            "617682e0-09059ac5-34a8e2ea",
            "50_short",
            "12_campaign_of_november_and_december",
            "wx448f04719cd48f69",
            "2026_11_22_12_00_00_UTC_and_some_more",
            "a50_Im7abcdefghijklmnopQRST",
        ] {
            assert_eq!(Redactor::new().redact(plain), plain);
        }
    }
}
