//! `/settings/contact_hours/{purpose}`: when people may hear from us of what they did not ask for, and how often.

use actix_web::web::Path;

use crate::conversations::outreach::in_force;
use crate::desk::contact_hours::{self as desk, Arranged};
use crate::domain::consent::Purpose;
use crate::domain::error::{Error, Result};
use crate::domain::hours::outreach::{Limits, MOST};
use crate::domain::queue::serving::written_intervals;
use crate::sla::calendar::Calendar;
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker};
use crate::web::settings::hours::PLACE as HOURS;
use crate::web::settings::{Pairs, admin, as_typed, done, first, show};
use crate::web::setup::business::DAYS;
use crate::web::setup::hours::{read, sentence};
use crate::web::sheet::{Field, Form, Kind, Part, Row, Section, Sheet};
use crate::words::Words;

const PLACE: &str = "/settings/contact_hours";

/// By what it is about, what counts, as rows that lead there.
///
/// # Errors
/// The store's.
pub fn rows(words: &Words, look: &Look<'_>) -> Result<Vec<Row>> {
    let row = |purpose: Purpose| {
        let it = desk::get(look, purpose)?;
        let chip = if it.is_preset() {
            words.t("contact-hours-preset")
        } else {
            words.t("contact-hours-own")
        };
        Ok(Row {
            href: format!("{PLACE}/{}", purpose.name()),
            icon: "wait",
            title: words.t(&format!("purpose-{}", purpose.name())),
            text: said(words, &it.limits),
            chip,
            ..Row::default()
        })
    };
    Purpose::ALL.into_iter().map(row).collect()
}

/// "Mon–Fri 7:00–19:00, Sat 8:00–15:00 · not on public holidays · a day: 1 · channels a week: 1"
fn said(words: &Words, it: &Limits) -> String {
    if !it.on {
        return words.t("contact-hours-any");
    }
    let mut out = vec![sentence(&it.week, words)];
    if !it.holidays {
        out.push(words.t("contact-hours-no-holidays"));
    }
    out.extend(it.a_day.map(|n| words.t_n("contact-hours-a-day-n", n)));
    out.extend(
        it.channels_a_week
            .map(|n| words.t_n("contact-hours-channels-n", n)),
    );
    out.join(" · ")
}

