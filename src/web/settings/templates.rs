//! `/settings/channels/{id}/templates`: approved texts: how each stands, reading the list again, handing one in or changed,
//! and a pack that is ready.

use actix_web::web::{Path, Query};
use serde::Deserialize;

use crate::app::App;
use crate::channels::kit::{Door, request};
use crate::channels::{self, Templates};
use crate::desk::templates::{CATEGORIES, HEADERS, check, forget, keep, list, listed};
use crate::domain::channel::Connection;
use crate::domain::chat::Template;
use crate::domain::error::{Error, Result};
use crate::domain::id::ChannelId;
use crate::domain::outbound::SendError;
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::conversations::texts::category;
use crate::web::settings::channel::place;
use crate::web::settings::{Pairs, admin, again, first, id, show};
use crate::web::sheet::{Field, Form, Kind, Part, Row, Section, Sheet};
use crate::web::view::Choice;
use crate::words::{Arg, Words};

/// Which text an address means.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    name: String,
    language: String,
    done: String,
}

/// How a text stands, as a colour: usable, being looked at, in trouble.
fn tone(status: &str) -> &'static str {
    match status {
        "APPROVED" => "ok",
        "PENDING" | "IN_APPEAL" | "PENDING_DELETION" => "wait",
        "PAUSED" | "FLAGGED" | "LIMIT_EXCEEDED" => "warn",
        _ => "bad",
    }
}

/// The provider's word in words of ours where there are some.
fn said(words: &Words, key: &str, told: &str) -> String {
    if told.is_empty() {
        return String::new();
    }
    let ours = words.maybe(&format!("{key}-{}", told.to_lowercase().replace('_', "-")));
    if ours.is_empty() {
        told.to_owned()
    } else {
        ours
    }
}

/// The way to a channel's texts at its provider.
///
/// # Errors
/// [`Error::NotFound`] for a channel that has none.
pub fn texts(connection: &Connection) -> Result<&'static dyn Templates> {
    let found = channels::of(connection.kind).and_then(|it| it.templates());
    found.ok_or_else(|| Error::not_found("templates"))
}

fn door(app: &App, connection: Connection) -> Result<Door> {
    Door::open(connection, &app.keys, &app.net)
}

async fn read(asker: &Asker, channel: ChannelId) -> Result<(Connection, Vec<Template>)> {
    asker.app.look(move |look| list(look, channel)).await
}

fn base(channel: ChannelId) -> String {
    format!("{}/templates", place(channel))
}

fn edit_place(channel: ChannelId, it: &Template) -> String {
    let coded =
        |it: &str| -> String { url::form_urlencoded::byte_serialize(it.as_bytes()).collect() };
    format!(
        "{}/edit?name={}&language={}",
        base(channel),
        coded(&it.name),
        coded(&it.language)
    )
}

fn row(words: &Words, channel: ChannelId, it: &Template) -> Row {
    let mut parts = vec![category(words, &it.category)];
    if !matches!(it.quality.as_str(), "" | "UNKNOWN") {
        let quality = said(words, "quality", &it.quality);
        parts.push(words.t_of("template-quality", "quality", quality));
    }
    if !it.reason.is_empty() {
        parts.push(said(words, "template-reason", &it.reason));
    }
    parts.push(it.body.chars().take(120).collect());
    Row {
        href: edit_place(channel, it),
        title: it.name.clone(),
        chip: it.language.clone(),
        text: parts.join(" · "),
        health: Some((tone(&it.status), said(words, "template-status", &it.status))),
        ..Row::default()
    }
}

