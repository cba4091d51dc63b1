//! What followed on each transition that says that they had to repeat.

use crate::domain::time::Span;
use crate::reports::repeats::{
    Comment, Confidence, Evidence, Saying, Signal, Spoken, Talk, Transition,
};
use crate::text::fold::words;
use crate::text::repeat::Datum;
use crate::text::repeat::asked::{asked, asked_for, is_one_of};
use crate::text::repeat::given::{given, holds};
use crate::text::repeat::says_so;
use crate::text::repeat::shingles::{NEARLY_THE_SAME, SAME, Shingles};

/// Own messages before that are compared, newest first.
const COMPARED: usize = 200;
/// What is kept of one transition.
const MOST: usize = 5;
/// The same once more so soon is a page that was loaded again or a message that was sent again, and no repetition.
const RESENT: Span = Span::minutes(10);

/// Something they had written, ready to be compared.
struct Own<'a> {
    it: &'a Spoken,
    shingles: Shingles,
}

pub(super) fn find<'a>(
    talk: &'a Talk,
    found: &[Transition],
) -> Vec<(Transition, Vec<Evidence<'a>>)> {
    if found.is_empty() {
        return Vec::new();
    }
    let theirs = talk.before.iter().chain(&talk.spoken).filter(|it| it.asks);
    let own: Vec<Own<'a>> = theirs
        .map(|it| Own {
            it,
            shingles: Shingles::of(&it.text),
        })
        .collect();
    let ends = found.iter().skip(1).map(|it| Some(it.at));
    let ends = ends.chain(std::iter::once(None));
    let all = found.iter().zip(ends).map(|(transition, end)| {
        let within = |at| at >= transition.at && end.is_none_or(|end| at < end);
        let mut out = Vec::new();
        for it in talk.spoken.iter().filter(|it| within(it.at)) {
            out.extend(theirs_of(&own, transition, it));
            out.extend(ours_of(talk, &own, it));
            if out.len() >= MOST {
                break;
            }
        }
        let comments = talk.comments.iter().filter(|it| within(it.at));
        out.extend(comments.filter_map(of_comment));
        out.truncate(MOST);
        (*transition, out)
    });
    all.collect()
}

fn of_comment(it: &Comment) -> Option<Evidence<'_>> {
    says_so(&it.text, None).then_some(Evidence {
        signal: Signal::Survey,
        confidence: Confidence::High,
        at: it.at,
        said: Saying::Comment(it),
        before: None,
    })
}

/// What a message of theirs says of it.
fn theirs_of<'a>(own: &[Own<'a>], transition: &Transition, it: &'a Spoken) -> Option<Evidence<'a>> {
    if !it.asks {
        return None;
    }
    let place = own.iter().position(|one| std::ptr::eq(one.it, it))?;
    let earlier = own.get(..place).unwrap_or_default();
    let earlier = earlier.iter().rev().filter(|one| one.it.at < transition.at);
    let mine = own.get(place).map(|one| &one.shingles)?;
    let compared = earlier.clone().take(COMPARED);
    let alike = compared
        .map(|one| (mine.likeness(&one.shingles), one.it))
        .filter(|(likeness, before)| *likeness >= SAME && !is_resent(before, it))
        .max_by_key(|(likeness, before)| (*likeness, before.at));
    let before = alike.map(|it| it.1);
    let last = || {
        earlier
            .clone()
            .map(|one| one.it)
            .find(|it| given(&it.text).contains(&Datum::Matter))
    };
    let (signal, confidence, before) = match alike {
        _ if it.marked => (Signal::Marked, Confidence::Certain, before.or_else(last)),
        _ if says_so(&it.text, None) => (Signal::SaysSo, Confidence::High, before.or_else(last)),
        Some((likeness, _)) if likeness >= NEARLY_THE_SAME => {
            (Signal::Restated, Confidence::High, before)
        }
        Some(_) => (Signal::Restated, Confidence::Medium, before),
        None => return None,
    };
    Some(Evidence {
        signal,
        confidence,
        at: it.at,
        said: Saying::Message(it),
        before,
    })
}

fn is_resent(before: &Spoken, it: &Spoken) -> bool {
    before.text.trim() == it.text.trim() && it.at.since(before.at) < RESENT
}

/// What a message of ours asks for that was there.
fn ours_of<'a>(talk: &'a Talk, own: &[Own<'a>], it: &'a Spoken) -> Vec<Evidence<'a>> {
    if !it.answers {
        return Vec::new();
    }
    let wanted = asked(&it.text)
        .into_iter()
        .map(|one| (one.datum, one.sentence));
    let earlier = || {
        own.iter()
            .rev()
            .filter(|one| one.it.at < it.at)
            .map(|one| one.it)
    };
    let mut out: Vec<Evidence<'a>> = Vec::new();
    for (datum, sentence) in wanted {
        if is_one_of(&sentence, &talk.required) {
            continue;
        }
        let said = earlier().find(|one| gave(talk, datum, &one.text));
        let on_file = talk
            .on_file
            .iter()
            .any(|file| file.0 == datum && file.1 < it.at);
        if said.is_some() || on_file {
            out.push(evidence(datum, it, said));
        }
    }
    for (label, value) in &talk.fields {
        let Some(sentence) = asked_for(&it.text, label) else {
            continue;
        };
        let said = earlier().find(|one| holds(&one.text, value));
        if said.is_some() && !is_one_of(&sentence, &talk.required) {
            out.push(evidence(Datum::Attribute, it, said));
        }
    }
    out
}

/// Whether a text gives a datum; one that the file holds, also without saying what it is.
fn gave(talk: &Talk, datum: Datum, text: &str) -> bool {
    let mut known = talk.values.iter().filter(|it| it.0 == datum);
    given(text).contains(&datum) || known.any(|it| holds(text, &it.1))
}

fn evidence<'a>(datum: Datum, it: &'a Spoken, before: Option<&'a Spoken>) -> Evidence<'a> {
    let is_plain = datum != Datum::Matter && before.is_some();
    Evidence {
        signal: Signal::Asked(datum),
        confidence: if is_plain {
            Confidence::High
        } else {
            Confidence::Medium
        },
        at: it.at,
        said: Saying::Message(it),
        before,
    }
}

/// The folded words of a question, as they are looked for.
#[must_use]
pub fn folded(question: &str) -> String {
    words(question).join(" ")
}
