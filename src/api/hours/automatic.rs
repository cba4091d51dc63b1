//! What a channel says while nobody presses send.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::fields::maybe_id;
use crate::api::problem::Answer;
use crate::app::App;
use crate::desk::automatic as desk;
use crate::domain::actor::Right;
use crate::domain::automatic::{Automatic, Choice, Menu};
use crate::domain::canned_reply::Variant;
use crate::domain::channel::ChannelKind;
use crate::domain::error::Result;
use crate::domain::id::ChannelId;

/// An own text in one language.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AutomaticText {
    /// BCP 47, such as `es` or `pt-BR`.
    language: String,
    /// Places such as `{{business.name}}` are filled in; `{{opening}}` of an away text says when we open.
    text: String,
}

/// One choice of a menu, and what it does.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MenuChoice {
    /// 1 to 24 characters.
    #[schema(required = true)]
    label: String,
    team_id: Option<String>,
    tag_id: Option<String>,
    /// A text that is said in answer to it.
    canned_reply_id: Option<String>,
    /// Asked behind it; what they say next is the answer to it.
    question: Option<String>,
}

/// What a channel says by itself. In languages without an own text the usual one is said.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ChannelAutomatic)]
pub struct AutomaticView {
    /// Whoever writes while it is closed is told when it opens, once until then.
    away: bool,
    away_texts: Vec<AutomaticText>,
    greeting: bool,
    greetings: Vec<AutomaticText>,
    menu: bool,
    /// Above the choices; empty: the usual one.
    menu_text: String,
    choices: Vec<MenuChoice>,
}

/// What may be changed; absent means as it is, lists are as a whole.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ChannelAutomaticPatch)]
#[schema(example = json!({ "away": true, "menu": true, "choices": [{ "label": "Bills and payments", "question": "Which number has the bill?" }, { "label": "Something else" }] }))]
pub struct AutomaticPatch {
    away: Option<bool>,
    away_texts: Option<Vec<AutomaticText>>,
    greeting: Option<bool>,
    greetings: Option<Vec<AutomaticText>>,
    menu: Option<bool>,
    menu_text: Option<String>,
    choices: Option<Vec<MenuChoice>>,
}

pub(super) fn texts(all: &[Variant]) -> Vec<AutomaticText> {
    let text = |it: &Variant| AutomaticText {
        language: it.language.clone(),
        text: it.text.clone(),
    };
    all.iter().map(text).collect()
}

pub(super) fn variants(all: &[AutomaticText]) -> Vec<Variant> {
    let variant = |it: &AutomaticText| Variant {
        language: it.language.clone(),
        text: it.text.clone(),
    };
    all.iter().map(variant).collect()
}

impl MenuChoice {
    fn of(it: &Choice) -> Self {
        MenuChoice {
            label: it.label.clone(),
            team_id: it.team.map(|it| it.to_string()),
            tag_id: it.tag.map(|it| it.to_string()),
            canned_reply_id: it.reply.map(|it| it.to_string()),
            question: (!it.question.is_empty()).then(|| it.question.clone()),
        }
    }

    fn read(&self) -> Result<Choice> {
        Ok(Choice {
            label: self.label.clone(),
            team: maybe_id("choices", self.team_id.as_ref())?,
            tag: maybe_id("choices", self.tag_id.as_ref())?,
            reply: maybe_id("choices", self.canned_reply_id.as_ref())?,
            question: self.question.clone().unwrap_or_default(),
        })
    }
}

impl AutomaticView {
    fn of(it: &Automatic, kind: ChannelKind) -> Self {
        AutomaticView {
            away: it.is_away_on(kind),
            away_texts: texts(&it.away_texts),
            greeting: it.greets,
            greetings: texts(&it.greetings),
            menu: it.menu.on,
            menu_text: it.menu.text.clone(),
            choices: it.menu.choices.iter().map(MenuChoice::of).collect(),
        }
    }
}

impl AutomaticPatch {
    fn over(&self, was: Automatic) -> Result<Automatic> {
        let choices = self.choices.as_ref();
        let choices = choices.map(|all| all.iter().map(MenuChoice::read).collect());
        Ok(Automatic {
            away: self.away.or(was.away),
            away_texts: self.away_texts.as_deref().map_or(was.away_texts, variants),
            greets: self.greeting.unwrap_or(was.greets),
            greetings: self.greetings.as_deref().map_or(was.greetings, variants),
            menu: Menu {
                on: self.menu.unwrap_or(was.menu.on),
                text: self.menu_text.clone().unwrap_or(was.menu.text),
                choices: choices.transpose()?.unwrap_or(was.menu.choices),
            },
            surveys: was.surveys,
        })
    }
}

async fn shown(app: &App, caller: &Caller, id: ChannelId) -> Answer<AutomaticView> {
    let found = caller.look(app, move |with| {
        with.viewer.need(Right::Administer)?;
        desk::find(with.look, id)
    });
    let channel = found.await?;
    Ok(AutomaticView::of(&channel.automatic, channel.kind))
}

/// `GET /channels/{id}/automatic`.
pub async fn show(
    app: Data<App>,
    caller: Caller,
    id: Path<ChannelId>,
) -> Answer<Json<AutomaticView>> {
    shown(&app, &caller, *id).await.map(Json)
}

/// `PATCH /channels/{id}/automatic`.
pub async fn change(
    app: Data<App>,
    id: Path<ChannelId>,
    call: Call<AutomaticPatch>,
) -> Answer<HttpResponse> {
    let (id, patch) = (*id, call.it.clone());
    let made = call
        .act(&app, move |w, by| {
            by.need(Right::Administer)?;
            let was = desk::find(w, id)?.automatic;
            desk::put(w, by, id, &patch.over(was)?)
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, id).await?))
}
