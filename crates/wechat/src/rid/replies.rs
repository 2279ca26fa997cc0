//! Replies of rid/get in a pasted text (official getRidInfo page): somebody has looked a rid up elsewhere.
//!
//! Anybody can type such a reply, so it is told as what it is: a text. It may be cut off, escaped, or printed as an array.

use std::collections::HashMap;
use std::ops::Range;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::brackets::{Brackets, PairId};
use super::spans::{QUOTES, words};

/// The largest difference between a rid's time and `invoke_time` that is none (public samples), in seconds.
const CLOCKS_APART: i64 = 2;
/// The longest address, in bytes.
const LONGEST_ADDRESS: usize = 45;

/// What a pasted reply of rid/get says about a call. WeChat has not confirmed it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PastedReply {
    /// The duration of the call, in milliseconds.
    pub cost_in_ms: Option<i64>,
    /// The caller's address, as far as it is one.
    pub client_ip: Option<String>,
    /// The errcode of the call's answer, not of the reply around it; not 0.
    pub errcode: Option<i32>,
}

/// The offsets behind the names of a reply's fields.
#[derive(Default)]
struct Fields {
    invoke_time: Option<usize>,
    cost_in_ms: Option<usize>,
    client_ip: Option<usize>,
    response_body: Option<usize>,
}

/// Which rids have a reply: their index in `rids`, and the reply without its errcode. In the order of the text.
pub(super) fn replies(
    text: &str,
    brackets: &Brackets,
    rids: &[(Range<usize>, Timestamp)],
) -> Vec<(usize, PastedReply)> {
    let mut objects: HashMap<Option<PairId>, Fields> = HashMap::new();
    let mut note = |name: &'static str, field: fn(&mut Fields) -> &mut Option<usize>| {
        for (start, end) in words(text, name) {
            field(objects.entry(brackets.around(start).next()).or_default()).get_or_insert(end);
        }
    };
    note("invoke_time", |fields| &mut fields.invoke_time);
    note("cost_in_ms", |fields| &mut fields.cost_in_ms);
    note("client_ip", |fields| &mut fields.client_ip);
    note("response_body", |fields| &mut fields.response_body);
    objects.retain(|_, fields| fields.invoke_time.is_some() && fields.cost_in_ms.or(fields.response_body).is_some());
    let mut found = Vec::new();
    if objects.is_empty() {
        return found;
    }
    for (index, (at, _)) in rids.iter().enumerate() {
        let around = brackets.around(at.start).map(Some).chain([None]);
        let mut objects_around = around.filter(|pair| objects.contains_key(pair));
        let Some(pair) = objects_around.next() else { continue };
        let answers = |fields: &Fields| fields.response_body.is_none_or(|body| body < at.start);
        // The first rid of the answer is the call's own.
        if objects.get(&pair).is_some_and(answers)
            && let Some(fields) = objects.remove(&pair)
        {
            found.push((index, fields.read(text)));
        }
    }
    // A call that went well has no rid in its answer: the one that was asked for stands beside the reply.
    if let ([(_, time)], Some(fields)) = (rids, objects.into_values().next())
        && found.is_empty()
        && fields.fits(text, *time)
    {
        found.push((0, fields.read(text)));
    }
    found
}

impl Fields {
    fn read(&self, text: &str) -> PastedReply {
        let integer = |end: Option<usize>| integer(text, end?);
        let client_ip = self.client_ip.and_then(|end| address(text, end));
        PastedReply { cost_in_ms: integer(self.cost_in_ms), client_ip, errcode: None }
    }

    fn fits(&self, text: &str, time: Timestamp) -> bool {
        let invoked = self.invoke_time.and_then(|end| integer(text, end));
        invoked.is_some_and(|invoked| (invoked - time.as_second()).abs() <= CLOCKS_APART)
    }
}

/// What follows the name of a field that ends at `end`, without quotes and signs.
fn value(text: &str, end: usize) -> &str {
    let is_sign = |c: char| c.is_whitespace() || matches!(c, ':' | '=' | '>' | '[' | ']' | '|');
    text[end..].trim_start_matches(|c| is_sign(c) || QUOTES.contains(c))
}

fn integer(text: &str, end: usize) -> Option<i64> {
    let value = value(text, end);
    let digits = value.bytes().take(19).take_while(u8::is_ascii_digit).count();
    value[..digits].parse().ok().filter(|_| !value[digits..].starts_with(|c: char| c.is_ascii_alphanumeric()))
}

/// An address, parts of which WeChat may have hidden (`113.xx.70.51`).
fn address(text: &str, end: usize) -> Option<String> {
    let value = value(text, end);
    let belongs = |byte: &u8| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':' | b'x' | b'X' | b'*');
    let address = &value[..value.bytes().take(LONGEST_ADDRESS + 1).take_while(belongs).count()];
    let is_address = address.len() <= LONGEST_ADDRESS
        && (address.matches('.').count() == 3 || address.matches(':').count() >= 2)
        && address.bytes().any(|byte| byte.is_ascii_digit());
    is_address.then(|| address.to_owned())
}
