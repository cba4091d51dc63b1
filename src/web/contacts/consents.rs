//! What a person allows, on their page and where a message begins; and the form that writes it down.

use actix_web::web::Path;

use crate::contacts::consents::{self, Said, say as said};
use crate::domain::channel::ChannelKind;
use crate::domain::consent::{Consent, ConsentSource, Purpose};
use crate::domain::error::{Error, Result};
use crate::domain::id::ContactId;
use crate::store::Look;
use crate::web::asker::{Answer, Asker};
use crate::web::contacts::change::{back, parsed};
use crate::web::names::glyph;
use crate::web::settings::{Pairs, first};
use crate::web::view::Choice;
use crate::words::{Arg, Words};

/// Rows of the history shown.
const HISTORY: usize = 20;

/// One yes or no.
#[derive(Debug, Clone)]
pub struct ConsentView {
    pub granted: bool,
    /// What for and where.
    pub text: String,
    /// Since when, how we know, from whom.
    pub how: String,
}

/// All of it on a person's page.
#[derive(Debug, Clone, Default)]
pub struct ConsentsView {
    pub standing: Vec<ConsentView>,
    /// Everything that was ever said, newest first.
    pub history: Vec<ConsentView>,
    pub purposes: Vec<Choice>,
    pub channels: Vec<Choice>,
}

/// Everything a person said.
///
/// # Errors
/// The store's.
pub fn view(asker: &Asker, look: &Look<'_>, contact: ContactId) -> Result<ConsentsView> {
    let words = &asker.words;
    let shown = |it: &Consent| one(words, look, it);
    let standing: Result<_> = consents::standing(look, contact)?
        .iter()
        .map(shown)
        .collect();
    let all = consents::all(look, contact)?;
    let history: Result<_> = all.iter().take(HISTORY).map(shown).collect();
    let purpose = |it: Purpose| {
        let label = words.t(&format!("purpose-{}", it.name()));
        Choice::new(it.name(), label, it == Purpose::Commercial)
    };
    let channel = |it: ChannelKind| Choice::new(it.name(), words.t(glyph(it).1), false);
    let everywhere = Choice::new("", words.t("consent-everywhere"), true);
    let kinds = ChannelKind::ALL.into_iter().map(channel);
    Ok(ConsentsView {
        standing: standing?,
        history: history?,
        purposes: Purpose::ALL.into_iter().map(purpose).collect(),
        channels: std::iter::once(everywhere).chain(kinds).collect(),
    })
}

/// A yes or no as it is shown.
///
/// # Errors
/// The store's.
pub fn one(words: &Words, look: &Look<'_>, it: &Consent) -> Result<ConsentView> {
    let purpose = words.t(&format!("purpose-{}", it.purpose.name()));
    let place = match it.channel {
        Some(kind) => words.t(glyph(kind).1),
        None => words.t("consent-everywhere"),
    };
    let args = [
        ("purpose", Arg::Text(&purpose)),
        ("place", Arg::Text(&place)),
    ];
    let key = if it.granted {
        "consent-yes"
    } else {
        "consent-no"
    };
    let mut how = vec![
        words.date(it.at),
        words.t(&format!("consent-by-{}", it.source.name())),
    ];
    if let Some(agent) = it.by.agent() {
        how.extend(look.agent(agent)?.map(|it| it.name));
    }
    if !it.note.is_empty() {
        how.push(it.note.clone());
    }
    Ok(ConsentView {
        granted: it.granted,
        text: words.t_with(key, &args),
        how: how.join(" · "),
    })
}

/// What a person does not want, as sentences, for where a message to them begins.
///
/// # Errors
/// The store's.
pub fn refused(asker: &Asker, look: &Look<'_>, contact: ContactId) -> Result<Vec<ConsentView>> {
    let standing = consents::standing(look, contact)?;
    let refused = standing.iter().filter(|it| !it.granted);
    refused.map(|it| one(&asker.words, look, it)).collect()
}

/// `POST /contacts/{id}/consents`
pub async fn say(asker: Asker, id: Path<String>, form: Pairs) -> Answer {
    let id: ContactId = parsed(&id)?;
    let purpose = Purpose::parse(first(&form, "purpose"));
    let input = Said {
        channel: ChannelKind::parse(first(&form, "channel")),
        purpose: purpose.ok_or_else(|| Error::invalid("purpose", "error-field"))?,
        granted: first(&form, "granted") == "1",
        source: ConsentSource::Agent,
        note: first(&form, "note").to_owned(),
    };
    let viewer = asker.viewer().clone();
    asker
        .app
        .act(move |w| said(w, &viewer, id, &input).map(|_| ()))
        .await?;
    Ok(back(id))
}
