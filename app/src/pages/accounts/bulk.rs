//! What is done to several accounts at once, on their list: pausing, resuming, watching, groups.

use desk::accounts::Selection;
use desk::groups::{GroupError, TypedGroups};
use desk::interfaces::WatchError;
use domain::{AccountId, Group, GroupId, PathError, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use serde::{Deserialize, Serialize};

use crate::components::{Button, Choice, Field, Form, Notice, NoticeKind, Panel, Select, TextArea};
use crate::context::Viewer;
use crate::forms::{self, Flash, Outcome};
use crate::pages::accounts::group_outcome::GroupFault;
use crate::t;
use crate::words::accounts::path_words;

/// The id of the form, for the boxes that stand outside of it.
pub(super) const FORM: &str = "selected-accounts";
/// The most paths that are watched at once.
const MOST_PATHS: usize = 100;

/// The outcome of doing something to several accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BulkOutcome {
    /// So many are paused.
    Paused(usize),
    /// So many are read.
    Resumed(usize),
    /// So many watch interfaces that they did not watch.
    Watching(usize),
    /// So many are in other groups than before.
    Grouped(usize),
    /// No account was ticked.
    NothingChosen,
    /// A path cannot be watched.
    Path {
        /// The path.
        path: String,
        /// Why not.
        error: PathError,
    },
    /// The name of a group cannot be one.
    Group(GroupFault),
    /// No group was chosen, or it is gone.
    NoGroup,
}

#[typetag::serde]
impl Outcome for BulkOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        let (kind, title) = match self {
            Self::Paused(count) => (NoticeKind::Success, t!(lang, "bulk-paused", count = *count)),
            Self::Resumed(count) => (NoticeKind::Success, t!(lang, "bulk-resumed", count = *count)),
            Self::Watching(count) => (NoticeKind::Success, t!(lang, "bulk-watching", count = *count)),
            Self::Grouped(count) => (NoticeKind::Success, t!(lang, "bulk-grouped", count = *count)),
            Self::NothingChosen => (NoticeKind::Error, t!(lang, "bulk-nothing-chosen")),
            Self::Path { path, error } => (NoticeKind::Error, path_words(lang, path, *error)),
            Self::Group(fault) => (NoticeKind::Error, fault.words(lang)),
            Self::NoGroup => (NoticeKind::Error, t!(lang, "bulk-no-group")),
        };
        Some(view! { <Notice kind title /> }.into_any())
    }
}

/// Does something to the accounts that were ticked, or to all that the list shows.
#[server(prefix = "/form", endpoint = "accounts/bulk")]
pub async fn bulk_accounts(
    #[server(default)] accounts: Vec<String>,
    #[server(default)] all: String,
    #[server(default)] group: String,
    #[server(default)] act: String,
    #[server(default)] watch: String,
    #[server(default)] new_groups: String,
    #[server(default)] leave: String,
) -> Result<(), ServerFnError> {
    let group = group.parse().ok().map(GroupId);
    let ids = accounts.iter().filter_map(|id| id.parse().ok()).map(AccountId);
    let selection = if all == "yes" { Selection::All(group) } else { Selection::These(ids.collect()) };
    let to = group.map_or_else(|| paths::ACCOUNTS.to_owned(), paths::accounts_in);
    let flash = done(&selection, &act, [watch, new_groups, leave]).await?;
    forms::finish(flash, &to).await
}

