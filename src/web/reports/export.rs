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
    let (first, last) = (
        frame.asked.filter.period.first,
        frame.asked.filter.period.last,
    );
    let file = format!("attachment; filename=\"{name}-{first}-{last}.csv\"");
    let body = written(move |into| write(&frame, metric, into));
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, file))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .streaming(body))
}

fn write(frame: &Frame, metric: Metric, into: &mut Pieces) -> io::Result<()> {
    use io::Write;
    let parted = parted(frame.words().language());
    // The mark by which spreadsheets know UTF-8.
    into.write_all("\u{feff}".as_bytes())?;
    for it in head(frame, metric) {
        into.write_all(text(&it, parted).as_bytes())?;
    }
    let mut failed = Ok(());
    let ask = frame.ask(metric, &frame.asked.filter);
    let told = frame.asker.app.reports.each_row(&ask, |it| {
        let wanted = frame.asked.state.is_none_or(|state| state == it.state);
        if wanted && failed.is_ok() {
            failed = into.write_all(text(&cells(frame, &it), parted).as_bytes());
        }
    });
    told.map_err(|err: Error| io::Error::other(err.to_string()))?;
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

fn head(frame: &Frame, metric: Metric) -> Vec<Vec<String>> {
    let (words, name) = (frame.words(), metric.name());
    let zone = frame.asked.filter.period.zone().to_owned();
    let anchor = format!("{:?}", metric.anchor()).to_lowercase();
    let hours = match frame.asked.filter.hours {
        Hours::All => "report-hours-all",
        Hours::Business => "report-hours-business",
    };
    let pair = |key: &str, value: String| vec![words.t(key), value];
    vec![
        pair("report-column-metric", words.t(&format!("metric-{name}"))),
        pair(
            "report-column-definition",
            words.t(&format!("metric-{name}-text")),
        ),
        pair("report-column-days", frame.days()),
        pair("report-column-zone", zone),
        pair("report-column-hours", words.t(hours)),
        Vec::new(),
        vec![
            words.t("report-column-conversation"),
            words.t(&format!("report-when-{anchor}")),
            words.t("report-column-seconds"),
            words.t("report-column-state"),
            words.t("report-column-by"),
            words.t("report-column-channel"),
            words.t("report-column-from"),
        ],
    ]
}

fn cells(frame: &Frame, it: &Row) -> Vec<String> {
    let channel = it.channel.and_then(|id| frame.directory.channel(id));
    vec![
        it.number.to_string(),
        frame.words().stamp(it.at),
        it.took.map(|it| seconds(it.0)).unwrap_or_default(),
        it.state.name().to_owned(),
        frame.by(it.by),
        channel.map(|it| it.name.clone()).unwrap_or_default(),
        it.from.map(|it| it.name().to_owned()).unwrap_or_default(),
    ]
}

/// Whole seconds as every spreadsheet reads them.
fn seconds(millis: i64) -> String {
    (millis / 1_000).to_string()
}
