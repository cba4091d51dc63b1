//! `GET /contacts/{id}`: a person with everything said and done so far, over all channels.

use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;

use crate::contacts::companies::{self, Suggested};
use crate::contacts::{people, suggestions};
use crate::conversations::read::{Entry, timeline};
use crate::conversations::{blocked, persons};
use crate::desk;
use crate::domain::actor::Right;
use crate::domain::attribute::AttributeOf;
use crate::domain::change::ChangeKind;
use crate::domain::contact::{Contact, Tier};
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::id::{ContactId, ConversationId, MessageId};
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html};
use crate::web::contacts::consents::{self, ConsentsView};
use crate::web::contacts::fields::{self, FieldView};
use crate::web::conversations::item::author;
use crate::web::conversations::show::Reach;
use crate::web::conversations::side::{reach_name, reach_views};
use crate::web::conversations::thread::status_chip;
use crate::web::dated::said::{self, EventView};
use crate::web::names::{Directory, Known, glyph};
use crate::web::page::Page;
use crate::web::shell;
use crate::web::view::{Avatar, Chip, TimeView};
use crate::words::{Arg, Words};

/// Cases of one page, and how many of them are shown with their last messages; the others show their head alone.
const CASES: usize = 50;
const OPEN_CASES: usize = 20;
/// Messages shown of each.
const LINES: usize = 3;

/// A case in the timeline.
#[derive(Debug, Clone)]
pub struct Case {
    /// Empty for one the viewer may not read.
    pub href: String,
    pub title: String,
    pub glyph: &'static str,
    pub status: Chip,
    pub when: TimeView,
    pub lines: Vec<CaseLine>,
}

/// A message in a case.
#[derive(Debug, Clone)]
pub struct CaseLine {
    pub href: String,
    pub who: String,
    pub text: String,
    pub when: TimeView,
    pub note: bool,
}

/// Somebody who may be the same person.
#[derive(Debug, Clone)]
pub struct Alike {
    pub id: String,
    pub text: String,
    /// All that speaks for it: where it stands (empty where nothing is to be opened), and a sentence.
    pub evidence: Vec<(String, String)>,
    /// It says more than the sentence does.
    pub told: bool,
}

#[derive(Template)]
#[template(path = "contacts/show.html")]
struct ShowPage {
    page: Page,
    id: String,
    name: String,
    avatar: Avatar,
    vip: bool,
    company: String,
    /// Where the company is, when it is one.
    company_href: String,
    /// What their mail says of where they belong.
    company_hint: Option<String>,
    fields: Vec<FieldView>,
    consents: ConsentsView,
    /// What they have with a date; whether one can be added.
    dated: Vec<EventView>,
    dates: bool,
    /// What is wrong with what was sent.
    wrong: Option<String>,
    notes: String,
    since: String,
    blocked: Option<String>,
    reach: Vec<Reach>,
    alike: Vec<Alike>,
    /// Joined records: the change to undo, and the name.
    joined: Vec<(String, String)>,
    /// Numbers they took over from somebody: the change to take back, and a sentence.
    taken: Vec<(String, String)>,
    cases: Vec<Case>,
    /// Where the cases before these are.
    more: Option<String>,
    /// Whether there are newer ones than these.
    is_later: bool,
    /// What came while they were blocked, just after the block was lifted.
    came: Vec<Case>,
    /// Who arranges things may erase.
    may_erase: bool,
}

/// What the address may say.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `1`: the block was just lifted.
    lifted: String,
    /// A code of what was wrong with what was sent.
    wrong: String,
    /// The last conversation of the page before.
    before: String,
}

/// The page.
pub async fn page(asker: Asker, id: Path<String>, asked: Query<Asked>) -> Answer {
    let asked = asked.into_inner();
    let id = id.parse::<ContactId>().unwrap_or_default();
    let app = asker.app.clone();
    let view = app.look(move |look| read(&asker, look, id, &asked)).await?;
    html(&view)
}

