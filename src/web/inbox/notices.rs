//! Mailboxes that do not work, a certificate nobody renews and letters that did not arrive, said above every list: why,
//! since when, and who can mend it.

use crate::app::aside::mailboxes;
use crate::desk::channels;
use crate::domain::actor::Right;
use crate::domain::channel::{Channel, Connection, HealthState};
use crate::domain::error::Result;
use crate::domain::time::{Millis, Span};
use crate::store::Look;
use crate::web::asker::Asker;
use crate::web::conversations::show::Banner;
use crate::web::entrance;
use crate::web::inbox::closing;
use crate::web::names::Directory;
use crate::web::profile::pause;
use crate::web::settings::channels::reason;
use crate::web::settings::letters;
use crate::web::view::{Act, Link};
use crate::words::{Arg, Words};

/// A line that drops and comes back by itself within this is nobody's trouble.
const PATIENCE: Span = Span::minutes(10);

/// The banners for this viewer.
///
/// # Errors
/// The store's.
pub fn view(asker: &Asker, look: &Look<'_>, directory: &Directory) -> Result<Vec<Banner>> {
    let all = channels::list(look)?;
    let troubled = all.iter().filter(|(_, it)| {
        let health = &it.health;
        match health.state {
            HealthState::NeedsYou => true,
            HealthState::Troubled => asker.now.since(health.since) >= PATIENCE,
            HealthState::New | HealthState::Working | HealthState::Paused => false,
        }
    });
    let mailboxes =
        troubled.map(|(channel, connection)| banner(asker, directory, channel, connection));
    let silent = all.iter().filter_map(|(channel, it)| {
        let since = it.health.silent_since?;
        let works = it.health.state == HealthState::Working;
        works.then(|| silence(asker, channel, since))
    });
    let first = certificate(asker)
        .into_iter()
        .chain(away(asker))
        .chain(closing::notice(asker, look)?);
    let notices = first.chain(mailboxes).chain(silent);
    Ok(notices.chain(letters::banners(asker, look)?).collect())
}

/// The reader is away, and may say that they are back.
fn away(asker: &Asker) -> Option<Banner> {
    let text = pause::line(asker, asker.agent());
    (!text.is_empty()).then(|| Banner {
        tone: "warn",
        icon: "moon",
        text,
        link: None,
        acts: vec![Act {
            href: "/settings/me/absence".to_owned(),
            text: asker.words.t("away-back"),
            fields: vec![("do", "back".to_owned())],
        }],
    })
}

/// Our own certificate ends soon and is not renewed: for whoever can do something about it.
fn certificate(asker: &Asker) -> Option<Banner> {
    if !asker.viewer().may(Right::Administer) {
        return None;
    }
    let (tone, text) = entrance::notice(asker, true)?;
    Some(Banner {
        tone,
        icon: "alert",
        text,
        link: None,
        acts: Vec::new(),
    })
}

/// Nothing comes any more by a channel that usually hears something.
fn silence(asker: &Asker, channel: &Channel, since: Millis) -> Banner {
    let words = &asker.words;
    let span = words.span(asker.now.since(since));
    let args = [
        ("name", Arg::Text(&channel.name)),
        ("span", Arg::Text(&span)),
    ];
    let may = asker.viewer().may(Right::Administer);
    Banner {
        tone: "warn",
        icon: "alert",
        text: words.t_with("channel-silent-notice", &args),
        link: may.then(|| Link {
            href: format!("/settings/channels/{}", channel.id),
            text: words.t("channel-silent-look"),
        }),
        acts: Vec::new(),
    }
}

fn banner(
    asker: &Asker,
    directory: &Directory,
    channel: &Channel,
    connection: &Connection,
) -> Banner {
    let words = &asker.words;
    let needs_you = connection.health.state == HealthState::NeedsYou;
    let (why, span) = (
        reason(words, connection),
        words.span(asker.now.since(connection.health.since)),
    );
    let args = [
        ("name", Arg::Text(&channel.name)),
        ("span", Arg::Text(&span)),
        ("why", Arg::Text(&why)),
    ];
    let key = if needs_you {
        "mailbox-stopped"
    } else {
        "mailbox-trying"
    };
    let mut text = words.t_with(key, &args);
    let may = asker.viewer().may(Right::Administer);
    if needs_you && !may {
        text = format!("{text} {}", who_may(words, directory));
    }
    Banner {
        tone: if needs_you { "bad" } else { "warn" },
        icon: "alert",
        text,
        link: may.then(|| Link {
            href: format!("/settings/channels/{}", channel.id),
            text: words.t("mailbox-mend"),
        }),
        acts: Vec::new(),
    }
}

/// Who can do something about it.
fn who_may(words: &Words, directory: &Directory) -> String {
    let least = Right::Administer.least_role();
    let people: Vec<_> = directory
        .active_agents()
        .filter(|it| it.role >= least)
        .map(|it| it.name.as_str())
        .collect();
    words.t_of("mailbox-who", "people", people.join(", "))
}

/// Mail that could not be read, a line a mailbox: it waits for a person as what did not arrive does.
///
/// # Errors
/// The store's.
pub fn set_aside(asker: &Asker, look: &Look<'_>, directory: &Directory) -> Result<Vec<Banner>> {
    let waiting = mailboxes(look)?;
    if waiting.is_empty() {
        return Ok(Vec::new());
    }
    let words = &asker.words;
    let may = asker.viewer().may(Right::Administer);
    let mut out = Vec::new();
    for (channel, connection) in channels::list(look)? {
        let Some(n) = waiting.get(&connection.id) else {
            continue;
        };
        let n = i64::try_from(*n).unwrap_or(i64::MAX);
        let args = [("name", Arg::Text(&channel.name)), ("n", Arg::Number(n))];
        let mut text = words.t_with("aside-waits", &args);
        if !may {
            text = format!("{text} {}", who_may(words, directory));
        }
        out.push(Banner {
            tone: "warn",
            icon: "alert",
            text,
            link: may.then(|| Link {
                href: format!("/settings/channels/{}/aside", channel.id),
                text: words.t("aside-look"),
            }),
            acts: Vec::new(),
        });
    }
    Ok(out)
}
