//! `/settings/me/notifications`: by which media one is told of what, when one wants to hear nothing, and the devices that
//! are pushed to.

use actix_web::HttpResponse;
use actix_web::web::{Form, Path};
use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use crate::desk::sending;
use crate::domain::actor::Right;
use crate::domain::error::{Error, FieldError, Result};
use crate::domain::id::PushDeviceId;
use crate::domain::list::List;
use crate::domain::notice::{Medium, NoticeKind, PushDevice, Quiet, Rhythm, Telling};
use crate::notices::devices::{self, NewDevice};
use crate::notices::{tell, telling};
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker, html, see_other};
use crate::web::error::PageError;
use crate::web::names::Directory;
use crate::web::page::Page;
use crate::web::settings::{Pairs, first};
use crate::web::shell;
use crate::web::view::{Choice, TimeView};

const PLACE: &str = "/settings/me/notifications";
const HOUR: u16 = 60;

/// What one is told of, and by which media.
#[derive(Debug, Clone)]
pub struct KindRow {
    pub name: &'static str,
    pub label: String,
    /// Value, label and medium of each box, and whether it is ticked.
    pub cells: Vec<(String, String, String, bool)>,
}

/// A device that is pushed to.
#[derive(Debug, Clone)]
pub struct DeviceRow {
    pub id: String,
    pub name: String,
    pub here: bool,
    pub reached: Option<TimeView>,
    pub trouble: String,
}

#[derive(Template)]
#[template(path = "notices/telling.html")]
struct TellingPage {
    page: Page,
    media: Vec<String>,
    kinds: Vec<KindRow>,
    quiet: Vec<Choice>,
    from: String,
    to: String,
    mail_after: u16,
    no_texts: bool,
    rhythms: Vec<Choice>,
    no_mailbox: bool,
    devices: Vec<DeviceRow>,
    push_key: String,
    errors: Vec<String>,
}

/// `GET /settings/me/notifications`
pub async fn page(asker: Asker) -> Answer {
    let now = asker.agent().telling.clone();
    show(&asker, now, None).await
}

async fn show(asker: &Asker, now: Telling, failed: Option<Error>) -> Answer {
    let (for_look, push_key) = (asker.clone(), asker.app.keys.vapid()?.public());
    let errors = match &failed {
        Some(Error::Invalid(all)) => said(asker, all),
        _ => Vec::new(),
    };
    let view = asker
        .app
        .look(move |look| view(&for_look, look, &now, (&push_key, &errors)))
        .await?;
    let mut answer = html(&view)?;
    if let Some(err) = failed {
        *answer.status_mut() = actix_web::ResponseError::status_code(&PageError(err));
    }
    Ok(answer)
}

fn said(asker: &Asker, errors: &[FieldError]) -> Vec<String> {
    let one = |it: &FieldError| asker.words.field_error(it.code);
    errors.iter().map(one).collect()
}

fn view(
    asker: &Asker,
    look: &Look<'_>,
    now: &Telling,
    (push_key, errors): (&str, &[String]),
) -> Result<TellingPage> {
    let words = &asker.words;
    let directory = Directory::read(look)?;
    let page = shell::page(asker, look, &directory, "me", None)?;
    let label = |it: Medium| words.t(&format!("medium-{}", it.name().replace('_', "-")));
    let kinds = kinds(asker, &directory, look.quality_plan()?.on);
    let (from, to) = match now.quiet {
        Quiet::Between { from, to } => (from, to),
        _ => Quiet::NIGHT,
    };
    let quiet = [
        Quiet::Nights,
        Quiet::WhenClosed,
        Quiet::Between { from, to },
        Quiet::Never,
    ];
    let quiet = quiet.map(|it| {
        let label = words.t(&format!("quiet-{}", it.name()));
        Choice::new(it.name(), label, it.name() == now.quiet.name())
    });
    let rhythm = |it: Rhythm| {
        let label = words.t(&format!("rhythm-{}", it.name()));
        Choice::new(it.name(), label, it == now.figures)
    };
    Ok(TellingPage {
        page,
        media: Medium::ALL.into_iter().map(label).collect(),
        kinds: kinds
            .into_iter()
            .map(|kind| kind_row(asker, now, kind))
            .collect(),
        quiet: quiet.to_vec(),
        from: clock(from),
        to: clock(to),
        mail_after: now.mails_after(),
        no_texts: now.no_texts,
        rhythms: Rhythm::ALL.map(rhythm).into(),
        no_mailbox: !sending::can_send(look)?,
        devices: devices::list(look, asker.viewer())?
            .iter()
            .map(|it| device_row(asker, it))
            .collect(),
        push_key: push_key.to_owned(),
        errors: errors.to_vec(),
    })
}

