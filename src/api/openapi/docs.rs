//! `/api/docs`: the OpenAPI description as a page to read, made once a language: it needs no script and nothing from
//! elsewhere.

use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde_json::{Map, Value};

use crate::api::caller;
use crate::api::openapi::description;
use crate::api::problem::{Answer, Problem};
use crate::domain::error::Error;
use crate::words::{Language, Words};

const STYLE: &str = include_str!("../../../templates/api/docs.css");

type Made = Result<String, String>;

/// The page in each language, or why it could not be made. What is said of the routes themselves is English.
static PAGES: LazyLock<Vec<(Language, Made)>> = LazyLock::new(|| {
    let all = Language::ALL.into_iter();
    all.map(|it| (it, made(it))).collect()
});

fn made(language: Language) -> Made {
    let spec = serde_json::to_value(description()).map_err(|err| err.to_string())?;
    let words = Words::new(language, jiff::tz::TimeZone::UTC);
    Docs::of(&spec, words)
        .render()
        .map_err(|err| err.to_string())
}

#[derive(Template)]
#[template(path = "api/docs.html")]
struct Docs {
    words: Words,
    title: String,
    about: String,
    groups: Vec<Group>,
    schemas: Vec<Schema>,
    problems: Vec<ProblemRow>,
}

struct Group {
    name: String,
    operations: Vec<Operation>,
}

struct Operation {
    id: String,
    method: String,
    path: String,
    summary: String,
    about: String,
    parameters: Vec<Field>,
    /// What it takes: media type and schema.
    takes: Vec<(String, Kind)>,
    answers: Vec<Reply>,
}

struct Reply {
    status: String,
    said: String,
    kind: Kind,
}

struct Schema {
    name: String,
    about: String,
    fields: Vec<Field>,
    example: String,
}

#[derive(Default)]
struct Field {
    name: String,
    /// Where a parameter stands; empty for a field.
    place: String,
    kind: Kind,
    about: String,
    words: Vec<String>,
    required: bool,
}

/// A type as it reads, and the schema it leads to.
#[derive(Default)]
struct Kind {
    text: String,
    leads: String,
}

struct ProblemRow {
    code: String,
    status: String,
    said: String,
}

fn text(of: &Value, name: &str) -> String {
    let said = of.get(name).and_then(Value::as_str);
    // What is code in the description's own markup stands as it is.
    said.unwrap_or_default().replace('`', "")
}

fn members(of: &Value, name: &str) -> Map<String, Value> {
    let found = of.get(name).and_then(Value::as_object);
    found.cloned().unwrap_or_default()
}

fn list<'v>(of: &'v Value, name: &str) -> &'v [Value] {
    of.get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn words(of: &Value) -> Vec<String> {
    let said = list(of, "enum").iter().filter_map(Value::as_str);
    said.map(str::to_owned).collect()
}

/// How a schema reads: a name that leads on, a list of such, or a plain type.
fn kind(of: &Value) -> Kind {
    if let Some(to) = of.get("$ref").and_then(Value::as_str) {
        let name = to.rsplit('/').next().unwrap_or_default().to_owned();
        return Kind {
            leads: name.clone(),
            text: name,
        };
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        let all = list(of, several);
        let named = all.iter().map(kind).find(|it| it.text != "null");
        if let Some(it) = named {
            return it;
        }
    }
    if let Some(items) = of.get("items") {
        let each = kind(items);
        return Kind {
            text: format!("list of {}", each.text),
            leads: each.leads,
        };
    }
    let plain = match of.get("type") {
        Some(Value::String(it)) => it.clone(),
        Some(Value::Array(all)) => {
            let all: Vec<_> = all.iter().filter_map(Value::as_str).collect();
            all.join(" or ")
        }
        _ => "anything".to_owned(),
    };
    let format = text(of, "format");
    Kind {
        text: if format.is_empty() {
            plain
        } else {
            format!("{plain} ({format})")
        },
        leads: String::new(),
    }
}

/// What a media type holds.
fn contents(of: &Value) -> Vec<(String, Kind)> {
    let all = members(of, "content");
    all.iter()
        .map(|(media, it)| {
            (
                media.clone(),
                it.get("schema").map(kind).unwrap_or_default(),
            )
        })
        .collect()
}

fn fields(of: &Value) -> Vec<Field> {
    let required: Vec<_> = list(of, "required")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    members(of, "properties")
        .iter()
        .map(|(name, it)| Field {
            name: name.clone(),
            kind: kind(it),
            about: text(it, "description"),
            words: words(it),
            required: required.contains(&name.as_str()),
            ..Field::default()
        })
        .collect()
}

