//! Facets on the page: each as a token one can take away, what can be picked, and what it is called in words.

use crate::domain::actor::Viewer;
use crate::domain::channel::Channel;
use crate::search::{Ask, Facet, Meant, STATES, Token};
use crate::text::fold::fold;
use crate::web::conversations::ways;
use crate::web::names::{Directory, glyph};
use crate::web::view::Choice;
use crate::words::Words;

/// A facet one can take away.
#[derive(Debug, Clone)]
pub struct TokenView {
    /// `Tag: VIP`.
    pub text: String,
    /// Nobody and nothing is called so.
    pub unknown: bool,
    /// The search without it.
    pub href: String,
    /// The other facets, as they are typed.
    pub others: String,
}

/// A facet that can be picked from what there is.
#[derive(Debug, Clone)]
pub struct Pick {
    pub name: &'static str,
    pub label: String,
    /// `select`, `text` or `date`.
    pub kind: &'static str,
    pub choices: Vec<Choice>,
}

/// What names are looked up in.
pub struct Desk<'a> {
    pub words: &'a Words,
    pub viewer: &'a Viewer,
    pub directory: &'a Directory,
}

/// The address of a search.
#[must_use]
pub fn address(written: &str, kind: &str) -> String {
    let mut out = url::form_urlencoded::Serializer::new(String::new());
    out.append_pair("q", written);
    if !kind.is_empty() {
        out.append_pair("type", kind);
    }
    format!("/search?{}", out.finish())
}

/// A facet in words.
#[must_use]
pub fn label(words: &Words, facet: Facet) -> String {
    words.t(&format!("facet-{}", facet.name()))
}

/// The word a facet is typed by in the reader's language.
#[must_use]
pub fn typed(words: &Words, facet: Facet) -> String {
    words.t(&format!("facet-typed-{}", facet.name()))
}

/// A state of [`STATES`] in words.
#[must_use]
pub fn state(words: &Words, name: &str) -> String {
    words.t(match name {
        "open" => "list-all-title",
        "third_party" => "list-third-party",
        "waiting" => "list-waiting",
        "snoozed" => "list-snoozed",
        "resolved" => "list-resolved",
        "unresolved" => "list-unresolved",
        "unassigned" => "list-unassigned",
        "mine" => "list-mine",
        "automatic" => "list-automatic",
        "blocked" => "list-blocked",
        "spam" => "list-spam",
        _ => "facet-is-followed",
    })
}

/// The name by which a channel is asked for.
fn called(it: &Channel) -> &str {
    if it.name.is_empty() {
        &it.address
    } else {
        &it.name
    }
}

