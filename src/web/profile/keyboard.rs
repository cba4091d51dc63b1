//! `/settings/me/keys`: which key asks for what, for whoever likes others, and whether there are any.

use crate::desk::agents;
use crate::domain::agent::Preferences;
use crate::domain::error::{Error, Result};
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::keys::{Chosen, FIXED, TEAM, all, key_of, read, shown};
use crate::web::profile::{again, show};
use crate::web::settings::{Pairs, first};
use crate::web::sheet::{Cell, Field, Form, Kind, Part, Section, Sheet, Table};

const PLACE: &str = "/settings/me/keys";

/// Whether there are teams to speak of: who works with two others need not know the word.
async fn knows_teams(asker: &Asker) -> Result<bool> {
    let look = asker.app.look(|look| {
        let business = look.business()?.unwrap_or_default();
        let any = look.teams()?.iter().any(|it| it.retired_at.is_none());
        Ok(any || !business.people.is_small())
    });
    look.await
}

async fn sheet(asker: &Asker, off: bool, chosen: &[Chosen]) -> Result<Sheet> {
    let words = &asker.words;
    let teams = knows_teams(asker).await?;
    let tick = if off { "1" } else { "" };
    let mut fields = vec![
        Field::new(Kind::Check, "keys_off", words.t("look-keys-off"), tick)
            .hint(words.t("look-keys-off-hint")),
    ];
    for (act, _, word) in all() {
        if act != TEAM || teams {
            fields.push(Field::text(act, words.t(word), shown(key_of(act, chosen))));
        }
    }
    let own = Form::new(PLACE, words.t("act-save"), fields);
    let usual = Form::button(format!("{PLACE}/usual"), words.t("keys-usual"));
    let fixed = Table {
        label: words.t("keys-fixed"),
        heads: vec![words.t("keys-key"), words.t("keys-does")],
        rows: FIXED
            .iter()
            .map(|(key, word)| vec![Cell::from(*key), Cell::from(words.t(word))])
            .collect(),
    };
    Ok(Sheet::new(words.t("keys-title"), words.t("keys-lead"))
        .back("/settings/me", words.t("me-profile"))
        .with(Section::of(
            String::new(),
            vec![Part::Form(own), Part::Form(usual)],
        ))
        .with(Section::of(words.t("keys-fixed"), vec![Part::Table(fixed)])))
}

/// `GET /settings/me/keys`
pub async fn page(asker: Asker) -> Answer {
    let now = &asker.agent().preferences;
    let sheet = sheet(&asker, now.keys_off, &now.keys).await?;
    show(&asker, sheet).await
}

/// What was chosen otherwise than usual; what was not asked stays as it is `now`.
fn chosen(given: &Pairs, now: &[Chosen]) -> Result<Vec<Chosen>> {
    let (mut own, mut taken) = (Vec::new(), Vec::new());
    for (act, usual, _) in all() {
        let asked = given.iter().any(|it| it.0 == act);
        let key = if asked {
            read(first(given, act))
        } else {
            Some(key_of(act, now).to_owned())
        };
        let key = key.ok_or_else(|| Error::invalid(act, "error-key"))?;
        if !key.is_empty() && taken.contains(&key) {
            return Err(Error::invalid(act, "error-key-taken"));
        }
        if key != usual {
            own.push((act.to_owned(), key.clone()));
        }
        taken.push(key);
    }
    Ok(own)
}

async fn keep(asker: &Asker, new: Preferences) -> Result<()> {
    let viewer = asker.viewer().clone();
    let deed = asker
        .app
        .act(move |w| agents::put_preferences(w, &viewer, &new));
    deed.await
}

/// `POST /settings/me/keys`
pub async fn save(asker: Asker, given: Pairs) -> Answer {
    let off = first(&given, "keys_off") == "1";
    match chosen(&given, &asker.agent().preferences.keys) {
        Ok(keys) => {
            let now = asker.agent().preferences.clone();
            let new = Preferences {
                keys_off: off,
                keys,
                ..now
            };
            keep(&asker, new).await?;
            Ok(see_other(PLACE))
        }
        Err(err) => {
            let written: Vec<Chosen> = all()
                .map(|it| (it.0.to_owned(), first(&given, it.0).to_owned()))
                .collect();
            let sheet = sheet(&asker, off, &written).await?;
            again(&asker, sheet, err).await
        }
    }
}

/// `POST /settings/me/keys/usual`: all as they usually are.
pub async fn usual(asker: Asker) -> Answer {
    let now = asker.agent().preferences.clone();
    let new = Preferences {
        keys: Vec::new(),
        ..now
    };
    keep(&asker, new).await?;
    Ok(see_other(PLACE))
}