async fn sheet(asker: &Asker, channel: ChannelId) -> Result<Sheet> {
    let (connection, all) = read(asker, channel).await?;
    let words = &asker.words;
    let here = base(channel);
    let mut parts = Vec::new();
    if all.is_empty() {
        parts.push(Part::Text(words.t("templates-none")));
    } else {
        parts.push(Part::Rows(
            all.iter().map(|it| row(words, channel, it)).collect(),
        ));
    }
    let new = format!("{here}/edit");
    parts.push(Part::Form(
        Form::button(new, words.t("templates-new")).by_get(),
    ));
    parts.push(Part::Form(Form::button(
        format!("{here}/sync"),
        words.t("templates-sync"),
    )));
    let languages = texts(&connection)?.pack_languages();
    let pick = languages.iter().map(|it| {
        let missing = texts(&connection).map(|kind| missing(kind, &all, it).len());
        let label = words.t(&format!("pack-{}", it.to_lowercase().replace('_', "-")));
        Choice {
            hint: words.t_n("pack-missing", missing.unwrap_or_default()),
            ..Choice::new(*it, label, *it == own_language(words, languages))
        }
    });
    let field = Field::choose(
        Kind::Radios,
        "language",
        words.t("pack-language"),
        pick.collect(),
    );
    let pack = Form::new(format!("{here}/pack"), words.t("pack-submit"), vec![field]);
    let section = Section::of(words.t("pack-title"), vec![Part::Form(pack)]);
    Ok(
        Sheet::new(words.t("templates-title"), words.t("templates-lead"))
            .back(&place(channel), words.t("channel-back"))
            .with(Section::of(String::new(), parts))
            .with(section.text(words.t("pack-text"))),
    )
}

/// The language of the pack that is the reader's.
fn own_language(words: &Words, all: &'static [&'static str]) -> &'static str {
    let own = words.language().code();
    let found = all.iter().find(|it| it.starts_with(own));
    found.or(all.first()).copied().unwrap_or_default()
}

/// Texts of the pack that the account has not.
fn missing(kind: &dyn Templates, known: &[Template], language: &str) -> Vec<Template> {
    let mut all = kind.pack(language);
    all.retain(|new| named(known, &new.name, &new.language).is_none());
    all
}

/// `GET /settings/channels/{id}/templates`
pub async fn page(asker: Asker, at: Path<String>, asked: Query<Asked>) -> Answer {
    admin(&asker)?;
    let mut sheet = sheet(&asker, id(&at)?).await?;
    let key = match asked.done.as_str() {
        "submitted" => "templates-submitted",
        "removed" => "templates-removed",
        "read" => "templates-read",
        _ => "",
    };
    if !key.is_empty() {
        sheet.banner("ok", asker.words.t(key));
    }
    show(&asker, sheet).await
}

/// What the provider said instead, as a line on top.
fn refused(words: &Words, err: &SendError) -> String {
    let trouble = request::trouble(err);
    let said = words.t(trouble.code);
    let args = [
        ("what", Arg::Text(&said)),
        ("detail", Arg::Text(&trouble.detail)),
    ];
    words.t_with("templates-refused", &args)
}

/// The page again, with what the provider said on top.
async fn refusal(asker: &Asker, mut sheet: Sheet, err: &SendError) -> Answer {
    sheet.banner("bad", refused(&asker.words, err));
    show(asker, sheet).await
}

/// Keeps a text as the provider took it.
async fn kept(asker: &Asker, channel: ChannelId, made: Template) -> Result<()> {
    let viewer = asker.viewer().clone();
    asker
        .app
        .act(move |w| keep(w, &viewer, channel, &made))
        .await
}

/// `POST …/sync`: reads the list again.
pub async fn sync(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let channel: ChannelId = id(&at)?;
    let (connection, _) = read(&asker, channel).await?;
    let kind = texts(&connection)?;
    let learnt = kind.list(&door(&asker.app, connection)?).await;
    match learnt {
        Ok(learnt) => {
            let viewer = asker.viewer().clone();
            asker
                .app
                .act(move |w| listed(w, &viewer, channel, &learnt))
                .await?;
            Ok(see_other(&format!("{}?done=read", base(channel))))
        }
        Err(err) => refusal(&asker, sheet(&asker, channel).await?, &err).await,
    }
}

/// `POST …/pack`: hands in what of the pack is not there yet.
pub async fn pack(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    admin(&asker)?;
    let channel: ChannelId = id(&at)?;
    let (connection, known) = read(&asker, channel).await?;
    let kind = texts(&connection)?;
    let wanted = missing(kind, &known, first(&given, "language"));
    let door = door(&asker.app, connection)?;
    let (mut n, mut wrong) = (0_usize, Vec::new());
    for text in wanted {
        match kind.submit(&door, &text).await {
            Ok(made) => {
                kept(&asker, channel, made).await?;
                n += 1;
            }
            Err(err) => {
                wrong.push(format!("{}: {}", text.name, refused(&asker.words, &err)));
                // What ails the token ails them all.
                if matches!(
                    err,
                    SendError::LoginRefused { .. } | SendError::Unreachable { .. }
                ) {
                    break;
                }
            }
        }
    }
    let mut sheet = sheet(&asker, channel).await?;
    if n > 0 || wrong.is_empty() {
        sheet.banner("ok", asker.words.t_n("pack-done", n));
    }
    for it in wrong {
        sheet.banner("bad", it);
    }
    show(&asker, sheet).await
}

