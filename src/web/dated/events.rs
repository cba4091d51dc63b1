//! `/dated`: everything customers have with a date; one of them with what was and will be said of it; and one by hand.

use actix_web::web::{Path, Query};
use serde::Deserialize;

use crate::contacts::people;
use crate::conversations::dated::coming::{AHEAD, of as coming_of};
use crate::conversations::dated::find;
use crate::conversations::dated::put::{Given, When, put, say_no_more};
use crate::conversations::dated::when::zone;
use crate::conversations::start::To;
use crate::desk::dated as desk;
use crate::domain::actor::Right;
use crate::domain::dated::plan::DatedKind;
use crate::domain::dated::{DatedEvent, DatedState};
use crate::domain::error::{Error, Result};
use crate::domain::id::{ContactId, DatedEventId, DatedKindId, Id};
use crate::domain::time::{Millis, Span};
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker};
use crate::web::contacts::show::name_of;
use crate::web::dated::said::{fate, left_out, offset, state, title, when};
use crate::web::settings::{Pairs, done, first, id, show_at};
use crate::web::sheet::{Field, Form, Kind, Pager, Part, Row, Section, Sheet};
use crate::web::view::{Choice, Link, TimeView};
use crate::words::Words;

const PLACE: &str = "/dated";
/// Rows of a page, and of the list looked through for one.
const SHOWN: usize = 50;
const LOOKED_AT: usize = 5_000;

/// Which of them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    kind: String,
    state: String,
    /// `past`, or what is to come.
    when: String,
    /// Where the page before ended.
    at: Option<i64>,
    after: String,
}

/// `GET /dated`
pub async fn list(asker: Asker, asked: Query<Asked>) -> Answer {
    let (app, for_look) = (asker.app.clone(), asker.clone());
    let sheet = app
        .look(move |look| listed(&for_look, look, &asked))
        .await?;
    show_at(&asker, sheet, "contacts").await
}

fn listed(asker: &Asker, look: &Look<'_>, asked: &Asked) -> Result<Sheet> {
    let words = &asker.words;
    asker.viewer().need(Right::Work)?;
    let kinds = desk::list(look)?;
    let past = asked.when == "past";
    let after = asked.at.map(Millis).zip(asked.after.parse().ok());
    let all = if past {
        look.dated_events_before(asker.now, after, LOOKED_AT)?
    } else {
        // What is due today is not over for being due this morning.
        look.dated_events_from(Some(asker.now - Span::days(1)), after, LOOKED_AT)?
    };
    let kind: Option<DatedKindId> = asked.kind.parse().ok();
    let state = DatedState::parse(&asked.state);
    let fits = |it: &DatedEvent| {
        kind.is_none_or(|kind| it.kind == kind) && state.is_none_or(|state| it.state == state)
    };
    let mut found: Vec<DatedEvent> = all.into_iter().filter(fits).collect();
    let more = found.len() > SHOWN;
    found.truncate(SHOWN);
    let mut rows = Vec::new();
    for it in &found {
        rows.push(row(asker, look, it)?);
    }
    let list = match (rows.is_empty(), kinds.is_empty()) {
        (true, true) => Part::Text(words.t("dated-none-kinds")),
        (true, false) => Part::Text(words.t("dated-none")),
        _ => Part::Rows(rows),
    };
    let pager = Pager {
        newer: None,
        older: found.last().filter(|_| more).map(|it| Link {
            href: format!(
                "{PLACE}?kind={}&state={}&when={}&at={}&after={}",
                kind.map(|it| it.to_string()).unwrap_or_default(),
                state.map_or("", DatedState::name),
                if past { "past" } else { "" },
                it.at.0,
                it.id
            ),
            text: words.t("dated-more"),
        }),
    };
    let filter = Form::new(PLACE, words.t("dated-show"), filters(words, &kinds, asked));
    let sheet = Sheet::new(words.t("dated-title"), words.t("dated-lead"))
        .back("/contacts", words.t("nav-contacts"));
    let filter = vec![Part::Form(filter.by_get().inline())];
    Ok(sheet
        .with(Section::of(String::new(), filter))
        .with(Section::of(String::new(), vec![list, Part::Pager(pager)])))
}

