//! A secret of 256 random bits, as it is given out once: in a cookie, a link, or on a page. Only its SHA-256 is kept.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::domain::error::{Error, Result};
use crate::keys::sha256;
use crate::store::access::SecretHash;

/// Length of the written form: 32 bytes in base64url without padding.
const WRITTEN: usize = 43;

/// A secret. It has no `Display`, and its `Debug` shows nothing.
#[derive(Clone)]
pub struct Secret(Zeroizing<[u8; 32]>);

impl Secret {
    /// A fresh one.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn new() -> Result<Self> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        getrandom::fill(&mut *bytes).map_err(|err| Error::internal("randomness", err))?;
        Ok(Secret(bytes))
    }

    /// Reads the written form; anything of another length or alphabet is no secret.
    #[must_use]
    pub fn parse(written: &str) -> Option<Self> {
        if written.len() != WRITTEN {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(written).ok()?;
        let bytes: [u8; 32] = bytes.try_into().ok()?;
        Some(Secret(Zeroizing::new(bytes)))
    }

    /// What is kept of it.
    #[must_use]
    pub fn hash(&self) -> SecretHash {
        sha256(&*self.0)
    }

    /// The written form: 43 characters of base64url. Give it to its owner and to nobody else.
    #[must_use]
    pub fn expose(&self) -> String {
        URL_SAFE_NO_PAD.encode(*self.0)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(***)")
    }
}

/// Whether two secret texts are the same, in a time that does not tell where they differ.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::string_slice)]
    use super::*;

    #[test]
    fn a_secret_is_read_back_and_nothing_else_is_one() {
        let secret = Secret::new().unwrap();
        let written = secret.expose();
        assert_eq!(Secret::parse(&written).unwrap().hash(), secret.hash());
        assert_ne!(Secret::new().unwrap().hash(), secret.hash());
        let long = format!("{written}A");
        let padded = format!("{}=", &written[..42]);
        for wrong in ["", " ", "null", "[]", "%00", &written[1..], &long, &padded] {
            assert!(Secret::parse(wrong).is_none(), "{wrong:?}");
        }
        assert_eq!(format!("{secret:?}"), "Secret(***)");
    }
}
