//! What an administrator chose for the chat, read from what was filled in.

use url::Url;

use crate::channels::Filled;
use crate::channels::webchat::colour;
use crate::domain::channel::ProviderSettings;
use crate::domain::error::Error;

const MOST_MINUTES: i64 = 7 * 24 * 60;
const ORIGINS: usize = 50;
const LONGEST_GREETING: usize = 500;

/// What may be asked before the first message.
pub const ASKED: [&str; 3] = ["name", "email", "phone"];

/// How the chat looks and where it may stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// What it is called; empty for the name of the business.
    pub name: String,
    /// Sites on whose pages it may stand, such as `https://www.shop.example`.
    pub origins: Vec<String>,
    /// `#rrggbb`, dark enough for white text.
    pub colour: String,
    /// At the left, else at the right.
    pub left: bool,
    pub greeting: String,
    pub asked: Vec<&'static str>,
}

impl Settings {
    #[must_use]
    pub fn of(settings: &ProviderSettings) -> Self {
        let asked = settings.value("prechat_fields");
        Settings {
            name: settings.value("name").to_owned(),
            origins: origins(settings.value("allowed_origins")).unwrap_or_default(),
            colour: colour::legible(settings.value("colour")),
            left: settings.value("position") == "left",
            greeting: settings.value("greeting").to_owned(),
            asked: read_asked(asked).unwrap_or_default(),
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let all = text.split(|it: char| it.is_whitespace() || it == ',' || it == ';');
    all.filter(|it| !it.is_empty())
}

/// Sites as browsers name them; `None` when one is none. A name without a scheme is meant with HTTPS.
fn origins(text: &str) -> Option<Vec<String>> {
    let mut out: Vec<String> = Vec::new();
    for word in words(text).take(ORIGINS) {
        let whole = if word.contains("://") {
            word.to_owned()
        } else {
            format!("https://{word}")
        };
        let url = Url::parse(&whole).ok()?;
        let is_site = matches!(url.scheme(), "http" | "https") && url.username().is_empty();
        let origin = url.origin();
        if !is_site || !origin.is_tuple() {
            return None;
        }
        let origin = origin.ascii_serialization();
        // It stands in a header beside others.
        if origin.contains(['*', ';', ',', '\'']) {
            return None;
        }
        if !out.contains(&origin) {
            out.push(origin);
        }
    }
    Some(out)
}

fn read_asked(text: &str) -> Option<Vec<&'static str>> {
    let mut out = Vec::new();
    for word in words(text) {
        let known = ASKED.iter().find(|it| **it == word)?;
        if !out.contains(known) {
            out.push(*known);
        }
    }
    Some(out)
}

/// Checks what was filled in.
///
/// # Errors
/// [`Error::Invalid`] on the field that is wrong.
pub fn check(filled: &Filled) -> Result<(), Error> {
    if origins(filled.get("allowed_origins")).is_none() {
        return Err(Error::invalid("allowed_origins", "error-origins"));
    }
    let colour = filled.get("colour");
    if !colour.is_empty() && !colour::is_colour(colour) {
        return Err(Error::invalid("colour", "error-colour"));
    }
    if !["", "left", "right"].contains(&filled.get("position")) {
        return Err(Error::invalid("position", "error-field"));
    }
    if filled.get("greeting").len() > LONGEST_GREETING {
        return Err(Error::invalid("greeting", "error-too-long"));
    }
    if read_asked(filled.get("prechat_fields")).is_none() {
        return Err(Error::invalid("prechat_fields", "error-field"));
    }
    let minutes = filled.get("away_to_email_after");
    let fits = |it: i64| (0..=MOST_MINUTES).contains(&it);
    if !minutes.is_empty() && !minutes.parse().is_ok_and(fits) {
        return Err(Error::invalid("away_to_email_after", "error-field"));
    }
    let secrets = filled.get("identity_secret");
    if secrets.split_whitespace().any(|it| it.len() < 16) {
        return Err(Error::invalid("identity_secret", "error-secret-short"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn sites_are_read_as_browsers_name_them() {
        let given = "https://Www.Shop.example/carrito, tienda.co;http://localhost:8080 tienda.co";
        let read = origins(given).unwrap();
        assert_eq!(
            read,
            [
                "https://www.shop.example",
                "https://tienda.co",
                "http://localhost:8080"
            ]
        );
        for wrong in [
            "*",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://*.x.co",
            "file:///x",
            "https://a@b.co",
        ] {
            assert!(origins(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let mut filled = Filled::default();
        assert!(check(&filled).is_ok());
        for (name, value) in [
            ("allowed_origins", "*"),
            ("colour", "red"),
            ("position", "top"),
            ("prechat_fields", "name, shoe"),
            ("away_to_email_after", "-1"),
        ] {
            filled.values.insert(name.to_owned(), value.to_owned());
            let Err(Error::Invalid(fields)) = check(&filled) else {
                panic!("{name}");
            };
            assert_eq!(fields[0].field, name);
            filled.values.clear();
        }
    }
}
