//! Prometheus' own text format, from that of OpenMetrics.

/// The same metrics in Prometheus' text format (0.0.4). There, a counter has the name of its series, with `_total`, and there is
/// neither a unit nor a line at the end.
pub(super) fn prometheus(open_metrics: &str) -> String {
    let mut text = String::with_capacity(open_metrics.len() + 1024);
    let mut lines = open_metrics.lines().peekable();
    while let Some(line) = lines.next() {
        // The type of a metric stands behind its text.
        let typed = lines.peek().copied().unwrap_or_default();
        let renamed = match (line.strip_prefix("# HELP "), line.strip_prefix("# TYPE ")) {
            (Some(rest), _) if is_counter(typed) => with_total("# HELP ", rest),
            (_, Some(rest)) if is_counter(line) => with_total("# TYPE ", rest),
            _ if line == "# EOF" || line.starts_with("# UNIT ") => continue,
            _ => None,
        };
        text.push_str(renamed.as_deref().unwrap_or(line));
        text.push('\n');
    }
    text
}

/// Whether a line says that a metric is a counter.
fn is_counter(line: &str) -> bool {
    line.strip_prefix("# TYPE ").is_some_and(|rest| rest.ends_with(" counter"))
}

fn with_total(what: &str, rest: &str) -> Option<String> {
    rest.split_once(' ').map(|(name, rest)| format!("{what}{name}_total {rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_have_the_name_of_their_series() {
        let open_metrics = "# HELP a_b Some text.\n# TYPE a_b counter\na_b_total{c=\"# EOF\"} 1\n\
                            # HELP size In bytes.\n# TYPE size gauge\n# UNIT size bytes\nsize 2\n# EOF\n";
        let expected = "# HELP a_b_total Some text.\n# TYPE a_b_total counter\na_b_total{c=\"# EOF\"} 1\n\
                        # HELP size In bytes.\n# TYPE size gauge\nsize 2\n";
        assert_eq!(prometheus(open_metrics), expected);
    }
}
