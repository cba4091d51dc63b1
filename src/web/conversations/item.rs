//! One thing said or one thing that happened, ready to show.

use crate::conversations::chat::react::REACTIONS;
use crate::conversations::marks::repeated;
use crate::conversations::steps::strand;
use crate::domain::automatic::survey::BAD;
use crate::domain::channel::ChannelKind;
use crate::domain::chat::holding::Holding;
use crate::domain::conversation::Conversation;
use crate::domain::delivery::{Delivery, DeliveryState, RecipientResult};
use crate::domain::error::Result;
use crate::domain::event::{Event, EventKind};
use crate::domain::message::{Attachment, Author, Message, MessageKind};
use crate::domain::reason::Reason;
use crate::domain::time::Millis;
use crate::store::Look;
use crate::text::subject;
use crate::web::asker::Asker;
use crate::web::conversations::chat::ChatView;
use crate::web::conversations::forward::names_of;
use crate::web::conversations::show::{
    Courtesy, DeliveryView, FileView, HeldView, Item, Line, MessageView, Trouble,
};
use crate::web::conversations::{chat, later, sender, survey, switch};
use crate::web::legal::due;
use crate::web::names::{Directory, Known, glyph};
use crate::web::view::{Act, Chip, Part, TimeView, linked};
use crate::words::{Arg, Names, Words};

/// Types a browser may play; none of them can do anything but sound or move.
pub const PLAYED: [&str; 14] = [
    "audio/aac",
    "audio/amr",
    "audio/m4a",
    "audio/mp4",
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "audio/webm",
    "audio/x-m4a",
    "audio/x-wav",
    "video/3gpp",
    "video/mp4",
    "video/quicktime",
    "video/webm",
];

/// Types a browser may show as a picture; everything else is only downloaded.
pub const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// Shown by the viewer of the browser, where somebody asks for it.
pub const PDF: &str = "application/pdf";

/// An event as a line; nothing when the messages themselves show it.
///
/// # Errors
/// The store's.
pub fn line(words: &Words, event: &Event, names: &Known<'_, '_>) -> Result<Option<Item>> {
    let why = match event.kind {
        EventKind::StatusMoved {
            why: Reason::Answered | Reason::CustomerWrote | Reason::NewCase,
            ..
        }
        | EventKind::DeliveryMoved { .. } => return Ok(None),
        EventKind::StatusMoved { why, .. }
        | EventKind::Assigned { why, .. }
        | EventKind::TeamSet { why, .. } => Some(why),
        _ => None,
    };
    let why =
        why.filter(|it| !matches!(it, Reason::ByAgent | Reason::Took | Reason::GivenBy { .. }));
    let Some(text) = words.event(event, names) else {
        return Ok(None);
    };
    let Some(text) = survey::line(names.look, event, text)? else {
        return Ok(None);
    };
    let text = due::line(names.look, event, text)?;
    Ok(Some(Item::Line(Line {
        id: format!("e-{}", event.seq),
        text,
        when: TimeView::clock(words, event.at),
        why: why.map(|it| words.reason(&it, names)).unwrap_or_default(),
        undo: taken_back_by(names.look, &event.kind)?,
    })))
}

/// Where to post that two cases that were put together are two after all, as long as they are one.
fn taken_back_by(look: &Look<'_>, kind: &EventKind) -> Result<Option<String>> {
    let EventKind::ConversationsMerged { change, .. } = kind else {
        return Ok(None);
    };
    let standing = look.change(*change)?.filter(|it| it.undone_at.is_none());
    Ok(standing.map(|it| format!("/changes/{}/undo", it.id)))
}

/// What only a message of a talk shows; nothing of one that was emptied.
fn shown_talk(
    asker: &Asker,
    look: &Look<'_>,
    names: &Known<'_, '_>,
    it: &Message,
) -> Result<Option<Box<ChatView>>> {
    let facts = it.chat.as_ref().filter(|_| !it.redacted);
    let view = facts.map(|facts| chat::view(asker, look, names, (facts, &it.text)));
    Ok(view.transpose()?.map(Box::new))
}

