//! Whether a message only thanks or greets, and whether one of ours asks for an answer.
//!
//! The wording alone is judged here. Whether something is owed or was asked is for the deed that files the message.

use crate::text::fold::words;
use crate::text::language::Language;
use crate::text::phrases;

/// Most words of a courtesy, without greetings and names.
const MAX_WORDS: usize = 6;
/// Most emoji of a message that holds nothing else.
const MAX_EMOJI: usize = 3;
/// A question or request counts in so many sentences at the end.
const LAST_SENTENCES: usize = 2;

/// What is known beside the text.
#[derive(Debug, Clone, Copy, Default)]
pub struct CourtesyFacts<'a> {
    /// Names of our brand and agents.
    pub our_names: &'a [&'a str],
    /// Names of the one who writes.
    pub their_names: &'a [&'a str],
    pub has_attachment: bool,
    /// `None` tries the lists of all languages.
    pub language: Option<Language>,
    /// Our last message was a closing question: "no, gracias" then is a courtesy.
    pub after_closing_question: bool,
    /// The admin's own additions to the list.
    pub more: &'a [&'a str],
}

/// Whether all of a text is courtesy: thanks, an "ok", a lone emoji.
pub fn is_courtesy(text: &str, facts: &CourtesyFacts<'_>) -> bool {
    if facts.has_attachment || says_more(text) {
        return false;
    }
    let all = words(text);
    if all.is_empty() {
        let emoji = text.chars().filter(|it| is_emoji(*it)).count();
        return (1..=MAX_EMOJI).contains(&emoji);
    }
    if all.len() > 3 * MAX_WORDS {
        return false;
    }
    let names: Vec<String> = facts
        .our_names
        .iter()
        .chain(facts.their_names)
        .flat_map(|it| words(it))
        .collect();
    let unnamed: Vec<String> = all.into_iter().filter(|it| !names.contains(it)).collect();
    let told = phrases::without(&unnamed, &phrases::GREETINGS, facts.language);
    is_listed(&unnamed, facts) || is_listed(&told, facts)
}

fn is_listed(told: &[String], facts: &CourtesyFacts<'_>) -> bool {
    if told.is_empty() || told.len() > MAX_WORDS {
        return false;
    }
    let language = facts.language;
    if facts.after_closing_question
        && phrases::is_made_of(
            told,
            &phrases::CLOSING_ANSWERS,
            &[&phrases::COURTESIES],
            language,
        )
    {
        return true;
    }
    if phrases::STOP_WORDS
        .iter()
        .any(|it| phrases::contains(told, it))
    {
        return false;
    }
    let joined = told.join(" ");
    facts.more.iter().any(|it| words(it).join(" ") == joined)
        || phrases::is_made_of(told, &phrases::COURTESIES, &[], language)
}

/// A question, a number, a link or a displeased face make a message more than courtesy.
fn says_more(text: &str) -> bool {
    const DISPLEASED: &[char] = &[
        '👎', '😡', '😢', '😠', '😭', '🤬', '💔', '😞', '😤', '🆘', '❓', '❔', '⁉', '😒', '🙁',
        '☹', '😔', '😩', '😖',
    ];
    text.contains(['?', '¿', '？', '؟'])
        || text.contains(|it: char| it.is_numeric())
        || text.contains("://")
        || text.to_ascii_lowercase().contains("www.")
        || text.contains(DISPLEASED)
}

fn is_emoji(it: char) -> bool {
    matches!(it, '\u{1F300}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1F2FF}' | '\u{203C}')
        && !matches!(it, '\u{1F3FB}'..='\u{1F3FF}')
}

/// Whether a text says yes to what was asked and nothing else: "sí, por favor".
pub fn agrees(text: &str) -> bool {
    const YES: [&str; 20] = [
        "si", "yes", "yep", "sure", "claro", "dale", "ok", "okay", "vale", "listo", "sim", "pode",
        "ya", "iya", "boleh", "adelante", "envienla", "envienlo", "mandela", "go",
    ];
    const PLEASE: [&str; 9] = [
        "por", "favor", "please", "porfa", "porfavor", "tolong", "ahead", "gracias", "obrigado",
    ];
    let all = words(text);
    let said = |list: &[&str]| all.iter().filter(|it| list.contains(&it.as_str())).count();
    let yes = said(&YES);
    yes > 0 && yes + said(&PLEASE) == all.len() && all.len() <= MAX_WORDS
}

