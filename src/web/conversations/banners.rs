//! The lines above a thread: what is unusual about a conversation, and what may be done about it.

use crate::conversations::persons::in_doubt;
use crate::conversations::subject::changed_subject;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::id::{ContactId, ConversationId};
use crate::domain::time::Millis;
use crate::store::Look;
use crate::web::asker::Asker;
use crate::web::conversations::show::Banner;
use crate::web::conversations::{kept, survey};
use crate::web::legal::due;
use crate::web::names::{Directory, Known};
use crate::web::view::{Act, Link};
use crate::words::{Arg, Words};

/// A line above the thread, without anything to do about it.
#[must_use]
pub fn banner(tone: &'static str, icon: &'static str, text: String) -> Banner {
    Banner {
        tone,
        icon,
        text,
        link: None,
        acts: Vec::new(),
    }
}

/// What stands above the thread, the heaviest first.
///
/// # Errors
/// The store's.
pub fn shown(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    it: &Conversation,
) -> Result<Vec<Banner>> {
    let words = &asker.words;
    let mut out = Vec::new();
    if let Some(next) = it.successor
        && let Some(number) = numbered(asker, look, next)?
    {
        let key = if it.merged {
            "banner-merged"
        } else {
            "banner-successor"
        };
        out.push(Banner {
            link: Some(Link {
                href: format!("/c/{number}"),
                text: words.t("banner-open-it"),
            }),
            ..banner("", "move", words.t_of(key, "number", number))
        });
    }
    let marks = [
        (it.unverified, "warn", "alert", "banner-unverified"),
        (it.blocked, "bad", "block", "banner-blocked"),
        (it.automatic, "", "robot", "banner-automatic"),
        (it.too_lively, "warn", "alert", "banner-lively"),
        (it.has_failed, "bad", "alert", "banner-failed"),
    ];
    out.extend(
        marks
            .into_iter()
            .filter(|(is, ..)| *is)
            .map(|(_, tone, icon, key)| banner(tone, icon, words.t(key))),
    );
    out.extend(due::above(words, it, asker.now));
    out.extend(doubt(words, look, it)?);
    out.extend(block_too(words, look, it, asker.now)?);
    strangers(words, look, it, &mut out)?;
    out.extend(suggestion(asker, look, directory, it)?);
    out.extend(other_subject(words, look, it)?);
    out.extend(survey::shown(words, it, asker.now));
    out.extend(kept::shown(asker, look, it)?);
    Ok(out)
}

/// The number may have another owner: somebody says which.
fn doubt(words: &Words, look: &Look<'_>, it: &Conversation) -> Result<Option<Banner>> {
    let Some((contact, doubt)) = in_doubt(look, it.contact)? else {
        return Ok(None);
    };
    let before = look.contact(doubt.before)?.unwrap_or_default().name;
    let name = if before.is_empty() {
        doubt.handle.value.clone()
    } else {
        before
    };
    let last = words.date(doubt.last);
    let args = [
        ("name", Arg::Text(&name)),
        ("date", Arg::Text(&last)),
        ("now", Arg::Text(&doubt.name_now)),
    ];
    let key = if doubt.name_now.is_empty() {
        "banner-new-owner"
    } else {
        "banner-new-name"
    };
    let act = |text: &str, value: &str| Act {
        href: format!("/contacts/{contact}/owner"),
        text: words.t(text),
        fields: vec![("owner", value.to_owned()), ("back", it.number.to_string())],
    };
    Ok(Some(Banner {
        acts: vec![act("owner-same", "same"), act("owner-new", "new")],
        ..banner("warn", "phone", words.t_with(key, &args))
    }))
}

