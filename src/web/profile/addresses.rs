//! `/settings/me/addresses`: what one logs in with and other addresses one writes from, each proven by a link mailed to
//! it.

use actix_web::HttpRequest;
use actix_web::web::{Form as Body, Path};
use serde::Deserialize;

use crate::auth::password;
use crate::auth::secret::Secret;
use crate::auth::throttle::Try;
use crate::desk::addresses::{self, Waiting};
use crate::desk::sending::can_send;
use crate::domain::actor::Right;
use crate::domain::error::{Error, Result};
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::login::hashing;
use crate::web::profile::{again, show};
use crate::web::settings::letters;
use crate::web::sheet::{Field, Form, Part, Row, Section, Sheet};
use crate::web::source;

const PLACE: &str = "/settings/me/addresses";

/// An address, and for the log-in the current password.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Given {
    /// `own` in the form of a further one, as both stand on one page.
    #[serde(alias = "own")]
    address: String,
    current: String,
}

async fn sheet(asker: &Asker, given: &Given) -> Result<Sheet> {
    let (me, now) = (asker.agent().clone(), asker.now);
    let found = asker
        .app
        .look(move |look| Ok((addresses::waiting(look, &me, now)?, can_send(look)?)));
    let (waiting, sends) = found.await?;
    let (to_log_in, to_write): (Vec<_>, Vec<_>) = waiting.iter().partition(|it| it.for_log_in);
    let words = &asker.words;
    let mut sheet = Sheet::new(words.t("addresses-title"), words.t("addresses-lead"))
        .back("/settings/me", words.t("me-profile"));
    if !sends {
        sheet.banner("warn", words.t("conflict-no-mailbox"));
    }
    let me = asker.agent();
    let mut parts = vec![Part::Rows(
        std::iter::once(proven(asker, &me.email, false))
            .chain(to_log_in.iter().map(|it| waits(asker, it)))
            .collect(),
    )];
    if sends {
        parts.push(Part::Form(log_in_form(asker, given)));
    }
    let mut others: Vec<Row> = me
        .own_addresses
        .iter()
        .map(|it| proven(asker, it, true))
        .collect();
    others.extend(to_write.iter().map(|it| waits(asker, it)));
    let mut further = Vec::new();
    if !others.is_empty() {
        further.push(Part::Rows(others));
    }
    if sends {
        let field = Field::input("email", "own", words.t("address-new"), "").required();
        let form = Form::new(format!("{PLACE}/own"), words.t("address-send"), vec![field]);
        further.push(Part::Form(form));
    }
    let own = Section::of(words.t("own-addresses"), further).text(words.t("own-addresses-hint"));
    Ok(sheet
        .with(Section::of(words.t("address-log-in"), parts).text(words.t("address-log-in-text")))
        .with(own))
}

fn log_in_form(asker: &Asker, given: &Given) -> Form {
    let words = &asker.words;
    let fields = vec![
        Field::input("email", "address", words.t("address-new"), &given.address).required(),
        Field::input("password", "current", words.t("password-current"), "")
            .auto("current-password")
            .required(),
    ];
    Form::new(format!("{PLACE}/login"), words.t("address-send"), fields)
}

fn forget_button(asker: &Asker, address: &str, key: &str) -> Form {
    let mut form = Form::button(format!("{PLACE}/forget"), asker.words.t(key));
    form.fields = vec![Field::hidden("address", address)];
    form
}

fn proven(asker: &Asker, address: &str, removable: bool) -> Row {
    let remove = || forget_button(asker, address, "act-remove");
    Row {
        title: address.to_owned(),
        health: Some(("ok", asker.words.t("address-proven"))),
        acts: if removable {
            vec![remove()]
        } else {
            Vec::new()
        },
        ..Row::default()
    }
}

fn waits(asker: &Asker, it: &Waiting) -> Row {
    let words = &asker.words;
    let until = words.until(it.until, asker.now);
    Row {
        title: it.address.clone(),
        text: match &it.trouble {
            Some(it) => letters::why(
                words,
                "lost-here",
                it,
                asker.viewer().may(Right::Administer),
            ),
            None => words.t_of("address-until", "time", until),
        },
        health: Some(match it.trouble {
            Some(_) => ("bad", words.t("lost-title")),
            None => ("warn", words.t("address-waits")),
        }),
        acts: vec![forget_button(asker, &it.address, "address-take-back")],
        ..Row::default()
    }
}

/// `GET /settings/me/addresses`
pub async fn page(asker: Asker) -> Answer {
    let sheet = sheet(&asker, &Given::default()).await?;
    show(&asker, sheet).await
}