fn read(asker: &Asker, look: &Look<'_>, id: ContactId, asked: &Asked) -> Result<ShowPage> {
    let words = &asker.words;
    let own = people::find(look, asker.viewer(), id)?;
    let person = look.person(own.id)?.unwrap_or(own);
    let directory = Directory::read(look)?;
    let name = name_of(asker, look, &person)?;
    let held = people::identifiers(look, person.id)?;
    let all = timeline(look, asker.viewer(), person.id)?;
    let (page, more) = page_of(&all, &asked.before);
    let mut cases = Vec::new();
    for (at, entry) in page.iter().enumerate() {
        cases.push(match entry {
            Entry::Case(it) => case(asker, look, &directory, it, at < OPEN_CASES)?,
            Entry::Hidden(it) => hidden(asker, it),
        });
    }
    Ok(ShowPage {
        came: came(asker, look, &directory, (person.id, asked))?,
        page: shell::page(asker, look, &directory, "contacts", None)?,
        id: person.id.to_string(),
        avatar: Avatar::of(&name),
        vip: person.tier == Tier::Vip,
        company: person.company.clone(),
        company_href: person
            .company_of
            .map(|id| format!("/companies/{id}"))
            .unwrap_or_default(),
        company_hint: company_hint(words, look, &person)?,
        fields: fields::views(words, look, AttributeOf::Contacts, &person.attributes)?,
        consents: consents::view(asker, look, person.id)?,
        dated: said::of(words, look, person.id, asker.now)?,
        dates: !desk::dated::list(look)?.is_empty(),
        wrong: (!asked.wrong.is_empty()).then(|| words.field_error(&asked.wrong)),
        notes: person.notes.clone(),
        since: words.t_of("side-since", "date", words.date(person.created_at)),
        blocked: person
            .blocked
            .as_ref()
            .filter(|_| person.is_blocked(asker.now))
            .map(|it| words.t_of("contact-blocked", "date", words.date(it.at))),
        reach: reach_views(words, &held),
        alike: alike(asker, look, &person)?,
        joined: joined(asker, look, &person)?,
        taken: taken(words, look, &person)?,
        more: more.map(|it| format!("/contacts/{}?before={it}", person.id)),
        is_later: !asked.before.is_empty(),
        cases,
        name,
        may_erase: asker.viewer().may(Right::Administer),
    })
}

/// What came while they were blocked, where that was just lifted.
fn came(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    (person, asked): (ContactId, &Asked),
) -> Result<Vec<Case>> {
    let mut out = Vec::new();
    if asked.lifted == "1" {
        for it in blocked::of(look, person)? {
            if asker.viewer().sees(&it) {
                out.push(case(asker, look, directory, &it, true)?);
            }
        }
    }
    Ok(out)
}

/// The cases behind the given one, as many as a page holds; and the last of them, when there are more.
fn page_of<'e>(all: &'e [Entry], before: &str) -> (&'e [Entry], Option<ConversationId>) {
    let id = |it: &Entry| match it {
        Entry::Case(it) | Entry::Hidden(it) => it.id,
    };
    let last = before.parse::<ConversationId>().ok();
    let at = last.and_then(|last| all.iter().position(|it| id(it) == last));
    let rest = all.get(at.map_or(0, |it| it + 1)..).unwrap_or_default();
    let page = rest.get(..CASES.min(rest.len())).unwrap_or_default();
    let more = page.last().filter(|_| rest.len() > page.len()).map(id);
    (page, more)
}

/// Numbers that were another's before.
fn taken(words: &Words, look: &Look<'_>, person: &Contact) -> Result<Vec<(String, String)>> {
    let all = persons::taken_over(look, person.id)?.into_iter();
    Ok(all
        .map(|(change, before)| {
            let said = words.t_of("contact-number-of", "name", before.name);
            (change.to_string(), said)
        })
        .collect())
}

/// What their mail says of where they belong.
fn company_hint(words: &Words, look: &Look<'_>, person: &Contact) -> Result<Option<String>> {
    Ok(companies::suggested(look, person)?.map(|it| match it {
        Suggested::Known(it) => words.t_of("company-hint", "name", it.name),
        Suggested::New { name, domain } => {
            let args = [("name", Arg::Text(&name)), ("domain", Arg::Text(&domain))];
            words.t_with("company-hint-new", &args)
        }
    }))
}

/// What somebody is called here.
///
/// # Errors
/// The store's.
pub fn name_of(asker: &Asker, look: &Look<'_>, person: &Contact) -> Result<String> {
    if !person.name.is_empty() {
        return Ok(person.name.clone());
    }
    let held = people::identifiers(look, person.id)?;
    let first = held.first().map(|it| reach_name(&asker.words, it));
    Ok(first.unwrap_or_else(|| asker.words.t("unknown-person")))
}

