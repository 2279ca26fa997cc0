//! The description of the API, written beside the handlers.

use axum::Json;
use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "wxquota",
        description = "Quotas of WeChat's open interfaces. Times are RFC 3339; refusals are RFC 9457, their `type` ends in a word.",
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
    ),
    modifiers(&BearerToken)
)]
struct Description;

struct BearerToken;

impl Modify for BearerToken {
    fn modify(&self, document: &mut Document) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("An API token; `wxquota token create` makes one."))
            .build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// The document itself; it takes no token and says nothing secret.
pub(crate) async fn document() -> Json<Document> {
    Json(Description::openapi())
}
