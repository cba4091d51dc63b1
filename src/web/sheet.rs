//! Pages that arrange things are all one kind of sheet: sections of forms, tables, rows and lines. Said once here,
//! drawn once in `templates/layouts/_sheet.html`.

use crate::domain::error::{Error, FieldError};
use crate::domain::id::ConnectionId;
use crate::domain::time::Millis;
use crate::web::view::{Choice, Link, TimeView};
use crate::words::Words;

/// A whole page of arranging.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    pub title: String,
    pub lead: String,
    pub back: Option<Link>,
    pub banners: Vec<Banner>,
    pub steps: Vec<StepView>,
    pub sections: Vec<Section>,
}

/// A line on top: what went wrong, what was done.
#[derive(Debug, Clone)]
pub struct Banner {
    /// `ok`, `warn`, `bad` or empty.
    pub tone: &'static str,
    pub text: String,
    pub link: Option<Link>,
}

/// A step of several.
#[derive(Debug, Clone)]
pub struct StepView {
    pub text: String,
    /// Empty where it leads nowhere.
    pub href: String,
    pub done: bool,
    pub current: bool,
}

/// Parts under one heading; a folded one shows its title only.
#[derive(Debug, Clone, Default)]
pub struct Section {
    pub id: String,
    pub title: String,
    pub text: String,
    pub folded: bool,
    pub open: bool,
    /// Something goes on here: the page's script fetches it again and again; without one there is a link.
    pub live: bool,
    /// Shown anew when something came by this connection: its id, and the address of the page.
    pub called: Option<(String, String)>,
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone)]
pub enum Part {
    Text(String),
    Form(Form),
    Rows(Vec<Row>),
    /// Large links to choose from.
    Cards(Vec<Card>),
    /// What to do, one after the other.
    Numbered(Vec<String>),
    Table(Table),
    Ticks(Vec<Tick>),
    Qr(Qr),
    /// Something to copy: label, value.
    Copy(String, String),
    Codes(Vec<String>),
    Pager(Pager),
    /// A message as its reader sees it.
    Bubble(Bubble),
}

/// A form that posts to `action`.
#[derive(Debug, Clone, Default)]
pub struct Form {
    pub action: String,
    pub fields: Vec<Field>,
    pub submit: String,
    /// `button--primary`, `button--danger` or empty.
    pub tone: &'static str,
    /// Small, with its button beside the fields.
    pub inline: bool,
    /// Where a second, quiet button goes.
    pub other: Option<Link>,
    /// Nothing is changed: it leads to a page, asked for with its fields.
    pub get: bool,
}

/// How a field is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An `input` of this type.
    Input(&'static str),
    Area,
    Select,
    Radios,
    /// Several of the choices.
    Checks,
    /// One box; ticked when the value is not empty.
    Check,
    Hidden,
    /// A file from the reader's machine; its form is sent in parts.
    File,
    /// The fields from here to [`Kind::Unfold`] hide behind the label; open when the value is not empty.
    Fold,
    Unfold,
}

#[derive(Debug, Clone)]
pub struct Field {
    pub kind: Kind,
    pub name: String,
    pub label: String,
    pub hint: String,
    pub value: String,
    pub choices: Vec<Choice>,
    pub error: String,
    pub auto: &'static str,
    pub required: bool,
}

