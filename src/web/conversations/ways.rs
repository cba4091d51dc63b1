//! By which channels an answer may leave now, which of them stands first, and what to know of each.

use crate::conversations::chat::reach::{Peer, Reach, ways};
use crate::conversations::chat::window::Window;
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::id::ChannelId;
use crate::domain::message::MessageKind;
use crate::domain::time::Millis;
use crate::store::Look;
use crate::web::asker::Asker;
use crate::web::names::glyph;
use crate::words::{Arg, Words};

/// How far back the customer's newest message is looked for.
const LOOK_BACK: usize = 30;

/// A channel of the composer's selector.
#[derive(Debug, Clone)]
pub struct WayView {
    pub id: String,
    pub kind: ChannelKind,
    pub icon: &'static str,
    /// Kind and name; for one that is not open now also why.
    pub label: String,
    /// Kind alone, for sentences.
    pub word: String,
    pub is_mail: bool,
    pub open: bool,
    /// Only approved texts go now.
    pub closed: bool,
    pub chosen: bool,
    pub notices: Vec<String>,
    /// What an administrator wants known before one answers by it; empty for nothing.
    pub guidelines: String,
    /// Until when they may be answered freely.
    pub until: Option<Until>,
    pub placeholder: String,
    /// Characters of one message; 0 is no limit.
    pub limit: u32,
    /// Bytes of all its files together.
    pub files_limit: u64,
    /// Kinds of sound it takes, best first.
    pub sounds: &'static str,
    pub quotes: bool,
    claimed: bool,
}

/// The end of the time in which somebody may be answered freely.
#[derive(Debug, Clone)]
pub struct Until {
    pub machine: String,
    /// "You can write freely until 16:20."
    pub text: String,
    /// How long that is; the page's script counts it on.
    pub left: String,
}

/// Every channel by which the customer might be answered, deliverable now first, one of them chosen if any is open.
/// `mail_to` says that a mail has somebody to go to, `files` how large the files of the draft are together; `wanted` is the
/// id of the channel that was asked for, if any.
///
/// # Errors
/// The store's.
pub fn view(
    asker: &Asker,
    look: &Look<'_>,
    c: &Conversation,
    (name, mail_to, files): (&str, bool, u64),
    wanted: &str,
) -> Result<Vec<WayView>> {
    let mut all = Vec::new();
    for (channel, reach) in ways(look, c, asker.now)? {
        all.push(way(asker, c, (&channel, &reach), (name, mail_to, files)));
    }
    let newest = newest_inbound(look, c)?;
    let best = all
        .iter()
        .position(|it| it.open && it.id == wanted)
        .or_else(|| {
            let of_newest = |it: &WayView| Some(&it.id) == newest.as_ref();
            all.iter()
                .position(|it| it.open && !it.claimed && of_newest(it))
        })
        .or_else(|| all.iter().position(|it| it.open && !it.claimed))
        .or_else(|| all.iter().position(|it| it.open));
    if let Some(it) = best.and_then(|at| all.get_mut(at)) {
        it.chosen = true;
    }
    let has_mail = all.iter().any(|it| it.is_mail && it.open);
    for it in all
        .iter_mut()
        .filter(|it| !it.is_mail && !it.chosen && has_mail)
    {
        let lost = asker.words.t_of("composer-lost", "channel", &it.word);
        it.notices.push(lost);
    }
    all.sort_by_key(|it| !it.open);
    Ok(all)
}

fn newest_inbound(look: &Look<'_>, c: &Conversation) -> Result<Option<String>> {
    let last = look.messages_before(c.id, None, LOOK_BACK)?;
    let inbound = |it: &&crate::domain::message::Message| {
        it.kind == MessageKind::Inbound && it.moved_to.is_none()
    };
    let found: Option<ChannelId> = last.iter().rfind(inbound).map(|it| it.channel);
    Ok(found.map(|it| it.to_string()))
}

