//! Approved texts of a channel: how each stands, and handing one in.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::problem::{Answer, Problem};
use crate::api::view::List;
use crate::app::App;
use crate::channels;
use crate::channels::kit::{Door, request};
use crate::desk::templates::{check, keep, list as known};
use crate::domain::actor::Right;
use crate::domain::chat::Template;
use crate::domain::error::Error;
use crate::domain::id::ChannelId;

/// An approved text, or one that waits for it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Template)]
pub struct TemplateView {
    pub name: String,
    /// As the provider names it, such as `es_MX`.
    pub language: String,
    /// In the provider's words, such as `UTILITY`.
    pub category: String,
    /// In the provider's words: only an `APPROVED` one can be sent.
    pub status: String,
    /// Why it was refused or paused, in the provider's words.
    pub reason: String,
    /// In the provider's words.
    pub quality: String,
    /// `TEXT`, `IMAGE`, `VIDEO`, `DOCUMENT`; empty without a header.
    pub header_format: String,
    pub header: String,
    pub body: String,
    pub footer: String,
    pub buttons: Vec<ButtonOfTemplate>,
    /// Variables of header and body, in the order their values are given.
    pub header_variables: Vec<String>,
    pub body_variables: Vec<String>,
    /// It has a button to say yes with: it can be the `ask` of an answer that waits.
    pub asks: bool,
}

/// A button below an approved text.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ButtonOfTemplate {
    /// `QUICK_REPLY`, `URL` or `PHONE_NUMBER`.
    #[serde(rename = "type")]
    pub kind: String,
    pub text: String,
    /// Address or number.
    pub value: String,
}

/// A text to hand in; one of the same name and language is changed.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "name": "answer_waiting", "language": "es", "category": "UTILITY",
    "body": "Hola {{1}}, su respuesta está lista.", "examples": ["Ana"],
    "buttons": [{ "type": "QUICK_REPLY", "text": "Ver respuesta" }] }))]
pub struct NewTemplateText {
    /// Small letters, digits and underscores.
    name: String,
    language: String,
    /// `UTILITY` or `MARKETING`.
    category: String,
    /// `TEXT`, `IMAGE`, `VIDEO`, `DOCUMENT`, or empty.
    header_format: String,
    header: String,
    body: String,
    footer: String,
    buttons: Vec<ButtonOfTemplate>,
    /// What stands in the variables when it is looked at: of the header (of a file its https address), then of the body.
    examples: Vec<String>,
}

fn view(it: &Template) -> TemplateView {
    let buttons = it
        .buttons
        .iter()
        .map(|(kind, text, value)| ButtonOfTemplate {
            kind: kind.clone(),
            text: text.clone(),
            value: value.clone(),
        });
    TemplateView {
        name: it.name.clone(),
        language: it.language.clone(),
        category: it.category.clone(),
        status: it.status.clone(),
        reason: it.reason.clone(),
        quality: it.quality.clone(),
        header_format: it.header_format.clone(),
        header: it.header.clone(),
        body: it.body.clone(),
        footer: it.footer.clone(),
        buttons: buttons.collect(),
        header_variables: it.header_variables(),
        body_variables: it.body_variables(),
        asks: it.asks(),
    }
}

/// `GET /channels/{id}/templates`.
pub async fn list(
    app: Data<App>,
    caller: Caller,
    id: Path<ChannelId>,
) -> Answer<Json<List<TemplateView>>> {
    let id = *id;
    let (_, all) = caller.look(&app, move |with| known(with.look, id)).await?;
    Ok(Json(List::whole(all.iter().map(view).collect())))
}

/// `POST /channels/{id}/templates`: hands it to the provider, and answers how it stands.
pub async fn create(
    app: Data<App>,
    id: Path<ChannelId>,
    call: Call<NewTemplateText>,
) -> Answer<HttpResponse> {
    let (id, new) = (*id, call.it.clone());
    let (connection, all) = call
        .caller
        .look(&app, move |with| {
            with.viewer.need(Right::Administer)?;
            known(with.look, id)
        })
        .await?;
    let before = all.iter().find(|it| it.is(&new.name, &new.language));
    let buttons = new.buttons.into_iter();
    let text = Template {
        id: before.map(|it| it.id.clone()).unwrap_or_default(),
        name: new.name,
        language: new.language,
        category: new.category,
        header_format: new.header_format,
        header: new.header,
        body: new.body,
        footer: new.footer,
        buttons: buttons.map(|it| (it.kind, it.text, it.value)).collect(),
        examples: new.examples,
        ..Template::default()
    };
    check(&text)?;
    let kind = channels::of(connection.kind).and_then(|it| it.templates());
    let kind = kind.ok_or_else(|| Error::not_found("templates"))?;
    let door = Door::open(connection, &app.keys, &app.net)?;
    let submitted = kind.submit(&door, &text).await;
    let made = submitted.map_err(|err| Problem::field("body", &request::trouble(&err).detail))?;
    let kept = made.clone();
    let done = call.act(&app, move |w, by| keep(w, by, id, &kept)).await?;
    Ok(done.respond(view(&made)))
}
