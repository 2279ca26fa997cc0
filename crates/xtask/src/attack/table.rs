//! The table that is printed at the end.

use std::{fmt, time::Duration};

use crate::problem::Problem;

/// What was measured, beside what is allowed.
#[derive(Debug, Default)]
pub(super) struct Table(Vec<Row>);

#[derive(Debug)]
struct Row {
    attack: &'static str,
    what: String,
    budget: String,
    measured: String,
    /// Whether it is within its budget; a time is not judged, since machines differ.
    well: bool,
}

impl Table {
    /// A figure that must be at most `budget`.
    pub(super) fn at_most(
        &mut self,
        attack: &'static str,
        what: impl Into<String>,
        budget: usize,
        measured: usize,
        unit: &str,
    ) {
        self.0.push(Row {
            attack,
            what: what.into(),
            budget: format!("≤ {budget}{unit}"),
            measured: format!("{measured}{unit}"),
            well: measured <= budget,
        });
    }

    /// A time beside what it should be at most.
    pub(super) fn time(&mut self, attack: &'static str, what: impl Into<String>, budget: Duration, measured: Duration) {
        self.0.push(Row {
            attack,
            what: what.into(),
            budget: format!("≤ {} ms", budget.as_millis()),
            measured: format!("{} ms", measured.as_millis()),
            well: true,
        });
    }

    /// A figure without a budget.
    pub(super) fn note(&mut self, attack: &'static str, what: impl Into<String>, measured: impl Into<String>) {
        self.0.push(Row { attack, what: what.into(), budget: "–".to_owned(), measured: measured.into(), well: true });
    }

    /// The figures beyond their budgets, where there are any.
    pub(super) fn problem(&self) -> Result<(), Problem> {
        let beyond: Vec<_> =
            self.0.iter().filter(|row| !row.well).map(|row| format!("{}: {}", row.attack, row.what)).collect();
        if beyond.is_empty() {
            Ok(())
        } else {
            Err(Problem::Attack(format!("beyond the budget: {}", beyond.join("; "))))
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["Attack", "What", "Budget", "Measured", ""].map(str::to_owned);
        let cells = |row: &Row| {
            let verdict = if row.well { "" } else { "BEYOND" };
            [row.attack.to_owned(), row.what.clone(), row.budget.clone(), row.measured.clone(), verdict.to_owned()]
        };
        let all: Vec<_> = std::iter::once(head).chain(self.0.iter().map(cells)).collect();
        let widths: Vec<_> =
            (0..5).map(|column| all.iter().map(|row| row[column].chars().count()).max().unwrap_or_default()).collect();
        for row in &all {
            let line: Vec<_> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
            writeln!(out, "  {}", line.join("  ").trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_beyond_its_budget_is_marked_and_named() {
        let mut table = Table::default();
        table.at_most("sign-ins", "memory at its peak", 96, 95, " MiB");
        table.time("sign-ins", "others wait", Duration::from_secs(1), Duration::from_secs(3));
        assert!(table.problem().is_ok());
        table.at_most("bodies", "memory at its peak", 96, 1_500, " MiB");
        table.note("bodies", "refused", "500");
        let expected = "  Attack    What                Budget     Measured\n\
                        \x20 sign-ins  memory at its peak  ≤ 96 MiB   95 MiB\n\
                        \x20 sign-ins  others wait         ≤ 1000 ms  3000 ms\n\
                        \x20 bodies    memory at its peak  ≤ 96 MiB   1500 MiB  BEYOND\n\
                        \x20 bodies    refused             –          500\n";
        assert_eq!(table.to_string(), expected);
        assert_eq!(table.problem().unwrap_err().to_string(), "beyond the budget: bodies: memory at its peak");
    }
}
