//! Reading an answer: the parts a card shows, each in a form of its own. Nothing in it is believed: what is longer, deeper
//! or of another kind than meant is cut or shown as the text it is.

use jiff::civil::Date;
use serde_json::Value;
use url::Url;

use crate::domain::card::{CardField, FieldKind};
use crate::domain::time::Millis;

/// Longest text shown, characters, and the most entries of a list.
const LONGEST: usize = 300;
const MOST: usize = 20;
/// A number of seconds above this is one of milliseconds: the year 5138.
const LATEST_SECOND: i64 = 100_000_000_000;

/// One field of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    pub label: String,
    pub values: Vec<Said>,
}

/// A value as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    Text(String),
    /// Digits with a point, maybe a sign.
    Number(String),
    Day(Date),
    At(Millis),
    /// Amount and currency.
    Money(String, String),
    /// An address of the web.
    Link(String),
}

/// Whether a text names a place in an answer.
#[must_use]
pub fn is_path(text: &str) -> bool {
    text.len() <= 200 && steps(text).is_some()
}

/// The fields of an answer that it has; none when it says nothing that is shown.
#[must_use]
pub fn read(fields: &[CardField], answer: &Value) -> Vec<Shown> {
    let one = |field: &CardField| {
        let values = values(field, answer);
        (!values.is_empty()).then(|| Shown {
            label: field.label.clone(),
            values,
        })
    };
    fields.iter().filter_map(one).collect()
}

fn values(field: &CardField, answer: &Value) -> Vec<Said> {
    let found = at(answer, &field.path);
    let single = field.kind != FieldKind::List;
    let flat = found.into_iter().flat_map(|it| match it {
        Value::Array(all) => all.iter().collect::<Vec<_>>(),
        other => vec![other],
    });
    let most = if single && !field.path.contains("[]") {
        1
    } else {
        MOST
    };
    let said = flat.filter_map(|it| understood(field, it, answer));
    said.take(most).collect()
}

fn understood(field: &CardField, value: &Value, answer: &Value) -> Option<Said> {
    let text = plain(value)?;
    Some(match field.kind {
        FieldKind::Text | FieldKind::List => Said::Text(text),
        FieldKind::Number => number(&text).map_or(Said::Text(text), Said::Number),
        FieldKind::Money => match number(&text) {
            Some(amount) => Said::Money(amount, currency(&field.currency, answer)),
            None => Said::Text(text),
        },
        FieldKind::Date => date(value, &text).unwrap_or(Said::Text(text)),
        FieldKind::Link => link(&text).map_or(Said::Text(text), Said::Link),
    })
}

/// Of a text, number or yes and no; of nothing else.
fn plain(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(it) => it.trim().to_owned(),
        Value::Number(it) => it.to_string(),
        Value::Bool(it) => it.to_string(),
        _ => return None,
    };
    let clean = text.chars().filter(|it| !it.is_control() || *it == '\n');
    let cut: String = clean.take(LONGEST).collect();
    (!cut.is_empty()).then_some(cut)
}

fn number(text: &str) -> Option<String> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    (all(whole) && all(part) && text.len() <= 40).then(|| text.to_owned())
}

/// What is written as currencies are is one; everything else says where it stands.
fn currency(written: &str, answer: &Value) -> String {
    let is_code = written.len() <= 4 && !written.bytes().any(|it| it.is_ascii_lowercase());
    if is_code {
        return written.to_owned();
    }
    let found = at(answer, written).into_iter().next().and_then(plain);
    found.unwrap_or_default().chars().take(8).collect()
}

fn date(value: &Value, text: &str) -> Option<Said> {
    if let Some(n) = value.as_i64() {
        let ms = if n.abs() > LATEST_SECOND {
            n
        } else {
            n.saturating_mul(1_000)
        };
        return Some(Said::At(Millis(ms)));
    }
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Some(Said::At(Millis(at.as_millisecond())));
    }
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    day.parse().ok().map(Said::Day)
}

/// The web's own addresses only: another scheme could do something here.
fn link(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let fine = matches!(url.scheme(), "https" | "http") && url.has_host();
    fine.then(|| url.to_string())
}

/// A web address in an answer, when it is one.
#[must_use]
pub fn web_address(value: &Value) -> Option<String> {
    link(value.as_str()?.trim()).filter(|it| it.len() <= 2_000)
}

/// A short text in an answer.
#[must_use]
pub fn short_text(value: &Value) -> String {
    plain(value).unwrap_or_default()
}

enum Step {
    Key(String),
    Nth(usize),
    Each,
}

