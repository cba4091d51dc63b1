//! Images of a cleaned mail: held back as data attributes, turned on when the page knows a place for them.

use crate::text::html::allow;
use crate::text::html::scan::{Kind, Tokens, attributes};

/// Where a held-back image would come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageSource<'a> {
    /// A part of the same mail, by its Content-ID without brackets.
    Inline(&'a str),
    /// An `http` or `https` address, its character references decoded.
    Remote(&'a str),
}

const INLINE: &str = "data-cid";
const REMOTE: &str = "data-remote-src";

/// Writes an image of cleaned HTML with its `src` as a data attribute, but for a picture embedded in the mail itself.
pub fn hold_back(source: &str, out: &mut String) {
    let src = attributes(source)
        .find(|(name, _)| *name == "src")
        .map(|(_, value)| value);
    out.push_str("<img");
    for (name, value) in attributes(source) {
        let held = name == INLINE || name == REMOTE;
        if !(name == "src" || held && src.is_some()) {
            push_attribute(out, name, value);
        }
    }
    if let Some(src) = src {
        if allow::scheme_is(src, "cid") {
            push_attribute(out, INLINE, src.get(4..).unwrap_or_default());
        } else if allow::is_remote(src) {
            push_attribute(out, REMOTE, src);
        } else {
            push_attribute(out, "src", src);
        }
    }
    out.push('>');
}

pub fn any_remote(html: &str) -> bool {
    html.contains(" data-remote-src=\"")
        && Tokens::of(html).any(|token| match token.kind {
            Kind::Start {
                name: "img",
                attributes: source,
            } => attributes(source).any(|(name, _)| name == REMOTE),
            _ => false,
        })
}

pub fn turn_on(html: &str, source: &dyn Fn(ImageSource<'_>) -> Option<String>) -> String {
    let mut out = String::with_capacity(html.len());
    for token in Tokens::of(html) {
        let Kind::Start {
            name: "img",
            attributes: held,
        } = token.kind
        else {
            out.push_str(token.raw);
            continue;
        };
        out.push_str("<img");
        for (name, value) in attributes(held) {
            let address = value
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
            let place = match name {
                INLINE => source(ImageSource::Inline(&address)),
                REMOTE => source(ImageSource::Remote(&address)),
                _ => None,
            };
            match place.filter(|it| it.starts_with('/') || it.starts_with("https://")) {
                Some(place) => {
                    let escaped = place
                        .replace('&', "&amp;")
                        .replace('"', "&quot;")
                        .replace('<', "&lt;");
                    push_attribute(&mut out, "src", &escaped);
                }
                None => push_attribute(&mut out, name, value),
            }
        }
        out.push('>');
    }
    out
}

/// Appends an attribute whose value is already escaped for double quotes.
pub fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    out.push_str(value);
    out.push('"');
}
