//! Alerts: figures of the monitor somebody wants to hear of, and the places outside Lobby that are told.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::fields::{hours, id, maybe_id};
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::choices::{self, chosen, maybe, one};
use crate::api::view::{List, time};
use crate::app::App;
use crate::channels::api::new_secret;
use crate::desk::alerts::outlets::{self, new_code};
use crate::desk::alerts::thresholds::{self, About};
use crate::desk::channels;
use crate::domain::actor::Right;
use crate::domain::error::{Error, Result};
use crate::domain::id::{ChannelId, OutletId, ThresholdId};
use crate::domain::monitor::alert::{AlertCall, Measure, Outlet, Threshold, Way};
use crate::notices::outlets::test as try_out;

/// Messages of an outlet that are shown.
const SHOWN: usize = 100;

/// A place outside Lobby that is told.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Outlet)]
pub struct OutletView {
    pub id: String,
    pub name: String,
    /// Where alerts are posted, signed by Standard Webhooks; absent of a chat.
    pub url: Option<String>,
    /// What signs them: told once, when it is made.
    pub secret: Option<String>,
    /// What is sent in a Telegram chat so that the bot speaks there; absent of an address.
    pub code: Option<String>,
    /// There is where to send to: a chat is linked once its code was said there.
    pub linked: bool,
    /// It is told too when a channel does not work.
    pub channels: bool,
    /// When it took something last.
    pub reached_at: Option<String>,
    /// Why it did not take the last one.
    pub trouble: Option<String>,
    pub created_at: String,
}

impl OutletView {
    fn of(it: &Outlet) -> Self {
        let (url, code) = match &it.way {
            Way::Webhook { url, .. } => (Some(url.clone()), None),
            Way::Telegram { code, .. } => (None, Some(format!("/alerts {code}"))),
        };
        OutletView {
            id: it.id.to_string(),
            name: it.name.clone(),
            url,
            secret: None,
            code,
            linked: it.is_linked(),
            channels: it.channels,
            reached_at: it.reached_at.map(time),
            trouble: (!it.trouble.is_empty()).then(|| it.trouble.clone()),
            created_at: time(it.created_at),
        }
    }
}

/// An outlet to make: either an address or the channel of a bot.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "name": "Night shift", "channel_id": "0192e4a0-0000-7000-8000-000000000000" }))]
pub struct NewOutlet {
    #[schema(required = true)]
    name: String,
    url: Option<String>,
    /// A Telegram channel: its bot speaks in the chat in which the code was said.
    channel_id: Option<String>,
}

/// What may be changed; absent means as it is.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "channels": true }))]
pub struct OutletPatch {
    channels: Option<bool>,
}

/// A message to an outlet, and what became of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = AlertCall)]
pub struct AlertCallView {
    pub id: String,
    pub at: String,
    /// How many alerts it gathers; 0 of a test.
    pub alerts: u32,
    pub tries: u32,
    pub taken_at: Option<String>,
    /// It is tried no more.
    pub given_up: bool,
    /// Why it was not taken the last time.
    pub trouble: Option<String>,
}

impl AlertCallView {
    fn of(it: &AlertCall) -> Self {
        AlertCallView {
            id: it.id.to_string(),
            at: time(it.at),
            alerts: it.told.total(),
            tries: it.tries,
            taken_at: it.taken_at.map(time),
            given_up: it.given_up,
            trouble: (!it.trouble.is_empty()).then(|| it.trouble.clone()),
        }
    }
}

/// `GET /outlets`.
pub async fn outlets(app: Data<App>, caller: Caller) -> Answer<Json<List<OutletView>>> {
    let found = caller.look(&app, |with| outlets::list(with.look)).await?;
    Ok(Json(List::whole(
        found.iter().map(OutletView::of).collect(),
    )))
}

/// `GET /outlets/{id}`.
pub async fn outlet(
    app: Data<App>,
    caller: Caller,
    at: Path<OutletId>,
) -> Answer<Json<OutletView>> {
    outlet_shown(&app, &caller, *at).await.map(Json)
}

async fn outlet_shown(app: &App, caller: &Caller, at: OutletId) -> Answer<OutletView> {
    let found = caller.look(app, move |with| outlets::find(with.look, at));
    Ok(OutletView::of(&found.await?))
}

/// `POST /outlets`. Its secret is told once: a repeat names the outlet alone.
pub async fn make_outlet(app: Data<App>, call: Call<NewOutlet>) -> Answer<HttpResponse> {
    let new = call.it.clone();
    let channel: Option<ChannelId> = maybe_id("channel_id", new.channel_id.as_ref())?;
    if new.url.is_some() == channel.is_some() {
        return Err(Error::invalid("url", "error-outlet-way").into());
    }
    let (keys, secret, code) = (app.keys.clone(), new_secret(), new_code());
    let told = secret.clone();
    let made = call
        .act(&app, move |w, by| {
            let made = match (channel, &new.url) {
                (Some(channel), _) => {
                    let (_, bot) = channels::find(w, channel)?;
                    outlets::make_telegram(w, by, (&new.name, bot.id), &code)
                }
                (None, url) => {
                    let to = (new.name.as_str(), url.as_deref().unwrap_or_default());
                    outlets::make_webhook(w, by, &keys, to, &secret)
                }
            };
            made.map(|it| it.id)
        })
        .await?;
    let view = outlet_shown(&app, &call.caller, made.it).await?;
    let is_told = view.url.is_some() && !made.replayed;
    let secret = is_told.then_some(told);
    Ok(made.respond(OutletView { secret, ..view }))
}

