//! Pages as a browser asks for them and as people read them.

use http::{StatusCode, header};

use crate::support::app::{Ask, Reply, TestApp};

pub(crate) async fn post(app: &TestApp, path: &str, cookie: &str, fields: &[(&str, &str)]) -> String {
    let reply = app.ask(Ask::post(path).session(cookie).form(fields)).await;
    assert_eq!(reply.status, StatusCode::FOUND, "{}", reply.body);
    reply.headers[header::LOCATION].to_str().unwrap().to_owned()
}

pub(crate) async fn seen(app: &TestApp, path: &str, cookie: &str) -> Reply {
    let path = path.split('#').next().unwrap_or_default();
    app.ask(Ask::get(path).session(&format!("lang=en; {cookie}"))).await
}

/// The main part of a page in English, as it is read: without tags, blanks as one.
pub(crate) async fn read(app: &TestApp, path: &str, cookie: &str) -> String {
    words(&seen(app, path, cookie).await.body)
}

pub(crate) fn words(html: &str) -> String {
    let main = html.split_once("<main").map_or(html, |(_, main)| main);
    let tags = main.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let text = tags.collect::<Vec<_>>().join(" ");
    let text = text.replace("&#x27;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a script that somebody typed stands in the page as one.
pub(crate) fn runs(html: &str) -> bool {
    html.contains("<script>alert(1)")
}

/// The value of a hidden field.
pub(crate) fn hidden(page: &Reply, name: &str) -> String {
    let (_, field) =
        page.body.split_once(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no {name}: {}", page.body));
    let (_, value) = field.split_once("value=\"").unwrap();
    value.split_once('"').unwrap().0.to_owned()
}
