//! `cargo xtask bench`: measured figures beside the budgets of the architecture. A table, never an assertion: machines
//! differ, and a slow one is no defect of the code.
//!
//! Everything is measured from outside, on the real program: CPU and memory as the kernel accounts them to its process.

#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

mod database;
mod flood;
mod pages;
mod process;
mod rids;
mod sampling;
mod table;

use anyhow::Result;
use table::Table;

fn main() -> Result<()> {
    // `cargo test --benches` runs this too, with nothing to measure.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    // The client here speaks plain HTTP, but cannot be built without one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    // Those that are named, all where none is.
    let named: Vec<_> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let wanted = |name: &str| named.is_empty() || named.iter().any(|other| other == name);
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let mut table = Table::default();
        let folder = tempfile::tempdir()?;
        if wanted("pages") {
            println!("Writing a year of hourly samples of 1,000 interfaces, and a hundredth of it…");
            let year = database::build(&folder.path().join("year"), database::YEAR).await?;
            let few = database::build(&folder.path().join("few"), database::HUNDREDTH).await?;
            table.row("Bytes a sample on disk, indexes included", "≤ 40", format!("{:.1}", year.bytes_per_sample));
            table.row("Samples written in bulk", "–", format!("{:.0} a second", year.written_per_second));
            println!("Asking for pages…");
            pages::measure(&mut table, &year, &few).await?;
        }
        if wanted("rids") {
            rids::measure(&mut table);
        }
        if wanted("sampling") {
            println!("Sampling 10,000 interfaces…");
            sampling::measure(&mut table, &folder.path().join("sampling")).await?;
        }
        if wanted("flood") {
            println!("Reporting incidents, 1,000 a second for a minute…");
            flood::measure(&mut table, &folder.path().join("flood")).await?;
        }
        table.print();
        Ok(())
    })
}
