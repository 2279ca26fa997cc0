//! One desk, one WeChat, one clock, and accounts to which something happens at each step.

use std::collections::HashMap;
use std::sync::Arc;

use desk::accounts::TypedAccount;
use desk::clears::{ClearSettings, Order, OrderResult, Settlement};
use desk::{Desk, Settings};
use domain::clears::{Allotment, Limits, RequestState, ResetInterval};
use domain::{AccountId, Actor, ClearState, Clock, ManualClock, Role, Scope, UserId};
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use sandbox::{AccountConfig, ClearRecord, Config, Fault, FaultKind, InterfaceConfig, Kind, Running, Sandbox};
use store::clears::{Clear, ClearQuery};
use store::{AccountChange, AuditActor, Change, NewUser, Store, TokenWriter};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use super::told::Told;
use crate::test_desk::{SECRET, data_folder, open, tester};

const PATHS: [&str; 4] =
    ["/cgi-bin/message/custom/send", "/cgi-bin/user/get", "/cgi-bin/user/info", "/cgi-bin/menu/create"];
const WHOLE: &str = "/cgi-bin/clear_quota";
const ONE: &str = "/cgi-bin/openapi/quota/clear";
/// Few, so that budgets run out within a sequence.
const LIMITS: Limits = Limits {
    account: Allotment { limit: 4, every: ResetInterval::Month },
    interface: Allotment { limit: 6, every: ResetInterval::Month },
};

pub(super) struct World {
    pub(super) desk: Arc<Desk>,
    pub(super) store: Arc<dyn Store>,
    pub(super) wechat: Running,
    clock: Arc<ManualClock>,
    folder: TempDir,
    rng: StdRng,
    pub(super) accounts: Vec<AccountId>,
    people: [Actor; 2],
    /// Orders by account, to be sent again.
    orders: Vec<Vec<(usize, Order)>>,
    keys: u64,
    told: Told,
}

pub(super) fn appid(n: usize) -> String {
    format!("wx{n:016x}")
}

fn few_clears() -> Settings {
    let clears = ClearSettings { limits: LIMITS, ..ClearSettings::default() };
    Settings { clears, ..Settings::default() }
}

impl World {
    pub(super) async fn new(accounts: u32, mut rng: StdRng) -> Self {
        // Late in the month, so that some sequences see it turn.
        let start: Timestamp = "2026-11-29T09:00:00+08:00".parse().unwrap();
        let start = start + SignedDuration::from_mins(rng.random_range(0..60 * 34));
        let settings = sandbox::Settings {
            account_clears: LIMITS.account.limit.try_into().unwrap(),
            interface_clears: LIMITS.interface.limit.try_into().unwrap(),
            clear_shows_after_s: *[0, 0, 60, 1_200].choose(&mut rng).unwrap(),
            clears_lift: rng.random_bool(0.9),
            noise_percent: *[0.0, 1.0].choose(&mut rng).unwrap(),
            ..sandbox::Settings::default()
        };
        let of_wechat = (0..accounts as usize).map(|n| {
            let interfaces = PATHS.map(|path| InterfaceConfig::new(path, 2_000));
            AccountConfig::new(&format!("account {n}"), &appid(n), SECRET, Kind::ServiceAccount).with(interfaces)
        });
        let config = Config {
            seed: rng.random(),
            start_at: Some(start),
            frozen: true,
            settings,
            accounts: of_wechat.collect(),
            ..Config::default()
        };
        let wechat = Sandbox::start_local(config).await.unwrap();
        let (clock, folder) = (Arc::new(ManualClock::at(start)), data_folder());
        let (desk, store) = open(&folder, &clock, &wechat, &few_clears(), TokenWriter::Service).await;
        let tester = tester();
        let mut added = Vec::new();
        for n in 0..accounts as usize {
            let typed = TypedAccount {
                name: format!("账号 {n}"),
                appid: appid(n),
                kind: "service-account".to_owned(),
                secret: SECRET.to_owned().into(),
                watch: PATHS.map(str::to_owned).to_vec(),
                cleared_before: None,
                groups: Vec::new(),
            };
            let id = desk.add_account(&tester, typed).await.unwrap().id;
            let told = AccountChange { cleared_before: Change::To(Some(0)), ..AccountChange::default() };
            store.change_account(id, told, &AuditActor::from(&tester), start).await.unwrap();
            added.push(id);
        }
        for name in ["ann", "bob"] {
            let user = NewUser {
                name: name.parse().unwrap(),
                role: Role::Lead,
                password_hash: "$argon2id$none".to_owned(),
                must_change_password: false,
                only_first: false,
            };
            store.add_user(user, &AuditActor::from(&tester), start).await.unwrap();
        }
        let person = |id: i64, name: &str| Actor::User {
            id: UserId(id),
            name: name.to_owned(),
            role: Role::Lead,
            address: None,
        };
        Self {
            desk,
            store,
            wechat,
            clock,
            folder,
            rng,
            orders: vec![Vec::new(); added.len()],
            accounts: added,
            people: [person(1, "ann"), person(2, "bob")],
            keys: 0,
            told: Told::default(),
        }
    }

