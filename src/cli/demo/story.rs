//! Who plays in the pretend company and what they say: read from `templates/demo/`, one file a language.

use serde::Deserialize;

/// A company and the stories of its customers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cast {
    pub business: String,
    pub country: String,
    pub time_zone: String,
    /// Whoever watches the demo logs in as this person.
    pub owner: String,
    pub colleagues: Vec<String>,
    pub teams: Vec<String>,
    pub tags: Vec<String>,
    /// Customers, first and last name.
    pub names: Vec<String>,
    /// What a customer says who has nothing else to say.
    pub thanks: String,
    pub newsletter_from: String,
    pub newsletter_subject: String,
    pub newsletter_text: String,
    pub stories: Vec<Story>,
}

/// A customer's matter. `{first}` and `{order}` stand for the customer's first name and a number.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    pub subject: String,
    pub opens: String,
    /// What a colleague answers.
    pub answer: String,
    /// What the customer says after each answer.
    pub then: Vec<String>,
    /// What the customer says whom nobody answers.
    pub ignored: String,
    pub team: String,
    #[serde(default)]
    pub tag: Option<String>,
    #[serde(default)]
    pub urgent: bool,
    /// A photo comes with the first mail.
    #[serde(default)]
    pub photo: bool,
}

/// How a customer writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    Mail,
    WhatsApp,
    Telegram,
}

/// A customer with a matter: one of the stories, told by one of the names.
#[derive(Debug, Clone)]
pub struct Player {
    pub name: String,
    pub via: Via,
    /// Of mail; digits of a number or of a chat.
    pub address: String,
    pub story: Story,
}

impl Via {
    /// Everybody keeps to one way; most write mails.
    fn of(name: usize) -> Self {
        match name % 5 {
            1 | 3 => Via::WhatsApp,
            4 => Via::Telegram,
            _ => Via::Mail,
        }
    }

    fn address(self, nth: usize, name: &str) -> String {
        match self {
            Via::Mail => mail_address(name),
            // Numbers kept for fiction: 202-555-0100 to 0199.
            Via::WhatsApp => format!("120255501{:02}", nth % 100),
            Via::Telegram => (700_000 + nth).to_string(),
        }
    }
}

/// Where a customer gets mail.
#[must_use]
pub fn mail_address(name: &str) -> String {
    format!("{}@mail.example", address_part(name))
}

impl Cast {
    /// The cast of a language.
    ///
    /// # Errors
    /// A sentence that names the languages there are.
    pub fn of(language: &str) -> Result<Self, String> {
        let text = match language {
            "en" => include_str!("../../../templates/demo/en.toml"),
            "es" => include_str!("../../../templates/demo/es.toml"),
            other => {
                return Err(format!(
                    "--language {other}: the demo speaks en and es so far"
                ));
            }
        };
        toml::from_str(text).map_err(|err| format!("templates/demo/{language}.toml: {err}"))
    }

    /// The `n`th customer; the names come again when all have played, each time with another matter.
    #[must_use]
    pub fn player(&self, n: usize) -> Option<Player> {
        let (names, stories) = (self.names.len().max(1), self.stories.len().max(1));
        let nth = n % names;
        let (name, via) = (self.names.get(nth)?, Via::of(nth));
        let round = n / names;
        let story = self.stories.get((n + round) % stories)?;
        let first = name.split(' ').next().unwrap_or_default();
        let order = (4_000 + n).to_string();
        let fill = |text: &str| text.replace("{first}", first).replace("{order}", &order);
        Some(Player {
            address: via.address(nth, name),
            name: name.clone(),
            via,
            story: Story {
                opens: fill(&story.opens),
                answer: fill(&story.answer),
                then: story.then.iter().map(|it| fill(it)).collect(),
                ignored: fill(&story.ignored),
                ..story.clone()
            },
        })
    }
}

/// The part of an address before the @, made of a name: `Óscar Peña` is `oscar.pena`.
#[must_use]
pub fn address_part(name: &str) -> String {
    crate::text::fold::fold(name).replace(' ', ".")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_cast_is_whole() {
        for language in ["en", "es"] {
            let cast = Cast::of(language).unwrap();
            assert!(cast.stories.len() >= 10 && cast.colleagues.len() >= 2);
            for story in &cast.stories {
                assert!(cast.teams.contains(&story.team), "{}", story.subject);
                let tag = story.tag.as_ref();
                assert!(tag.is_none_or(|it| cast.tags.contains(it)));
                assert!(!story.then.is_empty() && !story.ignored.is_empty());
            }
        }
        assert!(Cast::of("xx").is_err());
    }

    #[test]
    fn players_differ_and_their_texts_are_filled_in() {
        let cast = Cast::of("es").unwrap();
        let all: Vec<_> = (0..cast.names.len())
            .map(|n| cast.player(n).unwrap())
            .collect();
        for it in &all {
            assert!(it.address.is_ascii(), "{}", it.address);
            assert!(!it.story.answer.contains('{') && !it.story.opens.contains('{'));
        }
        let mut addresses: Vec<_> = all.iter().map(|it| &it.address).collect();
        addresses.sort();
        addresses.dedup();
        assert_eq!(addresses.len(), all.len());
        let again = cast.player(cast.names.len()).unwrap();
        assert_eq!(again.name, cast.player(0).unwrap().name);
        assert_ne!(again.story.subject, cast.player(0).unwrap().story.subject);
    }
}
