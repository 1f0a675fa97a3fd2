//! `kill -9` while a foreign log is imported: each batch of tickets is there or not, and the next run ends the work.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

use crate::desk::Folder;
use crate::program::{deskbell, run};
use crate::scale;

const MAP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/examples/servicenow-map.toml");
const TICKETS: i64 = 1_500;
/// Tickets that are written together, as `service::import` has it.
const BATCH: i64 = 250;

/// A log in which every ticket is opened, worked on and closed.
fn log() -> String {
    let mut log = "number,ident_state,opened_at,resolved_at,reopen_count,reassignment_count,category,category,u_symptom,\
        cmdb_ci,sys_updated_at,sys_updated_by,caller_id,assigned_to,resolved_by,contact_type,priority,impact,urgency,\
        made_sla,assignment_group,location,closed_code\n"
        .to_owned();
    for n in 0..TICKETS {
        let (day, who) = (1 + n % 28, n % 90);
        for (state, hour) in [("New", 8), ("Active", 9), ("Resolved", 11), ("Closed", 12)] {
            let resolved = if hour > 10 { format!("{day}/3/2016 11:00") } else { "?".to_owned() };
            let _ = writeln!(
                log,
                "I{n},{state},{day}/3/2016 08:00,{resolved},0,0,7,9,?,?,{day}/3/2016 {hour:02}:00,{who},{who},{who},{who},\
                 Phone,3,2,2,true,?,?,?",
            );
        }
    }
    log
}

fn import(log: &Path, data: &Path) -> Command {
    let mut command = deskbell(&["import", "events"]);
    command.arg(log).args(["--map", MAP, "--sheet"]).arg(data.join("sheet.json")).arg("--data").arg(data);
    command
}

/// How many tickets there are, after a look at whether each of them is whole.
async fn whole_tickets(data: &Path) -> i64 {
    let path = data.join("deskbell.db");
    if !path.exists() {
        return 0;
    }
    let mut connection = SqliteConnectOptions::new().filename(path).connect().await.unwrap();
    let known = "select count(*) from sqlite_master where name = 'schema_migration'";
    let mut count = async |sql: &'static str| {
        let (count,): (i64,) = sqlx::query_as(sql).fetch_one(&mut connection).await.unwrap();
        count
    };
    if count(known).await == 0 || count("select count(*) from sqlite_master where name = 'source'").await == 0
    {
        return 0;
    }
    let tickets = count("select count(*) from ticket").await;
    assert_eq!(count("select count(*) from source").await, tickets, "each has its number there");
    assert_eq!(count("select count(distinct ticket) from post where kind = 'asked'").await, tickets);
    assert_eq!(count("select count(*) from event where kind = 'closed'").await, tickets, "each has its end");
    connection.close().await.unwrap();
    tickets
}

fn exported(data: &Path) -> Vec<String> {
    let to = data.join("export");
    assert!(run(deskbell(&["export"]).arg(&to).arg("--data").arg(data)).status.success());
    ["ticket", "event", "post"]
        .iter()
        .map(|table| std::fs::read_to_string(to.join("data").join(format!("{table}.jsonl"))).unwrap())
        .collect()
}

#[tokio::test]
async fn a_killed_import_leaves_whole_batches_and_is_ended_by_the_next_run() {
    let (once, killed) = (Folder::new(), Folder::new());
    let path = once.0.join("log.csv");
    std::fs::write(&path, log()).unwrap();
    let watch = server::clock::Stopwatch::start();
    let output = run(&mut import(&path, &once.0));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let whole = watch.elapsed();
    let rounds = u32::try_from(scale::of(4, 60)).unwrap();
    let (mut before, mut midway) = (0, 0);
    for round in 1..=rounds {
        let mut child = import(&path, &killed.0).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        tokio::time::sleep(whole * (round * 2 % (rounds + 1)) / (rounds + 1)).await;
        let _ = child.kill();
        child.wait().unwrap();
        let tickets = whole_tickets(&killed.0).await;
        assert!(tickets >= before && tickets % BATCH == 0, "{tickets} after {before}");
        midway += usize::from(tickets > 0 && tickets < TICKETS);
        before = tickets;
    }
    assert!(midway > 0, "no kill hit the writing");
    assert!(run(&mut import(&path, &killed.0)).status.success());
    assert!(run(deskbell(&["check", "--data"]).arg(&killed.0)).status.success());
    assert_eq!(whole_tickets(&killed.0).await, TICKETS);
    assert!(exported(&once.0) == exported(&killed.0), "the desk is the one that an import in one go makes");
}