/// They wrote under another subject: perhaps about something else.
fn other_subject(words: &Words, look: &Look<'_>, it: &Conversation) -> Result<Option<Banner>> {
    if it.merged {
        return Ok(None);
    }
    Ok(changed_subject(look, it)?.map(|m| Banner {
        acts: vec![Act {
            href: format!("/c/{}/m/{}/move", it.number, m.position),
            text: words.t("act-split-off"),
            fields: vec![("do", "split".to_owned())],
        }],
        ..banner(
            "",
            "cut",
            words.t_of("banner-other-subject", "subject", &m.subject),
        )
    }))
}

/// Spam asks whether its sender is blocked too, and who is blocked can be freed.
fn block_too(
    words: &Words,
    look: &Look<'_>,
    it: &Conversation,
    now: Millis,
) -> Result<Option<Banner>> {
    if it.status != Status::Spam && !it.blocked {
        return Ok(None);
    }
    let Some(person) = look.person(it.contact)? else {
        return Ok(None);
    };
    let blocked = person.is_blocked(now);
    if !blocked && it.status != Status::Spam {
        return Ok(None);
    }
    let (text, act, value) = if blocked {
        ("banner-spam-blocked", "contact-unblock", "")
    } else {
        ("banner-spam-ask", "act-block-sender", "1")
    };
    Ok(Some(Banner {
        acts: vec![Act {
            href: format!("/contacts/{}/block", person.id),
            text: words.t(act),
            fields: vec![("block", value.to_owned()), ("from", it.number.to_string())],
        }],
        ..banner("", "block", words.t(text))
    }))
}

/// Those who wrote here without being part of it.
fn strangers(
    words: &Words,
    look: &Look<'_>,
    it: &Conversation,
    out: &mut Vec<Banner>,
) -> Result<()> {
    for who in it.participants.iter().filter(|it| !it.accepted) {
        let named = look.person(who.contact)?.map(|it| it.name);
        let named = named
            .filter(|it| !it.is_empty())
            .unwrap_or_else(|| words.t("unknown-person"));
        out.push(Banner {
            acts: vec![
                participant_act(it, who.contact, "accept", words.t("act-accept")),
                participant_act(it, who.contact, "remove", words.t("act-dismiss")),
            ],
            ..banner(
                "warn",
                "users",
                words.t_of("banner-participant", "name", named),
            )
        });
    }
    Ok(())
}

/// "May belong to #482".
fn suggestion(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    it: &Conversation,
) -> Result<Option<Banner>> {
    let words = &asker.words;
    let names = Known {
        look,
        directory,
        viewer: asker.viewer(),
    };
    let Some(other) = &it.suggestion else {
        return Ok(None);
    };
    let Some(number) = numbered(asker, look, other.conversation)? else {
        return Ok(None);
    };
    let why = words.reason(&other.reason, &names);
    let number_text = number.to_string();
    let args = [
        ("number", Arg::Text(&number_text)),
        ("why", Arg::Text(&why)),
    ];
    let act = |verb: &str, text: String| Act {
        href: format!("/c/{}/suggestion", it.number),
        text,
        fields: vec![("answer", verb.to_owned()), ("other", number.to_string())],
    };
    Ok(Some(Banner {
        link: Some(Link {
            href: format!("/c/{number}"),
            text: words.t("banner-open-it"),
        }),
        acts: vec![
            act("join", words.t("act-join")),
            act("no", words.t("act-dismiss")),
        ],
        ..banner("", "merge", words.t_with("banner-may-belong", &args))
    }))
}

fn participant_act(it: &Conversation, contact: ContactId, verb: &str, text: String) -> Act {
    Act {
        href: format!("/c/{}/participants", it.number),
        text,
        fields: vec![
            ("contact", contact.to_string()),
            ("answer", verb.to_owned()),
        ],
    }
}

/// The number of another conversation, if the viewer may know of it.
fn numbered(asker: &Asker, look: &Look<'_>, id: ConversationId) -> Result<Option<u64>> {
    let found = look.conversation(id)?;
    Ok(found
        .filter(|it| asker.viewer().sees(it))
        .map(|it| it.number))
}
