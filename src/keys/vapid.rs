//! The key by which push services know this Lobby (RFC 8292): made at first use, kept beside the others.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::json;
use zeroize::Zeroizing;

use crate::domain::error::{Error, Result};

const FILE: &str = "vapid";

/// A key pair of P-256.
pub struct Vapid {
    pair: EcdsaKeyPair,
    random: SystemRandom,
}

impl Vapid {
    /// Reads the key, making it when there is none (a file of mode 0600); without a folder one that is kept nowhere.
    ///
    /// # Errors
    /// The disk's, or a file that is no key.
    pub(super) fn open(folder: Option<&Path>) -> Result<Self> {
        let random = SystemRandom::new();
        let path = folder.map(|it| it.join(FILE));
        let known = path.as_deref().and_then(|it| fs::read(it).ok());
        let pkcs8 = match known {
            Some(it) => Zeroizing::new(it),
            None => {
                let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random);
                let made = made.map_err(|_| Error::Internal("making a key".to_owned()))?;
                let made = Zeroizing::new(made.as_ref().to_vec());
                if let Some(folder) = folder {
                    keep(folder, &made)?;
                }
                made
            }
        };
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8, &random);
        let pair = pair.map_err(|_| Error::Internal(format!("keys/{FILE} is no key")))?;
        Ok(Vapid { pair, random })
    }

    /// The public half as browsers take it: an uncompressed point, in base64 for addresses.
    #[must_use]
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.pair.public_key())
    }

    /// What says to a push service that we are the ones it knows: the value of `Authorization`. `audience` is the
    /// service's origin, `expires` in seconds since 1970, at most a day ahead, `contact` where we are found.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn authorization(&self, audience: &str, expires: i64, contact: &str) -> Result<String> {
        let head = json!({ "typ": "JWT", "alg": "ES256" });
        let claims = json!({ "aud": audience, "exp": expires, "sub": contact });
        let part = |it: serde_json::Value| URL_SAFE_NO_PAD.encode(it.to_string());
        let signed = format!("{}.{}", part(head), part(claims));
        let signature = self.pair.sign(&self.random, signed.as_bytes());
        let signature = signature.map_err(|_| Error::Internal("signing".to_owned()))?;
        let signature = URL_SAFE_NO_PAD.encode(signature.as_ref());
        Ok(format!("vapid t={signed}.{signature}, k={}", self.public()))
    }
}

fn keep(folder: &Path, key: &[u8]) -> Result<()> {
    let beside = folder.join("vapid.new");
    let _ = fs::remove_file(&beside);
    let written = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&beside)
        .and_then(|mut file| file.write_all(key).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&beside, folder.join(FILE)))
        .and_then(|()| fs::File::open(folder)?.sync_all());
    written.map_err(|err| Error::internal("writing a key", err))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use std::os::unix::fs::PermissionsExt;

    use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

    use super::*;

    #[test]
    fn a_push_service_can_prove_who_we_are_and_sees_what_was_changed() {
        let vapid = Vapid::open(None).unwrap();
        let said = vapid
            .authorization(
                "https://push.example",
                1_800_000_000,
                "https://lobby.example",
            )
            .unwrap();
        let (token, key) = said
            .strip_prefix("vapid t=")
            .unwrap()
            .split_once(", k=")
            .unwrap();
        let key = URL_SAFE_NO_PAD.decode(key).unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
        let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key);
        assert!(public.verify(signed.as_bytes(), &signature).is_ok());
        assert!(public.verify(b"other", &signature).is_err());
        let claims = signed.split_once('.').unwrap().1;
        let claims: serde_json::Value =
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
        assert_eq!(claims["aud"], "https://push.example");
    }

    #[test]
    fn the_key_is_made_once_and_private() {
        let folder = std::env::temp_dir().join(format!("lobby-vapid-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let first = Vapid::open(Some(&folder)).unwrap().public();
        assert_eq!(first, Vapid::open(Some(&folder)).unwrap().public());
        let mode = fs::metadata(folder.join(FILE))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
        fs::write(folder.join(FILE), b"no key").unwrap();
        assert!(Vapid::open(Some(&folder)).is_err());
    }
}
