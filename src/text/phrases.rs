//! The phrases of small talk, per language, as folded words; and whether a text is made of them.
//!
//! Courtesies and holding messages are told by these lists alone: what is not on a list is taken seriously.

use std::sync::OnceLock;

use crate::text::language::Language;

/// One list in every language it exists in; written with commas, cut apart at its first use.
pub struct Lists {
    written: &'static [(Language, &'static str)],
    cut: OnceLock<Vec<(Language, Vec<&'static str>)>>,
}

impl Lists {
    pub(in crate::text) const fn of(written: &'static [(Language, &'static str)]) -> Self {
        Self {
            written,
            cut: OnceLock::new(),
        }
    }

    fn cut(&self) -> &[(Language, Vec<&'static str>)] {
        self.cut.get_or_init(|| {
            let lists = self.written.iter();
            lists
                .map(|(language, list)| (*language, list.split(", ").collect()))
                .collect()
        })
    }
}

use Language::{English, Indonesian, Portuguese, Spanish};

/// What may stand before anything.
pub static GREETINGS: Lists = Lists::of(&[
    (
        English,
        "hi, hello, hey, dear, good morning, good afternoon, good evening, hi there, hello there",
    ),
    (
        Spanish,
        "hola, buenas, buenos dias, buen dia, buenas tardes, buenas noches, estimado, estimada, \
         estimados, senor, senora, sr, sra, don, dona",
    ),
    (
        Portuguese,
        "ola, oi, bom dia, boa tarde, boa noite, prezado, prezada, prezados, caro, cara",
    ),
    (
        Indonesian,
        "halo, hai, hi, selamat pagi, selamat siang, selamat sore, selamat malam, pagi, siang, sore, \
         malam, kak, pak, bu, mas, mbak, min, permisi",
    ),
]);

/// Thanks and the like, which need no answer.
pub static COURTESIES: Lists = Lists::of(&[
    (
        English,
        "ok, okay, k, thanks, thank you, thank you very much, thank you so much, thanks a lot, many \
         thanks, thx, ty, great, perfect, awesome, excellent, wonderful, cool, nice, good, fine, sounds \
         good, got it, understood, will do, noted, received, all good, thats all, that s all, much \
         appreciated, appreciated, i appreciate it, cheers, bye, goodbye, have a nice day, have a good \
         day, have a great day, you too, same to you, best regards, kind regards, regards, for your help, \
         for the help, for everything, for your time, very much, very kind, you are very kind, so much, a \
         lot, again, yes, sure, and",
    ),
    (
        Spanish,
        "ok, okay, okey, oki, vale, listo, lista, dale, bueno, bien, muy bien, gracias, muchas gracias, \
         mil gracias, muchisimas gracias, gracias por todo, gracias por su ayuda, gracias por la ayuda, \
         gracias por tu ayuda, gracias por su atencion, gracias por la informacion, gracias por su \
         tiempo, gracias por la atencion, por su ayuda, por la ayuda, por tu ayuda, por todo, por la \
         informacion, por su atencion, por la atencion, por su tiempo, le agradezco, te agradezco, \
         agradecido, agradecida, muy amable, muy amables, que amable, perfecto, excelente, genial, super, \
         de acuerdo, entendido, entiendo, recibido, enterado, enterada, claro, si, si senor, si senora, \
         igualmente, con gusto, feliz dia, feliz tarde, feliz noche, feliz fin de semana, buen dia, buena \
         tarde, buena noche, buenas noches, buenas tardes, que tenga buen dia, que tenga un buen dia, que \
         este bien, que estes bien, hasta luego, adios, chao, bendiciones, dios le bendiga, dios te \
         bendiga, saludos, un saludo, cordial saludo, eso es todo, eso era todo, a la orden, y",
    ),
    (
        Portuguese,
        "ok, okay, blz, beleza, certo, ta, ta bom, ta bem, tudo bem, tudo certo, combinado, obrigado, \
         obrigada, muito obrigado, muito obrigada, obg, vlw, valeu, grato, grata, agradeco, agradecido, \
         agradecida, perfeito, otimo, excelente, show, legal, maravilha, entendi, entendido, recebido, \
         sim, claro, com certeza, igualmente, ate mais, ate logo, tchau, abraco, abracos, um abraco, bom \
         dia, boa tarde, boa noite, bom fim de semana, tenha um bom dia, pela ajuda, pela atencao, por \
         tudo, pela informacao, pelo atendimento, pelo retorno, era so isso, e so isso, so isso, e",
    ),
    (
        Indonesian,
        "ok, oke, okay, okey, okeh, sip, siap, baik, baiklah, ya, iya, terima kasih, terimakasih, \
         makasih, makasi, trims, trimakasih, tengkyu, thanks, terima kasih banyak, banyak, terima kasih \
         atas bantuannya, atas bantuannya, bantuannya, atas informasinya, infonya, informasinya, mantap, \
         bagus, sempurna, paham, mengerti, noted, sama sama, cukup, itu saja, sudah cukup, selamat pagi, \
         selamat siang, selamat sore, selamat malam, sampai jumpa, kak, pak, bu, min, ya kak, dan",
    ),
]);