/// What it would do with a message now.
fn now(asker: &Asker, (limits, calendar): &(Limits, Calendar<'static>)) -> String {
    let words = asker.words.clone().in_zone(calendar.zone());
    let at = asker.now;
    if !limits.on {
        return words.t("contact-hours-now-any");
    }
    if calendar.is_open_at(at) {
        let until = calendar.closes_after(at);
        let until = until.map_or_else(String::new, |it| words.until(it, at));
        return words.t_of("contact-hours-now-open", "until", until);
    }
    match calendar.opens_after(at) {
        Some(opens) => words.t_of("contact-hours-now-wait", "opens", words.until(opens, at)),
        None => words.t("contact-hours-now-never"),
    }
}

async fn sheet(asker: &Asker, purpose: Purpose, typed: Option<Limits>) -> Result<Sheet> {
    let look = move |look: &Look<'_>| Ok((desk::get(look, purpose)?, in_force(look, purpose, "")?));
    let (it, in_force) = asker.app.look(look).await?;
    let words = &asker.words;
    let place = format!("{PLACE}/{}", purpose.name());
    let shown = typed.unwrap_or_else(|| it.limits.clone());
    let form = Form::new(
        place.clone(),
        words.t("act-save"),
        fields(words, purpose, &shown),
    );
    let about = words.t(&format!("contact-hours-{}", purpose.name()));
    let line = Part::Text(now(asker, &in_force));
    let sheet = Sheet::new(words.t(&format!("purpose-{}", purpose.name())), about)
        .back(HOURS, words.t("set-hours"))
        .with(Section::of(words.t("contact-hours-now"), vec![line]).id("now"))
        .with(Section::of(String::new(), vec![Part::Form(form)]));
    Ok(sheet.with(preset(words, &place, &it)))
}

/// What the country presets, and the way back to it.
fn preset(words: &Words, place: &str, it: &Arranged) -> Section {
    let country = match words.maybe(&format!("country-{}", it.country)) {
        none if none.is_empty() => words.t("country-ZZ"),
        name => name,
    };
    let told = words.t_of("contact-hours-preset-of", "country", country);
    let mut parts = vec![Part::Text(format!("{told} {}", said(words, &it.preset)))];
    if it.is_preset() {
        parts.push(Part::Text(words.t("contact-hours-is-preset")));
    } else {
        let reset = format!("{place}/reset");
        parts.push(Part::Form(Form::button(
            reset,
            words.t("contact-hours-reset"),
        )));
    }
    Section::of(words.t("contact-hours-preset-title"), parts)
        .text(words.t("contact-hours-lawyer"))
        .id("preset")
}

fn fields(words: &Words, purpose: Purpose, it: &Limits) -> Vec<Field> {
    let check = |name: &str, on: bool| {
        let key = format!("contact-hours-{}", name.replace('_', "-"));
        let field = Field::new(Kind::Check, name, words.t(&key), if on { "1" } else { "" });
        field.hint(words.t(&format!("{key}-hint")))
    };
    let number = |name: &str, value: Option<u16>| {
        let key = format!("contact-hours-{}", name.replace('_', "-"));
        let value = value.map(|it| it.to_string()).unwrap_or_default();
        Field::input("number", name, words.t(&key), value)
            .hint(words.t_n("contact-hours-cap-hint", MOST))
    };
    let mut all = vec![check("on", it.on)];
    for (at, (day, name)) in it.week.iter().zip(DAYS).enumerate() {
        let field = Field::text(name, words.t(&format!("day-{at}")), written_intervals(day));
        all.push(if at == 0 {
            field.hint(words.t("hours-hint"))
        } else {
            field
        });
    }
    all.push(check("holidays", it.holidays));
    all.push(number("a_day", it.a_day));
    all.push(number("channels_a_week", it.channels_a_week));
    if purpose == Purpose::Commercial {
        all.push(check("by_hand", it.by_hand));
    }
    all
}

/// What a form says; of a week that cannot be read the first wrong day.
fn typed(was: &Limits, given: &[(String, String)]) -> (Limits, Result<()>) {
    let on = |name: &str| !first(given, name).is_empty();
    let mut out = Limits {
        on: on("on"),
        holidays: on("holidays"),
        by_hand: on("by_hand"),
        ..was.clone()
    };
    let mut wrong = Ok(());
    for (day, name) in out.week.iter_mut().zip(DAYS) {
        match read(first(given, name)) {
            Ok(read) => *day = read,
            Err(_) => wrong = wrong.and(Err(Error::invalid(name, "error-hours"))),
        }
    }
    for (name, slot) in [
        ("a_day", &mut out.a_day),
        ("channels_a_week", &mut out.channels_a_week),
    ] {
        match first(given, name).trim() {
            "" => *slot = None,
            n => match n.parse() {
                Ok(n) => *slot = Some(n),
                Err(_) => wrong = wrong.and(Err(Error::invalid(name, "error-contact-cap"))),
            },
        }
    }
    (out, wrong)
}

fn purpose(name: &str) -> Result<Purpose> {
    Purpose::parse(name).ok_or_else(|| Error::not_found("page"))
}

/// `GET /settings/contact_hours/{purpose}`
pub async fn page(asker: Asker, name: Path<String>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, purpose(&name)?, None).await?;
    show(&asker, sheet).await
}

/// `POST /settings/contact_hours/{purpose}`
pub async fn save(asker: Asker, name: Path<String>, given: Pairs) -> Answer {
    admin(&asker)?;
    let (purpose, viewer) = (purpose(&name)?, asker.viewer().clone());
    let was = asker.app.look(move |look| desk::get(look, purpose)).await?;
    let (new, read) = typed(&was.limits, &given);
    let saved = match read {
        Ok(()) => {
            let new = new.clone();
            let deed =
                move |w: &mut Write<'_>| desk::put(w, &viewer, purpose, Some(&new)).map(|_| ());
            asker.app.act(deed).await
        }
        Err(err) => Err(err),
    };
    let again = async {
        let mut sheet = sheet(&asker, purpose, Some(new)).await?;
        as_typed(&mut sheet, &given);
        Ok(sheet)
    };
    let place = format!("{PLACE}/{}", purpose.name());
    done(&asker, saved, &place, again).await
}

/// `POST /settings/contact_hours/{purpose}/reset`: the preset of the country counts again.
pub async fn reset(asker: Asker, name: Path<String>) -> Answer {
    admin(&asker)?;
    let (purpose, viewer) = (purpose(&name)?, asker.viewer().clone());
    let deed = move |w: &mut Write<'_>| desk::put(w, &viewer, purpose, None).map(|_| ());
    let back = asker.app.act(deed).await;
    let place = format!("{PLACE}/{}", purpose.name());
    done(&asker, back, &place, sheet(&asker, purpose, None)).await
}
