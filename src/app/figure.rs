//! A summary as it is shown: the figure, what else is known of it, and whether it became better.

use crate::reports::{Kind, Metric, Summary};
use crate::words::{Arg, Words};

/// A figure on a card, in a cell or above a chart.
#[derive(Debug, Clone)]
pub struct Figure {
    pub value: String,
    /// What it is made of.
    pub lines: Vec<String>,
    /// What is not in it: who waits, what was closed without an answer, what is not known yet.
    pub apart: Vec<String>,
    pub trend: Option<Trend>,
}

/// Against the period before.
#[derive(Debug, Clone)]
pub struct Trend {
    pub text: String,
    /// `ok`, `bad` or empty where neither is.
    pub tone: &'static str,
}

/// Fewer than these are shown with how sure they are.
const FEW: u64 = 30;

impl Figure {
    #[must_use]
    pub fn of(words: &Words, metric: Metric, it: &Summary, before: Option<&Summary>) -> Self {
        Figure {
            value: value(words, metric, it),
            lines: lines(words, metric, it),
            apart: apart(words, it),
            trend: before.and_then(|before| trend(words, metric, it, before)),
        }
    }
}

/// The figure itself; a dash where there is nothing to say.
#[must_use]
pub fn value(words: &Words, metric: Metric, it: &Summary) -> String {
    match metric.kind() {
        Kind::Count | Kind::Stock => words.count(it.n),
        _ if it.n == 0 => "–".to_owned(),
        Kind::Time if metric.is_of_effort() => words.took(it.mean()),
        Kind::Time => words.took(it.median),
        Kind::Share => words.share(it.thousandths().unwrap_or_default()),
    }
}

fn lines(words: &Words, metric: Metric, it: &Summary) -> Vec<String> {
    let mut out = Vec::new();
    match metric.kind() {
        Kind::Count => {}
        Kind::Stock if it.n > 0 && it.median.0 > 0 => {
            out.push(words.t_of("report-age", "median", words.took(it.median)));
        }
        Kind::Stock => {}
        Kind::Time if it.n > 0 => {
            let (p90, mean, median) = (
                words.took(it.p90),
                words.took(it.mean()),
                words.took(it.median),
            );
            let all = [
                ("p90", Arg::Text(p90.as_str())),
                ("mean", Arg::Text(mean.as_str())),
                ("median", Arg::Text(median.as_str())),
            ];
            let key = if metric.is_of_effort() {
                "report-spread-mean"
            } else {
                "report-spread"
            };
            out.push(words.t_with(key, &all));
            out.push(words.t_n("report-of", it.n));
        }
        Kind::Share if it.n > 0 => {
            let (yes, n) = (words.count(it.yes), words.count(it.n));
            out.push(words.t_with(
                "report-part",
                &[("yes", Arg::Text(&yes)), ("n", Arg::Text(&n))],
            ));
            out.extend(interval(words, it));
        }
        Kind::Time | Kind::Share => {}
    }
    out
}

fn apart(words: &Words, it: &Summary) -> Vec<String> {
    let all = [
        (it.waiting, "report-waiting"),
        (it.aside, "report-aside"),
        (it.not_yet, "report-not-yet"),
    ];
    let some = all.into_iter().filter(|it| it.0 > 0);
    some.map(|(n, key)| words.t_n(key, n)).collect()
}

fn interval(words: &Words, it: &Summary) -> Option<String> {
    let (low, high) = it.interval().filter(|_| it.n < FEW)?;
    let (low, high) = (words.share(low), words.share(high));
    Some(words.t_with(
        "report-interval",
        &[("low", Arg::Text(&low)), ("high", Arg::Text(&high))],
    ))
}

/// What is compared: counts and times by their change in per cent, shares in points.
fn trend(words: &Words, metric: Metric, it: &Summary, before: &Summary) -> Option<Trend> {
    let (now, was) = (measure(metric, it)?, measure(metric, before)?);
    let change = match metric.kind() {
        Kind::Share => now - was,
        _ if was == 0 => return None,
        _ => (now - was) * 1_000 / was,
    };
    let sign = match change {
        0 => "±",
        1.. => "+",
        _ => "−",
    };
    let text = words.share(change.unsigned_abs());
    let key = if metric.kind() == Kind::Share {
        "report-points"
    } else {
        "report-change"
    };
    let said = words.t_of(key, "change", format!("{sign}{text}"));
    let better = metric.more_is_better().map(|more| more == (change > 0));
    let tone = match better {
        Some(true) if change != 0 => "ok",
        Some(false) if change != 0 => "bad",
        _ => "",
    };
    Some(Trend { text: said, tone })
}

fn measure(metric: Metric, it: &Summary) -> Option<i64> {
    let number = |it: u64| i64::try_from(it).ok();
    match metric.kind() {
        Kind::Count | Kind::Stock => number(it.n),
        _ if it.n == 0 => None,
        Kind::Time if metric.is_of_effort() => Some(it.mean().0),
        Kind::Time => Some(it.median.0),
        Kind::Share => it.thousandths().and_then(number),
    }
}

/// How high a bar is: of times the median, of shares the thousandths.
#[must_use]
pub fn height(metric: Metric, it: &Summary) -> i64 {
    measure(metric, it).unwrap_or_default()
}
