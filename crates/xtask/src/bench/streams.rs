//! Open trackers that wait for news: how long until all of them have heard of one reply.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::fd::AsFd;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::resource::{Resource, getrlimit, setrlimit};

use super::desk::{Corpus, Served};
use super::http;
use crate::stopwatch::Stopwatch;

const PATIENCE: Duration = Duration::from_secs(60);

/// When the streams heard, counted from the moment at which the reply was sent.
#[derive(Debug)]
pub struct Heard {
    pub first: Duration,
    pub median: Duration,
    pub p99: Duration,
    pub last: Duration,
    /// What one stream costs the server, in bytes.
    pub memory_each: u64,
}

/// Each stream is an open file.
pub fn raise_file_limit() {
    if let Ok((_, hard)) = getrlimit(Resource::RLIMIT_NOFILE) {
        // Where it can't be raised the largest measurement fails by itself.
        let _ = setrlimit(Resource::RLIMIT_NOFILE, hard, hard);
    }
}

/// Opens so many trackers of one open ticket, replies to it as the agent, and waits until each has the reply.
pub fn hear(served: &Served, agent: &str, corpus: &Corpus, count: usize) -> Result<Heard> {
    let link = corpus.open().first().cloned().context("no ticket is open")?;
    let (page, key) = link.split_once("?k=").context("a link without a key")?;
    let before = served.memory()?;
    let mut waiting = Vec::with_capacity(count);
    for n in 0..count {
        waiting.push(listen(served.address, &format!("/live{page}?k={key}"), n)?);
    }
    let memory_each = served.memory()?.saturating_sub(before) / count.max(1) as u64;
    let word = format!("heard{count}by{}", std::process::id());
    let watch = Stopwatch::start();
    let answer =
        http::post(served.address, &format!("{page}/post"), Some(agent), &format!("kind=reply&body={word}"))?;
    if answer.status != 303 {
        bail!("the reply was answered with {}", answer.status);
    }
    let mut times = Vec::with_capacity(count);
    while !waiting.is_empty() {
        if watch.elapsed() > PATIENCE {
            bail!("{} of {count} streams heard nothing", waiting.len());
        }
        let ready = ready(&waiting)?;
        let mut place = 0;
        waiting.retain_mut(|stream| {
            place += 1;
            let heard = ready.get(place - 1).copied().unwrap_or(false) && stream.has_news();
            if heard {
                times.push(watch.elapsed());
            }
            !heard
        });
    }
    let at = |share: f64| times.get(((times.len() - 1) as f64 * share) as usize).copied().unwrap_or_default();
    Ok(Heard { first: at(0.0), median: at(0.5), p99: at(0.99), last: at(1.0), memory_each })
}

/// A stream and what it has told so far.
struct Waiting {
    stream: TcpStream,
    told: Vec<u8>,
}

/// Each comes from an address of its own, as a proxy tells it: of one address a link has only room for some.
fn listen(address: SocketAddr, path: &str, n: usize) -> Result<Waiting> {
    let mut stream = TcpStream::connect(address).context("the server takes no more streams")?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let reader = format!("10.{}.{}.{}", n / 62_500, n / 250 % 250, n % 250);
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nX-Forwarded-For: {reader}\r\n\r\n")?;
    let mut head = [0; 12];
    stream.read_exact(&mut head).context("a stream was not answered")?;
    if &head != b"HTTP/1.1 200" {
        bail!("a stream was refused: {}", String::from_utf8_lossy(&head));
    }
    stream.set_nonblocking(true)?;
    Ok(Waiting { stream, told: Vec::new() })
}

fn ready(waiting: &[Waiting]) -> Result<Vec<bool>> {
    let mut asked: Vec<PollFd> =
        waiting.iter().map(|waiting| PollFd::new(waiting.stream.as_fd(), PollFlags::POLLIN)).collect();
    poll(&mut asked, PollTimeout::from(1_000u16)).context("cannot wait for the streams")?;
    Ok(asked.iter().map(|asked| asked.any().unwrap_or(false)).collect())
}

impl Waiting {
    /// Reads what there is, and whether a newer event is in it than in the first message. Nothing else happens meanwhile.
    fn has_news(&mut self) -> bool {
        let mut piece = [0; 4096];
        loop {
            match self.stream.read(&mut piece) {
                Ok(0) => return false,
                Ok(read) => self.told.extend_from_slice(piece.get(..read).unwrap_or_default()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
        let text = String::from_utf8_lossy(&self.told);
        let ids: Vec<i64> =
            text.lines().filter_map(|line| line.strip_prefix("id:")?.trim().parse().ok()).collect();
        ids.iter().max() > ids.first()
    }
}
