//! What a person or a program reads when no route answers: refused, too large, too slow, broken.
//!
//! Layers answer with a [`Trouble`]; on the way out it is told as a page in the reader's language, or as a problem to
//! programs. Pages of the app's own say more; these must work when the app does not.

use std::any::Any;
use std::sync::Arc;

use app::context::Theme;
use app::forms::cookie;
use app::shell::PKG;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use domain::Lang;
use http::{HeaderMap, StatusCode, header};

use crate::api::problem::Problem;
use crate::assets::Assets;
use crate::lang;
use crate::settings::Web;
use crate::state::AppState;

/// Why a request got no answer of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// It named a host that is not ours.
    ForeignHost,
    /// It came in clear, past the proxies that end TLS.
    PastProxies,
    /// Another site had it sent.
    CrossSite,
    /// Its body is too large.
    TooLarge,
    /// Its headers are too many or too large.
    HeadersTooLarge,
    /// Its address is too long.
    AddressTooLong,
    /// Its body stopped arriving.
    Stalled,
    /// Its answer took too long.
    TooSlow,
    /// The program has a bug.
    Broken,
    /// The address has other methods.
    WrongMethod,
}

/// A headline, what it means, and a way forward.
type Words = (&'static str, &'static str, &'static str);

impl Trouble {
    fn status(self) -> StatusCode {
        match self {
            Self::ForeignHost => StatusCode::MISDIRECTED_REQUEST,
            Self::PastProxies | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::HeadersTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::AddressTooLong => StatusCode::URI_TOO_LONG,
            Self::Stalled => StatusCode::REQUEST_TIMEOUT,
            Self::TooSlow => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
        }
    }

    /// The trouble behind an error that a library answered with a bare status.
    fn of(response: &Response) -> Option<Self> {
        if let Some(trouble) = response.extensions().get::<Self>() {
            return Some(*trouble);
        }
        let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        match (response.status(), kind) {
            (StatusCode::PAYLOAD_TOO_LARGE, None) => Some(Self::TooLarge),
            (StatusCode::PAYLOAD_TOO_LARGE, Some(kind)) if kind.starts_with("text/plain") => Some(Self::TooLarge),
            (StatusCode::SERVICE_UNAVAILABLE, None) => Some(Self::TooSlow),
            (StatusCode::METHOD_NOT_ALLOWED, None) => Some(Self::WrongMethod),
            _ => None,
        }
    }

    /// The word in which a problem's `type` ends.
    fn word(self) -> &'static str {
        match self {
            Self::ForeignHost => "foreign-host",
            Self::PastProxies => "past-proxies",
            Self::CrossSite => "cross-site",
            Self::TooLarge => "too-large",
            Self::HeadersTooLarge => "headers-too-large",
            Self::AddressTooLong => "address-too-long",
            Self::Stalled => "stalled",
            Self::TooSlow => "too-slow",
            Self::Broken => "internal",
            Self::WrongMethod => "method-not-allowed",
        }
    }

    fn words(self, lang: Lang) -> Words {
        match lang {
            Lang::En => self.english(),
            Lang::ZhCn => self.chinese(),
        }
    }

    fn english(self) -> Words {
        match self {
            Self::ForeignHost => (
                "This address is not wxquota's",
                "The request names a host that this desk does not answer for.",
                "Open it as localhost or 127.0.0.1, or have WXQUOTA_PUBLIC_URL set to the address you use.",
            ),
            Self::PastProxies => (
                "Come by https",
                "This came past the proxy that ends TLS, so passwords would travel in clear. Nothing was changed.",
                "Open the https:// address of this desk. If you did, WXQUOTA_PROXY_HOPS is more than the proxies that add to \
                 X-Forwarded-For.",
            ),
            Self::CrossSite => (
                "Refused: sent from another site",
                "Another site had your browser send this. Nothing was changed.",
                "Open the page here and go on from there.",
            ),
            Self::TooLarge => {
                ("That is too large", "What was sent is larger than 3 MiB. Nothing was changed.", "Send less at once.")
            }
            Self::HeadersTooLarge => (
                "Too much came with the request",
                "Its headers are larger than 32 KiB, or more than 80. Nothing was changed.",
                "Send fewer; in a browser, delete the cookies it keeps for this address.",
            ),
            Self::AddressTooLong => {
                ("That address is too long", "It is longer than 8 KiB. Nothing was changed.", "Go to the overview.")
            }
            Self::Stalled => (
                "Only a part of it arrived",
                "What was sent stopped arriving half-way. Nothing was changed.",
                "Look to your connection, and send it again.",
            ),
            Self::TooSlow => (
                "That took too long",
                "The answer was not ready in time; what was begun may still end.",
                "Look at the overview in a minute, before you try again.",
            ),
            Self::Broken => (
                "Something broke inside",
                "The program has a fault here. The log says more under the number in the header x-request-id.",
                "Go back to the overview and try again.",
            ),
            Self::WrongMethod => (
                "Nothing to see at this address",
                "It takes a form, or only gives a page, and was asked for the other.",
                "Go to the overview.",
            ),
        }
    }

    fn chinese(self) -> Words {
        match self {
            Self::ForeignHost => (
                "这个地址不属于 wxquota",
                "请求的主机名不是本服务的。",
                "请用 localhost 或 127.0.0.1 打开，或把 WXQUOTA_PUBLIC_URL 设为实际使用的地址。",
            ),
            Self::PastProxies => (
                "请改用 https",
                "这个请求绕过了负责 TLS 的代理，密码会以明文传输。没有任何改动。",
                "请打开本服务以 https 开头的地址。如果用的就是它，则 WXQUOTA_PROXY_HOPS 大于写入 X-Forwarded-For 的代理数。",
            ),
            Self::CrossSite => (
                "已拒绝：来自其他网站",
                "这个请求是另一个网站让浏览器发出的。没有任何改动。",
                "请在本站打开页面，再从那里继续。",
            ),
            Self::TooLarge => ("内容太大", "提交的内容超过 3 MiB。没有任何改动。", "请减少一次提交的内容。"),
            Self::HeadersTooLarge => (
                "请求附带的内容太多",
                "请求头超过 32 KiB，或多于 80 个。没有任何改动。",
                "请减少请求头；如果用的是浏览器，请删除它为本站保存的 Cookie。",
            ),
            Self::AddressTooLong => ("网址太长", "网址超过 8 KiB。没有任何改动。", "请回到总览。"),
            Self::Stalled => {
                ("只收到一部分内容", "提交的内容中途停止传输。没有任何改动。", "请检查网络，然后重新提交。")
            }
            Self::TooSlow => {
                ("用时过长", "未能及时得到结果；已开始的操作可能仍会完成。", "请一分钟后先查看总览，再决定是否重试。")
            }
            Self::Broken => {
                ("程序内部出错", "程序在这里有缺陷。日志中以响应头 x-request-id 的编号记有详情。", "请回到总览再试。")
            }
            Self::WrongMethod => {
                ("这个地址没有可看的内容", "它只接收表单或只提供页面，而请求的是另一种。", "请回到总览。")
            }
        }
    }
}

