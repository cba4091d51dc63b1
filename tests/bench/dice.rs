//! Chance that is the same on every machine, and text made of it.

/// SplitMix64 (Steele, Lea, Flood 2014).
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn roll(&mut self, sides: usize) -> usize {
        (self.next() % sides.max(1) as u64) as usize
    }

    fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A rank below `n`, as words of a language are used: the first ones much, most hardly.
    fn rank(&mut self, n: usize) -> usize {
        (((n as f64).ln() * self.part()).exp() as usize).min(n) - 1
    }
}

/// Words everybody uses, most used first; searched for by the bench.
pub const COMMON: &[&str] = &[
    "de",
    "que",
    "the",
    "to",
    "la",
    "el",
    "and",
    "en",
    "para",
    "my",
    "por",
    "no",
    "un",
    "is",
    "con",
    "pedido",
    "order",
    "hola",
    "gracias",
    "please",
    "refund",
    "reembolso",
    "factura",
    "invoice",
    "cuándo",
    "envío",
    "delivery",
    "cita",
    "appointment",
    "número",
    "cuenta",
    "account",
    "teléfono",
    "dirección",
    "mañana",
    "pago",
    "payment",
    "ayer",
    "today",
    "producto",
    "roto",
    "broken",
    "cambio",
    "garantía",
    "warranty",
    "você",
    "não",
    "obrigado",
    "preço",
    "horário",
    "médico",
    "doctor",
];
const RARE: usize = 30_000;
const SYLLABLES: &[&str] = &[
    "ba", "ce", "di", "fo", "gu", "ha", "jo", "ki", "la", "me", "ni", "po", "ra", "se", "ti", "tu",
    "va", "xo", "ye", "zi", "cha", "bre", "tro", "pla", "gri", "ció", "men", "tor", "ñez", "ssão",
];

fn rare(rank: usize) -> String {
    let mut dice = Dice(rank as u64 + 17);
    let n = 2 + dice.roll(3);
    (0..n)
        .map(|_| SYLLABLES[dice.roll(SYLLABLES.len())])
        .collect()
}

pub fn word(dice: &mut Dice) -> String {
    let rank = dice.rank(COMMON.len() + RARE);
    match COMMON.get(rank) {
        Some(word) => (*word).to_owned(),
        None => rare(rank),
    }
}

pub fn text(dice: &mut Dice, words: usize) -> String {
    let mut out = String::with_capacity(words * 7);
    for n in 0..words {
        if n > 0 {
            out.push(if dice.roll(14) == 0 { '\n' } else { ' ' });
        }
        out.push_str(&word(dice));
    }
    out
}
