//! The keys in `keys/`: sealing secrets at rest, signing what leaves the house and comes back.
//!
//! *Sealed secrets*: XChaCha20-Poly1305 with the owner's id as associated data, so that a secret moved to another
//! record does not open. *Signed ids*: HMAC-SHA256 cut to 128 bits over a kind and ids.

pub mod code;
pub mod token;
pub mod vapid;

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use chacha20poly1305::aead::{Aead, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::domain::error::{Error, Result};
use crate::domain::id::BlobHash;
use crate::keys::vapid::Vapid;

const NONCE: usize = 24;

/// The ring of keys of one data folder.
pub struct KeyRing {
    seal: Zeroizing<[u8; 32]>,
    sign: Zeroizing<[u8; 32]>,
    folder: Option<PathBuf>,
    vapid: OnceLock<Vapid>,
    /// Held while that one is made, so that it is made once.
    making: Mutex<()>,
}

impl KeyRing {
    /// Reads the keys, making those that are missing (files of mode 0600).
    ///
    /// # Errors
    /// The disk's, or a key of the wrong length.
    pub fn open(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).map_err(|err| Error::internal("making the key folder", err))?;
        Ok(KeyRing {
            seal: key_file(folder, "seal")?,
            sign: key_file(folder, "sign")?,
            folder: Some(folder.to_owned()),
            vapid: OnceLock::new(),
            making: Mutex::new(()),
        })
    }

    /// A ring of fixed keys, for tests.
    #[must_use]
    pub fn for_tests() -> Self {
        KeyRing {
            seal: Zeroizing::new([1; 32]),
            sign: Zeroizing::new([2; 32]),
            folder: None,
            vapid: OnceLock::new(),
            making: Mutex::new(()),
        }
    }

    /// The key push services know us by, made when it is asked for first.
    ///
    /// # Errors
    /// That of reading or writing the key.
    pub fn vapid(&self) -> Result<&Vapid> {
        if let Some(known) = self.vapid.get() {
            return Ok(known);
        }
        let _one = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        if self.vapid.get().is_none() {
            let made = Vapid::open(self.folder.as_deref())?;
            let _ = self.vapid.set(made);
        }
        let known = self.vapid.get();
        known.ok_or_else(|| Error::Internal("a key that was made is not there".to_owned()))
    }

    /// Seals a secret; `owner` is the id of the record that will hold it.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn seal(&self, owner: &[u8], secret: &[u8]) -> Result<Vec<u8>> {
        let mut nonce = [0_u8; NONCE];
        getrandom::fill(&mut nonce).map_err(|err| Error::internal("randomness", err))?;
        let cipher = XChaCha20Poly1305::new((&*self.seal).into());
        let payload = Payload {
            msg: secret,
            aad: owner,
        };
        let sealed = cipher
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|err| Error::internal("sealing a secret", err))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`KeyRing::seal`] made for the same owner.
    ///
    /// # Errors
    /// When the key, the owner or the bytes are not the same.
    pub fn unseal(&self, owner: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let wrong = || Error::Internal("a sealed secret does not open".to_owned());
        let (nonce, body) = sealed.split_first_chunk::<NONCE>().ok_or_else(wrong)?;
        let cipher = XChaCha20Poly1305::new((&*self.seal).into());
        let payload = Payload {
            msg: body,
            aad: owner,
        };
        let opened = cipher
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| wrong())?;
        Ok(Zeroizing::new(opened))
    }

    /// 128 bits over a kind and what is signed.
    #[must_use]
    pub fn mac(&self, kind: &str, signed: &[u8]) -> [u8; 16] {
        let mut out = [0_u8; 16];
        // A key of any length is accepted by HMAC, so there is always a digest.
        if let Ok(mut mac) = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&*self.sign) {
            mac.update(kind.as_bytes());
            mac.update(&[0]);
            mac.update(signed);
            for (slot, byte) in out.iter_mut().zip(mac.finalize().into_bytes()) {
                *slot = byte;
            }
        }
        out
    }

    /// Whether `mac` is ours, in constant time.
    #[must_use]
    pub fn verifies(&self, kind: &str, signed: &[u8], mac: &[u8]) -> bool {
        self.mac(kind, signed).as_slice().ct_eq(mac).into()
    }
}

impl std::fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyRing(***)")
    }
}

fn key_file(folder: &Path, name: &str) -> Result<Zeroizing<[u8; 32]>> {
    let path = folder.join(name);
    if let Ok(bytes) = fs::read(&path) {
        let bytes = Zeroizing::new(bytes);
        let key: [u8; 32] = bytes
            .as_slice()
            .try_into()
            .map_err(|_| Error::Internal(format!("keys/{name} has not 32 bytes")))?;
        return Ok(Zeroizing::new(key));
    }
    let mut key = Zeroizing::new([0_u8; 32]);
    getrandom::fill(&mut *key).map_err(|err| Error::internal("randomness", err))?;
    let written = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .and_then(|mut file| file.write_all(&*key).and_then(|()| file.sync_all()))
        .and_then(|()| fs::File::open(folder)?.sync_all());
    written.map_err(|err| Error::internal("writing a key", err))?;
    Ok(key)
}

/// SHA-256, as stored in place of secrets.
#[must_use]
pub fn sha256(bytes: &[u8]) -> BlobHash {
    BlobHash(Sha256::digest(bytes).into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_sealed_secret_opens_for_its_owner_only() {
        let ring = KeyRing::for_tests();
        let sealed = ring.seal(b"one", b"hunter2").unwrap();
        assert_eq!(ring.unseal(b"one", &sealed).unwrap().as_slice(), b"hunter2");
        assert!(ring.unseal(b"two", &sealed).is_err());
        assert!(ring.unseal(b"one", sealed.get(..20).unwrap()).is_err());
    }

    #[test]
    fn keys_are_made_once_and_private() {
        let folder = std::env::temp_dir().join(format!("lobby-keys-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        let first = KeyRing::open(&folder).unwrap();
        let again = KeyRing::open(&folder).unwrap();
        assert_eq!(first.mac("k", b"x"), again.mac("k", b"x"));
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder.join("seal"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
