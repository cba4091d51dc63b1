//! `/settings/channels/{id}/senders`: whose mail a mailbox always treats in one way, and who is a web form.

use actix_web::web::{Path, Query};

use crate::conversations::sender::treat;
use crate::desk::channels;
use crate::domain::channel::{EmailSettings, SenderRule};
use crate::domain::error::{Error, Result};
use crate::domain::id::ChannelId;
use crate::web::asker::{Answer, Asker};
use crate::web::settings::tags::Place;
use crate::web::settings::{Pairs, admin, done, first, id, show};
use crate::web::sheet::{Field, Form, Kind, Part, Row, Section, Sheet, paged};
use crate::web::view::Choice;
use crate::words::Words;

/// The rules by their names in forms; their words are `sender-…`.
pub const RULES: [(&str, SenderRule); 4] = [
    ("conversation", SenderRule::Conversation),
    ("grouped", SenderRule::Grouped),
    ("automatic", SenderRule::Automatic),
    ("blocked", SenderRule::Blocked),
];

/// A rule's name in forms; empty for none.
#[must_use]
pub fn name_of(rule: Option<SenderRule>) -> &'static str {
    let found = RULES.iter().find(|it| Some(it.1) == rule);
    found.map_or("", |it| it.0)
}

/// The rule of a name in forms.
#[must_use]
pub fn named(name: &str) -> Option<SenderRule> {
    RULES.iter().find(|it| it.0 == name).map(|it| it.1)
}

fn place(id: ChannelId) -> String {
    format!("/settings/channels/{id}/senders")
}

/// The way there from the channel's page, with how many there are.
#[must_use]
pub fn row(words: &Words, id: ChannelId, settings: &EmailSettings) -> Row {
    let n = settings.sender_rules.len() + settings.form_senders.len();
    Row {
        href: place(id),
        title: words.t("senders-title"),
        text: if n == 0 {
            words.t("senders-none")
        } else {
            n.to_string()
        },
        ..Row::default()
    }
}

async fn sheet(asker: &Asker, id: ChannelId, page: usize) -> Result<Sheet> {
    let (channel, connection) = asker.app.look(move |look| channels::find(look, id)).await?;
    let settings = connection.email();
    let settings = settings.ok_or_else(|| Error::not_found("page"))?;
    let words = &asker.words;
    let rules = settings.sender_rules.iter();
    let mut all: Vec<(&String, &str)> = rules
        .map(|(sender, rule)| (sender, name_of(Some(*rule))))
        .collect();
    all.extend(settings.form_senders.iter().map(|it| (it, "form")));
    all.sort();
    let (shown, pager) = paged(all, page, &place(id), words);
    let rows: Vec<Row> = shown
        .into_iter()
        .map(|(sender, name)| listed(words, id, sender, name))
        .collect();
    let list = if rows.is_empty() {
        Part::Text(words.t("senders-none"))
    } else {
        Part::Rows(rows)
    };
    Ok(
        Sheet::new(words.t("senders-title"), words.t("senders-text"))
            .back(&format!("/settings/channels/{id}"), channel.name)
            .with(Section::of(String::new(), vec![list, pager]))
            .with(Section::of(
                words.t("sender-new"),
                vec![Part::Form(adding(words, id))],
            )),
    )
}

fn listed(words: &Words, id: ChannelId, sender: &str, name: &str) -> Row {
    let mut take_back = Form::button(place(id), words.t("act-remove"));
    take_back.fields = vec![Field::hidden("email", sender), Field::hidden("rule", "")];
    Row {
        title: sender.to_owned(),
        text: words.t(&format!("sender-{name}")),
        acts: vec![take_back],
        ..Row::default()
    }
}

fn adding(words: &Words, id: ChannelId) -> Form {
    let mut choices: Vec<Choice> = RULES
        .iter()
        .map(|(name, _)| Choice::new(*name, words.t(&format!("sender-{name}")), false))
        .collect();
    choices.push(Choice::new("form", words.t("sender-form"), false));
    Form::new(
        place(id),
        words.t("act-add"),
        vec![
            Field::text("email", words.t("sender-address"), "")
                .hint(words.t("sender-address-hint"))
                .required(),
            Field::choose(Kind::Select, "rule", words.t("sender-rule"), choices),
        ],
    )
}

/// `GET /settings/channels/{id}/senders`
pub async fn page(asker: Asker, at: Path<String>, asked: Query<Place>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, id(&at)?, asked.page).await?;
    show(&asker, sheet).await
}

/// `POST /settings/channels/{id}/senders`
pub async fn set(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    admin(&asker)?;
    let channel: ChannelId = id(&at)?;
    let sender = first(&given, "email").trim().to_owned();
    let name = first(&given, "rule").to_owned();
    let viewer = asker.viewer().clone();
    let set = asker
        .app
        .act(move |write| {
            let (_, connection) = channels::find(write, channel)?;
            treat(write, &viewer, connection.id, &sender, named(&name))?;
            if sender.starts_with('@') {
                return Ok(());
            }
            channels::set_form_sender(write, &viewer, channel, &sender, name == "form")
        })
        .await;
    done(&asker, set, &place(channel), sheet(&asker, channel, 1)).await
}
