//! Mails somebody the figures of the day, week or month that ended.

use crate::app::figures::told;
use crate::auth::letters::About;
use crate::domain::error::Result;
use crate::domain::id::{AgentId, Id};
use crate::domain::time::Millis;
use crate::jobs::Yard;
use crate::jobs::letters::{Letter, Name, address, send_as};
use crate::jobs::mailing::named;
use crate::notices::figures::{reader, sent, take};

/// Mails them. The same letter has the same name however often it is tried.
///
/// # Errors
/// Why it did not leave, when it is worth another try.
pub async fn mail(yard: &Yard, agent: AgentId, due: Millis) -> Result<()> {
    if !yard.app.act(move |w| take(w, agent, due)).await? {
        return Ok(());
    }
    let for_look = yard.app.clone();
    let letter = yard.app.look(move |look| {
        let Some(reader) = reader(look, agent, due)? else {
            return Ok(None);
        };
        let told = told(&for_look, look, &reader, due)?;
        Ok(Some(Letter {
            to: address(&reader.name, &reader.email),
            subject: told.subject,
            text: told.text,
        }))
    });
    let Some(letter) = letter.await? else {
        return Ok(());
    };
    let bytes = [
        b"letter of figures".as_slice(),
        &agent.bytes(),
        &due.0.to_be_bytes(),
    ];
    let name = Name {
        id: named(&bytes.concat()),
        thread: None,
    };
    send_as(yard, About::Agent(agent), letter, name).await?;
    yard.app.act(move |w| sent(w, agent, due)).await
}
