//! Contacts as tables: in, with a dry run, and out.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::problem::Answer;
use crate::app::App;
use crate::app::bringing::{calling_code, try_out};
use crate::app::outgoing::written;
use crate::domain::error::Error;
use crate::transfer::contacts::{Known, Report, bring as bring_rows, read};
use crate::transfer::listed;
use crate::words::Words;

/// Rows of one call: they are one deed.
const MOST: usize = 1_000;

/// A table to bring in.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "csv": "name,email,plan\nSofía,sofia@flores.example,gold\n", "dry_run": true }))]
pub struct NewImport {
    /// The text of the table; its first row names the columns: `name`, `email`, `phone`, `external_id`, `company`,
    /// `language`, `tier`, `notes`; any other is an attribute.
    csv: String,
    /// Only say what would come of it.
    dry_run: bool,
    /// What the table says replaces what is known; else only what is empty is filled in.
    replace: bool,
}

/// What became, or would become, of a table.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Imported {
    dry_run: bool,
    rows: u32,
    made: u32,
    changed: u32,
    same: u32,
    refused: u32,
    /// Rows that cannot be brought in, at most 100.
    problems: Vec<Refused>,
}

/// A row that cannot be brought in.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ImportRefused)]
pub struct Refused {
    line: u32,
    code: String,
    text: String,
}

/// As programs see what became of a table.
#[must_use]
pub fn imported(words: &Words, dry_run: bool, it: &Report) -> Imported {
    Imported {
        dry_run,
        rows: it.rows,
        made: it.made,
        changed: it.changed,
        same: it.same,
        refused: it.wrong,
        problems: it
            .why
            .iter()
            .map(|(line, code)| Refused {
                line: *line,
                code: code.replace('-', "_"),
                text: words.t(code),
            })
            .collect(),
    }
}

/// `POST /imports/contacts`.
pub async fn bring(app: Data<App>, call: Call<NewImport>) -> Answer<HttpResponse> {
    let sheet = read(call.it.csv.as_bytes())?;
    if sheet.rows.len() > MOST {
        return Err(Error::invalid("csv", "error-too-many").into());
    }
    let (sheet, words) = (Arc::new(sheet), &call.caller.words);
    let known = if call.it.replace {
        Known::Replace
    } else {
        Known::Fill
    };
    if call.it.dry_run {
        let report = try_out(&app, &call.caller.viewer, sheet, known).await?;
        return Ok(HttpResponse::Ok().json(imported(words, true, &report)));
    }
    let made = call
        .act(&app, move |w, by| {
            let country = calling_code(w)?;
            bring_rows(w, by, &sheet, (known, country), (0, MOST))
        })
        .await?;
    let view = imported(words, false, &made.it);
    Ok(made.done(view))
}

/// `GET /exports/contacts`.
pub async fn export(app: Data<App>, _caller: Caller) -> Answer<HttpResponse> {
    let app = app.as_ref().clone();
    let body = written(move |into| listed::write(&app.store, into));
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((
            "Content-Disposition",
            "attachment; filename=\"contacts.csv\"",
        ))
        .streaming(body))
}
