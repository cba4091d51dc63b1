//! One conversation as a page, and as the panes a page swaps in.

use actix_web::HttpRequest;
use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;

use crate::conversations::find::find;
use crate::domain::error::Result;
use crate::domain::id::{BulkId, ChangeId, ContactId};
use crate::domain::list::List;
use crate::store::Look;
use crate::web::asker::{Answer, Asker, page_of, rendered};
use crate::web::contacts::consents::ConsentView;
use crate::web::contacts::fields::FieldView;
use crate::web::contacts::show::Alike;
use crate::web::conversations::chat::ChatView;
use crate::web::conversations::forward::StrandView;
use crate::web::conversations::handover::HandoverView;
use crate::web::conversations::later::LaterView;
use crate::web::conversations::mine::MineView;
use crate::web::conversations::picker::PickerView;
use crate::web::conversations::promise::PromiseView;
use crate::web::conversations::sender::SenderView;
use crate::web::conversations::sla::SlaView;
use crate::web::conversations::ways::WayView;
use crate::web::conversations::{side, thread};
use crate::web::dated::said::EventView;
use crate::web::effort::EffortLine;
use crate::web::inbox::list;
use crate::web::inbox::list::ListView;
use crate::web::names::Directory;
use crate::web::page::Page;
use crate::web::page::Toast;
use crate::web::settings::senders::{name_of, named};
use crate::web::shell;
use crate::web::view::{Act, Avatar, Chip, Choice, Link, Part, TimeView};

/// What stands in the thread, in order.
#[derive(Debug, Clone)]
pub enum Item {
    Day(String),
    Line(Line),
    /// Several in a row, folded below how many they are.
    Lines(String, Vec<Line>),
    Courtesy(Courtesy),
    Message(Box<MessageView>),
    /// The form to go on in a side conversation, below what was said last in it.
    Strand(StrandView),
}

/// Something that happened between messages.
#[derive(Debug, Clone)]
pub struct Line {
    pub id: String,
    pub text: String,
    pub when: TimeView,
    pub why: String,
    /// Where to post that it be taken back.
    pub undo: Option<String>,
}

/// "gracias": filed, nothing moved.
#[derive(Debug, Clone)]
pub struct Courtesy {
    pub position: u32,
    pub who: String,
    pub text: String,
    pub when: TimeView,
    pub why: String,
    /// Where to post that it needs an answer after all.
    pub needs_answer: String,
}

/// One message.
#[derive(Debug, Clone)]
pub struct MessageView {
    pub position: u32,
    /// Messages shown within this one: the rest of an album.
    pub also: Vec<u32>,
    /// By what it came or went, where a conversation has several channels: sign, kind, name.
    pub channel: Option<(&'static str, String, String)>,
    /// On a messaging channel.
    pub chat: Option<Box<ChatView>>,
    /// Where to answer just this one.
    pub quote: Option<String>,
    /// Emoji to react with, and whether it is our reaction now.
    pub reactions: Vec<(&'static str, bool)>,
    /// `in`, `out` or `note`.
    pub kind: &'static str,
    /// The page's own key of an optimistic send.
    pub key: String,
    pub who: String,
    pub address: String,
    pub labels: Vec<Chip>,
    /// The page about this message.
    pub href: String,
    pub when: TimeView,
    /// Shown when it differs from the one before.
    pub subject: String,
    pub text: Vec<Part>,
    /// Where the whole text is, when it is long.
    pub whole: Option<String>,
    pub quoted: String,
    /// The frame with the formatted mail.
    pub body: Option<String>,
    pub files: Vec<FileView>,
    pub delivery: Option<DeliveryView>,
    pub why: String,
    /// Where to forward it, when it may go along.
    pub forward: Option<String>,
    pub sender: Option<SenderView>,
    /// Where to post that it needs an answer, when it was filed without.
    pub needs_answer: Option<String>,
    /// Whether one of us said that they had to repeat themselves, where it may be said.
    pub repeated: Option<bool>,
}

impl MessageView {
    #[must_use]
    pub fn delivery_state(&self) -> &'static str {
        self.delivery.as_ref().map_or("", |it| it.tone)
    }

    #[must_use]
    pub fn taken_back(&self) -> bool {
        let chat = self.chat.as_ref();
        chat.is_some_and(|it| !it.withdrawn.is_empty())
    }

    #[must_use]
    pub fn is_sticker(&self) -> bool {
        self.chat.as_ref().is_some_and(|it| it.sticker)
    }

    /// Nothing but files and a text: it may stand within the first of its album.
    #[must_use]
    pub fn chat_is_bare(&self) -> bool {
        self.chat.as_ref().is_some_and(|it| {
            it.reactions.is_empty()
                && it.quote.is_none()
                && it.versions.is_empty()
                && it.withdrawn.is_empty()
        })
    }

    #[must_use]
    pub fn trouble(&self) -> Option<&Trouble> {
        self.delivery.as_ref()?.trouble.as_ref()
    }
}

/// A file of a message or draft.
#[derive(Debug, Clone)]
pub struct FileView {
    pub id: String,
    pub href: String,
    pub name: String,
    pub size: String,
    pub picture: bool,
    /// A document a browser shows by itself.
    pub pdf: bool,
    /// `audio`, `video` or empty.
    pub play: &'static str,
    /// A point on the map, or somebody passed on.
    pub held: Option<HeldView>,
    /// Why it is not here yet, or never will be; empty when it is.
    pub missing: String,
    /// It is not tried again by itself.
    pub given_up: bool,
}

impl FileView {
    /// How it is shown over the page: `picture`, `pdf`, or `other` for what is only downloaded.
    #[must_use]
    pub fn shows(&self) -> &'static str {
        match (self.picture, self.pdf) {
            (true, _) => "picture",
            (_, true) => "pdf",
            _ => "other",
        }
    }
}

