//! How a chat comes onto a site: the line to copy, whether a page has loaded it, its own page with a QR code.

use crate::channels::webchat::settings::Settings;
use crate::domain::channel::{Channel, ChannelKind, Connection, ProviderSettings};
use crate::domain::time::Millis;
use crate::web::asker::Asker;
use crate::web::sheet::{Part, Section, Tick, qr};
use crate::web::widget::loader::{SEEN_AT, SEEN_ON};

/// What a site calls to say who its logged-in customer is.
const IDENTIFY: &str = "(window.Lobby = window.Lobby || []).push(['identify', TOKEN])";

/// The section of a channel that stands on a site; nothing for others.
#[must_use]
pub fn section(asker: &Asker, channel: &Channel, connection: &Connection) -> Option<Section> {
    if channel.kind != ChannelKind::WebChat {
        return None;
    }
    let (words, public) = (&asker.words, &asker.app.config.public_url);
    let provider = connection.provider()?;
    let key = &connection.key;
    let line = format!("<script async src=\"{public}/w/{key}.js\"></script>");
    let page = format!("{public}/chat/{key}");
    let ticks = ticks(asker, connection, provider);
    let mut parts = vec![
        Part::Copy(words.t("install-snippet"), line),
        Part::Ticks(ticks),
        Part::Copy(words.t("install-link"), page.clone()),
    ];
    parts.extend(qr(&page, words.t("install-qr")).ok().map(Part::Qr));
    parts.push(Part::Text(words.t("install-identity-text")));
    parts.push(Part::Copy(words.t("install-identity"), IDENTIFY.to_owned()));
    let section = Section::of(words.t("install-title"), parts);
    Some(section.text(words.t("install-text")).id("install"))
}

/// How the installation stands.
fn ticks(asker: &Asker, connection: &Connection, settings: &ProviderSettings) -> Vec<Tick> {
    let words = &asker.words;
    if Settings::of(settings).origins.is_empty() {
        let none = Tick {
            state: "warn",
            text: words.t("install-no-sites"),
            detail: words.t("install-no-sites-text"),
            href: String::new(),
        };
        return vec![none];
    }
    let last = asker.app.visitors.last_load(connection.id);
    let seen = match &last {
        Some(it) if it.allowed => Some((it.origin.clone(), it.at)),
        _ => {
            let at = settings.learnt(SEEN_AT).parse().ok().map(Millis);
            at.map(|at| (settings.learnt(SEEN_ON).to_owned(), at))
        }
    };
    let mut out = Vec::new();
    out.push(match seen {
        Some((site, at)) => Tick {
            state: "ok",
            text: words.t_of("install-seen", "site", site),
            detail: words.ago(at, asker.now),
            href: String::new(),
        },
        None => Tick {
            state: "wait",
            text: words.t("install-waiting"),
            detail: words.t("install-waiting-text"),
            href: String::new(),
        },
    });
    if let Some(it) = last.filter(|it| !it.allowed) {
        out.push(Tick {
            state: "bad",
            text: words.t_of("install-refused", "site", it.origin),
            detail: words.ago(it.at, asker.now),
            href: String::new(),
        });
    }
    out
}