/// What one can be told of: who works alone is given nothing and named by nobody, channels and programs are for who
/// arranges them, and free answers end only where some channel takes them for a while.
fn kinds(asker: &Asker, directory: &Directory, reviews: bool) -> Vec<NoticeKind> {
    let alone = directory.active_agents().nth(1).is_none();
    let admin = asker.viewer().may(Right::Administer);
    let mut live = directory
        .channels
        .iter()
        .filter(|it| it.retired_at.is_none());
    let asks = live.clone().any(|it| it.automatic.surveys.on);
    let closes = live.any(|it| it.kind.abilities().answer_window.is_some());
    let gives = directory.gives_out();
    let legal = asker.app.board.count(asker.viewer(), List::LegalDue) > 0
        || !directory.legal_kinds.is_empty();
    let hooked = directory.live_webhooks().next().is_some();
    let fits = |it: &NoticeKind| match it {
        NoticeKind::Given | NoticeKind::Mentioned | NoticeKind::Covered => !alone,
        NoticeKind::Closing => closes,
        NoticeKind::ChannelDown => admin,
        NoticeKind::WebhookOff => admin && hooked,
        NoticeKind::Legal => legal,
        NoticeKind::Untaken => gives,
        NoticeKind::Rated => asks,
        NoticeKind::Reviewed | NoticeKind::ToReview => reviews,
        _ => true,
    };
    NoticeKind::ALL.into_iter().filter(fits).collect()
}

fn kind_row(asker: &Asker, now: &Telling, kind: NoticeKind) -> KindRow {
    let words = &asker.words;
    let label = words.t(&format!("telling-{}", kind.name().replace('_', "-")));
    let cell = |medium: Medium| {
        let by = words.t(&format!("medium-{}", medium.name().replace('_', "-")));
        let value = format!("{}:{}", kind.name(), medium.name());
        let on = now.wants(kind, medium);
        (value, format!("{label}: {by}"), by, on)
    };
    KindRow {
        name: kind.name(),
        cells: Medium::ALL.into_iter().map(cell).collect(),
        label,
    }
}

fn device_row(asker: &Asker, it: &PushDevice) -> DeviceRow {
    let words = &asker.words;
    let reached = it.reached_at;
    DeviceRow {
        id: it.id.to_string(),
        name: if it.device.is_empty() {
            words.t("device-unknown")
        } else {
            it.device.clone()
        },
        here: it.session == asker.signed.session.id,
        reached: reached.map(|at| TimeView::ago(words, at, asker.now)),
        trouble: if it.trouble.is_empty() {
            String::new()
        } else {
            words.t(&it.trouble)
        },
    }
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / HOUR, minute % HOUR)
}

/// "20:30" in minutes after midnight.
fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < HOUR).then_some(hours * HOUR + minutes)
}

/// What the form says; kinds it did not show stay as they are `now`.
fn read(given: &Pairs, shown: &[NoticeKind], now: &Telling) -> Result<Telling> {
    let mut new = now.clone();
    for kind in shown {
        for medium in Medium::ALL {
            let value = format!("{}:{}", kind.name(), medium.name());
            let on = given.iter().any(|it| it.0 == "on" && it.1 == value);
            new.set(*kind, medium, on);
        }
    }
    new.quiet = match first(given, "quiet") {
        "closed" => Quiet::WhenClosed,
        "never" => Quiet::Never,
        "between" => {
            let time = |name| minute(first(given, name));
            let wrong = || Error::invalid("quiet", "error-quiet-hours");
            Quiet::Between {
                from: time("from").ok_or_else(wrong)?,
                to: time("to").ok_or_else(wrong)?,
            }
        }
        _ => Quiet::Nights,
    };
    let after = first(given, "mail_after").trim();
    let after: u16 = after
        .parse()
        .map_err(|_| Error::invalid("mail_after", "error-minutes"))?;
    new.mail_after = if after == Telling::MAIL_AFTER {
        0
    } else {
        after.max(1)
    };
    new.no_texts = first(given, "no_texts") == "1";
    new.figures = Rhythm::parse(first(given, "figures")).unwrap_or_default();
    Ok(new)
}

