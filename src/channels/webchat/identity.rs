//! Whom the owner's site vouches for: a JWT (RFC 7519) signed with HS256, or the older `identifier_hash`.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::Value;

use crate::domain::time::{Millis, Span};
use crate::text::address::Address;
use crate::text::{name, phone};

/// A token is for at most so long from now on.
const LONGEST: Span = Span::hours(24);
/// Clocks may differ by this much.
const LEEWAY: Span = Span::minutes(1);
/// Who came by `identifier_hash`, which names no end, is known for so long.
const BY_HASH: Span = Span::hours(24);
const LONGEST_ID: usize = 200;
const LONGEST_TOKEN: usize = 8_000;

/// Who it is, as the site says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// The site's own id of the user.
    pub user: String,
    pub name: String,
    /// Signed along, and not said to be unproven.
    pub email: Option<String>,
    /// As E.164; signed along, and not said to be unproven.
    pub phone: Option<String>,
    pub until: Millis,
}

/// Why a visitor is not believed: a word for the site's programmers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unproven {
    NoSecret,
    Malformed,
    /// Another algorithm than HS256.
    Algorithm,
    Signature,
    /// `sub` or `user_id` is missing.
    NoUser,
    /// `exp` is missing, or later than a day from now.
    NoEnd,
    Expired,
    NotYet,
}

impl Unproven {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Unproven::NoSecret => "no_secret",
            Unproven::Malformed => "malformed",
            Unproven::Algorithm => "alg_is_not_hs256",
            Unproven::Signature => "wrong_signature",
            Unproven::NoUser => "no_user_id",
            Unproven::NoEnd => "exp_missing_or_over_24h",
            Unproven::Expired => "expired",
            Unproven::NotYet => "not_valid_yet",
        }
    }
}

/// A new secret: 32 random bytes as 64 hexadecimal digits.
#[must_use]
pub fn new_secret() -> String {
    let mut bytes = [0_u8; 32];
    // Without randomness nothing in this program is safe; an empty secret proves nobody.
    if SystemRandom::new().fill(&mut bytes).is_err() {
        return String::new();
    }
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}

/// The keys in use, newest first; two at most, divided by a blank.
fn keys(secrets: &str) -> Vec<hmac::Key> {
    let texts = secrets.split_whitespace().filter(|it| it.len() >= 16);
    texts
        .take(2)
        .map(|it| hmac::Key::new(hmac::HMAC_SHA256, it.as_bytes()))
        .collect()
}

