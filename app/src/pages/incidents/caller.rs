//! The address from which WeChat refused a reported call.

use desk::accounts::RefusedAddress;
use leptos::prelude::*;

use crate::components::{Notice, NoticeKind};
use crate::context::{Text, Viewer};
use crate::parts::problem::ChangingAddress;
use crate::t;

/// The notice about the address, and whether it can be ours.
#[component]
pub fn RefusedCaller(
    /// The address.
    caller: RefusedAddress,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let RefusedAddress { address, is_ours, own } = caller;
    let why = (is_ours == Some(false)).then(|| t!(lang, "caller-not-ours"));
    let title: Text = format!("{} {address}", t!(lang, "problem-seen-ip")).into();
    view! {
        <Notice kind=NoticeKind::Warning title>
            {why.map(|why| view! { <p>{why}</p> })}
            {(is_ours == Some(true)).then(|| view! { <ChangingAddress addresses=own.iter().map(|own| own.address).collect() /> })}
        </Notice>
    }
}
