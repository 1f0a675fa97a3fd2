//! A server of our own with demo data, on a free port, for as long as somebody looks at it.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::stopwatch::Stopwatch;
use crate::workspace::Workspace;
use crate::{files, process};

const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(50);

/// A running server; ends when it is dropped.
#[derive(Debug)]
pub struct SiteServer {
    child: Child,
    address: SocketAddr,
}

impl SiteServer {
    /// Fills an empty folder with the demo data and serves it.
    ///
    /// # Errors
    /// When the program fails or is not ready within 20 seconds.
    pub fn with_demo(workspace: &Workspace, data: &Path) -> Result<Self> {
        files::remove_folder(data)?;
        files::make_folder(data)?;
        process::run(Command::new(workspace.program()).args(["demo", "--data"]).arg(data))?;
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()?));
        let child = Command::new(workspace.program())
            .args(["serve", "--listen", &address.to_string(), "--data"])
            .arg(data)
            .spawn()
            .context("cannot start the server")?;
        let mut server = Self { child, address };
        server.wait_until_ready()?;
        Ok(server)
    }

    /// Where it answers, such as `http://127.0.0.1:41234`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let waited = Stopwatch::start();
        while waited.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().context("cannot wait for the server")? {
                bail!("the server ended by itself ({status})");
            }
            if is_ready(self.address).unwrap_or(false) {
                return Ok(());
            }
            thread::sleep(PAUSE);
        }
        bail!("the server was not ready within {} s", PATIENCE.as_secs())
    }
}

impl Drop for SiteServer {
    fn drop(&mut self) {
        if let Err(error) = process::stop(&mut self.child) {
            eprintln!("xtask: the server could not be stopped: {error:#}");
        }
    }
}

/// A port that nobody listens on just now.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no free port")?;
    Ok(listener.local_addr().context("no free port")?.port())
}

fn is_ready(address: SocketAddr) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
    stream.set_read_timeout(Some(Duration::from_secs(1)))?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer)?;
    Ok(&answer == b"HTTP/1.1 200")
}
