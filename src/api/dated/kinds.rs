//! Kinds of dated events, with the stages in which they are spoken of.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::fields::maybe_id;
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::choices::{self, chosen, one};
use crate::api::view::{List, time};
use crate::app::App;
use crate::desk::dated::{self as desk, About};
use crate::domain::consent::Purpose;
use crate::domain::dated::plan::{DatedKind, Stage, StageTemplate, Unit, Verb};
use crate::domain::error::Result;
use crate::domain::id::DatedKindId;

/// An approved text, with what stands in its variables: places such as `{{event.when}}` are filled in.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = DatedStageTemplate)]
pub struct TemplateView {
    name: String,
    language: String,
    header: Vec<String>,
    body: Vec<String>,
}

/// Something said before or after the date.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = DatedStage)]
pub struct StageView {
    /// Absent, or 0, for a new one.
    id: u32,
    /// Below 0: before.
    offset: i32,
    #[schema(schema_with = one::<choices::DatedUnit>)]
    unit: String,
    /// Of one that is days away: minutes of the day where the event is; as the event when absent.
    minute_of_day: Option<u16>,
    /// Tried first; else where they were heard last.
    channel_id: Option<String>,
    /// Own words; else the canned reply's, else the usual ones.
    text: String,
    canned_reply_id: Option<String>,
    template: Option<TemplateView>,
    #[schema(schema_with = verbs)]
    buttons: Vec<String>,
    /// Not to who confirmed.
    unless_confirmed: bool,
}

/// The schema of a list of verbs.
#[must_use]
pub fn verbs() -> utoipa::openapi::schema::Array {
    utoipa::openapi::schema::ArrayBuilder::new()
        .items(one::<choices::DatedVerb>())
        .build()
}

impl StageView {
    fn of(it: &Stage) -> Self {
        StageView {
            id: it.id,
            offset: it.offset,
            unit: it.unit.name().to_owned(),
            minute_of_day: it.minute,
            channel_id: it.channel.map(|it| it.to_string()),
            text: it.text.clone(),
            canned_reply_id: it.reply.map(|it| it.to_string()),
            template: it.template.clone().map(|it| TemplateView {
                name: it.name,
                language: it.language,
                header: it.header,
                body: it.body,
            }),
            buttons: names(&it.buttons),
            unless_confirmed: it.unless_confirmed,
        }
    }

    fn read(&self) -> Result<Stage> {
        let unit = chosen::<choices::DatedUnit>("unit", &self.unit)?;
        Ok(Stage {
            id: self.id,
            offset: self.offset,
            unit: Unit::parse(unit).unwrap_or_default(),
            minute: self.minute_of_day,
            channel: maybe_id("channel", self.channel_id.as_ref())?,
            text: self.text.clone(),
            reply: maybe_id("reply", self.canned_reply_id.as_ref())?,
            template: self.template.clone().map(|it| StageTemplate {
                name: it.name,
                language: it.language,
                header: it.header,
                body: it.body,
            }),
            buttons: read("buttons", &self.buttons)?,
            unless_confirmed: self.unless_confirmed,
        })
    }
}

fn names(all: &[Verb]) -> Vec<String> {
    all.iter().map(|it| it.name().to_owned()).collect()
}

fn read(field: &'static str, all: &[String]) -> Result<Vec<Verb>> {
    let one = |it: &String| {
        let name = chosen::<choices::DatedVerb>(field, it)?;
        Ok(Verb::parse(name).unwrap_or(Verb::Change))
    };
    all.iter().map(one).collect()
}

/// A kind of things with a date.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DatedKind)]
pub struct KindView {
    id: String,
    name: String,
    /// Of the addresses of its events.
    key: String,
    #[schema(schema_with = one::<choices::Purpose>)]
    purpose: &'static str,
    /// Only to who said yes to this purpose.
    needs_consent: bool,
    /// Stages go on though the customer answered.
    goes_on_after_answer: bool,
    /// What was said is said again when the date moves.
    again_when_moved: bool,
    /// Presses that open the conversation for a person, beside `change`.
    #[schema(schema_with = verbs)]
    opens: Vec<String>,
    stages: Vec<StageView>,
    created_at: String,
}

