//! Phone numbers in E.164, and the spellings of one number that countries have brought about.

/// Digits of an international number (ITU E.164): at most 15; fewer than 7 is no subscriber.
const LENGTH: std::ops::RangeInclusive<usize> = 7..=15;

/// The number as `+` and digits. `country` is the calling code (digits only, such as `57`) for numbers written
/// without one; with an empty one only international numbers are understood.
///
/// `None` for anything that holds letters, or has too few or too many digits.
pub fn canon(written: &str, country: &str) -> Option<String> {
    let written = written.trim();
    let written = written.strip_prefix("tel:").unwrap_or(written);
    let allowed = |it: char| {
        it.is_ascii_digit() || "+ -.()/\u{a0}\u{2010}\u{2011}\u{202a}\u{202c}".contains(it)
    };
    if !written.chars().all(allowed) {
        return None;
    }
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let plus = written.find('+');
    let is_first = plus.is_none_or(|it| {
        !written
            .get(..it)
            .unwrap_or_default()
            .contains(|c: char| c.is_ascii_digit())
    });
    if !is_first || written.matches('+').count() > 1 {
        return None;
    }
    let international = if plus.is_some() {
        digits
    } else if let Some(rest) = digits.strip_prefix("00") {
        rest.to_owned()
    } else if country.is_empty() {
        return None;
    } else if digits.starts_with(country) && digits.len() > 10 {
        digits
    } else {
        format!("{country}{}", strip_trunk(&digits, country))
    };
    let is_whole = LENGTH.contains(&international.len()) && !international.starts_with('0');
    is_whole.then(|| format!("+{international}"))
}

/// The trunk zero is dialled inside a country only; Italy keeps it as a part of the number.
fn strip_trunk<'a>(digits: &'a str, country: &str) -> &'a str {
    if country == "39" {
        digits
    } else {
        digits.strip_prefix('0').unwrap_or(digits)
    }
}

/// Other spellings of the same canonical number: Brazil's ninth digit, Argentina's 9 and Mexico's 1 for mobiles.
pub fn variants(canonical: &str) -> Vec<String> {
    let digits = canonical.trim_start_matches('+');
    let other = if let Some(rest) = digits.strip_prefix("55") {
        brazil(rest).map(|it| format!("+55{it}"))
    } else if let Some(rest) = digits.strip_prefix("549") {
        (rest.len() == 10).then(|| format!("+54{rest}"))
    } else if let Some(rest) = digits.strip_prefix("54") {
        (rest.len() == 10).then(|| format!("+549{rest}"))
    } else if let Some(rest) = digits.strip_prefix("521") {
        (rest.len() == 10).then(|| format!("+52{rest}"))
    } else if let Some(rest) = digits.strip_prefix("52") {
        (rest.len() == 10).then(|| format!("+521{rest}"))
    } else {
        None
    };
    other.into_iter().collect()
}

/// Mobiles of Brazil had eight digits, beginning with 6 to 9, before a 9 was put in front.
fn brazil(rest: &str) -> Option<String> {
    let (area, number) = rest.split_at_checked(2)?;
    let is_mobile = |it: &str| it.starts_with(['6', '7', '8', '9']);
    match number.len() {
        8 if is_mobile(number) => Some(format!("{area}9{number}")),
        9 => number
            .strip_prefix('9')
            .filter(|it| is_mobile(it))
            .map(|it| format!("{area}{it}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_as_people_write_them() {
        for (written, country, expected) in [
            ("+57 300 123 4567", "", Some("+573001234567")),
            ("300 123 4567", "57", Some("+573001234567")),
            ("573001234567", "57", Some("+573001234567")),
            ("00 57 (300) 123-4567", "1", Some("+573001234567")),
            ("0812-3456-7890", "62", Some("+6281234567890")),
            ("tel:+4930123456", "", Some("+4930123456")),
            ("06 1234 5678", "39", Some("+390612345678")),
            ("300 123 4567", "", None),
            ("12", "57", None),
            ("+1234567890123456", "", None),
            ("call me 300", "57", None),
            ("300+1234567", "57", None),
            ("++573001234567", "", None),
            ("", "57", None),
        ] {
            assert_eq!(canon(written, country).as_deref(), expected, "{written}");
        }
    }

    #[test]
    fn variants_go_both_ways() {
        for (one, other) in [
            ("+5511987654321", "+551187654321"),
            ("+5491123456789", "+541123456789"),
            ("+5215512345678", "+525512345678"),
        ] {
            assert_eq!(variants(one), [other]);
            assert_eq!(variants(other), [one]);
        }
        for alone in ["+551133334444", "+573001234567", "+541", "+"] {
            assert!(variants(alone).is_empty(), "{alone}");
        }
    }
}
