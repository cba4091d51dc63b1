//! Keys whose byte order is the order meant.

use crate::domain::id::{Id, Seq};
use crate::domain::time::Millis;

/// A key in the making.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(Vec<u8>);

impl Key {
    #[must_use]
    pub fn new() -> Self {
        Key(Vec::with_capacity(48))
    }

    #[must_use]
    pub fn of(id: impl Id) -> Self {
        Key::new().id(id)
    }

    #[must_use]
    pub fn named(name: &str) -> Self {
        Key(name.as_bytes().to_vec())
    }

    #[must_use]
    pub fn id(mut self, id: impl Id) -> Self {
        self.0.extend_from_slice(&id.bytes());
        self
    }

    #[must_use]
    pub fn u8(mut self, n: u8) -> Self {
        self.0.push(n);
        self
    }

    #[must_use]
    pub fn u32(mut self, n: u32) -> Self {
        self.0.extend_from_slice(&n.to_be_bytes());
        self
    }

    #[must_use]
    pub fn u64(mut self, n: u64) -> Self {
        self.0.extend_from_slice(&n.to_be_bytes());
        self
    }

    #[must_use]
    pub fn seq(self, seq: Seq) -> Self {
        self.u64(seq.0)
    }

    /// Earlier times first; negative ones before positive.
    #[must_use]
    pub fn time(self, at: Millis) -> Self {
        self.u64(at.0.cast_unsigned() ^ (1 << 63))
    }

    /// Later times first.
    #[must_use]
    pub fn newest(self, at: Millis) -> Self {
        self.u64(!(at.0.cast_unsigned() ^ (1 << 63)))
    }

    /// Bytes of a fixed width known to the reader.
    #[must_use]
    pub fn fixed(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }

    /// Length-prefixed, so that no text can reach into the next part. For exact look-ups, not for text order.
    #[must_use]
    pub fn text(self, text: &str) -> Self {
        let len = u32::try_from(text.len()).unwrap_or(u32::MAX);
        self.u32(len).fixed(text.as_bytes())
    }

    /// Text whose order counts: ended by a zero byte; zero bytes inside are dropped.
    #[must_use]
    pub fn ordered_text(mut self, text: &str) -> Self {
        self.0.extend(text.bytes().filter(|it| *it != 0));
        self.0.push(0);
        self
    }

    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The smallest key after all that begin with this one; `None` when there is none.
    #[must_use]
    pub fn after_prefix(&self) -> Option<Vec<u8>> {
        let mut end = self.0.clone();
        while let Some(last) = end.pop() {
            if let Some(next) = last.checked_add(1) {
                end.push(next);
                return Some(end);
            }
        }
        None
    }
}

/// Reads a key's parts back, front to back.
#[derive(Debug)]
pub struct Parts<'k>(pub &'k [u8]);

impl Parts<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    pub fn id<T: Id>(&mut self) -> Option<T> {
        self.take::<16>()
            .map(|it| T::from_uuid(uuid::Uuid::from_bytes(it)))
    }

    /// The id the key ends with, whatever stands before it.
    pub fn last_id<T: Id>(&self) -> Option<T> {
        let (_, tail) = self.0.split_last_chunk::<16>()?;
        Some(T::from_uuid(uuid::Uuid::from_bytes(*tail)))
    }

    pub fn u8(&mut self) -> Option<u8> {
        self.take::<1>().map(|[it]| it)
    }

    pub fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_be_bytes)
    }

    pub fn u64(&mut self) -> Option<u64> {
        self.take().map(u64::from_be_bytes)
    }

    pub fn time(&mut self) -> Option<Millis> {
        self.u64().map(|it| Millis((it ^ (1 << 63)).cast_signed()))
    }

    pub fn newest(&mut self) -> Option<Millis> {
        self.u64().map(|it| Millis((!it ^ (1 << 63)).cast_signed()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn times_order_as_bytes_both_ways() {
        let times = [i64::MIN, -5, 0, 7, i64::MAX].map(Millis);
        for pair in times.windows(2) {
            let [a, b] = pair else { unreachable!() };
            assert!(Key::new().time(*a) < Key::new().time(*b));
            assert!(Key::new().newest(*a) > Key::new().newest(*b));
        }
        for at in times {
            assert_eq!(Parts(Key::new().time(at).bytes()).time(), Some(at));
            assert_eq!(Parts(Key::new().newest(at).bytes()).newest(), Some(at));
        }
    }

    #[test]
    fn the_end_of_a_prefix_skips_full_bytes() {
        assert_eq!(Key::new().u8(1).u8(255).after_prefix(), Some(vec![2]));
        assert_eq!(Key::new().u8(255).after_prefix(), None);
    }

    #[test]
    fn text_cannot_reach_into_the_next_part() {
        assert_ne!(
            Key::new().text("ab").text("c"),
            Key::new().text("a").text("bc")
        );
    }
}
