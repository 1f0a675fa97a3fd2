//! A desk that is told to stop ends what runs, and streams at once.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use crate::client::Ask;
use crate::desk::TestDesk;

#[tokio::test]
async fn stopping_ends_streams_at_once_and_idle_sockets_too() {
    let mut desk = TestDesk::start().await;
    let ask = Ask::new("GET", "/live/my").header("accept", "text/event-stream");
    let mut stream = desk.person("ana").open(ask).await.unwrap();
    let mut bytes = vec![0; 4096];
    assert!(stream.read(&mut bytes).await.unwrap() > 0, "the stream is open");
    let _idle = TcpStream::connect(desk.client.address).await.unwrap();
    let start = Instant::now();
    timeout(Duration::from_secs(10), desk.stop()).await.expect("it stops");
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    timeout(Duration::from_secs(1), stream.read_to_end(&mut bytes)).await.expect("the stream ends").unwrap();
    assert!(TcpStream::connect(desk.client.address).await.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn a_form_that_is_on_its_way_is_still_taken() {
    let mut desk = TestDesk::start().await;
    let body = "body=Just+before+the+end&name=Gus&email=gus%40elsewhere.example";
    let head = format!(
        "POST /new HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: {}\r\n\
         content-type: application/x-www-form-urlencoded\r\n\r\n",
        body.len()
    );
    let address = desk.client.address;
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut bytes = [0; 1024];
    let read = stream.read(&mut bytes).await.unwrap();
    assert!(bytes[..read].starts_with(b"HTTP/1.1 100"), "the desk waits for the body");
    let sending = async {
        while TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
        stream.write_all(body.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    };
    let ((), answer) = tokio::join!(desk.stop(), sending);
    assert!(answer.starts_with("HTTP/1.1 303") && answer.contains("/t/T-"), "{answer}");
}
