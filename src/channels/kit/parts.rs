//! A message as the parts a provider takes: long texts cut where a reader would pause, files one by one, and sending
//! them so that a try that broke off goes on behind what had left.

use async_trait::async_trait;

use crate::domain::channel::Abilities;
use crate::domain::outbound::{Outbound, OutboundFile, SendError, Sent};

/// One part.
#[derive(Debug, Clone, PartialEq)]
pub enum Part<'a> {
    Text(String),
    File {
        file: &'a OutboundFile,
        caption: String,
    },
    /// All of it stands in the message: an approved template.
    Template,
}

/// The parts of a message, in the order they leave.
#[must_use]
pub fn parts<'a>(out: &'a Outbound, abilities: &Abilities) -> Vec<Part<'a>> {
    let chat = out.chat.as_ref();
    if chat.is_some_and(|it| it.template.is_some()) {
        return vec![Part::Template];
    }
    let text = out.text.trim();
    let fits = |limit: u32| length(text) <= limit as usize;
    let as_caption = abilities.caption_limit.is_some_and(fits)
        && out.attachments.len() == 1
        && out.attachments.iter().all(|it| it.holds.is_none())
        && chat.is_none_or(|it| it.buttons.is_empty());
    let mut all = Vec::new();
    if !text.is_empty() && !as_caption {
        let limit = abilities.text_limit.map_or(usize::MAX, |it| it as usize);
        all.extend(cut(text, limit).into_iter().map(Part::Text));
    }
    for file in &out.attachments {
        let caption = if as_caption { text } else { "" };
        all.push(Part::File {
            file,
            caption: caption.to_owned(),
        });
    }
    all
}

/// UTF-16 units: what providers count, and never less than what a reader counts.
fn length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Cuts a text into pieces of at most `limit` UTF-16 units: between paragraphs, else lines, sentences, words.
#[must_use]
pub fn cut(text: &str, limit: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while length(rest) > limit {
        let most = fitting(rest, limit);
        let (head, tail) = rest.split_at(pause(rest, most));
        // A word longer than the limit is cut hard; nothing is ever cut to nothing.
        let (head, tail) = if head.trim().is_empty() {
            rest.split_at(most.max(rest.chars().next().map_or(1, char::len_utf8)))
        } else {
            (head, tail)
        };
        pieces.push(head.trim_end().to_owned());
        rest = tail.trim_start();
    }
    if !rest.is_empty() {
        pieces.push(rest.to_owned());
    }
    pieces
}

/// Bytes of the longest beginning that fits.
fn fitting(text: &str, limit: usize) -> usize {
    let mut units = 0;
    for (at, it) in text.char_indices() {
        units += it.len_utf16();
        if units > limit {
            return at;
        }
    }
    text.len()
}

/// Where to cut within the first bytes: behind the last good pause in their second half.
fn pause(text: &str, most: usize) -> usize {
    let head = text.get(..most).unwrap_or(text);
    for mark in ["\n\n", "\n", ". ", "? ", "! ", " "] {
        if let Some(at) = head.rfind(mark).filter(|at| *at > most / 2) {
            return at + mark.len();
        }
    }
    head.rfind(' ').map_or(0, |at| at + 1)
}

/// Sends one part over an open line.
#[async_trait]
pub trait SendsParts: Send {
    /// Answers the provider's id of it.
    ///
    /// # Errors
    /// The closed list of [`SendError`].
    async fn send_part(
        &mut self,
        out: &Outbound,
        part: &Part<'_>,
        first: bool,
    ) -> Result<String, SendError>;
}

