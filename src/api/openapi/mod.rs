//! The OpenAPI 3.1 description, made from the list of routes.

pub mod docs;

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{
    Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, PathItem,
};
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::schema::{KnownFormat, Object, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, Content, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, PathsBuilder,
    Ref, RefOr, Required, Response, ResponseBuilder, Schema, ServerBuilder,
};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use crate::api::problem::{FieldSaid, Said};
use crate::api::routes::{BASE, ROUTES, Route};
use crate::api::views;

/// No body.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// The bytes of a file.
#[derive(Debug, Clone, Copy, ToSchema)]
pub struct Bytes;

/// A table.
#[derive(Debug, Clone, Copy, ToSchema)]
pub struct Csv;

/// A zip archive.
#[derive(Debug, Clone, Copy, ToSchema)]
pub struct Zip;

type Schemas = Vec<(String, RefOr<Schema>)>;

/// What a route takes and gives.
pub struct Described {
    query: Vec<Parameter>,
    takes: Option<String>,
    with_files: bool,
    status: u16,
    gives: Gives,
    schemas: Schemas,
}

enum Gives {
    Nothing,
    Json(String),
    /// A file of this media type.
    File(&'static str),
}

impl Described {
    /// A route that answers with this status and type.
    pub fn answering<T: ToSchema>(status: u16) -> Self {
        let mut schemas = Vec::new();
        let gives = match T::name() {
            name if name == Nothing::name() => Gives::Nothing,
            name if name == Bytes::name() => Gives::File("application/octet-stream"),
            name if name == Csv::name() => Gives::File("text/csv"),
            name if name == Zip::name() => Gives::File("application/zip"),
            _ => Gives::Json(named::<T>(&mut schemas)),
        };
        Described {
            query: Vec::new(),
            takes: None,
            with_files: false,
            status,
            gives,
            schemas,
        }
    }

    /// What may stand in its query.
    pub fn asking<T: IntoParams>(mut self) -> Self {
        self.query = T::into_params(|| Some(ParameterIn::Query));
        self.query.iter_mut().for_each(say_beside);
        self
    }

    /// The JSON it takes.
    pub fn taking<T: ToSchema>(mut self) -> Self {
        self.takes = Some(named::<T>(&mut self.schemas));
        self
    }

    /// The JSON it takes, alone or as the part `message` of a form with files.
    pub fn taking_files<T: ToSchema>(mut self) -> Self {
        self.with_files = true;
        self.taking::<T>()
    }
}

/// What is said of a schema is said of its parameter.
fn say_beside(it: &mut Parameter) {
    if let Some(RefOr::T(Schema::Object(schema))) = &mut it.schema
        && it.description.is_none()
    {
        it.description = schema.description.take();
    }
}

fn named<T: ToSchema>(schemas: &mut Schemas) -> String {
    let name = T::name().into_owned();
    schemas.push((name.clone(), T::schema()));
    T::schemas(schemas);
    name
}

/// The description.
#[must_use]
pub fn description() -> OpenApi {
    let mut components = ComponentsBuilder::new().security_scheme(
        "token",
        SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()),
    );
    let mut paths = PathsBuilder::new();
    let mut schemas: Schemas = vec![(Said::name().into_owned(), Said::schema())];
    schemas.push((FieldSaid::name().into_owned(), FieldSaid::schema()));
    schemas.extend(views::within_conditions());
    for route in ROUTES {
        let of = (route.described)();
        let method = route.http_method();
        let operation = operation(route, &of);
        paths = paths.path(
            format!("{BASE}{}", route.path),
            PathItem::new(method, operation),
        );
        schemas.extend(of.schemas);
    }
    for (name, schema) in schemas {
        components = components.schema(name, schema);
    }
    for (status, title, example) in PROBLEMS {
        components = components.response(problem_name(*status), problem(title, *status, example));
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
        .servers(Some([ServerBuilder::new().url("/").build()]))
        .paths(paths.build())
        .components(Some(components.build()))
        .security(Some([SecurityRequirement::new(
            "token",
            Vec::<String>::new(),
        )]))
        .build()
}

fn operation(route: &Route, of: &Described) -> Operation {
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
    let names = route
        .path
        .split('/')
        .filter_map(|it| it.strip_prefix('{')?.strip_suffix('}'));
    for name in names {
        out = out.parameter(in_path(name));
    }
    for it in &of.query {
        out = out.parameter(it.clone());
    }
    if route.method == "post" {
        out = out.parameter(idempotency_key());
    }
    if let Some(takes) = &of.takes {
        out = out.request_body(Some(request_body(takes, of.with_files)));
    }
    out = out.response(of.status.to_string(), success(route, of));
    for (status, ..) in PROBLEMS {
        if may_answer(route, of, *status) {
            out = out.response(
                status.to_string(),
                Ref::from_response_name(problem_name(*status)),
            );
        }
    }
    out.build()
}

fn in_path(name: &str) -> Parameter {
    let (schema, said) = if name == "number" {
        let number = ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(1));
        (number, "Number of the conversation")
    } else {
        let id = ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)));
        (id, "Its id")
    };
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(said))
        .schema(Some(schema))
        .build()
}

