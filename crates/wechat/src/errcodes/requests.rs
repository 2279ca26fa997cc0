//! How a request is written: 40066, 410xx, 430xx, 440xx, 45002, 47001.

use super::ClearHelps::No;
use super::{Entry, Text};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        errcode: 40066,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "请求地址不对",
            meaning: "微信没有这个接口地址。",
            cause: "请求路径拼写有误；它与被查询的接口路径无关。",
            next_step: "对照官方文档核对请求的地址。",
        },
        en: Text {
            title: "The address is wrong",
            meaning: "WeChat has no interface at this address.",
            cause: "The request's own path is misspelled. This is not about the path that was asked for.",
            next_step: "Compare the request's address with the official page.",
        },
    },
    Entry {
        errcode: 41001,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "没有带访问凭据",
            meaning: "请求里缺少 access_token。",
            cause: "凭据必须放在网址的查询参数里，放在请求体里无效。",
            next_step: "把 access_token 加到网址的查询参数里。",
        },
        en: Text {
            title: "The token is missing",
            meaning: "The request holds no access_token.",
            cause: "It belongs into the query; in the body it is not seen.",
            next_step: "Add access_token to the query of the address.",
        },
    },
    Entry {
        errcode: 41002,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "缺少 AppID",
            meaning: "请求里没有 appid。",
            cause: "参数漏写，或放错了位置（网址与请求体）。",
            next_step: "补上 appid，并按文档放在网址或请求体里。",
        },
        en: Text {
            title: "The AppID is missing",
            meaning: "The request holds no appid.",
            cause: "It was left out, or stands in the body where the query is read, or the other way round.",
            next_step: "Add appid where the official page wants it.",
        },
    },
    Entry {
        errcode: 41004,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "缺少 AppSecret",
            meaning: "请求里没有 AppSecret。",
            cause: "参数漏写，或放错了位置（网址与请求体）。",
            next_step: "补上 AppSecret，并按文档放在网址或请求体里。",
        },
        en: Text {
            title: "The AppSecret is missing",
            meaning: "The request holds no AppSecret.",
            cause: "It was left out, or stands in the body where the query is read, or the other way round.",
            next_step: "Add it where the official page wants it.",
        },
    },
    Entry {
        errcode: 43001,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "应使用 GET",
            meaning: "该接口只接受 GET 请求。",
            cause: "请求方法用错了。",
            next_step: "改用 GET 请求。",
        },
        en: Text {
            title: "GET is needed",
            meaning: "The interface takes GET requests.",
            cause: "The request used another method.",
            next_step: "Send a GET request.",
        },
    },
    Entry {
        errcode: 43002,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "应使用 POST",
            meaning: "该接口只接受 POST 请求。",
            cause: "请求方法用错了，或中途被重定向改成了 GET。",
            next_step: "改用 POST 请求。",
        },
        en: Text {
            title: "POST is needed",
            meaning: "The interface takes POST requests.",
            cause: "The request used another method, or a redirect turned it into GET.",
            next_step: "Send a POST request.",
        },
    },
    Entry {
        errcode: 43003,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "应使用 HTTPS",
            meaning: "微信只接受 HTTPS 请求。",
            cause: "网址以 http:// 开头。",
            next_step: "把网址改为 https:// 开头。",
        },
        en: Text {
            title: "HTTPS is needed",
            meaning: "WeChat takes HTTPS requests only.",
            cause: "The address begins with http://.",
            next_step: "Use an address that begins with https://.",
        },
    },
    Entry {
        errcode: 44002,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "请求体为空",
            meaning: "POST 请求没有内容。",
            cause: "请求体没有发出，或被中间的代理丢弃。",
            next_step: "按文档补上 JSON 请求体。",
        },
        en: Text {
            title: "The body is empty",
            meaning: "The POST request holds nothing.",
            cause: "The body was not sent, or a proxy dropped it.",
            next_step: "Send the JSON body that the official page asks for.",
        },
    },
    Entry {
        errcode: 45002,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "内容过长",
            meaning: "发送的内容超过了长度限制。",
            cause: "文字或参数太长。",
            next_step: "缩短内容后再试。",
        },
        en: Text {
            title: "The content is too long",
            meaning: "What was sent exceeds the limit on its length.",
            cause: "A text or a parameter is too long.",
            next_step: "Shorten it and try again.",
        },
    },
    Entry {
        errcode: 47001,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "请求体无法解析",
            meaning: "微信读不懂请求体的 JSON 或 XML。",
            cause: "格式有误、被重复编码，或 Content-Type 不是 application/json。",
            next_step: "发送未经二次编码的 JSON，并设置 Content-Type: application/json。",
        },
        en: Text {
            title: "The body cannot be read",
            meaning: "WeChat does not understand the request's JSON or XML.",
            cause: "It is malformed, encoded twice, or sent with another content type.",
            next_step: "Send a plain JSON object with Content-Type: application/json.",
        },
    },
];
