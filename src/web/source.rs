//! Where a request came from: the person's address, not that of a proxy before us. Headers say it, and anybody can
//! write headers, so only the word of a proxy that was named at the start is believed.

use std::net::{IpAddr, SocketAddr};
use std::sync::Once;

use actix_web::HttpRequest;
use actix_web::http::header::HeaderMap;
use actix_web::web::Data;

use crate::app::App;
use crate::config::Config;

const FORWARDED_FOR: &str = "x-forwarded-for";
const FORWARDED_PROTO: &str = "x-forwarded-proto";
/// Hops looked at, from the nearest.
const HOPS: usize = 32;

/// The address somebody asks from, for the throttle, their sessions and the log. None when a proxy on this machine
/// hides it and was not named: what is counted by address would then count everybody as one.
#[must_use]
pub fn address(req: &HttpRequest) -> Option<IpAddr> {
    let peer = req.peer_addr()?.ip().to_canonical();
    let app = req.app_data::<Data<App>>()?;
    person(peer, req.headers(), &app.config)
}

/// Whether the named proxy before us says that the browser came to it without encryption.
#[must_use]
pub fn came_unencrypted(peer: Option<SocketAddr>, headers: &HeaderMap, config: &Config) -> bool {
    let said = headers.get_all(FORWARDED_PROTO).last();
    let said = said.and_then(|it| it.to_str().ok()).unwrap_or_default();
    let nearest = said.rsplit(',').next().unwrap_or_default().trim();
    nearest.eq_ignore_ascii_case("http")
        && peer.is_some_and(|it| config.is_trusted_proxy(it.ip().to_canonical()))
}

fn person(peer: IpAddr, headers: &HeaderMap, config: &Config) -> Option<IpAddr> {
    if !config.is_trusted_proxy(peer) {
        let hidden = peer.is_loopback() && headers.contains_key(FORWARDED_FOR);
        if hidden {
            static ONCE: Once = Once::new();
            ONCE.call_once(|| {
                tracing::warn!(
                    %peer,
                    "a proxy passes requests on but was not named: start with --trusted-proxy {peer}"
                );
            });
        }
        return (!hidden).then_some(peer);
    }
    let lines: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .map(|it| it.to_str().unwrap_or_default())
        .collect();
    let mut nearest = peer;
    for hop in lines.iter().rev().flat_map(|it| it.rsplit(',')).take(HOPS) {
        let Some(address) = read(hop) else { break };
        nearest = address;
        if !config.is_trusted_proxy(address) {
            break;
        }
    }
    Some(nearest)
}

/// An address as proxies write it, with or without a port.
fn read(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let alone = hop.trim_matches(['[', ']']).parse::<IpAddr>().ok();
    let address = alone.or_else(|| hop.parse::<SocketAddr>().ok().map(|it| it.ip()))?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;
    use crate::config::Entrance;

    fn config(trusted: &[&str]) -> Config {
        let trusted = trusted.iter().map(|it| it.parse().unwrap()).collect();
        Config {
            data_dir: "x".into(),
            listen: "127.0.0.1:1".parse().unwrap(),
            public_url: "https://desk.example.co".into(),
            entrance: Entrance {
                trusted_proxies: trusted,
                ..Entrance::default()
            },
            allow_loopback: false,
            allow_networks: Vec::new(),
            resolver: None,
            demo: false,
        }
    }

    fn headers(name: &'static str, lines: &[&str]) -> HeaderMap {
        let mut all = HeaderMap::new();
        for it in lines {
            all.append(
                HeaderName::from_static(name),
                HeaderValue::from_str(it).unwrap(),
            );
        }
        all
    }

    fn seen(trusted: &[&str], peer: &str, lines: &[&str]) -> Option<String> {
        let headers = headers(FORWARDED_FOR, lines);
        let found = person(peer.parse().unwrap(), &headers, &config(trusted));
        found.map(|it| it.to_string())
    }

    fn says(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn the_nearest_address_that_is_no_proxy_of_ours() {
        let own = &["127.0.0.1", "10.0.0.0/8"];
        assert_eq!(
            seen(own, "127.0.0.1", &["203.0.113.7"]),
            says("203.0.113.7")
        );
        // What the browser wrote itself stands on the left.
        let spoofed = seen(own, "127.0.0.1", &["198.51.100.1, 203.0.113.7"]);
        assert_eq!(spoofed, says("203.0.113.7"));
        let two = seen(own, "127.0.0.1", &["198.51.100.1, 203.0.113.7, 10.1.1.1"]);
        assert_eq!(two, says("203.0.113.7"));
        let lines = seen(
            own,
            "127.0.0.1",
            &["198.51.100.1", "203.0.113.7", "10.1.1.1"],
        );
        assert_eq!(lines, says("203.0.113.7"));
        assert_eq!(
            seen(own, "127.0.0.1", &["[2001:db8::7]:4711"]),
            says("2001:db8::7")
        );
        assert_eq!(
            seen(own, "127.0.0.1", &["203.0.113.7:80"]),
            says("203.0.113.7")
        );
        assert_eq!(
            seen(own, "127.0.0.1", &["10.2.2.2, 10.1.1.1"]),
            says("10.2.2.2")
        );
        assert_eq!(seen(own, "127.0.0.1", &[]), says("127.0.0.1"));
        assert_eq!(
            seen(own, "127.0.0.1", &["203.0.113.7, unknown"]),
            says("127.0.0.1")
        );
    }

    #[test]
    fn a_stranger_is_not_believed() {
        let own = &["10.0.0.0/8"];
        for said in ["203.0.113.7", "127.0.0.1", "10.0.0.1", "rubbish", ""] {
            assert_eq!(seen(own, "198.51.100.9", &[said]), says("198.51.100.9"));
        }
        // On this machine it may well be a proxy: then nobody is counted by its address.
        assert_eq!(seen(&[], "127.0.0.1", &["203.0.113.7"]), None);
        assert_eq!(seen(&[], "127.0.0.1", &[]), says("127.0.0.1"));
    }

    #[test]
    fn only_a_named_proxy_says_how_the_browser_came() {
        let config = config(&["127.0.0.1"]);
        let proxy: SocketAddr = "127.0.0.1:5".parse().unwrap();
        let stranger: SocketAddr = "198.51.100.9:5".parse().unwrap();
        let said = |lines: &[&str]| headers(FORWARDED_PROTO, lines);
        assert!(came_unencrypted(Some(proxy), &said(&["http"]), &config));
        assert!(!came_unencrypted(Some(stranger), &said(&["http"]), &config));
        assert!(!came_unencrypted(None, &said(&["http"]), &config));
        assert!(!came_unencrypted(Some(proxy), &said(&["https"]), &config));
        assert!(!came_unencrypted(
            Some(proxy),
            &said(&["http, https"]),
            &config
        ));
        assert!(!came_unencrypted(Some(proxy), &said(&[]), &config));
    }
}
