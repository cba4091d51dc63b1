//! Figures as a letter says them: the same scan as the pages, as its reader may see it.

use std::collections::HashMap;

use crate::app::App;
use crate::app::figure::Figure;
use crate::domain::actor::{Right, Viewer};
use crate::domain::agent::Agent;
use crate::domain::channel::Channel;
use crate::domain::error::Result;
use crate::domain::time::Millis;
use crate::notices::{figures, viewer};
use crate::reports::{Ask, By, Calendars, Credit, Filter, Metric, Period, Summary};
use crate::store::Look;
use crate::words::{Arg, Words};

/// In the order of a letter.
const TOLD: [Metric; 11] = [
    Metric::Conversations,
    Metric::Received,
    Metric::Sent,
    Metric::FirstResponse,
    Metric::Response,
    Metric::ServiceLevel,
    Metric::Resolution,
    Metric::ResolutionRate,
    Metric::FirstContact,
    Metric::HandleTime,
    Metric::Backlog,
];

/// A letter of figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub subject: String,
    pub text: String,
}

/// The figures somebody is mailed that were due then.
///
/// # Errors
/// The store's, and the views'.
pub fn told(app: &App, look: &Look<'_>, agent: &Agent, due: Millis) -> Result<Told> {
    let business = look.business()?.unwrap_or_default();
    let words = Words::for_reader(&agent.language, &agent.time_zone);
    let viewer = viewer(agent);
    let (first, last) = figures::days(agent.telling.figures, due, &agent.time_zone);
    let mut filter = Filter::of(Period::new(first, last, &business.time_zone));
    let own = !viewer.may(Right::Supervise);
    if own {
        filter.by = vec![By::Agent(agent.id)];
    }
    app.reports.freshen(app.store.last_seq());
    let channels = look.arranged::<Channel>()?;
    let asks = channels.iter().any(|it| it.automatic.surveys.on);
    let asking = Asking {
        app,
        viewer: &viewer,
        calendars: Calendars::read(look)?,
        kinds: channels.iter().map(|it| (it.id, it.kind)).collect(),
    };
    let fits = |it: &Metric| !own || it.credit() != Credit::Nobody;
    let mut lines = Vec::new();
    let all = TOLD.into_iter().chain(asks.then_some(Metric::Satisfaction));
    for metric in all.filter(fits) {
        // Nothing was measured: a letter has no room for what is not there.
        if metric.is_of_effort() && asking.total(metric, &filter)?.is_empty() {
            continue;
        }
        lines.push(asking.line(&words, metric, &filter)?);
    }
    let days = words.days(first, last);
    let url = app.config.public_url.trim_end_matches('/');
    let body = lines.join("\n");
    let (link, settings) = (
        format!("{url}/reports?from={first}&to={last}"),
        format!("{url}/settings/me/notifications"),
    );
    let args = [
        ("name", Arg::Text(&agent.name)),
        ("business", Arg::Text(&business.name)),
        ("days", Arg::Text(&days)),
        ("body", Arg::Text(&body)),
        ("link", Arg::Text(&link)),
        ("settings", Arg::Text(&settings)),
    ];
    let text = if own {
        "letter-figures-own"
    } else {
        "letter-figures"
    };
    Ok(Told {
        subject: words.t_with("letter-figures-subject", &args),
        text: words.t_with(text, &args),
    })
}

struct Asking<'a> {
    app: &'a App,
    viewer: &'a Viewer,
    calendars: Calendars,
    kinds: HashMap<crate::domain::id::ChannelId, crate::domain::channel::ChannelKind>,
}

impl Asking<'_> {
    fn total(&self, metric: Metric, filter: &Filter) -> Result<Summary> {
        self.app.reports.total(&Ask {
            metric,
            filter,
            viewer: self.viewer,
            calendars: &self.calendars,
            kinds: &self.kinds,
            now: self.app.clock.now(),
        })
    }

    /// "First response: 12 min (−8 % against the period before)".
    fn line(&self, words: &Words, metric: Metric, filter: &Filter) -> Result<String> {
        let total = self.total(metric, filter)?;
        let before = self.total(metric, &filter.before())?;
        let figure = Figure::of(words, metric, &total, Some(&before));
        let name = words.t(&format!("metric-{}", metric.name()));
        let trend = figure.trend.map(|it| format!(" ({})", it.text));
        Ok(format!(
            "{name}: {}{}",
            figure.value,
            trend.unwrap_or_default()
        ))
    }
}
