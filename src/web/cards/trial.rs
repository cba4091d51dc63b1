//! `/settings/cards/{id}/test`: what a system answers for a conversation, as it came and as it would be shown.

use actix_web::web::{Path, Query};
use serde::Deserialize;

use crate::app::cards::{Outcome, Told, Tried, try_out};
use crate::desk::cards::find;
use crate::domain::error::{Error, Result};
use crate::domain::id::CardId;
use crate::web::asker::{Answer, Asker};
use crate::web::cards::arrange::PLACE;
use crate::web::cards::asked::said;
use crate::web::settings::{admin, id, show};
use crate::web::sheet::{Cell, Field, Form, Part, Section, Sheet, Table};

/// For which conversation.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct For {
    number: String,
}

/// `GET /settings/cards/{id}/test`
pub async fn page(asker: Asker, at: Path<String>, of: Query<For>) -> Answer {
    admin(&asker)?;
    let at: CardId = id(&at)?;
    let card = asker.app.look(move |look| find(look, at)).await?;
    let words = &asker.words;
    let place = format!("{PLACE}/{at}");
    let typed = of.number.trim().trim_start_matches('#');
    let number = Field::input("number", "number", words.t("card-test-number"), typed);
    let again = Form::new(
        format!("{place}/test"),
        words.t("card-test"),
        vec![number.required()],
    );
    let mut sheet = Sheet::new(words.t("card-test-title"), words.t("card-test-text"))
        .back(&place, card.name)
        .with(Section::of(
            String::new(),
            vec![Part::Form(again.inline().by_get())],
        ));
    match tried(&asker, typed, at).await {
        Ok(tried) => sheet = result(&asker, sheet, tried),
        Err(Error::NotFound { .. }) => sheet.banner("warn", words.t("card-test-no-conversation")),
        Err(err) => return Err(err.into()),
    }
    show(&asker, sheet).await
}

async fn tried(asker: &Asker, typed: &str, at: CardId) -> Result<Tried> {
    let number = typed
        .parse()
        .map_err(|_| Error::not_found("conversation"))?;
    try_out(&asker.app, asker.viewer(), (number, at)).await
}

fn result(asker: &Asker, mut sheet: Sheet, tried: Tried) -> Sheet {
    let words = &asker.words;
    let told = Told {
        outcome: tried.outcome.unwrap_or(Outcome::Nothing),
        at: None,
        claimed: false,
    };
    let shown = said(words, &told);
    if !shown.text.is_empty() {
        let tone = if shown.state == "failed" {
            "bad"
        } else {
            "warn"
        };
        sheet.banner(tone, shown.text);
    }
    if !shown.fields.is_empty() {
        let row = |(label, values): (String, Vec<(String, String)>)| {
            let values: Vec<String> = values.into_iter().map(|it| it.0).collect();
            vec![Cell::from(label), Cell::from(values.join(" · "))]
        };
        let table = Table {
            label: words.t("card-test-shown"),
            heads: vec![words.t("card-field-label"), words.t("card-test-value")],
            rows: shown.fields.into_iter().map(row).collect(),
        };
        let shown = Section::of(words.t("card-test-shown"), vec![Part::Table(table)]);
        sheet = sheet.with(shown);
    }
    if tried.url.is_empty() {
        return sheet;
    }
    let line = if tried.status > 0 {
        format!(
            "{} · {} · {}",
            tried.url,
            tried.status,
            words.seconds(tried.took)
        )
    } else {
        format!("{} · {}", tried.url, words.seconds(tried.took))
    };
    let mut parts = vec![Part::Text(line)];
    if !tried.raw.trim().is_empty() {
        parts.push(Part::Codes(vec![tried.raw]));
    }
    sheet.with(Section::of(words.t("card-test-raw"), parts))
}
