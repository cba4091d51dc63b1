//! What a notice says, in its reader's words: on the page, in a push, in a mail, to a program.

use crate::app::alerts;
use crate::domain::actor::{Right, Viewer};
use crate::domain::error::Result;
use crate::domain::id::AgentId;
use crate::domain::message::Message;
use crate::domain::notice::NoticeKind;
use crate::notices::list::Seen;
use crate::store::Look;
use crate::text::plain;
use crate::words::{Arg, Words};

/// Characters shown of a text.
const EXCERPT: usize = 140;
/// Messages at the end of a conversation that its page shows anyway.
const SHOWN: u32 = 25;

/// A notice as it reads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// What happened, without a word of a customer's.
    pub title: String,
    /// Of whom or what it is: the customer's name and the subject.
    pub about: String,
    /// What was written; empty where nothing was, or where it is withdrawn.
    pub text: String,
    /// Where it leads: a path of Lobby's.
    pub href: String,
    pub number: Option<u64>,
}

/// What `seen` says to `viewer`, who may see it.
///
/// # Errors
/// The store's.
pub fn said(look: &Look<'_>, words: &Words, viewer: &Viewer, seen: &Seen) -> Result<Said> {
    let it = &seen.notice;
    if it.test {
        let kind = words.t(&format!("telling-{}", it.kind.name().replace('_', "-")));
        return Ok(Said {
            title: words.t_of("notice-test", "kind", kind),
            href: "/notifications".to_owned(),
            ..Said::default()
        });
    }
    let name =
        |id: AgentId| Ok::<_, crate::domain::error::Error>(look.agent(id)?.map(|it| it.name));
    let by = it.by.map(name).transpose()?.flatten().unwrap_or_default();
    let several = it.gathers && it.n > 1;
    let channel = it.channel.map(|id| look.channel(id)).transpose()?.flatten();
    let channel = channel.map(|it| it.name).unwrap_or_default();
    let time = it.when.map(|at| words.until(at, it.at)).unwrap_or_default();
    let args = [
        ("by", Arg::Text(&by)),
        ("n", Arg::Number(i64::from(it.n))),
        ("channel", Arg::Text(&channel)),
        ("known", Arg::Text(if by.is_empty() { "no" } else { "yes" })),
        ("time", Arg::Text(&time)),
    ];
    let key = match it.kind {
        NoticeKind::Reminder if it.channel.is_some() => "notice-reminder-channel".to_owned(),
        kind => sentence(kind, several, it.n),
    };
    let figure = it.threshold.map(|id| look.threshold(id)).transpose()?;
    let title = match figure.flatten() {
        Some(threshold) => alerts::said(look, words, &threshold, Some(it.n))?,
        None => words.t_with(&key, &args),
    };
    let mut out = Said {
        title,
        href: elsewhere(seen, viewer),
        ..Said::default()
    };
    let Some(c) = seen.conversation.as_ref().filter(|_| !several) else {
        return Ok(out);
    };
    let person = look.person(c.contact)?.unwrap_or_default();
    let who = match person.name.as_str() {
        "" => words.t("unknown-person"),
        name => name.to_owned(),
    };
    out.about = if c.subject.is_empty() {
        who
    } else {
        format!("{who} · {}", c.subject)
    };
    if let Some(survey) = c.survey.as_ref().filter(|_| it.kind == NoticeKind::Rated) {
        let stars = words.t_n("rating-of-five", survey.rating);
        out.title = format!("{} · {stars}", out.title);
    }
    out.number = Some(c.number);
    out.href = format!("/c/{}", c.number);
    let message = it.message.map(|id| look.message(id)).transpose()?.flatten();
    // One that went to another case leads there no more.
    if let Some(m) = message.filter(|m| m.conversation == c.id && m.moved_to.is_none()) {
        out.text = plain::excerpt(written(&m), EXCERPT);
        out.href = if c.n_messages.saturating_sub(m.position) > SHOWN {
            format!("/c/{}?at={}#m-{}", c.number, m.position, m.position)
        } else {
            format!("/c/{}#m-{}", c.number, m.position)
        };
    }
    Ok(out)
}

/// What was written; of a question of ours, what the customer said to it.
fn written(it: &Message) -> &str {
    match &it.rating {
        Some(rating) => &rating.comment,
        None => &it.text,
    }
}

/// The sentence of a kind; some have one of their own for several conversations, or messages.
fn sentence(kind: NoticeKind, several: bool, n: u32) -> String {
    let many = match kind {
        NoticeKind::New => several,
        kind if kind.piles_up() => several,
        NoticeKind::Answered => n > 1,
        _ => false,
    };
    let name = kind.name().replace('_', "-");
    format!("notice-{name}{}", if many { "-many" } else { "" })
}

/// Where that leads which is of no one conversation.
fn elsewhere(seen: &Seen, viewer: &Viewer) -> String {
    match (seen.notice.kind, seen.notice.channel) {
        (NoticeKind::ChannelDown | NoticeKind::Reminder, Some(id))
            if viewer.may(Right::Administer) =>
        {
            format!("/settings/channels/{id}")
        }
        (NoticeKind::Covered, _) => {
            let since = seen.notice.when.unwrap_or(seen.notice.at);
            format!("/since?from={}", since.0)
        }
        (NoticeKind::New, _) => "/list/unassigned".to_owned(),
        (NoticeKind::Given, _) => "/list/mine".to_owned(),
        // The monitor is for who looks after others.
        (NoticeKind::GoalMissed | NoticeKind::GoalNear, _) if !viewer.may(Right::Supervise) => {
            "/list/mine?sort=due".to_owned()
        }
        (NoticeKind::GoalMissed, _) => "/live?show=late".to_owned(),
        (NoticeKind::GoalNear, _) => "/live?show=soon".to_owned(),
        (NoticeKind::Legal, _) => "/list/legal".to_owned(),
        (NoticeKind::Reviewed, _) => "/reports/quality/mine".to_owned(),
        (NoticeKind::ToReview, _) => "/reports/quality".to_owned(),
        (NoticeKind::WebhookOff, _) if viewer.may(Right::Administer) => {
            "/settings/webhooks".to_owned()
        }
        (NoticeKind::Threshold | NoticeKind::Untaken, _) if viewer.may(Right::Supervise) => {
            "/live".to_owned()
        }
        _ => "/".to_owned(),
    }
}
