//! Handing a message to a browser's push service: sealed for that browser alone (RFC 8291 over RFC 8188), under the same
//! guard of addresses as every call.

use ring::aead::{AES_128_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use ring::rand::{SecureRandom, SystemRandom};

use crate::net::api::{Answer, Call};
use crate::net::{Net, NetError};

/// The record size said in the head; a message is one record (RFC 8291, 4).
const RECORD: u32 = 4096;
const SALT: usize = 16;
/// An uncompressed point of P-256.
const POINT: usize = 65;
/// The longest text a message takes: a service need not take more than 4,096 bytes with head, padding mark and tag.
pub const LONGEST: usize = 4096 - (SALT + 4 + 1 + POINT) - 1 - 16;

/// What a message is sent with.
#[derive(Debug, Clone)]
pub struct Push<'a> {
    pub endpoint: &'a str,
    /// The browser's public key and its secret.
    pub key: &'a [u8],
    pub secret: &'a [u8],
    /// Who we are, as the service knows us.
    pub authorization: &'a str,
    /// Seconds the service keeps it for a device that is off.
    pub keep_s: u32,
    /// At most 32 characters: a message takes the place of one with the same that was not fetched yet.
    pub topic: &'a str,
    pub text: &'a [u8],
}

/// The origin of an address, as a push service is called (RFC 8292, 2).
#[must_use]
pub fn origin(endpoint: &str) -> Option<String> {
    let url = url::Url::parse(endpoint).ok()?;
    let origin = url.origin();
    origin.is_tuple().then(|| origin.ascii_serialization())
}

impl Net {
    /// Hands a message to a push service; an answer of any status is an answer.
    ///
    /// # Errors
    /// As [`Net::call`]; [`NetError::Protocol`] for a key that is none, or a text that is too long.
    pub async fn push(&self, it: Push<'_>) -> Result<Answer, NetError> {
        let body = sealed(it.key, it.secret, it.text).ok_or(NetError::Protocol)?;
        let keep = it.keep_s.to_string();
        let call = Call {
            largest: 64 * 1024,
            ..Call::post(it.endpoint, "application/octet-stream", body)
        };
        let call = call
            .with("Content-Encoding", "aes128gcm")
            .with("TTL", &keep)
            .with("Urgency", "high")
            .with("Topic", it.topic)
            .with("Authorization", it.authorization);
        self.call(call).await
    }
}

struct Bytes(usize);

impl KeyType for Bytes {
    fn len(&self) -> usize {
        self.0
    }
}

fn expanded<const N: usize>(key: &Prk, info: &[&[u8]]) -> Option<[u8; N]> {
    let mut out = [0; N];
    let found = key.expand(info, Bytes(N)).ok()?;
    found.fill(&mut out).ok()?;
    Some(out)
}