    /// Something happens to each account, then time goes by, and sometimes the desk is killed.
    pub(super) async fn step(mut self) -> Self {
        let acts: Vec<_> = (0..self.accounts.len()).map(|n| self.act(n)).collect();
        let rngs: Vec<_> = acts.iter().map(|_| StdRng::seed_from_u64(self.rng.random())).collect();
        let world = &self;
        let results =
            join_all(acts.iter().zip(rngs).enumerate().map(|(n, (act, rng))| world.carry_out(n, act, rng))).await;
        for (act, result) in acts.iter().zip(results) {
            self.told.settled += u32::from(matches!(act, Act::Settle) && result);
            self.told.elsewhere += u32::from(matches!(act, Act::Elsewhere(_)) && result);
        }
        self.wechat.sandbox.clear_faults();
        if self.rng.random_bool(0.06) {
            self = self.crash().await;
        }
        let minutes = *[0, 1, 1, 2, 5, 5, 15, 40, 65, 130, 400].choose(&mut self.rng).unwrap();
        self.advance(minutes).await;
        self
    }

    /// Time goes by, the sampler reads what is due, and what is to be looked at of clears is looked at.
    async fn advance(&self, minutes: i64) {
        let by = SignedDuration::from_mins(minutes) + SignedDuration::from_secs(5);
        self.clock.advance(by);
        self.wechat.sandbox.move_clock(by);
        self.desk.beat(&CancellationToken::new()).await.unwrap();
        self.desk.wait_for_rounds().await;
        self.desk.run_due_clear_jobs().await.unwrap();
        self.desk.watched().await;
    }

    /// Lets all that is under way come to its end.
    pub(super) async fn come_to_rest(&mut self) {
        for minutes in [61, 1, 40, 1, 1] {
            self.advance(minutes).await;
        }
    }

    fn act(&mut self, n: usize) -> Act {
        let key = {
            self.keys += 1;
            self.keys
        };
        let rng = &mut self.rng;
        let scope = rng.random_range(0..PATHS.len() + 2);
        let order = Order {
            account: self.accounts[n].to_string(),
            interface: PATHS.get(scope).map(|path| (*path).to_owned()),
            reason: "促销".to_owned(),
            confirm: rng.random_bool(0.95).then(|| format!("账号 {n}")),
            override_reason: rng.random_bool(0.4).then(|| "必须".to_owned()),
            key: format!("key {key}"),
            ..Order::default()
        };
        let who = rng.random_range(0..2);
        match rng.random_range(0..100) {
            0..14 => Act::Use,
            14..40 => self.ordered(n, who, order, Act::Click),
            40..48 => self.ordered(n, who, order, Act::DoubleClick),
            48..54 => {
                let other = Order { key: format!("key {key} of the other"), ..order.clone() };
                self.orders[n].push((1 - who, other.clone()));
                Act::AtOnce(order, other)
            }
            54..62 => match self.orders[n].choose(&mut self.rng) {
                Some((who, order)) => Act::Click(*who, order.clone()),
                None => Act::Use,
            },
            62..74 => {
                let kinds = [
                    FaultKind::DropBefore,
                    FaultKind::DropAfter,
                    FaultKind::DropAfter,
                    FaultKind::Html,
                    FaultKind::Malformed,
                    FaultKind::Truncated,
                    FaultKind::Errcode { errcode: -1, errmsg: None },
                    FaultKind::Errcode { errcode: 45009, errmsg: None },
                    FaultKind::Errcode { errcode: 40001, errmsg: None },
                ];
                let fault = kinds.choose(rng).unwrap().clone();
                self.ordered(n, who, order, |who, order| Act::Faulty(who, order, fault))
            }
            74..84 => Act::Decide,
            84..90 => Act::Settle,
            _ => {
                let path = self.rng.random_bool(0.5).then(|| *PATHS.choose(&mut self.rng).unwrap());
                Act::Elsewhere(path)
            }
        }
    }