/// A text with one of these words says more than thanks.
pub const STOP_WORDS: &[&str] = &[
    "pero",
    "aunque",
    "por nada",
    "espero",
    "quedo atento",
    "quedo atenta",
    "quedo atentos",
    "quedo atentas",
    "quedo pendiente",
    "cuando",
    "todavia",
    "aun",
    "no",
    "but",
    "still",
    "waiting",
    "when",
    "not",
    "mas",
    "ainda",
    "quando",
    "nao",
    "tapi",
    "masih",
    "kapan",
    "belum",
];

/// No more of what is not about their own affairs.
pub static OPT_OUTS: Lists = Lists::of(&[
    (
        English,
        "stop, stop it, stop all, stop now, stop messages, stop messaging me, stop writing, stop writing to me, \
         stop sending messages, stop sending me messages, unsubscribe, unsubscribe me, opt out, optout, \
         remove me, take me off your list, no more messages, i do not want more messages, \
         i don t want more messages, do not message me, don t message me, do not write to me again, \
         don t write to me again, do not contact me again, don t contact me again",
    ),
    (
        Spanish,
        "stop, baja, dar de baja, darme de baja, dame de baja, deme de baja, denme de baja, alto, salir, parar, \
         no mas mensajes, no quiero mas mensajes, no quiero recibir mas mensajes, no quiero mas publicidad, \
         no mas publicidad, no me escriban, no me escriban mas, no me escribas mas, no me envien mas mensajes, \
         no me manden mas mensajes, no enviar mas, dejen de escribirme, deje de escribirme, \
         cancelar suscripcion, eliminarme de la lista, borrenme de la lista",
    ),
    (
        Portuguese,
        "stop, sair, pare, parem, parar, descadastrar, descadastre me, me descadastre, cancelar inscricao, \
         remover, me remova, me tire da lista, nao quero mais mensagens, nao quero receber mais mensagens, \
         nao quero mais receber mensagens, nao me mande mais mensagens, nao me mandem mais mensagens, \
         nao me envie mais mensagens, nao enviar mais, pare de me mandar mensagens",
    ),
    (
        Indonesian,
        "stop, berhenti, berhenti berlangganan, keluar, unsubscribe, jangan kirim pesan, jangan kirim pesan lagi, \
         jangan kirim lagi, jangan hubungi saya, jangan hubungi saya lagi, saya tidak mau menerima pesan lagi, \
         tolong hentikan, hentikan, hapus nomor saya",
    ),
]);

/// Messages again, after there were to be none.
pub static OPT_INS: Lists = Lists::of(&[
    (
        English,
        "start, unstop, resume, subscribe, subscribe me, opt in, optin, sign me up again, \
         i want messages again, send me messages again, you can message me again",
    ),
    (
        Spanish,
        "start, alta, dar de alta, darme de alta, deme de alta, denme de alta, suscribir, suscribirme, reanudar, \
         quiero recibir mensajes, quiero mensajes de nuevo, quiero recibir mensajes de nuevo, \
         pueden escribirme de nuevo",
    ),
    (
        Portuguese,
        "start, voltar, retomar, inscrever, me inscreva, quero receber mensagens, \
         quero receber mensagens de novo, quero voltar a receber mensagens, podem me escrever de novo",
    ),
    (
        Indonesian,
        "start, mulai, langganan, berlangganan, mulai lagi, daftar lagi, kirim pesan lagi, \
         saya mau menerima pesan lagi, boleh kirim pesan lagi",
    ),
]);

