//! The resolver on small made-up trees.

use std::path::Path;

use crate::edges::{Edge, cycles, edges};
use crate::tree::Workspace;

/// The edges of crates, each a name and its files under `src/`.
fn edges_of(crates: &[(&str, &[(&str, &str)])]) -> Vec<Edge> {
    let mut workspace = Workspace::default();
    for (name, files) in crates {
        let read = |path: &Path| {
            let text = files.iter().find(|(file, _)| Path::new(name).join("src").join(file) == path);
            text.map(|(_, text)| (*text).to_owned())
        };
        workspace.add(name, &Path::new(name).join("src/lib.rs"), true, &read).unwrap();
    }
    edges(&workspace)
}

/// What the edges of one crate `a` lead to: `from.rs:line to.rs kind`.
fn told(files: &[(&str, &str)]) -> Vec<String> {
    let name = |path: &Path| path.strip_prefix("a/src").unwrap().display().to_string();
    let edges = edges_of(&[("a", files)]);
    edges.iter().map(|edge| format!("{}:{} {} {:?}", name(&edge.from), edge.line, name(&edge.to), edge.kind)).collect()
}

#[test]
fn a_cycle_through_a_re_export_is_found() {
    let edges = edges_of(&[(
        "a",
        &[
            ("lib.rs", "mod one;\nmod two;\npub use two::Two;\npub use crate::Two as Again;"),
            ("one.rs", "use crate::Again;\npub struct One(Again);"),
            ("two.rs", "use super::one::One;\n\npub struct Two(One);"),
        ],
    )]);
    let found = cycles(&edges);
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].told(),
        "2 files import each other in a cycle:\n  \
         a/src/one.rs:1 `crate::Again` -> a/src/two.rs\n  \
         a/src/two.rs:1 `super::one::One` -> a/src/one.rs\n"
    );
}

#[test]
fn a_facade_is_no_cycle_and_a_parent_that_uses_what_it_re_exports_is_one() {
    let child = "use super::Parent;\npub struct Child(Parent);\npub fn make() {}";
    let facade = [("lib.rs", "mod child;\npub use child::{Child, make};\npub struct Parent;"), ("child.rs", child)];
    assert_eq!(told(&facade), ["child.rs:1 lib.rs Use", "lib.rs:2 child.rs ReExport", "lib.rs:2 child.rs ReExport"]);
    assert!(cycles(&edges_of(&[("a", &facade)])).is_empty());
    for uses in ["struct X(Vec<Child>);", "fn x() { make() }", "x!(=> Child);", "fn x() { child::make() }"] {
        let parent = format!("mod child;\npub use child::{{Child, make}};\npub struct Parent;\n{uses}");
        let files = [("lib.rs", parent.as_str()), ("child.rs", child)];
        assert_eq!(cycles(&edges_of(&[("a", &files)])).len(), 1, "{uses}");
    }
    // A variable, a field or a method that is called like a function.
    for uses in
        ["fn x(make: u8) -> u8 { make }", "fn x(y: Y) { y.make() }", "struct Y { make: u8 }", "impl Y { fn make() {} }"]
    {
        let parent = format!("mod child;\npub use child::{{Child, make}};\npub struct Parent;\n{uses}");
        let files = [("lib.rs", parent.as_str()), ("child.rs", child)];
        assert!(cycles(&edges_of(&[("a", &files)])).is_empty(), "{uses}");
    }
}

#[test]
fn globs_are_followed() {
    let files = [
        ("lib.rs", "pub mod one;\npub mod two;\nmod three;"),
        ("one.rs", "pub use crate::two::*;"),
        ("two.rs", "pub struct Two;\npub fn two() {}\npub struct Other;"),
        (
            "three.rs",
            "use crate::one::*;\nuse super::one::Other;\nstruct Three(Two);\nfn three(other: u8) { two(); other }",
        ),
    ];
    assert_eq!(
        told(&files),
        [
            "one.rs:1 two.rs ReExport",
            "three.rs:1 one.rs Module",
            "three.rs:2 two.rs Use",
            "three.rs:3 two.rs Use",
            "three.rs:4 two.rs Use"
        ]
    );
}

