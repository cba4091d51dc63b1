//! Approved texts to choose from, and the chosen one with its variables to be filled in: in a case, where a case is begun,
//! and for many at once.

use std::collections::BTreeSet;

use crate::conversations::outreach::by_hand::Told;
use crate::domain::chat::{Template, TemplateUse};
use crate::domain::template;
use crate::domain::time::Millis;
use crate::text::fold;
use crate::web::view::{Choice, Link};
use crate::words::Words;

/// Texts shown at once; more are found by searching.
const SHOWN: usize = 20;
/// Names that variables for the customer's name have.
const NAMES: [&str; 8] = [
    "name",
    "first_name",
    "customer_name",
    "nombre",
    "cliente",
    "nome",
    "nama",
    "customer",
];
/// What stands before a first variable that is a name.
const BEFORE_NAMES: [&str; 12] = [
    "hola", "hi", "hello", "dear", "ola", "oi", "halo", "hai", "estimado", "estimada", "buenas",
    "kak",
];

/// What was asked for of it: by an address, or by a form that was not complete.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Name and language of the chosen text.
    pub name: String,
    pub language: String,
    /// What is searched for, and in which language.
    pub query: String,
    pub only: String,
    /// Values by the names of the fields.
    pub values: Vec<(String, String)>,
}

/// The texts.
#[derive(Debug, Clone)]
pub struct TextsView {
    pub query: String,
    pub languages: Vec<Choice>,
    pub rows: Vec<TextRow>,
    /// How many more there are.
    pub more: String,
    /// There are none at all: what to do about it.
    pub none: Option<Link>,
    pub chosen: Option<Chosen>,
}

/// One approved text to choose.
#[derive(Debug, Clone)]
pub struct TextRow {
    /// Where it is chosen by its address.
    pub href: String,
    pub name: String,
    pub language: String,
    pub category: String,
    pub text: String,
    pub current: bool,
    /// It sells, and they do not want that here: it is not sent.
    pub refused: bool,
}

/// The chosen text, to be filled in.
#[derive(Debug, Clone)]
pub struct Chosen {
    pub name: String,
    pub language: String,
    /// Name, label, value.
    pub fields: Vec<(String, String, String)>,
    /// Its header is a file: one of ours, or an address.
    pub file: bool,
    /// As the customer reads it: text, and the field it comes from.
    pub shown: Vec<(String, String)>,
    pub footer: String,
    pub buttons: Vec<String>,
    /// It has a button to say yes with.
    pub asks: bool,
    pub price: String,
    /// It sells, and contact hours have something to say to that now.
    pub offer: Option<OfferView>,
    /// It sells, and they do not want that here: it is not sent.
    pub refused: bool,
}

impl Chosen {
    /// What sends it later, and what that is called.
    #[must_use]
    pub fn later(&self) -> Option<(&str, &str)> {
        let later = self.offer.as_ref()?.later.as_ref()?;
        Some((later.0.as_str(), later.1.as_str()))
    }

    /// Nothing stands in its way now.
    #[must_use]
    pub fn goes_now(&self) -> bool {
        !self.offer.as_ref().is_some_and(|it| it.binds)
    }
}

/// What contact hours say to a text that sells.
#[derive(Debug, Clone)]
pub struct OfferView {
    pub text: String,
    /// What a button that sends it later posts, and what it is called.
    pub later: Option<(String, String)>,
    /// It is not sent now.
    pub binds: bool,
}

impl OfferView {
    #[must_use]
    pub fn of(words: &Words, it: Told, now: Millis) -> Self {
        let at = it.instead.ok();
        let later = at.map(|at| {
            let label = words.t_of("offer-send-later", "time", words.until(at, now));
            (format!("{LATER}{}", at.0), label)
        });
        let text = match (at, it.binds) {
            (Some(_), false) => words.t("offer-unusual-hour"),
            _ => words.field_error(it.code()),
        };
        OfferView {
            text,
            later,
            binds: it.binds,
        }
    }
}

/// What stands before the chosen instant where a button sends at one.
const LATER: &str = "later:";

/// When a pressed button sends, where it chose a time.
#[must_use]
pub fn chosen_time(pressed: &str) -> Option<Millis> {
    pressed.strip_prefix(LATER)?.parse().ok().map(Millis)
}

