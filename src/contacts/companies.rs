//! Companies: made by hand or by a name that is written on a person, their people, and two that are the same joined,
//! which can be taken back.

use crate::contacts::attributes;
use crate::contacts::people::identifiers;
use crate::domain::actor::{Right, Viewer};
use crate::domain::attribute::AttributeOf;
use crate::domain::change::{Change, ChangeKind};
use crate::domain::company::Company;
use crate::domain::contact::{Contact, IdentifierKind, Tier};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{ChangeId, CompanyId, ContactId};
use crate::store::{Look, Write};
use crate::text::address::canonical_domain;
use crate::text::fold::fold;
use crate::text::free_mail::is_free;

/// Longest of each, characters.
const NAME: usize = 200;
const NOTES: usize = 20_000;
const DOMAINS: usize = 50;
/// Joins of one company that are listed.
const JOINS: usize = 100;
/// Companies of a name that are compared with a new one.
const ALIKE: usize = 20;

/// What to change; `None` leaves it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CompanyEdit {
    pub name: Option<String>,
    /// All of them.
    pub domains: Option<Vec<String>>,
    pub notes: Option<String>,
    pub attributes: Option<Vec<(String, String)>>,
    pub tier: Option<Tier>,
}

/// A company, or what it was joined to.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub fn find(look: &Look<'_>, viewer: &Viewer, id: CompanyId) -> Result<Company> {
    viewer.need(Right::Work)?;
    let mut found = look.company(id)?;
    // A join of joins is followed, not for ever.
    for _ in 0..8 {
        match found.as_ref().and_then(|it| it.joined_to) {
            Some((root, _)) => found = look.company(root)?,
            None => break,
        }
    }
    found.ok_or_else(|| Error::not_found("company"))
}

/// Makes one.
///
/// # Errors
/// [`Error::Invalid`] on `name` (`error-name-taken`, `error-name-length`), `domains` or `attributes`.
pub fn make(w: &mut Write<'_>, by: &Viewer, edit: &CompanyEdit) -> Result<Company> {
    by.need(Right::Work)?;
    let new = Company {
        id: w.new_id(),
        created_at: w.now(),
        ..Company::default()
    };
    let it = laid(w, &new, edit)?;
    if it.name.is_empty() {
        return Err(Error::invalid("name", "error-name-length"));
    }
    w.put_company(&it)?;
    let company = it.id;
    w.event(
        by.actor,
        Subject::default(),
        EventKind::CompanyMade { company },
    )?;
    Ok(it)
}

/// Changes one; its people carry its new name.
///
/// # Errors
/// As [`make`]; [`Error::NotFound`].
pub fn change(
    w: &mut Write<'_>,
    by: &Viewer,
    id: CompanyId,
    edit: &CompanyEdit,
) -> Result<Company> {
    let was = find(w, by, id)?;
    let it = laid(w, &was, edit)?;
    if it == was {
        return Ok(it);
    }
    w.put_company(&it)?;
    if it.name != was.name {
        for person in w.contacts_of_company(it.id, None, usize::MAX)? {
            carry(w, by, person, &it)?;
        }
    }
    let company = it.id;
    w.event(
        by.actor,
        Subject::default(),
        EventKind::CompanyChanged { company },
    )?;
    Ok(it)
}

fn laid(w: &Write<'_>, was: &Company, edit: &CompanyEdit) -> Result<Company> {
    let mut it = was.clone();
    if let Some(name) = &edit.name {
        it.name = checked_name(name)?;
        let others = w.companies_like(&it.name, ALIKE)?;
        if others
            .iter()
            .any(|other| other.id != it.id && is_called(other, &it.name))
        {
            return Err(Error::invalid("name", "error-name-taken"));
        }
    }
    if let Some(domains) = &edit.domains {
        it.domains = checked_domains(domains)?;
    }
    if let Some(notes) = &edit.notes {
        if notes.chars().count() > NOTES {
            return Err(Error::invalid("notes", "error-too-long"));
        }
        it.notes.clone_from(notes);
    }
    if let Some(given) = &edit.attributes {
        let of = AttributeOf::Companies;
        it.attributes = attributes::checked(w, of, &was.attributes, given)?;
    }
    it.tier = edit.tier.unwrap_or(it.tier);
    Ok(it)
}

fn checked_name(name: &str) -> Result<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = !name.is_empty() && name.chars().count() <= NAME;
    if fits && !name.chars().any(char::is_control) {
        Ok(name)
    } else {
        Err(Error::invalid("name", "error-name-length"))
    }
}