/// A point on the map, or somebody passed on, as one sees it.
#[derive(Debug, Clone)]
pub struct HeldView {
    pub icon: &'static str,
    /// What it is, in a word.
    pub kind: String,
    pub title: String,
    pub text: String,
    /// Where a map shows it; empty for somebody.
    pub map: String,
}

/// How far an answer got.
#[derive(Debug, Clone)]
pub struct DeliveryView {
    pub state: &'static str,
    /// How the bubble looks: `sending`, `failed` or empty.
    pub tone: &'static str,
    pub icon: &'static str,
    pub words: String,
    /// Where to post to take it back, while that is possible.
    pub undo: Option<String>,
    /// Its time was chosen and can be changed.
    pub later: Option<LaterView>,
    pub trouble: Option<Trouble>,
}

/// What went wrong and what can be done.
#[derive(Debug, Clone)]
pub struct Trouble {
    pub text: String,
    pub acts: Vec<Act>,
}

/// A line above the thread that asks or tells something about the whole conversation.
#[derive(Debug, Clone)]
pub struct Banner {
    pub tone: &'static str,
    pub icon: &'static str,
    pub text: String,
    pub link: Option<Link>,
    pub acts: Vec<Act>,
}

/// The end of the case before this one, folded above.
#[derive(Debug, Clone)]
pub struct Previous {
    pub title: String,
    pub items: Vec<Item>,
}

/// One of the two texts one can write.
#[derive(Debug, Clone, Default)]
pub struct DraftView {
    pub key: String,
    pub revision: u64,
    pub text: String,
    pub files: Vec<FileView>,
}

/// Where answers and notes are written.
#[derive(Debug, Clone)]
pub struct Composer {
    pub label: String,
    pub placeholder: String,
    pub to_line: String,
    pub to: String,
    pub cc: String,
    pub bcc: String,
    /// By which channels; the chosen one is the only one that counts without scripts unless another is selected.
    pub ways: Vec<WayView>,
    /// A mail is among them: recipients can be chosen.
    pub has_mail: bool,
    /// What it quotes: place, who, text.
    pub quote: Option<(u32, String, String)>,
    /// What to know of where a mail goes.
    pub notices: Vec<String>,
    pub history_line: String,
    /// What stands below a mail of this writer's.
    pub signature: String,
    /// Somebody else has the conversation: what to say of it.
    pub owned: String,
    /// Who may take it over: the writer.
    pub me: String,
    /// Later times an answer may leave at, and the earliest.
    pub later: Vec<Choice>,
    pub later_from: String,
    /// Sent and asleep until then: value and words.
    pub sleeps: Option<(String, String)>,
    /// Why no answer can be written; empty when it can.
    pub no_reply: String,
    pub note_first: bool,
    /// Where only approved texts are taken: choosing one.
    pub picker: Option<PickerView>,
    /// Channels by which they could go on: id, kind and name.
    pub onward: Vec<(String, String)>,
    pub reply: DraftView,
    pub note: DraftView,
}

