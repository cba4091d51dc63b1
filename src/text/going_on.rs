//! What a customer is told when they can go on by another channel, in the languages of customers.

use crate::text::language::Language;

/// What they are to send there, so that we know them.
#[must_use]
pub fn message(language: Language, code: &str) -> String {
    let word = match language {
        Language::Spanish => "Mi código",
        Language::Portuguese => "Meu código",
        Language::Indonesian => "Kode saya",
        _ => "My code",
    };
    format!("{word}: {code}")
}

/// The sentence with a link to a channel of this name.
#[must_use]
pub fn by_link(language: Language, channel: &str, link: &str) -> String {
    let words = match language {
        Language::Spanish => "Puede seguir por",
        Language::Portuguese => "Você pode continuar por",
        Language::Indonesian => "Anda dapat melanjutkan lewat",
        _ => "You can go on by",
    };
    format!("{words} {channel}: {link}")
}

/// The sentence with an address to write to and the code that is to stand in the mail.
#[must_use]
pub fn by_mail(language: Language, address: &str, code: &str) -> String {
    match language {
        Language::Spanish => {
            format!("Puede seguir por correo: escriba a {address} con este código: {code}")
        }
        Language::Portuguese => {
            format!(
                "Você pode continuar por e-mail: escreva para {address} com este código: {code}"
            )
        }
        Language::Indonesian => {
            format!(
                "Anda dapat melanjutkan lewat e-mail: tulis ke {address} dengan kode ini: {code}"
            )
        }
        _ => format!("You can go on by e-mail: write to {address} with this code: {code}"),
    }
}

/// What the chat on the web site is called.
#[must_use]
pub fn chat(language: Language) -> &'static str {
    match language {
        Language::Spanish => "el chat de nuestra página",
        Language::Portuguese => "o chat do nosso site",
        Language::Indonesian => "chat di situs kami",
        _ => "the chat on our site",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_of_customers_has_its_own_words() {
        let all = [
            Language::English,
            Language::Spanish,
            Language::Portuguese,
            Language::Indonesian,
        ];
        for (at, one) in all.iter().enumerate() {
            for other in all.iter().skip(at + 1) {
                assert_ne!(message(*one, "C"), message(*other, "C"));
                assert_ne!(by_link(*one, "X", "L"), by_link(*other, "X", "L"));
                assert_ne!(by_mail(*one, "A", "C"), by_mail(*other, "A", "C"));
                assert_ne!(chat(*one), chat(*other));
            }
            assert!(
                by_mail(*one, "a@b.co", "C0").contains("a@b.co")
                    && by_mail(*one, "a@b.co", "C0").contains("C0")
            );
            assert!(message(*one, "C0").ends_with("C0"));
        }
    }
}
