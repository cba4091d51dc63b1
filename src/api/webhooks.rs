//! Webhooks: programs that hear of what happens, what they are told, and what became of it.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::api::call::{Asking, Call};
use crate::api::caller::Caller;
use crate::api::cursor;
use crate::api::fields::{PageOf, id, limit};
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::choices::{self, chosen, one};
use crate::api::view::event::EventView;
use crate::api::view::{List, With, time};
use crate::app::App;
use crate::channels::api::new_secret;
use crate::desk::webhooks::calls::{self, viewer};
use crate::desk::webhooks::{self as desk, About};
use crate::domain::channel::ChannelKind;
use crate::domain::error::{Error, Result};
use crate::domain::event::{Event, EventKind};
use crate::domain::id::{Seq, TeamId, WebhookId};
use crate::domain::webhook::{Webhook, WebhookCall};
use crate::store::Look;
use crate::words::{Language, Words};

/// What a webhook is told of an event: the event as the public feed shows it, and how what it is about stands now. `None`
/// when it may not see it.
///
/// # Errors
/// The store's.
pub fn told(app: &App, look: &Look<'_>, it: &Webhook, event: &Event) -> Result<Option<Value>> {
    let (viewer, words) = (viewer(it), Words::new(Language::English, TimeZone::UTC));
    let with = With {
        look,
        viewer: &viewer,
        words: &words,
        blobs: &app.blobs,
        public_url: &app.config.public_url,
        now: app.clock.now(),
    };
    let kind = event.kind.name();
    let (at, tested) = (
        time(event.at),
        matches!(event.kind, EventKind::WebhookTested { .. }),
    );
    let data = if tested {
        json!({ "webhook": it.id.to_string() })
    } else {
        let Some(view) = with.event(event)? else {
            return Ok(None);
        };
        with.data(event, view, it.slim)?
    };
    Ok(Some(json!({ "type": kind, "timestamp": at, "data": data })))
}

impl With<'_, '_> {
    fn data(&self, event: &Event, mut view: EventView, slim: bool) -> Result<Value> {
        if slim {
            view.message = None;
            view.actor.name = String::new();
            return Ok(json!({ "event": view }));
        }
        let about = event
            .subject
            .conversation
            .map(|id| self.look.conversation(id));
        let about = about.transpose()?.flatten();
        let contact = about
            .as_ref()
            .map(|it| it.contact)
            .or(event.subject.contact);
        let contact = contact
            .map(|id| self.look.person(id))
            .transpose()?
            .flatten();
        let about = about.map(|it| self.conversation(&it)).transpose()?;
        let contact = contact.map(|it| self.contact(&it)).transpose()?;
        Ok(json!({ "event": view, "conversation": about, "contact": contact }))
    }
}

/// A program that hears of what happens.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Webhook)]
pub struct WebhookView {
    pub id: String,
    pub name: String,
    /// Where events are posted, signed by Standard Webhooks.
    pub url: String,
    /// What signs them: told once, when it is made or made anew.
    pub secret: Option<String>,
    /// What it hears of: types of events, or all of a noun as `message.*`; all there are when empty.
    pub events: Vec<String>,
    /// Only of conversations of these teams: ids.
    pub team_ids: Vec<String>,
    /// Only of conversations of these kinds of channels.
    #[schema(schema_with = kinds)]
    pub channels: Vec<&'static str>,
    /// It is told ids and numbers alone: neither who somebody is nor what they wrote.
    pub slim: bool,
    /// Nothing is sent there: it took nothing for three days, or somebody paused it.
    pub paused_at: Option<String>,
    /// Since when it takes nothing.
    pub failing_since: Option<String>,
    /// Why, and what was said.
    pub trouble: Option<String>,
    pub detail: Option<String>,
    /// When it took something last.
    pub reached_at: Option<String>,
    pub created_at: String,
}

fn kinds() -> utoipa::openapi::Array {
    utoipa::openapi::ArrayBuilder::new()
        .items(one::<choices::ChannelKind>())
        .build()
}

