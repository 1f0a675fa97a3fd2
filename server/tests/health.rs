//! Whether the desk says how it is.

use crate::desk::TestDesk;

#[tokio::test]
async fn a_desk_is_alive_and_ready_when_its_jobs_have_run() {
    let desk = TestDesk::start().await;
    let alive = desk.nobody().get("/healthz").await;
    assert_eq!((alive.status, alive.text().as_str()), (200, "alive\n"));
    let red = desk.nobody().get("/readyz").await;
    assert_eq!(red.status, 503, "no job has run yet");
    assert_eq!(
        red.json(),
        serde_json::json!({"ready": false, "database": "green", "disk": "green", "jobs": "red"})
    );
    service::job::run_all(&desk.service).await.unwrap();
    let green = desk.nobody().get("/readyz").await;
    assert_eq!((green.status, green.json()["ready"].as_bool()), (200, Some(true)));
}

#[tokio::test]
async fn a_database_that_takes_no_writes_is_named() {
    let desk = TestDesk::start().await;
    service::job::run_all(&desk.service).await.unwrap();
    let held = desk.service.store().write().await.unwrap();
    let answer = desk.nobody().get("/readyz").await;
    assert_eq!((answer.status, answer.json()["database"].as_str()), (503, Some("red")));
    held.rollback().await.unwrap();
    assert_eq!(desk.nobody().get("/readyz").await.status, 200);
}
