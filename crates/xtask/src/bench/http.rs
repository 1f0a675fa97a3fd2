//! As much of a browser as measuring takes.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result};

const PATIENCE: Duration = Duration::from_secs(30);

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

/// Asks for a page; a pass is a line of the head, such as a cookie's.
pub fn get(address: SocketAddr, path: &str, pass: Option<&str>) -> Result<Answer> {
    let pass = pass.map(|pass| format!("{pass}\r\n")).unwrap_or_default();
    ask(address, &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n{pass}Connection: close\r\n\r\n"))
}

pub fn post(address: SocketAddr, path: &str, pass: Option<&str>, form: &str) -> Result<Answer> {
    let pass = pass.map(|pass| format!("{pass}\r\n")).unwrap_or_default();
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n{pass}Connection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    ask(address, &request)
}

fn ask(address: SocketAddr, request: &str) -> Result<Answer> {
    let mut stream = TcpStream::connect(address).context("the server takes no connection")?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(request.as_bytes())?;
    let mut whole = Vec::new();
    stream.read_to_end(&mut whole).context("the server did not answer")?;
    let end = whole.windows(4).position(|four| four == b"\r\n\r\n").context("not an answer in HTTP")?;
    let (head, body) = whole.split_at(end);
    let head = String::from_utf8_lossy(head).into_owned();
    let status =
        head.split(' ').nth(1).and_then(|code| code.parse().ok()).context("not an answer in HTTP")?;
    Ok(Answer { status, head, body: body.get(4..).unwrap_or_default().to_vec() })
}

impl Answer {
    /// The first cookie that was set, as the line of the head that sends it back.
    pub fn pass(&self) -> Option<String> {
        let line = self.head.lines().find(|line| line.to_lowercase().starts_with("set-cookie:"))?;
        let (_, cookie) = line.split_once(':')?;
        cookie.trim().split(';').next().map(|cookie| format!("Cookie: {cookie}"))
    }
}