/// A message as the thread shows it. `shown_subject` is the one shown last.
///
/// # Errors
/// The store's.
pub fn message(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    conversation: &Conversation,
    it: &Message,
    shown_subject: &str,
) -> Result<Item> {
    let words = &asker.words;
    let names = Known {
        look,
        directory,
        viewer: asker.viewer(),
    };
    if let Some(other) = aside(words, conversation.number, it, &names) {
        return Ok(other);
    }
    let number = conversation.number;
    let kind = kind_of(directory, it);
    let delivery = it.delivery.map_or(Ok(None), |id| look.delivery(id))?;
    let gone = it.redacted;
    let mut sent = delivery.map(|sent| delivery_view(words, kind, (number, it), &sent, asker.now));
    if let Some(trouble) = sent.as_mut().and_then(|it| it.trouble.as_mut()) {
        let others = switch::acts(asker, look, conversation, (it, ""))?;
        trouble.acts.extend(others);
    }
    Ok(Item::Message(Box::new(MessageView {
        position: it.position,
        also: Vec::new(),
        channel: by(words, directory, conversation, it),
        chat: shown_talk(asker, look, &names, it)?,
        quote: (it.kind.is_public() && it.chat.is_some() && !gone && !conversation.merged)
            .then(|| format!("/c/{number}?quote={}#composer", it.position)),
        reactions: reactions(kind, it),
        kind: look_of(it.kind),
        key: String::new(),
        who: author(words, it, &names),
        address: address(it),
        labels: labels(words, directory, it, &names),
        href: format!("/c/{number}/m/{}", it.position),
        when: TimeView::clock(words, it.said_at),
        subject: subject_of(it, shown_subject),
        text: text_of(words, it),
        whole: it
            .long_text
            .map(|_| format!("/c/{number}/m/{}", it.position)),
        quoted: below(look, it)?,
        body: it
            .html
            .as_ref()
            .filter(|_| !gone && is_theirs(it))
            .map(|_| format!("/c/{number}/m/{}/body", it.position)),
        files: files(words, number, it),
        delivery: sent,
        why: why_of(words, it, &names),
        forward: (!conversation.merged && strand::may_go_along(it))
            .then(|| format!("/c/{number}/forward?m={}", it.position)),
        sender: sender::view(words, look, number, it)?,
        needs_answer: is_filed(conversation, it)
            .then(|| format!("/c/{number}/m/{}/needs-answer", it.position)),
        repeated: repeated::may(it).then_some(it.had_to_repeat),
    })))
}

/// The kind of channel a message came or went by.
fn kind_of(directory: &Directory, it: &Message) -> ChannelKind {
    let found = directory.channel(it.channel);
    found.map_or(ChannelKind::Email, |it| it.kind)
}

/// What one of us may react with, where the channel has reactions.
fn reactions(kind: ChannelKind, it: &Message) -> Vec<(&'static str, bool)> {
    let Some(chat) = it.chat.as_ref().filter(|_| !it.redacted) else {
        return Vec::new();
    };
    if !kind.abilities().reactions || it.kind != MessageKind::Inbound || chat.ids.is_empty() {
        return Vec::new();
    }
    let ours = |emoji: &str| {
        let is_ours = |by: Author| !matches!(by, Author::Contact(_));
        chat.reactions
            .iter()
            .any(|it| it.emoji == emoji && is_ours(it.by))
    };
    REACTIONS.iter().map(|it| (*it, ours(it))).collect()
}

/// Its subject, where it differs from the one shown last.
fn subject_of(it: &Message, shown: &str) -> String {
    let is_newer = subject::root(&it.subject) != subject::root(shown) || it.position == 0;
    if is_newer && it.kind != MessageKind::Note && !it.redacted {
        it.subject.clone()
    } else {
        String::new()
    }
}

/// The class of a message on the page.
fn look_of(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Inbound => "in",
        MessageKind::Reply => "out",
        MessageKind::Note => "note",
        MessageKind::Forward => "forward",
        MessageKind::ThirdParty => "third",
    }
}

fn text_of(words: &Words, it: &Message) -> Vec<Part> {
    if it.redacted {
        let text = if it.withdrawn_because.is_empty() {
            words.t("message-gone")
        } else {
            words.t_of("message-gone-because", "reason", &it.withdrawn_because)
        };
        return vec![Part { text, href: None }];
    }
    linked(it.text.trim_end())
}

