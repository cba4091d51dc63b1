//! A quick action or a quick reply for several conversations: it is chosen, what it would do is shown and may be changed,
//! and it is done to each with its own names.

use actix_web::http::StatusCode;
use askama::Template;

use crate::conversations::bulk;
use crate::desk::{canned_replies, macros};
use crate::domain::canned_reply::CannedReply;
use crate::domain::error::{Error, Result};
use crate::domain::id::MacroId;
use crate::domain::list::List;
use crate::domain::macros::{Macro, MacroAct};
use crate::store::{Look, Write};
use crate::text::fold::fold;
use crate::web::asker::{Answer, Asker, html};
use crate::web::browse::{CHOOSES, cut_at};
use crate::web::conversations::ways;
use crate::web::inbox::bulk::{chosen, shown};
use crate::web::inbox::list::{name_of, parse};
use crate::web::names::Directory;
use crate::web::once::once;
use crate::web::page::Page;
use crate::web::settings::macros::said;
use crate::web::settings::{Pairs, first};
use crate::web::shell;

/// One act as it is shown.
struct ActView {
    place: usize,
    /// Of a text: `reply` or `note`.
    kind: &'static str,
    label: String,
    text: String,
    chosen: bool,
}

/// One to choose: its value, its name, what it does.
type Offer = (String, String, String);

#[derive(Template)]
#[template(path = "inbox/acts.html")]
struct ActsPage {
    page: Page,
    back: String,
    list: String,
    /// `n`, or `all`, as they were chosen.
    picked: Vec<(String, String)>,
    key: String,
    to: String,
    doing: String,
    macros: Vec<Offer>,
    replies: Vec<Offer>,
    /// What is looked for among them.
    q: String,
    /// There are more than those shown.
    cut: String,
    /// What was chosen: its value and name.
    what: Option<(String, String)>,
    acts: Vec<ActView>,
    wrong: Vec<String>,
}

/// The page, before anything was chosen.
///
/// # Errors
/// The store's.
pub async fn choose(asker: &Asker, list: List, given: &Pairs, n: usize) -> Answer {
    let view = view(asker, list, given, (n, Vec::new())).await?;
    html(&view)
}

/// `POST /bulk/acts`: `do` is `run`; anything else, such as choosing one, shows the page.
pub async fn put(asker: Asker, given: Pairs) -> Answer {
    let list = parse(&asker, first(&given, "list"))?;
    let numbers = chosen(&asker, list, &given).await?;
    if first(&given, "do") != "run" {
        return choose(&asker, list, &given, numbers.len()).await;
    }
    let (by, fields, n) = (asker.clone(), given.to_vec(), numbers.len());
    let key = first(&given, "key").to_owned();
    let deed = move |w: &mut Write<'_>| {
        let Some((id, _, acts)) = meant(w, &by, &fields)? else {
            return Err(Error::invalid("acts", "error-macro-empty"));
        };
        let acts: Vec<MacroAct> = acts
            .iter()
            .enumerate()
            .filter(|(place, _)| is_chosen(&fields, *place))
            .map(|(place, act)| with_text(act, first(&fields, &format!("text-{place}"))))
            .collect();
        once(w, &by, "acts", &key, |w| {
            let made = bulk::begin_acts(w, by.viewer(), &numbers, (id, &acts))?;
            Ok(made.id.to_string())
        })
    };
    match asker.app.act(deed).await {
        Ok(id) => {
            let id = id.parse().map_err(|_| Error::not_found("bulk"))?;
            shown(&asker, list, id).await
        }
        Err(err @ Error::Invalid(_)) => {
            let wrong = ways::wrong(&asker.words, &err);
            let mut answer = html(&view(&asker, list, &given, (n, wrong)).await?)?;
            *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(answer)
        }
        Err(err) => Err(err.into()),
    }
}

fn is_chosen(fields: &[(String, String)], place: usize) -> bool {
    let place = place.to_string();
    fields
        .iter()
        .any(|(key, value)| key == "act" && *value == place)
}

fn with_text(act: &MacroAct, text: &str) -> MacroAct {
    let text = text.replace("\r\n", "\n");
    match act {
        MacroAct::Reply { .. } => MacroAct::Reply { text },
        MacroAct::Note { .. } => MacroAct::Note { text },
        other => other.clone(),
    }
}

