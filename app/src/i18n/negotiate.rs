//! Which language a request is answered in.

use domain::Lang;

/// The language chosen by the cookie `lang`, else the first one the browser asks for that we have, else Chinese.
///
/// `accept_language` is the header as sent; weights count, unknown languages are passed over, any Chinese is ours.
pub fn negotiate(cookie: Option<&str>, accept_language: Option<&str>) -> Lang {
    if let Some(lang) = cookie.and_then(|word| word.parse().ok()) {
        return lang;
    }
    let mut best: Option<(f32, Lang)> = None;
    for range in accept_language.unwrap_or_default().split(',').take(32) {
        let mut parts = range.split(';');
        let Some(lang) = parts.next().and_then(known) else { continue };
        let weight = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
        if weight > best.map_or(0.0, |(weight, _)| weight) {
            best = Some((weight, lang));
        }
    }
    best.map_or(Lang::ZhCn, |(_, lang)| lang)
}

fn known(tag: &str) -> Option<Lang> {
    let primary = tag.trim().split('-').next()?;
    match primary.to_ascii_lowercase().as_str() {
        "zh" => Some(Lang::ZhCn),
        "en" => Some(Lang::En),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_wins_then_the_browser_then_chinese() {
        let en = Some("en-GB,en;q=0.9");
        assert_eq!(negotiate(Some("zh-CN"), en), Lang::ZhCn);
        assert_eq!(negotiate(Some("klingon"), en), Lang::En);
        assert_eq!(negotiate(None, None), Lang::ZhCn);
        assert_eq!(negotiate(None, Some("fr, de;q=0.9, *;q=0.1")), Lang::ZhCn);
        assert_eq!(negotiate(None, Some("fr, en;q=0.5, zh-TW;q=0.8")), Lang::ZhCn);
        assert_eq!(negotiate(None, Some("zh;q=0, EN;q=0.1")), Lang::En);
        assert_eq!(negotiate(None, Some("en;q=banana, zh;q=0.9")), Lang::En);
        assert_eq!(negotiate(None, Some(";;;,,,=")), Lang::ZhCn);
    }
}
