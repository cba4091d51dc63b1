//! `/setup/channel` and `/setup/channel/email`: where customers write.

use actix_web::web::Path;

use crate::app::trials::End;
use crate::domain::channel::ChannelKind;
use crate::domain::error::Error;
use crate::web::asker::{Answer, Visitor, see_other};
use crate::web::names::glyph;
use crate::web::session::Known;
use crate::web::settings::Pairs;
use crate::web::settings::channels::is_unfolded;
use crate::web::settings::mailbox;
use crate::web::settings::trial::{self, Begun};
use crate::web::setup::{again, owner, show, steps};
use crate::web::sheet::{Card, Form, Part, Section, Sheet};
use crate::web::view::Link;

/// `GET /setup/channel`: what can be connected.
pub async fn page(visitor: Visitor, known: Known) -> Answer {
    owner(&visitor, known).await?;
    let words = &visitor.words;
    let card = |href: &str, (icon, name): (&'static str, &str), about: &str| Card {
        href: href.to_owned(),
        icon,
        title: words.t(name),
        text: words.t(about),
    };
    let (chat, whatsapp) = ("/setup/channel/chat", "/setup/channel/whatsapp");
    let cards = vec![
        card(whatsapp, glyph(ChannelKind::WhatsApp), "card-whatsapp"),
        card(
            "/setup/channel/email",
            glyph(ChannelKind::Email),
            "card-email",
        ),
        card(chat, glyph(ChannelKind::WebChat), "card-webchat"),
        card("/setup/people", ("eye", "setup-later"), "card-later"),
    ];
    let mut section = Section::of(String::new(), vec![Part::Cards(cards)]);
    if !visitor.app.config.is_https() {
        section.text = words.t("where-no-domain");
    }
    let mut sheet = Sheet::new(words.t("where-title"), words.t("where-text")).with(section);
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

/// `POST /setup/channel/email`: begins to try the mailbox.
pub async fn connect(visitor: Visitor, known: Known, given: Pairs) -> Answer {
    let (signed, _) = owner(&visitor, known).await?;
    match trial::begin(&visitor.app, signed.viewer, &visitor.words, &given).await {
        Ok(Begun::Kept(_)) => Ok(see_other("/setup/channel/greeting")),
        Ok(Begun::Trying(id)) => Ok(see_other(&format!("/setup/channel/tries/{id}"))),
        Err(err @ (Error::Invalid(_) | Error::TooMany { .. })) => {
            again(&visitor, sheet(&visitor, &given, is_unfolded(&err)), err)
        }
        Err(err) => Err(err.into()),
    }
}

/// `GET /setup/channel/tries/{id}`: how far it is; then on, or the form again.
pub async fn trying(visitor: Visitor, known: Known, at: Path<String>) -> Answer {
    let (signed, _) = owner(&visitor, known).await?;
    let Some((lines, end)) = trial::find(&visitor.app, &signed.viewer, &at) else {
        return Ok(see_other("/setup/channel/email"));
    };
    let words = &visitor.words;
    let tried = trial::steps(words, &lines, end.is_some());
    let sheet = match end {
        None => Sheet::new(words.t("try-title"), words.t("mailbox-promise")).with(tried),
        Some(End::Channel(_)) => {
            let good = trial::is_good(&lines);
            let (tone, said) = if good {
                ("ok", "try-connected")
            } else {
                ("warn", "try-connected-but")
            };
            let on = Form::new(
                "/setup/channel/greeting",
                words.t("setup-continue"),
                Vec::new(),
            );
            let mut sheet = Sheet::new(words.t("channel-email"), String::new()).with(tried);
            sheet.banner(tone, words.t(said));
            sheet.with(Section::of(String::new(), vec![Part::Form(on.by_get())]))
        }
        Some(End::Refused { given, error }) => {
            let mut sheet = sheet(&visitor, &given, true);
            sheet.sections.insert(0, tried);
            match &error {
                Some(err) => sheet.fail(words, err),
                None => sheet.banner("bad", words.t("mailbox-not-working")),
            }
            sheet
        }
    };
    show(
        &visitor,
        Sheet {
            steps: steps(words, 2),
            ..sheet
        },
    )
}
