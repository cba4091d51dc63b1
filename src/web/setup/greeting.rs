//! `/setup/channel/greeting`: how every answer ends, proposed in the language of the business.

use actix_web::web::Form as Body;
use serde::Deserialize;

use crate::desk::channels::{self, ChannelForm, With};
use crate::desk::mailbox::MailboxForm;
use crate::domain::channel::Channel;
use crate::domain::error::{Error, Result};
use crate::setup::progress::{Step, mailbox};
use crate::web::asker::{Answer, Visitor, see_other};
use crate::web::session::Known;
use crate::web::setup::{again, go_on, owner, show, steps};
use crate::web::sheet::{Field, Form, Kind, Part, Section, Sheet};
use crate::words::Words;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Given {
    signature: String,
}

/// What is proposed: a closing greeting in the language customers are written to.
#[must_use]
pub fn proposed(language: &str, business: &str) -> String {
    Words::for_reader(language, "UTC").t_of("greeting-proposed", "business", business)
}

fn sheet(visitor: &Visitor, channel: &Channel, text: &str) -> Sheet {
    let words = &visitor.words;
    let field = Field::new(Kind::Area, "signature", words.t("greeting-label"), text)
        .hint(words.t("greeting-hint"));
    let form = Form::new(
        "/setup/channel/greeting",
        words.t("setup-continue"),
        vec![field],
    )
    .other("/setup/channel/proof", words.t("greeting-without"));
    let lead = words.t_of("greeting-text", "address", &channel.address);
    let mut sheet = Sheet::new(words.t("greeting-title"), lead)
        .with(Section::of(String::new(), vec![Part::Form(form)]));
    sheet.steps = steps(words, 2);
    sheet
}

async fn connected(visitor: &Visitor) -> Result<Option<Channel>> {
    visitor.app.look(mailbox).await
}

/// `GET /setup/channel/greeting`
pub async fn page(visitor: Visitor, known: Known) -> Answer {
    owner(&visitor, known).await?;
    let Some(channel) = connected(&visitor).await? else {
        return Ok(go_on(Step::Channel));
    };
    let business = visitor.app.look(crate::desk::business::get).await?;
    let text = if channel.signature.is_empty() {
        proposed(&business.language, &business.name)
    } else {
        channel.signature.clone()
    };
    show(&visitor, sheet(&visitor, &channel, &text))
}

/// `POST /setup/channel/greeting`
pub async fn save(visitor: Visitor, known: Known, given: Body<Given>) -> Answer {
    let (signed, _) = owner(&visitor, known).await?;
    let Some(channel) = connected(&visitor).await? else {
        return Ok(go_on(Step::Channel));
    };
    let about = ChannelForm {
        signature: Some(given.signature.replace("\r\n", "\n")),
        ..ChannelForm::default()
    };
    let (viewer, keys, id) = (signed.viewer, visitor.app.keys.clone(), channel.id);
    let allow_loopback = visitor.app.config.allow_loopback;
    let saved = visitor
        .app
        .act(move |write| {
            let with = With {
                keys: &keys,
                allow_loopback,
            };
            let as_it_is = MailboxForm::default();
            channels::change(write, &viewer, &with, id, &as_it_is, &about).map(|_| ())
        })
        .await;
    match saved {
        Ok(()) => Ok(see_other("/setup/channel/proof")),
        Err(err @ Error::Invalid(_)) => {
            again(&visitor, sheet(&visitor, &channel, &given.signature), err)
        }
        Err(err) => Err(err.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greeting_is_in_the_language_of_the_business() {
        assert!(proposed("es-CO", "Clínica Luz").starts_with("Cordial saludo"));
        assert!(proposed("en", "Luz Clinic").starts_with("Kind regards"));
        assert!(proposed("es", "Clínica Luz").contains("Clínica Luz"));
    }
}
