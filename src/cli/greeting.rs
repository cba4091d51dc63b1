//! The first lines in the terminal: where to open Lobby, and what becomes of its certificate.

use std::net::IpAddr;

use crate::app::App;
use crate::cli::entrance::own_address;
use crate::cli::setup_link;
use crate::config::{CertificateSource, Config, Https};
use crate::domain::error::Result;
use crate::https::Standing;
use crate::words::{Arg, Words};

/// Says where to go: to the log-in, or, on a fresh Lobby, to the set-up.
///
/// # Errors
/// The store's.
pub fn greet(app: &App) -> Result<()> {
    let words = words();
    let (config, standing) = (&app.config, app.https.standing());
    let here = Here {
        address: own_address(),
        user: said("USER").unwrap_or_else(|| "root".to_owned()),
    };
    let lines = match setup_link::address(app)? {
        Some(link) => fresh(&words, config, &standing, &here, &link),
        None => {
            let mut lines = vec![words.t_of("start-again", "url", &config.public_url)];
            if let Some(https) = &config.entrance.https {
                lines.extend(rows(&certificate(&words, https, &standing, &here)));
            }
            lines
        }
    };
    for line in lines {
        println!("{line}");
    }
    Ok(())
}

/// Tells of the certificate whenever something becomes of it, as long as Lobby runs.
pub async fn narrate(app: App) {
    let words = words();
    let mut changes = app.https.changes();
    let mut known = changes.borrow_and_update().clone();
    while changes.changed().await.is_ok() {
        let now = changes.borrow_and_update().clone();
        let domain = app.config.public_host();
        if let Some(trouble) = now
            .trouble
            .as_ref()
            .filter(|it| known.trouble.as_ref() != Some(it))
        {
            println!("{}", words.t_of("certificate-trouble", "domain", &domain));
            let address = machine(&words, own_address());
            let args = [
                ("domain", Arg::Text(&domain)),
                ("address", Arg::Text(&address)),
            ];
            println!("  {}", words.t_with(trouble.code, &args));
        }
        if let Some(facts) = now
            .facts
            .as_ref()
            .filter(|it| known.facts.as_ref() != Some(it))
        {
            let until = words.date(facts.not_after);
            let args = [("domain", Arg::Text(&domain)), ("date", Arg::Text(&until))];
            println!("{}", words.t_with("certificate-here", &args));
        }
        known = now;
    }
}

/// In the language of whoever started it (POSIX: LC_ALL, else LANG).
fn words() -> Words {
    let language = said("LC_ALL").or_else(|| said("LANG")).unwrap_or_default();
    Words::for_reader(&language, "UTC")
}

fn said(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|it| !it.is_empty())
}

/// What is known of this machine.
struct Here {
    address: Option<IpAddr>,
    user: String,
}

/// A heading and what stands beside it; a heading may be empty.
type Row = (String, String);

fn rows(rows: &[Row]) -> Vec<String> {
    rows.iter()
        .map(|(head, text)| format!("  {head:<20}{text}"))
        .collect()
}

fn machine(words: &Words, address: Option<IpAddr>) -> String {
    address.map_or_else(|| words.t("start-this-machine"), |it| it.to_string())
}

fn fresh(
    words: &Words,
    config: &Config,
    standing: &Standing,
    here: &Here,
    link: &str,
) -> Vec<String> {
    let mut lines = vec![words.t_of("start-runs", "version", env!("CARGO_PKG_VERSION"))];
    let row = |key: &str, text: String| (words.t(key), text);
    let mut all = Vec::new();
    let by_proxy = !config.is_https_of_its_own() && config.is_https();
    if config.is_in_public() {
        all.push(row("start-open", link.to_owned()));
    } else {
        all.push(row("start-here", link.to_owned()));
        all.push(row("start-laptop", tunnel(words, config, here)));
    }
    if let Some(https) = &config.entrance.https {
        all.extend(certificate(words, https, standing, here));
    } else if by_proxy {
        all.extend(proxy(words, config));
    } else {
        let address = machine(words, here.address);
        all.push(row(
            "start-domain",
            words.t_of("start-domain-how", "address", address),
        ));
        all.push((String::new(), words.t("start-domain-why")));
    }
    lines.extend(rows(&all));
    lines.push(format!("{:<22}lobby demo", words.t("start-demo")));
    lines
}

fn tunnel(words: &Words, config: &Config, here: &Here) -> String {
    let port = config.listen.port().to_string();
    let server = here
        .address
        .map_or_else(|| words.t("start-server"), |it| it.to_string());
    let args = [
        ("port", Arg::Text(&port)),
        ("user", Arg::Text(&here.user)),
        ("address", Arg::Text(&server)),
    ];
    words.t_with("start-ssh", &args)
}