/// A line of a list that leads somewhere.
#[derive(Debug, Clone, Default)]
pub struct Row {
    pub href: String,
    /// A sign before it, or empty.
    pub icon: &'static str,
    pub title: String,
    pub text: String,
    /// State of a channel: `ok`, `warn`, `bad`, `off`, and its words.
    pub health: Option<(&'static str, String)>,
    pub chip: String,
    pub when: Option<TimeView>,
    /// Buttons at the end.
    pub acts: Vec<Form>,
}

/// A large link with its sign.
#[derive(Debug, Clone)]
pub struct Card {
    pub href: String,
    pub icon: &'static str,
    pub title: String,
    pub text: String,
}

/// Heads and cells; a cell may link.
#[derive(Debug, Clone, Default)]
pub struct Table {
    pub label: String,
    pub heads: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

#[derive(Debug, Clone, Default)]
pub struct Cell {
    pub text: String,
    pub href: String,
    pub when: Option<TimeView>,
}

/// A message of ours, with what may be pressed below it.
#[derive(Debug, Clone, Default)]
pub struct Bubble {
    pub label: String,
    pub text: String,
    pub choices: Vec<String>,
}

/// One thing tried or to do: how it stands, and what to know of it.
#[derive(Debug, Clone, Default)]
pub struct Tick {
    /// `ok`, `bad`, `warn`, `wait` while it goes on, `off` for what is not done yet.
    pub state: &'static str,
    pub text: String,
    pub detail: String,
    pub href: String,
}

/// A QR code: modules a side with its quiet zone, and one path that draws the dark ones.
#[derive(Debug, Clone)]
pub struct Qr {
    pub side: usize,
    pub path: String,
    pub label: String,
}

/// Ways to the pages before and after.
#[derive(Debug, Clone, Default)]
pub struct Pager {
    pub newer: Option<Link>,
    pub older: Option<Link>,
}

impl Tick {
    /// How it stands, as a key of `words`, for those who see no colours.
    #[must_use]
    pub fn said(&self) -> &'static str {
        match self.state {
            "ok" => "tick-ok",
            "bad" => "tick-bad",
            "warn" => "tick-warn",
            "wait" => "tick-wait",
            _ => "tick-off",
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell {
            text: text.to_owned(),
            ..Cell::default()
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell {
            text,
            ..Cell::default()
        }
    }
}

impl From<TimeView> for Cell {
    fn from(when: TimeView) -> Self {
        Cell {
            when: Some(when),
            ..Cell::default()
        }
    }
}

impl Cell {
    #[must_use]
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Cell {
            text: text.into(),
            href: href.into(),
            when: None,
        }
    }
}

impl Field {
    #[must_use]
    pub fn new(kind: Kind, name: &str, label: String, value: impl Into<String>) -> Self {
        Field {
            kind,
            name: name.to_owned(),
            label,
            hint: String::new(),
            value: value.into(),
            choices: Vec::new(),
            error: String::new(),
            auto: "",
            required: false,
        }
    }

    #[must_use]
    pub fn input(kind: &'static str, name: &str, label: String, value: impl Into<String>) -> Self {
        Self::new(Kind::Input(kind), name, label, value)
    }

    #[must_use]
    pub fn text(name: &str, label: String, value: impl Into<String>) -> Self {
        Self::input("text", name, label, value)
    }

    #[must_use]
    pub fn hidden(name: &str, value: impl Into<String>) -> Self {
        Self::new(Kind::Hidden, name, String::new(), value)
    }

    #[must_use]
    pub fn choose(kind: Kind, name: &str, label: String, choices: Vec<Choice>) -> Self {
        Field {
            choices,
            ..Self::new(kind, name, label, "")
        }
    }

    /// Begins fields that hide behind a label.
    #[must_use]
    pub fn fold(label: String, open: bool) -> Self {
        Self::new(Kind::Fold, "", label, if open { "1" } else { "" })
    }

    #[must_use]
    pub fn unfold() -> Self {
        Self::new(Kind::Unfold, "", String::new(), "")
    }

    #[must_use]
    pub fn hint(mut self, hint: String) -> Self {
        self.hint = hint;
        self
    }

    #[must_use]
    pub fn auto(mut self, auto: &'static str) -> Self {
        self.auto = auto;
        self
    }

    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    #[must_use]
    pub fn is(&self, kind: &str) -> bool {
        match self.kind {
            Kind::Input(_) => kind == "input",
            Kind::Area => kind == "area",
            Kind::Select => kind == "select",
            Kind::Radios => kind == "radios",
            Kind::Checks => kind == "checks",
            Kind::Check => kind == "check",
            Kind::Hidden => kind == "hidden",
            Kind::File => kind == "file",
            Kind::Fold => kind == "fold",
            Kind::Unfold => kind == "unfold",
        }
    }

