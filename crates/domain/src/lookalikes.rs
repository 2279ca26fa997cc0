//! Names that could be taken for others because they mix scripts whose letters look alike: `раypal` with Cyrillic letters.

use unicode_security::MixedScript;
use unicode_security::mixed_script::AugmentedScriptSet;

/// Whether a name mixes letters of scripts that look alike, such as Latin, Cyrillic and Greek. Chinese, Japanese and Korean
/// characters look like none of these and go with each of them; digits, marks and emoji belong to no script.
pub fn mixes_lookalikes(name: &str) -> bool {
    let is_letter_of_alphabet = |c: &char| {
        let scripts = AugmentedScriptSet::for_char(*c);
        !(scripts.hanb || scripts.jpan || scripts.kore)
    };
    let letters: String = name.chars().filter(is_letter_of_alphabet).collect();
    !letters.as_str().is_single_script()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_that_look_alike_are_not_mixed() {
        for mixed in ["раypal", "аdmin", "Αdmin", "商城 shоp", "tеst-1", "Ωmega"] {
            assert!(mixes_lookalikes(mixed), "{mixed}");
        }
        for plain in [
            "",
            "admin",
            "商城 shop 2",
            "магазин",
            "магазин 商城",
            "β版",
            "ショップ店 shop",
            "쇼핑 shop",
            "ｓｈｏｐ",
            "José 🛒 <b>",
            "café-№1",
        ] {
            assert!(!mixes_lookalikes(plain), "{plain}");
        }
    }
}
