//! What people see: pages rendered on the server, and the few islands that run in the browser.
//!
//! Feature `ssr` is the server's half, `hydrate` the browser's. Pages and components belong to the server alone; only
//! what is under `islands` is compiled into both.

#[cfg(all(feature = "ssr", feature = "hydrate"))]
compile_error!("`ssr` and `hydrate` are the two halves of the app: choose one");

/// Wakes the islands of the page that the server sent, then says so on `<body>` for those who wait for it.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
