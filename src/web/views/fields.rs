//! A row of a view's form as it is shown: its field, its word, what there is to choose; and a condition in words.

use crate::domain::actor::Viewer;
use crate::domain::attribute::{Attribute, AttributeOf};
use crate::domain::conversation::Priority;
use crate::domain::view::{Condition, State};
use crate::text::fold::fold;
use crate::web::conversations::ways;
use crate::web::names::Directory;
use crate::web::settings::canned_replies::LANGUAGES;
use crate::web::view::Choice;
use crate::web::views::form::{Asks, Group, Row, Shape, asks};
use crate::words::{Arg, Words};

/// What rules ask besides, in the order of a form.
const OF_RULES: [&str; 9] = [
    "text",
    "message",
    "subject",
    "open_hours",
    "upset",
    "unanswered",
    "contacts",
    "reopened",
    "asked_for_person",
];
/// What nobody asks who does not look at a list.
const OF_LISTS: [&str; 2] = ["unread", "mentions"];
/// Fields of every desk, in the order of a form.
const FIELDS: [&str; 17] = [
    "state", "assignee", "team", "channel", "tag", "priority", "language", "waiting", "active",
    "created", "late", "unread", "mentions", "failed", "vip", "name", "company",
];
/// Lengths of time.
const UNITS: [&str; 3] = ["minutes", "hours", "days"];

/// What rows are drawn from.
pub struct Desk<'a> {
    pub words: &'a Words,
    pub viewer: &'a Viewer,
    pub directory: &'a Directory,
    pub attributes: &'a [Attribute],
    /// Rules ask more, and nobody looks.
    pub rules: bool,
}

/// A group of rows as it is shown.
pub struct GroupView {
    /// Its number.
    pub at: usize,
    pub any: bool,
    pub rows: Vec<RowView>,
}

/// A row as it is shown.
pub struct RowView {
    /// Before the names of its fields: `g0.r0.`.
    pub place: String,
    /// For its button: `0.0`.
    pub at: String,
    pub fields: Vec<Choice>,
    pub words: Vec<Choice>,
    /// `choices`, `text`, `words`, `number`, `length`, `time` or nothing.
    pub kind: &'static str,
    pub choices: Vec<Choice>,
    pub text: String,
    pub units: Vec<Choice>,
}

