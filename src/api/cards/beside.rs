//! What cards say of the contact of a conversation, and what is done from them there.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};

use std::collections::BTreeMap;
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::choices::{self, one};
use crate::api::view::{List, time};
use crate::app::App;
use crate::app::cards::{Outcome, Told, open_at, send, told};
use crate::conversations::find::find;
use crate::domain::actor::Viewer;
use crate::domain::card::DataCard;
use crate::domain::card::action::CardRun;
use crate::domain::card::read::{Said, Shown};
use crate::domain::id::{CardActionId, CardId, CardRunId};
use crate::integrations::ask::NotAsked;
use crate::integrations::facts::beside;
use crate::integrations::runs::{self, Press, find_run};
use crate::store::Write;

/// What a card says of the contact of a conversation.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CardSaid)]
pub struct SaidView {
    pub card_id: String,
    pub name: String,
    /// `old` shows what was said before the system failed.
    #[schema(schema_with = one::<choices::CardState>)]
    pub state: &'static str,
    /// Why nothing was asked, or there is no new answer: `missing`, `claimed`, `doubtful`, `unfit`, `nothing_to_ask`, or
    /// how the system failed, such as `timed-out`.
    pub why: Option<String>,
    /// The place for which nothing is known, or nothing confirmed.
    pub field: Option<String>,
    pub fields: Vec<SaidField>,
    /// When the system said so.
    pub at: Option<String>,
    /// It was asked with what the contact only claims to have.
    pub claimed: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CardSaidField)]
pub struct SaidField {
    pub label: String,
    /// Numbers as digits with a point, days and times as RFC 3339; money with its currency behind a blank.
    pub values: Vec<String>,
}

fn field(it: &Shown) -> SaidField {
    let value = |it: &Said| match it {
        Said::Text(it) | Said::Number(it) | Said::Link(it) => it.clone(),
        Said::Money(amount, currency) => format!("{amount} {currency}").trim().to_owned(),
        Said::Day(day) => day.to_string(),
        Said::At(at) => time(*at),
    };
    SaidField {
        label: it.label.clone(),
        values: it.values.iter().map(value).collect(),
    }
}

fn said(card: &DataCard, told: &Told) -> SaidView {
    let (state, why, place, shown): (_, Option<&str>, Option<&String>, &[Shown]) =
        match &told.outcome {
            Outcome::Shown(all) => ("shown", None, None, all),
            Outcome::Old(all, why) => ("old", Some(why.why), None, all),
            Outcome::Nothing => ("nothing", None, None, &[]),
            Outcome::Failed(why) => ("failed", Some(why.why), None, &[]),
            Outcome::NotAsked(why) => {
                let (why, place) = match why {
                    NotAsked::Nothing => ("nothing_to_ask", None),
                    NotAsked::Lacks(name) => ("missing", Some(name)),
                    NotAsked::Claimed(name) => ("claimed", Some(name)),
                    NotAsked::Doubtful => ("doubtful", None),
                    NotAsked::Unfit => ("unfit", None),
                };
                ("not_asked", Some(why), place, &[])
            }
        };
    SaidView {
        card_id: card.id.to_string(),
        name: card.name.clone(),
        state,
        why: why.map(str::to_owned),
        field: place.cloned(),
        fields: shown.iter().map(field).collect(),
        at: told.at.map(time),
        claimed: told.claimed,
    }
}

/// `GET /conversations/{number}/cards`.
pub async fn list(
    app: Data<App>,
    caller: Caller,
    number: Path<u64>,
) -> Answer<Json<List<SaidView>>> {
    let number = *number;
    let cards = caller
        .look(&app, move |with| {
            let c = find(with.look, with.viewer, number)?;
            beside(with.look, with.viewer, &c)
        })
        .await?;
    let all = cards
        .iter()
        .map(|it| told(&app, &caller.viewer, (number, it.id), false));
    let mut out = Vec::new();
    for it in futures_util::future::join_all(all).await {
        let (card, told) = it?;
        out.push(said(&card, &told));
    }
    Ok(Json(List::whole(out)))
}

