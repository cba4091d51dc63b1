//! Where an answer or a note is written: to whom, from what draft, and why not where it cannot be.

use crate::conversations::steps::mail::{goes_elsewhere, left_out, usual};
use crate::conversations::{going_on, outbound};
use crate::domain::channel::ChannelKind;
use crate::domain::conversation::Conversation;
use crate::domain::draft::Draft;
use crate::domain::error::{Error, Result};
use crate::domain::id::AgentId;
use crate::domain::message::MailAddress;
use crate::domain::time::Millis;
use crate::store::Look;
use crate::web::asker::Asker;
use crate::web::conversations::item::{author, file_view};
use crate::web::conversations::picker::{self, PickerView};
use crate::web::conversations::show::{Asked, Composer, DraftView};
use crate::web::conversations::texts::Wanted;
use crate::web::conversations::ways::WayView;
use crate::web::conversations::{chat, thread, ways};
use crate::web::names::{Directory, Known, glyph};
use crate::web::view::Link;
use crate::words::{Arg, Words};

/// The composer of a conversation.
///
/// # Errors
/// The store's.
pub fn view(
    asker: &Asker,
    look: &Look<'_>,
    it: &Conversation,
    (name, asked): (&str, &Asked),
) -> Result<Composer> {
    let words = &asker.words;
    let me = asker.agent().id;
    let reply = look.draft(it.id, me, false)?;
    let note = look.draft(it.id, me, true)?;
    let (to, cc) = usual(look, it)?;
    let kept = reply.as_ref().filter(|it| !it.gone && !it.to.is_empty());
    let (to, cc, bcc) = match kept {
        Some(draft) => (draft.to.clone(), draft.cc.clone(), draft.bcc.clone()),
        None => (to, cc, Vec::new()),
    };
    let kept = reply.as_ref().map(|it| &it.attachments);
    let files = kept.map_or(0, |all| all.iter().map(|it| it.size).sum());
    let mail_to = !to.is_empty();
    let ways = ways::view(asker, look, it, (name, mail_to, files), &asked.by)?;
    let chosen = ways.iter().find(|it| it.chosen).cloned();
    let picker = if let Some(way) = closed(&ways, asked) {
        let draft = draft(words, it.number, reply.clone());
        let mut found = pick(asker, look, it, (way, name), (&wanted(asked), draft))?;
        found.others = others(words, it.number, &ways);
        found.list.clone_from(&asked.list);
        Some(found)
    } else {
        None
    };
    let no_reply = no_reply(words, &ways, picker.is_some() || chosen.is_some());
    let quote = match asked.quote {
        Some(at) => quoting(asker, look, it, at)?,
        None => None,
    };
    let notices = notices(asker, look, it, &to)?;
    let chosen_kind = chosen.as_ref().map_or(ChannelKind::Email, |it| it.kind);
    let channel = words.t(glyph(chosen_kind).1);
    let label = [("name", Arg::Text(name)), ("channel", Arg::Text(&channel))];
    let reply = draft(words, it.number, reply);
    let note = draft(words, it.number, note);
    Ok(Composer {
        signature: signature(look, it, (me, &ways))?,
        owned: owned(words, look, it, me)?,
        me: me.to_string(),
        later: thread::snooze(words, asker.now),
        later_from: words.input_time(asker.now),
        sleeps: sleeps(words, asker.now),
        label: words.t_with("composer-label", &label),
        placeholder: chosen.map(|it| it.placeholder).unwrap_or_default(),
        has_mail: ways.iter().any(|it| it.is_mail && it.open),
        ways,
        quote,
        to_line: to_line(words, &to, cc.len() + bcc.len()),
        to: written(&to),
        cc: written(&cc),
        bcc: written(&bcc),
        notices,
        history_line: words.t("composer-history"),
        onward: onward(asker, look, it)?,
        note_first: !no_reply.is_empty() || (reply.text.is_empty() && !note.text.is_empty()),
        no_reply,
        picker,
        reply,
        note,
    })
}

/// What stands below a mail, by the mailbox that is chosen or could be.
fn signature(
    look: &Look<'_>,
    c: &Conversation,
    (me, ways): (AgentId, &[WayView]),
) -> Result<String> {
    let mails = || ways.iter().filter(|it| it.is_mail && it.open);
    let way = mails().find(|it| it.chosen).or_else(|| mails().next());
    let Some(id) = way.and_then(|it| it.id.parse().ok()) else {
        return Ok(String::new());
    };
    let channel = look.channel(id)?;
    channel.map_or(Ok(String::new()), |it| {
        outbound::signature(look, (Some(me), &it), c)
    })
}

