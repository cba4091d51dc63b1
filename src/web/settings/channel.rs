//! `/settings/channels/{id}`: one mailbox: does it work, since when and why not; its log, older mail, senders,
//! settings, and taking it out of use.

use actix_web::web::Path;

use crate::app::aside::waiting;
use crate::conversations::courtesies::courtesies;
use crate::desk::channels::{self, ChannelForm, With};
use crate::desk::{calendars, setting};
use crate::domain::channel::{Channel, Connection, EmailSettings, MailAuth, Plus, SentCopies};
use crate::domain::error::{Error, Result};
use crate::domain::hours::NamedCalendar;
use crate::domain::id::ChannelId;
use crate::domain::team::Team;
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::settings::channels::{health, reason, said, silence};
use crate::web::settings::mailbox::{provider_fields, read, server_fields};
use crate::web::settings::provider;
use crate::web::settings::senders;
use crate::web::settings::trial;
use crate::web::settings::{Pairs, admin, done, first, id, show};
use crate::web::settings::{hours, letters};
use crate::web::sheet::{Field, Form, Kind, Part, Row, Section, Sheet};
use crate::web::view::Choice;
use crate::words::Words;

/// The page of a channel.
#[must_use]
pub fn place(id: ChannelId) -> String {
    format!("/settings/channels/{id}")
}

/// The page as it is now.
///
/// # Errors
/// [`Error::NotFound`]; the store's.
pub async fn sheet(asker: &Asker, id: ChannelId) -> Result<Sheet> {
    let (viewer, now) = (asker.viewer().clone(), asker.now);
    let (channel, connection, desk, counts) = asker
        .app
        .look(move |look| {
            let (channel, connection) = channels::find(look, id)?;
            let aside = waiting(look, connection.id)?.len();
            let thanks = courtesies(look, &viewer, id, now)?.len();
            let desk = (setting::list::<Team>(look)?, calendars::list(look)?);
            Ok((channel, connection, desk, (aside, thanks)))
        })
        .await?;
    if connection.provider().is_some() {
        let about = about(asker, &channel, None, &desk);
        return provider::sheet(asker, (&channel, &connection), about).await;
    }
    let words = &asker.words;
    let mut sheet = Sheet::new(channel.name.clone(), channel.address.clone())
        .back("/settings/channels", words.t("set-channels"));
    sheet.banners.extend(silence(words, &connection));
    sheet.sections.extend(unproven(words, &channel));
    if let Some(settings) = connection.email() {
        sheet = sheet.with(state(asker, id, &connection, counts));
        sheet.sections.extend(said(words, &connection));
        if settings.auth != MailAuth::Password {
            sheet = sheet.with(grant(asker, id, settings));
        }
        let senders = Part::Rows(vec![senders::row(words, id, settings)]);
        sheet = sheet
            .with(older(asker, id))
            .with(Section::of(String::new(), vec![senders]));
    }
    sheet = sheet.with(about(asker, &channel, connection.email(), &desk));
    if let Some(settings) = connection.email() {
        sheet = sheet
            .with(servers(asker, id, settings))
            .with(retiring(asker, id));
    }
    Ok(sheet)
}

