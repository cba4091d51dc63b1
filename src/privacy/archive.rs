//! The archive a person is given: everything kept of them, as JSON that says what it is, with files and original
//! mails beside it.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Write};

use serde::Serialize;

use crate::domain::actor::Viewer;
use crate::domain::channel::ChannelKind;
use crate::domain::contact::Contact;
use crate::domain::conversation::Conversation;
use crate::domain::dated::DatedEvent;
use crate::domain::error::{Error, Result};
use crate::domain::id::{BlobHash, ContactId, ConversationId};
use crate::domain::message::{Author, Body, MailAddress, Message};
use crate::domain::raw::RawBody;
use crate::privacy::export::of;
use crate::privacy::zip::Zip;
use crate::store::blobs::Blobs;
use crate::store::{Look, Store};

/// Messages read at once.
const LOT: usize = 200;

#[derive(Serialize)]
struct PersonFile {
    /// One for each record that was joined to this person, the first their own.
    records: Vec<RecordFile>,
}

#[derive(Serialize)]
struct RecordFile {
    id: String,
    name: String,
    other_names: Vec<String>,
    company: String,
    language: String,
    notes: String,
    attributes: BTreeMap<String, String>,
    tier: &'static str,
    first_seen: String,
    last_seen: Option<String>,
    blocked_because: Option<String>,
    reached_by: Vec<WayFile>,
    consents: Vec<ConsentFile>,
    dated_events: Vec<DatedFile>,
}

/// An appointment, an invoice, a cart.
#[derive(Serialize)]
struct DatedFile {
    at: String,
    time_zone: String,
    title: String,
    place: String,
    link: String,
    amount: String,
    state: &'static str,
    external_id: String,
    attributes: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct ConsentFile {
    at: String,
    /// Null where it is said of every channel.
    channel: Option<&'static str>,
    purpose: &'static str,
    granted: bool,
    source: &'static str,
    note: String,
}

#[derive(Serialize)]
struct WayFile {
    kind: &'static str,
    value: String,
    believed_because: &'static str,
    since: String,
    no_longer_theirs: bool,
}

#[derive(Serialize)]
struct CaseFile {
    number: u64,
    subject: String,
    status: &'static str,
    begun: String,
    last_active: String,
    tags: Vec<String>,
    team: Option<String>,
    messages: u32,
}

#[derive(Serialize)]
struct MessageFile {
    position: u32,
    kind: &'static str,
    said: String,
    by: String,
    subject: String,
    text: String,
    quoted: String,
    html: Option<String>,
    from: Option<String>,
    to: Vec<String>,
    cc: Vec<String>,
    delivery: Option<&'static str>,
    automatic: bool,
    /// What they gave, 1 to 5, and said, where it asks how it was.
    rating: Option<(u8, String)>,
    withdrawn: bool,
    /// Where they lie in this archive.
    files: Vec<String>,
    original: Option<String>,
}

/// What an archive is written from.
pub struct Source<'a> {
    pub store: &'a Store,
    pub blobs: &'a Blobs,
    pub viewer: &'a Viewer,
}

/// Bytes to be copied into the archive under a name.
enum Copied {
    Blob(BlobHash),
    Bytes(Vec<u8>),
}

fn broken(err: &Error) -> io::Error {
    io::Error::other(err.to_string())
}

fn json(value: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec_pretty(value).map_err(|err| Error::internal("an export", err))
}

