//! What a business keeps of its people and companies beside what every desk keeps: fields it names itself.
//!
//! A value is text in a canonical form, kept under its field's key, which a new name does not change. Values under
//! keys no field has stay as they came: a program or a table may bring what nobody has named yet.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::id::AttributeId;
use crate::domain::record::unset;
use crate::domain::time::Millis;
use crate::text::fold::fold;

/// Longest value, characters.
const LONGEST: usize = 2_000;
/// Days, months and years as people of most of the world write them.
const DATE_MARKS: [char; 3] = ['/', '.', '-'];

/// A field.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Attribute {
    pub id: AttributeId,
    /// Its first name: the key of its values in records, in tables and for programs. Permanent.
    pub key: String,
    pub name: String,
    #[serde(skip_serializing_if = "unset")]
    pub of: AttributeOf,
    #[serde(skip_serializing_if = "unset")]
    pub kind: AttributeKind,
    /// What may be chosen, in this order.
    #[serde(skip_serializing_if = "unset")]
    pub choices: Vec<String>,
    /// Shown beside a conversation too.
    #[serde(skip_serializing_if = "unset")]
    pub beside: bool,
    /// Marked where it is empty. That stops nothing: neither what comes in nor what is saved.
    #[serde(skip_serializing_if = "unset")]
    pub required: bool,
    pub created_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub retired_at: Option<Millis>,
}

/// Of what it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum AttributeOf {
    #[default]
    Contacts,
    Companies,
}

impl AttributeOf {
    pub const ALL: [AttributeOf; 2] = [AttributeOf::Contacts, AttributeOf::Companies];

    /// As programs and forms say it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            AttributeOf::Contacts => "contacts",
            AttributeOf::Companies => "companies",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// What its values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum AttributeKind {
    #[default]
    Text,
    Number,
    Date,
    Choice,
    YesNo,
}

impl AttributeKind {
    pub const ALL: [AttributeKind; 5] = [
        AttributeKind::Text,
        AttributeKind::Number,
        AttributeKind::Date,
        AttributeKind::Choice,
        AttributeKind::YesNo,
    ];

    /// As programs and forms say it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            AttributeKind::Text => "text",
            AttributeKind::Number => "number",
            AttributeKind::Date => "date",
            AttributeKind::Choice => "choice",
            AttributeKind::YesNo => "yes_no",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

impl Attribute {
    /// Whether a head or key means this field.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let name = fold(name.trim());
        name == fold(&self.key) || name == fold(&self.name)
    }

    /// A value in its canonical form: a number with a point, a date as `2026-11-22`, a choice as it is listed, `yes` or
    /// `no`. `None` when it is none.
    #[must_use]
    pub fn canon(&self, written: &str) -> Option<String> {
        let written = written.trim();
        match self.kind {
            AttributeKind::Text => (written.chars().count() <= LONGEST).then(|| written.to_owned()),
            AttributeKind::Number => number(written),
            AttributeKind::Date => date(written),
            AttributeKind::Choice => {
                let same = |it: &&String| fold(it) == fold(written);
                self.choices.iter().find(same).cloned()
            }
            AttributeKind::YesNo => yes_no(written).map(str::to_owned),
        }
    }
}

/// `1234.5`, `1234,5` and `1.234,50` alike: the last mark parts the fraction, but several of one kind part thousands.
fn number(written: &str) -> Option<String> {
    let (sign, digits) = match written.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", written.trim_start_matches('+')),
    };
    let plain = |it: char| it.is_ascii_digit() || matches!(it, '.' | ',' | ' ' | '\u{a0}');
    if digits.len() > 30 || !digits.chars().all(plain) {
        return None;
    }
    let digits: String = digits.chars().filter(|it| !it.is_whitespace()).collect();
    let (whole, part) = match digits.rfind(['.', ',']) {
        Some(at) => digits.split_at_checked(at)?,
        None => (digits.as_str(), ""),
    };
    let part = part.trim_start_matches(['.', ',']);
    let marks = digits.matches(['.', ',']).count();
    let mixed = digits.contains('.') && digits.contains(',');
    let thousands = marks > 1 && !mixed;
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let (whole, part) = if thousands {
        (format!("{whole}{part}"), "")
    } else {
        (whole, part)
    };
    if whole.is_empty() && part.is_empty() {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let part = part.trim_end_matches('0');
    Some(if part.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{part}")
    })
}

fn date(written: &str) -> Option<String> {
    if let Ok(day) = written.parse::<Date>() {
        return Some(day.to_string());
    }
    let parts: Vec<&str> = written.split(DATE_MARKS).map(str::trim).collect();
    let [day, month, year] = parts.as_slice() else {
        return None;
    };
    let year: i16 = year.parse().ok().filter(|it| *it >= 1_000)?;
    let day = Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(day.to_string())
}

/// `yes` or `no`, as people write them in the languages of Lobby.
#[must_use]
pub fn yes_no(written: &str) -> Option<&'static str> {
    match fold(written).as_str() {
        "yes" | "y" | "si" | "s" | "sim" | "ya" | "true" | "verdadero" | "1" | "x" => Some("yes"),
        "no" | "n" | "nao" | "tidak" | "false" | "falso" | "0" => Some("no"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: AttributeKind) -> Attribute {
        Attribute {
            kind,
            choices: vec!["Oro".into(), "Plata".into()],
            ..Attribute::default()
        }
    }

    #[test]
    fn values_have_one_form_each() {
        use AttributeKind::{Choice, Date, Number, Text, YesNo};
        for (kind, written, canon) in [
            (Text, "  a  ", Some("a")),
            (Number, "1234.5", Some("1234.5")),
            (Number, "1234,50", Some("1234.5")),
            (Number, "1.234,50", Some("1234.5")),
            (Number, "1,234.50", Some("1234.5")),
            (Number, "1.234.567", Some("1234567")),
            (Number, "-007", Some("-7")),
            (Number, "0", Some("0")),
            (Number, "", None),
            (Number, "12a", None),
            (Number, "1e5", None),
            (Date, "2026-11-22", Some("2026-11-22")),
            (Date, "22/11/2026", Some("2026-11-22")),
            (Date, "2.1.2026", Some("2026-01-02")),
            (Date, "31/02/2026", None),
            (Date, "22/11/26", None),
            (Choice, "oro", Some("Oro")),
            (Choice, "bronce", None),
            (YesNo, "Sí", Some("yes")),
            (YesNo, "não", Some("no")),
            (YesNo, "tidak", Some("no")),
            (YesNo, "quizás", None),
        ] {
            assert_eq!(
                of(kind).canon(written).as_deref(),
                canon,
                "{kind:?} {written:?}"
            );
        }
        assert_eq!(of(Text).canon(&"x".repeat(LONGEST + 1)), None);
    }

    #[test]
    fn a_field_is_called_by_its_key_and_its_name() {
        let it = Attribute {
            key: "Plan".into(),
            name: "Tarifa".into(),
            ..Attribute::default()
        };
        assert!(it.is_called(" plan ") && it.is_called("TARIFA") && !it.is_called("plano"));
    }
}
