//! `GET /contacts/{id}/files`: every file of a person over all their conversations, newest first, by kind.

use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;

use crate::contacts::people;
use crate::conversations::persons::{self, Place};
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::id::ContactId;
use crate::domain::message::{FileKind, Message};
use crate::domain::time::Millis;
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html};
use crate::web::contacts::show::name_of;
use crate::web::conversations::item::{author, file_view};
use crate::web::conversations::show::FileView;
use crate::web::names::{Directory, Known, glyph};
use crate::web::page::Page;
use crate::web::shell;
use crate::web::view::{Choice, TimeView};

/// Messages with files on one page.
const MESSAGES: usize = 48;

/// What the address may say.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `pictures`, `documents`, `voice` or `videos`; else all.
    kind: String,
    /// The last of the page before: when it was said, number, position.
    after: String,
}

impl Asked {
    fn after(&self) -> Option<Place> {
        let mut parts = self.after.split('.');
        Some(Place {
            said_at: Millis(parts.next()?.parse().ok()?),
            number: parts.next()?.parse().ok()?,
            position: parts.next()?.parse().ok()?,
        })
    }
}

/// One file, and where it was said by whom.
#[derive(Debug, Clone)]
pub struct Found {
    pub file: FileView,
    /// Who, when, and in which conversation, in one line.
    pub by: String,
    pub who: String,
    pub when: TimeView,
    /// The channel, in words.
    pub channel: String,
    pub number: u64,
    /// Where its message stands.
    pub href: String,
}

#[derive(Template)]
#[template(path = "contacts/files.html")]
struct FilesPage {
    page: Page,
    id: String,
    title: String,
    /// Kinds to choose from.
    kinds: Vec<Choice>,
    files: Vec<Found>,
    more: Option<String>,
    is_later: bool,
    /// Why there are none.
    none: String,
}

/// The page.
pub async fn page(asker: Asker, id: Path<String>, asked: Query<Asked>) -> Answer {
    let asked = asked.into_inner();
    let id = id.parse::<ContactId>().unwrap_or_default();
    let app = asker.app.clone();
    let view = app.look(move |look| read(&asker, look, id, &asked)).await?;
    html(&view)
}

fn read(asker: &Asker, look: &Look<'_>, id: ContactId, asked: &Asked) -> Result<FilesPage> {
    let words = &asker.words;
    let own = people::find(look, asker.viewer(), id)?;
    let person = look.person(own.id)?.unwrap_or(own);
    let directory = Directory::read(look)?;
    let kind = FileKind::parse(&asked.kind);
    let wanted = (kind, asked.after());
    let (found, more) = persons::files(look, asker.viewer(), person.id, wanted, MESSAGES)?;
    let mut files = Vec::new();
    for (case, message) in &found {
        files.extend(of_message(asker, look, &directory, (case, message, kind)));
    }
    let named = kind.map_or("", FileKind::name);
    let mut kinds = vec![Choice::new("", words.t("files-all"), kind.is_none())];
    kinds.extend(FileKind::ALL.into_iter().map(|it| {
        let label = words.t(&format!("files-{}", it.name()));
        Choice::new(it.name(), label, kind == Some(it))
    }));
    Ok(FilesPage {
        page: shell::page(asker, look, &directory, "contacts", None)?,
        title: words.t_of("files-of", "name", name_of(asker, look, &person)?),
        id: person.id.to_string(),
        kinds,
        files,
        more: more.map(|it| {
            let place = format!("{}.{}.{}", it.said_at.0, it.number, it.position);
            format!("/contacts/{}/files?kind={named}&after={place}", person.id)
        }),
        is_later: !asked.after.is_empty(),
        none: words.t(if kind.is_some() {
            "files-none-of-kind"
        } else {
            "files-none"
        }),
    })
}

/// The files of a message that are of the kind asked for.
fn of_message(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    (case, message, kind): (&Conversation, &Message, Option<FileKind>),
) -> Vec<Found> {
    let words = &asker.words;
    let names = Known {
        look,
        directory,
        viewer: asker.viewer(),
    };
    let who = author(words, message, &names);
    let when = TimeView::full(words, message.said_at);
    let (_, channel) = glyph(
        directory
            .channel(message.channel)
            .map_or(case.channel_kind, |it| it.kind),
    );
    let (number, at) = (case.number, message.position);
    let place = format!("/c/{number}/m/{at}/files");
    let of_kind = |it: &&crate::domain::message::Attachment| kind.is_none_or(|k| it.kind() == k);
    let found = message.files().filter(of_kind).map(|file| Found {
        file: file_view(words, &place, file),
        by: format!("{who} · {} · #{number}", when.text),
        who: who.clone(),
        when: when.clone(),
        channel: words.t(channel),
        number,
        href: format!("/c/{number}?at={at}#m-{at}"),
    });
    found.collect()
}
