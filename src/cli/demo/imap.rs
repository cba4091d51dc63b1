//! The pretend company's IMAP server: as much of RFC 3501 and RFC 2177 as a reader of one mailbox asks for. It
//! listens on this machine only, and whoever asks may read: there is nothing real in it.

use std::ops::RangeInclusive;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::cli::demo::town::{Mail, Town};
use crate::domain::time::Millis;

/// Fixed: the mailbox of a demo is never made anew.
pub const UID_VALIDITY: u32 = 7;

/// Serves for ever.
pub async fn serve(listener: TcpListener, town: Town) {
    while let Ok((stream, _)) = listener.accept().await {
        let town = town.clone();
        tokio::spawn(async move {
            if let Err(err) = converse(stream, &town).await {
                tracing::debug!(error = %err, "a line to the demo's mailbox ended");
            }
        });
    }
}

async fn converse(stream: TcpStream, town: &Town) -> std::io::Result<()> {
    let mut line = BufReader::new(stream);
    line.write_all(b"* OK the demo's mailbox\r\n").await?;
    let mut said = String::new();
    loop {
        said.clear();
        if line.read_line(&mut said).await? == 0 {
            return Ok(());
        }
        let (tag, command) = said.trim_end().split_once(' ').unwrap_or((&said, ""));
        if command.eq_ignore_ascii_case("IDLE") {
            let tag = tag.to_owned();
            idle(&mut line, &tag, town).await?;
            continue;
        }
        let (data, verdict) = answer(command, town);
        line.write_all(&data).await?;
        line.write_all(format!("{tag} {verdict}\r\n").as_bytes())
            .await?;
        if command.eq_ignore_ascii_case("LOGOUT") {
            return Ok(());
        }
    }
}

/// Tells of new mail until the other side says DONE.
async fn idle(line: &mut BufReader<TcpStream>, tag: &str, town: &Town) -> std::io::Result<()> {
    let mut arrivals = town.arrivals();
    line.write_all(b"+ idling\r\n").await?;
    let mut said = String::new();
    loop {
        tokio::select! {
            heard = line.read_line(&mut said) => {
                heard?;
                return line.write_all(format!("{tag} OK\r\n").as_bytes()).await;
            }
            changed = arrivals.changed() => {
                if changed.is_err() {
                    return Ok(());
                }
                let n = *arrivals.borrow_and_update();
                line.write_all(format!("* {n} EXISTS\r\n").as_bytes()).await?;
            }
        }
    }
}

/// What a command brings, and its last line without the tag.
fn answer(command: &str, town: &Town) -> (Vec<u8>, &'static str) {
    let upper = command.to_ascii_uppercase();
    let (n, next) = (town.mails().len(), town.uid_next());
    let data = match upper.split(' ').next().unwrap_or_default() {
        "CAPABILITY" => "* CAPABILITY IMAP4rev1 IDLE\r\n".to_owned(),
        "LOGIN" | "NOOP" => String::new(),
        "LIST" => "* LIST (\\HasNoChildren) \"/\" INBOX\r\n".to_owned(),
        "EXAMINE" | "SELECT" => format!(
            "* {n} EXISTS\r\n* OK [UIDVALIDITY {UID_VALIDITY}] .\r\n* OK [UIDNEXT {next}] .\r\n"
        ),
        "STATUS" => format!("* STATUS INBOX (UIDNEXT {next})\r\n"),
        "LOGOUT" => "* BYE\r\n".to_owned(),
        "UID" if upper.starts_with("UID SEARCH") => search(&upper, town),
        "UID" if upper.starts_with("UID FETCH") => return (fetch(&upper, town), "OK"),
        _ => return (Vec::new(), "BAD not known here"),
    };
    (data.into_bytes(), "OK")
}

/// All that is there within the UIDs asked for: the mailbox is small, and the other criteria only narrow.
fn search(command: &str, town: &Town) -> String {
    let set = command.split(' ').skip_while(|it| *it != "UID").skip(1);
    let set = set.skip_while(|it| *it != "UID").nth(1);
    let wanted = ranges(set.unwrap_or("1:*"));
    let found = town.mails().into_iter().map(|it| it.uid);
    let found = found.filter(|uid| wanted.iter().any(|it| it.contains(uid)));
    let words: Vec<_> = found.map(|it| format!(" {it}")).collect();
    format!("* SEARCH{}\r\n", words.concat())
}

fn fetch(command: &str, town: &Town) -> Vec<u8> {
    let mut words = command.splitn(4, ' ').skip(2);
    let wanted = ranges(words.next().unwrap_or_default());
    let items = words.next().unwrap_or_default();
    let mut out = Vec::new();
    for mail in town.mails() {
        if wanted.iter().any(|it| it.contains(&mail.uid)) {
            describe(&mail, items, &mut out);
        }
    }
    out
}

