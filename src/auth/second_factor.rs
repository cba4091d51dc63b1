//! The second factor: codes of an authenticator app (RFC 6238: SHA-1, six digits, 30 s) and ten recovery codes.
//!
//! A code counts once: the step it belongs to is stored, and only later ones are taken.

use totp_rs::{Algorithm, Builder, Totp as Generator};

use crate::auth::session;
use crate::domain::actor::Actor;
use crate::domain::agent::{Agent, Totp};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{AgentId, BlobHash, Id};
use crate::domain::time::Millis;
use crate::keys::{KeyRing, sha256};
use crate::store::Write;
use crate::store::access::SecretHash;

/// Seconds a code is shown.
const STEP: u64 = 30;
const RECOVERY_CODES: usize = 10;
/// Letters and digits that are not mistaken for one another.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789y";

/// A fresh secret, shown while it is set up and not yet kept.
#[derive(Clone)]
pub struct Fresh {
    /// Base32, to type by hand.
    pub secret: String,
    /// The `otpauth:` address the QR holds.
    pub url: String,
}

/// Makes a secret to set up with.
///
/// # Errors
/// When the system has no randomness.
pub fn fresh(account: &str, business: &str) -> Result<Fresh> {
    let mut bytes = vec![0_u8; 20];
    getrandom::fill(&mut bytes).map_err(|err| Error::internal("randomness", err))?;
    let secret = totp_rs::Secret::new(bytes.into_boxed_slice()).to_base32();
    shown(&secret, account, business)
}

/// The same secret shown again, after a wrong first code.
///
/// # Errors
/// [`Error::Invalid`] when it is none.
pub fn shown(secret: &str, account: &str, business: &str) -> Result<Fresh> {
    // The issuer stands before a colon in the address.
    let issuer: String = business.chars().filter(|c| *c != ':').collect();
    let issuer = if issuer.trim().is_empty() {
        "Lobby".to_owned()
    } else {
        issuer
    };
    let generator = generator(secret, account, &issuer)?;
    let url = generator
        .to_url()
        .map_err(|err| Error::internal("writing an otpauth address", err))?;
    Ok(Fresh {
        secret: secret.to_owned(),
        url,
    })
}

fn generator(secret: &str, account: &str, issuer: &str) -> Result<Generator> {
    let wrong = || Error::invalid("secret", "error-code-wrong");
    let secret = totp_rs::Secret::try_from_base32(secret).map_err(|_| wrong())?;
    if secret.as_bytes().len() != 20 {
        return Err(wrong());
    }
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(STEP)
        .with_secret(secret)
        .with_account_name(account.replace(':', " "))
        .with_issuer(Some(issuer.to_owned()))
        .build()
        .map_err(|_| wrong())
}

/// The step a code belongs to, when it is right at `now` and later than `after`.
fn step_of(secret: &str, code: &str, now: Millis, after: u64) -> Option<u64> {
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    if code.len() != 6 {
        return None;
    }
    let generator = generator(secret, "x", "x").ok()?;
    let at = u64::try_from(now.0 / 1_000).ok()?;
    let steps = [at.saturating_sub(STEP), at, at + STEP];
    let right = steps.into_iter().find(|it| {
        let token = generator.generate(*it);
        crate::auth::secret::same(&token.to_string(), &code) && it / STEP > after
    });
    right.map(|it| it / STEP)
}

/// Ten codes to keep on paper, such as `k7vq-2mhx`; only hashes of them are stored.
///
/// # Errors
/// When the system has no randomness.
pub fn recovery_codes() -> Result<Vec<String>> {
    let mut bytes = [0_u8; RECOVERY_CODES * 10];
    getrandom::fill(&mut bytes).map_err(|err| Error::internal("randomness", err))?;
    let letters = bytes.chunks(10).map(|chunk| {
        let mut code: String = chunk
            .iter()
            .filter_map(|it| ALPHABET.get(usize::from(it % 31)).copied().map(char::from))
            .collect();
        code.insert(5, '-');
        code
    });
    Ok(letters.collect())
}

fn recovery_hash(code: &str) -> BlobHash {
    let plain: String = code
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .map(|c| c.to_ascii_lowercase())
        .collect();
    sha256(plain.as_bytes())
}

/// Sets the second factor up, proven by a first code, and ends the other sessions.
///
/// # Errors
/// [`Error::Invalid`] `error-code-wrong` on `code`.
pub fn set_up(
    write: &mut Write<'_>,
    keys: &KeyRing,
    agent: AgentId,
    proof: (&str, &str),
    codes: &[String],
    keep: Option<SecretHash>,
) -> Result<()> {
    let (secret, code) = proof;
    let found = write.agent(agent)?.filter(Agent::is_active);
    let mut agent = found.ok_or(Error::not_found("agent"))?;
    let now = write.now();
    let step = step_of(secret, code, now, 0).ok_or(Error::invalid("code", "error-code-wrong"))?;
    agent.totp = Some(Totp {
        sealed_secret: keys.seal(&agent.id.bytes(), secret.as_bytes())?,
        last_step: step,
        recovery: codes.iter().map(|it| recovery_hash(it)).collect(),
    });
    write.put_agent(&agent)?;
    let actor = Actor::Agent(agent.id);
    let kind = EventKind::SecondFactorSet { on: true };
    write.event(actor, Subject::agent(agent.id), kind)?;
    session::end_all(write, actor, agent.id, keep)?;
    Ok(())
}

/// Proves the second factor with a code of the app or a recovery code, which is used up by it.
///
/// # Errors
/// [`Error::Invalid`] `error-code-wrong` on `code`.
pub fn prove(write: &mut Write<'_>, keys: &KeyRing, agent: AgentId, code: &str) -> Result<()> {
    let wrong = || Error::invalid("code", "error-code-wrong");
    let found = write.agent(agent)?.filter(Agent::is_active);
    let mut agent = found.ok_or_else(wrong)?;
    let mut totp = agent.totp.take().ok_or_else(wrong)?;
    let secret = keys.unseal(&agent.id.bytes(), &totp.sealed_secret)?;
    let secret = std::str::from_utf8(&secret).map_err(|_| wrong())?;
    let now = write.now();
    if let Some(step) = step_of(secret, code, now, totp.last_step) {
        totp.last_step = step;
    } else {
        let hash = recovery_hash(code);
        let before = totp.recovery.len();
        totp.recovery.retain(|it| *it != hash);
        if totp.recovery.len() == before {
            return Err(wrong());
        }
    }
    agent.totp = Some(totp);
    write.put_agent(&agent)
}

/// Takes the second factor away: by its owner (who proved a code just now) or from the command line.
pub fn disable(write: &mut Write<'_>, actor: Actor, agent: AgentId) -> Result<()> {
    let found = write.agent(agent)?;
    let mut agent = found.ok_or(Error::not_found("agent"))?;
    if agent.totp.take().is_none() {
        return Ok(());
    }
    write.put_agent(&agent)?;
    let kind = EventKind::SecondFactorSet { on: false };
    write.event(actor, Subject::agent(agent.id), kind)?;
    Ok(())
}
