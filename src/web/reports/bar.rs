//! The one bar of filters above every report: all of it in the address, so that a figure can be sent to somebody.

use crate::domain::actor::Viewer;
use crate::domain::channel::ChannelKind;
use crate::reports::{Asked, Metric, OTHERS, PERIODS, Pairs, Split};
use crate::web::names::{Directory, by_name};
use crate::web::reports::frame::Frame;
use crate::words::Words;

/// A choice of the bar.
#[derive(Debug, Clone)]
pub struct Choose {
    pub name: &'static str,
    pub label: String,
    pub options: Vec<Opt>,
}

/// One of its options.
#[derive(Debug, Clone)]
pub struct Opt {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// The bar.
#[derive(Debug, Clone)]
pub struct FilterBar {
    pub action: String,
    pub from: String,
    pub to: String,
    pub chooses: Vec<Choose>,
    /// What else the address holds that no field of the bar does.
    pub hidden: Vec<(String, String)>,
    pub compare: bool,
    pub history: bool,
    /// How many things it is narrowed to beside the days, as a phrase; empty for none.
    pub narrowed: String,
    pub reset: String,
}

/// Parameters that have a field.
const SHOWN: [&str; 15] = [
    "period", "from", "to", "channel", "team", "agent", "tag", "tier", "hours", "target", "window",
    "by", "compare", "history", "after",
];
/// Those that narrow it.
const PLAIN: [&str; 9] = [
    "channel", "address", "team", "agent", "tag", "tier", "hour", "way", "state",
];
const TARGETS: [u32; 9] = [1, 5, 15, 30, 60, 240, 480, 1_440, 2_880];
const WINDOWS: [u8; 5] = [1, 3, 7, 14, 30];

impl FilterBar {
    /// `metric` is that of the page, or nothing on the overview.
    #[must_use]
    pub fn of(frame: &Frame, action: &str, metric: Option<Metric>) -> Self {
        let (asked, pairs) = (&frame.asked, frame.asked.pairs());
        let narrows = |name: &str| PLAIN.contains(&name) && !(frame.own && name == "agent");
        let n = pairs.iter().filter(|it| narrows(&it.0));
        let narrowed = match n.count() {
            0 => String::new(),
            n => frame.words().t_n("report-narrowed", n),
        };
        let hidden = pairs.iter().filter(|it| !SHOWN.contains(&it.0.as_str()));
        FilterBar {
            action: action.to_owned(),
            from: value(&pairs, "from"),
            to: value(&pairs, "to"),
            chooses: chooses(frame, metric, &pairs),
            hidden: hidden.cloned().collect(),
            compare: asked.compare,
            history: asked.filter.history,
            narrowed,
            reset: action.to_owned(),
        }
    }
}

fn value(pairs: &Pairs, name: &str) -> String {
    let found = pairs.iter().find(|it| it.0 == name);
    found.map(|it| it.1.clone()).unwrap_or_default()
}

fn chooses(frame: &Frame, metric: Option<Metric>, pairs: &Pairs) -> Vec<Choose> {
    let (words, asked, directory) = (frame.words(), &frame.asked, &frame.directory);
    let is = |name: &str| value(pairs, name);
    let period = periods(words, asked);
    let mut out = vec![choose(words, "period", &is("period"), period)];
    let lists = [
        ("channel", kinds(words, directory)),
        ("team", teams(words, directory, frame.asker.viewer())),
        ("agent", people(words, directory)),
        ("tag", tags(words, directory)),
        ("tier", tiers(words)),
    ];
    for (name, options) in lists {
        if frame.own && name == "agent" {
            continue;
        }
        // One that leaves no choice is none.
        if options.len() > 1 || !is(name).is_empty() {
            out.push(choose(words, name, &is(name), any(words, options)));
        }
    }
    if metric.is_none_or(Metric::has_hours) {
        out.push(choose(words, "hours", &is("hours"), hours(words)));
    }
    if metric.is_none_or(|it| it == Metric::ServiceLevel) {
        let target = (asked.filter.target.0 / 60_000).to_string();
        out.push(choose(words, "target", &target, targets(words)));
    }
    if metric.is_some_and(|it| matches!(it, Metric::ResolutionRate | Metric::FirstContact)) {
        let days = asked.filter.window_days.to_string();
        out.push(choose(words, "window", &days, windows(words)));
    }
    if let Some(metric) = metric {
        let split = frame.split_of(metric).name();
        out.push(choose(
            words,
            "by",
            split,
            parts(words, &frame.splits(metric)),
        ));
    }
    out
}

type Options = Vec<(String, String)>;

fn choose(words: &Words, name: &'static str, chosen: &str, mut options: Options) -> Choose {
    // Several at once come from the API or a part that was opened: they stay what they are.
    if !options.iter().any(|it| it.0 == chosen) {
        options.push((chosen.to_owned(), words.t("report-several")));
    }
    let options = options.into_iter().map(|(value, label)| Opt {
        chosen: value == chosen,
        value,
        label,
    });
    Choose {
        name,
        label: words.t(&format!("report-field-{name}")),
        options: options.collect(),
    }
}

fn any(words: &Words, mut options: Options) -> Options {
    options.insert(0, (String::new(), words.t("report-any")));
    options
}

fn periods(words: &Words, asked: &Asked) -> Options {
    let named = PERIODS
        .iter()
        .map(|it| ((*it).to_owned(), words.t(&format!("period-{it}"))));
    let mut out: Options = named.collect();
    if asked.period.is_empty() {
        out.insert(0, (String::new(), words.t("period-chosen")));
    }
    out
}

fn kinds(words: &Words, directory: &Directory) -> Options {
    let there = |kind: &ChannelKind| directory.channels.iter().any(|it| it.kind == *kind);
    let kinds = ChannelKind::ALL.into_iter().filter(there);
    let named = kinds.map(|it| {
        (
            it.name().to_owned(),
            words.t(&format!("channel-{}", it.name())),
        )
    });
    named.collect()
}

fn teams(words: &Words, directory: &Directory, viewer: &Viewer) -> Options {
    let teams = directory.teams_for(viewer);
    let mut out: Options = teams
        .map(|it| (it.id.to_string(), it.name.clone()))
        .collect();
    if !out.is_empty() {
        out.push(("none".to_owned(), words.t("report-no-team")));
    }
    out
}

fn people(words: &Words, directory: &Directory) -> Options {
    let people = directory.people().into_iter();
    let mut out: Options = people
        .map(|it| (it.id.to_string(), it.name.clone()))
        .collect();
    let others = OTHERS
        .iter()
        .filter(|it| it.1 != "customer" && it.1 != "nobody");
    out.extend(others.map(|it| (it.1.to_owned(), words.t(&format!("report-by-{}", it.1)))));
    out
}

fn tags(words: &Words, directory: &Directory) -> Options {
    let tags = by_name(directory.live_tags(), |it| it.name.as_str()).into_iter();
    let mut out: Options = tags
        .map(|it| (it.id.to_string(), it.name.clone()))
        .collect();
    if !out.is_empty() {
        out.push(("none".to_owned(), words.t("report-no-tag")));
    }
    out
}

fn tiers(words: &Words) -> Options {
    ["normal", "vip"]
        .map(|it| (it.to_owned(), words.t(&format!("tier-{it}"))))
        .into()
}

fn hours(words: &Words) -> Options {
    vec![
        (String::new(), words.t("report-hours-all")),
        ("business".to_owned(), words.t("report-hours-business")),
    ]
}

fn targets(words: &Words) -> Options {
    let within = |it: u32| {
        let span = crate::domain::time::Span::minutes(i64::from(it));
        (
            it.to_string(),
            words.t_of("report-within", "span", words.took(span)),
        )
    };
    TARGETS.map(within).into()
}

fn windows(words: &Words) -> Options {
    WINDOWS
        .map(|it| (it.to_string(), words.t_n("report-days-n", i64::from(it))))
        .into()
}

fn parts(words: &Words, all: &[Split]) -> Options {
    let named = all.iter().map(|it| {
        let name = it.name();
        (name.to_owned(), words.t(&format!("split-{name}")))
    });
    named.collect()
}
