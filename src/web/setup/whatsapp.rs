//! `/setup/channel/whatsapp`: which case it is, what to have ready, and what Lobby needs; how far it is stands on the page
//! of the proof, to go on there at any time.

use actix_web::web::Path;

use crate::channels;
use crate::domain::channel::{ChannelKind, Connection, ProviderSettings};
use crate::domain::error::{Error, Result};
use crate::setup::progress::newest;
use crate::web::asker::{Answer, Visitor, see_other};
use crate::web::names::glyph;
use crate::web::session::Known;
use crate::web::settings::kinds::{needed, steps as told_steps};
use crate::web::settings::provider::{set_up, told};
use crate::web::settings::{Pairs, first};
use crate::web::setup::chat::open;
use crate::web::setup::{again, owner, show, steps};
use crate::web::sheet::{Card, Field, Form, Part, Section, Sheet, Tick, qr};
use crate::web::view::Link;
use crate::words::Words;

const KIND: ChannelKind = ChannelKind::WhatsApp;
const PLACE: &str = "/setup/channel/whatsapp";
const PROOF: &str = "/setup/channel/proof?by=whatsapp";

/// Keep the app on the phone beside it, with a partner; move the number; a new number; it is with another provider.
const CASES: [&str; 4] = ["both", "move", "new", "provider"];
/// The one in which a partner hosts the API.
const PARTNER: &str = "both";

/// What is asked for with Meta's own API, and with a partner's; the rest is folded.
const OWN: [&str; 5] = [
    "phone_number_id",
    "waba_id",
    "access_token",
    "app_secret",
    "pin",
];
const PARTNERS: [&str; 4] = ["phone_number_id", "access_token", "api_base", "auth_header"];
/// 360dialog's, as it names them (Messaging API: base address and authentication). Of a number that stays on a phone the
/// phone says what was read.
const HOSTED: [(&str, &str); 3] = [
    ("receipts", "never"),
    ("api_base", "https://waba-v2.360dialog.io"),
    ("auth_header", "D360-API-KEY"),
];

/// `GET /setup/channel/whatsapp`: which case it is; on to the proof where a number is connected already.
pub async fn page(visitor: Visitor, known: Known) -> Answer {
    owner(&visitor, known).await?;
    let there = |look: &crate::store::Look<'_>| newest(look, Some(KIND));
    if visitor.app.look(there).await?.is_some() {
        return Ok(see_other(PROOF));
    }
    let words = &visitor.words;
    let card = |case: &&str| Card {
        href: format!("{PLACE}/{case}"),
        icon: glyph(KIND).0,
        title: words.t(&format!("whatsapp-case-{case}")),
        text: words.t(&format!("whatsapp-case-{case}-text")),
    };
    let cards = Part::Cards(CASES.iter().map(card).collect());
    let mut section = Section::of(String::new(), vec![cards]);
    if !visitor.app.config.is_https() {
        section.text = words.t("where-no-domain");
    }
    let mut sheet = Sheet::new(words.t("whatsapp-which"), words.t("whatsapp-have")).with(section);
    sheet.steps = steps(words, 2);
    sheet.back = Some(Link {
        href: "/setup/channel".to_owned(),
        text: words.t("act-back"),
    });
    show(&visitor, sheet)
}

fn case(named: &str) -> Result<&'static str> {
    let found = CASES.into_iter().find(|it| *it == named);
    found.ok_or_else(|| Error::not_found("page"))
}

