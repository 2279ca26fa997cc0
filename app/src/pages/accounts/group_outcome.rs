//! Outcomes of forms about groups of accounts.

use desk::groups::{GroupError, TypedGroups};
use domain::groups::MAX_GROUPS;
use domain::{GroupId, GroupNameError, Lang};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::failure::accounts::{NO_ACCOUNT, NO_GROUP};
use crate::forms::refused::flash_from;
use crate::forms::{Flash, Outcome, missing_notice};
use crate::t;
use crate::words::accounts::group_name_words;

/// The outcome of a form about groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum GroupOutcome {
    /// A group was added.
    Added,
    /// A group has another name.
    Renamed,
    /// A group was deleted.
    Deleted,
    /// An account is in the groups that were chosen.
    Saved,
    /// There is no such group.
    NoSuchGroup,
    /// There is no such account, or it is retired.
    NoSuchAccount,
    /// The form that adds a group has to be corrected.
    Add {
        /// The name as typed.
        name: String,
        /// What is wrong with it.
        fault: GroupFault,
    },
    /// The form that renames a group has to be corrected.
    Rename {
        /// The group.
        id: GroupId,
        /// The name as typed.
        name: String,
        /// What is wrong with it.
        fault: GroupFault,
    },
    /// The form that chooses groups has to be corrected.
    Choose {
        /// What was chosen and typed.
        typed: TypedGroups,
        /// What is wrong with it.
        fault: GroupFault,
    },
}

/// What is wrong with the name of a group, or with several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum GroupFault {
    /// The name cannot be one.
    Name(GroupNameError),
    /// The group that has the name.
    Taken(String),
    /// Too many for one account.
    TooMany,
}

impl GroupFault {
    /// The fault that an error of a use case tells; the error where it tells none.
    pub(super) fn of(error: GroupError) -> Result<Self, Flash> {
        Ok(match error {
            GroupError::Name(error) => Self::Name(error),
            GroupError::NameTaken(other) => Self::Taken(other.name),
            GroupError::TooMany => Self::TooMany,
            other => return Err(other.into()),
        })
    }

    /// The fault in the reader's words.
    pub(super) fn words(&self, lang: Lang) -> Text {
        match self {
            Self::Name(error) => group_name_words(lang, *error),
            Self::Taken(name) => t!(lang, "fault-group-taken", name = name.as_str()),
            Self::TooMany => t!(lang, "fault-groups-many", most = MAX_GROUPS),
        }
    }
}

flash_from!(
    GroupError,
    GroupError::NoSuchGroup => GroupOutcome::NoSuchGroup,
    GroupError::NoSuchAccount => GroupOutcome::NoSuchAccount;
    other
);

#[typetag::serde]
impl Outcome for GroupOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        let title = match self {
            Self::Added => t!(lang, "done-group-added"),
            Self::Renamed => t!(lang, "done-group-renamed"),
            Self::Deleted => t!(lang, "done-group-deleted"),
            Self::Saved => t!(lang, "done-groups-saved"),
            Self::NoSuchGroup => return missing_notice(NO_GROUP),
            Self::NoSuchAccount => return missing_notice(NO_ACCOUNT),
            Self::Add { .. } | Self::Rename { .. } | Self::Choose { .. } => return None,
        };
        Some(view! { <Notice kind=NoticeKind::Success title /> }.into_any())
    }

    fn repeats(&self, failure: Failure) -> bool {
        match self {
            Self::NoSuchGroup => failure == NO_GROUP,
            Self::NoSuchAccount => failure == NO_ACCOUNT,
            _ => false,
        }
    }
}
