//! `/settings/webhooks`: programs that hear of what happens, what they are told, and what became of it.

use actix_web::web::{Path, Query};
use serde::Deserialize;

use crate::channels::api;
use crate::desk::webhooks::calls::{event_of, replay as send_again, replay_given_up};
use crate::desk::webhooks::{self as desk, About};
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::error::{Error, Result};
use crate::domain::id::{Seq, WebhookId};
use crate::domain::webhook::{CallState, Webhook, WebhookCall, nouns};
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker};
use crate::web::browse::{self, Browsed};
use crate::web::names::{Directory, glyph};
use crate::web::settings::{Pairs, admin, as_typed, done, every, first, id, show};
use crate::web::sheet::{Field, Form, Kind, Pager, Part, Row, Section, Sheet};
use crate::web::view::{Choice, Link, TimeView};
use crate::words::Words;

const PLACE: &str = "/settings/webhooks";
/// Calls of a page.
const SHOWN: usize = 50;

/// Where the page before ended: an event.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Before {
    before: Option<u64>,
}

async fn sheet(asker: &Asker, asked: Browsed) -> Result<Sheet> {
    let (app, asker) = (asker.app.clone(), asker.clone());
    app.look(move |look| drawn(&asker, look, &asked)).await
}

fn drawn(asker: &Asker, look: &Look<'_>, asked: &Browsed) -> Result<Sheet> {
    let words = &asker.words;
    let said = |it: &Webhook| format!("{} {}", it.name, it.url);
    let row = |it: &Webhook| row(asker, it);
    let all = desk::list(look)?;
    let rows = browse::list(words, (PLACE, asked), all, (said, row), "webhooks-none");
    let new = Webhook::default();
    let form = Form::new(PLACE, words.t("act-add"), fields(asker, look, &new)?);
    Ok(
        Sheet::new(words.t("set-webhooks"), words.t("webhooks-lead"))
            .back("/settings", words.t("nav-settings"))
            .with(Section::of(String::new(), rows))
            .with(Section::of(words.t("webhook-add"), vec![Part::Form(form)])),
    )
}

fn row(asker: &Asker, it: &Webhook) -> Row {
    let words = &asker.words;
    Row {
        href: format!("{PLACE}/{}", it.id),
        icon: "api",
        title: it.name.clone(),
        text: it.url.clone(),
        health: Some(health(words, it)),
        when: it.reached_at.map(|at| TimeView::ago(words, at, asker.now)),
        ..Row::default()
    }
}

fn health(words: &Words, it: &Webhook) -> (&'static str, String) {
    let (colour, key) = match (it.is_on(), it.failing_since, it.reached_at) {
        (false, ..) => ("off", "webhook-paused"),
        (true, Some(_), _) => ("bad", "webhook-failing"),
        (true, None, Some(_)) => ("ok", "webhook-works"),
        (true, None, None) => ("off", "webhook-new"),
    };
    (colour, words.t(key))
}

fn fields(asker: &Asker, look: &Look<'_>, it: &Webhook) -> Result<Vec<Field>> {
    let words = &asker.words;
    let directory = Directory::read(look)?;
    let mut out = vec![
        Field::text("name", words.t("webhook-name"), it.name.clone()).required(),
        Field::input("url", "url", words.t("webhook-url"), it.url.clone())
            .hint(words.t("webhook-url-hint"))
            .required(),
        Field::choose(
            Kind::Checks,
            "event",
            words.t("webhook-events"),
            events(words, it),
        ),
    ];
    let team = |team: &crate::domain::team::Team| {
        let is = it.teams.contains(&team.id);
        Choice::new(team.id.to_string(), team.name.clone(), is)
    };
    let teams: Vec<Choice> = directory.teams_for(asker.viewer()).map(team).collect();
    let kinds = kinds(words, look, it)?;
    let narrowed = !it.teams.is_empty() || !it.channels.is_empty() || it.slim;
    out.push(Field::fold(words.t("webhook-narrower"), narrowed));
    if !teams.is_empty() {
        out.push(Field::choose(
            Kind::Checks,
            "team",
            words.t("webhook-teams"),
            teams,
        ));
    }
    if kinds.len() > 1 {
        out.push(Field::choose(
            Kind::Checks,
            "channel",
            words.t("webhook-channels"),
            kinds,
        ));
    }
    let tick = if it.slim { "1" } else { "" };
    out.push(
        Field::new(Kind::Check, "slim", words.t("webhook-slim"), tick)
            .hint(words.t("webhook-slim-hint")),
    );
    out.push(Field::unfold());
    Ok(out)
}

