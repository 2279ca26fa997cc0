//! The table of sizes at the end of a build.

use std::fmt::Write as _;

use crate::assets::Asset;

/// The table with a row for each file, in kB (1,000 bytes), and the total of a first visit: all files below `pkg/`.
pub(crate) fn size_table(assets: &[Asset]) -> String {
    let sizes = |asset: &Asset| {
        let plain = asset.plain.len();
        [
            plain,
            asset.encoded.gzip.as_ref().map_or(plain, Vec::len),
            asset.encoded.brotli.as_ref().map_or(plain, Vec::len),
        ]
    };
    let total = assets
        .iter()
        .filter(|asset| asset.path.starts_with("pkg/"))
        .map(sizes)
        .fold([0; 3], |sum, row| [sum[0] + row[0], sum[1] + row[1], sum[2] + row[2]]);
    let rows = assets.iter().map(|asset| (asset.path.as_str(), sizes(asset)));

    let mut table = row("file", ["plain", "gzip", "brotli"].map(String::from));
    for (name, sizes) in rows.chain([("pkg, all of it", total)]) {
        table += &row(name, sizes.map(kilobytes));
    }
    table
}

fn row(name: &str, [plain, gzip, brotli]: [String; 3]) -> String {
    let mut line = String::new();
    // Writing to a string does not fail.
    let _ = writeln!(line, "  {name:<42} {plain:>9} {gzip:>9} {brotli:>9}");
    line
}

fn kilobytes(bytes: usize) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_a_total_of_what_a_visit_loads() {
        let assets = [
            Asset::new("pkg/a.js".into(), vec![b'a'; 12_345]).unwrap(),
            Asset::new("public/b.txt".into(), vec![b'b'; 1_000]).unwrap(),
        ];
        let table = size_table(&assets);
        assert_eq!(table.lines().count(), 4);
        assert!(table.contains("pkg/a.js") && table.contains("12.3 kB"), "{table}");
        let total = table.lines().last().unwrap();
        assert!(total.contains("12.3 kB"), "{total}");
    }
}