/// Whether a text greets and says nothing yet: "hola", "buenos días".
pub fn is_greeting(text: &str, names: &[&str], language: Option<Language>) -> bool {
    let names: Vec<String> = names.iter().flat_map(|it| words(it)).collect();
    let unnamed: Vec<String> = words(text)
        .into_iter()
        .filter(|it| !names.contains(it))
        .collect();
    phrases::is_made_of(
        &unnamed,
        &phrases::GREETINGS,
        &[&phrases::GREETING_QUESTIONS],
        language,
    )
}

/// Whether a message of ours asks for an answer: a question or a request in its last two sentences.
///
/// "How are you?" and "anything else?" do not ask.
pub fn asks(text: &str) -> bool {
    last_sentences(text).iter().any(|it| {
        let said = words(it.rsplit('¿').next().unwrap_or(it));
        let is_question =
            it.contains(['?', '？', '؟']) && !is_closing(&said) && !is_greeting_question(&said);
        is_question
            || phrases::of(&phrases::REQUESTS, None)
                .any(|request| phrases::contains(&said, request))
    })
}

/// Whether a message of ours ends by asking if there is anything else.
pub fn is_closing_question(text: &str) -> bool {
    last_sentences(text)
        .iter()
        .any(|it| it.contains(['?', '？']) && is_closing(&words(it)))
}

fn is_closing(said: &[String]) -> bool {
    phrases::of(&phrases::CLOSING_QUESTIONS, None).any(|it| phrases::contains(said, it))
}

/// "Hi Ana, how are you": the question with at most three words before it.
fn is_greeting_question(said: &[String]) -> bool {
    phrases::of(&phrases::GREETING_QUESTIONS, None).any(|it| {
        let length = it.split(' ').count();
        let before = said.len().saturating_sub(length);
        before <= 3
            && said
                .get(before..)
                .is_some_and(|end| phrases::contains(end, it))
    })
}