/// One mail, as the items ask: its facts, and a section of its bytes.
fn describe(mail: &Mail, items: &str, out: &mut Vec<u8>) {
    let facts = format!(
        "* {} FETCH (UID {} RFC822.SIZE {} INTERNALDATE \"{}\"",
        mail.place,
        mail.uid,
        mail.raw.len(),
        date(mail.at)
    );
    out.extend_from_slice(facts.as_bytes());
    if let Some((section, bytes)) = section(mail, items) {
        out.extend_from_slice(format!(" {section} {{{}}}\r\n", bytes.len()).as_bytes());
        out.extend_from_slice(bytes);
    }
    out.extend_from_slice(b")\r\n");
}

/// The section asked for by `BODY.PEEK[…]<from.n>`, as it is named in the answer, and its bytes.
fn section<'m>(mail: &'m Mail, items: &str) -> Option<(String, &'m [u8])> {
    let (_, asked) = items.split_once("BODY.PEEK[")?;
    let (name, rest) = asked.split_once(']')?;
    let whole: &[u8] = &mail.raw;
    let bytes = if name.starts_with("HEADER") {
        let end = whole.windows(4).position(|it| it == b"\r\n\r\n");
        whole.get(..end.map_or(whole.len(), |it| it + 4))?
    } else {
        whole
    };
    let part = rest.strip_prefix('<').and_then(|it| it.split_once('>'));
    let Some((from, n)) = part.and_then(|(it, _)| it.split_once('.')) else {
        return Some((format!("BODY[{name}]"), bytes));
    };
    let (from, n): (usize, usize) = (from.parse().ok()?, n.parse().ok()?);
    let until = from.saturating_add(n).min(bytes.len());
    let bytes = bytes.get(from.min(until)..until)?;
    Some((format!("BODY[{name}]<{from}>"), bytes))
}

/// The ranges of a set such as `3,7:9,12:*`.
fn ranges(set: &str) -> Vec<RangeInclusive<u32>> {
    let number = |it: &str| match it {
        "*" => Some(u32::MAX),
        it => it.parse().ok(),
    };
    let range = |it: &str| {
        let (from, to) = it.split_once(':').unwrap_or((it, it));
        let (from, to) = (number(from)?, number(to)?);
        Some(from.min(to)..=from.max(to))
    };
    set.split(',').filter_map(range).collect()
}

/// As RFC 3501 writes a date-time.
fn date(at: Millis) -> String {
    let at = Timestamp::from_millisecond(at.0).unwrap_or_default();
    at.to_zoned(TimeZone::UTC)
        .strftime("%d-%b-%Y %H:%M:%S %z")
        .to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn town() -> Town {
        let (sent, _) = tokio::sync::mpsc::unbounded_channel();
        let town = Town::new(41, sent);
        for n in 0..3 {
            let raw = format!("Subject: {n}\r\n\r\ntext {n}\r\n");
            town.deliver(raw.into_bytes(), Millis(1_793_804_400_000));
        }
        town
    }

    fn heard(command: &str) -> String {
        let (data, verdict) = answer(command, &town());
        assert_eq!(verdict, "OK", "{command}");
        String::from_utf8(data).unwrap()
    }

    #[test]
    fn a_mailbox_is_opened_searched_and_read() {
        let opened = heard("EXAMINE \"INBOX\"");
        assert!(opened.contains("3 EXISTS") && opened.contains("UIDNEXT 44"));
        assert_eq!(heard("UID SEARCH ALL"), "* SEARCH 41 42 43\r\n");
        assert_eq!(heard("UID SEARCH UID 42:*"), "* SEARCH 42 43\r\n");
        let facts = heard("UID FETCH 43 (UID RFC822.SIZE INTERNALDATE)");
        assert!(
            facts.starts_with("* 3 FETCH (UID 43 RFC822.SIZE 22 INTERNALDATE \"04-Nov-2026 "),
            "{facts}"
        );
        let whole = heard("UID FETCH 41 (UID BODY.PEEK[])");
        assert!(whole.contains("BODY[] {22}\r\nSubject: 0\r\n\r\ntext 0\r\n)"));
        let part = heard("UID FETCH 41 (UID BODY.PEEK[]<9.5>)");
        assert!(part.contains("BODY[]<9> {5}\r\n0\r\n\r\n)"), "{part}");
        let head = heard("UID FETCH 41:42 (UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])");
        assert_eq!(head.matches("{14}\r\nSubject").count(), 2, "{head}");
    }

    #[test]
    fn what_is_not_known_is_refused() {
        assert_eq!(
            answer("STORE 1 +FLAGS (\\Seen)", &town()).1,
            "BAD not known here"
        );
    }
}
