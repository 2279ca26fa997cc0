//! Edges between files: each import followed to the file that defines what it names, and the cycles among them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::tree::{Module, ModuleId, Named, Workspace};

/// An import, or a path in code, of something that another file defines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edge {
    /// The importing file.
    pub(crate) from: PathBuf,
    /// The line of the import, counted from 1.
    pub(crate) line: usize,
    /// The file that defines it.
    pub(crate) to: PathBuf,
    /// The crate of the importing file.
    pub(crate) from_crate: String,
    /// The crate that is named, which may re-export from yet another one.
    pub(crate) to_crate: String,
    /// The path as it is written.
    pub(crate) path: String,
    /// What the import is for.
    pub(crate) kind: Kind,
}

/// What an import is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The file's own code.
    Use,
    /// Other files only: the file re-exports something that its own code does not name.
    ReExport,
    /// Naming what is in a module; those paths are edges of their own.
    Module,
}

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Module(ModuleId),
    /// An item, by the module that defines it.
    Item(ModuleId),
}

/// What has been looked for on the way to a name, so that re-exports in a circle come to an end.
type Seen = BTreeSet<(ModuleId, String)>;

/// All edges of a workspace, sorted.
pub(crate) fn edges(workspace: &Workspace) -> Vec<Edge> {
    let mut found = BTreeSet::new();
    for (id, module) in workspace.modules.iter().enumerate() {
        for import in &module.imports {
            let re_exports = import.is_public && (import.name == "*" || !is_mentioned(module, &import.name));
            let kind = if re_exports { Kind::ReExport } else { Kind::Use };
            for target in resolve(workspace, id, &import.path, &mut Seen::new()) {
                // What code takes from a glob's names are edges of their own.
                let kind = if import.name == "*" && kind == Kind::Use { Kind::Module } else { kind };
                found.extend(edge(workspace, id, &import.path, import.line, target, kind));
            }
        }
        for mention in &module.mentions {
            let [first, rest @ ..] = &mention.path[..] else { continue };
            let by_glob = !module.names.contains_key(first)
                && (mention.is_called || !rest.is_empty() || first.starts_with(|c: char| c.is_uppercase()));
            if rest.is_empty() && !by_glob || is_imported_item(workspace, id, first) {
                continue;
            }
            // A single name is never a crate: `#[server]` and `desk()` are something else.
            let targets = if rest.is_empty() {
                look_up(workspace, id, first, &mut Seen::new())
            } else {
                resolve(workspace, id, &mention.path, &mut Seen::new())
            };
            for target in targets {
                found.extend(edge(workspace, id, &mention.path, mention.line, target, Kind::Use));
            }
        }
    }
    found.into_iter().collect()
}

/// Whether a name is an import of an item, whose edge is the import.
fn is_imported_item(workspace: &Workspace, id: ModuleId, name: &str) -> bool {
    let named = workspace.modules[id].names.get(name).map_or(&[][..], Vec::as_slice);
    let is_item = |target: &Target| matches!(target, Target::Item(_));
    named.iter().any(|named| matches!(named, Named::Import(_)))
        && look_up(workspace, id, name, &mut Seen::new()).iter().all(is_item)
}

/// Whether a module's own code names something.
fn is_mentioned(module: &Module, name: &str) -> bool {
    let is_function = name.starts_with(|c: char| c.is_lowercase());
    module.mentions.iter().any(|mention| {
        mention.path.first().is_some_and(|first| first == name)
            && (!is_function || mention.is_called || mention.path.len() > 1)
    })
}

fn edge(workspace: &Workspace, from: ModuleId, path: &[String], line: usize, to: Target, kind: Kind) -> Option<Edge> {
    let (to, kind) = match to {
        Target::Item(to) => (to, kind),
        Target::Module(to) => (to, if kind == Kind::ReExport { kind } else { Kind::Module }),
    };
    let (from, to) = (&workspace.modules[from], &workspace.modules[to]);
    if from.file == to.file {
        return None;
    }
    let named =
        path.first().filter(|first| workspace.libraries.contains_key(*first) && !from.names.contains_key(*first));
    let to_crate = named.unwrap_or(&from.krate).clone();
    Some(Edge {
        from: from.file.clone(),
        line,
        to: to.file.clone(),
        from_crate: from.krate.clone(),
        to_crate,
        path: path.join("::"),
        kind,
    })
}

/// What a path in a module leads to; nothing where that is outside of the workspace.
fn resolve(workspace: &Workspace, from: ModuleId, path: &[String], seen: &mut Seen) -> Vec<Target> {
    let [first, rest @ ..] = path else { return Vec::new() };
    let module = &workspace.modules[from];
    let start = match first.as_str() {
        "crate" => vec![Target::Module(module.root)],
        "self" => vec![Target::Module(from)],
        "super" => module.parent.map(Target::Module).into_iter().collect(),
        name => {
            let local = look_up(workspace, from, name, seen);
            match workspace.libraries.get(name) {
                Some(library) if local.is_empty() && !module.names.contains_key(name) => vec![Target::Module(*library)],
                _ => local,
            }
        }
    };
    follow(workspace, start, rest, seen)
}

fn follow(workspace: &Workspace, start: Vec<Target>, path: &[String], seen: &mut Seen) -> Vec<Target> {
    let Some((name, rest)) = path.split_first() else { return start };
    let next: Vec<Target> = start
        .into_iter()
        .flat_map(|target| match target {
            Target::Module(id) if name == "super" => {
                workspace.modules[id].parent.map(Target::Module).into_iter().collect()
            }
            Target::Module(id) if name == "self" => vec![Target::Module(id)],
            Target::Module(id) => look_up(workspace, id, name, seen),
            // A variant, or a function of a type.
            item @ Target::Item(_) => vec![item],
        })
        .collect();
    follow(workspace, next, rest, seen)
}