/// What stands in the thread as a line only: a message that moved on, a courtesy.
fn aside(words: &Words, number: u64, it: &Message, names: &dyn Names) -> Option<Item> {
    let when = TimeView::clock(words, it.said_at);
    if let Some((to, _)) = it.moved_to {
        let to = names.number(to);
        let to = to.map_or_else(|| "?".to_owned(), |it| it.to_string());
        return Some(Item::Line(Line {
            id: format!("m-{}", it.position),
            text: words.t_of("message-moved", "number", to),
            when,
            why: String::new(),
            undo: None,
        }));
    }
    let is_courtesy = it.courtesy && !it.needs_answer && it.kind == MessageKind::Inbound;
    is_courtesy.then(|| {
        Item::Courtesy(Courtesy {
            position: it.position,
            who: author(words, it, names),
            text: it.text.clone(),
            when,
            why: words.reason(&it.why, names),
            needs_answer: format!("/c/{number}/m/{}/needs-answer", it.position),
        })
    })
}

/// Who said it, by name.
#[must_use]
pub fn author(words: &Words, it: &Message, names: &dyn Names) -> String {
    match it.author {
        Author::Contact(id) => names
            .contact(id)
            .or_else(|| {
                let name = it.mail.as_ref().map(|mail| mail.from.name.clone());
                name.filter(|name| !name.is_empty())
            })
            .unwrap_or_else(|| words.t("unknown-person")),
        Author::Agent(id) => names.agent(id).unwrap_or_else(|| words.t("somebody")),
        Author::Colleague => words.t("colleague"),
        Author::ThirdParty => {
            let from = it.mail.as_ref().map(|mail| &mail.from);
            let named = from.map(|from| [&from.name, &from.address]);
            let mut names = named.into_iter().flatten();
            let first = names.find(|it| !it.is_empty());
            first.map_or_else(|| words.t("third-party"), String::clone)
        }
        Author::Assistant => words.t("assistant"),
        Author::Rule(id) => words.rule(id, names),
        Author::Integration(id) => names.program(id).unwrap_or_else(|| words.t("integration")),
        Author::System => words.t("lobby"),
    }
}

fn is_theirs(it: &Message) -> bool {
    matches!(it.kind, MessageKind::Inbound | MessageKind::ThirdParty)
}

/// Filed as a machine's or a blocked sender's: nobody was told.
fn is_filed(c: &Conversation, it: &Message) -> bool {
    it.kind == MessageKind::Inbound
        && !it.needs_answer
        && !c.merged
        && (it.automatic || c.automatic || c.blocked)
}

/// What stands below the own words: for a forward the messages that went along, as its mail shows them.
fn below(look: &Look<'_>, it: &Message) -> Result<String> {
    if it.kind != MessageKind::Forward {
        return Ok(it.quoted.clone());
    }
    let all = strand::along(look, it)?.into_iter();
    let each: Vec<_> = all.map(|it| format!("{}\n{}", it.head, it.text)).collect();
    Ok(each.join("\n\n"))
}

fn why_of(words: &Words, it: &Message, names: &dyn Names) -> String {
    if it.kind == MessageKind::Inbound || it.why != Reason::default() {
        words.reason(&it.why, names)
    } else {
        String::new()
    }
}

fn address(it: &Message) -> String {
    it.mail
        .as_ref()
        .filter(|_| is_theirs(it))
        .map(|mail| mail.from.address.clone())
        .unwrap_or_default()
}

fn labels(words: &Words, directory: &Directory, it: &Message, names: &dyn Names) -> Vec<Chip> {
    let marks = [
        (it.kind == MessageKind::Note, "message-note", "warn"),
        (it.unverified, "message-unverified", "warn"),
        (it.kind == MessageKind::ThirdParty, "third-party", "line"),
        (it.automatic, "message-automatic", ""),
        (it.history, "message-history", ""),
        (it.undone, "message-undone", "warn"),
    ];
    let mut out: Vec<_> = marks
        .into_iter()
        .filter(|(is, ..)| *is)
        .map(|(_, key, tone)| Chip::new(words.t(key), tone))
        .collect();
    if it.mail.as_ref().is_some_and(|mail| mail.is_partial()) {
        out.push(Chip::new(words.t("message-large"), "warn"));
    }
    if let Some(it) = &it.rating {
        let tone = if it.stars <= BAD { "warn" } else { "line" };
        out.push(Chip::new(words.t_n("rating-of-five", it.stars), tone));
    }
    if let Some(late) = it.came_late() {
        let text = words.t_of("message-late", "span", words.span(late));
        out.push(Chip::new(text, "warn"));
    }
    if let Some(mail) = it.mail.as_ref().filter(|_| it.kind == MessageKind::Forward) {
        let to = words.t_of("forward-sent-to", "who", names_of(&mail.to));
        out.push(Chip::new(to, "line"));
    }
    let also = it.also_to.iter().filter_map(|id| directory.channel(*id));
    out.extend(also.map(|it| Chip::new(it.address.clone(), "line")));
    let born = it.born_in.filter(|from| *from != it.conversation);
    out.extend(
        born.and_then(|id| names.number(id))
            .map(|number| Chip::new(words.t_of("message-came-from", "number", number), "line")),
    );
    out
}

