//! A message as programs see it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::view::chat::ChatView;
use crate::api::view::choices::{self, one};
use crate::api::view::conversation::RatingView;
use crate::api::view::delivery::DeliveryView;
use crate::api::view::reason::Why;
use crate::api::view::{With, time};
use crate::domain::error::Result;
use crate::domain::id::BlobHash;
use crate::domain::message::{Attachment, Author, Body, FileKind, Message, MessageKind};

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Message)]
pub struct MessageView {
    pub id: String,
    /// Number of the conversation.
    pub conversation: u64,
    pub position: u32,
    /// With the customer: `inbound` and `reply`; inside: `note`, and with third parties `forward` and `third_party`.
    #[schema(schema_with = one::<choices::MessageKind>)]
    pub kind: &'static str,
    /// `inbound` or `outbound`, both with the customer, or `internal`.
    #[schema(schema_with = one::<choices::Direction>)]
    pub direction: &'static str,
    pub channel_id: String,
    pub author: AuthorView,
    pub subject: String,
    pub text: String,
    /// Quoted history and signature below the own words.
    pub quoted: String,
    /// Cleaned; safe to show in a frame without scripts.
    pub html: Option<String>,
    pub attachments: Vec<AttachmentView>,
    pub mail: Option<MailView>,
    /// On a messaging channel.
    pub chat: Option<ChatView>,
    pub delivery: Option<DeliveryView>,
    /// What the customer gave, where it asks for a rating.
    pub rating: Option<RatingView>,
    pub why: Why,
    /// When it was said, as far as is known.
    pub sent_at: String,
    /// When Lobby wrote it.
    pub at: String,
    /// Of a mail that lay in the mailbox for more than five minutes before Lobby saw it: for how many seconds.
    pub late_by_s: Option<i64>,
    pub courtesy: bool,
    /// One of us said that the customer had to say it again.
    pub had_to_repeat: bool,
    pub automatic: bool,
    pub unverified: bool,
    pub history: bool,
    pub undone: bool,
    pub redacted: bool,
    /// Of a side conversation with third parties: the message that began it.
    pub strand: Option<String>,
    /// Of a forward: the messages whose text went along.
    pub messages: Vec<String>,
    /// It went to another conversation; this is the line left behind.
    pub moved_to: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Author)]
pub struct AuthorView {
    #[serde(rename = "type")]
    #[schema(schema_with = one::<choices::AuthorType>)]
    pub kind: &'static str,
    pub id: Option<String>,
    pub name: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Attachment)]
pub struct AttachmentView {
    pub id: String,
    pub name: String,
    pub content_type: String,
    pub size: u64,
    pub inline: bool,
    /// Where its bytes are, with the same token.
    pub url: String,
}

/// A file of a contact, with the message it came or went with.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ContactFile)]
pub struct FileView {
    pub attachment: AttachmentView,
    #[schema(schema_with = one::<choices::FileKind>)]
    pub kind: &'static str,
    /// Number of the conversation.
    pub conversation: u64,
    pub message_id: String,
    pub author: AuthorView,
    /// When it was said, as far as is known.
    pub sent_at: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Mail)]
pub struct MailView {
    pub message_id: String,
    pub from: String,
    pub to: Vec<String>,
    pub cc: Vec<String>,
    pub bcc: Vec<String>,
}

impl With<'_, '_> {
    /// The files of a message that are of a kind.
    pub fn files(
        &self,
        conversation: u64,
        it: &Message,
        kind: Option<FileKind>,
    ) -> Result<Vec<FileView>> {
        let author = self.author(it.author)?;
        let fit = it
            .files()
            .filter(|file| kind.is_none_or(|kind| file.kind() == kind));
        let view = |file: &Attachment| FileView {
            attachment: attachment(it, file),
            kind: file.kind().name(),
            conversation,
            message_id: it.id.to_string(),
            author: author.clone(),
            sent_at: time(it.said_at),
        };
        Ok(fit.map(view).collect())
    }

