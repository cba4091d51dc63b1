//! A point on the map, or somebody to be passed on, that goes along with a canned reply.

use actix_web::web::Path;

use crate::app::off_the_loop;
use crate::desk::canned_replies as canned;
use crate::domain::chat::holding::Holding;
use crate::domain::chat::{Card, Place};
use crate::domain::error::{Error, Result};
use crate::domain::id::{AttachmentId, CannedReplyId, Id};
use crate::domain::message::Attachment;
use crate::text::{name, point};
use crate::web::asker::{Answer, Asker};
use crate::web::settings::canned_replies::{PLACE, one};
use crate::web::settings::{Pairs, done, first, id};
use crate::web::sheet::{Field, Form, Part, Section};
use crate::words::Words;

/// Bytes of such a file at most.
const LARGEST: u64 = 64 << 10;

/// The forms for both.
#[must_use]
pub fn sections(words: &Words, place: &str) -> [Section; 2] {
    let text = |name: &str, key: &str| Field::text(name, words.t(key), "");
    let at = Form {
        tone: "",
        ..Form::new(
            format!("{place}/place"),
            words.t("act-add"),
            vec![
                text("place_name", "holding-place-name").required(),
                text("place_address", "holding-place-address"),
                text("place_point", "holding-place-point")
                    .hint(words.t("holding-place-point-hint"))
                    .required(),
            ],
        )
    };
    let card = Form {
        tone: "",
        ..Form::new(
            format!("{place}/card"),
            words.t("act-add"),
            vec![
                text("card_name", "holding-card-name").required(),
                text("card_phone", "holding-card-phone"),
                text("card_email", "holding-card-email"),
            ],
        )
    };
    [
        Section::of(words.t("holding-place"), vec![Part::Form(at)])
            .text(words.t("holding-place-text"))
            .folded(false),
        Section::of(words.t("holding-card"), vec![Part::Form(card)])
            .text(words.t("holding-card-text"))
            .folded(false),
    ]
}

/// `POST /settings/canned_replies/{id}/place`
pub async fn add_place(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let read = point::read(first(&given, "place_point"));
    let read = read.ok_or_else(|| Error::invalid("place_point", "error-holding-point"));
    let holding = read.and_then(|(latitude, longitude)| {
        Holding::Place(Place {
            name: first(&given, "place_name").trim().to_owned(),
            address: first(&given, "place_address").trim().to_owned(),
            ..Place::of_degrees(latitude, longitude)
        })
        .checked()
    });
    add(&asker, id(&at)?, holding).await
}

/// `POST /settings/canned_replies/{id}/card`
pub async fn add_card(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let some = |name: &str| {
        let it = first(&given, name).trim();
        Vec::from_iter((!it.is_empty()).then(|| it.to_owned()))
    };
    let holding = Holding::Card(Card {
        name: first(&given, "card_name").trim().to_owned(),
        phones: some("card_phone"),
        addresses: some("card_email"),
    });
    add(&asker, id(&at)?, holding.checked()).await
}

async fn add(asker: &Asker, at: CannedReplyId, holding: Result<Holding>) -> Answer {
    let kept = match holding {
        Ok(it) => attach(asker, at, it).await,
        Err(err) => Err(err),
    };
    done(asker, kept, &format!("{PLACE}/{at}"), one(asker, at)).await
}

async fn attach(asker: &Asker, at: CannedReplyId, holding: Holding) -> Result<()> {
    let (ending, content_type, bytes) = holding.file();
    let blobs = asker.app.blobs.clone();
    let staged = off_the_loop(move || blobs.stage(&mut bytes.as_slice(), LARGEST)).await??;
    let file = Attachment {
        id: AttachmentId::from_uuid(uuid::Uuid::now_v7()),
        name: name::file_name(&format!("{}.{ending}", holding.name())),
        content_type: content_type.to_owned(),
        size: staged.size,
        blob: staged.hash,
        holds: Some(Box::new(holding)),
        ..Attachment::default()
    };
    let viewer = asker.viewer().clone();
    let deed = asker
        .app
        .act(move |w| canned::attach(w, &viewer, at, &file).map(|_| ()));
    let kept = deed.await;
    drop(staged);
    kept
}
