//! A list of parts as `CycloneDX` 1.5 in JSON. Without a time and a random number, so that the same program has the same list.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::parts::{Id, Part};

/// The package that the program is built from.
const PROGRAM: &str = "server";

/// The whole document.
pub(super) fn of(parts: &BTreeMap<Id, Part>) -> String {
    let version = parts.keys().find(|(name, _)| name == PROGRAM).map_or("", |(_, version)| version);
    let components: Vec<_> = parts.iter().map(|(id, part)| component(id, part)).collect();
    let dependencies: Vec<_> = parts.iter().map(|(id, part)| dependency(id, part)).collect();
    let root = format!(
        "{{\"ref\": \"wxquota\", \"dependsOn\": [{}]}}",
        text(&purl(&(PROGRAM.to_owned(), version.to_owned())))
    );
    format!(
        "{{\n  \"bomFormat\": \"CycloneDX\",\n  \"specVersion\": \"1.5\",\n  \"version\": 1,\n  \"metadata\": {{\"component\": \
         {{\"type\": \"application\", \"bom-ref\": \"wxquota\", \"name\": \"wxquota\", \"version\": {}}}}},\n  \
         \"components\": [\n    {}\n  ],\n  \"dependencies\": [\n    {},\n    {}\n  ]\n}}\n",
        text(version),
        components.join(",\n    "),
        root,
        dependencies.join(",\n    "),
    )
}

fn component(id: &Id, part: &Part) -> String {
    let (name, version) = id;
    let mut fields = format!(
        "{{\"type\": \"library\", \"bom-ref\": {}, \"name\": {}, \"version\": {}, \"purl\": {}",
        text(&purl(id)),
        text(name),
        text(version),
        text(&purl(id)),
    );
    if !part.licence.is_empty() {
        let _ = write!(fields, ", \"licenses\": [{{\"expression\": {}}}]", text(&part.licence));
    }
    if let Some(sha256) = &part.sha256 {
        let _ = write!(fields, ", \"hashes\": [{{\"alg\": \"SHA-256\", \"content\": {}}}]", text(sha256));
    }
    if !part.repository.is_empty() {
        let url = text(&part.repository);
        let _ = write!(fields, ", \"externalReferences\": [{{\"type\": \"vcs\", \"url\": {url}}}]");
    }
    fields + "}"
}

fn dependency(id: &Id, part: &Part) -> String {
    let needs: Vec<_> = part.needs.iter().map(|id| text(&purl(id))).collect();
    format!("{{\"ref\": {}, \"dependsOn\": [{}]}}", text(&purl(id)), needs.join(", "))
}

/// The package URL of a crate; what a version may hold beside these is a plus sign.
fn purl((name, version): &Id) -> String {
    format!("pkg:cargo/{name}@{}", version.replace('+', "%2B"))
}

/// A text as JSON writes it.
fn text(text: &str) -> String {
    let mut written = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => written.extend(['\\', c]),
            c if c < ' ' => {
                let _ = write!(written, "\\u{:04x}", u32::from(c));
            }
            c => written.push(c),
        }
    }
    written + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_a_component_with_what_it_depends_on() {
        let id = |name: &str, version: &str| (name.to_owned(), version.to_owned());
        let serde = Part {
            licence: "MIT OR Apache-2.0".to_owned(),
            repository: "https://example.com/serde".to_owned(),
            sha256: Some("c0ffee".to_owned()),
            needs: Vec::new(),
        };
        let server = Part { needs: vec![id("serde", "1.0.229+x")], ..Part::default() };
        let list = of(&BTreeMap::from([(id("serde", "1.0.229+x"), serde), (id("server", "0.1.0"), server)]));
        for part in [
            "\"bomFormat\": \"CycloneDX\"",
            "\"bom-ref\": \"wxquota\", \"name\": \"wxquota\", \"version\": \"0.1.0\"",
            "{\"type\": \"library\", \"bom-ref\": \"pkg:cargo/serde@1.0.229%2Bx\", \"name\": \"serde\", \"version\": \"1.0.229+x\"",
            "\"licenses\": [{\"expression\": \"MIT OR Apache-2.0\"}], \"hashes\": [{\"alg\": \"SHA-256\", \"content\": \"c0ffee\"}]",
            "{\"ref\": \"wxquota\", \"dependsOn\": [\"pkg:cargo/server@0.1.0\"]}",
            "{\"ref\": \"pkg:cargo/server@0.1.0\", \"dependsOn\": [\"pkg:cargo/serde@1.0.229%2Bx\"]}",
        ] {
            assert!(list.contains(part), "{part}: {list}");
        }
        assert_eq!(text("a\"\\\n"), "\"a\\\"\\\\\\u000a\"");
        assert_eq!(list.matches('{').count(), list.matches('}').count());
    }
}
