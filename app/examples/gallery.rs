//! The whole kit on one page, to be looked at:
//!
//!     cargo run -p app --example gallery -- zh-CN dark > gallery.html
//!
//! It links the style sheet in the source tree, so that a change there needs no rebuild. A third argument, such as
//! `wxquota-0123abcd`, is the name of the scripts to wake it with.

use std::sync::Arc;

use app::components::{
    Band, Button, ButtonKind, Cell, Chart, CheckGroup, CheckItem, CheckList, Choice, Copy, DayChart, Details,
    EmptyState, Fact, Facts, Field, Form, LinkButton, Marker, MarkerKind, Notice, NoticeKind, Pager, Panel, Point,
    Segment, Segments, Select, SortHead, Sorting, Sparkline, Stat, StateBadge, Table, TextArea, Tile, Tiles, Time,
    Usage,
};
use app::context::{Assets, Text, Theme, Viewer};
use app::frame::page::{Crumb, Page, Section};
use app::shell::Document;
use domain::{Actor, Figures, Lang, Thresholds, UsageState};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use leptos::prelude::*;

/// 2026-11-22 18:05:11 in Shanghai.
const NOW: i64 = 1_795_341_911;

fn main() {
    let argument = |n: usize| std::env::args().nth(n).unwrap_or_default();
    let lang = argument(1).parse().unwrap_or(Lang::En);
    Owner::new().with(|| {
        provide_context(Assets {
            css: Some(concat!("..", env!("CARGO_MANIFEST_DIR"), "/../style/main.css").to_owned()),
            output_name: Some(argument(3)).filter(|name| !name.is_empty()),
        });
        Viewer {
            lang,
            theme: Theme::from_cookie(&argument(2)),
            display_zone: TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::UTC),
            now: now(),
            demo_time: false,
            actor: Actor::Desk,
            signed_in: None,
            standing: Arc::default(),
            write_fault: None,
            in_clear: false,
            path: "/".to_owned(),
            query: "sort=used&page=2".to_owned(),
        }
        .provide();
        leptos_meta::provide_meta_context();
        println!("{}", view! { <Document><Gallery zh=lang == Lang::ZhCn /></Document> }.to_html());
    });
}

/// Picks the English or the Chinese text.
type Say = fn(&'static str, &'static str) -> &'static str;

fn now() -> Timestamp {
    Timestamp::from_second(NOW).unwrap_or_default()
}

fn before(minutes: i64) -> Timestamp {
    now() - SignedDuration::from_mins(minutes)
}

#[component]
fn Gallery(zh: bool) -> impl IntoView {
    let say: Say = if zh { |_, chinese| chinese } else { |english, _| english };
    let title = say("Get a phone number", "获取手机号");
    let crumbs = vec![Crumb::new(say("Accounts", "账号"), "/accounts"), Crumb::new("商城小程序", "/accounts/1")];
    let aside = view! { <StateBadge state=UsageState::Critical permille=982 /> }.into_any();
    let actions = view! {
        <Button>{say("Sample now", "立即采集")}</Button>
        <Button kind=ButtonKind::Danger>{say("Clear this interface…", "清零此接口…")}</Button>
        <LinkButton href="/" kind=ButtonKind::Primary>{say("Add an account", "添加账号")}</LinkButton>
    }
    .into_any();
    let lead = view! { <Copy text="/wxa/business/getuserphonenumber" /> }.into_any();
    view! {
        <Page title section=Section::Overview crumbs aside actions lead>
            <Glance say />
            <Lists say />
            <Curve say />
            <Forms say />
        </Page>
    }
}

#[component]
fn Glance(say: Say) -> impl IntoView {
    let counts = [2, 3, 5, 2, 1, 118, 0, 4];
    let tiles = UsageState::ALL.into_iter().zip(counts).map(|(state, count)| {
        view! { <Tile state count href=format!("/?state={state}") selected=state == UsageState::Warning /> }
    });
    let badges = UsageState::ALL.into_iter().map(|state| view! { <StateBadge state /> " " });
    view! {
        <Tiles>{tiles.collect_view()}</Tiles>
        <Tiles>
            <Stat label=say("used today", "今日已用") value="49,120">{say("of 50,000", "每日上限 50,000")}</Stat>
            <Stat label=say("left", "剩余") value="880">{say("98 % used", "已用 98 %")}</Stat>
            <Stat label=say("runs out at about", "预计用尽时间") value="16:40">"16:10–17:30"</Stat>
            <Stat label=say("resets at", "重置时间") value="00:00">{say("in 5 h 54 min", "5 小时 54 分钟后")}</Stat>
        </Tiles>
        <p>{badges.collect_view()}</p>
        <Notice
            kind=NoticeKind::Error
            title=say("The reading failed", "采集失败")
            why=say("WeChat does not know the address 203.0.113.7.", "IP 203.0.113.7 不在白名单中。")
            next=say("Put it on the account's white list, then sample now.", "请将它加入该账号的 IP 白名单，然后立即采集。")
        />
        <Notice kind=NoticeKind::Warning title=say("The day resets in 38 min by itself.", "38 分钟后当日额度自动重置。") />
        <Notice kind=NoticeKind::Success title=say("5 interfaces were read.", "已采集 5 个接口。") />
        <Notice kind=NoticeKind::Info title=say("Sampling is paused.", "采集已暂停。") />
    }
    .into_any()
}

