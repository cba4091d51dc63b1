//! Reports: the facts made from nothing, and every figure asked of them, whole and split.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use lobby::domain::channel::Channel;
use lobby::reports::{Ask, Calendars, Filter, Metric, Period, Reports, splits};
use lobby::store::Store;

use crate::data;
use crate::measure::{Times, line, rate};

const PATIENCE: Duration = Duration::from_secs(3_600);

pub fn measure(store: &Arc<Store>, folder: &Path, conversations: usize) {
    let _ = std::fs::remove_file(folder.join("views.redb"));
    let began = Instant::now();
    let reports = Reports::open(folder, store).unwrap();
    assert!(reports.wait_for(store.last_seq(), PATIENCE));
    let took = began.elapsed();
    let size = std::fs::metadata(folder.join("views.redb")).unwrap().len();
    line(
        "reports: facts made anew",
        &format!(
            "{conversations} conversations in {:.1} s ({:.0}/s), {:.0} MB",
            took.as_secs_f64(),
            rate(conversations, took),
            size as f64 / 1e6
        ),
        "",
    );
    let (viewer, now) = (data::viewer(), data::now());
    let calendars = store.look(Calendars::read).unwrap();
    let channels = store.look(|look| look.arranged::<Channel>()).unwrap();
    let kinds: HashMap<_, _> = channels.iter().map(|it| (it.id, it.kind)).collect();
    let filter = Filter::of(Period::last_days(3_650, now, "America/Bogota"));
    let mut all = Times::default();
    for metric in Metric::ALL {
        let ask = Ask {
            metric,
            filter: &filter,
            viewer: &viewer,
            calendars: &calendars,
            kinds: &kinds,
            now,
        };
        let (mut times, mut n) = (Times::default(), 0);
        for at in 0..40 {
            let split = splits(metric)[at % splits(metric).len()];
            let began = Instant::now();
            n = reports.report(&ask, Some(split)).unwrap().total.n;
            let took = began.elapsed();
            times.add(took);
            all.add(took);
        }
        line(
            &format!("reports: {} of {n}", metric.name()),
            &times.summary(),
            "",
        );
    }
    line(
        "reports: any, split",
        &all.summary(),
        "p95 of 1,000,000 <= 50 ms",
    );
}