/// Whom texts are chosen for.
#[derive(Debug, Clone, Copy)]
pub struct For<'a> {
    /// Id of the channel.
    pub channel: &'a str,
    /// Their language, as two letters; empty when it is not known: texts in it stand first.
    pub language: &'a str,
    /// What stands where a name is meant.
    pub name: &'a str,
    /// The address by which one is chosen, to be added to; empty where a form does it.
    pub place: &'a str,
    /// They do not want what sells here.
    pub refuses: bool,
    /// What contact hours say to what sells, and when that was asked.
    pub offer: Option<(Told, Millis)>,
}

/// The texts as they may be chosen from.
#[must_use]
pub fn view(words: &Words, all: &[Template], whom: For<'_>, wanted: &Wanted) -> TextsView {
    let languages: BTreeSet<&str> = all.iter().map(|it| it.language.as_str()).collect();
    let any = words.t("picker-any-language");
    let mut choices = vec![Choice::new("", any, wanted.only.is_empty())];
    let named = languages.iter();
    choices.extend(named.map(|it| Choice::new(*it, *it, wanted.only == **it)));
    let mut found: Vec<&Template> = all.iter().filter(|it| fits(it, wanted)).collect();
    found.sort_by_key(|it| whom.language.is_empty() || !it.language.starts_with(whom.language));
    let more = found.len().saturating_sub(SHOWN);
    let row = |it: &&Template| row(words, whom, wanted, it);
    let mut named = all.iter();
    let picked = named.find(|it| it.is(&wanted.name, &wanted.language));
    TextsView {
        query: wanted.query.clone(),
        languages: choices,
        rows: found.iter().take(SHOWN).map(row).collect(),
        more: if more == 0 {
            String::new()
        } else {
            words.t_n("picker-more", more)
        },
        none: all.is_empty().then(|| Link {
            href: format!("/settings/channels/{}/templates", whom.channel),
            text: words.t("picker-none-act"),
        }),
        chosen: picked.map(|it| chosen(words, it, wanted, whom)),
    }
}

fn fits(it: &Template, wanted: &Wanted) -> bool {
    let all = fold::fold(&format!(
        "{} {} {}",
        it.name.replace('_', " "),
        it.name,
        it.body
    ));
    let asked = fold::fold(&wanted.query);
    let in_language = wanted.only.is_empty() || wanted.only == it.language;
    in_language && asked.split_whitespace().all(|word| all.contains(word))
}

fn row(words: &Words, whom: For<'_>, wanted: &Wanted, it: &Template) -> TextRow {
    let coded =
        |text: &str| -> String { url::form_urlencoded::byte_serialize(text.as_bytes()).collect() };
    let href = format!(
        "{}&t={}&l={}&q={}&in={}#composer",
        whom.place,
        coded(&it.name),
        coded(&it.language),
        coded(&wanted.query),
        coded(&wanted.only)
    );
    TextRow {
        href: if whom.place.is_empty() {
            String::new()
        } else {
            href
        },
        name: it.name.clone(),
        language: it.language.clone(),
        category: category(words, &it.category),
        text: it.body.chars().take(160).collect(),
        current: it.is(&wanted.name, &wanted.language),
        refused: whom.refuses && it.sells(),
    }
}

/// What kind of text it is, in words of ours where there are some.
#[must_use]
pub fn category(words: &Words, category: &str) -> String {
    let said = words.maybe(&format!("template-{}", category.to_lowercase()));
    if said.is_empty() {
        category.to_owned()
    } else {
        said
    }
}

