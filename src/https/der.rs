//! As much of a certificate's DER (ITU-T X.690) as is needed to read its four facts: tags, lengths and times.

use crate::domain::time::Millis;

pub const INTEGER: u8 = 0x02;
pub const OCTETS: u8 = 0x04;
pub const NAME: u8 = 0x06;
pub const UTC_TIME: u8 = 0x17;
pub const LONG_TIME: u8 = 0x18;
pub const SEQUENCE: u8 = 0x30;

/// Values one after the other.
#[derive(Debug, Clone, Copy)]
pub struct Der<'a>(pub &'a [u8]);

impl<'a> Der<'a> {
    /// The next value, as (tag, content); `None` at the end, and when it is cut short.
    pub fn next(&mut self) -> Option<(u8, &'a [u8])> {
        let (tag, rest) = self.0.split_first()?;
        let (first, rest) = rest.split_first()?;
        let (length, rest) = if *first < 0x80 {
            (usize::from(*first), rest)
        } else {
            let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            if bytes.is_empty() || bytes.len() > 4 {
                return None;
            }
            let length = bytes
                .iter()
                .fold(0_usize, |sum, it| (sum << 8) | usize::from(*it));
            (length, rest)
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((*tag, content))
    }

    /// The content of the next value, which must have this tag.
    pub fn take(&mut self, wanted: u8) -> Option<&'a [u8]> {
        self.next().filter(|it| it.0 == wanted).map(|it| it.1)
    }

    /// What is inside the next value, a sequence.
    pub fn enter(&mut self) -> Option<Der<'a>> {
        self.take(SEQUENCE).map(Der)
    }

    /// The tag of the next value.
    pub fn tag(&self) -> Option<u8> {
        self.0.first().copied()
    }

    /// The next value as an instant (RFC 5280, section 4.1.2.5).
    pub fn time(&mut self) -> Option<Millis> {
        let (tag, content) = self.next()?;
        let text = std::str::from_utf8(content).ok()?.strip_suffix('Z')?;
        if !text.bytes().all(|it| it.is_ascii_digit()) {
            return None;
        }
        let whole = match (tag, text.len()) {
            (UTC_TIME, 12) => {
                let century = if text < "50" { "20" } else { "19" };
                format!("{century}{text}")
            }
            (LONG_TIME, 14) => text.to_owned(),
            _ => return None,
        };
        let part = |from: usize, to: usize| whole.get(from..to);
        Millis::parse_rfc3339(&format!(
            "{}-{}-{}T{}:{}:{}Z",
            part(0, 4)?,
            part(4, 6)?,
            part(6, 8)?,
            part(8, 10)?,
            part(10, 12)?,
            part(12, 14)?
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_one_by_one_and_cut_ones_not_at_all() {
        let mut all = Der(&[0x02, 1, 7, 0x04, 0x81, 2, 8, 9, 0x30, 3, 1]);
        assert_eq!(all.next(), Some((INTEGER, [7].as_slice())));
        assert_eq!(all.take(OCTETS), Some([8, 9].as_slice()));
        assert_eq!(all.next(), None);
        assert_eq!(Der(&[0x04, 0x85, 0, 0, 0, 0, 1]).next(), None);
        assert_eq!(Der(&[0x04, 0x80]).next(), None);
        assert_eq!(Der(&[0x04]).next(), None);
    }

    #[test]
    fn times_of_both_forms() {
        let read = |tag: u8, text: &str| {
            let mut bytes = vec![tag, u8::try_from(text.len()).unwrap_or(0)];
            bytes.extend(text.bytes());
            Der(&bytes).time().map(Millis::rfc3339)
        };
        let said = |it: &str| Some(it.to_owned());
        assert_eq!(
            read(UTC_TIME, "261104150000Z"),
            said("2026-11-04T15:00:00.000Z")
        );
        assert_eq!(
            read(UTC_TIME, "491231235959Z"),
            said("2049-12-31T23:59:59.000Z")
        );
        assert_eq!(
            read(UTC_TIME, "500101000000Z"),
            said("1950-01-01T00:00:00.000Z")
        );
        assert_eq!(
            read(LONG_TIME, "20500101000000Z"),
            said("2050-01-01T00:00:00.000Z")
        );
        for wrong in [
            "261104150000",
            "2611041500Z",
            "261304150000Z",
            "26110415000éZ",
        ] {
            assert_eq!(read(UTC_TIME, wrong), None, "{wrong}");
        }
    }
}
