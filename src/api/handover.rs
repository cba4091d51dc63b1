//! The summary for who takes a conversation over, and that it was read.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::time;
use crate::app::App;
use crate::conversations::handover::{self, Told};
use crate::domain::error::Result;

/// One message of it in short.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HandoverLine {
    /// Place of the message in the conversation.
    pub position: u32,
    pub said_at: String,
    pub text: String,
}

/// What they chose of a menu, and what they said to the question behind it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HandoverMenu {
    pub choice: String,
    pub question: Option<String>,
    pub answer: Option<HandoverLine>,
}

/// What must be known of a conversation.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Handover)]
pub struct HandoverView {
    /// Who had it before, where it went from one to another.
    pub from: Option<String>,
    pub to: Option<String>,
    pub at: Option<String>,
    /// When the new one said that they had read this.
    pub read_at: Option<String>,
    /// What the customer wrote first, and last.
    pub wanted: Option<HandoverLine>,
    pub last: Option<HandoverLine>,
    /// What they chose of the menu of the channel.
    pub menu: Option<HandoverMenu>,
    /// How often they were answered, and the newest answers.
    pub answers: u64,
    pub tried: Vec<HandoverLine>,
    pub notes: Vec<HandoverLine>,
    /// "I will get back to you by then".
    pub promise: Option<String>,
    /// When an answer leaves whose time was chosen.
    pub leaves_at: Option<String>,
    /// Since when they wait for an answer.
    pub waiting_since: Option<String>,
}

fn line(it: &Told) -> HandoverLine {
    HandoverLine {
        position: it.position,
        said_at: time(it.said_at),
        text: it.text.clone(),
    }
}

async fn shown(app: &App, caller: &Caller, number: u64) -> Answer<HandoverView> {
    caller
        .look(app, move |with| -> Result<_> {
            let (c, it) = handover::packet(with.look, with.viewer, number)?;
            Ok(HandoverView {
                from: c.handover.map(|it| it.from.to_string()),
                to: c.handover.map(|it| it.to.to_string()),
                at: c.handover.map(|it| time(it.at)),
                read_at: c.handover.and_then(|it| it.read_at).map(time),
                wanted: it.wanted.as_ref().map(line),
                last: it.last.as_ref().map(line),
                menu: it.menu.map(|it| HandoverMenu {
                    question: (!it.question.is_empty()).then_some(it.question),
                    answer: it.answer.as_ref().map(line),
                    choice: it.label,
                }),
                answers: u64::try_from(it.n_answers).unwrap_or(u64::MAX),
                tried: it.tried.iter().map(line).collect(),
                notes: it.notes.iter().map(line).collect(),
                promise: it.promise.map(|it| time(it.due)),
                leaves_at: it.leaves_at.map(time),
                waiting_since: it.waiting_since.map(time),
            })
        })
        .await
}

/// `GET /conversations/{number}/handover`.
pub async fn show(app: Data<App>, caller: Caller, number: Path<u64>) -> Answer<Json<HandoverView>> {
    shown(&app, &caller, *number).await.map(Json)
}

/// `POST /conversations/{number}/handover/read`.
pub async fn read(app: Data<App>, number: Path<u64>, call: Call<Nothing>) -> Answer<HttpResponse> {
    let number = *number;
    let made = call
        .act(&app, move |w, by| handover::read(w, by, number).map(|_| ()))
        .await?;
    Ok(made.done(shown(&app, &call.caller, number).await?))
}
