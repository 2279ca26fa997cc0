//! What pages cost: CPU of the server, bytes to the browser, time from start to the first one.

use anyhow::{Result, ensure};

use super::database::{Built, as_f64};
use super::process::Served;
use super::table::Table;

/// Requests a figure is taken from, after a tenth as many that do not count.
const REQUESTS: u32 = 300;

pub(crate) async fn measure(table: &mut Table, year: &Built, few: &Built) -> Result<()> {
    let served = Served::start(&year.folder)?;
    let http = browser(&year.cookie)?;
    let get = async |address: String| -> Result<usize> {
        let reply = http.get(&address).header("accept", "text/html").send().await?;
        ensure!(reply.status().is_success(), "{address} answers {}", reply.status());
        Ok(reply.bytes().await?.len())
    };
    get(format!("{}/", served.address)).await?;
    let first = served.since_start();

    let hundred = cpu_per_page(&served, &year.cookie, "/?per=100").await?;
    let thousand = cpu_per_page(&served, &year.cookie, "/?per=1000").await?;
    let interface = format!("/accounts/{}/interfaces/{}?range=30d", year.account, year.interface);
    let month = cpu_per_page(&served, &year.cookie, &interface).await?;
    let memory = served.memory_mib()?;
    let first_load = first_load(&served.address, &year.cookie).await?;
    drop(served);
    let small = Served::start(&few.folder)?;
    let hundred_few = cpu_per_page(&small, &few.cookie, "/?per=100").await?;

    table.row("Overview, 100 of 1,000 rows, 8.76 M samples: CPU a page", "≤ 8 ms", format!("{hundred:.2} ms"));
    table.row("Overview, all 1,000 rows: CPU a page", "≤ 20 ms", format!("{thousand:.2} ms"));
    let more = (hundred / hundred_few - 1.0) * 100.0;
    let same = format!("{hundred_few:.2} ms ({more:+.0} % with all of it)");
    table.row("Overview, 100 rows, 1/100 of the history", "within 20 %", same);
    table.row("Interface page with 30 days: CPU a page", "≤ 4 ms", format!("{month:.2} ms"));
    table.row("First load of the overview, 50 rows, all files", "≤ 120 kB", first_load.to_string());
    table.row("  of it wasm", "≤ 70 kB", format!("{:.1} kB", as_f64(first_load.wasm) / 1000.0));
    table.row("Memory with 8.76 M rows, after load", "≤ 64 MB", format!("{:.1} MB", memory * 1.048_576));
    table.row("Start to first page with that database", "≤ 300 ms", format!("{} ms", first.as_millis()));
    Ok(())
}

/// A client that is signed in.
pub(crate) fn browser(cookie: &str) -> Result<reqwest::Client> {
    let headers = [(reqwest::header::COOKIE, cookie.parse()?)].into_iter().collect();
    let plain = reqwest::redirect::Policy::none();
    Ok(reqwest::Client::builder().default_headers(headers).redirect(plain).build()?)
}

async fn cpu_per_page(served: &Served, cookie: &str, path: &str) -> Result<f64> {
    let http = browser(cookie)?;
    let get = async || -> Result<()> {
        let reply = http.get(format!("{}{path}", served.address)).header("accept", "text/html").send().await?;
        ensure!(reply.status().is_success(), "{path} answers {}", reply.status());
        reply.bytes().await?;
        Ok(())
    };
    for _ in 0..REQUESTS / 10 {
        get().await?;
    }
    let before = served.cpu_ms()?;
    for _ in 0..REQUESTS {
        get().await?;
    }
    Ok((served.cpu_ms()? - before) / f64::from(REQUESTS))
}

#[derive(Debug, Default)]
struct FirstLoad {
    html: u64,
    css: u64,
    script: u64,
    wasm: u64,
}

impl std::fmt::Display for FirstLoad {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kb = |bytes: u64| as_f64(bytes) / 1000.0;
        let all = self.html + self.css + self.script + self.wasm;
        let (html, css, script) = (kb(self.html), kb(self.css), kb(self.script));
        write!(f, "{:.1} kB (page {html:.1}, css {css:.1}, js {script:.1})", kb(all))
    }
}

/// What a browser fetches for the overview when it knows nothing: the page and every file it names, compressed.
async fn first_load(address: &str, cookie: &str) -> Result<FirstLoad> {
    let http = browser(cookie)?;
    let page = http.get(format!("{address}/?per=50")).header("accept", "text/html").send().await?.text().await?;
    let fetch = async |path: &str| -> Result<u64> {
        let reply = http.get(format!("{address}{path}")).header("accept-encoding", "br").send().await?;
        Ok(u64::try_from(reply.bytes().await?.len())?)
    };
    let mut load = FirstLoad { html: fetch("/?per=50").await?, ..Default::default() };
    let mut seen = std::collections::HashSet::new();
    for path in page.split('"').filter(|text| text.starts_with("/pkg/") || *text == "/favicon.svg") {
        if !seen.insert(path) {
            continue;
        }
        let bytes = fetch(path).await?;
        match path.rsplit('.').next() {
            Some("css") => load.css += bytes,
            Some("wasm") => load.wasm += bytes,
            Some("js") => load.script += bytes,
            _ => load.html += bytes,
        }
    }
    Ok(load)
}
