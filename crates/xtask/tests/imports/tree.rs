//! Module trees: the source files of crates, what each module defines and imports, and the paths that its code names.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Attribute, Item, Meta, Token, UseTree, Visibility};

/// A file as text, by its path; `None` where there is none.
pub(crate) type Read<'a> = &'a dyn Fn(&Path) -> Option<String>;

/// Index of a module in [`Workspace::modules`].
pub(crate) type ModuleId = usize;

/// All modules of some crates.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    /// Every module, parents before their children.
    pub(crate) modules: Vec<Module>,
    /// The root modules of libraries, by the names that other crates import them under.
    pub(crate) libraries: BTreeMap<String, ModuleId>,
}

/// A module: a file, or an inline module within one.
#[derive(Debug)]
pub(crate) struct Module {
    /// The name of its crate.
    pub(crate) krate: String,
    /// The root module of its crate.
    pub(crate) root: ModuleId,
    /// The module around it; `None` for a root.
    pub(crate) parent: Option<ModuleId>,
    /// Its file, relative to the workspace.
    pub(crate) file: PathBuf,
    /// What its names are, imports included. A name may be several things: a module and a function, or one per feature.
    pub(crate) names: BTreeMap<String, Vec<Named>>,
    /// Imports of all names of something, `use …::*`.
    pub(crate) globs: Vec<Import>,
    /// Every import of it, globs included.
    pub(crate) imports: Vec<Import>,
    /// Paths that its code names outside of imports, those of a single name included.
    pub(crate) mentions: Vec<Mention>,
}

/// What a name in a module is.
#[derive(Debug, Clone)]
pub(crate) enum Named {
    /// An item that is defined here.
    Item,
    /// A child module.
    Module(ModuleId),
    /// An import of this path.
    Import(Vec<String>),
}

/// One name, or all names, that a `use` brings.
#[derive(Debug, Clone)]
pub(crate) struct Import {
    /// The path as it is written, without the group's braces.
    pub(crate) path: Vec<String>,
    /// The name that it has here; `*` for a glob.
    pub(crate) name: String,
    /// Other modules can import it from here.
    pub(crate) is_public: bool,
    /// The line, counted from 1.
    pub(crate) line: usize,
}

/// A path in code.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    /// Its names.
    pub(crate) path: Vec<String>,
    /// Whether a single name in small letters can be a function: it is called.
    pub(crate) is_called: bool,
    /// The line, counted from 1.
    pub(crate) line: usize,
}

/// A source file that cannot be read.
#[derive(Debug)]
pub(crate) struct Unreadable(String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Workspace {
    /// Adds the crate whose root is the file `root`. A library can be imported by other crates.
    pub(crate) fn add(&mut self, krate: &str, root: &Path, is_library: bool, read: Read<'_>) -> Result<(), Unreadable> {
        let folder = root.parent().unwrap_or(Path::new(""));
        let id = self.module(krate, None, root);
        self.file(id, folder, read)?;
        if is_library {
            self.libraries.insert(krate.to_owned(), id);
        }
        Ok(())
    }

    /// Reads the file of a module, whose children are in `folder`.
    fn file(&mut self, id: ModuleId, folder: &Path, read: Read<'_>) -> Result<(), Unreadable> {
        let file = &self.modules[id].file;
        let unreadable = |what: &dyn fmt::Display| Unreadable(format!("{}: {what}", file.display()));
        let text = read(file).ok_or_else(|| unreadable(&"no such file"))?;
        let parsed = syn::parse_file(&text).map_err(|error| unreadable(&error))?;
        self.items(id, parsed.items, folder, read)
    }

    fn module(&mut self, krate: &str, parent: Option<(ModuleId, &str)>, file: &Path) -> ModuleId {
        let id = self.modules.len();
        if let Some((parent, name)) = parent {
            self.modules[parent].name(name, Named::Module(id));
        }
        let parent = parent.map(|(parent, _)| parent);
        self.modules.push(Module {
            krate: krate.to_owned(),
            root: parent.map_or(id, |parent| self.modules[parent].root),
            parent,
            file: file.to_owned(),
            names: BTreeMap::new(),
            globs: Vec::new(),
            imports: Vec::new(),
            mentions: Vec::new(),
        });
        id
    }

    fn items(&mut self, id: ModuleId, items: Vec<Item>, folder: &Path, read: Read<'_>) -> Result<(), Unreadable> {
        for item in items {
            if is_for_tests(attributes(&item)) {
                continue;
            }
            match item {
                Item::Mod(module) => {
                    let name = name_of(&module.ident);
                    let (krate, file) = (self.modules[id].krate.clone(), self.modules[id].file.clone());
                    if let Some((_, items)) = module.content {
                        let child = self.module(&krate, Some((id, &name)), &file);
                        self.items(child, items, &folder.join(&name), read)?;
                    } else {
                        let (file, folder) = file_of(&name, &module.attrs, &file, folder, read);
                        let child = self.module(&krate, Some((id, &name)), &file);
                        self.file(child, &folder, read)?;
                    }
                }
                Item::Use(item) => self.modules[id].import(&item),
                item => {
                    if let Some(name) = defined(&item) {
                        self.modules[id].name(&name, Named::Item);
                        // An exported macro is a name of the crate too.
                        if attributes(&item).iter().any(|attribute| attribute.path().is_ident("macro_export")) {
                            let root = self.modules[id].root;
                            let path = self.path_of(id).into_iter().chain([name.clone()]).collect();
                            self.modules[root].name(&name, Named::Import(path));
                        }
                    }
                    self.modules[id].code(item);
                }
            }
        }
        Ok(())
    }

    /// The path of a module within its crate, `crate` first.
    fn path_of(&self, id: ModuleId) -> Vec<String> {
        let Some(parent) = self.modules[id].parent else { return vec!["crate".to_owned()] };
        let is_child = |named: &Named| matches!(named, Named::Module(child) if *child == id);
        let name =
            self.modules[parent].names.iter().find(|(_, all)| all.iter().any(is_child)).map(|(name, _)| name.clone());
        self.path_of(parent).into_iter().chain(name).collect()
    }
}

impl Module {
    fn name(&mut self, name: &str, named: Named) {
        self.names.entry(name.to_owned()).or_default().push(named);
    }

    fn import(&mut self, item: &syn::ItemUse) {
        let is_public = !matches!(item.vis, Visibility::Inherited);
        let mut found = Vec::new();
        tree(&item.tree, &mut Vec::new(), &mut found);
        for (path, name, line) in found {
            let import = Import { path, name, is_public, line };
            if import.name == "*" {
                self.globs.push(import.clone());
            } else if import.name != "_" {
                self.name(&import.name, Named::Import(import.path.clone()));
            }
            self.imports.push(import);
        }
    }

    /// Takes the imports within an item, as within a function, and the paths that it names.
    fn code(&mut self, mut item: Item) {
        without_tests(&mut item);
        let mut inner = Inner::default();
        inner.visit_item(&item);
        for item in inner.0 {
            self.import(item);
        }
        mentions(item.to_token_stream(), &mut self.mentions);
    }
}

/// The imports within an item.
#[derive(Default)]
struct Inner<'ast>(Vec<&'ast syn::ItemUse>);

