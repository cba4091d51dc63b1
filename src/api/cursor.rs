//! Cursors: where a list goes on, sealed with the list's name so that none is made up or used for another list.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::error::{Error, Result};
use crate::keys::KeyRing;

const MAC: usize = 16;

/// Writes a cursor of a list.
#[must_use]
pub fn seal(keys: &KeyRing, list: &str, place: &impl Serialize) -> Option<String> {
    let place = serde_json::to_vec(place).ok()?;
    let mac = keys.mac(&named(list), &place);
    Some(URL_SAFE_NO_PAD.encode([mac.as_slice(), &place].concat()))
}

/// Reads a cursor of a list.
///
/// # Errors
/// [`Error::Invalid`] on `cursor` when it is not one of ours for this list.
pub fn open<T: DeserializeOwned>(keys: &KeyRing, list: &str, written: &str) -> Result<T> {
    let wrong = || Error::invalid("cursor", "error-field");
    let bytes = URL_SAFE_NO_PAD.decode(written).map_err(|_| wrong())?;
    let (mac, place) = bytes.split_first_chunk::<MAC>().ok_or_else(wrong)?;
    if !keys.verifies(&named(list), place, mac) {
        return Err(wrong());
    }
    serde_json::from_slice(place).map_err(|_| wrong())
}

fn named(list: &str) -> String {
    format!("cursor {list}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_cursor_opens_for_its_own_list_only() {
        let keys = KeyRing::for_tests();
        let sealed = seal(&keys, "a", &(7_u64, "x")).unwrap();
        assert_eq!(
            open::<(u64, String)>(&keys, "a", &sealed),
            Ok((7, "x".to_owned()))
        );
        assert!(open::<(u64, String)>(&keys, "b", &sealed).is_err());
        let mut other = URL_SAFE_NO_PAD.decode(&sealed).unwrap();
        *other.last_mut().unwrap() ^= 1;
        let forged = URL_SAFE_NO_PAD.encode(other);
        assert!(open::<(u64, String)>(&keys, "a", &forged).is_err());
        assert!(open::<(u64, String)>(&keys, "a", "!").is_err());
    }
}
