use std::collections::HashSet;

use super::*;

/// Every code of the fact sheet's table of errors (section 6.1), ranges written out.
const TABLE: [i32; 62] = [
    -1, 0, 40001, 40002, 40013, 40014, 40066, 40125, 40164, 40243, 41001, 41002, 41004, 41018, 42001, 42007, 43001,
    43002, 43003, 44002, 44993, 45002, 45009, 45011, 45035, 47001, 48001, 48004, 48006, 50001, 50002, 50004, 50007,
    61003, 61004, 61005, 61006, 61007, 61008, 61009, 61010, 61011, 61012, 61013, 61014, 61015, 61016, 61023, 61024,
    76001, 76002, 76003, 76004, 76021, 76022, 89501, 89502, 89503, 89504, 89505, 89506, 89507,
];

fn texts(explanation: &Explanation) -> [&str; 5] {
    let Explanation { title, meaning, cause, next_step, customer, .. } = explanation;
    [title, meaning, cause, next_step, customer]
}

#[test]
fn the_file_is_read_and_in_numeric_order() {
    let catalogue: Catalogue = toml::from_str(include_str!("../errcodes.toml")).unwrap();
    assert_eq!(catalogue.errcode.len(), CATALOGUE.errcode.len());
    assert!(CATALOGUE.errcode.is_sorted_by_key(|entry| entry.code));
}

#[test]
fn the_page_of_an_entry_is_given_and_else_the_global_list() {
    assert!(official_page(Some(45009)).ends_with("/limit.html"));
    assert!(official_page(Some(76002)).ends_with("/api_getridinfo.html"));
    for errcode in [Some(40001), Some(1007), None] {
        assert!(official_page(errcode).ends_with("/errCode.html"), "{errcode:?}");
    }
    for page in CATALOGUE.errcode.iter().filter_map(|entry| entry.page.as_deref()) {
        assert!(page.starts_with("https://developers.weixin.qq.com/doc/"), "{page}");
    }
}

#[test]
fn no_code_of_the_table_is_unexplained() {
    let missing: Vec<_> = TABLE.into_iter().filter(|errcode| !is_known(*errcode)).collect();
    assert_eq!(missing, Vec::<i32>::new());
    for errcode in TABLE {
        let (zh, en) = (explain(errcode, None, Lang::ZhCn), explain(errcode, None, Lang::En));
        assert!(texts(&zh).iter().all(|text| !text.is_empty() && !text.is_ascii()), "{errcode}: {zh:?}");
        assert!(texts(&en).iter().all(|text| !text.is_empty()), "{errcode}: {en:?}");
        assert!(
            !texts(&en)
                .concat()
                .replace(console_place(None, Lang::En), "")
                .contains(|c: char| ('\u{3400}'..'\u{9fff}').contains(&c)),
            "{errcode}: {en:?}"
        );
    }
}

#[test]
fn the_voice_is_calm_and_short() {
    for entry in &CATALOGUE.errcode {
        for (lang, longest) in [(Lang::ZhCn, 120), (Lang::En, 240)] {
            let explanation = entry.explanation(lang);
            for text in texts(&explanation) {
                // The menu path in WeChat's console is a place to find, not a sentence to read.
                let prose = text.replace(console_place(None, lang), "");
                assert!(!prose.contains(['!', '！']), "{}: {text}", entry.code);
                assert!(prose.chars().count() <= longest, "{}: {text}", entry.code);
                assert_eq!(text.trim(), text);
            }
            assert!(!explanation.title.ends_with(['.', '。']), "{}: {}", entry.code, explanation.title);
        }
    }
}

#[test]
fn everybody_who_may_have_to_act_has_a_sentence_for_the_customer() {
    let everybody = [Who::Developers, Who::Administrator, Who::Wechat, Who::Nobody];
    for lang in [Lang::ZhCn, Lang::En] {
        assert!(everybody.iter().all(|who| !customer_sentence(*who, lang).is_empty()));
    }
    let general = CATALOGUE.customer.iter().map(|text| text.who).collect::<HashSet<_>>();
    assert_eq!(general, HashSet::from(everybody), "what the customer has to do is said entry by entry");
    for entry in &CATALOGUE.errcode {
        assert!(entry.who.is_some(), "{}: who has to act?", entry.code);
        assert_eq!(entry.zh.customer.is_some(), entry.en.customer.is_some(), "{}", entry.code);
    }
}

