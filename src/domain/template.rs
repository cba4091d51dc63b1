//! Approved texts of a provider's: as it told them, and one with its variables filled in. Pure.

use serde::{Deserialize, Serialize};

use crate::domain::record::unset;

/// An approved text of a provider's with its variables filled in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TemplateUse {
    pub name: String,
    /// As the provider names it, such as `es_MX`.
    pub language: String,
    /// Of the header, in order; of one that is a file its https address, or nothing when the file goes along.
    #[serde(skip_serializing_if = "unset")]
    pub header: Vec<String>,
    /// Of the body, in order.
    #[serde(skip_serializing_if = "unset")]
    pub body: Vec<String>,
    /// Of the buttons that have one: place, value.
    #[serde(skip_serializing_if = "unset")]
    pub buttons: Vec<(u8, String)>,
}

/// An approved text of a provider's, as it told it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Template {
    /// The provider's id of it; empty for one that is not there yet.
    #[serde(skip_serializing_if = "unset")]
    pub id: String,
    pub name: String,
    /// As the provider names it, such as `es_MX`.
    pub language: String,
    /// In the provider's words, such as `UTILITY`.
    pub category: String,
    /// In the provider's words: only an `APPROVED` one can be sent.
    pub status: String,
    /// `TEXT`, `IMAGE`, `VIDEO`, `DOCUMENT`; empty without a header.
    #[serde(skip_serializing_if = "unset")]
    pub header_format: String,
    #[serde(skip_serializing_if = "unset")]
    pub header: String,
    /// With `{{1}}` or `{{name}}` where variables go.
    pub body: String,
    #[serde(skip_serializing_if = "unset")]
    pub footer: String,
    /// Kind in the provider's words, text, address or number.
    #[serde(skip_serializing_if = "unset")]
    pub buttons: Vec<(String, String, String)>,
    /// What stands in the variables when it is looked at for approval: of the header, then of the body; of a header that
    /// is a file the provider's word for the file.
    #[serde(skip_serializing_if = "unset")]
    pub examples: Vec<String>,
    /// Why it was refused or paused, in the provider's words.
    #[serde(skip_serializing_if = "unset")]
    pub reason: String,
    /// In the provider's words.
    #[serde(skip_serializing_if = "unset")]
    pub quality: String,
}

/// The category of texts that sell, as WhatsApp names it.
const SELLS: &str = "MARKETING";

impl Template {
    /// Whether it is a text that sells something.
    #[must_use]
    pub fn sells(&self) -> bool {
        self.category.eq_ignore_ascii_case(SELLS)
    }

    /// The name under which something told of one text is learnt: it stands over what the list of all says.
    #[must_use]
    pub fn told(what: &str, name: &str, language: &str) -> String {
        format!("template {what} {name} {language}")
    }

    /// What is told of one text for itself.
    pub const TOLD: [&'static str; 5] = ["status", "category", "quality", "body", "reason"];

    /// It is the one of this name in this language: a provider knows a text by both.
    #[must_use]
    pub fn is(&self, name: &str, language: &str) -> bool {
        self.name == name && self.language == language
    }

    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.status == "APPROVED"
    }

    /// Its header is a file.
    #[must_use]
    pub fn has_file(&self) -> bool {
        matches!(self.header_format.as_str(), "IMAGE" | "VIDEO" | "DOCUMENT")
    }

    /// It has a button that brings an answer of the customer's: it can ask whether to go on.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.quick_reply().is_some()
    }

    /// Place of its first button that brings an answer.
    #[must_use]
    pub fn quick_reply(&self) -> Option<u8> {
        let at = self.buttons.iter().position(|it| it.0 == "QUICK_REPLY")?;
        u8::try_from(at).ok()
    }

    /// Places of the buttons that need a value: addresses with a variable, codes to copy.
    pub fn open_buttons(&self) -> impl Iterator<Item = u8> {
        let open = |it: &(usize, &(String, String, String))| {
            let (kind, _, address) = it.1;
            kind == "COPY_CODE" || (kind == "URL" && address.contains("{{"))
        };
        let all = self.buttons.iter().enumerate().filter(open);
        all.filter_map(|(at, _)| u8::try_from(at).ok())
    }

    /// Variables of the header that is a text.
    #[must_use]
    pub fn header_variables(&self) -> Vec<String> {
        if self.header_format == "TEXT" {
            variables(&self.header)
        } else {
            Vec::new()
        }
    }

    #[must_use]
    pub fn body_variables(&self) -> Vec<String> {
        variables(&self.body)
    }

    /// Its variables have names instead of numbers.
    #[must_use]
    pub fn is_named(&self) -> bool {
        let all = self
            .header_variables()
            .into_iter()
            .chain(self.body_variables());
        all.into_iter().any(|it| !is_number(&it))
    }

    /// Whether everything is filled in that must be. `files` go along with it.
    #[must_use]
    pub fn fits(&self, used: &TemplateUse, files: usize) -> bool {
        let filled =
            |all: &[String], n: usize| all.len() == n && all.iter().all(|it| !it.trim().is_empty());
        let header = if self.has_file() {
            filled(&used.header, 1) || (used.header.is_empty() && files == 1)
        } else {
            filled(&used.header, self.header_variables().len())
        };
        let given = |place: u8| {
            let found = used.buttons.iter().find(|it| it.0 == place);
            found.is_some_and(|it| !it.1.trim().is_empty())
        };
        header && filled(&used.body, self.body_variables().len()) && self.open_buttons().all(given)
    }

    /// What the customer reads: header, body and footer, variables filled in as far as they are.
    #[must_use]
    pub fn shown(&self, used: &TemplateUse) -> String {
        let header = if self.has_file() {
            String::new()
        } else {
            filled(&self.header, &used.header)
        };
        let all = [header, filled(&self.body, &used.body), self.footer.clone()];
        let all: Vec<String> = all.into_iter().filter(|it| !it.is_empty()).collect();
        all.join("\n\n")
    }
}

