//! People and the lists of them.

use domain::event::Change;
use domain::ids::PersonId;
use domain::locale::Language;
use domain::person::{Person, Role, Roles, Standing};
use domain::text::PersonName;
use domain::thread::PostKind;
use store::person::{self, NewPerson};
use store::{Store, StoreError, watcher};

use crate::harness::{
    MONDAY, ana, bo, change, cy, email, happened, label, resolution, somebody, ticket, wrote,
};

async fn what_is_stored_of_a_person_comes_back(store: Store) {
    let mut tx = store.write().await.unwrap();
    for standing in [Standing::Account, Standing::Guest, Standing::Disabled] {
        for language in Language::ALL {
            let name = format!("{standing:?}{language:?} de la Peña");
            let new = NewPerson { standing, language, ..somebody(&name, &Role::ALL) };
            let id = person::insert(&mut tx, &new).await.unwrap();
            let expected = Person {
                id,
                name: new.name,
                email: new.email,
                roles: new.roles,
                standing,
                language,
                zone: new.zone,
                department: new.department,
                location: new.location,
                job_title: new.job_title,
                phone: new.phone,
                created_at: MONDAY,
            };
            assert_eq!(person::by_id(&mut tx, id).await.unwrap(), Some(expected.clone()));
            assert_eq!(person::by_email(&mut tx, &expected.email).await.unwrap(), Some(expected));
        }
    }
    assert_eq!(person::by_id(&mut tx, PersonId(4711)).await.unwrap(), None);
    assert_eq!(person::by_email(&mut tx, &email("nobody@example.org")).await.unwrap(), None);
}

async fn an_address_belongs_to_one_person_and_the_transaction_goes_on(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let taken = person::insert(&mut tx, &somebody("Ana Other", &[])).await;
    assert!(matches!(taken, Err(StoreError::Conflict("person_email_key"))), "{taken:?}");
    assert!(person::by_id(&mut tx, ana).await.unwrap().is_some());

    let bo = bo(&mut tx).await;
    tx.commit().await.unwrap();
    let mut tx = store.write().await.unwrap();
    let mut person = person::by_id(&mut tx, bo).await.unwrap().unwrap();
    person.email = email("ana@lumbrera.example");
    let taken = person::update(&mut tx, &person).await;
    assert!(matches!(taken, Err(StoreError::Conflict("person_email_key"))), "{taken:?}");
}

async fn a_changed_person_is_stored_but_when_he_came(store: Store) {
    let mut tx = store.write().await.unwrap();
    let id = ana(&mut tx).await;
    let changed = Person {
        id,
        name: PersonName::parse("Ana Zubiri").unwrap(),
        email: email("ana.zubiri@lumbrera.example"),
        roles: Roles::REQUESTER.with(Role::Approver),
        standing: Standing::Disabled,
        language: Language::En,
        zone: None,
        department: None,
        location: None,
        job_title: Some(label("Optician")),
        phone: None,
        created_at: MONDAY,
    };
    person::update(&mut tx, &changed).await.unwrap();
    assert_eq!(person::by_id(&mut tx, id).await.unwrap(), Some(changed));
}

async fn lists_are_by_name_without_regard_to_case_and_accents(store: Store) {
    let mut tx = store.write().await.unwrap();
    for name in ["zoe Last", "Álvaro Ruiz", "Bruno Gil", "alba Sanz", "Ñusta Inca", "Nadia Old"] {
        person::insert(&mut tx, &somebody(name, &[Role::Agent])).await.unwrap();
    }
    let guest = NewPerson { standing: Standing::Guest, ..somebody("Gast Only", &[Role::Agent]) };
    person::insert(&mut tx, &guest).await.unwrap();
    let gone = NewPerson { standing: Standing::Disabled, ..somebody("Mia Gone", &[Role::Lead]) };
    person::insert(&mut tx, &gone).await.unwrap();
    ana(&mut tx).await;

    let all: Vec<String> =
        person::list(&mut tx).await.unwrap().into_iter().map(|person| person.name.into()).collect();
    assert_eq!(
        all,
        [
            "alba Sanz",
            "Álvaro Ruiz",
            "Ana Alba",
            "Bruno Gil",
            "Mia Gone",
            "Nadia Old",
            "Ñusta Inca",
            "zoe Last"
        ]
    );
    let desk: Vec<String> = person::desk(&mut tx).await.unwrap().into_iter().map(|chip| chip.name).collect();
    assert_eq!(desk, ["alba Sanz", "Álvaro Ruiz", "Bruno Gil", "Nadia Old", "Ñusta Inca", "zoe Last"]);
}

async fn a_card_counts_the_tickets_that_the_person_asked_for(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (ana, bo) = (ana(&mut tx).await, bo(&mut tx).await);
    ticket(&mut tx, ana).await;
    let resolved = ticket(&mut tx, ana).await;
    change(&mut tx, resolved, |ticket| ticket.resolved = Some(resolution(bo, MONDAY))).await;
    let foreign = ticket(&mut tx, bo).await;
    watcher::add(&mut tx, foreign, ana, MONDAY).await.unwrap();

    let card = person::card(&mut tx, ana).await.unwrap().unwrap();
    assert_eq!((card.open_tickets, card.all_tickets), (1, 2));
    assert_eq!((card.chip.id, card.chip.name.as_str()), (ana, "Ana Alba"));
    assert_eq!(card.email, "ana@lumbrera.example");
    assert_eq!(card.department.as_deref(), Some("Accounts"));
    assert_eq!(card.location.as_deref(), Some("Madrid, 2nd floor"));
    assert_eq!(card.job_title, None);
    assert_eq!(card.phone.as_deref(), Some("+34 600 000 000"));
    assert_eq!(person::card(&mut tx, PersonId(4711)).await.unwrap(), None);
}

