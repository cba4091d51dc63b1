//! What the one a token acts for was told, how they want to be told, and what they keep of a conversation for themselves.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::call::{Asking, Call};
use crate::api::caller::Caller;
use crate::api::cursor;
use crate::api::fields::{id as read_id, instant, limit};
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::choices::{self, chosen, one};
use crate::api::view::{List, With, time};
use crate::app::App;
use crate::app::noticed::said;
use crate::conversations::find::find;
use crate::conversations::follow;
use crate::domain::agent::Agent;
use crate::domain::error::{Error, Result};
use crate::domain::id::{NoticeId, PushDeviceId, SessionId};
use crate::domain::notice::{Medium, NoticeKind, PushDevice, Quiet, Rhythm, Telling};
use crate::domain::time::Millis;
use crate::notices::devices::{self, NewDevice};
use crate::notices::list::{self, Place, Seen};
use crate::notices::telling;

const LIST: &str = "notifications";

/// Something the one the token acts for was told.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Notification)]
pub struct NoticeView {
    pub id: String,
    #[schema(schema_with = one::<choices::NoticeKind>)]
    pub kind: &'static str,
    /// What happened, in the language asked for.
    pub title: String,
    /// Of whom, and the subject.
    pub about: String,
    pub text: String,
    /// How many things it tells of.
    pub count: u32,
    /// The number of the conversation, when it is of one.
    pub conversation: Option<u64>,
    /// A path of Lobby's pages.
    pub href: String,
    /// Whose doing it was, when one of the agents'.
    pub by: Option<String>,
    pub read: bool,
    pub at: String,
}

/// Which of them.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    /// Only what was not read.
    pub unread: Option<bool>,
    /// Rows of a page; more than 100 are taken as 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 25)]
    pub limit: Option<usize>,
    /// Where to go on: `next_cursor` of the page before.
    pub cursor: Option<String>,
}

fn view(with: &With<'_, '_>, it: &Seen) -> Result<NoticeView> {
    let said = said(with.look, with.words, with.viewer, it)?;
    Ok(NoticeView {
        id: it.notice.id.to_string(),
        kind: it.notice.kind.name(),
        title: said.title,
        about: said.about,
        text: said.text,
        count: it.notice.n,
        conversation: said.number,
        href: said.href,
        by: it.notice.by.map(|it| it.to_string()),
        read: !it.notice.counts(),
        at: time(it.notice.at),
    })
}

/// `GET /notifications`.
pub async fn all(app: Data<App>, asking: Asking<Filter>) -> Answer<Json<List<NoticeView>>> {
    let Asking { caller, it: query } = asking;
    let after: Option<(Millis, NoticeId)> = match &query.cursor {
        Some(written) => Some(cursor::open(&app.keys, LIST, written)?),
        None => None,
    };
    let (rows, unread) = (limit(query.limit), query.unread == Some(true));
    let (data, next) = caller
        .look(&app, move |with| {
            let (found, next) = list::page(with.look, with.viewer, (after, unread), rows)?;
            let data: Vec<NoticeView> = found
                .iter()
                .map(|it| view(with, it))
                .collect::<Result<_>>()?;
            Ok::<(Vec<NoticeView>, Option<Place>), Error>((data, next))
        })
        .await?;
    Ok(Json(List::page(&app.keys, LIST, (data, next))))
}

async fn shown(app: &App, caller: &Caller, id: NoticeId) -> Answer<NoticeView> {
    caller
        .look(app, move |with| {
            view(with, &list::find(with.look, with.viewer, id)?)
        })
        .await
}

/// `GET /notifications/{id}`.
pub async fn show(app: Data<App>, caller: Caller, id: Path<NoticeId>) -> Answer<Json<NoticeView>> {
    shown(&app, &caller, *id).await.map(Json)
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "read": true }))]
pub struct ReadPatch {
    read: bool,
}

