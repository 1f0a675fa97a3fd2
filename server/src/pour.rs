//! A live stream once its answer has begun: the connection is taken out of hyper's hands and its buffers are given
//! back, so that a stream that waits costs what waiting costs.

use axum::body::Body;
use axum::response::Response;
use http::response::Parts;
use http_body_util::BodyExt as _;
use jiff::Timestamp;
use service::port::Clock as _;
use tokio::io::AsyncWriteExt as _;
use tokio::sync::OwnedSemaphorePermit;

use crate::clock::SystemClock;
use crate::io::Patient;

/// Marks an answer that has no end of its own.
#[derive(Clone, Copy, Debug)]
pub struct Endless;

impl Endless {
    pub fn is(response: &Response) -> bool {
        response.extensions().get::<Endless>().is_some()
    }
}

/// Sends it until it ends or its listener goes. Its end is the end of the connection.
pub fn pour(socket: Patient, response: Response, seat: OwnedSemaphorePermit) {
    let (parts, body) = response.into_parts();
    let head = head(&parts);
    tokio::spawn(async move {
        // Errors here are the other side's: it went away, or it stopped reading.
        let _ = send(socket, head, body).await;
        drop(seat);
    });
}

async fn send(mut socket: Patient, head: Vec<u8>, mut body: Body) -> std::io::Result<()> {
    socket.write_all(&head).await?;
    drop(head);
    loop {
        let frame = tokio::select! {
            frame = body.frame() => frame,
            () = socket.gone() => return Ok(()),
        };
        match frame {
            Some(Ok(frame)) => {
                if let Ok(piece) = frame.into_data() {
                    socket.write_all(&piece).await?;
                }
            }
            Some(Err(_)) | None => return socket.shutdown().await,
        }
    }
}

fn head(parts: &Parts) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {}\r\n", parts.status).into_bytes();
    let mut line = |name: &str, value: &[u8]| {
        head.extend_from_slice(name.as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value);
        head.extend_from_slice(b"\r\n");
    };
    for (name, value) in &parts.headers {
        line(name.as_str(), value.as_bytes());
    }
    line("date", date().as_bytes());
    line("connection", b"close");
    head.extend_from_slice(b"\r\n");
    head
}

/// Now, as HTTP writes it (RFC 9110, 5.6.7).
fn date() -> String {
    let now = Timestamp::from_millisecond(SystemClock.now().0).unwrap_or(Timestamp::UNIX_EPOCH);
    now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn a_head_is_one_that_every_client_reads() {
        let mut response = Response::new(Body::empty());
        response.headers_mut().insert("content-type", HeaderValue::from_static("text/event-stream"));
        let (parts, _) = response.into_parts();
        let text = String::from_utf8(head(&parts)).unwrap();
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(lines[..2], ["HTTP/1.1 200 OK", "content-type: text/event-stream"]);
        assert!(lines[2].starts_with("date: ") && lines[2].ends_with(" GMT"), "{text}");
        assert_eq!(lines[3..], ["connection: close", "", ""]);
    }
}
