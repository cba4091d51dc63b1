//! What of handle time is measured and what is estimated: never one figure, so each says how much there is of the other.

use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::reports::{Metric, Summary, efforts, gather};
use crate::store::Look;
use crate::web::effort::clock;
use crate::web::reports::frame::Frame;
use crate::web::reports::show::Inside;
use crate::words::Arg;

/// Beside either figure: which part is measured, and the way to the other.
///
/// # Errors
/// The views'.
pub fn beside(frame: &Frame, metric: Metric, total: &Summary) -> Result<Vec<Inside>> {
    let other = match metric {
        Metric::HandleTime => Metric::HandleTimeEstimated,
        Metric::HandleTimeEstimated => Metric::HandleTime,
        _ => return Ok(Vec::new()),
    };
    let ask = frame.ask(other, &frame.asked.filter);
    let there = frame.asker.app.reports.total(&ask)?;
    let (measured, all) = match metric {
        Metric::HandleTime => (total.n, total.n + there.n),
        _ => (there.n, total.n + there.n),
    };
    if all == 0 {
        return Ok(Vec::new());
    }
    let words = frame.words();
    let (share, n) = (words.share(measured * 1_000 / all), words.count(all));
    let told = words.t_with(
        "report-measured-share",
        &[("share", Arg::Text(&share)), ("n", Arg::Text(&n))],
    );
    let mean = clock(there.mean());
    let there = words.t_with(
        &format!("report-beside-{}", other.name()),
        &[
            ("span", Arg::Text(&mean)),
            ("n", Arg::Number(i64::try_from(there.n).unwrap_or(i64::MAX))),
        ],
    );
    let to = |metric: Metric| frame.href(&format!("/reports/{}", metric.name()), &frame.asked);
    Ok(vec![
        Inside {
            label: told,
            href: to(Metric::HandleTime),
        },
        Inside {
            label: there,
            href: to(other),
        },
    ])
}

/// What a conversation's time is made of: "Ana 4:00 measured · Luis 2:00 estimated".
///
/// # Errors
/// The store's.
pub fn parts(frame: &Frame, look: &Look<'_>, c: Conversation) -> Result<String> {
    let words = frame.words();
    let own = frame.own.then(|| frame.asker.agent().id);
    let mut out = Vec::new();
    for (agent, it) in efforts(&gather(look, c)?) {
        if own.is_some_and(|own| own != agent) {
            continue;
        }
        let name = frame.by(crate::reports::By::Agent(agent));
        let mut said = |key: &str, span| {
            let span = clock(span);
            let all = [("name", Arg::Text(&name)), ("span", Arg::Text(&span))];
            out.push(words.t_with(key, &all));
        };
        if it.seen.times() > 0 {
            said("report-part-measured", it.seen.spent());
        }
        if !it.unseen.is_empty() {
            said("report-part-estimated", it.estimated());
        }
    }
    Ok(out.join(" · "))
}
