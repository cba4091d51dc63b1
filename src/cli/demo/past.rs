//! Three weeks that went before: mail and chats that came, were answered and resolved by the people of the company, through the
//! same deeds and the same intake as ever, under a clock that is led through those weeks.

use tokio::sync::mpsc;

use crate::app::{App, hooks};
use crate::channels::kit::{Fetched, Lot};
use crate::cli::demo::company::Company;
use crate::cli::demo::imap::UID_VALIDITY;
use crate::cli::demo::letter::{Enclosed, Letter};
use crate::cli::demo::phones::{self, Words};
use crate::cli::demo::site::Site;
use crate::cli::demo::story::{Cast, Player, Via, mail_address};
use crate::contacts::edit;
use crate::conversations::find::find;
use crate::conversations::reply::{Reply, reply};
use crate::conversations::said::Said;
use crate::conversations::{assign, delivery, fields, status};
use crate::domain::actor::Viewer;
use crate::domain::contact::Handle;
use crate::domain::conversation::Priority;
use crate::domain::delivery::Then;
use crate::domain::error::{Error, Result};
use crate::domain::mail::{Folder, FolderRole, MailPlace};
use crate::domain::outbound::Sent;
use crate::domain::time::Span;
use crate::jobs::take_in;
use crate::store::Write;

/// How long ago it begins, and how many customers wrote since.
pub const SPAN: Span = Span::days(21);
pub const CUSTOMERS: usize = 40;
/// Of the newest so many, not all are done with.
const RECENT: usize = 9;

/// The weeks being played.
struct Past<'a> {
    app: &'a App,
    company: &'a Company,
    site: Site,
    uid: u32,
}

/// Plays them; the clock of `app` must stand [`SPAN`] before now.
///
/// # Errors
/// Those of intake and deeds.
pub async fn play(app: &App, cast: &Cast, company: &Company) -> Result<()> {
    // Nobody waits for answers there: it is known what they say.
    let (sent, _) = mpsc::unbounded_channel();
    let mut past = Past {
        app,
        company,
        site: Site::new(app.clone(), company.chat.clone(), sent),
        uid: 0,
    };
    past.open_mailbox().await?;
    let players = (0..CUSTOMERS).filter_map(|n| Some((n, cast.player(n)?)));
    for (n, player) in players {
        past.case(n, &player).await?;
    }
    past.newsletter(cast).await
}

/// From one customer to the next: the newest few wrote within the last hours.
fn pace(n: usize) -> Span {
    let today = Span::minutes(25);
    let old = CUSTOMERS - RECENT;
    if n >= old {
        return today;
    }
    let count = |n: usize| i64::try_from(n).unwrap_or(1);
    Span((SPAN.0 - today.0 * count(RECENT + 1)) / count(old))
}

