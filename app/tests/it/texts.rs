//! Every text is in the catalogues, in both languages, and used; nothing people read stands in the code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use app::i18n::CATALOGUES;
use domain::Lang;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Each key of a language with the arguments its text takes.
fn keys(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys = BTreeMap::new();
    for catalogue in CATALOGUES {
        let resource = fluent_syntax::parser::parse(catalogue.source(lang))
            .unwrap_or_else(|(_, errors)| panic!("{lang}/{}.ftl: {errors:?}", catalogue.name));
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let pattern = message.value.unwrap_or_else(|| panic!("{} has no text", message.id.name));
            let mut arguments = BTreeSet::new();
            collect_arguments(&pattern, &mut arguments);
            let before = keys.insert(message.id.name.to_owned(), arguments);
            assert!(before.is_none(), "{} is defined twice in {lang}", message.id.name);
        }
    }
    keys
}

fn collect_arguments(pattern: &Pattern<&str>, into: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => collect_argument(inline, into),
            Expression::Select { selector, variants } => {
                collect_argument(selector, into);
                for variant in variants {
                    collect_arguments(&variant.value, into);
                }
            }
        }
    }
}

fn collect_argument(inline: &InlineExpression<&str>, into: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            into.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => {
            if let Expression::Inline(inner) = expression.as_ref() {
                collect_argument(inner, into);
            }
        }
        _ => {}
    }
}

/// The tokens of every source file of the app.
fn sources() -> Vec<(PathBuf, TokenStream)> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("layout_tests.rs")
            {
                let source = fs::read_to_string(&path).unwrap();
                files.push((path.clone(), without_tests(source.parse().unwrap())));
            }
        }
    }
    assert!(files.len() > 20, "the sources are not where this test looks");
    files
}

/// What stands before `#[cfg(test)]`, which by our habit comes last in a file.
fn without_tests(tokens: TokenStream) -> TokenStream {
    tokens
        .into_iter()
        .take_while(|token| !matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket && group.stream().to_string().replace(' ', "") == "cfg(test)"))
        .collect()
}

/// The content of a string literal.
fn string(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else { return None };
    let text = literal.to_string();
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).map(str::to_owned)
}

fn punct(token: Option<&TokenTree>) -> Option<char> {
    match token {
        Some(TokenTree::Punct(punct)) => Some(punct.as_char()),
        _ => None,
    }
}

