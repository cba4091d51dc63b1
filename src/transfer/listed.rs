//! All contacts as a table, a person a row, in the columns an import reads.

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::contacts::people::identifiers;
use crate::domain::contact::{Contact, IdentifierKind, Tier};
use crate::domain::error::Result;
use crate::store::{Look, Store};
use crate::transfer::consents::{self, Of};
use crate::transfer::csv::line;

/// Contacts read at once.
const LOT: usize = 200;
/// Columns there always are; attributes follow by name.
const COLUMNS: [&str; 8] = [
    "name",
    "email",
    "phone",
    "external_id",
    "company",
    "language",
    "tier",
    "notes",
];

/// Writes the table. Each page is a look of its own.
///
/// # Errors
/// The store's, the writer's.
pub fn write(store: &Store, into: &mut impl Write) -> io::Result<()> {
    let (mut names, mut allowed) = (BTreeSet::new(), BTreeSet::new());
    let of = |look: &Look<'_>, it: &Contact| -> Result<(Vec<String>, BTreeSet<Of>)> {
        let own = it.attributes.iter().map(|it| it.0.clone()).collect();
        Ok((own, consents::columns(look, it.id)?))
    };
    each(store, of, |(own, said)| {
        names.extend(own);
        allowed.extend(said);
        Ok(())
    })?;
    let said: Vec<String> = allowed.iter().map(|it| consents::head(*it)).collect();
    let heads = COLUMNS.into_iter().chain(said.iter().map(String::as_str));
    let heads = heads.chain(names.iter().map(String::as_str));
    into.write_all(line(heads).as_bytes())?;
    each(
        store,
        |look, it| row(look, it, (&allowed, &names)),
        |row| into.write_all(row.as_bytes()),
    )
}

/// Writes a table of other columns: their heads, and the cells of each person.
///
/// # Errors
/// The store's, the writer's.
pub fn write_columns(
    store: &Store,
    heads: &[String],
    cells: impl Fn(&Look<'_>, &Contact) -> Result<Vec<String>>,
    into: &mut impl Write,
) -> io::Result<()> {
    into.write_all(line(heads.iter().map(String::as_str)).as_bytes())?;
    each(store, cells, |row| {
        into.write_all(line(row.iter().map(String::as_str)).as_bytes())
    })
}

fn each<T>(
    store: &Store,
    made: impl Fn(&Look<'_>, &Contact) -> Result<T>,
    mut take: impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    let mut after = None;
    loop {
        let (rows, last) = store
            .look(|look| {
                let page = look.contacts_by_name(after.as_ref(), LOT)?;
                let rows: Result<Vec<_>> = page.iter().map(|it| made(look, it)).collect();
                Ok((rows?, page.into_iter().last()))
            })
            .map_err(|err| io::Error::other(err.to_string()))?;
        rows.into_iter().try_for_each(&mut take)?;
        after = last;
        if after.is_none() {
            return Ok(());
        }
    }
}

fn row(
    look: &Look<'_>,
    it: &Contact,
    (allowed, names): (&BTreeSet<Of>, &BTreeSet<String>),
) -> Result<String> {
    let held = identifiers(look, it.id)?;
    let of = |kind: IdentifierKind| {
        let values = held
            .iter()
            .filter(|it| it.handle.kind == kind && !it.former);
        let values: Vec<&str> = values.map(|it| it.handle.value.as_str()).collect();
        values.join("; ")
    };
    let (mails, phones, others) = (
        of(IdentifierKind::Email),
        of(IdentifierKind::Phone),
        of(IdentifierKind::External),
    );
    let tier = match it.tier {
        Tier::Normal => "",
        Tier::Vip => "vip",
    };
    let fixed = [
        it.name.as_str(),
        &mails,
        &phones,
        &others,
        &it.company,
        &it.language,
        tier,
        &it.notes,
    ];
    let attribute = |name: &String| {
        let found = it.attributes.iter().find(|it| it.0 == *name);
        found.map_or("", |it| it.1.as_str())
    };
    let said = consents::cells(look, it.id, allowed)?;
    let cells = fixed.into_iter().chain(said);
    Ok(line(cells.chain(names.iter().map(attribute))))
}