/// What is done: of which macro, its name, and its acts.
type Meant = (Option<MacroId>, String, Vec<MacroAct>);

fn meant(look: &Look<'_>, asker: &Asker, given: &[(String, String)]) -> Result<Option<Meant>> {
    if first(given, "do") == "other" {
        return Ok(None);
    }
    Ok(match first(given, "what").split_once(':') {
        Some(("macro", id)) => {
            let id = id.parse().map_err(|_| Error::not_found("macro"))?;
            let (it, _) = macros::find(look, asker.viewer(), id)?;
            Some((Some(it.id), it.name, it.acts))
        }
        Some(("reply", id)) => {
            let id = id.parse().map_err(|_| Error::not_found("canned_reply"))?;
            let (it, _) = canned_replies::find(look, asker.viewer(), id)?;
            Some((None, it.name, vec![MacroAct::Reply { text: it.text }]))
        }
        _ => None,
    })
}

/// The macros and quick replies that some words are in, and what is to be known of those that are not shown.
fn offers(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    q: &str,
) -> Result<(Vec<Offer>, Vec<Offer>, String)> {
    let words = &asker.words;
    let fits = |text: &str| fold(text).contains(&fold(q));
    let mut actions = macros::usable(look, asker.viewer())?;
    actions.retain(|it| fits(&it.name));
    let mut replies = canned_replies::usable(look, asker.viewer())?;
    replies.retain(|it| fits(&it.name) || fits(&it.text));
    let cut = [
        cut_at(words, &mut actions, CHOOSES),
        cut_at(words, &mut replies, CHOOSES),
    ];
    let action = |it: &Macro| {
        let acts = it.acts.iter().map(|it| said(words, directory, it));
        let acts: Vec<_> = acts.collect();
        let value = format!("macro:{}", it.id);
        (value, it.name.clone(), acts.join(" · "))
    };
    let reply = |it: &CannedReply| (format!("reply:{}", it.id), it.name.clone(), it.text.clone());
    let cut = cut.into_iter().find(|it| !it.is_empty());
    Ok((
        actions.iter().map(action).collect(),
        replies.iter().map(reply).collect(),
        cut.unwrap_or_default(),
    ))
}

async fn view(
    asker: &Asker,
    list: List,
    given: &Pairs,
    (n, wrong): (usize, Vec<String>),
) -> Result<ActsPage> {
    let (asker, given) = (asker.clone(), given.to_vec());
    let app = asker.app.clone();
    let key = uuid::Uuid::new_v4().to_string();
    app.look(move |look| {
        let (words, directory) = (&asker.words, Directory::read(look)?);
        let found = meant(look, &asker, &given)?;
        let is_again = !wrong.is_empty();
        let act = |(place, act): (usize, &MacroAct)| ActView {
            place,
            kind: match act {
                MacroAct::Reply { .. } => "reply",
                MacroAct::Note { .. } => "note",
                _ => "",
            },
            label: said(words, &directory, act),
            text: if is_again {
                first(&given, &format!("text-{place}")).to_owned()
            } else {
                act.text().unwrap_or_default().to_owned()
            },
            chosen: !is_again || is_chosen(&given, place),
        };
        let acts = found.iter().flat_map(|it| &it.2).enumerate().map(act);
        let q = first(&given, "q").trim().to_owned();
        let (macros, replies, cut) = offers(&asker, look, &directory, &q)?;
        Ok(ActsPage {
            acts: acts.collect(),
            page: shell::page(&asker, look, &directory, "inbox", Some(list))?,
            back: shell::address(list),
            list: name_of(list),
            picked: given
                .iter()
                .filter(|it| it.0 == "n" || it.0 == "all")
                .cloned()
                .collect(),
            key: key.clone(),
            to: words.t_n("bulk-acts-to", n),
            doing: words.t_n("bulk-acts-do", n),
            cut,
            q,
            macros,
            replies,
            what: found.map(|it| (first(&given, "what").to_owned(), it.1)),
            wrong: wrong.clone(),
        })
    })
    .await
}
