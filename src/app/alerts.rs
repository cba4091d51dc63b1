//! What an alert says outside Lobby: that something is wrong and where to look, and not a word of a customer's.

use crate::domain::error::Result;
use crate::domain::monitor::alert::{Gathered, Threshold};
use crate::domain::notice::NoticeKind;
use crate::store::Look;
use crate::words::{Arg, Words};

/// A message to an outlet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub text: String,
    pub url: String,
    /// The number of the conversation, when it is of one.
    pub number: Option<u64>,
}

/// What is said, in the language of the business. `url`: where Lobby is.
///
/// # Errors
/// The store's.
pub fn text(look: &Look<'_>, told: &Gathered, url: &str) -> Result<Text> {
    let business = look.business()?.unwrap_or_default();
    let words = Words::for_reader(&business.language, &business.time_zone);
    let found = told.conversation.map(|id| look.conversation(id));
    let number = found.transpose()?.flatten().map(|it| it.number);
    let path = number.map_or_else(|| "/live".to_owned(), |n| format!("/c/{n}"));
    let mut lines = vec![business.name.clone()];
    if told.test {
        lines.push(words.t("alert-test"));
    }
    for (kind, n) in &told.kinds {
        lines.push(line(look, &words, told, (*kind, *n))?);
    }
    if let Some(n) = number {
        lines.push(format!("#{n}"));
    }
    lines.retain(|it| !it.is_empty());
    Ok(Text {
        text: lines.join("\n"),
        url: format!("{}{path}", url.trim_end_matches('/')),
        number,
    })
}

fn line(
    look: &Look<'_>,
    words: &Words,
    told: &Gathered,
    (kind, n): (NoticeKind, u32),
) -> Result<String> {
    if let (NoticeKind::Threshold, Some((id, figure))) = (kind, told.threshold)
        && let Some(it) = look.threshold(id)?
    {
        return said(look, words, &it, Some(figure));
    }
    let name = kind.name().replace('_', "-");
    let args = [("n", Arg::Number(i64::from(n)))];
    Ok(words.t_with(&format!("alert-{name}"), &args))
}

/// "Sales: 10 customers may wait without an answer; now 12 do", or, where no figure is told, what may be.
///
/// # Errors
/// The store's.
pub fn said(look: &Look<'_>, words: &Words, it: &Threshold, n: Option<u32>) -> Result<String> {
    let team = it.team.map(|id| look.team(id)).transpose()?.flatten();
    let team = team.map(|it| it.name).unwrap_or_default();
    let args = [
        ("n", Arg::Number(i64::from(n.unwrap_or_default()))),
        ("above", Arg::Number(i64::from(it.above))),
    ];
    let name = it.measure.name();
    let key = match n {
        Some(_) => format!("threshold-{name}-said"),
        None => format!("threshold-rule-{name}"),
    };
    let what = words.t_with(&key, &args);
    Ok(if team.is_empty() {
        what
    } else {
        format!("{team}: {what}")
    })
}
