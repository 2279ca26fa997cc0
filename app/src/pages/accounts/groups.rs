//! Groups of accounts: their list, with forms to rename and delete them, and the choice of groups for accounts.

use desk::groups::{GroupSize, TypedGroups};
use domain::groups::group_key;
use domain::{Group, Permission, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{
    Button, ButtonKind, Cell, CheckGroup, CheckItem, CheckList, EmptyState, Field, Form, Panel, PostButton, Submit,
    Table,
};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page};
use crate::pages::accounts::group_forms::{AddGroup, DeleteGroup, RenameGroup};
use crate::pages::accounts::group_outcome::{GroupFault, GroupOutcome};
use crate::t;

/// `/accounts/groups`
#[component]
pub fn GroupsPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        if !viewer.may(Permission::Administer) {
            return Err(Failure::Forbidden(Permission::Administer));
        }
        let groups = desk.groups(&viewer.actor).await?;
        let wrong = flash.read::<GroupOutcome>().cloned();
        let (name, error) = match &wrong {
            Some(GroupOutcome::Add { name, fault }) => (name.clone(), Some(fault.words(lang))),
            _ => (String::new(), None),
        };
        let list = if groups.is_empty() {
            view! { <EmptyState title=t!(lang, "groups-none")>{t!(lang, "groups-none-next")}</EmptyState> }.into_any()
        } else {
            view! { <GroupTable groups wrong /> }.into_any()
        };
        Ok(view! {
            <Page
                title=t!(lang, "groups-title")
                section=Section::Accounts
                crumbs=vec![Crumb::new(t!(lang, "accounts-title"), paths::ACCOUNTS)]
                lead=view! { <p>{t!(lang, "groups-lead")}</p> }.into_any()
            >
                <FlashNotice flash />
                {list}
                <Panel title=t!(lang, "group-new")>
                    <Form action=AddGroup::url()>
                        <Field name="name" label=t!(lang, "field-group-name") value=name error />
                        <Submit kind=ButtonKind::Primary>{t!(lang, "group-add")}</Submit>
                    </Form>
                </Panel>
            </Page>
        })
    })
}

#[component]
fn GroupTable(
    groups: Vec<GroupSize>,
    /// The outcome of a form that has to be corrected.
    wrong: Option<GroupOutcome>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let columns = t!(lang, ["col-group", "col-group-accounts", "group-rename"]);
    let head = view! {
        <th scope="col">
            <span class="unseen">{t!(lang, "group-delete")}</span>
        </th>
    }
    .into_any();
    let [_, accounts_head, rename_head] = columns.clone();
    let rows = groups
        .into_iter()
        .map(|size| {
            let correction = match &wrong {
                Some(GroupOutcome::Rename { id, name, fault }) if *id == size.group.id => {
                    Some((name.clone(), fault.clone()))
                }
                _ => None,
            };
            group_row([accounts_head.clone(), rename_head.clone()], size, correction)
        })
        .collect_view();
    view! {
        <Table caption=t!(lang, "groups-title") columns head>
            {rows}
        </Table>
    }
}

/// A group with the form that renames it, filled with the name that has to be corrected, if any.
fn group_row(
    [accounts_head, rename_head]: [Text; 2],
    GroupSize { group, accounts }: GroupSize,
    correction: Option<(String, GroupFault)>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Group { id, name } = group;
    let (typed, error) = match correction {
        Some((typed, fault)) => (typed, Some(fault.words(lang))),
        None => (name.clone(), None),
    };
    let invalid = error.is_some().then_some("true");
    let new_name_label = t!(lang, "group-new-name-of", name = name.clone());
    let rename_label = t!(lang, "group-rename-named", name = name.clone());
    let delete_label = t!(lang, "group-delete-named", name = name.clone());
    let error_id = format!("rename-{id}-error");
    let described = error.is_some().then(|| error_id.clone());
    view! {
        <tr>
            <Cell main=true>
                <a class="row-link" href=paths::accounts_in(id)>
                    {name}
                </a>
            </Cell>
            <Cell label=accounts_head>
                <span class="num">{accounts}</span>
            </Cell>
            <Cell label=rename_head>
                <Form action=RenameGroup::url() inline=true>
                    <input type="hidden" name="group" value=id.to_string() />
                    <input
                        type="text"
                        name="name"
                        value=typed
                        required
                        autocomplete="off"
                        aria-label=new_name_label
                        aria-invalid=invalid
                        aria-describedby=described
                    />
                    <Button label=rename_label>{t!(lang, "group-rename")}</Button>
                </Form>
                {error.map(|error| view! { <p class="error" id=error_id>{error}</p> })}
            </Cell>
            <Cell number=true>
                <PostButton
                    action=DeleteGroup::url()
                    kind=ButtonKind::Danger
                    fields=[("group", id.to_string())]
                    label=delete_label
                >
                    {t!(lang, "group-delete")}
                </PostButton>
            </Cell>
        </tr>
    }
}

/// The groups of an account, each a link to its accounts.
#[component]
pub(super) fn GroupChips(groups: Vec<Group>) -> impl IntoView {
    let chip = |group: Group| {
        view! {
            <a class="chip" href=paths::accounts_in(group.id)>
                {group.name}
            </a>
        }
    };
    groups.into_iter().map(chip).collect_view()
}

/// The boxes of all groups, and a field for the names of new ones.
#[component]
pub(super) fn ChooseGroups(
    /// Every group.
    groups: Vec<GroupSize>,
    /// What is ticked and typed.
    typed: TypedGroups,
    /// What is wrong with it.
    fault: Option<GroupFault>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let is_chosen = |name: &str| typed.chosen.iter().any(|chosen| group_key(chosen) == group_key(name));
    let items = groups.into_iter().map(|GroupSize { group, .. }| CheckItem {
        checked: is_chosen(&group.name),
        value: group.name.clone().into(),
        label: group.name.into(),
        code: None,
    });
    let items: Vec<_> = items.collect();
    let boxes = (!items.is_empty()).then(|| {
        let group = CheckGroup { label: t!(lang, "field-groups"), items, open: true };
        view! { <CheckList name="groups[]" legend=t!(lang, "field-groups") groups=vec![group] /> }
    });
    view! {
        {boxes}
        <Field
            name="new_groups"
            label=t!(lang, "field-groups-new")
            value=typed.typed
            optional=true
            hint=t!(lang, "field-groups-new-hint")
            error=fault.map(|fault| fault.words(lang))
        />
    }
}