fn checked_domains(given: &[String]) -> Result<Vec<String>> {
    let mut out: Vec<String> = Vec::new();
    for written in given.iter().map(|it| it.trim()).filter(|it| !it.is_empty()) {
        let domain = canonical_domain(written.trim_start_matches('@'));
        let domain = domain.ok_or_else(|| Error::invalid("domains", "error-bad-domain"))?;
        if is_free(&domain) {
            return Err(Error::invalid("domains", "error-free-domain"));
        }
        if !out.contains(&domain) {
            out.push(domain);
        }
    }
    if out.len() > DOMAINS {
        return Err(Error::invalid("domains", "error-too-many"));
    }
    Ok(out)
}

fn is_called(it: &Company, name: &str) -> bool {
    fold(&it.name) == fold(name)
}

/// The company that is called so.
///
/// # Errors
/// The store's.
pub fn called(look: &Look<'_>, name: &str) -> Result<Option<Company>> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let known = look.companies_like(&name, ALIKE)?;
    Ok(known.into_iter().find(|it| is_called(it, &name)))
}

/// Companies whose name begins so, or that have this mail domain.
///
/// # Errors
/// The store's.
pub fn beginning(look: &Look<'_>, words: &str, limit: usize) -> Result<Vec<Company>> {
    let mut out = look.companies_beginning(words.trim(), limit)?;
    if let Some(domain) = canonical_domain(words.trim().trim_start_matches('@')) {
        let at = look.companies_at(&domain)?;
        out.extend(
            at.into_iter()
                .filter(|it| !out.iter().any(|known| known.id == it.id))
                .collect::<Vec<_>>(),
        );
    }
    out.truncate(limit);
    Ok(out)
}

/// The company of a name, which has this mail domain from now on; made when nobody is called so.
///
/// # Errors
/// As [`change`].
pub fn at(w: &mut Write<'_>, by: &Viewer, name: &str, domain: &str) -> Result<Company> {
    let Some(it) = named(w, by, name)? else {
        return Err(Error::invalid("name", "error-name-length"));
    };
    let mut domains = it.domains.clone();
    domains.push(domain.to_owned());
    let edit = CompanyEdit {
        domains: Some(domains),
        ..CompanyEdit::default()
    };
    change(w, by, it.id, &edit)
}

/// The company of a name: the one that is known, else a new one; none for an empty name.
///
/// # Errors
/// [`Error::Invalid`] on `company` for a name that is none.
pub fn named(w: &mut Write<'_>, by: &Viewer, name: &str) -> Result<Option<Company>> {
    if name.trim().is_empty() {
        return Ok(None);
    }
    let name = checked_name(name).map_err(|_| Error::invalid("company", "error-too-long"))?;
    if let Some(found) = called(w, &name)? {
        return Ok(Some(found));
    }
    let edit = CompanyEdit {
        name: Some(name),
        ..CompanyEdit::default()
    };
    make(w, by, &edit).map(Some)
}

/// Removes one that has nobody.
///
/// # Errors
/// [`Error::Conflict`] `company_has_people`; [`Error::NotFound`].
pub fn remove(w: &mut Write<'_>, by: &Viewer, id: CompanyId) -> Result<()> {
    let it = find(w, by, id)?;
    if !w.contacts_of_company(it.id, None, 1)?.is_empty() {
        return Err(Error::conflict("company_has_people"));
    }
    w.remove_company(it.id)?;
    let company = it.id;
    w.event(
        by.actor,
        Subject::default(),
        EventKind::CompanyRemoved { company },
    )?;
    Ok(())
}

/// Somebody who belonged to it was erased: one that has nobody left, and what was joined to it, goes with them.
///
/// # Errors
/// The store's.
pub fn left(w: &mut Write<'_>, company: CompanyId) -> Result<()> {
    if !w.contacts_of_company(company, None, 1)?.is_empty() {
        return Ok(());
    }
    for (_, other) in joined(w, company)? {
        w.remove_company(other.id)?;
    }
    w.remove_company(company)?;
    Ok(())
}

/// Puts a record under a company.
fn carry(w: &mut Write<'_>, by: &Viewer, contact: ContactId, company: &Company) -> Result<()> {
    if let Some(it) = w.contact(contact)? {
        w.put_contact(&Contact {
            company: company.name.clone(),
            company_of: Some(company.id),
            ..it
        })?;
        w.event(
            by.actor,
            Subject::contact(contact),
            EventKind::ContactChanged,
        )?;
    }
    Ok(())
}

/// The people of a company by the order in which they became known, each once, after the given one.
///
/// # Errors
/// The store's.
pub fn people(
    look: &Look<'_>,
    company: CompanyId,
    after: Option<ContactId>,
    limit: usize,
) -> Result<Vec<Contact>> {
    let mut out = Vec::new();
    let mut after = after;
    while out.len() < limit {
        let page = look.contacts_of_company(company, after, limit)?;
        for id in &page {
            let it = look.contact(*id)?;
            // Of records joined into one person the root is shown, when it belongs here too.
            out.extend(it.filter(|it| it.joined_to.is_none() && it.erased_at.is_none()));
        }
        after = page.last().copied();
        if page.len() < limit {
            break;
        }
    }
    out.truncate(limit);
    Ok(out)
}

