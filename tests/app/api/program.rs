//! A program with a token, and what it works on.

use lobby::desk::channels::{self, ChannelForm, With};
use lobby::domain::actor::{Role, SystemPart, Viewer};
use lobby::domain::contact::{Contact, Handle, Identifier};
use lobby::domain::conversation::Conversation;
use lobby::domain::error::Error;
use lobby::domain::id::{ChannelId, ContactId};
use serde_json::Value;

use crate::security::server::{Reply, Server};

pub struct Program {
    pub server: Server,
    pub token: String,
}

impl Program {
    /// A program with the owner's right at a Lobby with one mailbox.
    pub fn new() -> Self {
        let server = Server::claimed();
        let token = server.token(Role::Owner);
        let program = Program { server, token };
        program.connect_mailbox();
        program
    }

    fn connect_mailbox(&self) {
        let form = r#"{"address":"help@shop.example","password":"x",
            "imap":{"host":"imap.shop.example","port":993},"smtp":{"host":"smtp.shop.example","port":465}}"#;
        let form = serde_json::from_str(form).unwrap();
        let (keys, system) = (
            self.server.app.keys.clone(),
            Viewer::system(SystemPart::CommandLine),
        );
        let deed = move |w: &mut lobby::store::Write<'_>| {
            let with = With {
                keys: &keys,
                allow_loopback: false,
            };
            channels::connect_mailbox(w, &system, &with, &form, &ChannelForm::default())
        };
        self.server.app.store.by_hand(deed).unwrap();
    }

    /// The mailbox.
    pub fn channel(&self) -> ChannelId {
        let all = self.server.app.store.look(|look| look.channels()).unwrap();
        let found = all.iter().find(|it| it.address == "help@shop.example");
        found.unwrap().id
    }

    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let bearer = format!("Bearer {}", self.token);
        let mut all = vec![("Authorization", bearer.as_str())];
        if !headers.iter().any(|it| it.0 == "Content-Type") {
            all.push(("Content-Type", "application/json"));
        }
        all.extend_from_slice(headers);
        let path = format!("/api/v1{path}");
        self.server.send(method, &path, &all, body)
    }

    /// Asks and reads the answer, which must have this status.
    pub fn get(&self, status: u16, path: &str) -> Value {
        read(status, &self.ask("GET", path, &[], ""), path)
    }

    pub fn post(&self, status: u16, path: &str, body: &str) -> Value {
        read(status, &self.ask("POST", path, &[], body), path)
    }

    pub fn patch(&self, status: u16, path: &str, body: &str) -> Value {
        read(status, &self.ask("PATCH", path, &[], body), path)
    }

    /// A contact with an address.
    pub fn contact(&self, name: &str) -> ContactId {
        let name = name.to_owned();
        let made = self.server.app.store.by_hand(move |w| {
            let contact = Contact {
                id: w.new_id(),
                name: name.clone(),
                created_at: w.now(),
                ..Contact::default()
            };
            w.put_contact(&contact)?;
            w.put_identifier(&Identifier {
                contact: contact.id,
                handle: Handle::email(format!("{}@customer.example", name.to_lowercase())),
                ..Identifier::default()
            })?;
            Ok(contact.id)
        });
        made.unwrap()
    }

    /// So many conversations of a contact, each changed before it is written; their numbers.
    pub fn cases(
        &self,
        contact: ContactId,
        n: usize,
        change: impl Fn(usize, &mut Conversation) + Send + 'static,
    ) -> Vec<u64> {
        let channel = self.channel();
        let made = self.server.app.store.by_hand(move |w| {
            let known = w.channel(channel)?.ok_or(Error::not_found("channel"))?;
            let mut numbers = Vec::new();
            for at in 0..n {
                let mut it = Conversation {
                    id: w.new_id(),
                    number: w.next_number()?,
                    contact,
                    subject: format!("case {at}"),
                    channel,
                    channel_kind: known.kind,
                    channels: vec![channel],
                    created_at: w.now(),
                    active_at: w.now(),
                    ..Conversation::default()
                };
                change(at, &mut it);
                w.put_conversation(&it)?;
                numbers.push(it.number);
            }
            Ok(numbers)
        });
        made.unwrap()
    }
}

pub fn read(status: u16, reply: &Reply, what: &str) -> Value {
    assert_eq!(reply.status, status, "{what}: {}", reply.body);
    if reply.body.is_empty() {
        return Value::Null;
    }
    serde_json::from_str(&reply.body).unwrap_or_else(|err| panic!("{what}: {err}: {}", reply.body))
}

/// The numbers of a page's rows.
pub fn numbers(page: &Value) -> Vec<u64> {
    let rows = page["data"].as_array().unwrap();
    rows.iter()
        .map(|it| it["number"].as_u64().unwrap())
        .collect()
}
