//! Long lists on sheets: looked through by a word once they are more than one takes in at a glance, page by page.

use serde::Deserialize;
use url::form_urlencoded::byte_serialize;

use crate::text::fold::fold;
use crate::web::sheet::{Field, Form, Part, Row, paged};
use crate::words::Words;

/// Rows that need no looking through.
const FEW: usize = 20;

/// Which part of a long list is asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Browsed {
    pub q: String,
    /// From 1.
    pub page: usize,
}

impl Browsed {
    /// Where the other pages of the same are.
    fn place(&self, place: &str) -> String {
        if self.q.trim().is_empty() {
            return place.to_owned();
        }
        let q: String = byte_serialize(self.q.trim().as_bytes()).collect();
        let more = if place.contains('?') { '&' } else { '?' };
        format!("{place}{more}q={q}")
    }
}

/// A list at `place`: a field to find in it, its rows, and the ways to its other pages. `said` is what is looked through
/// of each, `none` says that there is none at all.
pub fn list<T>(
    words: &Words,
    (place, asked): (&str, &Browsed),
    mut all: Vec<T>,
    (said, row): (impl Fn(&T) -> String, impl FnMut(&T) -> Row),
    none: &str,
) -> Vec<Part> {
    if all.is_empty() {
        return vec![Part::Text(words.t(none))];
    }
    let wanted = fold(asked.q.trim());
    let finds = all.len() > FEW || !wanted.is_empty();
    all.retain(|it| fold(&said(it)).contains(&wanted));
    let (shown, pager) = paged(all, asked.page, &asked.place(place), words);
    let mut parts = Vec::new();
    parts.extend(finds.then(|| Part::Form(find(words, place, &asked.q))));
    parts.push(if shown.is_empty() {
        Part::Text(words.t("list-no-match"))
    } else {
        Part::Rows(shown.iter().map(row).collect())
    });
    parts.push(pager);
    parts
}

/// Rows of a page to choose from.
pub const CHOOSES: usize = 100;

/// Leaves as many as are looked over; what is to be known of the others, or nothing.
pub fn cut_at<T>(words: &Words, all: &mut Vec<T>, most: usize) -> String {
    if all.len() <= most {
        return String::new();
    }
    all.truncate(most);
    words.t_n("list-cut", most)
}

fn find(words: &Words, place: &str, q: &str) -> Form {
    let (path, query) = place.split_once('?').unwrap_or((place, ""));
    let mut fields: Vec<Field> = query
        .split('&')
        .filter_map(|it| it.split_once('='))
        .map(|(name, value)| Field::hidden(name, value))
        .collect();
    fields.push(Field::input("search", "q", words.t("list-find"), q));
    Form::new(path, words.t("nav-search"), fields)
        .by_get()
        .inline()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    /// How many rows are shown, whether one can look through them, and where the next page is.
    fn seen(n: usize, q: &str, page: usize) -> (usize, bool, String) {
        let words = Words::for_reader("en", "UTC");
        let all: Vec<String> = (0..n).map(|it| format!("Envíos {it:04}")).collect();
        let asked = Browsed {
            q: q.to_owned(),
            page,
        };
        let row = |it: &String| Row {
            title: it.clone(),
            ..Row::default()
        };
        let parts = list(
            &words,
            ("/p?of=tags", &asked),
            all,
            (String::clone, row),
            "none",
        );
        let mut out = (0, false, String::new());
        for it in parts {
            match it {
                Part::Rows(rows) => out.0 = rows.len(),
                Part::Form(form) => out.1 = form.get && form.fields.len() == 2,
                Part::Pager(it) => out.2 = it.older.map(|it| it.href).unwrap_or_default(),
                _ => {}
            }
        }
        out
    }

    #[test]
    fn few_are_shown_and_many_are_found_and_paged() {
        assert_eq!(seen(0, "", 1), (0, false, String::new()));
        assert_eq!(seen(1, "", 1), (1, false, String::new()));
        assert_eq!(seen(1, "no", 1), (0, true, String::new()));
        assert_eq!(
            seen(1_000, "", 1),
            (100, true, "/p?of=tags&page=2".to_owned())
        );
        assert_eq!(seen(1_000, "", 10), (100, true, String::new()));
        let (n, _, next) = seen(1_000, "ENVIOS 0", 1);
        assert_eq!((n, next.as_str()), (100, "/p?of=tags&q=ENVIOS+0&page=2"));
        assert_eq!(seen(1_000, "0999", 1).0, 1);
    }
}
