//! Contacts from a table: each row finds its person by what names them, or makes one. A row that is wrong stops no
//! other. A dry run says what would happen and writes nothing; doing it twice changes nothing the second time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::contacts::attributes;
use crate::contacts::consents::Said;
use crate::contacts::edit::{Edit, add_identifier, checked, make, update};
use crate::contacts::identity::meant;
use crate::contacts::people::identifiers;
use crate::domain::actor::{Right, Viewer};
use crate::domain::attribute::AttributeOf;
use crate::domain::contact::{Contact, Handle, IdentifierKind, Tier};
use crate::domain::error::{Error, Result};
use crate::domain::id::ContactId;
use crate::store::{Look, Write};
use crate::text::fold::fold;
use crate::text::phone;
use crate::transfer::{consents, csv};

/// Rows of one table at most.
pub const MOST: usize = 20_000;
/// Wrong rows listed.
const LISTED: usize = 100;
/// Rows a rehearsal shows.
const SHOWN: usize = 20;

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    Name,
    Email,
    Phone,
    External,
    Company,
    Language,
    Tier,
    Notes,
    /// What they allow, of a purpose and a channel.
    Consent(consents::Of),
    /// An attribute of this name.
    Attribute(String),
    /// It has no head.
    Nothing,
}

/// What is done to people who are known already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Known {
    /// Only what is empty is filled in.
    #[default]
    Fill,
    /// What the table says wins.
    Replace,
}

/// What became, or would become, of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Report {
    pub rows: u32,
    pub made: u32,
    pub changed: u32,
    pub same: u32,
    pub wrong: u32,
    /// The first of them: line, and why, a key of `words` (`import-…`).
    pub why: Vec<(u32, String)>,
    /// Of a rehearsal the first rows of all: line, who, and what would come of it, a key of `words` (`import-is-…`).
    #[serde(default)]
    pub first: Vec<(u32, String, String)>,
}

/// A table that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What each column was taken for, beside its head.
    pub columns: Vec<(String, Column)>,
    /// Line and cells of each row.
    pub rows: Vec<(u32, Vec<String>)>,
}

/// Reads a table whose first row names its columns.
///
/// # Errors
/// [`Error::Invalid`] on `file`: empty, too long, or without a column that names people.
pub fn read(bytes: &[u8]) -> Result<Sheet> {
    let mut rows = csv::read(bytes);
    if rows.len() < 2 {
        return Err(Error::invalid("file", "import-empty"));
    }
    if rows.len() > MOST + 1 {
        return Err(Error::invalid("file", "import-long"));
    }
    let (_, heads) = rows.remove(0);
    let columns: Vec<_> = heads
        .into_iter()
        .map(|it| (it.clone(), column(&it)))
        .collect();
    let names = [Column::Email, Column::Phone, Column::External];
    if !columns.iter().any(|it| names.contains(&it.1)) {
        return Err(Error::invalid("file", "import-nameless"));
    }
    Ok(Sheet { columns, rows })
}

/// What a head says, in the languages of Lobby.
fn column(head: &str) -> Column {
    let words = fold(head);
    let plain: String = words.chars().filter(|it| it.is_alphanumeric()).collect();
    match plain.as_str() {
        "" => Column::Nothing,
        "name" | "fullname" | "nombre" | "nombrecompleto" | "nome" | "nomecompleto" | "nama"
        | "namalengkap" => Column::Name,
        "email" | "mail" | "emailaddress" | "correo" | "correoelectronico" | "surel" => {
            Column::Email
        }
        "phone" | "phonenumber" | "mobile" | "telefono" | "celular" | "movil" | "whatsapp"
        | "telefone" | "telepon" | "ponsel" | "nomorhp" => Column::Phone,
        "externalid" | "id" | "customerid" | "idexterno" | "codigo" => Column::External,
        "company" | "organization" | "organisation" | "empresa" | "compania" | "perusahaan" => {
            Column::Company
        }
        "language" | "lang" | "idioma" | "bahasa" => Column::Language,
        "tier" | "tipo" | "jenis" => Column::Tier,
        "notes" | "note" | "notas" | "nota" | "catatan" => Column::Notes,
        plain => match consents::column(plain) {
            Some(of) => Column::Consent(of),
            None => Column::Attribute(head.trim().to_owned()),
        },
    }
}

