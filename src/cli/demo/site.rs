//! The chat on the company's site, as visitors with a pass of their own use it: what they say takes the road of the
//! chat's page, and they see what is answered when it stands there.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc;
use uuid::Uuid;

use crate::app::visitors::{News, Place};
use crate::app::{App, hooks, off_the_loop};
use crate::channels::webchat::pass::Pass;
use crate::cli::demo::letter::Enclosed;
use crate::cli::demo::phones::Words;
use crate::cli::demo::town::Sent;
use crate::conversations::chat::visitor;
use crate::domain::channel::{Channel, Connection};
use crate::domain::chat::Content;
use crate::domain::contact::Handle;
use crate::domain::delivery::DeliveryState;
use crate::domain::error::Result;
use crate::domain::id::{AttachmentId, ConversationId, Id};
use crate::domain::message::{Attachment, MessageKind};
use crate::domain::time::Millis;
use crate::keys::sha256;
use crate::store::Write;
use crate::store::blobs::Staged;
use crate::web::upload::FILE_LIMIT;
use crate::web::widget::say;

/// The chat and who has it open. Cheap to clone.
#[derive(Clone)]
pub struct Site {
    app: App,
    channel: Channel,
    connection: Connection,
    open: Arc<Mutex<BTreeSet<String>>>,
    sent: mpsc::UnboundedSender<Sent>,
}

impl Site {
    /// The chat; what is answered in it goes to `sent`.
    #[must_use]
    pub fn new(
        app: App,
        (channel, connection): (Channel, Connection),
        sent: mpsc::UnboundedSender<Sent>,
    ) -> Self {
        Site {
            app,
            channel,
            connection,
            open: Arc::default(),
            sent,
        }
    }

    /// The same visitor has the same pass whenever they come.
    fn pass(&self, who: &str, at: Millis) -> Pass {
        let mut first = [0_u8; 16];
        for (to, from) in first.iter_mut().zip(sha256(who.as_bytes()).0) {
            *to = from;
        }
        Pass::of_first(&self.app.keys, self.channel.id, Uuid::from_bytes(first), at)
    }

    /// A visitor says something; from then on they have the chat open.
    pub async fn says(&self, words: &Words<'_>) {
        if let Err(err) = self.said(words).await {
            tracing::warn!(error = %err, "a word in the demo's chat was not taken");
            return;
        }
        if let Err(err) = self.stays(words).await {
            tracing::debug!(error = %err, "a visitor of the demo went away");
        }
    }

    /// A visitor says something and goes.
    ///
    /// # Errors
    /// Those of the intake.
    pub async fn said(&self, words: &Words<'_>) -> Result<()> {
        let pass = self.pass(words.from, words.at);
        let handle = pass.handle(&self.channel.scope());
        let known_by = Uuid::new_v4().simple().to_string();
        let mut inbound = say::first_words(&pass, handle, &known_by, words.at);
        words.name.clone_into(&mut inbound.from_name);
        words.text.clone_into(&mut inbound.text);
        let staged = self.enclosed(words.with).await?;
        if let Some((file, _)) = &staged {
            inbound.attachments.push(file.clone());
            if let Some(chat) = inbound.chat.as_mut().filter(|_| words.text.is_empty()) {
                chat.content = Content::File;
            }
        }
        hooks::said(&self.app, &self.connection, say::told(inbound)).await?;
        Ok(())
    }

    async fn enclosed(&self, with: Enclosed) -> Result<Option<(Attachment, Staged)>> {
        let Some((name, kind, bytes)) = with.file() else {
            return Ok(None);
        };
        let blobs = self.app.blobs.clone();
        let staged = off_the_loop(move || blobs.stage(&mut &*bytes, FILE_LIMIT)).await??;
        let file = Attachment {
            id: AttachmentId::from_uuid(Uuid::now_v7()),
            name: name.to_owned(),
            content_type: kind.to_owned(),
            size: staged.size,
            blob: staged.hash,
            ..Attachment::default()
        };
        Ok(Some((file, staged)))
    }

    /// They look at their chat from now on, if they did not.
    async fn stays(&self, words: &Words<'_>) -> Result<()> {
        let pass = self.pass(words.from, words.at);
        let (place, handle) = (
            Place {
                channel: self.channel.id,
                peer: pass.peer(),
            },
            pass.handle(&self.channel.scope()),
        );
        let (talks, answers) = self.talks(&handle).await?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if !open.insert(words.from.to_owned()) {
            self.app.visitors.follow(&place, &talks);
            return Ok(());
        }
        drop(open);
        let news = self.app.visitors.join(place, talks)?;
        let (site, who) = (self.clone(), words.from.to_owned());
        tokio::spawn(async move {
            if let Err(err) = site.looks(&who, &handle, news, answers.len()).await {
                tracing::debug!(error = %err, "a visitor of the demo went away");
            }
            let mut open = site.open.lock().unwrap_or_else(PoisonError::into_inner);
            open.remove(&who);
        });
        Ok(())
    }

    /// The conversations of a visitor and what they were answered.
    async fn talks(&self, handle: &Handle) -> Result<(Vec<ConversationId>, Vec<String>)> {
        let (channel, handle) = (self.channel.clone(), handle.clone());
        let look = move |look: &crate::store::Look<'_>| visitor::talks(look, &channel, &handle);
        let talks = self.app.look(look).await?;
        let ours = talks.messages.into_iter().map(|it| it.message);
        let ours = ours.filter(|it| it.kind == MessageKind::Reply);
        Ok((talks.conversations, ours.map(|it| it.text).collect()))
    }

    /// Reads what is answered, as long as Lobby runs.
    async fn looks(
        &self,
        who: &str,
        handle: &Handle,
        mut news: mpsc::Receiver<News>,
        mut seen: usize,
    ) -> Result<()> {
        while let Some(it) = news.recv().await {
            if it != News::Changed {
                continue;
            }
            let (_, answers) = self.talks(handle).await?;
            for text in answers.iter().skip(seen) {
                let to = vec![who.to_owned()];
                // Nobody listens any more when the demo ends.
                let _ = self.sent.send(Sent {
                    to,
                    raw: Vec::new(),
                    text: text.clone(),
                });
            }
            if answers.len() > seen {
                seen = answers.len();
                let (channel, handle) = (self.channel.clone(), handle.clone());
                let read = (DeliveryState::Read, None);
                let deed = move |w: &mut Write<'_>| visitor::saw(w, (&channel, &handle), read);
                self.app.act(deed).await?;
            }
        }
        Ok(())
    }
}
