//! The table of the steps' durations.

use std::{fmt, time::Duration};

/// The outcome of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Passed(Duration),
    Failed(Duration),
    NotRun,
}

/// The outcomes of the steps, in order.
#[derive(Debug, Default)]
pub(crate) struct Times(Vec<(&'static str, Outcome)>);

impl Times {
    pub(crate) fn add(&mut self, step: &'static str, outcome: Outcome) {
        self.0.push((step, outcome));
    }
}

impl fmt::Display for Times {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut total = Duration::ZERO;
        for (step, outcome) in &self.0 {
            let (word, took) = match outcome {
                Outcome::Passed(took) => ("passed", Some(*took)),
                Outcome::Failed(took) => ("FAILED", Some(*took)),
                Outcome::NotRun => ("not run", None),
            };
            total += took.unwrap_or_default();
            writeln!(out, "  {step:<14} {word:<8} {:>10}", took.map(spelled).unwrap_or_default())?;
        }
        writeln!(out, "  {:<14} {:<8} {:>10}", "all", "", spelled(total))
    }
}

/// A duration as text: `4.2 s`, `3 min 07 s`.
pub(crate) fn spelled(took: Duration) -> String {
    let seconds = took.as_secs();
    if seconds < 60 {
        format!("{}.{} s", seconds, took.subsec_millis() / 100)
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_row_a_step_and_a_sum() {
        let mut times = Times::default();
        times.add("fmt", Outcome::Passed(Duration::from_millis(1_250)));
        times.add("unit", Outcome::Failed(Duration::from_secs(187)));
        times.add("browser", Outcome::NotRun);
        let expected = "  fmt            passed        1.2 s\n\
                        \x20 unit           FAILED   3 min 07 s\n\
                        \x20 browser        not run            \n\
                        \x20 all                     3 min 08 s\n";
        assert_eq!(times.to_string(), expected);
    }
}
