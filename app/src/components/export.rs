//! Links to a page's list as a file.

use leptos::prelude::*;

use crate::context::Viewer;
use crate::t;

/// The link to the page's list as a CSV file, with the filters of the page.
#[component]
pub fn ExportCsv(
    /// The path of the file.
    #[prop(into)]
    path: String,
) -> impl IntoView {
    let viewer = Viewer::current();
    view! {
        <a class="button" href=viewer.file_link(&path) download="">
            {t!(viewer.lang, "export-csv")}
        </a>
    }
}
