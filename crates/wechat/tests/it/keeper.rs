use std::sync::Arc;

use domain::{AppId, CgiPath, Clock, Failure, ManualClock};
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tokio::sync::Notify;
use url::Url;
use wechat::{
    Cause, Credentials, ForcedRefresh, ForcedRefreshDenied, MemoryTokenStore, Options, TokenManager, TokenStatus,
    TokenStore, Transport, Wechat,
};

use crate::server::{Platform, PlatformState};

struct Desk {
    wechat: Wechat,
    clock: Arc<ManualClock>,
    book: Arc<MemoryTokenStore>,
    platform: Arc<Platform>,
    base: Url,
    credentials: Credentials,
    path: CgiPath,
}

impl Desk {
    async fn at(platform: Platform) -> Self {
        let (base, platform) = platform.start().await;
        let start: Timestamp = "2026-11-22T18:00:00+08:00".parse().unwrap();
        Self::on(base, platform, Arc::new(ManualClock::at(start)), Arc::default())
    }

    fn on(base: Url, platform: Arc<Platform>, clock: Arc<ManualClock>, book: Arc<MemoryTokenStore>) -> Self {
        let transport = Transport::new(base.clone(), Options::default()).unwrap();
        let keeper = TokenManager::new(transport.clone(), clock.clone(), book.clone());
        Self {
            wechat: Wechat::new(transport.clone(), transport, keeper),
            clock,
            book,
            platform,
            base,
            credentials: Credentials { appid: "wx448f04719cd48f69".parse().unwrap(), secret: "the-secret".into() },
            path: CgiPath::parse("/cgi-bin/message/custom/send").unwrap().0,
        }
    }

    /// Another process on the same book, such as a command beside a running server.
    fn beside(&self) -> Self {
        let (clock, book, platform) = (self.clock.clone(), self.book.clone(), Arc::clone(&self.platform));
        Self::on(self.base.clone(), platform, clock, book)
    }

    async fn with(state: PlatformState) -> Self {
        Self::at(Platform { state: state.into(), ..Platform::default() }).await
    }

    async fn read(&self) -> Result<wechat::QuotaReply, wechat::CallError> {
        self.wechat.quota_get(&self.credentials, &self.path).await
    }

