//! Conditions as a form has them: groups of rows, and each row a field, a word and values; and back.

use crate::domain::conversation::Priority;
use crate::domain::error::{Error, Result};
use crate::domain::time::{Millis, Span};
use crate::domain::view::{Condition, ContactField, Part, State, Tally, Test, TextTest, When, Who};
use crate::web::settings::first;
use crate::words::Words;

/// Groups of a form, and rows of a group, at most.
const GROUPS: usize = 8;
const ROWS: usize = 20;

/// All of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shape {
    /// One of the groups is enough.
    pub any: bool,
    pub groups: Vec<Group>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// One of the rows is enough.
    pub any: bool,
    pub rows: Vec<Row>,
}

/// One row as it is written; what of it counts hangs on its field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    pub field: String,
    pub is: String,
    pub values: Vec<String>,
    pub text: String,
    pub unit: String,
}

/// What kind of question a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// One of several.
    Choice,
    Text,
    /// What was said: words it holds one of, apart by commas, or as a text.
    Said,
    Time,
    YesNo,
    /// So many, or more.
    Number,
}

impl Asks {
    /// The words there are between a field and its values.
    #[must_use]
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Asks::Choice => &["is", "not"],
            Asks::Text => &["has", "lacks", "is", "not", "filled", "empty"],
            Asks::Time => &["longer", "within", "before", "since"],
            Asks::Said => &["any", "none", "is", "not", "filled", "empty"],
            Asks::YesNo => &["yes", "no"],
            Asks::Number => &["least"],
        }
    }
}

/// What a field of a form asks.
#[must_use]
pub fn asks(field: &str) -> Asks {
    match field {
        "name" | "company" => Asks::Text,
        "waiting" | "created" | "active" => Asks::Time,
        "vip" | "failed" | "mentions" | "unread" | "late" | "open_hours" | "upset" => Asks::YesNo,
        it if Part::parse(it).is_some() => Asks::Said,
        it if Tally::parse(it).is_some() => Asks::Number,
        it if it.starts_with("own:") || it.starts_with("of:") => Asks::Text,
        _ => Asks::Choice,
    }
}

impl Shape {
    /// As a form says it, with a row or group added or taken away where one of its buttons was pressed.
    #[must_use]
    pub fn read(given: &[(String, String)]) -> Self {
        let any = |name: &str| first(given, name) == "any";
        let has = |prefix: &str| given.iter().any(|it| it.0.starts_with(prefix));
        let groups = (0..GROUPS).filter(|g| has(&format!("g{g}."))).map(|g| {
            let rows = (0..ROWS).map(|r| format!("g{g}.r{r}."));
            Group {
                any: any(&format!("g{g}.match")),
                rows: rows
                    .filter(|prefix| has(prefix))
                    .map(|prefix| Row::read(given, &prefix))
                    .collect(),
            }
        });
        let mut shape = Shape {
            any: any("match"),
            groups: groups.collect(),
        };
        shape.press(first(given, "do"));
        shape
    }

    fn press(&mut self, button: &str) {
        let (what, place) = button.split_once(':').unwrap_or((button, ""));
        let (g, r) = place.split_once('.').unwrap_or((place, ""));
        let (g, r): (usize, Option<usize>) = (g.parse().unwrap_or(usize::MAX), r.parse().ok());
        match (what, r) {
            ("group", _) if self.groups.len() < GROUPS => self.groups.push(Group {
                any: false,
                rows: vec![Row::new("state")],
            }),
            ("row", _) => {
                if let Some(group) = self.groups.get_mut(g).filter(|it| it.rows.len() < ROWS) {
                    group.rows.push(Row::new("state"));
                }
            }
            ("drop", Some(r)) => {
                if let Some(group) = self.groups.get_mut(g).filter(|it| r < it.rows.len()) {
                    group.rows.remove(r);
                }
                self.groups.retain(|it| !it.rows.is_empty());
            }
            _ => {}
        }
    }