fn filters(words: &Words, kinds: &[DatedKind], asked: &Asked) -> Vec<Field> {
    let all = Choice::new("", words.t("dated-all"), asked.kind.is_empty());
    let kind = |it: &DatedKind| {
        let value = it.id.to_string();
        Choice::new(value.clone(), it.name.clone(), asked.kind == value)
    };
    let kinds = std::iter::once(all).chain(kinds.iter().map(kind)).collect();
    let when = [("", "dated-to-come"), ("past", "dated-past")];
    let when = when.map(|(value, key)| Choice::new(value, words.t(key), asked.when == value));
    vec![
        Field::choose(Kind::Select, "kind", words.t("dated-kind"), kinds),
        Field::choose(
            Kind::Select,
            "state",
            words.t("dated-state"),
            states(words, &asked.state, true),
        ),
        Field::choose(Kind::Select, "when", words.t("dated-when"), when.to_vec()),
    ]
}

fn states(words: &Words, current: &str, with_all: bool) -> Vec<Choice> {
    let all = Choice::new("", words.t("dated-all"), current.is_empty());
    let one = |it: DatedState| {
        let label = words.t(&format!("dated-state-{}", it.name()));
        Choice::new(it.name(), label, current == it.name())
    };
    let all = Some(all).filter(|_| with_all);
    all.into_iter()
        .chain(DatedState::ALL.into_iter().map(one))
        .collect()
}

fn row(asker: &Asker, look: &Look<'_>, it: &DatedEvent) -> Result<Row> {
    let words = &asker.words;
    let person = look.person(it.contact)?.unwrap_or_default();
    let name = name_of(asker, look, &person)?;
    let facts = [name, when(words, it), it.sum()];
    let facts: Vec<String> = facts.into_iter().filter(|it| !it.is_empty()).collect();
    Ok(Row {
        href: format!("{PLACE}/{}", it.id),
        icon: "wait",
        title: title(look, it)?,
        text: facts.join(" · "),
        chip: words.t(&format!("dated-state-{}", it.state.name())),
        ..Row::default()
    })
}

/// `GET /dated/{id}`
pub async fn page(asker: Asker, at: Path<String>) -> Answer {
    let sheet = one(&asker, id(&at)?).await?;
    show_at(&asker, sheet, "contacts").await
}

async fn one(asker: &Asker, at: DatedEventId) -> Result<Sheet> {
    let (app, asker) = (asker.app.clone(), asker.clone());
    app.look(move |look| drawn(&asker, look, at)).await
}

fn drawn(asker: &Asker, look: &Look<'_>, at: DatedEventId) -> Result<Sheet> {
    let words = &asker.words;
    let it = find(look, asker.viewer(), at)?;
    let person = look.person(it.contact)?.unwrap_or_default();
    let name = name_of(asker, look, &person)?;
    let place = format!("{PLACE}/{at}");
    let lead = format!("{} · {}", when(words, &it), state(words, it.state).text);
    let mut sheet =
        Sheet::new(title(look, &it)?, lead).back(&format!("/contacts/{}", person.id), name);
    if let Some(why) = it.stopped {
        let key = format!("dated-stopped-{}", why.name().replace('_', "-"));
        sheet.banner("", words.t(&key));
    }
    let fields = fields(words, &it);
    let form = Form::new(&place, words.t("act-save"), fields);
    let (act, key) = match it.stopped {
        Some(_) => ("", "dated-go-on"),
        None => ("1", "dated-stop"),
    };
    let stop = Form {
        fields: vec![Field::hidden("stop", act)],
        ..Form::button(format!("{place}/stop"), words.t(key))
    };
    Ok(sheet
        .with(Section::of(words.t("dated-said-title"), told(asker, look, &it)?).id("told"))
        .with(Section::of(words.t("dated-about"), vec![Part::Form(form)]))
        .with(Section::of(words.t("set-more"), vec![Part::Form(stop)]).folded(false)))
}

