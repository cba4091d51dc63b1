//! Sending mail: one message a time over a line that is kept, each recipient with its own verdict, and the difference
//! between *not sent* and *may have been sent*.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use lettre::Address;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::MailParameter;

use crate::channels::Sender;
use crate::channels::email::compose::{address, compose};
use crate::channels::email::smtp::{Refusal, SmtpLine, code_of, enhanced, whole};
use crate::channels::kit::{Door, OpenBlob};
use crate::domain::channel::ChannelKind;
use crate::domain::message::MailAddress;
use crate::domain::outbound::{Outbound, OutboundMail, SendError, Sent};

/// A line unused for longer is asked whether it is still there.
const FRESH: Duration = Duration::from_secs(10);

/// Sends for one mailbox.
pub struct MailSender {
    door: Door,
    open: OpenBlob,
    line: Option<(SmtpLine, Instant)>,
}

impl MailSender {
    #[must_use]
    pub fn new(door: Door, open: OpenBlob) -> Self {
        MailSender {
            door,
            open,
            line: None,
        }
    }

    async fn line(&mut self) -> Result<SmtpLine, SendError> {
        if let Some((mut line, used)) = self.line.take()
            && (used.elapsed() < FRESH || line.is_alive().await)
        {
            return Ok(line);
        }
        SmtpLine::open(&self.door).await
    }

    async fn send_mail(&mut self, out: &Outbound, mail: &OutboundMail) -> Result<Sent, SendError> {
        let size: u64 = out.attachments.iter().map(|it| it.size).sum();
        let limit = ChannelKind::Email.abilities().attachments_limit;
        if size > limit {
            return Err(SendError::MessageRefused {
                code: "5.3.4".to_owned(),
                detail: format!("{size} bytes of attachments, {limit} may be sent"),
            });
        }
        let recipients = recipients(mail)?;
        let mut line = self.line().await?;
        let reused = line.used;
        let done = transact(&mut line, out, mail, &recipients, &self.open).await;
        match done {
            // The server had hung up on a line kept too long: nothing was said yet, so once more on a fresh one.
            Err(SendError::Unreachable { .. }) if reused => {
                let mut line = SmtpLine::open(&self.door).await?;
                let done = transact(&mut line, out, mail, &recipients, &self.open).await;
                self.keep(line, &done).await;
                done
            }
            done => {
                self.keep(line, &done).await;
                done
            }
        }
    }

    /// Keeps the line when it is in a known state.
    async fn keep(&mut self, mut line: SmtpLine, done: &Result<Sent, SendError>) {
        line.used = true;
        match done {
            Ok(_) => self.line = Some((line, Instant::now())),
            Err(SendError::Unreachable { .. } | SendError::Uncertain { .. }) => {}
            Err(err) if err.is_goodbye() => line.quit().await,
            Err(_) => {
                if line.command(Rset).await.is_ok() {
                    self.line = Some((line, Instant::now()));
                }
            }
        }
    }
}

#[async_trait]
impl Sender for MailSender {
    async fn send(&mut self, out: &Outbound) -> Result<Sent, SendError> {
        let mail = out.mail.as_ref().ok_or_else(|| SendError::Misconfigured {
            detail: "no mail to send".to_owned(),
        })?;
        self.send_mail(out, mail).await
    }

    async fn close(&mut self) {
        if let Some((line, _)) = self.line.take() {
            line.quit().await;
        }
    }
}

/// Who is to get it: To, Cc and Bcc, without those who have it already.
fn recipients(mail: &OutboundMail) -> Result<Vec<(String, Address)>, SendError> {
    let all = mail.to.iter().chain(&mail.cc).chain(&mail.bcc);
    let wanted = all.filter(|it| {
        mail.only
            .as_ref()
            .is_none_or(|only| only.contains(&it.address))
    });
    let mut out: Vec<(String, Address)> = Vec::new();
    for MailAddress { address: text, .. } in wanted {
        if !out.iter().any(|(it, _)| it == text) {
            out.push((text.clone(), address(text)?));
        }
    }
    if out.is_empty() {
        return Err(SendError::Misconfigured {
            detail: "no recipient".to_owned(),
        });
    }
    Ok(out)
}

