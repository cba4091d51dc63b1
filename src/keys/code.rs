//! Codes people carry from one channel to another: short enough to be sent in a message, long enough not to be guessed
//! (50 bits of a signature). Only their SHA-256 is kept.

use crate::domain::id::{BlobHash, Id, MoveCodeId};
use crate::keys::{KeyRing, sha256};

/// Crockford's base 32: no letter that is taken for a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters on either side of the hyphen.
const HALF: usize = 5;
/// Words of one text that are looked at as codes.
const MOST: usize = 3;

impl KeyRing {
    /// The code of a move, such as `K7QF2-M9XTC`: only this ring makes it of the id.
    #[must_use]
    pub fn move_code(&self, id: MoveCodeId) -> String {
        written(&self.mac("move", &id.bytes()))
    }
}

fn written(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(2 * HALF + 1);
    for (at, byte) in bytes.iter().take(2 * HALF).enumerate() {
        if at == HALF {
            out.push('-');
        }
        let sign = ALPHABET.get(usize::from(byte & 31)).copied();
        out.push(char::from(sign.unwrap_or(b'0')));
    }
    out
}

/// What is kept of a code.
#[must_use]
pub fn hash(code: &str) -> BlobHash {
    sha256(format!("move {code}").as_bytes())
}

/// What would be kept of the words of a text that look like codes, as people may have typed them.
#[must_use]
pub fn hashes_in(text: &str) -> Vec<BlobHash> {
    let words = text.split(|it: char| !it.is_ascii_alphanumeric() && it != '-');
    words
        .filter_map(read)
        .map(|it| hash(&it))
        .take(MOST)
        .collect()
}

fn read(word: &str) -> Option<String> {
    let (head, tail) = word.split_once('-')?;
    if head.len() != HALF || tail.len() != HALF {
        return None;
    }
    word.chars()
        .map(|it| match it.to_ascii_uppercase() {
            'O' => Some('0'),
            'I' | 'L' => Some('1'),
            '-' => Some('-'),
            it => ALPHABET.contains(&u8::try_from(it).ok()?).then_some(it),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_again_however_it_is_typed() {
        let ring = KeyRing::for_tests();
        let code = ring.move_code(MoveCodeId::default());
        let other = MoveCodeId(uuid::Uuid::from_u128(7));
        assert_eq!(code.len(), 11);
        assert_ne!(code, ring.move_code(other));
        let typed = format!("Hola! código: {}.", code.to_lowercase());
        assert_eq!(hashes_in(&typed), [hash(&code)]);
        assert_eq!(hashes_in("k0oI1-LLLLL"), [hash("K0011-11111")]);
        for none in [
            "",
            "K7QF2M9XTC",
            "K7QF-2M9XT",
            "K7QF2-M9XTU",
            "un-dos",
            "2026-11-22",
        ] {
            assert_eq!(hashes_in(none), [], "{none}");
        }
        assert_eq!(hashes_in(&"AAAAA-AAAAA ".repeat(9)).len(), MOST);
    }
}
