//! Letters of Lobby's own that did not arrive, said wherever what they were about is shown: why, and what to do.

use actix_web::web::Path;

use crate::auth::letters::{Lost, lost, noted};
use crate::domain::access::LetterTrouble;
use crate::domain::actor::Right;
use crate::domain::agent::Agent;
use crate::domain::error::Result;
use crate::domain::id::AgentId;
use crate::store::Look;
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::conversations::show::Banner;
use crate::web::settings::id;
use crate::web::sheet::{Form, Part, Section};
use crate::web::view::Link;
use crate::words::{Arg, Words};

/// Said above the lists of one viewer at most.
const SHOWN: usize = 3;

/// What did not arrive and why, what to do about it, and for those who administer what the server said. `about` is the
/// key of its sentence.
#[must_use]
pub fn why(words: &Words, about: &str, it: &LetterTrouble, said: bool) -> String {
    let reason = words.t(&it.code);
    let args = [("to", Arg::Text(&it.to)), ("why", Arg::Text(&reason))];
    let key = if it.again {
        format!("{about}-yet")
    } else {
        about.to_owned()
    };
    let mut text = words.t_with(&key, &args);
    let mut add = |more: String| {
        text.push(' ');
        text.push_str(&more);
    };
    add(words.t(&format!("{}-remedy", it.code)));
    if said && !it.detail.is_empty() {
        add(words.t_of("lost-said", "said", &it.detail));
    }
    text
}

/// The banners for this viewer, above every list.
///
/// # Errors
/// The store's.
pub fn banners(asker: &Asker, look: &Look<'_>) -> Result<Vec<Banner>> {
    let viewer = asker.viewer();
    let all = lost(look, viewer, asker.now)?;
    let shown = all.iter().take(SHOWN).map(|it| banner(asker, it));
    Ok(shown.collect())
}

fn banner(asker: &Asker, it: &Lost) -> Banner {
    let words = &asker.words;
    let (key, trouble, href) = match it {
        Lost::Invitation(trouble) => {
            let place = "/settings/people#invitations";
            ("lost-invitation", trouble, place.to_owned())
        }
        Lost::Proof(trouble) => ("lost-proof", trouble, "/settings/me/addresses".to_owned()),
        Lost::Person(agent, trouble) => ("lost-notice", trouble, home(asker, agent.id)),
    };
    Banner {
        tone: "warn",
        icon: "alert",
        text: why(words, key, trouble, false),
        link: Some(Link {
            href,
            text: words.t("lost-look"),
        }),
        acts: Vec::new(),
    }
}

/// Where the trouble with somebody's letters is shown.
fn home(asker: &Asker, who: AgentId) -> String {
    if asker.agent().id == who {
        "/settings/me".to_owned()
    } else {
        format!("/settings/people/{who}")
    }
}

/// What of the letters to somebody did not arrive, and that it was seen; nothing when all did.
#[must_use]
pub fn section(asker: &Asker, person: &Agent) -> Option<Section> {
    let (words, trouble) = (&asker.words, person.letter_trouble.as_ref()?);
    let said = asker.viewer().may(Right::Administer);
    let place = format!("{}/letters", home(asker, person.id));
    let form = Form::button(place, words.t("lost-noted"));
    let title = words.t("lost-title");
    let text = why(words, "lost-notice", trouble, said);
    Some(Section::of(title, vec![Part::Form(form)]).text(text))
}

/// `POST /settings/people/{id}/letters`: it was seen that they did not arrive.
pub async fn note(asker: Asker, at: Path<String>) -> Answer {
    seen(&asker, id(&at)?).await
}

/// `POST /settings/me/letters`: as [`note`], of one's own.
pub async fn note_mine(asker: Asker) -> Answer {
    let me = asker.agent().id;
    seen(&asker, me).await
}

async fn seen(asker: &Asker, who: AgentId) -> Answer {
    let viewer = asker.viewer().clone();
    let deed = asker.app.act(move |write| noted(write, &viewer, who));
    deed.await?;
    Ok(see_other(&home(asker, who)))
}
