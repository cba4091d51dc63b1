//! `/settings/quality/questions`: what must be asked again by law or for safety, and makes nobody repeat themselves.

use crate::desk::questions as desk;
use crate::domain::error::Result;
use crate::domain::quality::questions::MOST;
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker};
use crate::web::settings::quality::PLACE as ABOVE;
use crate::web::settings::{Pairs, admin, done, first, show};
use crate::web::sheet::{Field, Form, Kind, Part, Row, Section, Sheet};
use crate::words::Words;

const PLACE: &str = "/settings/quality/questions";

/// How the page above leads here.
///
/// # Errors
/// The store's.
pub fn section(words: &Words, look: &Look<'_>) -> Result<Section> {
    let n = look.required_questions()?.questions.len();
    let row = Row {
        href: PLACE.to_owned(),
        title: words.t("set-questions"),
        text: words.t_n("questions-count", n),
        ..Row::default()
    };
    Ok(Section::of(
        words.t("questions-context"),
        vec![Part::Rows(vec![row])],
    ))
}

async fn sheet(asker: &Asker, typed: Option<String>) -> Result<Sheet> {
    let (app, words) = (asker.app.clone(), asker.words.clone());
    app.look(move |look| {
        let all = look.required_questions()?.questions;
        let field = Field::new(
            Kind::Area,
            "questions",
            words.t("questions-field"),
            typed.clone().unwrap_or_else(|| all.join("\n")),
        );
        let bounds = words.t_n("questions-hint", MOST);
        let form = Form::new(PLACE, words.t("act-save"), vec![field.hint(bounds)]);
        let title = words.t_n("questions-count", all.len());
        Ok(
            Sheet::new(words.t("set-questions"), words.t("questions-lead"))
                .back(ABOVE, words.t("set-quality"))
                .with(Section::of(title, vec![Part::Form(form)])),
        )
    })
    .await
}

/// `GET /settings/quality/questions`
pub async fn page(asker: Asker) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, None).await?;
    show(&asker, sheet).await
}

/// `POST /settings/quality/questions`
pub async fn save(asker: Asker, given: Pairs) -> Answer {
    admin(&asker)?;
    let typed = first(&given, "questions").to_owned();
    let all: Vec<String> = typed.lines().map(str::to_owned).collect();
    let viewer = asker.viewer().clone();
    let deed = move |w: &mut Write<'_>| desk::put(w, &viewer, &all).map(|_| ());
    let saved = asker.app.act(deed).await;
    done(&asker, saved, PLACE, sheet(&asker, Some(typed))).await
}
