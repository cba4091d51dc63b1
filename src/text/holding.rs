//! Whether a reply of ours only says "one moment".

use crate::text::fold::words;
use crate::text::language::Language;
use crate::text::phrases;

/// Most words of a holding message, all counted.
const MAX_WORDS: usize = 12;

/// Whether the whole text asks for a moment and says nothing else. A greeting and one name may stand before.
pub fn is_holding(text: &str, language: Option<Language>) -> bool {
    let all = words(text);
    if all.is_empty() || all.len() > MAX_WORDS || text.chars().any(char::is_numeric) {
        return false;
    }
    let is_one = |told: &[String]| {
        phrases::is_made_of(
            told,
            &phrases::HOLDING,
            &[&phrases::FILLERS, &phrases::GREETINGS],
            language,
        )
    };
    if is_one(&all) {
        return true;
    }
    // "Hola Ana, un momento": the word behind the greeting is taken for a name.
    let greeted = phrases::without(&all, &phrases::GREETINGS, language);
    greeted.len() < all.len() && greeted.get(1..).is_some_and(is_one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_one_moment_from_an_answer() {
        for text in [
            "un momento",
            "Un momento por favor",
            "Ya reviso.",
            "Hola Ana, permítame validar",
            "Claro que sí, ya le confirmo",
            "Let me check",
            "Sure, let me check, one moment please",
            "um momento",
            "Só um instante, por favor",
            "sebentar ya",
            "Sebentar ya kak",
            "Mohon tunggu sebentar",
            "Hi John, I'll check",
        ] {
            assert!(is_holding(text, None), "{text}");
        }
        for text in [
            "",
            "Gracias",
            "Hola Ana",
            "Su pedido llega mañana",
            "un momento de paz",
            "Let me check your order 123",
            "ya reviso y no hay stock en ninguna de las tiendas de la ciudad hoy",
            "le confirmo que su pedido salió",
        ] {
            assert!(!is_holding(text, None), "{text}");
        }
        assert!(!is_holding("sebentar ya", Some(Language::Spanish)));
    }
}
