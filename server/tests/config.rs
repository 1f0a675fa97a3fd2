//! A setting that can't be used is named in one line, within a second, and the program ends with 2.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;
use std::time::Duration;

use crate::desk::Folder;
use crate::program::{Program, deskbell, run};

/// How the program says it, and how it ends.
fn complaint(command: &mut Command) -> String {
    let watch = server::clock::Stopwatch::start();
    let output = run(command);
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(watch.elapsed() < Duration::from_secs(1), "{:?}", watch.elapsed());
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("deskbell: ")).collect();
    assert_eq!(lines.len(), 1, "{text}");
    lines[0].to_owned()
}

#[tokio::test]
async fn wrong_settings_are_named_by_flag_and_variable() {
    let folder = Folder::new();
    let data = folder.0.to_str().unwrap();
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let nowhere = format!("sqlite://{data}/no/such/folder/desk.db");
    std::fs::write(
        folder.0.join("text.db"),
        "this is no database, it is a long enough text to tell".repeat(20),
    )
    .unwrap();
    let no_database = format!("sqlite://{data}/text.db");
    let cases: [(&str, &str, &str); 8] = [
        ("--listen", "localhost", "--listen (DESKBELL_LISTEN): "),
        ("--listen", "127.0.0.1:99999", "--listen (DESKBELL_LISTEN): "),
        ("--listen", &taken, "--listen (DESKBELL_LISTEN): "),
        ("--listen", "192.0.2.1:80", "--listen (DESKBELL_LISTEN): "),
        ("--public-url", "desk.example.org", "--public-url (DESKBELL_PUBLIC_URL): "),
        ("--database", "mysql://x/y", "--database (DESKBELL_DATABASE_URL): "),
        ("--database", &nowhere, "--database (DESKBELL_DATABASE_URL): "),
        ("--database", &no_database, "--database (DESKBELL_DATABASE_URL): "),
    ];
    for (flag, value, expected) in cases {
        let mut arguments = vec!["serve", "--data", data, flag, value];
        if flag != "--listen" {
            arguments.extend(["--listen", "127.0.0.1:0"]);
        }
        let said = complaint(&mut deskbell(&arguments));
        assert!(said.starts_with(&format!("deskbell: {expected}")), "{said}");
    }
}

#[test]
fn a_database_server_that_is_not_there_is_named_without_its_password() {
    let folder = Folder::new();
    let url = "postgres://u:hidden-secret@127.0.0.1:1/x";
    let said = complaint(deskbell(&["migrate", "--database", url, "--data"]).arg(&folder.0));
    assert!(said.starts_with("deskbell: --database (DESKBELL_DATABASE_URL): "), "{said}");
    assert!(!said.contains("hidden-secret"), "{said}");
}

#[test]
fn the_environment_is_read_and_named_too() {
    let folder = Folder::new();
    let mut command = deskbell(&["serve", "--data"]);
    let said = complaint(command.arg(&folder.0).env("DESKBELL_LISTEN", "nonsense"));
    assert!(said.contains("DESKBELL_LISTEN"), "{said}");
    let mut command = deskbell(&["migrate", "--data"]);
    let said = complaint(command.arg(&folder.0).env("DESKBELL_LOG_FORMAT", "xml"));
    assert!(said.starts_with("deskbell: DESKBELL_LOG_FORMAT: "), "{said}");
}

#[test]
fn a_data_folder_that_can_not_be_made_is_named() {
    let folder = Folder::new();
    let file = folder.0.join("file");
    std::fs::write(&file, "").unwrap();
    let said = complaint(deskbell(&["serve", "--listen", "127.0.0.1:0", "--data"]).arg(file.join("data")));
    assert!(said.starts_with("deskbell: --data (DESKBELL_DATA): "), "{said}");
}

#[test]
fn a_second_server_on_the_same_data_is_refused() {
    let folder = Folder::new();
    let first = Program::start(&folder.0);
    let said = complaint(deskbell(&["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&folder.0));
    assert!(said.starts_with("deskbell: --data (DESKBELL_DATA): another Deskbell"), "{said}");
    first.kill();
    Program::start(&folder.0).kill();
}

#[test]
fn what_people_wrote_is_nobody_elses_to_read() {
    let folder = Folder::new();
    let data = folder.0.join("data");
    assert!(run(deskbell(&["migrate", "--data"]).arg(&data)).status.success());
    assert_eq!(std::fs::metadata(&data).unwrap().permissions().mode() & 0o077, 0);
}
