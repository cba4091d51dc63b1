//! `/reports/week`: a look back on the week that ended, in five steps with the desk's own figures, for its first ninety days.

use actix_web::web::Path;
use jiff::ToSpan;

use crate::app::figure::value;
use crate::domain::error::{Error, Result};
use crate::domain::quality::guide::Step;
use crate::quality::guide::{self as deed, Back, back};
use crate::reports::{Asked, Metric, Order, Part as Of, Report, Split, State};
use crate::store::{Look, Write};
use crate::text::fold::fold;
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::reports::frame::Frame;
use crate::web::settings::{Pairs, first, show_at};
use crate::web::sheet::{Field, Form, Part, Row, Section, Sheet};
use crate::words::{Arg, Words};

const PLACE: &str = "/reports/week";

/// `GET /reports/week`
pub async fn page(asker: Asker) -> Answer {
    let (app, for_look) = (asker.app.clone(), asker.clone());
    let sheet = app.look(move |look| drawn(&for_look, look)).await?;
    show_at(&asker, sheet, "reports").await
}

fn drawn(asker: &Asker, look: &Look<'_>) -> Result<Sheet> {
    let found = back(look, asker.viewer(), asker.now)?;
    let it = found.ok_or(Error::not_found("page"))?;
    let words = &asker.words;
    let monday = it.week.monday;
    let sunday = monday.checked_add(6.days()).unwrap_or(monday);
    let days = [("from", monday.to_string()), ("to", sunday.to_string())];
    let days = days.map(|(name, day)| (name.to_owned(), day)).to_vec();
    let frame = Frame::read(asker, look, &days)?;
    let (week, until) = (words.days(monday, sunday), words.date(it.until));
    let args = [("week", Arg::Text(&week)), ("until", Arg::Text(&until))];
    let mut sheet = Sheet::new(words.t("guide-title"), words.t_with("guide-lead", &args))
        .back("/reports", words.t("nav-reports"));
    for (at, step) in Step::ALL.into_iter().enumerate() {
        let (text, href) = told(&frame, look, step)?;
        sheet = sheet.with(section(words, &it, (at + 1, step), (text, href)));
    }
    let end = Form::button(format!("{PLACE}/dismiss"), words.t("guide-dismiss"));
    Ok(sheet.with(Section::of(String::new(), vec![Part::Form(end)])))
}

fn section(
    words: &Words,
    it: &Back,
    (n, step): (usize, Step),
    (text, href): (String, String),
) -> Section {
    let done = it.done.contains(&step);
    let key = |what: &str| format!("guide-{}{what}", step.name());
    let sign = if done { "✓ " } else { "" };
    let (label, to) = if done {
        ("guide-undo", "")
    } else {
        ("guide-done", "1")
    };
    let fields = vec![
        Field::hidden("done", to),
        Field::hidden("week", it.week.monday.to_string()),
    ];
    let form = Form::new(
        format!("{PLACE}/steps/{}", step.name()),
        words.t(label),
        fields,
    );
    let row = Row {
        href,
        title: words.t("guide-look"),
        text: words.t(&key("-do")),
        ..Row::default()
    };
    let parts = vec![Part::Rows(vec![row]), Part::Form(form.inline())];
    Section::of(format!("{sign}{n}. {}", words.t(&key(""))), parts).text(text)
}

