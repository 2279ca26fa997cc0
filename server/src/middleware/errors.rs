//! Errors that no route answers: a request that is refused, too large or too slow, or a fault of the program.
//!
//! Layers answer with an [`HttpError`]; on the way out it becomes a page in the reader's language, or a problem document
//! for programs. Pages of the app's own say more; these must work when the app does not.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use app::context::Theme;
use app::forms::cookie;
use app::shell::PKG;
use app::words::writing::{meanwhile_words, write_fault_words};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use domain::{Lang, WriteFault};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::api::problem::Problem;
use crate::assets::Assets;
use crate::lang;
use crate::settings::Web;
use crate::state::AppState;

/// A headline, what it means, and a way forward.
type Texts<'a> = (&'a str, &'a str, &'a str);

/// Declares the errors: each with its status, the word in which the `type` of its problem document ends, and its texts in
/// English and Chinese.
macro_rules! http_errors {
    ($($(#[$doc:meta])* $name:ident($status:ident, $word:literal) {
        $en_title:literal, $en_meaning:literal, $en_next:literal;
        $zh_title:literal, $zh_meaning:literal, $zh_next:literal;
    })+) => {
        /// The reason why a request got no answer of its own.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum HttpError {
            $($(#[$doc])* $name,)+
        }

        impl HttpError {
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$name,)+];

            fn status(self) -> StatusCode {
                match self {
                    $(Self::$name => StatusCode::$status,)+
                }
            }

            fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }

            fn texts(self, lang: Lang) -> Texts<'static> {
                match (self, lang) {$(
                    (Self::$name, Lang::En) => ($en_title, $en_meaning, $en_next),
                    (Self::$name, Lang::ZhCn) => ($zh_title, $zh_meaning, $zh_next),
                )+}
            }
        }
    };
}

