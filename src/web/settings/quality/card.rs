//! `/settings/quality/cards/{id}`: the questions of a scorecard. A question whose text is emptied goes.

use actix_web::web::Path;

use crate::desk::scorecards::{self as desk, About, QUESTIONS};
use crate::domain::error::Result;
use crate::domain::id::ScorecardId;
use crate::domain::quality::scorecard::{AnswerKind, Question, Scorecard};
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker};
use crate::web::names::Directory;
use crate::web::settings::quality::PLACE;
use crate::web::settings::{Pairs, admin, done, every, first, id, show};
use crate::web::sheet::{Field, Form, Kind, Part, Section, Sheet};
use crate::web::view::Choice;
use crate::words::Words;

/// Empty places for more questions.
const MORE: usize = 3;

async fn sheet(asker: &Asker, at: Option<ScorecardId>, typed: Option<About>) -> Result<Sheet> {
    let (app, asker) = (asker.app.clone(), asker.clone());
    app.look(move |look| drawn(&asker, look, at, typed.as_ref()))
        .await
}

fn drawn(
    asker: &Asker,
    look: &Look<'_>,
    at: Option<ScorecardId>,
    typed: Option<&About>,
) -> Result<Sheet> {
    let words = &asker.words;
    let known = at.map(|id| desk::find(look, id)).transpose()?;
    let about = About::of(known.as_ref().unwrap_or(&Scorecard::default()));
    let fields = fields(asker, look, typed.unwrap_or(&about))?;
    let place = at.map_or_else(
        || format!("{PLACE}/cards"),
        |id| format!("{PLACE}/cards/{id}"),
    );
    let title = known.map_or_else(|| words.t("scorecard-add"), |it| it.name);
    let form = Form::new(&place, words.t("act-save"), fields);
    let mut sheet = Sheet::new(title, words.t("scorecard-lead"))
        .back(PLACE, words.t("set-quality"))
        .with(Section::of(String::new(), vec![Part::Form(form)]));
    if at.is_some() {
        let retire = Form::button(format!("{place}/retire"), words.t("act-retire"));
        let more = vec![Part::Form(retire)];
        sheet = sheet.with(Section::of(words.t("set-more"), more).folded(false));
    }
    Ok(sheet)
}

fn fields(asker: &Asker, look: &Look<'_>, it: &About) -> Result<Vec<Field>> {
    let words = &asker.words;
    let directory = Directory::read(look)?;
    let area =
        |name: &str, key: &str, value: &str| Field::new(Kind::Area, name, words.t(key), value);
    let mut out = vec![
        Field::text("name", words.t("scorecard-name"), it.name.clone()).required(),
        area("guidelines", "scorecard-guidelines", &it.guidelines),
    ];
    let places = (it.questions.len() + MORE).min(QUESTIONS);
    for at in 0..places {
        let question = it.questions.get(at).cloned().unwrap_or(Question {
            weight: 1,
            ..Question::default()
        });
        out.extend(of_question(words, at, &question));
    }
    let team = |team: &crate::domain::team::Team| {
        Choice::new(
            team.id.to_string(),
            team.name.clone(),
            it.teams.contains(&team.id),
        )
    };
    let teams: Vec<Choice> = directory.teams_for(asker.viewer()).map(team).collect();
    let live = directory
        .channels
        .iter()
        .filter(|it| it.retired_at.is_none());
    let channel = |one: &crate::domain::channel::Channel| {
        Choice::new(
            one.id.to_string(),
            one.name.clone(),
            it.channels.contains(&one.id),
        )
    };
    let channels: Vec<Choice> = live.map(channel).collect();
    let narrowed = !it.teams.is_empty() || !it.channels.is_empty();
    out.push(Field::fold(words.t("scorecard-narrower"), narrowed));
    for (name, key, all) in [
        ("teams", "webhook-teams", teams),
        ("channels", "webhook-channels", channels),
    ] {
        if !all.is_empty() {
            out.push(Field::choose(Kind::Checks, name, words.t(key), all));
        }
    }
    out.push(Field::unfold());
    Ok(out)
}

