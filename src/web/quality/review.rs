//! `/reports/quality/reviews/{id}`: a conversation beside its scorecard. Its reviewer fills it in, whose work it is answers,
//! who looks after others reads it.

use actix_web::web::Path;
use askama::Template;

use crate::domain::error::{Error, Result};
use crate::domain::id::{MessageId, ReviewId};
use crate::domain::quality::review::{Remark, Review, Standing};
use crate::domain::quality::scorecard::{Answer as Given, Question};
use crate::quality::find;
use crate::quality::review::{self as deed, Draft, Reply, is_of};
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker, html, see_other};
use crate::web::conversations::print::{Said, said_in};
use crate::web::error::PageError;
use crate::web::names::{Directory, Known};
use crate::web::page::Page;
use crate::web::quality::calibration::given;
use crate::web::quality::{PLACE, on, said};
use crate::web::settings::{Pairs, first, id};
use crate::web::shell;
use crate::web::view::Choice;
use crate::words::Words;

/// A message with what is said at it.
struct Message {
    id: String,
    said: Said,
    ours: bool,
    remark: String,
}

/// A question with its answers, or with the one it got.
struct Asked {
    name: String,
    text: String,
    help: String,
    critical: bool,
    /// How much it weighs, where they do not all weigh the same.
    weight: String,
    choices: Vec<Choice>,
    given: String,
}

#[derive(Template)]
#[template(path = "quality/review.html")]
struct ReviewPage {
    page: Page,
    back: String,
    back_text: String,
    action: String,
    title: String,
    state: String,
    facts: Vec<(String, String)>,
    guidelines: String,
    result: String,
    messages: Vec<Message>,
    /// Why there are none, or not all.
    left_out: Vec<String>,
    questions: Vec<Asked>,
    comment: String,
    reply: String,
    /// It can be filled in.
    fills: bool,
    /// Whose work it is may say so, and ask to look again.
    accepts: bool,
    disputes: bool,
    errors: Vec<String>,
}

/// `GET /reports/quality/reviews/{id}`
pub async fn page(asker: Asker, at: Path<String>) -> Answer {
    show(&asker, id(&at)?, None, None).await
}

async fn show(asker: &Asker, at: ReviewId, typed: Option<Draft>, failed: Option<Error>) -> Answer {
    let for_look = asker.clone();
    let errors = failed
        .as_ref()
        .map(|it| errors(asker, it))
        .unwrap_or_default();
    let view = asker
        .app
        .look(move |look| view(&for_look, look, at, (typed.as_ref(), &errors)))
        .await?;
    let mut answer = html(&view)?;
    if let Some(err) = failed {
        *answer.status_mut() = actix_web::ResponseError::status_code(&PageError(err));
    }
    Ok(answer)
}

fn errors(asker: &Asker, it: &Error) -> Vec<String> {
    match it {
        Error::Invalid(all) => all
            .iter()
            .map(|it| asker.words.field_error(it.code))
            .collect(),
        other => vec![asker.words.error(other).1],
    }
}

fn view(
    asker: &Asker,
    look: &Look<'_>,
    at: ReviewId,
    (typed, errors): (Option<&Draft>, &[String]),
) -> Result<ReviewPage> {
    on(look)?;
    let words = &asker.words;
    let mut it = find(look, asker.viewer(), at)?;
    if let Some(draft) = typed {
        it.answers.clone_from(&draft.answers);
        it.comment.clone_from(&draft.comment);
        it.remarks.clone_from(&draft.remarks);
    }
    let me = asker.agent().id;
    let directory = Directory::read(look)?;
    let (own, fills) = (is_of(&it, Some(me)), it.reviewer == me && it.is_open());
    let (messages, left_out, title) = thread(asker, look, &directory, &it)?;
    let card = look.scorecard(it.card)?.unwrap_or_default();
    let (back, back_text) = if own {
        ("/mine", "quality-mine")
    } else {
        ("", "quality-title")
    };
    Ok(ReviewPage {
        page: shell::page(asker, look, &directory, "reports", None)?,
        back: format!("{PLACE}{back}"),
        back_text: words.t(back_text),
        action: format!("{PLACE}/reviews/{}", it.id),
        title,
        state: words.t(&format!("review-{}", it.standing.name().replace('_', "-"))),
        facts: facts(words, &directory, (&it, &card.name)),
        guidelines: if fills {
            card.guidelines
        } else {
            String::new()
        },
        result: it.score.map(|it| said(words, it)).unwrap_or_default(),
        messages,
        left_out,
        questions: it.questions.iter().map(|q| asked(words, &it, q)).collect(),
        comment: it.comment.clone(),
        reply: it.reply.clone(),
        fills,
        accepts: own && matches!(it.standing, Standing::Done | Standing::Settled),
        disputes: own && it.standing == Standing::Done,
        errors: errors.to_vec(),
    })
}

fn facts(
    words: &Words,
    directory: &Directory,
    (it, card): (&Review, &str),
) -> Vec<(String, String)> {
    let name = |id| {
        directory
            .agent(id)
            .map(|it| it.name.clone())
            .unwrap_or_default()
    };
    let channel = directory.channel(it.channel).map(|it| it.name.clone());
    let all = [
        ("quality-column-agent", name(it.agent)),
        ("review-reviewer", name(it.reviewer)),
        ("quality-column-channel", channel.unwrap_or_default()),
        ("quality-by-scorecard", card.to_owned()),
        (
            "review-why",
            words.t(&format!("review-why-{}", it.why.name())),
        ),
    ];
    let some = all.into_iter().filter(|it| !it.1.is_empty());
    some.map(|(key, value)| (words.t(key), value)).collect()
}

