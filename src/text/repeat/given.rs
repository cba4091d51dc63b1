//! What a customer gave of themselves in a message.

use crate::text::fold::words;
use crate::text::name::cut;
use crate::text::phrases;
use crate::text::repeat::lists::{I_AM, OF_DOCUMENTS, OF_ORDERS, OF_STREETS};
use crate::text::repeat::{Datum, LOOKED_AT};

/// So many words after what names it, its number comes.
const NEAR: usize = 5;
/// From so many words on a text says what it is about.
const MATTER: usize = 5;

/// The data a text gives, each once, in order.
#[must_use]
pub fn given(text: &str) -> Vec<Datum> {
    let text = cut(text, LOOKED_AT);
    let said = words(text);
    let named = |lists| phrases::of(lists, None).any(|it| phrases::contains(&said, it));
    let has = [
        (Datum::Matter, said.len() >= MATTER),
        (Datum::Name, named(&I_AM)),
        (Datum::Email, has_address(text)),
        (Datum::Phone, has_phone(text)),
        (
            Datum::Order,
            numbered(&said, &OF_ORDERS, 4) || has_code(text),
        ),
        (
            Datum::Address,
            named(&OF_STREETS) && text.contains(|it: char| it.is_ascii_digit()),
        ),
        (Datum::Document, numbered(&said, &OF_DOCUMENTS, 6)),
    ];
    has.into_iter().filter(|it| it.1).map(|it| it.0).collect()
}

/// Whether a text holds a value, as whole words. What is shorter than three letters proves nothing.
#[must_use]
pub fn holds(text: &str, value: &str) -> bool {
    let value = words(value).join(" ");
    value.len() >= 3 && phrases::contains(&words(cut(text, LOOKED_AT)), &value)
}

fn has_address(text: &str) -> bool {
    let mut all = text.split(|it: char| it.is_whitespace() || matches!(it, '<' | '>' | ',' | ';'));
    all.any(|it| {
        let parts = it
            .trim_matches(|it: char| !it.is_alphanumeric())
            .split_once('@');
        parts.is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
    })
}

/// A run of 8 to 15 digits with nothing but what parts them in between, begun by `+` or by a digit.
fn has_phone(text: &str) -> bool {
    let mut digits = 0;
    for it in text.chars().chain(std::iter::once('x')) {
        match it {
            '0'..='9' => digits += 1,
            ' ' | '-' | '(' | ')' | '.' | '+' => {}
            _ if (8..=15).contains(&digits) => return true,
            _ => digits = 0,
        }
    }
    false
}

/// Something that names a number, and one of so many digits soon behind it.
fn numbered(said: &[String], lists: &'static phrases::Lists, digits: usize) -> bool {
    let long = |it: &String| it.chars().filter(char::is_ascii_digit).count() >= digits;
    said.iter()
        .enumerate()
        .filter(|it| long(it.1))
        .any(|(at, _)| {
            let before = said.get(at.saturating_sub(NEAR)..at).unwrap_or_default();
            phrases::of(lists, None).any(|it| phrases::contains(before, it))
        })
}

/// Letters and digits in one, as shops number what is bought: `AB-10234`, `#48213`.
fn has_code(text: &str) -> bool {
    text.split_whitespace().any(|it| {
        let it = it.trim_matches(|it: char| !it.is_alphanumeric() && it != '#');
        let digits = it.chars().filter(char::is_ascii_digit).count();
        let capitals = it.chars().filter(char::is_ascii_uppercase).count();
        let plain = it
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '#'));
        plain && digits >= 4 && (it.starts_with('#') || capitals >= 2)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_is_found_in_every_language() {
        for (text, datum) in [
            ("My name is Ana Ruiz", Datum::Name),
            ("me llamo Ana", Datum::Name),
            ("Meu nome é Ana", Datum::Name),
            ("nama saya Ana", Datum::Name),
            ("write to <ana@example.test>, please", Datum::Email),
            ("mi celular es 300 123 4567", Datum::Phone),
            ("+62 812-3456-7890", Datum::Phone),
            ("my order number is 48213", Datum::Order),
            ("el pedido 48213 llegó roto", Datum::Order),
            ("pedido nº 48213", Datum::Order),
            ("pesanan saya 48213", Datum::Order),
            ("it is AB-10234", Datum::Order),
            ("Calle 45 # 12-30, Bogotá", Datum::Address),
            ("Jalan Merdeka 10", Datum::Address),
            ("cédula 1020304050", Datum::Document),
            ("meu CPF é 123456789", Datum::Document),
            ("the parcel came broken yesterday", Datum::Matter),
        ] {
            assert!(given(text).contains(&datum), "{text}: {:?}", given(text));
        }
        for (text, datum) in [
            ("it costs 300 000", Datum::Phone),
            ("see you at 10:30", Datum::Order),
            ("my order is late", Datum::Order),
            ("@ana is great", Datum::Email),
            ("gracias", Datum::Matter),
            ("tomorrow at 5", Datum::Address),
        ] {
            assert!(!given(text).contains(&datum), "{text}: {:?}", given(text));
        }
    }

    #[test]
    fn a_value_is_held_as_whole_words() {
        assert!(holds("Soy Ana RUÍZ de Acme", "Ana Ruiz"));
        assert!(!holds("Banana Ruiza", "Ana Ruiz") && !holds("a b", "a"));
    }
}
