//! Signed context links: an address of a system of the business that says who is asked about and who opens it, so that
//! the system can believe it without a log-in of its own.
//!
//! Behind what the administrator wrote stand `lobby_contact`, `lobby_conversation`, `lobby_agent` (the address of who
//! opens it), `lobby_expires` (seconds since 1970) and last `lobby_signature`. To check it: take the path and query as
//! they came, up to `&lobby_signature=`; HMAC-SHA256 it with the secret (what stands behind `whsec_`, from base64); its
//! base64 in the alphabet for addresses, without `=`, is the signature. Then see that it has not expired.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::hmac;
use url::Url;

use crate::domain::card::DataCard;
use crate::domain::card::fill::{self, encoded};
use crate::domain::error::{Error, Result};
use crate::domain::time::{Millis, Span};
use crate::integrations::facts::Facts;

/// A link is opened at once: it is made when it is pressed.
const LASTS: Span = Span::minutes(5);

/// The address at which a card opens for a contact.
///
/// # Errors
/// [`Error::NotFound`] when the card has none; [`Error::Conflict`] `card_lacks` when the contact lacks what it needs.
pub fn signed(card: &DataCard, facts: &Facts, secret: &str, now: Millis) -> Result<String> {
    if card.link.is_empty() {
        return Err(Error::not_found("link"));
    }
    if facts.doubtful {
        return Err(Error::conflict("card_doubtful"));
    }
    let address = fill::address(&card.link, &|name| facts.value(name));
    let address = address.map_err(|_| Error::conflict("card_lacks"))?;
    let mut url = Url::parse(&address).map_err(|_| Error::conflict("card_lacks"))?;
    let expires = (now + LASTS).0 / 1_000;
    let known = |name: &str| encoded(&facts.value(name).unwrap_or_default());
    let added = format!(
        "lobby_contact={}&lobby_conversation={}&lobby_agent={}&lobby_expires={expires}",
        known("contact.id"),
        known("conversation.number"),
        known("agent.email"),
    );
    let query = match url.query().filter(|it| !it.is_empty()) {
        Some(own) => format!("{own}&{added}"),
        None => added,
    };
    url.set_query(Some(&query));
    let signed = format!("{}?{}", url.path(), url.query().unwrap_or_default());
    let signature = signature(secret, &signed)?;
    let query = format!(
        "{}&lobby_signature={signature}",
        url.query().unwrap_or_default()
    );
    url.set_query(Some(&query));
    Ok(url.to_string())
}

fn signature(secret: &str, text: &str) -> Result<String> {
    let bytes = STANDARD.decode(secret.trim_start_matches("whsec_"));
    let bytes = bytes.map_err(|err| Error::internal("a card's secret", err))?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, &bytes);
    Ok(URL_SAFE_NO_PAD.encode(hmac::sign(&key, text.as_bytes())))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::contact::Contact;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    #[test]
    fn a_link_is_signed_as_others_sign() {
        let card = DataCard {
            link: "https://crm.example/c?name={{contact.name}}#top".to_owned(),
            ..DataCard::default()
        };
        let person = Contact {
            name: "Ana & Co".to_owned(),
            ..Contact::default()
        };
        let facts = Facts {
            person,
            ..Facts::default()
        };
        let link = signed(&card, &facts, SECRET, Millis(1_000_000)).unwrap();
        let id = facts.contact();
        let query = format!(
            "name=Ana%20%26%20Co&lobby_contact={id}&lobby_conversation=0&lobby_agent=&lobby_expires=1300"
        );
        let begins = format!("https://crm.example/c?{query}&lobby_signature=");
        assert!(link.starts_with(&begins), "{link}");
        let given = link.strip_prefix(&begins).unwrap();
        assert_eq!(
            given,
            format!("{}#top", signature(SECRET, &format!("/c?{query}")).unwrap())
        );
        let none = signed(&DataCard::default(), &facts, SECRET, Millis(0));
        assert_eq!(none, Err(Error::not_found("link")));
    }
}
