//! Macros: several acts under one name, and doing one to a conversation.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::conversations::view as conversation_of;
use crate::api::fields::{id, maybe_id};
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::List;
use crate::api::view::time;
use crate::app::App;
use crate::conversations::canned_replies::Known;
use crate::conversations::find::find;
use crate::conversations::macros::{Doing, carry_out, filled};
use crate::desk::macros::{self as desk, About};
use crate::desk::tags;
use crate::domain::actor::Viewer;
use crate::domain::canned_reply::Audience;
use crate::domain::conversation::Priority;
use crate::domain::error::{Error, Result};
use crate::domain::id::MacroId;
use crate::domain::macros::{Macro, MacroAct};
use crate::store::Write;

/// What one act of a macro is.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = MacroAct)]
pub enum Act {
    /// A text to the customer, with places as canned replies have.
    Reply(String),
    Note(String),
    /// To whoever uses it.
    AssignMe,
    /// An agent's id, or null for nobody.
    Assign(Option<String>),
    /// A team's id.
    Team(String),
    /// A tag's id, or a name that is made when there is none.
    Tag(String),
    /// `low`, `normal`, `high` or `urgent`.
    Priority(String),
    Open,
    Waiting,
    ThirdParty,
    Resolve,
    /// For so many hours.
    Snooze(u32),
}

impl Act {
    /// As programs see an act.
    #[must_use]
    pub fn of(it: &MacroAct) -> Self {
        match it {
            MacroAct::Reply { text } => Act::Reply(text.clone()),
            MacroAct::Note { text } => Act::Note(text.clone()),
            MacroAct::AssignMe => Act::AssignMe,
            MacroAct::Assign { to } => Act::Assign(to.map(|it| it.to_string())),
            MacroAct::SetTeam { to } => Act::Team(to.to_string()),
            MacroAct::Tag { tag } => Act::Tag(tag.to_string()),
            MacroAct::SetPriority { to } => Act::Priority(to.name().to_owned()),
            MacroAct::Open => Act::Open,
            MacroAct::WaitForCustomer => Act::Waiting,
            MacroAct::WaitForThirdParty => Act::ThirdParty,
            MacroAct::Resolve => Act::Resolve,
            MacroAct::Snooze { hours } => Act::Snooze(*hours),
        }
    }

    /// # Errors
    /// [`Error::Invalid`] on `acts`.
    pub fn read(&self, w: &mut Write<'_>, by: &Viewer) -> Result<MacroAct> {
        let wrong = || Error::invalid("acts", "error-field");
        Ok(match self {
            Act::Reply(text) => MacroAct::Reply { text: text.clone() },
            Act::Note(text) => MacroAct::Note { text: text.clone() },
            Act::AssignMe => MacroAct::AssignMe,
            Act::Assign(to) => MacroAct::Assign {
                to: maybe_id("acts", to.as_ref())?,
            },
            Act::Team(to) => MacroAct::SetTeam {
                to: id("acts", to)?,
            },
            Act::Tag(written) => MacroAct::Tag {
                tag: match id("acts", written) {
                    Ok(tag) => tag,
                    Err(_) => tags::find_or_make(w, by, written)?.id,
                },
            },
            Act::Priority(name) => MacroAct::SetPriority {
                to: Priority::parse(name).ok_or_else(wrong)?,
            },
            Act::Open => MacroAct::Open,
            Act::Waiting => MacroAct::WaitForCustomer,
            Act::ThirdParty => MacroAct::WaitForThirdParty,
            Act::Resolve => MacroAct::Resolve,
            Act::Snooze(hours) => MacroAct::Snooze { hours: *hours },
        })
    }
}

/// Several acts under one name.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Macro)]
pub struct MacroView {
    pub id: String,
    pub name: String,
    /// Done in this order.
    pub acts: Vec<Act>,
    /// The team it is for; everybody's when null.
    pub team_id: Option<String>,
    pub created_at: String,
}

impl MacroView {
    #[must_use]
    pub fn of(it: &Macro) -> Self {
        MacroView {
            id: it.id.to_string(),
            name: it.name.clone(),
            acts: it.acts.iter().map(Act::of).collect(),
            team_id: match it.audience {
                Audience::Team(id) => Some(id.to_string()),
                _ => None,
            },
            created_at: time(it.created_at),
        }
    }
}

