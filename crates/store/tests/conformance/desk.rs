//! What an organisation sets: settings, services, categories, and what the server keeps for itself.

use domain::category::{Category, Service, ServiceState, Subcategory};
use domain::ids::{CategoryId, ServiceId};
use domain::locale::Language;
use domain::settings::Settings;
use domain::time::{DAY, HOUR, MINUTE};
use store::{Store, StoreError, Tx, category, meta, service, settings};

use crate::harness::{MONDAY, label};

async fn settings_are_none_until_they_are_saved_and_then_the_last_ones(store: Store) {
    let mut tx = store.write().await.unwrap();
    assert_eq!(settings::load(&mut tx).await.unwrap(), None);
    let first = Settings { company: "Lumbrera Optics".into(), language: Language::Es, ..Settings::default() };
    settings::save(&mut tx, &first, MONDAY).await.unwrap();
    assert_eq!(settings::load(&mut tx).await.unwrap(), Some(first.clone()));
    let second = Settings { zone: "Europe/Madrid".into(), phone: Some("900 100 100".into()), ..first };
    settings::save(&mut tx, &second, MONDAY + DAY).await.unwrap();
    assert_eq!(settings::load(&mut tx).await.unwrap(), Some(second));
}

async fn a_key_has_one_value_until_it_is_removed(store: Store) {
    let mut tx = store.write().await.unwrap();
    assert_eq!(meta::get(&mut tx, "secret").await.unwrap(), None);
    meta::put(&mut tx, "secret", "one").await.unwrap();
    meta::put(&mut tx, "secret", "two").await.unwrap();
    meta::put(&mut tx, "other", "").await.unwrap();
    assert_eq!(meta::get(&mut tx, "secret").await.unwrap().as_deref(), Some("two"));
    meta::remove(&mut tx, "secret").await.unwrap();
    meta::remove(&mut tx, "secret").await.unwrap();
    assert_eq!(meta::get(&mut tx, "secret").await.unwrap(), None);
    assert_eq!(meta::get(&mut tx, "other").await.unwrap().as_deref(), Some(""));
}

async fn add(tx: &mut Tx, parent: Option<CategoryId>, name: &str) -> CategoryId {
    category::insert(tx, parent, &label(name), MONDAY).await.unwrap()
}

async fn categories_are_in_the_order_in_which_they_came(store: Store) {
    let mut tx = store.write().await.unwrap();
    let software = add(&mut tx, None, "Software").await;
    let hardware = add(&mut tx, None, "Hardware").await;
    let printer = add(&mut tx, Some(hardware), "Printer").await;
    let laptop = add(&mut tx, Some(hardware), "Laptop").await;
    let sub = |id: CategoryId, name: &str| Subcategory { id, name: name.into() };
    let expected = [
        Category { id: software, name: "Software".into(), subcategories: vec![] },
        Category {
            id: hardware,
            name: "Hardware".into(),
            subcategories: vec![sub(printer, "Printer"), sub(laptop, "Laptop")],
        },
    ];
    assert_eq!(category::list(&mut tx).await.unwrap(), expected);
}

async fn siblings_have_different_names_and_cousins_may_share_one(store: Store) {
    let mut tx = store.write().await.unwrap();
    let hardware = add(&mut tx, None, "Hardware").await;
    let software = add(&mut tx, None, "Software").await;
    add(&mut tx, Some(hardware), "Other").await;
    let other = add(&mut tx, Some(software), "Other").await;
    for (parent, name) in [(None, "Hardware"), (Some(hardware), "Other")] {
        let taken = category::insert(&mut tx, parent, &label(name), MONDAY).await;
        assert!(matches!(taken, Err(StoreError::Conflict("category_name_key"))), "{taken:?}");
    }
    // The transaction goes on, and a name is free again once its category is out of use.
    assert!(category::archive(&mut tx, other, MONDAY).await.unwrap());
    add(&mut tx, Some(software), "Other").await;
    add(&mut tx, Some(software), "Editor").await;
    tx.commit().await.unwrap();

    let mut tx = store.write().await.unwrap();
    let taken = category::rename(&mut tx, software, &label("Hardware")).await;
    assert!(matches!(taken, Err(StoreError::Conflict("category_name_key"))), "{taken:?}");
}