fn sheet(visitor: &Visitor, case: &str, given: Option<&[(String, String)]>) -> Sheet {
    let words = &visitor.words;
    let hosted = |name: &str| {
        let found = HOSTED.iter().find(|it| it.0 == name && case == PARTNER);
        found.map_or("", |it| it.1)
    };
    let all = needed(words, KIND, |it| match given {
        Some(given) => first(given, it.name).to_owned(),
        None => hosted(it.name).to_owned(),
    });
    let usual: &[&str] = if case == PARTNER { &PARTNERS } else { &OWN };
    let (mut fields, rare): (Vec<Field>, Vec<Field>) = all
        .into_iter()
        .partition(|it| usual.contains(&it.name.as_str()));
    fields.push(Field::fold(words.t("channel-more"), false));
    fields.extend(rare);
    fields.push(Field::unfold());
    let form = Form::new(
        format!("{PLACE}/{case}"),
        words.t("channel-connect"),
        fields,
    )
    .other("/setup/people", words.t("setup-later"));
    let title = words.t(&format!("whatsapp-case-{case}"));
    let text = words.t(&format!("whatsapp-case-{case}-text"));
    let how = Section::of(
        words.t("kind-steps"),
        vec![Part::Numbered(told_steps(words, KIND))],
    );
    let mut sheet = Sheet::new(title, text);
    if case != PARTNER {
        sheet = sheet.with(how);
    }
    let mut sheet = sheet
        .with(Section::of(words.t("kind-fields"), vec![Part::Form(form)]))
        .with(Section::of(
            String::new(),
            vec![Part::Text(words.t("whatsapp-cost"))],
        ));
    sheet.steps = steps(words, 2);
    sheet.back = Some(Link {
        href: PLACE.to_owned(),
        text: words.t("act-back"),
    });
    sheet
}

/// `GET /setup/channel/whatsapp/{case}`
pub async fn form(visitor: Visitor, known: Known, at: Path<String>) -> Answer {
    owner(&visitor, known).await?;
    show(&visitor, sheet(&visitor, case(&at)?, None))
}

/// `POST /setup/channel/whatsapp/{case}`: connects the number; Lobby then does what can be done without a person.
pub async fn connect(visitor: Visitor, known: Known, at: Path<String>, given: Pairs) -> Answer {
    let (signed, _) = owner(&visitor, known).await?;
    let case = case(&at)?;
    match open(&visitor, &signed, KIND, &given).await {
        Ok(()) => Ok(see_other(PROOF)),
        Err(err @ (Error::Invalid(_) | Error::Conflict { .. })) => {
            again(&visitor, sheet(&visitor, case, Some(&given)), err)
        }
        Err(err) => Err(err.into()),
    }
}

/// The ticks of a number: what Lobby did, whether Meta has called, whether an approved message was handed in.
#[must_use]
pub fn ticks(words: &Words, connection: &Connection, settings: &ProviderSettings) -> Vec<Tick> {
    let mut out = set_up(words, settings);
    if out.is_empty() {
        out.push(tick("wait", words.t("whatsapp-tick-setting-up")));
    }
    let heard = connection.health.last_in.is_some();
    out.push(if heard {
        tick("ok", words.t("whatsapp-tick-called"))
    } else {
        tick("wait", words.t("whatsapp-tick-not-called"))
    });
    let any = !settings.templates().is_empty();
    out.push(tick(
        if any { "ok" } else { "off" },
        words.t("whatsapp-tick-text"),
    ));
    out
}

fn tick(state: &'static str, text: String) -> Tick {
    Tick {
        state,
        text,
        ..Tick::default()
    }
}

/// What Meta is to be told, and the number to write to.
#[must_use]
pub fn parts(
    words: &Words,
    (connection, settings): (&Connection, &ProviderSettings),
    public_url: &str,
) -> Vec<Part> {
    let mut parts = Vec::new();
    let number: String = settings
        .learnt("shown")
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    if !number.is_empty() {
        let address = format!("https://wa.me/{number}");
        parts.push(Part::Text(words.t_of(
            "proof-whatsapp",
            "number",
            settings.learnt("shown"),
        )));
        parts.extend(
            qr(&address, words.t("proof-whatsapp-qr"))
                .ok()
                .map(Part::Qr),
        );
    }
    if let Some(url) = connection.hook_url(public_url) {
        parts.push(Part::Copy(words.t("channel-hook"), url));
    }
    if let Some(kind) = channels::of(KIND) {
        parts.extend(told(words, kind, settings));
    }
    parts
}