/// `GET /macros`.
pub async fn list(app: Data<App>, caller: Caller) -> Answer<Json<List<MacroView>>> {
    let found = caller.look(&app, |with| desk::list(with.look, with.viewer));
    let found = found.await?;
    Ok(Json(List {
        data: found.iter().map(|it| MacroView::of(&it.0)).collect(),
        next_cursor: None,
    }))
}

/// `GET /macros/{id}`.
pub async fn show(app: Data<App>, caller: Caller, id: Path<MacroId>) -> Answer<Json<MacroView>> {
    shown(&app, &caller, *id).await.map(Json)
}

async fn shown(app: &App, caller: &Caller, id: MacroId) -> Answer<MacroView> {
    let found = caller.look(app, move |with| desk::find(with.look, with.viewer, id));
    Ok(MacroView::of(&found.await?.0))
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "name": "Paid", "acts": [{ "reply": "Thank you, {{contact.first_name|}}." }, { "tag": "paid" }, "resolve"] }))]
pub struct NewMacro {
    name: String,
    acts: Vec<Act>,
    /// For a team only; for everybody when absent.
    team_id: Option<String>,
}

/// What may be changed; absent means as it is.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "name": "Paid" }))]
pub struct MacroPatch {
    name: Option<String>,
    acts: Option<Vec<Act>>,
}

fn acts(w: &mut Write<'_>, by: &Viewer, given: &[Act]) -> Result<Vec<MacroAct>> {
    given.iter().map(|it| it.read(w, by)).collect()
}

/// `POST /macros`.
pub async fn make(app: Data<App>, call: Call<NewMacro>) -> Answer<HttpResponse> {
    let it = call.it.clone();
    let team = maybe_id("team_id", it.team_id.as_ref())?;
    let made = call
        .act(&app, move |w, by| {
            let about = About {
                name: it.name.clone(),
                acts: acts(w, by, &it.acts)?,
                audience: team.map_or(Audience::Everybody, Audience::Team),
            };
            desk::make(w, by, &about).map(|it| it.id)
        })
        .await?;
    let view = shown(&app, &call.caller, made.it).await?;
    Ok(made.respond(view))
}

/// `PATCH /macros/{id}`.
pub async fn change(
    app: Data<App>,
    id: Path<MacroId>,
    call: Call<MacroPatch>,
) -> Answer<HttpResponse> {
    let (patch, id) = (call.it.clone(), *id);
    let made = call
        .act(&app, move |w, by| {
            let was = About::of(&desk::find(w, by, id)?.0);
            let about = About {
                name: patch.name.clone().unwrap_or(was.name),
                acts: match &patch.acts {
                    Some(given) => acts(w, by, given)?,
                    None => was.acts,
                },
                audience: was.audience,
            };
            desk::change(w, by, id, &about).map(|_| ())
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, id).await?))
}

/// `DELETE /macros/{id}`.
pub async fn retire(
    app: Data<App>,
    id: Path<MacroId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let id = *id;
    let made = call.act(&app, move |w, by| desk::retire(w, by, id)).await?;
    Ok(made.gone())
}

/// A macro to do.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "macro_id": "01935c0e-1f2a-7000-8000-000000000000" }))]
pub struct DoMacro {
    macro_id: String,
}

/// `POST /conversations/{number}/macro`.
pub async fn carry(app: Data<App>, number: Path<u64>, call: Call<DoMacro>) -> Answer<HttpResponse> {
    let (number, at): (u64, MacroId) = (*number, id("macro_id", &call.it.macro_id)?);
    let keys = app.keys.clone();
    let made = call
        .act(&app, move |w, by| {
            // The case first: what may not be seen is told apart by nothing.
            let c = find(w, by, number)?;
            let (it, _) = desk::find(w, by, at)?;
            let known = Known::of(w, by, &c)?;
            let doing = Doing {
                conversation: number,
                id: at,
                acts: filled(&known, &it.acts),
                seen_up_to: None,
            };
            carry_out(w, &keys, by, &doing).map(|_| ())
        })
        .await?;
    Ok(made.done(conversation_of(&app, &call.caller, number).await?))
}
