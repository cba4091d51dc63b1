//! Facets: what narrows a search beside its words, as one types it and as it stands in an address.

use crate::text::fold::fold;

/// What a search can be narrowed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Facet {
    /// Who said it: a customer or one of us.
    From,
    Channel,
    Tag,
    Team,
    /// Whose conversation it is.
    Assigned,
    /// Where the conversation stands.
    Is,
    /// On this day (or month, or year) or later.
    Since,
    /// On this day or earlier.
    Until,
    /// When this day is over.
    After,
    /// Before this day begins.
    Before,
}

impl Facet {
    pub const ALL: [Facet; 10] = [
        Facet::From,
        Facet::Channel,
        Facet::Tag,
        Facet::Team,
        Facet::Assigned,
        Facet::Is,
        Facet::Since,
        Facet::Until,
        Facet::After,
        Facet::Before,
    ];

    /// The name used by addresses, API and `words`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Facet::From => "from",
            Facet::Channel => "channel",
            Facet::Tag => "tag",
            Facet::Team => "team",
            Facet::Assigned => "assigned",
            Facet::Is => "is",
            Facet::Since => "since",
            Facet::Until => "until",
            Facet::After => "after",
            Facet::Before => "before",
        }
    }

    /// The words it is typed by in the languages of the pages, folded; its name is the first.
    #[must_use]
    pub fn typed(self) -> &'static [&'static str] {
        match self {
            Facet::From => &["from", "de", "dari"],
            Facet::Channel => &["channel", "canal", "saluran"],
            Facet::Tag => &["tag", "etiqueta", "label"],
            Facet::Team => &["team", "equipo", "equipe", "tim"],
            Facet::Assigned => &["assigned", "asignada", "atribuida", "ditugaskan"],
            Facet::Is => &["is", "estado", "situacao", "status"],
            Facet::Since => &["since", "desde", "sejak"],
            Facet::Until => &["until", "hasta", "ate", "sampai"],
            Facet::After => &["after", "despues", "depois", "setelah"],
            Facet::Before => &["before", "antes", "sebelum"],
        }
    }

    /// The facet somebody typed the name of.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = fold(typed);
        let mut all = Facet::ALL.into_iter();
        all.find(|it| it.typed().contains(&typed.as_str()))
    }

    /// It asks for a day.
    #[must_use]
    pub fn is_day(self) -> bool {
        matches!(
            self,
            Facet::Since | Facet::Until | Facet::After | Facet::Before
        )
    }
}

/// A facet with what it asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub facet: Facet,
    /// As it was typed, without quotes; never empty.
    pub value: String,
}

impl Token {
    /// A facet with a value; `None` for an empty one. Quotes hold a value together, so it has none.
    #[must_use]
    pub fn new(facet: Facet, value: &str) -> Option<Self> {
        let value = value.replace('"', "");
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        (!value.is_empty()).then_some(Token { facet, value })
    }

    /// As it is typed: `tag:vip`, `tag:"very urgent"`.
    #[must_use]
    pub fn written(&self) -> String {
        let (name, value) = (self.facet.name(), &self.value);
        if value.contains(char::is_whitespace) {
            format!("{name}:\"{value}\"")
        } else {
            format!("{name}:{value}")
        }
    }

    pub(super) fn is_like(&self, other: &Token) -> bool {
        self.facet == other.facet && fold(&self.value) == fold(&other.value)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_word_means_two_facets() {
        let mut seen = BTreeSet::new();
        for facet in Facet::ALL {
            assert_eq!(facet.typed().first(), Some(&facet.name()));
            for word in facet.typed() {
                assert!(seen.insert(*word), "{word} twice");
                assert_eq!(Facet::parse(&word.to_uppercase()), Some(facet), "{word}");
            }
        }
        assert_eq!(Facet::parse("Después"), Some(Facet::After));
        assert_eq!(Facet::parse("re"), None);
    }

    #[test]
    fn a_token_is_written_as_it_is_read() {
        let it = Token::new(Facet::Tag, " very  \"urgent\" ").unwrap();
        assert_eq!(it.written(), "tag:\"very urgent\"");
        assert_eq!(Token::new(Facet::Is, "open").unwrap().written(), "is:open");
        assert_eq!(Token::new(Facet::Is, " \" "), None);
    }
}
