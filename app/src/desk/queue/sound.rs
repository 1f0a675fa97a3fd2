//! Two short tones for an emergency, where whoever is on duty left them on.

use leptos::prelude::*;
use ui::{Button, ButtonKind};

use crate::desk::kept::Kept;
use crate::i18n::{Desk, language};

/// Whether this device makes a sound.
#[derive(Clone, Copy)]
pub struct Sound(Kept);

impl Sound {
    pub fn provide() -> Sound {
        Sound(Kept::under("deskbell.sound"))
    }

    pub fn ring(self) {
        if self.0.is_on() {
            #[cfg(feature = "hydrate")]
            tones::ring();
        }
    }
}

#[component]
pub fn SoundSwitch(sound: Sound) -> impl IntoView {
    let t = Desk::from(language());
    let on = sound.0.state();
    let word = move || if on.get() { t.sound_on() } else { t.sound_off() };
    view! {
        <Button kind=ButtonKind::Bare on:click=move |_| on.update(|on| *on = !*on)>
            {word}
        </Button>
    }
}

#[cfg(feature = "hydrate")]
mod tones {
    use wasm_bindgen::JsValue;
    use web_sys::AudioContext;

    /// When each tone begins, in seconds, and how high it is, in hertz.
    const TONES: [(f64, f32); 2] = [(0.0, 660.0), (0.25, 880.0)];
    const SECONDS: f64 = 0.2;
    const LOUDNESS: f32 = 0.15;

    /// A browser that allows no sound before somebody has touched the page stays quiet; the row is there all the same.
    pub fn ring() {
        drop(try_ring());
    }

    fn try_ring() -> Result<(), JsValue> {
        let context = AudioContext::new()?;
        let volume = context.create_gain()?;
        volume.gain().set_value(LOUDNESS);
        volume.connect_with_audio_node(&context.destination())?;
        for (begins, height) in TONES {
            let tone = context.create_oscillator()?;
            tone.frequency().set_value(height);
            tone.connect_with_audio_node(&volume)?;
            tone.start_with_when(context.current_time() + begins)?;
            tone.stop_with_when(context.current_time() + begins + SECONDS)?;
        }
        Ok(())
    }
}
