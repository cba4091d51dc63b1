//! What the list of contacts shows of each: columns an agent chooses, on the page and in a file.

use actix_web::web::Query;
use serde::Deserialize;

use crate::contacts::people;
use crate::desk::{agents, setting};
use crate::domain::actor::Viewer;
use crate::domain::agent::Preferences;
use crate::domain::attribute::{Attribute, AttributeOf};
use crate::domain::contact::Contact;
use crate::domain::error::Result;
use crate::store::Look;
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::conversations::side::reach_name;
use crate::web::names::Directory;
use crate::web::settings::Pairs;
use crate::web::settings::canned_replies::LANGUAGES;
use crate::web::view::{Choice, TimeView};

/// Columns of every desk, by the names they are kept under; fields of the business' own are `own:` and their key.
const ALL: [&str; 7] = [
    "reach", "company", "last", "open", "language", "owner", "made",
];
/// Those shown until somebody chooses.
const USUAL: [&str; 3] = ["reach", "company", "last"];
/// Ways to reach somebody that are shown, and conversations counted.
const WAYS: usize = 3;
const COUNTED: usize = 99;
/// What the name of a field of the business' own begins with.
const OWN: &str = "own:";

/// What is in a cell.
#[derive(Debug, Clone, Default)]
pub struct CellView {
    /// The head of its column, for where there is no room for heads.
    pub label: String,
    pub text: String,
    pub when: Option<TimeView>,
    /// Addresses and numbers read from left to right in every language.
    pub ltr: bool,
}

/// What cells are drawn from.
pub struct Columns<'a> {
    asker: &'a Asker,
    directory: &'a Directory,
    attributes: Vec<Attribute>,
    /// In the order of the list.
    chosen: Vec<String>,
}

impl<'a> Columns<'a> {
    /// Those the agent who asks has chosen.
    ///
    /// # Errors
    /// The store's.
    pub fn of(asker: &'a Asker, look: &Look<'_>, directory: &'a Directory) -> Result<Self> {
        let attributes: Vec<Attribute> = setting::list(look)?;
        let attributes = attributes.into_iter();
        let mut it = Columns {
            asker,
            directory,
            attributes: attributes
                .filter(|it| it.of == AttributeOf::Contacts)
                .collect(),
            chosen: Vec::new(),
        };
        let own = &asker.agent().preferences.contact_columns;
        let wanted = |name: &str| match own.is_empty() {
            true => USUAL.contains(&name),
            false => own.iter().any(|it| it == name),
        };
        it.chosen = it.all().into_iter().filter(|it| wanted(it)).collect();
        Ok(it)
    }

    /// Every column there is to choose. Nobody serves anybody where one works alone.
    fn all(&self) -> Vec<String> {
        let several = self.directory.active_agents().nth(1).is_some();
        let usual = ALL.into_iter().filter(|it| several || *it != "owner");
        let own = self.attributes.iter().map(|it| format!("{OWN}{}", it.key));
        usual.map(str::to_owned).chain(own).collect()
    }

    fn label(&self, name: &str) -> String {
        match name.strip_prefix(OWN) {
            Some(key) => {
                let found = self.attributes.iter().find(|it| it.key == key);
                found.map_or_else(|| key.to_owned(), |it| it.name.clone())
            }
            None => self.asker.words.t(&format!("contacts-column-{name}")),
        }
    }

    /// The heads, after the one of the name.
    #[must_use]
    pub fn heads(&self) -> Vec<String> {
        self.chosen.iter().map(|it| self.label(it)).collect()
    }

    /// What can be chosen, and what is.
    #[must_use]
    pub fn choices(&self) -> Vec<Choice> {
        let all = self.all().into_iter();
        all.map(|name| {
            let (label, current) = (self.label(&name), self.chosen.contains(&name));
            Choice::new(name, label, current)
        })
        .collect()
    }

    /// The cells of a person.
    ///
    /// # Errors
    /// The store's.
    pub fn cells(&self, look: &Look<'_>, it: &Contact) -> Result<Vec<CellView>> {
        let all = self.chosen.iter();
        all.map(|name| {
            Ok(CellView {
                label: self.label(name),
                ..self.cell(look, it, name)?
            })
        })
        .collect()
    }

