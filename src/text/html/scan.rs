//! Walks HTML as a browser would cut it, in one pass and without building a tree.
//!
//! Only a cutter: what it yields is never trusted to be safe. Rules from the tokenizer of the HTML standard (13.2.5).

/// One piece of HTML, borrowed from its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// The piece exactly as it stands in the source.
    pub raw: &'a str,
    pub kind: Kind<'a>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind<'a> {
    /// Text, its character references not yet decoded.
    Text,
    /// A start tag: its name as written, and its attributes for [`attributes`].
    Start { name: &'a str, attributes: &'a str },
    /// An end tag: its name as written.
    End { name: &'a str },
    /// A comment, a doctype or another declaration.
    Comment,
}

/// The tokens of `html`, in order; together they are the whole source, but for a tag that never ends.
pub struct Tokens<'a> {
    rest: &'a str,
    /// Elements whose end tag was looked for in vain: it is not further down either.
    endless: Vec<String>,
}

impl<'a> Tokens<'a> {
    pub fn of(html: &'a str) -> Self {
        Self {
            rest: html,
            endless: Vec::new(),
        }
    }

    /// Jumps behind the end tag of an element whose content is no markup (script, style …). Without an end tag, to the
    /// end where a browser reads text alone to there; else only the start tag is passed.
    pub fn skip_content_of(&mut self, name: &str) {
        if self.endless.iter().any(|it| it == name) {
            return;
        }
        let mut from = self.rest;
        while let Some(at) = from.find("</") {
            let end = from.get(at..).unwrap_or_default();
            let after_name = end.get(2..).unwrap_or_default();
            let named = after_name
                .get(..name.len())
                .is_some_and(|it| it.eq_ignore_ascii_case(name));
            let closed = after_name
                .as_bytes()
                .get(name.len())
                .is_none_or(|it| is_space(*it) || matches!(it, b'/' | b'>'));
            if named && closed {
                self.rest = end;
                self.next();
                return;
            }
            from = after_name;
        }
        self.endless.push(name.to_owned());
        if !matches!(name, "math" | "svg" | "template" | "xml") {
            self.rest = "";
        }
    }

    fn take(&mut self, length: usize, kind: Kind<'a>) -> Token<'a> {
        let (raw, rest) = self
            .rest
            .split_at_checked(length)
            .unwrap_or((self.rest, ""));
        self.rest = rest;
        Token { raw, kind }
    }

    fn declaration(&mut self) -> Token<'a> {
        let body = self.rest.get(4..).unwrap_or_default();
        let length = if !self.rest.starts_with("<!--") {
            self.rest.find('>').map(|it| it + 1)
        } else if body.starts_with('>') {
            Some(5)
        } else if body.starts_with("->") {
            Some(6)
        } else {
            end_of_comment(body).map(|it| it + 4)
        };
        self.take(length.unwrap_or(self.rest.len()), Kind::Comment)
    }

    fn tag(&mut self, is_end: bool) -> Option<Token<'a>> {
        let start = if is_end { 2 } else { 1 };
        let body = self.rest.get(start..)?;
        let name_length = body
            .bytes()
            .position(|it| is_space(it) || matches!(it, b'/' | b'>'))
            .unwrap_or(body.len());
        let (name, after) = body.split_at_checked(name_length)?;
        let mut walk = Attributes { rest: after };
        while walk.next().is_some() {}
        if !walk.rest.starts_with('>') {
            self.rest = ""; // a tag that never ends swallows what follows it
            return None;
        }
        let attributes = after.get(..after.len() - walk.rest.len())?;
        let kind = if is_end {
            Kind::End { name }
        } else {
            Kind::Start { name, attributes }
        };
        Some(self.take(start + name_length + attributes.len() + 1, kind))
    }

    fn text(&mut self) -> Token<'a> {
        let bytes = self.rest.as_bytes();
        let mut from = 1;
        let length = loop {
            let Some(at) = self.rest.get(from..).and_then(|it| it.find('<')) else {
                break bytes.len();
            };
            let opens = bytes
                .get(from + at + 1)
                .is_some_and(|it| it.is_ascii_alphabetic() || matches!(it, b'/' | b'!' | b'?'));
            if opens {
                break from + at;
            }
            from += at + 1;
        };
        self.take(length, Kind::Text)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let bytes = self.rest.as_bytes();
        match (bytes.first()?, bytes.get(1), bytes.get(2)) {
            (b'<', Some(b'a'..=b'z' | b'A'..=b'Z'), _) => self.tag(false),
            (b'<', Some(b'/'), Some(b'a'..=b'z' | b'A'..=b'Z')) => self.tag(true),
            (b'<', Some(b'!' | b'?'), _) | (b'<', Some(b'/'), Some(_)) => Some(self.declaration()),
            (first, _, _) if first.is_ascii() || self.rest.is_char_boundary(1) => Some(self.text()),
            _ => {
                let length = self.rest.chars().next().map_or(1, char::len_utf8);
                let rest = self.rest.get(length..).unwrap_or_default();
                let more = rest.find('<').unwrap_or(rest.len());
                Some(self.take(length + more, Kind::Text))
            }
        }
    }
}

