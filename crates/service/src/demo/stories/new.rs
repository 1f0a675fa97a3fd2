//! New: nobody has answered yet, and the hour for the first answer runs.

use super::words::*;

pub const STORIES: &[Story] = &[
    Story {
        name: "orders mailbox",
        ago: 51,
        by: Jon,
        channel: Email,
        says: "Mailbox orders@ asks for a password\n\n\
               It asks all three of us, again and again. Our own mailboxes are fine.",
        then: &[after(30, Cy).triages(incident(Team, Slowed, "Mail", "Mailbox")), after(0, Cy).gives(Bo)],
        ..STORY
    },
    Story {
        name: "north door",
        ago: 22,
        by: Iker,
        says: "Badge reader at the north door is slow\n\n\
               It takes up to ten seconds until it opens. In the rain that is long.",
        ..STORY
    },
    Story {
        name: "quotation link",
        ago: 12,
        by: Laura,
        says: "I can't open the link to our quotation\n\n\
               It says \"this link has expired\", but you sent it an hour ago. The number is Q-26-1184.",
        ..STORY
    },
    Story {
        name: "phone list",
        ago: 4,
        by: Clara,
        says: "Who can put the new phone list on the intranet? The old one still has Oskar.",
        ..STORY
    },
];
