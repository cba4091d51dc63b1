//! `/settings/automatic/{channel}`: what a channel says while nobody presses send, and how customers see it.

use actix_web::web::Path;

use crate::app::automatic::text;
use crate::conversations::automatic::plan::{Part as Saying, Plan};
use crate::conversations::sla::hours;
use crate::desk::automatic as desk;
use crate::desk::setting;
use crate::domain::automatic::{Automatic, CHOICES, Choice as MenuChoice, Menu};
use crate::domain::canned_reply::{Audience, CannedReply, Variant, filled_or_empty, text_in};
use crate::domain::channel::Channel;
use crate::domain::error::Result;
use crate::domain::id::{ChannelId, ConversationId, MessageId};
use crate::domain::team::{Business, Tag, Team};
use crate::domain::time::{Millis, Span};
use crate::sla::calendar::Calendar;
use crate::store::Look;
use crate::text::fold::fold;
use crate::web::asker::{Answer, Asker};
use crate::web::settings::hours::PLACE as HOURS;
use crate::web::settings::{Pairs, admin, done, first, id, show};
use crate::web::sheet::{Bubble, Field, Form, Kind, Part, Row, Section, Sheet};
use crate::web::view::Choice;
use crate::words::{Language, Words};

const PLACE: &str = "/settings/automatic";
/// Choices a form has room for at first.
const AT_FIRST: usize = 3;

/// What the page needs to know.
struct Known {
    channel: Channel,
    business: Business,
    calendar: Calendar<'static>,
    teams: Vec<Team>,
    tags: Vec<Tag>,
    replies: Vec<CannedReply>,
}

impl Known {
    fn read(look: &Look<'_>, id: ChannelId) -> Result<Self> {
        let channel = desk::find(look, id)?;
        Ok(Known {
            calendar: hours::at(look, id, channel.team)?,
            business: look.business()?.unwrap_or_default(),
            teams: setting::list(look)?,
            tags: setting::list(look)?,
            replies: replies(look)?,
            channel,
        })
    }
}

/// Quick replies that are for everybody.
fn replies(look: &Look<'_>) -> Result<Vec<CannedReply>> {
    let mut all = look.canned_replies()?;
    all.retain(|it| it.retired_at.is_none() && it.audience == Audience::Everybody);
    all.sort_by_cached_key(|it| fold(&it.name));
    Ok(all)
}

/// Channels and what they say by themselves, as rows that lead there.
///
/// # Errors
/// The store's.
pub fn rows(words: &Words, look: &Look<'_>) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for it in look.channels()? {
        if desk::find(look, it.id).is_err() {
            continue;
        }
        let on = [
            (it.automatic.is_away_on(it.kind), "automatic-away-name"),
            (it.automatic.greets, "automatic-greeting-name"),
            (it.automatic.menu.is_on(), "automatic-menu-name"),
        ];
        let said = on.iter().filter(|it| it.0).map(|it| words.t(it.1));
        let said: Vec<String> = said.collect();
        rows.push(Row {
            href: format!("{PLACE}/{}", it.id),
            icon: "chat",
            title: it.name.clone(),
            text: if said.is_empty() {
                words.t("automatic-nothing")
            } else {
                said.join(" · ")
            },
            chip: words.t(&format!("channel-{}", it.kind.name())),
            ..Row::default()
        });
    }
    Ok(rows)
}

async fn sheet(asker: &Asker, id: ChannelId, typed: Option<&Automatic>) -> Result<Sheet> {
    let known = asker.app.look(move |look| Known::read(look, id)).await?;
    let (words, now) = (&asker.words, asker.now);
    let it = typed.unwrap_or(&known.channel.automatic);
    let form = Form::new(
        format!("{PLACE}/{id}"),
        words.t("act-save"),
        fields(words, &known, it),
    );
    let seen = preview(words, &known, it, now);
    Ok(
        Sheet::new(known.channel.name.clone(), words.t("automatic-lead"))
            .back(HOURS, words.t("set-hours"))
            .with(Section::of(String::new(), vec![Part::Form(form)]))
            .with(
                Section::of(words.t("automatic-preview"), seen)
                    .text(words.t("automatic-preview-text"))
                    .id("preview"),
            )
            .with(
                Section::of(
                    words.t("automatic-rules"),
                    vec![Part::Text(words.t("automatic-rules-text"))],
                )
                .folded(false),
            ),
    )
}

