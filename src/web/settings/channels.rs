//! `/settings/channels`: the channels, whether they work, and connecting another.

use actix_web::web::{Path, Query};

use crate::app::trials::End;
use crate::desk::channels;
use crate::domain::channel::{Channel, ChannelKind, Connection, HealthState};
use crate::domain::error::{Error, Result};
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::browse::{self, Browsed};
use crate::web::names::glyph;
use crate::web::settings::mailbox;
use crate::web::settings::trial::{self, Begun};
use crate::web::settings::{Pairs, admin, again, show};
use crate::web::sheet::{Banner, Part, Row, Section, Sheet};
use crate::web::view::{Link, TimeView};
use crate::words::Words;

/// How a connection feels, as colour and words.
#[must_use]
pub fn health(words: &Words, connection: &Connection) -> (&'static str, String) {
    if is_silent(connection) {
        return ("warn", words.t("health-silent"));
    }
    let colour = match connection.health.state {
        HealthState::Working => "ok",
        HealthState::New | HealthState::Troubled => "warn",
        HealthState::NeedsYou => "bad",
        HealthState::Paused => "off",
    };
    let name = connection.health.state.name().replace('_', "-");
    (colour, words.t(&format!("health-state-{name}")))
}

/// Why it does not work, when it does not.
#[must_use]
pub fn reason(words: &Words, connection: &Connection) -> String {
    match (
        connection.health.code.as_str(),
        connection.health.silent_since,
    ) {
        ("", Some(since)) if is_silent(connection) => {
            words.t_of("channel-silent", "time", words.date_time(since))
        }
        ("", _) => String::new(),
        (code, _) => words.t(code),
    }
}

/// It works as far as is known, and yet hears nothing.
fn is_silent(connection: &Connection) -> bool {
    let health = &connection.health;
    health.state == HealthState::Working && health.silent_since.is_some()
}

/// Says that a channel hears nothing where usually something comes, and what to do.
#[must_use]
pub fn silence(words: &Words, connection: &Connection) -> Option<Banner> {
    if !is_silent(connection) {
        return None;
    }
    let what = match connection.kind {
        ChannelKind::Email => "channel-silent-mail",
        ChannelKind::WebChat => "channel-silent-chat",
        _ => "channel-silent-text",
    };
    Some(Banner {
        tone: "warn",
        text: format!("{} {}", reason(words, connection), words.t(what)),
        link: None,
    })
}

/// What the server said, in its own words, for whoever wants to know; folded.
#[must_use]
pub fn said(words: &Words, connection: &Connection) -> Option<Section> {
    let detail = &connection.health.detail;
    let part = Part::Text(detail.clone());
    let section = Section::of(words.t("health-said"), vec![part]).folded(false);
    (!detail.is_empty()).then_some(section)
}

fn row(asker: &Asker, channel: &Channel, connection: &Connection) -> Row {
    let words = &asker.words;
    let (icon, kind) = glyph(channel.kind);
    let mut text = match channel.known_as() {
        known if known == channel.name => words.t(kind),
        known => format!("{} · {known}", words.t(kind)),
    };
    let why = reason(words, connection);
    if !why.is_empty() {
        text = format!("{text} · {why}");
    }
    if channel.unproven.is_some() {
        text = format!("{text} · {}", words.t("address-waits"));
    }
    let is_tried = channel.kind != ChannelKind::Log;
    Row {
        href: format!("/settings/channels/{}", channel.id),
        icon,
        title: channel.name.clone(),
        text,
        health: is_tried.then(|| health(words, connection)),
        when: connection
            .health
            .last_in
            .map(|it| TimeView::ago(words, it, asker.now)),
        ..Row::default()
    }
}

