//! `/settings/channels/{id}` of a channel that is reached by an API: whether it works, where it is called, how it is
//! reached, and taking it out of use.

use serde::Deserialize;

use crate::channels;
use crate::desk::channels::{self as desk, ChannelForm};
use crate::desk::providers;
use crate::domain::channel::{Channel, ChannelKind, Connection, ProviderSettings};
use crate::domain::error::{Error, Result};
use crate::domain::id::ChannelId;
use crate::domain::time::Millis;
use crate::web::asker::Asker;
use crate::web::names::glyph;
use crate::web::settings::channel::place;
use crate::web::settings::channels::{health, reason, silence};
use crate::web::settings::trial::sentence;
use crate::web::settings::{calls, install, kinds};
use crate::web::sheet::{Form, Part, Row, Section, Sheet, Tick};
use crate::words::Words;

/// A step of setting it up, as it was learnt.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Step {
    what: String,
    code: String,
    said: String,
    detail: String,
}

/// Whether a channel is one of these.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn is_one(asker: &Asker, id: ChannelId) -> Result<bool> {
    let found = asker.app.look(move |look| desk::find(look, id)).await?;
    Ok(found.1.provider().is_some())
}

/// The page; `about` is its section on name and team.
///
/// # Errors
/// The store's.
pub async fn sheet(
    asker: &Asker,
    (channel, connection): (&Channel, &Connection),
    about: Section,
) -> Result<Sheet> {
    let id = connection.id;
    let newest = asker.app.look(move |look| calls::newest(look, id)).await?;
    let words = &asker.words;
    let settings = connection.provider().cloned().unwrap_or_default();
    let kind = channels::of(channel.kind).ok_or_else(|| Error::not_found("page"))?;
    let word = words.t(glyph(channel.kind).1);
    let lead = if word == channel.name {
        String::new()
    } else {
        word
    };
    let mut sheet =
        Sheet::new(channel.name.clone(), lead).back("/settings/channels", words.t("set-channels"));
    sheet.banners.extend(silence(words, connection));
    let live = |section: Section| section.called(connection.id, place(channel.id));
    sheet = sheet.with(live(state(words, channel, connection, &settings)));
    let how = install::section(asker, channel, connection).unwrap_or_else(|| {
        let polled = kind.is_polled(&settings);
        let url = connection.hook_url(&asker.app.config.public_url);
        let url = url.filter(|_| !polled);
        let told = told(words, kind, &settings).into_iter();
        calls::section(words, channel.id, (url, told.collect(), &newest))
    });
    sheet = sheet.with(live(how));
    sheet = sheet.with(about);
    sheet = sheet.with(reached(words, channel, &settings));
    let steps = kinds::steps(words, channel.kind);
    if !steps.is_empty() {
        let how = Section::of(words.t("kind-steps"), vec![Part::Numbered(steps)]);
        sheet = sheet.with(how.folded(false));
    }
    Ok(sheet.with(retiring(words, channel.id)))
}

/// Does it work, since when, why not; when something last came and went; trying it now.
fn state(
    words: &Words,
    channel: &Channel,
    connection: &Connection,
    settings: &ProviderSettings,
) -> Section {
    let now = &connection.health;
    let since = words.t_of("health-since", "time", words.date_time(now.since));
    let said = [reason(words, connection), now.detail.clone(), since];
    let said: Vec<String> = said.into_iter().filter(|it| !it.is_empty()).collect();
    let mut rows = vec![Row {
        title: words.t("health-title"),
        text: said.join(" · "),
        health: Some(health(words, connection)),
        ..Row::default()
    }];
    let row = |title: String, text: String| Row {
        title,
        text,
        ..Row::default()
    };
    let last =
        |at: Option<Millis>| at.map_or_else(|| words.t("health-never"), |it| words.date_time(it));
    // A chat is called by nobody: what is said there comes by pages of Lobby's own.
    let heard = if channel.kind == ChannelKind::WebChat {
        "health-last-message"
    } else {
        "health-last-call"
    };
    rows.push(row(words.t(heard), last(now.last_in)));
    rows.push(row(words.t("health-last-answer"), last(now.last_out)));
    for (name, value) in &settings.learnt {
        let key = format!("learnt-{}-{}", channel.kind.name(), name.replace('_', "-"));
        let label = words.maybe(&key);
        if !label.is_empty() && !value.is_empty() {
            let key = format!("learnt-value-{}", value.to_lowercase().replace('_', "-"));
            let said = words.maybe(&key);
            let said = if said.is_empty() { value.clone() } else { said };
            rows.push(row(label, said));
        }
    }
    rows.extend(further(words, channel));
    let action = format!("{}/test", place(channel.id));
    let test = Form::button(action, words.t("check-now"));
    let mut parts = vec![Part::Rows(rows)];
    let steps = set_up(words, settings);
    if !steps.is_empty() {
        parts.push(Part::Ticks(steps));
    }
    if !channels::of(channel.kind).is_some_and(|it| it.is_ready()) {
        parts.push(Part::Form(test));
    }
    Section::of(String::new(), parts).id("health")
}

