//! `kill -9` of the real program at each step of a clear: none is called twice, none is forgotten, and what it did is still
//! looked for afterwards.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::process::ExitStatusExt;
use std::time::{Duration, Instant};

use sandbox::{AccountConfig, Config, Fault, FaultKind, InterfaceConfig, Kind, Running, Sandbox};
use serde_json::{Value, json};

use crate::support::program::{Program, at_present};
use crate::support::serving::{Serving, header, read};

const ONE: &str = "/cgi-bin/openapi/quota/clear";
const TOKEN: &str = "/cgi-bin/stable_token";
const QUOTA: &str = "/cgi-bin/openapi/quota/get";
pub(crate) const APPID: &str = "wx00000000000000c1";
/// Between two looks at a server that is at work: asked without a pause, it would have less time for it.
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);
const SECRET: &str = "0123456789abcdef0123456789abcdef";
const ROUNDS: usize = 6;

/// When the program is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Written down; a token is being fetched.
    Intended,
    /// Sent, and WeChat has not acted.
    Sent,
    /// Sent, and WeChat has acted but not answered.
    Acted,
    /// Answered and written down.
    Answered,
    /// Whenever that is: right after it was asked for.
    AtOnce,
}

const STEPS: [Step; 5] = [Step::Intended, Step::Sent, Step::Acted, Step::Answered, Step::AtOnce];

/// A clear's state, as far as it does not depend on how long the program took to start: what was accepted is soon looked at.
fn settled(clear: &Value) -> &str {
    match clear["state"].as_str().unwrap() {
        "verifying" => "accepted",
        state => state,
    }
}

/// One interface an order, since an unknown clear has not finished of its own.
pub(crate) fn path(order: usize) -> String {
    format!("/wxa/business/order{order}")
}

pub(crate) struct Scene {
    sandbox: Running,
    program: Program,
    pub(crate) token: String,
}

impl Scene {
    pub(crate) async fn new(orders: usize) -> Self {
        let interfaces = (0..orders).map(|order| InterfaceConfig::new(&path(order), 1_000));
        let account = AccountConfig::new("小程序", APPID, SECRET, Kind::MiniProgram).with(interfaces);
        let config = Config { accounts: vec![account], ..Config::default() };
        let sandbox = Sandbox::start_local(at_present(config)).await.unwrap();
        let program = Program::on(&sandbox.base_url);
        let add = ["account", "add", "--name", "小程序", "--appid", APPID, "--secret-file", "-"];
        let paths: Vec<_> = (0..orders).map(path).collect();
        let watch = paths.iter().flat_map(|path| ["--watch", path.as_str()]);
        program.feed(SECRET, &add.into_iter().chain(watch).collect::<Vec<_>>()).done();
        let made = program.run(&["token", "create", "ci", "--role", "lead", "--json"]).json();
        Self { sandbox, program, token: made["token"].as_str().unwrap().to_owned() }
    }

    pub(crate) fn serve(&self) -> Serving {
        Serving::start(&self.program, &["serve", "--listen", "127.0.0.1:0"])
    }