/// Does it work, since when, why not; what the server said; trying it now.
fn state(
    asker: &Asker,
    id: ChannelId,
    connection: &Connection,
    (aside, courtesies): (usize, usize),
) -> Section {
    let words = &asker.words;
    let state = &connection.health;
    let since = words.t_of("health-since", "time", words.date_time(state.since));
    let row = Row {
        title: words.t("health-title"),
        text: [reason(words, connection), since]
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        health: Some(health(words, connection)),
        ..Row::default()
    };
    let last = |key: &str, at: Option<crate::domain::time::Millis>| Row {
        title: words.t(key),
        text: at.map_or_else(|| words.t("health-never"), |it| words.date_time(it)),
        ..Row::default()
    };
    let log = Row {
        href: format!("{}/ledger", place(id)),
        title: words.t("ledger-title"),
        text: words.t("ledger-about"),
        ..Row::default()
    };
    let plus = connection.email().map_or(Plus::Unknown, |it| it.plus);
    let back = Row {
        title: words.t("plus"),
        text: words.t(&format!("plus-{}-text", plus.name())),
        ..Row::default()
    };
    let mut rows = vec![
        row,
        back,
        copies(words, connection),
        last("health-last-in", state.last_in),
        last("health-last-out", state.last_out),
        log,
    ];
    rows.push(Row {
        href: format!("{}/courtesies", place(id)),
        title: words.t("courtesies-title"),
        text: words.t_n("courtesies-count", courtesies),
        ..Row::default()
    });
    if aside > 0 {
        rows.push(Row {
            href: format!("{}/aside", place(id)),
            title: words.t_of("aside-count", "n", aside),
            text: words.t("aside-about"),
            ..Row::default()
        });
    }
    let test = Form::button(format!("{}/test", place(id)), words.t("check-now"));
    Section::of(String::new(), vec![Part::Rows(rows), Part::Form(test)]).id("health")
}

/// That a further address rests on somebody's word: what that means, and the mail that asks once more.
fn unproven(words: &Words, channel: &Channel) -> Option<Section> {
    let unproven = channel.unproven.as_ref()?;
    let text = match &unproven.trouble {
        Some(it) => letters::why(words, "lost-here", it, true),
        None => words.t_of("further-waits", "address", &channel.address),
    };
    let rows = vec![Row {
        title: channel.address.clone(),
        text,
        health: Some(("warn", words.t("address-waits"))),
        ..Row::default()
    }];
    let ask = Form::button(format!("{}/ask", place(channel.id)), words.t("further-ask"));
    let parts = vec![Part::Rows(rows), Part::Form(ask)];
    Some(Section::of(String::new(), parts).text(words.t("further-about")))
}

/// Who puts copies of what is sent into the Sent folder, and why that does not work.
fn copies(words: &Words, connection: &Connection) -> Row {
    let files = connection.email().is_some_and(EmailSettings::files_copies);
    let text = match (files, connection.copies_trouble.as_str()) {
        (true, "") => words.t("copies-by-lobby"),
        (true, trouble) => words.t_of("copies-not-now", "why", words.t(trouble)),
        (false, _) => words.t("copies-by-others"),
    };
    Row {
        title: words.t("copies"),
        text,
        ..Row::default()
    }
}

/// What Google or Microsoft granted, or that they must be asked.
fn grant(asker: &Asker, id: ChannelId, settings: &EmailSettings) -> Section {
    let words = &asker.words;
    let granted = settings
        .oauth
        .as_ref()
        .is_some_and(|it| !it.sealed_refresh_token.is_empty());
    let callback = format!("{}/settings/oauth/callback", asker.app.config.public_url);
    let provider = words.t(&format!(
        "auth-{}",
        crate::desk::mailbox::auth_name(settings.auth)
    ));
    let act = if granted {
        words.t_of("oauth-again", "provider", &provider)
    } else {
        words.t_of("oauth-start", "provider", &provider)
    };
    Section::of(
        provider,
        vec![
            Part::Copy(words.t("oauth-callback"), callback),
            Part::Form(Form::new(format!("{}/oauth", place(id)), act, Vec::new())),
        ],
    )
    .text(words.t(if granted {
        "oauth-granted"
    } else {
        "oauth-needed"
    }))
    .id("oauth")
}

fn older(asker: &Asker, id: ChannelId) -> Section {
    let words = &asker.words;
    let form = Form::new(
        format!("{}/backfill", place(id)),
        words.t("backfill-act"),
        vec![
            Field::input("date", "since", words.t("backfill-since"), "")
                .hint(words.t("backfill-hint")),
        ],
    );
    Section::of(words.t("backfill-title"), vec![Part::Form(form)])
        .text(words.t("backfill-text"))
        .folded(false)
}