/// The attributes of a start tag as (name as written, raw value), duplicates included.
pub fn attributes(source: &str) -> Attributes<'_> {
    Attributes { rest: source }
}

pub struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        self.rest = self
            .rest
            .trim_start_matches(|it: char| it.is_ascii_whitespace() || it == '/');
        if self.rest.is_empty() || self.rest.starts_with('>') {
            return None;
        }
        let bytes = self.rest.as_bytes();
        // A "=" at the first place belongs to the name.
        let length = bytes
            .iter()
            .skip(1)
            .position(|it| is_space(*it) || matches!(it, b'/' | b'>' | b'='));
        let (name, after) = self
            .rest
            .split_at_checked(length.map_or(bytes.len(), |it| it + 1))
            .unwrap_or((self.rest, ""));
        let Some(value) = after.trim_ascii_start().strip_prefix('=') else {
            self.rest = after;
            return Some((name, ""));
        };
        let value = value.trim_ascii_start();
        let (value, rest) = match value.as_bytes().first() {
            Some(quote @ (b'"' | b'\'')) => {
                let body = value.get(1..).unwrap_or_default();
                body.split_once(char::from(*quote)).unwrap_or((body, ""))
            }
            _ => {
                let length = value
                    .bytes()
                    .position(|it| is_space(it) || it == b'>')
                    .unwrap_or(value.len());
                value.split_at_checked(length).unwrap_or((value, ""))
            }
        };
        self.rest = rest;
        Some((name, value))
    }
}

fn end_of_comment(body: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + body.get(from..)?.find("--")?;
        let after = body.get(at + 2..)?;
        if after.starts_with('>') {
            return Some(at + 3);
        }
        if after.starts_with("!>") {
            return Some(at + 4);
        }
        from = at + 1;
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

    use super::*;

    fn raws(html: &str) -> Vec<&str> {
        Tokens::of(html).map(|it| it.raw).collect()
    }

    #[test]
    fn cuts_as_a_browser_does() {
        assert_eq!(
            raws("a<b x='>'>c</b >d"),
            ["a", "<b x='>'>", "c", "</b >", "d"]
        );
        assert_eq!(raws("1 < 2 <i>"), ["1 < 2 ", "<i>"]);
        assert_eq!(raws("é<b>ñ"), ["é", "<b>", "ñ"]);
        assert_eq!(
            raws("x<!-- <b> -->y<!-->z<!--a--!>w"),
            ["x", "<!-- <b> -->", "y", "<!-->", "z", "<!--a--!>", "w"]
        );
        assert_eq!(
            raws("<![if !mso]>a<?xml?>b</ c>d"),
            ["<![if !mso]>", "a", "<?xml?>", "b", "</ c>", "d"]
        );
        assert_eq!(raws("a<b title=\"no end"), ["a"]);
        assert_eq!(raws("<"), ["<"]);
        assert_eq!(raws("a<"), ["a<"]);
        assert_eq!(raws("<é>x"), ["<é>x"]);
    }

    #[test]
    fn reads_attributes_in_every_spelling() {
        let all: Vec<_> = attributes(r#" a=1 b = "two" c='3"' d /e=f/ =g h"#).collect();
        assert_eq!(
            all,
            [
                ("a", "1"),
                ("b", "two"),
                ("c", "3\""),
                ("d", ""),
                ("e", "f/"),
                ("=g", ""),
                ("h", "")
            ]
        );
    }

    #[test]
    fn a_quote_in_a_name_hides_nothing() {
        assert_eq!(raws("<a b'c>d'>"), ["<a b'c>", "d'>"]);
    }

    #[test]
    fn content_that_is_no_markup_is_skipped() {
        let mut tokens = Tokens::of("<style>a</styles></STYLE >b");
        tokens.next();
        tokens.skip_content_of("style");
        assert_eq!(tokens.next().unwrap().raw, "b");
        let mut tokens = Tokens::of("<svg>never closed");
        tokens.next();
        tokens.skip_content_of("svg");
        assert_eq!(tokens.next().unwrap().raw, "never closed");
        let mut tokens = Tokens::of("<style>never closed <b>");
        tokens.next();
        tokens.skip_content_of("style");
        assert_eq!(tokens.next(), None);
    }
}
