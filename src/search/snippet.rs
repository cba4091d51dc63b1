//! A piece of a text around what was looked for, with it marked.

use crate::search::words::Wanted;
use crate::text::fold;

/// How much of a text is looked through for the place to show, bytes.
const LOOKED_THROUGH: usize = 16_384;
/// What is shown before the first mark, and in all; characters.
const BEFORE: usize = 50;
const SHOWN: usize = 180;

/// A run of text, marked when it is what was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub marked: bool,
}

/// The part of `text` around the first hit, or its beginning when nothing of it is one (the hit was in the
/// subject, or in a file's name).
pub(super) fn snippet(text: &str, wanted: &[&Wanted]) -> Vec<Piece> {
    let text = beginning(text, LOOKED_THROUGH);
    let is_hit = |word: &str| {
        let folded = fold::fold(word);
        wanted.iter().any(|it| it.fits(&folded))
    };
    let found = runs(text).find(|(_, run)| is_word(run) && is_hit(run));
    let start = found.map_or(0, |(at, _)| start_before(text, at));
    let shown = text.get(start..).unwrap_or_default();
    let end = shown
        .char_indices()
        .nth(SHOWN)
        .map_or(shown.len(), |(at, _)| at);
    let is_cut = end < shown.len();
    let mut out: Vec<Piece> = Vec::new();
    if start > 0 {
        push(&mut out, "… ", false);
    }
    for (_, run) in runs(shown.get(..end).unwrap_or_default()) {
        let marked = is_word(run) && is_hit(run);
        push(&mut out, run, marked);
    }
    if is_cut {
        push(&mut out, "…", false);
    }
    out
}

fn push(out: &mut Vec<Piece>, run: &str, marked: bool) {
    let one_line: String = if run.contains(char::is_whitespace) {
        run.split_inclusive(char::is_whitespace)
            .map(|it| it.replace(char::is_whitespace, " "))
            .collect()
    } else {
        run.to_owned()
    };
    match out.last_mut() {
        Some(last) if last.marked == marked => last.text.push_str(&one_line),
        _ => out.push(Piece {
            text: one_line,
            marked,
        }),
    }
}

fn beginning(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at));
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// Where to begin showing: some characters before the hit, at the beginning of a word.
fn start_before(text: &str, hit: usize) -> usize {
    let before = text.get(..hit).unwrap_or_default();
    let Some((from, _)) = before.char_indices().rev().nth(BEFORE) else {
        return 0;
    };
    let rest = before.get(from..).unwrap_or_default();
    let next_word = rest
        .char_indices()
        .skip_while(|(_, it)| !it.is_whitespace())
        .find(|(_, it)| !it.is_whitespace());
    next_word.map_or(hit, |(at, _)| from + at)
}

fn is_word(run: &str) -> bool {
    run.chars().next().is_some_and(char::is_alphanumeric)
}

/// Runs of letters and digits (with the marks that follow them) and of everything else, with where they begin.
fn runs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let first = rest.chars().next()?;
        let in_word = first.is_alphanumeric();
        let len = rest
            .char_indices()
            .find(|(_, it)| in_word != (it.is_alphanumeric() || (in_word && is_mark(*it))))
            .map_or(rest.len(), |(len, _)| len);
        let run = (at, rest.get(..len)?);
        at += len;
        Some(run)
    })
}

/// A combining accent, as decomposed text has them.
fn is_mark(it: char) -> bool {
    matches!(it, '\u{300}'..='\u{36F}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::words::wanted;

    fn shown(text: &str, query: &str) -> String {
        let wanted = wanted(query);
        let wanted: Vec<_> = wanted.iter().collect();
        let pieces = snippet(text, &wanted);
        let marked = pieces.iter().map(|it| {
            if it.marked {
                format!("[{}]", it.text)
            } else {
                it.text.clone()
            }
        });
        marked.collect()
    }

    #[test]
    fn what_was_looked_for_is_marked_as_it_was_written() {
        for (text, query, expected) in [
            ("Olá João!", "joao", "Olá [João]!"),
            ("Jose\u{301} y\n\nAna", "jose", "[Jose\u{301}] y  Ana"),
            ("mis facturas", "factura", "mis [facturas]"),
            ("nothing here", "other", "nothing here"),
            ("", "x", ""),
        ] {
            assert_eq!(shown(text, query), expected);
        }
    }

    #[test]
    fn a_long_text_is_shown_around_the_hit() {
        let text = format!("{} refund {}", "before ".repeat(100), "after ".repeat(100));
        let shown = shown(&text, "refund");
        assert!(shown.starts_with("… before"), "{shown}");
        assert!(shown.contains("[refund] after"), "{shown}");
        assert!(
            shown.ends_with('…') && shown.chars().count() < 200,
            "{shown}"
        );
    }
}
