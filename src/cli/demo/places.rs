//! Where customers reach the company: its mailbox, its number, its bot and the chat on its site.

use mail_parser::MessageParser;

use crate::cli::demo::company::Company;
use crate::cli::demo::letter::Letter;
use crate::cli::demo::phones::{Phones, Words};
use crate::cli::demo::site::Site;
use crate::cli::demo::story::Via;
use crate::cli::demo::town::Town;

/// All of them. Cheap to clone.
#[derive(Clone)]
pub struct Places {
    pub company: Company,
    pub town: Town,
    pub phones: Phones,
    pub site: Site,
}

/// What a mail program remembers of mails that belong together.
#[derive(Debug, Clone, Default)]
pub struct Thread {
    pub subject: String,
    /// Message-IDs, oldest first.
    ids: Vec<String>,
    /// The address with the thread's token, once an answer came.
    to: Option<String>,
}

impl Thread {
    /// Mails on a subject, of which none is written yet.
    #[must_use]
    pub fn on(subject: &str) -> Self {
        Thread {
            subject: subject.to_owned(),
            ..Thread::default()
        }
    }

    #[must_use]
    pub fn is_begun(&self) -> bool {
        !self.ids.is_empty()
    }

    /// A mail of the company came.
    pub fn answered(&mut self, raw: &[u8]) {
        let Some(mail) = MessageParser::default().parse(raw) else {
            return;
        };
        self.ids.extend(mail.message_id().map(str::to_owned));
        let reply_to = mail.reply_to().and_then(|it| it.first());
        if let Some(to) = reply_to.and_then(|it| it.address()) {
            self.to = Some(to.to_owned());
        }
    }
}

impl Places {
    /// A customer says something in their way; a mail joins its thread.
    pub async fn say(&self, via: Via, words: &Words<'_>, thread: &mut Thread) {
        match via {
            Via::WhatsApp => self.phones.write_to_number(words).await,
            Via::Telegram => self.phones.tell_bot(words),
            Via::Chat => self.site.says(words).await,
            Via::Mail => self.write(words, thread),
        }
    }

    fn write(&self, words: &Words<'_>, thread: &mut Thread) {
        let subject = &thread.subject;
        let letter = Letter {
            from_name: words.name.to_owned(),
            from: words.from.to_owned(),
            to: thread.to.clone().unwrap_or(self.company.address.clone()),
            subject: if thread.is_begun() {
                format!("Re: {subject}")
            } else {
                subject.clone()
            },
            text: words.text.to_owned(),
            message_id: format!("{}-{}", words.at.0, words.from),
            references: thread.ids.clone(),
            at: words.at,
            with: words.with,
            newsletter: false,
        };
        thread.ids.push(letter.message_id.clone());
        self.town.deliver(letter.raw(), words.at);
    }
}
