//! Forms about campaigns: their server functions.

use desk::campaigns::{CampaignError, CampaignId, TypedCampaign};
use domain::{InterfaceId, paths};
use leptos::prelude::*;

use crate::context::encode;
use crate::forms;
use crate::pages::campaigns::outcome::CampaignOutcome;

/// Saves a campaign. Redirects to it, or to the form with what is wrong.
#[server(prefix = "/form", endpoint = "campaigns/add")]
pub async fn add_campaign(
    #[server(default)] interface: String,
    #[server(default)] name: String,
    #[server(default)] calls: String,
    #[server(default)] starts: String,
    #[server(default)] minutes: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = InterfaceId(interface.parse().unwrap_or_default());
    let typed = TypedCampaign { name, calls, starts, minutes };
    match desk.add_campaign(&forms::actor(), id, &typed).await {
        Ok(campaign) => forms::finish(CampaignOutcome::Saved, &paths::campaign(campaign.0)).await,
        Err(CampaignError::Faults(_)) => {
            // The form reads its address again and shows the faults beside the fields.
            let TypedCampaign { name, calls, starts, minutes } = typed;
            let [name, calls, starts, minutes] =
                [name, calls, starts, minutes].map(|typed| encode(&forms::shown_again(&typed)).into_owned());
            let to = format!(
                "{}?interface={id}&name={name}&calls={calls}&starts={starts}&minutes={minutes}",
                paths::CAMPAIGN_NEW
            );
            forms::finish(CampaignOutcome::NotSaved, &to).await
        }
        Err(error) => forms::finish(error, paths::CAMPAIGNS).await,
    }
}

/// Removes a campaign.
#[server(prefix = "/form", endpoint = "campaigns/remove")]
pub async fn remove_campaign(#[server(default)] campaign: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = CampaignId(campaign.parse().unwrap_or_default());
    let result = desk.remove_campaign(&forms::actor(), id).await;
    forms::finish(result.map(|()| CampaignOutcome::Removed), paths::CAMPAIGNS).await
}
