//! Canned replies: texts somebody wrote once, with places that are filled in when one is used.
//!
//! A place is `{{name}}` or `{{name|what stands there when nothing is known}}`. What is filled in is never read again, so a
//! contact called `{{agent.name}}` is shown as they are called.

use serde::{Deserialize, Serialize};

use crate::domain::id::{AgentId, CannedReplyId, TeamId};
use crate::domain::message::Attachment;
use crate::domain::record::unset;
use crate::domain::time::Millis;
use crate::text::fold::fold;

/// Names of places that are always known; besides them `contact.` and the key of a field of contacts.
pub const PLACES: [&str; 9] = [
    "contact.name",
    "contact.first_name",
    "contact.company",
    "contact.email",
    "conversation.number",
    "conversation.subject",
    "agent.name",
    "agent.first_name",
    "business.name",
];
/// Fields of contacts stand behind this.
pub const OF_CONTACT: &str = "contact.";

/// A text to answer with.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CannedReply {
    pub id: CannedReplyId,
    /// What one types to find it.
    pub name: String,
    pub text: String,
    /// The same in other languages.
    #[serde(skip_serializing_if = "unset")]
    pub variants: Vec<Variant>,
    #[serde(skip_serializing_if = "unset")]
    pub files: Vec<Attachment>,
    #[serde(skip_serializing_if = "unset")]
    pub audience: Audience,
    pub created_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub retired_at: Option<Millis>,
}

/// Its text in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Variant {
    /// BCP 47, such as `pt` or `pt-BR`.
    pub language: String,
    pub text: String,
}

/// For whom something of the desk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Audience {
    #[default]
    Everybody,
    Team(TeamId),
    /// Its writer alone.
    Agent(AgentId),
}

impl CannedReply {
    /// The text for somebody who writes in this language: in just that one, in one of its family, else the main one.
    #[must_use]
    pub fn text_for(&self, language: &str) -> &str {
        text_in(&self.variants, language).unwrap_or(&self.text)
    }

    /// Every text it has.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let others = self.variants.iter().map(|it| it.text.as_str());
        std::iter::once(self.text.as_str()).chain(others)
    }
}

/// The text of just that language, else of one of its family.
#[must_use]
pub fn text_in<'t>(texts: &'t [Variant], language: &str) -> Option<&'t str> {
    let family = |it: &str| fold(it.split(['-', '_']).next().unwrap_or_default());
    let just = |it: &&Variant| fold(&it.language) == fold(language);
    let near = |it: &&Variant| family(&it.language) == family(language);
    let all = || texts.iter().filter(|_| !language.is_empty());
    let found = all().find(just).or_else(|| all().find(near));
    found.map(|it| it.text.as_str())
}

/// The first name of a whole one.
#[must_use]
pub fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or_default()
}

/// The names of a text's places, in the order they stand there.
#[must_use]
pub fn places(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    walk(text, &mut |it| {
        if let Piece::Place { name, .. } = it {
            found.push(name.to_owned());
        }
    });
    found
}

/// The text with its places filled in. One nothing is known for, and that says nothing of its own, stays as it is, for
/// its writer to see.
#[must_use]
pub fn filled(text: &str, known: &dyn Fn(&str) -> Option<String>) -> String {
    filled_or(text, known, &|inside| format!("{{{{{inside}}}}}"))
}

/// As [`filled`], for texts nobody reads before they leave: what is not known is left out.
#[must_use]
pub fn filled_or_empty(text: &str, known: &dyn Fn(&str) -> Option<String>) -> String {
    filled_or(text, known, &|_| String::new())
}

fn filled_or(
    text: &str,
    known: &dyn Fn(&str) -> Option<String>,
    unknown: &dyn Fn(&str) -> String,
) -> String {
    let mut out = String::with_capacity(text.len());
    walk(text, &mut |it| match it {
        Piece::Text(it) => out.push_str(it),
        Piece::Place {
            name,
            otherwise,
            inside,
        } => {
            let value = known(name).filter(|it| !it.trim().is_empty());
            let value = value.or_else(|| otherwise.map(str::to_owned));
            out.push_str(&value.unwrap_or_else(|| unknown(inside)));
        }
    });
    out
}

enum Piece<'t> {
    Text(&'t str),
    Place {
        name: &'t str,
        otherwise: Option<&'t str>,
        /// All between the braces.
        inside: &'t str,
    },
}

fn walk<'t>(text: &'t str, take: &mut dyn FnMut(Piece<'t>)) {
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("}}") {
        // Of two that open only the inner one is closed.
        if let Some((text, inside)) = before.rsplit_once("{{") {
            take(Piece::Text(text));
            let (name, otherwise) = match inside.split_once('|') {
                Some((name, otherwise)) => (name, Some(otherwise.trim())),
                None => (inside, None),
            };
            take(Piece::Place {
                name: name.trim(),
                otherwise,
                inside,
            });
        } else {
            take(Piece::Text(before));
            take(Piece::Text("}}"));
        }
        rest = behind;
    }
    take(Piece::Text(rest));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str) -> Option<String> {
        match name {
            "contact.first_name" => Some("{{agent.name}}".to_owned()),
            "contact.company" => Some(" ".to_owned()),
            "conversation.number" => Some("7".to_owned()),
            _ => None,
        }
    }

    #[test]
    fn places_are_filled_in_once() {
        for (text, becomes) in [
            ("Hi {{contact.first_name|there}}!", "Hi {{agent.name}}!"),
            ("Hi {{ contact.last_name | there }}!", "Hi there!"),
            ("{{contact.company|}}.", "."),
            ("At {{contact.company}}", "At {{contact.company}}"),
            ("#{{conversation.number}}{{conversation.number}}", "#77"),
            ("{{ {{conversation.number}} }}", "{{ 7 }}"),
            ("{{conversation.number", "{{conversation.number"),
            ("é}} {{", "é}} {{"),
            ("", ""),
        ] {
            assert_eq!(filled(text, &known), becomes, "{text}");
        }
        assert_eq!(places("{{a|b}} {{ c }} {{"), ["a", "c"]);
        let signed = filled_or_empty("{{contact.first_name}} {{contact.company}}{{x|y}}", &known);
        assert_eq!(signed, "{{agent.name}} y", "what is not known is left out");
    }

    #[test]
    fn the_nearest_language_is_taken() {
        let variant = |language: &str, text: &str| Variant {
            language: language.to_owned(),
            text: text.to_owned(),
        };
        let it = CannedReply {
            text: "Hello".to_owned(),
            variants: vec![variant("pt-BR", "Olá"), variant("es", "Hola")],
            ..CannedReply::default()
        };
        for (language, text) in [
            ("pt", "Olá"),
            ("PT-br", "Olá"),
            ("es-MX", "Hola"),
            ("de", "Hello"),
            ("", "Hello"),
        ] {
            assert_eq!(it.text_for(language), text, "{language}");
        }
        assert_eq!(it.texts().count(), 3);
        assert_eq!(first_name(" María José "), "María");
    }
}
