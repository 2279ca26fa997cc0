//! `wxquota channel`: adding, trying and removing channels.

use std::io::{BufRead, BufReader, Read, Write};
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

/// A mail server on this machine that gives each recipient this answer; its host and port.
fn mail_server(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = BufReader::new(stream.unwrap());
            stream.get_mut().write_all(b"220 mail.example\r\n").unwrap();
            let (mut line, mut in_mail) = (String::new(), false);
            while matches!(stream.read_line(&mut line), Ok(1..)) {
                let word = line.split([' ', '\r']).next().unwrap_or_default().to_owned();
                line.clear();
                let reply = match word.as_str() {
                    "." => "250 queued",
                    _ if in_mail => continue,
                    "EHLO" => "250-mail.example\r\n250 AUTH LOGIN PLAIN",
                    "AUTH" => "235 welcome",
                    "RCPT" => answer,
                    "DATA" => "354 go",
                    _ => "250 ok",
                };
                in_mail = word == "DATA";
                stream.get_mut().write_all(format!("{reply}\r\n").as_bytes()).unwrap();
            }
        }
    });
    address
}

#[test]
fn mail_channels_are_added_and_tried() {
    let program = Program::alone();
    program.add_user("alice", "admin").done();
    program.write("password", "Mail-Pa55-word\n");
    let (taking, refusing) = (mail_server("250 ok"), mail_server("550 no such user"));
    for (name, address) in [("mail", &taking), ("wrong", &refusing)] {
        let url = format!("smtp://ops@from.example@{address}");
        let address = ["--url", url.as_str(), "--allow-host", address, "--secret-file", "password"];
        let who = ["--from", "额度 <ops@from.example>", "--to", "ann@to.example,bob@to.example"];
        let add = [&["channel", "add", name, "--kind", "email"][..], &address, &who].concat();
        program.run(&add).done();
    }
    assert!(program.run(&["channel", "test", "mail"]).done().contains("accepted the test message"));
    let refused = program.run(&["channel", "test", "wrong"]).refused(1);
    assert!(refused.contains("refused the mail with code 550: no such user"), "{refused}");
    let listed = program.run(&["channel", "list"]).done();
    assert!(listed.contains("smtp://…@127.0.0.1:") && !listed.contains(".example"), "{listed}");
    let without = ["channel", "add", "ops", "--kind", "email", "--url", "smtp://ops@mail.example"];
    assert!(program.run(&without).refused(2).contains("--from"), "a sender is needed");
}

#[test]
fn what_cannot_be_a_channel_says_why() {
    let program = Program::alone();
    program.add_user("alice", "admin").done();
    let add = |more: &[&str]| program.run(&[&["channel", "add", "ops"][..], more].concat());
    assert!(add(&["--kind", "wecom"]).refused(2).contains("--url"), "an address is needed");
    assert!(
        add(&["--kind", "pager", "--url", "x"])
            .refused(2)
            .contains("wecom, dingtalk, feishu, serverchan, email, webhook")
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
