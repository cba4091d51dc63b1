//! `/setup/channel` and `/setup/channel/email`: where customers write.

use crate::domain::error::Error;
use crate::setup::progress::Step;
use crate::web::asker::{Answer, Visitor};
use crate::web::session::Known;
use crate::web::settings::Pairs;
use crate::web::settings::mailbox::{self, Connected};
use crate::web::setup::{again, go_on, owner, show, steps};
use crate::web::sheet::{Part, Row, Section, Sheet};
use crate::web::view::Link;

/// `GET /setup/channel`: what can be connected.
pub async fn page(visitor: Visitor, known: Known) -> Answer {
    owner(&visitor, known).await?;
    let words = &visitor.words;
    let card = Row {
        href: "/setup/channel/email".to_owned(),
        title: words.t("channel-email"),
        text: words.t("card-email"),
        ..Row::default()
    };
    let later = Row {
        href: "/setup/people".to_owned(),
        title: words.t("setup-later"),
        text: words.t("card-later"),
        ..Row::default()
    };
    let mut sheet = Sheet::new(words.t("where-title"), words.t("where-text")).with(Section::of(
        String::new(),
        vec![Part::Rows(vec![card, later])],
    ));
    sheet.steps = steps(words, 2);
    show(&visitor, sheet)
}

fn sheet(visitor: &Visitor, given: &[(String, String)], open: bool) -> Sheet {
    let words = &visitor.words;
    let form = mailbox::form(words, "/setup/channel/email", given, open)
        .other("/setup/people", words.t("setup-later"));
    let mut sheet = Sheet::new(words.t("channel-email"), words.t("mailbox-promise"))
        .with(Section::of(String::new(), vec![Part::Form(form)]));
    sheet.steps = steps(words, 2);
    sheet.back = Some(Link {
        href: "/setup/channel".to_owned(),
        text: words.t("act-back"),
    });
    sheet
}

/// `GET /setup/channel/email`
pub async fn email(visitor: Visitor, known: Known) -> Answer {
    owner(&visitor, known).await?;
    show(&visitor, sheet(&visitor, &[], false))
}

/// `POST /setup/channel/email`: tries the mailbox and connects it.
pub async fn connect(visitor: Visitor, known: Known, given: Pairs) -> Answer {
    let (signed, _) = owner(&visitor, known).await?;
    let words = &visitor.words;
    match mailbox::connect(&visitor.app, signed.viewer, &given).await {
        Ok(Connected::Yes(_)) => Ok(go_on(Step::People)),
        Ok(Connected::NotWorking(lines)) => {
            let mut sheet = sheet(&visitor, &given, true);
            sheet.banner("bad", words.t("mailbox-not-working"));
            let tried = Section::of(words.t("check-title"), vec![mailbox::ticks(words, &lines)]);
            sheet.sections.insert(0, tried);
            show(&visitor, sheet)
        }
        Err(err @ Error::Invalid(_)) => again(&visitor, sheet(&visitor, &given, true), err),
        Err(err) => Err(err.into()),
    }
}
