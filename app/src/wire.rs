//! How data travel between the server and our own pages: compact, and private to one build.
//!
//! Fields have no names on the way, so the browser carries no code that looks for them. Both sides run the same build.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use domain::live::News;
use domain::wall::WallNews;
use leptos::server::codee::{Decoder, Encoder};
use leptos::server_fn::codec::Post;
use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What a page's own script asks for and gets.
pub const MEDIA_TYPE: &str = "application/x-postcard";

/// Why a value could not be packed or read.
pub type Unwritable = postcard::Error;

/// How server functions answer.
pub type Wire = Post<Packed>;

/// Packs a value. Views are plain data, so it can only fail for one that is not, which tests find.
pub fn pack<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Unwritable> {
    postcard::to_allocvec(value)
}

/// Unpacks what this build has packed; none where something else comes.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}

/// The encoding of everything that is sent to a page.
pub struct Packed;

impl ContentType for Packed {
    const CONTENT_TYPE: &'static str = MEDIA_TYPE;
}

impl FormatType for Packed {
    const FORMAT_TYPE: Format = Format::Binary;
}

impl<T: Serialize> Encodes<T> for Packed {
    type Error = Unwritable;

    fn encode(value: &T) -> Result<Bytes, Unwritable> {
        pack(value).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for Packed {
    type Error = Unwritable;

    fn decode(bytes: Bytes) -> Result<T, Unwritable> {
        postcard::from_bytes(&bytes)
    }
}

impl<T: Serialize> Encoder<T> for Packed {
    type Error = Unwritable;
    type Encoded = Vec<u8>;

    fn encode(value: &T) -> Result<Vec<u8>, Unwritable> {
        pack(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Packed {
    type Error = Unwritable;
    type Encoded = [u8];

    fn decode(bytes: &[u8]) -> Result<T, Unwritable> {
        postcard::from_bytes(bytes)
    }
}

/// A message of a live stream, unopened: a page opens what it knows how to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    pub kind: Kind,
    body: Vec<u8>,
}

/// What is in a letter; [`News`] and [`WallNews`] say what each means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    Beat,
    Build,
    Gone,
    Mine,
    Picture,
    Presence,
    Queue,
    Ticket,
    Tracker,
}

impl Letter {
    /// A message of a page's stream.
    pub fn of_page(news: &News) -> Result<Letter, Unwritable> {
        let (kind, body) = match news {
            News::Beat { now } => (Kind::Beat, pack(now)),
            News::Build { build } => (Kind::Build, pack(build)),
            News::Gone => (Kind::Gone, Ok(Vec::new())),
            News::Mine(page) => (Kind::Mine, pack(page)),
            News::Presence(here) => (Kind::Presence, pack(here)),
            News::Queue(news) => (Kind::Queue, pack(news)),
            News::Ticket(page) => (Kind::Ticket, pack(page)),
            News::Tracker(page) => (Kind::Tracker, pack(page)),
        };
        Ok(Letter { kind, body: body? })
    }

    /// A message of a screen's stream.
    pub fn of_wall(news: &WallNews) -> Result<Letter, Unwritable> {
        let (kind, body) = match news {
            WallNews::Beat { now } => (Kind::Beat, pack(now)),
            WallNews::Picture(wall) => (Kind::Picture, pack(wall)),
        };
        Ok(Letter { kind, body: body? })
    }

    /// What stands in the stream, which carries text only.
    pub fn write(&self) -> Result<String, Unwritable> {
        Ok(STANDARD_NO_PAD.encode(pack(self)?))
    }

    /// Reads what stands in the stream; none where another build has written it.
    pub fn read(text: &str) -> Option<Letter> {
        unpack(&STANDARD_NO_PAD.decode(text).ok()?)
    }

    /// What is inside, which is what its kind says.
    pub fn open<T: DeserializeOwned>(&self) -> Option<T> {
        unpack(&self.body)
    }
}

#[cfg(test)]
mod tests {
    use domain::fault::{Fault, Reason};
    use domain::ticket::view::TrackerPage;

    use super::*;
    use crate::entities::ticket::sample::{head, page};
    use crate::error::UiError;

    #[test]
    fn what_the_server_sends_is_what_the_page_reads() {
        let sent = page(head(), Vec::new());
        let text = Letter::of_page(&News::Tracker(Box::new(sent.clone()))).unwrap().write().unwrap();
        let letter = Letter::read(&text).unwrap();
        assert_eq!((letter.kind, letter.open::<TrackerPage>()), (Kind::Tracker, Some(sent)));
    }

    #[test]
    fn a_letter_of_another_build_is_not_read() {
        assert_eq!(Letter::read(r#"{"t":"gone"}"#), None);
        assert_eq!(Letter::read("").map(|letter| letter.kind), None);
    }

    #[test]
    fn an_error_keeps_what_it_says_of_each_field() {
        let error = UiError::from(Fault::field("body", Reason::TooLong { limit: 5, got: 9 }));
        let read: UiError = unpack(&pack(&error).unwrap()).unwrap();
        assert_eq!(read, error);
    }
}