/// Who may be the same person, strongest reason first.
///
/// # Errors
/// The store's.
pub fn alike(asker: &Asker, look: &Look<'_>, person: &Contact) -> Result<Vec<Alike>> {
    let words = &asker.words;
    let found = suggestions::suggestions(look, asker.viewer(), person.id)?;
    let mut out = Vec::with_capacity(found.len());
    for it in found {
        let name = name_of(asker, look, &it.person)?;
        let mut evidence = Vec::with_capacity(it.evidence.len());
        for one in &it.evidence {
            evidence.push((
                place_of(look, one.message)?,
                words.t_of(one.why.word(), "value", &one.value),
            ));
        }
        let why = evidence.first().map(|it| it.1.clone()).unwrap_or_default();
        let args = [("name", Arg::Text(&name)), ("why", Arg::Text(&why))];
        out.push(Alike {
            id: it.person.id.to_string(),
            text: words.t_with("contact-suggestion", &args),
            told: evidence.len() > 1 || evidence.iter().any(|it| !it.0.is_empty()),
            evidence,
        });
    }
    Ok(out)
}

/// Where a message stands.
fn place_of(look: &Look<'_>, message: Option<MessageId>) -> Result<String> {
    let found = match message {
        Some(id) => look.message(id)?,
        None => None,
    };
    let Some(message) = found else {
        return Ok(String::new());
    };
    let c = look.conversation(message.conversation)?;
    let at = message.position;
    Ok(c.map(|c| format!("/c/{}?at={at}#m-{at}", c.number))
        .unwrap_or_default())
}

fn joined(asker: &Asker, look: &Look<'_>, person: &Contact) -> Result<Vec<(String, String)>> {
    let mut out = Vec::new();
    for id in look.records_of_person(person.id)? {
        let Some(record) = look.contact(id)? else {
            continue;
        };
        let Some((_, change)) = record.joined_to else {
            continue;
        };
        let is_join = look
            .change(change)?
            .is_some_and(|it| matches!(it.kind, ChangeKind::Join { .. }));
        if is_join {
            let name = if record.name.is_empty() {
                asker.words.t("unknown-person")
            } else {
                record.name
            };
            out.push((
                change.to_string(),
                asker.words.t_of("contact-joined", "name", name),
            ));
        }
    }
    Ok(out)
}

fn case(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    it: &Conversation,
    opened: bool,
) -> Result<Case> {
    let words = &asker.words;
    let names = Known {
        look,
        directory,
        viewer: asker.viewer(),
    };
    let messages = if opened {
        look.messages_before(it.id, None, LINES)?
    } else {
        Vec::new()
    };
    let lines = messages
        .iter()
        .filter(|it| it.moved_to.is_none() && !it.redacted);
    Ok(Case {
        href: format!("/c/{}", it.number),
        title: if it.subject.is_empty() {
            format!("#{}", it.number)
        } else {
            format!("#{} · {}", it.number, it.subject)
        },
        glyph: glyph(it.channel_kind).0,
        status: status_chip(words, it, asker.now),
        when: TimeView::ago(words, it.active_at, asker.now),
        lines: lines
            .map(|m| CaseLine {
                href: format!("/c/{}?at={}#m-{}", it.number, m.position, m.position),
                who: author(words, m, &names),
                text: m
                    .text
                    .split_whitespace()
                    .take(40)
                    .collect::<Vec<_>>()
                    .join(" "),
                when: TimeView::ago(words, m.said_at, asker.now),
                note: !m.kind.is_public(),
            })
            .collect(),
    })
}

fn hidden(asker: &Asker, it: &Conversation) -> Case {
    let words = &asker.words;
    let (icon, channel) = glyph(it.channel_kind);
    let (channel, date) = (words.t(channel), words.date(it.active_at));
    let status = words.status(it.status, asker.now);
    let args = [
        ("channel", Arg::Text(&channel)),
        ("date", Arg::Text(&date)),
        ("status", Arg::Text(&status)),
    ];
    Case {
        href: String::new(),
        title: words.t_with("contact-hidden", &args),
        glyph: icon,
        status: Chip::new(words.t("row-private"), "line"),
        when: TimeView::ago(words, it.active_at, asker.now),
        lines: Vec::new(),
    }
}
