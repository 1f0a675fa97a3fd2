//! Waiting: the clock stands still, and somebody else has the ball.

use super::words::*;

pub const STORIES: &[Story] = &[
    Story {
        name: "plotter drum",
        ago: 5 * DAY + 50,
        by: Diego,
        says: "Plotter prints with grey stripes\n\n\
               Every print has three stripes along the paper, always at the same place.",
        then: &[
            after(16, Bo)
                .triages(incident(Team, Slowed, "Printing", "Printer").titled("Plotter needs a new drum")),
            after(9, Bo).replies(
                "Same place every time means the drum. I have looked at it: it is worn out. Copitec has been \
                 told.",
            ),
            after(3, Bo).waits(Supplier),
            after(DAY + 510, Bo)
                .notes("Copitec: drum is in Zaragoza, technician comes when it is here. Case **CP-88213**."),
            after(DAY, Bo).replies(
                "The drum is on its way to us. Until then the plotter of Design prints for you, it is called \
                 `PLT-302`.",
            ),
        ],
        ..STORY
    },
    Story {
        name: "warehouse line",
        ago: 2 * DAY + 180,
        by: Yusuf,
        channel: Phone,
        says: "The line to the Girona warehouse drops several times a day. The app loses what we have \
               scanned.",
        then: &[
            after(2, Cy).triages(incident(Team, Slowed, "Network", "Slow or down")),
            after(10, Cy).replies(
                "I can see the drops: 11 in two days, always for about a minute. The provider has our \
                 measurements.",
            ),
            after(2, Cy).waits(Supplier),
            after(470, Cy).notes(
                "Provider has found a damaged fibre near Celrà. Permission to dig is asked for.\n\n\
                 Ticket with them: `INC0048213`",
            ),
            after(12, Cy).replies(
                "They have found the damaged cable and will dig. Until it is repaired the warehouse goes \
                 over mobile by itself when the line drops, so that nothing is lost.",
            ),
        ],
        ..STORY
    },
    Story {
        name: "second screen",
        ago: DAY + 547,
        by: Ana,
        says: "Second screen for working at home\n\nI work from home on Mondays and Fridays now.",
        then: &[
            after(18, Ines).triages(request("Devices", "Screen")),
            after(6, Ines).replies(
                "We have a 24 inch one that would fit. It goes on your department's budget, Elena decides.",
            ),
            after(0, Ines).shows(Elena),
            after(1, Ines).waits(Approval),
        ],
        ..STORY
    },
    Story {
        name: "cad licence",
        ago: DAY + 440,
        by: Ruth,
        says: "CAD licence on LAP-0188\n\n\
               It says that the licence belongs to another computer. I got this laptop last week.",
        then: &[
            after(21, Bo).triages(incident(Me, Slowed, "CAD", "Licence")),
            after(12, Bo).replies(
                "The licence still hangs on your old laptop, LAP-0131. It has to be given back there.",
            ),
            after(300, Bo).asks(
                "Do you still have LAP-0131 at home? If so, please bring it along, or start it once and \
                 choose **Help > Licences > Give back**.",
            ),
        ],
        ..STORY
    },
    Story {
        name: "dead keys",
        ago: DAY + 230,
        by: Tom,
        channel: WalkUp,
        says: "Keyboard of LAP-0204: the row from Q to P is dead. There was some coffee.",
        then: &[
            after(2, Ines).triages(incident(Me, Slowed, "Devices", "Computer")),
            after(4, Ines)
                .replies("Loan laptop LAP-0240 is yours until it is repaired. The new keyboard is ordered."),
            after(8, Ines).waits(Parts),
        ],
        ..STORY
    },
    Story {
        name: "catalogue licence",
        ago: DAY + 70,
        by: Hanna,
        says: "Adobe licence for the new colleague\n\n\
               She makes the spring catalogue with me. Three months would be enough.",
        then: &[
            after(24, Ines).triages(request("Devices", "Licence")),
            after(11, Ines).replies(
                "Three months cost 210 euros. Elena has the question, and I install it within the hour when \
                 she agrees.",
            ),
            after(0, Ines).shows(Elena),
            after(0, Ines).waits(Approval),
            after(190, Elena).answers("Does Ruth's licence not cover two machines?"),
            after(45, Ines)
                .replies("It does, but both are in use: her laptop and the one in the photo studio."),
            after(0, Ines).waits(Approval),
        ],
        ..STORY
    },
    Story {
        name: "budget folder",
        ago: 232,
        by: Ana,
        says: "Access to the 2027 budget folder",
        then: &[
            after(15, Ines).triages(request("File shares", "Rights")),
            after(7, Ines).replies("Gladly. I am looking up who owns it."),
            after(150, Ines).asks(
                "There are two of that name: `Finance/Budget 2027` and `Finance/Planning/2027 budget`. Which \
                 one do you need, and is reading enough?",
            ),
        ],
        ..STORY
    },
];
