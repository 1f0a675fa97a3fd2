//! Clients that dawdle are let go, and others do not notice.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

use crate::desk::TestDesk;

/// Until the other side closes; none when it takes longer than any client may hold a socket.
async fn closed_after(mut stream: TcpStream, mut drip: impl AsyncFnMut(&mut TcpStream)) -> Option<Duration> {
    let start = Instant::now();
    let mut bytes = [0; 1024];
    while start.elapsed() < Duration::from_secs(35) {
        match timeout(Duration::from_secs(1), stream.read(&mut bytes)).await {
            Ok(Ok(0) | Err(_)) => return Some(start.elapsed()),
            Ok(Ok(_)) => {}
            Err(_) => drip(&mut stream).await,
        }
    }
    None
}

#[tokio::test]
async fn a_socket_that_never_sends_a_byte_is_closed() {
    let desk = TestDesk::start().await;
    let stream = TcpStream::connect(desk.client.address).await.unwrap();
    assert!(closed_after(stream, async |_| {}).await.is_some());
}

#[tokio::test]
async fn headers_that_come_by_drops_are_given_up() {
    let desk = TestDesk::start().await;
    let mut stream = TcpStream::connect(desk.client.address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n").await.unwrap();
    let drip = async |stream: &mut TcpStream| _ = stream.write_all(b"x-slow: 1\r\n").await;
    assert!(closed_after(stream, drip).await.is_some());
}

#[tokio::test]
async fn bodies_that_come_by_drops_are_given_up() {
    let desk = TestDesk::start().await;
    let kinds = ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"];
    for kind in kinds {
        let mut stream = TcpStream::connect(desk.client.address).await.unwrap();
        let head = format!(
            "POST /new HTTP/1.1\r\nhost: x\r\ncontent-type: {kind}\r\ncontent-length: 9999\r\n\r\n--b\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let drip = async |stream: &mut TcpStream| _ = stream.write_all(b"x").await;
        assert!(closed_after(stream, drip).await.is_some(), "{kind}");
    }
}

#[tokio::test]
async fn five_hundred_idle_sockets_do_not_slow_the_others() {
    let desk = TestDesk::start().await;
    desk.nobody().get("/").await;
    let mut idle = Vec::new();
    for _ in 0..500 {
        idle.push(TcpStream::connect(desk.client.address).await.unwrap());
    }
    let answer = timeout(Duration::from_secs(5), desk.nobody().get("/")).await.expect("an answer meanwhile");
    assert_eq!(answer.status, 200);
    drop(idle);
}

/// How long a normal client is measured.
const MEASURED: Duration = Duration::from_secs(4);

/// The 95th percentile of what a normal client waits for a page.
async fn pace(client: &crate::client::Client) -> Duration {
    let mut all = Vec::new();
    let begin = Instant::now();
    while begin.elapsed() < MEASURED {
        let start = Instant::now();
        assert_eq!(client.get("/").await.status, 200);
        all.push(start.elapsed());
    }
    crate::scale::percentile(all, 95)
}

/// 1,000 clients with slow headers, 500 with slow bodies, 500 that read slowly, and 2,000 sockets that say nothing.
struct Crowd {
    slow: Vec<Child>,
    silent: JoinSet<Option<Duration>>,
}

impl Crowd {
    async fn gather(address: SocketAddr, folder: &Path) -> Crowd {
        let crowds: [(&str, &[&str]); 3] = [
            ("/new", &["-H", "-c", "1000", "-r", "300", "-i", "3"]),
            ("/new", &["-B", "-c", "500", "-r", "200", "-i", "3", "-s", "8192"]),
            ("/", &["-X", "-c", "500", "-r", "200", "-w", "16", "-y", "64", "-n", "3", "-z", "8", "-k", "3"]),
        ];
        let slow = crowds.map(|(path, crowd)| {
            let mut command = Command::new("slowhttptest");
            command
                .args(crowd)
                .args(["-l", "15", "-u", &format!("http://{address}{path}")])
                .current_dir(folder);
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        });
        let mut silent = JoinSet::new();
        for _ in 0..2_000 {
            let mut stream = TcpStream::connect(address).await.unwrap();
            let start = Instant::now();
            silent.spawn(async move {
                let closed = timeout(Duration::from_secs(35), stream.read(&mut [0; 16])).await;
                closed.is_ok().then(|| start.elapsed())
            });
        }
        Crowd { slow: slow.into(), silent }
    }

    /// Waits for its end; how long each silent socket was left open, none where it was not closed.
    async fn go(mut self) -> Vec<Option<Duration>> {
        for crowd in &mut self.slow {
            crowd.wait().unwrap();
        }
        self.silent.join_all().await
    }
}

/// A listener that takes everybody in, says nothing and closes nobody before 16 s: what the crowd itself costs the machine.
async fn patience_itself() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let read_all = async { while let Ok(1..) = stream.read(&mut [0; 1024]).await {} };
                let _ = timeout(Duration::from_secs(16), read_all).await;
            });
        }
    });
    address
}

/// The crowd stands before another door first, so that what its own work takes from this machine is no difference.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crowd_of_slow_clients_does_not_slow_a_normal_one() {
    if crate::scale::lacks("a_crowd_of_slow_clients_does_not_slow_a_normal_one", &["slowhttptest"]) {
        return;
    }
    crate::many_streams::raise_file_limit();
    let folder = crate::desk::Folder::new();
    let program = crate::program::Program::start(&folder.0);
    let alone = pace(&program.client).await;
    let crowd = Crowd::gather(patience_itself().await, &folder.0).await;
    let elsewhere = pace(&program.client).await;
    crowd.go().await;
    let crowd = Crowd::gather(program.client.address, &folder.0).await;
    let crowded = pace(&program.client).await;
    let closed = crowd.go().await;
    println!("a normal client's p95: {alone:?} alone, {elsewhere:?} beside the crowd, {crowded:?} in it");
    println!("silent sockets closed after {:?}", closed.iter().max());
    assert!(closed.iter().all(Option::is_some), "silent sockets are closed within 35 s");
    assert_eq!(program.client.get("/").await.status, 200);
    program.kill();
    assert!(crowded <= elsewhere * 2, "{crowded:?} against {elsewhere:?}");
}
