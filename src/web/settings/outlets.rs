//! `/settings/alerts`: where alerts are told besides to people: addresses that are posted to, chats in which a bot says it.

use actix_web::web::Path;

use crate::channels::api;
use crate::desk::alerts::outlets::{self as desk, new_code};
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::error::{Error, Result};
use crate::domain::id::{ConnectionId, OutletId};
use crate::domain::monitor::alert::{AlertCall, Outlet, Way};
use crate::notices::outlets::test as try_out;
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker};
use crate::web::settings::{Pairs, admin, done, first, id, show};
use crate::web::sheet::{Cell, Field, Form, Kind, Part, Row, Section, Sheet, Table};
use crate::web::view::{Choice, TimeView};
use crate::words::Words;

const PLACE: &str = "/settings/alerts";
/// Messages shown of an outlet.
const SHOWN: usize = 20;

async fn sheet(asker: &Asker) -> Result<Sheet> {
    let (app, asker) = (asker.app.clone(), asker.clone());
    app.look(move |look| drawn(&asker, look)).await
}

fn drawn(asker: &Asker, look: &Look<'_>) -> Result<Sheet> {
    let words = &asker.words;
    let rows: Vec<Row> = desk::list(look)?.iter().map(|it| row(asker, it)).collect();
    let parts = if rows.is_empty() {
        vec![Part::Text(words.t("outlets-none"))]
    } else {
        vec![Part::Rows(rows)]
    };
    let webhook = Form::new(
        format!("{PLACE}/webhook"),
        words.t("act-add"),
        vec![
            Field::text("name", words.t("outlet-name"), "").required(),
            Field::input("url", "url", words.t("outlet-url"), "")
                .hint(words.t("outlet-url-hint"))
                .required(),
        ],
    );
    let mut sheet = Sheet::new(words.t("set-alerts"), words.t("outlets-lead"))
        .back("/settings", words.t("nav-settings"))
        .with(Section::of(String::new(), parts))
        .with(Section::of(
            words.t("outlet-webhook"),
            vec![Part::Form(webhook)],
        ));
    let bots: Vec<Choice> = look
        .arranged::<Channel>()?
        .iter()
        .filter(|it| it.kind == ChannelKind::Telegram && it.retired_at.is_none())
        .map(|it| Choice::new(it.connection.to_string(), it.name.clone(), false))
        .collect();
    let telegram = if bots.is_empty() {
        Part::Text(words.t("outlet-no-bot"))
    } else {
        Part::Form(Form::new(
            format!("{PLACE}/telegram"),
            words.t("act-add"),
            vec![
                Field::text("name", words.t("outlet-name"), "").required(),
                Field::choose(Kind::Select, "bot", words.t("outlet-bot"), bots),
            ],
        ))
    };
    sheet = sheet.with(Section::of(words.t("outlet-telegram"), vec![telegram]));
    Ok(sheet)
}

fn row(asker: &Asker, it: &Outlet) -> Row {
    let words = &asker.words;
    let (icon, text) = match &it.way {
        Way::Webhook { url, .. } => ("api", url.clone()),
        Way::Telegram { title, .. } => ("telegram", title.clone()),
    };
    Row {
        href: format!("{PLACE}/{}", it.id),
        icon,
        title: it.name.clone(),
        text,
        health: Some(health(words, it)),
        when: it.reached_at.map(|at| TimeView::ago(words, at, asker.now)),
        ..Row::default()
    }
}

fn health(words: &Words, it: &Outlet) -> (&'static str, String) {
    if !it.is_linked() {
        return ("warn", words.t("outlet-waits"));
    }
    match (it.trouble.as_str(), it.reached_at) {
        ("", Some(_)) => ("ok", words.t("outlet-works")),
        ("", None) => ("off", words.t("outlet-new")),
        _ => ("bad", words.t("outlet-trouble")),
    }
}

async fn one(asker: &Asker, at: OutletId, secret: String) -> Result<Sheet> {
    let (app, asker) = (asker.app.clone(), asker.clone());
    app.look(move |look| one_drawn(&asker, look, at, &secret))
        .await
}

fn one_drawn(asker: &Asker, look: &Look<'_>, at: OutletId, secret: &str) -> Result<Sheet> {
    let words = &asker.words;
    let it = desk::find(look, at)?;
    let place = format!("{PLACE}/{at}");
    let mut sheet = Sheet::new(it.name.clone(), String::new()).back(PLACE, words.t("set-alerts"));
    if !secret.is_empty() {
        let part = Part::Copy(words.t("outlet-secret"), secret.to_owned());
        sheet = sheet.with(
            Section::of(words.t("outlet-secret-title"), vec![part])
                .text(words.t("outlet-secret-text")),
        );
    }
    if !it.trouble.is_empty() {
        let remedy = words.maybe(&format!("{}-remedy", it.trouble));
        sheet.banner("bad", format!("{} {remedy}", words.t(&it.trouble)));
    }
    if let Way::Telegram { code, title, .. } = &it.way {
        let parts = if it.is_linked() {
            vec![Part::Text(words.t_of("outlet-linked", "chat", title))]
        } else {
            vec![
                Part::Numbered(vec![words.t("outlet-step-add"), words.t("outlet-step-say")]),
                Part::Copy(words.t("outlet-code"), format!("/alerts {code}")),
                Part::Form(Form::button(
                    format!("{place}/link"),
                    words.t("outlet-link"),
                )),
            ]
        };
        sheet = sheet.with(Section::of(words.t("outlet-chat"), parts));
    }
    let channels = Form {
        fields: vec![Field::hidden("on", if it.channels { "" } else { "1" })],
        ..Form::button(
            format!("{place}/channels"),
            words.t(if it.channels {
                "outlet-channels-off"
            } else {
                "outlet-channels-on"
            }),
        )
    };
    let mut parts = vec![Part::Text(words.t("outlet-channels"))];
    parts.push(Part::Form(channels));
    if it.is_linked() {
        parts.push(Part::Form(Form::button(
            format!("{place}/test"),
            words.t("outlet-test"),
        )));
    }
    sheet = sheet.with(Section::of(String::new(), parts));
    let calls = look.alert_calls(at, SHOWN)?;
    let shown = if calls.is_empty() {
        Part::Text(words.t("outlet-no-calls"))
    } else {
        Part::Table(table(words, &calls))
    };
    sheet = sheet.with(Section::of(words.t("outlet-calls"), vec![shown]));
    let retire = Form::button(format!("{place}/retire"), words.t("act-retire"));
    Ok(sheet.with(Section::of(String::new(), vec![Part::Form(retire)])))
}

