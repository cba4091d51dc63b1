//! The form of a mailbox: address and password first, servers and the rest folded; trying it; connecting it. Shared by
//! the settings and the wizard.

use crate::app::App;
use crate::auth::invite::canonical_email;
use crate::channels;
use crate::channels::kit::{CheckLine, Door};
use crate::desk::channels::{ChannelForm, With, connect_mailbox};
use crate::desk::mailbox::{
    Hidden, MailboxForm, OAuthForm, Over, ServerForm, auth_name, check_whole, security_name,
};
use crate::domain::actor::Viewer;
use crate::domain::channel::{Channel, Connection, EmailSettings, Server};
use crate::domain::error::{Error, Result};
use crate::domain::id::ConnectionId;
use crate::domain::time::{Millis, Span};
use crate::web::settings::first;
use crate::web::sheet::{Field, Form, Kind};
use crate::web::view::Choice;
use crate::words::Words;

/// Pairs of a form.
type Given = [(String, String)];

/// How much of the mail that is already there comes in: name in the form, days.
const HISTORY: [(&str, Option<i64>); 4] = [
    ("90", Some(90)),
    ("0", Some(0)),
    ("7", Some(7)),
    ("all", None),
];

/// The form of a new mailbox. `open` shows the servers.
#[must_use]
pub fn form(words: &Words, action: &str, given: &Given, open: bool) -> Form {
    let value = |name: &str| first(given, name).to_owned();
    let chosen = first(given, "history");
    let history = HISTORY
        .iter()
        .map(|(name, _)| {
            let label = words.t(&format!("history-{name}"));
            let is_chosen = *name == chosen || (chosen.is_empty() && *name == "90");
            Choice::new(*name, label, is_chosen)
        })
        .collect();
    let mut fields = vec![
        Field::input(
            "email",
            "address",
            words.t("mailbox-address"),
            value("address"),
        )
        .auto("off")
        .required(),
        Field::input("password", "password", words.t("mailbox-password"), "")
            .auto("off")
            .hint(words.t("mailbox-password-hint")),
        Field::choose(Kind::Radios, "history", words.t("history"), history)
            .hint(words.t("history-hint")),
    ];
    let by_provider = !matches!(first(given, "auth"), "" | "password");
    fields.push(Field::fold(words.t("mailbox-provider"), by_provider));
    fields.extend(provider_fields(words, given, None));
    fields.push(Field::unfold());
    fields.push(Field::fold(words.t("mailbox-servers"), open));
    fields.extend(server_fields(words, given, None));
    fields.push(certificate(words, "ca_pem", value("ca_pem")));
    fields.push(Field::unfold());
    if open {
        fields.push(Field::new(
            Kind::Check,
            "anyway",
            words.t("mailbox-anyway"),
            first(given, "anyway"),
        ));
    }
    Form::new(action, words.t("mailbox-connect"), fields)
}

/// A certificate to believe beside the known ones.
fn certificate(words: &Words, name: &str, value: String) -> Field {
    Field::new(Kind::Area, name, words.t("server-ca"), value).hint(words.t("server-ca-hint"))
}

/// What to know of an app at Google or Microsoft.
#[must_use]
pub fn provider_fields(words: &Words, given: &Given, kept: Option<&EmailSettings>) -> Vec<Field> {
    let oauth = kept.and_then(|it| it.oauth.clone()).unwrap_or_default();
    let auth = kept.map_or(first(given, "auth"), |it| auth_name(it.auth));
    let ways = ["password", "google", "microsoft"]
        .into_iter()
        .map(|it| {
            let is_chosen = it == auth || (auth.is_empty() && it == "password");
            Choice::new(it, words.t(&format!("auth-{it}")), is_chosen)
        })
        .collect();
    let text = |name: &str, label: &str, kept: &str| {
        let typed = first(given, name);
        let value = if typed.is_empty() { kept } else { typed };
        Field::text(name, words.t(label), value).auto("off")
    };
    vec![
        Field::choose(Kind::Select, "auth", words.t("auth"), ways).hint(words.t("auth-hint")),
        text("oauth.client_id", "oauth-client", &oauth.client_id),
        Field::input(
            "password",
            "oauth.client_secret",
            words.t("oauth-secret"),
            "",
        )
        .auto("off")
        .hint(set_hint(words, !oauth.sealed_client_secret.is_empty())),
        text("oauth.tenant", "oauth-tenant", &oauth.tenant),
    ]
}

