//! Which language a text is written in, of those Lobby knows courtesies and phrases in, and their neighbours.

use std::sync::LazyLock;

use whatlang::{Detector, Lang};

/// A language a message may be found to be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    English,
    Spanish,
    Portuguese,
    Indonesian,
    German,
    French,
    Italian,
    Dutch,
}

/// Shorter texts name no language: "ok gracias" is too little to tell.
const MIN_CHARS: usize = 20;
/// What is looked at; more changes nothing.
const MAX_CHARS: usize = 600;
/// Below this the guess is no better than the channel's own language.
const MIN_CONFIDENCE: f64 = 0.35;

const KNOWN: [(Lang, Language, &str); 8] = [
    (Lang::Eng, Language::English, "en"),
    (Lang::Spa, Language::Spanish, "es"),
    (Lang::Por, Language::Portuguese, "pt"),
    (Lang::Ind, Language::Indonesian, "id"),
    (Lang::Deu, Language::German, "de"),
    (Lang::Fra, Language::French, "fr"),
    (Lang::Ita, Language::Italian, "it"),
    (Lang::Nld, Language::Dutch, "nl"),
];

static DETECTOR: LazyLock<Detector> =
    LazyLock::new(|| Detector::with_allowlist(KNOWN.iter().map(|(lang, _, _)| *lang).collect()));

impl Language {
    /// ISO 639-1.
    pub fn code(self) -> &'static str {
        KNOWN
            .iter()
            .find(|(_, it, _)| *it == self)
            .map_or("", |(_, _, code)| code)
    }

    /// The language of a code or tag (`pt`, `pt-BR`), if it is one of these.
    pub fn from_code(tag: &str) -> Option<Self> {
        let code = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        KNOWN
            .iter()
            .find(|(_, _, it)| *it == code)
            .map(|(_, language, _)| *language)
    }
}

/// The language of a text, or `None` when it is too short or could be several.
pub fn detect(text: &str) -> Option<Language> {
    let sample: String = text
        .chars()
        .filter(|it| !it.is_ascii_digit())
        .take(MAX_CHARS)
        .collect();
    if sample.chars().filter(|it| it.is_alphabetic()).count() < MIN_CHARS {
        return None;
    }
    let info = DETECTOR.detect(&sample)?;
    if info.confidence() < MIN_CONFIDENCE {
        return None;
    }
    KNOWN
        .iter()
        .find(|(lang, _, _)| *lang == info.lang())
        .map(|(_, language, _)| *language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_languages_of_customers() {
        for (text, language) in [
            (
                "Buenos días, quisiera saber cuándo llega mi pedido, gracias por su ayuda",
                Some(Language::Spanish),
            ),
            (
                "Olá, gostaria de saber quando chega o meu pedido, obrigado pela atenção",
                Some(Language::Portuguese),
            ),
            (
                "Hello, I would like to know when my order will arrive, thank you for your help",
                Some(Language::English),
            ),
            (
                "Selamat pagi, saya ingin tahu kapan pesanan saya akan dikirim, terima kasih banyak",
                Some(Language::Indonesian),
            ),
            (
                "Guten Tag, ich möchte gerne wissen, wann meine Bestellung ankommt",
                Some(Language::German),
            ),
            ("ok gracias", None),
            ("1234567890 1234567890 1234567890", None),
            ("", None),
        ] {
            assert_eq!(detect(text), language, "{text}");
        }
    }

    #[test]
    fn codes_go_both_ways() {
        for (_, language, code) in KNOWN {
            assert_eq!(language.code(), code);
            assert_eq!(Language::from_code(code), Some(language));
        }
        assert_eq!(Language::from_code("pt-BR"), Some(Language::Portuguese));
        assert_eq!(Language::from_code("xx"), None);
    }
}
