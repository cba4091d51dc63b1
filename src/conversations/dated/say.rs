//! Saying it: planned anew in the deed, so that an answer, another date, or a person's word in between is seen.

use crate::contacts::people::records;
use crate::conversations::automatic::say::Outcome;
use crate::conversations::canned_replies::Known;
use crate::conversations::dated::plan::{Next, Part, Plan, next};
use crate::conversations::dated::{ITSELF, keep, leave, wait};
use crate::conversations::intake::landing::cases_of;
use crate::conversations::reply::{Replied, Reply, reply};
use crate::conversations::said::Said;
use crate::conversations::steps::mail::{Recipients, mailed_at};
use crate::conversations::steps::open::{Beginning, begin};
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{SystemPart, Viewer};
use crate::domain::automatic::Saying;
use crate::domain::canned_reply::filled_or_empty;
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::chat::{Button, Template, TemplateUse};
use crate::domain::conversation::{Conversation, Status};
use crate::domain::dated::plan::{PRESSED, StageTemplate, Verb};
use crate::domain::dated::{Asks, DatedEvent, LeftOut, Told};
use crate::domain::delivery::Then;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{ConversationId, DatedEventId, Id};
use crate::domain::message::{Attachment, MailAddress, Message};
use crate::domain::reason::Reason;
use crate::domain::time::{Millis, Span};
use crate::keys::KeyRing;
use crate::store::{Look, Write};

/// A plan in words: the text, what its places of the event hold, and what each button is called.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    pub text: String,
    pub values: Vec<(String, String)>,
    pub labels: Vec<String>,
}

/// Leaves out, and lets wait, what must be; what is to be said then. `due` is when it was to be looked at: at another time
/// there is nothing to do.
///
/// # Errors
/// The store's.
pub fn settle(w: &mut Write<'_>, id: DatedEventId, due: Millis) -> Result<Option<Box<Plan>>> {
    let is_due = |it: &DatedEvent| it.due == Some(due);
    let Some(mut it) = w.dated_event(id)?.filter(is_due) else {
        return Ok(None);
    };
    loop {
        match next(w, id, w.now())? {
            Next::Say(plan) => return Ok(Some(plan)),
            Next::Leave(stage, why) => leave(w, &mut it, (stage, why))?,
            Next::Wait(stage, until, why) => wait(&mut it, stage, until, why),
            Next::NoThanks => it.thank = None,
            Next::Nothing => {
                keep(w, &mut it)?;
                return Ok(None);
            }
        }
        w.put_dated_event(&it)?;
    }
}

/// A stage that could not be written is left out; who pressed goes without thanks.
///
/// # Errors
/// The store's.
pub fn give_up(w: &mut Write<'_>, plan: &Plan) -> Result<()> {
    let Some(mut it) = w.dated_event(plan.event.id)? else {
        return Ok(());
    };
    match &plan.part {
        Part::Stage { id, .. } => leave(w, &mut it, (*id, LeftOut::Failed))?,
        Part::Thank { .. } => it.thank = None,
    }
    keep(w, &mut it)
}

/// Says a plan in these words.
///
/// # Errors
/// The store's; what stands in the way of writing to them now.
pub fn say(w: &mut Write<'_>, keys: &KeyRing, it: &Plan, words: &Words) -> Result<Outcome> {
    match next(w, it.event.id, w.now())? {
        Next::Say(now) if *now == *it => {}
        Next::Nothing => return Ok(Outcome::Nothing),
        _ => return Ok(Outcome::Another),
    }
    let channel = w.channel(it.channel)?;
    let channel = channel.ok_or_else(|| Error::not_found("channel"))?;
    match &it.part {
        Part::Stage { id, .. } => {
            let c = place(w, &it.event, &channel)?;
            let done = written(w, keys, (it, &c), words)?;
            stage_said(w, it, *id, &done)?;
        }
        Part::Thank { conversation, .. } => {
            let c = found(w, *conversation)?;
            written(w, keys, (it, &c), words)?;
            let mut event = it.event.clone();
            event.thank = None;
            keep(w, &mut event)?;
        }
    }
    Ok(Outcome::Said)
}