/// By what a message came or went, where its conversation has several channels.
fn by(
    words: &Words,
    directory: &Directory,
    c: &Conversation,
    it: &Message,
) -> Option<(&'static str, String, String)> {
    let found = directory.channel(it.channel)?;
    let (icon, kind) = glyph(found.kind);
    let of_several = c.channels.len() > 1 && it.kind.is_public();
    of_several.then(|| (icon, words.t(kind), found.name.clone()))
}

/// The files of a message, without those shown inside its HTML; of a withdrawn one none.
#[must_use]
pub fn files(words: &Words, number: u64, it: &Message) -> Vec<FileView> {
    let place = format!("/c/{number}/m/{}", it.position);
    let own = it
        .attachments
        .iter()
        .filter(|file| !file.inline && !it.redacted);
    let own = own.map(|file| file_view(words, &format!("{place}/files"), file));
    // Of a mail read by its beginning the files are in the original.
    let partial = it
        .mail
        .as_ref()
        .filter(|mail| mail.is_partial() && it.raw.is_some() && !it.redacted);
    let original = partial.map(|mail| FileView {
        id: String::new(),
        href: format!("{place}/original"),
        name: words.t("message-original"),
        size: words.bytes(mail.size),
        picture: false,
        pdf: false,
        play: "",
        held: None,
        missing: String::new(),
        given_up: false,
    });
    own.chain(original).collect()
}

/// One file below `place`.
#[must_use]
pub fn file_view(words: &Words, place: &str, file: &Attachment) -> FileView {
    let name: String = url::form_urlencoded::byte_serialize(file.name.as_bytes()).collect();
    FileView {
        id: file.id.to_string(),
        href: format!("{place}/{}/{}", file.id, name.replace('+', "%20")),
        name: file.name.clone(),
        size: words.bytes(file.size),
        picture: PICTURES.contains(&file.content_type.as_str()),
        pdf: file.content_type == PDF,
        play: played(file).map_or("", |it| {
            if it.starts_with("video/") {
                "video"
            } else {
                "audio"
            }
        }),
        held: file.holds.as_deref().map(|it| held(words, it)),
        missing: missing(words, file),
        given_up: file.media.as_ref().is_some_and(|it| it.given_up),
    }
}

/// A point on the map, or somebody passed on.
#[must_use]
pub fn held(words: &Words, it: &Holding) -> HeldView {
    match it {
        Holding::Place(it) => {
            let place = chat::place(words, it);
            HeldView {
                icon: "pin",
                kind: words.t("content-place"),
                title: place.title,
                text: place.text,
                map: place.href,
            }
        }
        Holding::Card(it) => {
            let reached: Vec<_> = it.phones.iter().chain(&it.addresses).cloned().collect();
            HeldView {
                icon: "user",
                kind: words.t("content-card"),
                title: it.name.clone(),
                text: reached.join(" · "),
                map: String::new(),
            }
        }
    }
}

/// The type a file may be played as.
#[must_use]
pub fn played(file: &Attachment) -> Option<&'static str> {
    // A voice message says beside its type how it was made: `audio/ogg; codecs=opus`.
    let plain = file.content_type.split(';').next().unwrap_or_default();
    PLAYED.into_iter().find(|it| *it == plain.trim())
}

/// Why a file of a provider's is not here; empty when it is.
fn missing(words: &Words, file: &Attachment) -> String {
    match &file.media {
        None => String::new(),
        Some(it) if it.failed.is_empty() => words.t("media-fetching"),
        Some(it) => words.t(&it.failed),
    }
}

