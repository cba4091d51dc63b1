//! The Test button of a mailbox: log in to both servers, look at the folders, change nothing.

use crate::channels::email::imap::{ImapError, Session, health};
use crate::channels::email::smtp::{OpenError, SmtpLine};
use crate::channels::kit::{CheckLine, Door, Trouble};
use crate::domain::outbound::SendError;

/// Tries what receiving and sending need, a line each.
pub async fn check(door: &Door) -> Vec<CheckLine> {
    let (mut lines, sending) = tokio::join!(receiving(door), sending(door));
    lines.push(sending);
    lines
}

fn line(what: &'static str, done: Result<String, Trouble>) -> CheckLine {
    match done {
        Ok(detail) => CheckLine {
            what,
            problem: None,
            detail,
        },
        Err(trouble) => CheckLine {
            what,
            problem: Some((trouble.code.to_owned(), trouble.detail)),
            detail: String::new(),
        },
    }
}

async fn receiving(door: &Door) -> Vec<CheckLine> {
    let host = door
        .mail()
        .map(|it| it.imap.host.clone())
        .unwrap_or_default();
    let mut session = match Session::open(door).await {
        Ok(it) => it,
        Err(err) => return vec![line("check-imap-login", Err(err.into()))],
    };
    let mut lines = vec![line("check-imap-login", Ok(host))];
    let looked = folders(door, &mut session).await;
    match looked {
        Ok((inbox, sent)) => {
            lines.push(line("check-inbox", Ok(inbox)));
            lines.push(line(
                "check-sent-folder",
                sent.ok_or_else(|| Trouble::new("health-no-sent-folder", "")),
            ));
        }
        Err(err) => lines.push(line("check-inbox", Err(err.into()))),
    }
    session.close().await;
    lines
}

/// The inbox with its number of mails, and the Sent folder.
async fn folders(
    door: &Door,
    session: &mut Session,
) -> Result<(String, Option<String>), ImapError> {
    let mail = door.mail().ok();
    let named = |it: &str| Some(it.to_owned()).filter(|it| !it.is_empty());
    let inbox = mail
        .and_then(|it| named(&it.folder))
        .unwrap_or_else(|| "INBOX".to_owned());
    let opened = session.examine(&inbox).await?;
    let sent = match mail.and_then(|it| named(&it.sent_folder)) {
        Some(it) => session.examine(&it).await.map(|_| Some(it))?,
        None => session.sent_folder().await?,
    };
    Ok((format!("{inbox}: {}", opened.exists), sent))
}

async fn sending(door: &Door) -> CheckLine {
    let host = door
        .mail()
        .map(|it| it.smtp.host.clone())
        .unwrap_or_default();
    let done = match SmtpLine::try_open(door).await {
        Ok(line) => {
            line.quit().await;
            Ok(host)
        }
        Err(err) => Err(open_trouble(&err)),
    };
    line("check-smtp-login", done)
}

/// A line for sending that was not had, as the trouble of a connection.
#[must_use]
pub fn open_trouble(err: &OpenError) -> Trouble {
    match err {
        OpenError::Net(err) => Trouble::new(health(err), err.to_string()),
        OpenError::NoStartTls => Trouble::new("health-no-starttls", ""),
        OpenError::Refused(err) => send_trouble(err),
    }
}

/// A failed send as the trouble of a connection.
#[must_use]
pub fn send_trouble(err: &SendError) -> Trouble {
    let code = match err {
        SendError::LoginRefused { .. } => "health-smtp-login-refused",
        SendError::Misconfigured { .. } => "health-settings",
        SendError::Later { .. } => "health-smtp-later",
        _ => "health-smtp-unreachable",
    };
    Trouble {
        needs_you: matches!(err, SendError::LoginRefused { .. }),
        ..Trouble::new(code, err.to_string())
    }
}
