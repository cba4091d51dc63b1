//! `/c/{number}/cards/{id}`: one card, as the piece beside its conversation and as a page of its own.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;

use crate::app::cards::{Told, open_at, told};
use crate::domain::attribute::AttributeKind;
use crate::domain::card::DataCard;
use crate::domain::card::action::{Asked, CardRun, RunState};
use crate::domain::error::{Error, Result};
use crate::domain::id::CardId;
use crate::integrations::facts::one_beside;
use crate::integrations::runs::runs_of;
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html};
use crate::web::cards::asked::{CardSaid, said};
use crate::web::names::{Directory, Known};
use crate::web::page::Page;
use crate::web::settings::id;
use crate::web::shell;
use crate::web::view::TimeView;

/// A card beside a conversation.
pub struct CardView {
    pub number: u64,
    pub id: String,
    pub name: String,
    pub said: CardSaid,
    pub when: Option<TimeView>,
    /// It was asked with what the contact only claims.
    pub claimed: bool,
    /// It asks something, so that it can be asked again.
    pub asks: bool,
    /// It opens in its system.
    pub opens: bool,
    pub actions: Vec<ActionView>,
    pub runs: Vec<RunView>,
    /// Why what was pressed was not done.
    pub wrong: Vec<String>,
}

/// A button or short form.
pub struct ActionView {
    pub id: String,
    pub name: String,
    /// So that a form that is sent twice is done once.
    pub key: String,
    pub asks: Vec<AskView>,
    pub open: bool,
}

pub struct AskView {
    pub key: String,
    pub label: String,
    /// The `type` of its `input`; empty for a choice.
    pub input: &'static str,
    /// Value, label, and whether it is chosen.
    pub choices: Vec<(String, String, bool)>,
    pub required: bool,
    pub value: String,
}

/// What was pressed here.
pub struct RunView {
    pub id: String,
    /// Who did what, and how it ended.
    pub text: String,
    /// What the system said of it, or what to do.
    pub more: String,
    pub tone: &'static str,
    pub when: TimeView,
    pub link: String,
    pub again: bool,
}

#[derive(Template)]
#[template(path = "cards/piece.html")]
struct Piece {
    page: Page,
    card: CardView,
}

#[derive(Template)]
#[template(path = "cards/show.html")]
struct Whole {
    page: Page,
    card: CardView,
}

/// How it is asked for.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub struct Fresh {
    /// `1` asks the system anew.
    fresh: u8,
}

/// What was typed into an action that was not done.
pub struct Typed {
    pub action: String,
    pub values: Vec<(String, String)>,
    pub wrong: Vec<String>,
}

/// `GET /c/{number}/cards/{id}`
pub async fn page(asker: Asker, at: Path<(u64, String)>, asked: Query<Fresh>) -> Answer {
    let (number, card) = at.into_inner();
    shown(&asker, (number, id(&card)?), asked.fresh == 1, None).await
}

/// The card as it is now, on the page or as its piece.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn shown(asker: &Asker, at: (u64, CardId), fresh: bool, typed: Option<Typed>) -> Answer {
    let (card, told) = told(&asker.app, asker.viewer(), at, fresh).await?;
    let (for_look, piece) = (asker.clone(), asker.piece);
    let failed = typed.is_some();
    let (page, card) = asker
        .app
        .look(move |look| {
            let directory = Directory::read(look)?;
            let page = shell::page(&for_look, look, &directory, "inbox", None)?;
            let view = view(&for_look, (look, &directory), at.0, (&card, &told, &typed))?;
            Ok((page, view))
        })
        .await?;
    let mut answer = if piece {
        html(&Piece { page, card })?
    } else {
        html(&Whole { page, card })?
    };
    if failed && !piece {
        *answer.status_mut() = actix_web::http::StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(answer)
}