fn fields(words: &Words, known: &Known, it: &Automatic) -> Vec<Field> {
    let check = |name: &str, key: &str, on: bool| {
        let field = Field::new(Kind::Check, name, words.t(key), if on { "1" } else { "" });
        field.hint(words.t(&format!("{key}-hint")))
    };
    let kind = known.channel.kind;
    let mut all = vec![check("away", "automatic-away-on", it.is_away_on(kind))];
    all.extend(texts(
        words,
        &known.business,
        ("away_text", "automatic-away-own"),
        &it.away_texts,
    ));
    all.push(check("greets", "automatic-greets", it.greets));
    all.extend(texts(
        words,
        &known.business,
        ("greeting", "automatic-greeting-own"),
        &it.greetings,
    ));
    all.push(check("menu", "automatic-menu-on", it.menu.on));
    all.push(Field::fold(words.t("automatic-menu-fold"), it.menu.on));
    let asked = Field::new(
        Kind::Area,
        "menu_text",
        words.t("automatic-menu-text"),
        it.menu.text.clone(),
    );
    all.push(asked.hint(words.t("automatic-menu-text-hint")));
    let room = (it.menu.choices.len() + 1).clamp(AT_FIRST, CHOICES);
    let none = MenuChoice::default();
    for at in 0..room {
        let choice = it.menu.choices.get(at).unwrap_or(&none);
        all.extend(choice_fields(words, known, at, choice));
    }
    all.push(Field::unfold());
    all
}

/// An own text in every language, the desk's first, the others folded behind it.
#[must_use]
pub fn texts(
    words: &Words,
    business: &Business,
    (name, key): (&str, &str),
    own: &[Variant],
) -> Vec<Field> {
    let mut languages = Language::ALL.to_vec();
    let first = Language::parse(&business.language);
    languages.sort_by_key(|it| *it != first);
    let is_own = !own.is_empty();
    let mut all = vec![Field::fold(words.t(key), is_own)];
    for language in languages {
        let code = language.code();
        let text = own.iter().find(|it| it.language == code);
        let value = text.map(|it| it.text.clone()).unwrap_or_default();
        let label = format!("{} ({})", words.t("automatic-text"), language.own_name());
        let field = Field::new(Kind::Area, &format!("{name}.{code}"), label, value);
        all.push(if language == first {
            field.hint(words.t(&format!("{key}-hint")))
        } else {
            field
        });
    }
    all.push(Field::unfold());
    all
}

fn choice_fields(words: &Words, known: &Known, at: usize, it: &MenuChoice) -> Vec<Field> {
    let name = |what: &str| format!("c{at}.{what}");
    let none = |chosen: bool| Choice::new("", words.t("automatic-choice-none"), chosen);
    let mut teams = vec![none(it.team.is_none())];
    teams.extend(known.teams.iter().map(|one| {
        Choice::new(
            one.id.to_string(),
            one.name.clone(),
            it.team == Some(one.id),
        )
    }));
    let mut tags = vec![none(it.tag.is_none())];
    tags.extend(
        known
            .tags
            .iter()
            .map(|one| Choice::new(one.id.to_string(), one.name.clone(), it.tag == Some(one.id))),
    );
    let mut replies = vec![none(it.reply.is_none())];
    replies.extend(known.replies.iter().map(|one| {
        Choice::new(
            one.id.to_string(),
            one.name.clone(),
            it.reply == Some(one.id),
        )
    }));
    let label = words.t_n("automatic-choice", at + 1);
    let mut all = vec![Field::text(&name("label"), label.clone(), it.label.clone())];
    let does = it.speaks() || it.team.is_some() || it.tag.is_some();
    all.push(Field::fold(
        words.t_n("automatic-choice-does", at + 1),
        does,
    ));
    let mut select = |what: &str, key: &str, choices: Vec<Choice>| {
        if choices.len() > 1 {
            all.push(Field::choose(
                Kind::Select,
                &name(what),
                words.t(key),
                choices,
            ));
        }
    };
    select("team", "automatic-choice-team", teams);
    select("tag", "automatic-choice-tag", tags);
    select("reply", "automatic-choice-reply", replies);
    let question = Field::text(
        &name("question"),
        words.t("automatic-choice-question"),
        it.question.clone(),
    );
    all.push(question.hint(words.t("automatic-choice-question-hint")));
    all.push(Field::unfold());
    all
}

/// What was typed into the fields of [`texts`].
#[must_use]
pub fn read_texts(given: &[(String, String)], name: &str) -> Vec<Variant> {
    let all = Language::ALL.into_iter().map(|language| Variant {
        language: language.code().to_owned(),
        text: first(given, &format!("{name}.{}", language.code())).to_owned(),
    });
    all.filter(|it| !it.text.trim().is_empty()).collect()
}

