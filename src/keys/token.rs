//! Tokens in mail that come back to us: the reply address and our Message-IDs. 128 bits of HMAC, compared in
//! constant time, no older form accepted beside.

use uuid::Uuid;

use crate::domain::id::{ConversationId, Id, MessageId};
use crate::keys::KeyRing;

/// Lower-case letters and digits that mail systems leave alone in either case (RFC 4648 base32, no padding).
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const VERSION: u8 = 1;
/// What the plus part of a reply address begins with.
const REPLY_PREFIX: &str = "r1";

/// What the plus part of an address of a side conversation begins with.
const STRAND_PREFIX: &str = "s1";

impl KeyRing {
    /// The plus part of a reply address: names a conversation by number. 38 characters.
    #[must_use]
    pub fn reply_token(&self, conversation_number: u64) -> String {
        let [_, _, _, number @ ..] = conversation_number.to_be_bytes();
        let mac = self.mac("reply", &number);
        format!(
            "{REPLY_PREFIX}{}",
            base32(&[[VERSION].as_slice(), &number, &mac].concat())
        )
    }

    /// The conversation a reply token names, when it is ours.
    #[must_use]
    pub fn read_reply_token(&self, token: &str) -> Option<u64> {
        let lower = token.to_ascii_lowercase();
        let bytes = unbase32(lower.strip_prefix(REPLY_PREFIX)?)?;
        let (&version, rest) = bytes.split_first()?;
        let (number, mac) = rest.split_first_chunk::<5>()?;
        if version != VERSION || mac.len() != 16 || !self.verifies("reply", number, mac) {
            return None;
        }
        let [a, b, c, d, e] = *number;
        Some(u64::from_be_bytes([0, 0, 0, a, b, c, d, e]))
    }

    /// The plus part of an address of a side conversation: names the place where it began by the number of the
    /// conversation and the position in it. 42 characters.
    #[must_use]
    pub fn strand_token(&self, conversation_number: u64, position: u32) -> String {
        let [_, _, _, number @ ..] = conversation_number.to_be_bytes();
        let [_, position @ ..] = position.to_be_bytes();
        let place = [number.as_slice(), &position].concat();
        let mac = self.mac("strand", &place);
        format!(
            "{STRAND_PREFIX}{}",
            base32(&[[VERSION].as_slice(), &place, &mac].concat())
        )
    }

    /// The place a token of a side conversation names, when it is ours.
    #[must_use]
    pub fn read_strand_token(&self, token: &str) -> Option<(u64, u32)> {
        let lower = token.to_ascii_lowercase();
        let bytes = unbase32(lower.strip_prefix(STRAND_PREFIX)?)?;
        let (&version, rest) = bytes.split_first()?;
        let (place, mac) = rest.split_first_chunk::<8>()?;
        if version != VERSION || mac.len() != 16 || !self.verifies("strand", place, mac) {
            return None;
        }
        let [a, b, c, d, e, x, y, z] = *place;
        let number = u64::from_be_bytes([0, 0, 0, a, b, c, d, e]);
        Some((number, u32::from_be_bytes([0, x, y, z])))
    }

    /// What stands in the address of the page on which a customer says how a conversation was. 53 characters.
    #[must_use]
    pub fn survey_token(&self, conversation: ConversationId) -> String {
        let id = conversation.bytes();
        let mac = self.mac("survey", &id);
        base32(&[[VERSION].as_slice(), &id, &mac].concat())
    }

    /// The conversation such a token names, when it is ours.
    #[must_use]
    pub fn read_survey_token(&self, token: &str) -> Option<ConversationId> {
        self.read_signed("survey", token)
    }

    /// The Message-ID of a message of ours, without brackets.
    #[must_use]
    pub fn mail_id(&self, message: MessageId, domain: &str) -> String {
        let id = message.bytes();
        let mac = self.mac("mail", &id);
        format!(
            "{}@{domain}",
            base32(&[[VERSION].as_slice(), &id, &mac].concat())
        )
    }

    /// The message a Message-ID of ours names; the domain does not count.
    #[must_use]
    pub fn read_mail_id(&self, message_id: &str) -> Option<MessageId> {
        let local = message_id.trim_matches(['<', '>']).split('@').next()?;
        self.read_signed("mail", local)
    }

    /// The id a text holds with our signature of this kind.
    fn read_signed<T: Id>(&self, kind: &str, text: &str) -> Option<T> {
        let bytes = unbase32(&text.to_ascii_lowercase())?;
        let (&version, rest) = bytes.split_first()?;
        let (id, mac) = rest.split_first_chunk::<16>()?;
        let ours = version == VERSION && mac.len() == 16 && self.verifies(kind, id, mac);
        ours.then(|| T::from_uuid(Uuid::from_bytes(*id)))
    }
}