impl From<Trouble> for Response {
    fn from(trouble: Trouble) -> Self {
        let mut response = trouble.status().into_response();
        response.extensions_mut().insert(trouble);
        response
    }
}

/// The answer of a handler that panicked; the panic's own text went to the log.
pub(crate) fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(panic = text.unwrap_or("without a text"), "a request met a fault of the program");
    Trouble::Broken.into()
}

/// What pages of troubles have in common with the app's.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    assets: Arc<Assets>,
    web: Arc<Web>,
}

impl Frame {
    /// As the app's pages have it.
    pub(crate) fn of(state: &AppState) -> Self {
        Self { assets: Arc::clone(&state.assets), web: Arc::clone(&state.web) }
    }

    /// The page of a trouble.
    fn page(&self, trouble: Trouble, look: Look) -> String {
        // A style sheet would be asked for in the same way, and refused as well.
        let refused = matches!(trouble, Trouble::ForeignHost | Trouble::PastProxies);
        let css = self.assets.for_pages().css.filter(|_| !refused);
        let overview = match &self.web.public_url {
            Some(url) if trouble == Trouble::PastProxies => format!("{}/", url.origin().ascii_serialization()),
            _ => "/".to_owned(),
        };
        let banner = self.web.plain_http().then(|| in_clear(look.lang));
        page(trouble.words(look.lang), look, &overview, banner, css.as_deref())
    }
}

/// What every page says where passwords and sessions travel in clear.
fn in_clear(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "Passwords and sessions travel unencrypted here (WXQUOTA_ALLOW_HTTP). Use https.",
        Lang::ZhCn => "此处的密码和会话未加密传输（WXQUOTA_ALLOW_HTTP）。请改用 https。",
    }
}

/// Tells what went wrong to whoever asked.
pub(crate) async fn tell(State(frame): State<Frame>, request: Request, next: Next) -> Response {
    let program = is_for_programs(request.uri().path());
    let look = Look::of(request.headers());
    let response = next.run(request).await;
    let Some(trouble) = Trouble::of(&response) else { return response };
    let mut told = if program {
        let (_, meaning, next_step) = trouble.words(Lang::En);
        Problem::before_routing(trouble.status(), trouble.word(), &format!("{meaning} {next_step}")).into_response()
    } else {
        (trouble.status(), Html(frame.page(trouble, look))).into_response()
    };
    if let Some(allow) = response.headers().get(header::ALLOW) {
        told.headers_mut().insert(header::ALLOW, allow.clone());
    }
    told
}

