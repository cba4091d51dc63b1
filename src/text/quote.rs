//! Splits a mail's plain text into what its writer says, the history quoted with it, and the signature.

use crate::text::fold::fold;

/// A plain text in its parts. Each keeps its own line breaks and has no blank edges.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Split {
    pub own: String,
    pub quoted: String,
    pub signature: String,
    /// The quoted part is a mail passed on, not one answered.
    pub is_forward: bool,
}

/// How an attribution line begins and which verb closes it, folded: "On … wrote:".
const ATTRIBUTIONS: &[(&str, &[&str])] = &[
    ("on ", &["wrote:", "writes:", "said:"]),
    ("el ", &["escribio:"]),
    ("em ", &["escreveu:"]),
    ("no dia ", &["escreveu:"]),
    ("pada ", &["menulis:"]),
    ("am ", &["schrieb:", ">:"]),
    ("le ", &["a ecrit :", "a ecrit:"]),
    ("il ", &["ha scritto:"]),
    ("op ", &["schreef:", ">:"]),
    ("den ", &["skrev:"]),
];

/// Verbs that close an attribution whatever begins it, when an address stands before them.
const CLOSING_VERBS: &[&str] = &[
    "wrote:",
    "escribio:",
    "escreveu:",
    "menulis:",
    "schrieb:",
    "a ecrit :",
    "a ecrit:",
    "ha scritto:",
    "schreef:",
];

/// Words between dashes above a mail answered, folded.
const ANSWERED: &[&str] = &[
    "original message",
    "mensaje original",
    "mensagem original",
    "pesan asli",
    "ursprungliche nachricht",
    "message d'origine",
    "messaggio originale",
    "oorspronkelijk bericht",
];

/// Words between dashes above a mail passed on, folded; some programs write them without dashes.
const PASSED_ON: &[&str] = &[
    "forwarded message",
    "mensaje reenviado",
    "mensagem encaminhada",
    "pesan yang diteruskan",
    "pesan terusan",
    "weitergeleitete nachricht",
    "message transfere",
    "messaggio inoltrato",
    "forwarded by",
    "begin forwarded message",
    "inicio del mensaje reenviado",
    "inicio da mensagem encaminhada",
    "mulai pesan terusan",
];

/// Names of the header that opens a copied header block, folded.
const FROM_NAMES: &[&str] = &[
    "from:",
    "de:",
    "dari:",
    "von:",
    "da:",
    "van:",
    "expediteur:",
];
/// Names of the headers that follow it.
const OTHER_NAMES: &[&str] = &[
    "sent:",
    "date:",
    "to:",
    "cc:",
    "subject:",
    "enviado:",
    "enviado el:",
    "enviada em:",
    "enviado em:",
    "fecha:",
    "para:",
    "asunto:",
    "assunto:",
    "data:",
    "dikirim:",
    "tanggal:",
    "kepada:",
    "ke:",
    "subjek:",
    "perihal:",
    "gesendet:",
    "an:",
    "betreff:",
    "datum:",
    "envoye :",
    "envoye:",
    "a :",
    "a:",
    "objet :",
    "objet:",
    "inviato:",
    "oggetto:",
    "verzonden:",
    "aan:",
    "onderwerp:",
    "reply-to:",
];

/// Beginnings of the line a phone adds below, folded.
const PHONE_SIGNATURES: &[&str] = &[
    "sent from my ",
    "sent from mail for",
    "sent from outlook",
    "sent from yahoo",
    "sent via ",
    "get outlook for",
    "enviado desde mi ",
    "enviado desde ",
    "enviado do meu ",
    "enviado de meu ",
    "enviado pelo ",
    "obtener outlook para",
    "obter o outlook para",
    "dikirim dari ",
    "von meinem ",
    "gesendet von ",
    "envoye de mon ",
    "envoye depuis ",
    "telecharger outlook",
    "inviato da ",
    "verstuurd vanaf ",
    "kirim dari ",
    "descarga outlook",
    "yahoo mail: ",
];

/// Lines looked at beyond one that may open a quotation: attributions wrap, header blocks have blanks.
const LOOK_AHEAD: usize = 6;
/// Longer lines open nothing, in bytes.
const MAX_LINE: usize = 400;
/// A signature below `-- ` has at most so many lines; more is text.
const MAX_SIGNATURE_LINES: usize = 20;

