//! `/setup/channel/proof`: the owner writes to the business from their own phone, and sees it arrive.

use actix_web::web::{Path, Query};
use serde::Deserialize;

use crate::domain::channel::{Channel, ChannelKind, Connection};
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::id::ChannelId;
use crate::domain::time::Millis;
use crate::setup::progress::{Step, first_written, newest};
use crate::setup::reminder;
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Visitor, see_other};
use crate::web::session::Known;
use crate::web::settings::channels::{health, reason, said};
use crate::web::setup::{go_on, owner, show, steps, whatsapp};
use crate::web::sheet::{Form, Part, Row, Section, Sheet, Tick, qr};
use crate::web::view::TimeView;
use crate::words::Words;

const PLACE: &str = "/setup/channel/proof";

/// By which kind of channel; by the one connected last when nothing is said.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    by: String,
}

/// What arrived: the conversation, who wrote, the beginning of what was written.
struct Arrived {
    conversation: Conversation,
    who: String,
    excerpt: String,
}

fn arrived(look: &Look<'_>, kind: ChannelKind) -> Result<Option<Arrived>> {
    let Some(conversation) = first_written(look, Some(kind))? else {
        return Ok(None);
    };
    let contact = look.contact(conversation.contact)?;
    let first = look.messages_after(conversation.id, None, 1)?;
    let text = first.into_iter().next().map(|it| it.text);
    let excerpt = text.unwrap_or_default().chars().take(200).collect();
    Ok(Some(Arrived {
        who: contact.map(|it| it.name).unwrap_or_default(),
        excerpt,
        conversation,
    }))
}

/// `GET /setup/channel/proof`
pub async fn page(visitor: Visitor, known: Known, asked: Query<Asked>) -> Answer {
    owner(&visitor, known).await?;
    let kind = ChannelKind::parse(&asked.by);
    let found = visitor.app.look(move |look| {
        let Some(channel) = newest(look, kind)? else {
            return Ok(None);
        };
        let connection = look.connection(channel.connection)?.unwrap_or_default();
        let arrived = arrived(look, channel.kind)?;
        let reminder = reminder::waiting(look, channel.id)?;
        Ok(Some((channel, connection, arrived, reminder)))
    });
    let Some((channel, connection, arrived, reminder)) = found.await? else {
        return Ok(go_on(Step::Channel));
    };
    let words = &visitor.words;
    let mut sheet = Sheet::new(words.t("proof-title"), lead(&visitor, &channel));
    sheet.steps = steps(words, 2);
    if let Some(it) = arrived {
        sheet.lead = words.t("proof-answer");
        sheet.banner("ok", words.t("proof-here"));
        return show(&visitor, sheet.with(shown(&visitor, &it)));
    }
    let mut parts = where_to(&visitor, &channel, &connection);
    let mut waiting = waiting(&visitor, &channel, &connection);
    if channel.kind == ChannelKind::WhatsApp {
        // The number itself is only known when it was set up.
        waiting.parts.append(&mut parts);
    }
    if !parts.is_empty() {
        sheet = sheet.with(Section::of(String::new(), parts));
    }
    sheet = sheet.with(waiting);
    sheet.sections.extend(said(words, &connection));
    let help = vec![Part::Text(help(&visitor, &channel, &connection))];
    let help = Section::of(words.t("proof-nothing"), help);
    show(
        &visitor,
        sheet
            .with(help.folded(false))
            .with(later(words, &channel, reminder)),
    )
}

/// On without it; with a reminder tomorrow when that is wanted.
fn later(words: &Words, channel: &Channel, reminder: Option<Millis>) -> Section {
    const ON: &str = "/setup/people";
    let Some(at) = reminder else {
        let remind = words.t("proof-remind");
        let form = Form::new(format!("{PLACE}/{}/later", channel.id), remind, Vec::new());
        let form = form.other(ON, words.t("setup-later"));
        return Section::of(String::new(), vec![Part::Form(Form { tone: "", ..form })]);
    };
    let told = Part::Text(words.t_of("proof-reminded", "time", words.date_time(at)));
    let on = Form::new(ON, words.t("setup-continue"), Vec::new()).by_get();
    Section::of(String::new(), vec![told, Part::Form(on)])
}

