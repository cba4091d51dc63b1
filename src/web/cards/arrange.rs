//! `/settings/cards`: what stands on data cards, where they ask, and for whom they are.

use actix_web::web::{Path, Query};

use crate::channels::api;
use crate::desk::cards::{self as desk, About};
use crate::domain::card::{DataCard, KEEPS, WAITS};
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::error::Result;
use crate::domain::id::CardId;
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker};
use crate::web::browse::{self, Browsed};
use crate::web::cards::rows;
use crate::web::names::{Directory, glyph};
use crate::web::settings::{Pairs, admin, as_typed, done, every, first, id, show};
use crate::web::sheet::{Field, Form, Kind, Part, Row, Section, Sheet};
use crate::web::view::Choice;
use crate::words::Words;

pub(super) const PLACE: &str = "/settings/cards";

async fn sheet(asker: &Asker, asked: Browsed) -> Result<Sheet> {
    let (app, asker) = (asker.app.clone(), asker.clone());
    app.look(move |look| drawn(&asker, look, &asked)).await
}

fn drawn(asker: &Asker, look: &Look<'_>, asked: &Browsed) -> Result<Sheet> {
    let words = &asker.words;
    let said = |it: &DataCard| format!("{} {}", it.name, it.url);
    let row = |it: &DataCard| Row {
        href: format!("{PLACE}/{}", it.id),
        icon: "info",
        title: it.name.clone(),
        text: it.url.clone(),
        chip: match it.actions.len() {
            0 => String::new(),
            n => words.t_n("card-n-actions", n),
        },
        ..Row::default()
    };
    let all = desk::list(look)?;
    let rows = browse::list(words, (PLACE, asked), all, (said, row), "cards-none");
    let new = DataCard {
        keeps: KEEPS,
        waits: WAITS,
        ..DataCard::default()
    };
    let form = Form::new(PLACE, words.t("act-add"), fields(asker, look, &new)?);
    Ok(Sheet::new(words.t("set-cards"), words.t("cards-lead"))
        .back("/settings", words.t("nav-settings"))
        .with(Section::of(String::new(), rows))
        .with(Section::of(words.t("card-add"), vec![Part::Form(form)])))
}

fn fields(asker: &Asker, look: &Look<'_>, it: &DataCard) -> Result<Vec<Field>> {
    let words = &asker.words;
    let url = Field::text("url", words.t("card-url"), it.url.clone());
    let mut out = vec![
        Field::text("name", words.t("card-name"), it.name.clone()).required(),
        url.hint(words.t("card-url-hint")),
    ];
    out.push(Field::fold(words.t("card-shows"), true));
    out.extend(rows::fields(words, &it.fields));
    out.push(Field::unfold());
    out.push(Field::fold(words.t("card-headers"), !it.headers.is_empty()));
    out.extend(rows::headers(words, it));
    out.push(Field::unfold());
    out.extend(whose(asker, look, it)?);
    out.push(Field::fold(words.t("card-how"), !it.body.is_empty()));
    let number =
        |name: &str, key: &str, n: u32| Field::input("number", name, words.t(key), n.to_string());
    out.push(number("keeps", "card-keeps", it.keeps));
    out.push(number("waits", "card-waits", it.waits));
    let body = Field::new(Kind::Area, "body", words.t("card-body"), it.body.clone());
    out.push(body.hint(words.t("card-body-hint")));
    out.push(Field::unfold());
    out.push(Field::fold(words.t("card-link"), !it.link.is_empty()));
    let link = Field::text("link", words.t("card-link-url"), it.link.clone());
    out.push(link.hint(words.t("card-link-hint")));
    out.push(Field::unfold());
    Ok(out)
}

