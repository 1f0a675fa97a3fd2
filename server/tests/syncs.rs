//! What is acknowledged is on the disk: between a request and its answer the log file was synced.

use std::collections::BTreeSet;
use std::process::Command;

use crate::client::Part;
use crate::desk::Folder;
use crate::program::Program;
use crate::scale::lacks;

const WRITES: usize = 200;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_acknowledged_write_is_preceded_by_a_sync_of_the_log() {
    if lacks("every_acknowledged_write_is_preceded_by_a_sync_of_the_log", &["strace"]) {
        return;
    }
    let folder = Folder::new();
    let trace = folder.0.join("trace");
    let mut strace = Command::new("strace");
    strace.args(["-f", "-y", "-s", "24", "-e", "trace=fsync,fdatasync,write,writev,sendto,sendmsg", "-o"]);
    strace.arg(&trace).arg(env!("CARGO_BIN_EXE_deskbell"));
    let program = Program::start_with(&folder.0, strace, &[]);
    for n in 0..WRITES {
        let body = format!("Door {n} does not open");
        let fields = [
            Part::Text("body", &body),
            Part::Text("name", "Gus"),
            Part::Text("email", "gus@elsewhere.example"),
        ];
        let answer = program.client.multipart("/new", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
    }
    program.end_child();
    let text = std::fs::read_to_string(&trace).unwrap();
    let (mut synced, mut acknowledged) = (0, 0);
    // Threads whose sync has begun: a line says so when another thread did something meanwhile.
    let mut begun = BTreeSet::new();
    for line in text.lines() {
        let thread = line.split_whitespace().next().unwrap();
        if line.contains("sync(") && line.contains("deskbell.db-wal") {
            if line.contains("<unfinished") {
                begun.insert(thread);
            } else if line.ends_with("= 0") {
                synced += 1;
            }
        } else if line.contains("sync resumed") && begun.remove(thread) && line.ends_with("= 0") {
            synced += 1;
        }
        // One client at a time: whatever was synced since the last answer was synced for this one.
        if line.contains("HTTP/1.0 303") || line.contains("HTTP/1.1 303") {
            acknowledged += 1;
            assert!(synced > 0, "answer {acknowledged} came without a sync");
            synced = 0;
        }
    }
    assert_eq!(acknowledged, WRITES);
}
