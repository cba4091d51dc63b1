//! The agents' pages as a browser without scripts sees and posts them.

mod absence;
mod alike;
mod aside;
mod beginning;
mod bulk;
mod canned_replies;
mod cards;
pub mod chats;
mod columns;
mod effort;
mod files;
mod forwards;
mod further;
mod goals;
mod guidelines;
mod holidays;
mod hours;
mod keyboard;
mod languages;
mod late;
mod later;
mod leaving;
mod live;
mod macros;
mod mailed;
mod many;
mod mentions;
mod mine;
mod monitor;
mod notices;
mod promises;
mod queues;
mod reading;
mod repeats;
mod reports;
mod rows;
mod rules;
mod searching;
mod senders;
mod signs;
mod teams;
mod told;
mod views;

use std::sync::atomic::{AtomicU32, Ordering};

use lobby::conversations::receive::receive;
use lobby::conversations::reply::{Replied, Reply, reply};
use lobby::conversations::said::Said;
use lobby::domain::actor::{Role, Viewer};
use lobby::domain::agent::Agent;
use lobby::domain::conversation::Conversation;
use lobby::domain::error::Result;
use lobby::domain::id::{BrandId, ConnectionId, TeamId};
use lobby::domain::mail::MailOutcome;
use lobby::domain::time::Span;
use lobby::store::Write;

use crate::security::server::{Browser, Reply as Page, Server};
use crate::support::desk::{ADDRESS, id, mailbox};
use crate::support::mail::Mail;

/// A Lobby with a mailbox, its owner logged in.
pub struct Pages {
    pub server: Server,
    /// The owner.
    pub ana: Browser,
    next_uid: AtomicU32,
}

impl Pages {
    pub fn new() -> Self {
        let server = Server::claimed();
        let ana = server.browser_of(&server.owner());
        let it = Pages {
            server,
            ana,
            next_uid: AtomicU32::new(1),
        };
        it.act(|w| {
            let brand: BrandId = w.business()?.unwrap_or_default().brand;
            mailbox(w, id(1), id(2), ADDRESS, brand)
        });
        it
    }

    pub fn act<T: Send + 'static>(
        &self,
        deed: impl Fn(&mut Write<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        self.server.app.store.by_hand(deed).unwrap()
    }

    pub fn owner(&self) -> Viewer {
        viewer(&self.server.owner())
    }

    /// Another person, with their browser.
    pub fn person(&self, name: &str, role: Role, teams: Vec<TeamId>) -> (Agent, Browser) {
        let agent = self
            .server
            .person(&format!("{name}@shop.example"), role, teams);
        let browser = self.server.browser_of(&agent);
        (agent, browser)
    }

    /// What becomes of a mail in the mailbox.
    pub fn outcome(&self, mail: &Mail) -> MailOutcome {
        let mailbox: ConnectionId = id(1);
        let uid = self.next_uid.fetch_add(1, Ordering::Relaxed);
        let input = mail.inbound(mailbox, uid, self.server.app.clock.now());
        let keys = self.server.app.keys.clone();
        self.act(move |w| receive(w, &keys, mailbox, &input))
    }

    pub fn receives(&self, mail: &Mail) -> Conversation {
        let outcome = self.outcome(mail);
        let (MailOutcome::NewConversation { conversation, .. }
        | MailOutcome::Joined { conversation, .. }) = outcome
        else {
            panic!("{outcome:?}")
        };
        let found = self
            .server
            .app
            .store
            .look(|look| look.conversation(conversation));
        found.unwrap().unwrap()
    }

    /// The conversation as it is now.
    pub fn again(&self, c: &Conversation) -> Conversation {
        let found = self.server.app.store.look(|look| look.conversation(c.id));
        found.unwrap().unwrap()
    }

    pub fn replies(&self, by: &Viewer, c: &Conversation, text: &str) -> Replied {
        let input = Reply {
            conversation: c.number,
            said: Said::of(text),
            ..Reply::default()
        };
        let (keys, by) = (self.server.app.keys.clone(), by.clone());
        self.act(move |w| reply(w, &keys, &by, &input))
    }

    /// Time passes; the owner logs in again, for sessions end.
    pub fn later(&mut self, by: Span) {
        self.server.app.clock.advance(by);
        self.ana = self.server.browser_of(&self.server.owner());
    }

    /// A page somebody is shown.
    pub fn sees(&self, who: &Browser, path: &str) -> String {
        let page = self.server.get(path, &who.cookie);
        assert_eq!(page.status, 200, "{path}: {}", page.head);
        page.body
    }

    /// Posts a form of a page and goes where it leads.
    pub fn posts(&self, who: &Browser, path: &str, form: &[(&str, &str)]) -> String {
        let answer = self.sends(who, path, form);
        assert_eq!(answer.status, 303, "{path}: {}", answer.body);
        let place = answer.header("location").unwrap().to_owned();
        let place = place.split('#').next().unwrap();
        self.sees(who, place)
    }

    pub fn sends(&self, who: &Browser, path: &str, form: &[(&str, &str)]) -> Page {
        self.server.post(path, Some(who), form)
    }

    /// Posts a form that may carry files, of the owner's, which leads on.
    pub fn multipart(&self, path: &str, form: &[(&str, &str)]) -> Page {
        let answer = self.multipart_any(path, form);
        assert_eq!(answer.status, 303, "{path}: {}", answer.body);
        answer
    }

    /// As [`Pages::multipart`], whatever it answers.
    pub fn multipart_any(&self, path: &str, form: &[(&str, &str)]) -> Page {
        let origin = format!("http://{}", self.server.address);
        let headers = [
            ("Accept", "text/html"),
            ("Origin", origin.as_str()),
            ("Cookie", self.ana.cookie.as_str()),
            ("Content-Type", "multipart/form-data; boundary=cut"),
        ];
        let all = form
            .iter()
            .copied()
            .chain([("csrf", self.ana.csrf.as_str())]);
        let mut body: String = all
            .map(|(name, value)| {
                format!(
                    "--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )
            })
            .collect();
        body += "--cut--\r\n";
        self.server.send("POST", path, &headers, &body)
    }

    /// Whatever happened, the store's indexes and the board say the same as the records.
    pub fn holds(&self) {
        let problems = self.server.app.store.check().unwrap();
        assert!(problems.is_empty(), "{problems:#?}");
        let board = &self.server.app.board;
        let off = self.server.app.store.look(|look| board.differences(look));
        assert_eq!(off.unwrap(), Vec::new());
    }
}

pub fn viewer(agent: &Agent) -> Viewer {
    Viewer::agent(agent.id, agent.role, agent.teams.iter().copied().collect())
}

/// What stands between two marks of a page.
pub fn between<'p>(page: &'p str, from: &str, to: &str) -> &'p str {
    let after = page
        .split_once(from)
        .unwrap_or_else(|| panic!("no {from}"))
        .1;
    after.split_once(to).map_or(after, |it| it.0)
}
