//! `/settings/people/{id}`: how somebody gets in, for whoever helps them: second factor, new password, another
//! address, devices.

use actix_web::web::Path;

use crate::auth::secret::Secret;
use crate::auth::throttle::Try;
use crate::desk::{addresses, agents};
use crate::domain::agent::Agent;
use crate::domain::id::AgentId;
use crate::web::asker::{Answer, Asker};
use crate::web::settings::{Pairs, done, first, id, person};
use crate::web::sheet::{Field, Form, Part, Section};

/// What can be done for somebody who cannot get in.
pub fn section(asker: &Asker, person: &Agent, place: &str) -> Section {
    let words = &asker.words;
    let act =
        |name: &str, text: &str| Part::Form(Form::button(format!("{place}/{name}"), words.t(text)));
    let mut parts = vec![act("reset", "access-reset"), act("out", "access-out")];
    if person.totp.is_some() {
        parts.push(act("factor", "access-factor"));
    }
    let address = Field::input("email", "address", words.t("access-address"), "")
        .hint(words.t("access-address-hint"))
        .required();
    let form = Form::new(
        format!("{place}/address"),
        words.t("address-send"),
        vec![address],
    );
    parts.push(Part::Form(Form { tone: "", ..form }));
    Section::of(words.t("access-title"), parts).text(words.t("access-text"))
}

async fn finished(asker: &Asker, set: crate::domain::error::Result<()>, who: AgentId) -> Answer {
    if set.is_ok() {
        asker.app.hub.end_agent(who);
    }
    let place = format!("/settings/people/{who}");
    done(asker, set, &place, person::sheet(asker, who)).await
}

/// `POST /settings/people/{id}/factor`: takes the second factor away and logs them out.
pub async fn factor(asker: Asker, at: Path<String>) -> Answer {
    let (who, viewer): (AgentId, _) = (id(&at)?, asker.viewer().clone());
    let deed = asker
        .app
        .act(move |write| agents::forgive_second_factor(write, &viewer, who));
    finished(&asker, deed.await, who).await
}

/// `POST /settings/people/{id}/out`: ends their sessions on every device.
pub async fn out(asker: Asker, at: Path<String>) -> Answer {
    let (who, viewer): (AgentId, _) = (id(&at)?, asker.viewer().clone());
    let deed = asker
        .app
        .act(move |write| agents::end_sessions(write, &viewer, who));
    finished(&asker, deed.await, who).await
}

/// `POST /settings/people/{id}/reset`: mails them a link for a new password.
pub async fn reset(asker: Asker, at: Path<String>) -> Answer {
    let (who, viewer): (AgentId, _) = (id(&at)?, asker.viewer().clone());
    let (keys, secret) = (asker.app.keys.clone(), Secret::new()?);
    let deed = asker
        .app
        .act(move |write| agents::mail_reset(write, &viewer, &keys, &secret, who));
    let place = format!("/settings/people/{who}");
    done(&asker, deed.await, &place, person::sheet(&asker, who)).await
}

/// `POST /settings/people/{id}/address`: mails a link to the address they are to log in with; they open it, logged in.
pub async fn address(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let (who, viewer): (AgentId, _) = (id(&at)?, asker.viewer().clone());
    let (keys, secret) = (asker.app.keys.clone(), Secret::new()?);
    let address = first(&given, "address").to_owned();
    asker
        .app
        .throttle
        .count(Try::Reset, &address, None, asker.now)?;
    let deed = asker
        .app
        .act(move |write| addresses::ask_log_in(write, &viewer, who, &address, (&secret, &keys)));
    let place = format!("/settings/people/{who}");
    done(&asker, deed.await, &place, person::sheet(&asker, who)).await
}
