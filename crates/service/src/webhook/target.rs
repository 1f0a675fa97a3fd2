//! A target's address, read as a browser reads it: every spelling of an address becomes the address itself.

use std::net::IpAddr;

use domain::fault::Reason;
use domain::webhook::MAX_URL_BYTES;
use domain::webhook::address::{Outgoing, Plain};
use url::{Host, Url};

/// Where a message goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub scheme: Scheme,
    pub host: Place,
    pub port: u16,
    /// Name and port as the `Host` header has them.
    pub authority: String,
    /// Path and query.
    pub path: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Http,
    Https,
}

/// A name that is to be resolved, or an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Name(String),
    Address(IpAddr),
}

/// Reads an address. Errors when it is none, not encrypted, or one that is not called.
/// A name that leads to such an address is found out when it is resolved, each time anew.
pub fn parse(url: &str, outgoing: &Outgoing) -> Result<(Target, String), Reason> {
    let got = url.trim().len();
    if got == 0 {
        return Err(Reason::Empty);
    }
    if got > MAX_URL_BYTES {
        return Err(Reason::TooLong { limit: MAX_URL_BYTES, got });
    }
    let url = Url::parse(url.trim()).map_err(|_| Reason::Malformed)?;
    let scheme = match (url.scheme(), outgoing.plain) {
        ("https", _) => Scheme::Https,
        ("http", Plain::Allowed) => Scheme::Http,
        ("http", Plain::Refused) => return Err(Reason::NotSecure),
        _ => return Err(Reason::Malformed),
    };
    // What stands before an @ is there to mislead, or is a password that would be shown to every admin.
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(Reason::Malformed);
    }
    let place = match url.host().ok_or(Reason::Malformed)? {
        Host::Domain(name) => Place::Name(name.to_owned()),
        Host::Ipv4(address) => Place::Address(address.into()),
        Host::Ipv6(address) => Place::Address(address.into()),
    };
    let host = match place {
        Place::Address(address) => Place::Address(outgoing.allows(address).ok_or(Reason::PrivateAddress)?),
        Place::Name(name) => Place::Name(name),
    };
    let port = url.port_or_known_default().filter(|port| *port != 0).ok_or(Reason::Malformed)?;
    let authority = match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or_default().to_owned(),
    };
    let path = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    Ok((Target { scheme, host, port, authority, path }, url.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strict(url: &str) -> Result<Place, Reason> {
        parse(url, &Outgoing::default()).map(|(target, _)| target.host)
    }

    /// With http allowed, as an operator may, so that nothing is refused for its scheme.
    fn by_http(url: &str) -> Result<Place, Reason> {
        let outgoing = Outgoing { plain: Plain::Allowed, private: Vec::new() };
        parse(url, &outgoing).map(|(target, _)| target.host)
    }

    #[test]
    fn an_address_is_taken_apart() {
        let (target, kept) = parse("https://Hooks.Example.org:8443/in?a=1", &Outgoing::default()).unwrap();
        assert_eq!(target.host, Place::Name("hooks.example.org".into()));
        assert_eq!((target.port, target.authority.as_str()), (8443, "hooks.example.org:8443"));
        assert_eq!(
            (target.path.as_str(), kept.as_str()),
            ("/in?a=1", "https://hooks.example.org:8443/in?a=1")
        );
    }

    #[test]
    fn every_spelling_of_a_private_address_is_that_address() {
        for host in [
            "127.0.0.1",
            "127.1",
            "127.0.1",
            "2130706433",
            "0x7f000001",
            "0x7f.0.0.1",
            "0x7F.1",
            "0177.0.0.1",
            "0177.1",
            "017700000001",
            "127.0.0.1.",
            "127.1.",
            "%31%32%37.0.0.1",
            "１２７.0.0.1",
            "127。0。0。1",
            "0",
            "0.0.0.0",
            "0x0",
            "10.0.0.1",
            "012.0.0.1",
            "167772161",
            "0xa9fea9fe",
            "2852039166",
            "169.254.169.254",
            "0251.0376.0251.0376",
            "192.168.1.1",
            "3232235777",
            "172.16.0.1",
            "100.64.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "[::1]",
            "[::]",
            "[0:0:0:0:0:0:0:1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[64:ff9b::127.0.0.1]",
            "[2002:7f00:1::]",
            "[fd00::1]",
            "[fe80::1]",
            "[ff02::1]",
            "[fd00:ec2::254]",
            "[2001:0:7f00:1::]",
        ] {
            assert_eq!(by_http(&format!("http://{host}/")), Err(Reason::PrivateAddress), "{host}");
            assert_eq!(strict(&format!("https://{host}:8080/x")), Err(Reason::PrivateAddress), "{host}");
        }
    }

    #[test]
    fn tricks_around_the_host_are_refused() {
        for url in [
            "https://hooks.example.org@127.0.0.1/",
            "https://user:secret@hooks.example.org/",
            "https://127.0.0.1@x.org/",
            "https://",
            "//127.0.0.1/",
            "ftp://x.org/",
            "file:///etc/passwd",
            "gopher://127.0.0.1:25/",
            "javascript:alert(1)",
            "https://[::1",
            "https://x.org:0/",
            "https://x.org:99999/",
            "https://x.org/#a",
            "https://256.256.256.256/",
            "https://0x100000000/",
            "https://1.2.3.4.5/",
            "https://a b/",
            "https://x.org\0/",
            "https://[fe80::1%25eth0]/",
            "https://%00/",
            "desk.example.org",
        ] {
            assert!(strict(url).is_err(), "{url}");
        }
        // A backslash is a slash, as in a browser: the host is what stands before it.
        assert_eq!(strict("https:\\\\127.0.0.1\\@x.org"), Err(Reason::PrivateAddress));
    }

    #[test]
    fn without_encryption_only_where_the_operator_allows_it() {
        assert_eq!(strict("http://hooks.example.org/"), Err(Reason::NotSecure));
        assert_eq!(by_http("http://hooks.example.org/"), Ok(Place::Name("hooks.example.org".into())));
    }

    #[test]
    fn a_name_is_left_to_be_resolved() {
        for name in ["localhost", "localhost.", "127.0.0.1.nip.io", "metadata.google.internal"] {
            assert_eq!(strict(&format!("https://{name}/")), Ok(Place::Name(name.into())), "{name}");
        }
    }
}
