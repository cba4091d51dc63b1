//! Putting what is known of a contact into an address or a body, so that it stays one value: nobody's name adds a part to
//! an address, ends a text, or leads elsewhere.

use serde_json::Value;
use url::Url;

use crate::domain::canned_reply::{OF_CONTACT, filled, places};

/// Names of places beside `contact.` and the key of a field of contacts.
pub const PLACES: [&str; 10] = [
    "contact.id",
    "contact.name",
    "contact.first_name",
    "contact.email",
    "contact.phone",
    "contact.external_id",
    "contact.company",
    "contact.language",
    "conversation.number",
    "agent.email",
];
const LONGEST: usize = 1_000;
/// Longest body, bytes.
const LARGEST: usize = 10_000;

/// What stands in a place; `None` when nothing is known.
pub type Known<'k> = dyn Fn(&str) -> Option<String> + 'k;

/// Why an address or body cannot be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfilled {
    /// Nothing is known for this place.
    Lacks(String),
    /// What is known would lead to another address.
    Unfit,
}

/// Whether a text can be asked at: an address whose host has no place, and whose places have known names.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let text = text.trim();
    let Some((_, rest)) = text.split_once("://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = Url::parse(&filled(text, &|_| Some("x".to_owned())));
    let fine = plain.is_ok_and(|it| {
        matches!(it.scheme(), "https" | "http") && it.has_host() && it.username().is_empty()
    });
    let clean = !text.contains(['\\', ' ']) && !text.chars().any(char::is_control);
    fine && clean && text.len() <= LONGEST && !host.contains(['{', '}', '@']) && knows_all(text)
}

/// Whether a text is JSON whose places have known names.
#[must_use]
pub fn is_body(text: &str) -> bool {
    let json = serde_json::from_str::<Value>(text);
    text.len() <= LARGEST && json.is_ok_and(|it| it.is_object() || it.is_array()) && knows_all(text)
}

fn knows_all(text: &str) -> bool {
    let known = |it: &String| {
        let of_contact = it.strip_prefix(OF_CONTACT);
        PLACES.contains(&it.as_str()) || of_contact.is_some_and(|it| !it.trim().is_empty())
    };
    places(text).iter().all(known)
}

/// The first place of a text for which nothing is known, and that says nothing of its own.
fn lacks(text: &str, known: &Known<'_>) -> Option<String> {
    let there = |name: &str| {
        known(name)
            .filter(|it| !it.trim().is_empty())
            .map(|_| String::from("x"))
    };
    places(&filled(text, &there)).into_iter().next()
}

/// The address with its places filled in, each as one value.
///
/// # Errors
/// [`Unfilled`].
pub fn address(text: &str, known: &Known<'_>) -> Result<String, Unfilled> {
    if let Some(name) = lacks(text, known) {
        return Err(Unfilled::Lacks(name));
    }
    let out = filled(text.trim(), &|name| known(name).map(|it| encoded(&it)));
    let path = out.split(['?', '#']).next().unwrap_or_default();
    // An address is tidied where it is called: what stands for "here" and "above" would lead elsewhere.
    let moves = |part: &str| {
        let part = part.to_ascii_lowercase().replace("%2e", ".");
        part == "." || part == ".."
    };
    if path.split('/').any(moves) {
        return Err(Unfilled::Unfit);
    }
    Ok(out)
}

/// Percent-encoded but for what is unreserved in every part of an address (RFC 3986, 2.3).
#[must_use]
pub fn encoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.trim().bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The body with the places of its texts filled in: what is filled in stays within its text.
///
/// # Errors
/// [`Unfilled`].
pub fn body(text: &str, known: &Known<'_>) -> Result<Value, Unfilled> {
    if let Some(name) = lacks(text, known) {
        return Err(Unfilled::Lacks(name));
    }
    let read: Value = serde_json::from_str(text).map_err(|_| Unfilled::Unfit)?;
    Ok(filled_in(read, known))
}

fn filled_in(value: Value, known: &Known<'_>) -> Value {
    match value {
        Value::String(it) => Value::String(filled(&it, known)),
        Value::Array(all) => all.into_iter().map(|it| filled_in(it, known)).collect(),
        Value::Object(all) => {
            let all = all.into_iter();
            Value::Object(all.map(|(key, it)| (key, filled_in(it, known))).collect())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    fn of(value: &str) -> impl Fn(&str) -> Option<String> + '_ {
        move |name| (name == "contact.name").then(|| value.to_owned())
    }

    #[test]
    fn a_value_stays_one_value_of_its_address() {
        let text = "https://crm.example/people/{{contact.name}}/orders?of={{contact.name}}&all=1";
        for (name, written) in [
            ("Ana", "Ana"),
            ("/../../admin", "%2F..%2F..%2Fadmin"),
            ("a&all=2#x", "a%26all%3D2%23x"),
            ("ñ %2e", "%C3%B1%20%252e"),
            ("...", "..."),
        ] {
            let whole = format!("https://crm.example/people/{written}/orders?of={written}&all=1");
            assert_eq!(address(text, &of(name)), Ok(whole.clone()), "{name}");
            let url = Url::parse(&whole).unwrap();
            assert_eq!(url.path_segments().unwrap().count(), 3, "{name}");
            assert_eq!(url.query_pairs().count(), 2, "{name}");
        }
        for name in [".", "..", " .. "] {
            assert_eq!(address(text, &of(name)), Err(Unfilled::Unfit), "{name}");
        }
        let lacks = Err(Unfilled::Lacks("contact.email".to_owned()));
        assert_eq!(
            address("https://a.example/{{contact.email}}", &of("x")),
            lacks
        );
        let either = "https://a.example/{{contact.email|nobody}}";
        assert_eq!(
            address(either, &of("x")).unwrap(),
            "https://a.example/nobody"
        );
    }

    #[test]
    fn a_value_stays_within_its_text() {
        let text = r#"{"who": "{{contact.name}}", "n": 1, "all": ["a {{contact.name}}"]}"#;
        let name = "\"}, {\"x\": \"{{contact.email}}";
        let filled = body(text, &of(name)).unwrap();
        assert_eq!(
            filled,
            json!({"who": name, "n": 1, "all": [format!("a {name}")]})
        );
        assert!(body(r#"{"who": "{{contact.phone}}"}"#, &of("x")).is_err());
    }

    #[test]
    fn only_addresses_of_a_certain_host_are_asked() {
        for fine in [
            "https://crm.example/c?e={{contact.email}}",
            "http://10.0.0.3:8080/{{contact.Plan}}",
        ] {
            assert!(is_address(fine), "{fine}");
        }
        for wrong in [
            "",
            "crm.example",
            "https://{{contact.name}}.example/",
            "https://crm.example:{{contact.id}}/",
            "https://a:b@crm.example/",
            "ftp://crm.example/",
            "https://crm.example/{{password}}",
            "https://crm.example\\{{contact.name}}",
            "javascript://crm.example/%0a",
        ] {
            assert!(!is_address(wrong), "{wrong}");
        }
        assert!(is_body(r#"{"a": "{{contact.id}}"}"#) && !is_body("x") && !is_body("7"));
        assert!(!is_body(r#"{"a": "{{secret}}"}"#));
    }
}