impl<'ast> Visit<'ast> for Inner<'ast> {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if !is_for_tests(&item.attrs) {
            self.0.push(item);
        }
    }
}

/// The file of a child module, and the folder of that one's children.
fn file_of(name: &str, attributes: &[Attribute], parent: &Path, folder: &Path, read: Read<'_>) -> (PathBuf, PathBuf) {
    if let Some(path) = attributes.iter().find_map(path_attribute) {
        let file = parent.parent().unwrap_or(Path::new("")).join(path);
        let folder = file.parent().unwrap_or(Path::new("")).to_owned();
        return (file, folder);
    }
    let (beside, within) = (folder.join(format!("{name}.rs")), folder.join(name).join("mod.rs"));
    (if read(&beside).is_some() { beside } else { within }, folder.join(name))
}

fn path_attribute(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else { return None };
    let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &pair.value else { return None };
    pair.path.is_ident("path").then(|| text.value())
}

/// All names that a tree of imports brings: path, name here, line.
fn tree(node: &UseTree, before: &mut Vec<String>, found: &mut Vec<(Vec<String>, String, usize)>) {
    let mut leaf = |name: &syn::Ident, here: &syn::Ident, before: &[String]| {
        let mut path = before.to_vec();
        if name != "self" || path.is_empty() {
            path.push(name_of(name));
        }
        let here = if here == "self" { path.last().cloned().unwrap_or_default() } else { name_of(here) };
        found.push((path, here, name.span().start().line));
    };
    match node {
        UseTree::Path(path) => {
            before.push(name_of(&path.ident));
            tree(&path.tree, before, found);
            before.pop();
        }
        UseTree::Name(name) => leaf(&name.ident, &name.ident, before),
        UseTree::Rename(name) => leaf(&name.ident, &name.rename, before),
        UseTree::Glob(glob) => found.push((before.clone(), "*".to_owned(), glob.span().start().line)),
        UseTree::Group(group) => {
            for node in &group.items {
                tree(node, before, found);
            }
        }
    }
}

fn name_of(ident: &proc_macro2::Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").map_or_else(|| name.clone(), str::to_owned)
}

/// The name that an item defines in its module.
fn defined(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        _ => return None,
    };
    Some(name_of(ident))
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// Whether something is compiled for tests alone: `#[cfg(test)]`, or `#[cfg(all(test, …))]`.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    fn asks_for_test(meta: &Meta) -> bool {
        match meta {
            Meta::Path(path) => path.is_ident("test"),
            Meta::List(list) if list.path.is_ident("all") => {
                let parts = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
                parts.is_ok_and(|parts| parts.iter().any(asks_for_test))
            }
            _ => false,
        }
    }
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg") && attribute.parse_args::<Meta>().is_ok_and(|meta| asks_for_test(&meta))
    })
}

