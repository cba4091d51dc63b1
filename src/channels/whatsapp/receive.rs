//! Reading a call: every entry, change, message and status in it, each for its own number; what is not known yet is
//! passed by name and never stops the rest.

use ring::digest::{SHA256, digest};
use serde_json::Value;

use crate::channels::kit::hook::{Facing, Unreadable};
use crate::channels::whatsapp::content::{self, Said};
use crate::channels::whatsapp::people::{Person, by_number, by_user};
use crate::channels::whatsapp::wire::{at, first, is, list, text};
use crate::channels::whatsapp::{facts, status};
use crate::domain::chat::ChatFacts;
use crate::domain::contact::Handle;
use crate::domain::inbound::{Heard, Inbound, News, Renamed};
use crate::domain::time::Millis;

/// Seconds of the year 5138: a larger number is milliseconds.
const SECONDS_BELOW: i64 = 100_000_000_000;

/// A change with the number it is about.
struct Change<'a> {
    facing: &'a Facing<'a>,
    value: &'a Value,
    /// Meta's id of the number; empty where the change is the account's.
    address: String,
    /// Of messages that were there before: told when the number was linked.
    history: bool,
}

/// Reads a call.
///
/// # Errors
/// [`Unreadable`] when it is no JSON, or no call of WhatsApp's.
pub fn receive(facing: &Facing<'_>, body: &[u8]) -> Result<Vec<Heard>, Unreadable> {
    let wrong = |detail: String| Unreadable::new("parked-malformed", detail);
    let call: Value = serde_json::from_slice(body).map_err(|err| wrong(err.to_string()))?;
    let Some(entries) = at(&call, "entry").as_array() else {
        return Err(wrong("missing field `entry`".to_owned()));
    };
    let mut heard = Vec::new();
    for entry in entries {
        for it in list(entry, "changes") {
            let (field, value) = (text(it, "field"), at(it, "value"));
            let change = Change {
                facing,
                value,
                address: text(value, "metadata.phone_number_id"),
                history: field == "history",
            };
            heard.extend(change.read(&field, &text(entry, "id")));
        }
    }
    if heard.is_empty() {
        heard.push(passed("", "passed-empty"));
    }
    Ok(heard)
}

fn passed(address: &str, code: &'static str) -> Heard {
    Heard {
        dedupe: String::new(),
        address: address.to_owned(),
        news: News::Passed(code),
        files: Vec::new(),
    }
}

/// When something was said: seconds, or milliseconds, as a text or a number.
#[must_use]
pub fn when(facing: &Facing<'_>, from: &Value) -> Millis {
    match text(from, "timestamp").parse::<i64>() {
        Ok(it) if it <= 0 => facing.at,
        Ok(it) if it < SECONDS_BELOW => Millis(it.saturating_mul(1_000)),
        Ok(it) => Millis(it),
        Err(_) => facing.at,
    }
}

