//! The way to another channel, as a customer is given it.

use url::form_urlencoded;

use crate::app::App;
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::error::{Error, Result};
use crate::store::Look;
use crate::text::going_on::{by_link, by_mail, chat, message};
use crate::text::language::Language;

/// Where somebody goes on, and the sentence that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Empty where there is no address to press: by mail.
    pub url: String,
    pub text: String,
}

/// The way to a channel with a code.
///
/// # Errors
/// [`Error::Invalid`] on `channel` when nothing is known by which somebody could write there.
pub fn way(
    app: &App,
    look: &Look<'_>,
    channel: &Channel,
    (language, code): (&str, &str),
) -> Result<Way> {
    let language = Language::from_code(language).unwrap_or(Language::English);
    let said = message(language, code);
    let connection = look.connection(channel.connection)?.unwrap_or_default();
    let provider = connection.provider();
    let learnt = |name: &str| provider.map_or("", |it| it.learnt(name)).to_owned();
    let (url, name) = match channel.kind {
        ChannelKind::Email => {
            let text = by_mail(language, &channel.address, code);
            return Ok(Way {
                url: String::new(),
                text,
            });
        }
        ChannelKind::WhatsApp => {
            let number = learnt("display_phone_number");
            let digits: String = number.chars().filter(char::is_ascii_digit).collect();
            (
                with_text("https://wa.me/", &digits, "text", &said),
                "WhatsApp",
            )
        }
        // A bot is told what stands behind `start`: letters, digits and hyphens alone.
        ChannelKind::Telegram => {
            let name = learnt("username");
            (with_text("https://t.me/", &name, "start", code), "Telegram")
        }
        ChannelKind::WebChat => {
            let place = format!("{}/chat/", app.config.public_url.trim_end_matches('/'));
            (
                with_text(&place, &connection.key, "say", &said),
                chat(language),
            )
        }
        ChannelKind::Log | ChannelKind::Api => (None, ""),
    };
    let url = url.ok_or_else(|| Error::invalid("channel", "error-no-such-channel"))?;
    Ok(Way {
        text: by_link(language, name, &url),
        url,
    })
}

/// An address of somebody with a text in it; none of nobody.
fn with_text(place: &str, who: &str, name: &str, text: &str) -> Option<String> {
    if who.is_empty() {
        return None;
    }
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair(name, text)
        .finish();
    // Everybody reads `%20`; not everybody reads `+`.
    Some(format!("{place}{who}?{}", query.replace('+', "%20")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_its_text() {
        assert_eq!(
            with_text("https://wa.me/", "573001234567", "text", "Mi código: AB").as_deref(),
            Some("https://wa.me/573001234567?text=Mi%20c%C3%B3digo%3A%20AB")
        );
        assert_eq!(with_text("https://wa.me/", "", "text", "x"), None);
    }
}