fn of_question(words: &Words, at: usize, it: &Question) -> Vec<Field> {
    let name = |what: &str| format!("{what}-{at}");
    let kind = |kind: AnswerKind| {
        let label = words.t(&format!("answer-kind-{}", kind.name().replace('_', "-")));
        Choice::new(kind.name(), label, kind == it.kind)
    };
    let title = if it.text.is_empty() {
        words.t("scorecard-question-more")
    } else {
        format!("{}. {}", at + 1, it.text)
    };
    let critical = if it.critical { "1" } else { "" };
    let kinds = AnswerKind::ALL.map(kind).to_vec();
    let weight = it.weight.to_string();
    vec![
        Field::fold(title, it.text.is_empty() && at == 0),
        Field::hidden(&name("id"), it.id.to_string()),
        Field::text(
            &name("text"),
            words.t("scorecard-question"),
            it.text.clone(),
        ),
        Field::text(&name("help"), words.t("scorecard-help"), it.help.clone()),
        Field::choose(
            Kind::Select,
            &name("kind"),
            words.t("scorecard-kind"),
            kinds,
        ),
        Field::input(
            "number",
            &name("weight"),
            words.t("scorecard-weight"),
            weight,
        )
        .hint(words.t_n("scorecard-weight-hint", Question::HEAVIEST)),
        Field::new(
            Kind::Check,
            &name("critical"),
            words.t("scorecard-critical"),
            critical,
        )
        .hint(words.t("scorecard-critical-hint")),
        Field::unfold(),
    ]
}

fn read(given: &[(String, String)]) -> About {
    let mut questions = Vec::new();
    for at in 0..QUESTIONS {
        let of = |what: &str| first(given, &format!("{what}-{at}"));
        if of("text").trim().is_empty() {
            continue;
        }
        questions.push(Question {
            id: of("id").parse().unwrap_or_default(),
            text: of("text").to_owned(),
            help: of("help").to_owned(),
            kind: AnswerKind::parse(of("kind")).unwrap_or_default(),
            weight: of("weight").trim().parse().unwrap_or_default(),
            critical: !of("critical").is_empty(),
        });
    }
    About {
        name: first(given, "name").to_owned(),
        guidelines: first(given, "guidelines").to_owned(),
        teams: every(given, "teams"),
        channels: every(given, "channels"),
        questions,
    }
}

/// `GET /settings/quality/cards`: a new one.
pub async fn new(asker: Asker) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, None, None).await?;
    show(&asker, sheet).await
}

/// `POST /settings/quality/cards`
pub async fn make(asker: Asker, given: Pairs) -> Answer {
    admin(&asker)?;
    let (viewer, about) = (asker.viewer().clone(), read(&given));
    let new = about.clone();
    let deed = move |w: &mut Write<'_>| desk::make(w, &viewer, &new).map(|_| ());
    let made = asker.app.act(deed).await;
    done(&asker, made, PLACE, sheet(&asker, None, Some(about))).await
}

/// `GET /settings/quality/cards/{id}`
pub async fn page(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, Some(id(&at)?), None).await?;
    show(&asker, sheet).await
}

/// `POST /settings/quality/cards/{id}`
pub async fn save(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    admin(&asker)?;
    let (at, viewer, about) = (id(&at)?, asker.viewer().clone(), read(&given));
    let new = about.clone();
    let deed = move |w: &mut Write<'_>| desk::change(w, &viewer, at, &new).map(|_| ());
    let saved = asker.app.act(deed).await;
    done(&asker, saved, PLACE, sheet(&asker, Some(at), Some(about))).await
}

/// `POST /settings/quality/cards/{id}/retire`
pub async fn retire(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let (at, viewer) = (id(&at)?, asker.viewer().clone());
    let deed = move |w: &mut Write<'_>| desk::retire(w, &viewer, at);
    let retired = asker.app.act(deed).await;
    done(&asker, retired, PLACE, sheet(&asker, Some(at), None)).await
}
