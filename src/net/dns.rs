//! Names of services: which hosts take a domain's mail, and which it names for a service.

use std::time::Duration;

use hickory_resolver::Resolver;
use hickory_resolver::proto::rr::RData;
use tokio::time::timeout;

/// A look-up takes no longer.
const PATIENCE: Duration = Duration::from_secs(4);

/// The hosts that take mail for a domain (RFC 5321), best first. Empty when there are none or DNS is silent.
pub async fn mail_hosts(domain: &str) -> Vec<String> {
    let Some(resolver) = resolver() else {
        return Vec::new();
    };
    let Ok(Ok(found)) = timeout(PATIENCE, resolver.mx_lookup(absolute(domain))).await else {
        return Vec::new();
    };
    let mut hosts: Vec<(u16, String)> = found
        .answers()
        .iter()
        .filter_map(|it| match &it.data {
            RData::MX(mx) => Some((mx.preference, relative(&mx.exchange.to_utf8()))),
            _ => None,
        })
        .collect();
    hosts.sort();
    hosts.into_iter().map(|(_, host)| host).collect()
}

/// Where a domain offers a service (RFC 6186), such as `_imaps._tcp`; best first.
pub async fn service(name: &str, domain: &str) -> Vec<(String, u16)> {
    let Some(resolver) = resolver() else {
        return Vec::new();
    };
    let name = absolute(&format!("{name}.{domain}"));
    let Ok(Ok(found)) = timeout(PATIENCE, resolver.srv_lookup(name)).await else {
        return Vec::new();
    };
    let mut hosts: Vec<(u16, String, u16)> = found
        .answers()
        .iter()
        .filter_map(|it| match &it.data {
            RData::SRV(srv) => Some((srv.priority, relative(&srv.target.to_utf8()), srv.port)),
            _ => None,
        })
        .filter(|(_, host, port)| !host.is_empty() && *port != 0)
        .collect();
    hosts.sort();
    hosts
        .into_iter()
        .map(|(_, host, port)| (host, port))
        .collect()
}

fn resolver() -> Option<hickory_resolver::TokioResolver> {
    Resolver::builder_tokio().ok()?.build().ok()
}

fn absolute(name: &str) -> String {
    format!("{}.", name.trim_end_matches('.'))
}

fn relative(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}
