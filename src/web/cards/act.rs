//! Pressing what a card can do: written down once, sent, and shown with how it ended.

use actix_web::web::{Form, Path};

use crate::app::cards::send;
use crate::domain::error::{Error, Result};
use crate::domain::id::{CardActionId, CardId, CardRunId};
use crate::integrations::runs::{self, Press};
use crate::store::Write;
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::cards::show::{Typed, shown};
use crate::web::conversations::ways;
use crate::web::once::once;
use crate::web::settings::{Pairs, first, id};

/// `POST /c/{number}/cards/{id}/actions/{action}`: a form that is sent twice is done once.
pub async fn press(asker: Asker, at: Path<(u64, String, String)>, given: Pairs) -> Answer {
    let (number, card, action) = at.into_inner();
    let (card, action): (CardId, CardActionId) = (id(&card)?, id(&action)?);
    let values: Vec<(String, String)> = given
        .iter()
        .filter_map(|(key, value)| Some((key.strip_prefix("ask-")?.to_owned(), value.clone())))
        .collect();
    let press = Press {
        conversation: number,
        card,
        action,
        values: values.clone(),
    };
    let (doer, key) = (asker.clone(), first(&given, "key").to_owned());
    let deed = move |w: &mut Write<'_>| -> Result<_> {
        let mut begun = None;
        once(w, &doer, "card action", &key, |w| {
            let run = runs::begin(w, doer.viewer(), &press)?;
            let id = run.id.to_string();
            begun = Some(run);
            Ok(id)
        })?;
        Ok(begun)
    };
    match asker.app.act(deed).await {
        Ok(begun) => {
            if let Some(run) = begun {
                send(&asker.app, run).await;
            }
            Ok(see_other(&format!("/c/{number}/cards/{card}")))
        }
        Err(err @ (Error::Invalid(_) | Error::Conflict { .. })) => {
            let typed = Typed {
                action: action.to_string(),
                values,
                wrong: ways::wrong(&asker.words, &err),
            };
            shown(&asker, (number, card), false, Some(typed)).await
        }
        Err(err) => Err(err.into()),
    }
}

/// `POST /c/{number}/runs/{run}/again`: once more, under the id it had.
pub async fn again(
    asker: Asker,
    at: Path<(u64, String)>,
    _: Form<Vec<(String, String)>>,
) -> Answer {
    let (number, run) = at.into_inner();
    let (run, viewer): (CardRunId, _) = (id(&run)?, asker.viewer().clone());
    let at = (number, run);
    let begun = asker.app.act(move |w| runs::again(w, &viewer, at)).await?;
    let place = format!("/c/{number}/cards/{}", begun.card);
    send(&asker.app, begun).await;
    Ok(see_other(&place))
}

/// `POST /c/{number}/runs/{run}/draft`: the link it gave, behind what is being written.
pub async fn into_draft(
    asker: Asker,
    at: Path<(u64, String)>,
    _: Form<Vec<(String, String)>>,
) -> Answer {
    let (number, run) = at.into_inner();
    let (run, viewer): (CardRunId, _) = (id(&run)?, asker.viewer().clone());
    let deed = move |w: &mut Write<'_>| runs::into_draft(w, &viewer, (number, run));
    asker.app.act(deed).await?;
    Ok(see_other(&format!("/c/{number}#composer")))
}
