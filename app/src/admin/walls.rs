//! How a screen gets its address: by a command, for now, on the machine where Deskbell runs.

use leptos::prelude::*;
use ui::{Fact, Facts, Head};

use crate::i18n::{Admin, language};

const HALL: &str = "deskbell token create --role wall --profile hall";
const STAFF: &str = "deskbell token create --role wall --profile staff";

#[component]
pub fn Walls() -> impl IntoView {
    let t = Admin::from(language());
    view! {
        <section class="stack-3" id="walls" aria-labelledby="walls-head">
            <Head title=t.wall_title() id="walls-head"/>
            <p class="second small">{t.wall_hint()}</p>
            <Facts>
                <Fact name=t.wall_hall()>
                    <code>{HALL}</code>
                </Fact>
                <Fact name=t.wall_staff()>
                    <code>{STAFF}</code>
                </Fact>
            </Facts>
            <p class="second small">{t.wall_then()}</p>
        </section>
    }
    .into_any()
}
