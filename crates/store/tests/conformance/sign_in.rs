//! Sessions, tokens and guest links.

use domain::access::WallProfile;
use domain::ids::{PersonId, SessionId, TicketId};
use domain::person::{Person, Standing};
use domain::time::{DAY, HOUR, UnixMs};
use domain::token::{Scope, Scopes};
use store::token::{TokenRole, TokenRow};
use store::{Store, StoreError, guest, person, session, token};

use crate::harness::{MONDAY, ana, bo, ticket};

async fn a_session_opens_for_its_person_until_it_expires(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let expires_at = MONDAY + DAY;
    let id = session::insert(&mut tx, &[7; 32], ana, "Firefox on Debian", MONDAY, expires_at).await.unwrap();
    let found = session::by_hash(&mut tx, &[7; 32], MONDAY + HOUR).await.unwrap().unwrap();
    assert_eq!((found.id, found.person.id, found.agent.as_str()), (id, ana, "Firefox on Debian"));
    assert_eq!((found.created_at, found.last_seen_at, found.expires_at), (MONDAY, MONDAY, expires_at));

    assert_eq!(session::by_hash(&mut tx, &[8; 32], MONDAY).await.unwrap(), None);
    assert_eq!(session::by_hash(&mut tx, &[7; 32], expires_at).await.unwrap(), None);

    session::touch(&mut tx, id, MONDAY + HOUR).await.unwrap();
    let found = session::by_hash(&mut tx, &[7; 32], MONDAY + HOUR).await.unwrap().unwrap();
    assert_eq!((found.created_at, found.last_seen_at), (MONDAY, MONDAY + HOUR));
}

async fn a_disabled_person_has_no_session(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    session::insert(&mut tx, &[7; 32], ana, "", MONDAY, MONDAY + DAY).await.unwrap();
    let mut person = person::by_id(&mut tx, ana).await.unwrap().unwrap();
    person.standing = Standing::Disabled;
    person::update(&mut tx, &person).await.unwrap();
    assert_eq!(session::by_hash(&mut tx, &[7; 32], MONDAY).await.unwrap(), None);
}

async fn a_person_ends_his_own_sessions_and_nobody_elses(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (ana, bo) = (ana(&mut tx).await, bo(&mut tx).await);
    let mut mine = Vec::new();
    for n in 0..4 {
        mine.push(
            session::insert(&mut tx, &[n; 32], ana, "", MONDAY + HOUR.times(n.into()), MONDAY + DAY)
                .await
                .unwrap(),
        );
    }
    let his = session::insert(&mut tx, &[9; 32], bo, "", MONDAY, MONDAY + DAY).await.unwrap();
    let ids = async |tx: &mut store::Tx, person: PersonId| -> Vec<SessionId> {
        session::of_person(tx, person, MONDAY).await.unwrap().into_iter().map(|session| session.id).collect()
    };
    assert_eq!(ids(&mut tx, ana).await, [mine[3], mine[2], mine[1], mine[0]]);

    assert!(!session::revoke(&mut tx, his, ana).await.unwrap());
    assert!(session::revoke(&mut tx, mine[3], ana).await.unwrap());
    assert!(!session::revoke(&mut tx, mine[3], ana).await.unwrap());
    assert_eq!(session::revoke_all(&mut tx, ana, Some(mine[0])).await.unwrap(), 2);
    assert_eq!(ids(&mut tx, ana).await, [mine[0]]);
    assert_eq!(session::revoke_all(&mut tx, ana, None).await.unwrap(), 1);
    assert_eq!(ids(&mut tx, ana).await, []);
    assert_eq!(ids(&mut tx, bo).await, [his]);
}

async fn expired_sessions_are_forgotten_and_the_others_stay(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    session::insert(&mut tx, &[1; 32], ana, "", MONDAY, MONDAY + HOUR).await.unwrap();
    let stays = session::insert(&mut tx, &[2; 32], ana, "", MONDAY, MONDAY + DAY).await.unwrap();
    let listed = session::of_person(&mut tx, ana, MONDAY + HOUR).await.unwrap();
    assert_eq!(listed.iter().map(|session| session.id).collect::<Vec<_>>(), [stays]);
    assert_eq!(session::forget_expired(&mut tx, MONDAY + HOUR).await.unwrap(), 1);
    assert_eq!(session::forget_expired(&mut tx, MONDAY + HOUR).await.unwrap(), 0);
    assert!(session::by_hash(&mut tx, &[2; 32], MONDAY).await.unwrap().is_some());
}

