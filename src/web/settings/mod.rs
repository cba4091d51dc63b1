//! Settings: what an administrator arranges, a folder of sheets.

pub mod access;
pub mod aside;
pub mod attributes;
pub mod automatic;
pub mod business;
pub mod calls;
pub mod canned_holdings;
pub mod canned_replies;
pub mod changes;
pub mod channel;
pub mod channels;
pub mod contact_hours;
pub mod courtesies;
pub mod goals;
pub mod hours;
pub mod install;
pub mod invite;
pub mod kinds;
pub mod leaving;
pub mod ledger;
pub mod letters;
pub mod macros;
pub mod mailbox;
pub mod oauth;
pub mod outlets;
pub mod people;
pub mod person;
pub mod profile;
pub mod provider;
pub mod quality;
pub mod queue;
pub mod rules;
pub mod senders;
pub mod serving;
pub mod surveys;
pub mod tags;
pub mod teams;
pub mod templates;
pub mod tokens;
pub mod trial;
pub mod webhooks;
pub mod weights;

use std::future::Future;

use askama::Template;

use crate::domain::actor::Right;
use crate::domain::error::{Error, Result};
use crate::web::asker::{Answer, Asker, html, see_other};
use crate::web::entrance;
use crate::web::error::PageError;
use crate::web::names::Directory;
use crate::web::page::Page;
use crate::web::sheet::{Banner, Part, Row, Section, Sheet};
use crate::web::shell;
use crate::web::view::Link;

#[derive(Template)]
#[template(path = "settings/sheet.html")]
struct View {
    page: Page,
    sheet: Sheet,
}

/// Pairs of a form, for those that may come several times.
pub type Pairs = actix_web::web::Form<Vec<(String, String)>>;

/// The first value of a name.
#[must_use]
pub fn first<'f>(form: &'f [(String, String)], name: &str) -> &'f str {
    let found = form.iter().find(|it| it.0 == name);
    found.map_or("", |it| it.1.as_str())
}

/// Every value of a name that reads as a `T`.
#[must_use]
pub fn every<T: std::str::FromStr>(form: &[(String, String)], name: &str) -> Vec<T> {
    form.iter()
        .filter(|it| it.0 == name)
        .filter_map(|it| it.1.parse().ok())
        .collect()
}

/// An id out of an address; anything else is no address of ours.
///
/// # Errors
/// [`Error::NotFound`].
pub fn id<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::not_found("page"))
}

/// A sheet that everybody has and that stands among the settings: whoever has those finds back to them.
#[must_use]
pub fn under(asker: &Asker, sheet: Sheet) -> Sheet {
    if asker.viewer().may(Right::Administer) {
        sheet.back("/settings", asker.words.t("nav-settings"))
    } else {
        sheet
    }
}

/// Shows a sheet among the lists.
///
/// # Errors
/// The store's.
pub async fn show(asker: &Asker, sheet: Sheet) -> Answer {
    show_at(asker, sheet, "settings").await
}

/// Shows a sheet that belongs to another place than the settings.
///
/// # Errors
/// The store's.
pub async fn show_at(asker: &Asker, sheet: Sheet, at: &'static str) -> Answer {
    let for_look = asker.clone();
    let page = asker
        .app
        .look(move |look| {
            let directory = Directory::read(look)?;
            shell::page(&for_look, look, &directory, at, None)
        })
        .await?;
    html(&View { page, sheet })
}

/// The same sheet again, saying what was wrong, with the status of it.
///
/// # Errors
/// The store's.
pub async fn again(asker: &Asker, mut sheet: Sheet, error: Error) -> Answer {
    sheet.fail_at(&asker.words, &error, asker.now);
    let mut answer = show(asker, sheet).await?;
    *answer.status_mut() = actix_web::ResponseError::status_code(&PageError(error));
    Ok(answer)
}

