//! Two records joined into one person, and taken apart again: what there is to ask or to know stands on a page of its own
//! first; where there is nothing, it is done at once.

use actix_web::HttpResponse;
use actix_web::web::{Form, Path, Query};
use askama::Template;
use serde::Deserialize;

use crate::contacts::joins::Taken;
use crate::contacts::people::identifiers;
use crate::conversations::persons::{self, Preview, Questions};
use crate::domain::change::Fields;
use crate::domain::contact::{Contact, IdentifierKind, Tier};
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::id::{ChangeId, ContactId};
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html, see_other};
use crate::web::contacts::change::{back, parsed};
use crate::web::conversations::show::OtherCase;
use crate::web::conversations::side::{reach_name, reach_views};
use crate::web::conversations::thread::status_chip;
use crate::web::names::Directory;
use crate::web::page::Page;
use crate::web::shell;
use crate::web::view::TimeView;
use crate::words::{Arg, Words};

/// What the pages and forms send; each its own fields.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    other: String,
    /// The conversation beside which it was said; there one is led back.
    back: Option<u64>,
    /// `1`: everything was read, do it.
    sure: String,
    /// `other` (or for the notes `both`): taken of the other record; at a parting `1`: given to it.
    name: String,
    company: String,
    notes: String,
    tier: String,
    /// `together` puts the open cases of both together.
    cases: String,
}

impl Wanted {
    fn taken(&self) -> Taken {
        let is = |it: &str| !it.is_empty() && it != "own";
        Taken {
            name: is(&self.name),
            company: is(&self.company),
            notes: is(&self.notes),
            tier: is(&self.tier),
        }
    }
}

/// A field of which one is to be chosen: its name in the form, label, one's own, the other's.
#[derive(Debug, Clone)]
struct Choose {
    name: &'static str,
    label: String,
    own: String,
    other: String,
    /// What is proposed: the other's where one's own is empty.
    other_first: bool,
}

#[derive(Template)]
#[template(path = "contacts/join.html")]
struct JoinPage {
    page: Page,
    id: String,
    other: String,
    back: Option<u64>,
    title: String,
    names: (String, String),
    reach: (Vec<String>, Vec<String>),
    warning: Option<String>,
    fields: Vec<Choose>,
    /// Open cases of either.
    cases: (Vec<OtherCase>, Vec<OtherCase>),
    together: bool,
}

