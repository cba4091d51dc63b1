//! That a person leaves: all they leave, listed, and where it goes.

use std::collections::BTreeMap;

use actix_web::web::Path;

use crate::conversations::leaving::{LeftBehind, left_behind, place};
use crate::desk::agents;
use crate::domain::agent::Agent;
use crate::domain::conversation::Conversation;
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, ConversationId};
use crate::store::Look;
use crate::web::asker::{Answer, Asker};
use crate::web::settings::{Pairs, done, every, first, id, person};
use crate::web::sheet::{Cell, Field, Form, Kind, Part, Section, Table};
use crate::web::view::Choice;

/// Conversations listed of what somebody leaves; the numbers say how many there are.
const LISTED: usize = 200;

/// What a person would leave, as this viewer may know it.
#[derive(Debug, Clone, Default)]
pub struct Leaving {
    n_cases: usize,
    n_drafts: usize,
    /// Number, subject, and what hangs on each.
    rows: Vec<(u64, String, String)>,
}

/// Reads it.
///
/// # Errors
/// The store's.
pub fn read(asker: &Asker, look: &Look<'_>, who: AgentId) -> Result<Leaving> {
    let left = left_behind(look, who)?;
    let mut unsent: BTreeMap<ConversationId, Vec<&Delivery>> = BTreeMap::new();
    for it in &left.unsent {
        unsent.entry(it.conversation).or_default().push(it);
    }
    let mut rows = Vec::new();
    for id in left.all() {
        if rows.len() >= LISTED {
            break;
        }
        let Some(c) = look.conversation(id)?.filter(|it| asker.viewer().sees(it)) else {
            continue;
        };
        let hangs = what(asker, &c, &left, unsent.get(&id).map_or(&[], Vec::as_slice));
        rows.push((c.number, c.subject, hangs.join(" · ")));
    }
    Ok(Leaving {
        n_cases: left.conversations.len(),
        n_drafts: left.drafts.len(),
        rows,
    })
}

/// What of a conversation is theirs: its state, a promise, a reminder, a draft, what has not left.
fn what(asker: &Asker, c: &Conversation, left: &LeftBehind, unsent: &[&Delivery]) -> Vec<String> {
    let (words, now) = (&asker.words, asker.now);
    let timed = |key: &str, at| words.t_of(key, "time", words.until(at, now));
    let mut out = Vec::new();
    if left.conversations.contains(&c.id) {
        out.push(words.status(c.status, now));
        out.extend(c.remind_at.map(|at| timed("leave-reminder", at)));
    }
    if left.promises.contains(&c.id) {
        out.extend(c.promise.map(|it| timed("leave-promise", it.due)));
    }
    if left.drafts.contains(&c.id) {
        out.push(words.t("leave-draft"));
    }
    for it in unsent {
        out.push(match it.state {
            DeliveryState::Scheduled if it.chosen_time => timed("leave-scheduled", it.due),
            state if state.is_trouble() => words.t("leave-unsent"),
            state => words.delivery(state),
        });
    }
    out
}

/// The section of a person's page. `leads` are the teams where they are told of what is late.
#[must_use]
pub fn section(
    asker: &Asker,
    leaving: &Leaving,
    others: &[Agent],
    leads: &[String],
    place: &str,
) -> Section {
    let words = &asker.words;
    let mut parts = vec![Part::Text(words.t_n("leave-cases", leaving.n_cases))];
    if leaving.n_drafts > 0 {
        parts.push(Part::Text(words.t_n("leave-drafts", leaving.n_drafts)));
    }
    if !leads.is_empty() {
        let leads = words.t_of("leave-leads", "teams", leads.join(", "));
        parts.push(Part::Text(leads));
    }
    if !leaving.rows.is_empty() {
        let rows = leaving.rows.iter().map(|(number, subject, what)| {
            vec![
                Cell::link(format!("#{number}"), format!("/c/{number}")),
                subject.clone().into(),
                what.clone().into(),
            ]
        });
        parts.push(Part::Table(Table {
            label: words.t("leave-list"),
            heads: ["leave-number", "leave-subject", "leave-what"]
                .map(|it| words.t(it))
                .into(),
            rows: rows.collect(),
        }));
        parts.push(Part::Text(words.t("leave-rest")));
    }
    parts.push(Part::Form(form(asker, others, place)));
    Section::of(words.t("leave-title"), parts)
        .text(words.t("leave-text"))
        .id("leave")
}

fn form(asker: &Asker, others: &[Agent], place: &str) -> Form {
    let words = &asker.words;
    let way = |name: &str, now| Choice::new(name, words.t(&format!("leave-how-{name}")), now);
    let people = |label: &str| {
        let all = others
            .iter()
            .map(|it| Choice::new(it.id.to_string(), it.name.clone(), false));
        (words.t(label), all.collect::<Vec<_>>())
    };
    let mut ways = vec![way("none", true)];
    if !others.is_empty() {
        ways.push(way("one", false));
    }
    if others.len() > 1 {
        ways.push(way("share", false));
    }
    let mut fields = vec![Field::choose(
        Kind::Radios,
        "how",
        words.t("leave-how"),
        ways,
    )];
    if !others.is_empty() {
        let (label, all) = people("leave-one");
        fields.push(Field::choose(Kind::Select, "to", label, all));
    }
    if others.len() > 1 {
        let (label, all) = people("leave-mates");
        fields.push(Field::choose(Kind::Checks, "mates", label, all));
    }
    Form::new(format!("{place}/leave"), words.t("leave-act"), fields).danger()
}

/// Whom it goes to, as the form says.
fn heirs(given: &[(String, String)]) -> Result<Vec<AgentId>> {
    let all = match first(given, "how") {
        "one" => vec![id(first(given, "to"))?],
        "share" => every(given, "mates"),
        _ => return Ok(Vec::new()),
    };
    if all.is_empty() {
        return Err(Error::invalid("mates", "error-heirs"));
    }
    Ok(all)
}

/// `POST /settings/people/{id}/leave`: places what they had, and closes the door behind them.
pub async fn leave(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let who: AgentId = id(&at)?;
    let left = close_door(&asker, who, &given).await;
    if left.is_ok() {
        asker.app.hub.end_agent(who);
    }
    let again = person::sheet(&asker, who);
    done(&asker, left, "/settings/people", again).await
}

async fn close_door(asker: &Asker, who: AgentId, given: &[(String, String)]) -> Result<()> {
    let heirs = heirs(given)?;
    let found = asker.app.look(move |look| agents::find(look, who)).await?;
    let above = asker.words.t_of("leave-draft-note", "name", found.name);
    let viewer = asker.viewer().clone();
    let deed = asker.app.act(move |write| {
        // First the door: it may be refused, and then nothing was moved.
        agents::deactivate(write, &viewer, who)?;
        place(write, &viewer, who, &heirs, &above).map(|_| ())
    });
    deed.await
}