fn certificate(words: &Words, https: &Https, standing: &Standing, here: &Here) -> Vec<Row> {
    let head = words.t("start-certificate");
    if let Some(facts) = &standing.facts {
        let key = match https.certificate {
            CertificateSource::Acme { .. } => "start-certificate-until",
            CertificateSource::Files { .. } => "start-certificate-files",
        };
        let text = words.t_of(key, "date", words.date(facts.not_after));
        return vec![(head, text)];
    }
    let address = machine(words, here.address);
    let args = [
        ("domain", Arg::Text(&https.domain)),
        ("address", Arg::Text(&address)),
    ];
    vec![
        (head, words.t("start-certificate-soon")),
        (
            String::new(),
            words.t_with("start-certificate-needs", &args),
        ),
    ]
}

fn proxy(words: &Words, config: &Config) -> Vec<Row> {
    let listen = format!("http://{}", config.listen);
    let args = [
        ("url", Arg::Text(&config.public_url)),
        ("listen", Arg::Text(&listen)),
    ];
    let mut all = vec![(
        words.t("start-proxy"),
        words.t_with("start-proxy-how", &args),
    )];
    if config.entrance.trusted_proxies.is_empty() {
        all.push((String::new(), words.t("start-proxy-name")));
    }
    all
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::config::Entrance;
    use crate::domain::time::Millis;
    use crate::https::certificate::Facts;

    fn config() -> Config {
        Config {
            data_dir: "x".into(),
            listen: "127.0.0.1:8080".parse().unwrap(),
            public_url: "http://127.0.0.1:8080".into(),
            entrance: Entrance::default(),
            allow_loopback: false,
            allow_networks: Vec::new(),
            resolver: None,
            demo: false,
        }
    }

    fn said(language: &str, config: &Config, standing: &Standing) -> String {
        let here = Here {
            address: Some("203.0.113.7".parse().unwrap()),
            user: "root".into(),
        };
        let link = format!("{}/setup/7Q4K", config.public_url);
        let words = Words::for_reader(language, "UTC");
        fresh(&words, config, standing, &here, &link).join("\n")
    }

    #[test]
    fn without_a_domain_there_are_three_ways() {
        let version = env!("CARGO_PKG_VERSION");
        let english = format!(
            "\
Lobby {version} runs. Set it up in a browser (this link works once; lobby setup-link prints it again):
  on this machine     http://127.0.0.1:8080/setup/7Q4K
  from your laptop    ssh -L 8080:127.0.0.1:8080 root@203.0.113.7    then open the link above
  with your domain    point mensajes.example.co to 203.0.113.7, then   lobby serve --domain mensajes.example.co
                      (needed for WhatsApp and web chat; the certificate makes itself)
Just look around:     lobby demo"
        );
        assert_eq!(said("en", &config(), &Standing::default()), english);
        let spanish = format!(
            "\
Lobby {version} está funcionando. Configúrelo en un navegador (el enlace sirve una vez; lobby setup-link lo muestra de nuevo):
  en esta máquina     http://127.0.0.1:8080/setup/7Q4K
  desde su portátil   ssh -L 8080:127.0.0.1:8080 root@203.0.113.7    y luego abra el enlace de arriba
  con su dominio      apunte mensajes.example.co a 203.0.113.7 y ejecute   lobby serve --domain mensajes.example.co
                      (hace falta para WhatsApp y el chat de la página; el certificado se crea solo)
Solo para mirar:      lobby demo"
        );
        assert_eq!(
            said("es_CO.UTF-8", &config(), &Standing::default()),
            spanish
        );
    }

    #[test]
    fn with_a_domain_it_says_what_the_certificate_needs_and_until_when_it_is_good() {
        let mut config = config();
        config.public_url = "https://desk.example.com".into();
        config.entrance.https = Some(Https {
            domain: "desk.example.com".into(),
            listen: "[::]:443".parse().unwrap(),
            listen_plain: "[::]:80".parse().unwrap(),
            certificate: CertificateSource::Acme {
                directory: String::new(),
                roots: String::new(),
            },
            unencrypted_too: false,
        });
        let text = said("en", &config, &Standing::default());
        assert!(
            text.contains("  open                https://desk.example.com/setup/7Q4K"),
            "{text}"
        );
        for part in ["desk.example.com must point to 203.0.113.7", "80", "443"] {
            assert!(text.contains(part), "{text}");
        }
        assert!(!text.contains("ssh"), "{text}");
        let standing = Standing {
            facts: Some(Facts {
                not_before: Millis(0),
                not_after: Millis(1_802_000_000_000),
                serial: Vec::new(),
                authority_key: None,
            }),
            trouble: None,
        };
        let text = said("en", &config, &standing);
        assert!(
            text.contains("2027") && !text.contains("must point"),
            "{text}"
        );
    }

    #[test]
    fn behind_a_proxy_it_says_what_the_proxy_must_do() {
        let mut config = config();
        config.public_url = "https://desk.example.com".into();
        let text = said("en", &config, &Standing::default());
        assert!(
            text.contains("open                https://desk.example.com/setup/"),
            "{text}"
        );
        assert!(
            text.contains("http://127.0.0.1:8080") && text.contains("--trusted-proxy"),
            "{text}"
        );
        config.entrance.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
        let text = said("en", &config, &Standing::default());
        assert!(!text.contains("--trusted-proxy"), "{text}");
    }
}
