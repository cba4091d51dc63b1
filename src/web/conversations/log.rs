//! Writing down a call or a visit of a person.

use actix_web::web::{Form, Query};
use askama::Template;
use serde::Deserialize;

use crate::contacts::people;
use crate::conversations::said::Said;
use crate::conversations::start::To;
use crate::conversations::status;
use crate::conversations::write_down::{Place, WrittenDown, write_down};
use crate::domain::contact::Handle;
use crate::domain::error::{Error, Result};
use crate::domain::id::ContactId;
use crate::text::phone;
use crate::web::asker::{Answer, Asker, html, see_other};
use crate::web::conversations::begin::Asked;
use crate::web::names::Directory;
use crate::web::once::once;
use crate::web::page::Page;
use crate::web::shell;

#[derive(Template)]
#[template(path = "conversations/log.html")]
struct LogPage {
    page: Page,
    contact: String,
    name: String,
    key: String,
}

/// `GET /log`.
pub async fn log_page(asker: Asker, asked: Query<Asked>) -> Answer {
    let contact = asked.into_inner().contact;
    let app = asker.app.clone();
    let view = app
        .look(move |look| {
            let directory = Directory::read(look)?;
            let id = contact.parse::<ContactId>().ok();
            let person = match id {
                Some(id) => Some(people::find(look, asker.viewer(), id)?),
                None => None,
            };
            Ok(LogPage {
                page: shell::page(&asker, look, &directory, "inbox", None)?,
                contact: person
                    .as_ref()
                    .map(|it| it.id.to_string())
                    .unwrap_or_default(),
                name: person.map(|it| it.name).unwrap_or_default(),
                key: uuid::Uuid::new_v4().to_string(),
            })
        })
        .await?;
    html(&view)
}

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Logged {
    contact: String,
    name: String,
    reach: String,
    kind: String,
    subject: String,
    text: String,
    key: String,
    answered: String,
}

/// `POST /log`: a call or visit into the person's history.
pub async fn log(asker: Asker, form: Form<Logged>) -> Answer {
    let form = form.into_inner();
    let business = asker.app.look(|look| look.business()).await?;
    let country = business.unwrap_or_default().country;
    let with = match form.contact.parse::<ContactId>() {
        Ok(id) => To::Contact(id),
        Err(_) => To::Handle {
            handle: handle(&form.reach, &country)?,
            name: form.name.clone(),
        },
    };
    let input = WrittenDown {
        place: Place::New {
            with,
            subject: form.subject.clone(),
        },
        by_customer: form.kind != "call-out",
        said: Said::of(form.text.replace("\r\n", "\n").trim_end()),
        attachments: Vec::new(),
        said_at: None,
    };
    let writer = asker.clone();
    let number = asker
        .app
        .act(move |w| {
            once(w, &writer, "log", &form.key, |w| {
                let (c, _) = write_down(w, writer.viewer(), &input)?;
                if form.answered == "1" {
                    status::resolve(w, writer.viewer(), c.number)?;
                }
                Ok(c.number.to_string())
            })
        })
        .await?;
    Ok(see_other(&format!("/c/{number}?done=done")))
}

/// A phone or mail address as somebody types it.
///
/// # Errors
/// [`Error::Invalid`] on `reach`.
pub fn handle(reach: &str, country: &str) -> Result<Handle> {
    let reach = reach.trim();
    if reach.contains('@') {
        return Ok(Handle::email(reach));
    }
    phone::canon(reach, country)
        .map(Handle::phone)
        .ok_or_else(|| Error::invalid("reach", "error-address"))
}
