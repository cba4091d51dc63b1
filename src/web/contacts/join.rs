//! Two records joined into one person, and taken apart again: what there is to ask or to know stands on a page of its own
//! first; where there is nothing, it is done at once.

use std::collections::BTreeSet;

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;

use crate::contacts::joins::Taken;
use crate::contacts::people::identifiers;
use crate::conversations::persons::{self, Preview, Questions};
use crate::desk::attributes;
use crate::domain::attribute::AttributeOf;
use crate::domain::change::{Fields, Layer};
use crate::domain::consent::Consent;
use crate::domain::contact::{Contact, IdentifierKind, Tier};
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::id::{AgentId, ChangeId, ContactId};
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html, see_other};
use crate::web::contacts::change::{back, parsed};
use crate::web::contacts::consents::one;
use crate::web::conversations::show::OtherCase;
use crate::web::conversations::side::{reach_name, reach_views};
use crate::web::conversations::thread::status_chip;
use crate::web::names::Directory;
use crate::web::page::Page;
use crate::web::settings::{Pairs, first};
use crate::web::shell;
use crate::web::view::TimeView;
use crate::words::{Arg, Words};

/// What the addresses of the pages say.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    other: String,
    /// The conversation beside which it was said; there one is led back.
    back: Option<u64>,
}

/// The name a choice of a field of the business' own has in a form begins with it; the key follows.
const ATTRIBUTE: &str = "attribute-";

/// What a form takes: `other` (or for the notes `both`) is taken of the other record; at a parting `1` is given to it.
fn taken(form: &[(String, String)]) -> Taken {
    let is = |it: &str| !it.is_empty() && it != "own";
    let named = |name: &str| is(first(form, name));
    let attributes = form.iter().filter(|it| is(&it.1));
    let attributes = attributes.filter_map(|it| it.0.strip_prefix(ATTRIBUTE));
    Taken {
        name: named("name"),
        company: named("company"),
        notes: named("notes"),
        tier: named("tier"),
        owner: named("owner"),
        attributes: attributes.map(str::to_owned).collect(),
        consents: named("consents"),
    }
}

/// The conversation beside which a form stood.
fn beside(form: &[(String, String)]) -> Option<u64> {
    first(form, "back").parse().ok()
}

