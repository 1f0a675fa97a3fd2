//! A small HTTP client that sends exactly what a test says.
//!
//! It speaks HTTP/1.0, so that every answer ends with its connection and no piece has a frame of its own.

use std::net::SocketAddr;
use std::time::Duration;

use base64::Engine as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Longer than any answer takes, so that a test ends where a server hangs.
const PATIENCE: Duration = Duration::from_secs(60);

const BOUNDARY: &str = "----deskbell-test-7f3a";

/// Somebody who asks: where, and with which cookie.
#[derive(Clone, Debug)]
pub struct Client {
    pub address: SocketAddr,
    pub cookie: Option<String>,
    /// Sent with every request, as by a browser's settings.
    pub always: Vec<(String, String)>,
}

/// A request as it is sent.
#[derive(Clone, Debug)]
pub struct Ask {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Client {
    pub fn new(address: SocketAddr) -> Client {
        Client { address, cookie: None, always: Vec::new() }
    }

    pub fn with_session(self, token: &str) -> Client {
        Client { cookie: Some(format!("deskbell_session={token}")), ..self }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Ask::get(path)).await
    }

    /// Sends a form as a browser without script does.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(Ask::form(path, fields).sent_on(self.address)).await
    }

    /// Sends a form with files as a browser without script does.
    pub async fn multipart(&self, path: &str, parts: &[Part<'_>]) -> Answer {
        self.send(Ask::multipart(path, parts).sent_on(self.address)).await
    }

    /// Calls a server function as a page's script does.
    pub async fn call(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let ask = Ask::form(path, fields).sent_on(self.address).header("accept", app::wire::MEDIA_TYPE);
        self.send(ask).await
    }

    pub async fn send(&self, ask: Ask) -> Answer {
        self.try_send(ask).await.expect("the desk answers")
    }

    /// As [`Client::send`], where the desk may die on the way.
    pub async fn try_send(&self, ask: Ask) -> std::io::Result<Answer> {
        let exchange = async {
            let mut stream = self.open(ask).await?;
            let mut bytes = Vec::new();
            stream.read_to_end(&mut bytes).await?;
            Answer::parse(&bytes).ok_or_else(|| std::io::ErrorKind::UnexpectedEof.into())
        };
        tokio::time::timeout(PATIENCE, exchange).await?
    }

    /// Sends the request and leaves the answer unread.
    pub async fn open(&self, ask: Ask) -> std::io::Result<TcpStream> {
        let mut stream = TcpStream::connect(self.address).await?;
        let head = self.head(&ask);
        stream.write_all(head.as_bytes()).await?;
        // A desk that refuses a long body may close before it has all of it, and still says why.
        match stream.write_all(&ask.body).await {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => return Err(error),
            _ => {}
        }
        Ok(stream)
    }

    fn head(&self, ask: &Ask) -> String {
        let mut head = format!("{} {} HTTP/1.0\r\n", ask.method, ask.path);
        let named = |name: &str| ask.headers.iter().any(|(known, _)| known == name);
        let mut add = |name: &str, value: &str| head.push_str(&format!("{name}: {value}\r\n"));
        if !named("host") {
            add("host", &self.address.to_string());
        }
        if let Some(cookie) = &self.cookie {
            add("cookie", cookie);
        }
        if !ask.body.is_empty() || ask.method == "POST" {
            add("content-length", &ask.body.len().to_string());
        }
        let always = self.always.iter().filter(|(name, _)| !named(name));
        for (name, value) in always.chain(&ask.headers) {
            add(name, value);
        }
        head + "\r\n"
    }
}

impl Ask {
    pub fn get(path: &str) -> Ask {
        Ask::new("GET", path).header("accept", "text/html")
    }

    pub fn new(method: &str, path: &str) -> Ask {
        Ask { method: method.into(), path: path.into(), headers: Vec::new(), body: Vec::new() }
    }

    pub fn form(path: &str, fields: &[(&str, &str)]) -> Ask {
        let pairs = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        Ask::new("POST", path)
            .header("accept", "text/html")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
    }

