//! An update of a bot's as news: what customers say, change, press and react with. Groups and channels get no answer.

use serde_json::Value;

use crate::channels::kit::hook::{Facing, Unreadable};
use crate::channels::telegram::content::{held, with_plus};
use crate::channels::telegram::wire::{
    Deleted, Member, Message, Pressed, Reacted, ReactionType, Update, User,
};
use crate::domain::chat::{ChatFacts, Content};
use crate::domain::contact::{Evidence, Handle, IdentifierKind};
use crate::domain::inbound::{Heard, Inbound, News};
use crate::domain::time::Millis;
use crate::text::{name, phone};

/// Characters kept of a quoted text whose message is not here.
const QUOTED: usize = 300;

/// Reads a call, or what asking brought: one update, or a list of them.
///
/// # Errors
/// [`Unreadable`] when it is no update.
pub fn receive(facing: &Facing<'_>, body: &[u8]) -> Result<Vec<Heard>, Unreadable> {
    let whole: Value = serde_json::from_slice(body).map_err(|err| wrong(&err))?;
    let all = match whole {
        Value::Array(all) => all,
        Value::Object(_) => vec![whole],
        _ => return Err(Unreadable::new("parked-malformed", "no update")),
    };
    let mut heard = Vec::with_capacity(all.len());
    for it in all {
        let update: Update = serde_json::from_value(it).map_err(|err| wrong(&err))?;
        heard.extend(read(facing, update));
    }
    Ok(heard)
}

/// What failed, without what stood there.
fn wrong(err: &serde_json::Error) -> Unreadable {
    let text = err.to_string();
    let shown = text.split('"').next().unwrap_or_default();
    Unreadable::new("parked-malformed", shown)
}

fn read(facing: &Facing<'_>, it: Update) -> Vec<Heard> {
    let n = it.update_id;
    let one = |(key, news): (String, News)| vec![heard(key, news)];
    if let Some(it) = it.message.or(it.business_message) {
        one(said(facing, &it))
    } else if let Some(it) = it.edited_message.or(it.edited_business_message) {
        one(edited(facing, n, &it))
    } else if let Some(it) = it.message_reaction {
        one(reacted(n, &it))
    } else if let Some(it) = it.callback_query {
        one(pressed(facing, it))
    } else if let Some(it) = it.my_chat_member {
        one((format!("member {n}"), member(&it)))
    } else if let Some(it) = it.deleted_business_messages {
        withdrawn(facing, &it)
    } else {
        one((format!("other {n}"), News::Passed("passed-other")))
    }
}

fn heard(dedupe: String, news: News) -> Heard {
    Heard {
        dedupe,
        address: String::new(),
        news,
        files: Vec::new(),
    }
}

/// Messages are numbered within their chat; a business account's chats are apart from the bot's own.
#[must_use]
pub fn id(business: &str, chat: i64, message: i64) -> String {
    if business.is_empty() {
        format!("{chat}:{message}")
    } else {
        format!("{business}/{chat}:{message}")
    }
}

fn id_of(it: &Message) -> String {
    id(&it.business_connection_id, it.chat.id, it.message_id)
}

/// Somebody of ours says the code of alerts in the chat in which they want to have them: remembered with the chat.
fn alerts(it: &Message) -> Option<News> {
    let text = it.content.text.as_deref()?.trim();
    let (command, code) = text.split_once(char::is_whitespace)?;
    let is_ours = command == "/alerts" || command.starts_with("/alerts@");
    let code = code.trim();
    let sound = code.len() == 8 && code.bytes().all(|it| it.is_ascii_alphanumeric());
    let title = [&it.chat.title, &it.chat.first_name, &it.chat.last_name];
    let title: Vec<&str> = title.into_iter().map(String::as_str).collect();
    let title: String = title.join(" ").trim().chars().take(80).collect();
    (is_ours && sound).then(|| News::Account {
        code: "",
        detail: String::new(),
        needs_you: false,
        learnt: vec![(
            "alerts".to_owned(),
            format!("{} {} {title}", code.to_uppercase(), it.chat.id),
        )],
    })
}

