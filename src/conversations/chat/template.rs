//! Approved texts in an answer: which one is meant, whether it may go, and what the customer reads.

use crate::conversations::chat::window::window;
use crate::conversations::reply::Reply;
use crate::conversations::said::Said;
use crate::conversations::steps::waiting::YES;
use crate::domain::channel::Channel;
use crate::domain::chat::{Template, TemplateUse};
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::message::Message;
use crate::store::{Look, Write};

/// The texts of a channel that can be sent, by name and language.
///
/// # Errors
/// The store's.
pub fn usable(look: &Look<'_>, channel: &Channel) -> Result<Vec<Template>> {
    let mut all = known(look, channel)?;
    all.retain(Template::is_approved);
    all.sort_by(|a, b| (&a.name, &a.language).cmp(&(&b.name, &b.language)));
    Ok(all)
}

fn known(look: &Look<'_>, channel: &Channel) -> Result<Vec<Template>> {
    let connection = look.connection(channel.connection)?;
    Ok(connection
        .and_then(|it| it.provider().map(|it| it.templates()))
        .unwrap_or_default())
}

/// The approved text that is meant.
///
/// # Errors
/// [`Error::Invalid`] on `template`: `error-template` for one that is not there or not approved.
pub fn approved(
    look: &Look<'_>,
    channel: &Channel,
    (name, language): (&str, &str),
) -> Result<Template> {
    let mut all = usable(look, channel)?.into_iter();
    let found = all.find(|it| it.is(name, language));
    found.ok_or_else(|| Error::invalid("template", "error-template"))
}

/// The text that is meant; `None` while none of the account's are known, such as before they were ever read.
fn meant(
    look: &Look<'_>,
    channel: &Channel,
    (used, files): (&TemplateUse, usize),
) -> Result<Option<Template>> {
    let all = known(look, channel)?;
    if all.is_empty() {
        return Ok(None);
    }
    let found = all
        .into_iter()
        .find(|it| it.is(&used.name, &used.language) && it.is_approved());
    let found = found.ok_or_else(|| Error::invalid("template", "error-template"))?;
    if found.fits(used, files) {
        Ok(Some(found))
    } else {
        Err(Error::invalid("template", "error-template-variables"))
    }
}

/// The words of an answer that goes as an approved text; `None` when it is none, or its words are given.
///
/// # Errors
/// [`Error::Invalid`] on `template`: `error-template` for one that is not there or not approved,
/// `error-template-variables` when not everything is filled in.
pub fn words(look: &Look<'_>, channel: &Channel, input: &Reply) -> Result<Option<Said>> {
    let Some(used) = &input.template else {
        return Ok(None);
    };
    let found = meant(look, channel, (used, input.attachments.len()))?;
    let own = found.filter(|_| input.said.text.trim().is_empty());
    Ok(own.map(|it| Said::of(&it.shown(used))))
}

/// The line a list shows of an answer.
#[must_use]
pub fn excerpt(input: &Reply, message: &Message) -> String {
    if input.template.is_some() {
        Said::of(&message.text).excerpt
    } else {
        input.said.excerpt.clone()
    }
}

/// A text made ready to ask: pressing its first button means yes.
///
/// # Errors
/// [`Error::Invalid`] on `ask`: `error-window-open` while free answers are taken, `error-template-no-button`.
pub fn asking(
    w: &Write<'_>,
    c: &Conversation,
    channel: &Channel,
    ask: &TemplateUse,
) -> Result<TemplateUse> {
    if window(w, c.contact, channel, w.now())?.is_open() {
        return Err(Error::invalid("ask", "error-window-open"));
    }
    let Some(found) = meant(w, channel, (ask, 0))? else {
        return Err(Error::invalid("ask", "error-template"));
    };
    let Some(place) = found.quick_reply() else {
        return Err(Error::invalid("ask", "error-template-no-button"));
    };
    let mut ask = ask.clone();
    ask.buttons.retain(|it| it.0 != place);
    ask.buttons.push((place, YES.to_owned()));
    Ok(ask)
}
