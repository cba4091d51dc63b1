//! `/settings/channels/{id}/courtesies`: thanks and the like of the last week, filed without anybody being told.

use actix_web::web::Path;

use crate::conversations::courtesies::courtesies;
use crate::desk::channels;
use crate::domain::error::Result;
use crate::domain::id::ChannelId;
use crate::web::asker::{Answer, Asker};
use crate::web::conversations::item::author;
use crate::web::names::{Directory, Known};
use crate::web::settings::{admin, id, show};
use crate::web::sheet::{Part, Row, Section, Sheet};
use crate::web::view::TimeView;

/// Shown on one page.
const ROWS: usize = 200;

/// `GET /settings/channels/{id}/courtesies`
pub async fn page(asker: Asker, channel: Path<String>) -> Answer {
    admin(&asker)?;
    let channel: ChannelId = id(&channel)?;
    let sheet = sheet(&asker, channel).await?;
    show(&asker, sheet).await
}

async fn sheet(asker: &Asker, id: ChannelId) -> Result<Sheet> {
    let inner = asker.clone();
    let (name, n, rows) = asker
        .app
        .look(move |look| {
            let (channel, _) = channels::find(look, id)?;
            let directory = Directory::read(look)?;
            let names = Known {
                look,
                directory: &directory,
                viewer: inner.viewer(),
            };
            let words = &inner.words;
            let all = courtesies(look, inner.viewer(), id, inner.now)?;
            let n = all.len();
            let rows: Vec<Row> = all
                .iter()
                .take(ROWS)
                .map(|(c, m)| Row {
                    href: format!("/c/{}?at={}#m-{}", c.number, m.position, m.position),
                    title: format!("#{} · {}", c.number, author(words, m, &names)),
                    text: m.text.chars().take(120).collect(),
                    when: Some(TimeView::full(words, m.said_at)),
                    ..Row::default()
                })
                .collect();
            Ok((channel.name, n, rows))
        })
        .await?;
    let words = &asker.words;
    let part = if rows.is_empty() {
        Part::Text(words.t("courtesies-none"))
    } else {
        Part::Rows(rows)
    };
    let place = format!("/settings/channels/{id}");
    Ok(
        Sheet::new(words.t("courtesies-title"), words.t("courtesies-about"))
            .back(&place, name)
            .with(Section::of(words.t_n("courtesies-count", n), vec![part])),
    )
}
