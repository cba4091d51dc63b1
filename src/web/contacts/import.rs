//! `/contacts/import`: a table is tried out first, and brought in when what would come of it was seen;
//! `/contacts/export.csv`: all contacts as such a table.

use std::fs::File;
use std::io;
use std::sync::Arc;

use actix_multipart::form::MultipartForm;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Bytes, Query};
use askama::Template;
use futures_util::Stream;
use serde::Deserialize;

use crate::app::bringing::{calling_code, carry_out, try_out};
use crate::app::off_the_loop;
use crate::app::outgoing::written;
use crate::domain::error::Error;
use crate::domain::id::BlobHash;
use crate::store::Look;
use crate::transfer::contacts::{Column, Known, Report, Sheet as Brought, read, wrong as left_out};
use crate::transfer::csv::line;
use crate::transfer::listed;
use crate::web::asker::{Answer, Asker, html};
use crate::web::contacts::columns::Columns;
use crate::web::conversations::write::check_token;
use crate::web::names::Directory;
use crate::web::page::Page;
use crate::web::settings::{Pairs, admin, first};
use crate::web::sheet::{Field, Form, Part, Row, Section, Sheet};
use crate::web::shell;
use crate::web::upload::Fields;
use crate::words::{Arg, Words};

/// Largest table, bytes.
const LARGEST: u64 = 10 << 20;

#[derive(Template)]
#[template(path = "contacts/import.html")]
struct ImportPage {
    page: Page,
    sheet: Sheet,
    /// Whether a table is asked for.
    asks: bool,
}

async fn show(asker: &Asker, sheet: Sheet, asks: bool) -> Answer {
    let for_look = asker.clone();
    let page = asker
        .app
        .look(move |look| {
            let directory = Directory::read(look)?;
            shell::page(&for_look, look, &directory, "contacts", None)
        })
        .await?;
    html(&ImportPage { page, sheet, asks })
}

fn sheet(words: &Words) -> Sheet {
    Sheet::new(words.t("import-title"), words.t("import-lead"))
        .back("/contacts", words.t("contacts-title"))
}

/// `GET /contacts/import`
pub async fn page(asker: Asker) -> Answer {
    admin(&asker)?;
    show(&asker, sheet(&asker.words), true).await
}

/// `POST /contacts/import`: what would come of a table.
pub async fn rehearse(
    asker: Asker,
    form: Result<MultipartForm<Fields>, actix_web::Error>,
) -> Answer {
    admin(&asker)?;
    let Ok(form) = form else {
        return failed(&asker, &Error::invalid("file", "error-missing")).await;
    };
    let form = form.into_inner();
    check_token(&asker, form.text("csrf"))?;
    let replaces = form.text("known") == "replace";
    let file = form.files.into_iter().find(|it| it.size > 0);
    let Some(file) = file else {
        return failed(&asker, &Error::invalid("file", "error-missing")).await;
    };
    let blobs = asker.app.blobs.clone();
    let staged = off_the_loop(move || {
        let opened = File::open(file.file.path());
        let mut opened = opened.map_err(|err| Error::internal("reading an upload", err))?;
        let staged = blobs.stage(&mut opened, LARGEST)?;
        let bytes = blobs.read(staged.hash)?;
        Ok::<_, Error>((staged.hash, read(&bytes)))
    })
    .await?;
    let (hash, table) = match staged {
        Ok((hash, Ok(table))) => (hash, Arc::new(table)),
        Ok((_, Err(err))) | Err(err @ Error::TooLarge { .. }) => return failed(&asker, &err).await,
        Err(err) => return Err(err.into()),
    };
    let report = try_out(&asker.app, asker.viewer(), table.clone(), known(replaces)).await?;
    let words = &asker.words;
    let go = Form::new(
        "/contacts/import/run",
        words.t_n("import-go", i64::from(report.made + report.changed)),
        vec![
            Field::hidden("table", hash.hex()),
            Field::hidden("known", if replaces { "replace" } else { "" }),
        ],
    );
    let parts = vec![Part::Rows(counts(words, &report)), Part::Form(go)];
    let mut sheet = sheet(words).with(Section::of(words.t("import-would"), parts));
    sheet = with_left_out(words, sheet, (&report, Some(hash)));
    sheet = sheet.with(Section::of(
        words.t("import-first"),
        vec![Part::Rows(first_rows(words, &report))],
    ));
    let columns = Part::Rows(columns(words, &table));
    sheet = sheet.with(Section::of(words.t("import-columns"), vec![columns]));
    show(&asker, sheet, true).await
}

/// `POST /contacts/import/run`: brings in the table that was tried out.
pub async fn run(asker: Asker, form: Pairs) -> Answer {
    admin(&asker)?;
    let hash = BlobHash::from_hex(first(&form, "table"));
    let hash = hash.ok_or_else(|| Error::not_found("table"))?;
    let (blobs, replaces) = (asker.app.blobs.clone(), first(&form, "known") == "replace");
    let table = off_the_loop(move || read(&blobs.read(hash)?)).await?;
    let table = match table {
        Ok(table) => Arc::new(table),
        Err(err) => return failed(&asker, &err).await,
    };
    let report = carry_out(&asker.app, asker.viewer(), table, known(replaces)).await?;
    let words = &asker.words;
    let parts = vec![Part::Rows(counts(words, &report))];
    let mut sheet = sheet(words).with(Section::of(words.t("import-done"), parts));
    sheet = with_left_out(words, sheet, (&report, Some(hash)));
    show(&asker, sheet, false).await
}

/// What the address of the rows that were left out says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Left {
    table: String,
}

