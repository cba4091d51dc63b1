//! Reading Meta's JSON without trusting its shape: what is not there, or is of another kind, is empty.

use serde_json::Value;

/// A text below a path such as `text.body`, or a number as its digits; else empty.
#[must_use]
pub fn text(from: &Value, path: &str) -> String {
    match at(from, path) {
        Value::String(it) => it.clone(),
        Value::Number(it) => it.to_string(),
        _ => String::new(),
    }
}

/// What lies below a path; null when nothing does.
#[must_use]
pub fn at<'a>(from: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(from, |it, name| &it[name])
}

/// The elements of a list below a path.
#[must_use]
pub fn list<'a>(from: &'a Value, path: &str) -> &'a [Value] {
    at(from, path).as_array().map_or(&[], Vec::as_slice)
}

/// Whether a switch below a path is on.
#[must_use]
pub fn is(from: &Value, path: &str) -> bool {
    at(from, path).as_bool() == Some(true)
}

/// The first of some paths that holds a text.
#[must_use]
pub fn first(from: &Value, paths: &[&str]) -> String {
    let found = paths.iter().map(|it| text(from, it));
    found
        .into_iter()
        .find(|it| !it.is_empty())
        .unwrap_or_default()
}
