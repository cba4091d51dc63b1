//! Of `/settings/hours`: by which hours figures of the past go, and counting them anew by those of today.

use crate::desk::calendars;
use crate::domain::actor::Right;
use crate::domain::hours::Recount;
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::settings::hours::PLACE;
use crate::web::sheet::{Form, Part, Section};
use crate::words::{Arg, Words};

/// The section: what is so, how far counting is, and the owner's button.
pub fn section(asker: &Asker, recounted: Option<Recount>) -> Section {
    let words = &asker.words;
    let mut parts = Vec::new();
    if let Some(text) = running(asker, words) {
        parts.push(Part::Text(text));
    } else if asker.viewer().may(Right::Own) {
        parts.push(Part::Text(words.t("hours-past-warning")));
        let place = format!("{PLACE}/recount");
        parts.push(Part::Form(Form::button(place, words.t("hours-recount"))));
    }
    let text = match recounted {
        Some(it) => words.t_of("hours-past-recounted", "at", words.stamp(it.at)),
        None => words.t("hours-past-text"),
    };
    Section::of(words.t("hours-past"), parts)
        .text(text)
        .id("past")
}

fn running(asker: &Asker, words: &Words) -> Option<String> {
    let (done, all) = asker.app.reports.building()?;
    let (done, all) = (words.count(done), words.count(all));
    let args = [("done", Arg::Text(&done)), ("all", Arg::Text(&all))];
    Some(words.t_with("hours-recounting", &args))
}

/// `POST /settings/hours/recount`
pub async fn begin(asker: Asker) -> Answer {
    let viewer = asker.viewer().clone();
    asker
        .app
        .act(move |w: &mut crate::store::Write<'_>| calendars::recount(w, &viewer).map(|_| ()))
        .await?;
    Ok(see_other(&format!("{PLACE}#past")))
}