/// A row as it was meant.
#[derive(Debug, Default)]
struct Meant {
    handles: Vec<Handle>,
    edit: Edit,
    attributes: BTreeMap<String, String>,
    consents: Vec<Said>,
}

/// Does rows `from..` of a sheet, at most `limit`, or with `dry` only says what would come of them. `country` is the
/// calling code of numbers written without one. Adds to `report`.
///
/// # Errors
/// [`Error::Forbidden`] below an admin; the store's.
pub fn bring(
    w: &mut Write<'_>,
    by: &Viewer,
    sheet: &Sheet,
    (known, country): (Known, &str),
    (from, limit): (usize, usize),
) -> Result<Report> {
    by.need(Right::Administer)?;
    let mut report = Report::default();
    for (line, cells) in sheet.rows.iter().skip(from).take(limit) {
        let done =
            meant_by(w, sheet, cells, country).and_then(|it| whom(w, &it).map(|found| (it, found)));
        match done {
            Err(err) => report.refuse(*line, err)?,
            Ok((it, found)) => match one(w, by, &it, found, known) {
                Ok(outcome) => report.count(outcome),
                Err(err) => report.refuse(*line, err)?,
            },
        }
    }
    Ok(report)
}

/// As [`bring`] for a whole sheet, writing nothing. Rows of one person count as made once.
///
/// # Errors
/// [`Error::Forbidden`] below an admin; the store's.
pub fn rehearse(
    look: &Look<'_>,
    by: &Viewer,
    sheet: &Sheet,
    (known, country): (Known, &str),
) -> Result<Report> {
    by.need(Right::Administer)?;
    let mut report = Report::default();
    let mut seen: Vec<Handle> = Vec::new();
    for (line, cells) in &sheet.rows {
        let foreseen = meant_by(look, sheet, cells, country)
            .and_then(|it| foreseen(look, it, known, &mut seen));
        let word = match foreseen {
            Ok(outcome) => {
                report.count(outcome);
                outcome.word()
            }
            Err(err) => {
                report.refuse(*line, err)?;
                "import-is-wrong"
            }
        };
        if report.first.len() < SHOWN {
            let who = called(sheet, cells);
            report.first.push((*line, who, word.to_owned()));
        }
    }
    Ok(report)
}

/// What would come of a row; `seen` are the handles of the rows above that make somebody.
fn foreseen(look: &Look<'_>, it: Meant, known: Known, seen: &mut Vec<Handle>) -> Result<Outcome> {
    let Some(id) = whom(look, &it)? else {
        let again = it.handles.iter().any(|it| seen.contains(it));
        seen.extend(it.handles);
        return Ok(if again {
            Outcome::Changed
        } else {
            Outcome::Made
        });
    };
    let person = look.contact(id)?.unwrap_or_default();
    let edit = laid_over(&person, &it, known);
    let more = missing(look, id, &it.handles)?;
    let said = consents::missing(look, id, &it.consents, known)?;
    let changes = edit != Edit::default() || !more.is_empty() || !said.is_empty();
    Ok(if changes {
        Outcome::Changed
    } else {
        Outcome::Same
    })
}

/// How a row calls its person: the name, else the first cell that says anything.
fn called(sheet: &Sheet, cells: &[String]) -> String {
    let first = |of: fn(&Column) -> bool| {
        let mut all = sheet.columns.iter().zip(cells);
        let found = all.find(|it| of(&it.0.1) && !it.1.trim().is_empty());
        found.map(|it| it.1.trim().to_owned())
    };
    let name = first(|it| *it == Column::Name);
    name.or_else(|| first(|_| true)).unwrap_or_default()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Made,
    Changed,
    Same,
}

impl Outcome {
    /// Key of `words`.
    fn word(self) -> &'static str {
        match self {
            Outcome::Made => "import-is-new",
            Outcome::Changed => "import-is-changed",
            Outcome::Same => "import-is-same",
        }
    }
}