#[component]
fn Lists(say: Say) -> impl IntoView {
    let sorting = Sorting { by: "used", descending: true };
    let head = view! {
        <SortHead by="state" now=sorting label=say("State", "状态") />
        <SortHead by="name" now=sorting label=say("Interface", "接口") />
        <th scope="col">{say("Account", "账号")}</th>
        <SortHead by="used" now=sorting label=say("Used / limit", "已用 / 上限") />
        <th scope="col">"24 h"</th>
        <th scope="col" class="num">{say("Runs out", "预计用尽")}</th>
        <SortHead by="read" now=sorting label=say("Read", "更新时间") number=true />
    }
    .into_any();
    let names = [
        ("发送订阅消息", "/cgi-bin/message/subscribe/send"),
        ("获取手机号", "/wxa/business/getuserphonenumber"),
        ("文本内容安全识别", "/wxa/msg_sec_check"),
        ("获取关注者列表", "/cgi-bin/user/get"),
        ("创建二维码", "/cgi-bin/qrcode/create"),
        ("登录凭证校验", "/cgi-bin/token"),
        ("获取小程序码", "/wxa/getwxacode"),
        ("查询 rid 信息", "/cgi-bin/openapi/rid/get"),
    ];
    let used = [200_000, 196_400, 164_000, 0, 1_204, 31_007, 0, 0];
    let rows = UsageState::ALL.into_iter().zip(names).zip(used).enumerate().map(move |(i, ((state, (name, path)), used))| {
        let figures = (state.has_figures() || state == UsageState::Stale)
            .then_some(Figures { daily_limit: 200_000, used, remain: 200_000 - used });
        let reason = match state {
            UsageState::Failed => say("no figure: IP 203.0.113.7 is not on the white list", "没有数据：IP 203.0.113.7 不在白名单中"),
            UsageState::Never => say("first reading in 12 min", "12 分钟后首次采集"),
            _ => say("WeChat tells no figure here", "微信不提供此接口的数据"),
        };
        let minutes = [3, 3, 3, 131, 190, 4, 4, 4].get(i).copied().unwrap_or_default();
        view! {
            <tr>
                <Cell><StateBadge state /></Cell>
                <Cell main=true><a href="/accounts/1/interfaces/1">{name}</a><code>{path}</code></Cell>
                <Cell label=say("Account", "账号")>"商城小程序"</Cell>
                <Cell><Usage figures state thresholds=Thresholds::default() reason=Text::from(reason) /></Cell>
                <Cell label="24 h"><Sparkline points=spark(used, i) from=NOW - 86_400 to=NOW /></Cell>
                <Cell label=say("Runs out", "预计用尽") number=true>{(i == 1).then(|| view! { <Time at=before(-35) clock=true quiet=true /> })}</Cell>
                <Cell label=say("Read", "更新时间") number=true><Time at=before(minutes) quiet={i > 1} /></Cell>
            </tr>
        }
    });
    view! {
        <form class="filters">
            <div class="field grow"><label for="q">{say("Search", "搜索")}</label><input id="q" name="q" type="search" /></div>
            <Select name="account" label=say("Account", "账号") choices=vec![Choice::new("", say("All accounts", "全部账号"))] />
            <Select name="state" label=say("State", "状态") choices=vec![Choice::new("", say("All states", "全部状态"))] />
            <Button>{say("Filter", "筛选")}</Button>
        </form>
        <Table caption=say("Interfaces", "接口") head>{rows.collect_view()}</Table>
        <Pager page=2 per_page=50 total=135 />
        <EmptyState title=say("No account yet", "还没有添加账号")>
            <p>{say("Add one with its AppSecret, and its quotas are read every hour.", "添加账号及其 AppSecret 后，每小时采集一次额度。")}</p>
            <LinkButton href="/accounts/new" kind=ButtonKind::Primary>{say("Add an account", "添加账号")}</LinkButton>
        </EmptyState>
    }
    .into_any()
}

/// A saw of the day: rises to `used`, fails once.
fn spark(used: i64, seed: usize) -> Vec<(i64, Option<i64>)> {
    let failed = seed * 3 % 24;
    (0_i64..25)
        .map(|hour| {
            let at = NOW - 86_400 + hour * 3_600;
            let day = (hour + 18) % 24;
            let good = usize::try_from(hour).ok() != Some(failed);
            (at, (good && used > 0).then_some(used * day * day / 576))
        })
        .collect()
}