impl Past<'_> {
    async fn open_mailbox(&self) -> Result<()> {
        let folder = self.folder();
        self.app.act(move |w| w.put_folder(&folder)).await
    }

    fn folder(&self) -> Folder {
        let next = self.uid + 1;
        Folder {
            connection: self.company.connection,
            name: "INBOX".to_owned(),
            role: FolderRole::Inbox,
            uid_validity: UID_VALIDITY,
            live_from: 1,
            live_next: next,
            backfill_next: 1,
            backfill_until: 1,
            backfill_done: true,
            ..Folder::default()
        }
    }

    /// One customer's case, as far as it has come.
    async fn case(&mut self, n: usize, player: &Player) -> Result<()> {
        let before = self.app.clock.now();
        let number = self.opens(player).await?;
        self.sort(number, player).await?;
        let recent = (n + RECENT).checked_sub(CUSTOMERS);
        match recent {
            // The newest wait: unassigned, or given to whoever watches.
            Some(it) if it >= 5 => {}
            Some(4) => self.give(number, 0).await?,
            Some(3) => self.sleeps(number).await?,
            Some(2) => {
                self.talks(number, n, player, 1, Then::Wait).await?;
                self.goes_on_by_mail(number, player).await?;
            }
            Some(1) => {
                self.talks(number, 0, player, 1, Then::Wait).await?;
                self.says(number, player, 0).await?;
            }
            _ => self.talks(number, n, player, 2, Then::Resolve).await?,
        }
        let spent = self.app.clock.now().since(before);
        self.app.clock.advance(Span((pace(n).0 - spent.0).max(0)));
        Ok(())
    }

    /// The first message; number of its conversation.
    async fn opens(&mut self, player: &Player) -> Result<u64> {
        if player.via == Via::Mail {
            let letter = Letter {
                text: player.story.opens.clone(),
                with: player.story.with(),
                ..self.letter(player)
            };
            self.arrives(&letter).await?;
        } else {
            let (text, with) = (&player.story.opens, player.story.with());
            self.chats(player, text, with).await?;
        }
        let newest = self.app.look(|look| look.conversations_before(None, 1));
        let newest = newest.await?.pop();
        Ok(newest.ok_or(Error::not_found("conversation"))?.number)
    }

    /// A message by telephone, read as the provider would tell of it.
    async fn chats(&self, player: &Player, text: &str, with: Enclosed) -> Result<()> {
        let words = Words {
            name: &player.name,
            from: &player.address,
            text,
            with,
            at: self.app.clock.now(),
        };
        if player.via == Via::Chat {
            return self.site.said(&words).await;
        }
        let (connection, call) = match player.via {
            Via::Telegram => {
                let updates = serde_json::json!([phones::update(&words)]);
                (&self.company.telegram, updates)
            }
            _ => {
                let call = phones::message(&words);
                (&self.company.whatsapp, call)
            }
        };
        hooks::take(self.app, connection, call.to_string().into_bytes()).await
    }

    fn letter(&self, player: &Player) -> Letter {
        Letter {
            from_name: player.name.clone(),
            from: mail_address(&player.name),
            to: self.company.address.clone(),
            subject: player.story.subject.clone(),
            message_id: format!("past-{}@mail.example", self.uid + 1),
            at: self.app.clock.now(),
            ..Letter::default()
        }
    }

    async fn arrives(&mut self, letter: &Letter) -> Result<()> {
        self.uid += 1;
        let raw = letter.raw();
        let place = MailPlace {
            connection: self.company.connection,
            folder: "INBOX".to_owned(),
            uid_validity: UID_VALIDITY,
            uid: self.uid,
        };
        let lot = Lot {
            folder: self.folder(),
            mails: vec![Fetched {
                place,
                history: false,
                sent: false,
                thread: 0,
                size: raw.len() as u64,
                raw,
                large: None,
                broken: None,
            }],
            gone: Vec::new(),
            met: Vec::new(),
            live: true,
            room: None,
        };
        let (hand_over, lots) = mpsc::channel(1);
        // The channel has room for the one.
        let _ = hand_over.send(lot).await;
        drop(hand_over);
        take_in(self.app.clone(), self.company.connection, lots).await
    }

    /// Team, tag and priority, as somebody who reads it sets them.
    async fn sort(&self, number: u64, player: &Player) -> Result<()> {
        let by = self.person(1);
        let of =
            |all: &[(String, _)], name: &str| all.iter().find(|it| it.0 == name).map(|it| it.1);
        let team = of(&self.company.teams, &player.story.team);
        let all = &self.company.tags;
        let tag = player.story.tag.as_ref();
        let tag = tag.and_then(|name| Some(all.iter().find(|it| it.0 == *name)?.1));
        let urgent = player.story.urgent;
        self.act(move |w| {
            assign::set_team(w, &by, number, team)?;
            if let Some(tag) = tag {
                fields::tag(w, &by, number, tag)?;
            }
            if urgent {
                fields::set_priority(w, &by, number, Priority::Urgent)?;
            }
            Ok(())
        })
        .await
    }

    async fn give(&self, number: u64, to: usize) -> Result<()> {
        let (by, to) = (self.person(1), self.person(to).agent_id());
        self.act(move |w| assign::assign(w, &by, number, to).map(|_| ()))
            .await
    }

    async fn sleeps(&self, number: u64) -> Result<()> {
        let by = self.person(0);
        let until = self.app.clock.now() + Span::days(2);
        self.act(move |w| status::snooze(w, &by, number, until).map(|_| ()))
            .await
    }

    /// So many answers, each followed by what the customer says to it; the last one ends it.
    async fn talks(
        &mut self,
        number: u64,
        who: usize,
        player: &Player,
        answers: usize,
        end: Then,
    ) -> Result<()> {
        for it in 0..answers {
            self.app.clock.advance(Span::minutes(9));
            let last = it + 1 == answers;
            let then = if last { end } else { Then::Wait };
            self.answers(number, who, player, it, then).await?;
            if !last {
                self.app.clock.advance(Span::minutes(14));
                self.says(number, player, it).await?;
            }
        }
        Ok(())
    }

    async fn answers(
        &self,
        number: u64,
        who: usize,
        player: &Player,
        nth: usize,
        then: Then,
    ) -> Result<()> {
        let by = self.person(who);
        let text = if nth == 0 {
            player.story.answer.clone()
        } else {
            "👍".to_owned()
        };
        let input = Reply {
            conversation: number,
            said: Said::of(&text),
            then,
            ..Reply::default()
        };
        let keys = self.app.keys.clone();
        self.act(move |w| reply(w, &keys, &by, &input).map(|_| ()))
            .await?;
        self.app.clock.advance(Span::minutes(1));
        let company = self.company;
        let connections = [
            company.connection,
            company.whatsapp.id,
            company.telegram.id,
            company.chat.1.id,
        ];
        self.act(move |w| {
            for connection in connections {
                for it in delivery::claim_due(w, connection)? {
                    delivery::succeeded(w, it.id, it.attempts, &Sent::default())?;
                }
            }
            Ok(())
        })
        .await
    }

    /// The customer answers the last message of the case.
    async fn says(&mut self, number: u64, player: &Player, nth: usize) -> Result<()> {
        let text = player.story.then.get(nth).cloned().unwrap_or_default();
        if player.via != Via::Mail {
            return self.chats(player, &text, Enclosed::Nothing).await;
        }
        let viewer = self.person(0);
        let said = self.app.look(move |look| {
            let it = find(look, &viewer, number)?;
            look.messages_after(it.id, None, 100)
        });
        let said = said.await?;
        let ids = said.into_iter().filter_map(|it| Some(it.mail?.message_id));
        let letter = Letter {
            subject: format!("Re: {}", player.story.subject),
            text,
            references: ids.collect(),
            ..self.letter(player)
        };
        self.arrives(&letter).await
    }

    /// The customer, whose address somebody has written down, goes on by mail: it stays one conversation.
    async fn goes_on_by_mail(&mut self, number: u64, player: &Player) -> Result<()> {
        let by = self.person(1);
        let address = Handle::email(mail_address(&player.name));
        self.act(move |w| {
            let it = find(w, &by, number)?;
            edit::add_identifier(w, &by, it.contact, &address).map(|_| ())
        })
        .await?;
        self.app.clock.advance(Span::minutes(6));
        let text = player.story.then.first().cloned().unwrap_or_default();
        let letter = Letter {
            text,
            ..self.letter(player)
        };
        self.arrives(&letter).await
    }

    async fn newsletter(&mut self, cast: &Cast) -> Result<()> {
        let letter = Letter {
            from_name: cast.newsletter_from.clone(),
            from: "news@letters.example".to_owned(),
            to: self.company.address.clone(),
            subject: cast.newsletter_subject.clone(),
            text: cast.newsletter_text.clone(),
            message_id: format!("past-{}@letters.example", self.uid + 1),
            at: self.app.clock.now(),
            newsletter: true,
            ..Letter::default()
        };
        self.arrives(&letter).await
    }

    /// A person of the company, in turn.
    fn person(&self, n: usize) -> Viewer {
        let people = &self.company.people;
        let found = people.get(n % people.len().max(1)).cloned();
        found.unwrap_or_else(crate::cli::order::viewer)
    }

    async fn act(
        &self,
        deed: impl Fn(&mut Write<'_>) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        self.app.act(deed).await
    }
}