    fn later(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    fn state(&self) -> wechat::TokenState {
        self.wechat.keeper().state(&self.credentials.appid)
    }
}

#[tokio::test]
async fn one_token_serves_many_calls_and_is_renewed_before_its_end() {
    let desk = Desk::with(PlatformState::default()).await;
    for _ in 0..5 {
        desk.read().await.unwrap();
    }
    assert_eq!(desk.platform.calls(), (1, 0, 5));
    assert_eq!(desk.state().state, TokenStatus::Valid);

    desk.later(7_200 - 291);
    desk.read().await.unwrap();
    assert_eq!(desk.platform.calls().0, 1);
    desk.later(1);
    desk.read().await.unwrap();
    assert_eq!(desk.platform.calls().0, 2);
}

#[tokio::test]
async fn many_callers_wait_for_one_fetch() {
    let desk = Desk::at(Platform { gate: Some(Notify::new()), ..Platform::default() }).await;
    let readings = join_all((0..20).map(|_| desk.read()));
    let open = async {
        desk.platform.arrived.notified().await;
        desk.platform.gate.as_ref().unwrap().notify_one();
    };
    let (readings, ()) = tokio::join!(readings, open);
    assert!(readings.iter().all(Result::is_ok));
    assert_eq!(desk.platform.calls(), (1, 0, 20));
}

#[tokio::test]
async fn a_superseded_token_is_replaced_by_one_normal_fetch_and_one_retry() {
    let desk = Desk::with(PlatformState::default()).await;
    desk.read().await.unwrap();
    desk.platform.change(|state| (state.stable, state.accepted) = (1, 1));
    desk.read().await.unwrap();
    assert_eq!(desk.platform.calls(), (2, 0, 3));
}

#[tokio::test]
async fn concurrent_refusals_share_one_recovery() {
    let desk = Desk::with(PlatformState { force_helps: true, ..PlatformState::default() }).await;
    desk.read().await.unwrap();
    desk.platform.change(|state| state.accepted = 9);
    let readings = join_all((0..20).map(|_| desk.read())).await;
    assert!(readings.iter().all(Result::is_ok), "{readings:?}");
    let (normal, forced, _) = desk.platform.calls();
    assert_eq!((normal, forced), (2, 1));
    assert_eq!(desk.book.forced_refreshes(&desk.credentials.appid).len(), 1, "it was written down");
}

#[tokio::test]
async fn a_forced_token_that_is_refused_too_ends_the_matter() {
    let desk = Desk::with(PlatformState { accepted: 9, ..PlatformState::default() }).await;
    let error = desk.read().await.unwrap_err();
    assert_eq!(error.failure(), Failure::Refused(40001));
    assert_eq!(desk.platform.calls(), (1 + 1, 1, 2), "one retry, no loop");
    assert_eq!(desk.state().state, TokenStatus::Refused);

    // 50 interfaces of that account, an hour later: no further token is ended for the services that share it.
    for _ in 0..50 {
        let error = desk.read().await.unwrap_err();
        assert!(
            matches!(error.cause, Cause::TokenNotRenewed { why: ForcedRefreshDenied::Ineffective { .. }, .. }),
            "{error}"
        );
        assert_eq!(error.failure(), Failure::Refused(40001));
    }
    assert_eq!(desk.platform.calls(), (2, 1, 2), "the refused token is not used again at once");
    desk.later(31 * 60);
    desk.platform.change(|state| state.force_helps = true);
    desk.read().await.unwrap();
    assert_eq!(desk.platform.calls().1, 2);
    assert_eq!(desk.state().state, TokenStatus::Valid);
    assert_eq!(desk.state().last_error, None);
}

#[tokio::test]
async fn a_token_that_is_not_renewed_is_asked_for_once_more_after_a_wait() {
    let busy = json!({"errcode": 45011, "errmsg": "api minute-quota reach limit mustslower retry next minute"});
    for force_errors in [vec![], vec![busy]] {
        let force_repeats = force_errors.is_empty();
        let state =
            PlatformState { accepted: 9, force_repeats, force_errors: force_errors.into(), ..Default::default() };
        let desk = Desk::with(state).await;
        for _ in 0..5 {
            let error = desk.read().await.unwrap_err();
            let until = desk.clock.now() + SignedDuration::from_secs(30);
            assert!(
                matches!(&error.cause, Cause::TokenNotRenewed { why, .. } if *why == ForcedRefreshDenied::NotRenewed { until }),
                "{error}"
            );
            assert_eq!(error.failure(), Failure::Refused(40001));
        }
        assert_eq!(desk.platform.calls(), (2, 1, 1), "the refused token is not used again");
        assert_eq!(desk.state().state, TokenStatus::Refused);

        desk.later(30);
        desk.platform.change(|state| (state.force_repeats, state.force_helps) = (false, true));
        desk.read().await.unwrap();
        assert_eq!(desk.platform.calls().1, 2);
        assert_eq!(desk.state().state, TokenStatus::Valid);
    }
}

#[tokio::test]
async fn a_token_that_is_never_renewed_is_left_alone_after_the_second_time() {
    let state = PlatformState { accepted: 9, force_repeats: true, ..PlatformState::default() };
    let desk = Desk::with(state).await;
    for _ in 0..20 {
        desk.beside().read().await.unwrap_err();
        desk.read().await.unwrap_err();
        desk.later(60);
    }
    assert_eq!(desk.platform.calls().1, 2, "in twenty minutes, by all processes");
}

#[tokio::test]
async fn the_pause_after_a_fruitless_refresh_holds_for_all_processes() {
    let desk = Desk::with(PlatformState { accepted: 99, ..PlatformState::default() }).await;
    desk.read().await.unwrap_err();
    for _ in 0..10 {
        desk.later(120);
        let error = desk.beside().read().await.unwrap_err();
        assert!(
            matches!(error.cause, Cause::TokenNotRenewed { why: ForcedRefreshDenied::Ineffective { .. }, .. }),
            "{error}"
        );
    }
    assert_eq!(desk.platform.calls().1, 1);
    desk.later(12 * 60);
    desk.beside().read().await.unwrap_err();
    assert_eq!(desk.platform.calls().1, 2, "half an hour later one more");
    desk.later(35 * 60);
    desk.beside().read().await.unwrap_err();
    assert_eq!(desk.platform.calls().1, 2, "then an hour later");

    // Once a token works again, a later refusal has no pause before it.
    desk.platform.change(|state| state.accepted = state.stable);
    desk.beside().read().await.unwrap();
    desk.platform.change(|state| (state.accepted, state.force_helps) = (99, true));
    desk.beside().read().await.unwrap();
    assert_eq!(desk.platform.calls().1, 3);
}

#[tokio::test]
async fn a_call_whose_token_is_lost_on_the_way_fetches_no_other() {
    let desk = Desk::with(PlatformState::default()).await;
    for _ in 0..3 {
        let lost = json!({"errcode": 41001, "errmsg": "access_token missing rid: 63cf14c3-1af7da21-37efbc86"});
        desk.platform.change(|state| state.quota_errors.push_back(lost));
        assert_eq!(desk.read().await.unwrap_err().failure(), Failure::Refused(41001));
    }
    assert_eq!(desk.platform.calls(), (1, 0, 3));
}

#[tokio::test]
async fn the_address_that_wechat_names_is_kept_whichever_call_it_refused() {
    let desk = Desk::with(PlatformState::default()).await;
    let refusal = |ip: &str| json!({"errcode": 40164, "errmsg": format!("invalid ip {ip} ipv6 ::ffff:{ip}, not in whitelist rid: 63cf14c3-1af7da21-37efbc86")});
    desk.platform.change(|state| state.token_errors.push_back(refusal("198.51.100.7")));
    desk.wechat.check(&desk.credentials).await.unwrap_err();
    desk.wechat.check(&desk.credentials).await.unwrap();
    desk.platform.change(|state| state.quota_errors.push_back(refusal("203.0.113.9")));
    assert_eq!(desk.read().await.unwrap_err().failure(), Failure::Refused(40164));
    assert_eq!(desk.state().state, TokenStatus::IpRefused);
    let seen = desk.book.seen_addresses(&desk.credentials.appid);
    assert_eq!(seen.iter().map(ToString::to_string).collect::<Vec<_>>(), ["198.51.100.7", "203.0.113.9"]);
}

#[tokio::test]
async fn the_token_endpoints_own_limit_refuses_no_credentials() {
    for errcode in [45009, 45011] {
        let desk = Desk::with(PlatformState::default()).await;
        desk.read().await.unwrap();
        let used_up = json!({"access_token": "", "expires_in": 0, "errcode": errcode, "errmsg": "reach max api daily quota limit"});
        desk.platform.change(|state| state.token_errors.extend(vec![used_up; 9]));
        desk.later(7_200 - 200);
        desk.read().await.unwrap();
        assert_eq!(desk.state().state, TokenStatus::Valid, "the token still holds");
        desk.later(200);
        let error = desk.read().await.unwrap_err();
        assert_eq!((error.failure(), error.is_token_limit()), (Failure::TokenRefused(errcode), true));
        assert_eq!(desk.state().state, TokenStatus::Limited);
    }
}

#[tokio::test]
async fn a_refused_token_is_not_called_valid_while_there_is_no_other() {
    let used_up = |errcode| json!({"errcode": errcode, "errmsg": "reach max api daily quota limit"});
    for (reply, failure, word) in [
        (used_up(45009), Failure::TokenRefused(45009), TokenStatus::Limited),
        (used_up(45011), Failure::TokenRefused(45011), TokenStatus::Limited),
        (json!({"errcode": -1, "errmsg": "system error"}), Failure::TokenRefused(-1), TokenStatus::Expired),
    ] {
        let desk = Desk::with(PlatformState::default()).await;
        desk.read().await.unwrap();
        desk.platform.change(|state| {
            (state.stable, state.accepted) = (1, 1);
            state.token_errors.push_back(reply.clone());
        });
        desk.later(60);
        for _ in 0..2 {
            assert_eq!(desk.read().await.unwrap_err().failure(), failure);
            assert_eq!((desk.state().state, desk.state().last_failure), (word, Some(failure)));
        }
        let told = desk.book.states(&desk.credentials.appid).pop().unwrap();
        assert_eq!(told.state, word);
        desk.later(60);
        desk.read().await.unwrap();
        assert_eq!((desk.state().state, desk.state().last_failure), (TokenStatus::Valid, None));
    }
}

#[tokio::test]
async fn the_time_of_the_last_fetch_is_reported() {
    let desk = Desk::with(PlatformState::default()).await;
    let began = domain::Clock::now(&*desk.clock);
    desk.read().await.unwrap();
    desk.later(600);
    desk.read().await.unwrap();
    assert_eq!(desk.state().fetched_at, Some(began));
    desk.platform.change(|state| (state.stable, state.accepted) = (1, 1));
    desk.read().await.unwrap();
    assert_eq!(desk.state().fetched_at, Some(began + SignedDuration::from_secs(600)));
}

#[tokio::test]
async fn forced_refreshes_keep_wechats_limits() {
    let desk = Desk::with(PlatformState { accepted: 9, force_helps: true, ..PlatformState::default() }).await;
    let now: Timestamp = "2026-11-22T18:00:00+08:00".parse().unwrap();
    let appid = &desk.credentials.appid;
    let claim = async |at| assert_eq!(desk.book.claim_forced_refresh(appid, at).await.unwrap(), ForcedRefresh::Granted);
    for minutes in (1..=18).rev() {
        claim(now - SignedDuration::from_mins(minutes)).await;
    }
    claim(now - SignedDuration::from_secs(29)).await;
    let error = desk.read().await.unwrap_err();
    let until = now + SignedDuration::from_secs(1);
    assert!(
        matches!(&error.cause, Cause::TokenNotRenewed { why, .. } if *why == ForcedRefreshDenied::TooSoon { until }),
        "{error}"
    );
    assert!(error.to_string().contains("30 s apart"), "{error}");

    claim(now + SignedDuration::from_mins(30)).await;
    desk.later(3_600);
    let error = desk.read().await.unwrap_err();
    assert!(matches!(&error.cause, Cause::TokenNotRenewed { why: ForcedRefreshDenied::DailyLimit, .. }), "{error}");
    assert_eq!(desk.platform.calls().1, 0);

    desk.later(6 * 3_600);
    desk.read().await.unwrap();
    assert_eq!(desk.platform.calls().1, 1, "a new quota day began");
}

#[tokio::test]
async fn half_a_minute_lies_between_forced_refreshes_across_midnight_too() {
    let desk = Desk::with(PlatformState { accepted: 9, force_helps: true, ..PlatformState::default() }).await;
    let midnight: Timestamp = "2026-11-23T00:00:00+08:00".parse().unwrap();
    desk.book.claim_forced_refresh(&desk.credentials.appid, midnight - SignedDuration::from_secs(10)).await.unwrap();
    desk.later(6 * 3_600 + 5);
    let error = desk.read().await.unwrap_err();
    assert!(matches!(&error.cause, Cause::TokenNotRenewed { why: ForcedRefreshDenied::TooSoon { .. }, .. }), "{error}");
}

#[tokio::test]
async fn the_book_is_told_again_while_all_is_well_but_not_with_each_call() {
    let desk = Desk::with(PlatformState::default()).await;
    let told = || desk.book.states(&desk.credentials.appid).len();
    for _ in 0..20 {
        desk.read().await.unwrap();
    }
    assert_eq!(told(), 1);
    // Another process may have written otherwise meanwhile, such as a command that met a failure.
    desk.later(60);
    for _ in 0..20 {
        desk.read().await.unwrap();
    }
    assert_eq!(told(), 2);
    assert!(desk.book.states(&desk.credentials.appid).iter().all(|state| state.state == TokenStatus::Valid));
}

#[tokio::test]
async fn what_was_told_before_an_account_was_kept_is_told_again() {
    let desk = Desk::with(PlatformState::default()).await;
    desk.wechat.check(&desk.credentials).await.unwrap();
    desk.wechat.keeper().forget(&desk.credentials.appid).await;
    assert_eq!(desk.state(), wechat::TokenState::UNKNOWN);
    desk.read().await.unwrap();
    let told = desk.book.states(&desk.credentials.appid);
    assert!(told.len() == 2 && told[0] == told[1], "{told:?}");
}

#[tokio::test]
async fn every_secret_that_is_held_is_masked_whichever_call_echoes_it() {
    let desk = Desk::with(PlatformState::default()).await;
    desk.read().await.unwrap();
    let other: AppId = "wx0000000000000002".parse().unwrap();
    desk.wechat.held().add_secret(&other, &"secret-of-another".into());
    desk.wechat.held().add_secret(&desk.credentials.appid, &desk.credentials.secret);
    let errmsg = "echo: 50_token0, the-secret, secret-of-another, fine";
    desk.platform.change(|state| state.quota_errors.push_back(json!({"errcode": 48001, "errmsg": errmsg})));
    let error = desk.read().await.unwrap_err().to_string();
    assert!(error.ends_with("echo: ‹masked›, ‹masked›, ‹masked›, fine"), "{error}");

    let refusal = json!({"errcode": 40013, "errmsg": errmsg});
    desk.platform.change(|state| state.token_errors.push_back(refusal));
    let credentials = Credentials { appid: other, secret: "typed-just-now".into() };
    let error = desk.wechat.check(&credentials).await.unwrap_err().to_string();
    assert!(error.ends_with("echo: ‹masked›, ‹masked›, ‹masked›, fine"), "{error}");
    assert_eq!(desk.wechat.redactor().redact("it is secret-of-another"), "it is ‹masked›");
}

#[tokio::test]
async fn a_wrong_secret_makes_few_token_calls() {
    let refusal = json!({"errcode": 40125, "errmsg": "invalid appsecret rid: 63cf14c3-1af7da21-37efbc86"});
    let desk = Desk::with(PlatformState { token_errors: vec![refusal; 100].into(), ..PlatformState::default() }).await;
    for _ in 0..60 {
        for _ in 0..50 {
            let error = desk.read().await.unwrap_err();
            assert_eq!(error.failure(), Failure::TokenRefused(40125));
        }
        desk.later(60);
    }
    let (normal, forced, readings) = desk.platform.calls();
    assert!(normal <= 7, "{normal}");
    assert_eq!((forced, readings), (0, 0));
    assert_eq!(desk.state().state, TokenStatus::Refused);
    assert_eq!(desk.state().last_failure, Some(Failure::TokenRefused(40125)));

    desk.platform.change(|state| state.token_errors.clear());
    assert!(desk.read().await.is_err(), "it is too early");
    let state = desk.wechat.check(&desk.credentials).await.unwrap();
    assert_eq!((state.state, state.last_error), (TokenStatus::Valid, None));
    desk.read().await.unwrap();
}

#[tokio::test]
async fn a_replaced_secret_is_tried_at_once() {
    let refusal = json!({"errcode": 40125, "errmsg": "invalid appsecret"});
    let mut desk = Desk::with(PlatformState { token_errors: vec![refusal].into(), ..PlatformState::default() }).await;
    desk.read().await.unwrap_err();
    desk.credentials.secret = "another-secret".into();
    desk.read().await.unwrap();
}

#[tokio::test]
async fn states_have_the_words_people_are_told() {
    for (errcode, errmsg, word) in [
        (40164, "invalid ip 114.221.21.30 ipv6 ::ffff:114.221.21.30, not in whitelist", TokenStatus::IpRefused),
        (89503, "", TokenStatus::IpRefused),
        (40243, "AppSecret已被冻结，请解冻后再次调用。", TokenStatus::Frozen),
        (50007, "", TokenStatus::Frozen),
        (40013, "invalid appid", TokenStatus::Refused),
        (45009, "reach max api daily quota limit", TokenStatus::Limited),
        (45011, "", TokenStatus::Limited),
        (-1, "system error", TokenStatus::None),
    ] {
        let reply = json!({"errcode": errcode, "errmsg": errmsg});
        let desk = Desk::with(PlatformState { token_errors: vec![reply].into(), ..PlatformState::default() }).await;
        let error = desk.wechat.check(&desk.credentials).await.unwrap_err();
        assert_eq!(desk.state().state, word, "{errcode}");
        assert_eq!(error.seen_ip().map(|ip| ip.to_string()).as_deref(), (errcode == 40164).then_some("114.221.21.30"));
        let told: Vec<_> = desk.book.states(&desk.credentials.appid).into_iter().map(|state| state.state).collect();
        assert_eq!(told, [word], "the book was told once");
    }
}

#[tokio::test]
async fn a_failed_renewal_leaves_the_held_token_in_use() {
    let desk = Desk::with(PlatformState::default()).await;
    desk.read().await.unwrap();
    desk.platform.change(|state| state.token_errors.extend(vec![json!({"errcode": -1, "errmsg": "system error"}); 9]));
    desk.later(7_200 - 200);
    for _ in 0..10 {
        desk.read().await.unwrap();
    }
    assert_eq!(desk.platform.calls().0, 2, "one attempt, then a pause");
    desk.later(200);
    assert_eq!(desk.read().await.unwrap_err().failure(), Failure::TokenRefused(-1));
    assert_eq!(desk.state().state, TokenStatus::Expired);
}

#[tokio::test]
async fn refusals_that_are_not_about_the_token_are_final() {
    for errcode in [20703, 41001, 44002, 44993, 45009, 45011, 48001, 48017, 76022] {
        let desk = Desk::with(PlatformState::default()).await;
        desk.platform.change(|state| state.quota_errors.push_back(json!({"errcode": errcode, "errmsg": ""})));
        assert_eq!(desk.read().await.unwrap_err().failure(), Failure::Refused(errcode));
        assert_eq!(desk.platform.calls(), (1, 0, 1), "{errcode}");
        assert_eq!(desk.state().state, TokenStatus::Valid);
    }
}

#[tokio::test]
async fn readings_can_be_spawned() {
    let desk = Arc::new(Desk::with(PlatformState::default()).await);
    let reading = Arc::clone(&desk);
    assert!(tokio::spawn(async move { reading.read().await }).await.unwrap().is_ok());
}