impl KindView {
    fn of(it: &DatedKind) -> Self {
        KindView {
            id: it.id.to_string(),
            name: it.name.clone(),
            key: it.key.clone(),
            purpose: it.purpose.0.name(),
            needs_consent: it.needs_consent,
            goes_on_after_answer: it.goes_on,
            again_when_moved: it.again_when_moved,
            opens: names(&it.opens),
            stages: it.stages.iter().map(StageView::of).collect(),
            created_at: time(it.made_at),
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = NewDatedKind)]
#[schema(example = json!({ "name": "Citas", "key": "appointment", "purpose": "service", "stages": [{ "offset": -2, "unit": "days", "buttons": ["confirm", "change", "cancel"] }, { "offset": -3, "unit": "hours" }] }))]
pub struct NewKind {
    name: String,
    /// Made of the name when absent; it does not change.
    key: String,
    /// `service` when absent.
    #[schema(schema_with = one::<choices::Purpose>)]
    purpose: Option<String>,
    needs_consent: bool,
    goes_on_after_answer: bool,
    again_when_moved: bool,
    #[schema(schema_with = verbs)]
    opens: Vec<String>,
    stages: Vec<StageView>,
}

/// What may be changed; absent means as it is.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = DatedKindPatch)]
#[schema(example = json!({ "again_when_moved": true }))]
pub struct KindPatch {
    name: Option<String>,
    #[schema(schema_with = one::<choices::Purpose>)]
    purpose: Option<String>,
    needs_consent: Option<bool>,
    goes_on_after_answer: Option<bool>,
    again_when_moved: Option<bool>,
    #[schema(schema_with = verbs)]
    opens: Option<Vec<String>>,
    /// All of them.
    stages: Option<Vec<StageView>>,
}

fn purpose(written: Option<&String>) -> Result<Option<Purpose>> {
    let name = written.map(|it| chosen::<choices::Purpose>("purpose", it));
    Ok(name.transpose()?.and_then(Purpose::parse))
}

fn stages(all: &[StageView]) -> Result<Vec<Stage>> {
    all.iter().map(StageView::read).collect()
}

async fn shown(app: &App, caller: &Caller, id: DatedKindId) -> Answer<KindView> {
    let found = caller.look(app, move |with| desk::find(with.look, id));
    Ok(KindView::of(&found.await?))
}

/// `GET /dated_kinds`.
pub async fn list(app: Data<App>, caller: Caller) -> Answer<Json<List<KindView>>> {
    let found = caller.look(&app, |with| desk::list(with.look)).await?;
    Ok(Json(List::whole(found.iter().map(KindView::of).collect())))
}

/// `GET /dated_kinds/{id}`.
pub async fn show(app: Data<App>, caller: Caller, id: Path<DatedKindId>) -> Answer<Json<KindView>> {
    shown(&app, &caller, *id).await.map(Json)
}

/// `POST /dated_kinds`.
pub async fn make(app: Data<App>, call: Call<NewKind>) -> Answer<HttpResponse> {
    let it = call.it.clone();
    let about = About {
        name: it.name,
        key: it.key,
        purpose: purpose(it.purpose.as_ref())?.unwrap_or(Purpose::Service),
        needs_consent: it.needs_consent,
        goes_on: it.goes_on_after_answer,
        again_when_moved: it.again_when_moved,
        opens: read("opens", &it.opens)?,
        stages: stages(&it.stages)?,
    };
    let made = call
        .act(&app, move |w, by| desk::make(w, by, &about).map(|it| it.id))
        .await?;
    let view = shown(&app, &call.caller, made.it).await?;
    Ok(made.respond(view))
}

/// `PATCH /dated_kinds/{id}`.
pub async fn change(
    app: Data<App>,
    id: Path<DatedKindId>,
    call: Call<KindPatch>,
) -> Answer<HttpResponse> {
    let (patch, id) = (call.it.clone(), *id);
    let purpose = purpose(patch.purpose.as_ref())?;
    let opens = patch.opens.as_deref().map(|it| read("opens", it));
    let opens = opens.transpose()?;
    let all = patch.stages.as_deref().map(stages).transpose()?;
    let made = call
        .act(&app, move |w, by| {
            let was = About::of(&desk::find(w, id)?);
            let about = About {
                name: patch.name.clone().unwrap_or(was.name),
                key: was.key,
                purpose: purpose.unwrap_or(was.purpose),
                needs_consent: patch.needs_consent.unwrap_or(was.needs_consent),
                goes_on: patch.goes_on_after_answer.unwrap_or(was.goes_on),
                again_when_moved: patch.again_when_moved.unwrap_or(was.again_when_moved),
                opens: opens.clone().unwrap_or(was.opens),
                stages: all.clone().unwrap_or(was.stages),
            };
            desk::change(w, by, id, &about).map(|_| ())
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, id).await?))
}

/// `DELETE /dated_kinds/{id}`.
pub async fn retire(
    app: Data<App>,
    id: Path<DatedKindId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let id = *id;
    let made = call.act(&app, move |w, by| desk::retire(w, by, id)).await?;
    Ok(made.gone())
}
