//! Shapes and words: statuses, marks, people, figures, banners, empty places.

use leptos::prelude::*;

use crate::{
    Avatar, AvatarKind, AvatarSize, Banner, BannerKind, Button, ButtonKind, Chip, ChipKind, Empty, EmptyLine,
    Head, HeadLevel, Icon, LinkButton, Mark, MarkKind, People, Presence, Stat, Status, StatusKind, TabItem,
    Tabs,
};

#[component]
pub fn Statuses() -> impl IntoView {
    view! {
        <section class="stack-2">
            <Head title="Status: shape and word"/>
            <p class="btn-row status-row">
                <Status icon=Icon::New>"New"</Status>
                <Status icon=Icon::Open>"Open"</Status>
                <Status icon=Icon::Pause>"Waiting on Ana"</Status>
                <Status icon=Icon::Check>"Resolved"</Status>
                <Status icon=Icon::Kept kind=StatusKind::Kept>"Kept"</Status>
                <Status icon=Icon::Late kind=StatusKind::Late>"Late 12 min"</Status>
                <Status icon=Icon::Cross>"Cancelled"</Status>
            </p>
            <p class="btn-row">
                <Chip icon=Icon::Clip href="#file">"invoice-2231.jpg, 1.2 MB"</Chip>
                <Chip kind=ChipKind::You>"Your turn"</Chip>
                <Mark kind=MarkKind::Soon>"38 min"</Mark>
                <Mark kind=MarkKind::Late>"12 min late"</Mark>
            </p>
            <People>
                <Avatar initials="AR" name="Ana Ruiz"/>
                <Avatar initials="BH" name="Bo Hansen, here now" kind=AvatarKind::Staff presence=Presence::Here/>
                <Avatar initials="IP" name="Ines Prado" size=AvatarSize::Small/>
                <Avatar initials="–" name="Nobody yet" kind=AvatarKind::None size=AvatarSize::Small/>
                <Avatar initials="CO" name="Cy Okafor" size=AvatarSize::Large/>
            </People>
            <Tabs label="Which requests" items=vec![tab("#open", "Open", "3"), tab("#ended", "Ended", "11")] here="#open"/>
            <div class="stats">
                <Stat name="Promise kept" figure="94 %" more="target 90, 30 days"/>
                <Stat name="First level" figure="57 %" more="target 50"/>
                <Stat name="Open" figure="23" more="↓ 4 since yesterday"/>
            </div>
        </section>
    }
}

#[component]
pub fn Banners() -> impl IntoView {
    view! {
        <section class="stack-2">
            <Head title="Banners and empty places"/>
            <Banner
                kind=BannerKind::Late
                icon=Icon::Warn
                title="Remote access (VPN) is down since 10:05."
                action=|| view! { <Button>"Me too, keep me posted"</Button> }
            >
                "We are working with the provider. Next word here at 11:00."
            </Banner>
            <Banner kind=BannerKind::You icon=Icon::Net title="No connection. Your text is safe on this device.">
                "We send it by itself when you are online again."
            </Banner>
            <Banner kind=BannerKind::Kept icon=Icon::Kept title="Forty days, no promise missed."/>
            <Banner icon=Icon::Info title="Ines changed this at 10:41.">
                "Your text is kept below; compare and save."
            </Banner>
            <Empty
                title="Nothing needs you now."
                level=HeadLevel::Three
                line=EmptyLine::Ahead
                action=|| {
                    view! {
                        <LinkButton href="#t" kind=ButtonKind::Go>
                            "Take one of the team’s 3"
                        </LinkButton>
                    }
                }
            >
                "The next promise of the team is due at 14:10."
            </Empty>
        </section>
    }
}

fn tab(href: &str, label: &str, count: &str) -> TabItem {
    TabItem { href: href.into(), label: label.into(), count: Some(count.into()) }
}
