//! How alike two texts are: the share of pairs of neighbouring words they have in common (Jaccard's index of
//! 2-shingles), greetings aside.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::text::fold::words;
use crate::text::name::cut;
use crate::text::phrases;
use crate::text::repeat::LOOKED_AT;

/// Fewer words are alike by chance.
const FEWEST: usize = 6;
/// More change nothing.
const MOST: usize = 300;
/// From here on a text says the same, in hundredths.
pub const SAME: u32 = 60;
/// From here on nearly in the same words.
pub const NEARLY_THE_SAME: u32 = 80;

/// The pairs of a text, sorted; none where it has too few words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shingles(Vec<u64>);

impl Shingles {
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut said = phrases::without(&words(cut(text, LOOKED_AT)), &phrases::GREETINGS, None);
        said.truncate(MOST);
        if said.len() < FEWEST {
            return Shingles::default();
        }
        let pair = |it: &[String]| {
            let mut hasher = DefaultHasher::new();
            it.hash(&mut hasher);
            hasher.finish()
        };
        let mut all: Vec<u64> = said.windows(2).map(pair).collect();
        all.sort_unstable();
        all.dedup();
        Shingles(all)
    }

    /// How alike, in hundredths.
    #[must_use]
    pub fn likeness(&self, other: &Shingles) -> u32 {
        let (few, many) = (
            self.0.len().min(other.0.len()),
            self.0.len().max(other.0.len()),
        );
        // What is so much longer cannot be alike enough, however much of it they share.
        if few * 100 < many * usize::try_from(SAME).unwrap_or_default() || few == 0 {
            return 0;
        }
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut both = 0;
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => {
                    left.next();
                }
                std::cmp::Ordering::Greater => {
                    right.next();
                }
                std::cmp::Ordering::Equal => {
                    both += 1;
                    left.next();
                    right.next();
                }
            }
        }
        let either = self.0.len() + other.0.len() - both;
        u32::try_from(both * 100 / either).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(one: &str, other: &str) -> u32 {
        Shingles::of(one).likeness(&Shingles::of(other))
    }

    #[test]
    fn the_same_said_again_is_alike() {
        let first = "My parcel AB-10 came broken and I want another one";
        assert_eq!(likeness(first, first), 100);
        assert!(
            likeness(
                first,
                "Hello! my parcel ab-10 came broken, and I want another one please"
            ) >= SAME
        );
        let spanish = "Mi pedido llegó roto y quiero que me manden otro";
        assert!(
            likeness(
                spanish,
                "Buenas tardes, mi pedido llego roto y quiero que me manden otro"
            ) >= NEARLY_THE_SAME
        );
        let portuguese = "O meu pedido chegou quebrado e quero a troca";
        assert!(
            likeness(
                portuguese,
                "Oi, o meu pedido chegou quebrado e eu quero a troca"
            ) >= SAME
        );
        let indonesian = "Barang saya datang dalam keadaan rusak dan saya mau tukar";
        assert!(
            likeness(
                indonesian,
                "Halo kak, barang saya datang dalam keadaan rusak, saya mau tukar"
            ) >= SAME
        );
    }

    #[test]
    fn others_are_not() {
        let first = "My parcel AB-10 came broken and I want another one";
        for other in [
            "Thanks, the other one is here and works very well",
            "broken parcel",
            "",
            "one another want I and broken came AB-10 parcel My",
        ] {
            assert!(likeness(first, other) < SAME, "{other}");
        }
        // Five words are too few, however alike; a greeting counts for nothing.
        assert_eq!(
            likeness("hello where is my order now", "hello where is my order now"),
            0
        );
    }

    #[test]
    fn a_megabyte_is_as_quick_as_a_page() {
        let long = "uno dos tres cuatro ".repeat(60_000);
        let began = std::time::Instant::now();
        assert_eq!(likeness(&long, &long), 100);
        assert!(began.elapsed() < std::time::Duration::from_secs(1));
    }
}
