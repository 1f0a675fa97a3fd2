//! Copies of a desk, and the way back.

use domain::time::UnixMs;
use service::backup::{Refused, make, restore};
use service::check::{Served, Verdict};
use store::Store;

use crate::place::{Place, assert_same};

const NOW: UnixMs = UnixMs(1_794_998_520_000);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restored_desk_is_the_one_that_was_copied() {
    let test = "a_restored_desk_is_the_one_that_was_copied";
    for (from, to) in Place::each(test).await.into_iter().zip(Place::each(test).await) {
        from.with_demo().await;
        let left = from.export("left").await;
        let copy = from.path("copy");
        // Somebody works on it meanwhile.
        let open = from.open().await;
        make(&from.url, &from.files(), &copy, NOW, "0").await.unwrap();
        open.store().close().await;
        restore(&copy, &to.url, &to.files()).await.unwrap();
        assert_same(&left, &to.export("again").await);
        let store = Store::open(&to.url).await.unwrap();
        let findings = service::check::all(&store, &to.files(), NOW, Served::No).await;
        assert!(findings.len() >= 7);
        assert!(findings.iter().all(|finding| finding.verdict == Verdict::Good), "{findings:?}");
        store.close().await;
        from.remove().await;
        to.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_in_use_and_a_damaged_copy_are_refused() {
    let from = Place::file();
    from.with_demo().await;
    let copy = from.path("copy");
    make(&from.url, &from.files(), &copy, NOW, "0").await.unwrap();
    assert!(
        matches!(make(&from.url, &from.files(), &copy, NOW, "0").await, Err(Refused::File(_))),
        "a taken name"
    );
    assert!(matches!(restore(&copy, &from.url, &from.files()).await, Err(Refused::NotEmpty)));
    let to = Place::file();
    let database = copy.join("deskbell.db");
    let mut bytes = std::fs::read(&database).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    std::fs::write(&database, bytes).unwrap();
    let refused = restore(&copy, &to.url, &to.files()).await.unwrap_err().to_string();
    assert!(refused.contains("deskbell.db is damaged"), "{refused}");
    assert!(store::backup::absent(&to.url), "nothing was written");
    let nowhere = Place::file();
    assert!(matches!(
        make(&nowhere.url, &nowhere.files(), &nowhere.path("copy"), NOW, "0").await,
        Err(Refused::NoDesk)
    ));
    assert!(store::backup::absent(&nowhere.url), "a backup makes no desk");
}

#[tokio::test]
async fn an_empty_desk_gives_way_to_a_backup() {
    let from = Place::file();
    from.with_demo().await;
    let left = from.export("left").await;
    let copy = from.path("copy");
    make(&from.url, &from.files(), &copy, NOW, "0").await.unwrap();
    let to = Place::file();
    to.open().await.store().close().await;
    restore(&copy, &to.url, &to.files()).await.unwrap();
    assert_same(&left, &to.export("again").await);
}

#[tokio::test]
async fn a_check_names_what_is_missing_and_what_nobody_needs() {
    let place = Place::file();
    place.with_demo().await;
    let mut folders = std::fs::read_dir(place.files()).unwrap();
    let folder = folders.next().unwrap().unwrap().path();
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("stray"), "x").unwrap();
    let store = Store::open(&place.url).await.unwrap();
    let long_ago = UnixMs(1_780_000_000_000);
    let findings = service::check::all(&store, &place.files(), long_ago, Served::Yes).await;
    store.close().await;
    let verdict = |check: &str| findings.iter().find(|finding| finding.check == check).unwrap().verdict;
    assert_eq!(verdict("files"), Verdict::Bad);
    assert_eq!(verdict("orphans"), Verdict::Mind);
    assert_eq!(verdict("clock"), Verdict::Bad, "events lie in the future");
    assert_eq!(verdict("jobs"), Verdict::Bad, "no timer ever ran");
    assert_eq!(verdict("database"), Verdict::Good);
}