/// One conversation, ready to show.
#[derive(Debug, Clone)]
pub struct Thread {
    pub number: u64,
    pub sla: Option<SlaView>,
    /// How long one works in it is measured.
    pub measured: bool,
    /// The newest position shown: a send says what it has seen.
    pub seen: u32,
    pub name: String,
    pub vip: bool,
    pub avatar: Avatar,
    pub contact_id: String,
    pub contact_href: String,
    pub subject: String,
    pub status: Chip,
    pub resolved: bool,
    pub spam: bool,
    /// The list one came from, and the way back to it.
    pub list: String,
    pub back: String,
    pub assignee: Option<Avatar>,
    pub people: Vec<Choice>,
    pub teams: Vec<Choice>,
    pub priorities: Vec<Choice>,
    pub snooze: Vec<Choice>,
    /// The earliest time one may snooze to, for the input.
    pub snooze_from: String,
    /// Something in it was not read by this viewer.
    pub unread: bool,
    /// Where what they have not read begins, if there is any.
    pub fresh: Option<u32>,
    pub banners: Vec<Banner>,
    /// What the reader should know who took it over.
    pub handover: Option<HandoverView>,
    pub promise: PromiseView,
    pub mine: MineView,
    pub previous: Option<Previous>,
    pub older: Option<String>,
    pub newer: Option<String>,
    pub items: Vec<Item>,
    pub composer: Option<Composer>,
    /// Why nothing can be written at all.
    pub locked: String,
}

/// A way to reach the contact.
#[derive(Debug, Clone)]
pub struct Reach {
    pub icon: &'static str,
    pub value: String,
    pub confirmed: bool,
    pub why: String,
    /// Why nothing is sent there any more; empty where something may be.
    pub gone: String,
}

/// A tag on the conversation.
#[derive(Debug, Clone)]
pub struct TagView {
    pub id: String,
    pub name: String,
    pub hue: u8,
}

/// Somebody beside the customer.
#[derive(Debug, Clone)]
pub struct ParticipantView {
    pub name: String,
    pub address: String,
    pub accepted: bool,
}

/// Another conversation of the same person.
#[derive(Debug, Clone)]
pub struct OtherCase {
    pub href: String,
    pub title: String,
    pub when: TimeView,
    pub status: Chip,
    pub excerpt: String,
}

/// The contact beside the thread.
#[derive(Debug, Clone)]
pub struct Side {
    /// Of the person.
    pub id: String,
    pub avatar: Avatar,
    pub name: String,
    pub href: String,
    pub line: String,
    /// Somebody who may be the same person.
    pub suggestion: Option<Alike>,
    pub reach: Vec<Reach>,
    /// Cards of systems of the business, fetched after the page: id and name.
    pub cards: Vec<(String, String)>,
    pub tags: Vec<TagView>,
    pub all_tags: Vec<String>,
    pub participants: Vec<ParticipantView>,
    pub facts: Vec<(String, String)>,
    /// Where their company is, when they belong to one.
    pub company: Option<(String, String)>,
    /// The business' own fields that are shown here.
    pub fields: Vec<FieldView>,
    /// Whom it is about, when that is somebody else: where they are, if they are a contact, and who.
    pub about: (String, String),
    /// What they have with a date, the next.
    pub dated: Option<EventView>,
    /// What they do not want.
    pub refused: Vec<ConsentView>,
    /// How long it was worked on.
    pub effort: Option<EffortLine>,
    pub others: Vec<OtherCase>,
}

#[derive(Template)]
#[template(path = "conversations/show.html")]
pub struct ShowPage {
    pub page: Page,
    pub list: ListView,
    pub thread: Thread,
    pub side: Side,
}

#[derive(Template)]
#[template(path = "conversations/panes.html")]
pub struct Panes {
    pub page: Page,
    pub thread: Thread,
    pub side: Side,
}

#[derive(Template)]
#[template(path = "conversations/items.html")]
pub struct Items {
    pub page: Page,
    pub thread: Thread,
}

/// What a conversation's address may say.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    /// The list one came from.
    #[serde(default)]
    pub list: String,
    /// Messages before this position.
    pub before: Option<u32>,
    /// Messages around this position.
    pub at: Option<u32>,
    /// The message an answer shall quote.
    pub quote: Option<u32>,
    /// The channel an answer shall leave by.
    #[serde(default)]
    pub by: String,
    /// The approved text that was chosen, its language, what was searched for and in which language.
    #[serde(default)]
    pub t: String,
    #[serde(default)]
    pub l: String,
    #[serde(default)]
    pub q: String,
    #[serde(default)]
    pub r#in: String,
    /// What was just done: `resolved`, `snoozed`, `sent`, `done`.
    #[serde(default)]
    pub done: String,
    /// The move that was just done.
    #[serde(default)]
    pub change: String,
    /// Who was just said to be somebody else, and than whom.
    #[serde(default)]
    pub other: String,
    #[serde(default)]
    pub contact: String,
    /// The rule of a sender before.
    #[serde(default)]
    pub was: String,
    /// What was just done, to take it back.
    #[serde(default)]
    pub bulk: String,
    /// The message it was done from.
    pub m: Option<u32>,
}

