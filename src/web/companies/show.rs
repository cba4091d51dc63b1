//! `GET /companies/{id}`: a company with its people and the conversations with them.

use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;

use crate::contacts::{companies, people};
use crate::conversations::of_company;
use crate::domain::attribute::AttributeOf;
use crate::domain::company::Company;
use crate::domain::contact::{Contact, Tier};
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::id::{CompanyId, ContactId};
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html};
use crate::web::contacts::change::parsed;
use crate::web::contacts::fields::{self, FieldView};
use crate::web::conversations::thread::status_chip;
use crate::web::names::{Directory, glyph};
use crate::web::page::Page;
use crate::web::shell;
use crate::web::view::{Avatar, Chip, TimeView};

/// People and conversations shown on one page.
const PEOPLE: usize = 50;
const CASES: usize = 30;
/// Companies offered to be joined.
const OTHERS: usize = 200;

/// Somebody of the company.
#[derive(Debug, Clone)]
pub struct Person {
    pub href: String,
    pub name: String,
    pub avatar: Avatar,
    pub vip: bool,
    pub reach: String,
}

/// A conversation with one of them.
#[derive(Debug, Clone)]
pub struct Case {
    pub href: String,
    pub title: String,
    pub who: String,
    pub glyph: &'static str,
    pub status: Chip,
    pub when: TimeView,
}

#[derive(Template)]
#[template(path = "companies/show.html")]
struct ShowPage {
    page: Page,
    id: String,
    name: String,
    since: String,
    vip: bool,
    domains: String,
    notes: String,
    fields: Vec<FieldView>,
    people: Vec<Person>,
    more: Option<String>,
    cases: Vec<Case>,
    /// Names of others, to be joined.
    others: Vec<String>,
    /// Those that were joined to it: the change to take back, and a sentence.
    joined: Vec<(String, String)>,
    /// What is wrong with what was sent.
    wrong: Option<String>,
}

/// What the address may say.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: String,
    /// A code of what was wrong.
    wrong: String,
}

/// The page.
pub async fn page(asker: Asker, id: Path<String>, asked: Query<Asked>) -> Answer {
    let id: CompanyId = parsed(&id)?;
    let (app, asked) = (asker.app.clone(), asked.into_inner());
    let view = app
        .look(move |look| {
            let it = companies::find(look, asker.viewer(), id)?;
            read(&asker, look, &it, &asked)
        })
        .await?;
    html(&view)
}

fn read(asker: &Asker, look: &Look<'_>, it: &Company, asked: &Asked) -> Result<ShowPage> {
    let words = &asker.words;
    let directory = Directory::read(look)?;
    let after = asked.after.parse::<ContactId>().ok();
    let mut all = companies::people(look, it.id, after, PEOPLE + 1)?;
    let more = all.len() > PEOPLE;
    all.truncate(PEOPLE);
    let last = all.last().filter(|_| more);
    let more = last.map(|last| format!("/companies/{}?after={}", it.id, last.id));
    let people: Result<Vec<_>> = all.iter().map(|it| person(asker, look, it)).collect();
    let mut cases = Vec::new();
    for c in of_company::of_company(look, asker.viewer(), it.id, CASES)? {
        cases.push(case(asker, look, &c)?);
    }
    let mut others = look.companies_by_name(None, OTHERS)?;
    others.retain(|other| other.id != it.id);
    let joined = companies::joined(look, it.id)?.into_iter();
    Ok(ShowPage {
        page: shell::page(asker, look, &directory, "contacts", None)?,
        id: it.id.to_string(),
        name: it.name.clone(),
        since: words.t_of("side-since", "date", words.date(it.created_at)),
        vip: it.tier == Tier::Vip,
        domains: it.domains.join(", "),
        notes: it.notes.clone(),
        fields: fields::views(words, look, AttributeOf::Companies, &it.attributes)?,
        people: people?,
        more,
        cases,
        others: others.into_iter().map(|it| it.name).collect(),
        joined: joined
            .map(|(change, other)| {
                let said = words.t_of("contact-joined", "name", other.name);
                (change.to_string(), said)
            })
            .collect(),
        wrong: (!asked.wrong.is_empty()).then(|| words.field_error(&asked.wrong)),
    })
}

fn person(asker: &Asker, look: &Look<'_>, it: &Contact) -> Result<Person> {
    let held = people::identifiers(look, it.id)?;
    let reach = held.first().map(|it| it.handle.value.clone());
    let reach = reach.unwrap_or_default();
    let name = match (it.name.is_empty(), reach.is_empty()) {
        (false, _) => it.name.clone(),
        (true, false) => reach.clone(),
        (true, true) => asker.words.t("unknown-person"),
    };
    Ok(Person {
        href: format!("/contacts/{}", it.id),
        avatar: Avatar::of(&name),
        name,
        vip: it.tier == Tier::Vip,
        reach,
    })
}

fn case(asker: &Asker, look: &Look<'_>, it: &Conversation) -> Result<Case> {
    let words = &asker.words;
    let who = look.person(it.contact)?.unwrap_or_default().name;
    Ok(Case {
        href: format!("/c/{}", it.number),
        title: if it.subject.is_empty() {
            format!("#{}", it.number)
        } else {
            format!("#{} · {}", it.number, it.subject)
        },
        who,
        glyph: glyph(it.channel_kind).0,
        status: status_chip(words, it, asker.now),
        when: TimeView::ago(words, it.active_at, asker.now),
    })
}