fn about(
    asker: &Asker,
    channel: &Channel,
    settings: Option<&EmailSettings>,
    (teams, calendars): &(Vec<Team>, Vec<NamedCalendar>),
) -> Section {
    let words = &asker.words;
    let mut fields = vec![
        Field::text("name", words.t("channel-name"), channel.name.clone())
            .hint(words.t("channel-name-hint"))
            .required(),
    ];
    if let Some(settings) = settings {
        fields.push(
            Field::text("from_name", words.t("mailbox-from"), settings.name.clone())
                .hint(words.t("mailbox-from-hint")),
        );
        fields.push(
            Field::new(
                Kind::Area,
                "signature",
                words.t("signature"),
                channel.signature.clone(),
            )
            .hint(words.t("signature-channel-hint")),
        );
        let seconds = settings.undo_seconds.to_string();
        fields.push(Field::input(
            "number",
            "undo_seconds",
            words.t("mailbox-undo"),
            seconds,
        ));
    }
    fields.push(
        Field::new(
            Kind::Area,
            "guidelines",
            words.t("guidelines"),
            channel.guidelines.clone(),
        )
        .hint(words.t("guidelines-hint")),
    );
    if !teams.is_empty() {
        let mut choices = vec![Choice::new(
            "",
            words.t("channel-no-team"),
            channel.team.is_none(),
        )];
        choices.extend(teams.iter().map(|it| {
            Choice::new(
                it.id.to_string(),
                it.name.clone(),
                channel.team == Some(it.id),
            )
        }));
        fields.push(Field::choose(
            Kind::Select,
            "team",
            words.t("channel-team"),
            choices,
        ));
    }
    fields.extend(hours::choice(words, calendars, channel.calendar));
    let form = Form::new(place(channel.id), words.t("act-save"), fields);
    Section::of(words.t("channel-about"), vec![Part::Form(form)])
}

fn servers(asker: &Asker, id: ChannelId, settings: &EmailSettings) -> Section {
    let words = &asker.words;
    let mut fields = vec![
        Field::input(
            "email",
            "address",
            words.t("mailbox-address"),
            settings.address.clone(),
        ),
        Field::new(
            Kind::Area,
            "addresses",
            words.t("mailbox-addresses"),
            settings.addresses.join("\n"),
        )
        .hint(words.t("mailbox-addresses-hint")),
        Field::input("password", "password", words.t("mailbox-password"), "")
            .auto("off")
            .hint(words.t("secret-set")),
    ];
    fields.extend(provider_fields(words, &[], Some(settings)));
    fields.extend(server_fields(words, &[], Some(settings)));
    fields.push(
        Field::text(
            "authserv_id",
            words.t("mailbox-authserv"),
            settings.authserv_id.clone(),
        )
        .hint(words.t("mailbox-authserv-hint")),
    );
    let ways = Plus::ALL.map(|it| {
        let label = words.t(&format!("plus-{}", it.name()));
        Choice::new(it.name(), label, settings.plus == it)
    });
    fields.push(
        Field::choose(Kind::Select, "plus", words.t("plus"), ways.to_vec())
            .hint(words.t("plus-hint")),
    );
    let ways = SentCopies::ALL.map(|it| {
        let label = words.t(&format!("copies-{}", it.name()));
        Choice::new(it.name(), label, settings.sent_copies == it)
    });
    fields.push(
        Field::choose(
            Kind::Select,
            "sent_copies",
            words.t("copies"),
            ways.to_vec(),
        )
        .hint(words.t("copies-hint")),
    );
    let form = Form::new(
        format!("{}/servers", place(id)),
        words.t("act-save"),
        fields,
    );
    Section::of(words.t("mailbox-servers"), vec![Part::Form(form)])
        .text(words.t("mailbox-servers-text"))
        .folded(false)
        .id("servers")
}