/// Removes functions and constants for tests from an implementation.
fn without_tests(item: &mut Item) {
    if let Item::Impl(block) = item {
        block.items.retain(|item| match item {
            syn::ImplItem::Const(item) => !is_for_tests(&item.attrs),
            syn::ImplItem::Fn(item) => !is_for_tests(&item.attrs),
            syn::ImplItem::Type(item) => !is_for_tests(&item.attrs),
            _ => true,
        });
    }
}

/// Finds the paths in code; within macros too, and in texts of attributes such as `#[serde(with = "…")]`.
fn mentions(tokens: TokenStream, found: &mut Vec<Mention>) {
    /// Words before a name that is defined there, and words that are no names.
    const BEFORE_DEFINITIONS: [&str; 11] =
        ["fn", "mod", "struct", "enum", "trait", "type", "const", "static", "let", "mut", "ref"];
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let punct = |at: usize| match tokens.get(at) {
        Some(TokenTree::Punct(punct)) => Some(punct.as_char()),
        _ => None,
    };
    let is_path_separator = |at: usize| punct(at) == Some(':') && punct(at + 1) == Some(':');
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Group(group) => {
                let is_attribute = group.delimiter() == Delimiter::Bracket && at > 0 && punct(at - 1) == Some('#');
                if is_attribute {
                    texts(group.stream(), found);
                }
                mentions(group.stream(), found);
                at += 1;
            }
            TokenTree::Ident(first) => {
                let before = at.checked_sub(1);
                let goes_on = |at: usize| matches!(tokens[at], TokenTree::Ident(_)) || punct(at) == Some('>');
                let in_path = at >= 3 && is_path_separator(at - 2) && goes_on(at - 3);
                let is_field = before.and_then(punct).is_some_and(|c| c == '.' || c == '\'')
                    && !(at >= 2 && punct(at - 2) == Some('.'));
                let is_variable = before.and_then(punct) == Some('$') && first != "crate";
                let is_defined = matches!(before.map(|at| &tokens[at]), Some(TokenTree::Ident(word)) if BEFORE_DEFINITIONS.contains(&word.to_string().as_str()));
                let line = first.span().start().line;
                let mut path = vec![name_of(first)];
                at += 1;
                while is_path_separator(at) {
                    let Some(TokenTree::Ident(next)) = tokens.get(at + 2) else { break };
                    path.push(name_of(next));
                    at += 3;
                }
                let is_called = matches!(tokens.get(at), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
                    || punct(at) == Some('!') && punct(at + 1) != Some('=')
                    || is_path_separator(at);
                if !(in_path || is_field || is_variable || is_defined && path.len() == 1) {
                    found.push(Mention { path, is_called, line });
                }
            }
            _ => at += 1,
        }
    }
}

/// Paths within the texts of an attribute.
fn texts(tokens: TokenStream, found: &mut Vec<Mention>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => texts(group.stream(), found),
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                let path: Vec<String> = text.trim_matches('"').split("::").map(str::to_owned).collect();
                let is_name = |name: &String| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
                if path.len() > 1 && path.iter().all(is_name) {
                    found.push(Mention { path, is_called: true, line: literal.span().start().line });
                }
            }
            _ => {}
        }
    }
}

/// The crates of a workspace's folder, from their manifests: name, root file, whether it is a library.
pub(crate) fn crates(workspace: &Path) -> Vec<(String, PathBuf, bool)> {
    let folders = std::fs::read_dir(workspace.join("crates")).into_iter().flatten().flatten();
    let crates: BTreeSet<_> = folders.map(|entry| Path::new("crates").join(entry.file_name())).collect();
    let mut found = Vec::new();
    for folder in [PathBuf::from("app"), PathBuf::from("server")].into_iter().chain(crates) {
        let Ok(manifest) = std::fs::read_to_string(workspace.join(&folder).join("Cargo.toml")) else { continue };
        let name =
            manifest.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).unwrap_or_default();
        let name = name.replace('-', "_");
        let src = folder.join("src");
        let roots: Vec<PathBuf> = ["lib.rs", "main.rs"].into_iter().map(|root| src.join(root)).collect();
        let mut roots: Vec<PathBuf> = roots.into_iter().filter(|root| workspace.join(root).exists()).collect();
        if roots.is_empty() {
            // Programs of their own, one a file.
            let files = std::fs::read_dir(workspace.join(&src)).into_iter().flatten().flatten();
            roots = files
                .map(|file| src.join(file.file_name()))
                .filter(|file| file.extension().is_some_and(|e| e == "rs"))
                .collect();
            roots.sort();
        }
        found.extend(roots.into_iter().map(|root| {
            let is_library = root.ends_with("lib.rs");
            (name.clone(), root, is_library)
        }));
    }
    found
}