/// `POST /setup/channel/proof/{id}/later`: the owner is reminded of the channel tomorrow at nine.
pub async fn remind(visitor: Visitor, known: Known, at: Path<ChannelId>) -> Answer {
    let (signed, _) = owner(&visitor, known).await?;
    let (viewer, channel) = (signed.viewer, at.into_inner());
    let deed = move |w: &mut Write<'_>| {
        reminder::tomorrow(w, &viewer, channel)?;
        Ok(w.channel(channel)?.map(|it| it.kind))
    };
    let kind = visitor.app.act(deed).await?.unwrap_or_default();
    Ok(see_other(&format!("{PLACE}?by={}", kind.name())))
}

fn lead(visitor: &Visitor, channel: &Channel) -> String {
    let words = &visitor.words;
    match channel.kind {
        ChannelKind::Email => words.t_of("proof-text", "address", &channel.address),
        ChannelKind::WebChat => words.t("proof-text-chat"),
        _ => words.t("proof-text-other"),
    }
}

/// The chat as a page of its own.
fn chat_page(visitor: &Visitor, connection: &Connection) -> String {
    format!("{}/chat/{}", visitor.app.config.public_url, connection.key)
}

/// Where to write to, for a phone's camera too.
fn where_to(visitor: &Visitor, channel: &Channel, connection: &Connection) -> Vec<Part> {
    let words = &visitor.words;
    let (label, shown, address, about) = match channel.kind {
        ChannelKind::Email => (
            "mailbox-address",
            channel.address.clone(),
            // The phone's own mail program opens, the address filled in (RFC 6068).
            format!("mailto:{}", channel.address),
            "proof-qr",
        ),
        ChannelKind::WebChat => {
            let page = chat_page(visitor, connection);
            ("install-link", page.clone(), page, "install-qr")
        }
        ChannelKind::WhatsApp => {
            let settings = connection.provider().cloned().unwrap_or_default();
            let public = &visitor.app.config.public_url;
            return whatsapp::parts(words, (connection, &settings), public);
        }
        _ => return Vec::new(),
    };
    let mut parts = vec![Part::Copy(words.t(label), shown)];
    parts.extend(qr(&address, words.t(about)).ok().map(Part::Qr));
    parts
}

/// What is waited for, looked at again and again.
fn waiting(visitor: &Visitor, channel: &Channel, connection: &Connection) -> Section {
    let words = &visitor.words;
    let mut ticks = match (channel.kind, connection.provider()) {
        (ChannelKind::WhatsApp, Some(settings)) => whatsapp::ticks(words, connection, settings),
        _ => Vec::new(),
    };
    ticks.push(Tick {
        state: "wait",
        text: words.t("proof-waiting"),
        ..Tick::default()
    });
    let state = Row {
        title: words.t("health-title"),
        text: reason(words, connection),
        health: Some(health(words, connection)),
        ..Row::default()
    };
    let parts = vec![Part::Ticks(ticks), Part::Rows(vec![state])];
    let mut waiting = Section::of(String::new(), parts).id("arrived");
    waiting.live = true;
    waiting
}

fn help(visitor: &Visitor, channel: &Channel, connection: &Connection) -> String {
    let words = &visitor.words;
    match channel.kind {
        ChannelKind::Email => words.t("proof-help"),
        ChannelKind::WebChat if !visitor.app.config.is_https() => words.t("proof-help-no-domain"),
        ChannelKind::WebChat => {
            words.t_of("proof-help-chat", "url", chat_page(visitor, connection))
        }
        ChannelKind::WhatsApp => words.t("proof-help-whatsapp"),
        _ => words.t("proof-help-other"),
    }
}

/// The conversation as a row that leads to it, and the way on.
fn shown(visitor: &Visitor, it: &Arrived) -> Section {
    let words = &visitor.words;
    let about = [it.who.as_str(), it.conversation.subject.as_str()];
    let about: Vec<&str> = about.into_iter().filter(|it| !it.is_empty()).collect();
    let row = Row {
        href: format!("/c/{}", it.conversation.number),
        title: if about.is_empty() {
            words.t("unknown-person")
        } else {
            about.join(" · ")
        },
        text: it.excerpt.clone(),
        chip: words.t("proof-open"),
        when: Some(TimeView::ago(
            words,
            it.conversation.created_at,
            visitor.app.clock.now(),
        )),
        ..Row::default()
    };
    let on = Form::new("/setup/people", words.t("setup-continue"), Vec::new()).by_get();
    Section::of(String::new(), vec![Part::Rows(vec![row]), Part::Form(on)])
}