/// `GET /settings/channels`
pub async fn page(asker: Asker, asked: Query<Browsed>) -> Answer {
    admin(&asker)?;
    let all = asker.app.look(channels::list).await?;
    let words = &asker.words;
    let mut sheet = Sheet::new(words.t("set-channels"), words.t("set-channels-about"))
        .back("/settings", words.t("nav-settings"));
    let mut written = all.iter().filter(|it| it.0.kind != ChannelKind::Log);
    if written.next().is_none() {
        sheet.banner("warn", words.t("channels-none"));
    }
    let row = |it: &(Channel, Connection)| row(&asker, &it.0, &it.1);
    let said = |it: &(Channel, Connection)| format!("{} {}", it.0.name, it.0.known_as());
    let place = ("/settings/channels", &*asked);
    let list = browse::list(words, place, all, (said, row), "channels-none");
    sheet.banners.push(Banner {
        tone: "",
        text: words.t("channels-add-more"),
        link: Some(Link {
            href: "/settings/channels/kinds".to_owned(),
            text: words.t("channels-new"),
        }),
    });
    let sheet = sheet.with(Section::of(String::new(), list));
    show(&asker, sheet).await
}

fn sheet(asker: &Asker, given: &[(String, String)], open: bool) -> Sheet {
    let words = &asker.words;
    let form = mailbox::form(words, "/settings/channels/new", given, open);
    Sheet::new(words.t("channels-add"), words.t("mailbox-promise"))
        .back("/settings/channels", words.t("set-channels"))
        .with(Section::of(String::new(), vec![Part::Form(form)]))
}

/// `GET /settings/channels/new`
pub async fn new(asker: Asker) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, &[], false);
    show(&asker, sheet).await
}

/// `POST /settings/channels/new`: begins to try it.
pub async fn connect(asker: Asker, given: Pairs) -> Answer {
    let viewer = asker.viewer().clone();
    match trial::begin(&asker.app, viewer, &asker.words, &given).await {
        Ok(Begun::Kept(channel)) => Ok(see_other(&format!("/settings/channels/{}", channel.id))),
        Ok(Begun::Trying(id)) => Ok(see_other(&format!("/settings/channels/tries/{id}"))),
        Err(err @ (Error::Invalid(_) | Error::TooMany { .. })) => {
            again(&asker, sheet(&asker, &given, is_unfolded(&err)), err).await
        }
        Err(err) => Err(err.into()),
    }
}

/// Whether what is wrong may lie among the servers.
#[must_use]
pub fn is_unfolded(err: &Error) -> bool {
    let Error::Invalid(fields) = err else {
        return false;
    };
    let above = ["address", "password", "auth"];
    fields.iter().any(|it| !above.contains(&it.field))
}

/// `GET /settings/channels/tries/{id}`: how far a trial is, and what came of it.
pub async fn trying(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let Some((lines, end)) = trial::find(&asker.app, asker.viewer(), &at) else {
        return Ok(see_other("/settings/channels"));
    };
    let words = &asker.words;
    let steps = trial::steps(words, &lines, end.is_some());
    match end {
        None => {
            let sheet = Sheet::new(words.t("try-title"), String::new());
            show(&asker, sheet.with(steps)).await
        }
        Some(End::Channel(channel)) => {
            let place = format!("/settings/channels/{channel}");
            let mut sheet = Sheet::new(words.t("check-title"), String::new())
                .back(&place, words.t("try-to-channel"))
                .with(steps);
            let good = trial::is_good(&lines);
            if lines.iter().any(|it| it.line.what != "check-nothing") {
                sheet.banner(
                    if good { "ok" } else { "bad" },
                    words.t(if good { "check-works" } else { "check-fails" }),
                );
            }
            show(&asker, sheet).await
        }
        Some(End::Refused { given, error }) => {
            let mut sheet = sheet(&asker, &given, true);
            sheet.sections.insert(0, steps);
            if let Some(err) = &error {
                sheet.fail(words, err);
            } else {
                sheet.banner("bad", words.t("mailbox-not-working"));
            }
            show(&asker, sheet).await
        }
    }
}

/// What of a channel needs a person, for a banner on every page of the settings.
///
/// # Errors
/// The store's.
pub fn in_need(look: &crate::store::Look<'_>) -> Result<Vec<(Channel, Connection)>> {
    let mut all = channels::list(look)?;
    all.retain(|it| it.1.health.state == HealthState::NeedsYou);
    Ok(all)
}
