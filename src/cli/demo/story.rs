//! Who plays in the pretend company and what they say: read from `templates/demo/`, a folder a company, a file a language.

use serde::Deserialize;

use crate::cli::demo::letter::Enclosed;
use crate::words::Language;

/// Names a company, a language and what is told there.
macro_rules! told {
    ($($company:literal $language:literal)*) => {
        [$(($company, $language, include_str!(concat!(
            "../../../templates/demo/", $company, "/", $language, ".toml"
        )))),*]
    };
}

/// Every company in every language it is played in.
const CASTS: [(&str, &str, &str); 16] = told! {
    "clinic" "en" "clinic" "es" "clinic" "pt-BR" "clinic" "id"
    "shop" "en" "shop" "es" "shop" "pt-BR" "shop" "id"
    "isp" "en" "isp" "es" "isp" "pt-BR" "isp" "id"
    "collections" "en" "collections" "es" "collections" "pt-BR" "collections" "id"
};

/// A company and the stories of its customers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cast {
    /// `clinic`, `shop`, `isp` or `collections`: of the choice, not of the file.
    #[serde(skip)]
    pub company: &'static str,
    /// A BCP 47 tag: what customers and people of the company write in.
    #[serde(skip)]
    pub language: &'static str,
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
    /// Who you are when you write as a customer yourself.
    pub you: String,
    /// What a customer says who has nothing else to say.
    pub thanks: String,
    /// What a customer says who was left without an answer a second time.
    pub angry: String,
    /// Approved messages of WhatsApp; `{{1}}` is the customer's name.
    pub follow_up: String,
    pub ready: String,
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
    /// A photo comes with the first message.
    #[serde(default)]
    pub photo: bool,
    /// A voice note comes with the first message.
    #[serde(default)]
    pub voice: bool,
}

/// How a customer writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    Mail,
    WhatsApp,
    Telegram,
    Chat,
}

/// A customer with a matter: one of the stories, told by one of the names.
#[derive(Debug, Clone)]
pub struct Player {
    pub name: String,
    pub via: Via,
    /// Of mail; digits of a number or of a bot's chat; what a visitor's pass is made from.
    pub address: String,
    pub story: Story,
}

impl Via {
    /// In the order in which they are offered.
    pub const ALL: [Via; 4] = [Via::WhatsApp, Via::Telegram, Via::Chat, Via::Mail];

    /// Everybody keeps to one way; most write mails.
    fn of(name: usize) -> Self {
        match name % 7 {
            1 | 5 => Via::WhatsApp,
            2 => Via::Chat,
            4 => Via::Telegram,
            _ => Via::Mail,
        }
    }

    /// Names it in addresses and forms.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Via::Mail => "mail",
            Via::WhatsApp => "whatsapp",
            Via::Telegram => "telegram",
            Via::Chat => "chat",
        }
    }

    fn address(self, nth: usize, name: &str) -> String {
        match self {
            Via::Mail => mail_address(name),
            // Numbers kept for fiction: 202-555-0100 to 0199.
            Via::WhatsApp => format!("120255501{:02}", nth % 100),
            Via::Telegram => (700_000 + nth).to_string(),
            Via::Chat => format!("visitor-{}", address_part(name)),
        }
    }
}

impl Story {
    /// What comes with its first message.
    #[must_use]
    pub fn with(&self) -> Enclosed {
        match (self.voice, self.photo) {
            (true, _) => Enclosed::Voice,
            (false, true) => Enclosed::Photo,
            (false, false) => Enclosed::Nothing,
        }
    }
}

/// Where a customer gets mail.
#[must_use]
pub fn mail_address(name: &str) -> String {
    format!("{}@mail.example", address_part(name))
}

