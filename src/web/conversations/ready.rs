//! What is ready for a conversation that is begun: quick replies as they would be said to whom it is for, their files,
//! and a quick action that is done once it has begun.

use crate::conversations::canned_replies::Known;
use crate::conversations::macros::{Doing, carry_out, filled};
use crate::desk::{canned_replies, macros};
use crate::domain::canned_reply::CannedReply;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::id::{CannedReplyId, MacroId};
use crate::domain::macros::{Macro, MacroAct};
use crate::domain::message::Attachment;
use crate::store::{Look, Write};
use crate::text::fold::fold;
use crate::web::asker::Asker;
use crate::web::conversations::canned::CannedView;
use crate::web::names::Directory;
use crate::web::settings::id;
use crate::web::settings::macros::said;
use crate::web::upload::Fields;

/// What goes along, as it was chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Along {
    /// Quick replies whose files go along.
    canned: Vec<CannedReplyId>,
    action: Option<MacroId>,
    /// Places of its acts that are done.
    acts: Vec<usize>,
    /// What is looked for among those to choose from.
    sought: Sought,
}

/// Words looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    pub replies: String,
    pub actions: String,
}

/// A quick action that will be done.
#[derive(Debug, Clone)]
pub struct ActionView {
    pub id: String,
    pub name: String,
    pub acts: Vec<ActView>,
}

/// One of its acts.
#[derive(Debug, Clone)]
pub struct ActView {
    pub place: usize,
    pub label: String,
    pub chosen: bool,
}

/// All of it as it is shown.
#[derive(Debug, Clone, Default)]
pub struct Ready {
    pub canned: Vec<CannedView>,
    /// Id, name, and what it does.
    pub actions: Vec<(String, String, String)>,
    /// Quick replies whose files go along: id, and their name with how many.
    pub files: Vec<(String, String)>,
    pub action: Option<ActionView>,
    pub sought: Sought,
    /// There are others than those shown.
    pub more_replies: bool,
    pub more_actions: bool,
}

/// Those to choose from on one page; the others are found by a word. A page's script has all quick replies.
const MOST: usize = 30;

/// Those that one of the words is in, and whether there are others.
fn found<'a, T>(
    all: &'a [T],
    sought: &str,
    said: impl Fn(&T) -> bool,
    most: usize,
) -> (Vec<&'a T>, bool) {
    let mut found: Vec<&T> = all
        .iter()
        .filter(|it| sought.trim().is_empty() || said(it))
        .collect();
    found.truncate(most);
    let more = found.len() < all.len();
    (found, more)
}

/// Acts done once it has begun: its answers are said at its beginning.
fn later(it: &Macro) -> impl Iterator<Item = (usize, &MacroAct)> {
    let acts = it.acts.iter().enumerate();
    acts.filter(|(_, act)| !matches!(act, MacroAct::Reply { .. }))
}

impl Along {
    /// What was chosen in a form.
    #[must_use]
    pub fn read(form: &Fields) -> Self {
        Along {
            canned: form
                .all("canned")
                .filter_map(|it| it.parse().ok())
                .collect(),
            action: form.text("macro").parse().ok(),
            acts: form.all("act").filter_map(|it| it.parse().ok()).collect(),
            sought: Sought {
                replies: form.text("find-reply").to_owned(),
                actions: form.text("find-action").to_owned(),
            },
        }
    }

    /// Takes what a button stands for (`canned:`, `files:` or `macro:` and an id), and puts its text behind `text`.
    ///
    /// # Errors
    /// When there is no such thing for who asks.
    pub fn choose(
        &mut self,
        asker: &Asker,
        look: &Look<'_>,
        known: &Known,
        (what, text): (&str, &mut String),
    ) -> Result<()> {
        let Some((kind, at)) = what.split_once(':') else {
            return Ok(());
        };
        match kind {
            "canned" | "files" => {
                let (it, _) = canned_replies::find(look, asker.viewer(), id(at)?)?;
                if kind == "canned" {
                    put_behind(text, &known.said_by(&it));
                }
                if !it.files.is_empty() && !self.canned.contains(&it.id) {
                    self.canned.push(it.id);
                }
            }
            "macro" => {
                let (it, _) = macros::find(look, asker.viewer(), id(at)?)?;
                for act in &it.acts {
                    if let MacroAct::Reply { text: said } = act {
                        put_behind(text, &known.fill(said));
                    }
                }
                self.acts = later(&it).map(|it| it.0).collect();
                self.action = Some(it.id);
            }
            _ => {}
        }
        Ok(())
    }

