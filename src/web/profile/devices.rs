//! `/settings/me/devices`: where one is logged in, and the password.

use actix_web::HttpRequest;
use actix_web::web::{Form as Body, Path};
use serde::Deserialize;

use crate::auth::throttle::Try;
use crate::auth::{password, reset, session};
use crate::domain::error::{Error, Result};
use crate::domain::id::SessionId;
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::login::{fresh, hashing, set_cookie};
use crate::web::profile::{again, show};
use crate::web::sheet::{Field, Form, Part, Row, Section, Sheet};
use crate::web::source;
use crate::web::view::TimeView;

const PLACE: &str = "/settings/me/devices";

/// A change of password.
#[derive(Debug, Deserialize)]
pub struct Given {
    current: String,
    password: String,
}

async fn sheet(asker: &Asker) -> Result<Sheet> {
    let (me, now) = (asker.agent().id, asker.now);
    let all = asker
        .app
        .look(move |look| session::list(look, me, now))
        .await?;
    let words = &asker.words;
    let rows: Vec<Row> = all
        .iter()
        .map(|(_, it)| {
            let here = it.id == asker.signed.session.id;
            let device = if it.device.is_empty() {
                words.t("device-unknown")
            } else {
                it.device.clone()
            };
            let end = Form::button(format!("{PLACE}/{}/end", it.id), words.t("device-end"));
            Row {
                title: device,
                text: it.address.clone(),
                chip: if here {
                    words.t("device-here")
                } else {
                    String::new()
                },
                when: Some(TimeView::ago(words, it.seen_at, now)),
                acts: if here { Vec::new() } else { vec![end] },
                ..Row::default()
            }
        })
        .collect();
    let mut parts = vec![Part::Rows(rows)];
    if all.len() > 1 {
        parts.push(Part::Form(Form::button(
            format!("{PLACE}/end"),
            words.t("device-end-all"),
        )));
    }
    let change = Form::new(
        format!("{PLACE}/password"),
        words.t("reset-save"),
        vec![
            Field::input("password", "current", words.t("password-current"), "")
                .auto("current-password")
                .required(),
            Field::input("password", "password", words.t("password-new"), "")
                .auto("new-password")
                .hint(words.t("password-hint"))
                .required(),
        ],
    );
    Ok(Sheet::new(words.t("me-security"), String::new())
        .back("/settings/me", words.t("me-profile"))
        .with(Section::of(words.t("devices-title"), parts).text(words.t("devices-about")))
        .with(
            Section::of(words.t("password-change"), vec![Part::Form(change)])
                .text(words.t("reset-lead")),
        ))
}

/// `GET /settings/me/devices`
pub async fn page(asker: Asker) -> Answer {
    let sheet = sheet(&asker).await?;
    show(&asker, sheet).await
}

/// `POST /settings/me/devices/{id}/end`
pub async fn end(asker: Asker, at: Path<String>) -> Answer {
    let wrong = |_| Error::not_found("session");
    let (me, id) = (asker.agent().id, at.parse::<SessionId>().map_err(wrong)?);
    asker
        .app
        .act(move |write| session::end_one(write, me, id))
        .await?;
    asker.app.hub.end_session(id);
    Ok(see_other(PLACE))
}

/// `POST /settings/me/devices/end`: everywhere but here.
pub async fn end_others(asker: Asker) -> Answer {
    let (me, actor, key) = (asker.agent().id, asker.viewer().actor, asker.signed.key);
    asker
        .app
        .act(move |write| session::end_all(write, actor, me, Some(key)).map(|_| ()))
        .await?;
    asker.app.hub.end_agent(me);
    Ok(see_other(PLACE))
}

/// `POST /settings/me/devices/password`: with the current one, to a new session; all others end.
pub async fn change_password(asker: Asker, req: HttpRequest, given: Body<Given>) -> Answer {
    let app = &asker.app;
    let agent = asker.agent().clone();
    app.throttle
        .count(Try::LogIn, &agent.email, source::address(&req), asker.now)?;
    let (kept, current) = (agent.password.clone(), given.current.clone());
    let right = hashing(move || password::verify(kept.as_deref(), &current)).await?;
    if !right {
        let sheet = sheet(&asker).await?;
        let wrong = Error::invalid("current", "error-password-wrong");
        return again(&asker, sheet, wrong).await;
    }
    app.throttle.forgive(Try::LogIn, &agent.email);
    let business = app.look(|look| look.business()).await?.unwrap_or_default();
    let (new, for_hash) = (given.password.clone(), agent.clone());
    let hashed = hashing(move || reset::hash_new(&new, &for_hash, &business.name)).await?;
    let hashed = match hashed {
        Ok(it) => it,
        Err(err) => return again(&asker, sheet(&asker).await?, err).await,
    };
    let (session_new, secret) = fresh(&req, agent.id, false)?;
    let before = asker.signed.key;
    app.act(move |write| {
        reset::change(write, agent.id, agent.password.as_deref(), &hashed, None)?;
        session::open(write, &session_new, Some(before)).map(|_| ())
    })
    .await?;
    app.hub.end_agent(asker.agent().id);
    let mut answer = see_other(PLACE);
    set_cookie(app, &mut answer, &secret)?;
    Ok(answer)
}