fn table(words: &Words, calls: &[AlertCall]) -> Table {
    let row = |it: &AlertCall| {
        let what = if it.told.test {
            words.t("alert-test")
        } else {
            words.t_n("outlet-told", it.told.total())
        };
        let became = match (it.taken_at, it.trouble.as_str()) {
            (Some(_), _) => words.t("outlet-taken"),
            (None, "") => words.t("outlet-leaving"),
            (None, trouble) => {
                let said = words.t(trouble);
                if it.detail.is_empty() {
                    said
                } else {
                    format!("{said} ({})", it.detail)
                }
            }
        };
        vec![
            Cell::from(TimeView::full(words, it.at)),
            Cell::from(what),
            Cell::from(became),
            Cell::from(it.tries.to_string()),
        ]
    };
    Table {
        label: words.t("outlet-calls"),
        heads: [
            "outlet-when",
            "outlet-what",
            "outlet-became",
            "outlet-tries",
        ]
        .map(|it| words.t(it))
        .into(),
        rows: calls.iter().map(row).collect(),
    }
}

/// `GET /settings/alerts`
pub async fn page(asker: Asker) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker).await?;
    show(&asker, sheet).await
}

/// `GET /settings/alerts/{id}`
pub async fn edit(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let sheet = one(&asker, id(&at)?, String::new()).await?;
    show(&asker, sheet).await
}

/// `POST /settings/alerts/webhook`: shows its secret, once.
pub async fn make_webhook(asker: Asker, given: Pairs) -> Answer {
    admin(&asker)?;
    let (viewer, keys) = (asker.viewer().clone(), asker.app.keys.clone());
    let (name, url) = (
        first(&given, "name").to_owned(),
        first(&given, "url").trim().to_owned(),
    );
    let secret = api::new_secret();
    let told = secret.clone();
    let deed = move |w: &mut Write<'_>| {
        desk::make_webhook(w, &viewer, &keys, (&name, &url), &secret).map(|it| it.id)
    };
    match asker.app.act(deed).await {
        Ok(made) => {
            let sheet = one(&asker, made, told).await?;
            show(&asker, sheet).await
        }
        Err(err) => done(&asker, Err(err), PLACE, sheet(&asker)).await,
    }
}

/// `POST /settings/alerts/telegram`
pub async fn make_telegram(asker: Asker, given: Pairs) -> Answer {
    admin(&asker)?;
    let viewer = asker.viewer().clone();
    let name = first(&given, "name").to_owned();
    let bot = first(&given, "bot").parse::<ConnectionId>();
    let bot = bot.map_err(|_| Error::invalid("bot", "error-missing"));
    let code = new_code();
    let made = match bot {
        Ok(bot) => {
            let deed = move |w: &mut Write<'_>| {
                desk::make_telegram(w, &viewer, (&name, bot), &code).map(|it| it.id)
            };
            asker.app.act(deed).await
        }
        Err(err) => Err(err),
    };
    let place = made.as_ref().map(|it| format!("{PLACE}/{it}"));
    let place = place.unwrap_or_else(|_| PLACE.to_owned());
    done(&asker, made.map(|_| ()), &place, sheet(&asker)).await
}

/// Does something to one, and shows it again.
async fn changed(
    asker: &Asker,
    at: OutletId,
    deed: impl Fn(&mut Write<'_>) -> Result<()> + Send + 'static,
) -> Answer {
    let did = asker.app.act(deed).await;
    let place = format!("{PLACE}/{at}");
    done(asker, did, &place, one(asker, at, String::new())).await
}

/// `POST /settings/alerts/{id}/{act}`: `test`, `link`, `channels` or `retire`.
pub async fn act(asker: Asker, at: Path<(String, String)>, given: Pairs) -> Answer {
    admin(&asker)?;
    let (id, viewer) = (id::<OutletId>(&at.0)?, asker.viewer().clone());
    let on = first(&given, "on") == "1";
    match at.1.as_str() {
        "test" => changed(&asker, id, move |w| try_out(w, desk::find(w, id)?)).await,
        "link" => changed(&asker, id, move |w| desk::link(w, &viewer, id)).await,
        "channels" => {
            let deed = move |w: &mut Write<'_>| desk::tell_of_channels(w, &viewer, id, on);
            changed(&asker, id, deed).await
        }
        "retire" => {
            let deed = move |w: &mut Write<'_>| desk::retire(w, &viewer, id);
            let did = asker.app.act(deed).await;
            done(&asker, did, PLACE, sheet(&asker)).await
        }
        _ => Err(Error::not_found("page").into()),
    }
}
