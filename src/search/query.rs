//! A search as Tantivy wants it: words, what narrows, and what the viewer may not see.

use std::collections::BTreeSet;
use std::ops::Bound;

use tantivy::query::{BooleanQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use crate::domain::actor::Viewer;
use crate::domain::id::{Id, TeamId};
use crate::domain::time::Millis;
use crate::search::ask::Ask;
use crate::search::schema::{Fields, MESSAGE};
use crate::search::words::{Wanted, beginning};

pub(super) type Clause = (Occur, Box<dyn Query>);
pub(super) type IdBytes = [u8; 16];

/// Facets with names looked up: any of the ids, and of the tags any of each.
#[derive(Debug, Clone, Default)]
pub(super) struct Narrow {
    pub authors: Option<Vec<IdBytes>>,
    pub channels: Option<Vec<IdBytes>>,
    pub tags: Vec<Vec<IdBytes>>,
    pub teams: Option<Vec<IdBytes>>,
    pub assignees: Option<Vec<IdBytes>>,
    pub before: Option<Millis>,
    pub after: Option<Millis>,
}

fn is_term(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn any(mut of: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match of.pop() {
        Some(only) if of.is_empty() => only,
        Some(last) => {
            of.push(last);
            Box::new(BooleanQuery::union(of))
        }
        None => Box::new(BooleanQuery::union(of)),
    }
}

fn any_id(field: Field, ids: &[IdBytes]) -> Clause {
    let terms = ids
        .iter()
        .map(|id| is_term(Term::from_field_bytes(field, id)));
    (Occur::Must, any(terms.collect()))
}

fn terms(field: Field, of: &Wanted) -> Vec<Box<dyn Query>> {
    let terms = of.terms();
    let terms = terms
        .iter()
        .map(|it| is_term(Term::from_field_text(field, it)));
    terms.collect()
}

/// Words that begin with what was typed so far.
fn begins(field: Field, with: &str) -> Box<dyn Query> {
    if let Some(term) = beginning(with) {
        return is_term(Term::from_field_text(field, &term));
    }
    let low = Term::from_field_text(field, with);
    let high = Term::from_field_text(field, &format!("{with}{}", char::MAX));
    Box::new(RangeQuery::new(Bound::Included(low), Bound::Excluded(high)))
}

/// All the words, in one field.
pub(super) fn words(field: Field, ask: &Ask) -> Vec<Clause> {
    let whole = ask.words.iter().map(|it| any(terms(field, it)));
    let begun = ask.begun.iter().map(|it| {
        let mut of = terms(field, it);
        of.push(begins(field, &it.word));
        any(of)
    });
    whole.chain(begun).map(|it| (Occur::Must, it)).collect()
}

/// Messages narrowed by facets.
pub(super) fn narrowed(fields: Fields, by: &Narrow) -> Vec<Clause> {
    let mut out = Vec::new();
    for (field, ids) in [
        (fields.author, &by.authors),
        (fields.channel, &by.channels),
        (fields.team, &by.teams),
        (fields.assignee, &by.assignees),
    ] {
        out.extend(ids.as_ref().map(|ids| any_id(field, ids)));
    }
    out.extend(by.tags.iter().map(|ids| any_id(fields.tag, ids)));
    out
}

/// Every message: what facets alone narrow.
pub(super) fn every_message(fields: Fields) -> Clause {
    let term = Term::from_field_u64(fields.kind, MESSAGE);
    (Occur::Must, is_term(term))
}

/// Leaves out the private teams' messages the viewer may not read. Costs nothing where there are none.
pub(super) fn hidden(
    fields: Fields,
    searcher: &Searcher,
    viewer: &Viewer,
) -> tantivy::Result<Vec<Clause>> {
    let mut out: Vec<Clause> = Vec::new();
    if viewer.sees_all {
        return Ok(out);
    }
    for team in private_teams(fields, searcher)? {
        if viewer.sees_team(team) {
            continue;
        }
        let of_team = is_term(Term::from_field_bytes(fields.audience, &team.bytes()));
        let mut clauses: Vec<Clause> = vec![(Occur::Must, of_team)];
        if let Some(me) = viewer.agent_id() {
            let named = Term::from_field_bytes(fields.reader, &me.bytes());
            clauses.push((Occur::MustNot, is_term(named)));
        }
        out.push((Occur::MustNot, Box::new(BooleanQuery::new(clauses))));
    }
    Ok(out)
}

fn private_teams(fields: Fields, searcher: &Searcher) -> tantivy::Result<BTreeSet<TeamId>> {
    let mut out = BTreeSet::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(fields.audience)?;
        let mut terms = index.terms().stream()?;
        while terms.advance() {
            if let Ok(bytes) = IdBytes::try_from(terms.key()) {
                out.insert(TeamId::from_uuid(uuid::Uuid::from_bytes(bytes)));
            }
        }
    }
    Ok(out)
}