impl Change<'_> {
    fn read(&self, field: &str, account: &str) -> Vec<Heard> {
        match field {
            "messages" | "" => self.talk(),
            "smb_message_echoes" => self.echoes(),
            "history" => self.told_before(),
            "calls" => vec![passed(&self.address, "passed-call")],
            "smb_app_state_sync" => vec![passed(&self.address, "passed-address-book")],
            "user_preferences" => self.preferences(),
            "user_id_update" => self.new_ids(),
            _ => vec![self.heard(
                String::new(),
                facts::read(
                    field,
                    account,
                    self.facing.settings.value("waba_id"),
                    self.value,
                ),
            )],
        }
    }

    fn heard(&self, dedupe: String, news: News) -> Heard {
        Heard {
            dedupe,
            address: self.address.clone(),
            news,
            files: Vec::new(),
        }
    }

    fn talk(&self) -> Vec<Heard> {
        let mut out = Vec::new();
        for it in list(self.value, "messages") {
            out.extend(self.message(it));
        }
        for it in list(self.value, "statuses") {
            out.push(self.heard(String::new(), status::read(self.facing, it)));
        }
        if out.is_empty() && !list(self.value, "errors").is_empty() {
            out.push(passed(&self.address, "passed-provider-error"));
        }
        out
    }

    /// One and the same message has one key however it comes: as said, as an echo, as history.
    fn key(&self, message: &Value) -> String {
        let id = text(message, "id");
        if !id.is_empty() {
            return format!("wa {id}");
        }
        let sum = digest(&SHA256, message.to_string().as_bytes());
        let hex: String = sum.as_ref().iter().map(|it| format!("{it:02x}")).collect();
        format!("wa {hex}")
    }

    fn message(&self, message: &Value) -> Vec<Heard> {
        if !text(message, "group_id").is_empty() {
            return vec![passed(&self.address, "passed-group")];
        }
        if text(message, "type") == "system" {
            return self.system(message);
        }
        let number = text(message, "from");
        let who = Person::of(self.value, &number, &text(message, "from_user_id"));
        if who.is_nobody() {
            return vec![passed(&self.address, "passed-nobody")];
        }
        let input = self.input(&who, message);
        vec![self.heard(self.key(message), self.news(message, input, false))]
    }

    /// What a message does: says something, or does something to what was said.
    fn news(&self, message: &Value, input: Inbound, ours: bool) -> News {
        let input = Box::new(input);
        match text(message, "type").as_str() {
            "reaction" => News::Reacted {
                to: text(message, "reaction.message_id"),
                emoji: text(message, "reaction.emoji"),
                by: input,
            },
            "edit" => News::Edited {
                of: text(message, "edit.original_message_id"),
                now: input,
            },
            "revoke" => News::Withdrawn {
                of: text(message, "revoke.original_message_id"),
                at: when(self.facing, message),
            },
            _ if ours => News::Echoed(input),
            _ => News::Said(input),
        }
    }

    /// A message with all it says; of a change the new one.
    fn input(&self, who: &Person, message: &Value) -> Inbound {
        let changed = at(message, "edit.message");
        let body = if changed.is_object() {
            changed
        } else {
            message
        };
        let said = content::read(body);
        let context = at(body, "context");
        let mut input = who.inbound(self.facing);
        input.also_known_as.extend(said.also.iter().cloned());
        Inbound {
            dedupe: self.key(message),
            said_at: when(self.facing, message),
            text: said.text.clone(),
            attachments: said.attachments.clone(),
            points_at: text(context, "id"),
            history: self.history,
            chat: Some(Box::new(self.facts(who, message, said))),
            ..input
        }
    }

    fn facts(&self, who: &Person, message: &Value, said: Said) -> ChatFacts {
        let id = text(message, "id");
        let context = at(message, "context");
        let forwarded = is(context, "forwarded") || is(context, "frequently_forwarded");
        ChatFacts {
            ids: if id.is_empty() { Vec::new() } else { vec![id] },
            peer: who.handle(self.facing).value,
            content: said.content,
            pressed: said.pressed,
            place: said.place,
            cards: said.cards,
            forwarded,
            came_from: came_from(message),
            entry: at(message, "referral").is_object(),
            ..ChatFacts::default()
        }
    }

    /// What staff wrote on the phone that shares the number.
    fn echoes(&self) -> Vec<Heard> {
        let all = list(self.value, "message_echoes");
        all.iter()
            .map(|it| self.echo(it, &text(it, "to")))
            .collect()
    }

    fn echo(&self, message: &Value, to: &str) -> Heard {
        if !text(message, "group_id").is_empty() {
            return passed(&self.address, "passed-group");
        }
        let who = Person::of(self.value, to, &text(message, "to_user_id"));
        if who.is_nobody() {
            return passed(&self.address, "passed-nobody");
        }
        if text(message, "type") == "reaction" {
            return passed(&self.address, "passed-own-reaction");
        }
        let input = self.input(&who, message);
        self.heard(self.key(message), self.news(message, input, true))
    }

    /// Threads of before the number was linked: theirs and ours, as history.
    fn told_before(&self) -> Vec<Heard> {
        let own = digits(&text(self.value, "metadata.display_phone_number"));
        let mut out = Vec::new();
        for part in list(self.value, "history") {
            for thread in list(part, "threads") {
                let them = text(thread, "id");
                for it in list(thread, "messages") {
                    let from = digits(&text(it, "from"));
                    let ours = from == own || (!them.is_empty() && from != digits(&them));
                    if ours {
                        out.push(self.echo(it, &them));
                    } else {
                        out.extend(self.message(it));
                    }
                }
            }
        }
        if out.is_empty() {
            out.push(passed(&self.address, "passed-history"));
        }
        out
    }

    /// Another number or another id of a person, or other hands.
    fn system(&self, message: &Value) -> Vec<Heard> {
        let system = at(message, "system");
        let (number, user) = (
            first(message, &["from", "system.customer"]),
            text(message, "from_user_id"),
        );
        let new_number = first(system, &["wa_id", "new_wa_id"]);
        let new_user = first(system, &["user_id", "new_user_id"]);
        let kind = text(system, "type");
        let new_owner = kind == "customer_identity_changed" || at(message, "identity").is_object();
        let mut pairs: Vec<(Handle, Handle)> = Vec::new();
        if let Some(old) = by_number(&number) {
            let new = by_number(&new_number).filter(|it| *it != old);
            if new.is_some() || new_owner {
                let new = new.unwrap_or_default();
                let (was, is) = (&old.value, &new.value);
                pairs.push((Handle::phone(was.clone()), Handle::phone(is.clone())));
                pairs.push((old, new));
            }
        }
        if !user.is_empty() && !new_user.is_empty() && user != new_user {
            let facing = self.facing;
            pairs.push((by_user(facing, &user), by_user(facing, &new_user)));
        }
        self.renamed(&self.key(message), pairs, new_owner)
    }

    fn renamed(&self, key: &str, pairs: Vec<(Handle, Handle)>, new_owner: bool) -> Vec<Heard> {
        if pairs.is_empty() {
            return vec![passed(&self.address, "passed-system")];
        }
        let news = |(who, also): (Handle, Handle)| {
            let as_sent = also.value.trim_start_matches('+').to_owned();
            News::Renamed(Box::new(Renamed {
                who,
                also,
                as_sent,
                moved: true,
                new_owner,
            }))
        };
        let numbered = pairs.into_iter().enumerate();
        numbered
            .map(|(n, it)| self.heard(format!("{key} {n}"), news(it)))
            .collect()
    }

    /// Who wants what is sold to them here, or no more: `stop`, `resume`, `signup`.
    fn preferences(&self) -> Vec<Heard> {
        let mut out = Vec::new();
        for it in list(self.value, "user_preferences") {
            let number = text(it, "wa_id");
            let who = Person::of(self.value, &number, &text(it, "user_id"));
            let wanted = match text(it, "value").as_str() {
                "stop" => false,
                "resume" | "signup" => true,
                _ => continue,
            };
            if who.is_nobody() || text(it, "category") != "marketing_messages" {
                continue;
            }
            let peer = who.handle(self.facing).value;
            let key = format!("wa offers {peer} {} {wanted}", text(it, "timestamp"));
            let by = Inbound {
                said_at: when(self.facing, it),
                ..who.inbound(self.facing)
            };
            let by = Box::new(by);
            out.push(self.heard(key, News::Offers { by, wanted }));
        }
        if out.is_empty() {
            out.push(passed(&self.address, "passed-preference"));
        }
        out
    }

    /// Ids within the business that changed, told for themselves.
    fn new_ids(&self) -> Vec<Heard> {
        let told = list(self.value, "user_id_update");
        let told = if told.is_empty() {
            std::slice::from_ref(self.value)
        } else {
            told
        };
        let mut out = Vec::new();
        for it in told {
            let old = first(it, &["user_id.previous", "previous_user_id", "old_user_id"]);
            let new = first(
                it,
                &[
                    "user_id.current",
                    "current_user_id",
                    "new_user_id",
                    "user_id",
                ],
            );
            if !old.is_empty() && !new.is_empty() && old != new {
                let pair = (by_user(self.facing, &old), by_user(self.facing, &new));
                out.extend(self.renamed(&format!("wa {old} {new}"), vec![pair], false));
            }
        }
        if out.is_empty() {
            out.push(passed(&self.address, "passed-system"));
        }
        out
    }
}

/// Only the digits of a number.
fn digits(written: &str) -> String {
    written.chars().filter(char::is_ascii_digit).collect()
}

/// The advertisement, page or shop article that brought them.
fn came_from(message: &Value) -> String {
    let it = at(message, "referral");
    let article = text(message, "context.referred_product.product_retailer_id");
    let told = ["headline", "source_type", "source_id", "source_url"].map(|name| text(it, name));
    let told = told.into_iter().chain([article]);
    let told: Vec<String> = told.filter(|it| !it.is_empty()).collect();
    told.join(" · ").chars().take(500).collect()
}