/// Reads a JWT.
///
/// # Errors
/// [`Unproven`].
pub fn by_token(secrets: &str, token: &str, now: Millis) -> Result<Identity, Unproven> {
    let keys = keys(secrets);
    if keys.is_empty() {
        return Err(Unproven::NoSecret);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(Unproven::Malformed)?;
    let (head, claims) = signed.split_once('.').ok_or(Unproven::Malformed)?;
    if token.len() > LONGEST_TOKEN || claims.contains('.') {
        return Err(Unproven::Malformed);
    }
    let head = json(head)?;
    if head.get("alg").and_then(Value::as_str) != Some("HS256") || head.get("crit").is_some() {
        return Err(Unproven::Algorithm);
    }
    let tag = URL_SAFE_NO_PAD
        .decode(signature)
        .map_err(|_| Unproven::Malformed)?;
    let fits = |key: &hmac::Key| hmac::verify(key, signed.as_bytes(), &tag).is_ok();
    if !keys.iter().any(fits) {
        return Err(Unproven::Signature);
    }
    identity(&json(claims)?, now)
}

fn json(part: &str) -> Result<Value, Unproven> {
    let bytes = URL_SAFE_NO_PAD.decode(part);
    let bytes = bytes.map_err(|_| Unproven::Malformed)?;
    serde_json::from_slice(&bytes).map_err(|_| Unproven::Malformed)
}

fn identity(claims: &Value, now: Millis) -> Result<Identity, Unproven> {
    let until = seconds(claims, "exp").ok_or(Unproven::NoEnd)?;
    if until > now + LONGEST + LEEWAY {
        return Err(Unproven::NoEnd);
    }
    if until + LEEWAY <= now {
        return Err(Unproven::Expired);
    }
    let begins = [seconds(claims, "nbf"), seconds(claims, "iat")];
    if begins.into_iter().flatten().any(|it| it > now + LEEWAY) {
        return Err(Unproven::NotYet);
    }
    let text = |key: &str| claims.get(key).and_then(Value::as_str).unwrap_or_default();
    let user = ["sub", "user_id"]
        .iter()
        .find_map(|key| id(claims.get(*key)?));
    // The names of OpenID Connect Core 1.0, 5.1.
    let proven = |key: &str| claims.get(key) != Some(&Value::Bool(false));
    let email = Address::parse(text("email")).filter(|_| proven("email_verified"));
    let number = phone::canon(text("phone_number"), "");
    Ok(Identity {
        user: user.ok_or(Unproven::NoUser)?,
        name: name::person(text("name")),
        email: email.map(|it| it.as_str().to_owned()),
        phone: number.filter(|_| proven("phone_number_verified")),
        until,
    })
}

fn seconds(claims: &Value, key: &str) -> Option<Millis> {
    let seconds = claims.get(key)?.as_i64()?;
    Some(Millis(seconds.checked_mul(1_000)?))
}

fn id(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(it) => it.trim().to_owned(),
        Value::Number(it) => it.to_string(),
        _ => return None,
    };
    (!text.is_empty() && text.len() <= LONGEST_ID).then_some(text)
}

