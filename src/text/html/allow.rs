//! What may stay in a mail's HTML: tags, attributes, address schemes, values.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::text::html::style;

/// Tags that stay. None of them holds raw text, switches to SVG or MathML, runs, loads or submits. Sorted.
pub const TAGS: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "main",
    "mark",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Elements that go with all they hold: it is no text for people. Sorted.
pub const DROPPED_WITH_CONTENT: &[&str] = &[
    "head", "iframe", "math", "noembed", "noframes", "script", "style", "svg", "template", "title",
    "xml", "xmp",
];

/// Attributes that may stand on any tag. `data-quoted` is our own mark of quoted history.
pub const GENERIC_ATTRIBUTES: &[&str] = &[
    "align",
    "data-quoted",
    "dir",
    "lang",
    "style",
    "title",
    "valign",
];

pub const URL_SCHEMES: &[&str] = &["cid", "data", "http", "https", "mailto", "tel"];

const CELL: &[&str] = &["bgcolor", "colspan", "height", "nowrap", "rowspan", "width"];

/// Attributes of single tags.
pub fn attributes_of(tag: &str) -> &'static [&'static str] {
    match tag {
        "a" => &["href"],
        "img" => &[
            "alt",
            "border",
            "data-cid",
            "data-remote-src",
            "height",
            "src",
            "width",
        ],
        "table" => &[
            "bgcolor",
            "border",
            "cellpadding",
            "cellspacing",
            "height",
            "width",
        ],
        "td" | "th" | "tr" => CELL,
        "col" | "colgroup" => &["span", "width"],
        "font" => &["color", "face", "size"],
        "hr" => &["color", "size", "width"],
        "ol" => &["start", "type"],
        "ul" => &["type"],
        "li" => &["type", "value"],
        "details" => &["open"],
        "time" => &["datetime"],
        _ => &[],
    }
}

pub fn tag_attributes() -> HashMap<&'static str, HashSet<&'static str>> {
    TAGS.iter()
        .map(|tag| (*tag, attributes_of(tag).iter().copied().collect()))
        .collect()
}

/// The value an attribute may keep, or `None` where it must go.
pub fn attribute_value<'a>(name: &str, value: &'a str) -> Option<Cow<'a, str>> {
    let keep = match name {
        "style" => {
            return Some(style::clean(value))
                .filter(|it| !it.is_empty())
                .map(Cow::Owned);
        }
        "width" | "height" | "colspan" | "rowspan" | "border" | "cellpadding" | "cellspacing"
        | "span" | "size" | "start" | "value" => is_number(value),
        "color" | "bgcolor" | "align" | "valign" | "dir" | "type" | "lang" => is_word(value),
        "face" => value
            .chars()
            .all(|it| it.is_alphanumeric() || " ,-_".contains(it)),
        "data-quoted" => matches!(value, "block" | "rest"),
        "data-remote-src" => is_remote(value),
        "src" => is_remote(value) || scheme_is(value, "cid") || is_embedded_picture(value),
        "href" => !scheme_is(value, "data") && !scheme_is(value, "cid"),
        _ => true,
    };
    keep.then_some(Cow::Borrowed(value))
}

/// Whether an address names a picture on another machine.
pub fn is_remote(address: &str) -> bool {
    scheme_is(address, "http") || scheme_is(address, "https")
}

/// Whether an address has this scheme, spelled exactly: no blanks before it, none within.
pub fn scheme_is(address: &str, scheme: &str) -> bool {
    address
        .split_once(':')
        .is_some_and(|(it, _)| it.eq_ignore_ascii_case(scheme))
}

fn is_embedded_picture(address: &str) -> bool {
    [
        "data:image/png;base64,",
        "data:image/jpeg;base64,",
        "data:image/gif;base64,",
        "data:image/webp;base64,",
    ]
    .iter()
    .any(|it| address.starts_with(it))
}

fn is_number(value: &str) -> bool {
    value.len() <= 8
        && value
            .bytes()
            .all(|it| it.is_ascii_digit() || matches!(it, b'%' | b'.' | b'+' | b'-' | b'p' | b'x'))
}

fn is_word(value: &str) -> bool {
    value.len() <= 32
        && value
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'#' | b'-'))
}