    pub fn message(&self, conversation: u64, it: &Message) -> Result<MessageView> {
        let moved_to = match it.moved_to {
            Some((to, _)) => self.numbered(to)?,
            None => None,
        };
        let delivery = it.delivery.map_or(Ok(None), |id| self.look.delivery(id))?;
        Ok(MessageView {
            id: it.id.to_string(),
            conversation,
            position: it.position,
            kind: it.kind.name(),
            direction: direction(it),
            channel_id: it.channel.to_string(),
            author: self.author(it.author)?,
            subject: it.subject.clone(),
            text: self.whole(it.long_text).unwrap_or_else(|| it.text.clone()),
            quoted: it.quoted.clone(),
            html: it.html.as_ref().and_then(|body| match body {
                Body::Inline { html, .. } => Some(html.clone()),
                Body::Blob { hash, .. } => self.whole(Some(*hash)),
            }),
            attachments: it
                .attachments
                .iter()
                .map(|file| attachment(it, file))
                .collect(),
            mail: mail(it),
            chat: match &it.chat {
                Some(facts) if !it.redacted => Some(self.chat(facts, &it.text)?),
                _ => None,
            },
            delivery: delivery.map(|found| self.delivery(&found)).transpose()?,
            rating: it.rating.as_deref().map(|it| RatingView {
                rating: it.stars,
                comment: it.comment.clone(),
                at: time(it.at),
            }),
            why: self.why(&it.why),
            sent_at: time(it.said_at),
            at: time(it.at),
            late_by_s: it.came_late().map(|late| late.0 / 1_000),
            courtesy: it.courtesy,
            had_to_repeat: it.had_to_repeat,
            automatic: it.automatic,
            unverified: it.unverified,
            history: it.history,
            undone: it.undone,
            redacted: it.redacted,
            strand: it.strand.map(|it| it.to_string()),
            messages: it.carries.iter().map(ToString::to_string).collect(),
            moved_to,
        })
    }

    /// A long text kept as a blob.
    fn whole(&self, blob: Option<BlobHash>) -> Option<String> {
        let bytes = self.blobs.read(blob?).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    pub fn author(&self, author: Author) -> Result<AuthorView> {
        let plain = |kind| AuthorView {
            kind,
            id: None,
            name: String::new(),
        };
        Ok(match author {
            Author::Contact(id) => {
                let who = self.named_contact(id)?;
                AuthorView {
                    kind: "contact",
                    id: Some(who.id),
                    name: who.name,
                }
            }
            Author::Agent(id) => {
                let who = self.named_agent(id)?;
                AuthorView {
                    kind: "agent",
                    id: Some(who.id),
                    name: who.name,
                }
            }
            Author::Integration(id) => {
                let token = self.look.token_by_id(id)?;
                AuthorView {
                    kind: "integration",
                    id: Some(id.to_string()),
                    name: token.map(|it| it.1.name).unwrap_or_default(),
                }
            }
            Author::Rule(id) => AuthorView {
                kind: "rule",
                id: Some(id.to_string()),
                name: self.look.rule(id)?.map(|it| it.name).unwrap_or_default(),
            },
            Author::Colleague => plain("colleague"),
            Author::ThirdParty => plain("third_party"),
            Author::Assistant => plain("assistant"),
            Author::System => plain("system"),
        })
    }
}

fn direction(it: &Message) -> &'static str {
    match it.kind {
        MessageKind::Inbound => "inbound",
        MessageKind::Reply => "outbound",
        MessageKind::Note | MessageKind::Forward | MessageKind::ThirdParty => "internal",
    }
}

fn attachment(message: &Message, file: &Attachment) -> AttachmentView {
    AttachmentView {
        id: file.id.to_string(),
        name: file.name.clone(),
        content_type: file.content_type.clone(),
        size: file.size,
        inline: file.inline,
        url: format!("/api/v1/messages/{}/attachments/{}", message.id, file.id),
    }
}

fn mail(it: &Message) -> Option<MailView> {
    let mail = it.mail.as_deref()?;
    let addresses = |all: &[crate::domain::message::MailAddress]| {
        all.iter().map(|it| it.address.clone()).collect()
    };
    Some(MailView {
        message_id: mail.message_id.clone(),
        from: mail.from.address.clone(),
        to: addresses(&mail.to),
        cc: addresses(&mail.cc),
        bcc: addresses(&mail.bcc),
    })
}