/// Splits a text. Linear in its length.
pub fn split(text: &str) -> Split {
    let lines: Vec<&str> = text.lines().collect();
    let (mut own, mut quoted) = (Vec::new(), Vec::new());
    let mut is_forward = false;
    let mut at = 0;
    while let Some(line) = lines.get(at).copied() {
        let rest = lines.get(at..).unwrap_or_default();
        match opening(rest) {
            Opening::None => {
                let side = if is_quoted(line) {
                    &mut quoted
                } else {
                    &mut own
                };
                side.push(line);
                at += 1;
            }
            // What follows is marked line by line, so words may stand below it again.
            Opening::Attribution(count) if is_marked(rest.get(count..).unwrap_or_default()) => {
                quoted.extend(rest.iter().take(count));
                at += count;
            }
            Opening::Attribution(_) | Opening::Rest => {
                quoted.extend(rest);
                break;
            }
            Opening::Forward => {
                is_forward = true;
                quoted.extend(rest);
                break;
            }
        }
    }
    let (own, signature) = split_signature(&own);
    Split {
        own,
        quoted: join(&quoted),
        signature,
        is_forward,
    }
}

/// A forwarded text's own header block: From, Subject, and where the body begins, for a forward's [`Split::quoted`].
pub fn forwarded_headers(quoted: &str) -> Option<ForwardedHeaders> {
    let lines: Vec<&str> = quoted.lines().map(unmark).collect();
    let start = lines
        .iter()
        .take(12)
        .position(|it| header_value(it, FROM_NAMES).is_some())?;
    let from = header_value(lines.get(start)?, FROM_NAMES)?;
    let mut found = ForwardedHeaders {
        from: from.to_owned(),
        ..ForwardedHeaders::default()
    };
    let block = lines
        .iter()
        .skip(start)
        .take_while(|it| !it.trim().is_empty());
    for line in block.clone() {
        if let Some(subject) = header_value(
            line,
            &[
                "subject:", "asunto:", "assunto:", "subjek:", "perihal:", "betreff:", "objet :",
                "objet:", "oggetto:",
            ],
        ) {
            subject.clone_into(&mut found.subject);
        }
    }
    let body: Vec<&str> = lines.iter().skip(start + block.count()).copied().collect();
    found.text = join(&body);
    Some(found)
}

/// What a copied header block says of the mail below it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ForwardedHeaders {
    /// As written: a name, an address, or both.
    pub from: String,
    pub subject: String,
    pub text: String,
}

enum Opening {
    None,
    /// An attribution of so many lines.
    Attribution(usize),
    /// All from here on is history.
    Rest,
    /// All from here on is a mail passed on.
    Forward,
}

fn opening(rest: &[&str]) -> Opening {
    let Some(line) = rest.first().map(|it| unmark(it)) else {
        return Opening::None;
    };
    if line.is_empty() || line.len() > MAX_LINE || rest.first().is_some_and(|it| is_quoted(it)) {
        return Opening::None;
    }
    let folded = fold(line);
    if let Some(count) = attribution(&folded, rest) {
        return Opening::Attribution(count);
    }
    let bare = folded.trim_matches(|it: char| {
        matches!(it, '-' | '_' | '*' | '=' | '>' | ':') || it.is_whitespace()
    });
    let is_ruled = folded.starts_with("--") || folded.starts_with("==") || folded.starts_with("__");
    if is_ruled && ANSWERED.contains(&bare) {
        return Opening::Rest;
    }
    if (is_ruled || folded.ends_with(':')) && PASSED_ON.iter().any(|it| bare.starts_with(it)) {
        return Opening::Forward;
    }
    let is_rule = line.len() >= 20 && line.bytes().all(|it| matches!(it, b'_' | b'-' | b'='));
    let after_rule = rest.iter().skip(1).take(2).find(|it| !it.trim().is_empty());
    if is_rule && after_rule.is_some_and(|it| header_value(it, FROM_NAMES).is_some()) {
        return Opening::Rest;
    }
    if header_value(line, FROM_NAMES).is_some() {
        let others = rest
            .iter()
            .skip(1)
            .take(LOOK_AHEAD)
            .filter(|it| header_value(it, OTHER_NAMES).is_some())
            .count();
        if others >= 2 {
            return Opening::Rest;
        }
    }
    Opening::None
}

