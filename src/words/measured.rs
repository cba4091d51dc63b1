//! What was measured, as people read it: lengths of time in two units, shares in per cent.

use crate::domain::time::Span;
use crate::words::{Arg, Words};

impl Words {
    /// A length of time in its two largest units: "45 s", "12 min 30 s", "3 h 5 min", "2 d 4 h".
    #[must_use]
    pub fn took(&self, span: Span) -> String {
        let seconds = span.0.max(0) / 1_000;
        let (minutes, hours) = (seconds / 60, seconds / 3_600);
        match seconds {
            ..60 => self.t_n("time-seconds", seconds),
            60..3_600 => self.in_two(("time-minutes", minutes), ("time-seconds", seconds % 60)),
            3_600..172_800 => self.in_two(("time-hours", hours), ("time-minutes", minutes % 60)),
            _ => self.in_two(("time-days", hours / 24), ("time-hours", hours % 24)),
        }
    }

    fn in_two(&self, (large, n): (&str, i64), (small, rest): (&str, i64)) -> String {
        let large = self.t_n(large, n);
        match rest {
            0 => large,
            _ => format!("{large} {}", self.t_n(small, rest)),
        }
    }

    /// A share given in thousandths, with one tenth: "66.7%" ("66,7 %" in Spanish).
    #[must_use]
    pub fn share(&self, thousandths: u64) -> String {
        let (whole, tenth) = (thousandths / 10, thousandths % 10);
        let said = match tenth {
            0 => whole.to_string(),
            _ => format!("{whole}{}{tenth}", self.forms.point),
        };
        self.t_with("time-percent", &[("n", Arg::Text(&said))])
    }

    /// Digits with a point, maybe a sign, in the reader's digits: "1,234.5".
    #[must_use]
    pub fn decimal(&self, digits: &str) -> String {
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let grouped = whole.parse().ok().and_then(|it| self.forms.grouped(it));
        let whole = grouped.unwrap_or_else(|| whole.to_owned());
        match part {
            "" => whole,
            part => format!("{whole}{}{part}", self.forms.point),
        }
    }

    /// An amount, its cents written out, and its currency: "1,234.50 USD".
    #[must_use]
    pub fn money(&self, amount: &str, currency: &str) -> String {
        let amount = match amount.split_once('.') {
            Some((whole, part)) => format!("{whole}.{part:0<2}"),
            None => amount.to_owned(),
        };
        format!("{} {currency}", self.decimal(&amount))
            .trim()
            .to_owned()
    }

    /// A count in the reader's digits: "12,408".
    #[must_use]
    pub fn count(&self, n: u64) -> String {
        let n = i64::try_from(n).unwrap_or(i64::MAX);
        self.forms.grouped(n).unwrap_or_else(|| n.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_said_in_two_units() {
        let en = Words::for_reader("en", "UTC");
        let took = |seconds| en.took(Span::seconds(seconds));
        assert_eq!(
            [took(0), took(45), took(750)],
            ["0 s", "45 s", "12 min 30 s"]
        );
        assert_eq!([took(3_600), took(11_100)], ["1 h", "3 h 5 min"]);
        assert_eq!(took(187_200), "2 d 4 h");
    }

    #[test]
    fn numbers_and_money_are_in_the_readers_digits() {
        let (en, es) = (
            Words::for_reader("en", "UTC"),
            Words::for_reader("es-CO", "UTC"),
        );
        assert_eq!(
            [en.decimal("1234.5"), en.decimal("-0.25")],
            ["1,234.5", "-0.25"]
        );
        assert_eq!(es.decimal("12345.5"), "12.345,5");
        assert_eq!(en.money("1234.5", "USD"), "1,234.50 USD");
        assert_eq!(es.money("20000", "COP"), "20.000 COP");
    }

    #[test]
    fn shares_are_in_the_readers_digits() {
        let (en, es) = (
            Words::for_reader("en", "UTC"),
            Words::for_reader("es-CO", "UTC"),
        );
        assert_eq!(
            (en.share(667), es.share(667)),
            ("66.7%".to_owned(), "66,7 %".to_owned())
        );
        assert_eq!(
            (en.share(1_000), es.count(12_408)),
            ("100%".to_owned(), "12.408".to_owned())
        );
    }
}
