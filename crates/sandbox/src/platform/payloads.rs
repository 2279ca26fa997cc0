//! What business calls answer: the lines of `payloads.txt`, which have the shapes of the official examples.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rand::{Rng, RngExt};
use serde_json::{Value, json};

use super::call::{Call, Payload, Verdict, to_json};
use super::tokens::random_text;

/// The picture of all QR codes, and of all downloads.
const PICTURE: &[u8] = include_bytes!("../picture.jpg");
const IS_PICTURE: &str = "jpeg";

/// The answers by path, or by path and a parameter that has to be there.
static ANSWERS: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../payloads.txt").lines();
    lines.filter(|line| line.starts_with('/')).filter_map(|line| line.split_once(' ')).collect()
});

/// The answer to a call of `path` that succeeded; `{"errcode":0,"errmsg":"ok"}` where no more is known of it.
pub(super) fn payload(call: &Call, appid: &str, now: i64, rng: &mut impl Rng) -> Payload {
    match find(call) {
        None => Payload::Json(to_json(&Verdict::OK)),
        Some(IS_PICTURE) => Payload::Jpeg(PICTURE),
        Some(template) => {
            let body = serde_json::from_slice(&call.body).unwrap_or(Value::Null);
            let mut filled: Value = serde_json::from_str(template).unwrap_or_default();
            Values { call, body, appid, now, rng }.fill(&mut filled);
            Payload::Json(to_json(&filled))
        }
    }
}

fn find(call: &Call) -> Option<&'static str> {
    let is_asked = |key: &str| {
        let with_parameter = key.split_once('?');
        with_parameter.is_some_and(|(path, name)| path == call.path && call.param(name).is_some())
    };
    let by_parameter = ANSWERS.iter().find(|(key, _)| is_asked(key)).map(|(_, answer)| answer);
    by_parameter.or_else(|| ANSWERS.get(call.path.as_str())).copied()
}

/// The values that stand in the place of the words with `$`.
struct Values<'a, R> {
    call: &'a Call,
    body: Value,
    appid: &'a str,
    now: i64,
    rng: &'a mut R,
}

impl<R: Rng> Values<'_, R> {
    fn fill(&mut self, value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.fill(item)),
            Value::Object(fields) => fields.values_mut().for_each(|field| self.fill(field)),
            Value::String(word) if word.starts_with('$') => *value = self.value_of(word),
            _ => {}
        }
    }

    fn value_of(&mut self, word: &str) -> Value {
        let (source, otherwise) = word.split_once('|').unwrap_or((word, ""));
        let sent = match source.split_once(':') {
            Some(("$query", name)) => self.call.param(name).map(Value::from),
            Some((_, pointer)) => self.body.pointer(pointer).cloned(),
            None => Some(match source {
                "$now" => json!(self.now.div_euclid(1000)),
                "$appid" => json!(self.appid),
                "$number" => json!(self.rng.random_range(1_000_000_000_u64..4_000_000_000)),
                _ => json!(random_text(64, self.rng)),
            }),
        };
        sent.unwrap_or_else(|| json!(otherwise))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::known_paths;

    #[test]
    fn every_line_is_read_and_belongs_to_a_known_path() {
        let lines: Vec<_> = include_str!("../payloads.txt").lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(ANSWERS.len(), lines.len());
        for (key, answer) in ANSWERS.iter() {
            let path = key.split_once('?').map_or(*key, |(path, _)| path);
            assert!(known_paths::find(path).is_some(), "{path}");
            assert!(*answer == IS_PICTURE || serde_json::from_str::<Value>(answer).is_ok(), "{key}");
        }
    }

    #[test]
    fn the_picture_is_one() {
        assert!(PICTURE.starts_with(&[0xff, 0xd8, 0xff]) && PICTURE.ends_with(&[0xff, 0xd9]));
    }
}
