//! What runs in the browser. The server renders everything that is seen; an island only wakes what is there already, so
//! nothing can differ between the two, and nothing is lost where scripts do not run.
//!
//! `Page` of `frame/page.rs` places each island once; it serves the whole page. Islands take no
//! properties, since decoding those alone would cost a fifth of the wasm: what they need stands in `data-` attributes.
//! None calls a server function.

pub mod copy_buttons;
pub mod count_down;
pub mod dialogs;
pub mod live_age;
pub mod look_again;
pub mod print_buttons;
pub mod send_once;
pub mod theme_switch;

pub use copy_buttons::CopyButtons;
pub use count_down::CountDown;
pub use dialogs::Dialogs;
pub use live_age::LiveAge;
pub use look_again::LookAgain;
pub use print_buttons::PrintButtons;
pub use send_once::SendOnce;
pub use theme_switch::ThemeSwitch;

#[cfg(feature = "hydrate")]
fn element(node: web_sys::Node) -> Option<web_sys::Element> {
    wasm_bindgen::JsCast::dyn_into(node).ok()
}

/// The element that was clicked, or the one around it, that `selector` names.
#[cfg(feature = "hydrate")]
fn clicked(click: &web_sys::Event, selector: &str) -> Option<web_sys::Element> {
    let target: web_sys::Element = wasm_bindgen::JsCast::dyn_into(click.target()?).ok()?;
    target.closest(selector).ok()?
}
