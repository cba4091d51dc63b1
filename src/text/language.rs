//! Which language a text is written in, of those Lobby knows courtesies and phrases in, and their neighbours.

use std::collections::HashMap;
use std::sync::LazyLock;

use whatlang::{Detector, Lang};

use crate::text::fold::words;

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

/// Small words of each language, folded: they tell neighbours such as Spanish and Portuguese apart in one sentence,
/// where statistics over letters cannot.
const SMALL_WORDS: [(Language, &str); 8] = [
    (
        Language::English,
        "the is my i and to of you please not has have with how what hello for thank thanks your this are",
    ),
    (
        Language::Spanish,
        "el los las ha y una del muy pero cuando cuanto donde hola quiero necesito llegado mi buenos buenas dias usted tengo puedo puede hay con gracias ayuda su es lo me",
    ),
    (
        Language::Portuguese,
        "o os um uma do da dos das em nao com voce meu minha ola obrigado obrigada quero preciso ainda boa bom dia e muito quando quanto onde ajuda estou tem por pelo pela",
    ),
    (
        Language::Indonesian,
        "yang dan saya tidak belum ini itu untuk dengan ke dari pesanan halo mohon terima kasih sudah ada apa kapan berapa di kami bisa",
    ),
    (
        Language::German,
        "und der die das ich nicht ist mit ein eine fur auf meine guten tag bitte danke wann wie noch",
    ),
    (
        Language::French,
        "et le les des est je ne pas mon ma vous une pour avec bonjour merci la de que",
    ),
    (
        Language::Italian,
        "il che non un una per sono mio mia buongiorno grazie con della di e quando",
    ),
    (
        Language::Dutch,
        "de het een en ik niet is van mijn met voor nog wanneer dank",
    ),
];

/// The languages each small word is of.
static WHOSE: LazyLock<HashMap<&str, Vec<Language>>> = LazyLock::new(|| {
    let mut out: HashMap<&str, Vec<Language>> = HashMap::new();
    for (language, list) in SMALL_WORDS {
        for word in list.split(' ') {
            out.entry(word).or_default().push(language);
        }
    }
    out
});

/// Small words a language must have to be named by them.
const MIN_SMALL_WORDS: usize = 2;

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
    if let Some(language) = by_small_words(&sample) {
        return Some(language);
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

/// The one language with the most small words in the text, if it has some and no other has as many.
fn by_small_words(sample: &str) -> Option<Language> {
    let mut counts = SMALL_WORDS.map(|(language, _)| (0_usize, language));
    for word in words(sample) {
        let Some(of) = WHOSE.get(word.as_str()) else {
            continue;
        };
        for (count, language) in &mut counts {
            *count += usize::from(of.contains(language));
        }
    }
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    match counts.as_slice() {
        [(most, language), (second, _), ..] if *most >= MIN_SMALL_WORDS && most > second => {
            Some(*language)
        }
        _ => None,
    }
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
            (
                "Buenos días, mi pedido no ha llegado todavía.",
                Some(Language::Spanish),
            ),
            (
                "Necesito ayuda con mi factura por favor",
                Some(Language::Spanish),
            ),
            ("No me ha llegado el pedido", Some(Language::Spanish)),
            (
                "Preciso de ajuda com a fatura por favor",
                Some(Language::Portuguese),
            ),
            ("Bom dia, quanto custa o frete?", Some(Language::Portuguese)),
            ("Please cancel my subscription", Some(Language::English)),
            (
                "Bonjour, ma commande n'est pas arrivée",
                Some(Language::French),
            ),
            (
                "Buongiorno, il mio ordine non è arrivato",
                Some(Language::Italian),
            ),
            (
                "Hallo, mijn bestelling is nog niet aangekomen",
                Some(Language::Dutch),
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