impl Desk<'_> {
    /// The facets of a search.
    #[must_use]
    pub fn tokens(&self, ask: &Ask, meant: &[Meant], kind: &str) -> Vec<TokenView> {
        let all = ask.tokens().iter().zip(meant).enumerate();
        all.map(|(at, (token, meant))| TokenView {
            text: self.said(token, meant),
            unknown: *meant == Meant::Nothing,
            href: address(&ask.written_without(at), kind),
            others: ask.facets_without(at),
        })
        .collect()
    }

    /// `Tag: VIP`.
    #[must_use]
    pub fn said(&self, token: &Token, meant: &Meant) -> String {
        format!(
            "{}: {}",
            label(self.words, token.facet),
            self.value(token, meant)
        )
    }

    fn value(&self, token: &Token, meant: &Meant) -> String {
        let (words, directory) = (self.words, self.directory);
        let known = match meant {
            Meant::People(_) | Meant::Assignees(_) if token.value == "me" => {
                Some(words.t("facet-me"))
            }
            Meant::Assignees(ids) => match ids.as_slice() {
                [None] => Some(words.t("unassigned")),
                [Some(id)] => directory.agent(*id).map(|it| it.name.clone()),
                _ => None,
            },
            Meant::Teams(ids) => match ids.as_slice() {
                [None] => Some(words.t("team-none")),
                [Some(id)] => directory.team(*id).map(|it| it.name.clone()),
                _ => None,
            },
            Meant::Tags(ids) => match ids.as_slice() {
                [id] => directory.tag(*id).map(|it| it.name.clone()),
                _ => None,
            },
            Meant::Channels(ids) => {
                let mut all = ids.iter().filter_map(|it| directory.channel(*it));
                let first = all.next();
                first.and_then(|first| {
                    if fold(&token.value) == first.kind.name() {
                        return Some(words.t(glyph(first.kind).1));
                    }
                    all.next().is_none().then(|| ways::label(words, first))
                })
            }
            Meant::State(name) => Some(state(words, name)),
            // A whole month or year stands as it was typed.
            Meant::Day(at) => (token.value.len() == 10).then(|| words.date(*at)),
            Meant::Nothing | Meant::People(_) => None,
        };
        known.unwrap_or_else(|| token.value.clone())
    }

    /// Facets there is something to pick of; who works alone or with two others need not know of teams.
    #[must_use]
    pub fn facets(&self) -> Vec<Facet> {
        let has_teams = self.directory.teams_for(self.viewer).next().is_some();
        let has_others = self.directory.active_agents().nth(1).is_some();
        let has_tags = self.directory.live_tags().next().is_some();
        let all = Facet::ALL.into_iter();
        all.filter(|it| match it {
            Facet::Team => has_teams,
            Facet::Assigned => has_others,
            Facet::Tag => has_tags,
            _ => true,
        })
        .collect()
    }

    /// What a facet can be asked for, each by the value that means it and in words. People and days are typed.
    #[must_use]
    pub fn values(&self, facet: Facet) -> Vec<(String, String)> {
        let (words, directory) = (self.words, self.directory);
        let sorted = |mut all: Vec<(String, String)>| {
            all.sort_by_cached_key(|it| fold(&it.1));
            all
        };
        let same = |name: &String| (name.clone(), name.clone());
        match facet {
            Facet::Channel => sorted(self.channels()),
            Facet::Tag => sorted(directory.live_tags().map(|it| same(&it.name)).collect()),
            Facet::Team => {
                let all = directory.teams_for(self.viewer);
                let mut out = sorted(all.map(|it| same(&it.name)).collect());
                out.push(("none".to_owned(), words.t("team-none")));
                out
            }
            Facet::Assigned => {
                let mut out = vec![
                    ("me".to_owned(), words.t("facet-me")),
                    ("nobody".to_owned(), words.t("unassigned")),
                ];
                let all = directory.active_agents();
                out.extend(sorted(all.map(|it| same(&it.name)).collect()));
                out
            }
            Facet::Is => {
                let all = STATES.into_iter();
                all.map(|it| (it.to_owned(), state(words, it))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Kinds of channels, and each channel where there are several of its kind.
    fn channels(&self) -> Vec<(String, String)> {
        let live = || self.directory.channels.iter();
        let live = || live().filter(|it| it.retired_at.is_none());
        let mut out: Vec<(String, String)> = Vec::new();
        for it in live() {
            let kind = it.kind.name().to_owned();
            if !out.iter().any(|row| row.0 == kind) {
                out.push((kind, self.words.t(glyph(it.kind).1)));
            }
            if live()
                .filter(|other| other.kind == it.kind)
                .nth(1)
                .is_some()
            {
                out.push((called(it).to_owned(), ways::label(self.words, it)));
            }
        }
        out
    }

    /// For those who do not know the words.
    #[must_use]
    pub fn picks(&self) -> Vec<Pick> {
        let shown = self.facets().into_iter();
        let shown = shown.filter(|it| !matches!(it, Facet::After | Facet::Before));
        shown
            .map(|facet| Pick {
                name: facet.name(),
                label: label(self.words, facet),
                kind: match facet {
                    Facet::From => "text",
                    it if it.is_day() => "date",
                    _ => "select",
                },
                choices: self
                    .values(facet)
                    .into_iter()
                    .map(|(value, label)| Choice::new(value, label, false))
                    .collect(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn each_facet_is_typed_by_the_word_that_is_shown() {
        for language in Language::ALL {
            let words = Words::new(language, jiff::tz::TimeZone::UTC);
            for facet in Facet::ALL {
                let word = typed(&words, facet);
                assert_eq!(Facet::parse(&word), Some(facet), "{word}");
            }
        }
    }

    #[test]
    fn every_state_has_its_word() {
        let words = Words::new(Language::English, jiff::tz::TimeZone::UTC);
        let mut said: Vec<String> = STATES.iter().map(|it| state(&words, it)).collect();
        said.sort();
        said.dedup();
        assert_eq!(said.len(), STATES.len());
    }
}