#[test]
fn the_customer_reads_no_word_of_the_api() {
    const JARGON: [&str; 18] = [
        "api",
        "token",
        "errcode",
        "rid",
        "appid",
        "secret",
        "openid",
        "json",
        "http",
        "quota",
        "clear",
        "ip ",
        "server",
        "接口",
        "凭据",
        "额度",
        "清零",
        "错误码",
    ];
    for entry in &CATALOGUE.errcode {
        for lang in [Lang::ZhCn, Lang::En] {
            let customer = entry.explanation(lang).customer.to_lowercase();
            let words = customer.split(|c: char| !c.is_alphanumeric()).collect::<Vec<_>>().join(" ") + " ";
            let found = JARGON.iter().find(|word| {
                if word.is_ascii() { words.split(' ').any(|it| it == word.trim()) } else { customer.contains(**word) }
            });
            assert_eq!(found, None, "{}: {customer}", entry.code);
            assert!(!customer.contains(|c: char| c.is_ascii_digit()), "{}: {customer}", entry.code);
        }
    }
}

#[test]
fn who_has_to_act_follows_the_call() {
    let who = |errcode, path| explain(errcode, path, Lang::En).who;
    assert_eq!(who(40001, None), Who::Developers);
    assert_eq!(who(40001, Some("/cgi-bin/token")), Who::Administrator);
    assert_eq!((who(-1, None), who(0, None)), (Who::Wechat, Who::Nobody));
    assert_eq!((who(40029, None), who(40164, None)), (Who::Customer, Who::Administrator));
    assert_eq!(who(1007, None), Who::Developers, "an unknown code is for those who know the call");
}

#[test]
fn no_entry_hides_another() {
    let mut seen = HashSet::new();
    for entry in &CATALOGUE.errcode {
        let general = entry.paths.is_empty().then_some("");
        for path in entry.paths.iter().map(String::as_str).chain(general) {
            let limit = entry.limit.filter(|_| path.is_empty());
            assert!(seen.insert((entry.code, path, limit)), "{} {path}", entry.code);
        }
    }
}

#[test]
fn one_code_may_mean_different_things() {
    let title = |errcode, path| explain(errcode, Some(path), Lang::En).title;
    let differ = |errcode, one, other| assert_ne!(title(errcode, one), title(errcode, other), "{errcode}");
    differ(45009, "/cgi-bin/stable_token", "/cgi-bin/message/custom/send");
    differ(45009, "/cgi-bin/wxaapp/createwxaqrcode", "/cgi-bin/message/custom/send");
    differ(45009, "/wxa/getwxacodeunlimit", "/wxa/getwxacode");
    differ(76003, "/cgi-bin/openapi/quota/get", "/cgi-bin/openapi/rid/get");
    differ(76022, "/cgi-bin/openapi/quota/get", "/cgi-bin/openapi/rid/get");
    differ(40013, "/cgi-bin/clear_quota", "/cgi-bin/stable_token");
    differ(40013, "/cgi-bin/clear_quota/v2", "/cgi-bin/clear_quota");
    differ(48006, "/cgi-bin/clear_quota", "/cgi-bin/openapi/quota/clear");
    differ(76022, "/cgi-bin/openapi/quota/get", "/cgi-bin/openapi/quota/clear");
    let helps = |path| explain(45009, Some(path), Lang::En).clear_helps;
    assert_eq!(helps("/cgi-bin/message/custom/send"), ClearHelps::Maybe);
    assert_eq!(helps("/cgi-bin/wxaapp/createwxaqrcode"), ClearHelps::No);
    assert_eq!(helps("/cgi-bin/stable_token"), ClearHelps::Maybe);
}

#[test]
fn a_limit_that_is_known_is_explained() {
    let told = |path, limit| explain_limit(45009, path, limit, Lang::En);
    let send = Some("/cgi-bin/message/custom/send");
    let (day, minute) = (told(send, Some(LimitHit::DayQuota)), told(send, Some(LimitHit::PerMinute)));
    assert_eq!((day.title.as_ref(), day.clear_helps), ("The daily quota is used up", ClearHelps::Yes));
    assert_eq!((minute.title.as_ref(), minute.clear_helps), ("The per-minute limit was reached", ClearHelps::No));
    for unknown in [None, Some(LimitHit::NotKnown), Some(LimitHit::Uncounted)] {
        assert_eq!(told(send, unknown), explain(45009, None, Lang::En), "{unknown:?}");
    }
    let lifetime = Some("/wxa/getwxacode");
    assert_eq!(told(lifetime, Some(LimitHit::Total)).title, "The lifetime total of codes is used up");
    assert_eq!(told(lifetime, Some(LimitHit::PerMinute)), minute, "the supply is not used up then");
    assert_eq!(told(send, Some(LimitHit::Total)).title, "The lifetime total is used up");
    let unlimited = Some("/wxa/getwxacodeunlimit");
    assert_eq!(told(unlimited, Some(LimitHit::PerMinute)), told(unlimited, None));
    assert_eq!(told(unlimited, Some(LimitHit::DayQuota)), day);
    assert_eq!(documented_limit(45009, "/wxa/getwxacodeunlimit"), Some(LimitHit::PerMinute));
    assert_eq!(documented_limit(45009, "/cgi-bin/message/custom/send"), None);
    let ended = day.ended_by_clear(Lang::En);
    assert_eq!(ended.clear_helps, ClearHelps::Yes);
    assert!(ended.customer.contains("works again now") && !ended.customer.contains("later"), "{}", ended.customer);
}

