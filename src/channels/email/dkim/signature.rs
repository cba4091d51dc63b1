//! One DKIM-Signature field, and whether it holds.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::channels::email::dkim::canon::Canon;
use crate::channels::email::dkim::is_above;
use crate::channels::email::dkim::key::{Key, Kind};
use crate::domain::time::Millis;

/// A header field: what stands before the colon, and what follows up to the end of its last line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field<'a> {
    pub name: &'a [u8],
    pub value: &'a [u8],
}

impl Field<'_> {
    pub fn is(&self, name: &str) -> bool {
        self.name
            .trim_ascii_end()
            .eq_ignore_ascii_case(name.as_bytes())
    }
}

/// Header fields and text of a mail; none when its header is not made of whole lines as they travel: what could be
/// read in two ways is not proven.
pub fn fields(raw: &[u8]) -> Option<(Vec<Field<'_>>, &[u8])> {
    let mut fields: Vec<Field<'_>> = Vec::new();
    let mut rest = raw;
    loop {
        if let Some(text) = rest.strip_prefix(b"\r\n") {
            return Some((fields, text));
        }
        if rest.is_empty() {
            return Some((fields, rest));
        }
        let mut end = 0;
        loop {
            let line = rest.get(end..)?;
            let length = line.iter().position(|it| matches!(it, b'\r' | b'\n'))?;
            if !line.get(length..)?.starts_with(b"\r\n") {
                return None;
            }
            end += length + 2;
            if !matches!(rest.get(end), Some(b' ' | b'\t')) {
                break;
            }
        }
        let field = rest.get(..end - 2)?;
        let colon = field.iter().position(|it| *it == b':')?;
        let (name, value) = (field.get(..colon)?, field.get(colon + 1..)?);
        let is_name = name.trim_ascii_end().iter().all(u8::is_ascii_graphic) && !name.is_empty();
        if !is_name {
            return None;
        }
        fields.push(Field { name, value });
        rest = rest.get(end..)?;
    }
}

/// A list of `name=value` (RFC 6376, 3.2), blanks inside values taken out; none when a name comes twice.
pub fn tags(text: &[u8]) -> Option<BTreeMap<String, String>> {
    let text = std::str::from_utf8(text).ok()?;
    let mut out = BTreeMap::new();
    for piece in text.split(';') {
        if piece.trim().is_empty() {
            continue;
        }
        let (name, value) = piece.split_once('=')?;
        let value: String = value.split_ascii_whitespace().collect();
        if out.insert(name.trim().to_owned(), value).is_some() {
            return None;
        }
    }
    Some(out)
}

/// What a signature says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Who signs; lower case.
    pub domain: String,
    selector: String,
    kind: Kind,
    of_header: Canon,
    of_text: Canon,
    /// Names of the fields that are signed.
    signed: Vec<String>,
    hash_of_text: Vec<u8>,
    bytes: Vec<u8>,
    /// Seconds since 1970.
    expires: Option<i64>,
    /// The domain of who is said to have signed.
    identity: String,
}

impl Signature {
    /// Reads the field's value; none when it is not understood, signs no From, or leaves out an end of the text.
    pub fn read(value: &[u8]) -> Option<Self> {
        let tags = tags(value)?;
        let tag = |name: &str| tags.get(name).map(String::as_str);
        let domain = tag("d")?.to_ascii_lowercase();
        let selector = tag("s")?.to_ascii_lowercase();
        let is_name = |it: &str| {
            let plain = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'-' | b'_');
            !it.is_empty() && it.len() <= 253 && it.bytes().all(plain)
        };
        let kind = match tag("a")?.to_ascii_lowercase().as_str() {
            "rsa-sha256" => Kind::Rsa,
            "ed25519-sha256" => Kind::Ed25519,
            // SHA-1 proves nothing (RFC 8301).
            _ => return None,
        };
        let (of_header, of_text) = canons(tag("c").unwrap_or("simple/simple"))?;
        let signed: Vec<String> = tag("h")?.split(':').map(str::to_ascii_lowercase).collect();
        let identity = tag("i")
            .and_then(|it| it.rsplit_once('@'))
            .map(|it| it.1.to_ascii_lowercase());
        let identity = identity.unwrap_or_else(|| domain.clone());
        let is_sound = tag("v") == Some("1")
            && is_name(&domain)
            && is_name(&selector)
            && tag("l").is_none()
            && tag("q").is_none_or(|it| it.split(':').any(|it| it == "dns/txt"))
            && signed.iter().any(|it| it == "from")
            && is_above(&domain, &identity);
        if !is_sound {
            return None;
        }
        Some(Signature {
            hash_of_text: STANDARD.decode(tag("bh")?).ok()?,
            bytes: STANDARD.decode(tag("b")?).ok()?,
            expires: tag("x").map(str::parse).transpose().ok()?,
            domain,
            selector,
            kind,
            of_header,
            of_text,
            signed,
            identity,
        })
    }

    /// Where its key stands in DNS.
    pub fn key_name(&self) -> String {
        format!("{}._domainkey.{}.", self.selector, self.domain)
    }

    pub fn has_expired(&self, now: Millis) -> bool {
        self.expires
            .is_some_and(|it| it.saturating_mul(1_000) <= now.0)
    }

    /// Whether it holds for these fields and this text; `own` is the field it stands in.
    pub fn holds(&self, own: &Field<'_>, fields: &[Field<'_>], text: &[u8], key: &Key) -> bool {
        if key.is_strict && self.identity != self.domain {
            return false;
        }
        if self.of_text.hash_of_text(text).as_slice() != self.hash_of_text {
            return false;
        }
        let mut said = Vec::new();
        let mut left: Vec<&Field<'_>> = fields.iter().collect();
        for name in &self.signed {
            // The lowest of that name that was not taken yet; a name without one says that there is none.
            if let Some(at) = left.iter().rposition(|it| it.is(name)) {
                let field = left.remove(at);
                self.of_header.field(field, field.value, &mut said);
            }
        }
        self.of_header
            .field(own, &without_signature(own.value), &mut said);
        said.truncate(said.len().saturating_sub(2));
        key.signed(self.kind, &said, &self.bytes)
    }
}

fn canons(text: &str) -> Option<(Canon, Canon)> {
    let (header, body) = text.split_once('/').unwrap_or((text, "simple"));
    let canon = |it: &str| match it.to_ascii_lowercase().as_str() {
        "simple" => Some(Canon::Simple),
        "relaxed" => Some(Canon::Relaxed),
        _ => None,
    };
    Some((canon(header)?, canon(body)?))
}

/// The field's value as it was when it was signed: what `b=` says taken out.
fn without_signature(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    for (n, piece) in value.split(|it| *it == b';').enumerate() {
        if n > 0 {
            out.push(b';');
        }
        let equals = piece.iter().position(|it| *it == b'=');
        let name = equals.and_then(|at| piece.get(..at));
        if let (Some(at), Some(b"b")) = (equals, name.map(<[u8]>::trim_ascii)) {
            out.extend_from_slice(piece.get(..=at).unwrap_or_default());
        } else {
            out.extend_from_slice(piece);
        }
    }
    out
}
