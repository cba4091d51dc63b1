//! Names: the addresses of a host, which hosts take a domain's mail, which it names for a service, and what it
//! publishes as text.

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

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
    pub async fn service_hosts(&self, name: &str, domain: &str) -> Vec<(String, u16)> {
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

    /// The TXT records of a name, each whole, and for how long they hold.
    ///
    /// # Errors
    /// [`NetError::NoSuchHost`] when there are none; [`NetError::TimedOut`] when nobody says so.
    pub async fn texts(&self, name: &str) -> Result<(Vec<Vec<u8>>, Duration), NetError> {
        let resolver = self.resolver().ok_or(NetError::TimedOut)?;
        let asked = timeout(PATIENCE, resolver.txt_lookup(absolute(name))).await;
        let found = match asked {
            Ok(Ok(it)) => it,
            Ok(Err(err)) if err.is_no_records_found() => return Err(NetError::NoSuchHost),
            _ => return Err(NetError::TimedOut),
        };
        let holds = found
            .valid_until()
            .saturating_duration_since(Instant::now());
        let records = found.answers().iter().filter_map(|it| match &it.data {
            RData::TXT(it) => Some(it.txt_data.concat()),
            _ => None,
        });
        Ok((records.collect(), holds))
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

#[cfg(test)]
pub(crate) mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::cast_possible_truncation
    )]

    use std::collections::HashMap;
    use std::path::PathBuf;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use std::net::SocketAddr;
    use std::time::Duration;

    use tokio::net::UdpSocket;

    use crate::config::Config;
    use crate::net::{Net, NetError};

    /// A name server of this machine that knows a few TXT records (RFC 1035, 4) and of all else that it is not there.
    pub(crate) struct NameServer {
        at: SocketAddr,
        asked: Arc<AtomicUsize>,
        task: tokio::task::JoinHandle<()>,
    }

    impl NameServer {
        pub(crate) async fn start(records: &[(String, String)]) -> Self {
            let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
            let at = socket.local_addr().unwrap();
            let asked = Arc::new(AtomicUsize::new(0));
            let records: HashMap<String, String> = records.iter().cloned().collect();
            let counted = asked.clone();
            let task = tokio::spawn(async move {
                let mut query = [0_u8; 1_500];
                loop {
                    let (n, from) = socket.recv_from(&mut query).await.unwrap();
                    counted.fetch_add(1, Ordering::Relaxed);
                    let answer = answer(&query[..n], &records);
                    socket.send_to(&answer, from).await.unwrap();
                }
            });
            NameServer { at, asked, task }
        }

        pub(crate) fn net(&self) -> Net {
            let config = Config {
                data_dir: PathBuf::new(),
                listen: self.at,
                public_url: String::new(),
                entrance: Default::default(),
                allow_loopback: true,
                allow_networks: Vec::new(),
                resolver: Some(self.at),
                demo: false,
            };
            Net::new(&config).unwrap()
        }

        pub(crate) fn asked(&self) -> usize {
            self.asked.load(Ordering::Relaxed)
        }

        pub(crate) fn stop(&self) {
            self.task.abort();
        }
    }

    fn answer(query: &[u8], records: &HashMap<String, String>) -> Vec<u8> {
        let (mut name, mut at) = (String::new(), 12);
        while query[at] != 0 {
            let end = at + 1 + usize::from(query[at]);
            name.push_str(&String::from_utf8_lossy(&query[at + 1..end]).to_lowercase());
            name.push('.');
            at = end;
        }
        let question = &query[12..at + 5];
        let found = records.get(&name);
        let mut out = query[..2].to_vec();
        let code = if found.is_some() { 0 } else { 3 };
        out.extend([
            0x81,
            0x80 | code,
            0,
            1,
            0,
            u8::from(found.is_some()),
            0,
            0,
            0,
            0,
        ]);
        out.extend(question);
        if let Some(text) = found {
            let pieces: Vec<u8> = text
                .as_bytes()
                .chunks(200)
                .flat_map(|it| std::iter::once(it.len() as u8).chain(it.iter().copied()))
                .collect();
            out.extend([0xc0, 12, 0, 16, 0, 1, 0, 0, 0x0e, 0x10]);
            out.extend((pieces.len() as u16).to_be_bytes());
            out.extend(pieces);
        }
        out
    }

    #[tokio::test]
    async fn texts_are_whole_and_none_is_told_from_silence() {
        let long = "x".repeat(450);
        let server = NameServer::start(&[("a.example.".to_owned(), long.clone())]).await;
        let net = server.net();
        let (found, holds) = net.texts("a.example").await.unwrap();
        assert_eq!(found, [long.into_bytes()]);
        assert!(holds <= Duration::from_secs(3_600) && holds > Duration::from_secs(3_000));
        assert_eq!(
            net.texts("b.example").await.err(),
            Some(NetError::NoSuchHost)
        );
        server.stop();
        assert_eq!(net.texts("a.example").await.err(), Some(NetError::TimedOut));
    }
}
