//! `/reports/quality/comparisons`: one conversation, several reviewers, and whether they agree.

use actix_web::web::Path;

use crate::domain::error::Result;
use crate::domain::id::CalibrationId;
use crate::domain::quality::review::{Calibration, Review};
use crate::domain::quality::scorecard::Answer as Given;
use crate::quality::calibrate::{self, Agreement, ENOUGH, Pairs, agreement};
use crate::store::Look;
use crate::web::asker::{Answer, Asker};
use crate::web::names::Directory;
use crate::web::quality::{PLACE, on, said};
use crate::web::settings::{id, show_at};
use crate::web::sheet::{Cell, Part, Row, Section, Sheet, Table, Tick};
use crate::web::view::TimeView;
use crate::words::{Arg, Words};

/// The newest that are listed.
const MOST: usize = 200;

/// `GET /reports/quality/comparisons`
pub async fn page(asker: Asker) -> Answer {
    let (app, for_look) = (asker.app.clone(), asker.clone());
    let sheet = app.look(move |look| list(&for_look, look)).await?;
    show_at(&asker, sheet, "reports").await
}

fn list(asker: &Asker, look: &Look<'_>) -> Result<Sheet> {
    on(look)?;
    let words = &asker.words;
    let mut rows = Vec::new();
    for it in calibrate::list(look, asker.viewer(), MOST)? {
        let reviews = calibrate::reviews(look, &it)?;
        let done = reviews.iter().filter(|it| it.is_done()).count();
        let all = done == reviews.len();
        let share = agreement(&reviews).all.share().filter(|_| all);
        rows.push(Row {
            href: format!("{PLACE}/comparisons/{}", it.id),
            title: number(asker, look, &it)?,
            text: words.t_with(
                "comparison-handed-in",
                &[
                    ("n", Arg::Number(i64::try_from(done).unwrap_or_default())),
                    ("of", Arg::Text(&reviews.len().to_string())),
                ],
            ),
            chip: share
                .map(|it| words.share(u64::from(it)))
                .unwrap_or_default(),
            when: Some(TimeView::ago(words, it.made_at, asker.now)),
            ..Row::default()
        });
    }
    let parts = if rows.is_empty() {
        vec![Part::Text(words.t("comparisons-none"))]
    } else {
        vec![Part::Rows(rows)]
    };
    let lead = words.t("quality-comparisons-about");
    Ok(Sheet::new(words.t("quality-comparisons"), lead)
        .back(PLACE, words.t("quality-title"))
        .with(Section::of(String::new(), parts)))
}

fn number(asker: &Asker, look: &Look<'_>, it: &Calibration) -> Result<String> {
    let c = it
        .conversation
        .map(|id| look.conversation(id))
        .transpose()?;
    let c = c.flatten().filter(|c| asker.viewer().sees(c));
    let gone = || asker.words.t("review-conversation-gone");
    Ok(c.map_or_else(gone, |c| format!("#{}", c.number)))
}

/// `GET /reports/quality/comparisons/{id}`
pub async fn one(asker: Asker, at: Path<String>) -> Answer {
    let (app, for_look) = (asker.app.clone(), asker.clone());
    let at: CalibrationId = id(&at)?;
    let sheet = app.look(move |look| drawn(&for_look, look, at)).await?;
    show_at(&asker, sheet, "reports").await
}

fn drawn(asker: &Asker, look: &Look<'_>, at: CalibrationId) -> Result<Sheet> {
    on(look)?;
    let words = &asker.words;
    let it = calibrate::find(look, asker.viewer(), at)?;
    let directory = Directory::read(look)?;
    let reviews = calibrate::reviews(look, &it)?;
    let title = words.t_of("comparison-of", "number", number(asker, look, &it)?);
    let sheet = Sheet::new(title, words.t("quality-comparisons-about")).back(
        &format!("{PLACE}/comparisons"),
        words.t("quality-comparisons"),
    );
    let who = ticks(asker, &directory, &reviews);
    let sheet = sheet.with(Section::of(
        words.t("comparison-who"),
        vec![Part::Ticks(who)],
    ));
    if !reviews.iter().all(Review::is_done) {
        let blind = vec![Part::Text(words.t("comparison-blind"))];
        return Ok(sheet.with(Section::of(String::new(), blind)));
    }
    let found = agreement(&reviews);
    let table = side_by_side(words, &directory, &reviews, &found);
    let how = Part::Text(words.t_n("comparison-how", ENOUGH));
    let mut parts = vec![Part::Text(words.t_of(
        "comparison-all",
        "share",
        share(words, found.all),
    ))];
    if let Some(kappa) = found.kappa {
        let sign = if kappa < 0 { "−" } else { "" };
        let kappa = format!("{sign}{}.{:03}", kappa.abs() / 1_000, kappa.abs() % 1_000);
        parts.push(Part::Text(words.t_of("comparison-kappa", "kappa", kappa)));
    }
    parts.extend([Part::Table(table), how]);
    Ok(sheet.with(Section::of(words.t("comparison-side"), parts)))
}

/// Who has handed in; one's own leads to it.
fn ticks(asker: &Asker, directory: &Directory, reviews: &[Review]) -> Vec<Tick> {
    let all_in = reviews.iter().all(Review::is_done);
    let tick = |it: &Review| {
        let own = it.reviewer == asker.agent().id;
        let name = directory.agent(it.reviewer).map(|it| it.name.clone());
        Tick {
            state: if it.is_done() { "ok" } else { "off" },
            text: name.unwrap_or_default(),
            detail: String::new(),
            href: if own || all_in {
                format!("{PLACE}/reviews/{}", it.id)
            } else {
                String::new()
            },
        }
    };
    reviews.iter().map(tick).collect()
}

fn side_by_side(
    words: &Words,
    directory: &Directory,
    reviews: &[Review],
    found: &Agreement,
) -> Table {
    let names = reviews.iter().map(|it| {
        let name = directory.agent(it.reviewer).map(|it| it.name.clone());
        name.unwrap_or_default()
    });
    let heads = std::iter::once(words.t("comparison-question"));
    let heads = heads.chain(names).chain([words.t("comparison-agree")]);
    let questions = reviews
        .first()
        .map(|it| it.questions.clone())
        .unwrap_or_default();
    let mut rows = Vec::new();
    for question in &questions {
        let pairs = found.questions.iter().find(|it| it.0 == question.id);
        let mut row = vec![Cell::from(question.text.clone())];
        row.extend(
            reviews
                .iter()
                .map(|it| Cell::from(given(words, it.answer(question.id)))),
        );
        row.push(Cell::from(share(
            words,
            pairs.map(|it| it.1).unwrap_or_default(),
        )));
        rows.push(row);
    }
    let mut whole = vec![Cell::from(words.t("review-result"))];
    let scores = reviews.iter().map(|it| it.score.map(|it| said(words, it)));
    whole.extend(scores.map(|it| Cell::from(it.unwrap_or_else(|| "–".to_owned()))));
    whole.push(Cell::from(share(words, found.all)));
    rows.push(whole);
    Table {
        label: words.t("comparison-side"),
        heads: heads.collect(),
        rows,
    }
}

fn share(words: &Words, it: Pairs) -> String {
    let Some(share) = it.share() else {
        return "–".to_owned();
    };
    format!("{} ({}/{})", words.share(u64::from(share)), it.equal, it.n)
}

/// An answer in words.
#[must_use]
pub fn given(words: &Words, it: Option<Given>) -> String {
    match it {
        Some(Given::Of(n)) => n.to_string(),
        Some(other) => words.t(&format!("review-answer-{}", other.name())),
        None => "–".to_owned(),
    }
}