/// What the week says to a step, and where that leads.
fn told(frame: &Frame, look: &Look<'_>, step: Step) -> Result<(String, String)> {
    let words = frame.words();
    let narrowed = |path: &str, change: &dyn Fn(&mut Asked)| {
        let mut asked = frame.asked.clone();
        change(&mut asked);
        frame.href(path, &asked)
    };
    let report = |metric: Metric, split: Option<Split>| -> Result<Report> {
        let asked = frame.ask(metric, &frame.asked.filter);
        frame.asker.app.reports.report(&asked, split)
    };
    Ok(match step {
        Step::Waits => {
            let total = report(Metric::FirstResponse, None)?.total;
            let half = value(words, Metric::FirstResponse, &total);
            let most = if total.n == 0 {
                "–".to_owned()
            } else {
                words.took(total.p90)
            };
            let args = [("half", Arg::Text(&half)), ("most", Arg::Text(&most))];
            let path = "/reports/first_response/conversations";
            let href = narrowed(path, &|it| it.order = Order::Longest);
            (words.t_with("guide-waits-text", &args), href)
        }
        Step::Unanswered => {
            let total = report(Metric::Unanswered, None)?.total;
            let href = narrowed("/reports/unanswered/conversations", &|_| ());
            let figure = value(words, Metric::Unanswered, &total);
            (words.t_of("guide-unanswered-text", "figure", figure), href)
        }
        Step::Reopened => {
            let total = report(Metric::ResolutionRate, None)?.total;
            let path = "/reports/resolution_rate/conversations";
            let href = narrowed(path, &|it| it.state = Some(State::No));
            (words.t_n("guide-reopened-text", total.n - total.yes), href)
        }
        Step::Load => {
            let sent = report(Metric::Sent, Some(Split::By))?;
            let href = narrowed("/reports/sent", &|it| it.split = Some(Split::By));
            (load(frame, &sent), href)
        }
        Step::Questions => questions(
            frame,
            look,
            &report(Metric::Conversations, Some(Split::Tag))?,
        )?,
    })
}

/// Who said most, and how much of all.
fn load(frame: &Frame, sent: &Report) -> String {
    let words = frame.words();
    let most = sent
        .parts
        .iter()
        .max_by_key(|it| it.1.n)
        .filter(|it| it.1.n > 0);
    let Some((part, it)) = most else {
        return words.t("guide-load-none");
    };
    let share = it.n * 1_000 / sent.total.n.max(1);
    let (who, share) = (frame.part(*part), words.share(share));
    words.t_with(
        "guide-load-text",
        &[("who", Arg::Text(&who)), ("share", Arg::Text(&share))],
    )
}

/// The tag that was used most and that no quick reply is named after.
fn questions(frame: &Frame, look: &Look<'_>, by_tag: &Report) -> Result<(String, String)> {
    let words = frame.words();
    let replies = look.canned_replies()?;
    let live = replies.iter().filter(|it| it.retired_at.is_none());
    let named: Vec<String> = live.map(|it| fold(&it.name)).collect();
    let mut tags: Vec<(String, u64)> = by_tag
        .parts
        .iter()
        .filter(|it| matches!(it.0, Of::Tag(Some(_))))
        .map(|it| (frame.part(it.0), it.1.n))
        .collect();
    tags.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let bare = |it: &&(String, u64)| !named.iter().any(|name| name.contains(&fold(&it.0)));
    let text = match tags.iter().find(bare) {
        Some((tag, n)) => words.t_with(
            "guide-questions-text",
            &[
                ("tag", Arg::Text(tag)),
                ("n", Arg::Number(i64::try_from(*n).unwrap_or(i64::MAX))),
            ],
        ),
        None if tags.is_empty() => words.t("guide-questions-none"),
        None => words.t("guide-questions-all"),
    };
    Ok((text, "/settings/canned_replies".to_owned()))
}

/// `POST /reports/week/steps/{step}`: done, or not after all.
pub async fn tick(asker: Asker, step: Path<String>, given: Pairs) -> Answer {
    let gone = || Error::not_found("page");
    let step = Step::parse(&step).ok_or_else(gone)?;
    let week = first(&given, "week").parse().map_err(|_| gone())?;
    let done = !first(&given, "done").is_empty();
    let viewer = asker.viewer().clone();
    let act = move |w: &mut Write<'_>| deed::tick(w, &viewer, week, (step, done));
    asker.app.act(act).await?;
    Ok(see_other(PLACE))
}

/// `POST /reports/week/dismiss`
pub async fn dismiss(asker: Asker) -> Answer {
    let viewer = asker.viewer().clone();
    asker.app.act(move |w| deed::dismiss(w, &viewer)).await?;
    Ok(see_other("/reports"))
}