/// All of a noun each, and what a program chose more closely.
fn events(words: &Words, it: &Webhook) -> Vec<Choice> {
    let noun = |noun: &str| {
        let all = format!("{noun}.*");
        let is = it.events.contains(&all);
        Choice::new(all, words.t(&format!("webhook-hears-{noun}")), is)
    };
    let closer = it.events.iter().filter(|it| !it.ends_with('*'));
    let closer = closer.map(|it| Choice::new(it.clone(), it.clone(), true));
    nouns().map(noun).chain(closer).collect()
}

/// Of those there are, and those it was given.
fn kinds(words: &Words, look: &Look<'_>, it: &Webhook) -> Result<Vec<Choice>> {
    let all = look.arranged::<Channel>()?;
    let live = all.iter().filter(|it| it.retired_at.is_none());
    let mut kinds: Vec<ChannelKind> = live.map(|it| it.kind).chain(it.channels.clone()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let choice = |kind: ChannelKind| {
        let is = it.channels.contains(&kind);
        Choice::new(kind.name(), words.t(glyph(kind).1), is)
    };
    Ok(kinds.into_iter().map(choice).collect())
}

fn about(given: &Pairs) -> About {
    let kinds: Vec<String> = every(given, "channel");
    About {
        name: first(given, "name").to_owned(),
        url: first(given, "url").to_owned(),
        events: every(given, "event"),
        teams: every(given, "team"),
        channels: kinds
            .iter()
            .filter_map(|it| ChannelKind::parse(it))
            .collect(),
        slim: first(given, "slim") == "1",
    }
}

async fn one(
    asker: &Asker,
    at: WebhookId,
    (before, secret): (Option<u64>, String),
) -> Result<Sheet> {
    let (app, asker) = (asker.app.clone(), asker.clone());
    app.look(move |look| one_drawn(&asker, look, at, (before.map(Seq), &secret)))
        .await
}

fn one_drawn(
    asker: &Asker,
    look: &Look<'_>,
    at: WebhookId,
    (before, secret): (Option<Seq>, &str),
) -> Result<Sheet> {
    let words = &asker.words;
    let it = desk::find(look, at)?;
    let place = format!("{PLACE}/{at}");
    let mut sheet = Sheet::new(it.name.clone(), String::new()).back(PLACE, words.t("set-webhooks"));
    if !secret.is_empty() {
        let part = Part::Copy(words.t("webhook-secret"), secret.to_owned());
        sheet = sheet.with(
            Section::of(words.t("webhook-secret-title"), vec![part])
                .text(words.t("webhook-secret-text")),
        );
    }
    state(words, &it, &mut sheet);
    let button =
        |act: &str, key: &str| Part::Form(Form::button(format!("{place}/{act}"), words.t(key)));
    let acts = if it.is_on() {
        vec![
            button("test", "webhook-test"),
            button("pause", "webhook-pause"),
        ]
    } else {
        vec![button("resume", "webhook-resume")]
    };
    sheet = sheet.with(Section::of(String::new(), acts));
    let form = Form::new(&place, words.t("act-save"), fields(asker, look, &it)?);
    let calls = calls(asker, look, &it, before)?;
    let more = vec![
        Part::Text(words.t("webhook-renew-text")),
        button("secret", "webhook-renew"),
        button("retire", "act-retire"),
    ];
    Ok(sheet
        .with(Section::of(words.t("webhook-calls"), calls).id("calls"))
        .with(Section::of(
            words.t("webhook-about"),
            vec![Part::Form(form)],
        ))
        .with(Section::of(words.t("set-more"), more).folded(false)))
}

/// What is wrong with it, on top.
fn state(words: &Words, it: &Webhook, sheet: &mut Sheet) {
    if it.stopped_at.is_some() {
        let key = if it.trouble.is_empty() {
            "webhook-paused-text"
        } else {
            "webhook-stopped-text"
        };
        sheet.banner("warn", words.t(key));
    }
    if let (false, Some(since)) = (it.trouble.is_empty(), it.failing_since) {
        let since = words.t_of("webhook-failing-since", "time", words.date_time(since));
        sheet.banner(
            "bad",
            format!("{} {since}", trouble(words, &it.trouble, &it.detail)),
        );
    }
}

fn trouble(words: &Words, key: &str, detail: &str) -> String {
    let said = words.t(key);
    if detail.is_empty() {
        said
    } else {
        format!("{said} ({detail})")
    }
}

fn calls(asker: &Asker, look: &Look<'_>, it: &Webhook, before: Option<Seq>) -> Result<Vec<Part>> {
    let words = &asker.words;
    let mut all = look.webhook_calls(it.id, before, SHOWN + 1)?;
    let more = all.len() > SHOWN;
    all.truncate(SHOWN);
    if all.is_empty() {
        return Ok(vec![Part::Text(words.t("webhook-no-calls"))]);
    }
    let place = format!("{PLACE}/{}", it.id);
    let mut parts = Vec::new();
    let mut rows = Vec::new();
    for call in &all {
        rows.push(call_row(asker, look, &place, call)?);
    }
    if all.iter().any(|it| it.state == CallState::GivenUp) {
        let all = Form::button(format!("{place}/replay"), words.t("webhook-replay-all"));
        parts.push(Part::Form(all));
    }
    parts.push(Part::Rows(rows));
    let link = |href: String, key: &str| Link {
        href,
        text: words.t(key),
    };
    let last = all.last().filter(|_| more);
    parts.push(Part::Pager(Pager {
        newer: before.map(|_| link(format!("{place}#calls"), "webhook-newest")),
        older: last.map(|it| link(format!("{place}?before={}#calls", it.seq), "page-after")),
    }));
    Ok(parts)
}

fn call_row(asker: &Asker, look: &Look<'_>, place: &str, call: &WebhookCall) -> Result<Row> {
    let words = &asker.words;
    let event = event_of(look, call)?;
    let tone = match (call.state, call.tries) {
        (CallState::Taken, _) => "ok",
        (CallState::GivenUp, _) => "bad",
        (CallState::Waiting, 0) => "off",
        (CallState::Waiting, _) => "warn",
    };
    let mut told = Vec::new();
    if !call.trouble.is_empty() {
        let status = (call.status > 0).then(|| call.status.to_string());
        let detail = format!("{} {}", status.unwrap_or_default(), call.detail);
        told.push(trouble(words, &call.trouble, detail.trim()));
    }
    if call.state == CallState::Waiting && call.tries > 0 {
        told.push(words.t_of("webhook-next-try", "time", words.date_time(call.due)));
    }
    if call.state == CallState::Taken {
        told.push(format!("{} · {} ms", call.status, call.took_ms));
    }
    let again = (call.state != CallState::Waiting).then(|| {
        Form::button(
            format!("{place}/calls/{}", call.seq),
            words.t("webhook-replay"),
        )
    });
    Ok(Row {
        title: event.map_or("", |it| it.kind.name()).to_owned(),
        text: told.join(" · "),
        health: Some((
            tone,
            words.t(&format!(
                "webhook-call-{}",
                call.state.name().replace('_', "-")
            )),
        )),
        chip: if call.tries > 0 {
            words.t_n("webhook-tries", call.tries)
        } else {
            String::new()
        },
        when: event.map(|it| TimeView::full(words, it.at)),
        acts: again.into_iter().collect(),
        ..Row::default()
    })
}

/// `GET /settings/webhooks`
pub async fn page(asker: Asker, asked: Query<Browsed>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, asked.into_inner()).await?;
    show(&asker, sheet).await
}