async fn a_category_out_of_use_takes_its_subcategories_with_it_and_keeps_its_name(store: Store) {
    let mut tx = store.write().await.unwrap();
    let hardware = add(&mut tx, None, "Hardware").await;
    let printer = add(&mut tx, Some(hardware), "Printer").await;
    assert!(category::rename(&mut tx, printer, &label("Printers")).await.unwrap());
    assert!(category::archive(&mut tx, hardware, MONDAY).await.unwrap());
    assert!(!category::archive(&mut tx, hardware, MONDAY).await.unwrap());
    assert!(!category::rename(&mut tx, printer, &label("Gone")).await.unwrap());
    assert!(!category::rename(&mut tx, CategoryId(4711), &label("Gone")).await.unwrap());
    assert_eq!(category::list(&mut tx).await.unwrap(), []);
    let names = category::names(&mut tx).await.unwrap();
    assert_eq!(names, [(hardware, "Hardware".to_owned()), (printer, "Printers".to_owned())]);
}

async fn services_are_by_name_until_they_are_archived(store: Store) {
    let mut tx = store.write().await.unwrap();
    let mut ids = Vec::new();
    for name in ["wifi", "Éxito CRM", "Email", "Printing"] {
        ids.push(service::insert(&mut tx, &label(name), MONDAY).await.unwrap());
    }
    let taken = service::insert(&mut tx, &label("Email"), MONDAY).await;
    assert!(matches!(taken, Err(StoreError::Conflict("service_name_key"))), "{taken:?}");
    assert!(service::rename(&mut tx, ids[0], &label("Wi-Fi")).await.unwrap());
    assert!(service::archive(&mut tx, ids[3], MONDAY).await.unwrap());
    assert!(!service::archive(&mut tx, ids[3], MONDAY).await.unwrap());
    assert!(!service::rename(&mut tx, ids[3], &label("Gone")).await.unwrap());
    let running = |id: ServiceId, name: &str| Service { id, name: name.into(), state: ServiceState::Running };
    let expected = [running(ids[2], "Email"), running(ids[1], "Éxito CRM"), running(ids[0], "Wi-Fi")];
    assert_eq!(service::list(&mut tx).await.unwrap(), expected);
}

async fn troubles_are_the_worst_first_and_count_from_when_they_began(store: Store) {
    let mut tx = store.write().await.unwrap();
    let mut ids = Vec::new();
    for name in ["Email", "Wi-Fi", "Printing", "CRM", "Fax"] {
        ids.push(service::insert(&mut tx, &label(name), MONDAY).await.unwrap());
    }
    let [email, wifi, printing, crm, fax] = ids[..] else { unreachable!() };
    for (id, state, minutes) in [
        (email, ServiceState::Degraded, 1),
        (wifi, ServiceState::Down, 3),
        (printing, ServiceState::Down, 2),
        (crm, ServiceState::Down, 1),
        (fax, ServiceState::Down, 1),
    ] {
        assert!(service::set_state(&mut tx, id, state, MONDAY + MINUTE.times(minutes)).await.unwrap());
    }
    // Saying it again does not make it younger; being well ends it; what is out of use troubles nobody.
    service::set_state(&mut tx, wifi, ServiceState::Down, MONDAY + HOUR).await.unwrap();
    service::set_state(&mut tx, crm, ServiceState::Running, MONDAY + HOUR).await.unwrap();
    service::archive(&mut tx, fax, MONDAY + HOUR).await.unwrap();
    assert!(!service::set_state(&mut tx, fax, ServiceState::Down, MONDAY + HOUR).await.unwrap());

    let troubles = service::troubles(&mut tx).await.unwrap();
    let found: Vec<_> =
        troubles.into_iter().map(|(service, since)| (service.id, service.state, since)).collect();
    assert_eq!(
        found,
        [
            (printing, ServiceState::Down, MONDAY + MINUTE.times(2)),
            (wifi, ServiceState::Down, MONDAY + MINUTE.times(3)),
            (email, ServiceState::Degraded, MONDAY + MINUTE),
        ]
    );
}

on_both_engines! {
    settings_are_none_until_they_are_saved_and_then_the_last_ones,
    a_key_has_one_value_until_it_is_removed,
    categories_are_in_the_order_in_which_they_came,
    siblings_have_different_names_and_cousins_may_share_one,
    a_category_out_of_use_takes_its_subcategories_with_it_and_keeps_its_name,
    services_are_by_name_until_they_are_archived,
    troubles_are_the_worst_first_and_count_from_when_they_began,
}