/// `GET /contacts/import/wrong.csv`: the rows of a table that cannot be brought in, with why, to be mended.
pub async fn wrong(asker: Asker, asked: Query<Left>) -> Answer {
    admin(&asker)?;
    let hash = BlobHash::from_hex(&asked.table);
    let hash = hash.ok_or_else(|| Error::not_found("table"))?;
    let blobs = asker.app.blobs.clone();
    let table = off_the_loop(move || read(&blobs.read(hash)?)).await??;
    let (app, words, by) = (
        asker.app.clone(),
        asker.words.clone(),
        asker.viewer().clone(),
    );
    let made = move |look: &Look<'_>| {
        let heads = table.columns.iter().map(|it| it.0.as_str());
        let why = words.t("import-why");
        let mut out = line(heads.chain([why.as_str()]));
        for (cells, code) in left_out(look, &by, &table, calling_code(look)?)? {
            let said = words.t(code);
            // A short row has its reason below the others' too.
            let padded = cells
                .iter()
                .map(String::as_str)
                .chain(std::iter::repeat(""));
            out += &line(padded.take(table.columns.len()).chain([said.as_str()]));
        }
        Ok(out)
    };
    let body = app.look(made).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"not-imported.csv\"",
        ))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(body))
}

/// What of them goes into a file.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// `shown`: the columns of the list, as the agent chose them.
    columns: String,
}

/// `GET /contacts/export.csv`: all there is, in the columns an import reads; or what the list shows.
pub async fn export(asker: Asker, wanted: Query<Wanted>) -> Answer {
    admin(&asker)?;
    let app = asker.app.clone();
    if wanted.columns != "shown" {
        let body = written(move |into| listed::write(&app.store, into));
        return Ok(table_of(body));
    }
    let directory = app.look(Directory::read).await?;
    let body = written(move |into| {
        let failed = |err: Error| io::Error::other(err.to_string());
        let columns = app.store.look(|look| Columns::of(&asker, look, &directory));
        let columns = columns.map_err(failed)?;
        let (store, heads) = (&app.store, columns.line_heads());
        listed::write_columns(store, &heads, |look, it| columns.line(look, it), into)
    });
    Ok(table_of(body))
}

fn table_of(body: impl Stream<Item = io::Result<Bytes>> + 'static) -> HttpResponse {
    let name = "attachment; filename=\"contacts.csv\"";
    HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .streaming(body)
}

async fn failed(asker: &Asker, err: &Error) -> Answer {
    let mut sheet = sheet(&asker.words);
    sheet.fail(&asker.words, err);
    let mut answer = show(asker, sheet, true).await?;
    *answer.status_mut() = actix_web::http::StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}

fn known(replaces: bool) -> Known {
    if replaces {
        Known::Replace
    } else {
        Known::Fill
    }
}

/// What became of how many rows.
#[must_use]
pub fn counts(words: &Words, it: &Report) -> Vec<Row> {
    let all = [
        ("import-made", it.made),
        ("import-changed", it.changed),
        ("import-same", it.same),
        ("import-refused", it.wrong),
    ];
    all.into_iter()
        .filter(|it| it.1 > 0)
        .map(|(key, n)| Row {
            title: words.t_n(key, i64::from(n)),
            ..Row::default()
        })
        .collect()
}

/// The sheet with the lines that cannot be brought in.
#[must_use]
pub fn with_wrong(words: &Words, sheet: Sheet, report: &Report) -> Sheet {
    with_left_out(words, sheet, (report, None))
}

/// As [`with_wrong`], with the way to these lines of a table.
fn with_left_out(
    words: &Words,
    sheet: Sheet,
    (report, table): (&Report, Option<BlobHash>),
) -> Sheet {
    if report.why.is_empty() {
        return sheet;
    }
    let row = |(line, code): &(u32, String)| Row {
        title: words.t_with("import-line", &[("n", Arg::Number(i64::from(*line)))]),
        text: words.t(code),
        ..Row::default()
    };
    let mut rows: Vec<Row> = report.why.iter().map(row).collect();
    rows.extend(table.map(|table| Row {
        href: format!("/contacts/import/wrong.csv?table={}", table.hex()),
        title: words.t("import-wrong-file"),
        ..Row::default()
    }));
    sheet.with(Section::of(
        words.t("import-wrong-lines"),
        vec![Part::Rows(rows)],
    ))
}

/// The first rows, each with what would come of it.
fn first_rows(words: &Words, report: &Report) -> Vec<Row> {
    let row = |(line, who, code): &(u32, String, String)| Row {
        title: who.clone(),
        text: words.t_with("import-line", &[("n", Arg::Number(i64::from(*line)))]),
        chip: words.t(code),
        ..Row::default()
    };
    report.first.iter().map(row).collect()
}

fn columns(words: &Words, table: &Brought) -> Vec<Row> {
    let said = |column: &Column| match column {
        Column::Name => words.t("contact-name"),
        Column::Email => words.t("import-is-email"),
        Column::Phone => words.t("import-is-phone"),
        Column::External => words.t("import-is-external"),
        Column::Company => words.t("contact-company"),
        Column::Language => words.t("import-is-language"),
        Column::Tier => words.t("contact-tier"),
        Column::Notes => words.t("contact-notes"),
        Column::Consent((purpose, _)) => words.t(&format!("purpose-{}", purpose.name())),
        Column::Attribute(_) => words.t("import-is-attribute"),
        Column::Nothing => words.t("import-is-nothing"),
    };
    let row = |(head, column): &(String, Column)| Row {
        title: if head.is_empty() {
            "–".to_owned()
        } else {
            head.clone()
        },
        text: said(column),
        ..Row::default()
    };
    table.columns.iter().map(row).collect()
}
