//! Whether a customer had to say again what they had said: they say so, they write the same once more, or they are asked
//! for what they had given. By short lists of phrases and by arithmetic, so that why is plain; long texts are read from
//! their beginning only, so that no message is slow.

pub mod asked;
pub mod given;
mod lists;
pub mod shingles;

use crate::text::fold::words;
use crate::text::language::Language;
use crate::text::name::cut;
use crate::text::phrases;

/// Bytes of a text that are looked at: what is said again is said near the beginning.
pub const LOOKED_AT: usize = 4_000;

/// What a customer is asked for again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Datum {
    /// What it is about: "how can I help?".
    Matter,
    Name,
    Email,
    Phone,
    Order,
    Address,
    Document,
    Company,
    /// A field of the desk's own.
    Attribute,
}

impl Datum {
    pub const ALL: [Datum; 9] = [
        Datum::Matter,
        Datum::Name,
        Datum::Email,
        Datum::Phone,
        Datum::Order,
        Datum::Address,
        Datum::Document,
        Datum::Company,
        Datum::Attribute,
    ];

    /// Permanent name in the API and `words` (`datum-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Datum::Matter => "matter",
            Datum::Name => "name",
            Datum::Email => "email",
            Datum::Phone => "phone",
            Datum::Order => "order",
            Datum::Address => "address",
            Datum::Document => "document",
            Datum::Company => "company",
            Datum::Attribute => "attribute",
        }
    }
}

/// Whether they say that they said it before.
#[must_use]
pub fn says_so(text: &str, language: Option<Language>) -> bool {
    let said = words(cut(text, LOOKED_AT));
    phrases::of(&lists::AGAIN, language).any(|it| phrases::contains(&said, it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_says_it_again_says_so_in_every_language() {
        for text in [
            "As I said, the parcel never came",
            "I already told your colleague: it is broken",
            "Ya les dije que el pedido llegó roto",
            "Como le comenté a su compañera, no prende",
            "Tuve que repetir todo tres veces",
            "Como eu disse, o produto veio errado",
            "Já expliquei isso para a outra atendente",
            "Sudah saya bilang, barangnya rusak",
            "Saya harus mengulang dari awal",
        ] {
            assert!(says_so(text, None), "{text}");
        }
        for text in [
            "I said hello to your neighbour",
            "How many times a day do I take it?",
            "I have already paid",
            "Ya le envié el comprobante",
            "¿Cuántas veces al día la tomo?",
            "Já fiz o pagamento",
            "Saya sudah transfer kak",
            "He dicho que sí",
            "",
        ] {
            assert!(!says_so(text, None), "{text}");
        }
        // A phrase of one language is none in another that is known.
        assert!(!says_so("ya les dije", Some(Language::Indonesian)));
    }

    #[test]
    fn a_huge_text_is_read_from_its_beginning() {
        let far = format!("{} as i said", "x ".repeat(500_000));
        assert!(!says_so(&far, None));
        assert!(says_so(&format!("as i said {far}"), None));
    }
}
