//! Every pair of colours that meets in the style sheets is readable in both themes (WCAG 2.2, AA).

use std::collections::HashMap;

/// Text on what it stands on: at least 4.5.
const TEXT: &[(&str, &[&str])] = &[
    ("text", &["page", "surface", "sunken", "hover"]),
    ("text-secondary", &["page", "surface", "sunken", "hover"]),
    ("accent", &["page", "surface", "sunken", "hover", "accent-soft"]),
    ("on-accent", &["accent-fill", "accent-fill-hover"]),
    ("danger", &["page", "surface", "sunken", "hover", "danger-soft"]),
    ("on-danger", &["danger-fill", "danger-fill-hover"]),
    ("ok", &["page", "surface", "hover", "ok-soft"]),
    ("warning", &["page", "surface", "hover", "warning-soft"]),
    ("critical", &["page", "surface", "hover", "critical-soft"]),
    ("exhausted", &["page", "surface", "hover", "exhausted-soft"]),
    ("stale", &["page", "surface", "hover", "stale-soft"]),
    ("quiet", &["page", "surface", "hover", "quiet-soft"]),
    ("text", &["ok-soft", "warning-soft", "exhausted-soft", "accent-soft"]),
];

/// Lines and shapes that must be told from what they stand on: at least 3.
const SHAPES: &[(&str, &[&str])] = &[
    ("control-border", &["page", "surface"]),
    ("accent-fill", &["page", "surface"]),
    ("ok-fill", &["surface"]),
    ("warning-fill", &["surface"]),
    ("critical-fill", &["surface"]),
    ("exhausted-fill", &["surface"]),
    ("focus", &["page", "surface", "sunken"]),
];

/// `--name: light-dark(#light, #dark)` of the tokens, as both colours.
fn tokens() -> HashMap<String, [[f64; 3]; 2]> {
    include_str!("../../../style/tokens.css")
        .lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(':')?;
            let (light, dark) = value.trim().strip_prefix("light-dark(")?.strip_suffix(");")?.split_once(',')?;
            Some((name.to_owned(), [rgb(light)?, rgb(dark)?]))
        })
        .collect()
}

fn rgb(hex: &str) -> Option<[f64; 3]> {
    let hex = hex.trim().strip_prefix('#')?;
    let channel = |i: usize| u8::from_str_radix(hex.get(i..i + 2)?, 16).ok().map(|value| f64::from(value) / 255.0);
    Some([channel(0)?, channel(2)?, channel(4)?])
}

fn luminance(rgb: [f64; 3]) -> f64 {
    let linear = rgb.map(|c| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn every_pair_is_readable_in_both_themes() {
    let tokens = tokens();
    let mut poor = Vec::new();
    for (pairs, least) in [(TEXT, 4.5), (SHAPES, 3.0)] {
        for (front, backs) in pairs {
            for back in *backs {
                for (theme, name) in ["light", "dark"].into_iter().enumerate() {
                    let found = contrast(tokens[*front][theme], tokens[*back][theme]);
                    if found < least {
                        poor.push(format!("{name}: {front} on {back} is {found:.2}, not {least}"));
                    }
                }
            }
        }
    }
    assert!(poor.is_empty(), "{poor:#?}");
}

#[test]
fn contrast_is_measured_as_the_guidelines_do() {
    let ratio = contrast(rgb("#777777").unwrap(), rgb("#ffffff").unwrap());
    assert!((ratio - 4.48).abs() < 0.01, "{ratio}");
}
