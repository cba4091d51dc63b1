//! The pass behind the cleaner: links leave without a trace, images wait, and line breaks survive.

use crate::text::html::images;
use crate::text::html::scan::{Kind, Tokens, attributes};

/// Completes what the cleaner wrote. Its output is regular, so this reads it without surprises.
pub fn finish(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut after_pre = false;
    for token in Tokens::of(html) {
        match token.kind {
            Kind::Start {
                name: "img",
                attributes: source,
            } => images::hold_back(source, &mut out),
            Kind::Start {
                name: "a",
                attributes: source,
            } => link(source, &mut out),
            // The parser takes the first line break of a `pre`; without another in its place each cleaning takes one.
            Kind::Text if after_pre && token.raw.starts_with('\n') => {
                out.push('\n');
                out.push_str(token.raw);
            }
            _ => out.push_str(token.raw),
        }
        after_pre = matches!(token.kind, Kind::Start { name: "pre", .. });
    }
    out
}

fn link(source: &str, out: &mut String) {
    out.push_str("<a");
    for (name, value) in attributes(source) {
        images::push_attribute(out, name, value);
    }
    images::push_attribute(out, "target", "_blank");
    images::push_attribute(out, "rel", "noopener noreferrer");
    out.push('>');
}
