//! Names: the addresses of a host, which hosts take a domain's mail, and which it names for a service.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::RData;
use hickory_resolver::{Resolver, TokioResolver};
use tokio::time::timeout;

use crate::net::{Net, NetError};

/// A look-up takes no longer.
const PATIENCE: Duration = Duration::from_secs(4);

impl Net {
    /// The hosts that take mail for a domain (RFC 5321), best first. Empty when there are none or DNS is silent.
    pub async fn mail_hosts(&self, domain: &str) -> Vec<String> {
        let Some(resolver) = self.resolver() else {
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
            .filter(|(_, host)| !host.is_empty())
            .collect();
        hosts.sort();
        hosts.into_iter().map(|(_, host)| host).collect()
    }

    /// Where a domain offers a service (RFC 6186), such as `_imaps._tcp`; best first.
    pub async fn service(&self, name: &str, domain: &str) -> Vec<(String, u16)> {
        let Some(resolver) = self.resolver() else {
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

    /// The addresses of a host, not yet checked: as the system says, or the name server of the configuration.
    pub(super) async fn addresses(
        &self,
        host: &str,
        port: u16,
    ) -> Result<Vec<SocketAddr>, NetError> {
        if let Some(server) = self.resolver {
            if let Ok(address) = host.parse::<IpAddr>() {
                return Ok(vec![SocketAddr::new(address, port)]);
            }
            let resolver = of(server).ok_or(NetError::NoSuchHost)?;
            let found = resolver.lookup_ip(absolute(host)).await;
            let found = found.map_err(|_| NetError::NoSuchHost)?;
            return Ok(found.iter().map(|it| SocketAddr::new(it, port)).collect());
        }
        let found = tokio::net::lookup_host((host, port)).await;
        Ok(found.map_err(|_| NetError::NoSuchHost)?.collect())
    }

    fn resolver(&self) -> Option<TokioResolver> {
        match self.resolver {
            Some(server) => of(server),
            None => Resolver::builder_tokio().ok()?.build().ok(),
        }
    }
}

/// One name server, asked by UDP and, for long answers, by TCP.
fn of(server: SocketAddr) -> Option<TokioResolver> {
    let (mut udp, mut tcp) = (ConnectionConfig::udp(), ConnectionConfig::tcp());
    (udp.port, tcp.port) = (server.port(), server.port());
    let server = NameServerConfig::new(server.ip(), true, vec![udp, tcp]);
    let config = ResolverConfig::from_name_servers(vec![server]);
    Resolver::builder_with_config(config, TokioRuntimeProvider::default())
        .build()
        .ok()
}

fn absolute(name: &str) -> String {
    format!("{}.", name.trim_end_matches('.'))
}

fn relative(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}
