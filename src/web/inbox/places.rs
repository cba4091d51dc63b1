//! `GET /lists`: every team or tag with how much waits there, where there are too many to stand beside the lists.

use actix_web::web::Query;
use serde::Deserialize;

use crate::domain::list::List;
use crate::web::asker::{Answer, Asker};
use crate::web::browse::{self, Browsed};
use crate::web::names::Directory;
use crate::web::settings::show_at;
use crate::web::sheet::{Row, Section, Sheet};
use crate::web::shell;

/// What is asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `tags`; else teams.
    of: String,
    q: String,
    page: usize,
}

/// Where all of a kind are.
#[must_use]
pub fn address(of: &str) -> String {
    format!("/lists?of={of}")
}

/// The page.
pub async fn page(asker: Asker, asked: Query<Asked>) -> Answer {
    let (by, app, Asked { of, q, page }) = (asker.clone(), asker.app.clone(), asked.into_inner());
    let sheet = app
        .look(move |look| {
            let directory = Directory::read(look)?;
            let counts = by.app.board.counts(look, by.viewer())?;
            let teams = directory.teams_for(by.viewer());
            let teams = teams.map(|it| (List::Team(it.id), it.name.clone()));
            let tags = directory.live_tags();
            let tags = tags.map(|it| (List::Tag(it.id), it.name.clone()));
            let (of, all, title): (_, Vec<_>, _) = match of.as_str() {
                "tags" => ("tags", tags.collect(), "nav-tags"),
                _ => ("teams", teams.collect(), "nav-teams"),
            };
            let row = |(list, name): &(List, String)| Row {
                href: shell::address(*list),
                title: name.clone(),
                chip: shell::short(counts.get(list).copied().unwrap_or_default()),
                ..Row::default()
            };
            let asked = Browsed { q: q.clone(), page };
            let (words, place) = (&by.words, address(of));
            let said = |it: &(List, String)| it.1.clone();
            let parts = browse::list(words, (&place, &asked), all, (said, row), "list-none");
            Ok(Sheet::new(words.t(title), String::new())
                .back("/", words.t("nav-inbox"))
                .with(Section::of(String::new(), parts)))
        })
        .await?;
    show_at(&asker, sheet, "inbox").await
}