    /// The `type` of its `input`.
    #[must_use]
    pub fn input_type(&self) -> &'static str {
        match self.kind {
            Kind::Input(it) => it,
            _ => "text",
        }
    }
}

impl Form {
    #[must_use]
    pub fn new(action: impl Into<String>, submit: String, fields: Vec<Field>) -> Self {
        Form {
            action: action.into(),
            fields,
            submit,
            tone: "button--primary",
            inline: false,
            other: None,
            get: false,
        }
    }

    /// Whether it carries a file.
    #[must_use]
    pub fn has_files(&self) -> bool {
        self.fields.iter().any(|it| it.kind == Kind::File)
    }

    /// A lone button.
    #[must_use]
    pub fn button(action: impl Into<String>, submit: String) -> Self {
        Form {
            tone: "",
            inline: true,
            ..Self::new(action, submit, Vec::new())
        }
    }

    #[must_use]
    pub fn inline(mut self) -> Self {
        self.inline = true;
        self.tone = "";
        self
    }

    /// Leads to the page `action` and changes nothing.
    #[must_use]
    pub fn by_get(mut self) -> Self {
        self.get = true;
        self
    }

    #[must_use]
    pub fn danger(mut self) -> Self {
        self.tone = "button--danger";
        self
    }

    #[must_use]
    pub fn other(mut self, href: &str, text: String) -> Self {
        self.other = Some(Link {
            href: href.to_owned(),
            text,
        });
        self
    }

    /// Marks the fields an error names.
    fn mark(&mut self, words: &Words, errors: &[FieldError]) -> usize {
        let (mut marked, mut fold) = (0, None);
        for at in 0..self.fields.len() {
            let Some(field) = self.fields.get_mut(at) else {
                break;
            };
            match field.kind {
                Kind::Fold => fold = Some(at),
                Kind::Unfold => fold = None,
                _ => {}
            }
            if let Some(it) = errors.iter().find(|it| it.field == field.name) {
                field.error = words.field_error(it.code);
                marked += 1;
                if let Some(fold) = fold.and_then(|it| self.fields.get_mut(it)) {
                    "1".clone_into(&mut fold.value);
                }
            }
        }
        marked
    }
}

impl Section {
    #[must_use]
    pub fn of(title: String, parts: Vec<Part>) -> Self {
        Section {
            title,
            parts,
            ..Section::default()
        }
    }

    #[must_use]
    pub fn text(mut self, text: String) -> Self {
        self.text = text;
        self
    }

    #[must_use]
    pub fn folded(mut self, open: bool) -> Self {
        self.folded = true;
        self.open = open;
        self
    }

    /// Shown anew by the page's script when something comes by a connection; the section needs an id.
    #[must_use]
    pub fn called(mut self, connection: ConnectionId, page: String) -> Self {
        self.called = Some((connection.to_string(), page));
        self
    }

    #[must_use]
    pub fn id(mut self, id: &str) -> Self {
        id.clone_into(&mut self.id);
        self
    }
}

impl Sheet {
    #[must_use]
    pub fn new(title: String, lead: String) -> Self {
        Sheet {
            title,
            lead,
            ..Sheet::default()
        }
    }

    #[must_use]
    pub fn with(mut self, section: Section) -> Self {
        self.sections.push(section);
        self
    }

    #[must_use]
    pub fn back(mut self, href: &str, text: String) -> Self {
        self.back = Some(Link {
            href: href.to_owned(),
            text,
        });
        self
    }

    pub fn banner(&mut self, tone: &'static str, text: String) {
        self.banners.push(Banner {
            tone,
            text,
            link: None,
        });
    }

    /// As [`Sheet::fail`], said by the clock where one must wait for long.
    pub fn fail_at(&mut self, words: &Words, error: &Error, now: Millis) {
        match error {
            Error::TooMany { .. } => self.banner("bad", words.error_at(error, now).1),
            _ => self.fail(words, error),
        }
    }