/// How many lines an attribution takes, if one begins here.
fn attribution(folded: &str, rest: &[&str]) -> Option<usize> {
    let verbs = ATTRIBUTIONS
        .iter()
        .filter(|(begin, _)| folded.starts_with(begin))
        .flat_map(|(_, verbs)| verbs.iter());
    let verbs: Vec<&str> = verbs.copied().collect();
    let closes = |text: &str, verbs: &[&str]| verbs.iter().any(|it| text.ends_with(it));
    let is_dated = |text: &str| text.bytes().any(|it| it.is_ascii_digit()) || text.contains('@');
    let mut joined = folded.trim_end().to_owned();
    if joined.contains('@') && (closes(&joined, CLOSING_VERBS) || is_iso_attribution(&joined)) {
        return Some(1);
    }
    if verbs.is_empty() {
        return None;
    }
    for (more, next) in rest
        .iter()
        .skip(1)
        .map(Some)
        .chain([None])
        .take(4)
        .enumerate()
    {
        if closes(&joined, &verbs) && is_dated(&joined) {
            return Some(more + 1);
        }
        let Some(next) = next else { break };
        if next.trim().is_empty() || is_quoted(next) || joined.len() > MAX_LINE {
            break;
        }
        joined.push(' ');
        joined.push_str(fold(next).trim());
    }
    None
}

/// `2024-05-01 10:00 GMT+01:00 Ana <ana@x.example>:`
fn is_iso_attribution(line: &str) -> bool {
    line.ends_with(">:")
        && line.starts_with("20")
        && line.get(4..5).is_some_and(|it| matches!(it, "-" | "/"))
}

/// The value of a header copied into a text, if the line is one of these; bold marks around the name are passed over.
fn header_value<'a>(line: &'a str, names: &[&str]) -> Option<&'a str> {
    let line = unmark(line).trim_start_matches('*');
    let colon = line.find(':').filter(|it| *it <= 24)?;
    let (name, value) = line.split_at_checked(colon + 1)?;
    let name = fold(name).replace('*', "");
    names
        .contains(&name.as_str())
        .then(|| value.trim().trim_matches('*').trim())
}

fn is_quoted(line: &str) -> bool {
    line.starts_with('>') || line.starts_with(" >")
}

fn unmark(line: &str) -> &str {
    line.trim_start_matches(['>', ' ', '\u{a0}']).trim_end()
}

/// Whether the next line with anything on it is marked as quoted.
fn is_marked(rest: &[&str]) -> bool {
    rest.iter()
        .find(|it| !it.trim().is_empty())
        .is_some_and(|it| is_quoted(it))
}

fn split_signature(own: &[&str]) -> (String, String) {
    let delimiter = own
        .iter()
        .rposition(|it| matches!(*it, "-- " | "--" | "\u{2014}\u{a0}"));
    let delimiter = delimiter.filter(|it| own.len() - it <= MAX_SIGNATURE_LINES);
    let last = own.iter().rposition(|it| !it.trim().is_empty());
    let phone = last.filter(|at| {
        let line = own.get(*at).map(|it| fold(it.trim())).unwrap_or_default();
        line.len() <= 80 && PHONE_SIGNATURES.iter().any(|it| line.starts_with(it))
    });
    match delimiter.or(phone) {
        Some(at) => (
            join(own.get(..at).unwrap_or_default()),
            join(own.get(at..).unwrap_or_default()),
        ),
        None => (join(own), String::new()),
    }
}

