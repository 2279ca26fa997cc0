//! What people see: pages rendered on the server, and the few islands that run in the browser.
//!
//! Feature `ssr` is the server's half, `hydrate` the browser's. Pages and components belong to the server alone; only
//! [`age`] and what is under [`islands`] is compiled into both.

// A page is one nested type of all its elements.
#![recursion_limit = "256"]

#[cfg(all(feature = "ssr", feature = "hydrate"))]
compile_error!("`ssr` and `hydrate` are the two halves of the app: choose one");

pub mod age;
pub mod islands;

#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod context;
#[cfg(feature = "ssr")]
pub mod cookies;
#[cfg(feature = "ssr")]
pub mod failure;
#[cfg(feature = "ssr")]
pub mod files;
#[cfg(feature = "ssr")]
pub mod format;
#[cfg(feature = "ssr")]
pub mod forms;
#[cfg(feature = "ssr")]
pub mod frame;
#[cfg(feature = "ssr")]
pub mod i18n;
#[cfg(feature = "ssr")]
pub mod json;
#[cfg(feature = "ssr")]
pub mod messages;
#[cfg(feature = "ssr")]
pub mod numbers;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod parameters;
#[cfg(feature = "ssr")]
pub mod parts;
#[cfg(all(test, feature = "ssr"))]
mod planted;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod text;
#[cfg(feature = "ssr")]
pub mod words;

/// Wakes the islands of the page that the server sent, then says so on `<body>` for those who wait for it.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
    // The script that called us now walks the page and wakes island after island without ever leaving its task, so
    // the next task runs when all are awake.
    leptos::prelude::set_timeout(
        || {
            if let Some(body) = leptos::prelude::document().body() {
                let _ = body.dataset().set("hydrated", "true");
            }
        },
        std::time::Duration::ZERO,
    );
}
