//! `/forgot` and `/reset/{token}`: a new password without the old one.

use actix_web::HttpRequest;
use actix_web::web::{Form as Body, Path};
use serde::Deserialize;

use crate::auth::invite::canonical_email;
use crate::auth::reset;
use crate::auth::secret::Secret;
use crate::auth::throttle::Try;
use crate::domain::error::Error;
use crate::web::asker::{Answer, Visitor, see_other};
use crate::web::login::entry::to_login;
use crate::web::login::{again, hashing, show};
use crate::web::sheet::{Field, Form, Part, Section, Sheet};
use crate::web::source;

#[derive(Debug, Deserialize)]
pub struct Forgotten {
    email: String,
}

#[derive(Debug, Deserialize)]
pub struct New {
    password: String,
}

fn asking(visitor: &Visitor, email: &str) -> Sheet {
    let words = &visitor.words;
    let form = Form::new(
        "/forgot",
        words.t("forgot-send"),
        vec![
            Field::input("email", "email", words.t("login-email"), email)
                .auto("username")
                .required(),
        ],
    );
    let mut sheet = Sheet::new(words.t("forgot-title"), words.t("forgot-lead"))
        .with(Section::of(String::new(), vec![Part::Form(form)]));
    sheet.back = Some(to_login(visitor));
    sheet
}

/// `GET /forgot`
pub async fn page(visitor: Visitor) -> Answer {
    show(&visitor, asking(&visitor, ""))
}

/// `POST /forgot`: the same answer, at the same time, whoever is asked for.
pub async fn ask(visitor: Visitor, req: HttpRequest, given: Body<Forgotten>) -> Answer {
    let app = visitor.app.clone();
    let now = app.clock.now();
    let throttled = app
        .throttle
        .count(Try::Reset, &given.email, source::address(&req), now);
    if let Err(err) = throttled {
        return again(&visitor, asking(&visitor, &given.email), err);
    }
    let (email, secret) = (canonical_email(&given.email), Secret::new()?);
    if let Ok(email) = email {
        actix_web::rt::spawn(async move {
            let keys = app.keys.clone();
            let asked = app
                .act(move |write| reset::ask(write, &email, &secret, &keys))
                .await;
            if let Err(err) = asked {
                tracing::warn!(error = %err, "a password reset was not put on its way");
            }
        });
    }
    let words = &visitor.words;
    let mut sheet = Sheet::new(words.t("forgot-sent-title"), words.t("forgot-sent"));
    sheet.back = Some(to_login(&visitor));
    show(&visitor, sheet)
}

fn choosing(visitor: &Visitor, token: &str, email: &str) -> Sheet {
    let words = &visitor.words;
    let form = Form::new(
        format!("/reset/{token}"),
        words.t("reset-save"),
        vec![
            Field::input("email", "email", words.t("login-email"), email).auto("username"),
            Field::input("password", "password", words.t("password-new"), "")
                .auto("new-password")
                .hint(words.t("password-hint"))
                .required(),
        ],
    );
    Sheet::new(words.t("reset-title"), words.t("reset-lead"))
        .with(Section::of(String::new(), vec![Part::Form(form)]))
}

fn secret(token: &str) -> Result<Secret, Error> {
    Secret::parse(token).ok_or(Error::not_found("link"))
}

/// `GET /reset/{token}`: shows what the link is for and uses nothing up.
pub async fn choose(visitor: Visitor, token: Path<String>) -> Answer {
    let (secret, now) = (secret(&token)?, visitor.app.clock.now());
    let agent = visitor
        .app
        .look(move |look| reset::find(look, &secret, now))
        .await?;
    show(&visitor, choosing(&visitor, &token, &agent.email))
}

/// `POST /reset/{token}`
pub async fn carry_out(
    visitor: Visitor,
    req: HttpRequest,
    token: Path<String>,
    given: Body<New>,
) -> Answer {
    let app = &visitor.app;
    let now = app.clock.now();
    app.throttle
        .count(Try::Link, &token, source::address(&req), now)?;
    let secret = secret(&token)?;
    let for_look = secret.clone();
    let agent = app
        .look(move |look| reset::find(look, &for_look, now))
        .await?;
    let sheet = choosing(&visitor, &token, &agent.email);
    let (new, business) = (given.password.clone(), visitor.business.clone());
    let id = agent.id;
    let hashed = hashing(move || reset::hash_new(&new, &agent, &business)).await?;
    let hashed = match hashed {
        Ok(it) => it,
        Err(err) => return again(&visitor, sheet, err),
    };
    app.act(move |write| reset::carry_out(write, &secret, &hashed))
        .await?;
    app.hub.end_agent(id);
    Ok(see_other("/login?done=password"))
}
