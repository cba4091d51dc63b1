//! The OpenAPI 3.1 description, made from the list of routes, and a plain page to read it.

use actix_web::HttpResponse;
use actix_web::web::Html;
use askama::Template;
use serde::Serialize;
use utoipa::openapi::path::{OperationBuilder, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, PathsBuilder, Ref,
    RefOr, Required, ResponseBuilder, Schema,
};
use utoipa::{PartialSchema, ToSchema};

use crate::api::problem::{Answer, FieldSaid, Problem, Said};
use crate::api::routes::{BASE, ROUTES, Route};
use crate::domain::error::Error;

/// No body.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct Nothing {}

type Schemas = Vec<(String, RefOr<Schema>)>;

/// The schemas of what a route takes and gives.
pub struct Described {
    takes: Option<String>,
    gives: Option<String>,
    schemas: Schemas,
}

/// Names and schemas of two types, with all they hold.
pub fn described<Takes: ToSchema, Gives: ToSchema>() -> Described {
    let mut schemas = Vec::new();
    Described {
        takes: named::<Takes>(&mut schemas),
        gives: named::<Gives>(&mut schemas),
        schemas,
    }
}

fn named<T: ToSchema>(schemas: &mut Schemas) -> Option<String> {
    let name = T::name().into_owned();
    if name == Nothing::name() {
        return None;
    }
    schemas.push((name.clone(), T::schema()));
    T::schemas(schemas);
    Some(name)
}

/// The description.
fn description() -> OpenApi {
    let mut components = ComponentsBuilder::new().security_scheme(
        "token",
        SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()),
    );
    let mut paths = PathsBuilder::new();
    let mut schemas: Schemas = vec![(Said::name().into_owned(), Said::schema())];
    schemas.push((FieldSaid::name().into_owned(), FieldSaid::schema()));
    for route in ROUTES {
        let of = (route.described)();
        paths = paths.path(
            format!("{BASE}{}", route.path),
            PathItem::new(route.http_method(), operation(route, &of)),
        );
        schemas.extend(of.schemas);
    }
    for (name, schema) in schemas {
        components = components.schema(name, schema);
    }
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Lobby")
                .version("1")
                .description(Some(
                    "Times are RFC 3339 in UTC, ids are strings. Lists go on with `cursor`. A POST that changes \
                     something honours `Idempotency-Key` for 24 hours.",
                ))
                .build(),
        )
        .paths(paths.build())
        .components(Some(components.build()))
        .security(Some([SecurityRequirement::new(
            "token",
            Vec::<String>::new(),
        )]))
        .build()
}

fn operation(route: &Route, of: &Described) -> utoipa::openapi::path::Operation {
    let id = format!(
        "{}_{}",
        route.method,
        route.path.trim_matches('/').replace(['/', '{', '}'], "_")
    );
    let mut out = OperationBuilder::new()
        .operation_id(Some(id))
        .summary(Some(route.said))
        .tag(route.path.split('/').nth(1).unwrap_or_default())
        .description(Some(format!("Needs the right to {}.", route.right.name())));
    for name in route
        .path
        .split('/')
        .filter_map(|it| it.strip_prefix('{').and_then(|it| it.strip_suffix('}')))
    {
        out = out.parameter(
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Path)
                .required(Required::True)
                .schema(Some(String::schema()))
                .build(),
        );
    }
    if let Some(takes) = &of.takes {
        let body = RequestBodyBuilder::new()
            .content("application/json", content(takes))
            .build();
        out = out.request_body(Some(body));
    }
    let answer = ResponseBuilder::new().description("Done");
    let answer = match &of.gives {
        Some(gives) => answer.content("application/json", content(gives)),
        None => answer,
    };
    let problem = ResponseBuilder::new()
        .description("Not done")
        .content("application/problem+json", content(&Said::name()));
    out.response("200", answer.build())
        .response("default", problem.build())
        .build()
}

fn content(schema: &str) -> utoipa::openapi::Content {
    ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(schema)))
        .build()
}

/// `GET /api/openapi.json`.
pub async fn json() -> HttpResponse {
    HttpResponse::Ok().json(description())
}

struct Line {
    method: String,
    path: String,
    said: &'static str,
    right: &'static str,
}

#[derive(Template)]
#[template(path = "api/docs.html")]
struct Docs {
    title: &'static str,
    description: &'static str,
    lines: Vec<Line>,
}

/// `GET /api/docs`: the routes, readable.
pub async fn page() -> Answer<Html> {
    let line = |it: &Route| Line {
        method: it.method.to_ascii_uppercase(),
        path: format!("{BASE}{}", it.path),
        said: it.said,
        right: it.right.name(),
    };
    let docs = Docs {
        title: "Lobby API 1",
        description: "/api/openapi.json",
        lines: ROUTES.iter().map(line).collect(),
    };
    let html = docs
        .render()
        .map_err(|err| Problem::from(Error::internal("the API's page", err)))?;
    Ok(Html::new(html))
}
