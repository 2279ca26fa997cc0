use domain::{Kind, LimitKind};
use store::{ClearLifts, Store};

pub(crate) async fn the_catalogue_is_there(store: &dyn Store) {
    let catalogue = store.catalogue().await.unwrap();
    assert!(catalogue.len() > 100, "{} entries", catalogue.len());
    let find = |path: &str| catalogue.iter().find(|entry| entry.cgi_path.as_str() == path).unwrap();
    assert_eq!(catalogue[0].cgi_path.as_str(), "/cgi-bin/token", "in the file's order");

    let token = find("/cgi-bin/token");
    assert_eq!((token.name_zh.as_str(), token.name_en.as_str()), ("获取接口调用凭据", "Get access token"));
    assert_eq!(token.usual_for, [Kind::ServiceAccount, Kind::OfficialAccount]);
    assert_eq!((token.default_daily_limit, token.clear_lifts), (Some(2000), ClearLifts::Unlikely));
    assert_eq!(find("/cgi-bin/ticket/getticket").default_daily_limit, None);
    assert!(find("/cgi-bin/clear_quota").kinds.contains(&Kind::Platform));
    assert!(!find("/sns/userinfo").watchable() && token.watchable());

    let kind = |path: &str| find(path).limit_kind;
    assert_eq!(kind("/wxa/getwxacode"), Some(LimitKind::Total));
    assert_eq!(kind("/cgi-bin/wxaapp/createwxaqrcode"), Some(LimitKind::Total));
    assert_eq!(kind("/cgi-bin/message/custom/send"), Some(LimitKind::Daily), "its daily limit is published");
    assert_eq!(kind("/wxa/genwxashortlink"), Some(LimitKind::Daily), "only permanent links are a total");
    assert_eq!(kind("/wxa/getwxacodeunlimit"), None);
}
