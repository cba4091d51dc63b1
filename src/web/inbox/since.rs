//! What changed since somebody left: one card on their return, each part of it a link to the very conversations.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use crate::domain::actor::Actor;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::event::{Event, EventKind};
use crate::domain::id::{AgentId, ConversationId};
use crate::domain::list::List;
use crate::domain::time::{Millis, Span};
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html};
use crate::web::names::Directory;
use crate::web::page::Page;
use crate::web::shell;
use crate::web::view::Link;
use crate::words::Arg;

/// Events read at a time, and at most.
const LOT: usize = 500;
const LOTS: usize = 20;
/// Nobody was away for longer than this: what changed is then a report.
const LONGEST: Span = Span::days(31);

/// The card.
#[derive(Debug, Clone)]
pub struct SinceView {
    pub title: String,
    /// Each part, what one should act on first.
    pub parts: Vec<Link>,
}

#[derive(Template)]
#[template(path = "inbox/since.html")]
struct SincePage {
    page: Page,
    it: SinceView,
}

/// When somebody was last here, in milliseconds UTC.
#[derive(Debug, Deserialize)]
pub struct Asked {
    from: i64,
}

/// `GET /since?from=…`.
pub async fn page(asker: Asker, asked: Query<Asked>) -> Answer {
    let app = asker.app.clone();
    let from = Millis(asked.from.max(asker.now.0 - LONGEST.0));
    let view = app
        .look(move |look| {
            let directory = Directory::read(look)?;
            Ok(SincePage {
                it: view(&asker, look, &directory, from)?,
                page: shell::page(&asker, look, &directory, "inbox", None)?,
            })
        })
        .await?;
    html(&view)
}

/// What happened, as sets: one conversation counts once.
#[derive(Debug, Default)]
struct Changed {
    started: BTreeSet<ConversationId>,
    wrote: BTreeSet<ConversationId>,
    given: BTreeSet<ConversationId>,
    covered: BTreeSet<ConversationId>,
    mentioned: BTreeSet<ConversationId>,
    failed: BTreeSet<ConversationId>,
    broken: BTreeSet<ConversationId>,
    quiet: BTreeSet<ConversationId>,
    resolved: BTreeMap<AgentId, BTreeSet<ConversationId>>,
}

/// The card of what changed since `from`.
///
/// # Errors
/// The store's.
pub fn view(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    from: Millis,
) -> Result<SinceView> {
    let changed = changed(asker, look, from)?;
    let words = &asker.words;
    let me = asker.agent().id;
    let alone = directory.active_agents().nth(1).is_none();
    let own = if alone {
        List::ToAnswer
    } else {
        List::Mine(me)
    };
    let mut parts = Vec::new();
    let mut part = |key: &str, n: usize, list: List, sort: &str| {
        if n > 0 {
            parts.push(Link {
                href: format!("{}{sort}", shell::address(list)),
                text: words.t_n(key, n),
            });
        }
    };
    part("since-failed", changed.failed.len(), List::Failed, "");
    part("since-broken", changed.broken.len(), own, "");
    part("since-wrote", changed.wrote.len(), own, "");
    part("since-covered", changed.covered.len(), own, "?sort=newest");
    part("since-given", changed.given.len(), own, "?sort=newest");
    part(
        "since-mentioned",
        changed.mentioned.len(),
        List::Mentioned(me),
        "",
    );
    part(
        "since-new",
        changed.started.len(),
        List::ToAnswer,
        "?sort=newest",
    );
    for (agent, all) in &changed.resolved {
        let name = directory.agent(*agent).map(|it| it.name.as_str());
        let n = i64::try_from(all.len()).unwrap_or(i64::MAX);
        let args = [
            ("name", Arg::Text(name.unwrap_or("?"))),
            ("n", Arg::Number(n)),
        ];
        parts.push(Link {
            href: shell::address(List::Resolved),
            text: words.t_with("since-resolved", &args),
        });
    }
    if !changed.quiet.is_empty() {
        parts.push(Link {
            href: shell::address(List::ClosedQuietly),
            text: words.t_n("since-quiet", changed.quiet.len()),
        });
    }
    let ago = words.span(asker.now.since(from));
    Ok(SinceView {
        title: words.t_of("since-title", "span", ago),
        parts,
    })
}

fn changed(asker: &Asker, look: &Look<'_>, from: Millis) -> Result<Changed> {
    let mut seen: BTreeMap<ConversationId, Option<Conversation>> = BTreeMap::new();
    let (mut out, mut before) = (Changed::default(), None);
    for _ in 0..LOTS {
        let lot = look.events_before(before, LOT)?;
        let Some(oldest) = lot.last().map(|it| (it.seq, it.at)) else {
            break;
        };
        for it in lot.iter().filter(|it| it.at > from && !it.history) {
            let Some(id) = it.subject.conversation else {
                continue;
            };
            let known = match seen.get(&id) {
                Some(known) => known.clone(),
                None => {
                    let c = look.conversation(id)?;
                    let c = c.filter(|it| asker.viewer().sees(it));
                    seen.insert(id, c.clone());
                    c
                }
            };
            if let Some(c) = known {
                count(&mut out, asker.agent().id, it, &c);
            }
        }
        if oldest.1 <= from {
            break;
        }
        before = Some(oldest.0);
    }
    Ok(out)
}

/// Counts one event where it still is so.
fn count(out: &mut Changed, me: AgentId, it: &Event, c: &Conversation) {
    let mine = c.assignee == Some(me);
    let by_other = it.actor != Actor::Agent(me);
    match it.kind {
        EventKind::ConversationStarted { .. } if by_other && c.status == Status::Open => {
            out.started.insert(c.id);
        }
        EventKind::MessageReceived { .. } if mine && c.status == Status::Open => {
            out.wrote.insert(c.id);
        }
        EventKind::Assigned { to, .. } if by_other && to == Some(me) && mine => {
            out.given.insert(c.id);
        }
        EventKind::ReplyWritten { .. } if by_other && mine => {
            out.covered.insert(c.id);
        }
        EventKind::Mentioned { agent } if by_other && agent == me => {
            out.mentioned.insert(c.id);
        }
        EventKind::DeliveryMoved { to, .. } if to.is_trouble() && c.has_failed => {
            out.failed.insert(c.id);
        }
        EventKind::PromiseBroken { .. } if mine && c.promise.is_some() => {
            out.broken.insert(c.id);
        }
        EventKind::StatusMoved {
            to: Status::Resolved { quiet, .. },
            ..
        } if by_other && !c.status.is_unresolved() => match it.actor {
            Actor::Agent(agent) => {
                out.resolved.entry(agent).or_default().insert(c.id);
            }
            _ if quiet => {
                out.quiet.insert(c.id);
            }
            _ => {}
        },
        _ => {}
    }
}