/// `PATCH /notifications/{id}`.
pub async fn mark(
    app: Data<App>,
    id: Path<NoticeId>,
    call: Call<ReadPatch>,
) -> Answer<HttpResponse> {
    let (id, read) = (*id, call.it.read);
    let made = call
        .act(&app, move |w, by| list::mark(w, by, id, read))
        .await?;
    rang(&app, &call.caller);
    Ok(made.done(shown(&app, &call.caller, id).await?))
}

/// `POST /notifications/read`.
pub async fn read_all(app: Data<App>, call: Call<Nothing>) -> Answer<HttpResponse> {
    let made = call
        .act(&app, |w, by| {
            while list::mark_all(w, by)?.1 {}
            Ok(())
        })
        .await?;
    rang(&app, &call.caller);
    Ok(made.gone())
}

fn rang(app: &App, caller: &Caller) {
    if let Some(me) = caller.viewer.agent_id() {
        app.hub.read(me);
    }
}

/// One kind by one medium.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NotificationSwitch)]
pub struct Switch {
    #[schema(schema_with = one::<choices::NoticeKind>)]
    kind: String,
    #[schema(schema_with = one::<choices::Medium>)]
    medium: String,
    on: bool,
}

/// How somebody is told.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = NotificationSettings)]
pub struct TellingView {
    /// Every kind by every medium.
    pub switches: Vec<Switch>,
    #[schema(schema_with = one::<choices::Quiet>)]
    pub quiet: &'static str,
    /// `HH:MM`, with `quiet` `between`.
    pub quiet_from: Option<String>,
    pub quiet_to: Option<String>,
    /// Minutes something stays unread before it is mailed.
    pub mail_after: u16,
    /// Mails and pushes say that there is something, and nothing of what was written.
    pub without_texts: bool,
    /// How often one's figures are mailed, at eight in the morning: of the day, week or month that ended.
    #[schema(schema_with = one::<choices::Rhythm>)]
    pub figures: &'static str,
    /// The key browsers subscribe with (VAPID, RFC 8292).
    pub push_key: String,
}

/// What may be changed; absent means as it is.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "switches": [{ "kind": "answered", "medium": "mail", "on": true }], "quiet": "between", "quiet_from": "19:00", "quiet_to": "08:00" }))]
pub struct TellingPatch {
    switches: Option<Vec<Switch>>,
    #[schema(schema_with = one::<choices::Quiet>)]
    quiet: Option<String>,
    quiet_from: Option<String>,
    quiet_to: Option<String>,
    mail_after: Option<u16>,
    without_texts: Option<bool>,
    #[schema(schema_with = one::<choices::Rhythm>)]
    figures: Option<String>,
}

fn own(with: &With<'_, '_>) -> Result<Agent> {
    let me = with.viewer.agent_id();
    let me = me.ok_or(Error::conflict("no_person"))?;
    with.look.agent(me)?.ok_or(Error::not_found("agent"))
}

