//! The program itself, started as an operator starts it.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use crate::client::{Client, Part};
use crate::desk::{Folder, PASSWORD};

/// Set for a desk that has an admin: it has nothing more to say than that it is ready.
pub const HAS_ADMIN: &str = "TEST_HAS_ADMIN";

/// A server in a process of its own.
pub struct Program {
    child: Child,
    pub client: Client,
    /// What it said on its start.
    pub greeting: Vec<String>,
}

/// A command of the program, with nothing of this machine's environment that could change it.
pub fn deskbell(arguments: &[&str]) -> Command {
    let mut command = bare(Command::new(env!("CARGO_BIN_EXE_deskbell")));
    command.args(arguments);
    command
}

fn bare(mut command: Command) -> Command {
    for name in
        ["DATA", "LISTEN", "DATABASE_URL", "PUBLIC_URL", "LOG_FORMAT", "WEBHOOK_ALLOW", "WEBHOOK_HTTP"]
    {
        command.env_remove(format!("DESKBELL_{name}"));
    }
    command.stdin(Stdio::null());
    command
}

pub fn run(command: &mut Command) -> Output {
    command.output().expect("the program runs")
}

impl Program {
    /// Starts serving from a folder that has no admin yet, and waits until it says that it is ready.
    /// Its log is the file `log` of that folder.
    pub fn start(folder: &Path) -> Program {
        Program::start_with(folder, Command::new(env!("CARGO_BIN_EXE_deskbell")), &[])
    }

    /// As [`Program::start`], by a command that runs it, and with more settings.
    pub fn start_with(folder: &Path, command: Command, settings: &[(&str, &str)]) -> Program {
        let log = File::options().create(true).append(true).open(folder.join("log")).unwrap();
        let mut command = bare(command);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).envs(settings.iter().copied());
        command.arg(folder).env("DESKBELL_LOG_FORMAT", "json").stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().unwrap();
        let mut greeting = Vec::new();
        let mut address = None;
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            address =
                address.or(line.strip_prefix("Deskbell is ready: http://").map(|text| text.parse().unwrap()));
            greeting.push(line);
            // A desk that has an admin says one line, another one two.
            if address.is_some()
                && (greeting.len() == 2 || settings.iter().any(|(name, _)| *name == HAS_ADMIN))
            {
                break;
            }
        }
        let address = address.unwrap_or_else(|| panic!("not ready: {greeting:?}"));
        Program { child, client: Client::new(address), greeting }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Ends the program that this process has started, as a service manager does, and waits for both.
    pub fn end_child(mut self) {
        let children = format!("/proc/{0}/task/{0}/children", self.child.id());
        let child: i32 = std::fs::read_to_string(children).unwrap().trim().parse().unwrap();
        nix::sys::signal::kill(nix::unistd::Pid::from_raw(child), nix::sys::signal::Signal::SIGTERM).unwrap();
        self.child.wait().unwrap();
    }

    /// As a crash: nothing is told to the process.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// As a service manager stops it; how long it took, and whether it ended well.
    pub fn terminate(mut self) -> (Duration, bool) {
        let start = server::clock::Stopwatch::start();
        let pid = nix::unistd::Pid::from_raw(i32::try_from(self.child.id()).unwrap());
        nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM).unwrap();
        let status = self.child.wait().unwrap();
        (start.elapsed(), status.success())
    }
}

#[tokio::test]
async fn the_first_start_shows_a_link_that_makes_the_first_admin_once() {
    let folder = Folder::new();
    let program = Program::start(&folder.0);
    let link = program.greeting[1].rsplit(' ').next().unwrap();
    let path = link.split_once(&program.client.address.to_string()).expect("a link to this desk").1;
    assert_eq!(program.client.get(path).await.status, 200);
    let token = path.split_once("token=").unwrap().1;
    let form = [
        ("token", token),
        ("name", "Ada Admin"),
        ("email", "ada@lumbrera.example"),
        ("password", PASSWORD),
        ("company", "Lumbrera Optics"),
        ("zone", "Europe/Madrid"),
        ("language", "en"),
    ];
    let answer = program.client.form("/set-up", &form).await;
    assert_eq!((answer.status, answer.location()), (303, "/admin"), "{}", answer.text());
    let ada = program.client.clone().with_session(&answer.session().unwrap());
    assert_eq!(ada.get("/admin").await.status, 200);
    let again = program.client.form("/set-up", &form).await;
    assert!(again.status >= 400, "the link works once");
    let (_, well) = program.terminate();
    assert!(well);
}

