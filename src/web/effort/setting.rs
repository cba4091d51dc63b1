//! `/settings/measuring`: whether the time people spend on conversations is measured, and what they are told of it.

use crate::conversations::effort::set_measuring;
use crate::domain::actor::Right;
use crate::domain::error::Result;
use crate::store::Write;
use crate::web::asker::{Answer, Asker};
use crate::web::settings::{Pairs, admin, done, first, show};
use crate::web::sheet::{Field, Form, Kind, Part, Section, Sheet};

const PLACE: &str = "/settings/measuring";

async fn sheet(asker: &Asker) -> Result<Sheet> {
    let off = asker.app.look(|look| Ok(look.measuring()?.off)).await?;
    let words = &asker.words;
    let mut parts = Vec::new();
    if asker.viewer().may(Right::Own) {
        let on = if off { "" } else { "1" };
        let field = Field::new(Kind::Check, "on", words.t("measuring-on"), on);
        let fields = vec![field.hint(words.t("measuring-on-hint"))];
        parts.push(Part::Form(Form::new(PLACE, words.t("act-save"), fields)));
    } else {
        let state = if off {
            "measuring-is-off"
        } else {
            "measuring-is-on"
        };
        parts.push(Part::Text(words.t(state)));
    }
    let told = vec![Part::Text(words.t("effort-lead"))];
    Ok(
        Sheet::new(words.t("set-measuring"), words.t("measuring-lead"))
            .back("/settings", words.t("nav-settings"))
            .with(Section::of(String::new(), parts))
            .with(Section::of(words.t("measuring-told"), told)),
    )
}

/// `GET /settings/measuring`
pub async fn page(asker: Asker) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker).await?;
    show(&asker, sheet).await
}

/// `POST /settings/measuring`: an owner's.
pub async fn save(asker: Asker, given: Pairs) -> Answer {
    let (viewer, on) = (asker.viewer().clone(), !first(&given, "on").is_empty());
    let deed = move |w: &mut Write<'_>| set_measuring(w, &viewer, on);
    let saved = asker.app.act(deed).await;
    done(&asker, saved, PLACE, sheet(&asker)).await
}
