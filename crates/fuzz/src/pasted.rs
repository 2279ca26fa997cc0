//! Anything at all is pasted: it is read without a fault, what is found stands by itself, and nothing masked shows again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wechat::rid::{Found, find_in_text, flaws, parse_pasted};
use wechat::{MASK, Redactor, Rid};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let pasted = parse_pasted(&text);
    assert_eq!(pasted.found, find_in_text(&text), "both ways of reading find the same");
    let mut rids = 0;
    for found in &pasted.found {
        match found {
            Found::Rid(rid) => {
                rids += 1;
                assert_eq!(Rid::parse_lenient(rid.as_str()).as_ref(), Ok(rid), "a rid is one by itself");
                assert!(pasted.rids.iter().any(|(known, _)| known == rid));
            }
            Found::Incomplete(text) => {
                assert!(!flaws(text).is_empty(), "{text:?} is called incomplete without a flaw");
                assert!(Rid::parse_lenient(text).is_err());
            }
            Found::Hint(text) => assert!(!text.trim().is_empty()),
        }
    }
    assert_eq!(rids, pasted.rids.len());
    for (_, near) in &pasted.rids {
        assert!(near.path.as_deref().is_none_or(|path| path.starts_with('/')));
        assert!(near.errcode != Some(0));
        if let Some(reply) = &near.pasted {
            assert!(reply.errcode.is_none() || reply.errcode == near.errcode, "the code is the call's own");
            assert!(reply.cost_in_ms.is_none_or(|ms| ms >= 0));
        }
    }
    assert!(pasted.errcode != Some(0));
    assert!(rids > 0 || !pasted.rid_missing || pasted.found.is_empty());
    let redactor = Redactor::new();
    let masked = redactor.redact(&text);
    let again = redactor.redact(&masked);
    assert!(again.matches(MASK).count() >= masked.matches(MASK).count().min(1), "a mask does not vanish");
});