async fn done(
    selection: &Selection,
    act: &str,
    [watch, new_groups, leave]: [String; 3],
) -> Result<Flash, ServerFnError> {
    let (desk, actor) = (forms::use_desk()?, forms::actor());
    let accounts = match desk.selected_accounts(&actor, selection).await {
        Ok(accounts) if accounts.is_empty() => return Ok(BulkOutcome::NothingChosen.into()),
        Ok(accounts) => accounts,
        Err(error) => return Ok(error.into()),
    };
    Ok(match act {
        "pause" | "resume" => match desk.pause_accounts(&actor, &accounts, act == "pause").await {
            Ok(count) if act == "pause" => BulkOutcome::Paused(count).into(),
            Ok(count) => BulkOutcome::Resumed(count).into(),
            Err(error) => error.into(),
        },
        "watch" => watched(desk.watch_on(&actor, &accounts, &typed_paths(&watch)).await),
        "join" => {
            let add = TypedGroups { chosen: Vec::new(), typed: new_groups };
            if add.typed.trim().is_empty() {
                return Ok(BulkOutcome::NoGroup.into());
            }
            grouped(desk.change_groups(&actor, &accounts, &add, &[]).await)
        }
        "leave" => match leave.parse().map(GroupId) {
            Ok(id) => grouped(desk.change_groups(&actor, &accounts, &TypedGroups::default(), &[id]).await),
            Err(_) => BulkOutcome::NoGroup.into(),
        },
        _ => BulkOutcome::NothingChosen.into(),
    })
}

/// The typed paths; a blank one where none was typed, which is then called wrong.
fn typed_paths(typed: &str) -> Vec<String> {
    let paths: Vec<_> = typed.split_whitespace().take(MOST_PATHS).map(str::to_owned).collect();
    if paths.is_empty() { vec![String::new()] } else { paths }
}

fn watched(done: Result<usize, WatchError>) -> Flash {
    match done {
        Ok(count) => BulkOutcome::Watching(count).into(),
        Err(WatchError::Path { typed, error }) => BulkOutcome::Path { path: forms::shown_again(&typed), error }.into(),
        Err(error) => error.into(),
    }
}

fn grouped(done: Result<usize, GroupError>) -> Flash {
    match done {
        Ok(count) => BulkOutcome::Grouped(count).into(),
        Err(error) => GroupFault::of(error).map_or_else(|flash| flash, |fault| BulkOutcome::Group(fault).into()),
    }
}

/// The box that selects an account of the list.
#[component]
pub(super) fn AccountBox(id: AccountId, name: String) -> impl IntoView {
    let lang = Viewer::current().lang;
    let label = t!(lang, "bulk-select", name = name);
    view! { <input type="checkbox" name="accounts[]" value=id.to_string() form=FORM aria-label=label /> }
}

/// The form below the list that does something to the accounts that are ticked.
#[component]
pub(super) fn BulkPanel(
    /// The group that the list is filtered by.
    group: Option<Group>,
    /// The groups that accounts can be taken out of.
    groups: Vec<Choice>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let id = group.map(|group| group.id.to_string()).unwrap_or_default();
    let leave = (!groups.is_empty()).then(|| {
        view! {
            <div class="search-line">
                <Select name="leave" label=t!(lang, "bulk-leave") choices=groups />
                <Button name="act" value="leave">
                    {t!(lang, "bulk-leave-do")}
                </Button>
            </div>
        }
    });
    view! {
        <div id="selected">
            <Panel title=t!(lang, "bulk-title")>
                <Form action=BulkAccounts::url() id=FORM>
                    <p class="hint">{t!(lang, "bulk-hint")}</p>
                    <input type="hidden" name="group" value=id />
                    <label class="check">
                        <input type="checkbox" name="all" value="yes" />
                        <span>{t!(lang, "bulk-all")}</span>
                    </label>
                    <div class="actions">
                        <Button name="act" value="pause">
                            {t!(lang, "bulk-pause-do")}
                        </Button>
                        <Button name="act" value="resume">
                            {t!(lang, "bulk-resume-do")}
                        </Button>
                    </div>
                    <div class="search-line">
                        <Field name="new_groups" label=t!(lang, "bulk-join") for_one_button=true />
                        <Button name="act" value="join">
                            {t!(lang, "bulk-join-do")}
                        </Button>
                    </div>
                    {leave}
                    <TextArea
                        name="watch"
                        label=t!(lang, "field-paths")
                        rows=2
                        code=true
                        optional=true
                        placeholder="/cgi-bin/message/custom/send"
                    />
                    <div class="actions">
                        <Button name="act" value="watch">
                            {t!(lang, "bulk-watch-do")}
                        </Button>
                    </div>
                </Form>
            </Panel>
        </div>
    }
}