    fn cell(&self, look: &Look<'_>, it: &Contact, name: &str) -> Result<CellView> {
        let words = &self.asker.words;
        let plain = |text: String| CellView {
            text,
            ..CellView::default()
        };
        let time = |at: crate::domain::time::Millis| CellView {
            when: (at.0 > 0).then(|| TimeView::ago(words, at, self.asker.now)),
            ..CellView::default()
        };
        Ok(match name {
            "reach" => {
                let held = people::identifiers(look, it.id)?;
                let held = held.iter().filter(|it| !it.former).take(WAYS);
                let mut ways: Vec<String> = held.map(|it| reach_name(words, it)).collect();
                ways.dedup();
                CellView {
                    ltr: true,
                    ..plain(ways.join(", "))
                }
            }
            "company" => plain(it.company.clone()),
            "last" => time(it.last_seen_at),
            "made" => time(it.created_at),
            "open" => plain(match unresolved(look, self.asker.viewer(), it)? {
                0 => String::new(),
                n if n > COUNTED => format!("{COUNTED}+"),
                n => n.to_string(),
            }),
            "language" => {
                let spoken = it.language.split('-').next().unwrap_or_default();
                let known = LANGUAGES.iter().find(|it| it.0 == spoken);
                plain(known.map_or_else(|| it.language.clone(), |it| it.1.to_owned()))
            }
            "owner" => {
                let owner = it.owner.and_then(|id| self.directory.agent(id));
                plain(owner.map(|it| it.name.clone()).unwrap_or_default())
            }
            own => {
                let key = own.strip_prefix(OWN).unwrap_or_default();
                let found = it.attributes.iter().find(|it| it.0 == key);
                plain(found.map(|it| it.1.clone()).unwrap_or_default())
            }
        })
    }

    /// A person as a line of a file: times as the calendar has them, everything else as on the page.
    ///
    /// # Errors
    /// The store's.
    pub fn line(&self, look: &Look<'_>, it: &Contact) -> Result<Vec<String>> {
        let cells = self.cells(look, it)?.into_iter();
        let cells = cells.map(|it| it.when.map_or(it.text, |when| when.full));
        Ok(std::iter::once(it.name.clone()).chain(cells).collect())
    }

    /// The heads of such lines.
    #[must_use]
    pub fn line_heads(&self) -> Vec<String> {
        let name = self.asker.words.t("contacts-column-name");
        std::iter::once(name).chain(self.heads()).collect()
    }
}

/// Conversations of a person that are not over, as far as the viewer may see them; at most one more than is counted.
fn unresolved(look: &Look<'_>, viewer: &Viewer, of: &Contact) -> Result<usize> {
    let mut n = 0;
    for record in people::records(look, of.id)? {
        for id in look.conversations_of(record)? {
            let Some(c) = look.conversation(id)? else {
                continue;
            };
            let theirs = c.contact == record && !c.merged && !c.blocked;
            n += usize::from(theirs && c.status.is_unresolved() && viewer.sees(&c));
            if n > COUNTED {
                return Ok(n);
            }
        }
    }
    Ok(n)
}

/// Where the list stands.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Stands {
    sort: String,
}

/// `POST /contacts/columns`: keeps what was ticked; with nothing ticked, or `do=usual`, the usual ones.
pub async fn choose(asker: Asker, stands: Query<Stands>, given: Pairs) -> Answer {
    let usual = given.iter().any(|it| it.0 == "do" && it.1 == "usual");
    let ticked = given.iter().filter(|it| it.0 == "column" && !usual);
    let known = |name: &str| ALL.contains(&name) || name.starts_with(OWN);
    let ticked = ticked.map(|it| it.1.clone()).filter(|it| known(it));
    let new = Preferences {
        contact_columns: ticked.take(50).collect(),
        ..asker.agent().preferences.clone()
    };
    let viewer = asker.viewer().clone();
    asker
        .app
        .act(move |w| agents::put_preferences(w, &viewer, &new))
        .await?;
    let sort: String = url::form_urlencoded::byte_serialize(stands.sort.as_bytes()).collect();
    Ok(see_other(&format!("/contacts?sort={sort}")))
}