    /// Of a condition; `None` when a form has no room for it.
    #[must_use]
    pub fn of(words: &Words, condition: &Condition) -> Option<Self> {
        let (any, parts) = match condition {
            Condition::All(parts) => (false, parts.as_slice()),
            Condition::Any(parts) => (true, parts.as_slice()),
            one => (false, std::slice::from_ref(one)),
        };
        let leaves: Option<Vec<Row>> = parts.iter().map(|it| Row::of(words, it)).collect();
        if let Some(rows) = leaves {
            let groups = if rows.is_empty() {
                Vec::new()
            } else {
                vec![Group { any, rows }]
            };
            return Some(Shape { any: false, groups });
        }
        let groups: Option<Vec<Group>> = parts.iter().map(|it| Group::of(words, it)).collect();
        groups.map(|groups| Shape { any, groups })
    }

    /// The condition. Rows that are not whole yet count where `whole` is not asked for as if they were not there.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `condition`.
    pub fn condition(&self, words: &Words, whole: bool) -> Result<Condition> {
        let mut groups = Vec::new();
        for group in &self.groups {
            let mut rows = Vec::new();
            for row in &group.rows {
                match row.condition(words) {
                    Some(it) => rows.push(it),
                    None if whole => return Err(Error::invalid("condition", "error-view-value")),
                    None => {}
                }
            }
            if !rows.is_empty() {
                groups.push(joined(group.any, rows));
            }
        }
        Ok(match groups.len() {
            1 => groups.pop().unwrap_or_default(),
            0 => Condition::default(),
            _ => joined(self.any, groups),
        })
    }
}

fn joined(any: bool, parts: Vec<Condition>) -> Condition {
    if any {
        Condition::Any(parts)
    } else {
        Condition::All(parts)
    }
}

impl Group {
    fn of(words: &Words, condition: &Condition) -> Option<Self> {
        let (any, parts) = match condition {
            Condition::All(parts) => (false, parts.as_slice()),
            Condition::Any(parts) => (true, parts.as_slice()),
            one => (false, std::slice::from_ref(one)),
        };
        let rows: Option<Vec<Row>> = parts.iter().map(|it| Row::of(words, it)).collect();
        rows.filter(|it| !it.is_empty())
            .map(|rows| Group { any, rows })
    }
}

impl Row {
    /// One of which only the field is chosen.
    #[must_use]
    pub fn new(field: &str) -> Self {
        Row {
            field: field.to_owned(),
            ..Row::default()
        }
    }

    fn read(given: &[(String, String)], prefix: &str) -> Self {
        let one = |name: &str| first(given, &format!("{prefix}{name}")).to_owned();
        let values = format!("{prefix}value");
        let values = given.iter().filter(|it| it.0 == values);
        let mut row = Row {
            field: one("field"),
            is: one("is"),
            values: values.map(|it| it.1.clone()).collect(),
            text: one("text"),
            unit: one("unit"),
        };
        row.forget_others();
        row
    }

    /// Values of the field it had before are none of this one's.
    fn forget_others(&mut self) {
        let field = self.field.clone();
        self.values.retain(|value| {
            let alone = Row {
                values: vec![value.clone()],
                ..Row::new(&field)
            };
            alone.choice().is_some()
        });
    }

    /// The word between its field and its values, one that fits the field.
    #[must_use]
    pub fn word(&self) -> &str {
        let all = asks(&self.field).words();
        let found = all.iter().find(|it| **it == self.is);
        found.or(all.first()).copied().unwrap_or_default()
    }

