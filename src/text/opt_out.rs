//! Whether a message says that somebody wants no more of what was not about their own affairs.

use crate::text::fold::words;
use crate::text::phrases;

/// Longest such message, words.
const MAX_WORDS: usize = 10;

/// Whether all of a text, without greeting and "please", asks for no more messages. A wish to cancel something else is
/// none.
#[must_use]
pub fn is_opt_out(text: &str) -> bool {
    if text.contains(['?', '¿']) {
        return false;
    }
    let all = words(text);
    if all.is_empty() || all.len() > MAX_WORDS {
        return false;
    }
    phrases::is_made_of(
        &all,
        &phrases::OPT_OUTS,
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
