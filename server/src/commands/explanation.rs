//! Failed calls explained on a terminal, and the language of that.

use std::borrow::Cow;
use std::net::IpAddr;

use desk::explain::{Problem, explain};
use domain::{Failure, Kind, Lang};

use crate::shapes::accounts::ProblemShape;

/// A failed call, explained: by its errcode where WeChat gave one, else by where it ended. `kind` is the account's, where it is
/// known, and `addresses` are those from which WeChat refused its calls lately.
pub(super) fn explained(problem: &Problem, kind: Option<Kind>, addresses: &[IpAddr], lang: Lang) -> ProblemShape {
    let words = problem.failure.errcode().map(|errcode| explain(errcode, Some(&problem.endpoint), lang));
    let words = words.map(|words| kind.map_or(words.clone(), |kind| words.for_kind(kind, lang)));
    let (title, cause, next) = match words {
        Some(words) => (Some(words.title), Some(words.cause), Some(words.next_step)),
        None => (None, None, network_advice(problem.failure, lang).map(Cow::Borrowed)),
    };
    let next = match (&problem.seen_ip, next) {
        (Some(_), Some(next)) if addresses.len() > 1 => Some(format!("{next} {}", changing(addresses, lang))),
        (Some(ip), Some(next)) => Some(format!("{next} [{ip}]")),
        (_, next) => next.map(Cow::into_owned),
    };
    let (title, cause) = (title.map(Cow::into_owned), cause.map(Cow::into_owned));
    ProblemShape { failure: problem.failure.to_string(), detail: problem.detail.clone(), title, cause, next }
}

/// The sentence that the address this machine leaves by changes.
fn changing(addresses: &[IpAddr], lang: Lang) -> String {
    let all = |comma| addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(comma);
    match lang {
        Lang::ZhCn => format!("本系统的出口 IP 会变化：{}。", all("、")),
        Lang::En => format!("The outbound address of this server changes: {}.", all(", ")),
    }
}

/// The advice for a call that ended without an errcode.
fn network_advice(failure: Failure, lang: Lang) -> Option<&'static str> {
    Some(match (failure, lang) {
        (Failure::NoConnection, Lang::En) => {
            "Check that this server can reach the address in WXQUOTA_WECHAT_BASE_URL (DNS, firewall, proxy)."
        }
        (Failure::NoConnection, Lang::ZhCn) => {
            "请检查服务器能否访问 WXQUOTA_WECHAT_BASE_URL 指向的地址（DNS、防火墙、代理）。"
        }
        (Failure::NoAnswer, Lang::En) => "WeChat did not answer in time; try again in a minute.",
        (Failure::NoAnswer, Lang::ZhCn) => "微信没有在时限内响应，请一分钟后重试。",
        (Failure::BadAnswer, Lang::En) => {
            "The answer did not come from WeChat. Check the proxies, gateways and login pages in between."
        }
        (Failure::BadAnswer, Lang::ZhCn) => "收到的响应不是来自微信：请检查本系统到微信之间的代理、网关或登录页。",
        (Failure::NoSecret, Lang::En) => {
            "The AppSecret cannot be decrypted with this master key. Restore the correct key file."
        }
        (Failure::NoSecret, Lang::ZhCn) => "当前主密钥无法解密 AppSecret，请恢复正确的主密钥文件。",
        (Failure::Refused(_) | Failure::TokenRefused(_), _) => return None,
    })
}

/// The language of the terminal, as its locale names it.
pub(super) fn spoken() -> Lang {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    if locale.is_some_and(|locale| locale.starts_with("zh")) { Lang::ZhCn } else { Lang::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_written_as_on_the_pages() {
        for failure in [Failure::NoConnection, Failure::NoAnswer, Failure::BadAnswer, Failure::NoSecret] {
            let advice = network_advice(failure, Lang::ZhCn).unwrap();
            assert!(!advice.contains([',', ';', ':', '!', '?', '(', ')', '您']), "{advice}");
        }
    }
}
