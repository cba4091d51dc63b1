//! Whether a text is a rating from 1 to 5 and nothing else, or a rating with a comment: "5", "4/5", "⭐⭐⭐", "5, muy
//! amables". What could be anything else ("2 preguntas más", "5:30", "1. … 2. …") is none.

use crate::text::courtesy::{CourtesyFacts, is_courtesy};
use crate::text::fold::{fold, words};

/// Best rating.
const BEST: usize = 5;
/// Cardinals; not the Indonesian five, which is a city too.
const NAMES: [&[&str]; BEST] = [
    &["one", "uno", "um", "satu"],
    &["two", "dos", "dois", "dua"],
    &["three", "tres", "tiga"],
    &["four", "cuatro", "quatro", "empat"],
    &["five", "cinco"],
];
/// Words of a comment that may still only praise, at most.
const PRAISE: usize = 8;
/// Words after which something is missing, or to be done.
const WANTING: &[&str] = &[
    "pero", "falta", "faltan", "falto", "necesito", "quiero", "quisiera", "todavia", "aun",
    "cuando", "but", "missing", "need", "want", "still", "when", "please", "mas", "preciso",
    "quero", "ainda", "quando", "favor", "tapi", "tetapi", "kurang", "butuh", "mau", "belum",
    "kapan", "tolong",
];
/// What stands between a rating and its scale: "4 de 5", "4 out of 5", "4/5".
const SCALES: &[&str] = &["/", "de", "of", "out of", "dari", "sobre", "em"];
/// What it is counted in.
const UNITS: &[&str] = &[
    "stars",
    "star",
    "estrellas",
    "estrella",
    "estrelas",
    "estrela",
    "bintang",
    "points",
    "point",
    "puntos",
    "punto",
    "pontos",
    "ponto",
    "poin",
];
/// What may stand between it and a comment.
const BEFORE_COMMENT: &[char] = &[',', ';', ':', '-', '–', '—', '!', '·', '\n'];

/// A rating with what was said beside it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rated {
    pub stars: u8,
    pub comment: String,
}

/// Reads it.
#[must_use]
pub fn read(text: &str) -> Option<Rated> {
    let text = text.trim();
    let (stars, rest) = glyphs(text).or_else(|| written(text))?;
    let rest = without_scale(rest)?;
    Some(Rated {
        stars: u8::try_from(stars).ok()?,
        comment: comment(rest)?,
    })
}

/// Whether a comment only praises or thanks: in doubt it does not, and somebody reads it.
#[must_use]
pub fn asks_nothing(comment: &str) -> bool {
    let said = words(&fold(comment));
    let asks = comment.contains(['?', '¿', '@']) || comment.chars().any(|it| it.is_ascii_digit());
    let wants = said.iter().any(|it| WANTING.contains(&it.as_str()));
    !asks && !wants && said.len() <= PRAISE
}

/// "⭐⭐⭐⭐": how many.
fn glyphs(text: &str) -> Option<(usize, &str)> {
    let is_star = |it: char| matches!(it, '⭐' | '★' | '🌟' | '\u{FE0F}');
    let rest = text.trim_start_matches(is_star);
    let count = text.strip_suffix(rest)?;
    let n = count.chars().filter(|it| *it != '\u{FE0F}').count();
    (1..=BEST).contains(&n).then_some((n, rest))
}

/// "5", "5️⃣"; or a number's name, where that is all there is ("uno a las diez" is none).
fn written(text: &str) -> Option<(usize, &str)> {
    let is_part = |it: char| it.is_alphanumeric() || matches!(it, '\u{FE0F}' | '\u{20E3}');
    let end = text.find(|it| !is_part(it)).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end)?;
    let word: String = word.chars().filter(|it| it.is_alphanumeric()).collect();
    let n = match word.parse::<usize>() {
        Ok(n) => n,
        Err(_) if is_bare(rest) => NAMES.iter().position(|it| it.contains(&&*fold(&word)))? + 1,
        Err(_) => return None,
    };
    (1..=BEST).contains(&n).then_some((n, rest))
}

/// Nothing but signs.
fn is_bare(rest: &str) -> bool {
    rest.trim_matches(|it: char| it.is_whitespace() || matches!(it, '.' | '!' | '*'))
        .is_empty()
}

/// What follows "/5" and "stars"; nothing where the scale is another.
fn without_scale(rest: &str) -> Option<&str> {
    let mut rest = rest.trim_start_matches(' ');
    for scale in SCALES {
        let Some(behind) = strip_word(rest, scale) else {
            continue;
        };
        let behind = behind.trim_start();
        rest = strip_word(behind, "5")?;
        break;
    }
    let unit = UNITS
        .iter()
        .find_map(|it| strip_word(rest.trim_start_matches(' '), it));
    Some(unit.unwrap_or(rest))
}

/// What follows a word, where a text begins with it.
fn strip_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(word.len())?;
    let ends = !word.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric);
    (head.eq_ignore_ascii_case(word) && ends).then_some(rest)
}

/// The comment behind a rating; nothing where the text goes on as something else.
fn comment(rest: &str) -> Option<String> {
    let rest = rest.trim_matches(' ');
    if is_bare(rest) {
        return Some(String::new());
    }
    if !rest.starts_with(BEFORE_COMMENT) {
        let thanks = is_courtesy(rest, &CourtesyFacts::default());
        return thanks.then(String::new);
    }
    let said = rest.trim_start_matches(BEFORE_COMMENT).trim();
    let goes_on = said.starts_with(|it: char| it.is_ascii_digit());
    (!goes_on).then(|| said.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rating_is_known_however_it_is_typed() {
        for (text, stars, comment) in [
            ("5", 5, ""),
            (" 4. ", 4, ""),
            ("5️⃣", 5, ""),
            ("cinco", 5, ""),
            ("Três", 3, ""),
            ("4/5", 4, ""),
            ("4 de 5", 4, ""),
            ("3 out of 5", 3, ""),
            ("5 estrellas", 5, ""),
            ("⭐⭐⭐⭐", 4, ""),
            ("5 gracias", 5, ""),
            ("5 · Muy bien", 5, "Muy bien"),
            ("5, muy amables", 5, "muy amables"),
            ("1 - nadie llamó", 1, "nadie llamó"),
            ("2\nTardaron mucho", 2, "Tardaron mucho"),
        ] {
            let comment = comment.to_owned();
            assert_eq!(read(text), Some(Rated { stars, comment }), "{text}");
        }
    }

    #[test]
    fn what_could_be_anything_else_is_none() {
        for text in [
            "",
            "0",
            "6",
            "10",
            "55",
            "hola",
            "2 preguntas más",
            "5:30",
            "3-4 personas",
            "1. No llegó 2. Falta uno",
            "4 de 10",
            "tengo 2",
            "5 minutos",
            "2, 3 y 4 de mayo",
            "una cosa más",
            "Lima",
            "cinco, muy amables",
            "Primero, gracias por todo",
            "First",
            "⭐⭐⭐⭐⭐⭐",
            "1/2",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn praise_is_told_from_what_wants_something() {
        for praise in [
            "Muy amables todos",
            "excelente servicio, gracias",
            "great help",
            "ótimo",
        ] {
            assert!(asks_nothing(praise), "{praise}");
        }
        for wish in [
            "pero falta un producto en la caja",
            "necesito la factura",
            "a las 14:00",
            "¿y mi pedido?",
            "but it still does not work",
            "todo bien con la doctora aunque la espera en la sede norte fue larga",
        ] {
            assert!(!asks_nothing(wish), "{wish}");
        }
    }
}
