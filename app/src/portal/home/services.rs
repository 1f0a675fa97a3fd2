//! How the services are.

use domain::category::{Service, ServiceState};
use leptos::prelude::*;
use ui::{Banner, BannerKind, Head, Icon, ListRow, ListRows, Status, StatusKind};

use crate::i18n::{Common, Portal, language};

/// What does not run as it should; at most two banners, however many services.
#[component]
pub fn Trouble(services: Vec<Service>) -> impl IntoView {
    let t = Portal::from(language());
    let named = |state| {
        let names: Vec<_> = services.iter().filter(|s| s.state == state).map(|s| s.name.clone()).collect();
        (!names.is_empty()).then(|| (names.len(), names.join(", ")))
    };
    let down = named(ServiceState::Down).map(|(count, names)| match count {
        1 => t.home_down_one(&names),
        _ => t.home_down_several(&names),
    });
    let degraded = named(ServiceState::Degraded).map(|(count, names)| match count {
        1 => t.home_degraded_one(&names),
        _ => t.home_degraded_several(&names),
    });
    (down.is_some() || degraded.is_some()).then(|| {
        view! {
            <div class="stack-2">
                {down.map(|title| view! {
                    <Banner kind=BannerKind::Late icon=Icon::Warn title=title>{t.home_known()}</Banner>
                })}
                {degraded.map(|title| view! {
                    <Banner kind=BannerKind::Plain icon=Icon::Warn title=title>{t.home_known()}</Banner>
                })}
            </div>
        }
    })
}

/// Those that do not run by name, the others counted.
#[component]
pub fn ServicesBox(services: Vec<Service>) -> impl IntoView {
    let t = Portal::from(language());
    let common = Common::from(language());
    let running = services.iter().filter(|service| service.state == ServiceState::Running).count();
    let in_state = |state| services.iter().filter(move |service| service.state == state).cloned();
    let troubled: Vec<Service> =
        in_state(ServiceState::Down).chain(in_state(ServiceState::Degraded)).collect();
    let rest = match (running, troubled.is_empty()) {
        (0, _) => None,
        (1, true) => Some(t.services_all_one().to_owned()),
        (1, false) => Some(t.services_other_one().to_owned()),
        (many, true) => Some(t.services_all(&many.to_string())),
        (many, false) => Some(t.services_other(&many.to_string())),
    };
    (!services.is_empty()).then(|| {
        view! {
            <section class="desknow" aria-labelledby="services-h">
                <Head title=t.services_title() id="services-h"/>
                <ListRows>
                    {troubled
                        .into_iter()
                        .map(|service| {
                            let (kind, word) = match service.state {
                                ServiceState::Down => (StatusKind::Late, common.service_down()),
                                ServiceState::Degraded => (StatusKind::Plain, common.service_degraded()),
                                ServiceState::Running => (StatusKind::Kept, common.service_running()),
                            };
                            view! {
                                <ListRow end=move || service.name.clone()>
                                    <Status icon=Icon::Warn kind=kind>{word}</Status>
                                </ListRow>
                            }
                        })
                        .collect_view()}
                    {rest.map(|rest| view! {
                        <ListRow end=move || rest.clone()>
                            <Status icon=Icon::Kept kind=StatusKind::Kept>{common.service_running()}</Status>
                        </ListRow>
                    })}
                </ListRows>
            </section>
        }
    })
}
