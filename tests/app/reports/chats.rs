//! The chats of a desk by chance: one channel of every kind beside its mailbox, and who writes there.

use lobby::conversations::chat::hear::hear;
use lobby::conversations::delivery::{claim_due, failed, succeeded};
use lobby::desk::surveys as desk_surveys;
use lobby::domain::automatic::survey::Surveys;
use lobby::domain::channel::{Channel, ChannelKind, Connection, ConnectionSettings};
use lobby::domain::chat::ChatFacts;
use lobby::domain::contact::{Evidence, Handle, IdentifierKind};
use lobby::domain::id::{ChannelId, ConnectionId};
use lobby::domain::inbound::{Heard, Inbound, News};
use lobby::domain::outbound::{SendError, Sent};

use crate::support::desk::{Desk, id};

/// One of each kind, and the number of its connection and channel.
pub const CHATS: [(ChannelKind, u128); 4] = [
    (ChannelKind::WhatsApp, 3),
    (ChannelKind::Telegram, 4),
    (ChannelKind::WebChat, 5),
    (ChannelKind::Api, 6),
];

/// Connects them all, and asks on every channel how it was.
pub fn connect(desk: &Desk) {
    let mailbox = desk.channel;
    let luis = desk.luis.clone();
    desk.act(move |w| {
        for (kind, n) in CHATS {
            w.put_connection(&Connection {
                id: id::<ConnectionId>(n),
                kind,
                settings: ConnectionSettings::Provider(Box::default()),
                ..Connection::default()
            })?;
            w.put_channel(&Channel {
                id: id::<ChannelId>(n),
                connection: id(n),
                kind,
                name: kind.name().to_owned(),
                address: format!("chat-{n}"),
                brand: id(9),
                ..Channel::default()
            })?;
        }
        let all = CHATS.iter().map(|it| id(it.1)).chain([mailbox]);
        for channel in all {
            let on = Surveys {
                on: true,
                ..Surveys::default()
            };
            desk_surveys::put(w, &luis, channel, &on)?;
        }
        Ok(())
    });
}

fn handle(kind: ChannelKind, customer: usize) -> Handle {
    let (kind, scope) = match kind {
        ChannelKind::WhatsApp => (IdentifierKind::WhatsApp, String::new()),
        ChannelKind::Telegram => (IdentifierKind::Telegram, String::new()),
        ChannelKind::WebChat => (IdentifierKind::Visitor, "chat-5".to_owned()),
        _ => (IdentifierKind::External, "chat-6".to_owned()),
    };
    Handle {
        kind,
        scope,
        value: format!("57300000{customer:04}"),
    }
}

/// A customer writes. Every other one is known by their address too.
pub fn hears(
    desk: &Desk,
    (kind, n): (ChannelKind, u128),
    customer: usize,
    (key, text): (&str, &str),
) {
    let from = handle(kind, customer);
    let address = Handle::email(format!("c{customer}@example.com"));
    let also = (customer.is_multiple_of(2)).then_some((address, Evidence::Signed));
    let input = Inbound {
        dedupe: key.to_owned(),
        as_sent: from.value.clone(),
        from_name: format!("Customer {customer}"),
        evidence: Evidence::Provider,
        said_at: desk.now(),
        text: text.to_owned(),
        excerpt: text.to_owned(),
        language: "en".to_owned(),
        courtesy_words: text == "Thanks!",
        also_known_as: also.into_iter().collect(),
        chat: Some(Box::new(ChatFacts {
            ids: vec![key.to_owned()],
            peer: from.value.clone(),
            ..ChatFacts::default()
        })),
        from,
        ..Inbound::default()
    };
    let heard = Heard {
        dedupe: key.to_owned(),
        address: String::new(),
        news: News::Said(Box::new(input)),
        files: Vec::new(),
    };
    desk.act(move |w| hear(w, id(n), id(1), &heard).map(|_| ()));
}

/// Sends what is due by all of them; `fails`: it does not arrive.
pub fn sends(desk: &Desk, fails: bool) {
    for (_, n) in CHATS {
        for it in desk.act(move |w| claim_due(w, id(n))) {
            let key = format!("sent-{}", it.id);
            let sent = Sent {
                provider_id: key.clone(),
                parts: vec![key],
                ..Sent::default()
            };
            desk.act(move |w| {
                if fails {
                    let refused = SendError::MessageRefused {
                        code: "131026".into(),
                        detail: "nobody there".into(),
                    };
                    return failed(w, it.id, it.attempts, &refused).map(|_| ());
                }
                succeeded(w, it.id, it.attempts, &sent).map(|_| ())
            });
        }
    }
}
