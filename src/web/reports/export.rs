//! `GET /reports/{metric}/table.csv`: the same sightings to take home, with what they are and how they were counted.

use std::io;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Path, Query};

use crate::app::outgoing::{Pieces, written};
use crate::domain::error::Error;
use crate::reports::{Hours, Metric, Pairs, Row};
use crate::transfer::csv::line_parted;
use crate::web::asker::{Answer, Asker};
use crate::web::reports::frame::{Frame, metric as named};
use crate::words::Language;

/// The table.
pub async fn table(asker: Asker, name: Path<String>, pairs: Query<Pairs>) -> Answer {
    let (app, pairs, name) = (asker.app.clone(), pairs.into_inner(), name.into_inner());
    let frame = app
        .look(move |look| Frame::read(&asker, look, &pairs))
        .await?;
    let metric = named(&name)?;
    let file = attachment(&frame, metric, "csv");
    let body = written(move |into| write(&frame, metric, into));
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, file))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .streaming(body))
}

/// Under which name a table is kept.
pub fn attachment(frame: &Frame, metric: Metric, kind: &str) -> String {
    let period = &frame.asked.filter.period;
    let (name, first, last) = (metric.name(), period.first, period.last);
    format!("attachment; filename=\"{name}-{first}-{last}.{kind}\"")
}

fn write(frame: &Frame, metric: Metric, into: &mut Pieces) -> io::Result<()> {
    use io::Write;
    let parted = parted(frame.words().language());
    // The mark by which spreadsheets know UTF-8.
    into.write_all("\u{feff}".as_bytes())?;
    for it in about(frame, metric).map(Vec::from) {
        into.write_all(text(&it, parted).as_bytes())?;
    }
    into.write_all(text(&[], parted).as_bytes())?;
    into.write_all(text(&heads(frame, metric), parted).as_bytes())?;
    let mut failed = Ok(());
    let read = frame.each_row(metric, |it| {
        if failed.is_ok() {
            failed = into.write_all(text(&cells(frame, &it), parted).as_bytes());
        }
    });
    read.map_err(|err: Error| io::Error::other(err.to_string()))?;
    failed
}

fn text(cells: &[String], parted: char) -> String {
    line_parted(cells.iter().map(String::as_str), parted)
}

/// Spreadsheets part cells by what does not part numbers where they are used.
fn parted(language: Language) -> char {
    if language == Language::English {
        ','
    } else {
        ';'
    }
}

/// What the table is of, and how it was counted.
pub fn about(frame: &Frame, metric: Metric) -> [[String; 2]; 5] {
    let (words, name) = (frame.words(), metric.name());
    let hours = match frame.asked.filter.hours {
        Hours::All => words.t("report-hours-all"),
        Hours::Business => format!("{}. {}", words.t("report-hours-business"), frame.hours()),
    };
    let told = [
        ("metric", words.t(&format!("metric-{name}"))),
        ("definition", words.t(&format!("metric-{name}-text"))),
        ("days", frame.days()),
        ("zone", frame.asked.filter.period.zone().to_owned()),
        ("hours", hours),
    ];
    told.map(|(key, value)| [words.t(&format!("report-column-{key}")), value])
}

/// What stands above its columns.
pub fn heads(frame: &Frame, metric: Metric) -> [String; 7] {
    let words = frame.words();
    let anchor = format!("{:?}", metric.anchor()).to_lowercase();
    [
        words.t("report-column-conversation"),
        words.t(&format!("report-when-{anchor}")),
        words.t("report-column-seconds"),
        words.t("report-column-state"),
        words.t("report-column-by"),
        words.t("report-column-channel"),
        words.t("report-column-from"),
    ]
}

/// What is said of a row besides its number, its time and its length: state, who, channel, from which kind of channel.
pub fn told(frame: &Frame, it: &Row) -> [String; 4] {
    let channel = it.channel.and_then(|id| frame.directory.channel(id));
    [
        it.state.name().to_owned(),
        frame.by(it.by),
        channel.map(|it| it.name.clone()).unwrap_or_default(),
        it.from.map(|it| it.name().to_owned()).unwrap_or_default(),
    ]
}

fn cells(frame: &Frame, it: &Row) -> Vec<String> {
    let mut out = vec![
        it.number.to_string(),
        frame.words().stamp(it.at),
        it.took.map(|it| seconds(it.0)).unwrap_or_default(),
    ];
    out.extend(told(frame, it));
    out
}

/// Whole seconds as every spreadsheet reads them.
fn seconds(millis: i64) -> String {
    (millis / 1_000).to_string()
}
