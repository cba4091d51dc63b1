//! Reviews: what waits, what was handed in, and comparisons of reviewers.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::call::{Asking, Call};
use crate::api::caller::Caller;
use crate::api::cursor;
use crate::api::fields::{id as read_id, limit, maybe_id};
use crate::api::oversight::quality::{ids, percent};
use crate::api::problem::Answer;
use crate::api::view::choices::{self, chosen, one};
use crate::api::view::{List, With, time};
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, CalibrationId, ReviewId};
use crate::domain::quality::review::{Calibration, Remark, Review};
use crate::domain::quality::scorecard::Answer as Given;
use crate::domain::time::Millis;
use crate::quality::ask::{self, Begun};
use crate::quality::calibrate::{self, Agreement, Pairs, agreement};
use crate::quality::review::{self as deed, Draft, Reply};
use crate::quality::{find, sees};
use crate::store::quality::Reviews;

/// A question and its answer: `yes`, `no`, `na` (does not apply) or `1` to `5`.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = QaAnswer)]
pub struct AnswerView {
    question: u16,
    answer: String,
}

/// Something said at one message.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = QaRemark)]
pub struct RemarkView {
    message_id: String,
    text: String,
}

/// One conversation of one agent, reviewed or to be.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = QaReview)]
pub struct ReviewView {
    pub id: String,
    /// Its number; absent once it was erased, and for who may not read it.
    pub conversation: Option<u64>,
    /// Whose work it is.
    pub agent_id: String,
    pub reviewer_id: String,
    pub channel_id: String,
    pub team_id: Option<String>,
    pub scorecard_id: String,
    #[schema(schema_with = one::<choices::ReviewState>)]
    pub state: &'static str,
    /// Why this one.
    #[schema(schema_with = one::<choices::ReviewWhy>)]
    pub why: &'static str,
    pub answers: Vec<AnswerView>,
    pub comment: String,
    pub remarks: Vec<RemarkView>,
    /// Percent of what could be had; 0 when a critical question failed.
    pub percent: Option<f64>,
    pub failed: bool,
    pub calibration_id: Option<String>,
    /// What the agent said to it.
    pub reply: String,
    pub created_at: String,
    pub done_at: Option<String>,
    pub replied_at: Option<String>,
}

impl ReviewView {
    fn of(with: &With<'_, '_>, it: &Review) -> Result<Self> {
        let c = it.conversation.map(|id| with.look.conversation(id));
        let c = c.transpose()?.flatten().filter(|c| with.viewer.sees(c));
        let answer = |it: &(u16, Given)| AnswerView {
            question: it.0,
            answer: it.1.name(),
        };
        let remark = |it: &Remark| RemarkView {
            message_id: it.message.to_string(),
            text: it.text.clone(),
        };
        Ok(ReviewView {
            id: it.id.to_string(),
            conversation: c.map(|it| it.number),
            agent_id: it.agent.to_string(),
            reviewer_id: it.reviewer.to_string(),
            channel_id: it.channel.to_string(),
            team_id: it.team.map(|it| it.to_string()),
            scorecard_id: it.card.to_string(),
            state: it.standing.name(),
            why: it.why.name(),
            answers: it.answers.iter().map(answer).collect(),
            comment: it.comment.clone(),
            remarks: it.remarks.iter().map(remark).collect(),
            percent: it.score.map(|it| percent(it.thousandths)),
            failed: it.score.is_some_and(|it| it.failed),
            calibration_id: it.calibration.map(|it| it.to_string()),
            reply: it.reply.clone(),
            created_at: time(it.made_at),
            done_at: it.done_at.map(time),
            replied_at: it.replied_at.map(time),
        })
    }
}

/// Which reviews, newest first.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    /// `open`: those that wait for their reviewer; else those that were handed in and count.
    #[param(value_type = Option<String>)]
    state: Option<String>,
    /// Of this agent's work.
    agent: Option<String>,
    /// With this reviewer.
    reviewer: Option<String>,
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 25)]
    limit: Option<usize>,
    cursor: Option<String>,
}

