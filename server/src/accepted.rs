//! The media type that the `Accept` of a request prefers (RFC 9110, 12.5.1).

use http::{HeaderMap, header};

/// Whether a request accepts the first media type rather than the second. Not where both are as welcome; but what is named goes
/// before what is only not ruled out.
pub(crate) fn prefers(headers: &HeaderMap, (kind, subtype): (&str, &str), other: (&str, &str)) -> bool {
    let ranges: Vec<_> = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
    let ranges = ranges.join(",");
    let first = welcome(&ranges, kind, subtype);
    first.0 > 0 && first > welcome(&ranges, other.0, other.1)
}

/// How welcome a media type is: its weight in thousandths, by the range that names it most exactly, and how exact that is.
fn welcome(ranges: &str, kind: &str, subtype: &str) -> (u16, u8) {
    let mut best = (0, 0);
    for range in ranges.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let named = parts.next().unwrap_or_default().to_ascii_lowercase();
        let exactness = match named.split_once('/') {
            Some((a, b)) if a == kind && b == subtype => 3,
            Some((a, "*")) if a == kind => 2,
            Some(("*", "*")) => 1,
            _ => continue,
        };
        if exactness > best.1 {
            best = (weight(parts), exactness);
        }
    }
    best
}

/// The weight among a range's parameters, in thousandths; 1 where there is none, 0 where it is none.
fn weight<'a>(mut parameters: impl Iterator<Item = &'a str>) -> u16 {
    let weight = parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then(|| value.trim())
    });
    let Some(weight) = weight else { return 1000 };
    let (whole, thousandths) = weight.split_once('.').unwrap_or((weight, ""));
    match (whole, format!("{thousandths:0<3}").parse::<u16>()) {
        ("1", Ok(0)) => 1000,
        ("0", Ok(part)) if part < 1000 => part,
        _ => 0,
    }
}