fn delivery_view(
    words: &Words,
    kind: ChannelKind,
    (number, it): (u64, &Message),
    sent: &Delivery,
    now: Millis,
) -> DeliveryView {
    let (tone, icon) = match sent.state {
        DeliveryState::Scheduled | DeliveryState::Queued | DeliveryState::Sending => {
            ("sending", "wait")
        }
        DeliveryState::Waiting => ("", "wait"),
        DeliveryState::Sent => ("", "check"),
        DeliveryState::Delivered | DeliveryState::Read => ("", "checks"),
        DeliveryState::Cancelled => ("", "undo"),
        DeliveryState::Held
        | DeliveryState::Failed
        | DeliveryState::Uncertain
        | DeliveryState::Bounced => ("failed", "alert"),
    };
    let retrying = sent.state == DeliveryState::Queued && sent.attempts > 0;
    let words_of_state = if retrying {
        let clock = words.until(sent.due, now);
        let args = [
            ("time", Arg::Text(&clock)),
            ("n", Arg::Number(i64::from(sent.attempts))),
        ];
        words.t_with("delivery-retrying", &args)
    } else if sent.state == DeliveryState::Scheduled && sent.chosen_time {
        words.t_of("delivery-scheduled-at", "time", words.until(sent.due, now))
    } else if sent.state == DeliveryState::Waiting {
        words.t_of("delivery-waiting-until", "time", words.until(sent.due, now))
    } else {
        words.delivery(sent.state)
    };
    let words_of_state = match some_refused(words, sent) {
        Some(refused) => format!("{refused} {words_of_state}"),
        None => words_of_state,
    };
    let leaves_later = sent.state == DeliveryState::Scheduled && sent.due > now;
    let undo = (leaves_later || sent.state == DeliveryState::Waiting) && !it.undone;
    DeliveryView {
        state: if sent.state == DeliveryState::Bounced {
            "failed"
        } else {
            sent.state.name()
        },
        tone,
        icon,
        words: words_of_state,
        undo: undo.then(|| format!("/c/{number}/m/{}/undo", it.position)),
        later: later::view(words, sent, now).filter(|_| !it.undone),
        trouble: sent
            .state
            .is_trouble()
            .then(|| trouble(words, kind, (number, it), sent, "")),
    }
}

/// Recipients refused for good while the others are still tried.
fn some_refused(words: &Words, sent: &Delivery) -> Option<String> {
    let refused = |it: &&RecipientResult| it.state == DeliveryState::Failed;
    let all: Vec<_> = sent.recipients.iter().filter(refused).collect();
    let first = all.first().filter(|_| sent.state.is_pending())?;
    let who: Vec<&str> = all.iter().map(|it| it.address.as_str()).collect();
    let code = first.error.as_ref().map_or("", |it| it.code.as_str());
    let (reason, remedy) = words.send_error(code);
    let args = [
        ("who", Arg::Text(&who.join(", "))),
        ("reason", Arg::Text(&reason)),
        ("remedy", Arg::Text(&remedy)),
    ];
    Some(words.t_with("delivery-some-refused", &args))
}

/// A sentence with the provider's own code behind it, for whoever has to ask there.
fn with_code(words: &Words, text: String, code: &str) -> String {
    if code.is_empty() {
        return text;
    }
    let args = [("text", Arg::Text(&text)), ("code", Arg::Text(code))];
    words.t_with("delivery-trouble-code", &args)
}

/// What went wrong with an answer and what can be done; `back` is where the forms lead, its conversation if empty.
#[must_use]
pub fn trouble(
    words: &Words,
    kind: ChannelKind,
    (number, it): (u64, &Message),
    sent: &Delivery,
    back: &'static str,
) -> Trouble {
    let text = match sent.state {
        DeliveryState::Uncertain if kind.is_chat() => words.t("delivery-trouble-uncertain-chat"),
        DeliveryState::Uncertain => words.t("delivery-trouble-uncertain"),
        DeliveryState::Held => words.t("delivery-trouble-held"),
        _ => {
            let failed = sent.recipients.iter().find_map(|it| it.error.as_ref());
            let error = sent.error.as_ref().or(failed).cloned().unwrap_or_default();
            let (reason, remedy) = words.send_error_by(kind, &error);
            let args = [
                ("reason", Arg::Text(&reason)),
                ("remedy", Arg::Text(&remedy)),
            ];
            let text = words.t_with("delivery-trouble", &args);
            with_code(words, text, &error.provider_code)
        }
    };
    let act = |what: &str, key: &str| Act {
        href: format!("/c/{number}/m/{}/delivery", it.position),
        text: words.t(key),
        fields: vec![("do", what.to_owned()), ("back", back.to_owned())],
    };
    let give_up = if it.kind.is_aside() {
        act("cancel", "act-give-up")
    } else {
        act("draft", "act-to-draft")
    };
    Trouble {
        text,
        acts: vec![act("retry", "act-retry"), give_up],
    }
}
