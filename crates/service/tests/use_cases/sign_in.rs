//! Signing in, sessions and the first admin.

use domain::fault::{Fault, Reason};
use domain::time::{DAY, MINUTE};
use service::setup::SetUp;

use crate::fixture::{Desk, PASSWORD};

#[tokio::test]
async fn the_right_password_opens_a_session_and_signing_out_ends_it() {
    let desk = Desk::open().await;
    let signed_in =
        service::session::sign_in(&desk.as_nobody(), " ANA@lumbrera.example", PASSWORD).await.unwrap();
    let (actor, session, _) =
        service::session::actor(&desk.service, &signed_in.token).await.unwrap().unwrap();
    assert_eq!(actor.person(), Some(desk.ana));
    let mut ctx = desk.as_person(desk.ana);
    ctx.session = Some(session);
    service::session::sign_out(&ctx).await.unwrap();
    assert!(service::session::actor(&desk.service, &signed_in.token).await.unwrap().is_none());
}

#[tokio::test]
async fn a_session_that_nobody_uses_expires() {
    let desk = Desk::open().await;
    let signed_in =
        service::session::sign_in(&desk.as_nobody(), "ana@lumbrera.example", PASSWORD).await.unwrap();
    desk.pass(DAY.times(31));
    assert!(service::session::actor(&desk.service, &signed_in.token).await.unwrap().is_none());
}

#[tokio::test]
async fn wrong_address_and_wrong_password_answer_alike_and_guessing_is_slowed() {
    let desk = Desk::open().await;
    let nobody = desk.as_nobody();
    for (email, password) in
        [("ana@lumbrera.example", "wrong"), ("zoe@lumbrera.example", PASSWORD), ("zoe", "")]
    {
        let error = service::session::sign_in(&nobody, email, password).await.err().unwrap();
        assert_eq!(error.fault.of_field("password"), Some(&Reason::WrongCredentials), "{email}");
    }
    for _ in 0..8 {
        let _ = service::session::sign_in(&nobody, "ana@lumbrera.example", "wrong").await;
    }
    let error = service::session::sign_in(&nobody, "ana@lumbrera.example", PASSWORD).await.err().unwrap();
    assert!(matches!(error.fault, Fault::Busy { .. }), "{error:?}");
    desk.pass(MINUTE);
    assert!(service::session::sign_in(&nobody, "ana@lumbrera.example", PASSWORD).await.is_ok());
}

#[tokio::test]
async fn there_is_no_set_up_link_once_there_is_an_admin() {
    let desk = Desk::open().await;
    assert_eq!(service::setup::link_token(&desk.service).await.unwrap(), None);
    let form = SetUp {
        token: "guess".into(),
        name: "Eve".into(),
        email: "eve@lumbrera.example".into(),
        password: PASSWORD.into(),
        company: "Eve".into(),
        zone: "UTC".into(),
        ..SetUp::default()
    };
    let error = service::setup::finish(&desk.as_nobody(), form).await.err().unwrap();
    assert_eq!(error.fault.of_field("token"), Some(&Reason::LinkUsed));
}

#[tokio::test]
async fn a_new_password_signs_the_other_browsers_out() {
    let desk = Desk::open().await;
    let sign_in = async || {
        service::session::sign_in(&desk.as_nobody(), "ana@lumbrera.example", PASSWORD).await.unwrap()
    };
    let (here, there) = (sign_in().await, sign_in().await);
    let (_, session, _) = service::session::actor(&desk.service, &here.token).await.unwrap().unwrap();
    let mut ctx = desk.as_person(desk.ana);
    ctx.session = Some(session);
    let short = service::account::change_password(&ctx, PASSWORD, "short").await.unwrap_err();
    assert_eq!(short.fault.of_field("new"), Some(&Reason::WeakPassword));
    service::account::change_password(&ctx, PASSWORD, "an even better horse").await.unwrap();
    assert!(service::session::actor(&desk.service, &here.token).await.unwrap().is_some());
    assert!(service::session::actor(&desk.service, &there.token).await.unwrap().is_none());
}