/// `POST /settings/me/notifications`
pub async fn save(asker: Asker, given: Pairs) -> Answer {
    match keep(&asker, &given).await {
        Ok(()) => Ok(see_other(PLACE)),
        Err(err @ Error::Invalid(_)) => {
            let now = asker.agent().telling.clone();
            show(&asker, now, Some(err)).await
        }
        Err(err) => Err(err.into()),
    }
}

async fn keep(asker: &Asker, given: &Pairs) -> Result<()> {
    let known = |look: &Look<'_>| Ok((Directory::read(look)?, look.quality_plan()?.on));
    let (directory, reviews) = asker.app.look(known).await?;
    let shown = kinds(asker, &directory, reviews);
    let new = read(given, &shown, &asker.agent().telling)?;
    let viewer = asker.viewer().clone();
    let deed = move |w: &mut Write<'_>| telling::put(w, &viewer, &new);
    asker.app.act(deed).await
}

/// `POST /settings/me/notifications/test/{kind}`: what is ticked in the row is saved, and tried.
pub async fn test(asker: Asker, kind: Path<String>, given: Pairs) -> Answer {
    let kind = NoticeKind::parse(&kind).ok_or(Error::not_found("kind"))?;
    if let Err(err) = keep(&asker, &given).await {
        let now = asker.agent().telling.clone();
        return match err {
            Error::Invalid(_) => show(&asker, now, Some(err)).await,
            other => Err(other.into()),
        };
    }
    let me = asker.agent().id;
    let deed = move |w: &mut Write<'_>| {
        let agent = w.agent(me)?.ok_or(Error::not_found("agent"))?;
        tell::test(w, &agent, kind)
    };
    let ring = asker.app.act(deed).await?;
    asker.app.hub.ring(&[ring]);
    if asker.piece {
        return Ok(HttpResponse::NoContent().finish());
    }
    Ok(see_other(PLACE))
}

/// What a browser hands over (`PushSubscription.toJSON`).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Subscribed {
    endpoint: String,
    p256dh: String,
    auth: String,
}

/// `POST /settings/me/notifications/devices`
pub async fn subscribe(asker: Asker, form: Form<Subscribed>) -> Answer {
    let bytes = |text: &str| {
        let plain = text.trim_end_matches('=');
        let read = URL_SAFE_NO_PAD.decode(plain);
        read.map_err(|_| Error::invalid("keys", "error-field"))
    };
    let new = NewDevice {
        session: asker.signed.session.id,
        device: asker.signed.session.device.clone(),
        endpoint: form.endpoint.clone(),
        key: bytes(&form.p256dh)?,
        secret: bytes(&form.auth)?,
    };
    let viewer = asker.viewer().clone();
    let deed = move |w: &mut Write<'_>| devices::add(w, &viewer, &new).map(|_| ());
    asker.app.act(deed).await?;
    if asker.piece {
        return Ok(HttpResponse::NoContent().finish());
    }
    Ok(see_other(PLACE))
}

/// `POST /settings/me/notifications/devices/{id}/forget`
pub async fn forget(asker: Asker, id: Path<String>) -> Answer {
    let (id, viewer) = (device_id(&id)?, asker.viewer().clone());
    let deed = move |w: &mut Write<'_>| devices::forget(w, &viewer, id);
    asker.app.act(deed).await?;
    Ok(see_other(PLACE))
}

/// `POST /settings/me/notifications/devices/{id}/test`
pub async fn test_device(asker: Asker, id: Path<String>) -> Answer {
    let (id, viewer) = (device_id(&id)?, asker.viewer().clone());
    let deed = move |w: &mut Write<'_>| devices::test(w, &viewer, id);
    asker.app.act(deed).await?;
    Ok(see_other(PLACE))
}

fn device_id(text: &str) -> Result<PushDeviceId> {
    text.parse().map_err(|_| Error::not_found("device"))
}