impl Report {
    fn count(&mut self, outcome: Outcome) {
        self.rows += 1;
        match outcome {
            Outcome::Made => self.made += 1,
            Outcome::Changed => self.changed += 1,
            Outcome::Same => self.same += 1,
        }
    }

    /// Counts a row that cannot be brought in.
    ///
    /// # Errors
    /// What is no fault of the row.
    pub fn refuse(&mut self, line: u32, err: Error) -> Result<()> {
        let code = code(err)?;
        self.rows += 1;
        self.wrong += 1;
        if self.why.len() < LISTED {
            self.why.push((line, code.to_owned()));
        }
        Ok(())
    }

    /// Adds what became of further rows.
    pub fn add(&mut self, other: Report) {
        self.rows += other.rows;
        self.made += other.made;
        self.changed += other.changed;
        self.same += other.same;
        self.wrong += other.wrong;
        self.why.extend(other.why);
        self.why.truncate(LISTED);
    }
}

/// The rows that cannot be brought in, each with why, a key of `words`.
///
/// # Errors
/// [`Error::Forbidden`] below an admin; the store's.
pub fn wrong<'s>(
    look: &Look<'_>,
    by: &Viewer,
    sheet: &'s Sheet,
    country: &str,
) -> Result<Vec<(&'s [String], &'static str)>> {
    by.need(Right::Administer)?;
    let mut out = Vec::new();
    for (_, cells) in &sheet.rows {
        let found = meant_by(look, sheet, cells, country).and_then(|it| whom(look, &it));
        if let Err(err) = found {
            out.push((cells.as_slice(), code(err)?));
        }
    }
    Ok(out)
}

/// Why a row is not brought in; what is no fault of the row is handed on.
fn code(err: Error) -> Result<&'static str> {
    match err {
        Error::Invalid(fields) => Ok(fields.first().map_or("import-wrong", |it| it.code)),
        Error::Conflict { .. } => Ok("import-two"),
        err => Err(err),
    }
}

/// A row, its values held to what the business' fields are.
fn meant_by(look: &Look<'_>, sheet: &Sheet, cells: &[String], country: &str) -> Result<Meant> {
    let mut it = meaning(sheet, cells, country)?;
    let given: Vec<_> = std::mem::take(&mut it.attributes).into_iter().collect();
    let kept = attributes::checked(look, AttributeOf::Contacts, &[], &given)?;
    it.attributes = kept.into_iter().collect();
    Ok(it)
}

fn meaning(sheet: &Sheet, cells: &[String], country: &str) -> Result<Meant> {
    let mut out = Meant::default();
    let cells = cells.iter().map(|it| it.trim());
    for ((_, column), cell) in sheet
        .columns
        .iter()
        .zip(cells)
        .filter(|it| !it.1.is_empty())
    {
        let text = || Some(cell.to_owned());
        match column {
            Column::Name => out.edit.name = text(),
            Column::Company => out.edit.company = text(),
            Column::Language => out.edit.language = text(),
            Column::Notes => out.edit.notes = text(),
            Column::Tier => {
                out.edit.tier = Some(if fold(cell) == "vip" {
                    Tier::Vip
                } else {
                    Tier::Normal
                });
            }
            Column::Attribute(name) => {
                out.attributes.insert(name.clone(), cell.to_owned());
            }
            Column::Consent(of) => out.consents.push(consents::said(*of, cell)?),
            Column::Nothing => {}
            Column::Email | Column::Phone | Column::External => {
                for one in cell.split(';').map(str::trim).filter(|it| !it.is_empty()) {
                    out.handles.push(handle(column, one, country)?);
                }
            }
        }
    }
    if out.handles.is_empty() {
        return Err(Error::invalid("row", "import-nobody"));
    }
    Ok(out)
}

fn handle(column: &Column, text: &str, country: &str) -> Result<Handle> {
    let (found, code) = match column {
        Column::Email => (Some(Handle::email(text)), "import-email"),
        Column::Phone => (
            phone::canon(text, country).map(Handle::phone),
            "import-phone",
        ),
        _ => {
            let it = Handle {
                kind: IdentifierKind::External,
                value: text.to_owned(),
                ..Handle::default()
            };
            (Some(it), "import-external")
        }
    };
    let found = found.map(|it| checked(&it)).and_then(Result::ok);
    found.ok_or_else(|| Error::invalid("row", code))
}

