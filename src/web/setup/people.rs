//! `/setup/people`: who else answers.

use crate::web::asker::{Answer, Visitor};
use crate::web::session::Known;
use crate::web::settings::Pairs;
use crate::web::settings::invite::{self, Given};
use crate::web::setup::{again, owner, show, steps};
use crate::web::sheet::{Banner, Part, Section, Sheet};
use crate::web::view::Link;

fn sheet(visitor: &Visitor, given: &Given) -> Sheet {
    let words = &visitor.words;
    let form = invite::form(words, "/setup/people", given, (&[], &[]), false)
        .other("/setup/done", words.t("setup-later"));
    let mut sheet = Sheet::new(words.t("people-title"), words.t("people-text"))
        .with(Section::of(String::new(), vec![Part::Form(form)]));
    sheet.steps = steps(words, 3);
    sheet
}

/// `GET /setup/people`
pub async fn page(visitor: Visitor, known: Known) -> Answer {
    owner(&visitor, known).await?;
    show(&visitor, sheet(&visitor, &Given::default()))
}

/// `POST /setup/people`: invites somebody and shows the link as text and QR.
pub async fn invite(visitor: Visitor, known: Known, form: Pairs) -> Answer {
    let given = Given::read(&form);
    let (signed, _) = owner(&visitor, known).await?;
    let made = invite::make(&visitor.app, signed.viewer, given.invitation()).await;
    let link = match made {
        Ok(it) => it,
        Err(err) => return again(&visitor, sheet(&visitor, &given), err),
    };
    let words = &visitor.words;
    let link_to = |href: &str, key: &str| Link {
        href: href.to_owned(),
        text: words.t(key),
    };
    let mut sheet = Sheet::new(words.t("people-title"), String::new()).with(invite::shown(
        words,
        &link,
        given.by_mail(),
    )?);
    sheet.steps = steps(words, 3);
    sheet.back = Some(link_to("/setup/people", "people-another"));
    sheet.banners.push(Banner {
        tone: "ok",
        text: words.t("people-invited"),
        link: Some(link_to("/setup/done", "setup-continue")),
    });
    show(&visitor, sheet)
}