/// What stands in the fields of the form.
fn written(it: &Template) -> Vec<(String, String)> {
    let line = |(kind, text, value): &(String, String, String)| match kind.as_str() {
        "QUICK_REPLY" => text.clone(),
        _ => format!("{text} | {value}"),
    };
    let buttons: Vec<String> = it.buttons.iter().map(line).collect();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    vec![
        pair("name", &it.name),
        pair("language", &it.language),
        pair("category", &it.category),
        pair("header_format", &it.header_format),
        pair("header", &it.header),
        pair("body", &it.body),
        pair("footer", &it.footer),
        pair("buttons", &buttons.join("\n")),
        pair("examples", &it.examples.join("\n")),
    ]
}

/// The text a form says.
fn said_in(given: &[(String, String)], id: &str) -> Template {
    let text = |name: &str| first(given, name).replace("\r\n", "\n").trim().to_owned();
    let lines = |name: &str| -> Vec<String> {
        let all = text(name);
        let all = all.lines().map(str::trim).filter(|it| !it.is_empty());
        all.map(str::to_owned).collect()
    };
    let button = |line: &String| match line.split_once('|') {
        None => ("QUICK_REPLY".to_owned(), line.clone(), String::new()),
        Some((text, value)) => {
            let (text, value) = (text.trim().to_owned(), value.trim().to_owned());
            let kind = if value.contains("://") {
                "URL"
            } else {
                "PHONE_NUMBER"
            };
            (kind.to_owned(), text, value.replace(' ', ""))
        }
    };
    Template {
        id: id.to_owned(),
        name: text("name"),
        language: text("language"),
        category: text("category"),
        header_format: text("header_format"),
        header: text("header"),
        body: text("body"),
        footer: text("footer"),
        buttons: lines("buttons").iter().map(button).collect(),
        examples: lines("examples"),
        ..Template::default()
    }
}

fn edit_sheet(
    words: &Words,
    channel: ChannelId,
    (known, given): (Option<&Template>, &[(String, String)]),
) -> Sheet {
    let value = |name: &str| first(given, name).to_owned();
    let choices = |key: &str, all: &[&str], now: &str| -> Vec<Choice> {
        let label = |it: &str| words.t(&format!("{key}-{}", it.to_lowercase()));
        all.iter()
            .map(|it| Choice::new(*it, label(it), *it == now))
            .collect()
    };
    let hinted = |kind: Kind, name: &str| {
        let key = format!("template-field-{}", name.replace('_', "-"));
        let hint = words.maybe(&format!("{key}-hint"));
        Field::new(kind, name, words.t(&key), value(name)).hint(hint)
    };
    let mut fields = Vec::new();
    if known.is_some() {
        fields.push(Field::hidden("name", value("name")));
        fields.push(Field::hidden("language", value("language")));
    } else {
        fields.push(hinted(Kind::Input("text"), "name").required());
        fields.push(hinted(Kind::Input("text"), "language").required());
    }
    let label = words.t("template-field-category");
    let kinds = choices("template", &CATEGORIES, &value("category"));
    fields.push(Field::choose(Kind::Radios, "category", label, kinds));
    let label = words.t("template-field-header-format");
    let kinds = HEADERS.map(|it| {
        let name = if it.is_empty() { "none" } else { it };
        let label = words.t(&format!("template-header-{}", name.to_lowercase()));
        Choice::new(it, label, it == value("header_format"))
    });
    fields.push(Field::choose(
        Kind::Select,
        "header_format",
        label,
        kinds.to_vec(),
    ));
    fields.push(hinted(Kind::Input("text"), "header"));
    fields.push(hinted(Kind::Area, "body").required());
    fields.push(hinted(Kind::Area, "examples"));
    fields.push(hinted(Kind::Input("text"), "footer"));
    fields.push(hinted(Kind::Area, "buttons"));
    let here = base(channel);
    let title = known.map_or_else(|| words.t("templates-new"), |it| it.name.clone());
    let form = Form::new(format!("{here}/edit"), words.t("templates-submit"), fields);
    let mut sheet = Sheet::new(title, words.t("templates-edit-lead"))
        .back(&here, words.t("templates-title"))
        .with(Section::of(String::new(), vec![Part::Form(form)]));
    if let Some(it) = known {
        let state = Section::of(
            String::new(),
            vec![Part::Rows(vec![row(words, channel, it)])],
        );
        sheet.sections.insert(0, state);
        let name = |name: &str, value: &str| Field::hidden(name, value);
        let mut away = Form::button(format!("{here}/remove"), words.t("templates-remove")).danger();
        away.fields = vec![name("name", &it.name), name("language", &it.language)];
        sheet = sheet.with(
            Section::of(words.t("templates-remove"), vec![Part::Form(away)])
                .text(words.t("templates-remove-text"))
                .folded(false),
        );
    }
    sheet
}