fn found(look: &Look<'_>, id: ConversationId) -> Result<Conversation> {
    let c = look.conversation(id)?;
    c.ok_or_else(|| Error::not_found("conversation"))
}

/// Where it is said: in what goes on with them there, or ended so lately that an answer goes on with it; else in a new
/// conversation that is nobody's matter until they answer.
fn place(w: &mut Write<'_>, it: &DatedEvent, channel: &Channel) -> Result<Conversation> {
    let (now, reopens) = (w.now(), channel.reopens_within());
    let cases = cases_of(w, it.contact)?;
    let lately = |c: &Conversation| {
        now.since(c.last_public_at.unwrap_or(c.active_at)) < reopens || c.status.is_unresolved()
    };
    let here = |c: &&Conversation| c.channel == channel.id && c.is_case() && !c.unverified;
    let mut fitting: Vec<&Conversation> = cases.iter().filter(here).filter(|c| lately(c)).collect();
    // A mail about another matter goes into a thread of its own.
    if channel.kind == ChannelKind::Email {
        fitting.retain(|c| c.why == Reason::DatedEvent && c.subject == it.title);
    }
    fitting.sort_by_key(|c| !c.status.is_unresolved());
    if let Some(c) = fitting.first() {
        return Ok((*c).clone());
    }
    let previous = cases.first().map(|it| it.id);
    let status = Status::Resolved {
        at: now,
        quiet: false,
    };
    let voice = Voice::system(SystemPart::Automatic);
    let with = Beginning {
        contact: it.contact,
        channel,
        subject: &it.title,
        status,
        why: Reason::DatedEvent,
        at: now,
        previous,
    };
    let c = begin(w, voice, &with)?;
    w.put_conversation(&c)?;
    Ok(c)
}

fn written(
    w: &mut Write<'_>,
    keys: &KeyRing,
    (it, c): (&Plan, &Conversation),
    words: &Words,
) -> Result<Replied> {
    let known = Known::of_agent(w, None, c)?;
    let fill = |text: &str| filled_in(text, &known, words);
    let plain = Reply {
        conversation: c.number,
        recipients: to(w, it)?,
        channel: Some(it.channel),
        then: Then::KeepOpen,
        undo: Some(Span(0)),
        ..Reply::default()
    };
    let by = Viewer::system(SystemPart::Automatic);
    let Part::Stage {
        id,
        files,
        template,
        verbs,
        ..
    } = &it.part
    else {
        let said = Said::of(fill(&words.text).trim());
        let says = vec![Saying::DatedThanks];
        return reply(
            w,
            keys,
            &by,
            &Reply {
                said,
                says,
                ..plain
            },
        );
    };
    let mut attachments = Vec::new();
    for file in files {
        let id = w.new_id();
        attachments.push(Attachment { id, ..file.clone() });
    }
    let used = template
        .as_deref()
        .map(|(used, found)| as_template((used, found), (it.event.id, verbs.as_slice()), &fill));
    let choices = choices(it, verbs, words);
    let (buttons, said) = if used.is_some() {
        (Vec::new(), Said::default())
    } else {
        let said = Said::of(fill(&words.text).trim());
        (buttons(it, &choices), said)
    };
    let input = Reply {
        said,
        attachments,
        buttons,
        template: used,
        says: vec![Saying::Dated],
        purpose: Some(it.purpose),
        dated: Some(Asks {
            event: it.event.id,
            stage: *id,
            channel: Some(it.kind),
            choices,
        }),
        ..plain
    };
    reply(w, keys, &by, &input)
}