/// Everything below `/api`; people's forms lie elsewhere.
pub(crate) fn is_for_programs(path: &str) -> bool {
    path.strip_prefix("/api").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// How the reader has pages look.
#[derive(Debug, Clone, Copy)]
struct Look {
    lang: Lang,
    theme: Option<Theme>,
}

impl Look {
    fn of(headers: &HeaderMap) -> Self {
        Self { lang: lang::of(headers), theme: cookie(headers, "theme").and_then(Theme::from_cookie) }
    }
}

/// A page in the frame of the others, without what only the app knows.
fn page(
    (title, meaning, next_step): Words,
    look: Look,
    overview: &str,
    banner: Option<&str>,
    css: Option<&str>,
) -> String {
    let overview_words = match look.lang {
        Lang::En => "Overview",
        Lang::ZhCn => "总览",
    };
    let html = look.lang.html_tag();
    let theme = look.theme.map(|theme| format!(" data-theme=\"{}\"", theme.word())).unwrap_or_default();
    let banner = banner.map(|text| format!("<p class=\"in-clear\">{text}</p>")).unwrap_or_default();
    let css = css.map(|css| format!("<link rel=\"stylesheet\" href=\"/{PKG}/{css}\">")).unwrap_or_default();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{html}\"{theme}><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">{css}<title>{title} · wxquota</title></head><body>{banner}\
         <header class=\"top\"><div class=\"top-inner\"><a class=\"brand\" href=\"/\">wxquota</a></div></header>\
         <main><div class=\"page-head\"><div class=\"page-title\"><h1>{title}</h1></div></div>\
         <div class=\"empty\"><p class=\"empty-title\">{meaning}</p><p>{next_step}</p>\
         <a class=\"button\" href=\"{overview}\">{overview_words}</a></div></main></body></html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Trouble; 10] = [
        Trouble::ForeignHost,
        Trouble::PastProxies,
        Trouble::CrossSite,
        Trouble::TooLarge,
        Trouble::HeadersTooLarge,
        Trouble::AddressTooLong,
        Trouble::Stalled,
        Trouble::TooSlow,
        Trouble::Broken,
        Trouble::WrongMethod,
    ];

    #[test]
    fn pages_have_the_look_of_the_others_where_it_was_built() {
        let look = Look { lang: Lang::En, theme: Some(Theme::Dark) };
        let told = page(Trouble::WrongMethod.words(Lang::En), look, "/", None, Some("wxquota-1.css"));
        assert!(told.contains("<html lang=\"en\" data-theme=\"dark\">"), "{told}");
        assert!(told.contains("<link rel=\"stylesheet\" href=\"/pkg/wxquota-1.css\">"), "{told}");
        let plain = page(Trouble::WrongMethod.words(Lang::En), Look { theme: None, ..look }, "/", None, None);
        assert!(plain.contains("<html lang=\"en\"><head>") && !plain.contains("<link"), "{plain}");
    }

    #[test]
    fn whoever_came_past_the_proxies_is_led_to_the_public_address() {
        let public_url = Some("https://quota.example.com".parse().unwrap());
        let frame = Frame { assets: Arc::new(Assets::none()), web: Arc::new(Web { public_url, ..Web::default() }) };
        let look = Look { lang: Lang::En, theme: None };
        let told = frame.page(Trouble::PastProxies, look);
        assert!(told.contains("<a class=\"button\" href=\"https://quota.example.com/\">"), "{told}");
        assert!(!told.contains("in-clear"), "{told}");
        assert!(frame.page(Trouble::TooLarge, look).contains("<a class=\"button\" href=\"/\">"));
    }

    #[test]
    fn where_passwords_travel_in_clear_these_pages_say_so_too() {
        let web = Web { way: crate::settings::Way::Clear, ..Web::default() };
        let frame = Frame { assets: Arc::new(Assets::none()), web: Arc::new(web) };
        for (lang, told) in [(Lang::En, "travel unencrypted here"), (Lang::ZhCn, "未加密传输")] {
            let page = frame.page(Trouble::TooLarge, Look { lang, theme: None });
            assert!(page.contains("<p class=\"in-clear\">") && page.contains(told), "{page}");
        }
    }

    #[test]
    fn chinese_is_written_as_on_the_other_pages() {
        for (title, meaning, next_step) in ALL.map(|trouble| trouble.words(Lang::ZhCn)) {
            for text in [title, meaning, next_step] {
                assert!(!text.contains([',', ';', ':', '!', '?', '(', ')', '您']), "{text}");
            }
        }
    }
}