#[test]
fn a_user_is_made_with_a_password_from_standard_input() {
    let folder = Folder::new();
    let create = |role: &str, password: &str| {
        let mut command =
            deskbell(&["admin", "create-user", "--email", "bo@x.example", "--name", "Bo", "--role", role]);
        command
            .arg("--data")
            .arg(&folder.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(format!("{password}\n").as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let weak = create("agent", "short");
    assert!(!weak.status.success());
    assert_eq!(
        String::from_utf8_lossy(&weak.stderr).lines().filter(|line| line.starts_with("deskbell: ")).count(),
        1
    );
    let made = create("agent", PASSWORD);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let twice = create("agent", PASSWORD);
    assert!(
        String::from_utf8_lossy(&twice.stderr).contains("--email"),
        "{}",
        String::from_utf8_lossy(&twice.stderr)
    );
}

#[tokio::test]
async fn a_wall_token_is_shown_once_with_its_link() {
    let folder = Folder::new();
    let mut command =
        deskbell(&["token", "create", "--role", "wall", "--name", "hall", "--profile", "staff"]);
    let output = run(command.args(["--public-url", "https://desk.example.org", "--data"]).arg(&folder.0));
    let text = String::from_utf8(output.stdout).unwrap();
    let (token, link) = text.trim().split_once('\n').expect("token and link");
    assert_eq!(link, format!("https://desk.example.org/wall?token={token}"));
    let program = Program::start(&folder.0);
    assert_eq!(program.client.get(&format!("/wall?token={token}")).await.status, 200);
    assert_ne!(program.client.get("/wall?token=guessed").await.status, 200);
    program.kill();
}

#[test]
fn the_demo_fills_an_empty_desk_and_no_other() {
    let folder = Folder::new();
    let demo = || run(deskbell(&["demo", "--data"]).arg(&folder.0));
    let first = demo();
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    assert!(String::from_utf8_lossy(&first.stdout).contains("@"), "who can sign in is told");
    assert!(!String::from_utf8_lossy(&first.stderr).contains("WARN"), "{first:?}");
    let second = demo();
    assert_eq!(second.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&second.stderr).starts_with("deskbell: "), "{second:?}");
}

#[tokio::test]
async fn sigterm_ends_it_well_and_soon() {
    let folder = Folder::new();
    let program = Program::start(&folder.0);
    assert_eq!(program.client.get("/healthz").await.status, 200);
    let (took, well) = program.terminate();
    assert!(well && took < Duration::from_secs(10), "{took:?}");
}

#[tokio::test]
async fn a_failure_is_logged_once_under_the_name_that_the_page_shows() {
    let folder = Folder::new();
    let program = Program::start(&folder.0);
    // Where files are kept there is a file: nothing can be written below it.
    std::fs::remove_dir_all(folder.0.join("files")).unwrap();
    std::fs::write(folder.0.join("files"), "in the way").unwrap();
    let fields = [
        Part::Text("body", "words-of-the-requester"),
        Part::Text("name", "Gus Guest"),
        Part::Text("email", "gus@elsewhere.example"),
        Part::Text("k", "secret-of-a-link"),
        Part::File("files", "a.txt", b"harmless"),
    ];
    let page = program.client.multipart("/new?k=secret-of-a-link", &fields).await;
    assert_eq!(page.status, 500);
    assert!(page.text().contains("words-of-the-requester"), "what was typed is kept");
    let log = std::fs::read_to_string(folder.0.join("log")).unwrap();
    program.kill();
    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let failures: Vec<_> = lines.iter().filter(|line| line["level"] == "ERROR").collect();
    assert_eq!(failures.len(), 1, "{log}");
    let failure = failures[0];
    let incident = failure["incident"].as_str().unwrap();
    assert!(page.text().contains(incident), "{incident}");
    assert_eq!((failure["status"].as_u64(), failure["path"].as_str()), (Some(500), Some("/new")));
    assert!(failure["duration_ms"].is_u64() && !failure["cause"].as_str().unwrap().is_empty(), "{failure}");
    for private in ["words-of-the-requester", "gus@elsewhere", "secret-of-a-link", "Gus"] {
        assert!(!log.contains(private), "{log}");
    }
}
