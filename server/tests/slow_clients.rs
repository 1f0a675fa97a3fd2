//! Clients that dawdle are let go, and others do not notice.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
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

async fn pace(client: &crate::client::Client) -> Duration {
    let mut all = Vec::new();
    for _ in 0..150 {
        let start = Instant::now();
        assert_eq!(client.get("/").await.status, 200);
        all.push(start.elapsed());
    }
    crate::scale::percentile(all, 95)
}

/// Slow headers, slow bodies, slow reading, and sockets that say nothing, all at once and in a process of its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crowd_of_slow_clients_does_not_slow_a_normal_one() {
    if std::process::Command::new("slowhttptest").arg("-h").output().is_err() {
        crate::scale::left_out("a_crowd_of_slow_clients", "slowhttptest is not installed");
        return;
    }
    crate::many_streams::raise_file_limit();
    let folder = crate::desk::Folder::new();
    let program = crate::program::Program::start(&folder.0);
    pace(&program.client).await;
    let alone = pace(&program.client).await;
    let url = format!("http://{}/new", program.client.address);
    let crowds: [&[&str]; 3] = [
        &["-H", "-c", "1000", "-r", "300", "-i", "3", "-l", "15"],
        &["-B", "-c", "500", "-r", "200", "-i", "3", "-l", "15", "-s", "8192"],
        &[
            "-X", "-c", "500", "-r", "200", "-l", "15", "-w", "16", "-y", "64", "-n", "3", "-z", "8", "-k",
            "3",
        ],
    ];
    let mut running: Vec<std::process::Child> = crowds
        .iter()
        .map(|crowd| {
            let mut command = std::process::Command::new("slowhttptest");
            command.args(*crowd).args(["-u", &url]).current_dir(&folder.0);
            command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap()
        })
        .collect();
    let opened = Instant::now();
    let mut silent = tokio::task::JoinSet::new();
    for _ in 0..2_000 {
        let stream = TcpStream::connect(program.client.address).await.unwrap();
        silent.spawn(async move {
            let mut stream = stream;
            timeout(Duration::from_secs(35), stream.read(&mut [0; 16])).await.is_ok()
        });
    }
    let crowded = pace(&program.client).await;
    println!("a normal client's p95: {alone:?} alone, {crowded:?} in the crowd");
    let closed = silent.join_all().await;
    assert!(closed.iter().all(|closed| *closed), "silent sockets are closed within 35 s");
    println!("silent sockets closed after {:?}", opened.elapsed());
    for crowd in &mut running {
        crowd.wait().unwrap();
    }
    assert_eq!(program.client.get("/").await.status, 200);
    program.kill();
    // Below a few milliseconds the clock and the other tests are what is measured.
    assert!(crowded <= (alone * 2).max(Duration::from_millis(20)), "{crowded:?} against {alone:?}");
}