fn view(
    asker: &Asker,
    (look, directory): (&Look<'_>, &Directory),
    number: u64,
    (card, told, typed): (&DataCard, &Told, &Option<Typed>),
) -> Result<CardView> {
    let words = &asker.words;
    let (c, _) = one_beside(look, asker.viewer(), (number, card.id))?;
    let names = Known {
        look,
        directory,
        viewer: asker.viewer(),
    };
    let runs = runs_of(look, c.id, card.id)?;
    let actions = card.actions.iter().map(|it| {
        let action = it.id.to_string();
        let here = typed.as_ref().filter(|it| it.action == action);
        let given = here.map(|it| it.values.as_slice()).unwrap_or_default();
        ActionView {
            name: it.name.clone(),
            key: uuid::Uuid::new_v4().to_string(),
            asks: it.asks.iter().map(|it| ask(it, given)).collect(),
            open: here.is_some(),
            id: action,
        }
    });
    Ok(CardView {
        number,
        id: card.id.to_string(),
        name: card.name.clone(),
        said: said(words, told),
        when: told.at.map(|at| TimeView::ago(words, at, asker.now)),
        claimed: told.claimed,
        asks: !card.url.is_empty(),
        opens: !card.link.is_empty(),
        actions: actions.collect(),
        runs: runs.iter().map(|it| run(asker, &names, it)).collect(),
        wrong: typed
            .as_ref()
            .map(|it| it.wrong.clone())
            .unwrap_or_default(),
    })
}

fn ask(it: &Asked, given: &[(String, String)]) -> AskView {
    let value = given.iter().find(|given| given.0 == it.key);
    let value = value.map(|it| it.1.clone()).unwrap_or_default();
    let choices = it.choices.iter();
    AskView {
        key: it.key.clone(),
        label: it.label.clone(),
        input: match it.kind {
            AttributeKind::Text | AttributeKind::Number => "text",
            AttributeKind::Date => "date",
            AttributeKind::YesNo => "checkbox",
            AttributeKind::Choice => "",
        },
        choices: choices
            .map(|it| (it.clone(), it.clone(), *it == value))
            .collect(),
        required: it.required,
        value,
    }
}

fn run(asker: &Asker, names: &Known<'_, '_>, it: &CardRun) -> RunView {
    let words = &asker.words;
    let by = it.by.map_or_else(String::new, |by| words.actor(&by, names));
    let args = [
        ("who", crate::words::Arg::Text(&by)),
        ("action", crate::words::Arg::Text(&it.name)),
    ];
    let key = format!("event-card-{}", it.state.name().replace('_', "-"));
    let more = match (it.trouble.is_empty(), it.text.is_empty()) {
        (true, _) => it.text.clone(),
        (false, true) => words.t(&it.trouble),
        (false, false) => format!("{} ({})", words.t(&it.trouble), it.text),
    };
    RunView {
        id: it.id.to_string(),
        text: words.t_with(&key, &args),
        more,
        tone: match it.state {
            RunState::Done => "ok",
            RunState::Sending => "",
            RunState::Refused | RunState::NotSent => "bad",
            RunState::Uncertain => "warn",
        },
        when: TimeView::ago(words, it.settled_at.unwrap_or(it.at), asker.now),
        link: it.link.clone(),
        again: it.state.may_go_again() && !it.body.is_empty(),
    }
}

/// `GET /c/{number}/cards/{id}/open`: to where it opens in its system, by an address that is signed now.
pub async fn open(asker: Asker, at: Path<(u64, String)>) -> Answer {
    let (number, card) = at.into_inner();
    let at = (number, id(&card)?);
    match open_at(&asker.app, asker.viewer(), at).await {
        Ok(place) => Ok(HttpResponse::Found()
            .insert_header((header::LOCATION, place))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .insert_header((header::REFERRER_POLICY, "no-referrer"))
            .finish()),
        Err(err @ Error::Conflict { .. }) => {
            let wrong = crate::web::conversations::ways::wrong(&asker.words, &err);
            let typed = Typed {
                action: String::new(),
                values: Vec::new(),
                wrong,
            };
            shown(&asker, at, false, Some(typed)).await
        }
        Err(err) => Err(err.into()),
    }
}