/// That somebody else has it; empty when nobody does, or the reader.
fn owned(words: &Words, look: &Look<'_>, c: &Conversation, me: AgentId) -> Result<String> {
    let other = c
        .assignee
        .filter(|it| *it != me && c.status.is_unresolved());
    let other = other.map_or(Ok(None), |id| look.agent(id))?;
    let other = other.filter(|it| it.is_active());
    Ok(other.map_or_else(String::new, |it| {
        let key = if it.absence.is_some() {
            "owned-away"
        } else {
            "owned-by"
        };
        words.t_of(key, "name", it.name)
    }))
}

/// Sent, and asleep until the next morning.
fn sleeps(words: &Words, now: Millis) -> Option<(String, String)> {
    let mornings = words.next_mornings(now);
    let (_, days, hour) = mornings.into_iter().find(|it| it.1 == 1)?;
    let at = words.at_hour(now, days, hour)?;
    let said = words.t_of("act-send-snooze", "time", words.until(at, now));
    Some((format!("snooze:{}", words.input_time(at)), said))
}

/// The way that takes only approved texts and is meant: the one asked for, or the first when no other is open.
fn closed<'w>(ways: &'w [WayView], asked: &Asked) -> Option<&'w WayView> {
    let of_asked = ways.iter().find(|it| it.closed && it.id == asked.by);
    let any_open = ways.iter().any(|it| it.open);
    of_asked.or_else(|| ways.iter().find(|it| it.closed && !any_open))
}

fn wanted(asked: &Asked) -> Wanted {
    Wanted {
        name: asked.t.clone(),
        language: asked.l.clone(),
        query: asked.q.clone(),
        only: asked.r#in.clone(),
        values: Vec::new(),
    }
}

fn pick(
    asker: &Asker,
    look: &Look<'_>,
    c: &Conversation,
    (way, name): (&WayView, &str),
    (wanted, draft): (&Wanted, DraftView),
) -> Result<PickerView> {
    let id = way.id.parse().map_err(|_| Error::not_found("channel"))?;
    let channel = look
        .channel(id)?
        .ok_or_else(|| Error::not_found("channel"))?;
    let mut found = picker::view(
        asker,
        look,
        (c, &channel),
        (&way.word, name),
        (wanted, draft),
    )?;
    found.notices.clone_from(&way.notices);
    Ok(found)
}

/// The picker of the channel an answer shall leave by; `None` where it takes free answers.
///
/// # Errors
/// The store's.
pub fn picker(
    asker: &Asker,
    look: &Look<'_>,
    c: &Conversation,
    (asked, wanted): (&Asked, &Wanted),
) -> Result<Option<PickerView>> {
    let person = look.person(c.contact)?.unwrap_or_default();
    let ways = ways::view(asker, look, c, (&person.name, false, 0), &asked.by)?;
    let Some(way) = closed(&ways, asked) else {
        return Ok(None);
    };
    let reply = look.draft(c.id, asker.agent().id, false)?;
    let draft = draft(&asker.words, c.number, reply);
    pick(asker, look, c, (way, &person.name), (wanted, draft)).map(Some)
}

/// Ways that take a free answer, as links.
fn others(words: &Words, number: u64, ways: &[WayView]) -> Vec<Link> {
    let open = ways.iter().filter(|it| it.open);
    open.map(|it| Link {
        href: format!("/c/{number}?by={}#composer", it.id),
        text: words.t_of("act-switch", "channel", &it.word),
    })
    .collect()
}

/// Why no answer can be written; empty when one can.
fn no_reply(words: &Words, ways: &[WayView], can: bool) -> String {
    if can {
        return String::new();
    }
    if ways.is_empty() {
        return words.t("composer-no-channel");
    }
    // Why not by the one they wrote by, which stands first.
    let closed = ways.iter().flat_map(|it| it.notices.first()).next();
    closed
        .cloned()
        .unwrap_or_else(|| words.t("composer-no-address"))
}

/// What to know of where a mail goes.
fn notices(
    asker: &Asker,
    look: &Look<'_>,
    it: &Conversation,
    to: &[MailAddress],
) -> Result<Vec<String>> {
    let words = &asker.words;
    let mut notices = Vec::new();
    if let Some(from) = goes_elsewhere(look, it, to)? {
        let args = [
            ("to", Arg::Text(&written(to))),
            ("from", Arg::Text(&from.address)),
        ];
        notices.push(words.t_with("composer-elsewhere", &args));
    }
    let gone = left_out(look, it)?;
    if !gone.is_empty() {
        notices.push(words.t_of("composer-left-out", "who", gone.join(", ")));
    }
    Ok(notices)
}