impl WebhookView {
    fn of(it: &Webhook) -> Self {
        WebhookView {
            id: it.id.to_string(),
            name: it.name.clone(),
            url: it.url.clone(),
            secret: None,
            events: it.events.clone(),
            team_ids: it.teams.iter().map(ToString::to_string).collect(),
            channels: it.channels.iter().map(|it| it.name()).collect(),
            slim: it.slim,
            paused_at: it.stopped_at.map(time),
            failing_since: it.failing_since.map(time),
            trouble: some(&it.trouble),
            detail: some(&it.detail),
            reached_at: it.reached_at.map(time),
            created_at: time(it.created_at),
        }
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// A webhook to make.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewWebhook {
    #[schema(required = true)]
    name: String,
    #[schema(required = true)]
    url: String,
    events: Vec<String>,
    team_ids: Vec<String>,
    #[schema(schema_with = kinds)]
    channels: Vec<String>,
    slim: bool,
}

/// What may be changed; absent means as it is.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "paused": false }))]
pub struct WebhookPatch {
    name: Option<String>,
    url: Option<String>,
    events: Option<Vec<String>>,
    team_ids: Option<Vec<String>>,
    #[schema(schema_with = kinds)]
    channels: Option<Vec<String>>,
    slim: Option<bool>,
    /// Pauses it, or lets it go on with all that happened meanwhile.
    paused: Option<bool>,
}

fn teams(written: &[String]) -> Result<Vec<TeamId>> {
    written.iter().map(|it| id("team_ids", it)).collect()
}

fn channels(written: &[String]) -> Result<Vec<ChannelKind>> {
    let read = |it: &String| {
        let name = chosen::<choices::ChannelKind>("channels", it)?;
        ChannelKind::parse(name).ok_or_else(|| Error::invalid("channels", "error-field"))
    };
    written.iter().map(read).collect()
}

impl NewWebhook {
    fn read(&self) -> Result<About> {
        Ok(About {
            name: self.name.clone(),
            url: self.url.clone(),
            events: self.events.clone(),
            teams: teams(&self.team_ids)?,
            channels: channels(&self.channels)?,
            slim: self.slim,
        })
    }
}

impl WebhookPatch {
    fn read(&self, known: &Webhook) -> Result<About> {
        let known = About::of(known);
        Ok(About {
            name: self.name.clone().unwrap_or(known.name),
            url: self.url.clone().unwrap_or(known.url),
            events: self.events.clone().unwrap_or(known.events),
            teams: self.team_ids.as_deref().map_or(Ok(known.teams), teams)?,
            channels: self
                .channels
                .as_deref()
                .map_or(Ok(known.channels), channels)?,
            slim: self.slim.unwrap_or(known.slim),
        })
    }
}

/// An event on its way to a webhook, and what became of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = WebhookDelivery)]
pub struct WebhookDeliveryView {
    /// The event: its place in the feed.
    pub seq: u64,
    #[serde(rename = "type")]
    pub kind: String,
    #[schema(schema_with = one::<choices::WebhookDelivery>)]
    pub state: &'static str,
    pub tries: u32,
    pub first_at: Option<String>,
    pub last_at: Option<String>,
    /// When it is tried next.
    pub next_at: Option<String>,
    /// The HTTP status of the last answer.
    pub status: Option<u16>,
    /// Milliseconds until it came.
    pub took_ms: Option<u32>,
    pub trouble: Option<String>,
    pub detail: Option<String>,
}

impl WebhookDeliveryView {
    fn of(it: &WebhookCall, kind: &str) -> Self {
        let waits = it.state == crate::domain::webhook::CallState::Waiting;
        WebhookDeliveryView {
            seq: it.seq.0,
            kind: kind.to_owned(),
            state: it.state.name(),
            tries: it.tries,
            first_at: it.first_at.map(time),
            last_at: it.last_at.map(time),
            next_at: waits.then(|| time(it.due)),
            status: (it.status > 0).then_some(it.status),
            took_ms: it.last_at.map(|_| it.took_ms),
            trouble: some(&it.trouble),
            detail: some(&it.detail),
        }
    }
}

/// `GET /webhooks`: by name.
pub async fn list(app: Data<App>, caller: Caller) -> Answer<Json<List<WebhookView>>> {
    let found = caller.look(&app, |with| desk::list(with.look)).await?;
    Ok(Json(List::whole(
        found.iter().map(WebhookView::of).collect(),
    )))
}

/// `GET /webhooks/{id}`.
pub async fn show(
    app: Data<App>,
    caller: Caller,
    at: Path<WebhookId>,
) -> Answer<Json<WebhookView>> {
    shown(&app, &caller, *at).await.map(Json)
}

async fn shown(app: &App, caller: &Caller, at: WebhookId) -> Answer<WebhookView> {
    let found = caller.look(app, move |with| desk::find(with.look, at));
    Ok(WebhookView::of(&found.await?))
}

/// `POST /webhooks`. Its secret is told once: a repeat names the webhook alone.
pub async fn make(app: Data<App>, call: Call<NewWebhook>) -> Answer<HttpResponse> {
    let about = call.it.read()?;
    let (keys, secret) = (app.keys.clone(), new_secret());
    let told = secret.clone();
    let deed = move |w: &mut crate::store::Write<'_>, by: &crate::domain::actor::Viewer| {
        desk::make(w, by, &keys, &about, &secret).map(|it| it.id)
    };
    let made = call.act(&app, deed).await?;
    let view = shown(&app, &call.caller, made.it).await?;
    let secret = (!made.replayed).then_some(told);
    Ok(made.respond(WebhookView { secret, ..view }))
}

