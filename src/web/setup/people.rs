//! `/setup/people`: who else answers: by mail, by a link to copy, by a QR for their phone.

use crate::auth::invite as invitations;
use crate::desk::sending::can_send;
use crate::domain::error::Result;
use crate::web::asker::{Answer, Visitor};
use crate::web::session::{Known, Signed};
use crate::web::settings::Pairs;
use crate::web::settings::invite::{self, Given};
use crate::web::settings::letters;
use crate::web::setup::{again, owner, show, steps};
use crate::web::sheet::{Banner, Part, Row, Section, Sheet};
use crate::web::view::Link;

/// The form, and who was invited already.
async fn sheet(visitor: &Visitor, signed: &Signed, given: Option<&Given>) -> Result<Sheet> {
    let (viewer, now) = (signed.viewer.clone(), visitor.app.clock.now());
    let found = visitor
        .app
        .look(move |look| Ok((can_send(look)?, invitations::open(look, &viewer, now)?)));
    let (sends, open) = found.await?;
    let words = &visitor.words;
    let nobody = Given::nobody(sends);
    let given = given.unwrap_or(&nobody);
    let form = invite::form(words, "/setup/people", given, (&[], &[]), sends)
        .other("/setup/done", words.t("setup-later"));
    let mut section = Section::of(String::new(), vec![Part::Form(form)]);
    if !sends {
        section.text = words.t("people-no-mail");
    }
    let mut sheet =
        Sheet::new(words.t("people-title"), words.t("people-text-wizard")).with(section);
    let rows: Vec<Row> = open
        .iter()
        .filter_map(|it| {
            Some(Row {
                title: (*it.purpose.addresses().first()?).to_owned(),
                text: match &it.trouble {
                    Some(it) => letters::why(words, "lost-here", it, true),
                    None => words.t_of("invite-until", "time", words.date_time(it.expires_at)),
                },
                ..Row::default()
            })
        })
        .collect();
    if !rows.is_empty() {
        sheet = sheet.with(Section::of(words.t("people-open"), vec![Part::Rows(rows)]));
    }
    sheet.steps = steps(words, 3);
    Ok(sheet)
}

/// `GET /setup/people`
pub async fn page(visitor: Visitor, known: Known) -> Answer {
    let (signed, _) = owner(&visitor, known).await?;
    let sheet = sheet(&visitor, &signed, None).await?;
    show(&visitor, sheet)
}

/// `POST /setup/people`: invites somebody, by mail where one can leave, and shows the link as text and QR.
pub async fn invite(visitor: Visitor, known: Known, form: Pairs) -> Answer {
    let given = Given::read(&form);
    let (signed, _) = owner(&visitor, known).await?;
    let viewer = signed.viewer.clone();
    let made = match invite::make(&visitor.app, viewer, given.invitation()).await {
        Ok(it) => it,
        Err(err) => {
            let sheet = sheet(&visitor, &signed, Some(&given)).await?;
            return again(&visitor, sheet, err);
        }
    };
    let words = &visitor.words;
    let link_to = |href: &str, key: &str| Link {
        href: href.to_owned(),
        text: words.t(key),
    };
    let mut sheet =
        Sheet::new(words.t("people-title"), String::new()).with(invite::shown(words, &made)?);
    sheet.steps = steps(words, 3);
    sheet.back = Some(link_to("/setup/people", "people-another"));
    sheet.banners.push(Banner {
        tone: "ok",
        text: words.t("people-invited"),
        link: Some(link_to("/setup/done", "setup-continue")),
    });
    show(&visitor, sheet)
}