/// What may stand beside a wish.
pub static PLEASE: Lists = Lists::of(&[
    (English, "please, pls"),
    (Spanish, "por favor, porfa, porfavor, favor"),
    (Portuguese, "por favor, favor"),
    (Indonesian, "tolong, mohon, ya"),
]);

/// After our closing question these close the matter too.
pub static CLOSING_ANSWERS: Lists = Lists::of(&[
    (
        English,
        "no, nope, no thanks, no thank you, nothing else, nothing more, that is all, thats all, that s \
         all, that will be all, not for now, for now",
    ),
    (
        Spanish,
        "no, nada, nada mas, no nada mas, por ahora no, por el momento no, por ahora, por el momento, no \
         por ahora, eso es todo, eso seria todo, eso era todo, asi esta bien, ninguna, ninguno",
    ),
    (
        Portuguese,
        "nao, nada, nada mais, por enquanto nao, por enquanto, por agora nao, so isso, e so isso, era so \
         isso, e so, mais nada",
    ),
    (
        Indonesian,
        "tidak, tidak ada, tidak kak, nggak, gak, ga, sudah, sudah cukup, cukup, itu saja, tidak ada \
         lagi, sementara itu saja",
    ),
]);

/// Questions that are part of a greeting.
pub static GREETING_QUESTIONS: Lists = Lists::of(&[
    (
        English,
        "how are you, how are you doing, how is it going, how s it going, how are you today",
    ),
    (
        Spanish,
        "como esta, como estas, como le va, como te va, que tal, como se encuentra, como va todo, como \
         han estado, como ha estado, como esta usted, todo bien",
    ),
    (
        Portuguese,
        "como vai, tudo bem, como esta, tudo bom, como voce esta, como vai voce",
    ),
    (
        Indonesian,
        "apa kabar, bagaimana kabarnya, bagaimana kabar anda, gimana kabarnya",
    ),
]);

/// Our questions whether there is anything else.
pub static CLOSING_QUESTIONS: Lists = Lists::of(&[
    (
        English,
        "anything else, something else i can, else i can help, else we can help, more i can help, any \
         other question",
    ),
    (
        Spanish,
        "algo mas, ayudar en algo, ayudarle en algo, ayudarte en algo, alguna otra duda, otra consulta, \
         alguna otra cosa, algo adicional, alguna duda adicional",
    ),
    (
        Portuguese,
        "algo mais, mais alguma coisa, mais alguma duda, mais alguma duvida, ajudar em mais",
    ),
    (
        Indonesian,
        "ada lagi yang bisa, ada yang bisa dibantu lagi, ada hal lain, ada pertanyaan lain, yang bisa \
         kami bantu lagi, yang bisa saya bantu lagi",
    ),
]);

/// Requests that ask without a question mark.
pub static REQUESTS: Lists = Lists::of(&[
    (
        English,
        "please confirm, please reply, please answer, please respond, please let me know, let me know, \
         let us know, please send, please tell",
    ),
    (
        Spanish,
        "confirme, confirmeme, confirmenos, confirma, confirmame, confirmar por favor, por favor \
         responda, por favor responde, por favor responder, favor responder, favor confirmar, por favor \
         indique, indiqueme, indiquenos, indicame, envieme, envienos, enviame, me avisa, nos avisa, quedo \
         atento a su respuesta, quedo atenta a su respuesta, quedamos atentos",
    ),
    (
        Portuguese,
        "confirme, por favor confirme, por favor responda, favor responder, favor confirmar, me confirme, \
         nos confirme, me avise, nos avise, me informe, nos informe, aguardo seu retorno, aguardo sua \
         resposta, aguardamos",
    ),
    (
        Indonesian,
        "mohon konfirmasi, mohon dikonfirmasi, tolong konfirmasi, mohon dibalas, mohon dijawab, tolong \
         kirim, mohon kirim, mohon infonya, ditunggu",
    ),
]);

