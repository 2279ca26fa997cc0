//! When the demo's people cleared what, and why.
//!
//! The day on which a demo starts belongs to the story of its first page: no clear lies on it but one of an interface that is
//! not in that story.

use domain::clears::Period;
use domain::{CgiPath, InterfaceId, QuotaZone};
use jiff::{SignedDuration, Timestamp};
use sandbox::{PastClear, SeededAccount};
use store::{Account, InterfaceNow};

use crate::demo::users::{ADMIN, LEAD};

/// How long WeChat took to answer them.
pub(super) const CALL: SignedDuration = SignedDuration::from_millis(420);
/// Between two clears of an account: each counts as open for 35 minutes, and is up to 5 minutes late.
pub(super) const APART: SignedDuration = SignedDuration::from_mins(45);
/// Between the clears of one account and those of the next.
const BESIDE: SignedDuration = SignedDuration::from_mins(7);
/// The most that a clear is late, in seconds.
const LATE_S: i64 = 5 * 60;
/// When people clear, in hours of the day: when much has been used.
const WORK: std::ops::Range<i8> = 14..22;
/// The first hour in which the start's own day can have a clear.
const FIRST_HOUR_TODAY: SignedDuration = SignedDuration::from_hours(10);
/// How long before the start that clear was.
const BEFORE_START: SignedDuration = SignedDuration::from_mins(3 * 60 + 13);
/// Who clears, in turns.
const ACTORS: [&str; 2] = [LEAD, ADMIN];
/// Why whole accounts were cleared.
const WHOLE: [&str; 4] = [
    "大促预热，多个接口同时告急，值班群已同意",
    "定时任务死循环刷接口，已修复上线",
    "会员日推送发到一半额度用尽，晚上还有一轮",
    "压测脚本误连正式环境，已停",
];
/// What was used most when whole accounts were cleared: shares of the limits.
const RUSHES: [(&str, f64); 5] = [
    ("/cgi-bin/message/subscribe/send", 1.05),
    ("/wxa/business/getuserphonenumber", 0.96),
    ("/wxa/msg_sec_check", 0.88),
    ("/cgi-bin/message/template/send", 0.93),
    ("/cgi-bin/message/custom/send", 0.81),
];
/// Why single interfaces were, and how much of their limit was used by then.
const SINGLE: [(&str, &str, f64); 7] = [
    ("/cgi-bin/message/subscribe/send", "促销活动订阅消息发完", 1.04),
    ("/wxa/business/getuserphonenumber", "新用户注册高峰，手机号接口快用完", 0.97),
    ("/wxa/msg_sec_check", "评论抽奖活动，内容审核超量", 0.94),
    (DID_NOTHING, "门店换码，批量生成小程序码报频率超限", 0.41),
    ("/wxa/generatescheme", "短信跳转链接批量生成", 0.95),
    ("/wxa/generate_urllink", "节日短信群发，外链快用完", 0.93),
    ("/cgi-bin/message/mass/delete", "连续撤回误发的群发，次数快用完", 0.95),
];
/// The one of the start's own day.
const TODAY: (&str, &str, f64) = ("/wxa/img_sec_check", "晒单活动图片审核超量", 0.96);
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
    /// WeChat said yes; the readings show what fell.
    Accepted,
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
    pub(super) account: Account,
    pub(super) interface: Option<(InterfaceId, CgiPath)>,
    pub(super) actor: &'static str,
    pub(super) reason: &'static str,
    /// What was used most by then: paths and shares of their limits.
    pub(super) rushes: Vec<(String, f64)>,
    pub(super) end: End,
}

impl Planned {
    /// The clear as the sandbox has made it; `None` where it made none.
    pub(super) fn past(&self) -> Option<PastClear> {
        match self.end {
            End::Refused | End::Failed => None,
            End::Accepted | End::Elsewhere => Some(PastClear {
                appid: self.account.appid.to_string(),
                path: self.interface.as_ref().map(|(_, path)| path.to_string()),
                at_ms: self.at.as_millisecond(),
                lifts: true,
                rushes: self.rushes.clone(),
            }),
        }
    }
}

/// An account of the demo whose clears are made up.
pub(super) struct DemoAccount<'a> {
    /// Which of the config's it is.
    pub(super) place: usize,
    pub(super) account: &'a Account,
    pub(super) seeded: &'a SeededAccount,
    pub(super) interfaces: &'a [InterfaceNow],
}

/// How many clears of an account have room in a stretch.
fn fits(stretch: Period, place: usize) -> usize {
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

/// What was cleared, why, how it ended, and what was used most by then.
type Act = (Option<(InterfaceId, CgiPath)>, &'static str, End, Vec<(String, f64)>);

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
        let mut acts = mixed(whole, single, |nth| Some(self.whole(nth)), |nth| self.single(nth));
        if with_refused && acts.len() < fits(stretch, self.place) {
            let refused = self.interface(REFUSED.0).map(|of| Some((Some(of), REFUSED.1, End::Refused, Vec::new())));
            acts.splice(acts.len() / 2..acts.len() / 2, refused);
        }
        let acts: Vec<_> = acts.into_iter().flatten().collect();
        let moments = spread(stretch, self.place, acts.len(), zone);
        moments.into_iter().zip(acts).enumerate().map(|(nth, (at, act))| self.planned(nth, at, act)).collect()
    }

    /// The clear on the day of the start, where it lies between `from` and a while before `now`.
    pub(super) fn today(&self, from: Timestamp, now: Timestamp, zone: &QuotaZone) -> Option<Planned> {
        let (path, reason, share) = TODAY;
        let of = self.interface(path)?;
        let at = now - BEFORE_START;
        let is_in_time = at >= zone.day_start(now) + FIRST_HOUR_TODAY && at >= from;
        is_in_time.then(|| self.planned(0, at, (Some(of), reason, End::Accepted, vec![(path.to_owned(), share)])))
    }

    /// The clear that somebody tried with a secret that had been replaced.
    pub(super) fn failed(&self, before: Timestamp) -> Option<Planned> {
        let replaced = Timestamp::from_millisecond(self.seeded.outdated.as_ref()?.since_ms).ok()?;
        let at = replaced + FAILED_AFTER;
        (at < before).then(|| self.planned(1, at, (None, FAILED, End::Failed, Vec::new())))
    }

    fn whole(&self, nth: usize) -> Act {
        let rushes = RUSHES.iter().filter(|(path, _)| self.interface(path).is_some());
        let rushes = rushes.map(|(path, share)| ((*path).to_owned(), *share)).collect();
        let end = if self.place == CLEARED_ELSEWHERE { End::Elsewhere } else { End::Accepted };
        (None, WHOLE[nth % WHOLE.len()], end, rushes)
    }

    fn single(&self, nth: usize) -> Option<Act> {
        let known: Vec<_> = SINGLE.iter().filter_map(|single| Some((self.interface(single.0)?, single))).collect();
        let (of, (path, reason, share)) = known.get(nth % known.len().max(1))?;
        Some((Some(of.clone()), *reason, End::Accepted, vec![((*path).to_owned(), *share)]))
    }

    fn interface(&self, path: &str) -> Option<(InterfaceId, CgiPath)> {
        let found = self.interfaces.iter().find(|interface| interface.cgi_path.as_str() == path)?;
        Some((found.id, found.cgi_path.clone()))
    }

    fn planned(&self, nth: usize, at: Timestamp, (interface, reason, end, rushes): Act) -> Planned {
        let actor = ACTORS[(nth + self.place) % ACTORS.len()];
        Planned { at, account: self.account.clone(), interface, actor, reason, rushes, end }
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
