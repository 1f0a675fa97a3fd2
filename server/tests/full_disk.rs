//! A full disk: writing is refused in a clear sentence, reading goes on, and room brings everything back.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use tokio::time::{Instant, timeout};

use crate::client::{Answer, Part};
use crate::desk::Folder;
use crate::live::Listening;
use crate::many_streams::token;
use crate::program::Program;
use crate::scale::left_out;

/// A file system of 64 MiB in memory, gone with the test.
struct Small(PathBuf);

impl Small {
    fn mount(at: &Path) -> Option<Small> {
        let mut mount = Command::new("mount");
        let mounted = mount.args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"]).arg(at).output();
        mounted.is_ok_and(|output| output.status.success()).then(|| Small(at.to_owned()))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).output();
    }
}

async fn ask(program: &Program, n: usize) -> Answer {
    let body = format!("Door {n} does not open, whatever I do with it");
    let fields = [
        Part::Text("body", &body),
        Part::Text("name", "Gus"),
        Part::Text("email", "gus@elsewhere.example"),
        Part::File("files", "door.txt", body.as_bytes()),
    ];
    program.client.multipart("/new", &fields).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_clearly_and_room_brings_everything_back() {
    let folder = Folder::new();
    let Some(_small) = Small::mount(&folder.0) else {
        left_out(
            "a_full_disk_refuses_clearly_and_room_brings_everything_back",
            "nothing may be mounted here",
        );
        return;
    };
    std::fs::create_dir(folder.0.join("files")).unwrap();
    let hall = token(&folder.0).await;
    let program = Program::start(&folder.0);
    let first = ask(&program, 0).await;
    assert_eq!(first.status, 303, "{}", first.text());
    assert_eq!(program.client.get("/readyz").await.status, 200);
    let mut kept = vec![first.location().to_owned()];

    let filler = folder.0.join("filler");
    let mut file = File::create(&filler).unwrap();
    while file.write_all(&[7; 65536]).is_ok() {}
    while file.write_all(&[7; 512]).is_ok() {}
    let full = Instant::now();
    // What is free inside the files that are there already may still take some.
    let mut refused = 0;
    for n in 1..200 {
        let answer = ask(&program, n).await;
        match answer.status {
            303 => kept.push(answer.location().to_owned()),
            503 | 507 => {
                refused += 1;
                assert!(answer.text().contains("Door"), "what was typed is kept");
                assert!(answer.status == 503 || answer.text().contains("disk is full"), "{}", answer.text());
                assert!(!answer.text().to_lowercase().contains("sqlite"), "no word of the database");
            }
            other => panic!("{other} {}", answer.text()),
        }
        if refused >= 5 {
            break;
        }
    }
    assert!(refused >= 5, "a full disk takes no more");
    let red = async { while program.client.get("/readyz").await.status != 503 {} };
    timeout(Duration::from_secs(10).saturating_sub(full.elapsed()), red).await.expect("red within 10 s");
    for link in &kept {
        assert_eq!(program.client.get(link).await.status, 200, "what was taken can be read");
    }
    assert_eq!(program.client.get("/").await.status, 200);
    assert_eq!(program.client.get(&format!("/wall?token={hall}")).await.status, 200);
    let mut wall = Listening::open(&program.client, &format!("/live/wall?token={hall}"), None).await;
    let picture = wall.news(Duration::from_secs(5)).await.expect("a picture, though the disk is full");
    let open = picture.letter.open::<domain::wall::Wall>().unwrap().open;
    assert_eq!(open, i64::try_from(kept.len()).unwrap(), "the wall shows what was taken");

    drop(file);
    std::fs::remove_file(&filler).unwrap();
    let back = async {
        let mut n = 1000;
        loop {
            n += 1;
            let answer = ask(&program, n).await;
            if answer.status == 303 {
                return answer.location().to_owned();
            }
        }
    };
    kept.push(timeout(Duration::from_secs(10), back).await.expect("it takes again within 10 s"));
    let green = async { while program.client.get("/readyz").await.status != 200 {} };
    timeout(Duration::from_secs(10), green).await.expect("green again");
    let mut references: Vec<String> = Vec::new();
    for link in &kept {
        let answer = program.client.get(link).await;
        assert_eq!(answer.status, 200);
        references.push(link.split('?').next().unwrap().to_owned());
    }
    references.sort();
    references.dedup();
    assert_eq!(references.len(), kept.len(), "one ticket for each answer");
    program.kill();
}
