//! Data cards: arranging them, what they say of the contact of a conversation, and what is done from them.

pub mod beside;

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::fields::id;
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::choices::{self, chosen, one};
use crate::api::view::{List, time};
use crate::app::App;
use crate::channels::api::new_secret;
use crate::desk::cards::{self as desk, About, actions};
use crate::domain::actor::Viewer;
use crate::domain::attribute::AttributeKind;
use crate::domain::card::action::{Asked, CardAction};
use crate::domain::card::{CardField, DataCard, FieldKind};
use crate::domain::channel::ChannelKind;
use crate::domain::error::{Error, Result};
use crate::domain::id::{CardActionId, CardId};
use crate::store::Write;

/// One thing a card shows of an answer.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CardField)]
pub struct FieldView {
    #[schema(required = true)]
    label: String,
    /// Where it stands in the answer: `customer.plan`, `orders[0].total`, `orders[].number` for one of each.
    #[schema(required = true)]
    path: String,
    /// How it is read and shown; `text` when it is left out.
    #[schema(schema_with = one::<choices::CardFieldKind>)]
    kind: String,
    /// Of money: its currency, or where that stands in the answer.
    currency: String,
}

/// What an action asks of who presses it.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CardAsk)]
pub struct AskView {
    /// Its name in `values`: small letters, digits and `_`.
    #[schema(required = true)]
    key: String,
    #[schema(required = true)]
    label: String,
    #[schema(schema_with = one::<choices::AttributeKind>)]
    kind: String,
    choices: Vec<String>,
    required: bool,
}

/// What can be done from a card.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CardAction)]
pub struct ActionView {
    /// Given again in a change, it stays the same action.
    id: Option<String>,
    #[schema(required = true)]
    name: String,
    /// Where it is posted, signed by Standard Webhooks.
    #[schema(required = true)]
    url: String,
    asks: Vec<AskView>,
}

/// A header that goes along with what is asked. Its value is told to nobody again.
#[derive(Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CardHeader)]
pub struct HeaderView {
    #[schema(required = true)]
    name: String,
    /// Write-only; left out it stays as it is.
    #[serde(skip_serializing)]
    value: Option<String>,
}

impl std::fmt::Debug for HeaderView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HeaderView({})", self.name)
    }
}

/// What a system of the business shows beside conversations.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DataCard)]
pub struct CardView {
    pub id: String,
    pub name: String,
    /// What is asked, with places such as `{{contact.email}}`.
    pub url: String,
    /// JSON that is posted there, as text; empty when it is asked by GET.
    pub body: String,
    pub headers: Vec<HeaderView>,
    pub fields: Vec<FieldView>,
    /// Minutes an answer counts as new.
    pub keep_minutes: u32,
    /// Seconds an answer is waited for.
    pub timeout_s: u32,
    #[schema(schema_with = kinds)]
    pub channels: Vec<&'static str>,
    pub tag_ids: Vec<String>,
    pub team_ids: Vec<String>,
    /// Nothing is asked with what the contact only claims to have.
    pub confirmed_only: bool,
    /// Where it opens in the system, signed.
    pub link: String,
    pub actions: Vec<ActionView>,
    /// What signs actions and links: told once, when it is made or made anew.
    pub secret: Option<String>,
    pub created_at: String,
}

fn kinds() -> utoipa::openapi::Array {
    utoipa::openapi::ArrayBuilder::new()
        .items(one::<choices::ChannelKind>())
        .build()
}