/// What was said and left out, then what is to come.
fn told(asker: &Asker, look: &Look<'_>, it: &DatedEvent) -> Result<Vec<Part>> {
    let words = &asker.words;
    let kind = look.dated_kind(it.kind)?.unwrap_or_default();
    let called = |stage: u32| {
        let stage = kind.stage(stage).map(|it| offset(words, it));
        stage.unwrap_or_else(|| words.t("dated-stage-gone"))
    };
    let mut rows = Vec::new();
    for told in &it.told {
        let message = told
            .message
            .map(|id| look.message(id))
            .transpose()?
            .flatten();
        let c = message
            .as_ref()
            .map(|it| look.conversation(it.conversation));
        let c = c.transpose()?.flatten();
        let c = c.filter(|it| asker.viewer().sees(it));
        let href = c
            .zip(message)
            .map(|(c, it)| format!("/c/{}?at={}#m-{}", c.number, it.position, it.position));
        rows.push(Row {
            href: href.unwrap_or_default(),
            title: called(told.stage),
            text: match told.left {
                Some(why) => left_out(words, why),
                None => words.t("dated-was-said"),
            },
            when: Some(TimeView::full(words, told.at)),
            ..Row::default()
        });
    }
    let far = asker.now + Span::days(400).max(AHEAD);
    for coming in coming_of(look, it, asker.now, far)? {
        rows.push(Row {
            title: called(coming.stage.id),
            text: fate(words, look, &coming)?,
            when: Some(TimeView::full(words, coming.at)),
            ..Row::default()
        });
    }
    Ok(vec![if rows.is_empty() {
        Part::Text(words.t("dated-nothing-said"))
    } else {
        Part::Rows(rows)
    }])
}

fn fields(words: &Words, it: &DatedEvent) -> Vec<Field> {
    let there = words.clone().in_zone(&zone(&it.zone));
    let at = if it.id == DatedEventId::default() {
        String::new()
    } else {
        there.input_time(it.at)
    };
    vec![
        Field::text("title", words.t("dated-field-title"), it.title.clone()),
        Field::input("datetime-local", "at", words.t("dated-field-at"), at)
            .hint(words.t_of("dated-field-at-hint", "zone", &it.zone))
            .required(),
        Field::new(
            Kind::Check,
            "all_day",
            words.t("dated-field-all-day"),
            if it.all_day { "1" } else { "" },
        ),
        Field::text("place", words.t("dated-field-place"), it.place.clone()),
        Field::text("amount", words.t("dated-field-amount"), it.amount.clone()),
        Field::text(
            "currency",
            words.t("dated-field-currency"),
            it.currency.clone(),
        ),
        Field::input("url", "link", words.t("dated-field-link"), it.link.clone()),
        Field::choose(
            Kind::Select,
            "state",
            words.t("dated-state"),
            states(words, it.state.name(), false),
        ),
    ]
}

fn given(words: &Words, zone_name: &str, form: &Pairs) -> Result<Given> {
    let text = |name: &str| Some(first(form, name).to_owned());
    let there = words.clone().in_zone(&zone(zone_name));
    let at = there.read_input_time(first(form, "at"));
    let mut at = at.ok_or_else(|| Error::invalid("at", "error-field"))?;
    let all_day = first(form, "all_day") == "1";
    if all_day {
        at = there.at_hour(at, 0, 0).unwrap_or(at);
    }
    Ok(Given {
        to: None,
        when: Some(When {
            at,
            zone: zone_name.to_owned(),
            all_day,
        }),
        title: text("title"),
        place: text("place"),
        link: text("link"),
        amount: text("amount"),
        currency: text("currency"),
        attributes: None,
        state: DatedState::parse(first(form, "state")),
    })
}

