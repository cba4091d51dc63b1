//! `/login/code`: the second factor.

use actix_web::HttpRequest;
use actix_web::web::{Form as Body, Query};
use serde::Deserialize;

use crate::auth::throttle::Try;
use crate::auth::{second_factor, session};
use crate::web::asker::{Answer, Visitor, see_other};
use crate::web::login::{again, fresh, set_cookie, show};
use crate::web::session::{Known, safe_next};
use crate::web::sheet::{Field, Form, Part, Section, Sheet};
use crate::web::source;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    next: String,
}

#[derive(Debug, Deserialize)]
pub struct Given {
    code: String,
    #[serde(default)]
    next: String,
}

fn sheet(visitor: &Visitor, next: &str) -> Sheet {
    let words = &visitor.words;
    let code = Field::text("code", words.t("code-label"), "")
        .auto("one-time-code")
        .hint(words.t("code-hint"))
        .required();
    let form = Form::new(
        "/login/code",
        words.t("login-enter"),
        vec![code, Field::hidden("next", next)],
    );
    let other = Form::new("/logout", words.t("code-other-account"), Vec::new());
    Sheet::new(words.t("code-title"), words.t("code-lead"))
        .with(Section::of(String::new(), vec![Part::Form(form)]))
        .with(Section::of(String::new(), vec![Part::Form(other)]).text(words.t("code-help")))
}

/// `GET /login/code`
pub async fn page(visitor: Visitor, known: Known, asked: Query<Asked>) -> Answer {
    match known.0 {
        Some(it) if it.session.owes_second_factor => {
            show(&visitor, sheet(&visitor, safe_next(&asked.next)))
        }
        Some(_) => Ok(see_other("/")),
        None => Ok(see_other("/login")),
    }
}

/// `POST /login/code`: proves it, and goes on under a new session.
pub async fn prove(visitor: Visitor, known: Known, req: HttpRequest, given: Body<Given>) -> Answer {
    let Some(signed) = known.0.filter(|it| it.session.owes_second_factor) else {
        return Ok(see_other("/login"));
    };
    let next = safe_next(&given.next).to_owned();
    let app = &visitor.app;
    let account = signed.agent.id.to_string();
    let now = app.clock.now();
    let throttled = app
        .throttle
        .count(Try::SecondFactor, &account, source::address(&req), now);
    if let Err(err) = throttled {
        return again(&visitor, sheet(&visitor, &next), err);
    }
    let (new, secret) = fresh(&req, signed.agent.id, false)?;
    let (keys, code) = (app.keys.clone(), given.code.clone());
    let (agent, before) = (signed.agent.id, signed.key);
    let proven = app
        .act(move |write| {
            second_factor::prove(write, &keys, agent, &code)?;
            session::open(write, &new, Some(before)).map(|_| ())
        })
        .await;
    if let Err(err) = proven {
        return again(&visitor, sheet(&visitor, &next), err);
    }
    app.throttle.forgive(Try::SecondFactor, &account);
    let mut answer = see_other(&next);
    set_cookie(app, &mut answer, &secret)?;
    Ok(answer)
}