#[component]
fn Curve(say: Say) -> impl IntoView {
    let midnight = now() - SignedDuration::from_secs(18 * 3_600 + 5 * 60 + 11);
    let at = |hour: i64| midnight + SignedDuration::from_hours(hour);
    let use_by = |hour: i64| (49_120 * hour * hour / 324).min(49_120);
    let mut limits = vec![(at(0), 40_000), (at(9), 50_000)];
    limits.truncate(2);
    let chart = Chart {
        from: at(0),
        to: at(24),
        readings: (0..=18)
            .map(|hour| Point { at: at(hour), used: (hour != 5 && hour != 6).then(|| use_by(hour)) })
            .collect(),
        usual: (0..=24)
            .map(|hour| Band { at: at(hour), low: use_by(hour.min(17)) * 5 / 10, high: use_by(hour.min(17)) * 8 / 10 })
            .collect(),
        limits,
        lines: Some(Thresholds::default()),
        markers: vec![
            Marker { at: at(9), kind: MarkerKind::LimitChanged, label: "40,000 → 50,000".to_owned() },
            Marker { at: at(13), kind: MarkerKind::Clear, label: say("clear by alice", "alice 清零").to_owned() },
            Marker { at: at(24), kind: MarkerKind::Reset, label: say("resets", "重置").to_owned() },
        ],
        forecast: Some(at(19)),
    };
    let view = Viewer::current();
    let spans = [("24 h", "day"), ("7 d", "week"), ("30 d", "month"), ("1 y", "year")].map(|(label, span)| Segment {
        label: label.into(),
        href: view.link_with(&[("span", Some(span))]),
        current: span == "day",
    });
    let actions = view! { <Segments label=say("Span", "时间范围") items=spans.into() /> }.into_any();
    view! {
        <Panel title=say("Today", "今日用量") actions>
            <DayChart chart title=say("Calls used today", "今日已用次数") />
        </Panel>
        <Details summary=say("Readings as a table", "采集记录")><p>"…"</p></Details>
        <Panel title=say("Account", "账号信息")>
            <Facts>
                <Fact label="appid"><Copy text="wx3b1f0c5d7a9e8462" /></Fact>
                <Fact label=say("Token", "access_token")>{say("renewed ", "更新于 ")} <Time at=before(47) /></Fact>
                <Fact label=say("Next reading", "下次采集")><Time at=before(-57) /></Fact>
                <Fact label=say("Added", "添加时间")><Time at=before(60 * 24 * 40) exact=true /></Fact>
            </Facts>
        </Panel>
    }
    .into_any()
}

#[component]
fn Forms(say: Say) -> impl IntoView {
    let item = |label: &'static str, path: &'static str, checked| CheckItem {
        value: path.into(),
        label: label.into(),
        code: Some(path.into()),
        checked,
    };
    let groups = vec![
        CheckGroup {
            label: say("Messages", "消息").into(),
            items: vec![
                item("发送订阅消息", "/cgi-bin/message/subscribe/send", true),
                item("发送客服消息", "/cgi-bin/message/custom/send", false),
            ],
            open: true,
        },
        CheckGroup {
            label: say("Users", "用户").into(),
            items: vec![item("获取手机号", "/wxa/business/getuserphonenumber", false)],
            open: false,
        },
    ];
    let kinds =
        vec![Choice::new("mini-program", say("mini program", "小程序")), Choice::new("shop", say("shop", "微信小店"))];
    view! {
        <Panel title=say("Add an account", "添加账号")>
            <Form action="/accounts">
                <Field name="name" label=say("Name", "名称") value="商城 <b>小程序</b> 🛒" />
                <Field
                    name="appid"
                    label="appid"
                    value="wx3b1f"
                    code=true
                    hint=say("wx and 16 hexadecimal digits", "wx 加 16 位十六进制数字")
                    error=Text::from(say("This is 6 characters long, an appid has 18. Copy it whole.", "这里只有 6 个字符，appid 共 18 个。请完整复制。"))
                />
                <Select name="kind" label=say("Kind", "类型") choices=kinds selected="shop" />
                <TextArea name="paths" label=say("Paths", "接口路径") code=true optional=true value="</textarea><script>" placeholder="/cgi-bin/…" />
                <CheckList name="watch" legend=say("Interfaces to watch", "要监控的接口") groups />
                <div class="actions">
                    <Button kind=ButtonKind::Primary>{say("Check and add", "检查并添加")}</Button>
                    <LinkButton href="/accounts">{say("Cancel", "取消")}</LinkButton>
                    <Button kind=ButtonKind::Confirm>{say("Clear all of 商城小程序 · 7 → 6 left", "清零 商城小程序 全部接口 · 剩余 7 → 6")}</Button>
                    <Button disabled=true>{say("Out of use", "不可用")}</Button>
                </div>
            </Form>
        </Panel>
    }
    .into_any()
}
