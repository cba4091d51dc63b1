//! `GET /reports/{metric}/table.xlsx`: the same sightings as a workbook, in which numbers are numbers and times are times.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Path, Query};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use crate::app::off_the_loop;
use crate::domain::error::{Error, Result};
use crate::reports::{Metric, Pairs, Row};
use crate::web::asker::{Answer, Asker};
use crate::web::reports::export::{about, attachment, heads, told};
use crate::web::reports::frame::{Frame, metric as named};

/// The registered type (RFC 6838, IANA).
const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// A workbook is made in memory: what has more rows is taken as text.
const MOST: u32 = 50_000;
/// Letters of a sheet's name, and those it cannot have (ECMA-376, 18.2.19, and what Excel refuses).
const LONGEST_NAME: usize = 31;
const NOT_IN_NAMES: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// The workbook.
pub async fn workbook(asker: Asker, name: Path<String>, pairs: Query<Pairs>) -> Answer {
    let (app, pairs, name) = (asker.app.clone(), pairs.into_inner(), name.into_inner());
    let frame = app
        .look(move |look| Frame::read(&asker, look, &pairs))
        .await?;
    let metric = named(&name)?;
    let file = attachment(&frame, metric, "xlsx");
    let made = off_the_loop(move || made(&frame, metric)).await??;
    Ok(HttpResponse::Ok()
        .content_type(TYPE)
        .insert_header((header::CONTENT_DISPOSITION, file))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(made))
}

fn made(frame: &Frame, metric: Metric) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    rows(frame, metric, book.add_worksheet())?;
    definition(frame, metric, book.add_worksheet()).map_err(failed)?;
    book.save_to_buffer().map_err(failed)
}

fn failed(err: XlsxError) -> Error {
    Error::internal("making a workbook", err)
}

fn rows(frame: &Frame, metric: Metric, sheet: &mut Worksheet) -> Result<()> {
    let title = frame.words().t(&format!("metric-{}", metric.name()));
    top(sheet, &title, &heads(frame, metric)).map_err(failed)?;
    let time = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    let (mut n, mut wrong) = (0, None);
    frame.each_row(metric, |it| {
        if wrong.is_some() || n > MOST {
            return;
        }
        n += 1;
        wrong = row(frame, sheet, n, &it, &time).err();
    })?;
    match wrong {
        Some(err) => Err(failed(err)),
        None if n > MOST => Err(Error::invalid("period", "error-report-rows")),
        None => sheet.autofilter(0, 0, n, 6).map(|_| ()).map_err(failed),
    }
}

/// Names a sheet and writes what stands above its columns, which stays when one scrolls.
fn top(sheet: &mut Worksheet, title: &str, heads: &[String]) -> std::result::Result<(), XlsxError> {
    let name = title.replace(NOT_IN_NAMES, " ");
    sheet.set_name(name.chars().take(LONGEST_NAME).collect::<String>())?;
    let bold = Format::new().set_bold();
    for (column, head) in (0..).zip(heads) {
        sheet.write_string_with_format(0, column, head, &bold)?;
        sheet.set_column_width(column, 20)?;
    }
    sheet.set_freeze_panes(1, 0).map(|_| ())
}

fn row(
    frame: &Frame,
    sheet: &mut Worksheet,
    at: u32,
    it: &Row,
    time: &Format,
) -> std::result::Result<(), XlsxError> {
    sheet.write(at, 0, it.number)?;
    sheet.write_datetime_with_format(at, 1, frame.words().civil(it.at), time)?;
    if let Some(took) = it.took {
        sheet.write(at, 2, took.0 / 1_000)?;
    }
    for (column, text) in (3..).zip(told(frame, it)) {
        sheet.write_string(at, column, text)?;
    }
    Ok(())
}

/// What it is of and how it was counted, on a sheet of its own.
fn definition(
    frame: &Frame,
    metric: Metric,
    sheet: &mut Worksheet,
) -> std::result::Result<(), XlsxError> {
    let all = about(frame, metric);
    let title = frame.words().t("report-column-definition");
    sheet.set_name(title.chars().take(LONGEST_NAME).collect::<String>())?;
    sheet.set_column_width(0, 20)?;
    sheet.set_column_width(1, 80)?;
    for (line, [name, value]) in (0..).zip(all) {
        sheet.write_string(line, 0, name)?;
        sheet.write_string(line, 1, value)?;
    }
    Ok(())
}