fn way(
    asker: &Asker,
    c: &Conversation,
    (channel, reach): (&Channel, &Reach),
    (name, mail_to, files): (&str, bool, u64),
) -> WayView {
    let words = &asker.words;
    let (icon, key) = glyph(channel.kind);
    let word = words.t(key);
    let is_mail = channel.kind == ChannelKind::Email;
    let abilities = channel.kind.abilities();
    // What cannot leave now still waits for its own channel, and says so.
    let waits = *reach == Reach::No("reach-down") && channel.id == c.channel;
    let open = reach.is_yes() || waits || (is_mail && mail_to && !is_down(reach));
    let why = if open {
        String::new()
    } else {
        why_not(words, reach)
    };
    let mut label = label(words, channel);
    if !why.is_empty() {
        label = format!("{label} ({why})");
    }
    let claimed = is_claimed(c, (channel, reach));
    let mut notices = notices(asker, reach, &word);
    if claimed {
        notices.insert(0, words.t("composer-unconfirmed"));
    }
    if waits {
        notices.push(words.t_of("composer-down", "channel", &word));
    }
    if files > abilities.attachments_limit {
        let limit = words.bytes(abilities.attachments_limit);
        let args = [("limit", Arg::Text(&limit)), ("channel", Arg::Text(&word))];
        notices.push(words.t_with("composer-files", &args));
    }
    let args = [("name", Arg::Text(name)), ("channel", Arg::Text(&word))];
    WayView {
        id: channel.id.to_string(),
        kind: channel.kind,
        icon,
        label,
        is_mail,
        open,
        closed: matches!(reach, Reach::Closed { .. }) && abilities.templates,
        chosen: false,
        notices,
        guidelines: channel.guidelines.clone(),
        until: left(asker, reach),
        placeholder: if is_mail {
            words.t_of("composer-placeholder", "name", name)
        } else {
            words.t_with("composer-placeholder-by", &args)
        },
        limit: abilities.text_limit.unwrap_or_default(),
        files_limit: abilities.attachments_limit,
        sounds: sounds(channel.kind),
        quotes: abilities.quotes,
        claimed,
        word,
    }
}

/// Kinds of recorded sound a channel's other side plays. WhatsApp plays no WebM (Cloud API, supported media types).
fn sounds(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::WhatsApp => "audio/ogg audio/mp4",
        ChannelKind::Telegram => "audio/ogg audio/mp4 audio/webm",
        _ => "audio/mp4 audio/ogg audio/webm",
    }
}

/// Kind and name of a channel.
#[must_use]
pub fn label(words: &Words, channel: &Channel) -> String {
    let word = words.t(glyph(channel.kind).1);
    let own = if channel.kind == ChannelKind::Email {
        &channel.address
    } else {
        &channel.name
    };
    if *own == word {
        return word;
    }
    format!("{word} · {own}")
}

/// Why a message was not taken, a sentence each.
#[must_use]
pub fn wrong(words: &Words, error: &Error) -> Vec<String> {
    match error {
        Error::Invalid(fields) => {
            let said = fields.iter().map(|it| words.field_error(it.code));
            said.collect()
        }
        other => vec![words.error(other).1],
    }
}

/// Whether a way was only typed by the customer. Who wrote by a channel in this case is answered there, whoever it is.
#[must_use]
pub fn is_claimed(c: &Conversation, (channel, reach): (&Channel, &Reach)) -> bool {
    peer(reach).is_some_and(|it| it.claimed) && !c.channels.contains(&channel.id)
}

fn is_down(reach: &Reach) -> bool {
    matches!(reach, Reach::No(why) if *why != "reach-no-address")
}

fn peer(reach: &Reach) -> Option<&Peer> {
    match reach {
        Reach::Yes { peer, .. } | Reach::Closed { peer, .. } => Some(peer),
        Reach::No(_) => None,
    }
}

/// Why somebody is not reached by a channel now; empty when they are.
#[must_use]
pub fn why_not(words: &Words, reach: &Reach) -> String {
    match reach {
        Reach::Yes { .. } => String::new(),
        Reach::No(why) => words.t(why),
        Reach::Closed {
            since: Some(at), ..
        } => words.t_of("reach-closed", "time", words.date_time(*at)),
        Reach::Closed { since: None, .. } => words.t("reach-never-wrote"),
    }
}

/// "until 16:20" is said of today; of another day the day is named.
fn until(words: &Words, at: Millis, now: Millis) -> String {
    let (named, clock) = (words.until(at, now), words.clock(at));
    let key = if named == clock {
        "composer-window"
    } else {
        "composer-window-day"
    };
    words.t_of(key, "time", named)
}

fn left(asker: &Asker, reach: &Reach) -> Option<Until> {
    match reach {
        Reach::Yes {
            window: Window::Until(at),
            ..
        } => {
            let words = &asker.words;
            let span = words.span(at.since(asker.now));
            Some(Until {
                machine: words.machine(*at),
                text: until(words, *at, asker.now),
                left: words.t_of("composer-window-left", "span", span),
            })
        }
        _ => None,
    }
}

fn notices(asker: &Asker, reach: &Reach, word: &str) -> Vec<String> {
    let words = &asker.words;
    let mut out = Vec::new();
    match reach {
        Reach::Closed {
            since: Some(at), ..
        } => {
            let at = words.date_time(*at);
            let args = [("channel", Arg::Text(word)), ("time", Arg::Text(&at))];
            out.push(words.t_with("composer-window-closed", &args));
        }
        Reach::Closed { since: None, .. } => {
            out.push(words.t_of("composer-window-never", "channel", word));
        }
        _ => {}
    }
    out
}