fn set_hint(words: &Words, is_set: bool) -> String {
    if is_set {
        words.t("secret-set")
    } else {
        String::new()
    }
}

/// How both servers are reached.
#[must_use]
pub fn server_fields(words: &Words, given: &Given, kept: Option<&EmailSettings>) -> Vec<Field> {
    let mut all = Vec::new();
    for (which, label) in [("imap", "server-imap"), ("smtp", "server-smtp")] {
        let server = kept.map(|it| if which == "imap" { &it.imap } else { &it.smtp });
        all.extend(one_server(words, given, which, label, server));
        // A new mailbox has one field for both.
        all.extend(server.map(|it| {
            let name = format!("{which}.ca_pem");
            certificate(words, &name, it.ca_pem.clone())
        }));
    }
    let kept_text = |name: &str, it: fn(&EmailSettings) -> &String| {
        let typed = first(given, name);
        match kept {
            Some(kept) if typed.is_empty() => it(kept).clone(),
            _ => typed.to_owned(),
        }
    };
    let (folder, sent) = (
        kept_text("imap.folder", |it| &it.folder),
        kept_text("imap.sent_folder", |it| &it.sent_folder),
    );
    all.push(Field::text("imap.folder", words.t("server-folder"), folder));
    all.push(
        Field::text("imap.sent_folder", words.t("server-sent"), sent)
            .hint(words.t("server-sent-hint")),
    );
    all
}

fn one_server(
    words: &Words,
    given: &Given,
    which: &str,
    label: &str,
    kept: Option<&Server>,
) -> Vec<Field> {
    let name = |it: &str| format!("{which}.{it}");
    let value = |it: &str, kept: Option<String>| {
        let typed = first(given, &name(it));
        match kept {
            Some(kept) if typed.is_empty() => kept,
            _ => typed.to_owned(),
        }
    };
    let said = |what: &str| words.t_of(what, "server", words.t(label));
    let security = value(
        "security",
        kept.map(|it| security_name(it.security).to_owned()),
    );
    let ways = ["tls", "starttls", "none"]
        .into_iter()
        .map(|it| {
            let is_chosen = it == security || (security.is_empty() && it == "tls");
            Choice::new(it, words.t(&format!("security-{it}")), is_chosen)
        })
        .collect();
    let port = kept.map(|it| it.port.to_string());
    vec![
        Field::text(
            &name("host"),
            said("server-host"),
            value("host", kept.map(|it| it.host.clone())),
        ),
        Field::input(
            "number",
            &name("port"),
            said("server-port"),
            value("port", port),
        ),
        Field::choose(
            Kind::Select,
            &name("security"),
            said("server-security"),
            ways,
        ),
        Field::text(
            &name("username"),
            said("server-username"),
            value("username", kept.map(|it| it.username.clone())),
        )
        .auto("off"),
        Field::input("password", &name("password"), said("server-password"), "")
            .auto("off")
            .hint(set_hint(
                words,
                kept.is_some_and(|it| !it.sealed_password.is_empty()),
            )),
    ]
}