/// Sends what has not left yet, part by part.
///
/// # Errors
/// [`SendError::Partly`] with the ids of what left, when some did.
pub async fn send_parts(
    sender: &mut dyn SendsParts,
    out: &Outbound,
    abilities: &Abilities,
) -> Result<Sent, SendError> {
    let mut left = out
        .chat
        .as_ref()
        .map(|it| it.left.clone())
        .unwrap_or_default();
    let before = left.len();
    let all = parts(out, abilities);
    if all.is_empty() {
        return Err(SendError::MessageRefused {
            code: String::new(),
            detail: "nothing to send".to_owned(),
        });
    }
    for (n, part) in all.iter().enumerate().skip(before) {
        match sender.send_part(out, part, n == 0).await {
            Ok(id) => left.push(id),
            Err(error) if left.len() > before => {
                let error = Box::new(error);
                return Err(SendError::Partly { left, error });
            }
            Err(error) => return Err(error),
        }
    }
    Ok(Sent {
        provider_id: left.first().cloned().unwrap_or_default(),
        parts: left,
        refused: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::domain::channel::ChannelKind;
    use crate::domain::id::{BlobHash, DeliveryId, MessageId};
    use crate::domain::outbound::OutboundChat;

    fn outbound(text: &str, files: usize) -> Outbound {
        let file = OutboundFile {
            name: "a.pdf".to_owned(),
            content_type: "application/pdf".to_owned(),
            blob: BlobHash::default(),
            size: 1,
            cid: String::new(),
            holds: None,
        };
        Outbound {
            delivery: DeliveryId::default(),
            message: MessageId::default(),
            text: text.to_owned(),
            html: None,
            attachments: vec![file; files],
            mail: None,
            chat: Some(OutboundChat::default()),
        }
    }

    #[test]
    fn nothing_is_lost_by_cutting_and_every_piece_fits() {
        let sentence = "Una frase con acentos: ñandú, 😀 y más. ";
        for limit in [10, 41, 100, 4_096] {
            for n in [1, 7, 300] {
                let text = sentence.repeat(n) + "\n\nfin";
                let pieces = cut(&text, limit);
                assert!(pieces.iter().all(|it| length(it) <= limit), "{limit}");
                let squeezed = |it: &str| it.split_whitespace().collect::<String>();
                assert_eq!(squeezed(&pieces.concat()), squeezed(&text), "{limit} {n}");
            }
        }
        assert_eq!(cut("palabralarguísima", 5).concat(), "palabralarguísima");
        assert_eq!(
            cut("uno dos. tres cuatro", 10),
            ["uno dos.", "tres", "cuatro"]
        );
        assert_eq!(
            cut("😀😀", 1),
            ["😀", "😀"],
            "what does not fit at all goes alone"
        );
    }

    #[test]
    fn a_short_text_goes_with_its_one_file() {
        let abilities = ChannelKind::Telegram.abilities();
        let one = outbound("hola", 1);
        assert!(
            matches!(parts(&one, abilities).as_slice(), [Part::File { caption, .. }] if caption == "hola")
        );
        let two = outbound("hola", 2);
        assert_eq!(parts(&two, abilities).len(), 3);
        let long = outbound(&"x ".repeat(5_000), 1);
        assert_eq!(parts(&long, abilities).len(), 4);
    }

    struct Breaks {
        sent: Vec<String>,
        after: usize,
    }

    #[async_trait]
    impl SendsParts for Breaks {
        async fn send_part(
            &mut self,
            _: &Outbound,
            part: &Part<'_>,
            _: bool,
        ) -> Result<String, SendError> {
            if self.sent.len() == self.after {
                return Err(SendError::Unreachable {
                    detail: String::new(),
                });
            }
            self.sent.push(format!("{part:?}"));
            Ok(self.sent.len().to_string())
        }
    }

    #[tokio::test]
    async fn a_try_that_broke_off_goes_on_behind_what_left() {
        let mut out = outbound(&"palabra ".repeat(1_500), 1);
        let abilities = ChannelKind::Telegram.abilities();
        let all = parts(&out, abilities).len();
        let mut sender = Breaks {
            sent: Vec::new(),
            after: 2,
        };
        let broken = send_parts(&mut sender, &out, abilities).await;
        let Err(SendError::Partly { left, .. }) = broken else {
            panic!("{broken:?}");
        };
        assert_eq!(left.len(), 2);
        out.chat.as_mut().unwrap().left = left;
        sender.after = usize::MAX;
        let sent = send_parts(&mut sender, &out, abilities).await.unwrap();
        assert_eq!((sent.parts.len(), sender.sent.len()), (all, all));
    }
}