async fn a_token_opens_what_its_role_says_until_it_is_revoked(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let scopes = Scopes::READ.with(Scope::Desk);
    let roles = [
        TokenRole::Wall(WallProfile::Hall),
        TokenRole::Wall(WallProfile::Staff),
        TokenRole::Person(ana, scopes),
    ];
    for (n, role) in roles.into_iter().enumerate() {
        let hash = [n as u8; 32];
        let id = token::insert(&mut tx, &hash, role.as_str(), role, MONDAY).await.unwrap();
        assert_eq!(token::by_hash(&mut tx, &hash).await.unwrap(), Some((id, role)));
    }
    let (id, role) = token::by_hash(&mut tx, &[0; 32]).await.unwrap().unwrap();
    token::touch(&mut tx, id, MONDAY + HOUR).await.unwrap();
    assert!(token::revoke(&mut tx, id, MONDAY + DAY).await.unwrap());
    assert!(!token::revoke(&mut tx, id, MONDAY + DAY.times(2)).await.unwrap());
    assert_eq!(token::by_hash(&mut tx, &[0; 32]).await.unwrap(), None);

    let listed = token::list(&mut tx).await.unwrap();
    assert_eq!(listed.len(), roles.len());
    let expected = TokenRow {
        id,
        name: "wall_hall".into(),
        role,
        person: None,
        created_at: MONDAY,
        last_used_at: Some(MONDAY + HOUR),
        revoked_at: Some(MONDAY + DAY),
    };
    assert_eq!(listed[0], expected);
    assert_eq!((listed[1].last_used_at, listed[1].revoked_at), (None::<UnixMs>, None));
    assert_eq!((listed[2].role, listed[2].person.as_deref()), (roles[2], Some("Ana Alba")));
}

async fn a_program_bears_a_token_while_its_person_has_an_account(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let scopes = Scopes::READ.with(Scope::Write);
    let role = TokenRole::Person(ana, scopes);
    let id = token::insert(&mut tx, &[1; 32], "sensor", role, MONDAY).await.unwrap();
    token::insert(&mut tx, &[2; 32], "hall", TokenRole::Wall(WallProfile::Hall), MONDAY).await.unwrap();
    token::touch(&mut tx, id, MONDAY + HOUR).await.unwrap();
    let bearer = token::bearer(&mut tx, &[1; 32]).await.unwrap().unwrap();
    assert_eq!((bearer.token, bearer.scopes, bearer.person.id), (id, scopes, ana));
    assert_eq!(bearer.last_used_at, Some(MONDAY + HOUR));
    assert_eq!(token::bearer_by_id(&mut tx, id).await.unwrap(), Some(bearer.clone()));
    assert_eq!(token::bearer(&mut tx, &[2; 32]).await.unwrap(), None, "a screen is no program");
    let disabled = Person { standing: Standing::Disabled, ..bearer.person.clone() };
    person::update(&mut tx, &disabled).await.unwrap();
    assert_eq!(token::bearer(&mut tx, &[1; 32]).await.unwrap(), None);
    person::update(&mut tx, &bearer.person).await.unwrap();
    assert!(token::revoke(&mut tx, id, MONDAY).await.unwrap());
    assert_eq!(token::bearer_by_id(&mut tx, id).await.unwrap(), None);
}

async fn a_secret_is_never_given_to_two(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    session::insert(&mut tx, &[1; 32], ana, "", MONDAY, MONDAY + DAY).await.unwrap();
    token::insert(&mut tx, &[1; 32], "hall", TokenRole::Wall(WallProfile::Hall), MONDAY).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = store.write().await.unwrap();
    let twice = session::insert(&mut tx, &[1; 32], ana, "", MONDAY, MONDAY + DAY).await;
    assert!(matches!(twice, Err(StoreError::Conflict("session_hash_key"))), "{twice:?}");
    tx.rollback().await.unwrap();
    let mut tx = store.write().await.unwrap();
    let twice = token::insert(&mut tx, &[1; 32], "hall", TokenRole::Wall(WallProfile::Hall), MONDAY).await;
    assert!(matches!(twice, Err(StoreError::Conflict("access_token_hash_key"))), "{twice:?}");
}

async fn a_guest_link_opens_its_ticket_and_no_other(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let (first, second) = (ticket(&mut tx, ana).await, ticket(&mut tx, ana).await);
    guest::insert(&mut tx, &[5; 32], first, ana, MONDAY).await.unwrap();
    guest::insert(&mut tx, &[5; 32], second, ana, MONDAY).await.unwrap();
    assert_eq!(guest::by_hash(&mut tx, &[5; 32]).await.unwrap(), Some((first, ana)));
    assert_eq!(guest::by_hash(&mut tx, &[6; 32]).await.unwrap(), None::<(TicketId, PersonId)>);
}

on_both_engines! {
    a_session_opens_for_its_person_until_it_expires,
    a_disabled_person_has_no_session,
    a_person_ends_his_own_sessions_and_nobody_elses,
    expired_sessions_are_forgotten_and_the_others_stay,
    a_token_opens_what_its_role_says_until_it_is_revoked,
    a_program_bears_a_token_while_its_person_has_an_account,
    a_secret_is_never_given_to_two,
    a_guest_link_opens_its_ticket_and_no_other,
}
