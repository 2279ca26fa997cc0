//! The address that WeChat saw a call come from.

use std::sync::Arc;

use desk::Desk;
use leptos::prelude::*;

use crate::context::Viewer;
use crate::t;

/// The address that WeChat saw, and whose it is where calls go through a proxy.
#[component]
pub fn SeenIp(
    /// The address.
    ip: String,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let desk = use_context::<Arc<Desk>>();
    let proxy = desk.as_ref().and_then(|desk| desk.settings().outbound.proxy_to_wechat());
    let whose = proxy.map(|proxy| {
        view! {
            " "
            {t!(lang, "problem-seen-ip-of-proxy", proxy = proxy)}
        }
    });
    view! { <p>{t!(lang, "problem-seen-ip")} " " <code>{ip}</code> {whose}</p> }
}