/// `a.b[0].c`, `a[].b`, `$.a`, `["a.b"]`; empty or `$` is all of it.
fn steps(text: &str) -> Option<Vec<Step>> {
    let text = text.trim();
    let mut rest = text.strip_prefix('$').unwrap_or(text);
    let mut out = Vec::new();
    while !rest.is_empty() {
        if let Some(inside) = rest.strip_prefix('[') {
            let (inside, after) = inside.split_once(']')?;
            out.push(match inside.trim() {
                "" | "*" => Step::Each,
                it if it.starts_with('"') => Step::Key(it.trim_matches('"').to_owned()),
                it => Step::Nth(it.parse().ok()?),
            });
            rest = after;
            continue;
        }
        rest = rest.strip_prefix('.').unwrap_or(rest);
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (key, after) = rest.split_at_checked(end)?;
        if key.trim().is_empty() {
            return None;
        }
        out.push(Step::Key(key.trim().to_owned()));
        rest = after;
    }
    Some(out)
}

/// What stands at a path.
fn at<'v>(answer: &'v Value, path: &str) -> Vec<&'v Value> {
    let mut found = vec![answer];
    for step in steps(path).unwrap_or_default() {
        found = match step {
            Step::Key(key) => found.iter().filter_map(|it| it.get(&key)).collect(),
            Step::Nth(n) => found.iter().filter_map(|it| it.get(n)).collect(),
            Step::Each => {
                let all = found.iter().filter_map(|it| it.as_array());
                all.flatten().collect()
            }
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn field(path: &str, kind: FieldKind) -> CardField {
        CardField {
            label: "L".to_owned(),
            path: path.to_owned(),
            kind,
            currency: "data.currency".to_owned(),
        }
    }

    #[test]
    fn what_is_shown_is_found_and_understood() {
        use FieldKind::{Date, Link, List, Money, Number, Text};
        let answer = json!({
            "data": {
                "name": " Ana ", "total": 1234.5, "currency": "USD", "since": "2026-11-22T08:00:00Z",
                "born": "1990-02-01", "at": 1_700_000_000, "page": "https://crm.example/7", "bad": "javascript:alert(1)",
                "none": null, "a.b": "dotted", "yes": true,
            },
            "orders": [{"n": "A1", "sum": "12.00"}, {"n": "A2"}],
        });
        let text = |it: &str| vec![Said::Text(it.to_owned())];
        for (path, kind, said) in [
            ("data.name", Text, text("Ana")),
            ("$.data.name", Text, text("Ana")),
            ("data[\"a.b\"]", Text, text("dotted")),
            ("data.yes", Text, text("true")),
            (
                "data.total",
                Number,
                vec![Said::Number("1234.5".to_owned())],
            ),
            (
                "data.total",
                Money,
                vec![Said::Money("1234.5".to_owned(), "USD".to_owned())],
            ),
            (
                "orders[0].sum",
                Money,
                vec![Said::Money("12.00".to_owned(), "USD".to_owned())],
            ),
            (
                "data.since",
                Date,
                vec![Said::At(Millis(1_795_334_400_000))],
            ),
            ("data.at", Date, vec![Said::At(Millis(1_700_000_000_000))]),
            (
                "data.born",
                Date,
                vec![Said::Day(jiff::civil::date(1990, 2, 1))],
            ),
            (
                "data.page",
                Link,
                vec![Said::Link("https://crm.example/7".to_owned())],
            ),
            ("data.bad", Link, text("javascript:alert(1)")),
            ("data.name", Number, text("Ana")),
            ("orders[1].n", Text, text("A2")),
            (
                "orders[].n",
                List,
                vec![Said::Text("A1".to_owned()), Said::Text("A2".to_owned())],
            ),
        ] {
            let shown = read(&[field(path, kind)], &answer);
            assert_eq!(
                shown.first().map(|it| it.values.clone()),
                Some(said),
                "{path}"
            );
        }
        for nothing in ["data.none", "data", "orders", "orders[9].n", "x.y.z"] {
            assert_eq!(read(&[field(nothing, Text)], &answer), [], "{nothing}");
        }
        let long = json!({ "t": "x".repeat(9_000), "l": vec![1; 900] });
        let cut = read(&[field("t", Text), field("l", List)], &long);
        let lengths: Vec<usize> = cut.iter().map(|it| it.values.len()).collect();
        assert_eq!(lengths, [1, MOST]);
    }

    #[test]
    fn a_path_is_one() {
        for fine in [
            "a",
            "a.b",
            "a[0]",
            "a[].b",
            "$",
            "$.a",
            "[0].a",
            "[\"a b\"]",
        ] {
            assert!(is_path(fine), "{fine}");
        }
        for wrong in ["a..b", "a[", "a[x]", "a.", "."] {
            assert!(!is_path(wrong), "{wrong}");
        }
    }
}
