//! Which addresses Deskbell calls: those of the open internet, and private ones that the operator has named.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// Whether targets may be called without encryption.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Plain {
    #[default]
    Refused,
    Allowed,
}

/// What the operator allows beyond the open internet by https.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outgoing {
    pub plain: Plain,
    /// Private networks that may be called.
    pub private: Vec<Network>,
}

impl Outgoing {
    /// The address to connect to, if it may be called.
    pub fn allows(&self, address: IpAddr) -> Option<IpAddr> {
        let address = address.to_canonical();
        if METADATA.contains(&address) {
            return None;
        }
        let allowed = open_internet(address) || self.private.iter().any(|network| network.holds(address));
        allowed.then_some(address)
    }
}

/// A network such as `10.1.0.0/16` or `fd00:1::/32`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    bits: u8,
}

/// What was given is not a network such as 10.1.0.0/16.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a network such as 10.1.0.0/16 or fd00:1::/32")]
pub struct NotANetwork;

impl Network {
    pub fn holds(self, address: IpAddr) -> bool {
        match (self.base, address) {
            (IpAddr::V4(base), IpAddr::V4(address)) => same(&base.octets(), &address.octets(), self.bits),
            (IpAddr::V6(base), IpAddr::V6(address)) => same(&base.octets(), &address.octets(), self.bits),
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

impl FromStr for Network {
    type Err = NotANetwork;

    /// Reads an address with the number of its fixed bits; an address alone is a network of one.
    fn from_str(text: &str) -> Result<Network, NotANetwork> {
        let (base, bits) = match text.trim().split_once('/') {
            Some((base, bits)) => (base, Some(bits)),
            None => (text.trim(), None),
        };
        let base: IpAddr = base.parse().map_err(|_| NotANetwork)?;
        let all = if base.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(all), str::parse).map_err(|_| NotANetwork)?;
        if bits > all { Err(NotANetwork) } else { Ok(Network { base, bits }) }
    }
}

/// Addresses at which machines of a cloud learn their secrets. No setting opens them.
const METADATA: [IpAddr; 6] = [
    IpAddr::V4(Ipv4Addr::new(169, 254, 169, 254)),
    IpAddr::V4(Ipv4Addr::new(169, 254, 170, 2)),
    IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)),
    IpAddr::V4(Ipv4Addr::new(192, 0, 0, 192)),
    IpAddr::V4(Ipv4Addr::new(168, 63, 129, 16)),
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)),
];

/// What is not the open internet. Source: IANA's registries of special-purpose addresses.
const SPECIAL_V4: [([u8; 4], u8); 15] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
];

/// The part of version 6 that is handed out. What embeds addresses of version 4 lies outside of it or is special below.
const GLOBAL_V6: (Ipv6Addr, u8) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
const SPECIAL_V6: [(Ipv6Addr, u8); 5] = [
    // Teredo, benchmarks, overlays.
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    // Documentation.
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
    // 6to4: an address of version 4 follows.
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0), 48),
];

fn open_internet(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !SPECIAL_V4.iter().any(|(base, bits)| same(base, &address.octets(), *bits)),
        IpAddr::V6(address) => {
            let within = |(base, bits): &(Ipv6Addr, u8)| same(&base.octets(), &address.octets(), *bits);
            within(&GLOBAL_V6) && !SPECIAL_V6.iter().any(within)
        }
    }
}

/// Whether the first bits are the same.
fn same(base: &[u8], address: &[u8], bits: u8) -> bool {
    let mut left = bits;
    base.iter().zip(address).all(|(one, other)| {
        let now = left.min(8);
        left -= now;
        let mask = (0xff00_u16 >> now) as u8;
        one & mask == other & mask
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(outgoing: &Outgoing, address: &str) -> bool {
        outgoing.allows(address.parse().unwrap()).is_some()
    }

    #[test]
    fn private_special_and_disguised_addresses_are_not_called() {
        let strict = Outgoing::default();
        for address in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.254",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "168.63.129.16",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::a00:1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "3fff::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "5f00::1",
        ] {
            assert!(!allowed(&strict, address), "{address}");
        }
    }

    #[test]
    fn the_open_internet_is_called() {
        let strict = Outgoing::default();
        for address in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.1",
            "172.15.255.255",
            "172.32.0.0",
            "192.167.255.255",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450::1",
            "::ffff:1.1.1.1",
        ] {
            assert!(allowed(&strict, address), "{address}");
        }
    }

    #[test]
    fn a_named_network_is_called_in_every_spelling_and_its_neighbours_are_not() {
        let private = vec!["10.1.0.0/16".parse().unwrap(), "fd00:1::/32".parse().unwrap()];
        let outgoing = Outgoing { private, ..Outgoing::default() };
        for address in ["10.1.2.3", "::ffff:10.1.2.3", "fd00:1::5"] {
            assert!(allowed(&outgoing, address), "{address}");
        }
        for address in ["10.2.0.0", "fd00:2::5", "::10.1.2.3", "64:ff9b::a01:203"] {
            assert!(!allowed(&outgoing, address), "{address}");
        }
    }

    #[test]
    fn no_network_opens_what_holds_the_secrets_of_a_cloud() {
        let private = ["0.0.0.0/0", "::/0"].map(|network| network.parse().unwrap()).to_vec();
        let outgoing = Outgoing { private, ..Outgoing::default() };
        assert!(allowed(&outgoing, "127.0.0.1") && allowed(&outgoing, "fe80::1"));
        for address in ["169.254.169.254", "::ffff:169.254.169.254", "fd00:ec2::254", "100.100.100.200"] {
            assert!(!allowed(&outgoing, address), "{address}");
        }
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in
            ["", "10.0.0.0/33", "10.0.0/8", "fd00::/129", "10.0.0.0/-1", "example.org", "10.0.0.0/8/8"]
        {
            assert_eq!(text.parse::<Network>(), Err(NotANetwork), "{text}");
        }
        assert!("10.1.2.3".parse::<Network>().unwrap().holds("10.1.2.3".parse().unwrap()));
    }
}
