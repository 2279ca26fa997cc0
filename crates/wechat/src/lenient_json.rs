//! Lenient reading of JSON integers, which WeChat sends as numbers and as strings.

use serde_json::Value;

/// 2^53, up to which each float is exactly one integer.
const EXACT_BELOW: f64 = 9_007_199_254_740_992.0;

/// The integer in `value`: `5`, `5.0` or `"5"`. `None` for anything else, fractions included.
pub(crate) fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| number.as_f64().and_then(whole)),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a whole number below 2^53 fits")]
fn whole(float: f64) -> Option<i64> {
    (float.fract() == 0.0 && float.abs() < EXACT_BELOW).then_some(float as i64)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_is_unambiguous_is_an_integer() {
        assert_eq!(integer(&json!(500_000)), Some(500_000));
        assert_eq!(integer(&json!(-1)), Some(-1));
        assert_eq!(integer(&json!(5.0)), Some(5));
        assert_eq!(integer(&json!(" 5 ")), Some(5));
        for wrong in
            [json!(5.5), json!("5.5"), json!(""), json!(null), json!(true), json!([5]), json!(1e300), json!(u64::MAX)]
        {
            assert_eq!(integer(&wrong), None, "{wrong}");
        }
    }
}
