//! Server functions, called by script and by plain forms.

use crate::client::Ask;
use crate::desk::TestDesk;

#[tokio::test]
async fn a_plain_form_goes_back_to_the_page_that_it_stands_on() {
    let desk = TestDesk::start().await;
    let reference = desk.ticket_of("ana", "The lift is stuck").await;
    let ana = desk.person("ana");
    let page = format!("http://{}/t/{reference}?x=1", ana.address);
    let ask = Ask::form("/rpc/portal/cancel", &[("ticket", &reference[2..])]).header("referer", &page);
    let answer = ana.send(ask.sent_on(ana.address)).await;
    assert_eq!((answer.status, answer.location()), (303, format!("/t/{reference}?x=1").as_str()));
}

#[tokio::test]
async fn a_page_of_another_site_is_never_gone_back_to() {
    let desk = TestDesk::start().await;
    let ana = desk.person("ana");
    for referer in ["https://evil.example/t/T-1", "http://127.0.0.1:1/x", "nonsense", ""] {
        let reference = desk.ticket_of("ana", &format!("The lift is stuck {referer}")).await;
        let ask = Ask::form("/rpc/portal/cancel", &[("ticket", &reference[2..])]).header("referer", referer);
        let answer = ana.send(ask.sent_on(ana.address)).await;
        assert_eq!((answer.status, answer.location()), (303, "/"), "{referer}");
    }
}

#[tokio::test]
async fn a_plain_form_that_is_not_taken_keeps_what_was_typed() {
    let desk = TestDesk::start().await;
    let reference = desk.ticket_of("ana", "The lift is stuck").await;
    let ana = desk.person("ana");
    let page = format!("http://{}/t/{reference}", ana.address);
    let fields = [("ticket", &reference[2..]), ("email", "colleague-without-address")];
    let ask = Ask::form("/rpc/portal/watch", &fields).header("referer", &page);
    let answer = ana.send(ask.sent_on(ana.address)).await;
    assert_eq!(answer.status, 422);
    let text = answer.text();
    assert!(text.contains("The lift is stuck") && text.contains("colleague-without-address"), "{text}");
}

#[tokio::test]
async fn a_choice_of_look_comes_with_its_cookie_without_script_too() {
    let desk = TestDesk::start().await;
    let nobody = desk.nobody();
    let ask = Ask::form("/rpc/account/look", &[("language", "es"), ("theme", "dark")]);
    let answer = nobody.send(ask.header("referer", &format!("http://{}/new", nobody.address))).await;
    assert_eq!((answer.status, answer.location()), (303, "/new"), "{}", answer.text());
    let cookies: Vec<&str> = answer
        .headers
        .iter()
        .filter(|(name, _)| name == "set-cookie")
        .map(|(_, value)| value.as_str())
        .collect();
    assert!(cookies.iter().any(|cookie| cookie.starts_with("deskbell_language=es")), "{cookies:?}");
    assert!(cookies.iter().any(|cookie| cookie.starts_with("deskbell_theme=dark")), "{cookies:?}");
}

#[tokio::test]
async fn a_script_gets_packed_data_and_the_faults_own_status() {
    let desk = TestDesk::start().await;
    let statuses = [
        ("nobody", "/rpc/portal/my", 401),
        ("ana", "/rpc/desk/queue", 403),
        ("ana", "/rpc/portal/my", 200),
        ("bo", "/rpc/desk/queue", 200),
        ("bo", "/rpc/admin/page", 403),
    ];
    for (who, path, status) in statuses {
        let client = if who == "nobody" { desk.nobody() } else { desk.person(who) };
        let answer = client.call(path, &[]).await;
        assert_eq!(answer.status, status, "{who} {path}: {}", answer.text());
        if status != 200 {
            assert_eq!(answer.packed::<app::error::UiError>().fault.status(), status, "{who} {path}");
        }
    }
}

#[tokio::test]
async fn what_is_no_function_is_not_found() {
    let desk = TestDesk::start().await;
    assert_eq!(desk.nobody().call("/rpc/portal/nothing", &[]).await.status, 404);
}
