//! `/settings/cards/{id}/actions`: what can be done from a card.

use actix_web::web::Path;

use crate::desk::cards::actions::{About, drop_action, put_action};
use crate::desk::cards::find;
use crate::domain::card::action::CardAction;
use crate::domain::error::{Error, Result};
use crate::domain::id::{CardActionId, CardId};
use crate::store::Write;
use crate::web::asker::{Answer, Asker};
use crate::web::cards::arrange::PLACE;
use crate::web::cards::rows;
use crate::web::settings::{Pairs, admin, as_typed, done, first, id, show};
use crate::web::sheet::{Field, Form, Part, Section, Sheet};

type At = (CardId, Option<CardActionId>);

async fn sheet(asker: &Asker, at: At) -> Result<Sheet> {
    let card = asker.app.look(move |look| find(look, at.0)).await?;
    let words = &asker.words;
    let known = card.actions.iter().find(|it| Some(it.id) == at.1);
    if at.1.is_some() && known.is_none() {
        return Err(Error::not_found("action"));
    }
    let new = CardAction::default();
    let it = known.unwrap_or(&new);
    let (card_place, title) = (format!("{PLACE}/{}", card.id), words.t("card-action-add"));
    let place = match at.1 {
        Some(action) => format!("{card_place}/actions/{action}"),
        None => format!("{card_place}/actions"),
    };
    let url = Field::input("url", "url", words.t("webhook-url"), it.url.clone());
    let mut fields = vec![
        Field::text("name", words.t("card-action-name"), it.name.clone()).required(),
        url.hint(words.t("card-action-url-hint")).required(),
    ];
    fields.push(Field::fold(words.t("card-action-asks"), true));
    fields.extend(rows::asks(words, &it.asks));
    fields.push(Field::unfold());
    let form = Form::new(&place, words.t("act-save"), fields);
    let title = if known.is_some() {
        it.name.clone()
    } else {
        title
    };
    let mut sheet = Sheet::new(title, words.t("card-action-lead"))
        .back(&card_place, card.name.clone())
        .with(Section::of(String::new(), vec![Part::Form(form)]));
    if known.is_some() {
        let retire = Form::button(format!("{place}/retire"), words.t("act-retire"));
        let more = Section::of(words.t("set-more"), vec![Part::Form(retire)]);
        sheet = sheet.with(more.folded(false));
    }
    Ok(sheet)
}

/// `GET /settings/cards/{id}/actions`
pub async fn new(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, (id(&at)?, None)).await?;
    show(&asker, sheet).await
}

/// `GET /settings/cards/{id}/actions/{action}`
pub async fn edit(asker: Asker, at: Path<(String, String)>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, (id(&at.0)?, Some(id(&at.1)?))).await?;
    show(&asker, sheet).await
}

async fn put(asker: &Asker, at: At, given: &Pairs) -> Answer {
    admin(asker)?;
    let about = About {
        name: first(given, "name").to_owned(),
        url: first(given, "url").to_owned(),
        asks: rows::read_asks(given),
    };
    let viewer = asker.viewer().clone();
    let deed = move |w: &mut Write<'_>| put_action(w, &viewer, at, &about).map(|_| ());
    let saved = asker.app.act(deed).await;
    let mut sheet = sheet(asker, at).await?;
    as_typed(&mut sheet, given);
    let place = format!("{PLACE}/{}", at.0);
    done(asker, saved, &place, async { Ok(sheet) }).await
}

/// `POST /settings/cards/{id}/actions`
pub async fn make(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    put(&asker, (id(&at)?, None), &given).await
}

/// `POST /settings/cards/{id}/actions/{action}`
pub async fn save(asker: Asker, at: Path<(String, String)>, given: Pairs) -> Answer {
    put(&asker, (id(&at.0)?, Some(id(&at.1)?)), &given).await
}

/// `POST /settings/cards/{id}/actions/{action}/retire`
pub async fn retire(asker: Asker, at: Path<(String, String)>) -> Answer {
    admin(&asker)?;
    let (card, action): (CardId, CardActionId) = (id(&at.0)?, id(&at.1)?);
    let viewer = asker.viewer().clone();
    let dropped = asker
        .app
        .act(move |w| drop_action(w, &viewer, card, action))
        .await;
    let place = format!("{PLACE}/{card}");
    done(&asker, dropped, &place, sheet(&asker, (card, None))).await
}
