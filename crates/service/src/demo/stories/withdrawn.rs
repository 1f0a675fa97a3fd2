//! Cancelled by those who asked, or merged into another ticket.

use super::words::*;

pub const STORIES: &[Story] = &[
    Story {
        name: "projector",
        ago: 3 * DAY + 340,
        by: Peter,
        says: "Could I borrow a projector on Thursday? For the open day in the lab, from ten to twelve.",
        then: &[
            after(22, Bo).triages(request("Devices", "Accessory")),
            after(3, Bo).replies("One is free. I will put it aside for you."),
            after(240, Peter).answers("Thank you, but we found our own, behind the nitrogen."),
            after(0, Peter).cancels(),
        ],
        ..STORY
    },
    Story {
        name: "lost folder",
        ago: DAY + 190,
        by: Hanna,
        says: "The folder with the pictures of November is gone",
        then: &[
            after(14, Hanna).answers("Found it. It was inside the October folder. Sorry!"),
            after(0, Hanna).cancels(),
        ],
        ..STORY
    },
    Story {
        name: "labels too",
        ago: 290,
        by: Yusuf,
        says: "No labels in shipping\n\nNothing comes out of the label printer at gate 2.",
        then: &[after(11, Bo).notes("Same printer as Nadia's."), after(1, Bo).merges("label printer")],
        ..STORY
    },
    Story {
        name: "vpn too",
        ago: 33,
        by: Omar,
        says: "I can't connect from home, the VPN times out.",
        then: &[after(6, Ines).merges("vpn down")],
        ..STORY
    },
];
