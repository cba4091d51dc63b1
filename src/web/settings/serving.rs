//! What somebody can be given: part of the page of a person, where there are teams.

use actix_web::web::Path;

use crate::desk::agents;
use crate::domain::actor::Right;
use crate::domain::agent::Agent;
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, TagId};
use crate::domain::queue::serving::{
    Serving, Spoken, USUAL_CAP, Weights, read_intervals, written_intervals,
};
use crate::domain::team::Tag;
use crate::web::asker::{Answer, Asker};
use crate::web::settings::person::sheet;
use crate::web::settings::{Pairs, done, every, first, id};
use crate::web::sheet::{Field, Form, Kind, Part, Section};
use crate::web::view::Choice;
use crate::words::Arg;

/// The languages that are told apart.
const TONGUES: [&str; 8] = ["en", "es", "pt", "id", "de", "fr", "it", "nl"];

/// The section.
#[must_use]
pub fn section(asker: &Asker, person: &Agent, tags: &[Tag], counts: &Weights) -> Section {
    let (words, has) = (&asker.words, &person.serving);
    let cap = has.cap.map(|it| it.to_string()).unwrap_or_default();
    let points = [
        ("n", Arg::Number(i64::from(USUAL_CAP))),
        ("chat", Arg::Number(i64::from(counts.chat))),
        ("messaging", Arg::Number(i64::from(counts.messaging))),
        ("mail", Arg::Number(i64::from(counts.mail))),
    ];
    let hint = words.t_with("serving-cap-hint", &points);
    let mut fields = vec![Field::input("number", "cap", words.t("serving-cap"), cap).hint(hint)];
    let skills: Vec<Choice> = tags
        .iter()
        .map(|it| {
            let now = has.skills.contains(&it.id);
            Choice::new(it.id.to_string(), it.name.clone(), now)
        })
        .collect();
    if !skills.is_empty() {
        let label = words.t("serving-skills");
        fields.push(Field::choose(Kind::Checks, "skills", label, skills));
    }
    let tongues = TONGUES.iter().filter_map(|it| Spoken::of(it)).map(|it| {
        let now = has.speaks.iter().any(|own| own == it.code());
        Choice::new(it.code(), words.tongue(it), now)
    });
    let label = words.t("serving-speaks");
    let speaks = Field::choose(Kind::Checks, "speaks", label, tongues.collect());
    fields.push(speaks.hint(words.t("serving-speaks-hint")));
    fields.push(Field::fold(words.t("serving-shifts"), has.has_shifts()));
    for (at, day) in has.shifts.iter().enumerate() {
        let label = words.t(&format!("day-{at}"));
        let field = Field::text(&format!("shift{at}"), label, written_intervals(day));
        fields.push(match at {
            0 => field.hint(words.t("serving-shift-hint")),
            _ => field,
        });
    }
    fields.push(Field::unfold());
    let place = format!("/settings/people/{}/serving", person.id);
    let form = Form::new(place, words.t("act-save"), fields);
    Section::of(words.t("serving-title"), vec![Part::Form(form)])
        .text(words.t("serving-text"))
        .id("serving")
}

fn read(form: &[(String, String)]) -> Result<Serving> {
    let cap = match first(form, "cap").trim() {
        "" => None,
        it => Some(it.parse().map_err(|_| Error::invalid("cap", "error-cap"))?),
    };
    let mut shifts: [Vec<(u16, u16)>; 7] = Default::default();
    for (at, day) in shifts.iter_mut().enumerate() {
        let line = first(form, &format!("shift{at}"));
        *day = read_intervals(line).ok_or_else(|| Error::invalid("shift0", "error-shift"))?;
    }
    Ok(Serving {
        cap,
        skills: every::<TagId>(form, "skills"),
        speaks: every::<String>(form, "speaks"),
        shifts,
    })
}

/// `POST /settings/people/{id}/serving`
pub async fn save(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let (person, viewer) = (id::<AgentId>(&at)?, asker.viewer().clone());
    viewer.need(Right::Administer)?;
    let saved = match read(&given) {
        Ok(new) => {
            let deed = move |w: &mut crate::store::Write<'_>| {
                agents::set_serving(w, &viewer, person, &new).map(|_| ())
            };
            asker.app.act(deed).await
        }
        Err(err) => Err(err),
    };
    let place = format!("/settings/people/{person}");
    done(&asker, saved, &place, sheet(&asker, person)).await
}
