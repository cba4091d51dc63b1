//! `/contacts/{id}/erase`: what will go for good, and that it is meant.

use actix_web::web::Path;

use crate::contacts::people;
use crate::domain::error::{Error, Result};
use crate::domain::id::ContactId;
use crate::privacy::erase::begin;
use crate::web::asker::{Answer, Asker};
use crate::web::settings::{Pairs, admin, done, first, id as parsed, show};
use crate::web::sheet::{Field, Form, Kind, Part, Section, Sheet};

async fn sheet(asker: &Asker, id: ContactId) -> Result<Sheet> {
    let viewer = asker.viewer().clone();
    let person = asker
        .app
        .look(move |look| {
            let found = people::find(look, &viewer, id)?;
            Ok(look.person(found.id)?.unwrap_or(found))
        })
        .await?;
    let words = &asker.words;
    let place = format!("/contacts/{}", person.id);
    let sure = Field::new(
        Kind::Check,
        "sure",
        words.t("contact-erase-sure"),
        String::new(),
    );
    let form = Form::new(
        format!("{place}/erase"),
        words.t("contact-erase"),
        vec![sure.required()],
    );
    Ok(Sheet::new(
        words.t_of("contact-erase-title", "name", &person.name),
        words.t("contact-erase-lead"),
    )
    .back(&place, words.t("act-back"))
    .with(
        Section::of(String::new(), vec![Part::Form(form.danger())])
            .text(words.t("contact-erase-text")),
    ))
}

/// `GET /contacts/{id}/erase`
pub async fn page(asker: Asker, id: Path<String>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, parsed(&id)?).await?;
    show(&asker, sheet).await
}

/// `POST /contacts/{id}/erase`
pub async fn erase(asker: Asker, id: Path<String>, form: Pairs) -> Answer {
    admin(&asker)?;
    let id: ContactId = parsed(&id)?;
    let deed = if first(&form, "sure").is_empty() {
        Err(Error::invalid("sure", "error-missing"))
    } else {
        let viewer = asker.viewer().clone();
        let erased = asker.app.act(move |w| begin(w, &viewer, id));
        erased.await.map(|_| ())
    };
    done(&asker, deed, "/contacts", sheet(&asker, id)).await
}