fn said(facing: &Facing<'_>, it: &Message) -> (String, News) {
    let key = format!("said {}", id_of(it));
    if let Some(news) = alerts(it) {
        return (key, news);
    }
    let news = match message(facing, it) {
        Err(why) => News::Passed(why),
        Ok(input) if is_ours(it) => News::Echoed(Box::new(input)),
        Ok(input) => News::Said(Box::new(input)),
    };
    (key, news)
}

/// Written by the business itself in its own account: the chat is named by the customer.
fn is_ours(it: &Message) -> bool {
    !it.business_connection_id.is_empty()
        && it.from.as_ref().is_some_and(|from| from.id != it.chat.id)
}

fn edited(facing: &Facing<'_>, n: i64, it: &Message) -> (String, News) {
    let of = id_of(it);
    let key = format!("edit {of} {n}");
    match message(facing, it) {
        Err(why) => (key, News::Passed(why)),
        Ok(mut now) => {
            if it.edit_date > 0 {
                now.said_at = seconds(it.edit_date);
            }
            let now = Box::new(now);
            (key, News::Edited { of, now })
        }
    }
}

/// A message of a private chat, or why it is passed over.
fn message(facing: &Facing<'_>, it: &Message) -> Result<Inbound, &'static str> {
    if !it.chat.is_private() {
        return Err("passed-group");
    }
    if it.sender_business_bot.is_some() {
        return Err("passed-own");
    }
    let from = it.from.clone().unwrap_or_else(|| User {
        id: it.chat.id,
        first_name: it.chat.first_name.clone(),
        last_name: it.chat.last_name.clone(),
        ..User::default()
    });
    if from.is_bot {
        return Err("passed-bot");
    }
    let held = held(it).ok_or("passed-service")?;
    let customer = if is_ours(it) {
        User {
            id: it.chat.id,
            first_name: it.chat.first_name.clone(),
            last_name: it.chat.last_name.clone(),
            is_bot: false,
        }
    } else {
        from
    };
    let mut input = by(&customer, &it.business_connection_id);
    let contact = it.content.contact.as_ref();
    // Only then it is the sender's own (Bot API: Contact.user_id).
    if let Some(own) = contact.filter(|it| it.user_id != 0 && it.user_id == customer.id)
        && let Some(number) = phone::canon(&with_plus(&own.phone_number), facing.country)
    {
        let own = (Handle::phone(number), Evidence::Provider);
        input.also_known_as.push(own);
    }
    input.said_at = seconds(it.date);
    input.text = held.text;
    input.attachments = held.file.into_iter().collect();
    let quoted = quoted(it);
    input.points_at = quoted.0;
    let facts = input.chat.get_or_insert_default();
    facts.ids = vec![id_of(it)];
    facts.content = held.content;
    facts.place = held.place;
    facts.cards = held.card.into_iter().collect();
    facts.pressed = held.pressed;
    facts.quoted_text = quoted.1;
    facts.album.clone_from(&it.media_group_id);
    facts.forwarded = ["forward_origin", "forward_date", "forward_from"]
        .iter()
        .any(|key| it.content.rest.contains_key(*key));
    started(&mut input);
    input.dedupe = id_of(it);
    Ok(input)
}

/// `/start` with what the link said that was followed (deep linking): the customer has not written yet.
fn started(input: &mut Inbound) {
    let Some(rest) = input.text.strip_prefix("/start") else {
        return;
    };
    let payload = rest.trim();
    let is_whole = rest.is_empty() || rest.starts_with(' ');
    let fits = |it: char| it.is_ascii_alphanumeric() || it == '_' || it == '-';
    if !is_whole || payload.len() > 64 || !payload.chars().all(fits) {
        return;
    }
    let facts = input.chat.get_or_insert_default();
    facts.content = Content::Notice;
    payload.clone_into(&mut facts.came_from);
    "/start".clone_into(&mut input.text);
}

/// The message that is answered, and the words of it, for when it is not here.
fn quoted(it: &Message) -> (String, String) {
    let about = it.reply_to_message.as_ref();
    let of = about.map(|to| id(&it.business_connection_id, it.chat.id, to.message_id));
    let own = it.quote.as_ref().map(|it| it.text.as_str());
    let whole = about.map(|it| {
        if it.text.is_empty() {
            it.caption.as_str()
        } else {
            it.text.as_str()
        }
    });
    let text = own.or(whole).unwrap_or_default();
    (of.unwrap_or_default(), text.chars().take(QUOTED).collect())
}

/// A message by a person, still without what it says.
fn by(who: &User, business: &str) -> Inbound {
    let value = who.id.to_string();
    let as_sent = if business.is_empty() {
        value.clone()
    } else {
        format!("{business}/{value}")
    };
    Inbound {
        from: handle(who.id),
        from_name: name::person(&format!("{} {}", who.first_name, who.last_name)),
        evidence: Evidence::Provider,
        chat: Some(Box::new(ChatFacts {
            peer: as_sent.clone(),
            ..ChatFacts::default()
        })),
        as_sent,
        ..Inbound::default()
    }
}

fn handle(user: i64) -> Handle {
    Handle {
        kind: IdentifierKind::Telegram,
        scope: String::new(),
        value: user.to_string(),
    }
}

fn seconds(at: i64) -> Millis {
    Millis(at.saturating_mul(1_000))
}

fn reacted(n: i64, it: &Reacted) -> (String, News) {
    let to = id("", it.chat.id, it.message_id);
    let key = format!("reaction {to} {n}");
    let who = it.user.as_ref().filter(|it| !it.is_bot);
    let Some(who) = who.filter(|_| it.chat.is_private()) else {
        return (key, News::Passed("passed-group"));
    };
    let mut by = by(who, "");
    by.said_at = seconds(it.date);
    let sign = |it: &ReactionType| match it.kind.as_str() {
        "emoji" => it.emoji.clone(),
        "paid" => "⭐".to_owned(),
        // A picture of somebody's own: what it means is not told.
        _ => "🔹".to_owned(),
    };
    let emoji = it.new_reaction.iter().map(sign).collect();
    let by = Box::new(by);
    (key, News::Reacted { to, by, emoji })
}

/// A button of ours: what it is called stands in the message it is under.
fn pressed(facing: &Facing<'_>, it: Pressed) -> (String, News) {
    let key = format!("press {}", it.id);
    let under = it.message.as_ref();
    if it.from.is_bot || under.is_some_and(|it| !it.chat.is_private()) {
        return (key, News::Passed("passed-group"));
    }
    let keys = under.and_then(|it| it.reply_markup.as_ref());
    let keys = keys
        .into_iter()
        .flat_map(|it| &it.inline_keyboard)
        .flatten();
    let label = keys
        .filter(|key| key.callback_data == it.data)
        .map(|key| key.text.clone())
        .next();
    let mut input = by(
        &it.from,
        under.map_or("", |it| it.business_connection_id.as_str()),
    );
    input.said_at = facing.at;
    input.text = label.unwrap_or_else(|| it.data.clone());
    input.points_at = under.map(|it| id_of(it)).unwrap_or_default();
    let facts = input.chat.get_or_insert_default();
    facts.ids = vec![format!("press:{}", it.id)];
    facts.content = Content::Choice;
    facts.pressed = it.data;
    input.dedupe.clone_from(&key);
    (key, News::Said(Box::new(input)))
}

/// In a private chat it tells that the customer stopped the bot, or began again.
fn member(it: &Member) -> News {
    if !it.chat.is_private() {
        return News::Passed("passed-group");
    }
    let reachable = match it.new_chat_member.status.as_str() {
        "kicked" => false,
        "member" => true,
        _ => return News::Passed("passed-other"),
    };
    News::Reachable {
        who: handle(it.chat.id),
        reachable,
    }
}

fn withdrawn(facing: &Facing<'_>, it: &Deleted) -> Vec<Heard> {
    let one = |message: &i64| {
        let of = id(&it.business_connection_id, it.chat.id, *message);
        let key = format!("deleted {of}");
        heard(key, News::Withdrawn { of, at: facing.at })
    };
    it.message_ids.iter().map(one).collect()
}

/// The id of the press in a call, when it is one: the customer's app waits for a sign that it was heard.
#[must_use]
pub fn press(update: &Value) -> Option<&str> {
    update.pointer("/callback_query/id")?.as_str()
}
