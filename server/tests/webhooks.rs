//! Webhooks from outside: what reaches a target, and that nothing reaches an address that is not to be called.

use std::collections::VecDeque;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::webhook::Trouble;
use domain::webhook::address::{Outgoing, Plain};
use futures::future::{BoxFuture, FutureExt as _};
use server::courier::{HttpCourier, Resolver};
use service::port::{Courier as _, Parcel};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout};

use crate::desk::TestDesk;

const OK: &str = "HTTP/1.1 204 No Content\r\n\r\n";

/// Somebody who listens, answers all alike, and counts who came.
pub struct Receiver {
    pub address: SocketAddr,
    pub connections: Arc<AtomicUsize>,
    /// Requests as they came.
    pub got: mpsc::UnboundedReceiver<String>,
}

impl Receiver {
    /// Holds connections without an answer where `answer` is empty.
    pub async fn listen(on: &str, answer: &'static str) -> Receiver {
        let listener = TcpListener::bind(on).await.unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let (send, got) = mpsc::unbounded_channel();
        let count = connections.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                let send = send.clone();
                tokio::spawn(async move {
                    let text = read_request(&mut stream).await;
                    let _ = send.send(text);
                    if answer.is_empty() {
                        std::future::pending::<()>().await;
                    }
                    let _ = stream.write_all(answer.as_bytes()).await;
                });
            }
        });
        Receiver { address, connections, got }
    }

    pub fn count(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub async fn next(&mut self, within: Duration) -> Option<String> {
        timeout(within, self.got.recv()).await.ok().flatten()
    }
}

/// A request whose body is one JSON object.
/// A request whose body is one JSON object.
async fn read_request(stream: &mut tokio::net::TcpStream) -> String {
    let mut text = String::new();
    let mut bytes = [0; 4096];
    while !text.split_once("\r\n\r\n").is_some_and(|(_, body)| body.ends_with('}')) {
        match stream.read(&mut bytes).await {
            Ok(0) | Err(_) => break,
            Ok(read) => text.push_str(&String::from_utf8_lossy(&bytes[..read])),
        }
    }
    text
}

pub fn header(request: &str, name: &str) -> String {
    let found = request.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
    found.unwrap_or_else(|| panic!("no {name} in {request}")).to_owned()
}

/// Gives its answers one after the other, and the last one again and again.
struct Scripted(Mutex<VecDeque<Vec<IpAddr>>>);

impl Scripted {
    fn new(answers: &[&[&str]]) -> Scripted {
        let parse = |answer: &&[&str]| answer.iter().map(|address| address.parse().unwrap()).collect();
        Scripted(Mutex::new(answers.iter().map(parse).collect()))
    }
}

impl Resolver for Scripted {
    fn resolve<'a>(&'a self, _: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        let mut answers = self.0.lock().unwrap();
        let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        std::future::ready(answer.ok_or_else(|| io::ErrorKind::NotFound.into())).boxed()
    }
}

fn parcel(url: &str) -> Parcel {
    Parcel {
        url: url.into(),
        id: "msg_1".into(),
        timestamp: 1_614_265_330,
        signature: "v1,none".into(),
        body: "{\"type\":\"webhook.test\"}".into(),
    }
}

fn outgoing(private: &[&str]) -> Outgoing {
    Outgoing {
        plain: Plain::Allowed,
        private: private.iter().map(|network| network.parse().unwrap()).collect(),
    }
}

async fn deliver(outgoing: Outgoing, resolver: Scripted, url: &str) -> Result<(), Trouble> {
    HttpCourier::new(outgoing, resolver).unwrap().deliver(&parcel(url)).await
}

#[tokio::test]
async fn no_spelling_of_a_private_address_reaches_a_listener() {
    // It listens on every address of this machine, of both versions.
    let listener = Receiver::listen("[::]:0", OK).await;
    let port = listener.address.port();
    let spellings = [
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "127.255.255.254",
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
        "169.254.169.254",
        "0xa9fea9fe",
        "2852039166",
        "0251.0376.0251.0376",
        "192.168.0.1",
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
        "[2001:0:7f00:1::]",
        "[fd00::1]",
        "[fe80::1]",
        "[ff02::1]",
        "localhost",
        "localhost.",
        "LOCALHOST",
        "hooks.example.org",
        "127.0.0.1.nip.io",
        "user@127.0.0.1",
        "hooks.example.org@127.0.0.1",
        "127.0.0.1\\@hooks.example.org",
        "[::1%25lo]",
    ];
    for (n, host) in spellings.iter().enumerate() {
        // Every name leads to this machine, one way or another.
        let leads = ["127.0.0.1", "::1", "::ffff:127.0.0.1", "0.0.0.0", "::"][n % 5];
        for scheme in ["http", "https"] {
            let resolver = Scripted::new(&[&[leads]]);
            let told = deliver(outgoing(&[]), resolver, &format!("{scheme}://{host}:{port}/in")).await;
            assert_eq!(told, Err(Trouble::Forbidden), "{host}");
        }
    }
    assert!(spellings.len() >= 40);
    assert_eq!(listener.count(), 0);
}

