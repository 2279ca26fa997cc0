//! Static files for browsers: scripts, WebAssembly, styles, and the files of `public/`.
//!
//! With feature `embed` they lie inside the program. Without it they are read from `target/site` below the current
//! folder, where `cargo xtask build` leaves them; where there are none, pages work without.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::PathBuf;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Deserialize;

#[cfg(feature = "embed")]
#[derive(rust_embed::RustEmbed)]
#[folder = "../target/site"]
struct Embedded;

/// `manifest.json`, as the front's build writes it.
#[derive(Debug, Clone, Default, Deserialize)]
struct Manifest {
    output_name: String,
    css: String,
    files: Vec<File>,
}

/// A file, and whether compressed copies lie beside it.
#[derive(Debug, Clone, Deserialize)]
struct File {
    path: String,
    br: Option<u64>,
    gz: Option<u64>,
}

/// The files of one build of the front.
#[derive(Debug, Default)]
pub struct Assets {
    place: Place,
    output_name: Option<String>,
    css: Option<String>,
    files: HashMap<String, File>,
}

#[derive(Debug, Default)]
enum Place {
    #[default]
    Nowhere,
    #[cfg(feature = "embed")]
    Inside,
    #[cfg_attr(all(feature = "embed", not(test)), expect(dead_code, reason = "only read where nothing is embedded"))]
    Folder(PathBuf),
}

impl Place {
    fn read(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        match self {
            Self::Nowhere => None,
            #[cfg(feature = "embed")]
            Self::Inside => Embedded::get(path).map(|file| file.data),
            Self::Folder(folder) => std::fs::read(folder.join(path)).ok().map(Cow::Owned),
        }
    }
}

impl Assets {
    /// The files inside the program.
    #[cfg(feature = "embed")]
    pub fn find() -> Self {
        Self::at(Place::Inside)
    }

    /// The files of the last build, where there was one.
    #[cfg(not(feature = "embed"))]
    pub fn find() -> Self {
        Self::at(Place::Folder(PathBuf::from("target/site")))
    }

    /// No files at all, as on a fresh clone.
    pub fn none() -> Self {
        Self::default()
    }

    fn at(place: Place) -> Self {
        let Some(text) = place.read("manifest.json") else { return Self::none() };
        match serde_json::from_slice::<Manifest>(&text) {
            Ok(Manifest { output_name, css, files }) => Self {
                place,
                output_name: Some(output_name),
                css: Some(css),
                files: files.into_iter().map(|file| (file.path.clone(), file)).collect(),
            },
            Err(error) => {
                tracing::error!(%error, "the manifest of the browser's files cannot be read; pages are served \
                 without scripts and styles");
                Self::none()
            }
        }
    }

    /// The prefix of the scripts' names, where there are any.
    pub fn output_name(&self) -> Option<&str> {
        self.output_name.as_deref()
    }

    /// The names that pages refer to.
    pub(crate) fn for_pages(&self) -> app::context::Assets {
        app::context::Assets { css: self.css.clone(), output_name: self.output_name.clone() }
    }

    /// A file below `/pkg/`. Its name holds a hash of what is in it, so it never changes.
    pub(crate) fn pkg(&self, name: &str, headers: &HeaderMap) -> Response {
        let found = self.answer(&format!("pkg/{name}"), headers, "public, max-age=31536000, immutable");
        found.unwrap_or_else(|| {
            let why = if self.files.is_empty() {
                "The browser's files are not built. Pages work without them. To build them: cargo xtask build\n"
            } else {
                "File not found. It may belong to another build. Reload the page.\n"
            };
            (StatusCode::NOT_FOUND, [(header::CACHE_CONTROL, "no-store")], why).into_response()
        })
    }

    /// A file of `public/`, served at the root; its name stays when it changes.
    pub(crate) fn public(&self, path: &str, headers: &HeaderMap) -> Option<Response> {
        self.answer(&format!("public{path}"), headers, "public, max-age=3600")
    }

    fn answer(&self, path: &str, headers: &HeaderMap, cache: &'static str) -> Option<Response> {
        // Only what the manifest names is ever read, so a path cannot leave the folder.
        let file = self.files.get(path)?;
        let encoding = encoding(headers, file);
        let copy = encoding.map(|encoding| format!("{path}.{}", if encoding == "gzip" { "gz" } else { encoding }));
        let bytes = self.place.read(copy.as_deref().unwrap_or(path))?;
        let mut response = Response::new(match bytes {
            Cow::Borrowed(bytes) => Body::from(bytes),
            Cow::Owned(bytes) => Body::from(bytes),
        });
        let answer = response.headers_mut();
        answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
        answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if let Some(encoding) = encoding {
            answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        Some(response)
    }
}

/// The best encoding that the file has and the browser takes.
fn encoding(headers: &HeaderMap, file: &File) -> Option<&'static str> {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes = |wanted: &str| {
        accepted.split(',').any(|range| {
            let mut parts = range.split(';').map(str::trim);
            let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(wanted));
            named && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
    };
    [("br", file.br), ("gzip", file.gz)]
        .into_iter()
        .find(|(name, copy)| copy.is_some() && takes(name))
        .map(|(name, _)| name)
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> (tempfile::TempDir, Assets) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("pkg")).unwrap();
        std::fs::create_dir_all(folder.path().join("public")).unwrap();
        for (path, text) in [
            ("pkg/wxquota-1.js", "plain"),
            ("pkg/wxquota-1.js.br", "brotli"),
            ("pkg/wxquota-1.js.gz", "gzip"),
            ("public/favicon.svg", "<svg/>"),
            ("secret", "not in the manifest"),
            (
                "manifest.json",
                r#"{"output_name":"wxquota-1","css":"wxquota-2.css","files":[
                    {"path":"pkg/wxquota-1.js","bytes":5,"br":6,"gz":4},
                    {"path":"public/favicon.svg","bytes":6,"br":null,"gz":null}]}"#,
            ),
        ] {
            std::fs::write(folder.path().join(path), text).unwrap();
        }
        let assets = Assets::at(Place::Folder(folder.path().to_owned()));
        (folder, assets)
    }

    fn encoding_of(assets: &Assets, accepted: &'static str) -> Option<String> {
        let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted))]);
        let response = assets.pkg("wxquota-1.js", &headers);
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert_eq!(response.headers()[header::VARY], "accept-encoding");
        response.headers().get(header::CONTENT_ENCODING).map(|value| value.to_str().unwrap().to_owned())
    }

    #[test]
    fn the_best_copy_the_browser_takes_is_sent() {
        let (_folder, assets) = site();
        assert_eq!(encoding_of(&assets, "gzip, deflate, br").as_deref(), Some("br"));
        assert_eq!(encoding_of(&assets, "gzip, br;q=0").as_deref(), Some("gzip"));
        assert_eq!(encoding_of(&assets, "zstd"), None);
        assert_eq!(assets.for_pages().css.as_deref(), Some("wxquota-2.css"));
    }

    #[test]
    fn only_what_the_manifest_names_is_read() {
        let (_folder, assets) = site();
        let headers = HeaderMap::new();
        assert!(assets.public("/favicon.svg", &headers).is_some());
        for path in ["/../secret", "/../manifest.json", "/none.svg", ""] {
            assert!(assets.public(path, &headers).is_none(), "{path}");
        }
        assert_eq!(assets.pkg("../secret", &headers).status(), StatusCode::NOT_FOUND);
    }
}