/// What a name in a module is.
fn look_up(workspace: &Workspace, id: ModuleId, name: &str, seen: &mut Seen) -> Vec<Target> {
    if !seen.insert((id, name.to_owned())) {
        return Vec::new();
    }
    let module = &workspace.modules[id];
    let mut found = Vec::new();
    for named in module.names.get(name).into_iter().flatten() {
        match named {
            Named::Item => found.push(Target::Item(id)),
            Named::Module(child) => found.push(Target::Module(*child)),
            // An import does not take the first name of its path from itself.
            Named::Import(path) if path[0] == name => {
                let others = module.names.get(name).into_iter().flatten().filter_map(|other| match other {
                    Named::Module(child) => Some(Target::Module(*child)),
                    Named::Item | Named::Import(_) => None,
                });
                let mut start: Vec<Target> = others.collect();
                if start.is_empty() {
                    start.extend(workspace.libraries.get(name).map(|library| Target::Module(*library)));
                }
                found.extend(follow(workspace, start, &path[1..], seen));
            }
            Named::Import(path) => found.extend(resolve(workspace, id, path, seen)),
        }
    }
    if !module.names.contains_key(name) {
        for glob in &module.globs {
            for target in resolve(workspace, id, &glob.path, seen) {
                if let Target::Module(other) = target {
                    found.extend(look_up(workspace, other, name, seen));
                }
            }
        }
    }
    seen.remove(&(id, name.to_owned()));
    found
}

/// Files that import each other, as edges: first the shortest way around, then what else ties them together.
#[derive(Debug)]
pub(crate) struct Cycle {
    /// The shortest cycle; each edge starts where the one before it ends.
    pub(crate) shortest: Vec<Edge>,
    /// All files that are tied together, sorted.
    pub(crate) files: Vec<PathBuf>,
    /// The other edges between those files, one for each two of them.
    pub(crate) others: Vec<Edge>,
}

/// All cycles of files among the edges that are used; one per set of files that reach each other.
pub(crate) fn cycles(edges: &[Edge]) -> Vec<Cycle> {
    let mut by_file: BTreeMap<&Path, Vec<&Edge>> = BTreeMap::new();
    for edge in edges.iter().filter(|edge| edge.kind == Kind::Use) {
        by_file.entry(&edge.from).or_default().push(edge);
    }
    // The shortest way from a file back to itself, breadth first.
    let around = |start: &Path| -> Option<Vec<Edge>> {
        let mut came_by: BTreeMap<&Path, &Edge> = BTreeMap::new();
        let mut next = VecDeque::from([start]);
        while let Some(file) = next.pop_front() {
            for edge in by_file.get(file).into_iter().flatten() {
                if came_by.contains_key(&*edge.to) {
                    continue;
                }
                came_by.insert(&edge.to, edge);
                if edge.to == start {
                    let mut way = vec![(*edge).clone()];
                    while way[0].from != start {
                        way.insert(0, came_by[&*way[0].from].clone());
                    }
                    return Some(way);
                }
                next.push_back(&edge.to);
            }
        }
        None
    };
    let reached_from = |start: &Path| -> BTreeSet<PathBuf> {
        let mut reached = BTreeSet::new();
        let mut next = vec![start.to_owned()];
        while let Some(file) = next.pop() {
            for edge in by_file.get(&*file).into_iter().flatten() {
                if reached.insert(edge.to.clone()) {
                    next.push(edge.to.clone());
                }
            }
        }
        reached
    };
    let reached: BTreeMap<&Path, BTreeSet<PathBuf>> = by_file.keys().map(|file| (*file, reached_from(file))).collect();
    let mut done = BTreeSet::new();
    let mut found = Vec::new();
    for (start, all) in &reached {
        if !all.contains(*start) || done.contains(*start) {
            continue;
        }
        let back = |file: &Path| reached.get(file).is_some_and(|reached| reached.contains(*start));
        let files: Vec<PathBuf> = all.iter().filter(|file| back(file)).cloned().collect();
        done.extend(files.iter().map(|file| reached.get_key_value(&**file).map_or(*start, |(file, _)| *file)));
        let shortest = files.iter().filter_map(|file| around(file)).min_by_key(Vec::len).unwrap_or_default();
        let inside = |edge: &&Edge| edge.kind == Kind::Use && files.contains(&edge.from) && files.contains(&edge.to);
        let mut pairs: BTreeSet<_> = shortest.iter().map(|edge: &Edge| (&edge.from, &edge.to)).collect();
        let others = edges.iter().filter(inside).filter(|edge| pairs.insert((&edge.from, &edge.to))).cloned().collect();
        found.push(Cycle { shortest, files, others });
    }
    found
}

impl Cycle {
    /// The cycle in lines of text.
    pub(crate) fn told(&self) -> String {
        let mut text = format!("{} files import each other in a cycle:\n", self.files.len());
        for edge in &self.shortest {
            let _ = writeln!(text, "  {}", edge.told());
        }
        if !self.others.is_empty() {
            text.push_str("  and between the same files:\n");
            for edge in &self.others {
                let _ = writeln!(text, "    {}", edge.told());
            }
        }
        text
    }
}

impl Edge {
    /// The edge in a line of text.
    pub(crate) fn told(&self) -> String {
        format!("{}:{} `{}` -> {}", self.from.display(), self.line, self.path, self.to.display())
    }
}
