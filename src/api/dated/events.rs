//! Appointments, invoices, carts: what customers have with a date.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::call::{Asking, Call};
use crate::api::caller::Caller;
use crate::api::cursor;
use crate::api::fields::{instant, limit, maybe_id};
use crate::api::moves::{Recipient, recipient};
use crate::api::problem::Answer;
use crate::api::view::choices::{self, chosen, maybe, one};
use crate::api::view::{List, time};
use crate::app::App;
use crate::conversations::dated::coming::{Coming, Place, coming};
use crate::conversations::dated::put::{Given, When, put, say_no_more};
use crate::conversations::dated::when::zone;
use crate::conversations::dated::{of_person, when};
use crate::desk::dated::by_key;
use crate::domain::actor::Right;
use crate::domain::dated::{DatedEvent, DatedState, Told};
use crate::domain::error::{Error, Result};
use crate::domain::id::{ContactId, DatedEventId};
use crate::domain::time::Millis;
use crate::store::Look;

/// Rows of the list looked through for one page.
const LOOKED_AT: usize = 5_000;

/// What was said of one, or left out.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DatedEventTold)]
pub struct ToldView {
    stage: u32,
    at: String,
    /// The message that said it; null where it was left out.
    message_id: Option<String>,
    /// Why it was left out.
    #[schema(schema_with = maybe::<choices::LeftOut>)]
    left_out: Option<&'static str>,
}

impl ToldView {
    fn of(it: &Told) -> Self {
        ToldView {
            stage: it.stage,
            at: time(it.at),
            message_id: it.message.map(|it| it.to_string()),
            left_out: it.left.map(crate::domain::dated::LeftOut::name),
        }
    }
}

/// Something of a contact's with a date.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DatedEvent)]
pub struct DatedEventView {
    id: String,
    /// The key of its kind.
    kind: String,
    external_id: String,
    contact_id: String,
    title: String,
    at: String,
    /// IANA zone it takes place in.
    time_zone: String,
    /// It is a whole day, which begins at `at`.
    all_day: bool,
    place: String,
    link: String,
    amount: String,
    currency: String,
    #[schema(value_type = Object)]
    attributes: BTreeMap<String, String>,
    #[schema(schema_with = one::<choices::DatedState>)]
    state: &'static str,
    /// Why nothing is said of it by itself any more.
    #[schema(schema_with = maybe::<choices::DatedStopped>)]
    stopped: Option<&'static str>,
    told: Vec<ToldView>,
    /// When something is said of it next, as far as is known.
    next_at: Option<String>,
    created_at: String,
}

impl DatedEventView {
    /// As it is now.
    ///
    /// # Errors
    /// The store's.
    pub fn of(look: &Look<'_>, it: &DatedEvent) -> Result<Self> {
        let kind = look.dated_kind(it.kind)?.unwrap_or_default();
        Ok(DatedEventView {
            id: it.id.to_string(),
            kind: kind.key,
            external_id: it.external_id.clone(),
            contact_id: it.contact.to_string(),
            title: it.title.clone(),
            at: time(it.at),
            time_zone: it.zone.clone(),
            all_day: it.all_day,
            place: it.place.clone(),
            link: it.link.clone(),
            amount: it.amount.clone(),
            currency: it.currency.clone(),
            attributes: it.attributes.iter().cloned().collect(),
            state: it.state.name(),
            stopped: it.stopped.map(crate::domain::dated::Stopped::name),
            told: it.told.iter().map(ToldView::of).collect(),
            next_at: it.due.map(time),
            created_at: time(it.made_at),
        })
    }
}

