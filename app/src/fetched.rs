//! The data of a page: asked for once, on the server or in the browser, and drawn when they are there.
//!
//! Every page goes through the same few functions, which know nothing of what it is made of: the browser carries them once.

use std::any::Any;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use domain::fault::Fault;
use leptos::prelude::*;
use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::UiError;
use crate::wire::{self, Unwritable};

/// What a page needs, or why it is not there.
pub trait Data: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {}

impl<P: Serialize + DeserializeOwned + Clone + Send + Sync + 'static> Data for P {}

/// A page's data on their way.
pub struct Fetched<P> {
    parcel: Resource<Parcel, Parcel>,
    of: PhantomData<fn() -> P>,
}

/// Asks for the data of a page.
pub fn fetch<P: Data, F>(ask: impl Fn() -> F + Send + Sync + 'static) -> Fetched<P>
where
    F: Future<Output = Result<P, UiError>> + Send + 'static,
{
    fetch_for(String::new, move |_| ask())
}

/// As [`fetch`], and asks again whenever the key, a part of the page's address, becomes another.
pub fn fetch_for<P: Data, F>(
    key: impl Fn() -> String + Send + Sync + 'static,
    ask: impl Fn(String) -> F + Send + Sync + 'static,
) -> Fetched<P>
where
    F: Future<Output = Result<P, UiError>> + Send + 'static,
{
    let ask = move |key| -> Asked {
        let asked = ask(key);
        Box::pin(async move { Parcel::of(asked.await) })
    };
    Fetched { parcel: resource(Box::new(key), Box::new(ask)), of: PhantomData }
}

impl<P: Data> Fetched<P> {
    /// Draws the page once its data are there. On a first visit the server has drawn it already; on the way from another
    /// page `waiting` stands there meanwhile.
    pub fn draw(
        self,
        waiting: fn() -> AnyView,
        draw: impl Fn(Result<P, UiError>) -> AnyView + Send + Sync + 'static,
    ) -> AnyView {
        drawn(self.parcel, waiting, Arc::new(move |parcel| draw(parcel.open())))
    }
}

type Key = Box<dyn Fn() -> String + Send + Sync>;
type Asked = Pin<Box<dyn Future<Output = Parcel> + Send>>;
type Ask = Box<dyn Fn(String) -> Asked + Send + Sync>;
type Draw = Arc<dyn Fn(Parcel) -> AnyView + Send + Sync>;

fn resource(key: Key, ask: Ask) -> Resource<Parcel, Parcel> {
    Resource::new_with_options(key, ask, false)
}

fn drawn(parcel: Resource<Parcel, Parcel>, waiting: fn() -> AnyView, draw: Draw) -> AnyView {
    view! {
        <Transition fallback=waiting>
            {move || {
                let draw = draw.clone();
                Suspend::new(async move {
                    let parcel = parcel.await;
                    // The server glances at a page for data that are still to come, and throws away what it has drawn
                    // by then. A page has its data already, so at that glance it is not yet there.
                    #[cfg(feature = "ssr")]
                    leptos::task::tick().await;
                    draw(parcel)
                })
            }}
        </Transition>
    }
    .into_any()
}

/// A page's data or the reason why there are none: whole where they were made, packed where they have come from the server.
#[derive(Clone)]
pub enum Parcel {
    Whole { content: Arc<dyn Any + Send + Sync>, pack: Pack },
    Packed(Arc<[u8]>),
}

type Pack = fn(&(dyn Any + Send + Sync)) -> Result<Vec<u8>, Unwritable>;

impl Parcel {
    fn of<P: Data>(content: Result<P, UiError>) -> Parcel {
        Parcel::Whole { content: Arc::new(content), pack: pack::<P> }
    }

    fn open<P: Data>(&self) -> Result<P, UiError> {
        let content = match self {
            Parcel::Whole { content, .. } => content.downcast_ref().cloned(),
            Parcel::Packed(bytes) => wire::unpack(bytes),
        };
        // Another build can't have packed it: a page and its data come together.
        content.unwrap_or_else(|| Err(Fault::Internal.into()))
    }
}

fn pack<P: Data>(content: &(dyn Any + Send + Sync)) -> Result<Vec<u8>, Unwritable> {
    match content.downcast_ref::<Result<P, UiError>>() {
        Some(content) => wire::pack(content),
        None => Err(Unwritable::SerdeSerCustom),
    }
}

impl Encoder<Parcel> for Parcel {
    type Error = Unwritable;
    type Encoded = Vec<u8>;

    fn encode(parcel: &Parcel) -> Result<Vec<u8>, Unwritable> {
        match parcel {
            Parcel::Whole { content, pack } => pack(content.as_ref()),
            Parcel::Packed(bytes) => Ok(bytes.to_vec()),
        }
    }
}

impl Decoder<Parcel> for Parcel {
    type Error = Unwritable;
    type Encoded = [u8];

    fn decode(bytes: &[u8]) -> Result<Parcel, Unwritable> {
        Ok(Parcel::Packed(bytes.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_on_one_side_is_opened_on_the_other() {
        let sent = Parcel::of(Ok::<_, UiError>(vec!["a".to_owned()]));
        let arrived = Parcel::decode(&Parcel::encode(&sent).unwrap()).unwrap();
        for parcel in [sent, arrived] {
            assert_eq!(parcel.open::<Vec<String>>(), Ok(vec!["a".to_owned()]));
        }
    }

    #[test]
    fn why_there_is_nothing_travels_too() {
        let sent = Parcel::of(Err::<u8, UiError>(Fault::NotFound.into()));
        let arrived = Parcel::decode(&Parcel::encode(&sent).unwrap()).unwrap();
        assert_eq!(arrived.open::<u8>(), Err(Fault::NotFound.into()));
    }
}
