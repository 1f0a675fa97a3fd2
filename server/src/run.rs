//! From the command to a desk that answers, and from a signal to a clean end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use nix::sys::resource::{Resource, getrlimit, setrlimit};
use service::Service;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::assets::Site;
use crate::config::{Network, Rates, Setting, Storage, Webhooks, Wrong};
use crate::courier::{HttpCourier, SystemResolver};
use crate::desk::Desk;
use crate::house::{self, Alone, Closed};
use crate::router::router;
use crate::serve::Closing;

/// More threads than this do not make a desk quicker, and each costs memory.
const MAX_WORKERS: usize = 4;
/// Threads for files and passwords; each password takes 19 MiB while it is checked.
const MAX_BLOCKING: usize = 8;
/// How long a webhook that is under way may take when the server is told to stop.
const LAST_DELIVERY: Duration = Duration::from_secs(10);

/// Runs a command to its end.
pub fn block_on<T>(command: impl Future<Output = Result<T, Closed>>) -> Result<T, Closed> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores.min(MAX_WORKERS))
        .max_blocking_threads(MAX_BLOCKING)
        .enable_all()
        .build()
        .map_err(|error| Closed::Failed(format!("cannot start: {error}")))?;
    runtime.block_on(command)
}

/// Serves until the system says stop.
pub async fn serve(
    storage: &Storage,
    network: &Network,
    rates: Rates,
    webhooks: &Webhooks,
) -> Result<(), Closed> {
    let listen = network.listen()?;
    let outgoing = webhooks.outgoing()?;
    let public = network.public()?;
    // The signals are caught from here on, so that none of them finds the house half open.
    let stop = stop()?;
    let listener = bind(listen).await?;
    let site = Site::load();
    let service = house::open(storage, site.assets().build.clone()).await?;
    let alone = Alone::with(storage, &service)?;
    raise_file_limit();
    service.allow_outgoing(outgoing.clone());
    let courier = HttpCourier::new(outgoing, SystemResolver).map_err(Closed::Failed)?;
    let (close, closing) = watch::channel(false);
    let deliveries = tokio::spawn(deliver(service.clone(), courier, closing.clone()));
    let desk = Desk::new(service.clone(), site, public, storage.spool()?, closing).with_rates(rates);
    let jobs = tokio::spawn(run_jobs(service.clone()));
    let router = router(desk);
    greet(&service, &address_of(network, &listener)?).await?;
    crate::serve::serve(listener, router, close, stop).await;
    jobs.abort();
    if tokio::time::timeout(LAST_DELIVERY, deliveries).await.is_err() {
        tracing::warn!("a webhook did not end in time; it is sent again at the next start");
    }
    service.store().close().await;
    drop(alone);
    tracing::info!("stopped");
    Ok(())
}

/// The address that people type.
pub fn address(network: &Network) -> Result<String, Wrong> {
    Ok(match network.public()? {
        Some(public) => public.to_string(),
        None => format!("http://{}", network.listen()?),
    })
}

/// As [`address`], where the port may have been left to the system.
fn address_of(network: &Network, listener: &TcpListener) -> Result<String, Closed> {
    match (network.public()?, listener.local_addr()) {
        (Some(public), _) => Ok(public.to_string()),
        (None, Ok(local)) => Ok(format!("http://{local}")),
        (None, Err(_)) => Ok(address(network)?),
    }
}

async fn bind(listen: SocketAddr) -> Result<TcpListener, Wrong> {
    TcpListener::bind(listen).await.map_err(|error| {
        let why = match error.kind() {
            std::io::ErrorKind::AddrInUse => "another program listens there".to_owned(),
            _ => error.to_string(),
        };
        Setting::Listen.wrong(format_args!("cannot listen on {listen}: {why}"))
    })
}

async fn greet(service: &Service, url: &str) -> Result<(), Closed> {
    println!("Deskbell is ready: {url}");
    let token = service::setup::link_token(service).await;
    if let Some(token) =
        token.map_err(|error| Closed::Failed(crate::telemetry::Incident::of(&error).cause))?
    {
        println!("Set it up here, once: {url}{}?token={token}", app::routes::SET_UP);
    }
    Ok(())
}

async fn run_jobs(service: Service) {
    service::job::run(&service).await;
}

async fn deliver(service: Service, courier: HttpCourier<SystemResolver>, closing: Closing) {
    service::webhook::run(&service, Arc::new(courier), closing).await;
}

/// Ready when the system or a person at the terminal says stop.
fn stop() -> Result<impl Future<Output = ()>, Closed> {
    let failed = |error| Closed::Failed(format!("cannot listen for signals: {error}"));
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: no new connections, running requests end");
    })
}

/// Each connection is an open file, and many systems start with few allowed.
fn raise_file_limit() {
    if let Ok((_, hard)) = getrlimit(Resource::RLIMIT_NOFILE) {
        // Where it can't be raised the desk serves fewer connections.
        let _ = setrlimit(Resource::RLIMIT_NOFILE, hard, hard);
    }
}