fn idempotency_key() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "Anything of the caller's own: a repeat within 24 hours does nothing and is answered with \
             `Idempotency-Replayed: true`; another body under the same key is refused with 422.",
        ))
        .schema(Some(text().min_length(Some(1)).max_length(Some(255))))
        .build()
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn request_body(takes: &str, with_files: bool) -> RequestBody {
    let mut body = RequestBodyBuilder::new()
        .required(Some(Required::True))
        .content("application/json", content(takes));
    if with_files {
        let form = ObjectBuilder::new()
            .property("message", Ref::from_schema_name(takes))
            .additional_properties(Some(Schema::Object(binary())))
            .description(Some(
                "The JSON as the part `message`; every other part is a file. 50 MiB in all.",
            ))
            .build();
        let form = ContentBuilder::new().schema(Some(form)).build();
        body = body.content("multipart/form-data", form);
    }
    body.build()
}

fn binary() -> Object {
    text()
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
        .build()
}

fn success(route: &Route, of: &Described) -> Response {
    let mut out = ResponseBuilder::new().description(match of.status {
        201 => "Made",
        202 => "Begun",
        204 => "Gone",
        _ => "Done",
    });
    for (name, said) in RATES {
        let number = ObjectBuilder::new().schema_type(Type::Integer);
        let header = HeaderBuilder::new()
            .schema(Some(number))
            .description(Some(*said));
        out = out.header(*name, header.build());
    }
    if route.method == "post" {
        let header = HeaderBuilder::new()
            .schema(Some(text().enum_values(Some(["true"]))))
            .description(Some("The key was used before: nothing was done again"));
        out = out.header("Idempotency-Replayed", header.build());
    }
    match &of.gives {
        Gives::Nothing => out.build(),
        Gives::Json(name) => out.content("application/json", content(name)).build(),
        Gives::File(kind) => {
            let file = ContentBuilder::new().schema(Some(binary())).build();
            out.content(*kind, file).build()
        }
    }
}

/// The headers of every answer to a known token.
const RATES: &[(&str, &str)] = &[
    ("RateLimit-Limit", "Requests at once"),
    ("RateLimit-Remaining", "Requests left"),
    ("RateLimit-Reset", "Seconds until all are there again"),
];

/// Status, title, and an example: code, detail and wrong field.
type ProblemRow = (
    u16,
    &'static str,
    (&'static str, &'static str, &'static str),
);

const PROBLEMS: &[ProblemRow] = &[
    (
        400,
        "The body cannot be read",
        ("body", "expected value at line 1 column 1", ""),
    ),
    (
        401,
        "No token, or none that is known",
        ("unauthenticated", "", ""),
    ),
    (403, "The token has not the right", ("forbidden", "", "")),
    (404, "Not there, or not to be seen", ("not_found", "", "")),
    (
        409,
        "The state of things does not allow it now; `code` says why",
        ("stale", "", ""),
    ),
    (410, "A place of before a restore", ("gone", "", "")),
    (413, "Too large", ("too_large", "", "")),
    (
        422,
        "A field is wrong or unknown",
        ("invalid", "", "status"),
    ),
    (
        429,
        "Too many requests: wait as `Retry-After` says",
        ("too_many", "", ""),
    ),
    (
        503,
        "The store takes no writes now: try again with the same key",
        ("store_unavailable", "", ""),
    ),
];

/// Which problems a route can have.
fn may_answer(route: &Route, of: &Described, status: u16) -> bool {
    let changes = route.method != "get";
    match status {
        400 | 413 => of.takes.is_some(),
        404 => route.path.contains('{') || !of.query.is_empty() || of.takes.is_some(),
        409 => changes,
        410 => route.path == "/events",
        422 => changes || !of.query.is_empty(),
        _ => true,
    }
}

fn problem_name(status: u16) -> String {
    format!("Problem{status}")
}

fn problem(title: &str, status: u16, (code, detail, field): &(&str, &str, &str)) -> Response {
    let mut example = json!({
        "type": format!("/api/docs#{code}"),
        "title": title,
        "status": status,
        "code": code,
    });
    if let Some(it) = example.as_object_mut() {
        if !detail.is_empty() {
            it.insert("detail".to_owned(), json!(detail));
        }
        if !field.is_empty() {
            it.insert(
                "errors".to_owned(),
                json!([{ "field": field, "message": "This is not possible here." }]),
            );
        }
    }
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(Said::name())))
        .example(Some(example))
        .build();
    let mut out = ResponseBuilder::new()
        .description(title)
        .content("application/problem+json", content);
    if matches!(status, 429 | 503) {
        let seconds = ObjectBuilder::new().schema_type(Type::Integer);
        let header = HeaderBuilder::new()
            .schema(Some(seconds))
            .description(Some("Seconds"));
        out = out.header("Retry-After", header.build());
    }
    out.build()
}

fn content(schema: &str) -> Content {
    ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(schema)))
        .build()
}

/// `GET /api/openapi.json`.
pub async fn json() -> HttpResponse {
    HttpResponse::Ok().json(description())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn no_two_types_share_a_name() {
        let mut known: BTreeMap<String, serde_json::Value> = BTreeMap::new();
        for route in ROUTES {
            for (name, schema) in (route.described)().schemas {
                let schema = serde_json::to_value(schema).unwrap();
                let first = known.entry(name.clone()).or_insert_with(|| schema.clone());
                assert_eq!(*first, schema, "two types are named {name}");
            }
        }
        assert!(known.len() > 30);
    }
}
