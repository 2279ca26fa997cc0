//! Channels of chat robots: the robot's own code decides, storms are merged, and what can never pass is not sent again.

use desk::channels::{AttemptOutcome, ChannelError, ChannelHealth, ChannelId, DeliveryState, TypedChannel, UrlFault};
use domain::{ChannelKind, Lang, RobotFault};
use jiff::SignedDuration;

use crate::receiver::{Answer, Receiver};
use crate::test_desk::{TestDesk, tester};

const TAKEN: Answer = Answer::Status(200, r#"{"errcode":0,"errmsg":"ok"}"#);

fn typed(kind: ChannelKind, url: &str) -> TypedChannel {
    TypedChannel {
        name: format!("{kind} group"),
        kind: kind.word().to_owned(),
        url: url.to_owned().into(),
        severity: "info".to_owned(),
        ..TypedChannel::default()
    }
}

impl TestDesk {
    /// A robot on this machine, which may be called.
    async fn robot(&self, receiver: &Receiver, typed: TypedChannel) -> ChannelId {
        self.desk.allow_host(&tester(), receiver.host(), true).await.unwrap();
        self.desk.add_channel(&tester(), &typed).await.unwrap()
    }
}

#[tokio::test]
async fn notices_that_are_due_together_go_out_in_one_message() {
    let test = TestDesk::new().await;
    let receiver = Receiver::start(TAKEN).await;
    let id = test.robot(&receiver, typed(ChannelKind::Wecom, &receiver.url())).await;
    for _ in 0..100 {
        test.tell_something().await;
    }
    assert_eq!(test.sent_due().await, 100);
    let got = receiver.got();
    assert_eq!(got.len(), 1, "one message for all");
    let content = got[0].json()["text"]["content"].as_str().unwrap().to_owned();
    assert!(content.len() <= 2_048 && content.contains("… and "), "{content}");
    assert_eq!(got[0].header("x-quota-signature"), "", "a robot is no webhook");
    assert!(test.messages(id).await.iter().all(|message| *message == (DeliveryState::Delivered, 1)));
}

#[tokio::test]
async fn a_robot_gets_no_more_messages_than_its_vendor_allows() {
    let test = TestDesk::new().await;
    let receiver = Receiver::start(TAKEN).await;
    test.robot(&receiver, typed(ChannelKind::Wecom, &receiver.url())).await;
    for _ in 0..60 {
        test.tell_something().await;
        test.sent_due().await;
        test.advance_by(SignedDuration::from_secs(1));
    }
    test.advance_by(SignedDuration::from_secs(3));
    test.sent_due().await;
    let count = receiver.got().len();
    assert!((19..=21).contains(&count), "{count} messages in a minute");
}

#[tokio::test]
async fn too_many_messages_are_held_back_and_none_is_lost() {
    let test = TestDesk::new().await;
    let receiver = Receiver::start(Answer::Status(200, r#"{"errcode":45009,"errmsg":"api freq out of limit"}"#)).await;
    let id = test.robot(&receiver, typed(ChannelKind::Wecom, &receiver.url())).await;
    test.tell_something().await;
    for _ in 0..6 {
        test.sent_due().await;
        test.advance_by(SignedDuration::from_secs(66));
    }
    assert_eq!(receiver.got().len(), 6);
    assert_eq!(test.messages(id).await, [(DeliveryState::Waiting, 0)], "never given up for that");
    receiver.answers(TAKEN);
    test.sent_due().await;
    assert_eq!(test.messages(id).await, [(DeliveryState::Delivered, 1)]);
}

#[tokio::test]
async fn what_can_never_pass_is_not_sent_again_and_the_robots_words_are_shown() {
    let test = TestDesk::new().await;
    let receiver = Receiver::start(Answer::Status(200, r#"{"errcode":93000,"errmsg":"invalid webhook url"}"#)).await;
    let id = test.robot(&receiver, typed(ChannelKind::Wecom, &receiver.url())).await;
    test.tell_something().await;
    test.sent_due().await;
    assert_eq!(test.messages(id).await, [(DeliveryState::Dead, 1)]);
    let refused = AttemptOutcome::RobotRefused {
        code: 93_000,
        said: "invalid webhook url".to_owned(),
        fault: RobotFault::Address,
        clock_off_s: None,
    };
    assert_eq!(test.outcomes(id).await, std::slice::from_ref(&refused));
    let page = test.desk.channel_page(&tester(), id).await.unwrap();
    assert_eq!(page.standing, ChannelHealth::Failed(Some(refused)));
    receiver.answers(Answer::Status(200, "<html>ok</html>"));
    test.advance(1);
    let (attempt, outcome) = test.desk.test_channel(&tester(), id).await.unwrap();
    assert!(!attempt.delivered && matches!(outcome, AttemptOutcome::NotARobot { status: 200, .. }), "{outcome:?}");
}

#[tokio::test]
async fn a_message_is_signed_when_it_is_sent_and_not_before() {
    let test = TestDesk::new().await;
    let receiver = Receiver::start(Answer::Status(500, "busy")).await;
    let feishu = TypedChannel { secret: "testsecret0123456789".into(), ..typed(ChannelKind::Feishu, &receiver.url()) };
    test.robot(&receiver, feishu).await;
    test.tell_something().await;
    test.advance_by(SignedDuration::from_secs(30));
    test.sent_due().await;
    test.advance(61);
    receiver.answers(Answer::Status(200, r#"{"code":0,"msg":"success"}"#));
    test.advance_by(SignedDuration::from_secs(30));
    test.sent_due().await;
    let times: Vec<i64> =
        receiver.got().iter().map(|got| got.json()["timestamp"].as_str().unwrap().parse().unwrap()).collect();
    assert_eq!(times.len(), 2);
    assert_eq!(times[1] - times[0], 61 * 60 + 30, "signed anew");
}

#[tokio::test]
async fn the_form_knows_the_vendors_hosts_and_keys() {
    let test = TestDesk::new().await;
    let fault = async |typed: TypedChannel| match test.desk.add_channel(&tester(), &typed).await {
        Err(ChannelError::Faults(faults)) => faults.url,
        other => panic!("{other:?}"),
    };
    let dingtalk = "https://oapi.dingtalk.com/robot/send?access_token=0a1b2c3d4e";
    for kind in [ChannelKind::Wecom, ChannelKind::Webhook] {
        let typed = TypedChannel { secret: "long enough for both".into(), ..typed(kind, dingtalk) };
        assert_eq!(fault(typed).await, Some(UrlFault::OtherKind(ChannelKind::Dingtalk)));
    }
    assert_eq!(fault(typed(ChannelKind::Wecom, "not a key!")).await, Some(UrlFault::NotAKey));
    let pasted = typed(ChannelKind::Wecom, " 693a91f6-7abc-4bc4-\n 97a0-0ec2cafe5aaa ");
    let pasted = TypedChannel { keyword: "额度".to_owned(), lang: "en".to_owned(), ..pasted };
    let id = test.desk.add_channel(&tester(), &pasted).await.unwrap();
    let channel = test.desk.channel_page(&tester(), id).await.unwrap().channel;
    assert_eq!(channel.masked_url, "https://qyapi.weixin.qq.com/…5aaa");
    assert_eq!((channel.kind, channel.lang, channel.keyword.as_str()), (ChannelKind::Wecom, Lang::En, "额度"));
    let moved = TypedChannel { url: dingtalk.to_owned().into(), ..typed(ChannelKind::Wecom, "") };
    let refused = test.desk.edit_channel(&tester(), id, &moved).await;
    let Err(ChannelError::Faults(faults)) = refused else { panic!("{refused:?}") };
    assert_eq!(faults.url, Some(UrlFault::OtherKind(ChannelKind::Dingtalk)), "the kind of a channel stays");
}