/// Checks the hash other widgets take: hexadecimal HMAC-SHA256 of the identifier. It speaks for the identifier alone.
///
/// # Errors
/// [`Unproven`].
pub fn by_hash(secrets: &str, user: &str, hash: &str, now: Millis) -> Result<Identity, Unproven> {
    let keys = keys(secrets);
    if keys.is_empty() {
        return Err(Unproven::NoSecret);
    }
    let user = user.trim();
    if user.is_empty() || user.len() > LONGEST_ID {
        return Err(Unproven::NoUser);
    }
    let tag = unhex(hash.trim()).ok_or(Unproven::Malformed)?;
    let fits = |key: &hmac::Key| hmac::verify(key, user.as_bytes(), &tag).is_ok();
    if !keys.iter().any(fits) {
        return Err(Unproven::Signature);
    }
    Ok(Identity {
        user: user.to_owned(),
        until: now + BY_HASH,
        ..Identity::default()
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|it| it.to_digit(16).and_then(|it| u8::try_from(it).ok()))
        .collect();
    let digits = digits.filter(|it| it.len() == 64)?;
    let pairs = digits.chunks_exact(2);
    Some(
        pairs
            .map(|it| it.iter().fold(0, |sum, it| sum * 16 + it))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use serde_json::json;

    use super::*;

    const SECRET: &str = "una-clave-secreta-de-la-tienda";
    const NOW: Millis = Millis(1_800_000_000_000);

    fn token(head: &Value, claims: &Value, secret: &str) -> String {
        let part = |it: &Value| URL_SAFE_NO_PAD.encode(it.to_string());
        let signed = format!("{}.{}", part(head), part(claims));
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let tag = hmac::sign(&key, signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(tag.as_ref()))
    }

    fn claims() -> Value {
        json!({ "sub": "77", "exp": NOW.0 / 1_000 + 3_600, "name": "María", "email": "Maria@Tienda.co" })
    }

    fn read(head: &Value, claims: &Value) -> Result<Identity, Unproven> {
        by_token(SECRET, &token(head, claims, SECRET), NOW)
    }

    #[test]
    fn a_token_names_its_user_with_what_is_signed_along() {
        let head = json!({ "alg": "HS256", "typ": "JWT" });
        let it = read(&head, &claims()).unwrap();
        assert_eq!((it.user.as_str(), it.name.as_str()), ("77", "María"));
        assert_eq!(it.email.as_deref(), Some("maria@tienda.co"));
        let mut unproven = claims();
        unproven["email_verified"] = json!(false);
        assert_eq!(read(&head, &unproven).unwrap().email, None);
        assert_eq!(it.phone, None);
        let mut reached = claims();
        reached["phone_number"] = json!("+57 300 111 2233");
        let phone = read(&head, &reached).unwrap().phone;
        assert_eq!(phone.as_deref(), Some("+573001112233"));
        reached["phone_number"] = json!("300 111 2233");
        assert_eq!(read(&head, &reached).unwrap().phone, None, "of no country");
        reached["phone_number"] = json!("+573001112233");
        reached["phone_number_verified"] = json!(false);
        assert_eq!(read(&head, &reached).unwrap().phone, None);
        let mut numbered = claims();
        numbered["sub"] = json!(77);
        assert_eq!(read(&head, &numbered).unwrap().user, "77");
        let older = token(&head, &claims(), "la-clave-anterior-de-antes");
        let both = format!("{SECRET} la-clave-anterior-de-antes");
        assert!(by_token(&both, &older, NOW).is_ok(), "two keys at a time");
        let three = format!("{SECRET} otra-clave-mas-de-la-tienda la-clave-anterior-de-antes");
        assert_eq!(by_token(&three, &older, NOW), Err(Unproven::Signature));
    }

    #[test]
    fn nobody_else_is_believed() {
        let head = json!({ "alg": "HS256" });
        for alg in ["none", "HS512", "RS256", "hs256", ""] {
            assert_eq!(
                read(&json!({ "alg": alg }), &claims()),
                Err(Unproven::Algorithm)
            );
        }
        let bent = |key: &str, value: Value| {
            let mut it = claims();
            it[key] = value;
            read(&head, &it)
        };
        let now = NOW.0 / 1_000;
        assert_eq!(bent("exp", Value::Null), Err(Unproven::NoEnd));
        assert_eq!(bent("exp", json!(now - 61)), Err(Unproven::Expired));
        assert_eq!(bent("exp", json!(now + 86_400 + 61)), Err(Unproven::NoEnd));
        assert_eq!(bent("exp", json!(i64::MAX)), Err(Unproven::NoEnd));
        assert_eq!(bent("nbf", json!(now + 120)), Err(Unproven::NotYet));
        assert_eq!(bent("sub", json!("")), Err(Unproven::NoUser));
        let other = token(&head, &claims(), "otra-clave-de-otra-tienda");
        assert_eq!(by_token(SECRET, &other, NOW), Err(Unproven::Signature));
        let unsigned = other.rsplit_once('.').unwrap().0.to_owned() + ".";
        assert_eq!(by_token(SECRET, &unsigned, NOW), Err(Unproven::Signature));
        assert_eq!(by_token("", &other, NOW), Err(Unproven::NoSecret));
        for junk in ["", ".", "..", "a.b.c", "é.é.é"] {
            assert!(by_token(SECRET, junk, NOW).is_err());
        }
    }

    #[test]
    fn a_hash_speaks_for_the_identifier_alone() {
        let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
        let tag = hmac::sign(&key, b"77");
        let hex: String = tag.as_ref().iter().map(|it| format!("{it:02x}")).collect();
        let it = by_hash(SECRET, "77", &hex, NOW).unwrap();
        assert_eq!((it.user.as_str(), it.email), ("77", None));
        assert_eq!(by_hash(SECRET, "78", &hex, NOW), Err(Unproven::Signature));
        assert_eq!(by_hash(SECRET, "", &hex, NOW), Err(Unproven::NoUser));
        assert_eq!(by_hash(SECRET, "77", "zz", NOW), Err(Unproven::Malformed));
    }

    #[test]
    fn a_new_secret_proves() {
        let secret = new_secret();
        assert_eq!((secret.len(), keys(&secret).len()), (64, 1));
        assert_ne!(secret, new_secret());
    }
}