http_errors! {
    /// It named a host that is not ours.
    ForeignHost(MISDIRECTED_REQUEST, "foreign-host") {
        "Unknown host name",
        "wxquota does not serve the host name of this request.",
        "Use localhost or 127.0.0.1, or set WXQUOTA_PUBLIC_URL to the address that you use.";
        "访问地址不正确",
        "请求的主机名不是本系统的地址。",
        "请用 localhost 或 127.0.0.1 访问，或把 WXQUOTA_PUBLIC_URL 设为实际使用的地址。";
    }
    /// It came in clear, past the proxies that end TLS.
    PastProxies(FORBIDDEN, "past-proxies") {
        "Use https",
        "This request bypassed the TLS proxy, so passwords would be sent unencrypted. Nothing was changed.",
        "Open the https:// address of this dashboard. If you already do, WXQUOTA_PROXY_HOPS is higher than the \
         number of proxies that add to X-Forwarded-For.";
        "请改用 https",
        "这个请求没有经过 HTTPS 代理，密码会以明文传输。没有任何改动。",
        "请访问本系统以 https 开头的地址。如果访问的已是该地址，说明 WXQUOTA_PROXY_HOPS 大于写入 X-Forwarded-For 的代理数，请调小。";
    }
    /// Another site had it sent.
    CrossSite(FORBIDDEN, "cross-site") {
        "Request from another site refused",
        "Another site caused your browser to send this request. Nothing was changed.",
        "Open the page of this dashboard and try again.";
        "请求来自其他网站，已拒绝",
        "这个请求由其他网站发起。没有任何改动。",
        "请直接打开本系统的页面再操作。";
    }
    /// Its body is too large.
    TooLarge(PAYLOAD_TOO_LARGE, "too-large") {
        "Request too large",
        "The request is larger than {limit}. Nothing was changed.",
        "Send less data.";
        "提交的内容过大",
        "提交的内容超过 {limit}。没有任何改动。",
        "请减少一次提交的内容。";
    }
    /// Its form cannot be read.
    Unreadable(BAD_REQUEST, "unreadable") {
        "Form could not be read",
        "The submitted form is incomplete or invalid. Nothing was changed.",
        "Go back, reload the page and try again.";
        "无法读取提交的内容",
        "提交的表单不完整或格式不正确。没有任何改动。",
        "请返回并刷新页面，然后重新提交。";
    }
    /// Its headers are too many or too large.
    HeadersTooLarge(REQUEST_HEADER_FIELDS_TOO_LARGE, "headers-too-large") {
        "Request headers too large",
        "The request has more than 32 KiB of headers, or more than 80 headers. Nothing was changed.",
        "Send fewer headers. In a browser, delete the cookies of this site.";
        "请求头过大",
        "请求头超过 32 KiB，或多于 80 个。没有任何改动。",
        "请减少请求头；如果使用浏览器，请清除本系统的 Cookie。";
    }
    /// Its address is too long.
    AddressTooLong(URI_TOO_LONG, "address-too-long") {
        "Address too long",
        "The address is longer than 8 KiB. Nothing was changed.",
        "Go to the overview.";
        "网址过长",
        "网址超过 8 KiB。没有任何改动。",
        "请返回概览。";
    }
    /// Its body stopped arriving.
    Stalled(REQUEST_TIMEOUT, "stalled") {
        "Incomplete request",
        "Only a part of the request arrived. Nothing was changed.",
        "Check your connection and try again.";
        "提交的内容不完整",
        "内容在传输中中断。没有任何改动。",
        "请检查网络，然后重新提交。";
    }
    /// Its sender asks for too much at once.
    TooManyRequests(TOO_MANY_REQUESTS, "too-many-requests") {
        "Too many requests",
        "Too many requests came from your network address at once. Nothing was changed.",
        "Wait a few seconds and try again.";
        "请求过于频繁",
        "来自你的网络地址的请求过多。没有任何改动。",
        "请稍等几秒后重试。";
    }
    /// Its connection found no place.
    TooManyConnections(SERVICE_UNAVAILABLE, "too-many-connections") {
        "Too many connections",
        "Too many connections are open. Nothing was changed.",
        "Wait a few seconds and try again.";
        "连接数过多",
        "当前打开的连接过多。没有任何改动。",
        "请稍等几秒后重试。";
    }
    /// Its answer took too long.
    TooSlow(SERVICE_UNAVAILABLE, "too-slow") {
        "Timeout",
        "The answer was not ready in time. The action may still complete.",
        "Check the overview in a minute before you try again.";
        "处理超时",
        "没有在时限内完成；已开始的操作可能仍会完成。",
        "请一分钟后查看概览，再决定是否重试。";
    }
    /// What it asks for has to be saved, and nothing can be.
    Unwritable(SERVICE_UNAVAILABLE, "not-writable") {
        "Nothing can be saved at the moment",
        "The database cannot be written. Nothing was changed.",
        "You can still read every page. Try again in a few minutes.";
        "目前无法保存",
        "数据库不可写。没有任何改动。",
        "页面仍可查看。请几分钟后重试。";
    }
    /// The program has a bug.
    Broken(INTERNAL_SERVER_ERROR, "internal") {
        "Something went wrong on our side",
        "This is an error in wxquota. The log has details under the number in the header x-request-id.",
        "Go back to the overview and try again.";
        "系统内部错误",
        "这是程序的缺陷。可以用响应头 x-request-id 中的编号在日志中查找详情。",
        "请返回概览后重试。";
    }
    /// The address has other methods.
    WrongMethod(METHOD_NOT_ALLOWED, "method-not-allowed") {
        "Method not allowed",
        "This address does not support this kind of request.",
        "Go to the overview.";
        "不支持这种访问方式",
        "这个地址只接收表单，或只提供页面。",
        "请返回概览。";
    }
}

/// Among the extensions of an answer to a body that is too large: the most bytes that it may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BodyLimit(pub(crate) usize);

impl fmt::Display for BodyLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            bytes if bytes < 1 << 20 => write!(f, "{} KiB", bytes >> 10),
            bytes => write!(f, "{} MiB", bytes >> 20),
        }
    }
}

/// The most bytes of any body but one: the longest text that someone may paste into a form, which spells a byte with up to
/// three, and the other fields.
pub(crate) const MAX_BODY: usize = 3 * desk::rids::MAX_TEXT + (64 << 10);

/// The seconds after which whoever was refused for sending too much may try again.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("5");

