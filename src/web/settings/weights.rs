//! What a conversation counts: part of the page of teams.

use crate::desk::weights;
use crate::domain::actor::Right;
use crate::domain::error::{Error, Result};
use crate::domain::queue::serving::{Effort, USUAL_CAP, Weights};
use crate::store::Write;
use crate::web::asker::{Answer, Asker};
use crate::web::browse::Browsed;
use crate::web::settings::teams::{PLACE, sheet};
use crate::web::settings::{Pairs, done, first};
use crate::web::sheet::{Field, Form, Part, Section};
use crate::words::Words;

/// The section.
#[must_use]
pub fn section(words: &Words, now: &Weights) -> Section {
    let field = |it: Effort| {
        let label = words.t(&format!("weight-{}", it.name()));
        Field::input("number", it.name(), label, now.of(it).to_string()).required()
    };
    let fields = Effort::ALL.into_iter().map(field).collect();
    let form = Form::new("/settings/weights", words.t("act-save"), fields);
    Section::of(words.t("weights-title"), vec![Part::Form(form)])
        .text(words.t_n("weights-text", usize::from(USUAL_CAP)))
        .id("weights")
}

fn read(form: &[(String, String)]) -> Result<Weights> {
    let points = |it: Effort| {
        let typed = first(form, it.name()).trim().parse();
        typed.map_err(|_| Error::invalid(it.name(), "error-weight"))
    };
    Ok(Weights {
        chat: points(Effort::Chat)?,
        messaging: points(Effort::Messaging)?,
        mail: points(Effort::Mail)?,
    })
}

/// `POST /settings/weights`
pub async fn save(asker: Asker, given: Pairs) -> Answer {
    let viewer = asker.viewer().clone();
    viewer.need(Right::Administer)?;
    let saved = match read(&given) {
        Ok(new) => {
            let deed = move |w: &mut Write<'_>| weights::put(w, &viewer, &new);
            asker.app.act(deed).await
        }
        Err(err) => Err(err),
    };
    done(&asker, saved, PLACE, sheet(&asker, &Browsed::default())).await
}