impl CardView {
    fn of(it: &DataCard) -> Self {
        let field = |it: &CardField| FieldView {
            label: it.label.clone(),
            path: it.path.clone(),
            kind: it.kind.name().to_owned(),
            currency: it.currency.clone(),
        };
        let ask = |it: &Asked| AskView {
            key: it.key.clone(),
            label: it.label.clone(),
            kind: it.kind.name().to_owned(),
            choices: it.choices.clone(),
            required: it.required,
        };
        let action = |it: &CardAction| ActionView {
            id: Some(it.id.to_string()),
            name: it.name.clone(),
            url: it.url.clone(),
            asks: it.asks.iter().map(ask).collect(),
        };
        let headers = it.headers.iter().map(|it| HeaderView {
            name: it.name.clone(),
            value: None,
        });
        CardView {
            id: it.id.to_string(),
            name: it.name.clone(),
            url: it.url.clone(),
            body: it.body.clone(),
            headers: headers.collect(),
            fields: it.fields.iter().map(field).collect(),
            keep_minutes: it.keeps,
            timeout_s: it.waits,
            channels: it.channels.iter().map(|it| it.name()).collect(),
            tag_ids: it.tags.iter().map(ToString::to_string).collect(),
            team_ids: it.teams.iter().map(ToString::to_string).collect(),
            confirmed_only: it.confirmed_only,
            link: it.link.clone(),
            actions: it.actions.iter().map(action).collect(),
            secret: None,
            created_at: time(it.created_at),
        }
    }
}

/// A card to make, or what of one is changed; absent means as it is.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CardPatch, example = json!({ "name": "Shop", "keep_minutes": 10 }))]
pub struct CardPatch {
    name: Option<String>,
    url: Option<String>,
    body: Option<String>,
    headers: Option<Vec<HeaderView>>,
    fields: Option<Vec<FieldView>>,
    keep_minutes: Option<u32>,
    timeout_s: Option<u32>,
    #[schema(schema_with = kinds)]
    channels: Option<Vec<String>>,
    tag_ids: Option<Vec<String>>,
    team_ids: Option<Vec<String>>,
    confirmed_only: Option<bool>,
    link: Option<String>,
    /// All of them: one that is left out is taken away.
    actions: Option<Vec<ActionView>>,
}

fn channels(written: &[String]) -> Result<Vec<ChannelKind>> {
    let read = |it: &String| {
        let name = chosen::<choices::ChannelKind>("channels", it)?;
        ChannelKind::parse(name).ok_or_else(|| Error::invalid("channels", "error-field"))
    };
    written.iter().map(read).collect()
}

fn fields(written: &[FieldView]) -> Result<Vec<CardField>> {
    let read = |it: &FieldView| {
        let kind = match it.kind.as_str() {
            "" => Some(FieldKind::Text),
            kind => FieldKind::parse(kind),
        };
        Ok(CardField {
            label: it.label.clone(),
            path: it.path.clone(),
            kind: kind.ok_or_else(|| Error::invalid("fields", "error-field"))?,
            currency: it.currency.clone(),
        })
    };
    written.iter().map(read).collect()
}

fn ids<T: std::str::FromStr>(field: &'static str, written: &[String]) -> Result<Vec<T>> {
    written.iter().map(|it| id(field, it)).collect()
}

impl CardPatch {
    fn read(&self, known: About) -> Result<About> {
        let headers = self.headers.as_ref().map(|all| {
            let all = all.iter();
            all.map(|it| (it.name.clone(), it.value.clone())).collect()
        });
        let tags = self.tag_ids.as_ref().map(|it| ids("tag_ids", it));
        let teams = self.team_ids.as_ref().map(|it| ids("team_ids", it));
        let text = |new: &Option<String>, old: String| new.clone().unwrap_or(old);
        Ok(About {
            name: text(&self.name, known.name),
            url: text(&self.url, known.url),
            body: text(&self.body, known.body),
            headers: headers.unwrap_or(known.headers),
            fields: self.fields.as_deref().map_or(Ok(known.fields), fields)?,
            keeps: self.keep_minutes.or(known.keeps),
            waits: self.timeout_s.or(known.waits),
            channels: self
                .channels
                .as_deref()
                .map_or(Ok(known.channels), channels)?,
            tags: tags.unwrap_or(Ok(known.tags))?,
            teams: teams.unwrap_or(Ok(known.teams))?,
            confirmed_only: self.confirmed_only.unwrap_or(known.confirmed_only),
            link: text(&self.link, known.link),
        })
    }