/// Where it stands, and for whom.
fn whose(asker: &Asker, look: &Look<'_>, it: &DataCard) -> Result<Vec<Field>> {
    let words = &asker.words;
    let directory = Directory::read(look)?;
    let narrowed =
        !it.channels.is_empty() || !it.tags.is_empty() || !it.teams.is_empty() || it.confirmed_only;
    let checks = |name: &str, key: &str, all: Vec<Choice>| {
        let choose = Field::choose(Kind::Checks, name, words.t(key), all);
        (!choose.choices.is_empty()).then_some(choose)
    };
    let teams = directory.teams_for(asker.viewer());
    let teams = teams.map(|team| {
        let is = it.teams.contains(&team.id);
        Choice::new(team.id.to_string(), team.name.clone(), is)
    });
    let tags = directory.live_tags().map(|tag| {
        let is = it.tags.contains(&tag.id);
        Choice::new(tag.id.to_string(), tag.name.clone(), is)
    });
    let kinds = kinds(words, look, it)?;
    let mut out = vec![Field::fold(words.t("card-whose"), narrowed)];
    out.extend(checks("channel", "card-channels", kinds));
    out.extend(checks("tag", "card-tags", tags.collect()));
    out.extend(checks("team", "card-teams", teams.collect()));
    let tick = if it.confirmed_only { "1" } else { "" };
    let confirmed = words.t("card-confirmed");
    let confirmed = Field::new(Kind::Check, "confirmed_only", confirmed, tick);
    out.push(confirmed.hint(words.t("card-confirmed-hint")));
    out.push(Field::unfold());
    Ok(out)
}

/// Kinds of the channels there are, and those it was given.
fn kinds(words: &Words, look: &Look<'_>, it: &DataCard) -> Result<Vec<Choice>> {
    let all = look.arranged::<Channel>()?;
    let live = all.iter().filter(|it| it.retired_at.is_none());
    let mut kinds: Vec<ChannelKind> = live.map(|it| it.kind).chain(it.channels.clone()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let choice = |kind: ChannelKind| {
        Choice::new(
            kind.name(),
            words.t(glyph(kind).1),
            it.channels.contains(&kind),
        )
    };
    Ok(kinds.into_iter().map(choice).collect())
}

fn about(given: &Pairs) -> About {
    let kinds: Vec<String> = every(given, "channel");
    About {
        name: first(given, "name").to_owned(),
        url: first(given, "url").to_owned(),
        body: first(given, "body").to_owned(),
        headers: rows::read_headers(given),
        fields: rows::read_fields(given),
        keeps: first(given, "keeps").trim().parse().ok(),
        waits: first(given, "waits").trim().parse().ok(),
        channels: kinds
            .iter()
            .filter_map(|it| ChannelKind::parse(it))
            .collect(),
        tags: every(given, "tag"),
        teams: every(given, "team"),
        confirmed_only: first(given, "confirmed_only") == "1",
        link: first(given, "link").to_owned(),
    }
}

async fn one(asker: &Asker, at: CardId, secret: String) -> Result<Sheet> {
    let (app, asker) = (asker.app.clone(), asker.clone());
    app.look(move |look| one_drawn(&asker, look, at, &secret))
        .await
}

fn one_drawn(asker: &Asker, look: &Look<'_>, at: CardId, secret: &str) -> Result<Sheet> {
    let words = &asker.words;
    let it = desk::find(look, at)?;
    let place = format!("{PLACE}/{at}");
    let mut sheet = Sheet::new(it.name.clone(), String::new()).back(PLACE, words.t("set-cards"));
    if !secret.is_empty() {
        let part = Part::Copy(words.t("webhook-secret"), secret.to_owned());
        let told = Section::of(words.t("webhook-secret-title"), vec![part]);
        sheet = sheet.with(told.text(words.t("card-secret-text")));
    }
    let number = Field::input("number", "number", words.t("card-test-number"), "");
    let fields = vec![number.required()];
    let test = Form::new(format!("{place}/test"), words.t("card-test"), fields);
    let test = Part::Form(test.inline().by_get());
    let row = |it: &crate::domain::card::action::CardAction| Row {
        href: format!("{place}/actions/{}", it.id),
        icon: "bolt",
        title: it.name.clone(),
        text: it.url.clone(),
        ..Row::default()
    };
    let mut acts = Vec::new();
    if !it.actions.is_empty() {
        acts.push(Part::Rows(it.actions.iter().map(row).collect()));
    }
    let add = Form::button(format!("{place}/actions"), words.t("card-action-add"));
    acts.push(Part::Form(add.by_get()));
    let form = Form::new(&place, words.t("act-save"), self::fields(asker, look, &it)?);
    let button =
        |act: &str, key: &str| Part::Form(Form::button(format!("{place}/{act}"), words.t(key)));
    let more = vec![
        Part::Text(words.t("card-secret-use")),
        button("secret", "webhook-renew"),
        button("retire", "act-retire"),
    ];
    Ok(sheet
        .with(Section::of(words.t("card-test-title"), vec![test]).text(words.t("card-test-text")))
        .with(Section::of(words.t("card-about"), vec![Part::Form(form)]))
        .with(Section::of(words.t("card-actions"), acts).text(words.t("card-actions-text")))
        .with(Section::of(words.t("set-more"), more).folded(false)))
}

/// `GET /settings/cards`
pub async fn page(asker: Asker, asked: Query<Browsed>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, asked.into_inner()).await?;
    show(&asker, sheet).await
}

