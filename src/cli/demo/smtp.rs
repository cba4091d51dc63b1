//! The pretend company's SMTP server (RFC 5321): what it takes goes to the pretend customers and nowhere else.

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::cli::demo::town::{Sent, Town};

/// Nobody lives here: mail to it is refused, so that a failed message can be seen.
const NOBODY: &str = "@gone.example";
/// More than Lobby sends in one mail.
const LARGEST: usize = 64 << 20;

/// Serves for ever.
pub async fn serve(listener: TcpListener, town: Town) {
    while let Ok((stream, _)) = listener.accept().await {
        let town = town.clone();
        tokio::spawn(async move {
            if let Err(err) = converse(stream, &town).await {
                tracing::debug!(error = %err, "a line to the demo's mail server ended");
            }
        });
    }
}

async fn converse(stream: TcpStream, town: &Town) -> std::io::Result<()> {
    let mut line = BufReader::new(stream);
    line.write_all(b"220 demo ready\r\n").await?;
    let (mut said, mut to) = (String::new(), Vec::new());
    loop {
        said.clear();
        if line.read_line(&mut said).await? == 0 {
            return Ok(());
        }
        let verb = said.get(..4).unwrap_or_default().to_ascii_uppercase();
        let reply = match verb.as_str() {
            "EHLO" => "250-demo\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN LOGIN",
            "AUTH" => "235 come in",
            "RCPT" => recipient(&said, &mut to),
            "DATA" => {
                line.write_all(b"354 go on\r\n").await?;
                let raw = data(&mut line).await?;
                let to = std::mem::take(&mut to);
                town.take(Sent {
                    to,
                    raw,
                    text: String::new(),
                });
                "250 taken"
            }
            "QUIT" => {
                return line.write_all(b"221 bye\r\n").await;
            }
            "MAIL" | "RSET" => {
                to.clear();
                "250 ok"
            }
            "HELO" | "NOOP" => "250 ok",
            _ => "500 not known here",
        };
        line.write_all(format!("{reply}\r\n").as_bytes()).await?;
    }
}

fn recipient(said: &str, to: &mut Vec<String>) -> &'static str {
    let address = said.split_once('<').and_then(|(_, it)| it.split_once('>'));
    match address {
        Some((it, _)) if it.ends_with(NOBODY) => "550 5.1.1 nobody of this name lives here",
        Some((it, _)) => {
            to.push(it.to_lowercase());
            "250 ok"
        }
        None => "501 no address",
    }
}

/// The mail's bytes up to the line that holds a dot alone; a dot before a dot is taken away.
async fn data(line: &mut BufReader<TcpStream>) -> std::io::Result<Vec<u8>> {
    let (mut raw, mut one) = (Vec::new(), Vec::new());
    loop {
        one.clear();
        if line.read_until(b'\n', &mut one).await? == 0 || one == b".\r\n" {
            return Ok(raw);
        }
        if raw.len() + one.len() > LARGEST {
            return Err(std::io::Error::other("too large"));
        }
        raw.extend_from_slice(one.strip_prefix(b".").unwrap_or(&one));
    }
}
