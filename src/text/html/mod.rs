//! HTML from outside, made harmless: capped, cleaned, its images held back, its quoted history found.
//!
//! A mail passes three walls. `reduce` counts and drops in one linear pass, so that nothing can make
//! the cleaner slow; `ammonia` parses and rebuilds by an allow-list; the sandboxed frame that shows it is the page's.

mod allow;
mod finish;
mod images;
mod quoted;
mod reduce;
pub mod scan;
mod style;

use std::fmt;
use std::sync::LazyLock;

use ammonia::Builder;
use serde::{Deserialize, Serialize};

pub use images::ImageSource;
pub use quoted::split_quoted;
pub use reduce::{Cap, MAX_ATTRIBUTES, MAX_BYTES, MAX_DEPTH, MAX_TAGS};

/// Which rules made a [`SafeHtml`]; raised with them, so that what older rules made can be cleaned again.
pub const CLEANER: u16 = 1;

/// HTML that went through [`clean`]. Only this module makes one; reading one back from the store trusts the store.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// Plain text as HTML: every character stands for itself, line breaks stay.
    pub fn of_text(text: &str) -> Self {
        let escaped = text
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        Self(escaped.replace("\r\n", "\n").replace('\n', "<br>"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it names images on other machines, which are shown only when asked for.
    pub fn has_remote_images(&self) -> bool {
        images::any_remote(&self.0)
    }

    /// This HTML with those images turned on for which `source` names a place.
    ///
    /// A place must be a path of our own (`/…`) or an `https` address; any other leaves the image off.
    #[must_use]
    pub fn with_images(&self, source: &dyn Fn(ImageSource<'_>) -> Option<String>) -> Self {
        Self(images::turn_on(&self.0, source))
    }
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Cleans HTML from outside, or says which cap it breaks; such a mail is shown as text.
///
/// `clean(clean(x))` is `clean(x)`. Inline images (`cid:`) become `data-cid`, remote ones `data-remote-src`.
pub fn clean(html: &str) -> Result<SafeHtml, Cap> {
    let reduced = reduce::reduce(html)?;
    let mut cleaned = clean_once(&reduced);
    if !reduced.is_regular {
        cleaned = settle(cleaned)?;
    }
    Ok(SafeHtml(cleaned))
}

fn clean_once(reduced: &reduce::Reduced) -> String {
    finish::finish(&CLEANER_RULES.clean(&reduced.html).to_string())
}

/// Cleans again until nothing changes: a parser moves what stands loose in a table, and may move it again.
fn settle(mut cleaned: String) -> Result<String, Cap> {
    for _ in 0..MAX_ROUNDS {
        let again = clean_once(&reduce::reduce(&cleaned)?);
        if again == cleaned {
            return Ok(cleaned);
        }
        cleaned = again;
    }
    Err(Cap::Unstable)
}

/// Cleanings of one piece of HTML before it is given up.
const MAX_ROUNDS: usize = 4;

static CLEANER_RULES: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut rules = Builder::empty();
    rules
        .tags(allow::TAGS.iter().copied().collect())
        .tag_attributes(allow::tag_attributes())
        .generic_attributes(allow::GENERIC_ATTRIBUTES.iter().copied().collect())
        .url_schemes(allow::URL_SCHEMES.iter().copied().collect())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(None)
        .attribute_filter(|_, name, value| allow::attribute_value(name, value));
    rules
});

#[cfg(test)]
mod tests;
