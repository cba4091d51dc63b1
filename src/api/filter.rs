//! Which conversations are meant, and a page of them in an order that holds while others come in.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::fields::{id_or_none, maybe_id};
use crate::api::view::choices::{self, chosen};
use crate::domain::actor::Viewer;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, ChannelId, ContactId, TagId, TeamId};
use crate::domain::time::Millis;
use crate::store::{Look, Order};

/// Conversations looked at for one page: a filter that fits few must not make a look long.
const LOOKED_AT: usize = 2_000;
const LOT: usize = 100;

/// Which conversations; what is absent does not matter.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ConversationFilter)]
pub struct Filter {
    #[schema(schema_with = choices::one::<choices::Status>)]
    pub status: Option<String>,
    /// An agent's id, or `none`.
    pub assignee: Option<String>,
    /// A team's id, or `none`.
    pub team: Option<String>,
    /// A channel's id.
    pub channel: Option<String>,
    /// A tag's id.
    pub tag: Option<String>,
    /// A contact's id.
    pub contact: Option<String>,
    /// Whether law wants an answer by a date.
    pub legal_due: Option<bool>,
}

/// A filter whose ids have been read.
pub struct Wanted {
    status: Option<&'static str>,
    assignee: Option<Option<AgentId>>,
    team: Option<Option<TeamId>>,
    channel: Option<ChannelId>,
    tag: Option<TagId>,
    /// Records of the person.
    contact: Option<Vec<ContactId>>,
    legal_due: Option<bool>,
}

impl Filter {
    /// # Errors
    /// [`Error::Invalid`] on what is wrong; [`Error::NotFound`] for the contact.
    pub fn read(&self, look: &Look<'_>) -> Result<Wanted> {
        let status = self.status.as_deref();
        let contact = match maybe_id("contact", self.contact.as_ref())? {
            Some(id) => {
                let root = look.person(id)?;
                let root = root.ok_or_else(|| Error::not_found("contact"))?;
                Some(look.records_of_person(root.id)?)
            }
            None => None,
        };
        let assignee = self.assignee.as_deref();
        let team = self.team.as_deref();
        Ok(Wanted {
            status: status
                .map(|it| chosen::<choices::Status>("status", it))
                .transpose()?,
            assignee: assignee.map(|it| id_or_none("assignee", it)).transpose()?,
            team: team.map(|it| id_or_none("team", it)).transpose()?,
            channel: maybe_id("channel", self.channel.as_ref())?,
            tag: maybe_id("tag", self.tag.as_ref())?,
            contact,
            legal_due: self.legal_due,
        })
    }
}

/// How a list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Newest,
    Oldest,
    Waiting,
    Due,
}

/// Where a conversation stands in an order: what has a time first, by it, then the others; never two at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    untimed: bool,
    key: i64,
    number: i64,
}

/// Before the first of those without a time.
const UNTIMED: Place = Place {
    untimed: true,
    key: -1,
    number: 0,
};

impl Sort {
    /// # Errors
    /// [`Error::Invalid`] on `sort`.
    pub fn read(written: Option<&str>) -> Result<Self> {
        Ok(
            match chosen::<choices::Sort>("sort", written.unwrap_or("newest"))? {
                "oldest" => Sort::Oldest,
                "waiting" => Sort::Waiting,
                "due" => Sort::Due,
                _ => Sort::Newest,
            },
        )
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Sort::Newest => "newest",
            Sort::Oldest => "oldest",
            Sort::Waiting => "waiting",
            Sort::Due => "due",
        }
    }

    /// The time it is sorted by, if it has one: only what the index of the unresolved holds does.
    fn time(self, it: &Conversation) -> Option<Millis> {
        if !it.status.is_unresolved() || it.is_aside() {
            return None;
        }
        match self {
            Sort::Newest | Sort::Oldest => None,
            Sort::Waiting => it.waiting_since,
            Sort::Due => due(it),
        }
    }

    fn place(self, it: &Conversation) -> Place {
        let number = i64::try_from(it.number).unwrap_or(i64::MAX);
        match self.time(it) {
            Some(at) => Place {
                untimed: false,
                key: at.0,
                number,
            },
            None => Place {
                untimed: true,
                key: 0,
                number: if self == Sort::Oldest {
                    number
                } else {
                    -number
                },
            },
        }
    }
}