/// Calls `see` with every run of sibling tokens, the innermost last.
fn walk(tokens: &TokenStream, see: &mut impl FnMut(&[TokenTree])) {
    let siblings: Vec<TokenTree> = tokens.clone().into_iter().collect();
    see(&siblings);
    for token in &siblings {
        if let TokenTree::Group(group) = token {
            walk(&group.stream(), see);
        }
    }
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_arguments() {
    let (en, zh) = (keys(Lang::En), keys(Lang::ZhCn));
    let only = |a: &BTreeMap<String, _>, b: &BTreeMap<String, _>| {
        a.keys().filter(|key| !b.contains_key(*key)).cloned().collect::<Vec<_>>()
    };
    assert_eq!(only(&en, &zh), Vec::<String>::new(), "missing in zh-CN");
    assert_eq!(only(&zh, &en), Vec::<String>::new(), "missing in en");
    for (key, arguments) in &en {
        assert_eq!(arguments, &zh[key], "the arguments of {key} differ");
    }
}

#[test]
fn every_catalogue_file_is_listed() {
    for folder in ["en", "zh-CN"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(folder);
        let files: BTreeSet<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        let listed = CATALOGUES.iter().map(|catalogue| format!("{}.ftl", catalogue.name)).collect();
        assert_eq!(files, listed);
    }
}

#[test]
fn every_text_that_is_asked_for_exists_with_its_arguments() {
    let keys = keys(Lang::En);
    let mut asked = 0;
    for (path, tokens) in sources() {
        walk(&tokens, &mut |siblings| {
            for window in siblings.windows(3) {
                let [TokenTree::Ident(name), bang, TokenTree::Group(call)] = window else { continue };
                if (name != "t" && name != "key") || punct(Some(bang)) != Some('!') {
                    continue;
                }
                let call: Vec<TokenTree> = call.stream().into_iter().collect();
                for token in &call {
                    let TokenTree::Group(array) = token else { continue };
                    if array.delimiter() == Delimiter::Bracket {
                        for key in array.stream().into_iter().filter_map(|token| string(&token)) {
                            asked += 1;
                            let arguments =
                                keys.get(&key).unwrap_or_else(|| panic!("{}: no text {key}", path.display()));
                            assert!(arguments.is_empty(), "{}: {key} takes arguments", path.display());
                        }
                    }
                }
                let Some(at) = call.iter().position(|token| string(token).is_some()) else { continue };
                let key = string(&call[at]).unwrap();
                asked += 1;
                let arguments = keys.get(&key).unwrap_or_else(|| panic!("{}: no text {key}", path.display()));
                let given: BTreeSet<String> = call[at..]
                    .windows(3)
                    .filter_map(|window| match window {
                        [TokenTree::Punct(comma), TokenTree::Ident(name), TokenTree::Punct(equals)]
                            if comma.as_char() == ','
                                && equals.as_char() == '='
                                && equals.spacing() == Spacing::Alone =>
                        {
                            Some(name.to_string())
                        }
                        _ => None,
                    })
                    .collect();
                assert_eq!(&given, arguments, "{}: the arguments of {key}", path.display());
            }
        });
    }
    assert!(asked > 40, "only {asked} found: this test no longer sees the macro");
}

#[test]
fn no_text_is_left_over() {
    let mut literals = BTreeSet::new();
    for (_, tokens) in sources() {
        walk(&tokens, &mut |siblings| literals.extend(siblings.iter().filter_map(string)));
    }
    let unused: Vec<String> = keys(Lang::En).into_keys().filter(|key| !literals.contains(key)).collect();
    assert_eq!(unused, Vec::<String>::new(), "texts that nothing asks for");
}

#[test]
fn no_text_stands_in_a_view() {
    let mut found = Vec::new();
    for (path, tokens) in sources() {
        walk(&tokens, &mut |siblings| {
            for (i, token) in siblings.iter().enumerate() {
                if let TokenTree::Group(view) = token
                    && i >= 2
                    && siblings[i - 2].to_string() == "view"
                    && punct(siblings.get(i - 1)) == Some('!')
                {
                    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                    found.extend(view_texts(view.stream()).into_iter().map(|text| format!("{file}: {text}")));
                }
            }
        });
    }
    assert_eq!(found, Vec::<String>::new(), "these belong into a catalogue");
}

/// Attributes and properties that people read.
const READ: [&str; 13] = [
    "title",
    "label",
    "alt",
    "placeholder",
    "hint",
    "error",
    "why",
    "next",
    "summary",
    "caption",
    "legend",
    "reason",
    "value",
];

/// Whether a literal is words in some language; ids and paths, such as placeholders give, are not.
fn is_words(text: &str) -> bool {
    let one_token = !text.contains(char::is_whitespace);
    let id = one_token && (text.starts_with('/') || text.contains(|c: char| c.is_ascii_digit()));
    text.contains(char::is_alphabetic) && !id
}

/// Literals with words that are shown: as text, or as an attribute that is read.
fn view_texts(view: TokenStream) -> Vec<String> {
    let tokens: Vec<TokenTree> = view.into_iter().collect();
    let mut texts = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| tokens.get(i));
        let attribute = (punct(before) == Some('=')).then(|| i.checked_sub(2).and_then(|i| tokens.get(i))).flatten();
        match (string(token), attribute) {
            // `value` is read on a figure, but not on a button or a field, where it is a word for the form.
            (Some(text), Some(TokenTree::Ident(name)))
                if READ.contains(&name.to_string().as_str())
                    && is_words(&text)
                    && (name != "value" || text.contains(' ')) =>
            {
                texts.push(text);
            }
            (Some(text), None) if is_words(&text) => texts.push(text),
            (None, _) => {
                // Text without quotes: a word right after a tag's end.
                let arrow = i
                    .checked_sub(2)
                    .and_then(|i| tokens.get(i))
                    .is_some_and(|token| matches!(token, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint));
                if matches!(token, TokenTree::Ident(_)) && punct(before) == Some('>') && !arrow {
                    texts.push(token.to_string());
                }
            }
            _ => {}
        }
    }
    texts
}

#[test]
fn the_search_for_texts_sees_them() {
    let texts = |view: &str| view_texts(view.parse().unwrap());
    assert_eq!(texts(r#"<p class="a b">"Hello" {x} "there"</p>"#), ["Hello", "there"]);
    assert_eq!(texts(r"<p>Hello</p>"), ["Hello"]);
    assert_eq!(
        texts(r#"<input aria-label="Search" title="Find" name="q" on:click=move |_| go() />"#),
        ["Search", "Find"]
    );
    assert!(texts(r#"<p>{t!(lang, "key")} " / " {x}</p>"#).is_empty());
}

#[test]
fn only_one_file_writes_a_textarea() {
    for (path, tokens) in sources() {
        walk(&tokens, &mut |siblings| {
            let bare =
                siblings.windows(2).any(|pair| punct(pair.first()) == Some('<') && pair[1].to_string() == "textarea");
            assert!(
                !bare || path.ends_with("textarea.rs"),
                "{}: leptos 0.8 does not escape <textarea>",
                path.display()
            );
            let styled = siblings
                .windows(2)
                .any(|pair| pair[0].to_string() == "style" && matches!(punct(pair.get(1)), Some('=' | ':')));
            assert!(!styled, "{}: the page's policy refuses inline styles", path.display());
        });
    }
}

#[test]
fn the_readme_lists_every_kind_of_notice() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md")).unwrap();
    for event in domain::Event::ALL {
        assert!(readme.contains(&format!("`{event}`")), "README does not list {event}");
    }
}
