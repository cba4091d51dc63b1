//! `/settings/channels`: the mailboxes, whether they work, and connecting another.

use crate::desk::channels;
use crate::domain::channel::{Channel, ChannelKind, Connection, HealthState};
use crate::domain::error::{Error, Result};
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::settings::mailbox::{self, Connected};
use crate::web::settings::{Pairs, admin, again, show};
use crate::web::sheet::{Banner, Part, Row, Section, Sheet};
use crate::web::view::{Link, TimeView};
use crate::words::Words;

/// How a connection feels, as colour and words.
#[must_use]
pub fn health(words: &Words, connection: &Connection) -> (&'static str, String) {
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
    if connection.health.code.is_empty() {
        return String::new();
    }
    words.t(&connection.health.code)
}

fn row(asker: &Asker, channel: &Channel, connection: &Connection) -> Row {
    let words = &asker.words;
    let mut text = channel.address.clone();
    let why = reason(words, connection);
    if !why.is_empty() {
        text = format!("{text} · {why}");
    }
    let is_mail = channel.kind == ChannelKind::Email;
    Row {
        href: format!("/settings/channels/{}", channel.id),
        title: channel.name.clone(),
        text,
        health: is_mail.then(|| health(words, connection)),
        when: connection
            .health
            .last_in
            .map(|it| TimeView::ago(words, it, asker.now)),
        ..Row::default()
    }
}

/// `GET /settings/channels`
pub async fn page(asker: Asker) -> Answer {
    admin(&asker)?;
    let all = asker.app.look(channels::list).await?;
    let words = &asker.words;
    let mut sheet = Sheet::new(words.t("set-channels"), words.t("set-channels-about"))
        .back("/settings", words.t("nav-settings"));
    let mailboxes = all.iter().filter(|it| it.0.kind == ChannelKind::Email);
    if mailboxes.count() == 0 {
        sheet.banner("warn", words.t("channels-none"));
    }
    let rows = all.iter().map(|it| row(&asker, &it.0, &it.1)).collect();
    sheet.banners.push(Banner {
        tone: "",
        text: words.t("channels-add-text"),
        link: Some(Link {
            href: "/settings/channels/new".to_owned(),
            text: words.t("channels-add"),
        }),
    });
    let sheet = sheet.with(Section::of(String::new(), vec![Part::Rows(rows)]));
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

/// `POST /settings/channels/new`
pub async fn connect(asker: Asker, given: Pairs) -> Answer {
    let connected = mailbox::connect(&asker.app, asker.viewer().clone(), &given).await;
    match connected {
        Ok(Connected::Yes(channel)) => Ok(see_other(&format!("/settings/channels/{}", channel.id))),
        Ok(Connected::NotWorking(lines)) => not_working(&asker, &given, &lines).await,
        Err(err @ Error::Invalid(_)) => again(&asker, sheet(&asker, &given, true), err).await,
        Err(err) => Err(err.into()),
    }
}

async fn not_working(
    asker: &Asker,
    given: &[(String, String)],
    lines: &[crate::channels::kit::CheckLine],
) -> Answer {
    let words = &asker.words;
    let mut sheet = sheet(asker, given, true);
    sheet.banner("bad", words.t("mailbox-not-working"));
    let tried = Section::of(words.t("check-title"), vec![mailbox::ticks(words, lines)]);
    sheet.sections.insert(0, tried);
    show(asker, sheet).await
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