fn read(given: &[(String, String)]) -> Automatic {
    let is_on = |name: &str| !first(given, name).is_empty();
    let texts = |name: &str| read_texts(given, name);
    let choices = (0..CHOICES).map(|at| {
        let value = |what: &str| first(given, &format!("c{at}.{what}")).to_owned();
        MenuChoice {
            label: value("label"),
            team: value("team").parse().ok(),
            tag: value("tag").parse().ok(),
            reply: value("reply").parse().ok(),
            question: value("question"),
        }
    });
    Automatic {
        away: Some(is_on("away")),
        away_texts: texts("away_text"),
        greets: is_on("greets"),
        greetings: texts("greeting"),
        menu: Menu {
            on: is_on("menu"),
            text: first(given, "menu_text").to_owned(),
            choices: choices.filter(|it| *it != MenuChoice::default()).collect(),
        },
        ..Automatic::default()
    }
}

/// What a customer sees: while it is open, and while it is closed the next time.
fn preview(words: &Words, known: &Known, it: &Automatic, now: Millis) -> Vec<Part> {
    let mut out = Vec::new();
    let closed_at = closed_next(&known.calendar, now);
    for (key, at) in [
        ("automatic-while-open", None),
        ("automatic-while-closed", closed_at),
    ] {
        let away = key == "automatic-while-closed";
        if away && at.is_none() {
            out.push(Part::Text(words.t("automatic-never-closed")));
            continue;
        }
        let plan = imagined(known, it, at);
        if plan.parts.is_empty() {
            out.push(Part::Text(words.t(&format!("{key}-nothing"))));
            continue;
        }
        let said = text(&plan, at.unwrap_or(now));
        let business = &known.business.name;
        let said = filled_or_empty(&said, &|name| {
            (name == "business.name").then(|| business.clone())
        });
        let pressed = plan.kind.abilities().choices && it.menu.is_on();
        out.push(Part::Bubble(Bubble {
            label: words.t(key),
            text: said,
            choices: if pressed {
                it.menu.labels()
            } else {
                Vec::new()
            },
        }));
    }
    out
}

/// A moment at which it is closed: now, or a little after it closes next.
fn closed_next(calendar: &Calendar<'_>, now: Millis) -> Option<Millis> {
    if !calendar.is_set() {
        return None;
    }
    match calendar.closes_after(now) {
        Some(closes) => Some(closes + Span::minutes(1)),
        None => Some(now),
    }
}

fn imagined(known: &Known, it: &Automatic, closed: Option<Millis>) -> Plan {
    let language = match known.channel.language.as_str() {
        "" => known.business.language.clone(),
        own => own.to_owned(),
    };
    let own = |texts: &[Variant]| text_in(texts, &language).map(str::to_owned);
    let mut parts = Vec::new();
    let away = closed.filter(|_| it.is_away_on(known.channel.kind));
    if let Some(at) = away {
        let opens = known.calendar.opens_after(at);
        parts.push(Saying::Away {
            text: own(&it.away_texts),
            opens,
            closed: known.calendar.closed_days_between(at, opens.unwrap_or(at)),
        });
    } else if it.greets {
        let text = own(&it.greetings);
        parts.push(Saying::Greeting { text });
    }
    if it.menu.is_on() {
        parts.push(Saying::Menu {
            text: it.menu.text.clone(),
            labels: it.menu.labels(),
            again: false,
        });
    }
    Plan {
        conversation: ConversationId::default(),
        message: MessageId::default(),
        kind: known.channel.kind,
        country: known.business.country.clone(),
        zone: known.calendar.zone().clone(),
        language,
        parts,
    }
}

/// `GET /settings/automatic/{channel}`
pub async fn page(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, id(&at)?, None).await?;
    show(&asker, sheet).await
}

/// `POST /settings/automatic/{channel}`
pub async fn save(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    admin(&asker)?;
    let (at, viewer) = (id::<ChannelId>(&at)?, asker.viewer().clone());
    let typed = read(&given);
    let new = typed.clone();
    let deed = move |w: &mut crate::store::Write<'_>| desk::put(w, &viewer, at, &new);
    let saved = asker.app.act(deed).await;
    let place = format!("{PLACE}/{at}#preview");
    done(&asker, saved, &place, sheet(&asker, at, Some(&typed))).await
}