async fn settings_of(app: &App, caller: &Caller) -> Answer<TellingView> {
    let push_key = app.keys.vapid()?.public();
    let agent = caller.look(app, own).await?;
    let it = agent.telling;
    let hours = match it.quiet {
        Quiet::Between { from, to } => Some((clock(from), clock(to))),
        _ => None,
    };
    let (quiet_from, quiet_to) = hours.unzip();
    let switch = |kind: NoticeKind, medium: Medium| Switch {
        kind: kind.name().to_owned(),
        medium: medium.name().to_owned(),
        on: it.wants(kind, medium),
    };
    Ok(TellingView {
        switches: NoticeKind::ALL
            .into_iter()
            .flat_map(|kind| Medium::ALL.map(|medium| switch(kind, medium)))
            .collect(),
        quiet: it.quiet.name(),
        quiet_from,
        quiet_to,
        mail_after: it.mails_after(),
        without_texts: it.no_texts,
        figures: it.figures.name(),
        push_key,
    })
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// `HH:MM` in minutes after midnight.
fn minute(written: Option<&String>) -> Result<u16> {
    let wrong = || Error::invalid("quiet", "error-quiet-hours");
    let (hours, minutes) = written
        .and_then(|it| it.split_once(':'))
        .ok_or_else(wrong)?;
    let read = |it: &str| it.parse::<u16>().map_err(|_| wrong());
    let (hours, minutes) = (read(hours)?, read(minutes)?);
    if hours < 24 && minutes < 60 {
        Ok(hours * 60 + minutes)
    } else {
        Err(wrong())
    }
}

/// `GET /notifications/settings`.
pub async fn settings(app: Data<App>, caller: Caller) -> Answer<Json<TellingView>> {
    settings_of(&app, &caller).await.map(Json)
}

impl TellingPatch {
    fn applied(&self, now: &Telling) -> Result<Telling> {
        let mut new = now.clone();
        for it in self.switches.iter().flatten() {
            let kind = NoticeKind::parse(chosen::<choices::NoticeKind>("kind", &it.kind)?);
            let medium = Medium::parse(chosen::<choices::Medium>("medium", &it.medium)?);
            if let (Some(kind), Some(medium)) = (kind, medium) {
                new.set(kind, medium, it.on);
            }
        }
        if let Some(quiet) = &self.quiet {
            new.quiet = match chosen::<choices::Quiet>("quiet", quiet)? {
                "closed" => Quiet::WhenClosed,
                "never" => Quiet::Never,
                "between" => Quiet::Between {
                    from: minute(self.quiet_from.as_ref())?,
                    to: minute(self.quiet_to.as_ref())?,
                },
                _ => Quiet::Nights,
            };
        }
        if let Some(after) = self.mail_after {
            if after == 0 {
                return Err(Error::invalid("mail_after", "error-minutes"));
            }
            new.mail_after = if after == Telling::MAIL_AFTER {
                0
            } else {
                after
            };
        }
        new.no_texts = self.without_texts.unwrap_or(new.no_texts);
        if let Some(rhythm) = &self.figures {
            let rhythm = chosen::<choices::Rhythm>("figures", rhythm)?;
            new.figures = Rhythm::parse(rhythm).unwrap_or_default();
        }
        Ok(new)
    }
}

/// `PATCH /notifications/settings`.
pub async fn set(app: Data<App>, call: Call<TellingPatch>) -> Answer<HttpResponse> {
    let it = call.it.clone();
    let made = call
        .act(&app, move |w, by| {
            let me = by.agent_id().ok_or(Error::conflict("no_person"))?;
            let now = w.agent(me)?.ok_or(Error::not_found("agent"))?.telling;
            telling::put(w, by, &it.applied(&now)?)
        })
        .await?;
    Ok(made.done(settings_of(&app, &call.caller).await?))
}

/// A device that is pushed to.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = PushDevice)]
pub struct DeviceView {
    pub id: String,
    /// Browser and system in a few words.
    pub name: String,
    /// When its push service took a message last.
    pub reached_at: Option<String>,
    /// Why it did not take the last one: `push-busy`, `push-unreachable` or `push-refused`.
    pub trouble: Option<String>,
    pub created_at: String,
}

impl DeviceView {
    fn of(it: &PushDevice) -> Self {
        DeviceView {
            id: it.id.to_string(),
            name: it.device.clone(),
            reached_at: it.reached_at.map(time),
            trouble: (!it.trouble.is_empty()).then(|| it.trouble.clone()),
            created_at: time(it.made_at),
        }
    }
}

/// What a browser hands over (`PushSubscription`).
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "name": "Tablet at the till", "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", "auth": "BTBZMqHH6r4Tts7J_aSIgg" }))]
pub struct NewPushDevice {
    name: String,
    endpoint: String,
    /// Its public key, an uncompressed point of P-256, in base64 for addresses.
    p256dh: String,
    /// Its secret, 16 bytes.
    auth: String,
}

