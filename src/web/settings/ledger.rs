//! `/settings/channels/{id}/ledger`: what became of every mail, page by page.

use actix_web::web::{Path, Query};
use serde::Deserialize;

use crate::desk::channels;
use crate::domain::error::{Error, Result};
use crate::domain::id::{ChannelId, ConversationId};
use crate::domain::mail::{LedgerRow, MailOutcome};
use crate::store::Look;
use crate::web::asker::{Answer, Asker};
use crate::web::names::{Directory, Known};
use crate::web::settings::{admin, id, show};
use crate::web::sheet::{Cell, Pager, Part, Section, Sheet, Table};
use crate::web::view::{Link, TimeView};

const ROWS: usize = 100;

/// Which folder, and before which mail.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct At {
    folder: String,
    before: Option<u32>,
}

/// `GET /settings/channels/{id}/ledger`
pub async fn page(asker: Asker, channel: Path<String>, at: Query<At>) -> Answer {
    admin(&asker)?;
    let channel: ChannelId = id(&channel)?;
    let (for_look, at) = (asker.clone(), at.into_inner());
    let sheet = asker
        .app
        .look(move |look| sheet(&for_look, look, channel, &at))
        .await?;
    show(&asker, sheet).await
}

fn sheet(asker: &Asker, look: &Look<'_>, channel: ChannelId, at: &At) -> Result<Sheet> {
    let words = &asker.words;
    let (found, connection) = channels::find(look, channel)?;
    let place = format!("/settings/channels/{channel}");
    let folders = look.folders_of(connection.id)?;
    let chosen = if at.folder.is_empty() {
        folders.first()
    } else {
        let named = folders.iter().find(|it| it.name == at.folder);
        Some(named.ok_or(Error::not_found("folder"))?)
    };
    let mut sheet =
        Sheet::new(words.t("ledger-title"), words.t("ledger-about")).back(&place, found.name);
    let Some(folder) = chosen else {
        return Ok(sheet.with(Section::of(
            String::new(),
            vec![Part::Text(words.t("ledger-none"))],
        )));
    };
    let coded =
        |name: &str| -> String { url::form_urlencoded::byte_serialize(name.as_bytes()).collect() };
    if folders.len() > 1 {
        let links = folders.iter().map(|it| {
            let href = format!("{place}/ledger?folder={}", coded(&it.name));
            vec![Cell::link(it.name.clone(), href)]
        });
        sheet = sheet.with(Section::of(
            String::new(),
            vec![Part::Table(Table {
                label: words.t("ledger-folders"),
                heads: vec![words.t("ledger-folders")],
                rows: links.collect(),
            })],
        ));
    }
    let rows = look.ledger(folder, at.before, ROWS)?;
    let older = (rows.len() == ROWS)
        .then(|| rows.last())
        .flatten()
        .map(|(uid, _)| Link {
            href: format!("{place}/ledger?folder={}&before={uid}", coded(&folder.name)),
            text: words.t("page-after"),
        });
    let directory = Directory::read(look)?;
    let names = Known {
        look,
        directory: &directory,
        viewer: asker.viewer(),
    };
    let mut cells = Vec::new();
    for (uid, row) in &rows {
        cells.push(line(asker, &names, *uid, row)?);
    }
    let list = if cells.is_empty() {
        Part::Text(words.t("ledger-none"))
    } else {
        Part::Table(Table {
            label: words.t("ledger-title"),
            heads: ["ledger-uid", "changes-when", "ledger-what", "ledger-where"]
                .iter()
                .map(|it| words.t(it))
                .collect(),
            rows: cells,
        })
    };
    let pager = Part::Pager(Pager { newer: None, older });
    Ok(sheet.with(Section::of(folder.name.clone(), vec![list, pager])))
}

/// One mail: its UID, when, what became of it and why, and the conversation if one may see it.
fn line(asker: &Asker, names: &Known<'_, '_>, uid: u32, row: &LedgerRow) -> Result<Vec<Cell>> {
    let words = &asker.words;
    let said = words.t(&format!("ledger-{}", row.outcome.name().replace('_', "-")));
    let why = match &row.outcome {
        MailOutcome::Joined { why, .. } => words.reason(why, names),
        MailOutcome::Quarantined { parked } => {
            let parked = names.look.parked(*parked)?;
            parked.map(|it| words.t(&it.code)).unwrap_or_default()
        }
        _ => String::new(),
    };
    let what = if why.is_empty() {
        said
    } else {
        format!("{said}: {why}")
    };
    Ok(vec![
        uid.to_string().into(),
        TimeView::full(words, row.at).into(),
        what.into(),
        place(names, conversation_of(names, &row.outcome)?)?,
    ])
}

fn conversation_of(names: &Known<'_, '_>, outcome: &MailOutcome) -> Result<Option<ConversationId>> {
    let message = match outcome {
        MailOutcome::NewConversation { conversation, .. }
        | MailOutcome::Joined { conversation, .. }
        | MailOutcome::OurMessage { conversation, .. }
        | MailOutcome::Automatic { conversation, .. }
        | MailOutcome::Blocked { conversation, .. } => return Ok(Some(*conversation)),
        MailOutcome::DuplicateOf { message } => Some(*message),
        MailOutcome::Report { message } => *message,
        MailOutcome::Quarantined { .. } | MailOutcome::Forgotten | MailOutcome::Skipped => None,
    };
    let Some(message) = message else {
        return Ok(None);
    };
    Ok(names.look.message_place(message)?.map(|it| it.0))
}

fn place(names: &Known<'_, '_>, conversation: Option<ConversationId>) -> Result<Cell> {
    let Some(conversation) = conversation else {
        return Ok(Cell::default());
    };
    let found = names.look.conversation(conversation)?;
    let seen = found.filter(|it| names.viewer.sees(it));
    Ok(seen.map_or_else(Cell::default, |it| {
        Cell::link(format!("#{}", it.number), format!("/c/{}", it.number))
    }))
}