/// What a form says of a mailbox. Empty fields say nothing when it is new, and "none" when it is kept.
#[must_use]
pub fn read(given: &Given, now: Millis, is_new: bool) -> MailboxForm {
    let text = |name: &str| {
        let found = given.iter().find(|it| it.0 == name);
        found
            .map(|it| it.1.trim().to_owned())
            .filter(|it| !(is_new && it.is_empty()))
    };
    let secret = |name: &str| {
        let typed = first(given, name);
        (!typed.is_empty()).then(|| Hidden::new(typed))
    };
    let server = |which: &str| {
        let name = |it: &str| format!("{which}.{it}");
        ServerForm {
            host: text(&name("host")),
            port: text(&name("port")).and_then(|it| it.parse().ok()),
            security: text(&name("security")),
            username: text(&name("username")),
            password: secret(&name("password")),
            ca_pem: text(&name("ca_pem")).or_else(|| text("ca_pem")),
            folder: text(&name("folder")),
            sent_folder: text(&name("sent_folder")),
        }
    };
    let days = HISTORY
        .iter()
        .find(|it| it.0 == first(given, "history"))
        .and_then(|it| it.1);
    let lines = |it: &(String, String)| it.1.lines().map(str::to_owned).collect();
    MailboxForm {
        address: text("address"),
        addresses: given.iter().find(|it| it.0 == "addresses").map(lines),
        name: text("from_name"),
        password: secret("password"),
        imap: Some(server("imap")),
        smtp: Some(server("smtp")),
        auth: text("auth"),
        oauth: Some(OAuthForm {
            client_id: text("oauth.client_id"),
            client_secret: secret("oauth.client_secret"),
            tenant: text("oauth.tenant"),
            authorize_url: None,
            token_url: None,
        }),
        import_since: days.map(|it| (now - Span::days(it)).rfc3339()),
        undo_seconds: text("undo_seconds").and_then(|it| it.parse().ok()),
        authserv_id: text("authserv_id"),
        plus: text("plus"),
        sent_copies: text("sent_copies"),
        ..MailboxForm::default()
    }
}

/// The form as settings, not yet kept by anybody.
///
/// # Errors
/// [`Error::Invalid`] on what is missing or wrong.
pub fn as_settings(app: &App, form: &MailboxForm) -> Result<EmailSettings> {
    let over = Over {
        keys: &app.keys,
        connection: ConnectionId::default(),
        allow_loopback: app.config.allow_loopback,
    };
    let settings = over.lay(&EmailSettings::default(), form)?;
    check_whole(&settings)?;
    Ok(settings)
}

/// Tries a connection: logs in to both servers and changes nothing.
///
/// # Errors
/// When a secret does not open.
pub async fn check(app: &App, connection: Connection) -> Result<Vec<CheckLine>> {
    let channel = channels::of(connection.kind).ok_or(Error::not_found("channel"))?;
    let door = Door::open(connection, &app.keys, &app.net)?;
    Ok(channel.check(&door).await)
}

/// Whether address and password alone are said, and the rest is to be found out.
///
/// # Errors
/// [`Error::Invalid`] when one of them is missing or is no address.
pub fn wants_detection(form: &MailboxForm) -> Result<bool> {
    let named = |it: &Option<ServerForm>| it.as_ref().is_some_and(|it| it.host.is_some());
    let by_password = form.auth.as_deref().is_none_or(|it| it == "password");
    if !by_password || named(&form.imap) || named(&form.smtp) {
        return Ok(false);
    }
    let address = form.address.as_deref().unwrap_or_default();
    let canonical = canonical_email(address).ok();
    let domain = canonical.as_deref().and_then(|it| it.rsplit_once('@'));
    if !domain.is_some_and(|it| it.1.contains('.')) {
        return Err(Error::invalid("address", "error-address"));
    }
    if form.password.is_none() {
        return Err(Error::invalid("password", "error-missing"));
    }
    Ok(true)
}

/// A server found, as a form says it.
#[must_use]
pub fn said(server: &Server) -> ServerForm {
    ServerForm {
        host: Some(server.host.clone()),
        port: Some(server.port),
        security: Some(security_name(server.security).to_owned()),
        username: Some(server.username.clone()),
        ca_pem: Some(server.ca_pem.clone()),
        ..ServerForm::default()
    }
}

/// Keeps a new mailbox.
///
/// # Errors
/// [`Error::Invalid`] on what is missing or wrong; [`Error::Forbidden`].
pub async fn keep(app: &App, viewer: Viewer, form: MailboxForm) -> Result<Channel> {
    let (keys, allow_loopback) = (app.keys.clone(), app.config.allow_loopback);
    app.act(move |write| {
        let with = With {
            keys: &keys,
            allow_loopback,
        };
        connect_mailbox(write, &viewer, &with, &form, &ChannelForm::default())
    })
    .await
}
