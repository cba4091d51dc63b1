//! Jobs as they fall due. Each is finished after it was done, so one cut short runs again.

use std::time::Duration;

use crate::app::hooks;
use crate::auth::letters::{About, given_up};
use crate::conversations::absence;
use crate::conversations::chat::{away, silence};
use crate::conversations::rules::apart::Doing;
use crate::domain::error::{Error, Result};
use crate::domain::job::{Job, JobKind};
use crate::domain::time::{Millis, Span};
use crate::jobs::timers::nap;
use crate::jobs::{
    Yard, alerts, audience, automatic, backfill, bulk, dated, erase, figures, letters, mailing,
    media, notify, parked, push, quality, react, route, rules, sla,
};
use crate::store::Lane;

/// Jobs looked at together.
const LOT: usize = 32;
/// A job that failed is tried again after this, doubled each time, so many times.
const FIRST: Span = Span::minutes(1);
const TRIES: u32 = 10;

/// Runs them until Lobby stops.
pub async fn run(yard: Yard) {
    let mut rung = yard.app.bell.subscribe();
    loop {
        rung.mark_unchanged();
        let wait = match run_due(&yard).await {
            Ok(next) => nap(next, yard.app.clock.now()),
            Err(err) => {
                tracing::warn!(error = %err, "jobs could not be run");
                Duration::from_secs(5)
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            changed = rung.changed() => if changed.is_err() { return },
            () = yard.stopping() => return,
        }
    }
}

/// Runs what is due; when the next is.
async fn run_due(yard: &Yard) -> Result<Option<Millis>> {
    loop {
        let now = yard.app.clock.now();
        let due = yard.app.look(move |look| look.jobs_due(now, LOT)).await?;
        if due.is_empty() {
            let soon = Millis(i64::MAX - 1);
            let next = yard.app.look(move |look| look.jobs_due(soon, 1)).await?;
            return Ok(next.first().map(|it| it.due));
        }
        for job in due {
            let done = tokio::select! {
                it = carry_out(yard, &job) => it,
                () = yard.stopping() => return Ok(None),
            };
            close(yard, job, done).await?;
        }
    }
}

async fn carry_out(yard: &Yard, job: &Job) -> Result<()> {
    match job.kind {
        JobKind::RetryParked { parked } => parked::retry(yard, parked).await,
        JobKind::Bulk { bulk } => bulk::carry_out(&yard.app, bulk).await,
        JobKind::EndAbsence { agent } => {
            let deed = move |w: &mut crate::store::Write<'_>| absence::end_due(w, agent);
            yard.app.act(deed).await
        }
        JobKind::Erase { contact } => erase::carry_out(&yard.app, contact).await,
        JobKind::Forget => erase::forget(&yard.app).await,
        JobKind::Backfill { connection, since } => {
            backfill::begin(&yard.app, connection, since).await
        }
        JobKind::FollowTeam { team, before } => audience::follow(yard, team, before).await,
        JobKind::MailReset { link }
        | JobKind::MailInvite { link }
        | JobKind::MailAddress { link } => letters::link(yard, link).await,
        JobKind::MailAddressSet { link } => letters::address_set(yard, link).await,
        JobKind::FetchMedia {
            message,
            connection,
        } => media::fetch(yard, message, connection).await,
        JobKind::React {
            message,
            connection,
        } => react::tell(yard, message, connection).await,
        JobKind::TellRead {
            message,
            connection,
        } => react::tell_read(yard, message, connection).await,
        JobKind::ReadCall { raw } => hooks::again(&yard.app, raw).await,
        JobKind::AskPlus { connection } => letters::ask_plus(yard, connection).await,
        JobKind::AskAddress { channel } => letters::ask_address(yard, channel).await,
        JobKind::Silence { connection } => {
            let deed = move |w: &mut crate::store::Write<'_>| silence::look(w, connection);
            yard.app.act(deed).await
        }
        JobKind::MailUnread { message } => {
            let keys = yard.app.keys.clone();
            let deed = move |w: &mut crate::store::Write<'_>| away::mail(w, &keys, message);
            yard.app.act(deed).await
        }
        JobKind::MailFailedSend {
            conversation,
            agent,
        } => letters::failed_send(yard, conversation, agent).await,
        JobKind::MailReminder {
            conversation,
            agent,
        } => letters::reminder(yard, conversation, agent).await,
        _ => by_itself(yard, job).await,
    }
}

/// What Lobby does of its own accord with conversations, and tells people.
async fn by_itself(yard: &Yard, job: &Job) -> Result<()> {
    match job.kind {
        JobKind::Measure { before, anew } => sla::measure_all(&yard.app, before, anew).await,
        JobKind::TakeBack { conversation } => route::back(&yard.app, conversation).await,
        JobKind::Relined { team } => route::relined(&yard.app, team).await,
        JobKind::RuleAct {
            rule,
            conversation,
            act,
            depth,
        } => {
            let doing = Doing {
                rule,
                conversation,
                act,
                depth,
            };
            rules::say(&yard.app, doing).await
        }
        JobKind::SayItself {
            conversation,
            message,
        } => automatic::say_itself(&yard.app, conversation, message).await,
        JobKind::Survey { conversation } => automatic::survey(&yard.app, conversation).await,
        JobKind::Dated { event, due } => dated::carry_out(&yard.app, event, due).await,
        JobKind::PlanDated { kind, after } => dated::plan_anew(&yard.app, kind, after).await,
        JobKind::GatherAlerts { outlet } => alerts::gathered(&yard.app, outlet).await,
        JobKind::SendAlert { outlet, call, at } => alerts::send(yard, (outlet, at, call)).await,
        JobKind::PlanRules { before } => rules::plan_all(&yard.app, before).await,
        JobKind::DrawSample { due } => quality::draw(&yard.app, due).await,
        JobKind::MailFigures { agent, due } => figures::mail(yard, agent, due).await,
        JobKind::MailNotices { agent } => mailing::notices(yard, agent).await,
        JobKind::Push { agent, notice } => push::push(yard, agent, notice).await,
        JobKind::PushTo {
            agent,
            notice,
            device,
        } => push::push_to(yard, agent, notice, device).await,
        JobKind::PushTest { agent, device } => push::test(yard, agent, device).await,
        JobKind::TellDue { conversation, due } => notify::due(&yard.app, conversation, due).await,
        JobKind::TellCovered { agent, since } => notify::covered(&yard.app, agent, since).await,
        JobKind::Remind {
            agent,
            conversation,
            at,
        } => notify::remind(&yard.app, agent, conversation, at).await,
        JobKind::RemindSetUp { at } => notify::remind_set_up(&yard.app, at).await,
        // The others are told apart before.
        _ => Ok(()),
    }
}

/// Finishes a job that was done or cannot be; puts off one that may work later.
async fn close(yard: &Yard, job: Job, done: Result<()>) -> Result<()> {
    let again = match &done {
        Ok(()) | Err(Error::NotFound { .. } | Error::Invalid(_)) => false,
        Err(err) => {
            tracing::warn!(job = ?job.kind, error = %err, "a job failed");
            job.attempts < TRIES
        }
    };
    let lost = About::of(&job.kind).filter(|_| !again && done.is_err());
    let deed = move |w: &mut crate::store::Write<'_>| {
        if let Some(about) = lost {
            given_up(w, about)?;
        }
        if again {
            let wait = Span(FIRST.0 << job.attempts.min(TRIES));
            w.put_off_job(&job, w.now() + wait)
        } else {
            w.finish_job(&job).map(|_| ())
        }
    };
    yard.app.act_in(Lane::Hand, deed).await.map(|_| ())
}
