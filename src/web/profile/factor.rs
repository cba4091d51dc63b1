//! `/settings/me/factor`: the second factor, on and off.

use actix_web::HttpRequest;
use actix_web::web::Form as Body;
use serde::Deserialize;

use crate::auth::throttle::Try;
use crate::auth::{password, second_factor};
use crate::domain::error::{Error, Result};
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::login::hashing;
use crate::web::profile::{again, show};
use crate::web::sheet::{Field, Form, Part, Section, Sheet, qr};
use crate::web::source;

const PLACE: &str = "/settings/me/factor";

/// A code, and the secret it proves when it is set up.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Given {
    code: String,
    secret: String,
    current: String,
}

fn code(asker: &Asker) -> Field {
    Field::text("code", asker.words.t("code-label"), "")
        .auto("one-time-code")
        .required()
}

/// Off: a secret to scan. On: how to take it away.
async fn sheet(asker: &Asker, secret: &str) -> Result<Sheet> {
    let words = &asker.words;
    let sheet = Sheet::new(words.t("factor-title"), words.t("factor-about"))
        .back("/settings/me", words.t("me-profile"));
    if let Some(totp) = &asker.agent().totp {
        let off = Form::new(
            format!("{PLACE}/off"),
            words.t("factor-off"),
            vec![code(asker)],
        )
        .danger();
        return Ok(sheet.with(
            Section::of(words.t("factor-is-on"), vec![Part::Form(off)])
                .text(words.t_n("factor-left", totp.recovery.len())),
        ));
    }
    let business = asker.app.look(|look| look.business()).await?;
    let business = business.unwrap_or_default().name;
    let email = &asker.agent().email;
    let fresh = if secret.is_empty() {
        second_factor::fresh(email, &business)?
    } else {
        second_factor::shown(secret, email, &business)?
    };
    let form = Form::new(
        PLACE,
        words.t("factor-on"),
        vec![
            code(asker),
            Field::input("password", "current", words.t("password-current"), "")
                .auto("current-password")
                .required(),
            Field::hidden("secret", &fresh.secret),
        ],
    );
    Ok(sheet.with(
        Section::of(
            words.t("factor-scan"),
            vec![
                Part::Qr(qr(&fresh.url, words.t("factor-qr"))?),
                Part::Copy(words.t("factor-secret"), fresh.secret),
                Part::Form(form),
            ],
        )
        .text(words.t("factor-scan-text")),
    ))
}

/// `GET /settings/me/factor`
pub async fn page(asker: Asker) -> Answer {
    let sheet = sheet(&asker, "").await?;
    let mut answer = show(&asker, sheet).await?;
    keep_nowhere(&mut answer);
    Ok(answer)
}

fn keep_nowhere(answer: &mut actix_web::HttpResponse) {
    answer.headers_mut().insert(
        actix_web::http::header::CACHE_CONTROL,
        actix_web::http::header::HeaderValue::from_static("no-store"),
    );
}

/// `POST /settings/me/factor`: proven by a first code; shows the recovery codes this once.
pub async fn set_up(asker: Asker, req: HttpRequest, given: Body<Given>) -> Answer {
    let (me, key) = (asker.agent().id, asker.signed.key);
    if asker.agent().totp.is_some() {
        return Ok(see_other(PLACE));
    }
    count(&asker, &req)?;
    // An unlocked screen is not enough to lock its owner out (OWASP ASVS 7.5.1).
    let (kept, current) = (asker.agent().password.clone(), given.current.clone());
    if !hashing(move || password::verify(kept.as_deref(), &current)).await? {
        let wrong = Error::invalid("current", "error-password-wrong");
        let sheet = sheet(&asker, &given.secret).await?;
        return again(&asker, sheet, wrong).await;
    }
    let codes = second_factor::recovery_codes()?;
    let (keys, for_deed) = (asker.app.keys.clone(), codes.clone());
    let proof = (given.secret.clone(), given.code.clone());
    let set = asker
        .app
        .act(move |write| {
            let proof = (proof.0.as_str(), proof.1.as_str());
            second_factor::set_up(write, &keys, me, proof, &for_deed, Some(key))
        })
        .await;
    if let Err(err) = set {
        let sheet = sheet(&asker, &given.secret).await?;
        return again(&asker, sheet, err).await;
    }
    asker.app.hub.end_agent(me);
    let words = &asker.words;
    let sheet = Sheet::new(words.t("factor-codes"), words.t("factor-codes-text"))
        .back("/settings/me", words.t("me-profile"))
        .with(Section::of(String::new(), vec![Part::Codes(codes)]));
    let mut answer = show(&asker, sheet).await?;
    keep_nowhere(&mut answer);
    Ok(answer)
}

fn count(asker: &Asker, req: &HttpRequest) -> Result<()> {
    let account = asker.agent().id.to_string();
    asker
        .app
        .throttle
        .count(Try::SecondFactor, &account, source::address(req), asker.now)
}

/// `POST /settings/me/factor/off`: with a code of it.
pub async fn take_away(asker: Asker, req: HttpRequest, given: Body<Given>) -> Answer {
    count(&asker, &req)?;
    let (me, actor) = (asker.agent().id, asker.viewer().actor);
    let (keys, code) = (asker.app.keys.clone(), given.code.clone());
    let off = asker
        .app
        .act(move |write| {
            second_factor::prove(write, &keys, me, &code)?;
            second_factor::disable(write, actor, me)
        })
        .await;
    match off {
        Ok(()) => Ok(see_other(PLACE)),
        Err(err @ Error::Invalid(_)) => {
            let sheet = sheet(&asker, "").await?;
            again(&asker, sheet, err).await
        }
        Err(err) => Err(err.into()),
    }
}
