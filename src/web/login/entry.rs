//! `/login` and `/logout`.

use actix_web::web::{Form as Body, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use crate::auth::invite::canonical_email;
use crate::auth::throttle::Try;
use crate::auth::{password, session, setup_link};
use crate::desk::sending::can_send;
use crate::domain::agent::Agent;
use crate::domain::error::Error;
use crate::setup::progress;
use crate::web::asker::{Answer, Visitor, see_other};
use crate::web::login::{again, hashing, open_session, show};
use crate::web::session::{Known, no_cookie, safe_next};
use crate::web::sheet::{Field, Form, Part, Section, Sheet};
use crate::web::source;
use crate::web::view::Link;

/// Where to go on, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    next: String,
    done: String,
}

#[derive(Debug, Deserialize)]
pub struct Given {
    email: String,
    password: String,
    #[serde(default)]
    next: String,
}

async fn sheet(visitor: &Visitor, email: &str, next: &str) -> Result<Sheet, Error> {
    let sends = visitor.app.look(can_send).await?;
    let words = &visitor.words;
    let mut form = Form::new(
        "/login",
        words.t("login-enter"),
        vec![
            Field::input("email", "email", words.t("login-email"), email)
                .auto("username")
                .required(),
            Field::input("password", "password", words.t("login-password"), "")
                .auto("current-password")
                .required(),
            Field::hidden("next", next),
        ],
    );
    let mut parts = Vec::new();
    if sends {
        form = form.other("/forgot", words.t("login-forgot"));
    } else {
        // No letter could leave: what helps is said instead.
        parts.push(Part::Text(words.t("login-forgot-no-mail")));
    }
    parts.insert(0, Part::Form(form));
    Ok(Sheet::new(words.t("login-title"), String::new()).with(Section::of(String::new(), parts)))
}

/// `GET /login`
pub async fn page(visitor: Visitor, known: Known, asked: Query<Asked>) -> Answer {
    let next = safe_next(&asked.next);
    if let Some(signed) = known.0 {
        let owes = signed.session.owes_second_factor;
        return Ok(see_other(if owes { "/login/code" } else { next }));
    }
    let mut sheet = sheet(&visitor, "", next).await?;
    if asked.done == "password" {
        sheet.banner("ok", visitor.words.t("login-password-set"));
    }
    if asked.done == "out" {
        sheet.banner("ok", visitor.words.t("login-out"));
    }
    if !visitor.app.look(setup_link::is_claimed).await? {
        sheet.banner("warn", visitor.words.t("login-not-set-up"));
    }
    show(&visitor, sheet)
}

/// `POST /login`
pub async fn enter(visitor: Visitor, req: HttpRequest, given: Body<Given>) -> Answer {
    let app = &visitor.app;
    let typed = given.email.trim().to_lowercase();
    let next = safe_next(&given.next).to_owned();
    let throttled = app
        .throttle
        .count(Try::LogIn, &typed, source::address(&req), app.clock.now());
    if let Err(err) = throttled {
        let sheet = sheet(&visitor, &given.email, &next).await?;
        return again(&visitor, sheet, err);
    }
    let email = canonical_email(&typed).unwrap_or_default();
    let found = app.look(move |look| look.agent_by_email(&email)).await?;
    let agent = found.filter(Agent::is_active);
    let kept = agent.as_ref().and_then(|it| it.password.clone());
    let given_password = given.password.clone();
    let right = hashing(move || password::verify(kept.as_deref(), &given_password)).await?;
    let Some(agent) = agent.filter(|_| right) else {
        tracing::warn!(from = ?source::address(&req), "log-in refused");
        let wrong = Error::invalid("", "error-login");
        let sheet = sheet(&visitor, &given.email, &next).await?;
        return again(&visitor, sheet, wrong);
    };
    app.throttle.forgive(Try::LogIn, &typed);
    let owes = agent.totp.is_some();
    let target = if owes {
        let coded: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
        format!("/login/code?next={coded}")
    } else {
        first_page(&visitor, &agent, &next).await?
    };
    let answer = see_other(&target);
    Ok(open_session(app, &req, agent.id, owes, answer).await?)
}

/// An owner whose set-up is not over goes on with it.
async fn first_page(visitor: &Visitor, agent: &Agent, next: &str) -> Result<String, Error> {
    let viewer = session::viewer(agent);
    if next != "/" || !viewer.may(crate::domain::actor::Right::Own) {
        return Ok(next.to_owned());
    }
    let progress = visitor.app.look(progress::progress).await?;
    Ok(if progress.over {
        next.to_owned()
    } else {
        format!("/setup/{}", progress.next().name())
    })
}

/// `POST /logout`
pub async fn leave(visitor: Visitor, known: Known) -> Answer {
    let mut answer = see_other("/login?done=out");
    if let Some(signed) = known.0 {
        let key = signed.key;
        visitor
            .app
            .act(move |write| session::end(write, key))
            .await?;
        visitor.app.hub.end_session(signed.session.id);
    }
    let gone = no_cookie(&visitor.app.config);
    answer
        .add_cookie(&gone)
        .map_err(|err| Error::internal("writing a cookie", err))?;
    clear(&mut answer);
    Ok(answer)
}

/// Asks the browser to forget what it kept of our pages.
fn clear(answer: &mut HttpResponse) {
    answer.headers_mut().insert(
        actix_web::http::header::HeaderName::from_static("clear-site-data"),
        actix_web::http::header::HeaderValue::from_static("\"cache\", \"storage\""),
    );
}

/// A way back to the log-in, for pages beside it.
#[must_use]
pub fn to_login(visitor: &Visitor) -> Link {
    Link {
        href: "/login".to_owned(),
        text: visitor.words.t("login-back"),
    }
}
