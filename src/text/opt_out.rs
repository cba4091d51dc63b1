//! Whether a message says that somebody wants no more of what was not about their own affairs, or wants it again.

use crate::text::fold::words;
use crate::text::phrases;

/// Longest such message, words.
const MAX_WORDS: usize = 10;

/// Whether all of a text, without greeting and "please", asks for no more messages. A wish to cancel something else is
/// none.
#[must_use]
pub fn is_opt_out(text: &str) -> bool {
    is_all(text, &phrases::OPT_OUTS)
}

/// Whether all of a text, without greeting and "please", asks for messages again.
#[must_use]
pub fn is_opt_in(text: &str) -> bool {
    is_all(text, &phrases::OPT_INS)
}

fn is_all(text: &str, lists: &'static phrases::Lists) -> bool {
    if text.contains(['?', '¿']) {
        return false;
    }
    let all = words(text);
    if all.is_empty() || all.len() > MAX_WORDS {
        return false;
    }
    phrases::is_made_of(
        &all,
        lists,
        &[&phrases::GREETINGS, &phrases::COURTESIES, &phrases::PLEASE],
        None,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_messages_in_four_languages() {
        for text in [
            "STOP",
            "Stop please.",
            "unsubscribe",
            "Please stop messaging me",
            "no more messages",
            "BAJA",
            "Darme de baja, por favor",
            "No quiero más mensajes",
            "hola, no me escriban más",
            "SAIR",
            "Pare",
            "Não quero mais receber mensagens, obrigado",
            "descadastrar",
            "BERHENTI",
            "berhenti berlangganan",
            "jangan kirim pesan lagi kak",
        ] {
            assert!(is_opt_out(text), "{text}");
        }
    }

    #[test]
    fn messages_again_in_four_languages() {
        for text in [
            "START",
            "/start",
            "Alta, por favor",
            "hola, quiero recibir mensajes de nuevo",
            "voltar",
            "MULAI",
        ] {
            assert!(is_opt_in(text) && !is_opt_out(text), "{text}");
        }
        for text in [
            "",
            "STOP",
            "¿alta?",
            "start my order",
            "mulai jam berapa",
            "hola",
        ] {
            assert!(!is_opt_in(text), "{text}");
        }
    }

    #[test]
    fn other_wishes_are_left_alone() {
        for text in [
            "",
            "cancelar",
            "quiero cancelar mi pedido",
            "¿cómo me doy de baja?",
            "stop by tomorrow",
            "dar de baja la línea 3",
            "gracias",
            "hola",
            "a que horas posso sair",
            "the machine won't stop",
            "please",
            "ok",
        ] {
            assert!(!is_opt_out(text), "{text}");
        }
    }
}