/// `GET /qa_reviews`.
pub async fn list(app: Data<App>, asking: Asking<Filter>) -> Answer<Json<List<ReviewView>>> {
    let Asking { caller, it: query } = asking;
    let open = match query.state.as_deref() {
        Some(state) => chosen::<choices::ReviewList>("state", state)? == "open",
        None => false,
    };
    let agent: Option<AgentId> = maybe_id("agent", query.agent.as_ref())?;
    let reviewer: Option<AgentId> = maybe_id("reviewer", query.reviewer.as_ref())?;
    let place: Option<(i64, ReviewId)> = match &query.cursor {
        Some(written) => Some(cursor::open(&app.keys, "qa_reviews", written)?),
        None => None,
    };
    let (list, most) = (kind(open, agent, reviewer), limit(query.limit));
    let found = caller.look(&app, move |with| {
        let mut after = place.map(|(at, id)| (Millis(at), id));
        let mut out = Vec::new();
        loop {
            let lot = with.look.reviews(list, after, most)?;
            let last = lot.len() < most;
            for it in lot {
                after = Some((it.at(), it.id));
                let of = agent.is_none_or(|id| id == it.agent);
                let by = reviewer.is_none_or(|id| id == it.reviewer);
                if of && by && sees(with.look, with.viewer, &it)? {
                    out.push(ReviewView::of(with, &it)?);
                }
                if out.len() == most {
                    return Ok((out, after.map(|(at, id)| (at.0, id))));
                }
            }
            if last {
                return Ok((out, None));
            }
        }
    });
    Ok(Json(List::page(&app.keys, "qa_reviews", found.await?)))
}

/// The shortest list that holds what is asked for.
fn kind(open: bool, agent: Option<AgentId>, reviewer: Option<AgentId>) -> Reviews {
    match (open, agent, reviewer) {
        (true, _, Some(reviewer)) => Reviews::OpenOf(reviewer),
        (true, ..) => Reviews::Open,
        (false, Some(agent), _) => Reviews::Of(agent),
        (false, None, Some(reviewer)) => Reviews::DoneBy(reviewer),
        (false, None, None) => Reviews::Counted,
    }
}

async fn shown(app: &App, caller: &Caller, at: ReviewId) -> Answer<ReviewView> {
    let found = caller.look(app, move |with| {
        ReviewView::of(with, &find(with.look, with.viewer, at)?)
    });
    found.await
}

/// `GET /qa_reviews/{id}`.
pub async fn show(app: Data<App>, caller: Caller, at: Path<ReviewId>) -> Answer<Json<ReviewView>> {
    shown(&app, &caller, *at).await.map(Json)
}

/// Have a conversation reviewed by one, or by several who are compared.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewQaReview)]
pub struct NewReview {
    /// The number of the conversation.
    conversation: u64,
    reviewer_ids: Vec<String>,
}

/// What was begun: a review, or a comparison.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = QaBegun)]
pub struct BegunView {
    pub review_id: Option<String>,
    pub calibration_id: Option<String>,
}

/// `POST /qa_reviews`.
pub async fn make(app: Data<App>, call: Call<NewReview>) -> Answer<HttpResponse> {
    let (number, reviewers) = (
        call.it.conversation,
        ids("reviewer_ids", &call.it.reviewer_ids)?,
    );
    let made = call
        .act(&app, move |w, by| {
            Ok(match ask::ask(w, by, number, &reviewers)? {
                Begun::Review(id) => (Some(id), None),
                Begun::Calibration(id) => (None, Some(id)),
            })
        })
        .await?;
    let (review, calibration): (Option<ReviewId>, Option<CalibrationId>) = made.it;
    Ok(made.respond(BegunView {
        review_id: review.map(|it| it.to_string()),
        calibration_id: calibration.map(|it| it.to_string()),
    }))
}

/// What the reviewer says; absent means as it is, lists are as a whole.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = QaReviewPatch)]
#[schema(example = json!({ "answers": [{ "question": 1, "answer": "yes" }], "comment": "Well done." }))]
pub struct ReviewPatch {
    answers: Option<Vec<AnswerView>>,
    comment: Option<String>,
    remarks: Option<Vec<RemarkView>>,
    /// Hands it in: every question is answered.
    submit: bool,
}

impl ReviewPatch {
    fn over(&self, was: &Review) -> Result<Draft> {
        let wrong = || Error::invalid("answers", "error-field");
        let answer = |it: &AnswerView| {
            let question = was.questions.iter().find(|q| q.id == it.question);
            let kind = question.ok_or_else(wrong)?.kind;
            let given = Given::parse(kind, &it.answer).ok_or_else(wrong)?;
            Ok((it.question, given))
        };
        let remark = |it: &RemarkView| {
            Ok(Remark {
                message: read_id("remarks", &it.message_id)?,
                text: it.text.clone(),
            })
        };
        let answers = self.answers.as_ref();
        let answers: Option<Result<Vec<_>>> = answers.map(|all| all.iter().map(answer).collect());
        let remarks = self.remarks.as_ref();
        let remarks: Option<Result<Vec<_>>> = remarks.map(|all| all.iter().map(remark).collect());
        Ok(Draft {
            answers: answers.transpose()?.unwrap_or_else(|| was.answers.clone()),
            comment: self.comment.clone().unwrap_or_else(|| was.comment.clone()),
            remarks: remarks.transpose()?.unwrap_or_else(|| was.remarks.clone()),
        })
    }
}

