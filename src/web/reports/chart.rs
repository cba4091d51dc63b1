//! The course of a figure as bars: drawn by the server, each a link to what is behind it, with the same numbers as a
//! table beneath.

use jiff::civil::Date;

use crate::app::figure::{height, value};
use crate::reports::{Metric, Step, Summary};
use crate::web::reports::frame::Frame;

/// Height of the highest bar, and the width of all of them, in the drawing's own units.
const HIGH: i64 = 120;
const WIDE: i64 = 720;

/// A drawing of bars.
#[derive(Debug, Clone)]
pub struct Chart {
    pub bars: Vec<Bar>,
    /// What stands at the top of the scale.
    pub top: String,
    /// What is to be seen, for who does not see it.
    pub summary: String,
    pub step: &'static str,
}

/// One bar.
#[derive(Debug, Clone)]
pub struct Bar {
    pub x: i64,
    pub y: i64,
    pub width: i64,
    pub height: i64,
    pub label: String,
    pub value: String,
    pub n: String,
    pub href: String,
    /// The days are not over yet.
    pub open: bool,
}

impl Chart {
    /// Nothing where there is only one bar to draw or none at all.
    #[must_use]
    pub fn of(frame: &Frame, metric: Metric, course: &[(Date, Summary)]) -> Option<Self> {
        if course.len() < 2 {
            return None;
        }
        let most = course.iter().map(|it| height(metric, &it.1)).max()?;
        let peak = course.iter().max_by_key(|it| height(metric, &it.1))?;
        let slot = WIDE / i64::try_from(course.len()).ok()?.max(1);
        let words = frame.words();
        let bars = course.iter().enumerate().map(|(at, (day, it))| {
            let high = height(metric, it).saturating_mul(HIGH) / most.max(1);
            // What is there at all can be seen.
            let high = if height(metric, it) > 0 {
                high.max(2)
            } else {
                0
            };
            Bar {
                x: i64::try_from(at).unwrap_or_default() * slot + slot / 10,
                y: HIGH - high,
                width: (slot - slot / 5).max(1),
                height: high,
                label: words.day(*day),
                value: value(words, metric, it),
                n: words.count(it.n),
                href: behind(frame, metric, *day),
                open: is_open(frame, *day),
            }
        });
        Some(Chart {
            bars: bars.collect(),
            top: value(words, metric, &peak.1),
            summary: words.t_with(
                "report-peak",
                &[
                    (
                        "value",
                        crate::words::Arg::Text(&value(words, metric, &peak.1)),
                    ),
                    ("day", crate::words::Arg::Text(&words.day(peak.0))),
                ],
            ),
            step: frame.asked.filter.period.step().name(),
        })
    }
}

/// The conversations of one bar.
fn behind(frame: &Frame, metric: Metric, day: Date) -> String {
    let mut asked = frame.asked.clone();
    let whole = &asked.filter.period;
    let end = end_of(frame, day).min(whole.last);
    let first = if metric.kind() == crate::reports::Kind::Stock {
        whole.first
    } else {
        day
    };
    asked.filter.period = crate::reports::Period::new(first, end, whole.zone());
    asked.period.clear();
    frame.href(&format!("/reports/{}/conversations", metric.name()), &asked)
}

/// The last day of a bar.
fn end_of(frame: &Frame, day: Date) -> Date {
    let period = &frame.asked.filter.period;
    let cuts = period.cuts(period.step());
    let next = cuts.iter().map(|it| it.0).find(|it| *it > day);
    next.and_then(|it| it.yesterday().ok())
        .unwrap_or(period.last)
}

fn is_open(frame: &Frame, day: Date) -> bool {
    let period = &frame.asked.filter.period;
    let today = crate::reports::Period::today(frame.asker.now, period.zone());
    match period.step() {
        Step::Day => day >= today,
        Step::Week | Step::Month => end_of(frame, day) >= today,
    }
}
