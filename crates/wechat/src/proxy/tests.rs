use super::*;

const PASSWORD: &str = "p@ss/w:rd";

fn parsed(text: &str) -> ProxyUrl {
    ProxyUrl::parse(text).unwrap_or_else(|fault| panic!("{fault}"))
}

fn url(text: &str) -> Url {
    text.parse().unwrap()
}

#[test]
fn addresses_are_shown_without_user_and_password() {
    for (text, shown) in [
        ("http://proxy.example:3128", "http://proxy.example:3128"),
        (" http://proxy.example/ ", "http://proxy.example"),
        ("HTTPS://Proxy.Example:8443", "https://proxy.example:8443"),
        ("proxy.example:3128", "http://proxy.example:3128"),
        ("10.0.0.1:3128", "http://10.0.0.1:3128"),
        ("http://[fd00::1]:3128", "http://[fd00::1]:3128"),
        ("socks5h://proxy.example", "socks5h://proxy.example:1080"),
        ("socks5://127.0.0.1:7891", "socks5h://127.0.0.1:7891"),
        ("http://ann:p%40ss%2Fw%3Ard@proxy.example:3128", "http://‹masked›@proxy.example:3128"),
        ("http://token@proxy.example", "http://‹masked›@proxy.example"),
        ("ann:secret@proxy.example:3128", "http://‹masked›@proxy.example:3128"),
    ] {
        assert_eq!(parsed(text).to_string(), shown);
        assert_eq!(format!("{:?}", OutboundProxy::all(parsed(text)).url().unwrap()), format!("ProxyUrl({shown})"));
    }
}

#[test]
fn faults_say_what_to_write_and_hold_nothing_of_the_text() {
    use ProxyUrlError::{NotAnAddress, Path, Scheme};
    for (text, fault) in [
        ("", NotAnAddress),
        ("http://", NotAnAddress),
        ("http://ann:hunter22@", NotAnAddress),
        ("http://ann:hunter22#x@proxy.example:3128", NotAnAddress),
        ("http://proxy example:3128", NotAnAddress),
        ("http://proxy.example:99999", NotAnAddress),
        ("ftp://ann:hunter22@proxy.example", Scheme),
        ("socks4://ann:hunter22@proxy.example", Scheme),
        ("http://ann:22/hunter22@proxy.example:3128", Path),
        ("http://ann:22#hunter22@proxy.example:3128", Path),
        ("http://proxy.example:3128/?hunter22", Path),
    ] {
        let error = ProxyUrl::parse(text).unwrap_err();
        assert_eq!(error, fault, "{text}");
        assert!(!format!("{error} {error:?}").contains("hunter22"), "{text}");
    }
}

#[test]
fn the_secrets_are_known_in_every_form() {
    let secrets = parsed("http://ann:p%40ss%2Fw%3Ard@proxy.example:3128").secrets();
    for form in [PASSWORD, "p%40ss%2Fw%3Ard", "ann:p@ss/w:rd", "YW5uOnBAc3MvdzpyZA=="] {
        assert!(secrets.iter().any(|secret| secret == form), "{form} {secrets:?}");
    }
    assert!(parsed("http://only-a-token@proxy.example").secrets().contains(&"only-a-token".to_owned()));
    assert!(parsed("http://proxy.example").secrets().is_empty());
}

#[test]
fn this_machine_is_never_called_through_a_proxy() {
    let proxy = OutboundProxy::all(parsed("http://proxy.example:3128"));
    for own in [
        "http://127.0.0.1:9",
        "https://127.8.8.8",
        "https://localhost",
        "https://LOCALHOST.:9",
        "https://wechat.localhost",
        "http://[::1]:9",
        "https://[::ffff:127.0.0.1]",
    ] {
        assert_eq!(proxy.of(&url(own)), None, "{own}");
    }
    for other in ["https://api.weixin.qq.com", "http://hooks.example", "https://10.0.0.1", "https://localhost.example"]
    {
        assert_eq!(proxy.of(&url(other)), proxy.url(), "{other}");
        assert_eq!(OutboundProxy::none().of(&url(other)), None, "{other}");
    }
}

#[test]
fn exceptions_and_plain_addresses_are_called_directly() {
    let proxy = parsed("http://proxy.example:3128");
    let proxy = OutboundProxy::with(proxy, Exceptions::parse("internal.example,10.0.0.0/8"), true);
    for direct in ["https://hooks.internal.example", "https://10.0.0.1", "http://hooks.example"] {
        assert_eq!(proxy.of(&url(direct)), None, "{direct}");
    }
    assert_eq!(proxy.of(&url("https://hooks.example")), proxy.url());
}

#[tokio::test]
async fn a_proxy_that_nobody_serves_is_told() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let proxy = parsed(&format!("http://ann:hunter22@{}", listener.local_addr().unwrap()));
    assert_eq!(proxy.reach(Duration::from_secs(5)).await, Ok(()));
    drop(listener);
    let told = proxy.reach(Duration::from_secs(5)).await.unwrap_err();
    assert!(told.contains("refused") && !told.contains("hunter22"), "{told}");
}
