//! The wizard: four short steps, each at its own address, to stop and go on at any time.

pub mod business;
pub mod channel;
pub mod chat;
pub mod greeting;
pub mod hours;
pub mod people;
pub mod proof;
pub mod routes;
pub mod whatsapp;
pub mod you;

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::actor::Right;
use crate::domain::error::Error;
use crate::setup::progress::{Progress, Step, finish, progress};
use crate::web::asker::{Answer, Visitor, html, see_other};
use crate::web::error::PageError;
use crate::web::page::Page;
use crate::web::session::{Known, Signed};
use crate::web::sheet::{Form, Part, Section, Sheet, StepView, Tick};
use crate::words::Words;

#[derive(Template)]
#[template(path = "setup/sheet.html")]
struct View {
    page: Page,
    sheet: Sheet,
}

fn show(visitor: &Visitor, sheet: Sheet) -> Answer {
    html(&View {
        page: visitor.page(),
        sheet,
    })
}

fn again(visitor: &Visitor, mut sheet: Sheet, error: Error) -> Answer {
    sheet.fail_at(&visitor.words, &error, visitor.app.clock.now());
    let mut answer = show(visitor, sheet)?;
    *answer.status_mut() = actix_web::ResponseError::status_code(&PageError(error));
    Ok(answer)
}

/// The owner whose set-up is not over; for everybody else there is nothing here.
///
/// # Errors
/// [`Error::NotFound`].
async fn owner(visitor: &Visitor, known: Known) -> Result<(Signed, Progress), Error> {
    let nothing = || Error::not_found("page");
    let signed = known.0.filter(|it| !it.session.owes_second_factor);
    let signed = signed.ok_or_else(nothing)?;
    if !signed.viewer.may(Right::Own) {
        return Err(nothing());
    }
    let progress = visitor.app.look(progress).await?;
    if progress.over {
        return Err(nothing());
    }
    Ok((signed, progress))
}

/// The steps on top of a page; `at` counts from 0, the first being oneself.
fn steps(words: &Words, at: usize) -> Vec<StepView> {
    let names = [
        ("step-you", "/setup/you"),
        ("step-business", "/setup/business"),
        ("step-channel", "/setup/channel"),
        ("step-people", "/setup/people"),
    ];
    let view = |(n, (key, place)): (usize, &(&str, &str))| StepView {
        text: words.t(key),
        // Before the first step is done the others lead nowhere.
        href: if at > 0 && n != at {
            (*place).to_owned()
        } else {
            String::new()
        },
        done: n < at,
        current: n == at,
    };
    names.iter().enumerate().map(view).collect()
}

/// `GET /setup`: where one left off.
pub async fn resume(visitor: Visitor, known: Known) -> Answer {
    let (_, progress) = owner(&visitor, known).await?;
    Ok(see_other(&format!("/setup/{}", progress.next().name())))
}

/// `GET /setup/done`: what is done, what waits.
pub async fn done(visitor: Visitor, known: Known) -> Answer {
    let (_, progress) = owner(&visitor, known).await?;
    let words = &visitor.words;
    let tick = |done: bool, key: &str, place: &str| Tick {
        state: if done { "ok" } else { "off" },
        text: words.t(key),
        detail: String::new(),
        href: format!("/setup/{place}"),
    };
    let ticks = vec![
        tick(true, "done-you", "you"),
        tick(progress.business, "done-business", Step::Business.name()),
        tick(progress.channels > 0, "done-channel", Step::Channel.name()),
        tick(progress.written, "done-proof", Step::Proof.name()),
        tick(progress.people > 1, "done-people", Step::People.name()),
    ];
    let ready = ticks.iter().filter(|it| it.state == "ok").count();
    let title = words.t_n("done-title", ready);
    let mut sheet = Sheet::new(title, words.t("done-lead")).with(Section::of(
        String::new(),
        vec![
            Part::Ticks(ticks),
            Part::Form(Form::new("/setup/done", words.t("done-go"), Vec::new())),
        ],
    ));
    sheet.steps = steps(words, 4);
    show(&visitor, sheet)
}

/// `POST /setup/done`: the wizard is over.
pub async fn end(visitor: Visitor, known: Known) -> Answer {
    let (signed, _) = owner(&visitor, known).await?;
    let viewer = signed.viewer;
    visitor.app.act(move |write| finish(write, &viewer)).await?;
    Ok(see_other("/"))
}

fn go_on(step: Step) -> HttpResponse {
    see_other(&format!("/setup/{}", step.name()))
}
