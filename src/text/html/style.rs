//! The `style` attribute: a short list of properties with plain values.
//!
//! A kept value has no quotes, escapes, comments, braces or addresses, so a browser can read it in one way only.

/// Longest attribute looked at, in bytes; a longer one goes whole.
const MAX_LENGTH: usize = 4096;
/// Longest value of one property, in bytes.
const MAX_VALUE: usize = 200;

/// Properties that cannot lift a mail out of its own frame or fetch anything. Sorted.
const PROPERTIES: &[&str] = &[
    "background",
    "background-color",
    "border",
    "border-bottom",
    "border-bottom-color",
    "border-bottom-style",
    "border-bottom-width",
    "border-collapse",
    "border-color",
    "border-left",
    "border-left-color",
    "border-left-style",
    "border-left-width",
    "border-radius",
    "border-right",
    "border-right-color",
    "border-right-style",
    "border-right-width",
    "border-spacing",
    "border-style",
    "border-top",
    "border-top-color",
    "border-top-style",
    "border-top-width",
    "border-width",
    "color",
    "direction",
    "display",
    "font",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "height",
    "letter-spacing",
    "line-height",
    "list-style-type",
    "margin",
    "margin-bottom",
    "margin-left",
    "margin-right",
    "margin-top",
    "max-width",
    "min-width",
    "overflow-wrap",
    "padding",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "text-align",
    "text-decoration",
    "text-indent",
    "text-transform",
    "vertical-align",
    "white-space",
    "width",
    "word-break",
    "word-wrap",
];

/// The declarations of `style` that may stay, as `property:value` joined by `;`. Empty when none may.
pub fn clean(style: &str) -> String {
    let mut kept = String::new();
    if style.len() > MAX_LENGTH {
        return kept;
    }
    for declaration in style.split(';') {
        let Some((property, value)) = declaration.split_once(':') else {
            continue;
        };
        let property = property.trim().to_ascii_lowercase();
        if PROPERTIES.binary_search(&property.as_str()).is_err() {
            continue;
        }
        let value: String = value
            .trim()
            .chars()
            .filter(|it| !matches!(it, '"' | '\''))
            .collect();
        if !is_plain(&value) {
            continue;
        }
        if !kept.is_empty() {
            kept.push(';');
        }
        kept.push_str(&property);
        kept.push(':');
        kept.push_str(value.trim());
    }
    kept
}

fn is_plain(value: &str) -> bool {
    let allowed = |it: u8| {
        it.is_ascii_alphanumeric()
            || matches!(
                it,
                b' ' | b'#' | b'%' | b'.' | b',' | b'-' | b'(' | b')' | b'!'
            )
    };
    !value.trim().is_empty()
        && value.len() <= MAX_VALUE
        && value.bytes().all(allowed)
        && functions_are_colours(value)
        && !moves_back(value)
}

/// Only `rgb(`, `rgba(`, `hsl(` and `hsla(` may open a bracket, and each is closed before the next opens.
fn functions_are_colours(value: &str) -> bool {
    let mut pieces = value.split('(');
    let mut before = pieces.next().unwrap_or_default();
    if before.contains(')') {
        return false;
    }
    for piece in pieces {
        let name = before
            .rsplit([' ', ',', ')'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        if !matches!(name.as_str(), "rgb" | "rgba" | "hsl" | "hsla")
            || piece.matches(')').count() != 1
        {
            return false;
        }
        before = piece;
    }
    true
}

/// A negative length would draw over what stands before it.
fn moves_back(value: &str) -> bool {
    let mut previous = ' ';
    let mut chars = value.chars().peekable();
    while let Some(it) = chars.next() {
        let begins = it == '-' && !previous.is_ascii_alphanumeric();
        if begins
            && chars
                .peek()
                .is_some_and(|next| next.is_ascii_digit() || *next == '.')
        {
            return true;
        }
        previous = it;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_looks_and_drops_tricks() {
        for (style, kept) in [
            ("color: RED; mso-x: y;", "color:RED"),
            (
                "font-family:'Segoe UI', \"Arial\"; FONT-SIZE : 11.0pt",
                "font-family:Segoe UI, Arial;font-size:11.0pt",
            ),
            (
                "color:rgb(1, 2, 3);background:rgba(0,0,0,.5) none",
                "color:rgb(1, 2, 3);background:rgba(0,0,0,.5) none",
            ),
            ("position:fixed;top:0;z-index:9;color:red", "color:red"),
            ("background:url(https://t.example/x)", ""),
            ("background:u\\72l(x)", ""),
            ("color:/**/red", ""),
            ("width:expression(alert(1))", ""),
            ("width:calc(100vw)", ""),
            ("margin-left:-900px", ""),
            ("margin:0 -.5em", ""),
            ("color:red}body{color:blue", ""),
            ("color:rgb(rgb(1)", ""),
            ("color:red)", ""),
            ("margin:-webkit-auto", "margin:-webkit-auto"),
        ] {
            assert_eq!(clean(style), kept, "{style}");
            assert_eq!(clean(kept), kept, "twice: {style}");
        }
        assert_eq!(clean(&"color:red;".repeat(1000)), "");
    }

    #[test]
    fn the_list_is_sorted() {
        assert!(PROPERTIES.is_sorted());
    }
}
