//! The document around every page.

use leptos::config::LeptosOptions;
use leptos::hydration::HydrationScripts;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};

use crate::context::{Assets, Viewer};
use crate::routes::App;

/// Where the front's files are served.
pub const PKG: &str = "pkg";

// Leptos asks for `{output_name}_bg.wasm`, the name wasm-bindgen gives, only where this was unset when it was compiled.
const _: () = assert!(
    option_env!("LEPTOS_OUTPUT_NAME").is_none(),
    "unset LEPTOS_OUTPUT_NAME: with it, pages ask for a wasm file that does not exist"
);

/// The whole document of a page: what the server renders for each route.
pub fn shell() -> impl IntoView {
    provide_meta_context();
    view! {
        <Document>
            <App />
        </Document>
    }
}

/// `<html>` with the viewer's language and colours, the style sheet, and the scripts where the front was built.
#[component]
pub fn Document(
    /// What stands in the body.
    children: Children,
) -> impl IntoView {
    let viewer = Viewer::current();
    let assets = use_context::<Assets>().unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang=viewer.lang.html_tag() data-theme=viewer.theme.map(crate::context::Theme::word)>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                {assets.css.map(|css| view! { <link rel="stylesheet" href=format!("/{PKG}/{css}") /> })}
                {assets.output_name.map(|name| view! { <HydrationScripts options=options(name) islands=true /> })}
                <MetaTags />
            </head>
            <body>{children()}</body>
        </html>
    }
}

/// As much of leptos' options as the script tags are made of.
fn options(output_name: String) -> LeptosOptions {
    LeptosOptions::builder().output_name(output_name).site_pkg_dir(PKG).build()
}