    fn of(words: &Words, condition: &Condition) -> Option<Self> {
        let (test, turned) = match condition {
            Condition::Is(test) => (test, false),
            Condition::Not(part) => match part.as_ref() {
                Condition::Is(test) => (test, true),
                _ => return None,
            },
            _ => return None,
        };
        let choice = |field: &str, values: Vec<String>| Row {
            field: field.to_owned(),
            is: if turned { "not" } else { "is" }.to_owned(),
            values,
            ..Row::default()
        };
        let yes = |field: &str| Row {
            field: field.to_owned(),
            is: if turned { "no" } else { "yes" }.to_owned(),
            ..Row::default()
        };
        Some(match test {
            Test::State(all) => choice("state", named(all, |it| it.name().to_owned())),
            Test::Priority(all) => choice("priority", named(all, |it| it.name().to_owned())),
            Test::Assignee(all) => choice("assignee", named(all, |it| who(*it))),
            Test::Team(all) => choice(
                "team",
                named(all, |it| {
                    it.map_or_else(|| "none".to_owned(), |it| it.to_string())
                }),
            ),
            Test::Channel(all) => choice("channel", named(all, ToString::to_string)),
            Test::Tag(all) => choice("tag", named(all, ToString::to_string)),
            Test::Language(all) => choice("language", all.clone()),
            Test::HasFailed => yes("failed"),
            Test::MentionsMe => yes("mentions"),
            Test::Unread => yes("unread"),
            Test::Late => yes("late"),
            Test::OpenHours => yes("open_hours"),
            Test::Upset => yes("upset"),
            Test::Said { part, is } => Row::of_words(part.name().to_owned(), is, turned)?,
            Test::AtLeast { .. } if turned => return None,
            Test::AtLeast { of, n } => Row {
                is: "least".to_owned(),
                text: n.to_string(),
                ..Row::new(of.name())
            },
            Test::Contact { field, is } => Row::of_text(field, is, turned)?,
            Test::Waiting(_) | Test::Created(_) | Test::Active(_) if turned => return None,
            Test::Waiting(when) => Row::of_time(words, "waiting", *when),
            Test::Created(when) => Row::of_time(words, "created", *when),
            Test::Active(when) => Row::of_time(words, "active", *when),
        })
    }

    fn of_text(field: &ContactField, is: &TextTest, turned: bool) -> Option<Self> {
        let name = match field {
            ContactField::Tier => {
                let is_vip = matches!(is, TextTest::Is(it) if it == "vip");
                return is_vip.then(|| Row {
                    is: if turned { "no" } else { "yes" }.to_owned(),
                    ..Row::new("vip")
                });
            }
            ContactField::Name => "name".to_owned(),
            ContactField::Company => "company".to_owned(),
            ContactField::Own(key) => format!("own:{key}"),
            ContactField::OfCompany(key) => format!("of:{key}"),
        };
        if matches!(is, TextTest::Words(_)) {
            return None;
        }
        Row::of_words(name, is, turned)
    }

    fn of_words(field: String, is: &TextTest, turned: bool) -> Option<Self> {
        let joined = |all: &[String]| all.join(", ");
        let (word, text) = match (is, turned) {
            (TextTest::Is(text), false) => ("is", text.clone()),
            (TextTest::Is(text), true) => ("not", text.clone()),
            (TextTest::Has(text), false) => ("has", text.clone()),
            (TextTest::Has(text), true) => ("lacks", text.clone()),
            (TextTest::Words(all), false) => ("any", joined(all)),
            (TextTest::Words(all), true) => ("none", joined(all)),
            (TextTest::Empty, false) => ("empty", String::new()),
            (TextTest::Empty, true) => ("filled", String::new()),
        };
        asks(&field).words().contains(&word).then(|| Row {
            field,
            is: word.to_owned(),
            text,
            ..Row::default()
        })
    }

    fn of_time(words: &Words, field: &str, when: When) -> Self {
        let (is, (text, unit)) = match when {
            When::Longer(span) => ("longer", length(span)),
            When::Within(span) => ("within", length(span)),
            When::Before(at) => ("before", (words.input_time(at), "")),
            When::Since(at) => ("since", (words.input_time(at), "")),
        };
        Row {
            field: field.to_owned(),
            is: is.to_owned(),
            text,
            unit: unit.to_owned(),
            values: Vec::new(),
        }
    }

