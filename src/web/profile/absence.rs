//! Being away: until when and who answers meanwhile, in two clicks from every page, with all that can be chosen here.

use actix_web::web::Form as Body;
use serde::Deserialize;

use crate::conversations::absence::{Going, come_back, go};
use crate::conversations::leaving::left_behind;
use crate::domain::absence::Cover;
use crate::domain::actor::Right;
use crate::domain::agent::Agent;
use crate::domain::error::{Error, Result};
use crate::domain::id::AgentId;
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::conversations::thread::snooze;
use crate::web::names::Directory;
use crate::web::profile::{again, show};
use crate::web::sheet::{Field, Form, Kind, Part, Section, Sheet};
use crate::web::view::Choice;
use crate::words::Words;

/// What the forms send.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Given {
    /// A time, or empty: until they say that they are back.
    until: String,
    /// Empty, `share`, or a colleague's id.
    cover: String,
    /// Whose absence, when it is not one's own.
    who: String,
    /// `back` ends it.
    r#do: String,
}

impl Given {
    fn who(&self, asker: &Asker) -> Result<AgentId> {
        if self.who.is_empty() {
            return Ok(asker.agent().id);
        }
        let id = self.who.parse();
        id.map_err(|_| Error::invalid("who", "error-field"))
    }

    fn going(&self, asker: &Asker) -> Result<Going> {
        let until = match self.until.as_str() {
            "" => None,
            at => {
                let at = asker.words.read_input_time(at);
                Some(at.ok_or_else(|| Error::invalid("until", "error-past"))?)
            }
        };
        let cover = match self.cover.as_str() {
            "" => Cover::Everybody,
            "share" => Cover::Shared,
            id => Cover::One(
                id.parse()
                    .map_err(|_| Error::invalid("cover", "error-field"))?,
            ),
        };
        Ok(Going {
            agent: self.who(asker)?,
            until,
            cover,
        })
    }
}

/// `GET /settings/me/absence`.
pub async fn page(asker: Asker) -> Answer {
    let sheet = sheet(&asker, &Given::default()).await?;
    show(&asker, sheet).await
}

/// `POST /settings/me/absence`: begins one, or ends it (`do` is `back`); back to the list.
pub async fn set(asker: Asker, given: Body<Given>) -> Answer {
    let given = given.into_inner();
    let viewer = asker.viewer().clone();
    let done = if given.r#do == "back" {
        let who = given.who(&asker)?;
        let deed = asker.app.act(move |w| come_back(w, &viewer, who));
        deed.await.map(|_| ())
    } else {
        match given.going(&asker) {
            Ok(going) => {
                let deed = asker.app.act(move |w| go(w, &viewer, &going));
                deed.await.map(|_| ())
            }
            Err(err) => Err(err),
        }
    };
    match done {
        Ok(()) => Ok(see_other("/")),
        Err(err @ Error::Invalid(_)) => {
            let sheet = sheet(&asker, &given).await?;
            again(&asker, sheet, err).await
        }
        Err(err) => Err(err.into()),
    }
}

async fn sheet(asker: &Asker, given: &Given) -> Result<Sheet> {
    let asker = asker.clone();
    let given = given.clone();
    let app = asker.app.clone();
    app.look(move |look| {
        let words = &asker.words;
        let directory = Directory::read(look)?;
        let me = asker.agent();
        let left = left_behind(look, me.id)?;
        let mut sheet = Sheet::new(words.t("away-title"), words.t("away-lead"))
            .back("/settings/me", words.t("me-profile"));
        let mut parts = vec![Part::Text(
            words.t_n("away-cases", left.conversations.len()),
        )];
        for (key, n) in [
            ("away-promises", left.promises.len()),
            ("leave-drafts", left.drafts.len()),
            ("away-unsent", left.unsent.len()),
        ] {
            if n > 0 {
                parts.push(Part::Text(words.t_n(key, n)));
            }
        }
        if let Some(it) = directory.agent(me.id).and_then(|it| it.absence.clone()) {
            sheet.banner("warn", said(&asker, it.until));
            let back = Form::new(
                "/settings/me/absence",
                words.t("away-back"),
                vec![Field::hidden("do", "back")],
            );
            parts.push(Part::Form(back));
        }
        parts.push(Part::Form(form(&asker, &directory, &given)));
        Ok(sheet.with(Section::of(words.t("away-now"), parts)))
    })
    .await
}

fn form(asker: &Asker, directory: &Directory, given: &Given) -> Form {
    let words = &asker.words;
    let me = asker.agent().id;
    let others = directory.people().into_iter();
    let others: Vec<&Agent> = others.filter(|it| it.id != me).collect();
    let mut fields = vec![
        Field::input(
            "datetime-local",
            "until",
            words.t("away-until"),
            &given.until,
        )
        .hint(words.t("away-until-hint")),
    ];
    if !others.is_empty() {
        let way = |value: &str, key: &str| Choice::new(value, words.t(key), given.cover == value);
        let mut covers = vec![
            way("", "away-cover-everybody"),
            way("share", "away-cover-share"),
        ];
        covers.extend(others.iter().map(|it| {
            let id = it.id.to_string();
            let now = given.cover == id;
            Choice::new(id, words.t_of("away-cover-one", "name", &it.name), now)
        }));
        fields.push(Field::choose(
            Kind::Select,
            "cover",
            words.t("away-cover"),
            covers,
        ));
        if asker.viewer().may(Right::Supervise) {
            let own = Choice::new("", words.t("away-who-me"), given.who.is_empty());
            let all = others.iter().map(|it| {
                Choice::new(
                    it.id.to_string(),
                    it.name.clone(),
                    given.who == it.id.to_string(),
                )
            });
            let all = std::iter::once(own).chain(all).collect();
            fields.push(Field::choose(Kind::Select, "who", words.t("away-who"), all));
        }
    }
    Form::new("/settings/me/absence", words.t("away-act"), fields)
}

/// "You are away until …".
#[must_use]
pub fn said(asker: &Asker, until: Option<crate::domain::time::Millis>) -> String {
    let words = &asker.words;
    until.map_or_else(
        || words.t("away-you"),
        |at| words.t_of("away-you-until", "time", words.until(at, asker.now)),
    )
}

/// As [`said`], of somebody; empty when they are here.
#[must_use]
pub fn line(asker: &Asker, agent: &Agent) -> String {
    let absence = agent.absence.as_ref();
    absence.map_or_else(String::new, |it| said(asker, it.until))
}

/// Until when one may be away by one click; nothing for who is alone.
#[must_use]
pub fn leaves(asker: &Asker, directory: &Directory) -> Vec<Choice> {
    if directory.active_agents().nth(1).is_none() {
        return Vec::new();
    }
    snooze(&asker.words, asker.now)
}

/// A name, and whether they are away.
#[must_use]
pub fn named(words: &Words, agent: &Agent) -> String {
    if agent.absence.is_none() {
        return agent.name.clone();
    }
    words.t_of("away-named", "name", &agent.name)
}
