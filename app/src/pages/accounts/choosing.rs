//! Choosing interfaces of the catalogue: a search, those that are usual for the kind of account, and the rest by category.

use desk::Desk;
use desk::interfaces::Interface;
use domain::{Kind, Lang};
use leptos::prelude::*;

use crate::components::{CheckGroup, CheckItem, CheckList, Field};
use crate::context::{Text, Viewer};
use crate::pages::accounts::outcome::TypedChoice;
use crate::t;
use crate::words::accounts::kind_words;

/// The interfaces that can be chosen, as a search left them.
#[derive(Debug, Clone)]
pub struct Offered {
    /// The text that was searched for.
    search: String,
    /// How many were found that can be chosen.
    found: usize,
    /// How many were found that are watched already, and so are not offered.
    watched: usize,
    /// By category, the usual ones first.
    groups: Vec<CheckGroup>,
}

impl Offered {
    /// The catalogue's interfaces of this kind of account that are not watched yet and hold the text that is searched for.
    /// Those that are ticked stay.
    pub(super) fn of(desk: &Desk, kind: Kind, watched: &[Interface], typed: &TypedChoice, lang: Lang) -> Self {
        let search = typed.search.trim().to_lowercase();
        let mut offered = Self { search: typed.search.trim().to_owned(), found: 0, watched: 0, groups: Vec::new() };
        let usual: Text = t!(lang, "choose-usual", kind = kind_words(lang, kind));
        offered.groups.push(CheckGroup { label: usual, items: Vec::new(), open: true });
        for entry in desk.catalogue() {
            let path = entry.cgi_path.as_str();
            let is_watched = watched.iter().any(|interface| interface.cgi_path == entry.cgi_path);
            if !entry.kinds.contains(&kind) || !entry.watchable() {
                continue;
            }
            let texts = [path, &entry.name_zh, &entry.name_en, &entry.category];
            let is_found = texts.iter().any(|text| text.to_lowercase().contains(&search));
            if is_watched {
                offered.watched += usize::from(is_found);
                continue;
            }
            let checked = typed.chosen.iter().any(|chosen| chosen == path);
            offered.found += usize::from(is_found);
            if !is_found && !checked {
                continue;
            }
            let name = if lang == Lang::ZhCn { &entry.name_zh } else { &entry.name_en };
            let code = Some(path.to_owned().into());
            let item = CheckItem { value: path.to_owned().into(), label: name.clone().into(), code, checked };
            offered.add(entry.usual_for.contains(&kind), category(lang, &entry.category).into(), item);
        }
        offered.groups.retain(|group| !group.items.is_empty());
        offered
    }

    fn add(&mut self, is_usual: bool, category: Text, item: CheckItem) {
        let open = !self.search.is_empty();
        let at = if is_usual { Some(0) } else { self.groups.iter().skip(1).position(|group| group.label == category) };
        let at = if is_usual { at } else { at.map(|at| at + 1) };
        match at.and_then(|at| self.groups.get_mut(at)) {
            Some(group) => group.items.push(item),
            None => self.groups.push(CheckGroup { label: category, items: vec![item], open }),
        }
    }
}

/// The search and the boxes, in the form that watches what is ticked. Its first button searches, so that the Enter key does.
#[component]
pub fn ChooseInterfaces(
    /// What can be chosen.
    offered: Offered,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Offered { search, found, watched, groups } = offered;
    let words = [
        (found > 0 || watched == 0).then(|| t!(lang, "choose-found", count = found)),
        (watched > 0).then(|| t!(lang, "choose-found-watched", count = watched)),
    ];
    let result = (!search.is_empty()).then(|| words.into_iter().flatten().collect::<Vec<_>>().join(" "));
    view! {
        <div class="search-line">
            <Field name="search" kind="search" label=t!(lang, "choose-search") value=search for_one_button=true />
            <button type="submit" class="button" name="find" value="yes" formnovalidate>
                {t!(lang, "choose-search-do")}
            </button>
        </div>
        {result.map(|result| view! { <p class="secondary" role="status">{result}</p> })}
        <CheckList
            name="chosen[]"
            legend=t!(lang, "choose-interfaces")
            hint=t!(lang, "choose-interfaces-hint")
            groups
        />
    }
}

/// `订阅消息 subscribe` is one name in two languages: the last word is the English one. Of a single word such as
/// `openApi管理`, English keeps what is English in it.
fn category(lang: Lang, both: &str) -> String {
    let Some(at) = both.find(' ') else {
        let ascii: String = both.chars().filter(char::is_ascii).collect();
        return if lang == Lang::En && !ascii.is_empty() { ascii } else { both.to_owned() };
    };
    let (zh, en) = both.split_at(at);
    match lang {
        Lang::ZhCn => zh.to_owned(),
        Lang::En => en.trim().to_owned(),
    }
}