impl HttpError {
    /// Whether the same request is answered if it is sent again after a while.
    fn is_for_a_moment(self) -> bool {
        matches!(self, Self::TooManyRequests | Self::TooManyConnections)
    }

    /// The error behind a bare status that a library answered with.
    fn of(response: &Response) -> Option<Self> {
        if let Some(error) = response.extensions().get::<Self>() {
            return Some(*error);
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
}

impl From<HttpError> for Response {
    fn from(error: HttpError) -> Self {
        let mut response = error.status().into_response();
        response.extensions_mut().insert(error);
        response
    }
}

/// The answer of a handler that panicked; the panic's own text went to the log.
pub(crate) fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(panic = text.unwrap_or("without a text"), "a request caused an internal error");
    HttpError::Broken.into()
}

/// What error pages have in common with the app's.
#[derive(Debug, Clone)]
pub(crate) struct ErrorPages {
    assets: Arc<Assets>,
    web: Arc<Web>,
}

impl ErrorPages {
    /// The same style sheet and banner as on the app's pages.
    pub(crate) fn of(state: &AppState) -> Self {
        Self { assets: Arc::clone(&state.assets), web: Arc::clone(&state.web) }
    }

    /// The page of an error.
    fn page(&self, error: HttpError, texts: Texts<'_>, appearance: Appearance) -> String {
        // A style sheet would be asked for in the same way, and refused as well.
        let refused = matches!(error, HttpError::ForeignHost | HttpError::PastProxies);
        let css = self.assets.for_pages().css.filter(|_| !refused);
        let overview = match &self.web.public_url {
            Some(url) if error == HttpError::PastProxies => format!("{}/", url.origin().ascii_serialization()),
            _ => "/".to_owned(),
        };
        let banner = self.web.plain_http().then(|| in_clear(appearance.lang));
        page(texts, appearance, &overview, banner, css.as_deref())
    }
}

/// The banner of every page where passwords and sessions travel in clear.
fn in_clear(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "Passwords and sessions are sent unencrypted (WXQUOTA_ALLOW_HTTP). Use https instead.",
        Lang::ZhCn => "当前连接未加密，密码和登录状态会以明文传输（WXQUOTA_ALLOW_HTTP）。请改用 https。",
    }
}

/// Turns an [`HttpError`] into a page or a problem document.
pub(crate) async fn explain(State(frame): State<ErrorPages>, request: Request, next: Next) -> Response {
    let program = is_for_programs(request.uri().path());
    let appearance = Appearance::of(request.headers());
    let response = next.run(request).await;
    let Some(error) = HttpError::of(&response) else { return response };
    let limit = response.extensions().get::<BodyLimit>().copied().unwrap_or(BodyLimit(MAX_BODY));
    let (title, meaning, next_step) = error.texts(if program { Lang::En } else { appearance.lang });
    let meaning = meaning.replace("{limit}", &limit.to_string());
    let fault = response.extensions().get::<WriteFault>().copied();
    let words = fault.map(|fault| (write_fault_words(appearance.lang, fault), meanwhile_words(appearance.lang)));
    let mut explained = if program {
        Problem::before_routing(error.status(), error.word(), &format!("{meaning} {next_step}")).into_response()
    } else {
        let texts: Texts<'_> = match &words {
            Some((why, meanwhile)) => (title, why, meanwhile),
            None => (title, &meaning, next_step),
        };
        (error.status(), Html(frame.page(error, texts, appearance))).into_response()
    };
    if error.is_for_a_moment() {
        explained.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER);
    }
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = response.headers().get(&name) {
            explained.headers_mut().insert(name, value.clone());
        }
    }
    explained
}

