//! Reasons: a code, its arguments, and the sentence for the caller.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::api::view::{With, time};
use crate::domain::reason::Reason;
use crate::domain::time::Millis;

/// Why something was decided.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Why {
    /// Stable, such as `reply_token`.
    pub code: String,
    #[schema(value_type = Object)]
    pub args: Map<String, Value>,
    /// The sentence, in the caller's language.
    pub text: String,
}

/// Arguments that are instants.
const TIMES: &[&str] = &["since", "at", "last", "silent_since", "due", "until"];

impl With<'_, '_> {
    pub fn why(&self, reason: &Reason) -> Why {
        let (code, args) = tagged(reason);
        Why {
            code,
            args,
            text: self.words.reason(reason, self),
        }
    }
}

/// A code with its arguments: the name in snake case, times as RFC 3339.
pub fn tagged(value: &impl Serialize) -> (String, Map<String, Value>) {
    match serde_json::to_value(value) {
        Ok(Value::String(name)) => (snake(&name), Map::new()),
        Ok(Value::Object(one)) => match one.into_iter().next() {
            Some((name, Value::Object(args))) => (
                snake(&name),
                args.into_iter()
                    .map(|(key, it)| (key.clone(), timed(&key, it)))
                    .collect(),
            ),
            Some((name, _)) => (snake(&name), Map::new()),
            None => (String::new(), Map::new()),
        },
        _ => (String::new(), Map::new()),
    }
}

fn timed(key: &str, value: Value) -> Value {
    match value.as_i64() {
        Some(at) if TIMES.contains(&key) => Value::String(time(Millis(at))),
        _ => value,
    }
}

fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for it in name.chars() {
        if it.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(it.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_snake_case_and_times_are_written_out() {
        assert_eq!(tagged(&Reason::NewCase).0, "new_case");
        let (code, args) = tagged(&Reason::StillOurs { since: Millis(0) });
        assert_eq!(code, "still_ours");
        assert_eq!(
            args.get("since"),
            Some(&Value::from("1970-01-01T00:00:00.000Z"))
        );
    }
}