/// One mail over a line: sender, recipients, data.
async fn transact(
    line: &mut SmtpLine,
    out: &Outbound,
    mail: &OutboundMail,
    recipients: &[(String, Address)],
    open: &OpenBlob,
) -> Result<Sent, SendError> {
    let composed = compose(out, mail, open)?;
    let sender = address(&mail.from.address)?;
    let is_ascii = |it: &Address| it.to_string().is_ascii();
    let mut parameters = Vec::new();
    if !is_ascii(&sender) || !recipients.iter().all(|(_, it)| is_ascii(it)) {
        if !line.can_utf8 {
            return Err(SendError::MessageRefused {
                code: "5.6.7".to_owned(),
                detail: "the server takes no addresses with letters beyond ASCII".to_owned(),
            });
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    let from = Mail::new(Some(sender), parameters);
    line.command(from).await.map_err(at_sender)?;
    let refused = offer(line, recipients).await?;
    line.command(Data).await.map_err(at_data)?;
    let ended = Arc::new(AtomicBool::new(false));
    let pieces = composed.stream(line.meter.clone(), ended.clone());
    match line.message(pieces).await {
        Ok(_) => Ok(Sent {
            parts: Vec::new(),
            provider_id: mail.message_id.clone(),
            refused,
        }),
        Err(Refusal::Nothing(detail)) if ended.load(Ordering::Acquire) => {
            Err(SendError::Uncertain { detail })
        }
        Err(refusal) => Err(at_data(refusal)),
    }
}

/// Names the recipients; those refused while others were taken.
async fn offer(
    line: &mut SmtpLine,
    recipients: &[(String, Address)],
) -> Result<Vec<(String, SendError)>, SendError> {
    let mut refused = Vec::new();
    for (text, address) in recipients {
        match line.command(Rcpt::new(address.clone(), Vec::new())).await {
            Ok(_) => {}
            Err(refusal) => match at_recipient(refusal) {
                err @ (SendError::Unreachable { .. } | SendError::MessageRefused { .. }) => {
                    return Err(err);
                }
                err if err.is_goodbye() => return Err(err),
                err => refused.push((text.clone(), err)),
            },
        }
    }
    if refused.len() < recipients.len() {
        return Ok(refused);
    }
    // Nobody was taken: one who may be taken later makes it a try for later.
    let later = refused.iter().position(|(_, it)| it.is_retryable());
    let chosen = refused.into_iter().nth(later.unwrap_or(0));
    Err(chosen.map_or_else(
        || SendError::Misconfigured {
            detail: "no recipient".to_owned(),
        },
        |(_, err)| err,
    ))
}

fn later(code: u16, said: String) -> SendError {
    SendError::Later {
        code: code_of(code, &said),
        detail: whole(code, &said),
        retry_after_s: None,
    }
}

/// A refusal of the sender: of the log-in, of the size, or of the address.
fn at_sender(refusal: Refusal) -> SendError {
    match refusal {
        Refusal::Said(code, said) if code < 500 => later(code, said),
        Refusal::Said(code @ (530 | 534 | 535), said) => SendError::LoginRefused {
            code: code_of(code, &said),
            detail: whole(code, &said),
        },
        Refusal::Said(code, said) => SendError::MessageRefused {
            code: code_of(code, &said),
            detail: whole(code, &said),
        },
        Refusal::Nothing(detail) => SendError::Unreachable { detail },
    }
}

/// A refusal of one recipient. 552 speaks of the mail (RFC 5321, 4.2.3), all else of the recipient.
fn at_recipient(refusal: Refusal) -> SendError {
    match refusal {
        Refusal::Said(code, said) if code < 500 => later(code, said),
        Refusal::Said(552, said) if !said.starts_with("5.2.2") => SendError::MessageRefused {
            code: code_of(552, &said),
            detail: whole(552, &said),
        },
        Refusal::Said(code, said) => SendError::RecipientRefused {
            gone: is_gone(code, &said),
            code: code_of(code, &said),
            detail: whole(code, &said),
        },
        Refusal::Nothing(detail) => SendError::Unreachable { detail },
    }
}

fn at_data(refusal: Refusal) -> SendError {
    match refusal {
        Refusal::Said(code, said) if code < 500 => later(code, said),
        Refusal::Said(code, said) => SendError::MessageRefused {
            code: code_of(code, &said),
            detail: whole(code, &said),
        },
        Refusal::Nothing(detail) => SendError::Unreachable { detail },
    }
}

/// Whether the address itself does not exist (RFC 3463, 5.1.x), as far as the server says so.
fn is_gone(code: u16, said: &str) -> bool {
    if let Some(status) = enhanced(code, said) {
        return matches!(status, "5.1.1" | "5.1.2" | "5.1.3" | "5.1.6" | "5.1.10");
    }
    let lower = said.to_lowercase();
    let signs = [
        "user unknown",
        "unknown user",
        "no such user",
        "does not exist",
        "no mailbox",
    ];
    matches!(code, 550 | 551 | 553) && signs.iter().any(|it| lower.contains(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(code: u16, text: &str) -> Refusal {
        Refusal::Said(code, text.to_owned())
    }

    #[test]
    fn replies_become_the_closed_list() {
        assert!(
            matches!(at_recipient(said(450, "4.2.0 greylisted")), SendError::Later { code, .. } if code == "450 4.2.0")
        );
        assert!(
            matches!(at_recipient(said(452, "full")), SendError::Later { code, .. } if code == "452")
        );
        let busy = at_recipient(said(421, "4.7.0 too many of you"));
        assert!(busy.is_goodbye(), "{busy}");
        assert!(at_data(said(451, "4.3.2 going down")).is_goodbye());
        assert!(!at_data(said(451, "4.2.1 later")).is_goodbye());
        assert!(matches!(
            at_recipient(said(550, "5.1.1 nobody")),
            SendError::RecipientRefused { gone: true, .. }
        ));
        assert!(matches!(
            at_recipient(said(550, "User unknown")),
            SendError::RecipientRefused { gone: true, .. }
        ));
        assert!(matches!(
            at_recipient(said(550, "5.7.1 policy")),
            SendError::RecipientRefused { gone: false, .. }
        ));
        assert!(matches!(
            at_recipient(said(552, "5.3.4 too big")),
            SendError::MessageRefused { .. }
        ));
        assert!(matches!(
            at_recipient(said(552, "5.2.2 full")),
            SendError::RecipientRefused { gone: false, .. }
        ));
        assert!(matches!(
            at_sender(said(535, "no")),
            SendError::LoginRefused { .. }
        ));
        assert!(matches!(
            at_data(said(554, "5.7.1 spam")),
            SendError::MessageRefused { .. }
        ));
        assert!(matches!(
            at_data(said(451, "later")),
            SendError::Later { .. }
        ));
    }
}
