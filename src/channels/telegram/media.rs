//! Files of customers: asked for by their id, then fetched within the hour for which the path is good.

use serde_json::{Value, json};

use crate::channels::kit::Door;
use crate::channels::telegram::call;
use crate::channels::{Media, MediaError};
use crate::domain::message::MediaRef;

/// The largest file the Bot API hands out, bytes (getFile).
const LARGEST: u64 = 20 << 20;

/// Fetches a file.
///
/// # Errors
/// [`MediaError`]; too large above 20 MB, which customers can send and bots cannot have.
pub async fn fetch(door: &Door, media: &MediaRef, cap: u64) -> Result<Media, MediaError> {
    let asked = json!({ "file_id": media.id });
    let found = call::ask(door, "getFile", &asked).await;
    let found = found.map_err(|err| err.of_media())?;
    let cap = cap.min(LARGEST);
    if found
        .pointer("/file_size")
        .and_then(Value::as_u64)
        .is_some_and(|it| it > cap)
    {
        return Err(MediaError::too_large());
    }
    let path = found
        .pointer("/file_path")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if !is_path(path) {
        return Err(MediaError::later("no path"));
    }
    let largest = usize::try_from(cap).unwrap_or(usize::MAX);
    let answer = call::file(door, path, largest).await;
    let answer = answer.map_err(|err| err.of_media())?;
    Ok(Media {
        bytes: answer.body,
        // Told as plain bytes whatever it is: what the message said is better.
        content_type: String::new(),
        name: String::new(),
    })
}

/// A path below the bot's own files, which leads nowhere else.
fn is_path(path: &str) -> bool {
    let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '/' | '_' | '-' | '.');
    !path.is_empty()
        && !path.starts_with('/')
        && path.chars().all(plain)
        && path.split('/').all(|it| it != "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_nowhere_else() {
        for good in ["photos/file_1.jpg", "voice/file-2.oga", "documents/file_3"] {
            assert!(is_path(good), "{good}");
        }
        for bad in ["", "/etc/passwd", "a/../../b", "a?x=1", "a#b", "http://x"] {
            assert!(!is_path(bad), "{bad}");
        }
    }
}
