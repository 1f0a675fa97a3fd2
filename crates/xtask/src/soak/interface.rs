//! The interface for programs under requests that schemathesis makes up from its document, as every role.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::process::{self, Interrupt};
use crate::site_server::free_port;
use crate::stopwatch::Stopwatch;
use crate::workspace::Workspace;
use crate::{build, files};

pub const NAME: &str = "interface";

const ROLES: [&str; 3] = ["requester", "agent", "admin"];
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(10);
/// Limits would answer most of it with 429.
const NO_LIMITS: [&str; 4] = ["--api-writes-per-minute", "0", "--api-reads-per-minute", "0"];

/// Asks a fresh demo desk as each role.
///
/// # Errors
/// When an answer is not what the document says, or is a fault of the server.
pub fn run(workspace: &Workspace, seed: u32, interrupt: &Interrupt) -> Result<()> {
    let Some(tester) = process::find("schemathesis") else {
        println!(
            "\n**** NOT TESTED: the interface. Install schemathesis: `pip install schemathesis`. ****\n"
        );
        return Ok(());
    };
    build::everything(workspace)?;
    let program = workspace.program();
    let script = workspace.path("end2end/schemathesis.sh");
    for role in ROLES {
        let data = std::env::temp_dir().join(format!("deskbell-soak-{}-{role}", std::process::id()));
        files::remove_folder(&data)?;
        files::make_folder(&data)?;
        let outcome = ask(&program, &tester, &script, &data, role, seed, interrupt);
        files::remove_folder(&data)?;
        outcome.with_context(|| format!("as {role}"))?;
    }
    Ok(())
}

fn ask(
    program: &Path,
    tester: &Path,
    script: &Path,
    data: &Path,
    role: &str,
    seed: u32,
    interrupt: &Interrupt,
) -> Result<()> {
    process::quietly(Command::new(program).args(["demo", "--data"]).arg(data))?;
    let token = ["token", "create", "--name", "soak", "--role", role, "--data"];
    let token = process::capture(Command::new(program).args(token).arg(data))?;
    let address = SocketAddr::from(([127, 0, 0, 1], free_port()?));
    let mut server = serve(program, data, address)?;
    println!("as {role}");
    let mut asking = Command::new("bash");
    asking.arg(script).arg(format!("http://{address}")).arg(token.trim());
    asking.env("SCHEMATHESIS", tester).env("SCHEMATHESIS_SEED", seed.to_string());
    let outcome = process::run_until(&mut asking, interrupt);
    process::stop(&mut server)?;
    outcome
}

fn serve(program: &Path, data: &Path, address: SocketAddr) -> Result<Child> {
    let mut command = Command::new(program);
    command.args(["serve", "--listen", &address.to_string()]).args(NO_LIMITS).arg("--data").arg(data);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().context("cannot serve")?;
    let watch = Stopwatch::start();
    while std::net::TcpStream::connect(address).is_err() {
        if child.try_wait()?.is_some() || watch.elapsed() > PATIENCE {
            bail!("the server was not ready");
        }
        thread::sleep(PAUSE);
    }
    Ok(child)
}
