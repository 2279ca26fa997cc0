//! How long the rid desk reads in a pasted text of 1 MiB: in English, in Chinese, in a log with a rid a line.

use std::time::Instant;

use desk::rids::MAX_TEXT;
use wechat::rid::parse_pasted;

use crate::table::Table;

const RID: &str = "617682e0-09059ac5-34a8e2ea";

pub(crate) fn measure(table: &mut Table) {
    let log = (0..).map(|n| format!("10:11 POST /cgi-bin/user/get errcode: 45009 rid: {n:08x}-09059ac5-34a8e2ea\n"));
    let texts = [
        ("Reading 1 MiB of plain lines with a rid", filled("10:11:12 INFO nothing to see here\n")),
        ("Reading 1 MiB of Chinese with a rid", filled("今天又不行了，老师帮忙看一下。")),
        ("Reading 1 MiB of a log, a rid a line", log.take(MAX_TEXT / 76).collect()),
    ];
    for (what, text) in texts {
        let mut times: Vec<_> = (0..11)
            .map(|_| {
                let begun = Instant::now();
                std::hint::black_box(parse_pasted(&text));
                begun.elapsed()
            })
            .collect();
        times.sort();
        table.row(what, "≪ 100 ms", format!("{:.0} ms", times[times.len() / 2].as_secs_f64() * 1_000.0));
    }
}

fn filled(line: &str) -> String {
    format!("{}{RID}", line.repeat((MAX_TEXT - RID.len()) / line.len()))
}
