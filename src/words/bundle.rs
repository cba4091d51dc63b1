//! The Fluent files, each language's parsed once, when it is first spoken: most desks speak one or two.

use std::collections::HashMap;
use std::sync::{OnceLock, PoisonError, RwLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use rust_embed::RustEmbed;
use unic_langid::LanguageIdentifier;

#[derive(RustEmbed)]
#[folder = "templates/words"]
struct Files;

/// A language Lobby speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Spanish as spoken in Latin America.
    Spanish,
    /// Portuguese as spoken in Brazil.
    Portuguese,
    /// Indonesian.
    Indonesian,
}

impl Language {
    /// Every language, in the order a switcher shows them.
    pub const ALL: [Self; 4] = [
        Self::English,
        Self::Spanish,
        Self::Portuguese,
        Self::Indonesian,
    ];

    /// The language of a BCP 47 tag; English when Lobby does not speak it.
    #[must_use]
    pub fn parse(tag: &str) -> Self {
        Self::spoken(tag).unwrap_or_default()
    }

    /// The language of a BCP 47 tag, if Lobby speaks it in any of its regions: who asks for `pt-PT` reads Brazil's.
    #[must_use]
    pub fn spoken(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().trim();
        if primary.eq_ignore_ascii_case(OLD_INDONESIAN) {
            return Some(Self::Indonesian);
        }
        Self::ALL
            .into_iter()
            .find(|it| it.primary().eq_ignore_ascii_case(primary))
    }

    /// The first language of an `Accept-Language` header that Lobby speaks; English when none is.
    #[must_use]
    pub fn accepted(header: &str) -> Self {
        Self::wished(header).unwrap_or_default()
    }

    /// The first language of an `Accept-Language` header that Lobby speaks.
    #[must_use]
    pub fn wished(header: &str) -> Option<Self> {
        let mut wanted: Vec<(u16, &str)> = header
            .split(',')
            .filter_map(|it| {
                let mut parts = it.split(';');
                let tag = parts.next()?.trim();
                let weight = parts
                    .find_map(|p| p.trim().strip_prefix("q="))
                    .map_or(1000, |q| thousandths(q.trim()));
                Some((weight, tag))
            })
            .collect();
        wanted.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        wanted.into_iter().find_map(|(_, tag)| Self::spoken(tag))
    }

    /// The code used in `<html lang>`, in cookies and in the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
            Self::Portuguese => "pt-BR",
            Self::Indonesian => "id",
        }
    }

    /// The part of the code every region of the language shares, as in `pt`.
    #[must_use]
    pub fn primary(self) -> &'static str {
        self.code().split('-').next().unwrap_or_default()
    }

    /// The direction it is written in, as `dir` has it.
    #[must_use]
    pub fn dir(self) -> &'static str {
        match self {
            Self::English | Self::Spanish | Self::Portuguese | Self::Indonesian => "ltr",
        }
    }

    /// What the language calls itself.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Spanish => "Español",
            Self::Portuguese => "Português (Brasil)",
            Self::Indonesian => "Bahasa Indonesia",
        }
    }

    fn id(self) -> LanguageIdentifier {
        self.code().parse().unwrap_or_default()
    }
}

/// What Indonesian was called before ISO 639 changed in 1989; Java, and so old Android, still says so.
const OLD_INDONESIAN: &str = "in";

/// `0.8` as 800; what is no weight counts as 1 (RFC 9110, 12.4.2).
fn thousandths(q: &str) -> u16 {
    let mut digits = q.chars().filter(char::is_ascii_digit);
    let whole = digits.next().and_then(|c| c.to_digit(10)).unwrap_or(1);
    let mut value = whole.min(1) * 1000;
    for unit in [100, 10, 1] {
        value += digits.next().and_then(|c| c.to_digit(10)).unwrap_or(0) * unit;
    }
    u16::try_from(value.min(1000)).unwrap_or(1000)
}

/// The sentences of one language.
struct Sentences {
    bundle: FluentBundle<FluentResource>,
    /// Those asked for without arguments, made once: a page says two hundred of them.
    plain: RwLock<HashMap<String, String>>,
}

impl Sentences {
    fn said(&self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        if args.is_some() {
            return self.formatted(key, args);
        }
        let plain = self.plain.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = plain.get(key) {
            return Some(known.clone());
        }
        drop(plain);
        let text = self.formatted(key, None)?;
        let mut plain = self.plain.write().unwrap_or_else(PoisonError::into_inner);
        plain.insert(key.to_owned(), text.clone());
        Some(text)
    }

    fn formatted(&self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut ignored = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut ignored);
        Some(text.into_owned())
    }
}

