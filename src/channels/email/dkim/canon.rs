//! The two forms in which headers and text are hashed (RFC 6376, 3.4).

use sha2::{Digest, Sha256};

use crate::channels::email::dkim::signature::Field;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Canon {
    Simple,
    Relaxed,
}

impl Canon {
    /// One header field with its line end; `value` may stand in for the field's own.
    pub fn field(self, it: &Field<'_>, value: &[u8], out: &mut Vec<u8>) {
        match self {
            Canon::Simple => {
                out.extend_from_slice(it.name);
                out.push(b':');
                out.extend_from_slice(value);
            }
            Canon::Relaxed => {
                out.extend(it.name.trim_ascii_end().to_ascii_lowercase());
                out.push(b':');
                let unfolded: Vec<u8> = value
                    .iter()
                    .copied()
                    .filter(|it| !matches!(it, b'\r' | b'\n'))
                    .collect();
                squeeze(trim_start(&unfolded), out);
            }
        }
        out.extend_from_slice(b"\r\n");
    }

    /// SHA-256 of the text: empty lines at its end do not count.
    pub fn hash_of_text(self, text: &[u8]) -> [u8; 32] {
        let mut hash = Sha256::new();
        let (mut empty, mut any) = (0_usize, false);
        let mut line = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let end = find_line_end(rest);
            let (raw, after) = rest.split_at_checked(end).unwrap_or((rest, &[]));
            rest = after.strip_prefix(b"\r\n").unwrap_or(after);
            line.clear();
            match self {
                Canon::Simple => line.extend_from_slice(raw),
                Canon::Relaxed => squeeze(raw, &mut line),
            }
            if line.is_empty() {
                empty += 1;
                continue;
            }
            for _ in 0..std::mem::take(&mut empty) {
                hash.update(b"\r\n");
            }
            hash.update(&line);
            hash.update(b"\r\n");
            any = true;
        }
        if !any && self == Canon::Simple {
            hash.update(b"\r\n");
        }
        hash.finalize().into()
    }
}

/// Where the line ends that a text begins with: only CR and LF together end one.
fn find_line_end(text: &[u8]) -> usize {
    let found = text.windows(2).position(|it| it == b"\r\n");
    found.unwrap_or(text.len())
}

fn trim_start(text: &[u8]) -> &[u8] {
    let blank = text.iter().take_while(|it| is_blank(**it)).count();
    text.get(blank..).unwrap_or_default()
}

/// Runs of blanks become one, those at the end go.
fn squeeze(text: &[u8], out: &mut Vec<u8>) {
    let mut blank = false;
    for it in text {
        if is_blank(*it) {
            blank = true;
            continue;
        }
        if std::mem::take(&mut blank) {
            out.push(b' ');
        }
        out.push(*it);
    }
}

fn is_blank(it: u8) -> bool {
    matches!(it, b' ' | b'\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(canon: Canon, text: &str, expected: &str) {
        let wanted: [u8; 32] = Sha256::digest(expected.as_bytes()).into();
        assert_eq!(canon.hash_of_text(text.as_bytes()), wanted, "{text:?}");
    }

    #[test]
    fn the_examples_of_the_standard() {
        // RFC 6376, 3.4.5.
        let text = " C \r\nD \t E\r\n\r\n\r\n";
        same(Canon::Relaxed, text, " C\r\nD E\r\n");
        same(Canon::Simple, text, " C \r\nD \t E\r\n");
        let mut out = Vec::new();
        for (name, value) in [("A", " X"), ("B ", " Y\t\r\n\tZ  ")] {
            let field = Field {
                name: name.as_bytes(),
                value: value.as_bytes(),
            };
            Canon::Relaxed.field(&field, field.value, &mut out);
        }
        assert_eq!(out, b"a:X\r\nb:Y Z\r\n");
    }

    #[test]
    fn ends_of_texts() {
        same(Canon::Simple, "", "\r\n");
        same(Canon::Relaxed, "", "");
        same(Canon::Simple, "\r\n\r\n", "\r\n");
        same(Canon::Relaxed, " \r\n\t\r\n", "");
        same(Canon::Simple, "a", "a\r\n");
        same(Canon::Relaxed, "a\r\n\r\nb", "a\r\n\r\nb\r\n");
        same(Canon::Simple, "a\nb\r\n", "a\nb\r\n");
    }
}