/// What was typed into an action.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CardPress, example = json!({ "values": { "day": "2026-11-24" } }))]
pub struct PressBody {
    /// By the keys of what it asks.
    values: BTreeMap<String, String>,
}

/// Something done from a card.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CardRun)]
pub struct RunView {
    pub id: String,
    pub card_id: String,
    pub action_id: String,
    pub name: String,
    /// `uncertain`: it may have been done, no answer came.
    #[schema(schema_with = one::<choices::CardRunState>)]
    pub state: &'static str,
    pub tries: u32,
    /// What the system said of it.
    pub text: Option<String>,
    /// A link it gave for the customer.
    pub link: Option<String>,
    pub trouble: Option<String>,
    pub at: String,
    pub settled_at: Option<String>,
}

impl RunView {
    fn of(it: &CardRun) -> Self {
        let some = |text: &String| (!text.is_empty()).then(|| text.clone());
        RunView {
            id: it.id.to_string(),
            card_id: it.card.to_string(),
            action_id: it.action.to_string(),
            name: it.name.clone(),
            state: it.state.name(),
            tries: it.tries,
            text: some(&it.text),
            link: some(&it.link),
            trouble: some(&it.trouble),
            at: time(it.at),
            settled_at: it.settled_at.map(time),
        }
    }
}

async fn ended(app: &App, caller: &Caller, at: (u64, CardRunId)) -> Answer<RunView> {
    let found = caller.look(app, move |with| find_run(with.look, with.viewer, at));
    Ok(RunView::of(&found.await?))
}

/// `POST /conversations/{number}/cards/{card}/actions/{action}`: answers when the system has, or has not in time.
pub async fn press(
    app: Data<App>,
    at: Path<(u64, CardId, CardActionId)>,
    call: Call<PressBody>,
) -> Answer<HttpResponse> {
    let (number, card, action) = *at;
    let press = Press {
        conversation: number,
        card,
        action,
        values: call.it.values.clone().into_iter().collect(),
    };
    let deed = move |w: &mut Write<'_>, by: &Viewer| runs::begin(w, by, &press).map(|it| it.id);
    let made = call.act(&app, deed).await?;
    let place = (number, made.it);
    if !made.replayed {
        sent(&app, &call.caller, place).await?;
    }
    Ok(made.respond(ended(&app, &call.caller, place).await?))
}

async fn sent(app: &App, caller: &Caller, at: (u64, CardRunId)) -> Answer<()> {
    let run = caller.look(app, move |with| find_run(with.look, with.viewer, at));
    send(app, run.await?).await;
    Ok(())
}

/// `GET /conversations/{number}/runs/{run}`.
pub async fn run(
    app: Data<App>,
    caller: Caller,
    at: Path<(u64, CardRunId)>,
) -> Answer<Json<RunView>> {
    ended(&app, &caller, *at).await.map(Json)
}

/// `POST /conversations/{number}/runs/{run}/again`: once more, under the id it had.
pub async fn again(
    app: Data<App>,
    at: Path<(u64, CardRunId)>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let at = *at;
    let deed = move |w: &mut Write<'_>, by: &Viewer| runs::again(w, by, at).map(|it| it.id);
    let made = call.act(&app, deed).await?;
    if !made.replayed {
        sent(&app, &call.caller, at).await?;
    }
    Ok(made.done(ended(&app, &call.caller, at).await?))
}

/// A signed address.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CardLink)]
pub struct LinkView {
    /// It holds for five minutes.
    pub url: String,
}

/// `GET /conversations/{number}/cards/{card}/link`.
pub async fn link(
    app: Data<App>,
    caller: Caller,
    at: Path<(u64, CardId)>,
) -> Answer<Json<LinkView>> {
    let url = open_at(&app, &caller.viewer, *at).await?;
    Ok(Json(LinkView { url }))
}
