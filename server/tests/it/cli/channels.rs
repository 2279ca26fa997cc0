//! `wxquota channel`: adding, trying and removing channels.

use std::io::{Read, Write};
use std::net::TcpListener;

use crate::support::program::Program;

/// A robot on this machine that gives each message this answer; its address without the path.
fn robot(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut read = [0; 16_384];
            if !matches!(stream.read(&mut read), Ok(1..)) {
                continue;
            }
            let reply = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{answer}", answer.len());
            stream.write_all(reply.as_bytes()).unwrap();
            stream.shutdown(std::net::Shutdown::Write).unwrap();
            while matches!(stream.read(&mut read), Ok(1..)) {}
        }
    });
    address
}

#[test]
fn channels_are_added_tried_listed_and_removed() {
    let program = Program::alone();
    program.add_user("alice", "admin").done();
    let (taking, refusing) =
        (robot(r#"{"errcode":0,"errmsg":"ok"}"#), robot(r#"{"errcode":93000,"errmsg":"invalid webhook url"}"#));
    for (name, address) in [("值班群", &taking), ("wrong", &refusing)] {
        program.write("url", &format!("http://{address}/cgi-bin/webhook/send?key=Kd93-vL82-a1b2\n"));
        let added = program
            .run(&["channel", "add", name, "--kind", "wecom", "--url-file", "url", "--allow-host", address])
            .done();
        assert!(added.contains(&format!("Added the channel {name}.")), "{added}");
    }
    assert!(program.run(&["channel", "test", "值班群"]).done().contains("accepted the test message"));
    let refused = program.run(&["channel", "test", "wrong"]).refused(1);
    assert!(refused.contains("refused with code 93000: invalid webhook url"), "{refused}");
    let listed = program.run(&["channel", "list", "--json"]).json();
    let channels: Vec<_> = listed["channels"]
        .as_array()
        .unwrap()
        .iter()
        .map(|channel| [&channel["name"], &channel["kind"], &channel["state"]].map(|text| text.as_str().unwrap()))
        .collect();
    assert_eq!(channels, [["wrong", "wecom", "failed"], ["值班群", "wecom", "ok"]]);
    let table = program.run(&["channel", "list"]).done();
    assert!(table.contains("http://127.0.0.1:") && !table.contains("Kd93"), "{table}");
    assert!(program.run(&["channel", "remove", "值班群"]).done().contains("is removed"));
    let gone = program.run(&["channel", "test", "值班群"]).refused(1);
    assert!(gone.contains("there is no channel \"值班群\"; `wxquota channel list` lists all channels"), "{gone}");
}

#[test]
fn what_cannot_be_a_channel_says_why() {
    let program = Program::alone();
    program.add_user("alice", "admin").done();
    let add = |more: &[&str]| program.run(&[&["channel", "add", "ops"][..], more].concat());
    assert!(add(&["--kind", "wecom"]).refused(2).contains("--url"), "an address is needed");
    assert!(
        add(&["--kind", "pager", "--url", "x"]).refused(2).contains("wecom, dingtalk, feishu, serverchan, webhook")
    );
    let dingtalk = "https://oapi.dingtalk.com/robot/send?access_token=Kd93-vL82-a1b2";
    let refused = add(&["--kind", "wecom", "--url", dingtalk]).refused(1);
    assert!(refused.contains("use --kind dingtalk") && !refused.contains("Kd93"), "{refused}");
    let refused = add(&["--kind", "wecom", "--url", "a key with a !"]).refused(1);
    assert!(refused.contains("neither the address nor the key of a robot"), "{refused}");
    let refused = add(&["--kind", "webhook", "--url", "https://hooks.example.com/x"]).refused(1);
    assert!(refused.contains("the secret of a webhook has 16 to 200 visible characters"), "{refused}");
    add(&["--kind", "wecom", "--url", "693a91f6-7abc-4bc4-97a0-0ec2cafe5aaa"]).done();
    let taken = add(&["--kind", "wecom", "--url", "693a91f6-7abc-4bc4-97a0-0ec2cafe5aaa"]).refused(1);
    assert!(taken.contains("another channel has this name"), "{taken}");
    let listed = program.run(&["channel", "list", "--json"]).json();
    assert_eq!(listed["channels"][0]["url"], "https://qyapi.weixin.qq.com/…5aaa");
}
