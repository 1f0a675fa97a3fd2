//! Warnings and escalations come once each: over kills in the middle of the job, and over a clock that jumps.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use domain::event::Change;
use domain::ids::{EventSeq, TicketId};
use domain::promise::{Promised, Step};
use domain::time::{DAY, HOUR, MINUTE, Millis, UnixMs};
use server::clock::SystemClock;
use service::port::Clock as _;
use store::Store;

use crate::client::Part;
use crate::desk::{Folder, TestClock, TestDesk, reference};
use crate::program::{HAS_ADMIN, Program};
use crate::scale::{self, left_out};

/// How often each alarm of each ticket was told.
type Told = BTreeMap<(TicketId, String), usize>;

/// Longer than any run of the job takes with the time to its next look.
const PATIENCE: Duration = Duration::from_secs(120);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kills_in_the_middle_of_the_job_tell_each_alarm_once() {
    let (kills, each, seed) = (scale::of(5, 50), 40, scale::seed());
    let (folder, tickets) = desk_of_broken_promises(usize::try_from(kills).unwrap() * each).await;
    let settings = [(HAS_ADMIN, "")];
    let start = || Program::start_with(&folder.0, Command::new(env!("CARGO_BIN_EXE_deskbell")), &settings);
    let mut midway = 0;
    for round in 0..kills {
        let before = told(&folder.0).await.len();
        let program = start();
        // From at once to 20 ms, another each round.
        tokio::time::sleep(Duration::from_millis((round + seed) * 7919 % 20)).await;
        program.kill();
        let after = told(&folder.0).await.len();
        midway += usize::from(before < after && after < tickets * 4);
    }
    let program = start();
    until(|| async { told(&folder.0).await.len() == tickets * 4 }).await;
    program.kill();
    let told = told(&folder.0).await;
    println!("{midway} of {kills} kills were in the middle of the job");
    assert!(midway * 2 >= usize::try_from(kills).unwrap(), "{midway} of {kills}");
    assert!(told.values().all(|times| *times == 1), "{told:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_jumps_while_it_runs_tells_each_alarm_once() {
    let Some(library) = library() else {
        left_out("a_clock_that_jumps_while_it_runs_tells_each_alarm_once", "libfaketime is not installed");
        return;
    };
    let folder = Folder::new();
    // Wednesday 2026-11-18, 10:42 UTC, as seen by the program.
    let faked = Faked::begin(&folder.0, UnixMs(1_794_998_520_000));
    let program = Program::start_with(
        &folder.0,
        Command::new(env!("CARGO_BIN_EXE_deskbell")),
        &[
            ("LD_PRELOAD", library.to_str().unwrap()),
            ("FAKETIME_TIMESTAMP_FILE", faked.file.to_str().unwrap()),
            ("FAKETIME_NO_CACHE", "1"),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ],
    );
    let ask = [
        Part::Text("body", "The lift is stuck"),
        Part::Text("urgent", "yes"),
        Part::Text("urgent_reason", "Somebody is in it"),
        Part::Text("name", "Gus Guest"),
        Part::Text("email", "gus@elsewhere.example"),
    ];
    let asked = program.client.multipart("/new", &ask).await;
    assert_eq!(asked.status, 303, "{}", asked.text());
    let ticket: TicketId = reference(&asked).parse().unwrap();
    let link = asked.location().to_owned();
    let mut seen = Told::new();
    for (jump, least) in [(MINUTE.times(-5), 0), (HOUR, 1), (MINUTE.times(-5), 1), (DAY.times(40), 4)] {
        faked.jump(jump);
        until(|| faked.job_has_run_since(&folder.0)).await;
        assert_eq!(program.client.get(&link).await.status, 200, "people read on");
        assert_eq!(program.client.get("/readyz").await.status, 200, "and the desk is well");
        let now = told(&folder.0).await;
        assert!(now.len() >= least, "after {jump:?}: {now:?}");
        assert!(seen.keys().all(|alarm| now.contains_key(alarm)), "{now:?}");
        assert!(now.iter().all(|((of, _), times)| *of == ticket && *times == 1), "{now:?}");
        seen = now;
    }
    assert_eq!(seen.len(), 4, "warning and escalation, of the first answer and of the end: {seen:?}");
    program.kill();
}

/// A desk with open tickets whose promises broke a month ago, and nobody was told.
async fn desk_of_broken_promises(tickets: usize) -> (Folder, usize) {
    let long_ago = TestClock::default();
    let begin = Millis((SystemClock.now() - DAY.times(60)).0 - long_ago.now().0);
    long_ago.pass(begin);
    let mut desk = TestDesk::with(long_ago, None).await;
    for n in 0..tickets {
        desk.ticket_of("ana", &format!("Lift {n} is stuck")).await;
    }
    desk.stop().await;
    desk.service.store().close().await;
    (desk.into_folder(), tickets)
}

/// Each alarm that was ever told, as the log has it.
async fn told(folder: &Path) -> Told {
    let store = Store::open(&format!("sqlite://{}/deskbell.db", folder.display())).await.unwrap();
    let mut tx = store.read().await.unwrap();
    let events = store::event::since(&mut tx, EventSeq(0), i64::MAX).await.unwrap();
    let mut told = Told::new();
    for event in events {
        if let Change::Alarmed { promised, step, .. } = event.change {
            *told.entry((event.ticket, name(promised, step))).or_default() += 1;
        }
    }
    tx.rollback().await.unwrap();
    store.close().await;
    told
}

fn name(promised: Promised, step: Step) -> String {
    format!("{} {}", promised.as_str(), step.as_str())
}

/// Asks again until it is so.
async fn until<F: Future<Output = bool>>(so: impl Fn() -> F) {
    let asking = async {
        while !so().await {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    tokio::time::timeout(PATIENCE, asking).await.expect("it comes to pass");
}

fn library() -> Option<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib").ok()?.flatten();
    let mut found = folders.map(|folder| folder.path().join("faketime/libfaketimeMT.so.1"));
    found.find(|path| path.exists())
}

/// The clock of the program: that of this machine, and so much more.
struct Faked {
    file: PathBuf,
    offset: std::cell::Cell<i64>,
}

impl Faked {
    fn begin(folder: &Path, at: UnixMs) -> Faked {
        let offset = (at.0 - SystemClock.now().0) / 1000;
        let faked = Faked { file: folder.join("faketime"), offset: std::cell::Cell::new(offset) };
        faked.jump(Millis(0));
        faked
    }

    fn jump(&self, by: Millis) {
        self.offset.set(self.offset.get() + by.0 / 1000);
        std::fs::write(&self.file, format!("{:+}\n", self.offset.get())).unwrap();
    }

    fn now(&self) -> UnixMs {
        SystemClock.now() + Millis(self.offset.get() * 1000)
    }

    /// Whether the job has gone well on the clock as it is now.
    async fn job_has_run_since(&self, folder: &Path) -> bool {
        let store = Store::open(&format!("sqlite://{}/deskbell.db", folder.display())).await.unwrap();
        let mut tx = store.read().await.unwrap();
        let at = store::job::last_ok(&mut tx, "promises").await.unwrap();
        tx.rollback().await.unwrap();
        store.close().await;
        at.is_some_and(|at| (self.now().0 - at.0).abs() < MINUTE.0)
    }
}
