//! Keeps the certificate of our own domain fresh: had and renewed from the authority, or read again when its owner
//! changes the files.

use std::time::{Duration, SystemTime};

use crate::app::{App, off_the_loop};
use crate::config::{CertificateSource, Https};
use crate::domain::time::Span;
use crate::https::acme::{Authority, Proof};
use crate::https::certificate::{Certificate, Facts};
use crate::https::folder::Folder;
use crate::https::{Trouble, schedule};
use crate::jobs::Yard;

/// The authority is asked this often whether it would like a renewal sooner.
const ASK_AGAIN: Span = Span::hours(6);
/// Files are looked at this often.
const LOOK_AGAIN: Duration = Duration::from_secs(10);
/// A certificate of its owner's that ends sooner is said to.
const SOON: Span = Span::days(14);

/// Shows the certificate there is at the start: the one kept from before, or the owner's.
///
/// # Errors
/// A sentence's worth when the owner's files cannot be used. A kept one that cannot is made anew.
pub fn begin(app: &App) -> Result<(), Trouble> {
    let Some(https) = &app.config.entrance.https else {
        return Ok(());
    };
    match &https.certificate {
        CertificateSource::Acme { directory, .. } => {
            let folder = Folder::of(&app.config.data_dir, directory);
            let kept = folder.certificate(&https.domain);
            let kept = kept.and_then(|it| Certificate::read(&it, &it, &https.domain).ok());
            if let Some(it) = kept.filter(|it| it.facts.not_after > app.clock.now()) {
                app.https.show(&it);
            }
        }
        CertificateSource::Files { .. } => app.https.show(&read_files(https)?),
    }
    Ok(())
}

/// Runs as long as Lobby does, when it has a domain.
pub(crate) async fn run(yard: Yard) {
    let Some(https) = yard.app.config.entrance.https.clone() else {
        return;
    };
    match &https.certificate {
        CertificateSource::Acme { directory, roots } => {
            let authority = Authority {
                net: yard.net.clone(),
                directory: directory.clone(),
                roots: roots.clone(),
                folder: Folder::of(&yard.app.config.data_dir, directory),
            };
            renew(&yard, &authority, &https.domain).await;
        }
        CertificateSource::Files { .. } => follow(&yard, &https).await,
    }
}

async fn renew(yard: &Yard, authority: &Authority, domain: &str) {
    let keeper = &yard.app.https;
    let mut failed = 0;
    loop {
        let shown = keeper.standing().facts;
        if let Some(facts) = &shown
            && failed == 0
        {
            let suggested = authority.suggested(facts).await;
            let left = schedule::renew_at(facts, suggested).since(yard.app.clock.now());
            if left.0 > 0 {
                if !yard.rest(time(Span(left.0.min(ASK_AGAIN.0)))).await {
                    return;
                }
                continue;
            }
        }
        // By turns: one of the two doors may be closed from outside.
        let proof = if failed % 2 == 0 {
            Proof::Plain
        } else {
            Proof::Tls
        };
        let done = tokio::select! {
            done = obtain(yard, authority, domain, proof, shown.as_ref()) => done,
            () = yard.stopping() => return,
        };
        let Err(trouble) = done else {
            failed = 0;
            continue;
        };
        failed += 1;
        let pause = schedule::pause_after(failed);
        tracing::warn!(
            %domain, code = trouble.code, why = %trouble.detail, minutes = pause.0 / 60_000,
            "no certificate; it is tried again"
        );
        keeper.worry(trouble);
        if !yard.rest(time(pause)).await {
            return;
        }
    }
}

async fn obtain(
    yard: &Yard,
    authority: &Authority,
    domain: &str,
    proof: Proof,
    replaces: Option<&Facts>,
) -> Result<(), Trouble> {
    let keeper = &yard.app.https;
    tracing::info!(%domain, ?proof, "a certificate is asked for");
    let pem = authority.obtain(keeper, domain, proof, replaces).await?;
    let certificate = Certificate::read(&pem, &pem, domain)?;
    let (folder, name) = (authority.folder.clone(), domain.to_owned());
    // Kept before it is shown: what was shown is not asked for again after a crash.
    let kept = off_the_loop(move || folder.keep_certificate(&name, &pem)).await;
    let why = match kept {
        Ok(Ok(())) => None,
        Ok(Err(err)) => Some(err.to_string()),
        Err(err) => Some(err.to_string()),
    };
    if let Some(why) = why {
        tracing::error!(%why, "the new certificate could not be kept and will be asked for again");
    }
    keeper.show(&certificate);
    tracing::info!(%domain, until = %certificate.facts.not_after.rfc3339(), "a new certificate is shown");
    Ok(())
}

fn time(span: Span) -> Duration {
    Duration::from_millis(u64::try_from(span.0).unwrap_or_default())
}

/// Reads the owner's files again when they change. One that cannot be used leaves the one that is shown.
async fn follow(yard: &Yard, https: &Https) {
    let mut seen = stamp(https);
    loop {
        tell_of_the_end(yard);
        if !yard.rest(LOOK_AGAIN).await {
            return;
        }
        let now = stamp(https);
        if now == seen {
            continue;
        }
        seen = now;
        match read_files(https) {
            Ok(certificate) => {
                tracing::info!(until = %certificate.facts.not_after.rfc3339(), "the certificate was read again");
                yard.app.https.show(&certificate);
            }
            Err(trouble) => {
                tracing::warn!(code = trouble.code, why = %trouble.detail, "the changed certificate is not used");
                yard.app.https.worry(trouble);
            }
        }
    }
}

fn tell_of_the_end(yard: &Yard) {
    let standing = yard.app.https.standing();
    let ends = standing
        .facts
        .is_some_and(|it| it.not_after < yard.app.clock.now() + SOON);
    if ends && standing.trouble.is_none() {
        yard.app.https.worry(Trouble {
            code: "certificate-ends",
            detail: String::new(),
        });
    }
}

fn read_files(https: &Https) -> Result<Certificate, Trouble> {
    let CertificateSource::Files { chain, key } = &https.certificate else {
        return Err(Trouble {
            code: "certificate-unreadable",
            detail: "no files are named".to_owned(),
        });
    };
    let read = |path: &std::path::Path| {
        std::fs::read_to_string(path).map_err(|err| Trouble {
            code: "certificate-unreadable",
            detail: format!("{}: {err}", path.display()),
        })
    };
    Certificate::read(&read(chain)?, &read(key)?, &https.domain)
}

/// When the files were last written.
fn stamp(https: &Https) -> Vec<Option<SystemTime>> {
    let CertificateSource::Files { chain, key } = &https.certificate else {
        return Vec::new();
    };
    [chain, key]
        .into_iter()
        .map(|it| std::fs::metadata(it).and_then(|it| it.modified()).ok())
        .collect()
}