    /// Shows a failure where it belongs: at its fields, or on top.
    pub fn fail(&mut self, words: &Words, error: &Error) {
        if let Error::Invalid(fields) = error {
            let mut marked = 0;
            for section in &mut self.sections {
                let mut in_section = 0;
                for part in &mut section.parts {
                    if let Part::Form(form) = part {
                        in_section += form.mark(words, fields);
                    }
                }
                section.open |= in_section > 0;
                marked += in_section;
            }
            if marked == 0 {
                let text = fields.first().map_or("error-field", |it| it.code);
                self.banner("bad", words.field_error(text));
            }
            return;
        }
        self.banner("bad", words.error(error).1);
    }
}

/// The QR code of a text.
///
/// # Errors
/// [`Error::Internal`] when the text is too long for one.
pub fn qr(text: &str, label: String) -> Result<Qr, Error> {
    /// Modules of white around a code (ISO/IEC 18004).
    const QUIET: usize = 4;
    let code = qrcode::QrCode::new(text).map_err(|err| Error::internal("drawing a QR", err))?;
    let width = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        for (x, color) in row.iter().enumerate() {
            if *color == qrcode::Color::Dark {
                use std::fmt::Write;
                let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
            }
        }
    }
    Ok(Qr {
        side: width + 2 * QUIET,
        path,
        label,
    })
}

/// One page of a long list: which rows, and the ways to the others. Pages count from 1.
#[must_use]
pub fn paged<T>(all: Vec<T>, page: usize, place: &str, words: &Words) -> (Vec<T>, Part) {
    const ROWS: usize = 100;
    let total = all.len();
    let page = page.clamp(1, total.div_ceil(ROWS).max(1));
    let rows = all.into_iter().skip((page - 1) * ROWS).take(ROWS).collect();
    let more = if place.contains('?') { '&' } else { '?' };
    let link = |to: usize, text: &str| Link {
        href: format!("{place}{more}page={to}"),
        text: words.t(text),
    };
    let pager = Pager {
        newer: (page > 1).then(|| link(page - 1, "page-before")),
        older: (page * ROWS < total).then(|| link(page + 1, "page-after")),
    };
    (rows, Part::Pager(pager))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]
    use super::*;

    #[test]
    fn errors_stand_at_their_fields_or_on_top() {
        let words = Words::for_reader("en", "UTC");
        let form = Form::new(
            "/x",
            "Save".into(),
            vec![Field::text("name", "Name".into(), "")],
        );
        let mut sheet = Sheet::new("T".into(), String::new())
            .with(Section::of("S".into(), vec![Part::Form(form)]).folded(false));
        sheet.fail(&words, &Error::invalid("name", "error-name-taken"));
        assert!(sheet.banners.is_empty());
        assert!(sheet.sections[0].open);
        let Part::Form(form) = &sheet.sections[0].parts[0] else {
            panic!()
        };
        assert_eq!(form.fields[0].error, words.t("error-name-taken"));
        sheet.fail(&words, &Error::invalid("other", "error-address"));
        assert_eq!(sheet.banners[0].text, words.t("error-address"));
        sheet.fail(&words, &Error::conflict("last-owner"));
        assert_eq!(sheet.banners[1].text, words.t("conflict-last-owner"));
    }

    #[test]
    fn long_lists_are_paged() {
        let words = Words::for_reader("en", "UTC");
        for (n, page, first, shown, more) in [
            (0, 1, None, 0, false),
            (1, 1, Some(0), 1, false),
            (1_000, 10, Some(900), 100, false),
            (1_000, 2, Some(100), 100, true),
            (5, 99, Some(0), 5, false),
        ] {
            let (rows, pager) = paged((0..n).collect(), page, "/p", &words);
            assert_eq!((rows.first().copied(), rows.len()), (first, shown));
            let Part::Pager(pager) = pager else { panic!() };
            assert_eq!(pager.older.is_some(), more);
        }
    }

    #[test]
    fn a_qr_is_drawn() {
        let it = qr("https://desk.example.co/invite/x", "Scan".into()).unwrap();
        assert!(it.path.starts_with("M4 4h1v1h-1z") && it.side > 29);
    }
}