impl Docs {
    fn of(spec: &Value, words: Words) -> Self {
        let none = Value::Null;
        let info = spec.get("info").unwrap_or(&none);
        let components = spec.get("components").unwrap_or(&none);
        let mut groups: Vec<Group> = Vec::new();
        for (path, item) in members(spec, "paths") {
            for (method, it) in item.as_object().cloned().unwrap_or_default() {
                let name = list(&it, "tags").first().and_then(Value::as_str);
                let name = name.unwrap_or_default().to_owned();
                let operation = operation(&method, &path, &it, components);
                match groups.iter_mut().find(|it| it.name == name) {
                    Some(group) => group.operations.push(operation),
                    None => groups.push(Group {
                        name,
                        operations: vec![operation],
                    }),
                }
            }
        }
        groups.sort_by(|a, b| a.name.cmp(&b.name));
        Docs {
            words,
            title: format!("{} API {}", text(info, "title"), text(info, "version")),
            about: text(info, "description"),
            groups,
            schemas: members(components, "schemas")
                .iter()
                .map(|(name, it)| schema(name, it))
                .collect(),
            problems: problems(components),
        }
    }
}

fn operation(method: &str, path: &str, it: &Value, components: &Value) -> Operation {
    let parameters = list(it, "parameters").iter().map(|it| {
        let none = Value::Null;
        let schema = it.get("schema").unwrap_or(&none);
        Field {
            name: text(it, "name"),
            place: text(it, "in"),
            kind: kind(schema),
            about: text(it, "description"),
            words: words(schema),
            required: it.get("required") == Some(&Value::Bool(true)),
        }
    });
    let shared = members(components, "responses");
    let answers = members(it, "responses").into_iter().map(|(status, it)| {
        let named = it.get("$ref").and_then(Value::as_str);
        let named = named.and_then(|it| it.rsplit('/').next());
        let it = named.and_then(|it| shared.get(it)).unwrap_or(&it);
        let content = contents(it).into_iter().next();
        Reply {
            status,
            said: text(it, "description"),
            kind: content.map(|it| it.1).unwrap_or_default(),
        }
    });
    Operation {
        id: text(it, "operationId"),
        method: method.to_ascii_uppercase(),
        path: path.to_owned(),
        summary: text(it, "summary"),
        about: text(it, "description"),
        parameters: parameters.collect(),
        takes: it.get("requestBody").map(contents).unwrap_or_default(),
        answers: answers.collect(),
    }
}

fn schema(name: &str, it: &Value) -> Schema {
    let example = it.get("example").map(serde_json::to_string_pretty);
    Schema {
        name: name.to_owned(),
        about: text(it, "description"),
        fields: fields(it),
        example: example.and_then(Result::ok).unwrap_or_default(),
    }
}

/// A row for each code problems lead here by.
fn problems(components: &Value) -> Vec<ProblemRow> {
    let mut out = Vec::new();
    for it in members(components, "responses").values() {
        for media in members(it, "content").values() {
            let none = Value::Null;
            let example = media.get("example").unwrap_or(&none);
            out.push(ProblemRow {
                code: text(example, "code"),
                status: example
                    .get("status")
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                said: text(it, "description"),
            });
        }
    }
    out
}

/// `GET /api/docs`.
pub async fn page(req: HttpRequest) -> Answer<HttpResponse> {
    let wish = caller::text(req.headers(), &header::ACCEPT_LANGUAGE);
    let language = Language::accepted(wish.unwrap_or("en"));
    let found = PAGES.iter().find(|it| it.0 == language);
    let (_, body) = found.ok_or(Error::not_found("page"))?;
    let body = body.as_ref();
    let body = body.map_err(|err| Problem::from(Error::internal("the page of the API", err)))?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::VARY, "Accept-Language"))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(body.as_str()))
}

/// `GET /api/docs.css`.
pub async fn style() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(STYLE)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;

    use super::*;
    use crate::api::routes::ROUTES;

    #[test]
    fn every_route_is_there_and_every_link_leads_somewhere() {
        for (_, page) in PAGES.iter() {
            hold(page.as_ref().unwrap());
        }
    }

    fn hold(page: &str) {
        let between = |start: &str| -> BTreeSet<&str> {
            let all = page.split(start).skip(1);
            all.filter_map(|it| it.split('"').next()).collect()
        };
        let (ids, links) = (between(" id=\""), between("href=\"#"));
        let dead: Vec<_> = links.difference(&ids).collect();
        assert!(dead.is_empty(), "{dead:?}");
        assert!(ids.len() > ROUTES.len() + 30, "{}", ids.len());
        for it in ROUTES {
            // Up to what is written otherwise in HTML.
            let said = it.said.replace('`', "");
            let said = said.split(['\'', '"', '&', '<']).next().unwrap();
            assert!(page.contains(said), "{}", it.path);
        }
        for needed in ["Idempotency-Key", "RateLimit", "stale", "list of"] {
            assert!(page.contains(needed), "{needed}");
        }
        for foreign in ["<script", "style=", "src=", "http://", "https://"] {
            assert!(!page.contains(foreign), "{foreign}");
        }
    }
}
