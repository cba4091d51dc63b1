//! How text becomes the words that are indexed and looked for: folded (case, accents), and their stems.
//!
//! A stem is written `=stem`, so that looking for words by their beginning never meets one. It is taken before
//! accents are folded away, since stemmers know them. The beginnings of words are written `^re`, `^ref`: half of all
//! messages have a word that begins with two given letters, too many to gather word by word.

use std::collections::BTreeSet;

use tantivy::tokenizer::{Language, SimpleTokenizer, Stemmer, TextAnalyzer};

use crate::text::fold;

/// Characters of a word that count; longer ones are no words.
const LONGEST: usize = 40;

/// Letters up to which a beginning is a term of its own.
const LONGEST_BEGINNING: usize = 3;

/// Shorter stems would make one of words that only look alike (`casa`, `caso`).
const SHORTEST_STEM: usize = 4;

/// Languages with a stemmer here. Others are found by the beginnings of words.
const STEMMED: [Language; 3] = [Language::English, Language::Spanish, Language::Portuguese];

/// The stemmer's language for a BCP 47 tag.
fn language(tag: &str) -> Option<Language> {
    match tag.split('-').next()? {
        "en" => Some(Language::English),
        "es" => Some(Language::Spanish),
        "pt" => Some(Language::Portuguese),
        _ => None,
    }
}

fn cut(word: &str) -> String {
    word.chars().take(LONGEST).collect()
}

/// The words of a text, folded, in order.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut out = fold::words(text);
    for word in &mut out {
        if word.len() > LONGEST {
            *word = cut(word);
        }
    }
    out
}

fn each_stem(text: &str, language: Language, mut take: impl FnMut(String)) {
    let mut analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(Stemmer::new(language))
        .build();
    let lower = text.to_lowercase();
    let mut stream = analyzer.token_stream(&lower);
    stream.process(&mut |token| {
        if token.text.chars().count() >= SHORTEST_STEM {
            take(fold::fold(&cut(&token.text)));
        }
    });
}

/// The term for words that begin so; `None` for a beginning that must be looked up word by word.
pub(super) fn beginning(word: &str) -> Option<String> {
    (word.chars().count() <= LONGEST_BEGINNING).then(|| format!("^{word}"))
}

/// Adds the words of a text and their beginnings.
pub(super) fn index_words(text: &str, into: &mut BTreeSet<String>) {
    for word in words(text) {
        let ends = word.char_indices().map(|(at, it)| at + it.len_utf8());
        for end in ends.take(LONGEST_BEGINNING).skip(1) {
            into.extend(word.get(..end).and_then(beginning));
        }
        into.insert(word);
    }
}

/// Adds what a text is found by: its words, their beginnings, their stems.
pub(super) fn index(text: &str, language_tag: &str, into: &mut BTreeSet<String>) {
    index_words(text, into);
    if let Some(language) = language(language_tag) {
        each_stem(text, language, |stem| {
            if !into.contains(&stem) {
                into.insert(format!("={stem}"));
            }
        });
    }
}

/// A word somebody looks for, with the stems it may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub word: String,
    pub stems: BTreeSet<String>,
}

impl Wanted {
    /// Terms of the index any of which is a hit.
    pub(super) fn terms(&self) -> BTreeSet<String> {
        let mut out = BTreeSet::from([self.word.clone(), format!("={}", self.word)]);
        for stem in &self.stems {
            out.insert(stem.clone());
            out.insert(format!("={stem}"));
        }
        out
    }

    /// Whether a folded word of a text is (or begins with) what is looked for.
    pub(super) fn fits(&self, word: &str) -> bool {
        word.starts_with(&self.word) || self.stems.iter().any(|stem| word.starts_with(stem))
    }
}

/// What somebody looks for, from a piece of their query.
pub(super) fn wanted(piece: &str) -> Vec<Wanted> {
    let words = words(piece);
    let alone = words.len() == 1;
    let with_stems = |word: String| {
        let mut stems = BTreeSet::new();
        for language in STEMMED {
            let text = if alone { piece } else { &word };
            each_stem(text, language, |stem| {
                if stem != word {
                    stems.insert(stem);
                }
            });
        }
        Wanted { word, stems }
    };
    words.into_iter().map(with_stems).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    fn finds(query: &str, text: &str, language: &str) -> bool {
        let mut indexed = BTreeSet::new();
        index(text, language, &mut indexed);
        wanted(query)
            .iter()
            .all(|it| it.terms().iter().any(|term| indexed.contains(term)))
    }

    #[test]
    fn words_meet_without_case_accents_and_endings() {
        for (query, text, language, found) in [
            ("joao", "Olá João!", "pt-BR", true),
            ("JOÃO", "joao", "pt", true),
            ("factura", "Las FACTURAS llegaron", "es", true),
            ("facturas", "una factura", "es", true),
            ("refunds", "I want a refund.", "en", true),
            ("refund", "he refunded me", "en", true),
            ("facturación", "facturacion", "es", true),
            ("refund", "I want my money", "en", false),
            ("casa", "el caso", "es", false),
        ] {
            let is = finds(query, text, language);
            assert_eq!(is, found, "{query} in {text}");
        }
    }

    #[test]
    fn beginnings_are_terms_up_to_three_letters() {
        let mut indexed = BTreeSet::new();
        index_words("Ñandú de", &mut indexed);
        let expected = ["^de", "^na", "^nan", "de", "nandu"].map(str::to_owned);
        assert_eq!(indexed, BTreeSet::from(expected));
        assert_eq!(beginning("nan").as_deref(), Some("^nan"));
        assert_eq!(beginning("nand"), None);
    }

    #[test]
    fn what_is_no_word_is_cut() {
        assert_eq!(words(&"x".repeat(500))[0].len(), LONGEST);
    }
}
