//! Outcomes of forms about campaigns.

use desk::campaigns::CampaignError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::failure::campaigns::NO_CAMPAIGN;
use crate::failure::interfaces::NO_INTERFACE;
use crate::forms::refused::flash_from;
use crate::forms::{Outcome, missing_notice};
use crate::t;

/// The outcome of a form about campaigns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CampaignOutcome {
    /// The campaign was saved.
    Saved,
    /// It has faults, which the form shows.
    NotSaved,
    /// The campaign was removed.
    Removed,
    /// The campaign does not exist.
    NoSuchCampaign,
    /// The interface does not exist, or is no longer watched.
    NoSuchInterface,
}

flash_from!(
    CampaignError,
    CampaignError::NoSuchCampaign => CampaignOutcome::NoSuchCampaign,
    CampaignError::NoSuchInterface => CampaignOutcome::NoSuchInterface,
    CampaignError::Faults(_) => CampaignOutcome::NotSaved
);

#[typetag::serde]
impl Outcome for CampaignOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        let (kind, title) = match self {
            Self::Saved => (NoticeKind::Success, t!(lang, "done-campaign-saved")),
            Self::Removed => (NoticeKind::Success, t!(lang, "done-campaign-removed")),
            Self::NotSaved => (NoticeKind::Error, t!(lang, "campaign-not-saved")),
            Self::NoSuchCampaign => return missing_notice(NO_CAMPAIGN),
            Self::NoSuchInterface => return missing_notice(NO_INTERFACE),
        };
        Some(view! { <Notice kind title /> }.into_any())
    }

    fn repeats(&self, failure: Failure) -> bool {
        (*self == Self::NoSuchCampaign && failure == NO_CAMPAIGN)
            || (*self == Self::NoSuchInterface && failure == NO_INTERFACE)
    }
}
