//! A switch that this device remembers; on until somebody turns it off.

use leptos::prelude::*;

#[derive(Clone, Copy)]
pub struct Kept(RwSignal<bool>);

impl Kept {
    /// The switch as this device has it under that name, as soon as the page is alive.
    pub fn under(name: &'static str) -> Kept {
        let on = RwSignal::new(true);
        Effect::new(move |before: Option<bool>| {
            let Some(storage) = window().local_storage().ok().flatten() else { return on.get() };
            match before {
                None if storage.get_item(name).ok().flatten().as_deref() == Some("off") => on.set(false),
                None => {}
                // Without room the choice holds for this page only.
                Some(_) => drop(storage.set_item(name, if on.get_untracked() { "on" } else { "off" })),
            }
            on.get()
        });
        Kept(on)
    }

    pub fn state(self) -> RwSignal<bool> {
        self.0
    }

    pub fn is_on(self) -> bool {
        self.0.get_untracked()
    }
}