fn named<'a>(all: &'a [Template], name: &str, language: &str) -> Option<&'a Template> {
    all.iter().find(|it| it.is(name, language))
}

/// `GET …/edit`: a new text, or a known one to change.
pub async fn edit(asker: Asker, at: Path<String>, asked: Query<Asked>) -> Answer {
    admin(&asker)?;
    let channel: ChannelId = id(&at)?;
    let (_, all) = read(&asker, channel).await?;
    let known = named(&all, &asked.name, &asked.language);
    if known.is_none() && !asked.name.is_empty() {
        return Err(Error::not_found("template").into());
    }
    let fresh = Template {
        language: asker.words.language().code().to_owned(),
        category: "UTILITY".to_owned(),
        ..Template::default()
    };
    let given = written(known.unwrap_or(&fresh));
    show(&asker, edit_sheet(&asker.words, channel, (known, &given))).await
}

/// `POST …/edit`: hands it in.
pub async fn submit(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    admin(&asker)?;
    let channel: ChannelId = id(&at)?;
    let (connection, all) = read(&asker, channel).await?;
    let known = named(&all, first(&given, "name"), first(&given, "language"));
    let new = said_in(&given, known.map_or("", |it| it.id.as_str()));
    let sheet = edit_sheet(&asker.words, channel, (known, &given));
    if let Err(err) = check(&new) {
        return again(&asker, sheet, err).await;
    }
    let kind = texts(&connection)?;
    match kind.submit(&door(&asker.app, connection)?, &new).await {
        Ok(made) => {
            kept(&asker, channel, made).await?;
            Ok(see_other(&format!("{}?done=submitted", base(channel))))
        }
        Err(err) => refusal(&asker, sheet, &err).await,
    }
}

/// `POST …/remove`: takes a text away at the provider.
pub async fn remove(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    admin(&asker)?;
    let channel: ChannelId = id(&at)?;
    let (connection, all) = read(&asker, channel).await?;
    let known = named(&all, first(&given, "name"), first(&given, "language"));
    let old = known.cloned().ok_or_else(|| Error::not_found("template"))?;
    let kind = texts(&connection)?;
    match kind.remove(&door(&asker.app, connection)?, &old).await {
        Ok(()) => {
            let viewer = asker.viewer().clone();
            asker
                .app
                .act(move |w| forget(w, &viewer, channel, &old))
                .await?;
            Ok(see_other(&format!("{}?done=removed", base(channel))))
        }
        Err(err) => refusal(&asker, sheet(&asker, channel).await?, &err).await,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_text_is_read_as_it_is_written() {
        let it = Template {
            id: "7".into(),
            name: "visit".into(),
            language: "es".into(),
            category: "UTILITY".into(),
            body: "Hola {{1}}\n{{2}}".into(),
            buttons: vec![
                ("QUICK_REPLY".into(), "Sí".into(), String::new()),
                ("URL".into(), "Ver".into(), "https://x.co/{{1}}".into()),
                ("PHONE_NUMBER".into(), "Llamar".into(), "+5760".into()),
            ],
            examples: vec!["Ana".into(), "hoy".into()],
            ..Template::default()
        };
        assert_eq!(said_in(&written(&it), "7"), it);
        assert_eq!(tone("APPROVED"), "ok");
        assert_eq!(tone("REJECTED"), "bad");
    }
}