/// `POST /settings/cards`: shows its secret, once.
pub async fn make(asker: Asker, given: Pairs) -> Answer {
    admin(&asker)?;
    let (viewer, keys) = (asker.viewer().clone(), asker.app.keys.clone());
    let (about, secret) = (about(&given), api::new_secret());
    let told = secret.clone();
    let deed =
        move |w: &mut Write<'_>| desk::make(w, &viewer, &keys, &about, &secret).map(|it| it.id);
    match asker.app.act(deed).await {
        Ok(made) => {
            let sheet = one(&asker, made, told).await?;
            show(&asker, sheet).await
        }
        Err(err) => {
            let mut sheet = sheet(&asker, Browsed::default()).await?;
            as_typed(&mut sheet, &given);
            without_secrets(&mut sheet);
            done(&asker, Err(err), PLACE, async { Ok(sheet) }).await
        }
    }
}

/// What was typed as a secret is typed again.
fn without_secrets(sheet: &mut Sheet) {
    for part in sheet.sections.iter_mut().flat_map(|it| &mut it.parts) {
        if let Part::Form(form) = part {
            let secret = |it: &&mut Field| it.kind == Kind::Input("password");
            form.fields
                .iter_mut()
                .filter(secret)
                .for_each(|it| it.value.clear());
        }
    }
}

/// `GET /settings/cards/{id}`
pub async fn edit(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let sheet = one(&asker, id(&at)?, String::new()).await?;
    show(&asker, sheet).await
}

/// `POST /settings/cards/{id}`
pub async fn save(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    admin(&asker)?;
    let (at, viewer, about): (CardId, _, _) = (id(&at)?, asker.viewer().clone(), about(&given));
    let keys = asker.app.keys.clone();
    let deed = move |w: &mut Write<'_>| desk::change(w, &viewer, &keys, at, &about).map(|_| ());
    let saved = asker.app.act(deed).await;
    let place = format!("{PLACE}/{at}");
    let mut sheet = one(&asker, at, String::new()).await?;
    as_typed(&mut sheet, &given);
    without_secrets(&mut sheet);
    done(&asker, saved, &place, async { Ok(sheet) }).await
}

/// `POST /settings/cards/{id}/secret`: shows the new one, once.
pub async fn renew_secret(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let (at, viewer): (CardId, _) = (id(&at)?, asker.viewer().clone());
    let (keys, secret) = (asker.app.keys.clone(), api::new_secret());
    let told = secret.clone();
    let deed = move |w: &mut Write<'_>| desk::renew_secret(w, &viewer, &keys, at, &secret);
    asker.app.act(deed).await?;
    let sheet = one(&asker, at, told).await?;
    show(&asker, sheet).await
}

/// `POST /settings/cards/{id}/retire`
pub async fn retire(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let (at, viewer): (CardId, _) = (id(&at)?, asker.viewer().clone());
    let retired = asker.app.act(move |w| desk::retire(w, &viewer, at)).await;
    done(&asker, retired, PLACE, sheet(&asker, Browsed::default())).await
}
