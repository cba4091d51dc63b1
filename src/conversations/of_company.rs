//! The conversations with the people of a company.

use crate::contacts::companies::find;
use crate::domain::actor::Viewer;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::id::CompanyId;
use crate::store::Look;

/// People of a company whose conversations are looked at.
const PEOPLE: usize = 500;

/// The newest conversations with people of a company that the viewer may see, at most `limit`.
///
/// # Errors
/// [`crate::domain::error::Error::NotFound`]; [`crate::domain::error::Error::Forbidden`].
pub fn of_company(
    look: &Look<'_>,
    viewer: &Viewer,
    company: CompanyId,
    limit: usize,
) -> Result<Vec<Conversation>> {
    let company = find(look, viewer, company)?;
    let mut records = look.contacts_of_company(company.id, None, PEOPLE)?;
    for id in records.clone() {
        records.extend(look.records_of_person(id)?);
    }
    records.sort_unstable();
    records.dedup();
    let mut out: Vec<Conversation> = Vec::new();
    for record in records {
        for id in look.newest_conversations_of(record, limit)? {
            let found = look.conversation(id)?;
            out.extend(found.filter(|it| it.contact == record && !it.merged && viewer.sees(it)));
        }
    }
    out.sort_by_key(|it| std::cmp::Reverse((it.active_at, it.number)));
    out.dedup_by_key(|it| it.id);
    out.truncate(limit);
    Ok(out)
}