/// What company somebody without one may belong to.
#[derive(Debug, Clone, PartialEq)]
pub enum Suggested {
    /// Their mail domain is this one's.
    Known(Company),
    /// It is nobody's yet: a company could be made of it, of this name and domain.
    New { name: String, domain: String },
}

/// The company their mail speaks for, never by an address that everybody may have.
///
/// # Errors
/// The store's.
pub fn suggested(look: &Look<'_>, person: &Contact) -> Result<Option<Suggested>> {
    if person.company_of.is_some() {
        return Ok(None);
    }
    let mut new = None;
    for it in identifiers(look, person.id)? {
        let domain = match it.handle.value.rsplit_once('@') {
            Some((_, domain)) if it.handle.kind == IdentifierKind::Email && !it.former => domain,
            _ => continue,
        };
        if is_free(domain) {
            continue;
        }
        if let Some(known) = look.companies_at(domain)?.into_iter().next() {
            return Ok(Some(Suggested::Known(known)));
        }
        if new.is_none() && it.evidence.is_verified() && it.handle.scope.is_empty() {
            new = Some(Suggested::New {
                name: name_of(domain),
                domain: domain.to_owned(),
            });
        }
    }
    Ok(new)
}

/// `flores.example` as somebody would call it.
fn name_of(domain: &str) -> String {
    let first = domain.split('.').next().unwrap_or_default();
    let mut chars = first.chars();
    let head = chars.next().map(|it| it.to_uppercase().to_string());
    head.unwrap_or_default() + chars.as_str()
}

/// Joins `other` to `root`: its people and mail domains are the root's.
///
/// # Errors
/// [`Error::Conflict`] `same_company`; [`Error::NotFound`].
pub fn join(w: &mut Write<'_>, by: &Viewer, root: CompanyId, other: CompanyId) -> Result<ChangeId> {
    let (mut root, mut other) = (find(w, by, root)?, find(w, by, other)?);
    if root.id == other.id {
        return Err(Error::conflict("same_company"));
    }
    let change: ChangeId = w.new_id();
    let people = w.contacts_of_company(other.id, None, usize::MAX)?;
    for person in &people {
        carry(w, by, *person, &root)?;
    }
    let mut domains = other.domains.clone();
    domains.retain(|it| !root.domains.contains(it));
    root.domains.extend(domains.iter().cloned());
    other.joined_to = Some((root.id, change));
    w.put_company(&root)?;
    w.put_company(&other)?;
    w.put_change(&Change {
        id: change,
        at: w.now(),
        by: by.agent_id(),
        kind: ChangeKind::Companies {
            root: root.id,
            other: other.id,
            people,
            domains,
        },
        undone_at: None,
    })?;
    let kind = EventKind::CompaniesJoined {
        change,
        root: root.id,
        other: other.id,
    };
    w.event(by.actor, Subject::default(), kind)?;
    Ok(change)
}

/// Takes a join back: the people who came with it and are still there belong to the other again. Answers the other.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] `undone`.
pub fn part(w: &mut Write<'_>, by: &Viewer, change: ChangeId) -> Result<Company> {
    by.need(Right::Work)?;
    let row = w
        .change(change)?
        .ok_or_else(|| Error::not_found("change"))?;
    let ChangeKind::Companies {
        root,
        other,
        people,
        domains,
    } = &row.kind
    else {
        return Err(Error::not_found("change"));
    };
    if row.undone_at.is_some() {
        return Err(Error::conflict("undone"));
    }
    let mut it = w
        .company(*other)?
        .ok_or_else(|| Error::not_found("company"))?;
    it.joined_to = None;
    for person in people {
        let still = w
            .contact(*person)?
            .is_some_and(|it| it.company_of == Some(*root));
        if still {
            carry(w, by, *person, &it)?;
        }
    }
    if let Some(mut root) = w.company(*root)? {
        root.domains.retain(|it| !domains.contains(it));
        w.put_company(&root)?;
    }
    w.put_company(&it)?;
    let other = it.id;
    w.put_change(&Change {
        undone_at: Some(w.now()),
        ..row
    })?;
    w.event(
        by.actor,
        Subject::default(),
        EventKind::CompaniesParted { change, other },
    )?;
    Ok(it)
}

/// Companies that were joined to one and can be parted from it: the change, and the other.
///
/// # Errors
/// The store's.
pub fn joined(look: &Look<'_>, company: CompanyId) -> Result<Vec<(ChangeId, Company)>> {
    let mut out = Vec::new();
    for row in look.changes_of(company, JOINS)? {
        if let ChangeKind::Companies { root, other, .. } = &row.kind
            && *root == company
            && row.undone_at.is_none()
            && let Some(other) = look.company(*other)?
        {
            out.push((row.id, other));
        }
    }
    Ok(out)
}