/// Puts what was typed into the fields of a sheet again, whose forms name them so.
pub fn as_typed(sheet: &mut Sheet, given: &[(String, String)]) {
    let parts = sheet.sections.iter_mut().flat_map(|it| &mut it.parts);
    let forms = parts.filter_map(|it| match it {
        Part::Form(form) => Some(form),
        _ => None,
    });
    for field in forms.flat_map(|it| &mut it.fields) {
        let Some((_, value)) = given.iter().find(|it| it.0 == field.name) else {
            continue;
        };
        field.value.clone_from(value);
        for choice in &mut field.choices {
            choice.current = choice.value == *value;
        }
    }
}

/// Sends the browser on after a deed, or shows the sheet again with what was wrong.
///
/// # Errors
/// What is wrong with nothing on the sheet.
pub async fn done(
    asker: &Asker,
    deed: Result<()>,
    place: &str,
    sheet: impl Future<Output = Result<Sheet>>,
) -> Answer {
    match deed {
        Ok(()) => Ok(see_other(place)),
        Err(err @ (Error::Invalid(_) | Error::Conflict { .. })) => {
            let sheet = sheet.await?;
            again(asker, sheet, err).await
        }
        Err(err) => Err(err.into()),
    }
}

/// Who may arrange.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn admin(asker: &Asker) -> Result<()> {
    asker.viewer().need(Right::Administer)
}

/// What stands behind channels, people and teams.
const REST: [(&str, &str); 11] = [
    ("/settings/tags", "set-tags"),
    ("/settings/attributes", "set-attributes"),
    ("/settings/canned_replies", "set-canned"),
    ("/settings/macros", "set-macros"),
    ("/settings/hours", "set-hours"),
    ("/settings/dated", "set-dated"),
    ("/settings/rules", "set-rules"),
    ("/settings/alerts", "set-alerts"),
    ("/views", "set-views"),
    ("/settings/business", "set-business"),
    ("/settings/me", "set-me"),
];

/// `GET /settings`
pub async fn index(asker: Asker) -> Answer {
    admin(&asker)?;
    let words = &asker.words;
    let row = |href: &str, key: &str| Row {
        href: href.to_owned(),
        title: words.t(key),
        text: words.t(&format!("{key}-about")),
        ..Row::default()
    };
    let (business, teams, in_need) = asker
        .app
        .look(|look| {
            let business = look.business()?.unwrap_or_default();
            Ok((business, look.teams()?, channels::in_need(look)?))
        })
        .await?;
    let has_teams = teams.iter().any(|it| it.retired_at.is_none());
    let mut main = vec![
        row("/settings/channels", "set-channels"),
        row("/settings/people", "set-people"),
    ];
    let mut more = vec![
        row("/settings/tokens", "set-tokens"),
        row("/settings/legal", "set-legal"),
        row("/settings/cards", "set-cards"),
        row("/settings/webhooks", "set-webhooks"),
        row("/settings/changes", "set-changes"),
        row("/settings/quality", "set-quality"),
        row("/settings/measuring", "set-measuring"),
    ];
    let teams = row("/settings/teams", "set-teams");
    let goals = row("/settings/goals", "set-goals");
    if business.people.is_small() && !has_teams {
        more.insert(0, teams);
        more.insert(1, goals);
    } else {
        main.extend([teams, goals]);
    }
    main.extend(REST.map(|(href, key)| row(href, key)));
    let mut sheet = Sheet::new(words.t("nav-settings"), String::new());
    sheet.banners = in_need
        .iter()
        .map(|(channel, connection)| Banner {
            tone: "bad",
            text: format!("{}: {}", channel.name, channels::reason(words, connection)),
            link: Some(Link {
                href: format!("/settings/channels/{}", channel.id),
                text: words.t("channel-mend"),
            }),
        })
        .collect();
    sheet
        .banners
        .extend(entrance::notice(&asker, false).map(|(tone, text)| Banner {
            tone,
            text,
            link: None,
        }));
    let sheet = sheet
        .with(Section::of(String::new(), vec![Part::Rows(main)]))
        .with(Section::of(words.t("set-more"), vec![Part::Rows(more)]).folded(false));
    show(&asker, sheet).await
}
