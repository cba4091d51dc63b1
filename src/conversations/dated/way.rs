//! By which channel something is said of a dated event: the one its stage names, else where they were heard last, else any
//! that reaches them; where only approved texts are taken, as one. Where they may hear of such things by one channel a week,
//! by that.

use std::cmp::Reverse;

use crate::contacts::consents::stands;
use crate::conversations::chat::reach::{Reach, reach};
use crate::conversations::chat::template::approved;
use crate::conversations::intake::landing::cases_of;
use crate::conversations::outreach::{Ask, Gate, gate};
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::chat::Template;
use crate::domain::conversation::Conversation;
use crate::domain::dated::plan::{DatedKind, Stage, StageTemplate};
use crate::domain::dated::{DatedEvent, LeftOut};
use crate::domain::error::Result;
use crate::domain::hours::outreach::Held;
use crate::domain::id::ContactId;
use crate::domain::time::Millis;
use crate::store::Look;

/// A channel, and the approved text it must go as there.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    pub channel: Channel,
    pub template: Option<(StageTemplate, Template)>,
}

/// The way to a person for a stage, and whether it may be gone now; else why there is none.
///
/// # Errors
/// The store's.
pub fn way(
    look: &Look<'_>,
    it: &DatedEvent,
    (kind, stage): (&DatedKind, &Stage),
    now: Millis,
) -> Result<std::result::Result<(Way, Gate), LeftOut>> {
    let cases = cases_of(look, it.contact)?;
    let (mut why, mut held) = (LeftOut::NoChannel, None);
    for channel in in_order(look, stage, &cases)? {
        let ask = Ask {
            purpose: kind.purpose.0,
            contact: it.contact,
            channel: channel.kind,
            zone: &it.zone,
        };
        match by(look, it.contact, (kind, stage), (channel, now))? {
            Ok(found) => match gate(look, &ask, now)? {
                // Another channel may be the one of this week.
                gate @ Gate::Leave(Held::Channel) => held = held.or(Some((found, gate))),
                gate => return Ok(Ok((found, gate))),
            },
            // What comes closest to having worked is said.
            Err(not) if why == LeftOut::NoChannel => why = not,
            Err(_) => {}
        }
    }
    Ok(held.ok_or(why))
}

fn in_order(look: &Look<'_>, stage: &Stage, cases: &[Conversation]) -> Result<Vec<Channel>> {
    let mut all = look.channels()?;
    let speaks = |it: &Channel| !matches!(it.kind, ChannelKind::Log | ChannelKind::WebChat);
    all.retain(|it| it.retired_at.is_none() && speaks(it));
    let heard = cases.iter().find(|it| it.is_case()).map(|it| it.channel);
    all.sort_by_key(|it| Reverse((Some(it.id) == stage.channel, Some(it.id) == heard)));
    Ok(all)
}

fn by(
    look: &Look<'_>,
    contact: ContactId,
    (kind, stage): (&DatedKind, &Stage),
    (channel, now): (Channel, Millis),
) -> Result<std::result::Result<Way, LeftOut>> {
    let Some(connection) = look.connection(channel.connection)? else {
        return Ok(Err(LeftOut::NoChannel));
    };
    let closed = match reach(look, contact, (&channel, &connection), now)? {
        Reach::Yes { .. } => false,
        Reach::Closed { .. } => true,
        Reach::No(_) => return Ok(Err(LeftOut::NoChannel)),
    };
    let said = stands(look, contact, channel.kind, kind.purpose.0)?;
    let allowed = said.map_or(!kind.needs_consent, |it| it.granted);
    if !allowed {
        return Ok(Err(LeftOut::NoConsent));
    }
    let own_words = !stage.text.trim().is_empty() || stage.reply.is_some();
    if !closed && (own_words || stage.template.is_none()) {
        return Ok(Ok(Way {
            channel,
            template: None,
        }));
    }
    let Some(used) = &stage.template else {
        return Ok(Err(LeftOut::WindowClosed));
    };
    if !channel.kind.abilities().templates {
        let template = None;
        let open = Ok(Way { channel, template });
        return Ok(if closed {
            Err(LeftOut::WindowClosed)
        } else {
            open
        });
    }
    Ok(
        match approved(look, &channel, (&used.name, &used.language)) {
            Ok(found) => Ok(Way {
                channel,
                template: Some((used.clone(), found)),
            }),
            Err(_) => Err(LeftOut::NoTemplate),
        },
    )
}
