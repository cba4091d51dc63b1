//! Calling the Graph API, Meta's own or a partner's that hosts it: where a path lies, and how we say who we are.

use serde_json::Value;

use crate::channels::kit::Door;
use crate::channels::kit::request;
use crate::channels::whatsapp::errors;
use crate::domain::outbound::SendError;
use crate::net::api::{Answer, Call};

/// Where Meta's API lies.
pub const BASE: &str = "https://graph.facebook.com";
/// The version that is asked for until somebody says otherwise: of July 2026, served until 2028.
const VERSION: &str = "v26.0";
const AUTHORIZATION: &str = "Authorization";

/// Name and prefix of the header that carries the token, from what was filled in: `Name: Prefix`, or only a name.
/// `None` when it is no header's name (RFC 9110, 5.1).
#[must_use]
pub fn header(filled: &str) -> Option<(&str, &str)> {
    let filled = filled.trim();
    if filled.is_empty() {
        return Some((AUTHORIZATION, "Bearer"));
    }
    let (name, prefix) = filled.split_once(':').unwrap_or((filled, ""));
    let (name, prefix) = (name.trim(), prefix.trim());
    let fits = |it: u8| it.is_ascii_alphanumeric() || it == b'-' || it == b'_';
    let is_name = !name.is_empty() && name.bytes().all(fits);
    let is_value = prefix.bytes().all(|it| it.is_ascii_graphic() || it == b' ');
    (is_name && is_value).then_some((name, prefix))
}

/// Whether the API is hosted by a partner with a header of its own.
#[must_use]
pub fn is_partner(filled: &str) -> bool {
    header(filled).is_some_and(|(name, _)| !name.eq_ignore_ascii_case(AUTHORIZATION))
}

/// A way to the API of one number.
#[derive(Clone, Copy)]
pub struct Graph<'a> {
    pub door: &'a Door,
}

impl Graph<'_> {
    /// The address of something by its path, such as `123/media`.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        let base = self.door.api_base(BASE);
        let version = self.door.value("graph_version").trim_matches('/');
        match version {
            "" if is_partner(self.door.value("auth_header")) => format!("{base}/{path}"),
            "" => format!("{base}/{VERSION}/{path}"),
            version => format!("{base}/{version}/{path}"),
        }
    }

    /// The address of something below the number. A partner's token names the number, its paths do not.
    #[must_use]
    pub fn of_number(&self, path: &str) -> String {
        let bare = is_partner(self.door.value("auth_header"))
            && self.door.value("graph_version").is_empty();
        if bare {
            self.url(path)
        } else {
            self.url(&format!("{}/{path}", self.door.value("phone_number_id")))
        }
    }

    /// Whether a partner hosts it.
    #[must_use]
    pub fn is_partners(&self) -> bool {
        is_partner(self.door.value("auth_header"))
    }

    /// The address of something a partner keeps beside the Cloud API: its paths have no version.
    #[must_use]
    pub fn of_account(&self, path: &str) -> String {
        format!("{}/{path}", self.door.api_base(BASE))
    }

    /// Makes a call with the token.
    ///
    /// # Errors
    /// As [`request::failed`]; [`SendError::Misconfigured`] without a token.
    pub async fn call(&self, call: Call<'_>) -> Result<Answer, SendError> {
        let token = self.door.secret("access_token");
        let header = header(self.door.value("auth_header")).filter(|_| !token.is_empty());
        let Some((name, prefix)) = header else {
            return Err(SendError::Misconfigured {
                detail: "no access_token".to_owned(),
            });
        };
        let value = if prefix.is_empty() {
            token.to_owned()
        } else {
            format!("{prefix} {token}")
        };
        let answer = self.door.net.call(call.with(name, &value)).await;
        answer.map_err(|err| request::failed(&err))
    }

    /// Asks for JSON.
    ///
    /// # Errors
    /// As [`Graph::call`]; what the API answered instead.
    pub async fn get(&self, url: &str) -> Result<Value, SendError> {
        read(self.call(Call::get(url)).await?)
    }

    /// Posts JSON.
    ///
    /// # Errors
    /// As [`Graph::get`].
    pub async fn post(&self, url: &str, body: &Value) -> Result<Value, SendError> {
        read(self.call(Call::json(url, body)).await?)
    }
}

/// A success as its JSON, anything else as what it means.
///
/// # Errors
/// [`errors::refused`].
pub fn read(answer: Answer) -> Result<Value, SendError> {
    if answer.is_success() {
        Ok(answer.json())
    } else {
        Err(errors::refused(&answer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_has_a_name_and_perhaps_a_prefix() {
        assert_eq!(header(""), Some(("Authorization", "Bearer")));
        assert_eq!(
            header("Authorization: Bearer"),
            Some(("Authorization", "Bearer"))
        );
        assert_eq!(header("D360-API-KEY"), Some(("D360-API-KEY", "")));
        assert_eq!(header("X-Key: Token"), Some(("X-Key", "Token")));
        for wrong in ["a b", ": x", "X-Key: a\r\nHost: b", "Ünicode"] {
            assert_eq!(header(wrong), None, "{wrong}");
        }
        assert!(is_partner("D360-API-KEY") && !is_partner("authorization: Bearer"));
    }
}
