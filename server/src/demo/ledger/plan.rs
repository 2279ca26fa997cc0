//! When the demo's people cleared what, and why.

use domain::clears::Period;
use domain::{AccountId, Figures, InterfaceId, QuotaZone};
use jiff::{SignedDuration, Timestamp};
use sandbox::{SeededAccount, Traffic};
use store::clears::UsageBefore;
use store::{Account, InterfaceNow};

use crate::demo::history::{last_reading, of_wechat};
use crate::demo::users::{ADMIN, LEAD};

/// Between two clears of an account: each counts as open for 35 minutes, and is up to 5 minutes late.
pub(super) const APART: SignedDuration = SignedDuration::from_mins(45);
/// Between the clears of one account and those of the next.
const BESIDE: SignedDuration = SignedDuration::from_mins(7);
/// The most that a clear is late, in seconds.
const LATE_S: i64 = 5 * 60;
/// When people are at work, in hours of the day.
const WORK: std::ops::Range<i8> = 9..22;
/// Who clears, in turns.
const ACTORS: [&str; 2] = [LEAD, ADMIN];
/// Why whole accounts were cleared.
const WHOLE: [&str; 4] = [
    "大促预热，多个接口同时告急，值班群已同意",
    "定时任务死循环刷接口，已修复上线",
    "会员日推送发到一半额度用尽，晚上还有一轮",
    "压测脚本误连正式环境，已停",
];
/// Why single interfaces were.
const SINGLE: [(&str, &str); 6] = [
    ("/cgi-bin/message/subscribe/send", "促销活动订阅消息发完"),
    ("/wxa/business/getuserphonenumber", "新用户注册高峰，手机号接口快用完"),
    ("/wxa/msg_sec_check", "评论抽奖活动，内容审核超量"),
    ("/wxa/getwxacodeunlimit", "门店换码，批量生成小程序码"),
    ("/wxa/generatescheme", "短信跳转链接批量生成"),
    ("/wxa/img_sec_check", "晒单活动图片审核超量"),
];
/// An interface that cannot be cleared, which somebody found out by trying.
const REFUSED: (&str, &str) = ("/wxa/servicemarket", "服务市场接口一直报错，试试清零");
/// An interface whose clear did nothing: what ran out is its limit a minute.
const DID_NOTHING: &str = "/wxa/getwxacodeunlimit";
/// Which account is also cleared in the console.
const CLEARED_ELSEWHERE: usize = 1;
/// How long after its secret was replaced somebody tried to clear the account that has the old one.
const FAILED_AFTER: SignedDuration = SignedDuration::from_hours(4);
const FAILED: &str = "门店客服消息发不出去，先清零看看";

/// How a clear ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// WeChat said yes, and counts fell.
    Accepted,
    /// WeChat said yes, and counts did not fall.
    DidNothing,
    /// Somebody made it in WeChat's console, and the desk guessed so.
    Elsewhere,
    /// 76022.
    Refused,
    /// No token could be had.
    Failed,
}

/// A clear to write down.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) at: Timestamp,
    pub(super) account: AccountId,
    pub(super) interface: Option<InterfaceId>,
    pub(super) actor: &'static str,
    pub(super) reason: &'static str,
    pub(super) usage_before: Vec<UsageBefore>,
    pub(super) end: End,
}

/// An account of the demo whose clears are made up.
pub(super) struct DemoAccount<'a> {
    /// Which of the config's it is.
    pub(super) place: usize,
    pub(super) account: &'a Account,
    pub(super) seeded: &'a SeededAccount,
    pub(super) interfaces: &'a [InterfaceNow],
    pub(super) traffic: &'a Traffic,
}

/// How many clears of an account have room in a stretch.
pub(super) fn fits(stretch: Period, place: usize) -> usize {
    moments(stretch, place).count()
}

/// The moments at which an account can be cleared.
fn moments(stretch: Period, place: usize) -> impl Iterator<Item = Timestamp> {
    let beside = BESIDE * i32::try_from(place).unwrap_or(0);
    // So late that one which is late still lies in it.
    let end = stretch.to - SignedDuration::from_secs(LATE_S);
    std::iter::successors(Some(stretch.from + beside), |at| Some(*at + APART)).take_while(move |at| *at < end)
}

/// So many moments of a stretch, spread over it, at work where there is room.
fn spread(stretch: Period, place: usize, count: usize, zone: &QuotaZone) -> Vec<Timestamp> {
    let at_work = |at: &Timestamp| {
        let since_midnight = at.duration_since(zone.day_start(*at));
        i8::try_from(since_midnight.as_hours()).is_ok_and(|hour| WORK.contains(&hour))
    };
    let mut room: Vec<_> = moments(stretch, place).filter(at_work).collect();
    if room.len() < count {
        room = moments(stretch, place).collect();
    }
    let count = count.min(room.len());
    let chosen = (0..count).map(|nth| room[(2 * nth + 1) * room.len() / (2 * count)]);
    chosen.enumerate().map(|(nth, at)| at + late(nth)).collect()
}