    /// What it says; `None` while it is not whole.
    fn condition(&self, words: &Words) -> Option<Condition> {
        let test = match asks(&self.field) {
            Asks::Choice => self.choice()?,
            Asks::Text => Test::Contact {
                field: match self.field.split_once(':') {
                    Some(("own", key)) => ContactField::Own(key.to_owned()),
                    Some((_, key)) => ContactField::OfCompany(key.to_owned()),
                    None if self.field == "company" => ContactField::Company,
                    None => ContactField::Name,
                },
                is: self.text_test()?,
            },
            Asks::Said => Test::Said {
                part: Part::parse(&self.field)?,
                is: self.text_test()?,
            },
            Asks::Number => Test::AtLeast {
                of: Tally::parse(&self.field)?,
                n: self.text.trim().parse().ok().filter(|n| *n > 0)?,
            },
            Asks::Time => {
                let when = self.when(words)?;
                match self.field.as_str() {
                    "waiting" => Test::Waiting(when),
                    "created" => Test::Created(when),
                    _ => Test::Active(when),
                }
            }
            Asks::YesNo => match self.field.as_str() {
                "failed" => Test::HasFailed,
                "mentions" => Test::MentionsMe,
                "unread" => Test::Unread,
                "late" => Test::Late,
                "open_hours" => Test::OpenHours,
                "upset" => Test::Upset,
                _ => Test::Contact {
                    field: ContactField::Tier,
                    is: TextTest::Is("vip".to_owned()),
                },
            },
        };
        let turned = matches!(self.word(), "not" | "lacks" | "none" | "filled" | "no");
        Some(if turned {
            Condition::Not(Box::new(Condition::Is(test)))
        } else {
            Condition::Is(test)
        })
    }

    /// What is asked of a text; `None` while it is not whole.
    fn text_test(&self) -> Option<TextTest> {
        let text = self.text.trim();
        Some(match self.word() {
            "empty" | "filled" => TextTest::Empty,
            _ if text.is_empty() => return None,
            "is" | "not" => TextTest::Is(text.to_owned()),
            "any" | "none" => {
                let all = text.split([',', ';', '\n']).map(str::trim);
                let all = all.filter(|it| !it.is_empty()).map(str::to_owned);
                TextTest::Words(all.collect())
            }
            _ => TextTest::Has(text.to_owned()),
        })
    }

    fn choice(&self) -> Option<Test> {
        if self.values.is_empty() {
            return None;
        }
        let values = self.values.iter().map(String::as_str);
        Some(match self.field.as_str() {
            "state" => Test::State(values.map(State::parse).collect::<Option<_>>()?),
            "priority" => Test::Priority(values.map(Priority::parse).collect::<Option<_>>()?),
            "assignee" => {
                let who = |it: &str| match it {
                    "me" => Some(Who::Me),
                    "nobody" => Some(Who::Nobody),
                    id => id.parse().ok().map(Who::Agent),
                };
                Test::Assignee(values.map(who).collect::<Option<_>>()?)
            }
            "team" => {
                let team = |it: &str| match it {
                    "none" => Some(None),
                    id => id.parse().ok().map(Some),
                };
                Test::Team(values.map(team).collect::<Option<_>>()?)
            }
            "channel" => Test::Channel(values.map(|it| it.parse().ok()).collect::<Option<_>>()?),
            "tag" => Test::Tag(values.map(|it| it.parse().ok()).collect::<Option<_>>()?),
            "language" => Test::Language(self.values.clone()),
            _ => return None,
        })
    }

    fn when(&self, words: &Words) -> Option<When> {
        let is = self.word();
        if matches!(is, "before" | "since") {
            let at: Millis = words.read_input_time(&self.text)?;
            return Some(if is == "before" {
                When::Before(at)
            } else {
                When::Since(at)
            });
        }
        let n: i64 = self.text.trim().parse().ok().filter(|n| *n > 0)?;
        let span = match self.unit.as_str() {
            "minutes" => Span::minutes(n.min(6_000_000)),
            "days" => Span::days(n.min(4_000)),
            _ => Span::hours(n.min(100_000)),
        };
        Some(if is == "longer" {
            When::Longer(span)
        } else {
            When::Within(span)
        })
    }
}

