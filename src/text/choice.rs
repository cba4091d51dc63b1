//! Which of some choices a customer means: by its number, by its words, without accents.

use crate::text::fold::{fold, words};

/// Who writes more than this tells what they want themselves: no choice is read into it.
const LONGEST: usize = 12;
/// Words shorter than this say nothing of what is meant.
const TELLING: usize = 4;

/// Numbers as words, one to ten, in the languages Lobby speaks.
const NUMBERS: [&[&str]; 10] = [
    &[
        "one", "first", "uno", "una", "primero", "primera", "um", "uma", "primeiro", "primeira",
        "satu", "pertama",
    ],
    &[
        "two", "second", "dos", "segundo", "segunda", "dois", "duas", "dua", "kedua",
    ],
    &[
        "three", "third", "tres", "tercero", "tercera", "terceiro", "terceira", "tiga", "ketiga",
    ],
    &[
        "four", "fourth", "cuatro", "cuarto", "cuarta", "quatro", "quarto", "quarta", "empat",
        "keempat",
    ],
    &[
        "five", "fifth", "cinco", "quinto", "quinta", "lima", "kelima",
    ],
    &["six", "sixth", "seis", "sexto", "sexta", "enam", "keenam"],
    &[
        "seven", "seventh", "siete", "septimo", "septima", "sete", "setimo", "setima", "tujuh",
        "ketujuh",
    ],
    &[
        "eight",
        "eighth",
        "ocho",
        "octavo",
        "octava",
        "oito",
        "oitavo",
        "oitava",
        "delapan",
        "kedelapan",
    ],
    &[
        "nine",
        "ninth",
        "nueve",
        "noveno",
        "novena",
        "nove",
        "nono",
        "nona",
        "sembilan",
        "kesembilan",
    ],
    &[
        "ten",
        "tenth",
        "diez",
        "decimo",
        "decima",
        "dez",
        "sepuluh",
        "kesepuluh",
    ],
];

/// Words that may stand around a number: "the 2", "opción 2, por favor".
const AROUND: &[&str] = &[
    "the", "option", "number", "please", "la", "el", "opcion", "numero", "por", "favor", "porfa",
    "a", "o", "opcao", "quero", "pilihan", "nomor", "no", "yang", "tolong", "quiero",
];

/// The one of `labels` a text means; `None` when it means none, or could mean several.
#[must_use]
pub fn understood(text: &str, labels: &[String]) -> Option<usize> {
    let said = words(&fold(text));
    if said.is_empty() || said.len() > LONGEST {
        return None;
    }
    let exactly = |label: &&String| words(&fold(label)) == said;
    if let Some(at) = labels.iter().position(|it| exactly(&it)) {
        return Some(at);
    }
    by_number(&said)
        .filter(|at| *at < labels.len())
        .or_else(|| by_words(&said, labels))
}

/// Whether a text is so long that it says itself what is wanted.
#[must_use]
pub fn speaks_for_itself(text: &str) -> bool {
    words(&fold(text)).len() > LONGEST
}

/// "2", "2.", "la segunda", "opción dos".
fn by_number(said: &[String]) -> Option<usize> {
    let mut telling = said.iter().filter(|it| !AROUND.contains(&it.as_str()));
    let (word, more) = (telling.next()?, telling.next());
    if more.is_some() {
        return None;
    }
    match word.parse::<usize>() {
        Ok(n) => n.checked_sub(1),
        Err(_) => NUMBERS.iter().position(|it| it.contains(&word.as_str())),
    }
}

/// The one label that shares the most telling words with it.
fn by_words(said: &[String], labels: &[String]) -> Option<usize> {
    let shared = |label: &String| {
        let of = words(&fold(label));
        let telling = of.iter().filter(|it| it.chars().count() >= TELLING);
        telling
            .filter(|it| said.iter().any(|word| is_same(word, it)))
            .count()
    };
    let counts: Vec<usize> = labels.iter().map(shared).collect();
    let most = counts.iter().copied().max().filter(|it| *it > 0)?;
    let mut best = counts.iter().enumerate().filter(|(_, n)| **n == most);
    match (best.next(), best.next()) {
        (Some((at, _)), None) => Some(at),
        _ => None,
    }
}

/// The same word, or another ending of it: "factura", "facturas", "facturación".
fn is_same(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.chars().count(), b.chars().count());
    let (short, long) = (a.min(b), a.max(b));
    let ending = shared >= TELLING && shared + 2 >= long;
    // Of longer words the last letter may be another where the ending begins.
    let stem = shared + usize::from(shared > TELLING) >= short && long <= short + 5;
    ending || (shared >= TELLING && stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels() -> Vec<String> {
        [
            "Pedir o cambiar una cita",
            "Resultados",
            "Facturas y pagos",
            "Otra cosa",
        ]
        .map(str::to_owned)
        .to_vec()
    }

    #[test]
    fn a_choice_is_known_by_number_and_words() {
        for (text, at) in [
            ("1", Some(0)),
            (" 2. ", Some(1)),
            ("3️⃣", Some(2)),
            ("la 4 por favor", Some(3)),
            ("opción dos", Some(1)),
            ("la tercera", Some(2)),
            ("RESULTADOS", Some(1)),
            ("facturas y pagos", Some(2)),
            ("Necesito una factura", Some(2)),
            ("quisiera una cita", Some(0)),
            ("hacer un pago", Some(2)),
            ("otra cosa", Some(3)),
            ("5", None),
            ("0", None),
            ("hola", None),
            ("¿cuánto es el costo?", None),
            ("la facturación", Some(2)),
            ("cita y resultados", None),
            ("tengo 2 hijos", None),
            ("", None),
            ("😀", None),
        ] {
            assert_eq!(understood(text, &labels()), at, "{text}");
        }
        let long =
            "Buenas tardes, ayer fui a la sede norte para una cita con el doctor y nadie estaba";
        assert_eq!(understood(long, &labels()), None);
        assert!(speaks_for_itself(long) && !speaks_for_itself("una cita"));
    }
}