impl Source<'_> {
    fn look<T>(&self, look: impl Fn(&Look<'_>) -> Result<T>) -> io::Result<T> {
        self.store.look(look).map_err(|err| broken(&err))
    }

    /// Writes the archive of a person. Each page is a look of its own: it is as things are while it is written.
    ///
    /// # Errors
    /// The store's, the writer's.
    pub fn write(&self, id: ContactId, into: impl Write) -> io::Result<()> {
        let mut zip = Zip::new(into);
        let (person, all) = self.look(|look| {
            let (root, all) = of(look, self.viewer, id)?;
            Ok((json(&person(look, root.id)?)?, all))
        })?;
        zip.bytes("contact.json", &person)?;
        for id in all {
            self.conversation(&mut zip, id)?;
        }
        zip.finish().map(|_| ())
    }

    fn conversation(&self, zip: &mut Zip<impl Write>, id: ConversationId) -> io::Result<()> {
        let found = self.look(|look| {
            let found = look.conversation(id)?;
            let found = found.filter(|it| self.viewer.sees(it));
            found
                .map(|it| Ok((it.number, json(&case(look, &it)?)?)))
                .transpose()
        })?;
        // It may have been erased, or become another's, since it was listed.
        let Some((number, about)) = found else {
            return Ok(());
        };
        let place = format!("conversations/{number}");
        zip.bytes(&format!("{place}/conversation.json"), &about)?;
        let mut after = None;
        for part in 1.. {
            let (page, copied, last) = self.look(|look| {
                let page = look.messages_after(id, after, LOT)?;
                let (mut views, mut copied) = (Vec::new(), Vec::new());
                for it in page.iter().filter(|it| it.moved_to.is_none()) {
                    views.push(self.message(look, &place, it, &mut copied)?);
                }
                let last = page.last().map(|it| it.position);
                Ok((json(&views)?, copied, last.filter(|_| page.len() == LOT)))
            })?;
            zip.bytes(&format!("{place}/messages-{part}.json"), &page)?;
            for (name, what) in copied {
                zip.copy(&name, || self.open(&what))?;
            }
            after = last;
            if after.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn open<'c>(&self, what: &'c Copied) -> io::Result<Box<dyn Read + 'c>> {
        Ok(match what {
            Copied::Bytes(bytes) => Box::new(Cursor::new(bytes)),
            Copied::Blob(hash) => Box::new(self.blobs.file(*hash).map_err(|err| broken(&err))?),
        })
    }

    fn message(
        &self,
        look: &Look<'_>,
        place: &str,
        it: &Message,
        copied: &mut Vec<(String, Copied)>,
    ) -> Result<MessageFile> {
        let mut files = Vec::new();
        for (n, file) in it.attachments.iter().enumerate() {
            let name = format!("{place}/files/{}-{n}-{}", it.position, file.name);
            files.push(name.clone());
            copied.push((name, Copied::Blob(file.blob)));
        }
        let original = match it.raw.map_or(Ok(None), |id| look.raw_input(id))? {
            None => None,
            Some(raw) => match raw.body {
                RawBody::Blob(hash) => Some(Copied::Blob(hash)),
                RawBody::Row => look.raw_row(raw.id)?.map(Copied::Bytes),
            },
        };
        let original = original.map(|what| {
            let name = format!("{place}/originals/{}.eml", it.position);
            copied.push((name.clone(), what));
            name
        });
        let delivery = it.delivery.map_or(Ok(None), |id| look.delivery(id))?;
        let mail = it.mail.as_deref();
        let all = |of: &[MailAddress]| of.iter().map(|it| it.address.clone()).collect();
        Ok(MessageFile {
            position: it.position,
            kind: it.kind.name(),
            said: it.said_at.rfc3339(),
            by: author(look, it.author)?,
            subject: it.subject.clone(),
            text: self.whole(it.long_text).unwrap_or_else(|| it.text.clone()),
            quoted: it.quoted.clone(),
            html: it.html.as_ref().and_then(|body| match body {
                Body::Inline { html, .. } => Some(html.clone()),
                Body::Blob { hash, .. } => self.whole(Some(*hash)),
            }),
            from: mail.map(|it| it.from.address.clone()),
            to: mail.map(|it| all(&it.to)).unwrap_or_default(),
            cc: mail.map(|it| all(&it.cc)).unwrap_or_default(),
            delivery: delivery.map(|it| it.state.name()),
            automatic: it.automatic,
            rating: it.rating.as_ref().map(|it| (it.stars, it.comment.clone())),
            withdrawn: it.redacted,
            files,
            original,
        })
    }

    fn whole(&self, blob: Option<BlobHash>) -> Option<String> {
        let bytes = self.blobs.read(blob?).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }
}

fn person(look: &Look<'_>, root: ContactId) -> Result<PersonFile> {
    let mut records = Vec::new();
    for id in look.records_of_person(root)? {
        if let Some(it) = look.contact(id)? {
            records.push(record(look, it)?);
        }
    }
    Ok(PersonFile { records })
}

fn record(look: &Look<'_>, it: Contact) -> Result<RecordFile> {
    let held = look.identifiers_of(it.id)?;
    let consents = look.consents_of(it.id)?;
    let dated = look.dated_events_of(it.id, usize::MAX)?;
    Ok(RecordFile {
        dated_events: dated.into_iter().map(dated_file).collect(),
        id: it.id.to_string(),
        name: it.name,
        other_names: it.other_names,
        company: it.company,
        language: it.language,
        notes: it.notes,
        attributes: it.attributes.into_iter().collect(),
        tier: it.tier.name(),
        first_seen: it.created_at.rfc3339(),
        last_seen: (it.last_seen_at.0 > 0).then(|| it.last_seen_at.rfc3339()),
        blocked_because: it.blocked.map(|it| it.reason),
        reached_by: held
            .into_iter()
            .map(|it| WayFile {
                kind: it.handle.kind.name(),
                value: it.handle.value,
                believed_because: it.evidence.name(),
                since: it.since.rfc3339(),
                no_longer_theirs: it.former,
            })
            .collect(),
        consents: consents
            .into_iter()
            .map(|it| ConsentFile {
                at: it.at.rfc3339(),
                channel: it.channel.map(ChannelKind::name),
                purpose: it.purpose.name(),
                granted: it.granted,
                source: it.source.name(),
                note: it.note,
            })
            .collect(),
    })
}

fn dated_file(it: DatedEvent) -> DatedFile {
    DatedFile {
        at: it.at.rfc3339(),
        amount: it.sum(),
        time_zone: it.zone,
        title: it.title,
        place: it.place,
        link: it.link,
        state: it.state.name(),
        external_id: it.external_id,
        attributes: it.attributes.into_iter().collect(),
    }
}

fn case(look: &Look<'_>, it: &Conversation) -> Result<CaseFile> {
    let mut tags = Vec::new();
    for id in &it.tags {
        tags.extend(look.tag(*id)?.map(|it| it.name));
    }
    let team = it.team.map_or(Ok(None), |id| look.team(id))?;
    Ok(CaseFile {
        number: it.number,
        subject: it.subject.clone(),
        status: it.status.name(),
        begun: it.created_at.rfc3339(),
        last_active: it.active_at.rfc3339(),
        tags,
        team: team.map(|it| it.name),
        messages: it.n_messages,
    })
}

fn author(look: &Look<'_>, author: Author) -> Result<String> {
    Ok(match author {
        Author::Contact(id) => look.contact(id)?.unwrap_or_default().name,
        Author::Agent(id) => look.agent(id)?.unwrap_or_default().name,
        Author::Colleague => "a colleague".to_owned(),
        Author::ThirdParty => "a third party".to_owned(),
        Author::Assistant => "the assistant".to_owned(),
        Author::Rule(_) => "a rule".to_owned(),
        Author::Integration(_) => "a program".to_owned(),
        Author::System => "Lobby".to_owned(),
    })
}
