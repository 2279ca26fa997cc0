//! The table that is printed at the end.

/// What was measured, beside what is allowed.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<[String; 3]>,
}

impl Table {
    pub(crate) fn row(&mut self, what: &str, budget: &str, measured: String) {
        self.rows.push([what.to_owned(), budget.to_owned(), measured]);
    }

    pub(crate) fn print(&self) {
        let head = ["What".to_owned(), "Budget".to_owned(), "Measured".to_owned()];
        let all: Vec<_> = std::iter::once(&head).chain(&self.rows).collect();
        let widths =
            [0, 1, 2].map(|column| all.iter().map(|row| row[column].chars().count()).max().unwrap_or_default());
        println!();
        for (line, row) in all.into_iter().enumerate() {
            let cells: Vec<_> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
            println!("| {} |", cells.join(" | "));
            if line == 0 {
                println!("|{}|", widths.map(|width| "-".repeat(width + 2)).join("|"));
            }
        }
    }
}