/// `PATCH /qa_reviews/{id}`: by its reviewer.
pub async fn change(
    app: Data<App>,
    at: Path<ReviewId>,
    call: Call<ReviewPatch>,
) -> Answer<HttpResponse> {
    let (at, patch) = (*at, call.it.clone());
    let made = call
        .act(&app, move |w, by| {
            let draft = patch.over(&find(w, by, at)?)?;
            deed::save(w, by, at, &draft, patch.submit).map(|_| ())
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, at).await?))
}

/// What whose work it is says to it.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = QaReply)]
pub struct NewReply {
    /// They have read it, or ask to look again.
    #[schema(schema_with = one::<choices::ReviewReply>)]
    kind: String,
    #[serde(default)]
    text: String,
}

/// `POST /qa_reviews/{id}/reply`: by the agent.
pub async fn reply(
    app: Data<App>,
    at: Path<ReviewId>,
    call: Call<NewReply>,
) -> Answer<HttpResponse> {
    let (at, text) = (*at, call.it.text.clone());
    let kind = match chosen::<choices::ReviewReply>("kind", &call.it.kind)? {
        "dispute" => Reply::Dispute,
        _ => Reply::Accept,
    };
    let made = call
        .act(&app, move |w, by| {
            deed::reply(w, by, at, (kind, &text)).map(|_| ())
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, at).await?))
}

/// One conversation given to several reviewers. What they say is seen when all have handed in.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Calibration)]
pub struct CalibrationView {
    pub id: String,
    pub review_ids: Vec<String>,
    /// How many have handed in.
    pub done: usize,
    pub agreement: Option<AgreementView>,
    pub created_at: String,
}

/// How often two reviewers gave the same answer: each question of each two is a pair.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Agreement)]
pub struct AgreementView {
    pub pairs: u32,
    pub equal: u32,
    /// Percent of pairs that are equal.
    pub percent: Option<f64>,
    /// Cohen's kappa, from 20 pairs on.
    pub kappa: Option<f64>,
    pub questions: Vec<QuestionAgreement>,
}

/// Of one question.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuestionAgreement {
    pub question: u16,
    pub pairs: u32,
    pub equal: u32,
}

impl AgreementView {
    fn of(it: &Agreement) -> Self {
        let question = |it: &(u16, Pairs)| QuestionAgreement {
            question: it.0,
            pairs: it.1.n,
            equal: it.1.equal,
        };
        AgreementView {
            pairs: it.all.n,
            equal: it.all.equal,
            percent: it.all.share().map(|it| f64::from(it) / 10.0),
            kappa: it.kappa.map(|it| f64::from(it) / 1_000.0),
            questions: it.questions.iter().map(question).collect(),
        }
    }
}

fn compared(with: &With<'_, '_>, it: &Calibration) -> Result<CalibrationView> {
    let reviews = calibrate::reviews(with.look, it)?;
    let done = reviews.iter().filter(|it| it.is_done()).count();
    let all = done == reviews.len();
    Ok(CalibrationView {
        id: it.id.to_string(),
        review_ids: it.reviews.iter().map(ToString::to_string).collect(),
        done,
        agreement: all.then(|| AgreementView::of(&agreement(&reviews))),
        created_at: time(it.made_at),
    })
}

/// The newest that are listed.
const LISTED: usize = 100;

/// `GET /calibrations`.
pub async fn calibrations(app: Data<App>, caller: Caller) -> Answer<Json<List<CalibrationView>>> {
    let found = caller.look(&app, |with| {
        let all = calibrate::list(with.look, with.viewer, LISTED)?;
        all.iter().map(|it| compared(with, it)).collect()
    });
    Ok(Json(List::whole(found.await?)))
}

/// `GET /calibrations/{id}`.
pub async fn calibration(
    app: Data<App>,
    caller: Caller,
    at: Path<CalibrationId>,
) -> Answer<Json<CalibrationView>> {
    let at = *at;
    let found = caller.look(&app, move |with| {
        compared(with, &calibrate::find(with.look, with.viewer, at)?)
    });
    Ok(Json(found.await?))
}
