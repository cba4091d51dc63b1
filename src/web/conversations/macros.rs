//! `/c/{number}/macros`: choosing a macro, seeing what it would do, leaving out what it shall not, and doing it.

use actix_web::web::{Form, Path, Query};
use askama::Template;
use serde::Deserialize;

use crate::conversations::canned_replies::Known;
use crate::conversations::find::find;
use crate::conversations::macros::{Doing, carry_out};
use crate::desk::macros as desk;
use crate::domain::error::Error;
use crate::domain::id::{BulkId, MacroId};
use crate::domain::macros::MacroAct;
use crate::store::Write;
use crate::text::fold::fold;
use crate::web::asker::{Answer, Asker, html};
use crate::web::browse::{CHOOSES, cut_at};
use crate::web::conversations::change::back_from;
use crate::web::conversations::ways;
use crate::web::error::PageError;
use crate::web::names::Directory;
use crate::web::once::once;
use crate::web::page::Page;
use crate::web::settings::macros::said;
use crate::web::settings::{first, id};
use crate::web::shell;

/// One to choose: its id, its name, and what it does.
type MacroRow = (String, String, String);

#[derive(Template)]
#[template(path = "conversations/macros.html")]
struct MacrosPage {
    page: Page,
    number: u64,
    list: String,
    q: String,
    macros: Vec<MacroRow>,
    /// There are more than those shown.
    cut: String,
}

/// One act of a preview.
struct ActView {
    place: usize,
    /// Of a text: `reply` or `note`.
    kind: &'static str,
    label: String,
    text: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "conversations/macro.html")]
struct MacroPage {
    page: Page,
    number: u64,
    list: String,
    id: String,
    name: String,
    key: String,
    seen: u32,
    acts: Vec<ActView>,
    wrong: Vec<String>,
}

/// The list one came from, and what is looked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Came {
    list: String,
    q: String,
}

/// `GET /c/{number}/macros`
pub async fn choose(asker: Asker, number: Path<u64>, came: Query<Came>) -> Answer {
    let (number, app, Came { list, q }) =
        (number.into_inner(), asker.app.clone(), came.into_inner());
    let view = app
        .look(move |look| {
            find(look, asker.viewer(), number)?;
            let directory = Directory::read(look)?;
            let row = |it: &crate::domain::macros::Macro| {
                let acts = it.acts.iter();
                let acts: Vec<_> = acts.map(|it| said(&asker.words, &directory, it)).collect();
                (it.id.to_string(), it.name.clone(), acts.join(" · "))
            };
            let mut all = desk::usable(look, asker.viewer())?;
            all.retain(|it| fold(&it.name).contains(&fold(q.trim())));
            let cut = cut_at(&asker.words, &mut all, CHOOSES);
            Ok(MacrosPage {
                macros: all.iter().map(row).collect(),
                cut,
                q: q.clone(),
                page: shell::page(&asker, look, &directory, "inbox", None)?,
                number,
                list: list.clone(),
            })
        })
        .await?;
    html(&view)
}

/// What was chosen on the page, or all of it before anything was.
struct Chosen {
    fields: Vec<(String, String)>,
    list: String,
    wrong: Vec<String>,
}