/// Whether a text could be a reply token: 38 characters that begin as ours do.
#[must_use]
pub fn looks_like_reply_token(text: &str) -> bool {
    text.len() == 38
        && text
            .get(..2)
            .is_some_and(|it| it.eq_ignore_ascii_case(REPLY_PREFIX))
}

/// A text without what could be a token of ours, so that an address in it is the bare one: who is shown what others
/// wrote must not come to hold their way in.
#[must_use]
pub fn without_tokens(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|it: char| it.is_ascii_alphanumeric()) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let end = from.find(|it: char| !it.is_ascii_alphanumeric());
        let (word, after) = from
            .split_at_checked(end.unwrap_or(from.len()))
            .unwrap_or((from, ""));
        if looks_like_reply_token(word) || looks_like_strand_token(word) {
            out.push_str(before.strip_suffix('+').unwrap_or(before));
        } else {
            out.push_str(before);
            out.push_str(word);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn looks_like_strand_token(text: &str) -> bool {
    text.len() == 42
        && text
            .get(..2)
            .is_some_and(|it| it.eq_ignore_ascii_case(STRAND_PREFIX))
}

fn base32(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        buffer = (buffer << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            push_digit(&mut out, buffer >> bits);
        }
    }
    if bits > 0 {
        push_digit(&mut out, buffer << (5 - bits));
    }
    out
}

fn push_digit(out: &mut String, value: u32) {
    let at = (value & 31) as usize;
    out.extend(ALPHABET.get(at).map(|it| char::from(*it)));
}

fn unbase32(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() * 5 / 8);
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for byte in text.bytes() {
        let value = u32::try_from(ALPHABET.iter().position(|it| *it == byte)?).ok()?;
        buffer = (buffer << 5) | value;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from((buffer >> bits) & 0xff).ok()?);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_reply_token_names_its_conversation_and_cannot_be_guessed() {
        let ring = KeyRing::for_tests();
        let token = ring.reply_token(482);
        assert!(
            looks_like_reply_token(&token),
            "{token} has {}",
            token.len()
        );
        assert_eq!(ring.read_reply_token(&token), Some(482));
        assert_eq!(ring.read_reply_token(&token.to_uppercase()), Some(482));
        for at in 2..token.len() {
            let mut bent = token.clone().into_bytes();
            bent[at] = if bent[at] == b'a' { b'b' } else { b'a' };
            let bent = String::from_utf8(bent).unwrap();
            // The last digit carries one bit of padding: bending it must still not name another case.
            assert!(
                matches!(ring.read_reply_token(&bent), None | Some(482)),
                "{at}"
            );
        }
    }

    #[test]
    fn a_strand_token_names_its_place_and_is_no_reply_token() {
        let ring = KeyRing::for_tests();
        let token = ring.strand_token(482, 70_000);
        assert!(looks_like_strand_token(&token), "{token}");
        assert_eq!(ring.read_strand_token(&token), Some((482, 70_000)));
        assert_eq!(ring.read_reply_token(&token), None);
        assert_eq!(ring.read_strand_token(&ring.reply_token(482)), None);
        for at in 2..token.len() {
            let mut bent = token.clone().into_bytes();
            bent[at] = if bent[at] == b'a' { b'b' } else { b'a' };
            assert_eq!(
                ring.read_strand_token(&String::from_utf8(bent).unwrap()),
                None,
                "{at}"
            );
        }
    }

    #[test]
    fn texts_are_shown_without_tokens() {
        let ring = KeyRing::for_tests();
        let (reply, strand) = (ring.reply_token(7), ring.strand_token(7, 2));
        let text = format!(
            "Añadí <help+{reply}@x.co>, help+{}@x.co y +57 300; {strand}.",
            strand.to_uppercase()
        );
        assert_eq!(
            without_tokens(&text),
            "Añadí <help@x.co>, help@x.co y +57 300; ."
        );
        assert_eq!(without_tokens("a+b@c r1 ñ"), "a+b@c r1 ñ");
    }

    #[test]
    fn a_message_id_of_ours_names_its_message() {
        let ring = KeyRing::for_tests();
        let id = MessageId::from_uuid(Uuid::from_u128(77));
        let text = ring.mail_id(id, "example.co");
        assert_eq!(ring.read_mail_id(&format!("<{text}>")), Some(id));
        assert_eq!(ring.read_mail_id("abc@example.co"), None);
        assert_eq!(ring.read_mail_id(""), None);
    }
}