    /// All that is ready, and what was chosen of it.
    ///
    /// # Errors
    /// The store's.
    pub fn view(
        &self,
        asker: &Asker,
        look: &Look<'_>,
        directory: &Directory,
        known: &Known,
    ) -> Result<Ready> {
        let words = &asker.words;
        let canned = canned_replies::usable(look, asker.viewer())?;
        let files = |n: usize| match n {
            0 => String::new(),
            n => words.t_n("canned-files", n),
        };
        let chosen = canned.iter().filter(|it| self.canned.contains(&it.id));
        let actions = macros::usable(look, asker.viewer())?;
        let does = |it: &Macro| {
            let acts: Vec<_> = it
                .acts
                .iter()
                .map(|it| said(words, directory, it))
                .collect();
            (it.id.to_string(), it.name.clone(), acts.join(" · "))
        };
        let action = actions.iter().find(|it| Some(it.id) == self.action);
        let sought = &self.sought;
        let named = |name: &str, wanted: &str| fold(name).contains(&fold(wanted.trim()));
        let (replies, most) = match asker.piece {
            true => ("", usize::MAX),
            false => (sought.replies.as_str(), MOST),
        };
        let is_meant = |it: &CannedReply| named(&it.name, replies) || named(&it.text, replies);
        let (replies, more_replies) = found(&canned, replies, is_meant, most);
        let is_meant = |it: &Macro| named(&it.name, &sought.actions);
        let (offered, more_actions) = found(&actions, &sought.actions, is_meant, MOST);
        Ok(Ready {
            sought: sought.clone(),
            more_replies,
            more_actions,
            files: chosen
                .map(|it| {
                    let label = format!("{} · {}", it.name, files(it.files.len()));
                    (it.id.to_string(), label)
                })
                .collect(),
            action: action.map(|it| ActionView {
                id: it.id.to_string(),
                name: it.name.clone(),
                acts: later(it)
                    .map(|(place, act)| ActView {
                        place,
                        label: said(words, directory, act),
                        chosen: self.acts.contains(&place),
                    })
                    .collect(),
            }),
            actions: offered.into_iter().map(does).collect(),
            canned: replies
                .into_iter()
                .map(|it| CannedView {
                    id: it.id.to_string(),
                    name: it.name.clone(),
                    text: known.said_by(it),
                    files: files(it.files.len()),
                })
                .collect(),
        })
    }

    /// Copies of the files that go along.
    ///
    /// # Errors
    /// When there is no such quick reply for who asks.
    pub fn files(&self, w: &mut Write<'_>, asker: &Asker) -> Result<Vec<Attachment>> {
        let mut out = Vec::new();
        for at in &self.canned {
            let (it, _) = canned_replies::find(w, asker.viewer(), *at)?;
            for file in it.files {
                out.push(Attachment {
                    id: w.new_id(),
                    ..file
                });
            }
        }
        Ok(out)
    }

    /// The acts that were chosen.
    ///
    /// # Errors
    /// When there is no such quick action for who asks.
    pub fn acts(&self, look: &Look<'_>, asker: &Asker) -> Result<Vec<MacroAct>> {
        let Some(at) = self.action else {
            return Ok(Vec::new());
        };
        let (it, _) = macros::find(look, asker.viewer(), at)?;
        let chosen = later(&it).filter(|it| self.acts.contains(&it.0));
        Ok(chosen.map(|it| it.1.clone()).collect())
    }

    /// Does the quick action to what was begun.
    ///
    /// # Errors
    /// Those of its acts.
    pub fn carry_out(&self, w: &mut Write<'_>, asker: &Asker, c: &Conversation) -> Result<()> {
        let acts = self.acts(w, asker)?;
        let Some(id) = self.action.filter(|_| !acts.is_empty()) else {
            return Ok(());
        };
        let known = Known::of(w, asker.viewer(), c)?;
        let doing = Doing {
            conversation: c.number,
            id,
            acts: filled(&known, &acts),
            seen_up_to: None,
        };
        carry_out(w, &asker.app.keys, asker.viewer(), &doing)?;
        Ok(())
    }
}

fn put_behind(text: &mut String, said: &str) {
    let before = text.trim_end().len();
    text.truncate(before);
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(said);
}
