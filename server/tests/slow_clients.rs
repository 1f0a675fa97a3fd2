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
