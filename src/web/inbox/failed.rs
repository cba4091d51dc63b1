//! *Failed and late*: what went wrong stands in the row with what can be done, and all that is late is seen to at once.

use std::sync::Arc;

use actix_web::web::Form;
use serde::Deserialize;

use crate::board::Row as Found;
use crate::conversations::delivery::late::{self, Done};
use crate::domain::channel::ChannelKind;
use crate::domain::error::Result;
use crate::domain::id::ChangeId;
use crate::domain::list::List;
use crate::domain::time::Millis;
use crate::store::Look;
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::conversations::{item, switch};
use crate::web::inbox::list::{Asked, Row};
use crate::web::page::Toast;
use crate::web::shell;

/// More than a list of trouble ever shows.
const TROUBLE: usize = 5_000;

/// What waits as late, and the buttons for all of it.
#[derive(Debug, Clone)]
pub struct LateView {
    pub text: String,
    pub send: String,
    pub drafts: String,
    /// What is held later than this was not seen and is left alone.
    pub until: i64,
}

/// Says in each row what did not arrive.
///
/// # Errors
/// The store's.
pub fn fill(asker: &Asker, look: &Look<'_>, found: &[Arc<Found>], rows: &mut [Row]) -> Result<()> {
    let trouble = look.deliveries_in_trouble(TROUBLE)?;
    for (found, row) in found.iter().zip(rows) {
        let own = trouble
            .iter()
            .filter(|it| it.conversation == found.conversation.id);
        for it in own {
            let Some(message) = look.message(it.message)? else {
                continue;
            };
            let name = List::Failed.name();
            let kind = look
                .channel(it.channel)?
                .map_or(ChannelKind::Email, |it| it.kind);
            let of = (row.number, &message);
            let mut trouble = item::trouble(&asker.words, kind, of, it, name);
            let others = switch::acts(asker, look, &found.conversation, (&message, name))?;
            trouble.acts.extend(others);
            row.troubles.push(trouble);
        }
    }
    Ok(())
}

/// What this viewer sees of late answers; nothing when there are none.
///
/// # Errors
/// The store's.
pub fn late(asker: &Asker, look: &Look<'_>) -> Result<Option<LateView>> {
    let until = asker.now;
    let n = late::held(look, asker.viewer(), until)?.len();
    let words = &asker.words;
    Ok((n > 0).then(|| LateView {
        text: words.t_n("late-text", n),
        send: words.t_n("late-send", n),
        drafts: words.t_n("late-drafts", n),
        until: until.0,
    }))
}

/// The line about what was just done to all of them.
#[must_use]
pub fn toast(asker: &Asker, asked: &Asked) -> Option<Toast> {
    let key = match asked.done.as_str() {
        "sent" => "late-sent",
        "drafts" => "late-given-back",
        _ => return None,
    };
    let change: ChangeId = asked.change.parse().ok()?;
    Some(Toast {
        text: asker.words.t_n(key, asked.n),
        undo: Some(format!("/changes/{change}/undo")),
    })
}

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    until: i64,
}

/// `POST /late/send`: all that was shown as late leaves, after a moment in which it can be taken back.
pub async fn send_all(asker: Asker, form: Form<Wanted>) -> Answer {
    let (viewer, until) = (asker.viewer().clone(), Millis(form.until));
    let done = asker
        .app
        .act(move |w| late::send_all(w, &viewer, until))
        .await?;
    Ok(after("sent", &done))
}

/// `POST /late/drafts`: all that was shown as late is its writers' drafts again.
pub async fn give_up_all(asker: Asker, form: Form<Wanted>) -> Answer {
    let (viewer, until) = (asker.viewer().clone(), Millis(form.until));
    let done = asker
        .app
        .act(move |w| late::give_up_all(w, &viewer, until))
        .await?;
    Ok(after("drafts", &done))
}

fn after(what: &str, done: &Done) -> actix_web::HttpResponse {
    let place = shell::address(List::Failed);
    let (n, change) = (done.n, done.change);
    see_other(&format!("{place}?done={what}&n={n}&change={change}"))
}
