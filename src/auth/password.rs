//! Passwords: which are good enough, how they are kept, and the same work whether or not somebody exists.

use std::sync::LazyLock;

use argon2::{Argon2, PasswordHasher, PasswordVerifier};

use crate::auth::common_words;
use crate::domain::error::{Error, Result};
use crate::text::fold;

/// Shortest and longest, in characters. The upper end only bounds work (OWASP ASVS 6.2.1, 6.2.9).
pub const SHORTEST: usize = 12;
const LONGEST: usize = 256;

/// A hash nobody has the password of: what is checked when nobody of that name exists.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| hash("\u{0}nobody\u{0}").ok());

/// Whether a password may be chosen. `context` are words an attacker would try first: name, address, business.
///
/// # Errors
/// [`Error::Invalid`] on `password`: `error-password-short`, `error-password-long` or `error-password-common`.
pub fn check(password: &str, context: &[&str]) -> Result<()> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Error::invalid("password", "error-password-short"));
    }
    if length > LONGEST {
        return Err(Error::invalid("password", "error-password-long"));
    }
    if is_common(password, context) {
        return Err(Error::invalid("password", "error-password-common"));
    }
    Ok(())
}

/// Too easy to guess: when known words, context and runs are taken out, fewer than five characters are left.
fn is_common(password: &str, context: &[&str]) -> bool {
    let mut rest = common_words::plain(&fold::fold(password));
    let mut words: Vec<String> = context
        .iter()
        .flat_map(|it| it.split(|c: char| !c.is_alphanumeric()))
        .map(fold::fold)
        .filter(|it| it.chars().count() >= 3)
        .collect();
    words.sort_by_key(|it| std::cmp::Reverse(it.len()));
    for word in &words {
        rest = rest.replace(word.as_str(), " ");
    }
    // A sentence is fine: many different words are hard to guess even when each is common.
    if password.split_whitespace().count() >= 4 && distinct(&rest) >= 8 {
        return false;
    }
    for word in common_words::WORDS {
        rest = rest.replace(word, " ");
    }
    distinct(&common_words::without_runs(&rest)) < 5
}

fn distinct(text: &str) -> usize {
    let letters: std::collections::BTreeSet<char> = text.chars().filter(|c| *c != ' ').collect();
    letters.len()
}

/// Argon2id as a PHC string, 19 MiB and two passes (OWASP password storage, 2024). Blocks for some 30 ms.
///
/// # Errors
/// When the system has no randomness.
pub fn hash(password: &str) -> Result<String> {
    let mut salt = [0_u8; 16];
    getrandom::fill(&mut salt).map_err(|err| Error::internal("randomness", err))?;
    let made = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
    made.map(|it| it.to_string())
        .map_err(|err| Error::internal("hashing a password", err))
}

/// Whether the password is the one hashed. Does the same work when there is no hash. Blocks.
#[must_use]
pub fn verify(kept: Option<&str>, password: &str) -> bool {
    let against = kept.or(NOBODY.as_deref()).unwrap_or_default();
    // More than the longest is never hashed: the answer is known.
    let fits = password.chars().count() <= LONGEST;
    let tried = if fits { password } else { "" };
    let right = Argon2::default()
        .verify_password(tried.as_bytes(), against)
        .is_ok();
    right && kept.is_some() && fits
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn only_the_right_password_opens() {
        let kept = hash("three blue llamas sing").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify(Some(&kept), "three blue llamas sing"));
        assert!(!verify(Some(&kept), "three blue llamas sinG"));
        assert!(!verify(None, "\u{0}nobody\u{0}"));
        assert!(!verify(Some(""), ""));
    }

    #[test]
    fn weak_passwords_are_refused_with_their_reason() {
        let code = |password: &str| match check(
            password,
            &["Ana Ruiz", "ana@clinica-luz.co", "Clínica Luz"],
        ) {
            Err(Error::Invalid(fields)) => fields[0].code,
            other => {
                assert!(other.is_ok());
                "fine"
            }
        };
        assert_eq!(code("corto"), "error-password-short");
        assert_eq!(code(&"x".repeat(300)), "error-password-long");
        for weak in [
            "password1234",
            "contraseña2026",
            "P4ssw0rd!!!!",
            "123456789012",
            "qwertyuiop12",
            "aaaaaaaaaaaaaaa",
            "clinicaluz2026",
            "AnaRuizAnaRuiz",
            "abcdefghijklmn",
            "bienvenido123",
        ] {
            assert_eq!(code(weak), "error-password-common", "{weak}");
        }
        for fine in [
            "tres llamas azules cantan",
            "vX9-tulipan-krater",
            "correcto caballo pila grapa",
            "mi perro ladra de noche",
        ] {
            assert_eq!(code(fine), "fine", "{fine}");
        }
    }
}
