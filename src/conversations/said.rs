//! What one of us says, prepared before the deed: no deed reads wording.

use crate::conversations::steps::append::EXCERPT;
use crate::domain::error::{Error, Result};
use crate::text::language::{self, Language};
use crate::text::{courtesy, holding, plain};

/// Longest text of one message, bytes: what is longer is a file.
pub const MAX_TEXT: usize = 32 * 1024;

/// A text of ours with what its wording says. Made off the writer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    pub text: String,
    /// One line of at most 120 characters.
    pub excerpt: String,
    /// BCP 47, or empty.
    pub language: String,
    /// Only says "one moment".
    pub holding: bool,
    /// Asks for an answer.
    pub asks: bool,
    /// Asks whether there is anything else.
    pub closing_question: bool,
}

impl Said {
    /// Reads the wording of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let language: Option<Language> = language::detect(text);
        Said {
            text: text.to_owned(),
            excerpt: plain::excerpt(text, EXCERPT),
            language: language.map(|it| it.code().to_owned()).unwrap_or_default(),
            holding: holding::is_holding(text, language),
            asks: courtesy::asks(text),
            closing_question: courtesy::is_closing_question(text),
        }
    }

    /// # Errors
    /// [`Error::Invalid`] on the field `text` when nothing is said and nothing is attached;
    /// [`Error::TooLarge`] past [`MAX_TEXT`].
    pub fn check(&self, files: usize) -> Result<()> {
        if self.text.trim().is_empty() && files == 0 {
            return Err(Error::invalid("text", "error-empty"));
        }
        if self.text.len() > MAX_TEXT {
            return Err(Error::TooLarge {
                limit: MAX_TEXT as u64,
            });
        }
        Ok(())
    }
}
