//! What was promised: the pill after "one moment", the promise with its time, and the forms that set, move and end it.

use actix_web::web::{Form, Path};
use serde::Deserialize;

use crate::conversations::promise;
use crate::conversations::sla::hours;
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::time::{Millis, Span};
use crate::sla::calendar::Calendar;
use crate::store::Look;
use crate::web::asker::{Answer, Asker};
use crate::web::conversations::change::back;
use crate::web::names::Directory;
use crate::web::view::Choice;
use crate::words::{Arg, Words};

/// The hour a day of work ends at where no hours were set.
const EVENING: i8 = 18;

/// A promise, or the question whether one is made.
#[derive(Debug, Clone)]
pub struct PromiseView {
    /// `ask` after "one moment", else `open` or `late`; empty when there is nothing to say.
    pub state: &'static str,
    pub text: String,
    pub choices: Vec<Choice>,
    /// The earliest time one may promise, for the input.
    pub from: String,
    /// When it is due, for the input.
    pub due: String,
}

impl PromiseView {
    #[must_use]
    pub fn is_made(&self) -> bool {
        matches!(self.state, "open" | "late")
    }

    #[must_use]
    pub fn tone(&self) -> &'static str {
        match self.state {
            "late" => "bad",
            "open" => "",
            _ => "warn",
        }
    }
}

/// What a conversation's page says of promises.
///
/// # Errors
/// The store's.
pub fn view(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    it: &Conversation,
) -> Result<PromiseView> {
    let (words, now) = (&asker.words, asker.now);
    let (state, text) = match (it.promise, it.remind_at) {
        (Some(made), _) => {
            let key = if made.due < now { "late" } else { "open" };
            let owner = made.owner.and_then(|id| directory.agent(id));
            let name = owner.map_or_else(|| words.t("nobody"), |it| it.name.clone());
            let time = words.until(made.due, now);
            let args = [("time", Arg::Text(&time)), ("name", Arg::Text(&name))];
            (key, words.t_with(&format!("promise-{key}"), &args))
        }
        (None, Some(at)) if at <= now => ("ask", words.t("promise-ask-late")),
        (None, Some(_)) => ("ask", words.t("promise-ask")),
        (None, None) => ("", String::new()),
    };
    Ok(PromiseView {
        state,
        text,
        choices: choices(words, &hours::of(look, it)?, now),
        from: words.input_time(now),
        due: it
            .promise
            .map(|it| words.input_time(it.due))
            .unwrap_or_default(),
    })
}

/// Times one would promise, each with its hour.
fn choices(words: &Words, calendar: &Calendar<'_>, now: Millis) -> Vec<Choice> {
    let quarter = (now + Span::minutes(15), "promise-quarter");
    let hour = (now + Span::hours(1), "promise-hour");
    let (today, tomorrow) = (calendar.day_of(now), calendar.day_of(now + Span::days(1)));
    let evening = |days| words.at_hour(now, days, EVENING);
    let ends = calendar
        .end_of_work(now)
        .filter(|it| calendar.day_of(*it) == today)
        .or_else(|| evening(0));
    let next = calendar.working_days_after(now, 1).or_else(|| evening(1));
    let next = next.map(|it| {
        let is_tomorrow = calendar.day_of(it) == tomorrow;
        let key = if is_tomorrow {
            "promise-tomorrow"
        } else {
            "promise-next-day"
        };
        (it, key)
    });
    let today = ends
        .filter(|it| *it > hour.0)
        .map(|it| (it, "promise-today"));
    [Some(quarter), Some(hour), today, next]
        .into_iter()
        .flatten()
        .map(|(at, key)| Choice {
            hint: words.until(at, now),
            ..Choice::new(words.input_time(at), words.t(key), false)
        })
        .collect()
}

/// What the forms send.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    due: String,
    /// `kept`, `dropped`, `none`, or empty with a time.
    r#do: String,
    list: String,
}

/// `POST /c/{number}/promise`: `due` makes or moves one; `do` is `kept`, `dropped`, or `none` (after "one moment").
pub async fn set(asker: Asker, number: Path<u64>, form: Form<Wanted>) -> Answer {
    let (number, form) = (number.into_inner(), form.into_inner());
    let due = asker.words.read_input_time(&form.due);
    let viewer = asker.viewer().clone();
    let what = form.r#do;
    asker
        .app
        .act(move |w| match (what.as_str(), due) {
            ("kept", _) => promise::keep(w, &viewer, number),
            ("dropped", _) => promise::drop_promise(w, &viewer, number),
            ("none", _) => promise::no_promise(w, &viewer, number),
            ("", Some(due)) => promise::promise(w, &viewer, number, due),
            _ => Err(Error::invalid("due", "error-in-the-past")),
        })
        .await?;
    Ok(back(number, &form.list, "done"))
}