fn retiring(asker: &Asker, id: ChannelId) -> Section {
    let words = &asker.words;
    let form = Form::button(format!("{}/retire", place(id)), words.t("channel-retire")).danger();
    Section::of(words.t("channel-retire"), vec![Part::Form(form)])
        .text(words.t("channel-retire-text"))
        .folded(false)
}

/// `GET /settings/channels/{id}`
pub async fn page(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, id(&at)?).await?;
    show(&asker, sheet).await
}

/// `POST /settings/channels/{id}`: what is said of the channel.
pub async fn save(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let text = |name: &str| {
        let found = given.iter().find(|it| it.0 == name);
        found.map(|it| it.1.clone())
    };
    let about = ChannelForm {
        name: text("name"),
        team: text("team").map(|it| it.parse().ok()),
        signature: text("signature"),
        guidelines: text("guidelines"),
        calendar: hours::chosen(&given),
        ..ChannelForm::default()
    };
    change(asker, &at, given.into_inner(), about).await
}

/// `POST /settings/channels/{id}/servers`: how it is reached.
pub async fn save_servers(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    change(asker, &at, given.into_inner(), ChannelForm::default()).await
}

async fn change(
    asker: Asker,
    at: &str,
    given: Vec<(String, String)>,
    about: ChannelForm,
) -> Answer {
    let channel: ChannelId = id(at)?;
    if provider::is_one(&asker, channel).await? {
        let saved = provider::change(&asker, channel, given, about).await;
        return done(&asker, saved, &place(channel), sheet(&asker, channel)).await;
    }
    let form = read(&given, asker.now, false);
    let (viewer, keys) = (asker.viewer().clone(), asker.app.keys.clone());
    let allow_loopback = asker.app.config.allow_loopback;
    let saved = asker
        .app
        .act(move |write| {
            let with = With {
                keys: &keys,
                allow_loopback,
            };
            channels::change(write, &viewer, &with, channel, &form, &about).map(|_| ())
        })
        .await;
    done(&asker, saved, &place(channel), sheet(&asker, channel)).await
}

/// `POST /settings/channels/{id}/test`: logs in to both servers now, and sends the mailbox a mail from itself.
pub async fn test(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let channel: ChannelId = id(&at)?;
    let viewer = asker.viewer().clone();
    let begun = trial::begin_test(&asker.app, viewer, &asker.words, channel).await?;
    Ok(see_other(&format!("/settings/channels/tries/{begun}")))
}

/// `POST /settings/channels/{id}/ask`: sends a further address another mail that must come in here.
pub async fn ask(asker: Asker, at: Path<String>) -> Answer {
    let (channel, viewer) = (id::<ChannelId>(&at)?, asker.viewer().clone());
    let asked = asker
        .app
        .act(move |write| channels::ask_again(write, &viewer, channel))
        .await;
    done(&asker, asked, &place(channel), sheet(&asker, channel)).await
}

/// `POST /settings/channels/{id}/backfill`
pub async fn backfill(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let channel: ChannelId = id(&at)?;
    let since = first(&given, "since");
    let since = if since.is_empty() {
        None
    } else {
        let read = asker.words.read_input_time(&format!("{since}T00:00"));
        Some(read.ok_or(Error::invalid("since", "error-time"))?)
    };
    let viewer = asker.viewer().clone();
    let asked = asker
        .app
        .act(move |write| channels::backfill(write, &viewer, channel, since))
        .await;
    done(&asker, asked, &place(channel), sheet(&asker, channel)).await
}

/// `POST /settings/channels/{id}/retire`
pub async fn retire(asker: Asker, at: Path<String>) -> Answer {
    let (channel, viewer) = (id::<ChannelId>(&at)?, asker.viewer().clone());
    let retired = asker
        .app
        .act(move |write| channels::retire(write, &viewer, channel))
        .await;
    done(
        &asker,
        retired,
        "/settings/channels",
        sheet(&asker, channel),
    )
    .await
}