/// `POST /settings/webhooks`: shows its secret, once.
pub async fn make(asker: Asker, given: Pairs) -> Answer {
    admin(&asker)?;
    let (viewer, keys) = (asker.viewer().clone(), asker.app.keys.clone());
    let (about, secret) = (about(&given), api::new_secret());
    let told = secret.clone();
    let deed =
        move |w: &mut Write<'_>| desk::make(w, &viewer, &keys, &about, &secret).map(|it| it.id);
    match asker.app.act(deed).await {
        Ok(made) => {
            let sheet = one(&asker, made, (None, told)).await?;
            show(&asker, sheet).await
        }
        Err(err) => {
            let mut sheet = sheet(&asker, Browsed::default()).await?;
            as_typed(&mut sheet, &given);
            done(&asker, Err(err), PLACE, async { Ok(sheet) }).await
        }
    }
}

/// `GET /settings/webhooks/{id}`
pub async fn edit(asker: Asker, at: Path<String>, asked: Query<Before>) -> Answer {
    admin(&asker)?;
    let sheet = one(&asker, id(&at)?, (asked.before, String::new())).await?;
    show(&asker, sheet).await
}

/// Does a deed on one and shows it again.
async fn acted(
    asker: &Asker,
    at: WebhookId,
    deed: impl Fn(&mut Write<'_>) -> Result<()> + Send + 'static,
) -> Answer {
    let acted = asker.app.act(deed).await;
    let place = format!("{PLACE}/{at}");
    done(asker, acted, &place, one(asker, at, (None, String::new()))).await
}

/// `POST /settings/webhooks/{id}`
pub async fn save(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let (at, viewer, about) = (id(&at)?, asker.viewer().clone(), about(&given));
    let deed = move |w: &mut Write<'_>| desk::change(w, &viewer, at, &about).map(|_| ());
    acted(&asker, at, deed).await
}

/// `POST /settings/webhooks/{id}/{act}`: `test`, `pause`, `resume`, `secret`, `replay` or `retire`.
pub async fn act(asker: Asker, at: Path<(String, String)>) -> Answer {
    admin(&asker)?;
    let (id, viewer) = (id::<WebhookId>(&at.0)?, asker.viewer().clone());
    match at.1.as_str() {
        "test" => acted(&asker, id, move |w| desk::test(w, &viewer, id)).await,
        "pause" => acted(&asker, id, move |w| desk::pause(w, &viewer, id, true)).await,
        "resume" => acted(&asker, id, move |w| desk::pause(w, &viewer, id, false)).await,
        "secret" => renew_secret(&asker, id).await,
        "replay" => {
            let deed = move |w: &mut Write<'_>| replay_given_up(w, &viewer, id).map(|_| ());
            acted(&asker, id, deed).await
        }
        "retire" => {
            let retired = asker.app.act(move |w| desk::retire(w, &viewer, id)).await;
            done(&asker, retired, PLACE, sheet(&asker, Browsed::default())).await
        }
        _ => Err(Error::not_found("page").into()),
    }
}

/// Shows the new one, once.
async fn renew_secret(asker: &Asker, at: WebhookId) -> Answer {
    let (viewer, keys) = (asker.viewer().clone(), asker.app.keys.clone());
    let secret = api::new_secret();
    let told = secret.clone();
    let deed = move |w: &mut Write<'_>| desk::renew_secret(w, &viewer, &keys, at, &secret);
    asker.app.act(deed).await?;
    let sheet = one(asker, at, (None, told)).await?;
    show(asker, sheet).await
}

/// `POST /settings/webhooks/{id}/calls/{seq}`: sends it once more.
pub async fn replay(asker: Asker, at: Path<(String, u64)>) -> Answer {
    admin(&asker)?;
    let (at, seq, viewer) = (id(&at.0)?, Seq(at.1), asker.viewer().clone());
    acted(&asker, at, move |w| send_again(w, &viewer, at, seq)).await
}