/// The last sentences, each with the mark that ends it.
fn last_sentences(text: &str) -> Vec<&str> {
    let sentences = text
        .split_inclusive(['.', '!', '?', '\n', '？', '؟'])
        .map(str::trim);
    let told: Vec<&str> = sentences
        .filter(|it| it.chars().any(char::is_alphanumeric))
        .collect();
    told.get(told.len().saturating_sub(LAST_SENTENCES)..)
        .unwrap_or_default()
        .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn courtesy(text: &str) -> bool {
        let facts = CourtesyFacts {
            our_names: &["Lucía", "Tienda Sol"],
            their_names: &["Ana Ruiz"],
            ..CourtesyFacts::default()
        };
        is_courtesy(text, &facts)
    }

    #[test]
    fn a_plain_yes_is_one() {
        for yes in [
            "Sí, por favor",
            "yes please",
            "Sim!",
            "ya, tolong",
            "Claro",
            "sí 👍",
        ] {
            assert!(agrees(yes), "{yes}");
        }
        for no in ["", "por favor", "Sí, ¿y tienen la 39?", "no", "👍"] {
            assert!(!agrees(no), "{no}");
        }
    }

    #[test]
    fn thanks_are_courtesies() {
        for text in [
            "gracias",
            "Muchas gracias!!",
            "Hola Lucía, muchas gracias 🙏",
            "ok",
            "Ok, gracias",
            "Listo",
            "perfecto, mil gracias",
            "👍",
            "🙏🏽",
            "❤️",
            "👍👍",
            "Thanks!",
            "ok thank you so much",
            "Thank you for your help",
            "obrigada!",
            "Valeu, muito obrigado",
            "Terima kasih banyak kak",
            "oke makasih",
            "Buenas tardes, gracias",
            "Muchas gracias, feliz tarde",
            "gracias tienda sol",
            "Gracias, Ana Ruiz",
            "buenas noches gracias",
            "Sí, gracias",
            "De acuerdo, muy amable.",
        ] {
            assert!(courtesy(text), "{text}");
        }
    }

    #[test]
    fn anything_more_is_not() {
        for text in [
            "",
            "...",
            "hola",
            "Hola Lucía",
            "gracias pero no llegó",
            "ok, ¿cuándo llega?",
            "gracias?",
            "ok 2",
            "gracias https://x.example",
            "www.x.example gracias",
            "gracias, quedo atenta",
            "gracias, espero",
            "no",
            "no gracias",
            "still waiting",
            "thanks but no",
            "ok ainda espero",
            "terima kasih tapi belum sampai",
            "👎",
            "😡 gracias",
            "😢",
            "gracias me puede ayudar con mi factura",
            "pedido",
            "👍👍👍👍",
            "Ana Ruiz",
            "1️⃣",
            "gracias gracias gracias gracias gracias gracias gracias",
            "necesito ayuda",
            "gracias por nada",
        ] {
            assert!(!courtesy(text), "{text}");
        }
        assert!(!is_courtesy(
            "gracias",
            &CourtesyFacts {
                has_attachment: true,
                ..CourtesyFacts::default()
            }
        ));
    }

    #[test]
    fn no_is_a_courtesy_after_a_closing_question_only() {
        for text in [
            "no",
            "No, gracias",
            "eso es todo",
            "No, eso es todo, muchas gracias",
            "não, obrigado",
            "tidak kak, terima kasih",
            "that's all, thanks",
            "nothing else",
        ] {
            let facts = CourtesyFacts {
                after_closing_question: true,
                ..CourtesyFacts::default()
            };
            assert!(is_courtesy(text, &facts), "{text}");
        }
        let facts = CourtesyFacts {
            after_closing_question: true,
            ..CourtesyFacts::default()
        };
        assert!(!is_courtesy("no ha llegado", &facts));
    }

    #[test]
    fn the_language_limits_the_lists_and_an_admin_adds_to_them() {
        let german = CourtesyFacts {
            more: &["Vielen Dank!"],
            language: Some(Language::German),
            ..CourtesyFacts::default()
        };
        assert!(is_courtesy("vielen dank", &german));
        let spanish = CourtesyFacts {
            language: Some(Language::Spanish),
            ..CourtesyFacts::default()
        };
        assert!(is_courtesy("gracias", &spanish) && !is_courtesy("makasih", &spanish));
    }

    #[test]
    fn questions_and_requests_ask() {
        for text in [
            "¿Me confirma su cédula?",
            "Hola. ¿Cuál es su pedido? Gracias.",
            "Por favor confirme la dirección.",
            "Please let me know.",
            "Por favor responda a este correo",
            "Hi Ana, what is your order number?",
            "Mohon konfirmasi alamatnya",
            "Hola, ¿cómo está? ¿Me da su número?",
        ] {
            assert!(asks(text), "{text}");
        }
        for text in [
            "",
            "Su pedido salió hoy.",
            "Hola Ana, ¿cómo está?",
            "Hi Ana, how are you?",
            "Listo. ¿Le puedo ayudar en algo más?",
            "Is there anything else I can help you with?",
            "Posso ajudar em algo mais?",
            "Ada lagi yang bisa dibantu?",
            "¿Qué pasó? Ya lo vimos. Su pedido salió. Feliz día.",
        ] {
            assert!(!asks(text), "{text}");
        }
        assert!(
            is_closing_question("Con gusto. ¿Algo más? Feliz día.")
                && !is_closing_question("¿Cuál es su pedido?")
        );
    }

    #[test]
    fn greetings_say_nothing_yet() {
        assert!(
            is_greeting("Hola, buenas tardes", &[], None)
                && is_greeting("Hola Lucía ¿cómo está?", &["Lucía"], None)
        );
        assert!(!is_greeting("Hola, mi pedido", &[], None) && !is_greeting("", &[], None));
    }
}
