//! Whether somebody sounds upset, and whether they ask for a person: by short lists of phrases, so that why is plain.

use crate::text::fold::words;
use crate::text::language::Language;
use crate::text::phrases;

/// So many exclamation marks in a row are raised.
const RAISED: &str = "!!!";
/// A text of capitals is shouted from so many letters on.
const SHOUTED: usize = 12;

/// Whether a text sounds upset: a phrase of the list, a displeased face, or shouting.
#[must_use]
pub fn is_upset(text: &str, language: Option<Language>) -> bool {
    const FACES: &[char] = &['😡', '😠', '🤬', '😤', '👎', '💔'];
    text.contains(FACES) || text.contains(RAISED) || is_shouted(text) || {
        let said = words(text);
        phrases::of(&phrases::UPSET, language).any(|it| phrases::contains(&said, it))
    }
}

/// Whether a text asks for a person.
#[must_use]
pub fn asks_for_person(text: &str, language: Option<Language>) -> bool {
    let said = words(text);
    phrases::of(&phrases::FOR_A_PERSON, language).any(|it| phrases::contains(&said, it))
}

fn is_shouted(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|it| it.is_alphabetic()).collect();
    let cased = letters.iter().any(|it| it.is_uppercase());
    letters.len() >= SHOUTED && cased && !letters.iter().any(|it| it.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_upset_is_told_from_who_asks() {
        for text in [
            "This is unacceptable, I want my money back",
            "Es una falta de respeto, llevo tres días",
            "Ninguém responde há uma semana",
            "Saya kecewa dengan layanan ini",
            "where is it 😡",
            "hello!!!",
            "WHERE IS MY ORDER NOW",
        ] {
            assert!(is_upset(text, None), "{text}");
        }
        for text in [
            "Where is my order?",
            "¿A qué hora abren mañana?",
            "Oi, tudo bem? Queria saber o preço",
            "Halo kak, masih ada stok?",
            "SKU AB-12",
            "Great!",
            "会社の住所を教えてください、お願いします",
        ] {
            assert!(!is_upset(text, None), "{text}");
        }
        // A phrase of one language is none in another that is known.
        assert!(is_upset("es un robo", Some(Language::Spanish)));
        assert!(!is_upset("es un robo", Some(Language::Indonesian)));
    }

    #[test]
    fn who_wants_a_person_says_so_in_every_language() {
        for text in [
            "Can I talk to a real person please",
            "quiero hablar con un asesor",
            "Quero falar com um atendente",
            "mau bicara dengan cs dong",
        ] {
            assert!(asks_for_person(text, None), "{text}");
        }
        assert!(!asks_for_person("I want my parcel", None));
    }
}