/// Everything below `/api`; people's forms lie elsewhere.
pub(crate) fn is_for_programs(path: &str) -> bool {
    path.strip_prefix("/api").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The language and theme of a reader's pages.
#[derive(Debug, Clone, Copy)]
struct Appearance {
    lang: Lang,
    theme: Option<Theme>,
}

impl Appearance {
    fn of(headers: &HeaderMap) -> Self {
        Self { lang: lang::of(headers), theme: cookie(headers, "theme").and_then(Theme::from_cookie) }
    }
}

/// A page in the frame of the others, without what only the app knows.
fn page(
    (title, meaning, next_step): Texts<'_>,
    appearance: Appearance,
    overview: &str,
    banner: Option<&str>,
    css: Option<&str>,
) -> String {
    let overview_words = match appearance.lang {
        Lang::En => "Overview",
        Lang::ZhCn => "概览",
    };
    let html = appearance.lang.html_tag();
    let theme = appearance.theme.map(|theme| format!(" data-theme=\"{}\"", theme.word())).unwrap_or_default();
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

    #[test]
    fn pages_have_the_look_of_the_others_where_it_was_built() {
        let appearance = Appearance { lang: Lang::En, theme: Some(Theme::Dark) };
        let told = page(HttpError::WrongMethod.texts(Lang::En), appearance, "/", None, Some("wxquota-1.css"));
        assert!(told.contains("<html lang=\"en\" data-theme=\"dark\">"), "{told}");
        assert!(told.contains("<link rel=\"stylesheet\" href=\"/pkg/wxquota-1.css\">"), "{told}");
        let plain =
            page(HttpError::WrongMethod.texts(Lang::En), Appearance { theme: None, ..appearance }, "/", None, None);
        assert!(plain.contains("<html lang=\"en\"><head>") && !plain.contains("<link"), "{plain}");
    }

    #[test]
    fn whoever_came_past_the_proxies_is_led_to_the_public_address() {
        let public_url = Some("https://quota.example.com".parse().unwrap());
        let frame =
            ErrorPages { assets: Arc::new(Assets::none()), web: Arc::new(Web { public_url, ..Web::default() }) };
        let appearance = Appearance { lang: Lang::En, theme: None };
        let shown = |error: HttpError| frame.page(error, error.texts(Lang::En), appearance);
        let told = shown(HttpError::PastProxies);
        assert!(told.contains("<a class=\"button\" href=\"https://quota.example.com/\">"), "{told}");
        assert!(!told.contains("in-clear"), "{told}");
        assert!(shown(HttpError::TooLarge).contains("<a class=\"button\" href=\"/\">"));
    }

    #[test]
    fn where_passwords_travel_in_clear_these_pages_say_so_too() {
        let web = Web { way: crate::settings::Way::Clear, ..Web::default() };
        let frame = ErrorPages { assets: Arc::new(Assets::none()), web: Arc::new(web) };
        for (lang, told) in [(Lang::En, "are sent unencrypted"), (Lang::ZhCn, "当前连接未加密")] {
            let error = HttpError::Stalled;
            let page = frame.page(error, error.texts(lang), Appearance { lang, theme: None });
            assert!(page.contains("<p class=\"in-clear\">") && page.contains(told), "{page}");
        }
    }

    #[test]
    fn limits_are_round() {
        assert_eq!(
            [16 << 10, 640 << 10, 3 << 20, (3 << 20) + (64 << 10)].map(|bytes| BodyLimit(bytes).to_string()),
            ["16 KiB", "640 KiB", "3 MiB", "3 MiB"]
        );
    }

    #[test]
    fn the_page_of_a_form_that_cannot_be_saved_says_why() {
        let frame = ErrorPages { assets: Arc::new(Assets::none()), web: Arc::new(Web::default()) };
        for fault in WriteFault::ALL {
            for lang in [Lang::En, Lang::ZhCn] {
                let (why, meanwhile) = (write_fault_words(lang, fault), meanwhile_words(lang));
                let texts = ("", &*why, &*meanwhile);
                let page = frame.page(HttpError::Unwritable, texts, Appearance { lang, theme: None });
                assert!(page.contains(&*why) && page.contains(&*meanwhile), "{page}");
            }
        }
    }

    #[test]
    fn chinese_is_written_as_on_the_other_pages() {
        for (title, meaning, next_step) in HttpError::ALL.iter().map(|error| error.texts(Lang::ZhCn)) {
            for text in [title, meaning, next_step] {
                assert!(!text.contains([',', ';', ':', '!', '?', '(', ')', '您']), "{text}");
            }
        }
    }
}