#[tokio::test]
async fn a_name_that_flips_after_it_was_checked_leads_to_where_it_was_checked() {
    let allowed = Receiver::listen("127.0.0.2:0", OK).await;
    let port = allowed.address.port();
    let forbidden = Receiver::listen(&format!("127.0.0.1:{port}"), OK).await;
    let resolver = Scripted::new(&[&["127.0.0.2"], &["127.0.0.1"]]);
    let courier = HttpCourier::new(outgoing(&["127.0.0.2"]), resolver).unwrap();
    let url = format!("http://hooks.example.org:{port}/in");
    assert_eq!(courier.deliver(&parcel(&url)).await, Ok(()));
    assert_eq!(courier.deliver(&parcel(&url)).await, Err(Trouble::Forbidden), "checked each time");
    assert_eq!((allowed.count(), forbidden.count()), (1, 0));
}

#[tokio::test]
async fn a_name_with_one_private_address_among_others_is_not_called() {
    let allowed = Receiver::listen("127.0.0.2:0", OK).await;
    let resolver = Scripted::new(&[&["127.0.0.2", "127.0.0.1"]]);
    let url = format!("http://hooks.example.org:{}/in", allowed.address.port());
    assert_eq!(deliver(outgoing(&["127.0.0.2"]), resolver, &url).await, Err(Trouble::Forbidden));
    assert_eq!(allowed.count(), 0);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let forbidden = Receiver::listen("127.0.0.1:0", OK).await;
    let to = forbidden.address;
    let answer =
        format!("HTTP/1.1 307 Temporary Redirect\r\nlocation: http://{to}/\r\ncontent-length: 0\r\n\r\n");
    let allowed = Receiver::listen("127.0.0.2:0", answer.leak()).await;
    let resolver = Scripted::new(&[&["127.0.0.1"]]);
    let url = format!("http://{}/in", allowed.address);
    assert_eq!(deliver(outgoing(&["127.0.0.2"]), resolver, &url).await, Err(Trouble::Status(307)));
    assert_eq!((allowed.count(), forbidden.count()), (1, 0));
}

#[tokio::test]
async fn a_target_that_dawdles_or_babbles_is_left() {
    let loopback = || outgoing(&["127.0.0.0/8"]);
    let none = || Scripted::new(&[]);
    let silent = Receiver::listen("127.0.0.1:0", "").await;
    let start = Instant::now();
    let told = deliver(loopback(), none(), &format!("http://{}/", silent.address)).await;
    assert_eq!(told, Err(Trouble::TimedOut));
    assert!(start.elapsed() < Duration::from_secs(12), "{:?}", start.elapsed());
    let garbled = Receiver::listen("127.0.0.1:0", "220 mail.example.org ESMTP\r\n").await;
    let told = deliver(loopback(), none(), &format!("http://{}/", garbled.address)).await;
    assert_eq!(told, Err(Trouble::Garbled));
    // Whoever answers in plain text to an encrypted greeting.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let plain = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(OK.as_bytes()).await.unwrap();
    });
    let told = deliver(loopback(), none(), &format!("https://{plain}/")).await;
    assert_eq!(told, Err(Trouble::Tls));
    let told = deliver(loopback(), none(), "http://nobody.example.org/").await;
    assert_eq!(told, Err(Trouble::NoSuchHost));
    // An answer without an end is read to its limit, and its status counts.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endless = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        read_request(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
        while stream.write_all(&[b'x'; 4096]).await.is_ok() {}
    });
    let start = Instant::now();
    assert_eq!(deliver(loopback(), none(), &format!("http://{endless}/")).await, Ok(()));
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn an_admin_adds_a_target_without_script_and_sees_its_secret_once() {
    let desk = TestDesk::start().await;
    let ada = desk.person("ada");
    let page = ada.get("/admin/webhooks").await;
    assert_eq!(page.status, 200, "{}", page.text());
    let text = page.text();
    let start = text.find("whsec_").expect("a fresh secret in the form");
    let secret: String = text[start..].chars().take_while(|c| *c != '"').collect();
    let add = async |url: &str| {
        let fields =
            [("url", url), ("secret", secret.as_str()), ("content", "facts"), ("back", "/admin/webhooks")];
        ada.form("/rpc/webhook/add", &fields).await
    };
    let refused = add("https://127.1/in").await;
    assert_eq!(refused.status, 422);
    let text = refused.text();
    assert!(text.contains("https://127.1/in") && text.contains("private networks"), "what was typed is kept");
    let added = add("https://hooks.example.org/in").await;
    assert_eq!((added.status, added.location()), (303, "/admin/webhooks"), "{}", added.text());
    let page = ada.get("/admin/webhooks").await.text();
    assert!(page.contains("https://hooks.example.org/in") && !page.contains(&secret));
    let fields = [("webhook", "1"), ("back", "/admin/webhooks")];
    assert_eq!(ada.form("/rpc/webhook/disable", &fields).await.status, 303);
    assert!(ada.get("/admin/webhooks").await.text().contains("Disabled by an admin"));
    for (name, status) in [("bo", 403), ("ana", 403)] {
        assert_eq!(desk.person(name).get("/admin/webhooks").await.status, status, "{name}");
    }
}
