//! Answering with a canned reply: those of somebody with their places filled in for a case, as a page to choose from and
//! as the piece the composer's picker is made of; and putting one into a draft.

use actix_web::HttpResponse;
use actix_web::web::{Form, Path, Query};
use askama::Template;
use serde::Deserialize;
use serde_json::json;

use crate::conversations::canned_replies::{Known, add_files, insert};
use crate::conversations::draft::save;
use crate::conversations::find::find;
use crate::desk::canned_replies as desk;
use crate::domain::draft::Draft;
use crate::domain::error::Result;
use crate::domain::id::CannedReplyId;
use crate::store::Write;
use crate::text::fold::fold;
use crate::web::asker::{Answer, Asker, html, see_other};
use crate::web::browse::{CHOOSES, cut_at};
use crate::web::conversations::item::held;
use crate::web::conversations::write::writing;
use crate::web::names::Directory;
use crate::web::page::Page;
use crate::web::settings::{first, id};
use crate::web::shell;

/// What is asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `1` for a note.
    note: String,
    q: String,
}

/// One to choose.
#[derive(Debug, Clone)]
pub struct CannedView {
    pub id: String,
    pub name: String,
    /// As it would be written here.
    pub text: String,
    /// How many come with it; empty for none.
    pub files: String,
}

#[derive(Template)]
#[template(path = "conversations/canned.html")]
struct CannedPage {
    page: Page,
    number: u64,
    note: &'static str,
    q: String,
    replies: Vec<CannedView>,
    /// There are more than those shown.
    cut: String,
}

#[derive(Template)]
#[template(path = "conversations/_canned.html")]
struct CannedPiece {
    replies: Vec<CannedView>,
}

/// `GET /c/{number}/canned_replies`
pub async fn page(asker: Asker, number: Path<u64>, asked: Query<Asked>) -> Answer {
    let (number, asked) = (number.into_inner(), asked.into_inner());
    let (piece, app, wanted) = (asker.piece, asker.app.clone(), fold(asked.q.trim()));
    let (replies, page, cut) = app
        .look(move |look| {
            let c = find(look, asker.viewer(), number)?;
            let known = Known::of(look, asker.viewer(), &c)?;
            let mut replies: Vec<_> = desk::usable(look, asker.viewer())?
                .iter()
                .map(|it| CannedView {
                    id: it.id.to_string(),
                    name: it.name.clone(),
                    text: known.said_by(it),
                    files: match it.files.len() {
                        0 => String::new(),
                        n => asker.words.t_n("canned-files", n),
                    },
                })
                .collect();
            replies
                .retain(|it| fold(&it.name).contains(&wanted) || fold(&it.text).contains(&wanted));
            if asker.piece {
                return Ok((replies, None, String::new()));
            }
            let cut = cut_at(&asker.words, &mut replies, CHOOSES);
            let directory = Directory::read(look)?;
            let page = shell::page(&asker, look, &directory, "inbox", None)?;
            Ok((replies, Some(page), cut))
        })
        .await?;
    match page {
        Some(page) if !piece => html(&CannedPage {
            page,
            number,
            note: if asked.note == "1" { "1" } else { "" },
            q: asked.q,
            replies,
            cut,
        }),
        _ => html(&CannedPiece { replies }),
    }
}

/// `POST /c/{number}/canned_replies`: puts `canned_reply` into the draft; without one keeps what is written and leads to
/// the page to choose from. A page's script puts the text where one writes itself, and asks for the files only.
pub async fn put(asker: Asker, number: Path<u64>, form: Form<Vec<(String, String)>>) -> Answer {
    let (number, fields) = (number.into_inner(), form.into_inner());
    let note = first(&fields, "note") == "1";
    let viewer = asker.viewer().clone();
    let chosen = first(&fields, "canned_reply");
    if chosen.is_empty() {
        let writing = writing(number, &fields);
        asker.app.act(move |w| save(w, &viewer, &writing)).await?;
        let note = if note { "?note=1" } else { "" };
        return Ok(see_other(&format!("/c/{number}/canned_replies{note}")));
    }
    let (chosen, piece): (CannedReplyId, bool) = (id(chosen)?, asker.piece);
    let deed = move |w: &mut Write<'_>| -> Result<Draft> {
        let (it, _) = desk::find(w, &viewer, chosen)?;
        if piece {
            add_files(w, &viewer, &it, (number, note))
        } else {
            insert(w, &viewer, &it, (number, note))
        }
    };
    let draft = asker.app.act(deed).await?;
    if !piece {
        return Ok(see_other(&format!("/c/{number}#composer")));
    }
    let files: Vec<_> = draft
        .attachments
        .iter()
        .map(
            |it| match it.holds.as_deref().map(|it| held(&asker.words, it)) {
                Some(held) => {
                    let name = format!("{}: {}", held.kind, held.title);
                    json!({ "id": it.id.to_string(), "name": name, "sign": held.icon })
                }
                None => json!({ "id": it.id.to_string(), "name": it.name }),
            },
        )
        .collect();
    Ok(HttpResponse::Ok().json(json!({ "revision": draft.revision, "files": files })))
}