/// People do not act on the minute.
fn late(nth: usize) -> SignedDuration {
    SignedDuration::from_secs(i64::try_from(nth).unwrap_or(0) * 137 % LATE_S)
}

impl DemoAccount<'_> {
    /// So many clears of the whole account and of single interfaces, mixed; where there is room for it, one that was
    /// refused among them.
    pub(super) fn spent(
        &self,
        whole: usize,
        single: usize,
        with_refused: bool,
        zone: &QuotaZone,
        stretch: Period,
    ) -> Vec<Planned> {
        let mut acts =
            mixed(whole, single, |nth| (None, WHOLE[nth % WHOLE.len()], self.end_of_whole()), |nth| self.single(nth));
        let refused = self.interface(REFUSED.0).map(|id| (Some(id), REFUSED.1, End::Refused));
        if with_refused && acts.len() < fits(stretch, self.place) {
            acts.splice(acts.len() / 2..acts.len() / 2, refused);
        }
        let moments = spread(stretch, self.place, acts.len(), zone);
        let plan = |(nth, (at, (interface, reason, end)))| self.planned(nth, at, interface, reason, end);
        moments.into_iter().zip(acts).enumerate().map(plan).collect()
    }

    /// The clear that somebody tried with a secret that had been replaced.
    pub(super) fn failed(&self, before: Timestamp) -> Option<Planned> {
        let replaced = Timestamp::from_millisecond(self.seeded.outdated.as_ref()?.since_ms).ok()?;
        let at = replaced + FAILED_AFTER;
        (at < before).then(|| self.planned(1, at, None, FAILED, End::Failed))
    }

    fn single(&self, nth: usize) -> (Option<InterfaceId>, &'static str, End) {
        let known = SINGLE.iter().filter_map(|(path, reason)| Some((self.interface(path)?, *reason)));
        let known: Vec<_> = known.collect();
        let any = || self.interfaces.first().map(|interface| (interface.id, "活动高峰，额度临近用尽"));
        let chosen = if known.is_empty() { any() } else { known.get(nth % known.len()).copied() };
        let did_nothing = self.interface(DID_NOTHING);
        let end = |id| if did_nothing == Some(id) { End::DidNothing } else { End::Accepted };
        chosen.map_or((None, WHOLE[0], End::Accepted), |(id, reason)| (Some(id), reason, end(id)))
    }

    fn end_of_whole(&self) -> End {
        if self.place == CLEARED_ELSEWHERE { End::Elsewhere } else { End::Accepted }
    }

    fn interface(&self, path: &str) -> Option<InterfaceId> {
        self.interfaces.iter().find(|interface| interface.cgi_path.as_str() == path).map(|interface| interface.id)
    }

    fn planned(
        &self,
        nth: usize,
        at: Timestamp,
        interface: Option<InterfaceId>,
        reason: &'static str,
        end: End,
    ) -> Planned {
        let actor = ACTORS[(nth + self.place) % ACTORS.len()];
        let usage_before = self.usage(at, interface);
        Planned { at, account: self.account.id, interface, actor, reason, usage_before, end }
    }

    /// What the last good readings before `at` said, the most used first.
    fn usage(&self, at: Timestamp, only: Option<InterfaceId>) -> Vec<UsageBefore> {
        let wrong_since = self.seeded.outdated.as_ref().map_or(i64::MAX, |outdated| outdated.since_ms);
        let told = self.interfaces.iter().filter(|interface| only.is_none_or(|only| only == interface.id));
        let usage = told.filter_map(|interface| {
            let read_ms = last_reading(interface.id, at.as_millisecond().min(wrong_since));
            let figures = self.traffic.used_at(&self.seeded.appid, interface.cgi_path.as_str(), read_ms)?;
            let figures: Figures = of_wechat(figures);
            let sampled_at = Timestamp::from_millisecond(read_ms).ok().filter(|_| !figures.is_no_figure())?;
            Some(UsageBefore { interface: interface.id, cgi_path: interface.cgi_path.clone(), sampled_at, figures })
        });
        let mut usage: Vec<_> = usage.collect();
        usage.sort_by_key(|usage| std::cmp::Reverse((usage.figures.used_permille(), usage.figures.used)));
        usage
    }
}

/// Two kinds of things in one row, each spread over all of it.
fn mixed<T>(few: usize, many: usize, one: impl Fn(usize) -> T, other: impl Fn(usize) -> T) -> Vec<T> {
    let place = |nth: usize, of: usize| (2 * nth + 1) * 1000 / (2 * of);
    let ones = (0..few).map(|nth| (place(nth, few), one(nth)));
    let mut all: Vec<_> = ones.chain((0..many).map(|nth| (place(nth, many), other(nth)))).collect();
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, thing)| thing).collect()
}
