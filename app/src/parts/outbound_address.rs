//! The address by which this machine reaches WeChat, as WeChat told it.

use std::sync::Arc;

use desk::Desk;
use desk::accounts::SeenAddress;
use leptos::prelude::*;

use crate::components::{Copy, Time};
use crate::context::Viewer;
use crate::t;

/// The address that WeChat saw, and when; or that it is not known yet.
#[component]
pub fn OutboundAddress(
    /// The address, where WeChat named one.
    seen: Option<SeenAddress>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let desk = use_context::<Arc<Desk>>();
    let proxy = desk.as_ref().and_then(|desk| desk.settings().outbound.proxy_to_wechat()).map(str::to_owned);
    match seen {
        None => view! { <span class="secondary">{t!(lang, "outbound-address-unknown")}</span> }.into_any(),
        Some(seen) => view! {
            {t!(lang, "outbound-address-seen")}
            " "
            <Copy text=seen.address.to_string() />
            " "
            <span class="secondary">
                "· " {t!(lang, "outbound-address-learned")} " " <Time at=seen.last_at />
            </span>
            {proxy.map(|proxy| view! { " " {t!(lang, "problem-seen-ip-of-proxy", proxy = proxy)} })}
        }
        .into_any(),
    }
}
