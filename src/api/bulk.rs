//! One thing done to many conversations, and taking it back.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::fields::{id, instant, maybe_id};
use crate::api::filter::{Filter, Sort};
use crate::api::messages::{NewTemplate, template};
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::bulk::BulkView;
use crate::api::view::choices::{self, chosen, one};
use crate::app::App;
use crate::conversations::bulk as deeds;
use crate::desk::{macros, tags, views};
use crate::domain::actor::Viewer;
use crate::domain::bulk::{BulkAction, BulkText};
use crate::domain::consent::Purpose;
use crate::domain::conversation::Priority;
use crate::domain::error::{Error, Result};
use crate::domain::id::{BulkId, MacroId, ViewId};
use crate::domain::macros::MacroAct;
use crate::store::{Look, Write};

/// What to do, and to which conversations: one of the three.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "numbers": [481, 482], "action": { "tag": "order" } }))]
pub struct NewBulk {
    /// Numbers of conversations, at most 10,000.
    #[serde(default)]
    numbers: Option<Vec<u64>>,
    /// Those that fit now, at most 10,000.
    #[serde(default)]
    filter: Option<Filter>,
    /// Those that fit this view now (its id), at most 10,000.
    #[serde(default)]
    view: Option<String>,
    action: Action,
}

/// What is done to each of them.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = BulkAction)]
pub enum Action {
    Resolve,
    Spam,
    /// `open`, `waiting`, `resolved` or `spam`.
    Status(String),
    /// Until when.
    Snooze(String),
    /// An agent's id, or null for nobody.
    Assign(Option<String>),
    /// A team's id, or null for none.
    Team(Option<String>),
    /// A tag's id, or a name that is made when there is none.
    Tag(String),
    /// A tag's id.
    Untag(String),
    /// `low`, `normal`, `high` or `urgent`.
    Priority(String),
    /// An approved text to each person.
    Template(TextForMany),
    /// A macro's id: its acts, with what is known of each in the places of its texts.
    Macro(String),
    /// An answer, with places as canned replies have.
    Reply(String),
}

/// An approved text for many. In values `{{name}}` and `{{number}}` stand for each one's name and conversation. Who is
/// not reached there, does not want it, or gets it in another conversation is left out, with the reason among the
/// failures.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TextForMany {
    channel_id: String,
    template: NewTemplate,
    /// [`service`]; a text that sells is `commercial` whatever is said.
    #[serde(default)]
    #[schema(schema_with = one::<choices::Purpose>)]
    purpose: Option<String>,
    /// Later; who writes before it is not sent it.
    #[serde(default)]
    send_at: Option<String>,
}

impl TextForMany {
    fn read(&self) -> Result<BulkText> {
        let purpose = self.purpose.as_deref().unwrap_or("service");
        let wrong = || Error::invalid("purpose", "error-field");
        Ok(BulkText {
            channel: id("channel_id", &self.channel_id)?,
            text: template(&self.template)?,
            purpose: Purpose::parse(purpose).ok_or_else(wrong)?,
            send_at: instant("send_at", self.send_at.as_deref())?,
        })
    }
}

impl Action {
    fn read(&self, w: &mut Write<'_>, by: &Viewer) -> Result<BulkAction> {
        Ok(match self {
            Action::Resolve => BulkAction::Resolve,
            Action::Spam => BulkAction::Spam,
            Action::Status(name) => match chosen::<choices::Status>("action", name)? {
                "open" => BulkAction::Open,
                "waiting" => BulkAction::WaitForCustomer,
                "resolved" => BulkAction::Resolve,
                "spam" => BulkAction::Spam,
                // Until when is a part of it.
                _ => return Err(Error::invalid("action", "error-field")),
            },
            Action::Snooze(until) => BulkAction::Snooze {
                until: instant("action", Some(until))?.unwrap_or_default(),
            },
            Action::Assign(to) => BulkAction::Assign {
                to: maybe_id("action", to.as_ref())?,
            },
            Action::Team(to) => BulkAction::SetTeam {
                to: maybe_id("action", to.as_ref())?,
            },
            Action::Tag(written) => BulkAction::Tag {
                tag: match written.parse() {
                    Ok(id) => id,
                    Err(_) => tags::find_or_make(w, by, written)?.id,
                },
            },
            Action::Untag(written) => BulkAction::Untag {
                tag: id("action", written)?,
            },
            Action::Priority(name) => BulkAction::SetPriority {
                to: Priority::parse(name).ok_or(Error::invalid("action", "error-field"))?,
            },
            Action::Template(_) | Action::Macro(_) | Action::Reply(_) => {
                return Err(Error::invalid("action", "error-field"));
            }
        })
    }
}

