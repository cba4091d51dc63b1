//! `/settings/surveys/{channel}`: how a channel asks its customers how it was, and how they see it.

use actix_web::web::Path;

use crate::app::automatic::{asked, survey_page};
use crate::conversations::surveys::plan::{Part as Asking, Plan};
use crate::desk::automatic::find;
use crate::desk::surveys as desk;
use crate::domain::agent::Agent;
use crate::domain::automatic::survey::Surveys;
use crate::domain::canned_reply::{filled_or_empty, text_in};
use crate::domain::channel::Channel;
use crate::domain::error::Result;
use crate::domain::id::{ChannelId, ConversationId, MessageId};
use crate::domain::team::Business;
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker};
use crate::web::settings::automatic::{read_texts, texts};
use crate::web::settings::hours::PLACE as HOURS;
use crate::web::settings::{Pairs, admin, done, every, first, id, show};
use crate::web::sheet::{Bubble, Field, Form, Kind, Part, Row, Section, Sheet};
use crate::web::view::Choice;
use crate::words::Words;

const PLACE: &str = "/settings/surveys";

/// What the page needs to know.
struct Known {
    channel: Channel,
    business: Business,
    people: Vec<Agent>,
}

impl Known {
    fn read(look: &Look<'_>, id: ChannelId) -> Result<Self> {
        let mut people = look.agents()?;
        people.retain(Agent::is_active);
        Ok(Known {
            channel: find(look, id)?,
            business: look.business()?.unwrap_or_default(),
            people,
        })
    }

    fn language(&self) -> &str {
        match self.channel.language.as_str() {
            "" => &self.business.language,
            own => own,
        }
    }
}

/// Channels and whether they ask, as rows that lead there.
///
/// # Errors
/// The store's.
pub fn rows(words: &Words, look: &Look<'_>) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for it in look.channels()? {
        if find(look, it.id).is_err() {
            continue;
        }
        let on = it.automatic.surveys.on;
        rows.push(Row {
            href: format!("{PLACE}/{}", it.id),
            icon: "chat",
            title: it.name.clone(),
            text: words.t(if on { "surveys-on" } else { "surveys-off" }),
            chip: words.t(&format!("channel-{}", it.kind.name())),
            ..Row::default()
        });
    }
    Ok(rows)
}

async fn sheet(asker: &Asker, id: ChannelId, typed: Option<&Surveys>) -> Result<Sheet> {
    let known = asker.app.look(move |look| Known::read(look, id)).await?;
    let words = &asker.words;
    let it = typed.unwrap_or(&known.channel.automatic.surveys);
    let form = Form::new(
        format!("{PLACE}/{id}"),
        words.t("act-save"),
        fields(words, &known, it),
    );
    let seen = Section::of(words.t("automatic-preview"), preview(asker, &known, it))
        .text(words.t("automatic-preview-text"))
        .id("preview");
    let rules = vec![Part::Text(words.t("surveys-rules-text"))];
    Ok(
        Sheet::new(known.channel.name.clone(), words.t("surveys-lead"))
            .back(HOURS, words.t("set-hours"))
            .with(Section::of(String::new(), vec![Part::Form(form)]))
            .with(seen)
            .with(Section::of(words.t("surveys-rules"), rules).folded(false)),
    )
}

fn fields(words: &Words, known: &Known, it: &Surveys) -> Vec<Field> {
    let check = |name: &str, key: &str, on: bool| {
        let field = Field::new(Kind::Check, name, words.t(key), if on { "1" } else { "" });
        field.hint(words.t(&format!("{key}-hint")))
    };
    let number = |name: &str, key: &str, value: Option<u16>| {
        let value = value.map(|it| it.to_string()).unwrap_or_default();
        Field::input("number", name, words.t(key), value)
    };
    let kind = known.channel.kind;
    let usual = Surveys::default().after(kind).0 / 60_000;
    let mut all = vec![check("on", "surveys-ask", it.on)];
    all.extend(texts(
        words,
        &known.business,
        ("text", "surveys-own"),
        &it.texts,
    ));
    all.push(
        number("after_minutes", "surveys-after", it.after_minutes)
            .hint(words.t_n("surveys-after-hint", usual)),
    );
    let every_days = Some(it.every_days).filter(|it| *it > 0);
    all.push(
        number("every_days", "surveys-every", every_days)
            .hint(words.t_n("surveys-every-hint", Surveys::EVERY_DAYS)),
    );
    if !kind.is_chat() {
        all.push(check("reminds", "surveys-remind", it.reminds));
    }
    if known.people.len() > 1 {
        let person = |one: &Agent| {
            let told = it.tell.contains(&one.id);
            Choice::new(one.id.to_string(), one.name.clone(), told)
        };
        let people = known.people.iter().map(person).collect();
        let field = Field::choose(Kind::Checks, "tell", words.t("surveys-tell"), people);
        all.push(field.hint(words.t("surveys-tell-hint")));
    }
    all
}

/// What is no number is too great a one.
fn read(given: &[(String, String)]) -> Surveys {
    let number = |name: &str| match first(given, name).trim() {
        "" => None,
        it => Some(it.parse().unwrap_or(u16::MAX)),
    };
    Surveys {
        on: !first(given, "on").is_empty(),
        texts: read_texts(given, "text"),
        after_minutes: number("after_minutes"),
        every_days: number("every_days").unwrap_or_default(),
        reminds: !first(given, "reminds").is_empty(),
        tell: every(given, "tell"),
    }
}

/// What a customer sees.
fn preview(asker: &Asker, known: &Known, it: &Surveys) -> Vec<Part> {
    let language = known.language();
    let kind = known.channel.kind;
    let plan = Plan {
        conversation: ConversationId::default(),
        channel: known.channel.id,
        kind,
        to: MessageId::default(),
        language: language.to_owned(),
        part: Asking::Ask {
            text: text_in(&it.texts, language).map(str::to_owned),
            again: false,
        },
    };
    let page = survey_page(&asker.app.config, kind, "…");
    let said = asked(&Words::for_reader(language, "UTC"), &plan, page);
    let business = &known.business.name;
    let text = filled_or_empty(&said.text, &|name| {
        (name == "business.name").then(|| business.clone())
    });
    vec![Part::Bubble(Bubble {
        label: asker.words.t("surveys-seen"),
        text,
        choices: if kind.abilities().choices {
            said.labels
        } else {
            Vec::new()
        },
    })]
}

/// `GET /settings/surveys/{channel}`
pub async fn page(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, id(&at)?, None).await?;
    show(&asker, sheet).await
}

/// `POST /settings/surveys/{channel}`
pub async fn save(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    admin(&asker)?;
    let (at, viewer) = (id::<ChannelId>(&at)?, asker.viewer().clone());
    let typed = read(&given);
    let new = typed.clone();
    let deed = move |w: &mut Write<'_>| desk::put(w, &viewer, at, &new);
    let saved = asker.app.act(deed).await;
    let place = format!("{PLACE}/{at}#preview");
    done(&asker, saved, &place, sheet(&asker, at, Some(&typed))).await
}
