//! What can be done from a card: which buttons and short forms it has, and where they are posted.

use crate::desk::cards::find;
use crate::desk::setting::{checked_name, put};
use crate::desk::webhooks::check_url;
use crate::domain::actor::{Right, Viewer};
use crate::domain::attribute::AttributeKind;
use crate::domain::card::DataCard;
use crate::domain::card::action::{Asked, CardAction};
use crate::domain::error::{Error, Result};
use crate::domain::id::{CardActionId, CardId};
use crate::store::Write;
use crate::text::fold::fold;

const MOST: usize = 10;
const ASKED: usize = 10;
const CHOICES: usize = 50;
const LONGEST_KEY: usize = 40;

/// What an administrator says of one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    pub name: String,
    pub url: String,
    pub asks: Vec<Asked>,
}

/// Gives a card an action, or says anew what one does.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`]; [`Error::Conflict`] `too_many`.
pub fn put_action(
    w: &mut Write<'_>,
    by: &Viewer,
    (card, known): (CardId, Option<CardActionId>),
    about: &About,
) -> Result<CardActionId> {
    by.need(Right::Administer)?;
    let mut it = find(w, card)?;
    let id = known.unwrap_or_else(|| w.new_id());
    let new = CardAction {
        id,
        name: checked_name(&about.name)?,
        url: about.url.trim().to_owned(),
        asks: asks(&about.asks)?,
    };
    check_url(&new.url)?;
    let same_name = |other: &CardAction| other.id != id && fold(&other.name) == fold(&new.name);
    if it.actions.iter().any(same_name) {
        return Err(Error::invalid("name", "error-name-taken"));
    }
    let full = it.actions.len() >= MOST;
    match it.actions.iter_mut().find(|it| it.id == id) {
        Some(old) => *old = new,
        None if known.is_some() => return Err(Error::not_found("action")),
        None if full => return Err(Error::conflict("too_many")),
        None => it.actions.push(new),
    }
    put(w, by, it).map(|_| id)
}

fn asks(given: &[Asked]) -> Result<Vec<Asked>> {
    let wrong = |code| Error::invalid("asks", code);
    if given.len() > ASKED {
        return Err(wrong("error-card-asks"));
    }
    let mut out: Vec<Asked> = Vec::new();
    for it in given {
        let key = it.key.trim();
        let plain = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_';
        let fine = !key.is_empty() && key.len() <= LONGEST_KEY && key.bytes().all(plain);
        if !fine || out.iter().any(|it| it.key == key) {
            return Err(wrong("error-card-key"));
        }
        let mut choices = Vec::new();
        if it.kind == AttributeKind::Choice {
            for choice in &it.choices {
                choices.push(checked_name(choice).map_err(|_| wrong("error-choices"))?);
            }
            if choices.is_empty() || choices.len() > CHOICES {
                return Err(wrong("error-choices"));
            }
        }
        out.push(Asked {
            key: key.to_owned(),
            label: checked_name(&it.label).map_err(|_| wrong("error-card-label"))?,
            kind: it.kind,
            choices,
            required: it.required,
        });
    }
    Ok(out)
}

/// Takes an action from a card.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn drop_action(
    w: &mut Write<'_>,
    by: &Viewer,
    card: CardId,
    action: CardActionId,
) -> Result<()> {
    by.need(Right::Administer)?;
    let it = find(w, card)?;
    let actions = it.actions.iter().filter(|it| it.id != action);
    let actions = actions.cloned().collect();
    put(w, by, DataCard { actions, ..it }).map(|_| ())
}