async fn shown(asker: Asker, number: u64, at: MacroId, chosen: Option<Chosen>) -> Answer {
    let (app, key) = (asker.app.clone(), uuid::Uuid::new_v4().to_string());
    let failed = chosen.as_ref().is_some_and(|it| !it.wrong.is_empty());
    let view = app
        .look(move |look| {
            let c = find(look, asker.viewer(), number)?;
            let (it, _) = desk::find(look, asker.viewer(), at)?;
            let known = Known::of(look, asker.viewer(), &c)?;
            let directory = Directory::read(look)?;
            let fields = chosen.as_ref().map(|it| it.fields.as_slice());
            let is_posted = fields.is_some_and(|it| !first(it, "key").is_empty());
            let acts = it.acts.iter().enumerate().map(|(place, act)| {
                let name = format!("text-{place}");
                let written = fields.filter(|_| is_posted).map(|it| first(it, &name));
                ActView {
                    place,
                    kind: match act {
                        MacroAct::Reply { .. } => "reply",
                        MacroAct::Note { .. } => "note",
                        _ => "",
                    },
                    label: said(&asker.words, &directory, act),
                    text: match (act.text(), written) {
                        (Some(_), Some(written)) => written.to_owned(),
                        (Some(text), None) => known.fill(text),
                        (None, _) => String::new(),
                    },
                    chosen: !is_posted || fields.is_some_and(|it| is_chosen(it, place)),
                }
            });
            Ok(MacroPage {
                acts: acts.collect(),
                page: shell::page(&asker, look, &directory, "inbox", None)?,
                number,
                list: chosen
                    .as_ref()
                    .map(|it| it.list.clone())
                    .unwrap_or_default(),
                id: it.id.to_string(),
                name: it.name.clone(),
                key: key.clone(),
                seen: c.n_messages.saturating_sub(1),
                wrong: chosen
                    .as_ref()
                    .map(|it| it.wrong.clone())
                    .unwrap_or_default(),
            })
        })
        .await?;
    let mut answer = html(&view)?;
    if failed {
        *answer.status_mut() = actix_web::http::StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(answer)
}

fn is_chosen(fields: &[(String, String)], place: usize) -> bool {
    let place = place.to_string();
    fields
        .iter()
        .any(|(key, value)| key == "act" && *value == place)
}

/// `GET /c/{number}/macros/{id}`: what it would do here.
pub async fn preview(asker: Asker, at: Path<(u64, String)>, came: Query<Came>) -> Answer {
    let (number, at) = at.into_inner();
    let chosen = Chosen {
        fields: Vec::new(),
        list: came.list.clone(),
        wrong: Vec::new(),
    };
    shown(asker, number, id(&at)?, Some(chosen)).await
}

/// `POST /c/{number}/macros/{id}`: does what was chosen of it.
pub async fn run(
    asker: Asker,
    at: Path<(u64, String)>,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    let (number, at) = at.into_inner();
    let (at, fields): (MacroId, _) = (id(&at)?, form.into_inner());
    let (list, key) = (
        first(&fields, "list").to_owned(),
        first(&fields, "key").to_owned(),
    );
    let (doer, given) = (asker.clone(), fields.clone());
    let deed = move |w: &mut Write<'_>| {
        find(w, doer.viewer(), number)?;
        let (it, _) = desk::find(w, doer.viewer(), at)?;
        let chosen = it.acts.iter().enumerate();
        let acts = chosen
            .filter(|(place, _)| is_chosen(&given, *place))
            .map(|(place, act)| with_text(act, first(&given, &format!("text-{place}"))))
            .collect();
        let doing = Doing {
            conversation: number,
            id: at,
            acts,
            seen_up_to: first(&given, "seen").parse().ok(),
        };
        let keys = doer.app.keys.clone();
        once(w, &doer, "macro", &key, |w| {
            let done = carry_out(w, &keys, doer.viewer(), &doing)?;
            Ok(done.map(|it| it.to_string()).unwrap_or_default())
        })
    };
    match asker.app.act(deed).await {
        Ok(done) => {
            let bulk: Option<BulkId> = done.parse().ok();
            Ok(back_from(number, &list, ("done", bulk)))
        }
        Err(err @ (Error::Invalid(_) | Error::Conflict { .. } | Error::Stale { .. })) => {
            let wrong = match &err {
                Error::Stale { .. } => vec![asker.words.t("stale-text")],
                err => ways::wrong(&asker.words, err),
            };
            let chosen = Chosen {
                fields,
                list,
                wrong,
            };
            shown(asker, number, at, Some(chosen)).await
        }
        Err(err) => Err(PageError(err)),
    }
}

fn with_text(act: &MacroAct, text: &str) -> MacroAct {
    let text = text.replace("\r\n", "\n");
    match act {
        MacroAct::Reply { .. } => MacroAct::Reply { text },
        MacroAct::Note { .. } => MacroAct::Note { text },
        other => other.clone(),
    }
}