/// `GET /c/{number}`.
pub async fn page(
    asker: Asker,
    number: Path<u64>,
    asked: Query<Asked>,
    request: HttpRequest,
) -> Answer {
    let (number, asked) = (number.into_inner(), asked.into_inner());
    let (app, piece) = (asker.app.clone(), asker.piece);
    let items_only = request.headers().contains_key("x-items");
    let body = app
        .look(move |look| {
            let (page, list, thread, side) = read(&asker, look, number, &asked, piece)?;
            match list {
                _ if items_only => rendered(&Items { page, thread }),
                Some(list) => rendered(&ShowPage {
                    page,
                    list,
                    thread,
                    side,
                }),
                None => rendered(&Panes { page, thread, side }),
            }
        })
        .await?;
    Ok(page_of(body))
}

fn read(
    asker: &Asker,
    look: &Look<'_>,
    number: u64,
    asked: &Asked,
    piece: bool,
) -> Result<(Page, Option<ListView>, Thread, Side)> {
    let directory = Directory::read(look)?;
    let conversation = find(look, asker.viewer(), number)?;
    let list = list::parse(asker, &asked.list).unwrap_or(List::ToAnswer);
    let page = shell::page(asker, look, &directory, "inbox", Some(list))?
        .with_thread()
        .with_toast(toast(asker, number, asked));
    let beside = if piece {
        None
    } else {
        let asked = list::Asked::default();
        Some(list::view(
            asker,
            look,
            &directory,
            &page,
            (list, &asked),
            Some(number),
        )?)
    };
    let thread = thread::view(asker, look, &directory, &conversation, asked, list)?;
    let side = side::view(asker, look, &directory, &conversation)?;
    let shown = thread.newer.is_none() && conversation.n_messages > 0;
    let page = page.reading(shown.then_some(thread.seen));
    Ok((page, beside, thread, side))
}

fn apart_undo(number: u64, asked: &Asked) -> Option<String> {
    let contact: ContactId = asked.contact.parse().ok()?;
    let other: ContactId = asked.other.parse().ok()?;
    Some(format!(
        "/contacts/{contact}/apart?other={other}&undo=1&back={number}"
    ))
}

fn toast(asker: &Asker, number: u64, asked: &Asked) -> Option<Toast> {
    let key = match asked.done.as_str() {
        "resolved" => "toast-resolved",
        "sent" | "done" | "moved" => "toast-done",
        "joined" => "toast-joined",
        "apart" => "toast-apart",
        "forwarded" => "toast-forwarded",
        "treated" => "toast-treated",
        "untreated" => "toast-untreated",
        "spam" => "toast-spam",
        "spam-blocked" => "toast-spam-blocked",
        "undone" => "toast-undone",
        "changed-since" => "conflict-changed-since",
        _ => return None,
    };
    let bulk = asked.bulk.parse::<BulkId>().ok();
    let change = asked.change.parse::<ChangeId>().ok();
    Some(Toast {
        text: asker.words.t(key),
        undo: match (asked.done.as_str(), change) {
            ("resolved" | "spam" | "done", _) if bulk.is_some() => {
                bulk.map(|it| format!("/bulk/{it}/undo"))
            }
            ("resolved" | "spam", _) => Some(format!("/c/{number}/status?to=open")),
            ("spam-blocked", _) => Some(format!("/c/{number}/status?to=open&unblock=1")),
            ("treated" | "untreated", _) => asked
                .m
                .map(|at| format!("/c/{number}/m/{at}/sender?rule={}", rule_name(&asked.was))),
            ("joined", Some(change)) => Some(format!("/joins/{change}/undo?back={number}")),
            ("apart", _) => apart_undo(number, asked),
            (_, Some(change)) => Some(format!("/changes/{change}/undo")),
            _ => None,
        },
    })
}

/// A rule's name as it may stand in an address: one there is, else none.
fn rule_name(given: &str) -> &'static str {
    name_of(named(given))
}
