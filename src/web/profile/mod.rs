//! One's own page: name, language, look, signature; password, second factor, devices.

pub mod absence;
pub mod addresses;
pub mod devices;
pub mod factor;
pub mod keyboard;
pub mod pause;

use actix_web::web::Form as Body;
use askama::Template;
use serde::Deserialize;

use crate::desk::agents::{self, Profile};
use crate::domain::agent::Preferences;
use crate::domain::error::{Error, Result};
use crate::web::asker::{Answer, Asker, html, see_other};
use crate::web::error::PageError;
use crate::web::names::Directory;
use crate::web::page::Page;
use crate::web::settings::letters;
use crate::web::setup::you::zones;
use crate::web::sheet::{Field, Form, Kind, Part, Row, Section, Sheet};
use crate::web::shell;
use crate::web::view::Choice;
use crate::words::{Language, Words};

#[derive(Template)]
#[template(path = "profile/sheet.html")]
struct View {
    page: Page,
    sheet: Sheet,
}

async fn show(asker: &Asker, sheet: Sheet) -> Answer {
    let for_look = asker.clone();
    let page = asker
        .app
        .look(move |look| {
            let directory = Directory::read(look)?;
            shell::page(&for_look, look, &directory, "me", None)
        })
        .await?;
    html(&View { page, sheet })
}

async fn again(asker: &Asker, mut sheet: Sheet, error: Error) -> Answer {
    sheet.fail_at(&asker.words, &error, asker.now);
    let mut answer = show(asker, sheet).await?;
    *answer.status_mut() = actix_web::ResponseError::status_code(&PageError(error));
    Ok(answer)
}

/// Where one may go on after a conversation is done with, and the word for it.
const AFTER: [(&str, &str); 3] = [
    ("", "after-next"),
    ("list", "after-list"),
    ("stay", "after-stay"),
];

/// The profile as a form has it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Given {
    name: String,
    language: String,
    time_zone: String,
    signature: String,
    theme: String,
    after: String,
    compact: String,
    keys_off: String,
}

impl Given {
    fn of(asker: &Asker) -> Self {
        let me = asker.agent();
        let tick = |on: bool| if on { "1".to_owned() } else { String::new() };
        Given {
            name: me.name.clone(),
            language: me.language.clone(),
            time_zone: me.time_zone.clone(),
            signature: me.signature.clone(),
            theme: me.preferences.theme.clone(),
            after: me.preferences.after.clone(),
            compact: tick(me.preferences.compact),
            keys_off: tick(me.preferences.keys_off),
        }
    }

    /// What is written, and what of `now` stands on other pages.
    fn profile(&self, now: Preferences) -> Profile {
        let known = ["light", "dark"].contains(&self.theme.as_str());
        let after = AFTER.into_iter().find(|it| it.0 == self.after);
        Profile {
            name: self.name.clone(),
            language: self.language.clone(),
            time_zone: self.time_zone.clone(),
            signature: self.signature.clone(),
            preferences: Preferences {
                keys_off: !self.keys_off.is_empty(),
                theme: if known {
                    self.theme.clone()
                } else {
                    String::new()
                },
                compact: !self.compact.is_empty(),
                after: after.unwrap_or_default().0.to_owned(),
                ..now
            },
        }
    }
}

fn fields(words: &Words, given: &Given) -> Vec<Field> {
    let languages = Language::ALL
        .into_iter()
        .map(|it| {
            let is_mine = Language::parse(&given.language) == it;
            Choice::new(it.code(), it.own_name(), is_mine)
        })
        .collect();
    let themes = [
        ("", "look-system"),
        ("light", "look-light"),
        ("dark", "look-dark"),
    ]
    .into_iter()
    .map(|(value, key)| Choice::new(value, words.t(key), value == given.theme))
    .collect();
    let after = AFTER.map(|(value, key)| Choice::new(value, words.t(key), value == given.after));
    vec![
        Field::text("name", words.t("you-name"), &given.name)
            .auto("name")
            .required(),
        Field::choose(Kind::Select, "language", words.t("language"), languages),
        Field::choose(
            Kind::Select,
            "time_zone",
            words.t("time-zone"),
            zones(&given.time_zone),
        ),
        Field::new(
            Kind::Area,
            "signature",
            words.t("signature"),
            &given.signature,
        )
        .hint(words.t("signature-hint")),
        Field::choose(Kind::Select, "after", words.t("after-done"), after.into()),
        Field::choose(Kind::Select, "theme", words.t("look-theme"), themes),
        Field::new(
            Kind::Check,
            "compact",
            words.t("look-compact"),
            &given.compact,
        ),
        Field::new(
            Kind::Check,
            "keys_off",
            words.t("look-keys-off"),
            &given.keys_off,
        )
        .hint(words.t("look-keys-off-hint")),
    ]
}

fn sheet(asker: &Asker, given: &Given) -> Sheet {
    let words = &asker.words;
    let form = Form::new("/settings/me", words.t("act-save"), fields(words, given));
    let row = |href: &str, key: &str, text: String| Row {
        href: href.to_owned(),
        title: words.t(key),
        text,
        ..Row::default()
    };
    let factor = if asker.agent().totp.is_some() {
        words.t("factor-is-on")
    } else {
        words.t("factor-is-off")
    };
    let rows = vec![
        row(
            "/settings/me/addresses",
            "addresses-title",
            words.t("addresses-about"),
        ),
        row(
            "/settings/me/devices",
            "me-security",
            words.t("devices-about"),
        ),
        row("/settings/me/factor", "factor-title", factor),
        row(
            "/settings/me/notifications",
            "telling-title",
            words.t("telling-about"),
        ),
        row("/settings/me/keys", "keys-title", words.t("keys-about")),
        row(
            "/settings/canned_replies",
            "set-canned",
            words.t("set-canned-about"),
        ),
        row(
            "/settings/macros",
            "set-macros",
            words.t("set-macros-about"),
        ),
    ];
    let mut sheet = Sheet::new(words.t("me-profile"), asker.agent().email.clone());
    sheet
        .sections
        .extend(letters::section(asker, asker.agent()));
    sheet
        .with(Section::of(String::new(), vec![Part::Form(form)]))
        .with(Section::of(words.t("me-safety"), vec![Part::Rows(rows)]))
}

/// `GET /settings/me`
pub async fn page(asker: Asker) -> Answer {
    let sheet = sheet(&asker, &Given::of(&asker));
    show(&asker, sheet).await
}

/// `POST /settings/me`
pub async fn save(asker: Asker, given: Body<Given>) -> Answer {
    match put(&asker, &given).await {
        Ok(()) => {
            let mut answer = see_other("/settings/me");
            forget_look(&mut answer);
            Ok(answer)
        }
        Err(err @ Error::Invalid(_)) => again(&asker, sheet(&asker, &given), err).await,
        Err(err) => Err(err.into()),
    }
}

async fn put(asker: &Asker, given: &Given) -> Result<()> {
    let now = asker.agent().preferences.clone();
    let (viewer, profile) = (asker.viewer().clone(), given.profile(now));
    let deed = asker
        .app
        .act(move |write| agents::put_profile(write, &viewer, &profile));
    deed.await.map(|_| ())
}

/// The look said here outranks what this browser was told before.
fn forget_look(answer: &mut actix_web::HttpResponse) {
    for name in [crate::web::asker::THEME, crate::web::asker::DENSITY] {
        let mut gone = actix_web::cookie::Cookie::build(name, "")
            .path("/")
            .finish();
        gone.make_removal();
        // Fails only for a name or value no header may hold; ours are words.
        let _ = answer.add_cookie(&gone);
    }
}
