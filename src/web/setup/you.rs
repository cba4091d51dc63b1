//! `/setup/{token}`: the first screen. Whoever sends it first owns this Lobby.

use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::web::{Form as Body, Path};
use serde::Deserialize;

use crate::auth::secret::Secret;
use crate::auth::throttle::Try;
use crate::auth::{password, session, setup_link};
use crate::domain::error::Error;
use crate::setup::claim::{self, Claim};
use crate::setup::country;
use crate::setup::progress::Step;
use crate::web::asker::{Answer, Visitor};
use crate::web::login::{fresh, hashing, set_cookie};
use crate::web::session::{Known, peer};
use crate::web::setup::{again, go_on, owner, show, steps};
use crate::web::sheet::{Field, Form, Kind, Part, Section, Sheet};
use crate::web::view::Choice;
use crate::words::{Language, Words};

#[derive(Debug, Deserialize)]
pub struct Given {
    name: String,
    email: String,
    password: String,
    language: String,
    time_zone: String,
}

fn sheet(visitor: &Visitor, token: &str, given: &Given) -> Sheet {
    let words = &visitor.words;
    let languages = Language::ALL
        .into_iter()
        .map(|it| Choice::new(it.code(), it.own_name(), it.code() == given.language))
        .collect();
    let fields = vec![
        Field::text("name", words.t("you-name"), &given.name)
            .auto("name")
            .required(),
        Field::input("email", "email", words.t("you-email"), &given.email)
            .auto("username")
            .required(),
        Field::input("password", "password", words.t("you-password"), "")
            .auto("new-password")
            .hint(words.t("password-hint"))
            .required(),
        Field::choose(Kind::Select, "language", words.t("language"), languages),
        Field::choose(
            Kind::Select,
            "time_zone",
            words.t("time-zone"),
            zones(&given.time_zone),
        ),
    ];
    let form = Form::new(format!("/setup/{token}"), words.t("setup-continue"), fields);
    let section = Section::of(String::new(), vec![Part::Form(form)]).text(words.t("you-help"));
    let mut sheet = Sheet::new(words.t("you-title"), words.t("you-text")).with(section);
    sheet.steps = steps(words, 0);
    sheet
}

/// The zones to choose from: those of the countries known here, and the one chosen.
#[must_use]
pub fn zones(chosen: &str) -> Vec<Choice> {
    let mut names: Vec<&str> = country::ALL.iter().map(|it| it.time_zone).collect();
    names.extend(["UTC", chosen]);
    names.retain(|it| !it.is_empty());
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .map(|it| Choice::new(it, it.replace('_', " "), it == chosen))
        .collect()
}

/// The zone most people have whose browser wishes for this language and region.
fn guessed_zone(req: &HttpRequest, words: &Words) -> String {
    let wish = req.headers().get(header::ACCEPT_LANGUAGE);
    let wish = wish.and_then(|it| it.to_str().ok()).unwrap_or_default();
    let region = wish
        .split(',')
        .filter_map(|it| it.split(';').next()?.split_once('-'))
        .find_map(|(_, region)| country::find(region.trim()));
    let usual = match words.language() {
        Language::Spanish => "America/Bogota",
        Language::English => "UTC",
    };
    region.map_or(usual, |it| it.time_zone).to_owned()
}

fn secret(token: &str) -> Result<Secret, Error> {
    Secret::parse(token).ok_or(Error::not_found("page"))
}

/// `GET /setup/{token}`: the first screen; for the owner who comes back, where they left off.
pub async fn page(visitor: Visitor, known: Known, req: HttpRequest, token: Path<String>) -> Answer {
    let (secret, now) = (secret(&token)?, visitor.app.clock.now());
    let open = visitor
        .app
        .look(move |look| setup_link::check(look, &secret, now))
        .await;
    if open.is_err() {
        let (_, progress) = owner(&visitor, known).await?;
        return Ok(go_on(progress.next()));
    }
    let given = Given {
        name: String::new(),
        email: String::new(),
        password: String::new(),
        language: visitor.words.language().code().to_owned(),
        time_zone: guessed_zone(&req, &visitor.words),
    };
    show(&visitor, sheet(&visitor, &token, &given))
}

/// `POST /setup/{token}`: claims this Lobby and logs its owner in.
pub async fn claim(
    visitor: Visitor,
    req: HttpRequest,
    token: Path<String>,
    given: Body<Given>,
) -> Answer {
    let app = &visitor.app;
    let (secret, now) = (secret(&token)?, app.clock.now());
    let for_look = secret.clone();
    app.look(move |look| setup_link::check(look, &for_look, now))
        .await?;
    app.throttle.count(Try::SetUp, &token, peer(&req), now)?;
    let (new, name, email) = (
        given.password.clone(),
        given.name.clone(),
        given.email.clone(),
    );
    let hashed = hashing(move || {
        password::check(&new, &[&name, &email])?;
        password::hash(&new)
    });
    let hashed = match hashed.await? {
        Ok(it) => it,
        Err(err) => return again(&visitor, sheet(&visitor, &token, &given), err),
    };
    let words = Words::for_reader(&given.language, &given.time_zone);
    let claim = Claim {
        name: given.name.clone(),
        email: given.email.clone(),
        password: hashed,
        language: words.language().code().to_owned(),
        time_zone: given.time_zone.clone(),
        log_name: words.t("channel-log-name"),
    };
    let (new, cookie) = fresh(&req, crate::domain::id::AgentId::default(), false)?;
    let claimed = app
        .act(move |write| {
            let agent = claim::with_link(write, &secret, &claim)?;
            let mut new = new.clone();
            new.agent = agent.id;
            session::open(write, &new, None).map(|_| ())
        })
        .await;
    match claimed {
        Ok(()) => {
            let mut answer = go_on(Step::Business);
            set_cookie(app, &mut answer, &cookie)?;
            Ok(answer)
        }
        Err(err @ Error::Invalid(_)) => again(&visitor, sheet(&visitor, &token, &given), err),
        Err(err) => Err(err.into()),
    }
}
