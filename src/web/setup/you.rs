//! `/setup/{token}`: the first screen. Whoever sends it first owns this Lobby.

use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::web::{Form as Body, Path};
use serde::Deserialize;

use crate::auth::secret::Secret;
use crate::auth::throttle::Try;
use crate::auth::{password, session, setup_link};
use crate::desk::agents::{self, Profile};
use crate::domain::error::Error;
use crate::setup::claim::{self, Claim};
use crate::setup::country;
use crate::setup::progress::Step;
use crate::web::asker::{Answer, Visitor};
use crate::web::login::{fresh, hashing, set_cookie};
use crate::web::session::Known;
use crate::web::setup::{again, go_on, owner, show, steps};
use crate::web::sheet::{Field, Form, Kind, Part, Section, Sheet};
use crate::web::source;
use crate::web::view::Choice;
use crate::words::{Language, Words};

/// What the owner says of themselves once the account is there.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Again {
    name: String,
    language: String,
    time_zone: String,
}

#[derive(Debug, Deserialize)]
pub struct Given {
    name: String,
    email: String,
    password: String,
    language: String,
    time_zone: String,
}

fn languages(chosen: &str) -> Vec<Choice> {
    let all = Language::ALL.into_iter();
    all.map(|it| Choice::new(it.code(), it.own_name(), it == Language::parse(chosen)))
        .collect()
}

fn sheet(visitor: &Visitor, token: &str, given: &Given) -> Sheet {
    let words = &visitor.words;
    let languages = languages(&given.language);
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

/// Where zones of people are; the database has old names and offsets besides.
const CONTINENTS: [&str; 9] = [
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
];

/// The zones to choose from: all there are (IANA), and the one chosen.
#[must_use]
pub fn zones(chosen: &str) -> Vec<Choice> {
    let known = jiff::tz::db().available().map(|it| it.as_str().to_owned());
    let placed = |it: &String| {
        it.split_once('/')
            .is_some_and(|(at, _)| CONTINENTS.contains(&at))
    };
    let mut names: Vec<String> = known.filter(placed).collect();
    names.extend(["UTC".to_owned(), chosen.to_owned()]);
    names.retain(|it| !it.is_empty());
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .map(|it| {
            let here = it == chosen;
            Choice::new(it.clone(), it.replace('_', " "), here)
        })
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
        Language::Portuguese => "America/Sao_Paulo",
        Language::Indonesian => "Asia/Jakarta",
        Language::English => "UTC",
    };
    region.map_or(usual, |it| it.time_zone).to_owned()
}

fn secret(token: &str) -> Result<Secret, Error> {
    Secret::parse(token).ok_or(Error::not_found("link"))
}

/// `GET /setup/{token}`: the first screen; for the owner who comes back, where they left off.
pub async fn page(visitor: Visitor, known: Known, req: HttpRequest, token: Path<String>) -> Answer {
    let (secret, now) = (secret(&token)?, visitor.app.clock.now());
    let open = visitor
        .app
        .look(move |look| setup_link::check(look, &secret, now))
        .await;
    if open.is_err() {
        let owner = owner(&visitor, known).await;
        let (_, progress) = owner.map_err(|_| Error::not_found("link"))?;
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
    app.throttle
        .count(Try::SetUp, &token, source::address(&req), now)?;
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

fn again_sheet(visitor: &Visitor, email: &str, given: &Again) -> Sheet {
    let words = &visitor.words;
    let zones = zones(&given.time_zone);
    let fields = vec![
        Field::text("name", words.t("you-name"), &given.name)
            .auto("name")
            .required(),
        Field::choose(
            Kind::Select,
            "language",
            words.t("language"),
            languages(&given.language),
        ),
        Field::choose(Kind::Select, "time_zone", words.t("time-zone"), zones),
    ];
    let form = Form::new("/setup/you", words.t("setup-continue"), fields);
    let mut sheet = Sheet::new(words.t("step-you"), email.to_owned())
        .with(Section::of(String::new(), vec![Part::Form(form)]));
    sheet.steps = steps(words, 0);
    sheet
}

/// `GET /setup/you`: the first step again, for the owner.
pub async fn again_page(visitor: Visitor, known: Known) -> Answer {
    let (signed, _) = owner(&visitor, known).await?;
    let me = signed.agent;
    let given = Again {
        name: me.name,
        language: me.language,
        time_zone: me.time_zone,
    };
    show(&visitor, again_sheet(&visitor, &me.email, &given))
}

/// `POST /setup/you`
pub async fn save(visitor: Visitor, known: Known, given: Body<Again>) -> Answer {
    let (signed, _) = owner(&visitor, known).await?;
    let (viewer, me) = (signed.viewer, signed.agent);
    let profile = Profile {
        name: given.name.clone(),
        language: given.language.clone(),
        time_zone: given.time_zone.clone(),
        signature: me.signature.clone(),
        preferences: me.preferences.clone(),
    };
    let saved = visitor
        .app
        .act(move |write| agents::put_profile(write, &viewer, &profile).map(|_| ()))
        .await;
    match saved {
        Ok(()) => Ok(go_on(Step::Business)),
        Err(err @ Error::Invalid(_)) => {
            again(&visitor, again_sheet(&visitor, &me.email, &given), err)
        }
        Err(err) => Err(err.into()),
    }
}
