//! `/invite/{token}`: becoming an agent.

use actix_web::HttpRequest;
use actix_web::web::{Form as Body, Path};
use serde::Deserialize;

use crate::auth::invite::{self, Accepted};
use crate::auth::password;
use crate::auth::secret::Secret;
use crate::auth::throttle::Try;
use crate::domain::error::Error;
use crate::web::asker::{Answer, Visitor, see_other};
use crate::web::login::{again, hashing, open_session, show};
use crate::web::sheet::{Field, Form, Part, Section, Sheet};
use crate::web::source;

#[derive(Debug, Deserialize)]
pub struct Given {
    name: String,
    password: String,
}

fn sheet(visitor: &Visitor, token: &str, email: &str, name: &str) -> Sheet {
    let words = &visitor.words;
    let form = Form::new(
        format!("/invite/{token}"),
        words.t("invite-accept"),
        vec![
            Field::text("name", words.t("you-name"), name)
                .auto("name")
                .required(),
            Field::input("password", "password", words.t("you-password"), "")
                .auto("new-password")
                .hint(words.t("password-hint"))
                .required(),
        ],
    );
    Sheet::new(
        words.t_of("invite-title", "business", &visitor.business),
        words.t_of("invite-lead", "email", email),
    )
    .with(Section::of(String::new(), vec![Part::Form(form)]))
}

fn secret(token: &str) -> Result<Secret, Error> {
    Secret::parse(token).ok_or(Error::not_found("link"))
}

/// `GET /invite/{token}`
pub async fn page(visitor: Visitor, token: Path<String>) -> Answer {
    let (secret, now) = (secret(&token)?, visitor.app.clock.now());
    let (email, name) = visitor
        .app
        .look(move |look| invite::find(look, &secret, now))
        .await?;
    show(&visitor, sheet(&visitor, &token, &email, &name))
}

/// `POST /invite/{token}`: makes the agent and logs in.
pub async fn accept(
    visitor: Visitor,
    req: HttpRequest,
    token: Path<String>,
    given: Body<Given>,
) -> Answer {
    let app = &visitor.app;
    let now = app.clock.now();
    app.throttle
        .count(Try::Link, &token, source::address(&req), now)?;
    let secret = secret(&token)?;
    let for_look = secret.clone();
    let (email, _) = app
        .look(move |look| invite::find(look, &for_look, now))
        .await?;
    let sheet = sheet(&visitor, &token, &email, &given.name);
    let (name, new) = (given.name.clone(), given.password.clone());
    let business = visitor.business.clone();
    let hashed = hashing(move || {
        password::check(&new, &[&name, &email, &business])?;
        password::hash(&new)
    });
    let hashed = match hashed.await? {
        Ok(it) => it,
        Err(err) => return again(&visitor, sheet, err),
    };
    let by = Accepted {
        name: given.name.clone(),
        password: hashed,
        language: visitor.words.language().code().to_owned(),
        time_zone: visitor.words.zone().iana_name().unwrap_or("UTC").to_owned(),
    };
    let made = app
        .act(move |write| invite::accept(write, &secret, &by))
        .await;
    match made {
        Ok(agent) => Ok(open_session(app, &req, agent.id, false, see_other("/")).await?),
        Err(err @ Error::Invalid(_)) => again(&visitor, sheet, err),
        Err(err) => Err(err.into()),
    }
}
