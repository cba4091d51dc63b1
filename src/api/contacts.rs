//! Contacts: who they are, their timeline, joining and blocking.

use actix_web::web::{Data, Json, Path};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::api::call::Asking;
use crate::api::caller::Caller;
use crate::api::cursor;
use crate::api::fields::{PageOf, limit};
use crate::api::problem::Answer;
use crate::api::view::List;
use crate::api::view::choices::{self, chosen, one};
use crate::api::view::contact::ContactView;
use crate::api::view::conversation::ConversationView;
use crate::api::view::message::FileView;
use crate::app::App;
use crate::conversations::persons::{self, Place};
use crate::domain::contact::{Contact, Handle, IdentifierKind};
use crate::domain::error::{Error, Result};
use crate::domain::id::{ContactId, ConversationId};
use crate::domain::message::FileKind;
use crate::search::{Ask, Group};
use crate::store::Look;
use crate::text::address::Address;
use crate::text::phone;

/// Which contacts.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    /// Words of a name, company or identifier.
    q: Option<String>,
    /// `kind:value`, or an address or phone number as it is.
    identifier: Option<String>,
    /// Rows of a page; more than 100 are taken as 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 25)]
    limit: Option<usize>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<String>,
}

/// `GET /contacts`.
pub async fn list(app: Data<App>, asking: Asking<Filter>) -> Answer<Json<List<ContactView>>> {
    let Asking { caller, it: filter } = asking;
    let after: Option<ContactId> = match &filter.cursor {
        Some(written) => Some(cursor::open(&app.keys, "contacts", written)?),
        None => None,
    };
    let (rows, search) = (limit(filter.limit), app.search.clone());
    let (data, next) = caller
        .look(&app, move |with| {
            let (found, next) = if let Some(written) = &filter.identifier {
                (holders(with.look, written)?, None)
            } else if let Some(words) = filter.q.as_deref().filter(|it| !it.trim().is_empty()) {
                let mut ask = Ask::read(words, "UTC");
                ask.group = Some(Group::Contacts);
                ask.limit = rows;
                (search.find(with.look, with.viewer, &ask)?.contacts, None)
            } else {
                by_name(with.look, after, rows)?
            };
            let data: Result<Vec<_>> = found.iter().map(|it| with.contact(it)).collect();
            Ok((data?, next))
        })
        .await?;
    Ok(Json(List::page(&app.keys, "contacts", (data, next))))
}

fn by_name(
    look: &Look<'_>,
    after: Option<ContactId>,
    rows: usize,
) -> Result<(Vec<Contact>, Option<ContactId>)> {
    let after = after.map_or(Ok(None), |id| look.contact(id))?;
    let mut found = look.contacts_by_name(after.as_ref(), rows + 1)?;
    let more = found.len() > rows;
    found.truncate(rows);
    let next = found.last().map(|it| it.id).filter(|_| more);
    Ok((found, next))
}

/// The people who hold an identifier.
fn holders(look: &Look<'_>, written: &str) -> Result<Vec<Contact>> {
    let handle = handle(written)?;
    let mut out: Vec<Contact> = Vec::new();
    for held in look.holders(&handle)? {
        let person = look.person(held.contact)?;
        out.extend(person.filter(|it| out.iter().all(|known| known.id != it.id)));
    }
    Ok(out)
}

/// Reads `kind:value`, an address, or a phone number.
///
/// # Errors
/// [`Error::Invalid`] on `identifier`.
pub fn handle(written: &str) -> Result<Handle> {
    let wrong = || Error::invalid("identifier", "error-field");
    let named = written
        .split_once(':')
        .and_then(|(kind, value)| Some((IdentifierKind::parse(kind)?, value)));
    let (kind, value) = match named {
        Some(found) => found,
        None if written.contains('@') => (IdentifierKind::Email, written),
        None => (IdentifierKind::Phone, written),
    };
    let value = match kind {
        IdentifierKind::Email => Address::parse(value).map(|it| it.as_str().to_owned()),
        IdentifierKind::Phone | IdentifierKind::WhatsApp => phone::canon(value, ""),
        _ => Some(value.to_owned()),
    };
    Ok(Handle {
        kind,
        scope: String::new(),
        value: value.ok_or_else(wrong)?,
    })
}

/// `GET /contacts/{id}`.
pub async fn show(
    app: Data<App>,
    caller: Caller,
    id: Path<ContactId>,
) -> Answer<Json<ContactView>> {
    shown(&app, &caller, *id).await.map(Json)
}

/// The person a record belongs to.
pub async fn shown(app: &App, caller: &Caller, id: ContactId) -> Answer<ContactView> {
    caller
        .look(app, move |with| {
            let found = with.look.person(id)?.filter(|it| it.erased_at.is_none());
            with.contact(&found.ok_or_else(|| Error::not_found("contact"))?)
        })
        .await
}

/// `GET /contacts/{id}/timeline`: newest first.
pub async fn timeline(
    app: Data<App>,
    id: Path<ContactId>,
    asking: Asking<PageOf>,
) -> Answer<Json<List<ConversationView>>> {
    let Asking { caller, it: query } = asking;
    let list = format!("timeline {id}");
    let skip: usize = match &query.cursor {
        Some(written) => cursor::open(&app.keys, &list, written)?,
        None => 0,
    };
    let (id, rows) = (*id, limit(query.limit));
    let (data, next) = caller
        .look(&app, move |with| {
            let root = with.look.person(id)?;
            let root = root.ok_or_else(|| Error::not_found("contact"))?;
            let mut ids: Vec<ConversationId> = Vec::new();
            for record in with.look.records_of_person(root.id)? {
                ids.extend(with.look.conversations_of(record)?);
            }
            ids.sort_unstable();
            ids.dedup();
            let mut all = Vec::new();
            for one in ids {
                let found = with.look.conversation(one)?;
                all.extend(found.filter(|it| with.viewer.sees(it)));
            }
            all.sort_by_key(|it| std::cmp::Reverse((it.active_at, it.number)));
            let data: Result<Vec<_>> = all
                .iter()
                .skip(skip)
                .take(rows)
                .map(|it| with.conversation(it))
                .collect();
            let end = skip + rows;
            Ok((data?, (end < all.len()).then_some(end)))
        })
        .await?;
    Ok(Json(List::page(&app.keys, &list, (data, next))))
}

/// Which files.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct FilesFilter {
    #[param(schema_with = one::<choices::FileKind>)]
    kind: Option<String>,
    /// Messages of a page, each with all of its files; more than 100 are taken as 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 25)]
    limit: Option<usize>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<String>,
}

/// `GET /contacts/{id}/files`: newest first.
pub async fn files(
    app: Data<App>,
    id: Path<ContactId>,
    asking: Asking<FilesFilter>,
) -> Answer<Json<List<FileView>>> {
    let Asking { caller, it: query } = asking;
    let list = format!("files {id}");
    let after: Option<Place> = match &query.cursor {
        Some(written) => Some(cursor::open(&app.keys, &list, written)?),
        None => None,
    };
    let kind = match &query.kind {
        Some(written) => {
            chosen::<choices::FileKind>("kind", written)?;
            FileKind::parse(written)
        }
        None => None,
    };
    let (id, rows) = (*id, limit(query.limit));
    let page = caller.look(&app, move |with| {
        let wanted = (kind, after);
        let (found, next) = persons::files(with.look, with.viewer, id, wanted, rows)?;
        let mut data = Vec::new();
        for (case, message) in &found {
            data.extend(with.files(case.number, message, kind)?);
        }
        Ok((data, next))
    });
    Ok(Json(List::page(&app.keys, &list, page.await?)))
}