type Thread = (Vec<Message>, Vec<String>, String);

/// The conversation, where it is still there and may be read.
fn thread(asker: &Asker, look: &Look<'_>, directory: &Directory, it: &Review) -> Result<Thread> {
    let words = &asker.words;
    let c = it
        .conversation
        .map(|id| look.conversation(id))
        .transpose()?;
    let Some(c) = c.flatten().filter(|c| asker.viewer().sees(c)) else {
        let gone = words.t("review-conversation-gone");
        return Ok((Vec::new(), vec![words.t("review-gone-text")], gone));
    };
    let names = Known {
        look,
        directory,
        viewer: asker.viewer(),
    };
    let read = said_in(asker, &names, &c, true)?;
    let mut messages = Vec::new();
    for (id, said) in read.said {
        let author = look.message(id)?.and_then(|it| it.author.agent());
        let remark = it.remarks.iter().find(|it| it.message == id);
        messages.push(Message {
            id: id.to_string(),
            said,
            ours: author == Some(it.agent),
            remark: remark.map(|it| it.text.clone()).unwrap_or_default(),
        });
    }
    let cut = (read.cut > 0).then(|| words.t_n("review-cut", read.cut));
    let title = format!("#{} {}", c.number, c.subject);
    Ok((
        messages,
        cut.into_iter().collect(),
        title.trim_end().to_owned(),
    ))
}

fn asked(words: &Words, it: &Review, question: &Question) -> Asked {
    let now = it.answer(question.id);
    let same = it.questions.iter().all(|it| it.weight == question.weight);
    let choice = |one: Given| {
        let label = given(words, Some(one));
        Choice::new(one.name(), label, now == Some(one))
    };
    Asked {
        name: format!("a-{}", question.id),
        text: question.text.clone(),
        help: question.help.clone(),
        critical: question.critical,
        weight: if same {
            String::new()
        } else {
            words.t_n("review-weight", question.weight)
        },
        choices: question.kind.answers().into_iter().map(choice).collect(),
        given: given(words, now),
    }
}

/// `POST /reports/quality/reviews/{id}`: a draft is kept, or it is handed in.
pub async fn save(asker: Asker, at: Path<String>, pairs: Pairs) -> Answer {
    let at: ReviewId = id(&at)?;
    let viewer = asker.viewer().clone();
    let known = asker.app.look(move |look| {
        on(look)?;
        find(look, &viewer, at)
    });
    let draft = read(&known.await?, &pairs);
    let hand_in = first(&pairs, "do") == "submit";
    let (viewer, new) = (asker.viewer().clone(), draft.clone());
    let act = move |w: &mut Write<'_>| deed::save(w, &viewer, at, &new, hand_in);
    match asker.app.act(act).await {
        Ok(it) if it.calibration.is_some() && hand_in => {
            let id = it.calibration.map(|it| it.to_string()).unwrap_or_default();
            Ok(see_other(&format!("{PLACE}/comparisons/{id}")))
        }
        Ok(_) if hand_in => Ok(see_other(PLACE)),
        Ok(_) => Ok(see_other(&format!("{PLACE}/reviews/{at}"))),
        Err(err @ Error::Invalid(_)) => show(&asker, at, Some(draft), Some(err)).await,
        Err(err @ Error::Conflict { .. }) => show(&asker, at, None, Some(err)).await,
        Err(err) => Err(err.into()),
    }
}

fn read(it: &Review, pairs: &[(String, String)]) -> Draft {
    let mut draft = Draft {
        comment: first(pairs, "comment").to_owned(),
        ..Draft::default()
    };
    for question in &it.questions {
        let name = first(pairs, &format!("a-{}", question.id));
        let answer = Given::parse(question.kind, name);
        draft.answers.extend(answer.map(|it| (question.id, it)));
    }
    for (name, text) in pairs {
        let message: Option<MessageId> = name.strip_prefix("r-").and_then(|it| it.parse().ok());
        if let Some(message) = message.filter(|_| !text.trim().is_empty()) {
            draft.remarks.push(Remark {
                message,
                text: text.trim().to_owned(),
            });
        }
    }
    draft
}

/// `POST /reports/quality/reviews/{id}/reply`: whose work it is has read it, or asks to look again.
pub async fn reply(asker: Asker, at: Path<String>, pairs: Pairs) -> Answer {
    let at: ReviewId = id(&at)?;
    let (viewer, text) = (asker.viewer().clone(), first(&pairs, "text").to_owned());
    let wants = match first(&pairs, "do") {
        "dispute" => Reply::Dispute,
        _ => Reply::Accept,
    };
    let act = move |w: &mut Write<'_>| deed::reply(w, &viewer, at, (wants, &text));
    match asker.app.act(act).await {
        Ok(_) => Ok(see_other(&format!("{PLACE}/mine"))),
        Err(err @ (Error::Invalid(_) | Error::Conflict { .. })) => {
            show(&asker, at, None, Some(err)).await
        }
        Err(err) => Err(err.into()),
    }
}
