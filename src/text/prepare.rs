//! A message made ready once for all that follows: own words, history, harmless HTML, language, small talk.

use crate::text::courtesy::{self, CourtesyFacts};
use crate::text::html::{self, SafeHtml};
use crate::text::language::{self, Language};
use crate::text::plain::{self, Links};
use crate::text::{holding, quote};

/// Characters of an excerpt.
pub const EXCERPT: usize = 120;
/// A text part shorter than this beside HTML is a mere "your program shows no HTML".
const MIN_TEXT_PART: usize = 3;

/// What a message brought, decoded but not yet trusted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Given<'a> {
    pub text: Option<&'a str>,
    pub html: Option<&'a str>,
    pub has_attachment: bool,
    pub our_names: &'a [&'a str],
    pub their_names: &'a [&'a str],
}

/// What it says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prepared {
    /// Own words, without history and signature.
    pub own: String,
    /// History and signature, as they stood below.
    pub quoted: String,
    pub is_forward: bool,
    /// `None` when there was none, or it broke a cap and is shown as text.
    pub html: Option<SafeHtml>,
    pub excerpt: String,
    pub language: Option<Language>,
    /// The wording is that of a courtesy; whether it is one depends on what is owed.
    pub is_courtesy: bool,
    /// It is one only after a closing question of ours.
    pub is_closing_answer: bool,
    pub asks: bool,
    pub is_holding: bool,
}

/// Prepares a message. Each step is done once and is linear, but for the capped cleaning of HTML.
pub fn prepare(given: &Given<'_>) -> Prepared {
    let html = given.html.filter(|it| !it.trim().is_empty());
    let clean = html.and_then(|it| html::clean(it).ok());
    let text = given
        .text
        .filter(|it| html.is_none() || it.trim().len() >= MIN_TEXT_PART);
    let (body, mut history) = match (text, &clean, html) {
        (Some(text), _, _) => (text.to_owned(), String::new()),
        (None, Some(clean), _) => {
            let (visible, history) = html::split_quoted(clean);
            let history = history.map(|it| plain::from_html(it.as_str(), Links::Dropped));
            (
                plain::from_html(visible.as_str(), Links::Dropped),
                history.unwrap_or_default(),
            )
        }
        (None, None, Some(html)) => (plain::from_html(html, Links::Kept), String::new()),
        (None, None, None) => (String::new(), String::new()),
    };
    let split = quote::split(&body);
    // A mail that only quotes says what it quotes.
    let is_bare = split.own.is_empty() && split.quoted.is_empty();
    let own = if is_bare {
        split.signature.clone()
    } else {
        split.own
    };
    let below = if is_bare {
        ""
    } else {
        split.signature.as_str()
    };
    for part in [split.quoted.as_str(), below]
        .into_iter()
        .rev()
        .filter(|it| !it.is_empty())
    {
        history = if history.is_empty() {
            part.to_owned()
        } else {
            format!("{part}\n\n{history}")
        };
    }
    let worded = worded(own, given);
    let excerpt = if worded.own.is_empty() {
        plain::excerpt(&history, EXCERPT)
    } else {
        worded.excerpt
    };
    Prepared {
        excerpt,
        quoted: history,
        is_forward: split.is_forward,
        html: clean,
        ..worded
    }
}

/// Prepares a message of a talk: all of it is its writer's own, nothing is quoted below.
#[must_use]
pub fn spoken(
    text: &str,
    has_attachment: bool,
    our_names: &[&str],
    their_names: &[&str],
) -> Prepared {
    let given = Given {
        has_attachment,
        our_names,
        their_names,
        ..Given::default()
    };
    worded(text.to_owned(), &given)
}

/// What own words say.
fn worded(own: String, given: &Given<'_>) -> Prepared {
    let language = language::detect(&own);
    let facts = CourtesyFacts {
        our_names: given.our_names,
        their_names: given.their_names,
        has_attachment: given.has_attachment,
        language: None,
        ..CourtesyFacts::default()
    };
    let is_courtesy = courtesy::is_courtesy(&own, &facts);
    let after_question = CourtesyFacts {
        after_closing_question: true,
        ..facts
    };
    Prepared {
        excerpt: plain::excerpt(&own, EXCERPT),
        is_closing_answer: !is_courtesy && courtesy::is_courtesy(&own, &after_question),
        is_courtesy,
        asks: courtesy::asks(&own),
        is_holding: holding::is_holding(&own, None),
        language,
        own,
        ..Prepared::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_read_from_its_text() {
        let made = prepare(&Given {
            text: Some(
                "Muchas gracias Lucía\n\nEl 3/11/25, Tienda <a@b.example> escribió:\n> ¿Algo más?\n",
            ),
            html: Some("<p>Muchas gracias Lucía</p><script>x</script>"),
            our_names: &["Lucía"],
            ..Given::default()
        });
        assert_eq!(made.own, "Muchas gracias Lucía");
        assert!(made.quoted.contains("¿Algo más?") && made.is_courtesy && !made.asks);
        assert_eq!(
            made.html.map(|it| it.to_string()).as_deref(),
            Some("<p>Muchas gracias Lucía</p>")
        );
        assert_eq!(made.excerpt, "Muchas gracias Lucía");
    }

    #[test]
    fn a_reply_without_text_part_is_read_from_its_html() {
        let made = prepare(&Given {
            html: Some(
                "<div>No, gracias</div><div class=gmail_quote>On 1 Ana wrote:<blockquote>¿Algo más?</blockquote></div>",
            ),
            ..Given::default()
        });
        assert_eq!(
            (made.own.as_str(), made.is_courtesy, made.is_closing_answer),
            ("No, gracias", false, true)
        );
        assert!(made.quoted.contains("Algo más"));
    }

    #[test]
    fn capped_html_is_shown_as_text() {
        let bomb = format!("{}Hola{}", "<div>".repeat(1000), "</div>".repeat(1000));
        let made = prepare(&Given {
            html: Some(&bomb),
            ..Given::default()
        });
        assert_eq!((made.own.as_str(), made.html), ("Hola", None));
    }

    #[test]
    fn signatures_go_below_and_empty_is_empty() {
        let made = prepare(&Given {
            text: Some("Hola\n-- \nAna"),
            ..Given::default()
        });
        assert_eq!(
            (made.own.as_str(), made.quoted.as_str()),
            ("Hola", "--\nAna")
        );
        assert_eq!(prepare(&Given::default()), Prepared::default());
        assert!(
            !prepare(&Given {
                text: Some("gracias"),
                has_attachment: true,
                ..Given::default()
            })
            .is_courtesy
        );
    }
}