async fn a_password_is_there_once_it_was_set(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    assert_eq!(person::password(&mut tx, ana).await.unwrap(), None);
    person::set_password(&mut tx, ana, "$argon2id$first").await.unwrap();
    person::set_password(&mut tx, ana, "$argon2id$second").await.unwrap();
    assert_eq!(person::password(&mut tx, ana).await.unwrap().as_deref(), Some("$argon2id$second"));
    assert_eq!(person::password(&mut tx, PersonId(4711)).await.unwrap(), None);
}

async fn programs_work_at_the_desk_and_are_nobodys_colleagues(store: Store) {
    let mut tx = store.write().await.unwrap();
    let address = email("program-00000000000000aa@deskbell.invalid");
    let new = NewPerson { email: address, ..somebody("Monitoring", &[Role::Agent, Role::Admin]) };
    let program = person::insert(&mut tx, &new).await.unwrap();
    let (ana, bo) = (ana(&mut tx).await, bo(&mut tx).await);

    let desk: Vec<PersonId> = person::desk(&mut tx).await.unwrap().into_iter().map(|chip| chip.id).collect();
    assert_eq!(desk, [bo]);
    assert!(!person::has_admin(&mut tx).await.unwrap());
    for (id, expected) in [(program, true), (bo, true), (ana, false)] {
        assert_eq!(person::is_at_desk(&mut tx, id).await.unwrap(), expected, "{id:?}");
    }
}

async fn only_an_active_admin_counts_as_one(store: Store) {
    let mut tx = store.write().await.unwrap();
    cy(&mut tx).await;
    let gone = NewPerson { standing: Standing::Disabled, ..somebody("Gone Admin", &[Role::Admin]) };
    person::insert(&mut tx, &gone).await.unwrap();
    assert!(!person::has_admin(&mut tx).await.unwrap());
    person::insert(&mut tx, &somebody("Dora Diaz", &[Role::Admin])).await.unwrap();
    assert!(person::has_admin(&mut tx).await.unwrap());
}

async fn only_those_of_the_desk_who_agreed_are_named_on_the_wall(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (ana, bo, cy) = (ana(&mut tx).await, bo(&mut tx).await, cy(&mut tx).await);
    assert!(!person::wall_consent(&mut tx, bo).await.unwrap());
    for person in [ana, bo, cy] {
        person::set_wall_consent(&mut tx, person, true).await.unwrap();
    }
    assert!(person::wall_consent(&mut tx, bo).await.unwrap());
    let everybody = [cy, ana, bo, PersonId(4711)];
    assert_eq!(person::consenting(&mut tx, &everybody).await.unwrap(), ["Cy Castro", "Bo Berg"]);
    person::set_wall_consent(&mut tx, cy, false).await.unwrap();
    assert_eq!(person::consenting(&mut tx, &everybody).await.unwrap(), ["Bo Berg"]);
    assert!(person::consenting(&mut tx, &[]).await.unwrap().is_empty());
    assert!(!person::wall_consent(&mut tx, PersonId(4711)).await.unwrap());
}

async fn everybody_who_appears_on_a_ticket_is_named_once(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let mut people = Vec::new();
    for name in ["Author One", "Before Two", "Now Three", "Solver Four", "Watcher Five"] {
        people.push(person::insert(&mut tx, &somebody(name, &[])).await.unwrap());
    }
    let [author, before, now, solver, watcher] = people[..] else { unreachable!() };
    bo(&mut tx).await;
    let id = ticket(&mut tx, ana).await;
    wrote(&mut tx, id, author, PostKind::Note, "Seen.").await;
    happened(&mut tx, id, &Change::Assigned { old: Some(before), new: Some(now) }).await;
    watcher::add(&mut tx, id, watcher, MONDAY).await.unwrap();
    happened(&mut tx, id, &Change::WatcherAdded { person: watcher }).await;
    change(&mut tx, id, |ticket| {
        ticket.assignee = Some(now);
        ticket.resolved = Some(resolution(solver, MONDAY));
    })
    .await;
    let names: Vec<String> =
        person::of_ticket(&mut tx, id).await.unwrap().into_iter().map(|chip| chip.name).collect();
    assert_eq!(names, ["Ana Alba", "Author One", "Before Two", "Now Three", "Solver Four", "Watcher Five"]);
}

on_both_engines! {
    what_is_stored_of_a_person_comes_back,
    an_address_belongs_to_one_person_and_the_transaction_goes_on,
    a_changed_person_is_stored_but_when_he_came,
    lists_are_by_name_without_regard_to_case_and_accents,
    a_card_counts_the_tickets_that_the_person_asked_for,
    a_password_is_there_once_it_was_set,
    only_an_active_admin_counts_as_one,
    only_those_of_the_desk_who_agreed_are_named_on_the_wall,
    programs_work_at_the_desk_and_are_nobodys_colleagues,
    everybody_who_appears_on_a_ticket_is_named_once,
}