fn join(lines: &[&str]) -> String {
    let joined = lines
        .iter()
        .map(|it| it.trim_end())
        .collect::<Vec<_>>()
        .join("\n");
    joined.trim_matches(['\n', '\r']).to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn attributions_of_every_language_open_history() {
        for line in [
            "On Mon, 3 Nov 2025 at 10:00, Ana Ruiz <ana@x.example> wrote:",
            "On Mon, 3 Nov 2025 at 10:00, Ana Ruiz\n<ana@x.example> wrote:",
            "El lun, 3 nov 2025 a las 10:00, Ana Ruiz (<ana@x.example>) escribió:",
            "El 3/11/25 a las 10:00, Ana Ruiz escribió:",
            "Em seg., 3 de nov. de 2025 às 10:00, Ana <ana@x.example> escreveu:",
            "Pada Sen, 3 Nov 2025 pukul 10.00 Ana <ana@x.example> menulis:",
            "Am Mo., 3. Nov. 2025 um 10:00 Uhr schrieb Ana <ana@x.example>:",
            "Am 03.11.25 um 10:00 schrieb:",
            "Le lun. 3 nov. 2025 à 10:00, Ana <ana@x.example> a écrit :",
            "2025-11-03 10:00 GMT+01:00 Ana <ana@x.example>:",
            "Ana Ruiz <ana@x.example> wrote:",
            "-----Original Message-----",
            "-----Mensaje original-----",
            "________________________________\nFrom: Ana",
            "From: Ana\nSent: Monday\nTo: Bob\nSubject: x",
            "De: Ana\nEnviado el: lunes\nPara: Bob\nAsunto: x",
            "*De:* Ana\n*Enviada em:* segunda\n*Para:* Bob",
            "Dari: Ana\nDikirim: Senin\nKepada: Bob",
        ] {
            let split = split(&format!("Nuevo texto\n\n{line}\n\nold words\n"));
            assert_eq!(split.own, "Nuevo texto", "{line}");
            assert!(split.quoted.contains("old words"), "{line}");
            assert!(!split.is_forward);
        }
    }

    #[test]
    fn ordinary_sentences_open_nothing() {
        for text in [
            "On Monday I wrote:\nnothing",
            "El pedido 123 no llegó. Juan escribió: nada",
            "From: here to there",
            "Le puedo escribir mañana a las 10:00",
            "Total: 5\nDe: rojo",
            "---\nfin",
        ] {
            let split = split(text);
            assert_eq!((split.own.as_str(), split.quoted.as_str()), (text, ""));
        }
    }

    #[test]
    fn words_below_and_between_quotes_are_own() {
        let below =
            split("El 3/11/25, Ana <a@x.example> escribió:\n> vieja\n> línea\n\nMi respuesta\n");
        assert_eq!(
            (below.own.as_str(), below.quoted.as_str()),
            (
                "Mi respuesta",
                "El 3/11/25, Ana <a@x.example> escribió:\n> vieja\n> línea"
            )
        );
        let between = split("> uno?\nSí\n> dos?\nNo\n");
        assert_eq!(
            (between.own.as_str(), between.quoted.as_str()),
            ("Sí\nNo", "> uno?\n> dos?")
        );
    }

    #[test]
    fn forwards_are_told_apart_and_read() {
        let split = split(
            "Mira esto\n\n---------- Forwarded message ---------\nDe: Carlos Pérez <carlos@x.example>\nDate: lun, 3 nov\nSubject: Pedido roto\nTo: <ana@y.example>\n\nLlegó roto.\n\nCarlos\n",
        );
        assert!(split.is_forward);
        assert_eq!(split.own, "Mira esto");
        let headers = forwarded_headers(&split.quoted).unwrap();
        assert_eq!(
            headers,
            ForwardedHeaders {
                from: "Carlos Pérez <carlos@x.example>".into(),
                subject: "Pedido roto".into(),
                text: "Llegó roto.\n\nCarlos".into()
            }
        );
        assert!(
            super::split(
                "x\n\nBegin forwarded message:\n\n> From: A <a@x.example>\n> Subject: y\n>\n> z"
            )
            .is_forward
        );
        assert!(forwarded_headers("no headers").is_none());
    }

    #[test]
    fn signatures_are_set_apart() {
        for (text, own, signature) in [
            ("Hola\n\n-- \nAna\nTel 1", "Hola", "-- \nAna\nTel 1"),
            (
                "Hola\n\nEnviado desde mi iPhone",
                "Hola",
                "Enviado desde mi iPhone",
            ),
            (
                "Hi\nGet Outlook for Android",
                "Hi",
                "Get Outlook for Android",
            ),
            (
                "Sent from my heart, this is a long letter that goes on and on and on and on and on and on",
                "Sent from my heart, this is a long letter that goes on and on and on and on and on and on",
                "",
            ),
        ] {
            let split = split(text);
            assert_eq!(split.own, own);
            assert_eq!(
                split.signature.lines().count(),
                signature.lines().count(),
                "{text}"
            );
        }
    }

    #[test]
    fn long_texts_are_split_in_one_pass() {
        let split = split(&"On 1 a b c\n".repeat(50_000));
        assert!(split.quoted.is_empty());
    }
}
