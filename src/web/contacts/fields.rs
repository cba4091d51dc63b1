//! Values of the business' own fields on a page: as they are shown, and as they are filled in.

use crate::contacts::attributes::value;
use crate::desk::attributes;
use crate::domain::attribute::{Attribute, AttributeKind, AttributeOf};
use crate::domain::error::Result;
use crate::store::Look;
use crate::web::view::Choice;
use crate::words::Words;

/// What its name in a form begins with; the id follows.
const PREFIX: &str = "attribute-";

/// A field to fill in.
#[derive(Debug, Clone)]
pub struct FieldView {
    /// In the form.
    pub name: String,
    pub label: String,
    pub value: String,
    /// The value as a sentence would say it; empty when there is none.
    pub said: String,
    /// The `type` of its `input`; none where one of `choices` is chosen.
    pub input: &'static str,
    pub choices: Vec<Choice>,
    /// It is empty and should not be.
    pub missing: bool,
    pub beside: bool,
}

/// The fields in use with the values of a record, by name.
///
/// # Errors
/// The store's.
pub fn views(
    words: &Words,
    look: &Look<'_>,
    of: AttributeOf,
    values: &[(String, String)],
) -> Result<Vec<FieldView>> {
    let all = attributes::of(look, of)?;
    Ok(all.iter().map(|it| view(words, it, values)).collect())
}

fn view(words: &Words, it: &Attribute, values: &[(String, String)]) -> FieldView {
    let kept = value(values, &it.key);
    let mut choices = choices(words, it);
    // What was chosen before the choices changed is still to be seen.
    if !choices.is_empty() && !kept.is_empty() && choices.iter().all(|it| it.value != kept) {
        choices.push(Choice::new(kept, kept, true));
    }
    for choice in &mut choices {
        choice.current = choice.value == kept;
    }
    FieldView {
        name: format!("{PREFIX}{}", it.id),
        label: it.name.clone(),
        value: kept.to_owned(),
        said: said(words, it, kept),
        input: match it.kind {
            AttributeKind::Date => "date",
            AttributeKind::Text | AttributeKind::Number => "text",
            AttributeKind::Choice | AttributeKind::YesNo => "",
        },
        choices,
        missing: it.required && kept.is_empty(),
        beside: it.beside,
    }
}

fn choices(words: &Words, it: &Attribute) -> Vec<Choice> {
    let none = Choice::new("", words.t("attribute-empty"), false);
    let all: Vec<Choice> = match it.kind {
        AttributeKind::Choice => it
            .choices
            .iter()
            .map(|it| Choice::new(it, it, false))
            .collect(),
        AttributeKind::YesNo => ["yes", "no"]
            .map(|it| Choice::new(it, words.t(&format!("answer-{it}")), false))
            .to_vec(),
        _ => return Vec::new(),
    };
    std::iter::once(none).chain(all).collect()
}

fn said(words: &Words, it: &Attribute, kept: &str) -> String {
    match (it.kind, kept) {
        (AttributeKind::YesNo, "yes" | "no") => words.t(&format!("answer-{kept}")),
        _ => kept.to_owned(),
    }
}

/// What a form says, laid over the values there were: fields it does not have stay as they are.
///
/// # Errors
/// The store's.
pub fn laid(
    look: &Look<'_>,
    of: AttributeOf,
    was: &[(String, String)],
    form: &[(String, String)],
) -> Result<Vec<(String, String)>> {
    let mut out: Vec<(String, String)> = was.to_vec();
    for it in attributes::of(look, of)? {
        let name = format!("{PREFIX}{}", it.id);
        let Some((_, given)) = form.iter().find(|(key, _)| *key == name) else {
            continue;
        };
        out.retain(|(key, _)| *key != it.key);
        out.push((it.key, given.clone()));
    }
    Ok(out)
}