impl Cast {
    /// The cast of a company in a language; `pt` is as good as `pt-BR`.
    ///
    /// # Errors
    /// A sentence that names what there is.
    pub fn of(company: &str, language: &str) -> Result<Self, String> {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
        let found = CASTS.iter().find(|(which, spoken, _)| {
            *which == company
                && (spoken.eq_ignore_ascii_case(language) || primary(spoken) == language)
        });
        let (company, language, text) = found.ok_or_else(|| {
            let listed = |of: fn(&(&'static str, &'static str, &str)) -> &'static str| {
                let mut all: Vec<_> = CASTS.iter().map(of).collect();
                all.sort_unstable();
                all.dedup();
                all.join(", ")
            };
            format!(
                "there is no demo of {company} in {language}; --company: {}; --language: {}",
                listed(|it| it.0),
                listed(|it| it.1)
            )
        })?;
        let cast: Cast = toml::from_str(text)
            .map_err(|err| format!("templates/demo/{company}/{language}.toml: {err}"))?;
        Ok(Cast {
            company,
            language,
            ..cast
        })
    }

    /// The language of the screens: the company's, or English while Lobby does not speak it.
    #[must_use]
    pub fn screens(&self) -> &'static str {
        Language::parse(self.language).code()
    }

    /// Where you are reached when you write as a customer yourself.
    #[must_use]
    pub fn your_address(&self, via: Via) -> String {
        // No name of the cast comes so far.
        via.address(99, &self.you)
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
    use crate::setup::country;

    fn all() -> impl Iterator<Item = Cast> {
        CASTS.iter().map(|it| Cast::of(it.0, it.1).unwrap())
    }

    #[test]
    fn every_company_is_played_in_every_language() {
        for company in ["clinic", "shop", "isp", "collections"] {
            for language in ["en", "es", "pt-BR", "id"] {
                let cast = Cast::of(company, language).unwrap();
                assert_eq!((cast.company, cast.language), (company, language));
            }
        }
        assert_eq!(all().count(), 16);
        assert_eq!(Cast::of("shop", "pt-br").unwrap().language, "pt-BR");
        assert_eq!(Cast::of("shop", "pt").unwrap().language, "pt-BR");
        let refused = Cast::of("bakery", "en").unwrap_err();
        assert!(
            refused.contains("clinic, collections, isp, shop"),
            "{refused}"
        );
        assert!(Cast::of("shop", "xx").is_err());
    }

    #[test]
    fn every_cast_is_whole() {
        for cast in all() {
            let at = format!("{} {}", cast.company, cast.language);
            assert!(cast.stories.len() >= 12 && cast.names.len() >= 44, "{at}");
            assert!(cast.colleagues.len() >= 2 && cast.tags.len() >= 4, "{at}");
            for it in [&cast.business, &cast.you, &cast.thanks, &cast.angry] {
                assert!(!it.is_empty() && !it.contains('{'), "{at}: {it}");
            }
            for it in [&cast.follow_up, &cast.ready] {
                assert_eq!(it.matches("{{1}}").count(), 1, "{at}: {it}");
            }
            assert!(country::find(&cast.country).is_some(), "{at}");
            assert!(jiff::tz::TimeZone::get(&cast.time_zone).is_ok(), "{at}");
            for story in &cast.stories {
                let tag = story.tag.as_ref();
                assert!(cast.teams.contains(&story.team), "{at}: {}", story.subject);
                assert!(tag.is_none_or(|it| cast.tags.contains(it)), "{at}");
                assert!(
                    !story.subject.contains('{') && !story.then.is_empty(),
                    "{at}"
                );
                assert!(!story.ignored.is_empty(), "{at}: {}", story.subject);
            }
            for has in [
                |it: &Story| it.photo,
                |it: &Story| it.voice,
                |it: &Story| it.urgent,
            ] {
                assert!(cast.stories.iter().any(has), "{at}");
            }
        }
    }

    #[test]
    fn every_cast_is_at_home_where_its_language_is_spoken() {
        for cast in all() {
            let homes: &[&str] = match cast.language {
                "en" => &["US", "GB"],
                "es" => &["CO", "MX", "PE"],
                "pt-BR" => &["BR"],
                _ => &["ID"],
            };
            assert!(homes.contains(&&*cast.country), "{}", cast.business);
            let texts: String = cast.stories.iter().map(|it| format!("{it:?}")).collect();
            let money: &[&str] = match &*cast.country {
                "US" => &["$", " dollars"],
                "GB" => &["£"],
                "BR" => &["R$ "],
                "ID" => &["Rp"],
                "PE" => &["S/ "],
                "MX" => &["$"],
                _ => &["pesos", "60.000"],
            };
            assert!(
                money.iter().any(|it| texts.contains(it)),
                "{}",
                cast.business
            );
        }
    }

    #[test]
    fn players_differ_and_their_texts_are_filled_in() {
        for cast in all() {
            differ(&cast);
        }
    }

    fn differ(cast: &Cast) {
        let all: Vec<_> = (0..cast.names.len())
            .map(|n| cast.player(n).unwrap())
            .collect();
        for it in &all {
            assert!(it.address.is_ascii(), "{}", it.address);
            let texts = [&it.story.opens, &it.story.answer, &it.story.ignored];
            for text in texts.into_iter().chain(&it.story.then) {
                assert!(!text.contains('{'), "{text}");
            }
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