    /// Makes the actions of a card those that are said.
    fn arrange(&self, w: &mut Write<'_>, by: &Viewer, card: CardId) -> Result<()> {
        let Some(wanted) = &self.actions else {
            return Ok(());
        };
        let known = desk::find(w, card)?.actions;
        let mut named: Vec<Option<CardActionId>> = Vec::new();
        for it in wanted {
            named.push(it.id.as_ref().map(|it| id("actions", it)).transpose()?);
        }
        for it in known.iter().filter(|it| !named.contains(&Some(it.id))) {
            actions::drop_action(w, by, card, it.id)?;
        }
        for (it, at) in wanted.iter().zip(named) {
            actions::put_action(w, by, (card, at), &it.read()?)?;
        }
        Ok(())
    }
}

impl ActionView {
    fn read(&self) -> Result<actions::About> {
        let ask = |it: &AskView| {
            let kind = match it.kind.as_str() {
                "" => Some(AttributeKind::Text),
                kind => AttributeKind::parse(kind),
            };
            Ok(Asked {
                key: it.key.clone(),
                label: it.label.clone(),
                kind: kind.ok_or_else(|| Error::invalid("asks", "error-field"))?,
                choices: it.choices.clone(),
                required: it.required,
            })
        };
        Ok(actions::About {
            name: self.name.clone(),
            url: self.url.clone(),
            asks: self.asks.iter().map(ask).collect::<Result<Vec<_>>>()?,
        })
    }
}

/// `GET /cards`: by name.
pub async fn list(app: Data<App>, caller: Caller) -> Answer<Json<List<CardView>>> {
    let found = caller.look(&app, |with| desk::list(with.look)).await?;
    Ok(Json(List::whole(found.iter().map(CardView::of).collect())))
}

/// `GET /cards/{id}`.
pub async fn show(app: Data<App>, caller: Caller, at: Path<CardId>) -> Answer<Json<CardView>> {
    shown(&app, &caller, *at).await.map(Json)
}

async fn shown(app: &App, caller: &Caller, at: CardId) -> Answer<CardView> {
    let found = caller.look(app, move |with| desk::find(with.look, at));
    Ok(CardView::of(&found.await?))
}

/// `POST /cards`. Its secret is told once: a repeat names the card alone.
pub async fn make(app: Data<App>, call: Call<CardPatch>) -> Answer<HttpResponse> {
    let (keys, secret, patch) = (app.keys.clone(), new_secret(), call.it.clone());
    let told = secret.clone();
    let deed = move |w: &mut Write<'_>, by: &Viewer| {
        let about = patch.read(About::default())?;
        let made = desk::make(w, by, &keys, &about, &secret)?.id;
        patch.arrange(w, by, made)?;
        Ok(made)
    };
    let made = call.act(&app, deed).await?;
    let view = shown(&app, &call.caller, made.it).await?;
    let secret = (!made.replayed).then_some(told);
    Ok(made.respond(CardView { secret, ..view }))
}

/// `PATCH /cards/{id}`.
pub async fn change(
    app: Data<App>,
    at: Path<CardId>,
    call: Call<CardPatch>,
) -> Answer<HttpResponse> {
    let (at, keys, patch) = (*at, app.keys.clone(), call.it.clone());
    let deed = move |w: &mut Write<'_>, by: &Viewer| {
        let about = patch.read(About::of(&desk::find(w, at)?))?;
        desk::change(w, by, &keys, at, &about)?;
        patch.arrange(w, by, at)
    };
    let made = call.act(&app, deed).await?;
    Ok(made.done(shown(&app, &call.caller, at).await?))
}

/// `DELETE /cards/{id}`.
pub async fn retire(app: Data<App>, at: Path<CardId>, call: Call<Nothing>) -> Answer<HttpResponse> {
    let at = *at;
    let made = call.act(&app, move |w, by| desk::retire(w, by, at));
    Ok(made.await?.gone())
}

/// `POST /cards/{id}/secret`: another secret; the one before signs actions too for a day.
pub async fn renew_secret(
    app: Data<App>,
    at: Path<CardId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let (at, keys, secret) = (*at, app.keys.clone(), new_secret());
    let told = secret.clone();
    let deed = move |w: &mut Write<'_>, by: &Viewer| desk::renew_secret(w, by, &keys, at, &secret);
    let made = call.act(&app, deed).await?;
    let view = shown(&app, &call.caller, at).await?;
    let secret = (!made.replayed).then_some(told);
    Ok(made.done(CardView { secret, ..view }))
}
