//! Closed more lately: the grace period is over, or the requester said that it is solved.

use super::words::*;

pub const STORIES: &[Story] = &[
    Story {
        name: "flickering screen",
        ago: 12 * DAY + 60,
        by: Marta,
        channel: WalkUp,
        says: "The screen flickers on the laptop dock.",
        then: &[
            after(1, Bo).triages(incident(Me, Slowed, "Devices", "Screen")),
            after(5, Bo).notes("Dock firmware 1.0.4, known for it. Swapped with one that has 1.0.9."),
            after(1, Bo).resolves(Desk, One),
        ],
        ..STORY
    },
    Story {
        name: "measuring database",
        ago: 11 * DAY + 30,
        by: Iker,
        says: "Read access to the measuring database\n\nFor the monthly quality report. Reading is enough.",
        then: &[
            after(14, Ines).triages(request("Workshop apps", "Rights")),
            after(4, Ines).replies(
                "Good idea, that saves you the copy every month. Elena has to agree, I have asked her.",
            ),
            after(0, Ines).shows(Elena),
            after(0, Ines).waits(Approval),
            after(420, Elena).answers("Agreed, reading only."),
            after(35, Ines).fixes(
                "Done: server `measure01`, database `results`, sign in as you do in Windows. A first query \
                 to try:\n\n\
                 ```\n\
                 select lot, count(*)\n\
                 from result\n\
                 where passed = false\n\
                 group by lot;\n\
                 ```",
            ),
            after(80, Iker).closes(),
        ],
        ..STORY
    },
    Story {
        name: "handheld 3",
        ago: 10 * DAY,
        by: Nadia,
        channel: WalkUp,
        says: "Handheld 3 does not charge. I tried the cradle of number 2, same.",
        then: &[
            after(1, Ines).triages(incident(Team, Slowed, "Devices", "Handheld")),
            after(3, Ines)
                .replies("It stays here. You have number 7 from the cupboard until yours is repaired."),
            after(30, Ines).notes("Contacts are burnt. New battery and back cover ordered, two days."),
            after(0, Ines).waits(Parts),
            after(2 * DAY + 10, Ines).resumes(),
            after(45, Ines).replies("Repaired, charged and tried. Swap it back whenever you pass the desk."),
            after(0, Ines).resolves(Depot, Two),
        ],
        ..STORY
    },
    Story {
        name: "brand fonts",
        ago: 8 * DAY + 540,
        by: Ruth,
        channel: Email,
        says: "Brand fonts are gone after the update\n\n\
               All my documents show Arial. I can't send anything out like this.",
        then: &[
            after(15, Bo).triages(incident(Team, Blocked, "CAD", "Update")),
            after(5, Bo).replies(
                "I can see why: the update moved them to a folder that only admins may read. Five minutes.",
            ),
            after(18, Bo).fixes(
                "They are back for everybody in Design and Marketing. Please open the program anew once.",
            ),
        ],
        ..STORY
    },
    Story {
        name: "headset",
        ago: 7 * DAY + 510,
        by: Ana,
        channel: WalkUp,
        says: "Headset for calls with the Madrid office",
        then: &[
            after(0, Ines).triages(request("Devices", "Accessory")),
            after(3, Ines).notes("HS-22 given, 11 left."),
            after(0, Ines).resolves(Desk, One),
        ],
        ..STORY
    },
    Story {
        name: "auditors",
        ago: 7 * DAY + 10,
        by: Elena,
        urgent: Some("The auditors are on the line and hear nothing"),
        says: "No sound in meeting room 2",
        then: &[
            after(3, Cy).triages(incident(Team, Blocked, "Phones", "Sound")),
            after(1, Cy).gives(Ines),
            after(3, Ines)
                .replies("I am coming up. Please start with a phone on the table: 4455, code 7710."),
            after(28, Ines).notes("Ceiling microphones answer, the mixer does not. Power supply is dead."),
            after(110, Ines).replies(
                "The mixer needs a new power supply. One is on its way from the workshop; until then room 3 \
                 is booked in your name.",
            ),
            after(118, Ines)
                .replies("Room 2 speaks and hears again. I am sorry for the morning on the phone."),
            after(0, Ines).resolves(OnSite, Two),
        ],
        ..STORY
    },
    Story {
        name: "calendar",
        ago: 6 * DAY + 80,
        by: Ana,
        channel: Email,
        says: "Calendar shows meetings one hour late\n\nOnly those that Sofía invites me to.",
        then: &[
            after(12, Bo).triages(incident(Me, Slowed, "Mail", "Calendar")),
            after(8, Bo).asks("Is it the ones from before the clocks changed, or new ones too?"),
            after(95, Ana).answers("New ones too."),
            after(40, Bo).fixes(
                "Her calendar still had Mexico City with summer time, which Mexico gave up. I set it right; \
                 she sent you the two meetings of this week again.",
            ),
            after(25, Ana).closes(),
        ],
        ..STORY
    },
];