/// What falls due first: a promise, a legal due date, a follow-up, the end of snoozing.
fn due(it: &Conversation) -> Option<Millis> {
    let by_status = match it.status {
        Status::Waiting { follow_up_at, .. } => follow_up_at,
        Status::Snoozed { until } => Some(until),
        _ => None,
    };
    let promise = it.promise.map(|it| it.due);
    let legal = it.legal.as_ref().filter(|it| it.stands());
    let legal = legal.map(|it| it.due);
    [promise, legal, by_status].into_iter().flatten().min()
}

type Page = (Vec<Conversation>, Option<Place>);

impl Wanted {
    fn fits(&self, viewer: &Viewer, it: &Conversation) -> bool {
        let is = |ok: Option<bool>| ok.unwrap_or(true);
        viewer.sees(it)
            && !it.merged
            && is(self.status.map(|name| name == it.status.name()))
            && is(self.assignee.map(|who| who == it.assignee))
            && is(self.team.map(|team| team == it.team))
            && is(self.channel.map(|channel| it.channels.contains(&channel)))
            && is(self.tag.map(|tag| it.tags.contains(&tag)))
            && is(self.legal_due.map(|due| {
                let stands = it.legal.as_ref().is_some_and(|it| it.stands());
                due == (stands && it.status.is_unresolved())
            }))
            && is(self.contact.as_ref().map(|records| {
                let mut others = it.participants.iter().map(|one| one.contact);
                records.contains(&it.contact) || others.any(|one| records.contains(&one))
            }))
    }

    /// The next page after a place, and where to go on.
    ///
    /// # Errors
    /// The store's.
    pub fn page(
        &self,
        look: &Look<'_>,
        viewer: &Viewer,
        sort: Sort,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Page> {
        if let Some(records) = &self.contact {
            let all = of_person(look, records)?;
            return Ok(self.sorted(viewer, sort, after, limit, all));
        }
        let mut out = Vec::new();
        let has_times = matches!(sort, Sort::Waiting | Sort::Due);
        if has_times && after.is_none_or(|it| !it.untimed) {
            let mut timed = Vec::new();
            look.each_unresolved(|it| {
                timed.extend(sort.time(&it).is_some().then_some(it));
                Ok(())
            })?;
            let (found, next) = self.sorted(viewer, sort, after, limit, timed);
            if next.is_some() {
                return Ok((found, next));
            }
            out = found;
        }
        let after = after.filter(|it| it.untimed);
        self.by_number(look, viewer, sort, after, limit, out)
    }

    /// A page of a few, all of them at hand.
    fn sorted(
        &self,
        viewer: &Viewer,
        sort: Sort,
        after: Option<Place>,
        limit: usize,
        mut all: Vec<Conversation>,
    ) -> Page {
        all.retain(|it| after.is_none_or(|after| sort.place(it) > after) && self.fits(viewer, it));
        all.sort_by_key(|it| sort.place(it));
        let more = all.len() > limit;
        all.truncate(limit);
        let next = all.last().map(|it| sort.place(it)).filter(|_| more);
        (all, next)
    }

    /// Fills a page with those without a time, by number.
    fn by_number(
        &self,
        look: &Look<'_>,
        viewer: &Viewer,
        sort: Sort,
        after: Option<Place>,
        limit: usize,
        mut out: Vec<Conversation>,
    ) -> Result<Page> {
        let order = match sort {
            Sort::Oldest => Order::Forward,
            _ => Order::Backward,
        };
        let mut end = after.unwrap_or(UNTIMED);
        let begun = after.filter(|it| *it != UNTIMED);
        let mut from = begun.map(|it| it.number.unsigned_abs());
        let mut looked = 0;
        while looked < LOOKED_AT {
            let lot = look.conversations_by_number(order, from, LOT)?;
            let is_last = lot.len() < LOT;
            looked += lot.len();
            for it in lot {
                if out.len() == limit {
                    return Ok((out, Some(end)));
                }
                from = Some(it.number);
                if sort.time(&it).is_some() {
                    continue;
                }
                end = sort.place(&it);
                if self.fits(viewer, &it) {
                    out.push(it);
                }
            }
            if is_last {
                return Ok((out, None));
            }
        }
        Ok((out, Some(end)))
    }
}

fn of_person(look: &Look<'_>, records: &[ContactId]) -> Result<Vec<Conversation>> {
    let mut ids = BTreeSet::new();
    for record in records {
        ids.extend(look.conversations_of(*record)?);
    }
    let found: Result<Vec<_>> = ids.into_iter().map(|id| look.conversation(id)).collect();
    Ok(found?.into_iter().flatten().collect())
}