/// What else is arranged at the provider: approved texts, the business's profile.
fn further(words: &Words, channel: &Channel) -> Vec<Row> {
    let kind = channels::of(channel.kind);
    let pages = [
        ("templates", kind.is_some_and(|it| it.templates().is_some())),
        ("profile", kind.is_some_and(|it| it.profile().is_some())),
    ];
    let pages = pages.into_iter().filter(|(_, there)| *there);
    pages
        .map(|(name, _)| Row {
            href: format!("{}/{name}", place(channel.id)),
            title: words.t(&format!("{name}-open")),
            text: words.t(&format!("{name}-open-text")),
            ..Row::default()
        })
        .collect()
}

/// What the provider must be told, to copy.
#[must_use]
pub fn told(words: &Words, kind: &dyn channels::Channel, settings: &ProviderSettings) -> Vec<Part> {
    let fields = kind.fields().iter();
    let told = fields.filter(|it| it.told && !settings.value(it.name).is_empty());
    let copy = |it: &channels::Field| {
        let name = it.name.replace('_', "-");
        let label = words.t(&format!("channel-field-{}-{name}", kind.kind().name()));
        Part::Copy(label, settings.value(it.name).to_owned())
    };
    told.map(copy).collect()
}

fn reached(words: &Words, channel: &Channel, settings: &ProviderSettings) -> Section {
    let form = Form::new(
        format!("{}/servers", place(channel.id)),
        words.t("act-save"),
        kinds::kept(words, channel.kind, settings),
    );
    Section::of(words.t("channel-settings"), vec![Part::Form(form)])
        .folded(false)
        .id("servers")
}

fn retiring(words: &Words, id: ChannelId) -> Section {
    let action = format!("{}/retire", place(id));
    let form = Form::button(action, words.t("channel-retire")).danger();
    Section::of(words.t("channel-retire"), vec![Part::Form(form)])
        .text(words.t("channel-retire-call-text"))
        .folded(false)
}

/// Changes name, team or how it is reached; the provider is told by the job that sets channels up.
///
/// # Errors
/// As [`providers::change`].
pub async fn change(
    asker: &Asker,
    id: ChannelId,
    given: Vec<(String, String)>,
    about: ChannelForm,
) -> Result<()> {
    let (viewer, keys) = (asker.viewer().clone(), asker.app.keys.clone());
    asker
        .app
        .act(move |w| providers::change(w, &viewer, &keys, id, (&given, &about)).map(|_| ()))
        .await
}

/// What setting it up did, a tick for each step.
#[must_use]
pub fn set_up(words: &Words, settings: &ProviderSettings) -> Vec<Tick> {
    let steps: Vec<Step> = serde_json::from_str(settings.learnt("steps")).unwrap_or_default();
    let tick = |it: Step| {
        let mut said = vec![it.detail];
        if !it.code.is_empty() {
            said.insert(0, sentence(words, &it.code, &it.said));
        }
        said.retain(|it| !it.is_empty());
        Tick {
            state: if it.code.is_empty() { "ok" } else { "bad" },
            text: words.t(&it.what),
            detail: said.join(" · "),
            href: String::new(),
        }
    };
    steps.into_iter().map(tick).collect()
}
