//! Which addresses may be called. Only addresses of the public internet; this machine's own only when it was started
//! so, private networks only when its file names them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::config::Network;
use crate::net::NetError;

/// A network named in the file: addresses, and one port or all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Allowed {
    network: Network,
    port: Option<u16>,
}

/// The guard before every call.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    loopback: bool,
    allowed: Vec<Allowed>,
}

impl Guard {
    /// `networks` as in the configuration: `10.1.0.0/16`, `10.1.2.3/32:993`, `[fd00::]/8`.
    ///
    /// # Errors
    /// [`NetError::Settings`] naming the first that cannot be read.
    pub fn new(loopback: bool, networks: &[String]) -> Result<Self, NetError> {
        let read = |it: &String| parse(it).ok_or_else(|| NetError::Settings(it.clone()));
        Ok(Guard {
            loopback,
            allowed: networks.iter().map(read).collect::<Result<_, _>>()?,
        })
    }

    /// Whether this address may be called.
    #[must_use]
    pub fn allows(&self, address: IpAddr, port: u16) -> bool {
        let address = address.to_canonical();
        is_global(address)
            || (self.loopback && address.is_loopback())
            || self.allowed.iter().any(|it| it.holds(address, port))
    }

    /// Whether this is this machine itself, and calling it is allowed.
    #[must_use]
    pub fn is_own_machine(&self, address: IpAddr) -> bool {
        self.loopback && address.to_canonical().is_loopback()
    }
}

impl Allowed {
    fn holds(&self, address: IpAddr, port: u16) -> bool {
        self.network.holds(address) && self.port.is_none_or(|it| it == port)
    }
}

fn parse(text: &str) -> Option<Allowed> {
    let (base, rest) = text.trim().rsplit_once('/')?;
    let (prefix, port) = match rest.split_once(':') {
        Some((prefix, port)) => (prefix, Some(port.parse().ok()?)),
        None => (rest, None),
    };
    let network = format!("{base}/{prefix}").parse().ok()?;
    Some(Allowed { network, port })
}

fn is_global(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(it) => is_global_v4(it),
        IpAddr::V6(it) => is_global_v6(it),
    }
}

/// Not in the IANA special-purpose registry for IPv4 (RFC 6890 and later).
fn is_global_v4(address: Ipv4Addr) -> bool {
    let special = match address.octets() {
        [0 | 10 | 127, ..]
        | [169, 254, ..]
        | [192, 168, ..]
        | [192, 0, 0 | 2, _]
        | [192, 88, 99, _]
        | [198, 51, 100, _]
        | [203, 0, 113, _] => true,
        [100, b, ..] => b & 0xc0 == 64,
        [172, b, ..] => b & 0xf0 == 16,
        [198, b, ..] => b & 0xfe == 18,
        [a, ..] => a >= 224,
    };
    !special
}

/// Global unicast (2000::/3) without what is special inside it: protocol assignments and Teredo (2001::/23),
/// documentation (2001:db8::/32, 3fff::/20) and 6to4 (2002::/16). NAT64, mapped, local and multicast lie outside.
fn is_global_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        [0x2001, b, ..] => b >= 0x200 && b != 0xdb8,
        [0x2002, ..] => false,
        [0x3fff, b, ..] => b >= 0x1000,
        [a, ..] => a & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn only_the_public_internet_may_be_called() {
        let guard = Guard::new(false, &[]).unwrap();
        for inside in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.7",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::7f00:1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "3fff::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "100::1",
        ] {
            assert!(!guard.allows(ip(inside), 443), "{inside}");
        }
        for outside in [
            "1.1.1.1",
            "100.63.0.1",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "::ffff:8.8.8.8",
            "2606:4700::1111",
            "2a00:1450::1",
            "2001:4860::8888",
        ] {
            assert!(guard.allows(ip(outside), 443), "{outside}");
        }
    }

    #[test]
    fn this_machine_and_named_networks_only_when_asked_for() {
        let named = [
            "10.1.0.0/16".to_owned(),
            "192.168.7.9/32:993".to_owned(),
            "[fd00::]/8".to_owned(),
        ];
        let guard = Guard::new(true, &named).unwrap();
        assert!(guard.allows(ip("127.0.0.1"), 25) && guard.allows(ip("::1"), 25));
        assert!(guard.allows(ip("10.1.255.1"), 25) && !guard.allows(ip("10.2.0.1"), 25));
        assert!(guard.allows(ip("192.168.7.9"), 993) && !guard.allows(ip("192.168.7.9"), 25));
        assert!(!guard.allows(ip("192.168.7.8"), 993) && guard.allows(ip("fd12::1"), 1));
        assert!(Guard::new(false, &["10.0.0.0".to_owned()]).is_err());
        assert!(Guard::new(false, &["10.0.0.0/33".to_owned()]).is_err());
    }
}
