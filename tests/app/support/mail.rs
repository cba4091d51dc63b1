//! Mails as a channel hands them in.

use lobby::domain::contact::{Evidence, Handle};
use lobby::domain::id::ConnectionId;
use lobby::domain::inbound::{AutomaticKind, Forwarded, Inbound, InboundMail};
use lobby::domain::mail::MailPlace;
use lobby::domain::message::MailAddress;
use lobby::domain::outbound::Outbound;
use lobby::domain::time::Millis;
use lobby::text::address::Address;
use lobby::text::courtesy::{self, CourtesyFacts};
use lobby::text::{holding, plain, subject};

use crate::support::desk::ADDRESS;

/// A mail to receive.
#[derive(Debug, Clone)]
pub struct Mail {
    pub input: Inbound,
    pub mail: InboundMail,
}

pub fn at(address: &str) -> MailAddress {
    MailAddress {
        name: String::new(),
        address: address.to_owned(),
    }
}

impl Mail {
    /// A mail to the desk that passed DMARC. Its Message-ID is made of sender, subject and text.
    pub fn from(address: &str, subject: &str, text: &str) -> Self {
        let message_id = format!("{subject}-{text}@{address}")
            .to_lowercase()
            .replace(' ', "-");
        let facts = CourtesyFacts::default();
        let closing = CourtesyFacts {
            after_closing_question: true,
            ..facts
        };
        Mail {
            input: Inbound {
                dedupe: message_id.clone(),
                from: Handle::email(address),
                from_name: address.split('@').next().unwrap_or_default().to_owned(),
                as_sent: address.to_owned(),
                evidence: Evidence::Dmarc,
                subject: subject.to_owned(),
                text: text.to_owned(),
                excerpt: plain::excerpt(text, 120),
                courtesy_words: courtesy::is_courtesy(text, &facts),
                closing_answer: courtesy::is_courtesy(text, &closing),
                holding_words: holding::is_holding(text, None),
                asks: courtesy::asks(text),
                closing_question: courtesy::is_closing_question(text),
                ..Inbound::default()
            },
            mail: InboundMail {
                content_hash: format!("hash of {message_id}"),
                message_id,
                from: at(address),
                to: vec![at(ADDRESS)],
                subject_root: subject::root(subject),
                ..InboundMail::default()
            },
        }
    }

    /// An answer to a mail of ours as a mail program writes it: to the reply address, naming its id.
    pub fn answering(out: &Outbound, address: &str, text: &str) -> Self {
        let sent = out.mail.as_ref().unwrap();
        Mail::from(address, &sent.subject, text)
            .with_token_of(out)
            .referring(&sent.message_id)
    }

    pub fn with_token_of(mut self, out: &Outbound) -> Self {
        let reply_to = out.mail.as_ref().unwrap().reply_to.clone().unwrap();
        let tag = Address::parse(&reply_to.address).unwrap();
        let tag = tag.split_tag().1.unwrap().to_owned();
        self.mail.reply_tokens.push(tag);
        self.mail.to = vec![reply_to];
        self
    }

    pub fn with_token(mut self, token: &str) -> Self {
        self.mail.reply_tokens.push(token.to_owned());
        self
    }

    pub fn referring(mut self, id: &str) -> Self {
        self.mail.points_to.push(id.to_owned());
        self.mail.in_reply_to.push(id.to_owned());
        self.mail.references.push(id.to_owned());
        self
    }

    /// Put in a thread by a provider.
    pub fn in_thread(mut self, thread: &str) -> Self {
        self.mail.provider_threads.push(thread.to_owned());
        self
    }

    /// No DMARC verdict at all.
    pub fn unproven(mut self) -> Self {
        self.input.evidence = Evidence::Claimed;
        self
    }

    /// Fails DMARC, or its From is not one address.
    pub fn failing(mut self) -> Self {
        self.input.evidence = Evidence::Claimed;
        self.input.unverified = true;
        self
    }

    pub fn to(mut self, addresses: &[&str]) -> Self {
        self.mail.to = addresses.iter().map(|it| at(it)).collect();
        self
    }

    pub fn cc(mut self, addresses: &[&str]) -> Self {
        self.mail.cc = addresses.iter().map(|it| at(it)).collect();
        self
    }

    pub fn automatic(mut self, kind: AutomaticKind) -> Self {
        self.mail.automatic = Some(kind);
        self
    }

    pub fn form_for(mut self, customer: &str) -> Self {
        self.mail.form_reply_to = Some(at(customer));
        self
    }

    pub fn forwarding(mut self, from: &str, above: &str) -> Self {
        self.mail.forwarded = Some(Forwarded {
            from: at(from),
            subject: "Where is my order".to_owned(),
            text: "It should have come on Monday.".to_owned(),
            above: above.to_owned(),
        });
        self
    }

    pub fn sent_folder(mut self) -> Self {
        self.mail.sent_folder = true;
        self
    }

    pub fn history(mut self, said_at: Millis) -> Self {
        self.input.history = true;
        self.input.said_at = said_at;
        self
    }

    pub fn id(&self) -> String {
        self.mail.message_id.clone()
    }

    pub fn inbound(&self, connection: ConnectionId, uid: u32, now: Millis) -> Inbound {
        let mut input = self.input.clone();
        if input.said_at == Millis::default() {
            input.said_at = now;
        }
        let mut mail = self.mail.clone();
        mail.place = MailPlace {
            connection,
            folder: if mail.sent_folder { "Sent" } else { "INBOX" }.to_owned(),
            uid_validity: 1,
            uid,
        };
        input.mail = Some(Box::new(mail));
        input
    }
}