/// `PATCH /webhooks/{id}`.
pub async fn change(
    app: Data<App>,
    at: Path<WebhookId>,
    call: Call<WebhookPatch>,
) -> Answer<HttpResponse> {
    let (at, patch) = (*at, call.it.clone());
    let made = call
        .act(&app, move |w, by| {
            let about = patch.read(&desk::find(w, at)?)?;
            desk::change(w, by, at, &about)?;
            match patch.paused {
                Some(paused) => desk::pause(w, by, at, paused),
                None => Ok(()),
            }
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, at).await?))
}

/// `DELETE /webhooks/{id}`.
pub async fn retire(
    app: Data<App>,
    at: Path<WebhookId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let at = *at;
    let made = call.act(&app, move |w, by| desk::retire(w, by, at));
    Ok(made.await?.gone())
}

/// `POST /webhooks/{id}/secret`: another secret; the one before signs too for a day.
pub async fn renew_secret(
    app: Data<App>,
    at: Path<WebhookId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let (at, keys, secret) = (*at, app.keys.clone(), new_secret());
    let told = secret.clone();
    let made = call
        .act(&app, move |w, by| {
            desk::renew_secret(w, by, &keys, at, &secret)
        })
        .await?;
    let view = shown(&app, &call.caller, at).await?;
    let secret = (!made.replayed).then_some(told);
    Ok(made.done(WebhookView { secret, ..view }))
}

/// `POST /webhooks/{id}/test`: sends `webhook.tested` there.
pub async fn test(
    app: Data<App>,
    at: Path<WebhookId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let at = *at;
    let made = call.act(&app, move |w, by| desk::test(w, by, at));
    Ok(made.await?.gone())
}

/// `GET /webhooks/{id}/deliveries`: newest first.
pub async fn deliveries(
    app: Data<App>,
    at: Path<WebhookId>,
    asking: Asking<PageOf>,
) -> Answer<Json<List<WebhookDeliveryView>>> {
    let Asking { caller, it: query } = asking;
    let list = format!("webhook {at}");
    let before: Option<u64> = match &query.cursor {
        Some(written) => Some(cursor::open(&app.keys, &list, written)?),
        None => None,
    };
    let (at, rows) = (*at, limit(query.limit));
    let (data, next) = caller
        .look(&app, move |with| {
            desk::find(with.look, at)?;
            let mut found = with.look.webhook_calls(at, before.map(Seq), rows + 1)?;
            let more = found.len() > rows;
            found.truncate(rows);
            let next = found.last().map(|it| it.seq.0).filter(|_| more);
            let row = |it: &WebhookCall| delivery(with.look, it);
            Ok((found.iter().map(row).collect::<Result<Vec<_>>>()?, next))
        })
        .await?;
    Ok(Json(List::page(&app.keys, &list, (data, next))))
}

fn delivery(look: &Look<'_>, it: &WebhookCall) -> Result<WebhookDeliveryView> {
    let kind = calls::event_of(look, it)?.map_or("", |it| it.kind.name());
    Ok(WebhookDeliveryView::of(it, kind))
}

/// `POST /webhooks/{id}/deliveries/{seq}/replay`: sends one once more, under the id it had.
pub async fn replay(
    app: Data<App>,
    at: Path<(WebhookId, u64)>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let (at, seq) = (at.0, Seq(at.1));
    let made = call.act(&app, move |w, by| calls::replay(w, by, at, seq));
    Ok(made.await?.gone())
}

/// `POST /webhooks/{id}/replay`: sends all that were given up once more.
pub async fn replay_given_up(
    app: Data<App>,
    at: Path<WebhookId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let at = *at;
    let made = call
        .act(&app, move |w, by| {
            calls::replay_given_up(w, by, at).map(|_| ())
        })
        .await?;
    Ok(made.gone())
}