    fn ordered(&mut self, n: usize, who: usize, order: Order, act: impl FnOnce(usize, Order) -> Act) -> Act {
        self.orders[n].push((who, order.clone()));
        act(who, order)
    }

    /// Does it; whether anything came of it.
    async fn carry_out(&self, n: usize, act: &Act, mut rng: StdRng) -> bool {
        let sandbox = &self.wechat.sandbox;
        match act {
            Act::Use => {
                for path in PATHS {
                    sandbox.consume(&appid(n), path, rng.random_range(0..700)).unwrap();
                }
                true
            }
            Act::Click(who, order) => self.click(n, *who, order).await,
            Act::DoubleClick(who, order) => {
                let before = self.carried_out_of(n).len();
                let both =
                    tokio::join!(self.click(n, *who, order), self.click(n, *who, order), self.click(n, *who, order));
                assert!(self.carried_out_of(n).len() <= before + 1, "the same click three times: {order:?}");
                both.0
            }
            Act::AtOnce(one, other) => {
                let before = self.carried_out_of(n).len();
                tokio::join!(self.click(n, 0, one), self.click(n, 1, other));
                let overridden = one.override_reason.is_some();
                let made = self.carried_out_of(n).len() - before;
                assert!(made <= 1 || overridden, "two people at once, without insisting: {one:?}");
                true
            }
            Act::Faulty(who, order, fault) => {
                for endpoint in [WHOLE, ONE] {
                    sandbox.add_fault(Fault::on(endpoint, fault.clone()).times(1).account(&appid(n)));
                }
                self.click(n, *who, order).await
            }
            Act::Decide => self.decide(n, rng).await,
            Act::Settle => self.settle(n, rng).await,
            Act::Elsewhere(path) => sandbox.clear_elsewhere(&appid(n), *path).is_ok(),
        }
    }

    async fn click(&self, n: usize, who: usize, order: &Order) -> bool {
        let before: Vec<_> = self.ledger(n).await;
        let made = self.desk.clear(&self.people[who], order.clone()).await;
        if let Ok(ordered) = &made
            && let Some(clear) = ordered.clear().filter(|_| !ordered.replayed)
        {
            not_over_an_open_one(clear, &before);
        }
        made.is_ok()
    }

    async fn decide(&self, n: usize, mut rng: StdRng) -> bool {
        let waiting = self.store.waiting_requests(self.clock.now()).await.unwrap();
        let Some(request) = waiting.into_iter().find(|request| request.account_id == self.accounts[n]) else {
            return false;
        };
        let own = usize::from(request.actor == "bob");
        let (own, other) = (&self.people[own], &self.people[1 - own]);
        assert!(self.desk.approve_request(own, request.id, "", None).await.is_err(), "nobody approves their own");
        if rng.random_bool(0.2) {
            return self.desk.decline_request(other, request.id, "不需要").await.is_ok();
        }
        let page = self.desk.request_page(other, request.id).await.unwrap();
        let seen = page.facts.map(|facts| facts.seen).unwrap_or_default();
        let before = self.carried_out_of(n).len();
        let (one, two, ()) = tokio::join!(
            self.desk.approve_request(other, request.id, &seen, None),
            self.desk.approve_request(other, request.id, &seen, None),
            async {
                if rng.random_bool(0.2) {
                    let _ = self.desk.withdraw_request(own, request.id).await;
                }
            }
        );
        assert!(one.is_err() || two.is_err(), "it is approved once");
        assert!(self.carried_out_of(n).len() <= before + 1);
        if let Some(made) = one.ok().or(two.ok()) {
            let OrderResult::Clear(clear) = made.made else { panic!("an approval makes a clear") };
            let (asked, agreed) = (clear.actor.as_deref().unwrap(), clear.approved_by.as_deref().unwrap());
            assert!(asked != agreed, "{clear:?}");
        }
        true
    }

