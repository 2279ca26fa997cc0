//! Words for campaigns.

use desk::campaigns::{CallsFault, StartFault, StoredCampaign};
use domain::Lang;

use crate::context::{Text, Viewer};
use crate::format::grouped;
use crate::t;

/// What is wrong with a number of calls.
pub(crate) fn calls_fault_words(lang: Lang, fault: CallsFault) -> Text {
    match fault {
        CallsFault::NotANumber => t!(lang, "campaign-calls-not-a-number"),
        CallsFault::OutOfBounds => t!(lang, "campaign-calls-out-of-bounds"),
    }
}

/// What is wrong with a beginning.
pub(crate) fn start_fault_words(lang: Lang, fault: StartFault) -> Text {
    match fault {
        StartFault::NotATime => t!(lang, "campaign-starts-not-a-time"),
        StartFault::InThePast => t!(lang, "campaign-starts-past"),
        StartFault::TooFarAhead => t!(lang, "campaign-starts-far"),
    }
}

/// The calls of a campaign and the time in which they are made.
pub(crate) fn planned_words(viewer: &Viewer, campaign: &StoredCampaign) -> Text {
    let formats = viewer.formats();
    let (from, until) = (formats.minute(campaign.starts_at), formats.minute(campaign.ends_at));
    t!(viewer.lang, "campaign-planned", calls = grouped(campaign.calls), from = from, until = until)
}