/// A field of which one is to be chosen: its name in the form, label, one's own, the other's.
#[derive(Debug, Clone)]
struct Choose {
    name: String,
    label: String,
    own: String,
    other: String,
    /// What is proposed.
    other_first: bool,
    /// Both can be kept, one below the other.
    both: bool,
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
    /// Who stays, and the other way round.
    keeps: String,
    turn: String,
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
    written: Vec<(String, String, String)>,
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
        keeps: words.t_of("join-keeps", "name", &own),
        turn: words.t_of("join-turn", "name", &its),
        reach: (reach(words, look, id)?, reach(words, look, other)?),
        warning: differ.map(|key| words.t_with(key, &args)),
        fields: q
            .fields
            .as_ref()
            .map(|(own, its)| choose(words, look, own, its))
            .transpose()?
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

/// Everything that can be chosen or given: its name in a form, its label, its value in each as a sentence says it.
fn rows(
    words: &Words,
    look: &Look<'_>,
    (own, its): (&Fields, &Fields),
) -> Result<Vec<(String, String, String, String)>> {
    let agent = |id: Option<AgentId>| -> Result<String> {
        let found = id.map(|id| look.agent(id)).transpose()?.flatten();
        Ok(found.map(|it| it.name).unwrap_or_default())
    };
    let named = |name: &str, own: &str, its: &str| {
        let label = words.t(&format!("contact-{name}"));
        (name.to_owned(), label, own.to_owned(), its.to_owned())
    };
    let mut out = vec![
        named("name", &own.name, &its.name),
        named("company", &own.company, &its.company),
        named("notes", &own.notes, &its.notes),
        named("tier", &tier(words, own.tier), &tier(words, its.tier)),
        named("owner", &agent(own.owner)?, &agent(its.owner)?),
    ];
    let fields = attributes::of(look, AttributeOf::Contacts)?;
    let all = own.attributes.iter().chain(&its.attributes);
    let keys: BTreeSet<&str> = all.map(|it| it.0.as_str()).collect();
    for key in keys {
        let field = fields.iter().find(|it| it.key == key);
        let label = field.map_or(key, |it| it.name.as_str()).to_owned();
        let value = |of: &Fields| of.attribute(key).unwrap_or_default().to_owned();
        out.push((format!("{ATTRIBUTE}{key}"), label, value(own), value(its)));
    }
    Ok(out)
}

/// The fields that differ; what one of them has nothing of is filled in from the other.
fn choose(words: &Words, look: &Look<'_>, own: &Fields, its: &Fields) -> Result<Vec<Choose>> {
    let rises = its.tier > own.tier;
    let all = rows(words, look, (own, its))?.into_iter();
    let differ = all.filter(|it| it.2 != it.3 && !it.2.is_empty() && !it.3.is_empty());
    let chosen = differ.map(|(name, label, own, other)| Choose {
        both: name == "notes",
        other_first: name == "notes" || (name == "tier" && rises),
        name,
        label,
        own,
        other,
    });
    Ok(chosen.collect())
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
pub async fn join(asker: Asker, id: Path<String>, form: Pairs) -> Answer {
    let (id, other): (ContactId, ContactId) = (parsed(&id)?, parsed(first(&form, "other"))?);
    let (viewer, now, number) = (asker.viewer().clone(), asker.now, beside(&form));
    if first(&form, "sure") != "1" {
        let by = viewer.clone();
        let asked = asker
            .app
            .look(move |look| persons::questions(look, &by, id, other, now))
            .await?;
        if !asked.is_none() {
            let from = number.map(|it| format!("&back={it}"));
            let from = from.unwrap_or_default();
            return Ok(see_other(&format!(
                "/contacts/{id}/join?other={other}{from}"
            )));
        }
    }
    let (taken, together) = (taken(&form), first(&form, "cases") == "together");
    let change = asker
        .app
        .act(move |w| persons::join(w, &viewer, (id, other), &taken, together))
        .await?;
    Ok(match number {
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
    let consents: Result<Vec<String>> = it
        .consents
        .iter()
        .map(|it| consent(words, look, it))
        .collect();
    let consents = consents?.join("\n");
    let mut written = match &it.written {
        Some(layer) => written(words, look, layer)?,
        None => Vec::new(),
    };
    if !consents.is_empty() {
        written.push(("consents".to_owned(), words.t("consents"), consents));
    }
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
        written,
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

/// What was written since: the fields that are not as the join left them.
fn written(words: &Words, look: &Look<'_>, layer: &Layer) -> Result<Vec<(String, String, String)>> {
    let all = rows(words, look, (&layer.was, &layer.now))?.into_iter();
    let anew = all.filter(|it| it.2 != it.3 && !it.3.is_empty() && it.0 != "name");
    Ok(anew
        .map(|(name, label, _, now)| (name, label, now))
        .collect())
}

/// A yes or no as one line.
fn consent(words: &Words, look: &Look<'_>, it: &Consent) -> Result<String> {
    let shown = one(words, look, it)?;
    let said = words.t(if shown.granted {
        "consent-granted"
    } else {
        "consent-refused"
    });
    Ok(format!("{}: {said}", shown.text))
}

/// `POST /joins/{change}/undo`: two persons again. What there is to know is shown first.
pub async fn part(asker: Asker, change: Path<String>, asked: Query<Wanted>, form: Pairs) -> Answer {
    let change: ChangeId = parsed(&change)?;
    let number = asked.back.or(beside(&form));
    let viewer = asker.viewer().clone();
    if first(&form, "sure") != "1" {
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
    let copied = taken(&form);
    let root = asker
        .app
        .act(move |w| persons::part(w, &viewer, change, &copied))
        .await?;
    Ok(parted(number, root.id))
}

fn parted(number: Option<u64>, other: ContactId) -> HttpResponse {
    match number {
        Some(number) => see_other(&format!("/c/{number}?done=done")),
        None => back(other),
    }
}