/// `PATCH /outlets/{id}`.
pub async fn change_outlet(
    app: Data<App>,
    at: Path<OutletId>,
    call: Call<OutletPatch>,
) -> Answer<HttpResponse> {
    let (at, channels) = (*at, call.it.channels);
    let made = call
        .act(&app, move |w, by| match channels {
            Some(on) => outlets::tell_of_channels(w, by, at, on),
            None => by.need(Right::Administer),
        })
        .await?;
    Ok(made.done(outlet_shown(&app, &call.caller, at).await?))
}

/// `DELETE /outlets/{id}`.
pub async fn retire_outlet(
    app: Data<App>,
    at: Path<OutletId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let at = *at;
    let made = call.act(&app, move |w, by| outlets::retire(w, by, at));
    Ok(made.await?.gone())
}

/// `POST /outlets/{id}/link`: the chat in which its code was said last is linked.
pub async fn link_outlet(
    app: Data<App>,
    at: Path<OutletId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let at = *at;
    let made = call
        .act(&app, move |w, by| outlets::link(w, by, at))
        .await?;
    Ok(made.done(outlet_shown(&app, &call.caller, at).await?))
}

/// `POST /outlets/{id}/test`: says a test there at once.
pub async fn test_outlet(
    app: Data<App>,
    at: Path<OutletId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let at = *at;
    let made = call
        .act(&app, move |w, by| {
            by.need(Right::Administer)?;
            let it = outlets::find(w, at)?;
            try_out(w, it)
        })
        .await?;
    Ok(made.gone())
}

/// `GET /outlets/{id}/calls`: newest first.
pub async fn calls(
    app: Data<App>,
    caller: Caller,
    at: Path<OutletId>,
) -> Answer<Json<List<AlertCallView>>> {
    let at = *at;
    let found = caller
        .look(&app, move |with| {
            outlets::find(with.look, at)?;
            with.look.alert_calls(at, SHOWN)
        })
        .await?;
    Ok(Json(List::whole(
        found.iter().map(AlertCallView::of).collect(),
    )))
}

/// A figure of the monitor of which somebody is told when it goes above so much: once, until it has been below again.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Threshold)]
pub struct ThresholdView {
    pub id: String,
    /// Absent: of all teams.
    pub team_id: Option<String>,
    #[schema(schema_with = one::<choices::Measure>)]
    pub measure: String,
    pub above: u32,
    /// The lead of the team is told.
    pub lead: bool,
    /// These agents are: ids.
    pub people: Vec<String>,
    /// These places outside Lobby are: ids.
    pub outlets: Vec<String>,
    #[schema(schema_with = one::<choices::AlertHours>)]
    pub hours: String,
    /// Since when it is above.
    pub over_since: Option<String>,
    pub created_at: String,
}

impl ThresholdView {
    fn of(it: &Threshold) -> Self {
        ThresholdView {
            id: it.id.to_string(),
            team_id: it.team.map(|it| it.to_string()),
            measure: it.measure.name().to_owned(),
            above: it.above,
            lead: it.lead,
            people: it.people.iter().map(ToString::to_string).collect(),
            outlets: it.outlets.iter().map(ToString::to_string).collect(),
            hours: it.hours.name().to_owned(),
            over_since: it.over_since.map(time),
            created_at: time(it.created_at),
        }
    }
}

/// A threshold to make.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "measure": "people", "above": 10, "lead": true }))]
pub struct NewThreshold {
    team_id: Option<String>,
    #[schema(schema_with = one::<choices::Measure>, required = true)]
    measure: Option<String>,
    #[schema(maximum = 100_000)]
    above: u32,
    lead: bool,
    people: Vec<String>,
    outlets: Vec<String>,
    #[schema(schema_with = maybe::<choices::AlertHours>)]
    hours: Option<String>,
}

impl NewThreshold {
    fn read(&self) -> Result<About> {
        let measure = self.measure.as_deref().unwrap_or_default();
        let measure = chosen::<choices::Measure>("measure", measure)?;
        let people = self.people.iter().map(|it| id("people", it));
        let outlets = self.outlets.iter().map(|it| id("outlets", it));
        Ok(About {
            team: maybe_id("team_id", self.team_id.as_ref())?,
            measure: Measure::parse(measure).unwrap_or_default(),
            above: self.above,
            lead: self.lead,
            people: people.collect::<Result<_>>()?,
            outlets: outlets.collect::<Result<_>>()?,
            hours: hours(self.hours.as_deref(), "hours")?,
        })
    }
}

/// `GET /thresholds`.
pub async fn list(app: Data<App>, caller: Caller) -> Answer<Json<List<ThresholdView>>> {
    let found = caller.look(&app, |with| thresholds::list(with.look, with.viewer));
    Ok(Json(List::whole(
        found.await?.iter().map(ThresholdView::of).collect(),
    )))
}

/// `POST /thresholds`.
pub async fn make(app: Data<App>, call: Call<NewThreshold>) -> Answer<HttpResponse> {
    let about = call.it.read()?;
    let made = call
        .act(&app, move |w, by| {
            thresholds::make(w, by, &about).map(|it| it.id)
        })
        .await?;
    let at: ThresholdId = made.it;
    let found = call
        .caller
        .look(&app, move |with| {
            let found = with.look.threshold(at)?;
            found.ok_or(Error::not_found("threshold"))
        })
        .await?;
    Ok(made.respond(ThresholdView::of(&found)))
}

/// `DELETE /thresholds/{id}`.
pub async fn retire(
    app: Data<App>,
    at: Path<ThresholdId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let at = *at;
    let made = call.act(&app, move |w, by| thresholds::retire(w, by, at));
    Ok(made.await?.gone())
}
