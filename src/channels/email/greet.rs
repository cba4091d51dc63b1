//! The first words with an IMAP server, spoken by hand: what comes before the log-in decides whether a password may be
//! said at all.

use crate::channels::email::imap::{ImapError, LOGIN_PATIENCE};
use crate::channels::kit::cut;
use crate::domain::channel::{Security, Server};
use crate::net::line::{Line, Talk};
use crate::net::{Net, NetError};

/// A line to the IMAP server, encrypted unless it goes to this machine, greeted; and what it offers before the log-in.
///
/// # Errors
/// [`ImapError`]; the line is dropped then.
pub async fn reach(net: &Net, server: &Server) -> Result<(Line, Vec<String>), ImapError> {
    let line = net.connect(&server.host, server.port).await?;
    let line = match server.security {
        Security::Tls => line.secure(&server.host, &server.ca_pem).await?,
        Security::None if net.may_be_plain(&line) => line,
        Security::None => {
            return Err(ImapError::Net(NetError::Settings(
                "a line without TLS may only go to this machine".to_owned(),
            )));
        }
        Security::StartTls => {
            let line = start_tls(line).await?;
            let line = line.secure(&server.host, &server.ca_pem).await?;
            let mut talk = Talk::new(line, LOGIN_PATIENCE);
            let offered = offers(&mut talk).await?;
            return Ok((talk.end()?, offered));
        }
    };
    let mut talk = Talk::new(line, LOGIN_PATIENCE);
    greeting(&mut talk).await?;
    let offered = offers(&mut talk).await?;
    Ok((talk.end()?, offered))
}

/// Asks for TLS on a plain line: the greeting must not claim a log-in, the offer must be there, and nothing may come
/// along with the answer.
async fn start_tls(line: Line) -> Result<Line, ImapError> {
    let mut talk = Talk::new(line, LOGIN_PATIENCE);
    greeting(&mut talk).await?;
    let offered = offers(&mut talk).await?;
    if !offered.iter().any(|it| it == "STARTTLS") {
        return Err(ImapError::NoStartTls);
    }
    talk.say("s1 STARTTLS").await?;
    loop {
        let heard = talk.hear().await?;
        let upper = heard.to_ascii_uppercase();
        if upper.starts_with("S1 OK") {
            return Ok(talk.end()?);
        }
        if upper.starts_with("S1 ") {
            return Err(ImapError::NoStartTls);
        }
        if upper.starts_with("* BYE") {
            return Err(ImapError::Bye(cut(&heard)));
        }
    }
}

async fn greeting(talk: &mut Talk) -> Result<(), ImapError> {
    let heard = talk.hear().await?;
    let upper = heard.to_ascii_uppercase();
    if upper.starts_with("* OK") {
        Ok(())
    } else if upper.starts_with("* PREAUTH") {
        Err(ImapError::PreAuth)
    } else if upper.starts_with("* BYE") {
        Err(ImapError::Bye(cut(&heard)))
    } else {
        Err(NetError::Protocol.into())
    }
}

/// What the server offers at this point, in upper case.
async fn offers(talk: &mut Talk) -> Result<Vec<String>, ImapError> {
    talk.say("c1 CAPABILITY").await?;
    let mut offered = Vec::new();
    loop {
        let heard = talk.hear().await?;
        let upper = heard.to_ascii_uppercase();
        if let Some(list) = upper.strip_prefix("* CAPABILITY ") {
            offered.extend(list.split_whitespace().map(str::to_owned));
        } else if upper.starts_with("* BYE") {
            return Err(ImapError::Bye(cut(&heard)));
        } else if upper.starts_with("C1 ") {
            return Ok(offered);
        }
    }
}