fn bytes(text: &str) -> Result<Vec<u8>> {
    let read = URL_SAFE_NO_PAD.decode(text.trim_end_matches('='));
    read.map_err(|_| Error::invalid("keys", "error-field"))
}

/// `GET /notifications/devices`.
pub async fn devices(app: Data<App>, caller: Caller) -> Answer<Json<List<DeviceView>>> {
    let found = caller.look(&app, |with| devices::list(with.look, with.viewer));
    let all = found.await?;
    Ok(Json(List::whole(all.iter().map(DeviceView::of).collect())))
}

/// `POST /notifications/devices`.
pub async fn add_device(app: Data<App>, call: Call<NewPushDevice>) -> Answer<HttpResponse> {
    let new = NewDevice {
        // Of no browser's session: it stays until it is forgotten, or its owner is out everywhere.
        session: SessionId::default(),
        device: call.it.name.clone(),
        endpoint: call.it.endpoint.clone(),
        key: bytes(&call.it.p256dh)?,
        secret: bytes(&call.it.auth)?,
    };
    let made = call
        .act(&app, move |w, by| {
            devices::add(w, by, &new).map(|it| it.id.to_string())
        })
        .await?;
    let id: PushDeviceId = read_id("id", &made.it)?;
    let found = call
        .caller
        .look(&app, move |with| {
            let all = devices::list(with.look, with.viewer)?;
            let found = all.into_iter().find(|it| it.id == id);
            found.ok_or(Error::not_found("device"))
        })
        .await?;
    Ok(made.respond(DeviceView::of(&found)))
}

/// `DELETE /notifications/devices/{id}`.
pub async fn forget_device(
    app: Data<App>,
    caller: Caller,
    id: Path<PushDeviceId>,
) -> Answer<HttpResponse> {
    let (id, by) = (*id, caller.viewer.clone());
    app.act(move |w| devices::forget(w, &by, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What somebody keeps of a conversation for themselves.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = OwnRelation)]
pub struct MineView {
    /// Whether they hear of it as who has it does.
    pub following: bool,
    /// When they alone are reminded of it.
    pub remind_at: Option<String>,
}

/// What of that is to be; absent means as it is, `remind_at` null not any more.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "following": true, "remind_at": "2026-12-01T08:00:00Z" }))]
pub struct MinePatch {
    following: Option<bool>,
    #[serde(
        deserialize_with = "crate::api::fields::given",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(value_type = Option<String>)]
    remind_at: Option<Option<String>>,
}

async fn mine_of(app: &App, caller: &Caller, number: u64) -> Answer<MineView> {
    caller
        .look(app, move |with| {
            let me = with.viewer.agent_id();
            let c = find(with.look, with.viewer, number)?;
            let at = follow::reminder_of(with.look, with.viewer, &c)?;
            Ok(MineView {
                following: me.is_some_and(|it| c.followers.contains(&it)),
                remind_at: at.map(time),
            })
        })
        .await
}

/// `GET /conversations/{number}/mine`.
pub async fn mine(app: Data<App>, caller: Caller, number: Path<u64>) -> Answer<Json<MineView>> {
    mine_of(&app, &caller, *number).await.map(Json)
}

/// `PATCH /conversations/{number}/mine`.
pub async fn set_mine(
    app: Data<App>,
    number: Path<u64>,
    call: Call<MinePatch>,
) -> Answer<HttpResponse> {
    let (number, following) = (*number, call.it.following);
    let at = match &call.it.remind_at {
        Some(written) => Some(instant("remind_at", written.as_deref())?),
        None => None,
    };
    let made = call
        .act(&app, move |w, by| {
            if let Some(on) = following {
                follow::follow(w, by, number, on)?;
            }
            if let Some(at) = at {
                follow::remind_me(w, by, number, at)?;
            }
            Ok(())
        })
        .await?;
    Ok(made.done(mine_of(&app, &call.caller, number).await?))
}
