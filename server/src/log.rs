//! The log on standard error: one line an event, as text; and the security log beside it, as JSON.

use std::io::{self, IsTerminal, Write};

use desk::security_log;
use domain::visible;
use tracing_subscriber::filter::{EnvFilter, FilterExt, filter_fn};
use tracing_subscriber::fmt;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// Begins to log what `filter` lets through, and with `security` also the security log.
pub(crate) fn begin(filter: EnvFilter, security: bool) {
    let is_terminal = io::stderr().is_terminal();
    let text = fmt::layer().with_writer(OneLineEach { coloured: is_terminal, to: io::stderr }).with_ansi(is_terminal);
    let text = text.with_filter(filter.and(filter_fn(|event| event.target() != security_log::TARGET)));
    tracing_subscriber::registry()
        .with(text)
        .with(json(OneLineEach { coloured: false, to: io::stderr }, security))
        .init();
}

/// The security log as JSON, one object a line.
fn json<W: for<'w> MakeWriter<'w> + Send + Sync + 'static, S>(writer: W, on: bool) -> impl Layer<S>
where
    S: tracing::Subscriber + for<'s> tracing_subscriber::registry::LookupSpan<'s>,
{
    let json = fmt::layer::<S>().json().flatten_event(true).with_current_span(false).with_span_list(false);
    json.with_writer(writer).with_filter(filter_fn(move |event| on && event.target() == security_log::TARGET))
}

/// Writes each event as one line, whatever its text holds: line ends within it, and characters that steer terminals or hide text,
/// are named. Where lines are coloured, the colours stay: of the texts themselves the formatter has escaped them.
#[derive(Debug, Clone, Copy)]
struct OneLineEach<F> {
    coloured: bool,
    to: F,
}

/// One event on its way.
struct OneLine<W> {
    coloured: bool,
    to: W,
}

impl<'w, F: Fn() -> W, W: Write + 'w> MakeWriter<'w> for OneLineEach<F> {
    type Writer = OneLine<W>;

    fn make_writer(&'w self) -> OneLine<W> {
        OneLine { coloured: self.coloured, to: (self.to)() }
    }
}

impl<W: Write> Write for OneLine<W> {
    /// Takes a whole event, as the formatter hands it over.
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let mut line = shown(text.trim_end_matches('\n'), self.coloured);
        line.push('\n');
        self.to.write_all(line.as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

fn shown(line: &str, coloured: bool) -> String {
    if !coloured {
        return visible::line(line).into_owned();
    }
    let parts: Vec<_> = line.split('\u{1b}').map(visible::line).collect();
    parts.join("\u{1b}")
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use domain::{Actor, Role, UserId};
    use tracing_subscriber::Registry;

    use super::*;

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Written {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    #[test]
    fn an_event_is_one_line_whatever_it_holds() {
        let written = Written::default();
        let to = written.clone();
        let text = fmt::layer().with_ansi(false).with_writer(OneLineEach { coloured: false, to: move || to.clone() });
        tracing::subscriber::with_default(Registry::default().with(text), || {
            tracing::error!(error = %"one\ntwo \u{202e}\u{1b}[31m", "three\nfour");
        });
        let text = written.text();
        assert_eq!(text.matches('\n').count(), 1, "{text}");
        assert!(text.ends_with('\n') && !text.contains(['\u{1b}', '\u{202e}']), "{text}");
        assert!(text.contains("three\\nfour") && text.contains("[U+202E]"), "{text}");
        assert_eq!(shown("\u{1b}[32mINFO\u{1b}[0m a\nb", true), "\u{1b}[32mINFO\u{1b}[0m a\\nb", "colours stay");
    }

    #[test]
    fn the_security_log_is_json_with_who_and_from_where() {
        let written = Written::default();
        let to = written.clone();
        let layer = json(OneLineEach { coloured: false, to: move || to.clone() }, true);
        let address = Some("203.0.113.9".parse().unwrap());
        let alice = Actor::User { id: UserId(1), name: "ali\u{202e}ce".to_owned(), role: Role::Viewer, address };
        tracing::subscriber::with_default(Registry::default().with(layer), || {
            tracing::warn!("something else");
            security_log::refused(&alice, "GET /audit");
        });
        let text = written.text();
        let [line] = text.lines().collect::<Vec<_>>()[..] else { panic!("{text}") };
        let event: serde_json::Value = serde_json::from_str(line).unwrap();
        let field = |name: &str| event[name].as_str().unwrap_or_default().to_owned();
        assert_eq!(field("target"), security_log::TARGET);
        assert_eq!(
            ["event", "who", "kind", "role", "address", "what"].map(field),
            ["refused", "ali[U+202E]ce", "user", "viewer", "203.0.113.9", "GET /audit"]
        );
        assert!(event["timestamp"].is_string());
    }
}
