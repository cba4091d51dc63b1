//! How asking for a rating shows beside a conversation.

use actix_web::web::{Form, Path};
use serde::Deserialize;

use crate::conversations::surveys::skip;
use crate::domain::automatic::survey::BAD;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::event::{Event, EventKind};
use crate::domain::hours::outreach::Held;
use crate::domain::time::Millis;
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker};
use crate::web::conversations::banners::banner;
use crate::web::conversations::change::back;
use crate::web::conversations::show::Banner;
use crate::web::view::Act;
use crate::words::Words;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Skipped {
    list: String,
}

/// `POST /c/{number}/survey`: the customer is not asked how it was.
pub async fn do_not_ask(asker: Asker, number: Path<u64>, form: Form<Skipped>) -> Answer {
    let number = number.into_inner();
    let viewer = asker.viewer().clone();
    let deed = move |w: &mut Write<'_>| skip(w, &viewer, number).map(|_| ());
    asker.app.act(deed).await?;
    Ok(back(number, &form.list, "done"))
}

/// They are going to be asked how it was, unless somebody says otherwise; or they were not satisfied.
#[must_use]
pub fn shown(words: &Words, it: &Conversation, now: Millis) -> Option<Banner> {
    let survey = it.survey.as_deref()?;
    let resolved = !it.status.is_unresolved();
    if let Some(due) = survey
        .due
        .filter(|due| *due > now && resolved && !it.merged)
    {
        let key = match survey.again {
            true => "banner-survey-again",
            false => "banner-survey",
        };
        return Some(Banner {
            acts: vec![Act {
                href: format!("/c/{}/survey", it.number),
                text: words.t("act-skip-survey"),
                fields: Vec::new(),
            }],
            ..banner("", "wait", words.t_of(key, "when", words.until(due, now)))
        });
    }
    if let Some(why) = survey.held.filter(|_| resolved && !it.merged) {
        let key = match why {
            Held::Day => "banner-survey-day",
            Held::Hours | Held::Channel => "banner-survey-held",
        };
        return Some(banner("", "wait", words.t(key)));
    }
    let bad = (1..=BAD).contains(&survey.rating) && resolved;
    bad.then(|| Banner {
        acts: vec![Act {
            href: format!("/c/{}/status", it.number),
            text: words.t("act-follow-up"),
            fields: vec![("to", "open".to_owned())],
        }],
        ..banner("warn", "alert", words.t_n("banner-rated", survey.rating))
    })
}

/// The line of an event: of a rating with what the customer said beside it, and only of the one that stands.
///
/// # Errors
/// The store's.
pub fn line(look: &Look<'_>, event: &Event, text: String) -> Result<Option<String>> {
    let (EventKind::Rated { .. }, Some(id)) = (event.kind, event.subject.message) else {
        return Ok(Some(text));
    };
    let Some(rating) = look.message(id)?.and_then(|it| it.rating) else {
        return Ok(Some(text));
    };
    let stands = rating.at == event.at;
    Ok(stands.then(|| match rating.comment.as_str() {
        "" => text,
        said => format!("{text}: “{said}”"),
    }))
}
