//! The legal due date of a conversation.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::conversations::view;
use crate::api::fields::{id, instant};
use crate::api::problem::Answer;
use crate::api::view::choices::{self, one};
use crate::api::view::time;
use crate::app::App;
use crate::conversations::legal::{self, Wanted};
use crate::domain::error::{Error, Result};
use crate::domain::legal::LegalDue;

/// By when law wants it answered, or wanted.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = LegalDue)]
pub struct LegalDueView {
    pub due: String,
    /// What it was counted from.
    pub since: String,
    pub reason: String,
    /// Working days; null where a day was given.
    pub days: Option<u16>,
    pub kind_id: Option<String>,
    /// Null while it was not put off.
    pub extended: Option<ExtendedView>,
    /// Null while it stands.
    pub ended: Option<EndedView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = LegalDueExtended)]
pub struct ExtendedView {
    pub at: String,
    /// When it was due before.
    pub was: String,
    pub reason: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = LegalDueEnded)]
pub struct EndedView {
    pub at: String,
    #[schema(schema_with = one::<choices::LegalEnd>)]
    pub how: &'static str,
    pub reason: String,
}

impl LegalDueView {
    #[must_use]
    pub fn of(it: &LegalDue) -> Self {
        LegalDueView {
            due: time(it.due),
            since: time(it.since),
            reason: it.reason.clone(),
            days: it.days,
            kind_id: it.kind.map(|it| it.to_string()),
            extended: it.extended.as_ref().map(|it| ExtendedView {
                at: time(it.at),
                was: time(it.was),
                reason: it.reason.clone(),
            }),
            ended: it.ended.as_ref().map(|it| EndedView {
                at: time(it.at),
                how: it.how.name(),
                reason: it.reason.clone(),
            }),
        }
    }
}

/// A kind alone, or a reason with working days or a day.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "reason": "Claim, Ley 1581", "days": 15 }))]
pub struct NewLegalDue {
    /// The id of a kind.
    kind_id: Option<String>,
    reason: String,
    /// Working days after the day of arrival, 1 to 250.
    days: Option<u16>,
    /// A day such as `2026-04-24`: the end of work there.
    due: Option<String>,
    /// What is counted from; without it, what nobody answered yet.
    since: Option<String>,
}

impl NewLegalDue {
    fn wanted(&self) -> Result<Wanted> {
        let reason = self.reason.clone();
        match (&self.kind_id, self.days, &self.due) {
            (Some(kind), None, None) => Ok(Wanted::Kind(id("kind_id", kind)?)),
            (None, Some(days), None) => Ok(Wanted::Days(days, reason)),
            (None, None, Some(due)) => Ok(Wanted::Day(day(due)?, reason)),
            _ => Err(Error::invalid("days", "error-legal-days")),
        }
    }
}

/// By working days counted from the day it was due (of a kind, by its own without them), or to a day.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = LegalDueExtension)]
#[schema(example = json!({ "days": 8, "reason": "The expert's report is missing" }))]
pub struct Extension {
    days: Option<u16>,
    due: Option<String>,
    reason: String,
}

/// Why it does not stand any more.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = LegalDueFinish)]
#[schema(example = json!({ "fulfilled": true, "reason": "Answered by letter" }))]
pub struct Finish {
    /// What law wants was done; else it never counted, which needs a reason.
    fulfilled: bool,
    reason: String,
}

fn day(text: &str) -> Result<Date> {
    text.parse()
        .map_err(|_| Error::invalid("due", "error-field"))
}

/// `PUT /conversations/{number}/legal_due`.
pub async fn set(
    app: Data<App>,
    number: Path<u64>,
    call: Call<NewLegalDue>,
) -> Answer<HttpResponse> {
    let number = *number;
    let wanted = call.it.wanted()?;
    let since = instant("since", call.it.since.as_deref())?;
    let made = call
        .act(&app, move |w, by| {
            legal::set(w, by, number, (&wanted, since)).map(|_| ())
        })
        .await?;
    Ok(made.done(view(&app, &call.caller, number).await?))
}

/// `POST /conversations/{number}/legal_due/extend`.
pub async fn extend(
    app: Data<App>,
    number: Path<u64>,
    call: Call<Extension>,
) -> Answer<HttpResponse> {
    let (number, it) = (*number, call.it.clone());
    let to = (it.days, it.due.as_deref().map(day).transpose()?);
    let made = call
        .act(&app, move |w, by| {
            legal::extend(w, by, number, to, &it.reason).map(|_| ())
        })
        .await?;
    Ok(made.done(view(&app, &call.caller, number).await?))
}

/// `DELETE /conversations/{number}/legal_due`.
pub async fn finish(app: Data<App>, number: Path<u64>, call: Call<Finish>) -> Answer<HttpResponse> {
    let (number, it) = (*number, call.it.clone());
    let made = call
        .act(&app, move |w, by| {
            let how = (it.fulfilled, it.reason.as_str());
            legal::finish(w, by, number, how).map(|_| ())
        })
        .await?;
    Ok(made.done(view(&app, &call.caller, number).await?))
}