#[test]
fn groups_renames_and_self_are_told_apart() {
    let files = [
        ("lib.rs", "mod one;\nmod two;"),
        ("one/mod.rs", "pub mod deep;\npub struct One;"),
        ("one/deep.rs", "pub struct Deep;\npub struct Deeper;"),
        (
            "two.rs",
            "use crate::{\n    one::{self, deep::{Deep as D,\n        Deeper}, One},\n};\nfn two() { one::deep::Deep; }",
        ),
    ];
    assert_eq!(
        told(&files),
        [
            "two.rs:2 one/deep.rs Use",
            "two.rs:2 one/mod.rs Module",
            "two.rs:3 one/deep.rs Use",
            "two.rs:3 one/mod.rs Use",
            "two.rs:5 one/deep.rs Use"
        ]
    );
}

#[test]
fn chains_of_super_and_inline_modules_are_followed() {
    let files = [
        ("lib.rs", "mod one;\npub struct Root;\nmod inline {\n    pub mod two;\n    pub struct Inline;\n}"),
        ("one.rs", "mod three;\npub struct One;"),
        (
            "one/three.rs",
            "use super::super::Root;\nuse super::One;\nmod within {\n    fn f() { super::super::super::inline::Inline; }\n}",
        ),
        ("inline/two.rs", "use super::Inline;\nuse self::super::super::one::One;"),
    ];
    assert_eq!(
        told(&files),
        [
            "inline/two.rs:1 lib.rs Use",
            "inline/two.rs:2 one.rs Use",
            "one/three.rs:1 lib.rs Use",
            "one/three.rs:2 one.rs Use",
            "one/three.rs:4 lib.rs Use"
        ]
    );
}

#[test]
fn what_is_for_tests_alone_is_left_out() {
    let files = [
        ("lib.rs", "mod one;\n#[cfg(test)]\nmod not_there;\n#[cfg(all(test, unix))]\nuse one::One;\npub struct Root;"),
        (
            "one.rs",
            "#[cfg(not(test))]\nuse super::Root;\npub struct One;\n#[cfg(test)]\nmod tests { use crate::Root; }\n\
             impl One {\n    #[cfg(test)]\n    fn f() -> crate::Root {}\n}",
        ),
    ];
    assert_eq!(told(&files), ["one.rs:2 lib.rs Use"]);
}

#[test]
fn code_macros_and_attributes_name_paths() {
    let files = [
        ("lib.rs", "mod one;\nmod two;\nmod three;"),
        ("one.rs", "pub fn one() {}\n#[macro_export]\nmacro_rules! m { () => { $crate::two::Two } }"),
        ("two.rs", "pub struct Two;"),
        (
            "three.rs",
            "use super::one;\nuse crate::m;\nfn f() -> crate::two::Two {\n    view! { <p a=one::one()>{x}</p> }\n}\n\
             #[serde(with = \"crate::two::Two\")]\nstruct Three;\nfn g() { use super::two::Two; }",
        ),
    ];
    assert_eq!(
        told(&files),
        [
            "one.rs:3 two.rs Use",
            "three.rs:1 one.rs Module",
            "three.rs:2 one.rs Use",
            "three.rs:3 two.rs Use",
            "three.rs:4 one.rs Use",
            "three.rs:6 two.rs Use",
            "three.rs:8 two.rs Use"
        ]
    );
}

#[test]
fn an_import_of_another_crate_counts_as_one_of_the_crate_that_is_named() {
    let edges = edges_of(&[
        (
            "a",
            &[
                ("lib.rs", "pub mod one;\npub use b::B;"),
                ("one.rs", "use b::inner;\nfn f() { inner::Deep::new(); a::C; ::std::x(); }"),
            ],
        ),
        ("b", &[("lib.rs", "pub use c::C;\npub struct B;\npub mod inner;"), ("inner.rs", "pub struct Deep;")]),
        ("c", &[("lib.rs", "pub struct C;")]),
        ("d", &[("lib.rs", "use b::C;")]),
    ]);
    let told: Vec<String> =
        edges.iter().map(|edge| format!("{} {} {}", edge.from.display(), edge.to_crate, edge.to.display())).collect();
    assert_eq!(
        told,
        [
            "a/src/lib.rs b b/src/lib.rs",
            "a/src/one.rs b b/src/inner.rs",
            "a/src/one.rs a b/src/inner.rs",
            "b/src/lib.rs c c/src/lib.rs",
            "d/src/lib.rs b c/src/lib.rs"
        ]
    );
}