/// The text, sealed for a browser: head and one record. `None` for a key that is none, or a text that is too long.
fn sealed(key: &[u8], secret: &[u8], text: &[u8]) -> Option<Vec<u8>> {
    if text.len() > LONGEST {
        return None;
    }
    let random = SystemRandom::new();
    let own = EphemeralPrivateKey::generate(&ECDH_P256, &random).ok()?;
    let public = own.compute_public_key().ok()?;
    let public = public.as_ref();
    let theirs = UnparsedPublicKey::new(&ECDH_P256, key);
    let shared = agree_ephemeral(own, &theirs, |it| {
        Salt::new(HKDF_SHA256, secret).extract(it)
    });
    let info: [&[u8]; 3] = [b"WebPush: info\0", key, public];
    let input: [u8; 32] = expanded(&shared.ok()?, &info)?;
    let mut salt = [0; SALT];
    random.fill(&mut salt).ok()?;
    let prk = Salt::new(HKDF_SHA256, &salt).extract(&input);
    let cek: [u8; 16] = expanded(&prk, &[b"Content-Encoding: aes128gcm\0"])?;
    let nonce: [u8; NONCE_LEN] = expanded(&prk, &[b"Content-Encoding: nonce\0"])?;
    // The mark behind the text of the last record.
    let mut record = [text, &[2]].concat();
    let cipher = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &cek).ok()?);
    cipher
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::empty(),
            &mut record,
        )
        .ok()?;
    let length = u8::try_from(public.len()).ok()?;
    Some(
        [
            &salt,
            RECORD.to_be_bytes().as_slice(),
            &[length],
            public,
            &record,
        ]
        .concat(),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// A browser that can open one message.
    fn browser() -> (EphemeralPrivateKey, Vec<u8>) {
        let key = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new()).unwrap();
        let public = key.compute_public_key().unwrap().as_ref().to_vec();
        (key, public)
    }

    fn opened(
        own: EphemeralPrivateKey,
        public: &[u8],
        secret: &[u8],
        body: &[u8],
    ) -> Option<Vec<u8>> {
        let (salt, rest) = body.split_at(SALT);
        let (record, rest) = rest.split_at(4);
        assert_eq!(record, RECORD.to_be_bytes());
        let (length, rest) = rest.split_at(1);
        assert_eq!(usize::from(*length.first().unwrap()), POINT);
        let (sender, sealed) = rest.split_at(POINT);
        let theirs = UnparsedPublicKey::new(&ECDH_P256, sender);
        let shared = agree_ephemeral(own, &theirs, |it| {
            Salt::new(HKDF_SHA256, secret).extract(it)
        });
        let info: [&[u8]; 3] = [b"WebPush: info\0", public, sender];
        let input: [u8; 32] = expanded(&shared.unwrap(), &info)?;
        let prk = Salt::new(HKDF_SHA256, salt).extract(&input);
        let cek: [u8; 16] = expanded(&prk, &[b"Content-Encoding: aes128gcm\0"])?;
        let nonce: [u8; NONCE_LEN] = expanded(&prk, &[b"Content-Encoding: nonce\0"])?;
        let cipher = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &cek).unwrap());
        let mut record = sealed.to_vec();
        let nonce = Nonce::assume_unique_for_key(nonce);
        let text = cipher
            .open_in_place(nonce, Aad::empty(), &mut record)
            .ok()?;
        let (mark, text) = text.split_last()?;
        assert_eq!(*mark, 2);
        Some(text.to_vec())
    }

    #[test]
    fn only_the_browser_it_is_for_opens_a_message() {
        let text = "Carla Pérez · ¿Ya llegó?".as_bytes();
        let secret = [7; 16];
        let (own, public) = browser();
        let body = sealed(&public, &secret, text).unwrap();
        assert_eq!(opened(own, &public, &secret, &body).unwrap(), text);
        let (own, public) = browser();
        let body = sealed(&public, &secret, text).unwrap();
        assert_eq!(
            opened(own, &public, &[8; 16], &body),
            None,
            "another secret"
        );
        let (other, _) = browser();
        assert_eq!(opened(other, &public, &secret, &body), None, "another key");
    }

    #[test]
    fn what_is_no_key_and_what_is_too_long_is_not_sent() {
        let (_, public) = browser();
        assert!(sealed(&public, &[7; 16], &[b'x'; LONGEST]).is_some());
        assert!(sealed(&public, &[7; 16], &[b'x'; LONGEST + 1]).is_none());
        assert!(
            sealed(&[4; 65], &[7; 16], b"x").is_none(),
            "no point of the curve"
        );
        let whole = sealed(&public, &[7; 16], &[b'x'; LONGEST]).unwrap();
        assert_eq!(whole.len(), 4096);
    }

    #[test]
    fn a_service_is_called_by_its_origin() {
        let at = origin("https://push.example:8443/send/abc?x=1").unwrap();
        assert_eq!(at, "https://push.example:8443");
        assert_eq!(
            origin("https://push.example/send").unwrap(),
            "https://push.example"
        );
        assert_eq!(origin("data:text/plain,x"), None);
    }
}
