//! Names of browsers and systems, from the text in which a browser names itself.
//!
//! Every browser also names others that it is compatible with, so tokens that few browsers send are looked for before those
//! that many send.

use domain::Lang;

use crate::context::Text;
use crate::t;

/// Tokens of browsers, the rarest first, and their names.
const BROWSERS: [(&str, &str); 17] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("HuaweiBrowser/", "Huawei Browser"),
    ("MiuiBrowser/", "Mi Browser"),
    ("QQBrowser/", "QQ Browser"),
    ("UCBrowser/", "UC Browser"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
    ("Wget/", "Wget"),
];

/// Tokens of systems, the rarest first, and their names.
const SYSTEMS: [(&str, &str); 10] = [
    ("OpenHarmony", "HarmonyOS"),
    ("HarmonyOS", "HarmonyOS"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
    ("FreeBSD", "FreeBSD"),
];

/// The name of a browser and its system, such as `Chrome on macOS`; less exact where a part is not known.
pub(crate) fn browser_words(lang: Lang, user_agent: &str) -> Text {
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(token, _)| user_agent.contains(token)).map(|(_, name)| Text::Borrowed(name))
    };
    let browser =
        if user_agent.contains("MicroMessenger/") { Some(t!(lang, "browser-wechat")) } else { named(&BROWSERS) };
    match (browser, named(&SYSTEMS)) {
        (Some(browser), Some(system)) => t!(lang, "browser-on", browser = browser, system = system),
        (Some(browser), None) => browser,
        (None, Some(system)) => t!(lang, "browser-unknown-on", system = system),
        (None, None) => t!(lang, "browser-unknown"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_from_those_they_pass_for() {
        for (agent, expected) in [
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
                "Chrome on macOS",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
                "Safari on macOS",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.60(0x18003c2f) NetType/WIFI Language/zh_CN",
                "WeChat on iPhone",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1",
                "Chrome on iPhone",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
            (
                "Mozilla/5.0 (Linux; Android 16; SM-S931B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
                "Samsung Internet on Android",
            ),
            ("curl/8.5.0", "curl"),
            ("Something (Windows NT 10.0)", "a browser on Windows"),
            ("", "an unknown browser"),
            ("<script>alert(1)</script>", "an unknown browser"),
        ] {
            assert_eq!(browser_words(Lang::En, agent), expected, "{agent}");
        }
        assert_eq!(browser_words(Lang::ZhCn, "Firefox/140.0 (X11; Linux x86_64)"), "Firefox（Linux）");
    }
}
