//! `/reports/quality/mine`: what was found in one's own work.

use actix_web::web::Query;

use crate::domain::error::Result;
use crate::store::Look;
use crate::store::quality::Reviews;
use crate::web::asker::{Answer, Asker};
use crate::web::browse::Browsed;
use crate::web::names::Directory;
use crate::web::quality::{PLACE, on, row};
use crate::web::settings::show_at;
use crate::web::sheet::{Part, Row, Section, Sheet, paged};

const MOST: usize = 2_000;

/// `GET /reports/quality/mine`
pub async fn page(asker: Asker, asked: Query<Browsed>) -> Answer {
    let (app, for_look, page) = (asker.app.clone(), asker.clone(), asked.page);
    let sheet = app.look(move |look| drawn(&for_look, look, page)).await?;
    show_at(&asker, sheet, "reports").await
}

fn drawn(asker: &Asker, look: &Look<'_>, page: usize) -> Result<Sheet> {
    on(look)?;
    let words = &asker.words;
    let directory = Directory::read(look)?;
    let found = look.reviews(Reviews::Of(asker.agent().id), None, MOST)?;
    let (shown, pager) = paged(found, page, &format!("{PLACE}/mine"), words);
    let rows: Result<Vec<Row>> = shown
        .iter()
        .map(|it| row(asker, look, (&directory, false), it))
        .collect();
    let rows = rows?;
    let parts = if rows.is_empty() {
        vec![Part::Text(words.t("quality-none-of-yours"))]
    } else {
        vec![Part::Rows(rows), pager]
    };
    Ok(
        Sheet::new(words.t("quality-mine"), words.t("quality-mine-about"))
            .back(PLACE, words.t("quality-title"))
            .with(Section::of(String::new(), parts)),
    )
}