    /// A person who knows settles an unknown one as it really was; the model's own knowledge is not the desk's.
    async fn settle(&self, n: usize, mut rng: StdRng) -> bool {
        let unknown: Vec<_> =
            self.ledger(n).await.into_iter().filter(|clear| clear.state == ClearState::Unknown).collect();
        let Some(clear) = unknown.choose(&mut rng) else { return false };
        let how = if rng.random_bool(0.5) { Settlement::Counted } else { Settlement::GivenBack };
        self.desk.settle_clear(&self.people[0], clear.id, how, "查过后台").await.unwrap();
        true
    }

    /// Kills the desk while calls are under way, and starts it again.
    async fn crash(mut self) -> Self {
        let mut orders = Vec::new();
        for n in 0..self.accounts.len() {
            if self.rng.random_bool(0.3) {
                let Act::Click(who, order) = self.click_of(n) else { continue };
                for endpoint in [WHOLE, ONE] {
                    let acts = Some(self.rng.random_bool(0.5));
                    let hold = Fault { acts, ..Fault::on(endpoint, FaultKind::Hold) }.times(1).account(&appid(n));
                    self.wechat.sandbox.add_fault(hold);
                }
                let (desk, actor) = (Arc::clone(&self.desk), self.people[who].clone());
                orders.push(tokio::spawn(async move { desk.clear(&actor, order).await.is_ok() }));
            }
        }
        // Each is held, or was refused at once.
        while orders.iter().filter(|order| order.is_finished()).count() + self.wechat.sandbox.held() < orders.len() {
            tokio::task::yield_now().await;
        }
        let Self { store, wechat, clock, folder, .. } = &self;
        store.close().await;
        let (fresh, opened) = open(folder, clock, wechat, &few_clears(), TokenWriter::Service).await;
        fresh.end_interrupted_clears().await.unwrap();
        for order in orders {
            order.abort();
        }
        self.wechat.sandbox.clear_faults();
        self.wechat.sandbox.release();
        self.told.crashes += 1;
        Self { desk: fresh, store: opened, ..self }
    }

    fn click_of(&mut self, n: usize) -> Act {
        for _ in 0..20 {
            if let act @ Act::Click(..) = self.act(n) {
                return act;
            }
        }
        Act::Use
    }

    pub(super) async fn ledger(&self, n: usize) -> Vec<Clear> {
        let query = ClearQuery { account: Some(self.accounts[n]), limit: i64::MAX, ..ClearQuery::default() };
        self.store.clears(&query).await.unwrap()
    }

    fn carried_out(&self) -> Vec<ClearRecord> {
        self.wechat.sandbox.counts().clears
    }

    pub(super) fn carried_out_of(&self, n: usize) -> Vec<ClearRecord> {
        let mut all = self.carried_out();
        all.retain(|clear| clear.appid == appid(n));
        all
    }

