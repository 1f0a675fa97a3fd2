//! What is said, where it is written, and the way a thing takes.

use leptos::prelude::*;

use crate::{
    Button, ButtonKind, ButtonType, Chip, ClockFact, ClockFacts, Composer, ComposerMode, ComposerOnly,
    ComposerTab, Head, Icon, Journey, JourneyStop, Post, PostEvent, PostKind, Status, StatusKind, StopKind,
    Thread, gallery::stamp,
};

#[component]
pub fn Posts() -> impl IntoView {
    view! {
        <section class="stack-2">
            <Head title="Reply and note"/>
            <Thread>
                <Post kind=PostKind::Asked author="Ana Ruiz" from="Accounts" tag="Request" time=stamp("08:10")>
                    <p>"Since this morning every invoice prints without its last line."</p>
                    <ul>
                        <li>"The printer by the kitchen"</li>
                        <li>"The one in our room"</li>
                    </ul>
                    <blockquote>
                        <p>"Paper size Letter, driver 7.2"</p>
                    </blockquote>
                    <pre tabindex="0">
                        <code>
                            "lpstat -p kitchen -l\nprinter kitchen is idle. enabled since Wed 18 Nov 2026 08:02:11 AM CET, reason: media-size-mismatch-warning\n"
                        </code>
                    </pre>
                    <p>
                        "See " <a href="#log">"https://print.lumbrera.example/jobs/0b7f3c1a2d9e4f5061728394a5b6c7d8e9f00112233445566778899aabbccddeeff"</a>
                        " and " <code>"lpoptions -o media=A4"</code>
                    </p>
                    <p><Chip icon=Icon::Clip href="#file">"invoice-2231.jpg, 1.2 MB"</Chip></p>
                </Post>
                <PostEvent icon=Icon::Pause time=stamp("09:05")>"Waiting on Ana, clock stopped"</PostEvent>
                <Post kind=PostKind::Reply author="Bo Hansen" from="Desk" tag="Reply, Ana sees this" time=stamp("10:18")>
                    <p>"The previous driver works. Please print one invoice."</p>
                </Post>
                <Post kind=PostKind::Note author="Ines Prado" from="Desk" tag="Note, staff only" time=stamp("10:20")>
                    <p>"Supplier knows. Don’t promise Ana a date for 7.3."</p>
                </Post>
            </Thread>
            <Composer
                id="say"
                name="text"
                label=|| {
                    view! {
                        <ComposerOnly mode=ComposerMode::Reply>"Reply to Ana"</ComposerOnly>
                        <ComposerOnly mode=ComposerMode::Note>"Note, staff only"</ComposerOnly>
                    }
                }
                tabs_label="What to write"
                tabs=tabs.into()
            >
                <ComposerOnly mode=ComposerMode::Reply>
                    <Button kind=ButtonKind::Go action=ButtonType::Submit>"Send"</Button>
                </ComposerOnly>
                <ComposerOnly mode=ComposerMode::Note>
                    <Button kind=ButtonKind::Staff icon=Icon::Lock action=ButtonType::Submit>"Save note"</Button>
                </ComposerOnly>
                <Button kind=ButtonKind::Bare icon=Icon::Clip>"File"</Button>
                <span class="second small foot-end">"Draft kept 10:42"</span>
            </Composer>
        </section>
    }
}

fn tabs() -> impl IntoView {
    view! {
        <ComposerTab mode=ComposerMode::Reply name="kind" value="reply" key="R">
            "Reply to Ana"
        </ComposerTab>
        <ComposerTab mode=ComposerMode::Note name="kind" value="note" key="O" checked=true>
            "Note, staff only"
        </ComposerTab>
    }
}

/// The journey, and the facts beside a line.
#[component]
pub fn Way() -> impl IntoView {
    view! {
        <section class="stack-2">
            <Head title="Journey and clock"/>
            <ClockFacts>
                <ClockFact name="Done by" note="in 3 h 28 min">"today 14:10"</ClockFact>
                <ClockFact name="First answer" note="21 min, promised 1 h">
                    <Status icon=Icon::Kept kind=StatusKind::Kept>"kept"</Status>
                </ClockFact>
                <ClockFact name="Pauses" note="while we waited for you; added to the end">"1 h"</ClockFact>
            </ClockFacts>
            <Journey>
                <JourneyStop kind=StopKind::Past time=stamp("08:10") title="You asked"/>
                <JourneyStop kind=StopKind::Past time=stamp("08:31") title="First answer">"promised by 09:10"</JourneyStop>
                <JourneyStop kind=StopKind::Pause time=stamp("09:05") title="We waited for your photo">
                    "clock stopped for 1 h"
                </JourneyStop>
                <JourneyStop kind=StopKind::Past time=stamp("10:05") title="You answered"/>
                <JourneyStop kind=StopKind::Now time=stamp("10:42") title="Bo tests the old driver">
                    "If it works, he sends it to both printers."
                </JourneyStop>
                <JourneyStop kind=StopKind::Next title="You try one invoice">"We will ask you by mail."</JourneyStop>
                <JourneyStop kind=StopKind::End time=stamp("14:10") title="Done by">
                    "You can reopen it for 7 days."
                </JourneyStop>
            </Journey>
        </section>
    }
}