impl Desk<'_> {
    /// All groups.
    #[must_use]
    pub fn groups(&self, shape: &Shape) -> Vec<GroupView> {
        let groups = shape.groups.iter().enumerate();
        groups.map(|(at, it)| self.group(at, it)).collect()
    }

    fn group(&self, at: usize, it: &Group) -> GroupView {
        let rows = it.rows.iter().enumerate();
        GroupView {
            at,
            any: it.any,
            rows: rows.map(|(n, row)| self.row(at, n, row)).collect(),
        }
    }

    fn row(&self, group: usize, at: usize, it: &Row) -> RowView {
        let words = asks(&it.field).words().iter().copied();
        let word = |key: &str| {
            let label = self.words.t(&format!("view-is-{key}"));
            Choice::new(key, label, key == it.word())
        };
        let unit = |key: &str| {
            let usual = it.unit.is_empty() && key == "hours";
            let label = self.words.t(&format!("view-unit-{key}"));
            Choice::new(key, label, key == it.unit || usual)
        };
        RowView {
            place: format!("g{group}.r{at}."),
            at: format!("{group}.{at}"),
            fields: self.fields(&it.field),
            words: words.map(word).collect(),
            kind: match (asks(&it.field), it.word()) {
                (Asks::Choice, _) => "choices",
                (Asks::Text | Asks::Said, "empty" | "filled") | (Asks::YesNo, _) => "",
                (Asks::Text, _) => "text",
                (Asks::Said, _) => "words",
                (Asks::Number, _) => "number",
                (Asks::Time, "before" | "since") => "time",
                (Asks::Time, _) => "length",
            },
            choices: self.choices(it),
            text: it.text.clone(),
            units: UNITS.into_iter().map(unit).collect(),
        }
    }

    fn fields(&self, now: &str) -> Vec<Choice> {
        // Nothing is said of teams where there are none.
        let has_teams = self.directory.teams_for(self.viewer).next().is_some();
        let asked: &[&str] = if self.rules { &OF_RULES } else { &[] };
        let usual = asked.iter().copied().chain(FIELDS);
        let usual = usual.filter(|it| has_teams || *it != "team");
        let usual = usual.filter(|it| !self.rules || !OF_LISTS.contains(it));
        let usual = usual.map(str::to_owned);
        let own = self.attributes.iter().map(|it| match it.of {
            AttributeOf::Contacts => format!("own:{}", it.key),
            AttributeOf::Companies => format!("of:{}", it.key),
        });
        let mut all: Vec<String> = usual.chain(own).collect();
        if !all.iter().any(|it| it == now) {
            all.push(now.to_owned());
        }
        all.into_iter()
            .map(|it| {
                let label = self.field(&it);
                let current = it == now;
                Choice::new(it, label, current)
            })
            .collect()
    }

    /// A field in words.
    fn field(&self, it: &str) -> String {
        let Some((of, key)) = it.split_once(':') else {
            return self.words.t(&format!("view-field-{it}"));
        };
        let of = match of {
            "own" => AttributeOf::Contacts,
            _ => AttributeOf::Companies,
        };
        let found = self.attributes.iter();
        let found = found.into_iter().find(|it| it.of == of && it.key == key);
        let name = found.map_or_else(|| key.to_owned(), |it| it.name.clone());
        match of {
            AttributeOf::Contacts => name,
            AttributeOf::Companies => self.words.t_of("view-field-of-company", "name", name),
        }
    }

    /// What there is to choose, and what was chosen though it is there no more or may not be known.
    fn choices(&self, row: &Row) -> Vec<Choice> {
        let chosen = |value: &str| row.values.iter().any(|it| it == value);
        let mut out: Vec<Choice> = self
            .values(&row.field)
            .into_iter()
            .map(|(value, label)| {
                let current = chosen(&value);
                Choice::new(value, label, current)
            })
            .collect();
        for value in &row.values {
            if !out.iter().any(|it| it.value == *value) {
                let label = match row.field.as_str() {
                    "team" => self.words.t("team-hidden"),
                    "language" => value.clone(),
                    _ => self.words.t("view-gone"),
                };
                out.push(Choice::new(value.clone(), label, true));
            }
        }
        out
    }

    fn values(&self, field: &str) -> Vec<(String, String)> {
        let words = self.words;
        let sorted = |mut all: Vec<(String, String)>| {
            all.sort_by_cached_key(|it| fold(&it.1));
            all
        };
        match field {
            "state" => State::ALL
                .into_iter()
                .map(|it| (it.name().to_owned(), state(words, it)))
                .collect(),
            "priority" => Priority::ALL
                .into_iter()
                .map(|it| {
                    let name = it.name().to_owned();
                    (name, words.t(&format!("priority-{}", it.name())))
                })
                .collect(),
            "assignee" => {
                let people = self.directory.active_agents();
                let people = people.map(|it| (it.id.to_string(), it.name.clone()));
                let mut out = vec![("nobody".to_owned(), words.t("unassigned"))];
                if !self.rules {
                    out.insert(0, ("me".to_owned(), words.t("view-me")));
                }
                out.extend(sorted(people.collect()));
                out
            }
            "team" => {
                let teams = self.directory.teams_for(self.viewer);
                let teams = teams.map(|it| (it.id.to_string(), it.name.clone()));
                let mut out = vec![("none".to_owned(), words.t("team-none"))];
                out.extend(sorted(teams.collect()));
                out
            }
            "channel" => {
                let all = self.directory.channels.iter();
                let all = all.filter(|it| it.retired_at.is_none());
                sorted(
                    all.map(|it| (it.id.to_string(), ways::label(words, it)))
                        .collect(),
                )
            }
            "tag" => {
                let all = self.directory.live_tags();
                sorted(all.map(|it| (it.id.to_string(), it.name.clone())).collect())
            }
            "language" => LANGUAGES
                .iter()
                .map(|(code, name)| ((*code).to_owned(), (*name).to_owned()))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// A condition as one line.
    #[must_use]
    pub fn said(&self, condition: &Condition) -> String {
        let Some(shape) = Shape::of(self.words, condition) else {
            return self.words.t("view-deep");
        };
        if shape.groups.is_empty() {
            return self.words.t("list-unresolved");
        }
        let all = shape.groups.iter().map(|group| {
            let rows: Vec<String> = group.rows.iter().map(|it| self.said_row(it)).collect();
            let line = rows.join(&self.between(group.any));
            if shape.groups.len() > 1 && group.rows.len() > 1 {
                format!("({line})")
            } else {
                line
            }
        });
        let all: Vec<String> = all.collect();
        all.join(&self.between(shape.any))
    }

    fn between(&self, any: bool) -> String {
        let word = self.words.t(if any { "view-or" } else { "view-and" });
        format!(" {word} ")
    }

    fn said_row(&self, row: &Row) -> String {
        let field = self.field(&row.field);
        let is = self.words.t(&format!("view-is-{}", row.word()));
        let value = match asks(&row.field) {
            Asks::Choice => {
                let chosen = self.choices(row).into_iter().filter(|it| it.current);
                chosen.map(|it| it.label).collect::<Vec<_>>().join(", ")
            }
            Asks::Text | Asks::Said | Asks::Number => row.text.clone(),
            Asks::Time if matches!(row.word(), "before" | "since") => {
                let at = self.words.read_input_time(&row.text);
                at.map(|at| self.words.date_time(at)).unwrap_or_default()
            }
            Asks::Time => {
                let n = row.text.parse().unwrap_or_default();
                let key = format!("view-length-{}", row.unit);
                self.words.t_with(&key, &[("n", Arg::Number(n))])
            }
            Asks::YesNo if row.word() == "yes" => return field,
            Asks::YesNo => return format!("{field}: {is}"),
        };
        format!("{field} {is} {value}").trim_end().to_owned()
    }
}

/// A state in words.
#[must_use]
pub fn state(words: &Words, it: State) -> String {
    words.t(match it {
        State::Open => "list-all-title",
        State::WaitingCustomer => "list-waiting",
        State::WaitingThirdParty => "list-third-party",
        State::Snoozed => "list-snoozed",
        State::Resolved => "list-resolved",
        State::Spam => "list-spam",
    })
}
