//! `GET /c/{number}/print`: a conversation as a document, from its first word to its last, to print or to keep as PDF.

use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;

use crate::contacts::people;
use crate::conversations::find::find;
use crate::domain::channel::ChannelKind;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::id::MessageId;
use crate::domain::message::{Message, MessageKind};
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html};
use crate::web::conversations::chat::{card, place};
use crate::web::conversations::item::{author, held};
use crate::web::conversations::side::reach_name;
use crate::web::names::{Directory, Known, glyph};
use crate::web::page::Page;
use crate::web::shell;
use crate::web::view::TimeView;
use crate::words::{Arg, Words};

/// Messages of one document at most, the newest of them; read so many at a time.
const MESSAGES: usize = 2_000;
const LOT: usize = 200;
/// Bytes of texts that are kept apart for their length, all together: they are read one by one.
const LONG: usize = 4 << 20;

/// What the document may be asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `1`: with what stays inside: notes, and what was said with third parties.
    notes: u8,
}

/// One thing said.
#[derive(Debug, Clone)]
pub struct Said {
    pub who: String,
    pub when: TimeView,
    /// The channel, where there are several, and what else is to be said of it.
    pub marks: Vec<String>,
    pub subject: String,
    pub text: String,
    /// Names and sizes.
    pub files: Vec<String>,
    pub inside: bool,
}

#[derive(Template)]
#[template(path = "conversations/print.html")]
struct PrintPage {
    page: Page,
    number: u64,
    title: String,
    /// Name and value.
    facts: Vec<(String, String)>,
    said: Vec<Said>,
    notes: bool,
    /// What is missing of it, and why.
    left_out: Vec<String>,
    foot: String,
}

/// The page.
pub async fn page(asker: Asker, number: Path<u64>, asked: Query<Asked>) -> Answer {
    let (number, notes) = (number.into_inner(), asked.notes == 1);
    let app = asker.app.clone();
    let view = app.look(move |look| read(&asker, look, number, notes));
    html(&view.await?)
}

fn read(asker: &Asker, look: &Look<'_>, number: u64, notes: bool) -> Result<PrintPage> {
    let words = &asker.words;
    let c = find(look, asker.viewer(), number)?;
    let directory = Directory::read(look)?;
    let names = Known {
        look,
        directory: &directory,
        viewer: asker.viewer(),
    };
    let Read { said, hidden, cut } = said_in(asker, &names, &c, notes)?;
    let mut left_out = Vec::new();
    if cut > 0 {
        let most = MESSAGES.to_string();
        let args = [
            ("n", Arg::Number(i64::from(cut))),
            ("most", Arg::Text(&most)),
        ];
        left_out.push(words.t_with("print-cut", &args));
    }
    if hidden > 0 {
        left_out.push(words.t_n("print-inside-left-out", hidden));
    }
    let args = [
        ("business", directory.business.name.clone()),
        ("number", number.to_string()),
        ("time", words.date_time(asker.now)),
        ("who", asker.agent().name.clone()),
    ];
    let args: Vec<_> = args.iter().map(|it| (it.0, Arg::Text(&it.1))).collect();
    Ok(PrintPage {
        page: shell::page(asker, look, &directory, "inbox", None)?,
        number,
        title: words.t_of("print-of", "number", number),
        facts: facts(asker, look, &directory, &c)?,
        foot: words.t_with("print-foot", &args),
        said: said.into_iter().map(|it| it.1).collect(),
        notes,
        left_out,
    })
}

/// What was said in a conversation, what stays inside of it left out or not.
pub struct Read {
    pub said: Vec<(MessageId, Said)>,
    pub hidden: usize,
    /// How many come before the first.
    pub cut: u32,
}

/// Reads it, from its first word to its last.
///
/// # Errors
/// The store's.
pub fn said_in(
    asker: &Asker,
    names: &Known<'_, '_>,
    c: &Conversation,
    inside: bool,
) -> Result<Read> {
    let (messages, cut) = whole(names.look, c)?;
    let (mut said, mut hidden, mut room) = (Vec::new(), 0_usize, LONG);
    for it in messages.iter().filter(|it| it.moved_to.is_none()) {
        if !inside && !it.kind.is_public() {
            hidden += 1;
        } else if !it.undone {
            let text = text(asker, it, &mut room);
            said.push((it.id, one(&asker.words, names, c, (it, text))));
        }
    }
    Ok(Read { said, hidden, cut })
}

/// All messages in order, or the newest, and how many come before them.
fn whole(look: &Look<'_>, c: &Conversation) -> Result<(Vec<Message>, u32)> {
    let (mut lots, mut before, mut n) = (Vec::new(), None, 0);
    while n < MESSAGES {
        let lot = look.messages_before(c.id, before, LOT)?;
        let Some(first) = lot.first().map(|it| it.position) else {
            break;
        };
        n += lot.len();
        before = Some(first);
        lots.push(lot);
    }
    let all = lots.into_iter().rev().flatten().collect();
    Ok((all, before.unwrap_or_default()))
}