/// A letter to an address of somebody's choice: three a day, as for a forgotten password.
fn count(asker: &Asker, req: &HttpRequest, address: &str) -> Result<()> {
    let from = source::address(req);
    asker
        .app
        .throttle
        .count(Try::Reset, address, from, asker.now)
}

async fn answer(asker: &Asker, given: &Given, done: Result<()>) -> Answer {
    match done {
        Ok(()) => Ok(see_other(PLACE)),
        Err(err @ (Error::Invalid(_) | Error::Conflict { .. } | Error::TooMany { .. })) => {
            again(asker, sheet(asker, given).await?, err).await
        }
        Err(err) => Err(err.into()),
    }
}

/// `POST /settings/me/addresses/login`: with the current password; the change is made once the link is opened.
pub async fn log_in(asker: Asker, req: HttpRequest, given: Body<Given>) -> Answer {
    let done = ask_log_in(&asker, &req, &given).await;
    answer(&asker, &given, done).await
}

async fn ask_log_in(asker: &Asker, req: &HttpRequest, given: &Given) -> Result<()> {
    let app = &asker.app;
    let agent = asker.agent().clone();
    app.throttle
        .count(Try::LogIn, &agent.email, source::address(req), asker.now)?;
    let (kept, current) = (agent.password.clone(), given.current.clone());
    // An unlocked screen is not enough to take an account (OWASP ASVS 7.5.1).
    if !hashing(move || password::verify(kept.as_deref(), &current)).await? {
        return Err(Error::invalid("current", "error-password-wrong"));
    }
    app.throttle.forgive(Try::LogIn, &agent.email);
    count(asker, req, &given.address)?;
    let (viewer, keys, secret) = (asker.viewer().clone(), app.keys.clone(), Secret::new()?);
    let address = given.address.clone();
    app.act(move |write| {
        addresses::ask_log_in(write, &viewer, agent.id, &address, (&secret, &keys))
    })
    .await
}

/// `POST /settings/me/addresses/own`: one more address one writes from, once the link is opened.
pub async fn own(asker: Asker, req: HttpRequest, given: Body<Given>) -> Answer {
    let (viewer, keys) = (asker.viewer().clone(), asker.app.keys.clone());
    let (address, secret) = (given.address.clone(), Secret::new()?);
    let done = match count(&asker, &req, &address) {
        Ok(()) => {
            let deed = asker
                .app
                .act(move |write| addresses::ask_own(write, &viewer, &address, (&secret, &keys)));
            deed.await
        }
        Err(err) => Err(err),
    };
    answer(&asker, &Given::default(), done).await
}

/// `POST /settings/me/addresses/forget`
pub async fn forget(asker: Asker, given: Body<Given>) -> Answer {
    let (viewer, address) = (asker.viewer().clone(), given.address.clone());
    let deed = asker
        .app
        .act(move |write| addresses::forget(write, &viewer, &address));
    let done = deed.await;
    answer(&asker, &Given::default(), done).await
}

fn secret(token: &str) -> Result<Secret> {
    Secret::parse(token).ok_or(Error::not_found("link"))
}

/// `GET /settings/me/addresses/{token}`: what the link proves; nothing is used up.
pub async fn choose(asker: Asker, token: Path<String>) -> Answer {
    let (secret, me, now) = (secret(&token)?, asker.agent().clone(), asker.now);
    let asked = asker
        .app
        .look(move |look| addresses::asked(look, &me, &secret, now));
    let (address, for_log_in) = asked.await?;
    let words = &asker.words;
    let text = if for_log_in {
        "address-prove-log-in"
    } else {
        "address-prove-own"
    };
    let form = Form::new(
        format!("{PLACE}/{token}"),
        words.t("address-prove"),
        Vec::new(),
    );
    let sheet = Sheet::new(
        words.t("address-prove-title"),
        words.t_of(text, "address", address),
    )
    .with(Section::of(String::new(), vec![Part::Form(form)]));
    show(&asker, sheet).await
}

/// `POST /settings/me/addresses/{token}`: it is proven.
pub async fn prove(asker: Asker, token: Path<String>) -> Answer {
    let (secret, viewer, key) = (secret(&token)?, asker.viewer().clone(), asker.signed.key);
    let deed = asker
        .app
        .act(move |write| addresses::prove(write, &viewer, &secret, key));
    let done = deed.await;
    if done.is_ok() {
        asker.app.hub.end_agent(asker.agent().id);
    }
    answer(&asker, &Given::default(), done).await
}