/// The one person all of a row's handles name, if any does.
fn whom(look: &Look<'_>, it: &Meant) -> Result<Option<ContactId>> {
    let mut found: Option<ContactId> = None;
    for handle in &it.handles {
        let person = meant(look, handle)?.map_or(Ok(None), |id| look.person(id))?;
        let Some(person) = person.filter(|it| it.erased_at.is_none()) else {
            continue;
        };
        if found.is_some_and(|it| it != person.id) {
            return Err(Error::invalid("row", "import-two"));
        }
        found = Some(person.id);
    }
    Ok(found)
}

/// Handles of a row the person does not have yet.
fn missing(look: &Look<'_>, person: ContactId, wanted: &[Handle]) -> Result<Vec<Handle>> {
    let held = identifiers(look, person)?;
    let has = |handle: &Handle| held.iter().any(|it| it.handle == *handle);
    Ok(wanted.iter().filter(|it| !has(it)).cloned().collect())
}

/// What of a row changes somebody who is known.
fn laid_over(person: &Contact, it: &Meant, known: Known) -> Edit {
    let wins = |was: &str, new: &Option<String>| {
        new.clone()
            .filter(|new| new != was && (was.is_empty() || known == Known::Replace))
    };
    let mut attributes: BTreeMap<_, _> = person.attributes.iter().cloned().collect();
    for (name, value) in &it.attributes {
        if known == Known::Replace || !attributes.contains_key(name) {
            attributes.insert(name.clone(), value.clone());
        }
    }
    let attributes: Vec<_> = attributes.into_iter().collect();
    let mut was = person.attributes.clone();
    was.sort();
    Edit {
        name: wins(&person.name, &it.edit.name),
        company: wins(&person.company, &it.edit.company),
        language: wins(&person.language, &it.edit.language),
        notes: wins(&person.notes, &it.edit.notes),
        attributes: (attributes != was).then_some(attributes),
        tier: it
            .edit
            .tier
            .filter(|new| *new != person.tier && (known == Known::Replace || *new == Tier::Vip)),
        owner: None,
        company_of: None,
    }
}

fn one(
    w: &mut Write<'_>,
    by: &Viewer,
    it: &Meant,
    found: Option<ContactId>,
    known: Known,
) -> Result<Outcome> {
    let (id, outcome) = match (found, it.handles.first()) {
        (Some(id), _) => {
            let person = w.contact(id)?.unwrap_or_default();
            let edit = laid_over(&person, it, known);
            if edit == Edit::default() {
                (id, Outcome::Same)
            } else {
                update(w, by, id, &edit)?;
                (id, Outcome::Changed)
            }
        }
        (None, Some(first)) => {
            let edit = Edit {
                attributes: Some(it.attributes.clone().into_iter().collect()),
                ..it.edit.clone()
            };
            (make(w, by, first, &edit)?.id, Outcome::Made)
        }
        (None, None) => return Err(Error::invalid("row", "import-nobody")),
    };
    let more = missing(w, id, &it.handles)?;
    for handle in &more {
        add_identifier(w, by, id, handle)?;
    }
    let said = consents::bring(w, by, id, (&it.consents, known))?;
    Ok(match outcome {
        Outcome::Same if said || !more.is_empty() => Outcome::Changed,
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read_in_every_language() {
        for (heads, meant) in [
            ("Name;Nombre;Nome completo;Nama", Column::Name),
            ("E-mail;Correo;Surel", Column::Email),
            ("Phone;Teléfono;Telefone;Nomor HP", Column::Phone),
            ("Company;Empresa;Perusahaan", Column::Company),
            ("Language;Idioma;Bahasa", Column::Language),
            ("Tier;Tipo;Jenis", Column::Tier),
            ("Notes;Notas;Catatan", Column::Notes),
        ] {
            for head in heads.split(';') {
                assert!(column(head) == meant, "{head}");
            }
        }
        assert!(column("Ukuran") == Column::Attribute("Ukuran".into()));
    }
}
