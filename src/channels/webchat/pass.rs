//! The pass by which a visitor is known: made by Lobby and signed, so that nothing is kept of who only looks.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use crate::domain::contact::{Handle, IdentifierKind};
use crate::domain::error::{Error, Result};
use crate::domain::id::{ChannelId, Id};
use crate::domain::time::{Millis, Span};
use crate::keys::KeyRing;

/// A visitor nobody vouches for is known for so long after the pass was made.
const ANONYMOUS: Span = Span::days(365);
const ANYBODY: u8 = 1;
const PROVEN: u8 = 2;
/// Kind, id, end, and what signs them.
const LENGTH: usize = 1 + 16 + 8 + 16;

/// Who a visitor is to the chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pass {
    id: [u8; 16],
    /// The owner's site vouched for who it is.
    pub proven: bool,
    pub until: Millis,
}

impl Pass {
    /// One for somebody new.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn fresh(now: Millis) -> Result<Self> {
        let mut id = [0_u8; 16];
        getrandom::fill(&mut id).map_err(|err| Error::internal("randomness", err))?;
        Ok(Pass {
            id,
            proven: false,
            until: now + ANONYMOUS,
        })
    }

    /// One for somebody who writes for the first time, by the id their browser gave the message: who sends it again because
    /// no answer came is the same person.
    #[must_use]
    pub fn of_first(keys: &KeyRing, channel: ChannelId, message: Uuid, now: Millis) -> Self {
        let named = [channel.bytes().as_slice(), message.as_bytes()].concat();
        Pass {
            id: keys.mac("visitor-first", &named),
            proven: false,
            until: now + ANONYMOUS,
        }
    }

    /// The one of a user of the owner's site: the same on all of their devices, for as long as the site said.
    #[must_use]
    pub fn of_user(keys: &KeyRing, channel: ChannelId, user: &str, until: Millis) -> Self {
        let named = [channel.bytes().as_slice(), user.as_bytes()].concat();
        Pass {
            id: keys.mac("visitor-user", &named),
            proven: true,
            until,
        }
    }

    /// What names the visitor in the store.
    #[must_use]
    pub fn peer(&self) -> String {
        let kind = if self.proven { "u" } else { "v" };
        format!("{kind}.{}", URL_SAFE_NO_PAD.encode(self.id))
    }

    /// The identifier of the visitor.
    #[must_use]
    pub fn handle(&self, scope: &str) -> Handle {
        Handle {
            kind: IdentifierKind::Visitor,
            scope: scope.to_owned(),
            value: self.peer(),
        }
    }

    fn signed(&self, channel: ChannelId) -> Vec<u8> {
        let kind = if self.proven { PROVEN } else { ANYBODY };
        let until = self.until.0.to_be_bytes();
        [&[kind], &channel.bytes()[..], &self.id[..], &until[..]].concat()
    }

    /// As the visitor's browser keeps it.
    #[must_use]
    pub fn written(&self, keys: &KeyRing, channel: ChannelId) -> String {
        let mac = keys.mac("visitor", &self.signed(channel));
        let kind = if self.proven { PROVEN } else { ANYBODY };
        let until = self.until.0.to_be_bytes();
        URL_SAFE_NO_PAD.encode([&[kind], &self.id[..], &until[..], &mac[..]].concat())
    }

    /// Reads one that is ours, of this channel, and not over.
    #[must_use]
    pub fn read(keys: &KeyRing, channel: ChannelId, text: &str, now: Millis) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        if bytes.len() != LENGTH {
            return None;
        }
        let (kind, rest) = bytes.split_first()?;
        let (id, rest) = rest.split_first_chunk::<16>()?;
        let (until, mac) = rest.split_first_chunk::<8>()?;
        let pass = Pass {
            id: *id,
            proven: match *kind {
                ANYBODY => false,
                PROVEN => true,
                _ => return None,
            },
            until: Millis(i64::from_be_bytes(*until)),
        };
        let is_ours = keys.verifies("visitor", &pass.signed(channel), mac);
        (is_ours && now < pass.until).then_some(pass)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_pass_is_read_back_by_its_channel_and_only_as_it_was_made() {
        let keys = KeyRing::for_tests();
        let (channel, other) = (
            ChannelId::from_uuid(Uuid::from_u128(1)),
            ChannelId::from_uuid(Uuid::from_u128(2)),
        );
        let now = Millis(1_000);
        let pass = Pass::fresh(now).unwrap();
        let text = pass.written(&keys, channel);
        assert_eq!(Pass::read(&keys, channel, &text, now), Some(pass));
        assert_eq!(Pass::read(&keys, other, &text, now), None);
        assert_eq!(Pass::read(&keys, channel, &text, pass.until), None);
        let bytes = URL_SAFE_NO_PAD.decode(&text).unwrap();
        for at in 0..bytes.len() {
            let mut bent = bytes.clone();
            bent[at] ^= 3;
            let bent = URL_SAFE_NO_PAD.encode(bent);
            assert_eq!(Pass::read(&keys, channel, &bent, now), None, "{at}");
        }
        for wrong in ["", "null", "AAAA", &"A".repeat(54)] {
            assert_eq!(Pass::read(&keys, channel, wrong, now), None);
        }
    }

    #[test]
    fn who_sends_the_first_message_again_is_the_same() {
        let keys = KeyRing::for_tests();
        let (channel, now) = (ChannelId::default(), Millis(7));
        let of = |n: u128| Pass::of_first(&keys, channel, Uuid::from_u128(n), now);
        assert_eq!(of(1), of(1));
        assert_ne!(of(1).peer(), of(2).peer());
        let other = ChannelId::from_uuid(Uuid::from_u128(9));
        let there = Pass::of_first(&keys, other, Uuid::from_u128(1), now);
        assert_ne!(of(1).peer(), there.peer());
        assert!(!of(1).proven && of(1).peer().starts_with("v."));
    }

    #[test]
    fn a_user_is_the_same_on_every_device_and_never_somebody_unknown() {
        let keys = KeyRing::for_tests();
        let channel = ChannelId::default();
        let one = Pass::of_user(&keys, channel, "77", Millis(10));
        let two = Pass::of_user(&keys, channel, "77", Millis(99));
        assert_eq!(one.peer(), two.peer());
        assert_ne!(
            one.peer(),
            Pass::of_user(&keys, channel, "78", Millis(10)).peer()
        );
        assert!(
            one.peer().starts_with("u.")
                && Pass::fresh(Millis(0)).unwrap().peer().starts_with("v.")
        );
    }
}