/// One to put down, or what is another about it; absent means as it is.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = DatedEventPut)]
#[schema(example = json!({ "contact": { "identifier": { "kind": "phone", "value": "+573001234567" }, "name": "Ana" }, "at": "2026-12-03T15:00:00Z", "time_zone": "America/Bogota", "title": "Limpieza dental", "place": "Calle 93 #11-27" }))]
pub struct DatedEventPut {
    /// Needed for a new one; one that is known stays its contact's.
    contact: Option<Recipient>,
    /// An instant; or `date`.
    at: Option<String>,
    /// A whole day there, such as `2026-12-03`.
    date: Option<String>,
    /// IANA; the business' own when absent.
    time_zone: Option<String>,
    title: Option<String>,
    place: Option<String>,
    link: Option<String>,
    /// As it is shown: `120.50`.
    amount: Option<String>,
    /// ISO 4217.
    currency: Option<String>,
    /// All of them, by name: `event.NAME` in texts.
    #[schema(value_type = Option<Object>)]
    attributes: Option<BTreeMap<String, String>>,
    #[schema(schema_with = one::<choices::DatedState>)]
    state: Option<String>,
    /// False: nothing is said of it by itself any more. True: again.
    follow_up: Option<bool>,
}

impl DatedEventPut {
    fn given(&self, usual_zone: &str) -> Result<Given> {
        let state = self.state.as_deref();
        let state = state.map(|it| chosen::<choices::DatedState>("state", it));
        Ok(Given {
            to: self.contact.as_ref().map(recipient).transpose()?,
            when: self.when(usual_zone)?,
            title: self.title.clone(),
            place: self.place.clone(),
            link: self.link.clone(),
            amount: self.amount.clone(),
            currency: self.currency.clone(),
            attributes: self.attributes.clone().map(|it| it.into_iter().collect()),
            state: state.transpose()?.and_then(DatedState::parse),
        })
    }

    fn when(&self, usual_zone: &str) -> Result<Option<When>> {
        let given = self.time_zone.clone().unwrap_or_default();
        match (&self.at, &self.date) {
            (Some(_), None) => {
                let at = instant("at", self.at.as_deref())?.unwrap_or_default();
                let all_day = false;
                let zone = given;
                Ok(Some(When { at, zone, all_day }))
            }
            (None, Some(date)) => {
                let there = if given.is_empty() { usual_zone } else { &given };
                let date: jiff::civil::Date = date
                    .parse()
                    .map_err(|_| Error::invalid("date", "error-field"))?;
                let begins = date.to_zoned(zone(there));
                let begins = begins.map_err(|_| Error::invalid("date", "error-field"))?;
                Ok(Some(When {
                    at: Millis(begins.timestamp().as_millisecond()),
                    zone: given,
                    all_day: true,
                }))
            }
            (None, None) => Ok(None),
            (Some(_), Some(_)) => Err(Error::invalid("date", "error-field")),
        }
    }
}

/// `PUT /dated_events/{kind}/{external_id}`.
pub async fn upsert(
    app: Data<App>,
    at: Path<(String, String)>,
    call: Call<DatedEventPut>,
) -> Answer<HttpResponse> {
    let ((key, external_id), it) = (at.into_inner(), call.it.clone());
    let made = call
        .act(&app, move |w, by| {
            let kind = by_key(w, &key)?;
            let known = w.dated_event_named(kind.id, external_id.trim())?;
            let known = known.map(|it| it.zone).filter(|it| !it.is_empty());
            let desk = w.business()?.unwrap_or_default().time_zone;
            let given = it.given(&known.unwrap_or(desk))?;
            let done = put(w, by, (kind.id, &external_id), &given)?;
            if let Some(goes_on) = it.follow_up {
                say_no_more(w, by, done.id, !goes_on)?;
            }
            Ok(done.id)
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, made.it).await?))
}

async fn shown(app: &App, caller: &Caller, id: DatedEventId) -> Answer<DatedEventView> {
    let view = caller.look(app, move |with| {
        let it = crate::conversations::dated::find(with.look, with.viewer, id)?;
        DatedEventView::of(with.look, &it)
    });
    view.await
}

/// `GET /dated_events/{kind}/{external_id}`.
pub async fn show(
    app: Data<App>,
    caller: Caller,
    at: Path<(String, String)>,
) -> Answer<Json<DatedEventView>> {
    let (key, external_id) = at.into_inner();
    let view = caller.look(&app, move |with| {
        with.viewer.need(Right::Work)?;
        let kind = by_key(with.look, &key)?;
        let found = with.look.dated_event_named(kind.id, external_id.trim())?;
        let it = found.ok_or_else(|| Error::not_found("dated event"))?;
        DatedEventView::of(with.look, &it)
    });
    view.await.map(Json)
}

