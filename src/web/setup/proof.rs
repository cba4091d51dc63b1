//! `/setup/channel/proof`: the owner writes to the business from their own phone, and sees it arrive.

use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::setup::progress::{Step, first_written, mailbox};
use crate::store::Look;
use crate::web::asker::{Answer, Visitor};
use crate::web::session::Known;
use crate::web::settings::channels::{health, reason, said};
use crate::web::setup::{go_on, owner, show, steps};
use crate::web::sheet::{Form, Part, Row, Section, Sheet, Tick, qr};
use crate::web::view::TimeView;

/// What arrived: the conversation, who wrote, the beginning of what was written.
struct Arrived {
    conversation: Conversation,
    who: String,
    excerpt: String,
}

fn arrived(look: &Look<'_>) -> Result<Option<Arrived>> {
    let Some(conversation) = first_written(look)? else {
        return Ok(None);
    };
    let contact = look.contact(conversation.contact)?;
    let first = look.messages_after(conversation.id, None, 1)?;
    let text = first.into_iter().next().map(|it| it.text);
    let excerpt = text.unwrap_or_default().chars().take(200).collect();
    Ok(Some(Arrived {
        who: contact.map(|it| it.name).unwrap_or_default(),
        excerpt,
        conversation,
    }))
}

/// `GET /setup/channel/proof`
pub async fn page(visitor: Visitor, known: Known) -> Answer {
    owner(&visitor, known).await?;
    let found = visitor.app.look(|look| {
        let Some(channel) = mailbox(look)? else {
            return Ok(None);
        };
        let connection = look.connection(channel.connection)?;
        Ok(Some((channel, connection, arrived(look)?)))
    });
    let Some((channel, connection, arrived)) = found.await? else {
        return Ok(go_on(Step::Channel));
    };
    let words = &visitor.words;
    let lead = words.t_of("proof-text", "address", &channel.address);
    let mut sheet = Sheet::new(words.t("proof-title"), lead);
    sheet.steps = steps(words, 2);
    if let Some(it) = arrived {
        sheet.lead = words.t("proof-answer");
        sheet.banner("ok", words.t("proof-here"));
        return show(&visitor, sheet.with(shown(&visitor, &it)));
    }
    let address = Part::Copy(words.t("mailbox-address"), channel.address.clone());
    let mut parts = vec![address];
    // The phone's own mail program opens, the address filled in (RFC 6068).
    if let Ok(code) = qr(&format!("mailto:{}", channel.address), words.t("proof-qr")) {
        parts.push(Part::Qr(code));
    }
    let mut waiting = Section::of(
        String::new(),
        vec![Part::Ticks(vec![Tick {
            state: "wait",
            text: words.t("proof-waiting"),
            ..Tick::default()
        }])],
    )
    .id("arrived");
    waiting.live = true;
    let heard = connection.as_ref().and_then(|it| said(words, it));
    if let Some(it) = connection {
        let state = Row {
            title: words.t("health-title"),
            text: reason(words, &it),
            health: Some(health(words, &it)),
            ..Row::default()
        };
        waiting.parts.push(Part::Rows(vec![state]));
    }
    let later = Form::new("/setup/people", words.t("setup-later"), Vec::new()).by_get();
    let help = Section::of(
        words.t("proof-nothing"),
        vec![Part::Text(words.t("proof-help"))],
    );
    let mut sheet = sheet.with(Section::of(String::new(), parts)).with(waiting);
    sheet.sections.extend(heard);
    show(
        &visitor,
        sheet.with(help.folded(false)).with(Section::of(
            String::new(),
            vec![Part::Form(Form { tone: "", ..later })],
        )),
    )
}

/// The conversation as a row that leads to it, and the way on.
fn shown(visitor: &Visitor, it: &Arrived) -> Section {
    let words = &visitor.words;
    let row = Row {
        href: format!("/c/{}", it.conversation.number),
        title: format!("{} · {}", it.who, it.conversation.subject),
        text: it.excerpt.clone(),
        chip: words.t("proof-open"),
        when: Some(TimeView::ago(
            words,
            it.conversation.created_at,
            visitor.app.clock.now(),
        )),
        ..Row::default()
    };
    let on = Form::new("/setup/people", words.t("setup-continue"), Vec::new()).by_get();
    Section::of(String::new(), vec![Part::Rows(vec![row]), Part::Form(on)])
}
