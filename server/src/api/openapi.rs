//! The description of the API, written beside the handlers.

use axum::Json;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, ObjectBuilder, OpenApi as Document, Ref, RefOr, ResponseBuilder, Type};
use utoipa::{Modify, OpenApi};

use super::ROOT;
use super::csv::LISTS;

/// What lists as CSV are.
const CSV: &str = "The same rows, with `Accept: text/csv`: UTF-8 without a byte order mark, a header line with the names of \
    the fields, code words, empty cells for null, times as in JSON. All rows unless `limit` is given; then the header `Link` \
    names the next ones. Values are exact: a text that a spreadsheet would take for a formula stays as it is.";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "wxquota",
        description = "Quotas of WeChat's open interfaces. Times use RFC 3339. Errors use RFC 9457; the last part \
         of their `type` is the error's code.",
    ),
    paths(
        super::accounts::list,
        super::interfaces::list,
        super::samples::list,
        super::rids::find,
        super::rids::look_up,
        super::clears::order,
        super::clears::list,
        super::clears::one,
        super::budget::month,
        super::incidents::report,
        super::incidents::list,
        super::incidents::one,
        super::channels::list,
        super::channels::deliveries,
        super::notices::list,
        super::notices::acknowledge,
    ),
    modifiers(&Authorization, &Csv)
)]
struct Description;

/// What calls share: the bearer token, and the refusals that any call can meet.
struct Authorization;

/// Whoever has no valid token may try so often.
const TOO_MANY: &str =
    "`too-many-requests`, with `Retry-After`: too many calls without a valid token came from this network";
/// There is no room for an answer, or no time.
const NO_ROOM: &str = "`too-many-connections`, with `Retry-After`: nothing was done; `too-slow`: a call that changes something may \
    still be carried out";
/// Nothing can be saved.
const NOT_WRITABLE: &str =
    "`not-writable`, with `Retry-After`: nothing can be saved at the moment, and nothing was done";

impl Modify for Authorization {
    fn modify(&self, document: &mut Document) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("An API token. Create one with `wxquota token create`."))
            .build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(scheme));
        let changing = format!("{NOT_WRITABLE}. {NO_ROOM}");
        for (name, words) in [
            ("Unauthorized", "`unauthorized`"),
            ("Forbidden", "`forbidden`"),
            ("TooManyRequests", TOO_MANY),
            ("NotReady", NO_ROOM),
            ("NotWritable", &changing),
        ] {
            let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
            let refusal = ResponseBuilder::new().description(words).content("application/problem+json", content);
            components.responses.insert(name.to_owned(), refusal.build().into());
        }
        for (path, calls) in &mut document.paths.paths {
            // A look-up is kept.
            let reading = if path.ends_with("/rids/{rid}") { "NotWritable" } else { "NotReady" };
            let reads = calls.get.as_mut().map(|call| (call, reading));
            let changes = calls.post.as_mut().map(|call| (call, "NotWritable"));
            for (call, not_ready) in reads.into_iter().chain(changes) {
                let responses = &mut call.responses.responses;
                for (status, name) in [("401", "Unauthorized"), ("403", "Forbidden"), ("503", not_ready)] {
                    responses.insert(status.to_owned(), Ref::from_response_name(name).into());
                }
                match responses.get_mut("429") {
                    Some(RefOr::T(own)) => own.description = format!("{}. {TOO_MANY}", own.description),
                    _ => drop(responses.insert("429".to_owned(), Ref::from_response_name("TooManyRequests").into())),
                }
            }
        }
    }
}

/// The other media type of lists.
struct Csv;

impl Modify for Csv {
    fn modify(&self, document: &mut Document) {
        for list in LISTS {
            let path = document.paths.paths.get_mut(&format!("{ROOT}{}", list.path));
            let responses = path.and_then(|path| path.get.as_mut()).map(|call| &mut call.responses.responses);
            let Some(RefOr::T(response)) = responses.and_then(|responses| responses.get_mut("200")) else { continue };
            let content = ContentBuilder::new()
                .schema(Some(ObjectBuilder::new().schema_type(Type::String).build()))
                .description(Some(CSV))
                .example(Some(list.columns.join(",").into()))
                .build();
            response.content.insert("text/csv".to_owned(), content.into());
        }
    }
}

/// The document itself; it takes no token and says nothing secret.
pub(crate) async fn document() -> Json<Document> {
    Json(Description::openapi())
}
