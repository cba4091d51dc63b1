//! What a message of ours asks a customer for, sentence by sentence.

use crate::text::fold::words;
use crate::text::name::cut;
use crate::text::phrases;
use crate::text::repeat::lists::{ASKS, DATA};
use crate::text::repeat::{Datum, LOOKED_AT};

/// Sentences looked at, and words of each.
const SENTENCES: usize = 40;
const WORDS: usize = 60;

/// Something that is wanted, and the sentence that wants it, as folded words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub datum: Datum,
    pub sentence: Vec<String>,
}

/// What a text asks for, in its order; each datum once.
#[must_use]
pub fn asked(text: &str) -> Vec<Wanted> {
    let mut out: Vec<Wanted> = Vec::new();
    for sentence in sentences(text) {
        for (datum, lists) in DATA {
            let is_known = out.iter().any(|it| it.datum == datum);
            if !is_known && phrases::of(lists, None).any(|it| phrases::contains(&sentence, it)) {
                let sentence = sentence.clone();
                out.push(Wanted { datum, sentence });
            }
        }
    }
    out
}

/// Whether a text asks for something the desk calls so.
#[must_use]
pub fn asked_for(text: &str, label: &[String]) -> Option<Vec<String>> {
    let label = label.join(" ");
    sentences(text).find(|it| phrases::contains(it, &label))
}

/// Whether a sentence asks one of these questions.
#[must_use]
pub fn is_one_of(sentence: &[String], questions: &[String]) -> bool {
    let mut all = questions.iter().filter(|it| !it.is_empty());
    all.any(|it| phrases::contains(sentence, it))
}

/// The sentences that want to be told something. One that names what it speaks of, an address or a number, wants it
/// confirmed only; one after our closing question wants nothing.
fn sentences(text: &str) -> impl Iterator<Item = Vec<String>> {
    let ends = |it: char| matches!(it, '?' | '!' | '\n' | '.' | ';');
    let pieces = cut(text, LOOKED_AT).split_inclusive(ends).take(SENTENCES);
    pieces.filter_map(|it| {
        let digits = it.chars().filter(char::is_ascii_digit).count();
        if it.contains('@') || digits >= 4 {
            return None;
        }
        let mut said = words(it);
        said.truncate(WORDS);
        let closes = phrases::of(&phrases::CLOSING_QUESTIONS, None);
        let mut closes = closes.filter(|it| phrases::contains(&said, it));
        let mut asks = phrases::of(&ASKS, None).chain(phrases::of(DATA[0].1, None));
        let wants = asks.any(|it| phrases::contains(&said, it)) && closes.next().is_none();
        wants.then_some(said)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(text: &str) -> Vec<Datum> {
        asked(text).into_iter().map(|it| it.datum).collect()
    }

    #[test]
    fn what_is_asked_for_is_found_in_every_language() {
        for (text, wanted) in [
            ("Hello! What is your order number?", Datum::Order),
            ("Could you confirm your e-mail, please", Datum::Email),
            ("May I have your full name?", Datum::Name),
            ("Hi, how can I help you today?", Datum::Matter),
            ("¿Me confirma su número de cédula?", Datum::Document),
            ("Hola. ¿Cuál es su número de pedido?", Datum::Order),
            ("Por favor indíqueme su correo electrónico", Datum::Email),
            ("Buenas tardes, ¿en qué le puedo ayudar?", Datum::Matter),
            ("¿Me regala su dirección de entrega?", Datum::Address),
            ("Qual é o número do pedido?", Datum::Order),
            ("Poderia informar seu CPF?", Datum::Document),
            ("Olá, em que posso ajudar?", Datum::Matter),
            ("Boleh minta nomor pesanan kak?", Datum::Order),
            ("Mohon alamat email ya kak", Datum::Email),
            ("Halo kak, ada yang bisa saya bantu?", Datum::Matter),
            ("What is your company name?", Datum::Company),
            ("¿Me da un teléfono, por favor?", Datum::Phone),
        ] {
            assert!(data(text).contains(&wanted), "{text}: {:?}", data(text));
        }
    }

    #[test]
    fn what_only_speaks_of_it_asks_for_nothing() {
        for text in [
            "We will send the invoice to your e-mail.",
            "Could you check your e-mail? The code is there",
            "Is ana@example.test still your e-mail? Please confirm",
            "Please confirm your order number 48213",
            "Is there anything else I can help you with? How can I help you better?\n",
            "Le enviamos la factura a su correo.",
            "¿Le puedo ayudar en algo más?",
            "Seu pedido foi enviado hoje",
            "Pesanan kakak sudah dikirim ya",
            "",
        ] {
            let found = data(text);
            let only_matter = found.is_empty() || text.contains("better");
            assert!(only_matter, "{text}: {found:?}");
        }
    }

    #[test]
    fn a_question_that_must_be_asked_is_known_by_its_words() {
        let all = asked("Hola. ¿Me confirma su número de cédula, por favor?");
        let sentence = all
            .first()
            .map(|it| it.sentence.clone())
            .unwrap_or_default();
        let of = |text: &str| vec![words(text).join(" ")];
        assert!(is_one_of(&sentence, &of("Confirma su número de CÉDULA")));
        assert!(!is_one_of(&sentence, &of("su número de pedido")));
        assert!(!is_one_of(&sentence, &[String::new()]));
    }

    #[test]
    fn a_field_of_the_desk_is_asked_for_by_its_name() {
        let label = words("Número de póliza");
        assert!(asked_for("¿Me indica el número de póliza?", &label).is_some());
        assert!(asked_for("Su número de póliza está activo.", &label).is_none());
    }

    #[test]
    fn long_texts_are_read_from_their_beginning() {
        let long = format!("{}what is your order number?", "word. ".repeat(170_000));
        assert!(asked(&long).is_empty());
    }
}
