//! The panel about outgoing calls, for admins.

use desk::accounts::SeenAddress;
use desk::outbound::OutboundCalls;
use leptos::prelude::*;

use crate::components::{Fact, Facts, Panel};
use crate::context::Viewer;
use crate::parts::outbound_address::OutboundAddress;
use crate::t;

/// The proxy of outgoing calls, where it was set, and whose address WeChat sees.
#[component]
pub fn OutboundPanel(
    /// The way of outgoing calls.
    calls: OutboundCalls,
    /// The address that WeChat named last.
    seen: Option<SeenAddress>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let OutboundCalls { proxy, set_by, reaches_wechat } = calls;
    let hint = proxy.is_some().then(|| {
        let words =
            if reaches_wechat { t!(lang, "outbound-wechat-sees-proxy") } else { t!(lang, "outbound-not-for-wechat") };
        view! { <p class="hint">{words}</p> }
    });
    let proxy = match proxy {
        Some(proxy) => view! { <code>{proxy}</code> }.into_any(),
        None => t!(lang, "outbound-no-proxy").into_any(),
    };
    view! {
        <div id="outbound">
            <Panel title=t!(lang, "outbound-title")>
                <Facts>
                    <Fact label=t!(lang, "outbound-proxy")>{proxy} {hint}</Fact>
                    {set_by
                        .map(|by| {
                            view! {
                                <Fact label=t!(lang, "outbound-set-by")>
                                    <code>{by}</code>
                                </Fact>
                            }
                        })}
                    <Fact label=t!(lang, "outbound-address")>
                        <OutboundAddress seen />
                    </Fact>
                </Facts>
            </Panel>
        </div>
    }
}
