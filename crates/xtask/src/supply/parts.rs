//! The parts of the program, out of what `cargo tree` prints and of `Cargo.lock`.

use std::collections::BTreeMap;

/// A crate that the program is made of.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// An SPDX expression; empty where the crate names a file instead.
    pub(super) licence: String,
    /// The address of its repository; may be empty.
    pub(super) repository: String,
    /// The SHA-256 of its package; `None` of our own crates.
    pub(super) sha256: Option<String>,
    /// The crates that it needs.
    pub(super) needs: Vec<Id>,
}

/// The name and the version of a crate.
pub(super) type Id = (String, String);

/// All parts. The lines of the tree are the depth, and then `name vVERSION …`, licence and repository, with tabs between them.
pub(super) fn of(tree: &str, lock: &str) -> BTreeMap<Id, Part> {
    let mut parts: BTreeMap<Id, Part> = BTreeMap::new();
    // The crates on the way down to the present line.
    let mut above: Vec<Id> = Vec::new();
    for (depth, id, licence, repository) in tree.lines().filter_map(line) {
        above.truncate(depth);
        let part = parts.entry(id.clone()).or_default();
        part.licence = licence;
        part.repository = repository;
        if let Some(parent) = above.last().and_then(|parent| parts.get_mut(parent))
            && !parent.needs.contains(&id)
        {
            parent.needs.push(id.clone());
        }
        above.push(id);
    }
    for (id, sha256) in checksums(lock) {
        if let Some(part) = parts.get_mut(&id) {
            part.sha256 = Some(sha256);
        }
    }
    parts
}

fn line(line: &str) -> Option<(usize, Id, String, String)> {
    let mut fields = line.split('\t');
    let depth = fields.next()?.trim().parse().ok()?;
    let mut package = fields.next()?.split_whitespace();
    let (name, version) = (package.next()?, package.next()?.strip_prefix('v')?);
    let mut rest = fields.map(|field| field.trim_end_matches(" (*)").trim().to_owned());
    // Older crates part alternatives with a slash.
    let licence = rest.next().unwrap_or_default().replace(" / ", " OR ").replace('/', " OR ");
    Some((depth, (name.to_owned(), version.to_owned()), licence, rest.next().unwrap_or_default()))
}

/// The checksums in a `Cargo.lock`, whose packages are sections of `key = "value"`.
fn checksums(lock: &str) -> Vec<(Id, String)> {
    let value = |section: &str, key: &str| {
        let found = section.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('='));
        found.map(|value| value.trim().trim_matches('"').to_owned())
    };
    let sections = lock.split("[[package]]").skip(1);
    let checksum =
        |section: &str| Some(((value(section, "name")?, value(section, "version")?), value(section, "checksum")?));
    sections.filter_map(checksum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREE: &str = "\
0\tserver v0.1.0 (/home/ann/wxquota/server)\tMIT OR Apache-2.0\t
1\tserde v1.0.229\tMIT OR Apache-2.0\thttps://example.com/serde
2\tserde_derive v1.0.229 (proc-macro)\tMIT/Apache-2.0\t
1\tcsv v1.4.0\tUnlicense/MIT\thttps://example.com/csv
2\tserde v1.0.229\tMIT OR Apache-2.0\thttps://example.com/serde (*)
";
    const LOCK: &str = "version = 4

[[package]]
name = \"serde\"
version = \"1.0.229\"
source = \"registry\"
checksum = \"c0ffee\"
dependencies = [
 \"serde_derive\",
]

[[package]]
name = \"server\"
version = \"0.1.0\"
";

    fn id(name: &str, version: &str) -> Id {
        (name.to_owned(), version.to_owned())
    }

    #[test]
    fn parts_have_licences_checksums_and_what_they_need() {
        let parts = of(TREE, LOCK);
        let names: Vec<_> = parts.keys().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["csv", "serde", "serde_derive", "server"]);
        let serde = &parts[&id("serde", "1.0.229")];
        assert_eq!(serde.sha256.as_deref(), Some("c0ffee"));
        assert_eq!(serde.repository, "https://example.com/serde");
        assert_eq!(serde.needs, [id("serde_derive", "1.0.229")]);
        assert_eq!(parts[&id("csv", "1.4.0")].licence, "Unlicense OR MIT");
        assert_eq!(parts[&id("csv", "1.4.0")].needs, [id("serde", "1.0.229")]);
        let server = &parts[&id("server", "0.1.0")];
        assert_eq!(server.needs, [id("serde", "1.0.229"), id("csv", "1.4.0")]);
        assert_eq!(server.sha256, None);
    }
}