    pub fn multipart(path: &str, parts: &[Part<'_>]) -> Ask {
        let mut body = Vec::new();
        for part in parts {
            body.extend_from_slice(format!("--{BOUNDARY}\r\n{}", part.head()).as_bytes());
            body.extend_from_slice(part.content());
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        Ask::new("POST", path)
            .header("accept", "text/html")
            .header("content-type", &format!("multipart/form-data; boundary={BOUNDARY}"))
            .body(body)
    }

    /// A form with files with another boundary, as a second try has it.
    pub fn rebounded(self, boundary: &str) -> Ask {
        let body = String::from_utf8(self.body.clone()).unwrap().replace(BOUNDARY, boundary);
        self.header("content-type", &format!("multipart/form-data; boundary={boundary}")).body(body)
    }

    /// With what a browser says of a form that stands on one of our pages.
    pub fn sent_on(self, address: SocketAddr) -> Ask {
        self.header("origin", &format!("http://{address}")).header("sec-fetch-site", "same-origin")
    }

    /// Sets a header, in place of one of that name.
    pub fn header(mut self, name: &str, value: &str) -> Ask {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.into(), value.into()));
        self
    }

    pub fn body(self, body: impl Into<Vec<u8>>) -> Ask {
        Ask { body: body.into(), ..self }
    }
}

/// A field of a form with files.
pub enum Part<'a> {
    Text(&'a str, &'a str),
    File(&'a str, &'a str, &'a [u8]),
}

impl Part<'_> {
    fn head(&self) -> String {
        match self {
            Part::Text(name, _) => format!("content-disposition: form-data; name=\"{name}\"\r\n\r\n"),
            Part::File(name, file, _) => format!(
                "content-disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
                 content-type: application/octet-stream\r\n\r\n"
            ),
        }
    }

    fn content(&self) -> &[u8] {
        match self {
            Part::Text(_, text) => text.as_bytes(),
            Part::File(_, _, bytes) => bytes,
        }
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn location(&self) -> &str {
        self.header("location").unwrap_or_else(|| panic!("no location in {} {}", self.status, self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Everything that the answer says, packed data for a page's script included.
    pub fn everything(&self) -> String {
        let text = self.text();
        let unpacked = unpacked(&text);
        text + &unpacked
    }

    /// What a page's own script was sent.
    pub fn packed<T: serde::de::DeserializeOwned>(&self) -> T {
        app::wire::unpack(&self.body).unwrap_or_else(|| panic!("not packed: {} {}", self.status, self.text()))
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.text()))
    }

    /// The session that the answer starts.
    pub fn session(&self) -> Option<String> {
        let cookies = self.headers.iter().filter(|(name, _)| name == "set-cookie");
        let mut tokens = cookies.filter_map(|(_, value)| value.strip_prefix("deskbell_session="));
        tokens.next().and_then(|rest| rest.split(';').next()).map(str::to_owned)
    }

    fn parse(bytes: &[u8]) -> Option<Answer> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
        let (status, headers) = parse_head(bytes.get(..end)?)?;
        let body = bytes.get(end + 4..)?.to_vec();
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let whole = length.is_none_or(|(_, length)| length.parse() == Ok(body.len()) || body.is_empty());
        whole.then_some(Answer { status, headers, body })
    }
}

pub fn parse_head(head: &[u8]) -> Option<(u16, Vec<(String, String)>)> {
    let head = String::from_utf8_lossy(head);
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let pairs = lines.filter_map(|line| line.split_once(": "));
    Some((status, pairs.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect()))
}

/// The words in the packed data of a page or a stream, one layer in another.
fn unpacked(text: &str) -> String {
    let is_of_it = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/');
    let runs = text.split(|c| !is_of_it(c)).filter(|run| run.len() >= 8);
    let bytes = runs.filter_map(|run| base64::engine::general_purpose::STANDARD_NO_PAD.decode(run).ok());
    bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect::<Vec<_>>().join(" ")
}

pub fn encode(text: &str) -> String {
    app::routes::encode(text)
}