/// What a holding message says: one moment.
pub static HOLDING: Lists = Lists::of(&[
    (
        English,
        "one moment, just a moment, a moment, one second, just a second, one sec, hold on, bear with me, \
         let me check, let me look into it, let me look into this, let me verify, let me see, i will \
         check, ill check, i ll check, i will get back to you, ill get back to you, i ll get back to you, \
         checking, i am checking, im checking, i m checking, please wait, give me a moment, give me a \
         second, i will confirm, i will be right back, be right back, we are checking, let me ask",
    ),
    (
        Spanish,
        "un momento, un momentico, un momentito, un segundo, un segundito, un minuto, un instante, espere \
         un momento, espera un momento, deme un momento, dame un momento, deme un minuto, dame un minuto, \
         deme un segundo, dame un segundo, me permite un momento, permitame un momento, permiteme un \
         momento, ya reviso, ya lo reviso, ya le reviso, ya te reviso, reviso, estoy revisando, dejeme \
         revisar, dejame revisar, permitame revisar, permiteme revisar, permitame validar, permiteme \
         validar, permitame verificar, permiteme verificar, dejeme validar, dejame validar, dejeme \
         verificar, dejame verificar, ya valido, ya verifico, estoy validando, estoy verificando, voy a \
         revisar, voy a validar, voy a verificar, le confirmo, te confirmo, ya le confirmo, ya te \
         confirmo, ya le ayudo, ya te ayudo, ya consulto, voy a consultar, permitame consultar, permiteme \
         consultar, ya le digo, ya te digo, ya le averiguo, ya averiguo, enseguida, en seguida, en un \
         momento, ya mismo, ahora mismo, ya vuelvo",
    ),
    (
        Portuguese,
        "um momento, um momentinho, um minuto, um minutinho, um instante, um segundo, so um momento, so \
         um minuto, so um instante, aguarde, aguarde um momento, aguarde um instante, vou verificar, vou \
         checar, vou conferir, vou ver, ja verifico, ja confirmo, ja te confirmo, deixa eu ver, deixa eu \
         verificar, deixe me verificar, estou verificando, estou vendo, ja volto, ja te respondo, ja \
         retorno, te confirmo, lhe confirmo",
    ),
    (
        Indonesian,
        "sebentar, sebentar ya, sebentar ya kak, tunggu sebentar, mohon tunggu, mohon tunggu sebentar, \
         mohon ditunggu, tunggu ya, ditunggu ya, saya cek dulu, kami cek dulu, saya cek, kami cek, akan \
         saya cek, akan kami cek, sedang kami cek, sedang saya cek, saya konfirmasi dulu, kami konfirmasi \
         dulu, dicek dulu, dicek dulu ya, cek dulu ya",
    ),
]);

/// Polite words that may stand beside a holding phrase.
pub static FILLERS: Lists = Lists::of(&[
    (
        English,
        "please, ok, okay, sure, thanks, thank you, of course, yes, and, for you, this, it, right away, \
         for waiting, for your patience",
    ),
    (
        Spanish,
        "por favor, porfavor, porfa, ok, claro, claro que si, con gusto, con mucho gusto, gracias, muchas \
         gracias, si, listo, perfecto, y, la informacion, el sistema, en el sistema, su caso, tu caso, su \
         pedido, tu pedido, por su espera, por esperar, por la espera",
    ),
    (
        Portuguese,
        "por favor, por gentileza, ok, claro, sim, obrigado, obrigada, certo, e, aqui, no sistema, pra \
         voce, para voce, por aguardar",
    ),
    (
        Indonesian,
        "ya, kak, pak, bu, dulu, baik, oke, ok, terima kasih, mohon, dan, untuk kakak, atas kesabarannya",
    ),
]);