    /// Asks for a clear and leaves the connection open.
    fn ask(&self, serving: &Serving, order: usize) -> TcpStream {
        let body =
            json!({"account": APPID, "scope": "interface", "interface": path(order), "reason": "促销"}).to_string();
        let (mut stream, token, length) = (TcpStream::connect(serving.address()).unwrap(), &self.token, body.len());
        write!(
            stream,
            "POST /api/v1/clears HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: order-{order}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        )
        .unwrap();
        stream
    }

    /// Asks for a clear, and gives the status and the clear.
    fn ordered(&self, serving: &Serving, order: usize) -> (u16, Value) {
        let (status, body) = answer(self.ask(serving, order));
        (status, body["clear"].clone())
    }

    /// The order's clears in the ledger.
    fn in_ledger(&self, serving: &Serving, order: usize) -> Vec<Value> {
        let mut stream = TcpStream::connect(serving.address()).unwrap();
        let token = &self.token;
        write!(
            stream,
            "GET /api/v1/clears?limit=100 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let (status, body) = answer(stream);
        assert_eq!(status, 200, "{body}");
        let all = body["clears"].as_array().unwrap().clone();
        all.into_iter().filter(|clear| clear["cgi_path"] == path(order)).collect()
    }

    fn received(&self) -> u64 {
        self.sandbox.sandbox.counts().received(ONE)
    }

    /// How often the order's interface was cleared, by WeChat's own count.
    fn carried_out(&self, order: usize) -> usize {
        let clears = self.sandbox.sandbox.counts().clears;
        clears.iter().filter(|clear| clear.path.as_deref() == Some(&path(order))).count()
    }
}

pub(crate) fn answer(mut stream: TcpStream) -> (u16, Value) {
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    let (head, body) = reply.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {reply}")))
}

/// When the program is killed while it looks for what a clear did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Before the first look.
    Before,
    /// While its reading is on the way.
    Reading,
    /// After it.
    After,
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_it_looks_for_what_a_clear_did_it_goes_on_looking() {
    let looks = [Look::Before, Look::Reading, Look::After];
    let scene = Scene::new(looks.len()).await;
    let sandbox = &scene.sandbox.sandbox;
    for order in 0..looks.len() {
        sandbox.consume(APPID, &path(order), 500).unwrap();
    }
    scene.program.run(&["sample"]).done();
    for (order, look) in looks.into_iter().enumerate() {
        let serving = scene.serve();
        if look == Look::Reading {
            sandbox.add_fault(Fault::on(QUOTA, FaultKind::Hold));
        }
        let (status, clear) = scene.ordered(&serving, order);
        assert_eq!((status, &clear["state"]), (201, &json!("accepted")), "{look:?}");
        match look {
            Look::Before => {}
            Look::Reading => sandbox.wait_until_held(1).await,
            Look::After => assert_eq!(scene.verified(&serving, order)["state"], "effective"),
        }
        serving.kill_9();
        sandbox.clear_faults();
        sandbox.release();

        let serving = scene.serve();
        let clear = scene.verified(&serving, order);
        assert_eq!((&clear["state"], &clear["given_back"]), (&json!("effective"), &json!(500)), "{look:?}");
        assert_eq!(scene.carried_out(order), 1, "{look:?}");
        assert_eq!(serving.stop().0, Some(0));
    }
    assert_eq!(scene.received(), u64::try_from(looks.len()).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_step_of_an_approval_the_clear_is_made_once_and_has_both_names() {
    let steps = [Step::Intended, Step::Sent, Step::Acted, Step::Answered, Step::AtOnce];
    let scene = Scene::new(steps.len()).await;
    let sandbox = &scene.sandbox.sandbox;
    let ann = ["user", "add", "ann", "--role", "lead", "--password-file", "-"];
    scene.program.feed("correct horse battery", &ann).done();
    for (order, step) in steps.into_iter().enumerate() {
        if step == Step::Intended {
            sandbox.add_fault(Fault::on(TOKEN, FaultKind::Hold));
        }
        let serving = scene.serve_carefully();
        let (status, _) = answer(scene.ask(&serving, order));
        assert_eq!(status, 202, "{step:?}: a second person is needed");
        let approval = Approval::of(&serving, order + 1);
        if matches!(step, Step::Sent | Step::Acted) {
            sandbox.add_fault(Fault { acts: Some(step == Step::Acted), ..Fault::on(ONE, FaultKind::Hold) });
        }
        let open = approval.posting(&serving);
        match step {
            Step::Intended => {
                while scene.in_ledger(&serving, order).is_empty() {
                    tokio::time::sleep(BETWEEN_LOOKS).await;
                }
            }
            Step::Sent | Step::Acted => sandbox.wait_until_held(1).await,
            // Sent twice, the form waits for nothing: the first is read to its end.
            Step::Answered => drop(read(open)),
            Step::AtOnce => {}
        }
        serving.kill_9();
        sandbox.clear_faults();
        sandbox.release();

        let serving = scene.serve_carefully();
        let carried_out = scene.carried_out(order);
        let known = scene.in_ledger(&serving, order);
        let state = known.first().map(|clear| settled(clear).to_owned());
        match step {
            Step::Intended => assert_eq!((state.as_deref(), carried_out), (Some("failed"), 0)),
            Step::Sent => assert_eq!((state.as_deref(), carried_out), (Some("unknown"), 0)),
            Step::Acted => assert_eq!((state.as_deref(), carried_out), (Some("unknown"), 1)),
            Step::Answered => assert_eq!((state.as_deref(), carried_out), (Some("accepted"), 1)),
            Step::AtOnce => assert!(known.len() <= 1 && carried_out <= known.len(), "{known:?}"),
        }
        let approval = Approval { cookie: serving.sign_in("ann", "correct horse battery").unwrap(), ..approval };
        let to = approval.post(&serving);
        let after = scene.in_ledger(&serving, order);
        assert_eq!(
            (after.len(), scene.carried_out(order)),
            (1, carried_out.max(usize::from(known.is_empty()))),
            "{step:?}"
        );
        assert_eq!(after[0]["approved_by"], "ann", "{step:?}");
        assert_eq!(to, format!("/clears/{}", after[0]["id"]), "{step:?}: the same form leads to the same clear");
        let (status, replayed) = scene.ordered(&serving, order);
        assert_eq!((status, &replayed["id"]), (200, &after[0]["id"]), "{step:?}");
        assert_eq!(serving.stop().0, Some(0));
    }
}

/// The form by which a second person agrees.
struct Approval {
    request: String,
    cookie: String,
    seen: String,
}

impl Approval {
    /// As ann has it before her.
    fn of(serving: &Serving, request: usize) -> Self {
        let cookie = serving.sign_in("ann", "correct horse battery").unwrap();
        let headers = format!("Accept: text/html\r\nCookie: {cookie}\r\n");
        let page = serving.send("GET", &format!("/clears/requests/{request}"), &headers, "");
        let fields =
            page.split("<input").find(|input| input.contains("name=\"seen\"")).unwrap_or_else(|| panic!("{page}"));
        let seen = fields.split_once("value=\"").unwrap().1.split('"').next().unwrap().to_owned();
        Self { request: request.to_string(), cookie, seen }
    }

    fn posting(&self, serving: &Serving) -> TcpStream {
        // Where nothing is used by then, whoever agrees says why.
        let fields = [("request", self.request.as_str()), ("seen", &self.seen), ("anyway_reason", "a rehearsal")];
        serving.posting("/form/clears/requests/approve", &self.cookie, &fields)
    }

    /// Where it leads.
    fn post(&self, serving: &Serving) -> String {
        let mut reply = String::new();
        self.posting(serving).read_to_string(&mut reply).unwrap();
        header(&reply, "location").unwrap_or_else(|| panic!("{reply}")).to_owned()
    }
}

impl Scene {
    /// A desk on which every clear takes a second person.
    fn serve_carefully(&self) -> Serving {
        let arguments = ["serve", "--listen", "127.0.0.1:0", "--second-person-from", "50"];
        Serving::start(&self.program, &[&arguments[..], &["--name-asked-from", "0"]].concat())
    }

    /// The order's clear, once its effect is no longer looked for.
    fn verified(&self, serving: &Serving, order: usize) -> Value {
        let began = Instant::now();
        loop {
            let clear = self.in_ledger(serving, order).remove(0);
            if clear["being_verified"] == json!(false) {
                return clear;
            }
            assert!(began.elapsed() < Duration::from_mins(1), "{clear}");
            std::thread::sleep(BETWEEN_LOOKS);
        }
    }
}

impl Serving {
    /// Kills it as the kernel does, without a chance to tidy up.
    pub(crate) fn kill_9(mut self) {
        self.child.kill().unwrap();
        assert_eq!(self.child.wait().unwrap().signal(), Some(9));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_step_no_clear_is_made_twice_and_none_forgotten() {
    let scene = Scene::new(ROUNDS * STEPS.len()).await;
    let sandbox = &scene.sandbox.sandbox;
    for order in 0..ROUNDS * STEPS.len() {
        let step = STEPS[order % STEPS.len()];
        let received_before = scene.received();
        if step == Step::Intended {
            sandbox.add_fault(Fault::on(TOKEN, FaultKind::Hold));
        }
        let serving = scene.serve();
        let _open = match step {
            Step::Intended => {
                let open = scene.ask(&serving, order);
                while scene.in_ledger(&serving, order).is_empty() {
                    tokio::time::sleep(BETWEEN_LOOKS).await;
                }
                Some(open)
            }
            Step::Sent | Step::Acted => {
                let hold = Fault { acts: Some(step == Step::Acted), ..Fault::on(ONE, FaultKind::Hold) };
                sandbox.add_fault(hold);
                let open = scene.ask(&serving, order);
                sandbox.wait_until_held(1).await;
                Some(open)
            }
            Step::Answered => {
                assert_eq!(scene.ordered(&serving, order).0, 201);
                None
            }
            Step::AtOnce => Some(scene.ask(&serving, order)),
        };
        serving.kill_9();
        sandbox.clear_faults();
        sandbox.release();

        let serving = scene.serve();
        let known = scene.in_ledger(&serving, order);
        let state = known.first().map(|clear| settled(clear).to_owned());
        let carried_out = scene.carried_out(order);
        match step {
            Step::Intended => assert_eq!((state.as_deref(), carried_out), (Some("failed"), 0)),
            Step::Sent => assert_eq!((state.as_deref(), carried_out), (Some("unknown"), 0)),
            Step::Acted => assert_eq!((state.as_deref(), carried_out), (Some("unknown"), 1)),
            Step::Answered => assert_eq!((state.as_deref(), carried_out), (Some("accepted"), 1)),
            Step::AtOnce => match state.as_deref() {
                None | Some("failed") => assert_eq!(carried_out, 0, "{known:?}"),
                Some("unknown") => assert!(carried_out <= 1, "{known:?}"),
                Some("accepted") => assert_eq!(carried_out, 1, "{known:?}"),
                other => panic!("{other:?}"),
            },
        }
        // Asked again with the same key, as a service does that got no answer.
        let (status, replayed) = scene.ordered(&serving, order);
        if let Some(first) = known.first() {
            assert_eq!((status, &replayed["id"], settled(&replayed)), (200, &first["id"], settled(first)), "{step:?}");
            assert_eq!(scene.carried_out(order), carried_out, "{step:?}: it was made again");
        } else {
            assert_eq!((status, &replayed["state"]), (201, &json!("accepted")), "it was never written down");
        }
        assert_eq!(scene.in_ledger(&serving, order).len(), 1, "{step:?}");
        assert!(scene.received() - received_before <= 1, "{step:?}: called more than once");
        assert_eq!(serving.stop().0, Some(0));
    }
}
