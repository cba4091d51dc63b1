//! Canned replies from a spreadsheet: a row a text, several rows of one name its languages.

use crate::desk::canned_replies::{About, change, list, make};
use crate::domain::actor::Viewer;
use crate::domain::canned_reply::{Audience, CannedReply, Variant};
use crate::domain::error::{Error, Result};
use crate::store::Write;
use crate::text::fold::fold;
use crate::transfer::contacts::Report;
use crate::transfer::csv;

/// Rows at most: they are one deed.
const MOST: usize = 500;

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// The line it begins on, from 1.
    pub line: u32,
    pub name: String,
    pub text: String,
    pub language: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Text,
    Language,
    Nothing,
}

/// Reads a table whose first row names its columns.
///
/// # Errors
/// [`Error::Invalid`] on `file`: empty, too long, or without a column of names or of texts.
pub fn read(bytes: &[u8]) -> Result<Vec<Row>> {
    let mut rows = csv::read(bytes);
    if rows.len() < 2 {
        return Err(Error::invalid("file", "import-empty"));
    }
    if rows.len() > MOST + 1 {
        return Err(Error::invalid("file", "error-too-many"));
    }
    let (_, heads) = rows.remove(0);
    let columns: Vec<Column> = heads.iter().map(|it| column(it)).collect();
    if !(columns.contains(&Column::Name) && columns.contains(&Column::Text)) {
        return Err(Error::invalid("file", "import-canned-columns"));
    }
    let row = |(line, cells): (u32, Vec<String>)| {
        let mut row = Row {
            line,
            ..Row::default()
        };
        for (column, cell) in columns.iter().zip(cells) {
            match column {
                Column::Name => row.name = cell,
                Column::Text => row.text = cell,
                Column::Language => row.language = cell,
                Column::Nothing => {}
            }
        }
        row
    };
    Ok(rows.into_iter().map(row).collect())
}

/// What a head says, in the languages of Lobby and in the words of other desks.
fn column(head: &str) -> Column {
    let plain: String = fold(head)
        .chars()
        .filter(|it| it.is_alphanumeric())
        .collect();
    match plain.as_str() {
        "name" | "title" | "shortcut" | "shortcode" | "nombre" | "titulo" | "atajo" | "nome"
        | "nama" => Column::Name,
        "text" | "content" | "message" | "body" | "reply" | "texto" | "contenido" | "mensaje"
        | "respuesta" | "mensagem" | "teks" => Column::Text,
        "language" | "lang" | "locale" | "idioma" | "bahasa" => Column::Language,
        _ => Column::Nothing,
    }
}

/// Brings rows in, for these people. A name that is there already has its text replaced, or that of the row's language;
/// the first row of a new name is its main text.
///
/// # Errors
/// [`Error::Forbidden`] for who may not write for these; the store's.
pub fn bring(w: &mut Write<'_>, by: &Viewer, rows: &[Row], audience: Audience) -> Result<Report> {
    let mut report = Report::default();
    let known = list(w, by)?.into_iter().map(|it| it.0);
    let mut known: Vec<_> = known.filter(|it| it.audience == audience).collect();
    for row in rows {
        let called = |it: &&CannedReply| fold(&it.name) == fold(row.name.trim());
        let found = known.iter().find(called).cloned();
        let mut about = found.as_ref().map(About::of).unwrap_or_default();
        about.audience = audience;
        if found.is_none() {
            about.name.clone_from(&row.name);
        }
        let language = row.language.trim();
        if found.is_none() || language.is_empty() {
            about.text.clone_from(&row.text);
        } else {
            about
                .variants
                .retain(|it| fold(&it.language) != fold(language));
        }
        if !language.is_empty() {
            about.variants.push(Variant {
                language: language.to_owned(),
                text: row.text.clone(),
            });
        }
        let done = match &found {
            Some(it) => change(w, by, it.id, &about),
            None => make(w, by, &about),
        };
        match (done, found) {
            (Err(err), _) => report.refuse(row.line, err)?,
            (Ok(now), Some(old)) if now == old => report.same += 1,
            (Ok(now), Some(old)) => {
                report.changed += 1;
                known.retain(|it| it.id != old.id);
                known.push(now);
            }
            (Ok(now), None) => {
                report.made += 1;
                known.push(now);
            }
        }
    }
    report.rows = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    Ok(report)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn tables_of_other_desks_are_read() {
        let rows = read("short_code;content\nhola;\"Hola,\nbuenas\"\n;x\n".as_bytes()).unwrap();
        assert_eq!(rows.len(), 2);
        let first = rows.first().unwrap();
        assert_eq!((first.line, first.name.as_str()), (2, "hola"));
        assert_eq!(first.text, "Hola,\nbuenas");
        let wrong = |text: &str| read(text.as_bytes()).unwrap_err();
        assert_eq!(
            wrong("a,b\n1,2\n"),
            Error::invalid("file", "import-canned-columns")
        );
        assert_eq!(wrong("name,text\n"), Error::invalid("file", "import-empty"));
    }
}