fn named<T>(all: &[T], name: impl Fn(&T) -> String) -> Vec<String> {
    all.iter().map(name).collect()
}

fn who(it: Who) -> String {
    match it {
        Who::Me => "me".to_owned(),
        Who::Nobody => "nobody".to_owned(),
        Who::Agent(id) => id.to_string(),
    }
}

/// A span in its largest whole unit.
fn length(span: Span) -> (String, &'static str) {
    for (unit, of) in [("days", Span::days(1)), ("hours", Span::hours(1))] {
        if span.0 % of.0 == 0 {
            return ((span.0 / of.0).to_string(), unit);
        }
    }
    ((span.0 / Span::minutes(1).0).to_string(), "minutes")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_form_and_its_condition_are_the_same() {
        let words = Words::for_reader("en", "America/Bogota");
        let is = |test| Condition::Is(test);
        let not = |test| Condition::Not(Box::new(Condition::Is(test)));
        let text = |field, is| Test::Contact { field, is };
        let rows = vec![
            is(Test::State(vec![State::Open, State::Snoozed])),
            not(Test::Priority(vec![Priority::Low])),
            is(Test::Assignee(vec![Who::Me, Who::Nobody])),
            not(Test::Team(vec![None])),
            is(Test::Language(vec!["pt".into()])),
            is(text(ContactField::Name, TextTest::Has("mar".into()))),
            not(text(ContactField::Own("plan".into()), TextTest::Empty)),
            is(text(ContactField::Tier, TextTest::Is("vip".into()))),
            is(Test::Waiting(When::Longer(Span::hours(30)))),
            is(Test::Created(When::Within(Span::days(7)))),
            is(Test::Active(When::Before(Millis(1_700_000_040_000)))),
            not(Test::HasFailed),
            is(Test::MentionsMe),
            is(Test::Unread),
            not(Test::Late),
            is(Test::Said {
                part: Part::All,
                is: TextTest::Words(vec!["refund".into(), "money back".into()]),
            }),
            not(Test::OpenHours),
            is(Test::Upset),
            is(Test::AtLeast {
                of: Tally::Contacts,
                n: 3,
            }),
        ];
        for condition in [
            Condition::default(),
            Condition::All(rows.clone()),
            Condition::Any(rows.clone()),
            Condition::Any(vec![
                Condition::All(rows.clone()),
                Condition::Any(rows.clone()),
            ]),
        ] {
            let shape = Shape::of(&words, &condition).unwrap();
            assert_eq!(shape.condition(&words, true).unwrap(), condition);
        }
        let deep = Condition::All(vec![Condition::All(vec![Condition::All(rows)])]);
        assert_eq!(Shape::of(&words, &deep), None);
    }

    #[test]
    fn buttons_add_and_take_away() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut given = vec![
            pair("g0.match", "any"),
            pair("g0.r0.field", "tag"),
            pair("g0.r0.value", "open"),
            pair("g0.r1.field", "unread"),
            pair("do", "drop:0.1"),
        ];
        let shape = Shape::read(&given);
        assert_eq!(shape.groups.len(), 1);
        assert!(shape.groups.iter().all(|it| it.any && it.rows.len() == 1));
        let rows = shape.groups.iter().flat_map(|it| &it.rows);
        assert!(
            rows.clone().all(|it| it.values.is_empty()),
            "a state is no tag"
        );
        given.pop();
        given.push(pair("do", "group"));
        assert_eq!(Shape::read(&given).groups.len(), 2);
        given.pop();
        let words = Words::for_reader("en", "UTC");
        let shape = Shape::read(&given);
        assert!(shape.condition(&words, true).is_err(), "no tag is chosen");
        let seen = shape.condition(&words, false).unwrap();
        assert_eq!(
            seen,
            Condition::Any(vec![Condition::Is(Test::Unread)]),
            "yet the rest counts"
        );
    }
}