fn is_number(name: &str) -> bool {
    name.bytes().all(|it| it.is_ascii_digit())
}

/// What stands between `{{` and `}}` in a text, each once: by their numbers, or as they come when they have names.
#[must_use]
pub fn variables(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("{{") {
        let Some((name, behind)) = after.split_once("}}") else {
            break;
        };
        let name = name.trim();
        if !name.is_empty() && !out.iter().any(|it| it == name) {
            out.push(name.to_owned());
        }
        rest = behind;
    }
    if out.iter().all(|it| is_number(it)) {
        out.sort_by_key(|it| it.parse::<u32>().unwrap_or(u32::MAX));
    }
    out
}

/// A text with values where its variables are; what has none stays as it is.
#[must_use]
pub fn filled(text: &str, values: &[String]) -> String {
    let names = variables(text);
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, behind)) = after.split_once("}}") else {
            break;
        };
        out.push_str(before);
        let at = names.iter().position(|it| it == name.trim());
        let value = at.and_then(|at| values.get(at)).filter(|it| !it.is_empty());
        match value {
            Some(it) => out.push_str(it),
            None => {
                out.push_str("{{");
                out.push_str(name);
                out.push_str("}}");
            }
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    fn text(body: &str) -> Template {
        Template {
            body: body.to_owned(),
            ..Template::default()
        }
    }

    #[test]
    fn variables_are_read_once_and_by_their_numbers() {
        assert_eq!(variables("{{2}} y {{1}}, {{ 2 }}"), ["1", "2"]);
        assert_eq!(variables("{{name}} {{date}} {{name}}"), ["name", "date"]);
        assert!(variables("{{}} {{ open").is_empty());
        assert!(text("Hola {{name}}").is_named() && !text("Hola {{1}}").is_named());
    }

    #[test]
    fn a_text_shows_what_is_filled_in_and_what_is_not() {
        let values = ["Ana".to_owned(), String::new()];
        assert_eq!(
            filled("{{2}}: hola {{1}} {{3}}", &values),
            "{{2}}: hola Ana {{3}}"
        );
        assert_eq!(filled("a {{ b", &values), "a {{ b");
        let values = ["{{2}}".to_owned(), "x".to_owned()];
        assert_eq!(filled("{{1}} {{2}}", &values), "{{2}} x", "values are text");
        let it = Template {
            header_format: "TEXT".into(),
            header: "Pedido {{1}}".into(),
            footer: "Tienda Rosa".into(),
            ..text("Está listo.")
        };
        let used = TemplateUse {
            header: vec!["48".into()],
            ..TemplateUse::default()
        };
        assert_eq!(it.shown(&used), "Pedido 48\n\nEstá listo.\n\nTienda Rosa");
    }

    #[test]
    fn it_goes_only_when_all_is_filled_in() {
        let it = Template {
            header_format: "IMAGE".into(),
            buttons: vec![
                ("QUICK_REPLY".into(), "Sí".into(), String::new()),
                ("URL".into(), "Ver".into(), "https://x.co/{{1}}".into()),
            ],
            ..text("Hola {{1}}")
        };
        let mut used = TemplateUse {
            body: vec!["Ana".into()],
            ..TemplateUse::default()
        };
        assert!(!it.fits(&used, 0), "no file, no address");
        used.buttons.push((1, "48".into()));
        assert!(it.fits(&used, 1) && !it.fits(&used, 0) && !it.fits(&used, 2));
        used.header.push("https://x.co/a.png".into());
        assert!(it.fits(&used, 0));
        used.body[0] = " ".into();
        assert!(!it.fits(&used, 0));
        assert_eq!(it.quick_reply(), Some(0));
    }
}