/// What people say who are upset: few words that are seldom meant otherwise.
pub static UPSET: Lists = Lists::of(&[
    (
        English,
        "unacceptable, ridiculous, terrible, horrible, awful, disgusting, disgrace, disgraceful, \
         furious, angry, fed up, sick of, scam, fraud, lawyer, sue you, legal action, complaint, worst, \
         useless, never again, waste of time, rip off, ripped off, still waiting, nobody answers, \
         no one answers, very disappointed, extremely disappointed",
    ),
    (
        Spanish,
        "inaceptable, indignante, indignado, indignada, pesimo, pesima, terrible, horrible, verguenza, \
         vergonzoso, una burla, se burlan, furioso, furiosa, molesto, molesta, enojado, enojada, harto, \
         harta, cansado de, cansada de, estafa, estafadores, fraude, robo, ladrones, demanda, demandar, \
         denuncia, denunciar, abogado, superintendencia, queja, reclamo, inutiles, nadie responde, \
         nadie contesta, nadie me responde, nunca mas, falta de respeto, mal servicio, pesimo servicio, \
         perdida de tiempo, muy decepcionado, muy decepcionada",
    ),
    (
        Portuguese,
        "inaceitavel, absurdo, um absurdo, pessimo, pessima, terrivel, horrivel, vergonha, vergonhoso, \
         palhacada, furioso, furiosa, irritado, irritada, revoltado, revoltada, cansado de, cansada de, \
         golpe, fraude, roubo, ladroes, processar, advogado, procon, reclame aqui, reclamacao, inuteis, \
         ninguem responde, ninguem atende, nunca mais, falta de respeito, descaso, perda de tempo, \
         muito decepcionado, muito decepcionada",
    ),
    (
        Indonesian,
        "mengecewakan, kecewa, parah, buruk, sangat buruk, marah, kesal, jengkel, penipuan, penipu, \
         bohong, rugi, lapor polisi, pengacara, komplain, keluhan, tidak becus, gak becus, kapok, \
         tidak ada yang jawab, gak ada yang jawab, gak dijawab, lama banget, muak, memalukan",
    ),
]);

/// How people ask for a person instead of a machine.
pub static FOR_A_PERSON: Lists = Lists::of(&[
    (
        English,
        "real person, a person, a human, human agent, real human, talk to someone, speak to someone, \
         talk to somebody, speak to somebody, an agent, live agent, representative, an operator, \
         customer service",
    ),
    (
        Spanish,
        "una persona, persona real, un humano, un asesor, una asesora, un agente, una agente, \
         un operador, una operadora, con alguien, un ejecutivo, una ejecutiva, un representante, \
         no un robot, no un bot, servicio al cliente, atencion al cliente",
    ),
    (
        Portuguese,
        "uma pessoa, pessoa real, um humano, um atendente, uma atendente, atendente, com alguem, \
         um operador, uma operadora, um representante, nao um robo, atendimento humano, sac",
    ),
    (
        Indonesian,
        "orang asli, manusia, bicara dengan orang, bicara dengan cs, customer service, admin manusia, \
         operator, petugas, bukan robot, bukan bot, sama orang, cs nya",
    ),
]);

