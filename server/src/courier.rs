//! Carries webhooks to their targets: one request to one address that was checked, and nowhere else.
//!
//! There is no redirect to follow, no proxy to ask and no connection to reuse here: a name is resolved once, every
//! address that it has must be allowed, and the connection goes to the very address that was checked.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::webhook::Trouble;
use domain::webhook::address::Outgoing;
use futures::future::{BoxFuture, FutureExt as _};
use http::header::{CONNECTION, CONTENT_TYPE, HOST, USER_AGENT};
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use service::port::{Courier, Parcel};
use service::webhook::target::{self, Place, Scheme, Target};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// To find the name's addresses and connect to one of them.
const CONNECT_TIME: Duration = Duration::from_secs(5);
/// For everything together.
const WHOLE_TIME: Duration = Duration::from_secs(10);
/// What is read of an answer, in bytes; nobody reads it, it is only let finish.
const MAX_ANSWER_BYTES: usize = 64 * 1024;
/// Addresses of one name that are tried, in the order in which they came.
const MAX_ADDRESSES: usize = 3;
const NAME: &str = concat!("Deskbell/", env!("CARGO_PKG_VERSION"), " (webhook)");

/// Finds the addresses of a name.
pub trait Resolver: Send + Sync + 'static {
    fn resolve<'a>(&'a self, name: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>>;
}

/// As the machine resolves names.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemResolver;

impl Resolver for SystemResolver {
    fn resolve<'a>(&'a self, name: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        async move { Ok(tokio::net::lookup_host((name, 0)).await?.map(|address| address.ip()).collect()) }
            .boxed()
    }
}

/// Sends by HTTP/1.1, encrypted with the certificates that this machine trusts.
pub struct HttpCourier<R> {
    outgoing: Outgoing,
    tls: TlsConnector,
    resolver: R,
}

impl<R: Resolver> HttpCourier<R> {
    /// Errors when the machine's certificates can't be used.
    pub fn new(outgoing: Outgoing, resolver: R) -> Result<HttpCourier<R>, String> {
        let mut roots = RootCertStore::empty();
        // A machine without any trusts no target, which each delivery says.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(HttpCourier { outgoing, tls: TlsConnector::from(Arc::new(config)), resolver })
    }

    async fn send(&self, parcel: &Parcel) -> Result<(), Trouble> {
        let (target, _) = target::parse(&parcel.url, &self.outgoing).map_err(|_| Trouble::Forbidden)?;
        let stream = timeout(CONNECT_TIME, self.connect(&target)).await.map_err(|_| Trouble::TimedOut)??;
        let status = match target.scheme {
            Scheme::Http => exchange(stream, &target, parcel).await?,
            Scheme::Https => exchange(self.encrypt(stream, &target).await?, &target, parcel).await?,
        };
        if status.is_success() { Ok(()) } else { Err(Trouble::Status(status.as_u16())) }
    }

    async fn connect(&self, target: &Target) -> Result<TcpStream, Trouble> {
        for address in self.addresses(&target.host).await?.into_iter().take(MAX_ADDRESSES) {
            if let Ok(stream) = TcpStream::connect(SocketAddr::new(address, target.port)).await {
                return Ok(stream);
            }
        }
        Err(Trouble::Unreachable)
    }

    /// The addresses of a host, all of them allowed: a name that has one bad address is not called at all.
    async fn addresses(&self, host: &Place) -> Result<Vec<IpAddr>, Trouble> {
        let found = match host {
            Place::Address(address) => vec![*address],
            Place::Name(name) => self.resolver.resolve(name).await.map_err(|_| Trouble::NoSuchHost)?,
        };
        let checked: Option<Vec<IpAddr>> =
            found.into_iter().map(|address| self.outgoing.allows(address)).collect();
        match checked {
            None => Err(Trouble::Forbidden),
            Some(none) if none.is_empty() => Err(Trouble::NoSuchHost),
            Some(addresses) => Ok(addresses),
        }
    }

    async fn encrypt(
        &self,
        stream: TcpStream,
        target: &Target,
    ) -> Result<impl AsyncRead + AsyncWrite + Unpin + Send + use<R>, Trouble> {
        let name = match &target.host {
            Place::Address(address) => ServerName::from(*address),
            Place::Name(name) => {
                ServerName::try_from(name.trim_end_matches('.').to_owned()).map_err(|_| Trouble::Tls)?
            }
        };
        self.tls.connect(name, stream).await.map_err(|_| Trouble::Tls)
    }
}

impl<R: Resolver> Courier for HttpCourier<R> {
    fn deliver<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), Trouble>> {
        async move { timeout(WHOLE_TIME, self.send(parcel)).await.unwrap_or(Err(Trouble::TimedOut)) }.boxed()
    }
}

/// One request and its answer, of which only the status counts.
async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send,
    target: &Target,
    parcel: &Parcel,
) -> Result<StatusCode, Trouble> {
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(MAX_ANSWER_BYTES)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|_| Trouble::Unreachable)?;
    let request = request(target, parcel)?;
    let mut answered = pin!(async move {
        let response = sender
            .send_request(request)
            .await
            .map_err(|error| if error.is_parse() { Trouble::Garbled } else { Trouble::Unreachable })?;
        Ok(read_through(response).await)
    });
    let mut connection = pin!(connection);
    tokio::select! {
        biased;
        status = &mut answered => status,
        // The other side has closed: what it sent before is still to be read.
        _ = &mut connection => answered.await,
    }
}

fn request(target: &Target, parcel: &Parcel) -> Result<Request<Full<Bytes>>, Trouble> {
    Request::builder()
        .method(Method::POST)
        .uri(&target.path)
        .header(HOST, &target.authority)
        .header(USER_AGENT, NAME)
        .header(CONTENT_TYPE, "application/json")
        .header(CONNECTION, "close")
        .header("webhook-id", &parcel.id)
        .header("webhook-timestamp", parcel.timestamp)
        .header("webhook-signature", &parcel.signature)
        .body(Full::new(Bytes::from(parcel.body.clone())))
        .map_err(|_| Trouble::Garbled)
}

/// Lets a target finish that says little; one that never ends is left.
async fn read_through(response: Response<Incoming>) -> StatusCode {
    let (head, mut body) = response.into_parts();
    let mut left = MAX_ANSWER_BYTES;
    while let Some(Ok(frame)) = body.frame().await {
        let length = frame.data_ref().map_or(0, Bytes::len);
        match left.checked_sub(length) {
            Some(rest) => left = rest,
            None => break,
        }
    }
    head.status
}