#[derive(Template)]
#[template(path = "contacts/part.html")]
struct PartPage {
    page: Page,
    change: String,
    back: Option<u64>,
    /// Where one came from.
    href: String,
    title: String,
    parted: Vec<(OtherCase, String)>,
    hidden: Option<String>,
    sent: Vec<OtherCase>,
    /// What was written since: name in the form, label, value.
    written: Vec<(&'static str, String, String)>,
    give: String,
}

/// `GET /contacts/{id}/join`: what there is to ask before two are one.
pub async fn page(asker: Asker, id: Path<String>, asked: Query<Wanted>) -> Answer {
    let (id, other): (ContactId, ContactId) = (parsed(&id)?, parsed(&asked.other)?);
    let (app, wanted) = (asker.app.clone(), asked.into_inner());
    let view = app
        .look(move |look| {
            let q = persons::questions(look, asker.viewer(), id, other, asker.now)?;
            join_page(&asker, look, (id, other, wanted.back), &q)
        })
        .await?;
    html(&view)
}

fn join_page(
    asker: &Asker,
    look: &Look<'_>,
    (id, other, back): (ContactId, ContactId, Option<u64>),
    q: &Questions,
) -> Result<JoinPage> {
    let words = &asker.words;
    let directory = Directory::read(look)?;
    let (own, its) = (name_of(words, look, id)?, name_of(words, look, other)?);
    let args = [("one", Arg::Text(&own)), ("other", Arg::Text(&its))];
    let differ = q.differ.first().map(|kind| match kind {
        IdentifierKind::Email => "join-differ-email",
        _ => "join-differ-phone",
    });
    let cases = |all: &[Conversation]| all.iter().map(|it| case(asker, it)).collect();
    Ok(JoinPage {
        page: shell::page(asker, look, &directory, "contacts", None)?,
        id: id.to_string(),
        other: other.to_string(),
        back,
        title: words.t_with("join-title", &args),
        reach: (reach(words, look, id)?, reach(words, look, other)?),
        warning: differ.map(|key| words.t_with(key, &args)),
        fields: q
            .fields
            .as_ref()
            .map(|(own, its)| choose(words, own, its))
            .unwrap_or_default(),
        cases: if q.ours.is_empty() || q.theirs.is_empty() {
            (Vec::new(), Vec::new())
        } else {
            (cases(&q.ours), cases(&q.theirs))
        },
        together: q.lively,
        names: (own, its),
    })
}

fn name_of(words: &Words, look: &Look<'_>, id: ContactId) -> Result<String> {
    let person = look.person(id)?.unwrap_or_default();
    if !person.name.is_empty() {
        return Ok(person.name);
    }
    let first = reach(words, look, id)?.into_iter().next();
    Ok(first.unwrap_or_else(|| words.t("unknown-person")))
}

fn reach(words: &Words, look: &Look<'_>, id: ContactId) -> Result<Vec<String>> {
    let held = identifiers(look, id)?;
    let shown = reach_views(words, &held).into_iter();
    Ok(shown.map(|it| it.value).collect())
}

fn tier(words: &Words, it: Tier) -> String {
    words.t(match it {
        Tier::Normal => "tier-normal",
        Tier::Vip => "tier-vip",
    })
}

/// The fields that differ.
fn choose(words: &Words, own: &Fields, its: &Fields) -> Vec<Choose> {
    let rises = its.tier > own.tier;
    let all = [
        ("name", "contact-name", own.name.clone(), its.name.clone()),
        (
            "company",
            "contact-company",
            own.company.clone(),
            its.company.clone(),
        ),
        (
            "notes",
            "contact-notes",
            own.notes.clone(),
            its.notes.clone(),
        ),
        (
            "tier",
            "contact-tier",
            tier(words, own.tier),
            tier(words, its.tier),
        ),
    ];
    all.into_iter()
        .filter(|(_, _, own, other)| own != other && !other.is_empty())
        .map(|(name, label, own, other)| Choose {
            name,
            label: words.t(label),
            other_first: own.is_empty() || name == "notes" || (name == "tier" && rises),
            own,
            other,
        })
        .collect()
}

fn case(asker: &Asker, it: &Conversation) -> OtherCase {
    OtherCase {
        href: format!("/c/{}", it.number),
        title: if it.subject.is_empty() {
            format!("#{}", it.number)
        } else {
            format!("#{} · {}", it.number, it.subject)
        },
        when: TimeView::ago(&asker.words, it.active_at, asker.now),
        status: status_chip(&asker.words, it, asker.now),
        excerpt: it.excerpt.clone(),
    }
}

/// `POST /contacts/{id}/join`: `other` is the same person. What there is to ask is asked first.
pub async fn join(asker: Asker, id: Path<String>, form: Form<Wanted>) -> Answer {
    let (id, other): (ContactId, ContactId) = (parsed(&id)?, parsed(&form.other)?);
    let (viewer, now) = (asker.viewer().clone(), asker.now);
    if form.sure != "1" {
        let by = viewer.clone();
        let asked = asker
            .app
            .look(move |look| persons::questions(look, &by, id, other, now))
            .await?;
        if !asked.is_none() {
            let from = form.back.map(|it| format!("&back={it}"));
            let from = from.unwrap_or_default();
            return Ok(see_other(&format!(
                "/contacts/{id}/join?other={other}{from}"
            )));
        }
    }
    let (taken, together) = (form.taken(), form.cases == "together");
    let change = asker
        .app
        .act(move |w| persons::join(w, &viewer, (id, other), taken, together))
        .await?;
    Ok(match form.back {
        Some(number) => see_other(&format!("/c/{number}?done=joined&change={change}")),
        None => back(id),
    })
}

/// `GET /joins/{change}`: what becomes of it when two are apart again.
pub async fn part_page(asker: Asker, change: Path<String>, asked: Query<Wanted>) -> Answer {
    let change: ChangeId = parsed(&change)?;
    let (app, wanted) = (asker.app.clone(), asked.into_inner());
    let view = app
        .look(move |look| {
            let found = persons::preview(look, asker.viewer(), change)?;
            shown(&asker, look, (change, wanted.back), found)
        })
        .await?;
    html(&view)
}

fn shown(
    asker: &Asker,
    look: &Look<'_>,
    (change, back): (ChangeId, Option<u64>),
    it: Preview,
) -> Result<PartPage> {
    let words = &asker.words;
    let directory = Directory::read(look)?;
    let (root, other) = (
        named(words, look, &it.root)?,
        named(words, look, &it.other)?,
    );
    let args = [("one", Arg::Text(&root)), ("other", Arg::Text(&other))];
    let parted = it.parted.iter().map(|p| {
        let (stay, go) = (p.stay.to_string(), p.go.to_string());
        let args = [("stay", Arg::Text(&stay)), ("go", Arg::Text(&go))];
        let said = words.t_with("part-messages", &args);
        (case(asker, &p.conversation), said)
    });
    let sent = it.sent.iter().map(|(c, m)| OtherCase {
        href: format!("/c/{}?at={}#m-{}", c.number, m.position, m.position),
        title: to(m),
        when: TimeView::full(words, m.said_at),
        excerpt: m
            .text
            .split_whitespace()
            .take(30)
            .collect::<Vec<_>>()
            .join(" "),
        status: status_chip(words, c, asker.now),
    });
    let written = it.written.map(|now| written(words, &now));
    Ok(PartPage {
        page: shell::page(asker, look, &directory, "contacts", None)?,
        change: change.to_string(),
        back,
        href: back.map_or_else(
            || format!("/contacts/{}", it.root.id),
            |number| format!("/c/{number}"),
        ),
        title: words.t_with("part-title", &args),
        parted: parted.collect(),
        hidden: (it.hidden > 0).then(|| words.t_n("part-hidden", it.hidden)),
        sent: sent.collect(),
        written: written.unwrap_or_default(),
        give: words.t_of("part-give", "name", &other),
    })
}

fn named(words: &Words, look: &Look<'_>, it: &Contact) -> Result<String> {
    if !it.name.is_empty() {
        return Ok(it.name.clone());
    }
    let held = look.identifiers_of(it.id)?.into_iter().next();
    Ok(held.map_or_else(|| words.t("unknown-person"), |it| reach_name(words, &it)))
}

fn to(m: &crate::domain::message::Message) -> String {
    let mail = m.mail.as_ref();
    let to = mail.map(|it| {
        it.to
            .iter()
            .map(|it| it.address.clone())
            .collect::<Vec<_>>()
    });
    to.unwrap_or_default().join(", ")
}

fn written(words: &Words, now: &Fields) -> Vec<(&'static str, String, String)> {
    let all = [
        ("company", "contact-company", now.company.clone()),
        ("notes", "contact-notes", now.notes.clone()),
        ("tier", "contact-tier", tier(words, now.tier)),
    ];
    all.into_iter()
        .filter(|it| !it.2.is_empty())
        .map(|(name, label, value)| (name, words.t(label), value))
        .collect()
}

/// `POST /joins/{change}/undo`: two persons again. What there is to know is shown first.
pub async fn part(
    asker: Asker,
    change: Path<String>,
    asked: Query<Wanted>,
    form: Form<Wanted>,
) -> Answer {
    let change: ChangeId = parsed(&change)?;
    let number = asked.back.or(form.back);
    let viewer = asker.viewer().clone();
    if form.sure != "1" {
        let by = viewer.clone();
        let found = asker
            .app
            .look(move |look| persons::preview(look, &by, change))
            .await?;
        if !found.is_plain() {
            let from = number.map(|it| format!("?back={it}")).unwrap_or_default();
            return Ok(see_other(&format!("/joins/{change}{from}")));
        }
    }
    let copied = form.taken();
    let root = asker
        .app
        .act(move |w| persons::part(w, &viewer, change, copied))
        .await?;
    Ok(parted(number, root.id))
}

fn parted(number: Option<u64>, other: ContactId) -> HttpResponse {
    match number {
        Some(number) => see_other(&format!("/c/{number}?done=done")),
        None => back(other),
    }
}