    /// What must hold at every step.
    pub(super) async fn check(&self) {
        let mut carried_out: HashMap<String, Vec<ClearRecord>> = HashMap::new();
        for clear in self.carried_out() {
            carried_out.entry(clear.appid.clone()).or_default().push(clear);
        }
        let zone = &self.desk.settings().quota_zone;
        let month = zone.month(self.clock.now());
        let periods = store::clears::Periods { account: month, interface: month };
        let budgets = self.store.budgets(None, periods, LIMITS).await.unwrap();
        for (n, id) in self.accounts.iter().enumerate() {
            let budgets = budgets.iter().find(|budgets| budgets.account_id == *id).unwrap();
            let ledger = self.ledger(n).await;
            let given_back = self.given_back_by_people(&ledger).await;
            for scope in Scope::ALL {
                let through_us = carried_out.get(&appid(n)).into_iter().flatten().filter(|clear| {
                    let at = Timestamp::from_millisecond(clear.at_ms).unwrap();
                    clear.endpoint != "console"
                        && month.holds(at)
                        && (clear.path.is_none()) == (scope == Scope::Account)
                });
                let through_us = i64::try_from(through_us.count()).unwrap();
                let budget = budgets.of(scope);
                let settled =
                    given_back.iter().filter(|clear| clear.scope() == scope && month.holds(clear.counted_at()));
                let settled = i64::try_from(settled.count()).unwrap();
                assert!(
                    budget.spent + budget.unknown + settled >= through_us,
                    "{through_us} {scope} clears were carried out through us: {budget:?} {ledger:#?}"
                );
                assert!(budget.left == (budget.limit - budget.spent - budget.unknown - budget.elsewhere).max(0));
            }
            let open = ledger.iter().filter(|clear| clear.state.in_flight()).count();
            assert!(open == 0, "nothing is under way between steps: {ledger:#?}");
        }
    }

    /// Clears that a person said were not carried out; people may be wrong.
    pub(super) async fn given_back_by_people(&self, ledger: &[Clear]) -> Vec<Clear> {
        let mut given_back = Vec::new();
        for clear in ledger.iter().filter(|clear| clear.state == ClearState::Failed && clear.sent_at.is_some()) {
            let events = self.store.clear_events(clear.id).await.unwrap();
            if events.last().unwrap().actor.is_some() {
                given_back.push(clear.clone());
            }
        }
        given_back
    }

    pub(super) fn saw(&mut self, clears: u32) {
        self.told.seen += clears;
    }

    /// What happened in it.
    pub(super) async fn end(mut self) -> Told {
        for n in 0..self.accounts.len() {
            for clear in self.ledger(n).await {
                let events = self.store.clear_events(clear.id).await.unwrap();
                self.told.unknown += u32::from(events.iter().any(|event| event.state == ClearState::Unknown));
                match clear.state {
                    ClearState::Effective => self.told.effective += 1,
                    ClearState::Ineffective => self.told.ineffective += 1,
                    ClearState::Accepted => self.told.unproven += 1,
                    ClearState::Elsewhere => self.told.guesses += 1,
                    _ => {}
                }
            }
        }
        self.told.carried_out = u32::try_from(self.carried_out().len()).unwrap() - self.told.elsewhere;
        for request in self.store.clear_requests(i64::MAX).await.unwrap() {
            self.told.requests += 1;
            self.told.approved += u32::from(request.written == RequestState::Approved);
        }
        self.store.close().await;
        self.told
    }
}

/// The rule of overlap, told from the ledger before: one that was open takes an override.
fn not_over_an_open_one(made: &Clear, before: &[Clear]) {
    let open = before.iter().find(|clear| {
        clear.id < made.id
            && clear.being_verified
            && matches!(clear.state, ClearState::Accepted | ClearState::Verifying | ClearState::Unknown)
            && clear.as_open().overlaps(made.as_open().interface)
    });
    let unexcused = open.filter(|_| made.override_reason.is_none() && made.via.is_some());
    assert!(unexcused.is_none(), "{made:?} was made over {unexcused:?}");
}

/// What happens to an account.
#[derive(Debug, Clone)]
enum Act {
    /// Its services call its interfaces.
    Use,
    /// Somebody orders a clear, perhaps one that was ordered before.
    Click(usize, Order),
    /// The same order three times at once.
    DoubleClick(usize, Order),
    /// Two people order the same at once.
    AtOnce(Order, Order),
    /// The call goes wrong.
    Faulty(usize, Order, FaultKind),
    /// A second person decides what waits, in two tabs at once.
    Decide,
    /// Somebody settles an unknown one.
    Settle,
    /// Somebody clears in the console.
    Elsewhere(Option<&'static str>),
}
