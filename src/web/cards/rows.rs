//! Forms of several rows: what a card shows, its headers, and what an action asks. A row that is empty is none; there are
//! always some more to fill in.

use crate::domain::attribute::AttributeKind;
use crate::domain::card::action::Asked;
use crate::domain::card::{CardField, DataCard, FieldKind};
use crate::web::settings::first;
use crate::web::sheet::{Field, Kind};
use crate::web::view::Choice;
use crate::words::Words;

/// Empty rows behind those that are filled in.
const MORE: usize = 3;
/// Rows that are read at most.
const MOST: usize = 40;

type Given = [(String, String)];

fn at<'g>(given: &'g Given, name: &str, row: usize) -> &'g str {
    first(given, &format!("{name}-{row}")).trim()
}

fn text(name: &str, row: usize, label: String, value: &str) -> Field {
    Field::text(&format!("{name}-{row}"), label, value.to_owned())
}

/// What is shown of an answer, as rows.
#[must_use]
pub fn fields(words: &Words, all: &[CardField]) -> Vec<Field> {
    let mut out = Vec::new();
    let none = CardField::default();
    for row in 0..all.len() + MORE {
        let it = all.get(row).unwrap_or(&none);
        let kinds = FieldKind::ALL.map(|kind| {
            let label = words.t(&format!("card-kind-{}", kind.name()));
            Choice::new(kind.name(), label, kind == it.kind)
        });
        let n = words.t_n("card-field", row + 1);
        let said = if it.label.is_empty() {
            n
        } else {
            it.label.clone()
        };
        out.push(Field::fold(said, row == 0 && all.is_empty()));
        out.push(text("label", row, words.t("card-field-label"), &it.label));
        let path = text("path", row, words.t("card-field-path"), &it.path);
        out.push(path.hint(words.t("card-field-path-hint")));
        let kind = format!("kind-{row}");
        out.push(Field::choose(
            Kind::Select,
            &kind,
            words.t("card-field-kind"),
            kinds.to_vec(),
        ));
        out.push(text(
            "currency",
            row,
            words.t("card-field-currency"),
            &it.currency,
        ));
        out.push(Field::unfold());
    }
    out
}

/// The rows that were filled in.
#[must_use]
pub fn read_fields(given: &Given) -> Vec<CardField> {
    let read = |row| {
        let (label, path) = (at(given, "label", row), at(given, "path", row));
        let kind = FieldKind::parse(at(given, "kind", row)).unwrap_or_default();
        (!label.is_empty() || !path.is_empty()).then(|| CardField {
            label: label.to_owned(),
            path: path.to_owned(),
            kind,
            currency: at(given, "currency", row).to_owned(),
        })
    };
    (0..MOST).filter_map(read).collect()
}

/// Headers, as rows: a value that is kept is never shown again.
#[must_use]
pub fn headers(words: &Words, card: &DataCard) -> Vec<Field> {
    let mut out = Vec::new();
    for row in 0..=card.headers.len() {
        let known = card.headers.get(row);
        let name = known.map_or("", |it| it.name.as_str());
        out.push(text("header", row, words.t("card-header"), name));
        let value = format!("header-value-{row}");
        let value = Field::input("password", &value, words.t("card-header-value"), "");
        out.push(match known {
            Some(_) => value.hint(words.t("card-header-kept")),
            None => value.hint(words.t("card-header-hint")),
        });
    }
    out
}

/// The headers that were filled in; without a value one stays as it is.
#[must_use]
pub fn read_headers(given: &Given) -> Vec<(String, Option<String>)> {
    let read = |row| {
        let (name, value) = (at(given, "header", row), at(given, "header-value", row));
        let value = Some(value.to_owned()).filter(|it| !it.is_empty());
        (!name.is_empty()).then(|| (name.to_owned(), value))
    };
    (0..MOST).filter_map(read).collect()
}

/// What an action asks, as rows.
#[must_use]
pub fn asks(words: &Words, all: &[Asked]) -> Vec<Field> {
    let kinds = [
        AttributeKind::Text,
        AttributeKind::Number,
        AttributeKind::Date,
        AttributeKind::Choice,
    ];
    let mut out = Vec::new();
    let none = Asked::default();
    for row in 0..all.len() + MORE {
        let it = all.get(row).unwrap_or(&none);
        let choices = kinds.map(|kind| {
            let label = words.t(&format!("card-kind-{}", kind.name()));
            Choice::new(kind.name(), label, kind == it.kind)
        });
        let n = words.t_n("card-ask", row + 1);
        let said = if it.label.is_empty() {
            n
        } else {
            it.label.clone()
        };
        out.push(Field::fold(said, false));
        out.push(text("label", row, words.t("card-ask-label"), &it.label));
        let key = text("key", row, words.t("card-ask-key"), &it.key);
        out.push(key.hint(words.t("card-ask-key-hint")));
        let kind = format!("kind-{row}");
        out.push(Field::choose(
            Kind::Select,
            &kind,
            words.t("card-field-kind"),
            choices.to_vec(),
        ));
        let list = text(
            "choices",
            row,
            words.t("card-ask-choices"),
            &it.choices.join(", "),
        );
        out.push(list.hint(words.t("card-ask-choices-hint")));
        let tick = if it.required { "1" } else { "" };
        let required = format!("required-{row}");
        out.push(Field::new(
            Kind::Check,
            &required,
            words.t("card-ask-required"),
            tick,
        ));
        out.push(Field::unfold());
    }
    out
}

/// The rows that were filled in.
#[must_use]
pub fn read_asks(given: &Given) -> Vec<Asked> {
    let read = |row| {
        let (label, key) = (at(given, "label", row), at(given, "key", row));
        let choices = at(given, "choices", row).split(',').map(str::trim);
        (!label.is_empty() || !key.is_empty()).then(|| Asked {
            key: key.to_owned(),
            label: label.to_owned(),
            kind: AttributeKind::parse(at(given, "kind", row)).unwrap_or_default(),
            choices: choices
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .collect(),
            required: at(given, "required", row) == "1",
        })
    };
    (0..MOST).filter_map(read).collect()
}
