//! `serve`, `demo` and `sandbox` as processes: starting, refusing, stopping.

use std::net::TcpListener;

use crate::support::program::Program;
use crate::support::serving::Serving;

#[test]
fn it_serves_refuses_a_second_and_stops_when_asked() {
    let program = Program::alone();
    let first = Serving::start(&program, &["serve", "--listen", "127.0.0.1:0"]);
    assert!(first.get("/readyz").starts_with("HTTP/1.1 200"));
    let second = program.run(&["serve", "--listen", "127.0.0.1:0"]).refused(1);
    let who = format!("process {} at http://{}", first.child.id(), first.address);
    assert!(second.contains(&who), "{second}");
    program.run(&["token", "create", "beside", "--role", "viewer"]).done();
    first.get("/?token=wxq_in_a_query");
    let (status, log) = first.stop();
    assert_eq!(status, Some(0), "{log}");
    assert!(log.contains("path=\"/\"") && !log.contains("wxq_in_a_query"), "the path only: {log}");
    let third = Serving::start(&program, &["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(third.stop().0, Some(0));
}

#[test]
fn a_second_serve_does_not_touch_the_database() {
    let program = Program::alone();
    let data = program.folder().join("data");
    std::fs::create_dir(&data).unwrap();
    let held = std::fs::File::create(data.join("wxquota.db.serving")).unwrap();
    held.try_lock().unwrap();
    let told = program.run(&["serve", "--listen", "127.0.0.1:0"]).refused(1);
    assert!(told.contains("already served"), "{told}");
    assert!(!data.join("wxquota.db").exists() && !data.join("master.key").exists(), "the lock comes first");
    drop(held);
    assert_eq!(Serving::start(&program, &["serve", "--listen", "127.0.0.1:0"]).stop().0, Some(0));
}

#[test]
fn a_port_in_use_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let told = Program::alone().run(&["serve", "--listen", &address.to_string()]).refused(1);
    assert!(told.contains(&format!("port {} is in use", address.port())), "{told}");
}

#[test]
fn other_machines_are_let_in_by_tls_or_where_plain_http_is_allowed() {
    let everywhere = ["serve", "--listen", "0.0.0.0:0"];
    let refused = Program::alone().run(&everywhere).refused(2);
    assert!(refused.contains("WXQUOTA_PUBLIC_URL") && refused.contains("WXQUOTA_ALLOW_HTTP=true"), "{refused}");
    let program = Program::alone();
    for allowed in [
        &["--public-url", "https://quota.example.com", "--proxy-hops", "1"][..],
        &["--public-url", "http://localhost:8686"],
        &["--allow-http"],
    ] {
        let serving = Serving::start(&program, &[&everywhere[..], allowed].concat());
        let (status, log) = serving.stop();
        assert_eq!(status, Some(0), "{allowed:?}: {log}");
    }
    let tls = ["--public-url", "https://quota.example.com"];
    for listening in [&everywhere[..], &["serve", "--listen", "127.0.0.1:0"]] {
        let uncounted = program.run(&[listening, &tls].concat()).refused(2);
        for part in ["WXQUOTA_PROXY_HOPS: with https://quota.example.com/ a proxy ends TLS", "usually 1"] {
            assert!(uncounted.contains(part), "{uncounted}");
        }
    }
    program.write("w.toml", "listen = \"0.0.0.0:0\"\nallow_http = true\n");
    assert_eq!(Serving::start(&program, &["serve", "--config", "w.toml"]).stop().0, Some(0));
    let stronger = program.run(&["serve", "--config", "w.toml", "--allow-http=false"]).refused(2);
    assert!(stronger.contains("listen in w.toml"), "{stronger}");
    let odd = program.run(&["serve", "--allow-http=yes"]).refused(2);
    assert!(odd.contains("--allow-http: \"yes\" is neither true nor false"), "{odd}");
    let plain = program.run(&["serve", "--public-url", "http://quota.example.com"]).refused(2);
    assert!(plain.contains("--public-url: with http://quota.example.com/ passwords are sent unencrypted"), "{plain}");
}

#[test]
fn the_sandbox_alone_answers_as_wechat_does() {
    let program = Program::alone();
    let sandbox = Serving::start(&program, &["sandbox", "--listen", "127.0.0.1:0"]);
    assert!(sandbox.get("/cgi-bin/token?grant_type=client_credential").contains("errcode"));
    std::fs::write(program.folder().join("own.toml"), "seed = 7\n").unwrap();
    let own = Serving::start(&program, &["sandbox", "--listen", "127.0.0.1:0", "--config", "own.toml"]);
    assert_eq!(own.stop().0, Some(0));
    std::fs::write(program.folder().join("own.toml"), "sede = 7\n").unwrap();
    assert!(program.run(&["sandbox", "--config", "own.toml"]).refused(1).contains("sede"));
    let beyond = program.run(&["sandbox", "--listen", "0.0.0.0:8690"]).refused(2);
    assert!(beyond.contains("control API") && !beyond.contains("WXQUOTA_ALLOW_HTTP"), "{beyond}");
}
