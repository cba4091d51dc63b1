//! A network as people write it: an address and how many of its leading bits count (RFC 4632, RFC 4291).

use std::net::IpAddr;
use std::str::FromStr;

/// Addresses that begin alike: `10.1.0.0/16`, `fd00::/8`; an address alone is a network of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    prefix: u8,
}

/// The text was no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a network such as 10.1.0.0/16, fd00::/8 or 127.0.0.1")]
pub struct NoNetwork;

impl FromStr for Network {
    type Err = NoNetwork;

    fn from_str(text: &str) -> Result<Self, NoNetwork> {
        let text = text.trim();
        let (base, prefix) = match text.rsplit_once('/') {
            Some((base, prefix)) => (base, Some(prefix)),
            None => (text, None),
        };
        let base: IpAddr = base
            .trim_matches(['[', ']'])
            .parse()
            .map_err(|_| NoNetwork)?;
        let longest = if base.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(it) => it.parse().map_err(|_| NoNetwork)?,
            None => longest,
        };
        if prefix > longest {
            return Err(NoNetwork);
        }
        Ok(Network { base, prefix })
    }
}

impl Network {
    /// Whether an address lies in it; an IPv4 address written as IPv6 counts as what it is.
    #[must_use]
    pub fn holds(&self, address: IpAddr) -> bool {
        match (self.base, address.to_canonical()) {
            (IpAddr::V4(a), IpAddr::V4(b)) => same_bits(a.octets(), b.octets(), self.prefix),
            (IpAddr::V6(a), IpAddr::V6(b)) => same_bits(a.octets(), b.octets(), self.prefix),
            _ => false,
        }
    }
}

fn same_bits<const N: usize>(a: [u8; N], b: [u8; N], prefix: u8) -> bool {
    let mut left = u32::from(prefix);
    a.into_iter().zip(b).all(|(a, b)| {
        let bits = left.min(8);
        left -= bits;
        let mask = u32::from(u8::MAX) << (8 - bits);
        u32::from(a ^ b) & mask & 0xff == 0
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn holds(network: &str, address: &str) -> bool {
        let network: Network = network.parse().unwrap();
        network.holds(address.parse().unwrap())
    }

    #[test]
    fn leading_bits_count_and_no_others() {
        assert!(holds("10.1.0.0/16", "10.1.255.7") && !holds("10.1.0.0/16", "10.2.0.7"));
        assert!(holds("10.1.2.128/25", "10.1.2.200") && !holds("10.1.2.128/25", "10.1.2.100"));
        assert!(holds("127.0.0.1", "127.0.0.1") && !holds("127.0.0.1", "127.0.0.2"));
        assert!(holds("[fd00::]/8", "fd12::1") && !holds("fd00::/8", "fe80::1"));
        assert!(holds("10.1.0.0/16", "::ffff:10.1.0.1"));
        assert!(holds("0.0.0.0/0", "203.0.113.7") && !holds("0.0.0.0/0", "2001:db8::1"));
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in [
            "",
            "10.0.0.0/33",
            "10.0.0.0/-1",
            "10.0.0/8",
            "::1/129",
            "local",
            "10.0.0.0/8/8",
        ] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
    }
}
