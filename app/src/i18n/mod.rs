//! The texts people read, in both languages, out of the Fluent catalogues in `app/locales`.
//!
//! `t!(lang, "key")` gives a text without allocating; `t!(lang, "key", count = 3)` fills it in. Numbers in texts are
//! grouped. A key that is missing shows itself as `⟦key⟧`; `tests/it/texts.rs` finds it before anyone reads it.

mod catalogue;
mod negotiate;

use std::borrow::Cow;
use std::sync::LazyLock;

use domain::Lang;
use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
use unic_langid::LanguageIdentifier;

pub use catalogue::{CATALOGUES, Catalogue};
pub use fluent_bundle::FluentArgs;
pub use negotiate::negotiate;

type Bundle = FluentBundle<FluentResource>;

static EN: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::En));
static ZH_CN: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::ZhCn));

/// The text of `key`, which takes no arguments.
pub fn t(lang: Lang, key: &str) -> Cow<'static, str> {
    format(lang, key, None)
}

/// The text of `key` with its arguments filled in; [`t!`](crate::t) is the comfortable way to call it.
pub fn t_with(lang: Lang, key: &str, args: &FluentArgs<'_>) -> Cow<'static, str> {
    format(lang, key, Some(args)).into_owned().into()
}

/// A text out of the catalogues: `t!(lang, "key")`, `t!(lang, "key", count = n, name = "…")`; `t!(lang, ["key", "other"])` is
/// an array of texts without arguments, such as the names of a table's columns.
#[macro_export]
macro_rules! t {
    ($lang:expr, $key:literal $(,)?) => {
        $crate::i18n::t($lang, $key)
    };
    ($lang:expr, [$($key:literal),+ $(,)?]) => {
        [$($crate::i18n::t($lang, $key)),+]
    };
    ($lang:expr, $key:literal, $($name:ident = $value:expr),+ $(,)?) => {{
        let mut args = $crate::i18n::FluentArgs::new();
        $(args.set(stringify!($name), $value);)+
        $crate::i18n::t_with($lang, $key, &args)
    }};
}

/// The key of a text that takes no arguments, for a table of texts; [`t`] gives its text. A test looks for keys here too.
#[macro_export]
macro_rules! key {
    ($key:literal) => {
        $key
    };
}

fn format<'a>(lang: Lang, key: &str, args: Option<&'a FluentArgs<'a>>) -> Cow<'a, str> {
    let bundle: &'static Bundle = match lang {
        Lang::En => &EN,
        Lang::ZhCn => &ZH_CN,
    };
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        tracing::error!(key, %lang, "a text is missing");
        return format!("⟦{key}⟧").into();
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, args, &mut errors);
    if !errors.is_empty() {
        tracing::error!(key, %lang, ?errors, "a text was not filled in");
    }
    text
}

fn bundle(lang: Lang) -> Bundle {
    // Both tags are well-formed, so the fallback (no language: no plural forms) is never taken.
    let tag = lang.word().parse::<LanguageIdentifier>().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    // Isolation marks end up in what people copy, and both languages run left to right.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(group_numbers));
    for catalogue in CATALOGUES {
        // What cannot be parsed is skipped, so that one slip costs one text; a test finds it.
        let resource = FluentResource::try_new(catalogue.source(lang).to_owned()).unwrap_or_else(|(rest, errors)| {
            tracing::error!(catalogue = catalogue.name, %lang, ?errors, "a catalogue has mistakes");
            rest
        });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(catalogue = catalogue.name, %lang, ?errors, "texts are defined twice");
        }
    }
    bundle
}

/// Whole numbers in texts are written as everywhere else: 1,998,950.
fn group_numbers<M>(value: &fluent_bundle::FluentValue<'_>, _: &M) -> Option<String> {
    match value {
        fluent_bundle::FluentValue::Number(number) if number.value.fract() == 0.0 => {
            format!("{:.0}", number.value).parse().ok().map(crate::numbers::grouped)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_filled_in_grouped_and_free_of_marks() {
        assert_eq!(t!(Lang::En, "pager-range", from = 1_001, to = 1_100, total = 12_345), "1,001–1,100 of 12,345");
        assert_eq!(
            t!(Lang::ZhCn, "pager-range", from = 1_001, to = 1_100, total = 12_345),
            "第 1,001–1,100 条，共 12,345 条"
        );
    }

    #[test]
    fn a_plain_text_is_borrowed() {
        assert!(matches!(t(Lang::En, "nav-overview"), Cow::Borrowed("Overview")));
    }

    #[test]
    fn a_missing_text_shows_itself() {
        let missing = "no-such-text";
        assert_eq!(t(Lang::En, missing), "⟦no-such-text⟧");
    }
}
