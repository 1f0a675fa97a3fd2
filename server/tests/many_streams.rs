//! Many open screens: an event reaches the last of them soon, each costs little, and a restart brings all back.

use std::path::Path;
use std::time::Duration;

use app::wire::{Kind, Letter};
use domain::access::WallProfile;
use domain::wall::Wall;
use server::clock::SystemClock;
use server::entropy::SystemEntropy;
use service::{Ctx, Service};
use store::Store;
use store::token::TokenRole;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

use crate::client::{Ask, Client, Part};
use crate::desk::Folder;
use crate::program::Program;
use crate::scale;

/// What a screen of the wall has seen last: how many tickets are open.
async fn watch(client: Client, path: String, seen: mpsc::UnboundedSender<(Instant, i64)>) {
    let ask = Ask::new("GET", &path).header("accept", "text/event-stream");
    let Ok(mut stream) = client.open(ask).await else { return };
    let mut text = String::new();
    let mut bytes = [0; 2048];
    while let Some(read) = read(&mut stream, &mut bytes).await {
        text.push_str(&String::from_utf8_lossy(&bytes[..read]));
        while let Some((message, rest)) = text.split_once("\n\n") {
            let data = message.lines().find_map(|line| line.strip_prefix("data:"));
            let letter = data.and_then(|data| Letter::read(data.trim()));
            let picture = letter.filter(|letter| letter.kind == Kind::Picture);
            if let Some(wall) = picture.and_then(|letter| letter.open::<Wall>()) {
                let _ = seen.send((Instant::now(), wall.open));
            }
            text = rest.to_owned();
        }
    }
}

async fn read(stream: &mut TcpStream, bytes: &mut [u8]) -> Option<usize> {
    stream.read(bytes).await.ok().filter(|read| *read > 0)
}

/// Bytes of memory that a process has.
pub fn resident(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

/// Each stream is an open file.
pub fn raise_file_limit() {
    let limit = nix::sys::resource::getrlimit(nix::sys::resource::Resource::RLIMIT_NOFILE).unwrap().1;
    nix::sys::resource::setrlimit(nix::sys::resource::Resource::RLIMIT_NOFILE, limit, limit).unwrap();
}

pub async fn token(folder: &Path) -> String {
    let store = Store::open(&format!("sqlite://{}/deskbell.db", folder.display())).await.unwrap();
    store.migrate().await.unwrap();
    let files = folder.join("files");
    let service = Service::open(store, &files, SystemClock, SystemEntropy, "test".into()).await.unwrap();
    let role = TokenRole::Wall(WallProfile::Hall);
    let token = service::token::create(&Ctx::system(service.clone()), "hall", role).await.unwrap();
    service.store().close().await;
    token
}

struct Screens {
    seen: mpsc::UnboundedReceiver<(Instant, i64)>,
    all: JoinSet<()>,
    count: usize,
}

impl Screens {
    fn open(client: &Client, path: &str, count: usize) -> Screens {
        let (send, seen) = mpsc::unbounded_channel();
        let mut all = JoinSet::new();
        for _ in 0..count {
            all.spawn(watch(client.clone(), path.to_owned(), send.clone()));
        }
        Screens { seen, all, count }
    }

    /// When each screen has shown this many open tickets, the earliest first.
    async fn all_show(&mut self, open: i64, within: Duration) -> Vec<Instant> {
        let mut times = Vec::new();
        let all = async {
            while times.len() < self.count {
                let (at, shown) = self.seen.recv().await.unwrap();
                if shown == open {
                    times.push(at);
                }
            }
        };
        let done = timeout(within, all).await;
        assert!(done.is_ok(), "only {} of {} show {open}", times.len(), self.count);
        times
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_screens_hear_soon_cost_little_and_come_back() {
    raise_file_limit();
    let count = usize::try_from(scale::of(3_000, 5_000)).unwrap();
    let folder = Folder::new();
    let path = format!("/live/wall?token={}", token(&folder.0).await);
    let program = Program::start(&folder.0);
    program.client.get("/").await;
    let before = resident(program.pid());
    let mut screens = Screens::open(&program.client, &path, count);
    screens.all_show(0, Duration::from_secs(60)).await;
    let mut late = Vec::new();
    for n in 1..=10 {
        let fields = [
            Part::Text("body", &format!("Door {n} does not open")),
            Part::Text("name", "Gus"),
            Part::Text("email", "gus@elsewhere.example"),
        ];
        let asked = program.client.multipart("/new", &fields).await;
        assert_eq!(asked.status, 303);
        let told = Instant::now();
        let shown = screens.all_show(n, Duration::from_secs(20)).await;
        late.extend(shown.into_iter().map(|at| at.saturating_duration_since(told)));
    }
    let each = resident(program.pid()).saturating_sub(before) / count as u64;
    let p99 = scale::percentile(late.clone(), 99);
    println!("{count} streams: p99 {p99:?}, last {:?}, {each} bytes each", scale::percentile(late, 100));
    program.kill();
    screens.all.join_all().await;

    let program = Program::start(&folder.0);
    let start = Instant::now();
    let mut screens = Screens::open(&program.client, &path, count);
    screens.all_show(10, Duration::from_secs(30)).await;
    println!("{count} streams are back after {:?}", start.elapsed());
    program.kill();
    assert!(p99 <= Duration::from_secs(1), "{p99:?}");
    assert!(each <= 20 * 1024, "{each} bytes for each stream");
}