#[test]
fn a_business_interface_has_a_limit_that_no_reading_counts() {
    let business = explain(44993, Some("/wxa/generatescheme"), Lang::En);
    assert!(business.cause.contains("quota/get does not report") && business.next_step.contains("ends with the day"));
    assert_eq!(business.clear_helps, ClearHelps::No);
    assert_eq!(business, explain(44993, Some("/wxa/generate_urllink"), Lang::En));
    let reading = explain_failure(Failure::Refused(44993), Lang::En).unwrap();
    assert!(reading.title.contains("reading quotas"), "{reading:?}");
    assert_eq!(explain_limit(44993, None, Some(LimitHit::Uncounted), Lang::En), business);
}

#[test]
fn a_code_of_our_own_calls_or_of_a_family_has_its_own_meaning() {
    let title = |errcode, path| explain(errcode, Some(path), Lang::En).title;
    for path in ["/cgi-bin/openapi/quota/get", "/cgi-bin/openapi/rid/get", "/cgi-bin/clear_quota"] {
        assert_eq!(title(41001, path), "The token did not reach WeChat");
        assert_eq!(title(44002, path), "The body did not reach WeChat");
    }
    assert_eq!(title(41001, "/cgi-bin/user/get"), "The token is missing");
    for path in ["/cgi-bin/freepublish/submit", "/cgi-bin/freepublish/batchget"] {
        assert!(title(48001, path).contains("no longer publish"), "{path}");
    }
    assert!(!title(48001, "/cgi-bin/freepublishing").contains("publish"));
    for errcode in [45009, 45011] {
        for path in ["/cgi-bin/token", "/cgi-bin/stable_token"] {
            assert!(title(errcode, path).contains("quota for fetching tokens is used up"), "{errcode} {path}");
        }
    }
}

#[test]
fn no_code_of_the_field_is_unexplained() {
    for errcode in [268_488_001, 44003, 45004, 45047, 40007, 40008, 40165, 48008, 48017, 41008, 40090] {
        assert!(is_known(errcode), "{errcode}");
    }
}

#[test]
fn the_place_in_the_console_is_that_of_the_accounts_kind() {
    for lang in [Lang::ZhCn, Lang::En] {
        for (errcode, path) in
            [(40164, None), (61004, None), (40125, None), (40243, None), (40001, Some("/cgi-bin/token"))]
        {
            let both = explain(errcode, path, lang);
            assert!(both.next_step.contains("开发密钥") && both.next_step.contains("开发设置"), "{}", both.next_step);
            let official = both.clone().for_kind(Kind::ServiceAccount, lang).next_step;
            assert!(official.contains("开发密钥") && !official.contains("mp.weixin.qq.com"), "{official}");
            let mini = both.for_kind(Kind::MiniGame, lang).next_step;
            assert!(mini.contains("开发设置") && !mini.contains("微信开发者平台"), "{mini}");
        }
    }
}

#[test]
fn a_failed_reading_is_explained_by_the_call_that_failed() {
    let title = |failure| explain_failure(failure, Lang::En).map(|told| told.title);
    assert_eq!(title(Failure::TokenRefused(40001)).as_deref(), Some("The AppSecret is wrong"));
    assert_eq!(title(Failure::Refused(40001)).as_deref(), Some("The token is not valid"));
    assert_eq!(title(Failure::NoAnswer), None);
}

#[test]
fn an_unknown_code_is_called_unknown() {
    let told = explain(1007, Some("/cgi-bin/x"), Lang::En);
    assert!(told.title.contains("1007"));
    assert_eq!(told.clear_helps, ClearHelps::No);
    assert!(!is_known(76023), "nobody documents it");
}
