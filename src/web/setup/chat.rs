//! `/setup/channel/chat`: the chat as a page of its own, which works without a web site and is proven with one's phone.

use crate::desk::channels::ChannelForm;
use crate::desk::providers;
use crate::domain::channel::ChannelKind;
use crate::domain::error::{Error, Result};
use crate::setup::progress::newest;
use crate::web::asker::{Answer, Visitor, see_other};
use crate::web::session::{Known, Signed};
use crate::web::settings::Pairs;
use crate::web::setup::{again, owner, show, steps};
use crate::web::sheet::{Field, Form, Part, Section, Sheet};
use crate::web::view::Link;

const PLACE: &str = "/setup/channel/chat";
const PROOF: &str = "/setup/channel/proof?by=webchat";

/// `GET /setup/channel/chat`: what it is called; on to the proof where there is one already.
pub async fn page(visitor: Visitor, known: Known) -> Answer {
    owner(&visitor, known).await?;
    let there = |look: &crate::store::Look<'_>| newest(look, Some(ChannelKind::WebChat));
    if visitor.app.look(there).await?.is_some() {
        return Ok(see_other(PROOF));
    }
    let business = visitor.app.look(crate::desk::business::get).await?;
    show(&visitor, sheet(&visitor, &business.name))
}

fn sheet(visitor: &Visitor, name: &str) -> Sheet {
    let words = &visitor.words;
    let field = Field::text("name", words.t("business-name"), name).required();
    let form = Form::new(PLACE, words.t("setup-continue"), vec![field])
        .other("/setup/people", words.t("setup-later"));
    let mut sheet = Sheet::new(words.t("setup-chat-title"), words.t("setup-chat-text"))
        .with(Section::of(String::new(), vec![Part::Form(form)]));
    sheet.steps = steps(words, 2);
    sheet.back = Some(Link {
        href: "/setup/channel".to_owned(),
        text: words.t("act-back"),
    });
    sheet
}

/// `POST /setup/channel/chat`: opens it, and leads to the proof.
pub async fn connect(visitor: Visitor, known: Known, given: Pairs) -> Answer {
    let (signed, _) = owner(&visitor, known).await?;
    match open(&visitor, &signed, ChannelKind::WebChat, &given).await {
        Ok(()) => Ok(see_other(PROOF)),
        Err(err @ (Error::Invalid(_) | Error::Conflict { .. })) => {
            let name = crate::web::settings::first(&given, "name");
            again(&visitor, sheet(&visitor, name), err)
        }
        Err(err) => Err(err.into()),
    }
}

/// Connects a channel from what was filled in.
///
/// # Errors
/// As [`providers::prepare`] and [`providers::connect`].
pub async fn open(
    visitor: &Visitor,
    signed: &Signed,
    kind: ChannelKind,
    given: &[(String, String)],
) -> Result<()> {
    let prepared = providers::prepare(kind, given)?;
    let (viewer, keys) = (signed.viewer.clone(), visitor.app.keys.clone());
    let deed = move |w: &mut crate::store::Write<'_>| {
        providers::connect(w, &viewer, &keys, &prepared, &ChannelForm::default()).map(|_| ())
    };
    visitor.app.act(deed).await
}