/// Which of them.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    /// The key of a kind.
    kind: Option<String>,
    state: Option<String>,
    /// Of this contact: all at once.
    contact: Option<String>,
    /// From this instant on.
    from: Option<String>,
    /// Before this instant.
    to: Option<String>,
    /// Rows of a page; more than 100 are taken as 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 25)]
    limit: Option<usize>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<String>,
}

/// `GET /dated_events`: by date.
pub async fn list(app: Data<App>, asking: Asking<Filter>) -> Answer<Json<List<DatedEventView>>> {
    let Asking { caller, it: filter } = asking;
    let after: Option<Place> = match &filter.cursor {
        Some(written) => Some(cursor::open(&app.keys, "dated_events", written)?),
        None => None,
    };
    let (from, to) = (
        instant("from", filter.from.as_deref())?,
        instant("to", filter.to.as_deref())?,
    );
    let contact: Option<ContactId> = maybe_id("contact", filter.contact.as_ref())?;
    let state = filter.state.as_deref();
    let state = state.map(|it| chosen::<choices::DatedState>("state", it));
    let (state, rows) = (state.transpose()?, limit(filter.limit));
    let (data, next) = caller
        .look(&app, move |with| {
            with.viewer.need(Right::Work)?;
            let kind = filter.kind.as_deref().map(|key| by_key(with.look, key));
            let kind = kind.transpose()?.map(|it| it.id);
            let all = match contact {
                Some(id) => of_person(with.look, id)?,
                None => with.look.dated_events_from(from, after, LOOKED_AT)?,
            };
            let last = all.last().map(|it| (it.at, it.id));
            let whole = all.len() < LOOKED_AT;
            let fits = |it: &DatedEvent| {
                kind.is_none_or(|kind| it.kind == kind)
                    && state.is_none_or(|state| it.state.name() == state)
                    && from.is_none_or(|from| it.at >= from)
                    && to.is_none_or(|to| it.at < to)
                    && after.is_none_or(|after| (it.at, it.id) > after)
            };
            let mut found: Vec<DatedEvent> = all.into_iter().filter(fits).collect();
            let more = found.len() > rows;
            found.truncate(rows);
            let shown = found.last().map(|it| (it.at, it.id));
            let next = if more { shown } else { last.filter(|_| !whole) };
            let data: Result<Vec<_>> = found
                .iter()
                .map(|it| DatedEventView::of(with.look, it))
                .collect();
            Ok((data?, next))
        })
        .await?;
    Ok(Json(List::page(&app.keys, "dated_events", (data, next))))
}

/// A stage that is to come in the next seven days.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DatedStageComing)]
pub struct ComingView {
    event: DatedEventView,
    stage: u32,
    at: String,
    /// By this channel; null where it would be left out.
    channel_id: Option<String>,
    /// As an approved text.
    as_template: bool,
    #[schema(schema_with = maybe::<choices::LeftOut>)]
    left_out: Option<&'static str>,
    /// When the event is over.
    ends_at: String,
}

impl ComingView {
    fn of(look: &Look<'_>, it: &Coming) -> Result<Self> {
        Ok(ComingView {
            event: DatedEventView::of(look, &it.event)?,
            stage: it.stage.id,
            at: time(it.at),
            channel_id: it.by.as_ref().ok().map(|it| it.0.to_string()),
            as_template: it.by.as_ref().is_ok_and(|it| it.1),
            left_out: it.by.as_ref().err().map(|it| it.name()),
            ends_at: time(when::ends(&it.event)),
        })
    }
}

/// `GET /dated_events/coming`: soonest first, at most 500.
pub async fn preview(app: Data<App>, caller: Caller) -> Answer<Json<List<ComingView>>> {
    let now = app.clock.now();
    let data = caller
        .look(&app, move |with| {
            with.viewer.need(Right::Work)?;
            let all = coming(with.look, now)?;
            all.iter().map(|it| ComingView::of(with.look, it)).collect()
        })
        .await?;
    Ok(Json(List::whole(data)))
}