/// Numbers of all that fit, oldest first.
fn fitting(look: &Look<'_>, viewer: &Viewer, filter: &Filter) -> Result<Vec<u64>> {
    let wanted = filter.read(look)?;
    let (mut out, mut after) = (Vec::new(), None);
    loop {
        let (found, next) = wanted.page(look, viewer, Sort::Oldest, after, 1_000)?;
        out.extend(found.iter().map(|it| it.number));
        after = next;
        if after.is_none() || out.len() > deeds::MOST {
            return Ok(out);
        }
    }
}

/// What a macro or a reply does.
fn acts(
    look: &Look<'_>,
    by: &Viewer,
    action: &Action,
) -> Result<Option<(Option<MacroId>, Vec<MacroAct>)>> {
    Ok(match action {
        Action::Macro(written) => {
            let (it, _) = macros::find(look, by, id("action", written)?)?;
            Some((Some(it.id), it.acts))
        }
        Action::Reply(text) => Some((None, vec![MacroAct::Reply { text: text.clone() }])),
        _ => None,
    })
}

/// `POST /conversations/bulk`.
pub async fn begin(app: Data<App>, call: Call<NewBulk>) -> Answer<HttpResponse> {
    let action = call.it.action.clone();
    let view: Option<ViewId> = maybe_id("view", call.it.view.as_ref())?;
    let numbers = match (&call.it.numbers, &call.it.filter, view) {
        (Some(numbers), None, None) => numbers.clone(),
        (None, None, Some(view)) => {
            let (board, now) = (app.board.clone(), app.clock.now());
            let found = call.caller.look(&app, move |with| {
                let (it, _) = views::find(with.look, with.viewer, view)?;
                let asked = (&it.condition, now);
                board.numbers(with.look, with.viewer, asked, deeds::MOST)
            });
            found.await?
        }
        (None, Some(filter), None) => {
            let filter = filter.clone();
            let found = call
                .caller
                .look(&app, move |with| fitting(with.look, with.viewer, &filter));
            found.await?
        }
        _ => return Err(Error::invalid("numbers", "error-field").into()),
    };
    let made = call
        .act(&app, move |w, by| {
            if let Action::Template(it) = &action {
                return Ok(deeds::begin_text(w, by, &numbers, &it.read()?)?.id);
            }
            if let Some((id, acts)) = acts(w, by, &action)? {
                return Ok(deeds::begin_acts(w, by, &numbers, (id, &acts))?.id);
            }
            let action = action.read(w, by)?;
            Ok(deeds::begin(w, by, &numbers, action)?.id)
        })
        .await?;
    let view = shown(&app, &call.caller, made.it).await?;
    Ok(made.begun(view))
}

async fn shown(app: &App, caller: &Caller, id: BulkId) -> Answer<BulkView> {
    caller
        .look(app, move |with| {
            let found = deeds::find(with.look, with.viewer, id)?;
            with.bulk(&found)
        })
        .await
}

/// `GET /conversations/bulk/{id}`.
pub async fn show(app: Data<App>, caller: Caller, id: Path<BulkId>) -> Answer<Json<BulkView>> {
    shown(&app, &caller, *id).await.map(Json)
}

/// `POST /conversations/bulk/{id}/undo`.
pub async fn undo(app: Data<App>, id: Path<BulkId>, call: Call<Nothing>) -> Answer<HttpResponse> {
    let id = *id;
    let made = call
        .act(&app, move |w, by| Ok(deeds::take_back(w, by, id)?.id))
        .await?;
    let view = shown(&app, &call.caller, made.it).await?;
    Ok(made.begun(view))
}