/// `POST /dated/{id}`
pub async fn save(asker: Asker, at: Path<String>, form: Pairs) -> Answer {
    let (at, viewer) = (id::<DatedEventId>(&at)?, asker.viewer().clone());
    let by = viewer.clone();
    let found = asker.app.look(move |look| find(look, &by, at)).await?;
    let saved = match given(&asker.words, &found.zone, &form) {
        Ok(given) => {
            let deed = move |w: &mut Write<'_>| {
                put(w, &viewer, (found.kind, &found.external_id), &given).map(|_| ())
            };
            asker.app.act(deed).await
        }
        Err(err) => Err(err),
    };
    done(&asker, saved, &format!("{PLACE}/{at}"), one(&asker, at)).await
}

/// `POST /dated/{id}/stop`: says no more of it by itself, or goes on.
pub async fn stop(asker: Asker, at: Path<String>, form: Pairs) -> Answer {
    let (at, viewer) = (id::<DatedEventId>(&at)?, asker.viewer().clone());
    let stops = first(&form, "stop") == "1";
    let deed = move |w: &mut Write<'_>| say_no_more(w, &viewer, at, stops).map(|_| ());
    let stopped = asker.app.act(deed).await;
    done(&asker, stopped, &format!("{PLACE}/{at}"), one(&asker, at)).await
}

/// Of whom one is made.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Whose {
    contact: String,
}

/// `GET /dated/new?contact=…`
pub async fn fresh(asker: Asker, whose: Query<Whose>) -> Answer {
    let contact: ContactId = id(&whose.contact)?;
    let sheet = new_one(&asker, contact).await?;
    show_at(&asker, sheet, "contacts").await
}

async fn new_one(asker: &Asker, contact: ContactId) -> Result<Sheet> {
    let (app, asker) = (asker.app.clone(), asker.clone());
    let look = app.look(move |look| {
        let words = &asker.words;
        let person = people::find(look, asker.viewer(), contact)?;
        let name = name_of(&asker, look, &person)?;
        let kinds = desk::list(look)?;
        let place = format!("/contacts/{contact}");
        let sheet = Sheet::new(words.t("dated-new"), String::new()).back(&place, name);
        if kinds.is_empty() {
            let none = Part::Text(words.t("dated-none-kinds"));
            return Ok(sheet.with(Section::of(String::new(), vec![none])));
        }
        let kind = |it: &DatedKind| Choice::new(it.id.to_string(), it.name.clone(), false);
        let kinds = kinds.iter().map(kind).collect();
        let business = look.business()?.unwrap_or_default();
        let blank = DatedEvent {
            zone: business.time_zone,
            ..DatedEvent::default()
        };
        let mut all = vec![
            Field::hidden("contact", contact.to_string()),
            Field::choose(Kind::Select, "kind", words.t("dated-kind"), kinds),
        ];
        all.extend(fields(words, &blank));
        let form = Form::new("/dated/new", words.t("act-add"), all);
        Ok(sheet.with(Section::of(String::new(), vec![Part::Form(form)])))
    });
    look.await
}

/// `POST /dated/new`
pub async fn make(asker: Asker, form: Pairs) -> Answer {
    let contact: ContactId = id(first(&form, "contact"))?;
    let kind: DatedKindId = id(first(&form, "kind"))?;
    let business = asker.app.look(|look| look.business()).await?;
    let zone = business.unwrap_or_default().time_zone;
    let viewer = asker.viewer().clone();
    let made = match given(&asker.words, &zone, &form) {
        Ok(given) => {
            let given = Given {
                to: Some(To::Contact(contact)),
                ..given
            };
            let deed = move |w: &mut Write<'_>| {
                people::find(w, &viewer, contact)?;
                let name: DatedEventId = w.new_id();
                let name = name.uuid().simple().to_string();
                put(w, &viewer, (kind, &name), &given).map(|_| ())
            };
            asker.app.act(deed).await
        }
        Err(err) => Err(err),
    };
    let place = format!("/contacts/{contact}#dated");
    done(&asker, made, &place, new_one(&asker, contact)).await
}