/// Channels by which the customer could go on.
fn onward(asker: &Asker, look: &Look<'_>, c: &Conversation) -> Result<Vec<(String, String)>> {
    let all = going_on::channels(look, c)?.into_iter();
    let others = all.filter(|it| it.id != c.channel);
    Ok(others
        .map(|it| (it.id.to_string(), ways::label(&asker.words, &it)))
        .collect())
}

/// The message an answer quotes, if there is one at this place: who said it, and its text in short.
fn quoting(
    asker: &Asker,
    look: &Look<'_>,
    c: &Conversation,
    at: u32,
) -> Result<Option<(u32, String, String)>> {
    let found = look.message_at(c.id, at)?;
    let Some(it) = found.filter(|it| it.kind.is_public() && !it.redacted && it.moved_to.is_none())
    else {
        return Ok(None);
    };
    let directory = Directory::read(look)?;
    let names = Known {
        look,
        directory: &directory,
        viewer: asker.viewer(),
    };
    let words = &asker.words;
    let who = words.t_of("composer-quote", "who", author(words, &it, &names));
    Ok(Some((at, who, chat::excerpt(words, &it))))
}

/// A draft as the form holds it; its key makes a repeated send one send.
fn draft(words: &Words, number: u64, kept: Option<Draft>) -> DraftView {
    let key = uuid::Uuid::new_v4().to_string();
    let Some(kept) = kept else {
        return DraftView {
            key,
            ..DraftView::default()
        };
    };
    let place = format!("/c/{number}/files");
    DraftView {
        key,
        revision: kept.revision,
        files: kept
            .attachments
            .iter()
            .map(|it| file_view(words, &place, it))
            .collect(),
        text: kept.text,
    }
}

fn to_line(words: &Words, to: &[MailAddress], more: usize) -> String {
    let Some(first) = to.first() else {
        return words.t("mail-to");
    };
    let who = one(first);
    let rest = to.len() - 1 + more;
    if rest == 0 {
        return words.t_of("composer-to", "who", who);
    }
    let rest = rest.to_string();
    let args = [("who", Arg::Text(&who)), ("n", Arg::Text(&rest))];
    words.t_with("composer-to-more", &args)
}

fn one(it: &MailAddress) -> String {
    if it.name.is_empty() {
        it.address.clone()
    } else {
        format!("{} <{}>", it.name, it.address)
    }
}

/// Addresses as the fields show them.
#[must_use]
pub fn written(all: &[MailAddress]) -> String {
    let all: Vec<_> = all.iter().map(quoted).collect();
    all.join(", ")
}

/// A name with marks that mean something in a list of addresses is quoted (RFC 5322, 3.2.4).
fn quoted(it: &MailAddress) -> String {
    if it.name.contains([',', ';', '<', '>', '"', '@']) {
        let name = it.name.replace(['"', '\\'], "");
        return format!("\"{name}\" <{}>", it.address);
    }
    one(it)
}

/// Addresses as typed: separated by commas or semicolons, each bare or `Name <address>`.
#[must_use]
pub fn read(text: &str) -> Vec<MailAddress> {
    let mut out = Vec::new();
    let (mut piece, mut in_quotes) = (String::new(), false);
    for c in text.chars().chain(std::iter::once(',')) {
        match c {
            '"' => in_quotes = !in_quotes,
            ',' | ';' | '\n' if !in_quotes => {
                out.extend(address(&piece));
                piece.clear();
            }
            _ => piece.push(c),
        }
    }
    out.extend(address(&piece));
    out
}

fn address(piece: &str) -> Option<MailAddress> {
    let piece = piece.trim();
    if piece.is_empty() {
        return None;
    }
    let (name, address) = match piece.rsplit_once('<') {
        Some((name, rest)) => (name.trim(), rest.trim_end_matches('>').trim()),
        None => ("", piece),
    };
    Some(MailAddress {
        name: name.to_owned(),
        address: address.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_they_are_written() {
        let all = vec![
            MailAddress {
                name: "Ruiz, María".to_owned(),
                address: "maria@x.co".to_owned(),
            },
            MailAddress {
                name: String::new(),
                address: "ana@y.co".to_owned(),
            },
        ];
        assert_eq!(read(&written(&all)), all);
        assert_eq!(read(" ; ,").len(), 0);
        assert_eq!(read("a@b.co; Ana <c@d.co>").len(), 2);
    }
}
