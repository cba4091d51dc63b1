//! Single keys: which there are, what each does, and what a person chose instead. The page's script knows what to do; which
//! key asks for it is said here alone.

/// What gives a conversation to a team.
pub const TEAM: &str = "team";

/// What can be asked for with a key, the key, and what it is called in `words`. Letters only: marks need Shift, or a
/// third hand, on half of the world's keyboards. `g` begins the names of places and is nobody's.
pub const KEYS: [(&str, &str, &str); 22] = [
    ("next", "j", "key-next"),
    ("previous", "k", "key-previous"),
    ("open", "o", "key-open"),
    ("back", "u", "back-to-list"),
    ("reply", "r", "act-reply"),
    ("note", "n", "act-note"),
    ("canned", "l", "canned-title"),
    ("macro", "m", "macro-title"),
    ("resolve", "e", "act-resolve"),
    ("resolve_stay", "Shift+e", "key-resolve-stay"),
    ("snooze", "h", "act-snooze"),
    ("assign", "a", "act-assign"),
    ("mine", "i", "key-assign-me"),
    (TEAM, "v", "team"),
    ("tag", "t", "tag-add"),
    ("priority", "p", "priority"),
    ("status", "s", "key-status"),
    ("pick", "x", "bulk-start"),
    ("unread", "Shift+u", "act-unread"),
    ("undo", "z", "act-undo"),
    ("search", "q", "nav-search"),
    ("new", "c", "new-conversation"),
];
/// Keys that only move about the page.
pub const VIEW_KEYS: [(&str, &str, &str); 2] =
    [("side", "d", "side-contact"), ("lists", "b", "nav-lists")];
/// Keys that stay as they are, and what they are called.
pub const FIXED: [(&str, &str); 17] = [
    ("Ctrl+K", "palette-title"),
    ("Enter", "key-open"),
    ("Esc", "back-to-list"),
    ("Ctrl+Enter", "act-send"),
    ("Ctrl+Shift+Enter", "act-send-resolve"),
    ("/", "nav-search"),
    (".", "side-contact"),
    ("?", "keys-title"),
    ("G G", "list-changed"),
    ("G I", "list-mine"),
    ("G U", "list-unassigned"),
    ("G A", "list-all-title"),
    ("G Z", "list-snoozed"),
    ("G D", "list-drafts"),
    ("G F", "list-failed"),
    ("G M", "list-mentions"),
    ("G C", "nav-contacts"),
];

/// A choice of somebody's: what is asked for, and by which key; an empty one is none.
pub type Chosen = (String, String);

/// Every key that can be chosen otherwise.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    KEYS.into_iter().chain(VIEW_KEYS)
}

/// The key by which somebody asks for something; empty for none.
#[must_use]
pub fn key_of<'k>(act: &str, chosen: &'k [Chosen]) -> &'k str {
    let own = chosen.iter().find(|it| it.0 == act);
    let usual = || all().find(|it| it.0 == act).map_or("", |it| it.1);
    own.map_or_else(usual, |it| it.1.as_str())
}

/// As it stands on a key: `Shift+e` is `Shift+E`.
#[must_use]
pub fn shown(key: &str) -> String {
    match key.rsplit_once('+') {
        Some((before, letter)) => format!("{before}+{}", letter.to_uppercase()),
        None => key.to_uppercase(),
    }
}

/// A key as somebody wrote it: a letter but `g`, perhaps with Shift; empty for none.
#[must_use]
pub fn read(written: &str) -> Option<String> {
    let written = written.trim().to_lowercase();
    let (shift, letter) = match written.split_once('+') {
        Some((before, letter)) if before.trim() == "shift" => ("Shift+", letter.trim()),
        Some(_) => return None,
        None => ("", written.as_str()),
    };
    let mut letters = letter.bytes();
    match (letters.next(), letters.next()) {
        (None, _) if shift.is_empty() => Some(String::new()),
        (Some(it), None) if it.is_ascii_lowercase() && it != b'g' => {
            Some(format!("{shift}{letter}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_key_is_a_letter_of_its_own() {
        let keys: Vec<_> = all().map(|it| it.1).collect();
        let unlike: BTreeSet<_> = keys.iter().collect();
        assert_eq!(unlike.len(), keys.len());
        for key in keys {
            assert_eq!(read(key).unwrap(), key);
        }
    }

    #[test]
    fn a_key_is_read_as_people_write_it() {
        assert_eq!(read(" J ").unwrap(), "j");
        assert_eq!(read("shift + E").unwrap(), "Shift+e");
        assert_eq!(read("").unwrap(), "");
        for wrong in ["g", "jk", "/", "ñ", "ctrl+j", "shift+", "1"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(shown("Shift+e"), "Shift+E");
    }

    #[test]
    fn what_was_chosen_comes_first() {
        let chosen = [
            ("next".to_owned(), "w".to_owned()),
            ("undo".to_owned(), String::new()),
        ];
        assert_eq!(key_of("next", &chosen), "w");
        assert_eq!(key_of("undo", &chosen), "");
        assert_eq!(key_of("reply", &chosen), "r");
        assert_eq!(key_of("nothing", &chosen), "");
    }
}