fn of(language: Language) -> &'static Sentences {
    static ENGLISH: OnceLock<Sentences> = OnceLock::new();
    static SPANISH: OnceLock<Sentences> = OnceLock::new();
    static PORTUGUESE: OnceLock<Sentences> = OnceLock::new();
    static INDONESIAN: OnceLock<Sentences> = OnceLock::new();
    let its = match language {
        Language::English => &ENGLISH,
        Language::Spanish => &SPANISH,
        Language::Portuguese => &PORTUGUESE,
        Language::Indonesian => &INDONESIAN,
    };
    its.get_or_init(|| load(language))
}

/// A file with a mistake still gives the sentences that parse; a test holds that there is none.
fn load(language: Language) -> Sentences {
    let mut bundle = FluentBundle::new_concurrent(vec![language.id()]);
    bundle.set_use_isolating(false);
    for (_, text) in files(language) {
        let resource = match FluentResource::try_new(text) {
            Ok(it) | Err((it, _)) => it,
        };
        bundle.add_resource_overriding(resource);
    }
    Sentences {
        bundle,
        plain: RwLock::default(),
    }
}

fn files(language: Language) -> Vec<(String, String)> {
    let folder = format!("{}/", language.code());
    Files::iter()
        .filter(|it| it.starts_with(&folder) && it.ends_with(".ftl"))
        .filter_map(|name| {
            let file = Files::get(&name)?;
            Some((
                name.into_owned(),
                String::from_utf8_lossy(&file.data).into_owned(),
            ))
        })
        .collect()
}