/// What is known of the conversation, name and value.
fn facts(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    c: &Conversation,
) -> Result<Vec<(String, String)>> {
    let words = &asker.words;
    let person = look.person(c.contact)?.unwrap_or_default();
    let held = people::identifiers(look, person.id)?;
    let reached = held.iter().map(|it| reach_name(words, it));
    let reached: Vec<_> = reached.filter(|it| !it.is_empty()).collect();
    let name = if person.name.is_empty() {
        words.t("unknown-person")
    } else {
        person.name
    };
    let channels = c.channels.iter().filter_map(|id| directory.channel(*id));
    let channels = channels.map(|it| named(words, it.kind, &it.name));
    let assignee = c.assignee.and_then(|id| directory.agent(id));
    let zone = asker.words.zone();
    let zone = zone.iana_name().unwrap_or("UTC").replace('_', " ");
    let offset = words.offset(asker.now);
    let out = [
        ("print-business", directory.business.name.clone()),
        ("print-subject", c.subject.clone()),
        ("print-contact", name),
        ("print-reach", reached.join(", ")),
        ("print-channel", channels.collect::<Vec<_>>().join(", ")),
        ("print-status", words.status(c.status, asker.now)),
        (
            "print-assignee",
            assignee.map(|it| it.name.clone()).unwrap_or_default(),
        ),
        ("print-begun", words.date_time(c.created_at)),
        ("print-zone", format!("{zone} ({offset})")),
    ];
    let told = out.into_iter().filter(|it| !it.1.is_empty());
    Ok(told.map(|(key, value)| (words.t(key), value)).collect())
}

fn named(words: &Words, kind: ChannelKind, name: &str) -> String {
    let kind = words.t(glyph(kind).1);
    if name.is_empty() || name == kind {
        kind
    } else {
        format!("{kind} ({name})")
    }
}

/// The text as it was said, all of it where there is room.
fn text(asker: &Asker, it: &Message, room: &mut usize) -> String {
    let words = &asker.words;
    if it.redacted {
        return words.t("message-gone");
    }
    let long = it.long_text.filter(|_| *room > 0);
    let whole = long.and_then(|hash| asker.app.blobs.read(hash).ok());
    if let Some(bytes) = whole.filter(|it| it.len() <= *room) {
        *room -= bytes.len();
        return String::from_utf8_lossy(&bytes).trim_end().to_owned();
    }
    let mut text = it.text.trim_end().to_owned();
    if it.long_text.is_some() {
        text = format!("{text}\n{}", words.t("print-text-cut"));
    }
    text
}

fn one(
    words: &Words,
    names: &Known<'_, '_>,
    c: &Conversation,
    (it, text): (&Message, String),
) -> Said {
    let channel = names.directory.channel(it.channel);
    let mut marks = Vec::new();
    if c.channels.len() > 1 && it.kind.is_public() {
        marks.extend(channel.map(|it| named(words, it.kind, &it.name)));
    }
    match it.kind {
        MessageKind::Note => marks.push(words.t("message-note")),
        MessageKind::ThirdParty | MessageKind::Forward => marks.push(words.t("third-party")),
        MessageKind::Inbound | MessageKind::Reply => {}
    }
    let sent = it.delivery.and_then(|id| names.look.delivery(id).ok()?);
    marks.extend(sent.map(|it| words.delivery(it.state)));
    let mut text = text;
    if let Some(facts) = it.chat.as_ref().filter(|_| !it.redacted) {
        let point = facts.place.as_ref().map(|it| place(words, it));
        let point = point.map(|it| format!("{}: {}", it.title, it.text));
        let cards = facts.cards.iter().map(|it| {
            let it = card(it);
            let lines: Vec<_> = it.lines.into_iter().map(|it| it.1).collect();
            format!("{}: {}", it.name, lines.join(", "))
        });
        for more in point.into_iter().chain(cards) {
            text = format!("{text}\n{more}").trim_start().to_owned();
        }
    }
    Said {
        who: author(words, it, names),
        when: TimeView::full(words, it.said_at),
        marks,
        subject: if it.subject == c.subject || it.redacted {
            String::new()
        } else {
            it.subject.clone()
        },
        text,
        files: it
            .files()
            .map(|it| match it.holds.as_deref().map(|it| held(words, it)) {
                Some(it) => format!("{}: {} · {}", it.kind, it.title, it.text),
                None => format!("{} ({})", it.name, words.bytes(it.size)),
            })
            .collect(),
        inside: !it.kind.is_public(),
    }
}
