//! Approved texts of a channel: what is checked before one is handed in, and what is remembered of it after.

use crate::desk::channels::find;
use crate::desk::providers;
use crate::domain::actor::{Right, Viewer};
use crate::domain::channel::{Connection, ConnectionSettings};
use crate::domain::chat::Template;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::ChannelId;
use crate::store::{Look, Write};

/// Characters of a name, a body, a header or footer, a button; and how many buttons (Cloud API: template components).
const NAME: usize = 512;
const BODY: usize = 1_024;
const LINE: usize = 60;
const BUTTON: usize = 25;
const BUTTONS: usize = 10;
/// What a text may be for, in the provider's words; codes have a form of their own that is not made here.
pub const CATEGORIES: [&str; 2] = ["UTILITY", "MARKETING"];
/// What may stand above a text.
pub const HEADERS: [&str; 5] = ["", "TEXT", "IMAGE", "VIDEO", "DOCUMENT"];

/// The texts of a channel.
///
/// # Errors
/// [`Error::NotFound`] for a channel that has none.
pub fn list(look: &Look<'_>, channel: ChannelId) -> Result<(Connection, Vec<Template>)> {
    let (found, connection) = find(look, channel)?;
    if !found.kind.abilities().templates {
        return Err(Error::not_found("templates"));
    }
    let mut all = connection
        .provider()
        .map(|it| it.templates())
        .unwrap_or_default();
    all.sort_by(|a, b| (&a.name, &a.language).cmp(&(&b.name, &b.language)));
    Ok((connection, all))
}

/// Checks a text before it is handed in.
///
/// # Errors
/// [`Error::Invalid`] on `name`, `language`, `category`, `header`, `body`, `footer`, `buttons` or `examples`.
pub fn check(it: &Template) -> Result<()> {
    let wrong = |field, code| Err(Error::invalid(field, code));
    let long = |text: &str, limit: usize| text.chars().count() > limit;
    let plain = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_';
    if it.name.is_empty() || long(&it.name, NAME) || !it.name.bytes().all(plain) {
        return wrong("name", "error-template-name");
    }
    let letters = |it: u8| it.is_ascii_alphabetic() || it == b'_';
    if !(2..=6).contains(&it.language.len()) || !it.language.bytes().all(letters) {
        return wrong("language", "error-template-language");
    }
    if !CATEGORIES.contains(&it.category.as_str()) {
        return wrong("category", "error-missing");
    }
    if !HEADERS.contains(&it.header_format.as_str())
        || long(&it.header, LINE)
        || (it.header_format == "TEXT") == it.header.is_empty()
        || it.header_variables().len() > 1
    {
        return wrong("header", "error-template-header");
    }
    if it.body.trim().is_empty() || long(&it.body, BODY) {
        return wrong("body", "error-template-body");
    }
    if long(&it.footer, LINE) || it.footer.contains("{{") {
        return wrong("footer", "error-template-line");
    }
    if it.buttons.len() > BUTTONS || !it.buttons.iter().all(is_button) {
        return wrong("buttons", "error-template-buttons");
    }
    let wanted =
        it.header_variables().len() + it.body_variables().len() + usize::from(it.has_file());
    let filled = it.examples.iter().all(|it| !it.trim().is_empty());
    if it.examples.len() != wanted || !filled {
        return wrong("examples", "error-template-examples");
    }
    Ok(())
}

fn is_button((kind, text, value): &(String, String, String)) -> bool {
    let shown = !text.trim().is_empty() && text.chars().count() <= BUTTON;
    let leads = match kind.as_str() {
        "QUICK_REPLY" => value.is_empty(),
        "URL" => value.starts_with("https://"),
        "PHONE_NUMBER" => {
            let digits = value.trim_start_matches('+');
            !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit())
        }
        _ => false,
    };
    shown && leads
}

/// Remembers a text that was handed in, in the place of the one before.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn keep(w: &mut Write<'_>, by: &Viewer, channel: ChannelId, new: &Template) -> Result<()> {
    change(w, by, channel, new, |all| all.push(new.clone()))
}

/// Forgets a text that was taken away.
///
/// # Errors
/// As [`keep`].
pub fn forget(w: &mut Write<'_>, by: &Viewer, channel: ChannelId, old: &Template) -> Result<()> {
    change(w, by, channel, old, |_| {})
}

fn change(
    w: &mut Write<'_>,
    by: &Viewer,
    channel: ChannelId,
    of: &Template,
    how: impl FnOnce(&mut Vec<Template>),
) -> Result<()> {
    by.need(Right::Administer)?;
    let (mut connection, mut all) = list(w, channel)?;
    all.retain(|it| (&it.name, &it.language) != (&of.name, &of.language));
    how(&mut all);
    let written = serde_json::to_string(&all).map_err(|err| Error::internal("templates", err))?;
    if let ConnectionSettings::Provider(it) = &mut connection.settings {
        for what in Template::TOLD {
            let key = Template::told(what, &of.name, &of.language);
            it.learnt.remove(&key);
        }
        it.learnt.insert("templates".to_owned(), written);
    }
    w.put_connection(&connection)?;
    told(w, by, channel)
}

/// Remembers the list as it was read anew.
///
/// # Errors
/// As [`keep`].
pub fn listed(
    w: &mut Write<'_>,
    by: &Viewer,
    channel: ChannelId,
    learnt: &[(String, String)],
) -> Result<()> {
    by.need(Right::Administer)?;
    let (connection, _) = list(w, channel)?;
    providers::learn(w, connection.id, learnt)?;
    told(w, by, channel)
}

fn told(w: &mut Write<'_>, by: &Viewer, channel: ChannelId) -> Result<()> {
    w.event(
        by.actor,
        Subject::channel(channel),
        EventKind::ChannelChanged,
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> Template {
        Template {
            name: "visit_1".into(),
            language: "pt_BR".into(),
            category: "UTILITY".into(),
            body: "Olá {{1}}".into(),
            examples: vec!["Ana".into()],
            buttons: vec![("QUICK_REPLY".into(), "Sim".into(), String::new())],
            ..Template::default()
        }
    }

    #[test]
    fn a_text_is_checked_before_it_is_handed_in() {
        assert_eq!(check(&good()), Ok(()));
        type Change = fn(&mut Template);
        let wrong: [(&str, Change); 9] = [
            ("name", |it| it.name = "Visit".into()),
            ("language", |it| it.language = "Português".into()),
            ("category", |it| it.category = "AUTHENTICATION".into()),
            ("header", |it| it.header_format = "TEXT".into()),
            ("header", |it| it.header = "x".into()),
            ("body", |it| it.body = "x".repeat(1_025)),
            ("footer", |it| it.footer = "hola {{1}}".into()),
            ("buttons", |it| {
                it.buttons
                    .push(("URL".into(), "Ver".into(), "http://x".into()))
            }),
            ("examples", |it| it.examples.clear()),
        ];
        for (field, change) in wrong {
            let mut it = good();
            change(&mut it);
            match check(&it) {
                Err(Error::Invalid(all)) => {
                    assert_eq!(all.first().map(|it| it.field), Some(field));
                }
                other => assert_eq!(other, Ok(()), "{field} was taken"),
            }
            assert!(check(&it).is_err(), "{field}");
        }
    }
}