fn chosen(words: &Words, it: &Template, wanted: &Wanted, whom: For<'_>) -> Chosen {
    let mut fields = Vec::new();
    let value = |name: &str, usual: String| {
        let given = wanted.values.iter().find(|it| it.0 == name);
        given.map_or(usual, |it| it.1.clone())
    };
    let mut add = |name: String, label: String, usual: String| {
        let value = value(&name, usual);
        fields.push((name, label, value));
    };
    if it.has_file() {
        let label = words.t(&format!("picker-file-{}", it.header_format.to_lowercase()));
        add("h0".to_owned(), label, String::new());
    }
    let numbered = |key: &str, name: &str| words.t_of(key, "name", name);
    for (at, name) in it.header_variables().iter().enumerate() {
        let usual = usual(&it.header, name, whom.name);
        add(format!("h{at}"), numbered("picker-header", name), usual);
    }
    for (at, name) in it.body_variables().iter().enumerate() {
        let usual = usual(&it.body, name, whom.name);
        add(format!("b{at}"), numbered("picker-variable", name), usual);
    }
    for place in it.open_buttons() {
        let text = it.buttons.get(usize::from(place)).map(|it| it.1.clone());
        let label = numbered("picker-button", &text.unwrap_or_default());
        add(format!("k{place}"), label, String::new());
    }
    let mut shown = Vec::new();
    if !it.has_file() && !it.header.is_empty() {
        shown.extend(pieces(&it.header, 'h', &fields));
        shown.push(("\n".to_owned(), String::new()));
    }
    shown.extend(pieces(&it.body, 'b', &fields));
    Chosen {
        name: it.name.clone(),
        language: it.language.clone(),
        file: it.has_file(),
        shown,
        footer: it.footer.clone(),
        buttons: it.buttons.iter().map(|it| it.1.clone()).collect(),
        asks: it.asks(),
        price: words.maybe(&format!("template-{}-price", it.category.to_lowercase())),
        refused: whom.refuses && it.sells(),
        offer: whom
            .offer
            .filter(|_| it.sells())
            .map(|(told, now)| OfferView::of(words, told, now)),
        fields,
    }
}

/// What a variable holds until somebody says otherwise: the customer's name where a name is meant.
fn usual(text: &str, name: &str, customer: &str) -> String {
    let before = text
        .split(&format!("{{{{{name}}}}}"))
        .next()
        .unwrap_or_default();
    let last = fold::words(before).pop().unwrap_or_default();
    let is_name = NAMES.contains(&name.to_lowercase().as_str())
        || (name == "1" && BEFORE_NAMES.contains(&last.as_str()));
    if is_name {
        customer.to_owned()
    } else {
        String::new()
    }
}

/// A text cut where its variables are, each with the name of its field.
fn pieces(text: &str, kind: char, fields: &[(String, String, String)]) -> Vec<(String, String)> {
    let names = template::variables(text);
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, behind)) = after.split_once("}}") else {
            break;
        };
        out.push((before.to_owned(), String::new()));
        let at = names.iter().position(|it| it == name.trim());
        let field = at.map(|at| format!("{kind}{at}")).unwrap_or_default();
        let value = fields
            .iter()
            .find(|it| it.0 == field)
            .map(|it| it.2.clone());
        let value = value.filter(|it| !it.is_empty());
        out.push((value.unwrap_or_else(|| format!("{{{{{name}}}}}")), field));
        rest = behind;
    }
    out.push((rest.to_owned(), String::new()));
    out.retain(|it| !it.0.is_empty());
    out
}

/// The text as it was filled in, from the fields of the form.
#[must_use]
pub fn filled(it: &Template, wanted: &Wanted) -> TemplateUse {
    let value = |name: String| {
        let found = wanted.values.iter().find(|it| it.0 == name);
        found.map(|it| it.1.trim().to_owned()).unwrap_or_default()
    };
    let header = if it.has_file() {
        let address = value("h0".to_owned());
        Vec::from_iter((!address.is_empty()).then_some(address))
    } else {
        let all = it.header_variables();
        (0..all.len()).map(|at| value(format!("h{at}"))).collect()
    };
    let all = it.body_variables();
    TemplateUse {
        name: it.name.clone(),
        language: it.language.clone(),
        header,
        body: (0..all.len()).map(|at| value(format!("b{at}"))).collect(),
        buttons: it
            .open_buttons()
            .map(|at| (at, value(format!("k{at}"))))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_name_is_filled_in_where_one_is_meant() {
        assert_eq!(usual("Hola {{1}}, está", "1", "Ana"), "Ana");
        assert_eq!(usual("Su pedido {{1}}", "1", "Ana"), "");
        assert_eq!(usual("Olá, {{nome}}", "nome", "Ana"), "Ana");
        assert_eq!(usual("Hola {{1}}: {{2}}", "2", "Ana"), "");
    }

    #[test]
    fn a_text_is_shown_with_its_fields() {
        let fields = [("b0".to_owned(), String::new(), "Ana".to_owned())];
        let all = pieces("Hola {{1}}, {{2}}.", 'b', &fields);
        let text: String = all.iter().map(|it| it.0.as_str()).collect();
        assert_eq!(text, "Hola Ana, {{2}}.");
        assert_eq!((all[1].1.as_str(), all[3].1.as_str()), ("b0", "b1"));
    }
}