/// The phrases of one list in a language, or in all when the language is not known.
pub fn of(lists: &'static Lists, language: Option<Language>) -> impl Iterator<Item = &'static str> {
    let lists = lists.cut();
    let is_listed = lists.iter().any(|(it, _)| Some(*it) == language);
    let chosen = lists
        .iter()
        .filter(move |(it, _)| !is_listed || Some(*it) == language);
    chosen.flat_map(|(_, phrases)| phrases.iter().copied())
}

/// Whether the words contain a phrase as a run.
pub fn contains(words: &[String], phrase: &str) -> bool {
    let ends = (0..words.len()).filter_map(|at| words.get(at..));
    let mut ends = ends.map(|rest| run(rest, phrase));
    ends.any(|it| it.is_some())
}

/// Whether the words are nothing but phrases of the lists, at least one of them out of the first.
pub fn is_made_of(
    words: &[String],
    needed: &'static Lists,
    others: &[&'static Lists],
    language: Option<Language>,
) -> bool {
    // For each place: can it be reached, and has a needed phrase been met on the way there?
    let mut reached = vec![(false, false); words.len() + 1];
    if let Some(start) = reached.first_mut() {
        start.0 = true;
    }
    for at in 0..words.len() {
        let Some((true, has_needed)) = reached.get(at).copied() else {
            continue;
        };
        let rest = words.get(at..).unwrap_or_default();
        let mut step = |phrase: &str, is_needed: bool| {
            if let Some(length) = run(rest, phrase)
                && let Some(there) = reached.get_mut(at + length)
            {
                *there = (true, there.1 || has_needed || is_needed);
            }
        };
        of(needed, language).for_each(|it| step(it, true));
        others
            .iter()
            .for_each(|lists| of(lists, language).for_each(|it| step(it, false)));
    }
    reached.last() == Some(&(true, true))
}

/// The words without every run that is a phrase of the list; the longest first at each place.
pub fn without(words: &[String], lists: &'static Lists, language: Option<Language>) -> Vec<String> {
    let mut kept = Vec::new();
    let mut at = 0;
    while let Some(rest) = words.get(at..).filter(|it| !it.is_empty()) {
        let lengths = of(lists, language).filter_map(|phrase| run(rest, phrase));
        match lengths.max() {
            Some(length) => at += length,
            None => {
                kept.extend(rest.first().cloned());
                at += 1;
            }
        }
    }
    kept
}

/// How many of the first words a phrase is; `None` when they are others. Hundreds of phrases are asked of each place of
/// a text, and nearly all of them end at their first letter.
fn run(words: &[String], phrase: &str) -> Option<usize> {
    let mut rest = phrase;
    for (length, word) in (1..).zip(words) {
        rest = rest.strip_prefix(word.as_str())?;
        if rest.is_empty() {
            return Some(length);
        }
        rest = rest.strip_prefix(' ')?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::words;

    #[test]
    fn every_list_is_there_in_every_language_of_customers() {
        for (name, lists) in [
            ("greetings", &GREETINGS),
            ("courtesies", &COURTESIES),
            ("opt-outs", &OPT_OUTS),
            ("opt-ins", &OPT_INS),
            ("please", &PLEASE),
            ("closing answers", &CLOSING_ANSWERS),
            ("greeting questions", &GREETING_QUESTIONS),
            ("closing questions", &CLOSING_QUESTIONS),
            ("requests", &REQUESTS),
            ("holding", &HOLDING),
            ("fillers", &FILLERS),
            ("upset", &UPSET),
            ("for a person", &FOR_A_PERSON),
        ] {
            let there: Vec<_> = lists.cut().iter().map(|it| it.0).collect();
            assert_eq!(there, [English, Spanish, Portuguese, Indonesian], "{name}");
        }
    }

    #[test]
    fn every_phrase_is_written_as_texts_are_folded() {
        for lists in [
            &GREETINGS,
            &COURTESIES,
            &OPT_OUTS,
            &OPT_INS,
            &PLEASE,
            &CLOSING_ANSWERS,
            &GREETING_QUESTIONS,
            &CLOSING_QUESTIONS,
            &REQUESTS,
            &HOLDING,
            &FILLERS,
        ] {
            for phrase in of(lists, None) {
                assert_eq!(words(phrase).join(" "), phrase);
            }
        }
        for phrase in STOP_WORDS {
            assert_eq!(words(phrase).join(" "), *phrase);
        }
    }

    #[test]
    fn a_run_is_whole_words_from_the_beginning() {
        let said = words("un momento por favor");
        assert_eq!(run(&said, "un momento"), Some(2));
        assert_eq!(run(&said, "un momento por favor"), Some(4));
        for other in ["un mom", "u", "momento", "un momento por favor ya", "una"] {
            assert_eq!(run(&said, other), None, "{other}");
        }
        assert_eq!(run(&[], "un"), None);
        assert!(contains(&said, "por favor") && !contains(&said, "favor por"));
    }

    #[test]
    fn texts_are_made_of_phrases_or_not() {
        let made = |text: &str| is_made_of(&words(text), &HOLDING, &[&FILLERS], None);
        assert!(made("un momento por favor") && made("claro que sí, ya reviso"));
        assert!(!made("por favor") && !made("un momento de locura") && !made(""));
    }
}
