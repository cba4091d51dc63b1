//! E-mail: IMAP in, SMTP out.

pub mod auth_results;
mod autoconfig;
mod automatic;
pub mod body;
pub mod bounce;
mod check;
mod compose;
pub mod detect;
pub mod dkim;
pub mod filing;
mod forward;
pub mod glance;
mod greet;
mod imap;
mod met;
pub mod oauth;
mod parts;
pub mod proof;
pub mod providers;
pub mod receive;
pub mod refetch;
mod report;
mod send;
mod sight;
mod smtp;
mod spelling;
mod watch;
pub mod wire;

use async_trait::async_trait;
use tokio::sync::mpsc;

use crate::channels::Channel;
use crate::channels::Field;
use crate::channels::Sender;
use crate::channels::kit::{CheckLine, Door, Frontiers, Lot, OpenBlob, Trouble};
use crate::domain::channel::ChannelKind;
use crate::domain::outbound::SendError;

/// The door for mailboxes.
pub struct Email;

const fn field(name: &'static str, secret: bool, required: bool) -> Field {
    Field {
        secret,
        required,
        ..Field::value(name)
    }
}

const FIELDS: &[Field] = &[
    field("address", false, true),
    field("name", false, false),
    field("imap_host", false, true),
    field("imap_port", false, true),
    field("imap_security", false, true),
    field("imap_username", false, false),
    field("imap_password", true, true),
    field("imap_ca", false, false),
    field("folder", false, false),
    field("sent_folder", false, false),
    field("smtp_host", false, true),
    field("smtp_port", false, true),
    field("smtp_security", false, true),
    field("smtp_username", false, false),
    field("smtp_password", true, true),
    field("smtp_ca", false, false),
    field("authserv_id", false, false),
];

#[async_trait]
impl Channel for Email {
    fn kind(&self) -> ChannelKind {
        ChannelKind::Email
    }

    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    async fn watch(&self, door: &Door, from: Frontiers, out: mpsc::Sender<Lot>) -> Trouble {
        watch::watch(door, from, out).await
    }

    fn sender(&self, door: &Door, open: OpenBlob) -> Box<dyn Sender> {
        Box::new(send::MailSender::new(door.clone(), open))
    }

    fn trouble(&self, err: &SendError) -> Trouble {
        check::send_trouble(err)
    }

    /// A mail server refuses mails one by one, unless it says goodbye.
    fn is_general(&self, err: &SendError) -> bool {
        match err {
            SendError::Unreachable { .. }
            | SendError::LoginRefused { .. }
            | SendError::Misconfigured { .. } => true,
            err => err.is_goodbye(),
        }
    }

    async fn check(&self, door: &Door) -> Vec<CheckLine> {
        check::check(door).await
    }
}
#[cfg(test)]
mod tests;

#[cfg(test)]
mod scripted {
    mod tests;
}
