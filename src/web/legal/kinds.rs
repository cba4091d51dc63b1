//! `/settings/legal`: what laws give so many working days for.

use actix_web::web::{Path, Query};

use crate::desk::legal_kinds::{self as desk, About, PRESETS, Preset};
use crate::desk::setting;
use crate::domain::error::{Error, Result};
use crate::domain::id::LegalKindId;
use crate::domain::legal::LegalKind;
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker};
use crate::web::browse::{self, Browsed};
use crate::web::settings::{Pairs, admin, done, first, id, show};
use crate::web::sheet::{Field, Form, Part, Row, Section, Sheet};
use crate::words::{Arg, Words};

const PLACE: &str = "/settings/legal";

async fn sheet(asker: &Asker, asked: &Browsed) -> Result<Sheet> {
    let read = |look: &Look<'_>| {
        let business = look.business()?.unwrap_or_default();
        Ok((setting::list::<LegalKind>(look)?, business.country))
    };
    let (all, country) = asker.app.look(read).await?;
    let words = &asker.words;
    let (named, row) = (
        |it: &LegalKind| it.reason(),
        |it: &LegalKind| row(words, it),
    );
    let offered: Vec<Row> = PRESETS
        .iter()
        .filter(|it| it.country == country && !all.iter().any(|one| is(words, it, one)))
        .map(|it| offer(words, it))
        .collect();
    let list = browse::list(words, (PLACE, asked), all, (named, row), "legal-none");
    let add = Form::new(
        PLACE,
        words.t("act-add"),
        fields(words, &LegalKind::default()),
    );
    let mut sheet = Sheet::new(words.t("set-legal"), words.t("legal-lead"))
        .back("/settings", words.t("nav-settings"))
        .with(Section::of(String::new(), list));
    if !offered.is_empty() {
        let title = words.t("legal-presets");
        let section = Section::of(title, vec![Part::Rows(offered)]);
        sheet = sheet.with(section.text(words.t("legal-presets-text")));
    }
    Ok(sheet.with(Section::of(words.t("legal-new"), vec![Part::Form(add)])))
}

/// Whether a kind is what is offered.
fn is(words: &Words, it: &Preset, one: &LegalKind) -> bool {
    one.law == it.law && one.name == named(words, it)
}

fn named(words: &Words, it: &Preset) -> String {
    words.t(&format!("legal-preset-{}", it.key))
}

fn offer(words: &Words, it: &Preset) -> Row {
    let mut take = Form::button(format!("{PLACE}/preset"), words.t("act-add"));
    take.fields = vec![Field::hidden("preset", it.key)];
    Row {
        title: format!("{}, {}", named(words, it), it.law),
        text: terms(words, it.days, it.extension),
        acts: vec![take],
        ..Row::default()
    }
}

/// "15 working days, 8 more if extended".
fn terms(words: &Words, days: u16, extension: u16) -> String {
    let days = words.t_n("legal-days", days);
    match extension {
        0 => days,
        n => {
            let args = [("days", Arg::Text(&days)), ("n", Arg::Number(i64::from(n)))];
            words.t_with("legal-terms", &args)
        }
    }
}

fn row(words: &Words, it: &LegalKind) -> Row {
    let place = format!("{PLACE}/{}", it.id);
    Row {
        title: it.reason(),
        text: terms(words, it.days, it.extension),
        acts: vec![Form::button(
            format!("{place}/retire"),
            words.t("act-retire"),
        )],
        href: place,
        ..Row::default()
    }
}

fn fields(words: &Words, it: &LegalKind) -> Vec<Field> {
    let number = |name: &str, key: &str, n: u16| {
        let value = if n == 0 { String::new() } else { n.to_string() };
        Field::input("number", name, words.t(key), value)
    };
    let hint = words.t("legal-extension-hint");
    vec![
        Field::text("name", words.t("legal-name"), it.name.clone()).required(),
        Field::text("law", words.t("legal-law"), it.law.clone()).hint(words.t("legal-law-hint")),
        number("days", "legal-days-after", it.days).required(),
        number("extension_days", "legal-extension", it.extension).hint(hint),
    ]
}

/// What is no number is too great a one.
fn about(given: &Pairs) -> About {
    let number = |name: &str| match first(given, name).trim() {
        "" => 0,
        it => it.parse().unwrap_or(u16::MAX),
    };
    About {
        name: first(given, "name").to_owned(),
        law: first(given, "law").to_owned(),
        days: number("days"),
        extension: number("extension_days"),
    }
}

/// `GET /settings/legal`
pub async fn page(asker: Asker, asked: Query<Browsed>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, &asked).await?;
    show(&asker, sheet).await
}

/// `POST /settings/legal`
pub async fn add(asker: Asker, given: Pairs) -> Answer {
    let about = about(&given);
    make(&asker, about).await
}

/// `POST /settings/legal/preset`
pub async fn preset(asker: Asker, given: Pairs) -> Answer {
    let wanted = first(&given, "preset");
    let found = PRESETS.iter().find(|it| it.key == wanted);
    let found = found.ok_or_else(|| Error::not_found("page"))?;
    let about = About {
        name: named(&asker.words, found),
        law: found.law.to_owned(),
        days: found.days,
        extension: found.extension,
    };
    make(&asker, about).await
}

async fn make(asker: &Asker, about: About) -> Answer {
    admin(asker)?;
    let viewer = asker.viewer().clone();
    let deed = move |w: &mut Write<'_>| desk::make(w, &viewer, &about).map(|_| ());
    let made = asker.app.act(deed).await;
    done(asker, made, PLACE, sheet(asker, &Browsed::default())).await
}

async fn one(asker: &Asker, at: LegalKindId) -> Result<Sheet> {
    let find = move |look: &Look<'_>| setting::find::<LegalKind>(look, at);
    let it = asker.app.look(find).await?;
    let words = &asker.words;
    let form = Form::new(
        format!("{PLACE}/{at}"),
        words.t("act-save"),
        fields(words, &it),
    );
    Ok(Sheet::new(it.reason(), words.t("legal-stay"))
        .back(PLACE, words.t("set-legal"))
        .with(Section::of(String::new(), vec![Part::Form(form)])))
}

/// `GET /settings/legal/{id}`
pub async fn edit(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let sheet = one(&asker, id(&at)?).await?;
    show(&asker, sheet).await
}

/// `POST /settings/legal/{id}`
pub async fn save(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    admin(&asker)?;
    let kind: LegalKindId = id(&at)?;
    let (viewer, about) = (asker.viewer().clone(), about(&given));
    let deed = move |w: &mut Write<'_>| desk::change(w, &viewer, kind, &about).map(|_| ());
    let saved = asker.app.act(deed).await;
    done(&asker, saved, PLACE, one(&asker, kind)).await
}

/// `POST /settings/legal/{id}/retire`
pub async fn retire(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let (kind, viewer) = (id::<LegalKindId>(&at)?, asker.viewer().clone());
    let deed = move |w: &mut Write<'_>| setting::retire::<LegalKind>(w, &viewer, kind);
    let retired = asker.app.act(deed).await;
    done(&asker, retired, PLACE, sheet(&asker, &Browsed::default())).await
}