/// A text with what is known of the event, and of its contact, in its places; what is not is left out.
fn filled_in(text: &str, known: &Known, words: &Words) -> String {
    filled_or_empty(text, &|name| {
        let found = words.values.iter().find(|it| it.0 == name);
        found.map(|it| it.1.clone()).or_else(|| known.value(name))
    })
}

/// By mail: to nobody but them.
fn to(look: &Look<'_>, it: &Plan) -> Result<Recipients> {
    if it.kind.is_chat() {
        return Ok(Recipients::default());
    }
    let address = mailed_at(look, it.event.contact)?.map(|it| MailAddress {
        address: it.handle.value,
        ..MailAddress::default()
    });
    Ok(Recipients {
        to: address.map(|it| vec![it]),
        cc: Some(Vec::new()),
        bcc: Vec::new(),
    })
}

/// What comes back when a button is pressed.
fn pressed(verb: Verb, event: DatedEventId) -> String {
    format!("{PRESSED}{}-{}", verb.name(), event.uuid().simple())
}

/// What each choice is called: of an approved text by its own buttons, in order.
fn choices(it: &Plan, verbs: &[Verb], words: &Words) -> Vec<(Verb, String)> {
    let own = words.labels.clone();
    let labels = match &it.part {
        Part::Stage {
            template: Some(both),
            ..
        } => quick_replies(&both.1).into_iter().map(|it| it.1).collect(),
        _ => own,
    };
    verbs.iter().copied().zip(labels).collect()
}

fn quick_replies(it: &Template) -> Vec<(u8, String)> {
    let all = it.buttons.iter().enumerate();
    let quick = all.filter(|(_, it)| it.0 == "QUICK_REPLY");
    quick
        .filter_map(|(at, it)| Some((u8::try_from(at).ok()?, it.1.clone())))
        .collect()
}

fn as_template(
    (used, found): (&StageTemplate, &Template),
    (event, verbs): (DatedEventId, &[Verb]),
    fill: &dyn Fn(&str) -> String,
) -> TemplateUse {
    let filled = |all: &[String]| all.iter().map(|it| fill(it)).collect();
    let places = quick_replies(found).into_iter().map(|it| it.0);
    let back = places.zip(verbs);
    TemplateUse {
        name: used.name.clone(),
        language: used.language.clone(),
        header: filled(&used.header),
        body: filled(&used.body),
        buttons: back.map(|(at, it)| (at, pressed(*it, event))).collect(),
    }
}

/// What may be pressed, where the channel has that; else its numbers stand in the text.
fn buttons(it: &Plan, choices: &[(Verb, String)]) -> Vec<Button> {
    if !it.kind.abilities().choices {
        return Vec::new();
    }
    let button = |(verb, text): &(Verb, String)| Button {
        id: pressed(*verb, it.event.id),
        text: text.clone(),
    };
    choices.iter().map(button).collect()
}

/// Notes that a stage was said: with the event, and in the log.
fn stage_said(w: &mut Write<'_>, it: &Plan, stage: u32, done: &Replied) -> Result<()> {
    let message: &Message = &done.message;
    let mut event = it.event.clone();
    event.told.push(Told {
        stage,
        date: event.at,
        at: w.now(),
        message: Some(message.id),
        left: None,
    });
    event.waits = None;
    let mut c = done.conversation.clone();
    let subject = Subject {
        contact: Some(event.contact),
        ..Subject::message(c.id, message.id)
    };
    let told = EventKind::DatedStageSaid {
        event: event.id,
        stage,
    };
    c.seq = w.event(ITSELF, subject, told)?;
    w.put_conversation(&c)?;
    keep(w, &mut event)
}

/// Whether a record belongs to the person an event is of.
///
/// # Errors
/// The store's.
pub fn is_theirs(
    look: &Look<'_>,
    it: &DatedEvent,
    contact: crate::domain::id::ContactId,
) -> Result<bool> {
    Ok(records(look, contact)?.contains(&it.contact))
}
