//! What a text names: e-mail addresses, phone numbers, numbers of orders.

use crate::text::address::Address;
use crate::text::fold::fold;
use crate::text::phone;

/// Of each kind at most so many are looked at: a longer list is no signature.
const MOST: usize = 5;
/// Digits of a number written without its country: shorter ones are prices and dates.
const LOCAL: std::ops::RangeInclusive<usize> = 9..=13;
/// Digits and length of the number of an order.
const DIGITS: usize = 3;
const LONGEST: usize = 20;
/// Words that may stand between the word for an order and its number.
const BETWEEN: usize = 3;

/// Words for what has a number, folded.
const ORDERS: [&str; 19] = [
    "order",
    "orders",
    "invoice",
    "purchase",
    "tracking",
    "booking",
    "orden",
    "pedido",
    "pedidos",
    "factura",
    "compra",
    "guia",
    "reserva",
    "encomenda",
    "fatura",
    "compras",
    "pesanan",
    "faktur",
    "resi",
];
/// What may stand between such a word and its number, folded.
const FILLERS: [&str; 17] = [
    "number", "no", "nr", "num", "numero", "nro", "id", "code", "codigo", "kode", "nomor", "is",
    "es", "e", "de", "n", "my",
];

/// The e-mail addresses in a text, canonical, each once.
#[must_use]
pub fn addresses(text: &str) -> Vec<String> {
    let apart = |it: char| it.is_whitespace() || "<>()[]{},;:\"'|*".contains(it);
    let words = text.split(apart).filter(|it| it.contains('@'));
    let found = words.filter_map(|it| Address::parse(it.trim_end_matches(['.', '!', '?'])));
    // What has no point in its domain is a name somebody is called by on a network.
    let reached = found.filter(|it| it.domain().contains('.'));
    once(reached.map(|it| it.as_str().to_owned()))
}

/// The phone numbers in a text as E.164, each once; `country` is the calling code of those written without one.
#[must_use]
pub fn phones(text: &str, country: &str) -> Vec<String> {
    let part = |it: char| it.is_ascii_digit() || "+-.() \u{a0}\u{2011}".contains(it);
    let runs = text.split(|it: char| !part(it));
    let found = runs.filter_map(|run| {
        let run = run.trim_matches(|it: char| !it.is_ascii_digit() && it != '+' && it != '(');
        let n = run.chars().filter(char::is_ascii_digit).count();
        let abroad = run.starts_with('+') || run.starts_with("00");
        // Thousands are set apart by points, and days by hyphens: neither is dialled.
        let plain = !run.contains('.') && LOCAL.contains(&n) && !is_date(run);
        (abroad || plain)
            .then(|| phone::canon(run, country))
            .flatten()
    });
    once(found)
}

/// Whether it begins as `2026-11-22` does.
fn is_date(run: &str) -> bool {
    let mut parts = run.split(['-', ' ']);
    let is = |it: Option<&str>, n: usize| {
        it.is_some_and(|it| it.len() == n && it.chars().all(|it| it.is_ascii_digit()))
    };
    is(parts.next(), 4) && is(parts.next(), 2) && is(parts.next(), 2)
}

/// The numbers of orders and invoices in a text, capitals and digits alone, each once: what stands behind a word for one.
#[must_use]
pub fn orders(text: &str) -> Vec<String> {
    let words: Vec<&str> = text
        .split(|it: char| it.is_whitespace() || ",;:()[]{}\"'!?¿¡*#º°".contains(it))
        .map(|it| it.trim_matches(['.', '-', '_', '/']))
        .filter(|it| !it.is_empty())
        .collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if !ORDERS.contains(&fold(word).as_str()) {
            continue;
        }
        for next in words.iter().skip(at + 1).take(BETWEEN + 1) {
            if let Some(number) = order(next) {
                found.push(number);
                break;
            }
            let next = fold(next);
            if !FILLERS.contains(&next.as_str()) && !ORDERS.contains(&next.as_str()) {
                break;
            }
        }
    }
    once(found.into_iter())
}

fn order(word: &str) -> Option<String> {
    let sound = |it: char| it.is_ascii_alphanumeric() || "-_/".contains(it);
    if word.len() > LONGEST || !word.chars().all(sound) {
        return None;
    }
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let plain = word.chars().filter(char::is_ascii_alphanumeric);
    (digits >= DIGITS).then(|| plain.map(|it| it.to_ascii_uppercase()).collect())
}

fn once(all: impl Iterator<Item = String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for it in all {
        if out.len() < MOST && !out.contains(&it) {
            out.push(it);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_wherever_they_stand() {
        let text =
            "Escríbame a <Ana.Ruiz@Flores.example>, o a ana@otra.example. (ana@otra.example)";
        assert_eq!(
            addresses(text),
            ["ana.ruiz@flores.example", "ana@otra.example"]
        );
        assert!(addresses("@ana a@ @b a b@c").is_empty());
    }

    #[test]
    fn numbers_that_can_be_dialled_are_found_and_prices_and_days_are_not() {
        for text in [
            "Mi cel: 300 111 2233.",
            "llámeme al (300)111-2233, gracias",
            "+57 300 111 2233",
            "0057 300 1112233",
            "Tel. +57.300.111.2233",
        ] {
            assert_eq!(phones(text, "57"), ["+573001112233"], "{text}");
        }
        for text in [
            "cuesta 1.250.000.000",
            "el 2026-11-22 10:30",
            "pedido 4821",
            "20261122",
            "12345678901234567890",
            "",
        ] {
            assert!(phones(text, "57").is_empty(), "{text}");
        }
        assert_eq!(
            phones("+5511987654321 y 3001112233", ""),
            ["+5511987654321"]
        );
    }

    #[test]
    fn an_order_is_known_by_the_word_before_it() {
        for text in [
            "mi pedido 4821 no llega",
            "Pedido #4821",
            "el número de pedido es: 4821",
            "PEDIDO Nº 4821.",
            "my order number is 4821",
            "pesanan no. 4821",
            "factura 4821?",
        ] {
            assert_eq!(orders(text), ["4821"], "{text}");
        }
        assert_eq!(orders("order ped-48-21a"), ["PED4821A"]);
        for text in [
            "#482 no llega",
            "pedido 12",
            "son 4821 pesos",
            "pedido para mañana a las 1500",
            "in order to",
        ] {
            assert!(orders(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_long_list_is_no_signature() {
        let many: String = (0..50).map(|n| format!("a{n}@b.example ")).collect();
        assert_eq!(addresses(&many).len(), MOST);
    }
}