/// The sentence of `key` in `language`, else in English, else the key.
pub(crate) fn sentence(language: Language, key: &str, args: Option<&FluentArgs<'_>>) -> String {
    of(language)
        .said(key, args)
        .or_else(|| of(Language::English).said(key, args))
        .unwrap_or_else(|| key.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice
    )]

    use std::collections::{BTreeMap, BTreeSet};
    use std::path::{Path, PathBuf};

    use super::*;

    /// Key and the arguments its sentence names.
    fn sentences(language: Language) -> BTreeMap<String, BTreeSet<String>> {
        let mut all = BTreeMap::new();
        for (name, text) in files(language) {
            if let Err((_, errors)) = FluentResource::try_new(text.clone()) {
                panic!("{name}: {errors:?}");
            }
            let mut key = String::new();
            for line in text.lines() {
                if let Some((head, _)) = line.split_once(" =")
                    && line.starts_with(|c: char| c.is_ascii_lowercase())
                {
                    key = head.to_owned();
                    assert!(
                        all.insert(key.clone(), BTreeSet::new()).is_none(),
                        "{name}: {key} is there twice"
                    );
                }
                for part in line.split('$').skip(1) {
                    let arg: String = part
                        .chars()
                        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                        .collect();
                    all.get_mut(&key).unwrap().insert(arg);
                }
            }
        }
        all
    }

    #[test]
    fn every_language_has_every_sentence_with_the_same_arguments() {
        let english = sentences(Language::English);
        assert!(english.len() > 100);
        for language in Language::ALL {
            let own = sentences(language);
            let missing: Vec<_> = english.keys().filter(|it| !own.contains_key(*it)).collect();
            let extra: Vec<_> = own.keys().filter(|it| !english.contains_key(*it)).collect();
            assert!(
                missing.is_empty() && extra.is_empty(),
                "{language:?}: missing {missing:?}, extra {extra:?}"
            );
            for (key, args) in &own {
                assert_eq!(args, &english[key], "{language:?}: arguments of {key}");
            }
        }
    }

    /// The variants of every choice in a language: file and key, the variant's name, and its words.
    fn variants(language: Language) -> Vec<(String, String, String)> {
        let mut out = Vec::new();
        for (name, text) in files(language) {
            let mut key = String::new();
            for line in text.lines() {
                if let Some((head, _)) = line.split_once(" =")
                    && line.starts_with(|c: char| c.is_ascii_lowercase())
                {
                    key = head.to_owned();
                }
                let variant = line.trim_start().trim_start_matches('*');
                if let Some((of, words)) =
                    variant.strip_prefix('[').and_then(|it| it.split_once(']'))
                {
                    out.push((format!("{name} {key}"), of.to_owned(), words.to_owned()));
                }
            }
        }
        out
    }

    const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

    /// CLDR's plural categories of a language (cardinals).
    fn plurals(language: Language) -> &'static [&'static str] {
        match language {
            Language::English => &["one", "other"],
            Language::Spanish | Language::Portuguese => &["one", "many", "other"],
            Language::Indonesian => &["other"],
        }
    }

    #[test]
    fn every_choice_is_made_by_the_plurals_of_its_language() {
        for language in Language::ALL {
            let mut wrong = Vec::new();
            for (place, of, words) in variants(language) {
                let plural = CATEGORIES.contains(&of.as_str());
                if plural && !plurals(language).contains(&of.as_str()) {
                    wrong.push(format!("{place}: [{of}] is no plural of it"));
                }
                // Nought is "one" in Brazil: words that say one thing must say how many, or ask for [1].
                if language == Language::Portuguese && of == "one" && !words.contains('$') {
                    wrong.push(format!("{place}: [one] is said of 0 too"));
                }
            }
            assert!(wrong.is_empty(), "{language:?}\n{}", wrong.join("\n"));
        }
        let portuguese = variants(Language::Portuguese);
        assert!(portuguese.iter().any(|(_, of, _)| of == "1"));
        assert!(portuguese.iter().any(|(_, of, _)| of == "one"));
    }

    #[test]
    fn a_sentence_is_in_its_own_language() {
        let said = |language, key: &str| sentence(language, key, None);
        for language in Language::ALL.into_iter().skip(1) {
            let keys = sentences(Language::English);
            let left: Vec<&String> = keys
                .keys()
                .filter(|it| said(Language::English, it).split(' ').count() > 3)
                .filter(|it| said(Language::English, it) == said(language, it))
                .collect();
            assert!(left.is_empty(), "{language:?} says in English: {left:?}");
        }
    }

    fn texts_below(dir: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                texts_below(&path, found);
            } else if path
                .extension()
                .is_some_and(|it| it == "rs" || it == "html" || it == "txt")
            {
                found.push(path);
            }
        }
    }

    /// The keys a source asks for: the first argument of `t(`, `t_n(`, `t_of(`, `t_with(`.
    fn keys_asked(text: &str) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        for call in ["t(\"", "t_n(\"", "t_of(\"", "t_with(\""] {
            for (at, _) in text.match_indices(call) {
                let before = text[..at].chars().next_back().unwrap_or(' ');
                if before == '.' || before == ' ' || before == '(' || before == '{' {
                    let rest = &text[at + call.len()..];
                    keys.insert(rest.split('"').next().unwrap().to_owned());
                }
            }
        }
        keys
    }

    #[test]
    fn every_sentence_asked_for_exists() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut paths = Vec::new();
        texts_below(&root.join("src"), &mut paths);
        texts_below(&root.join("templates"), &mut paths);
        let known = sentences(Language::English);
        let mut missing = Vec::new();
        for path in paths {
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("\n#[cfg(test)]\nmod tests").next().unwrap();
            for key in keys_asked(code) {
                if !known.contains_key(&key) {
                    missing.push(format!("{}: {key}", path.display()));
                }
            }
        }
        assert!(missing.is_empty(), "\n{}\n", missing.join("\n"));
        assert_eq!(keys_asked("{{ page.t(\"a-b\") }} cat(\"no\")").len(), 1);
    }

    /// Keys that are handed around as data before they become a sentence, by how they begin.
    const AS_DATA: [&str; 8] = [
        "\"health-",
        "\"try-",
        "\"test-",
        "\"check-",
        "\"tick-",
        "\"error-",
        "\"parked-",
        "\"send-",
    ];

    #[test]
    fn every_key_handed_around_exists() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut paths = Vec::new();
        texts_below(&root.join("src"), &mut paths);
        let known = sentences(Language::English);
        let (mut seen, mut missing) = (0, BTreeSet::new());
        for path in paths.iter().filter(|it| !it.ends_with("words/bundle.rs")) {
            let text = std::fs::read_to_string(path).unwrap();
            let code = text.split("\n#[cfg(test)]\nmod tests").next().unwrap();
            for start in AS_DATA {
                for (at, _) in code.match_indices(start) {
                    let key = code[at + 1..].split('"').next().unwrap();
                    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
                    if key.chars().all(plain) && !key.ends_with('-') {
                        seen += 1;
                        if !known.contains_key(key) {
                            missing.insert(format!("{}: {key}", path.display()));
                        }
                    }
                }
            }
        }
        assert!(seen > 60, "only {seen} keys were seen");
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn the_browsers_wish_is_heard() {
        assert_eq!(
            Language::accepted("de, es-CO;q=0.8, en;q=0.5"),
            Language::Spanish
        );
        assert_eq!(Language::accepted("en;q=0.2, es;q=0.9"), Language::Spanish);
        assert_eq!(Language::accepted("fr"), Language::English);
        assert_eq!(Language::accepted(""), Language::English);
        for (tag, language) in [
            ("pt", Some(Language::Portuguese)),
            ("pt-BR", Some(Language::Portuguese)),
            ("pt_pt", Some(Language::Portuguese)),
            ("id-ID", Some(Language::Indonesian)),
            ("in", Some(Language::Indonesian)),
            ("it", None),
            ("", None),
        ] {
            assert_eq!(Language::spoken(tag), language, "{tag}");
        }
        assert_eq!(Language::wished("fr, de;q=0.3"), None);
        assert_eq!(
            Language::wished("fr, in-ID;q=0.3"),
            Some(Language::Indonesian)
        );
    }
}
