//! Resolved in the last seven days: an answer would reopen these.

use super::words::*;

pub const STORIES: &[Story] = &[
    Story {
        name: "forklift tablet",
        ago: 4 * DAY + 480,
        by: Diego,
        channel: Email,
        says: "La tablet de la carretilla pierde el wifi en la nave B\n\n\
               Entre los pasillos 14 y 18 se queda sin conexión y hay que reiniciarla. Con la otra \
               carretilla pasa lo mismo.",
        then: &[
            after(13, Ines).triages(incident(Team, Slowed, "Network", "Wi-Fi")),
            after(9, Ines).replies(
                "Gracias, Diego. Que pase con las dos ya me dice que no es la tablet. Bajo con el medidor a \
                 mirar la antena de ese lado.",
            ),
            after(140, Ines).notes(
                "AP-B4 is off: somebody pulled the plug for a fan heater. Plug is labelled and tied now.",
            ),
            after(20, Ines).replies(
                "La antena estaba desenchufada. Ya funciona y la he probado de punta a punta del pasillo 16.",
            ),
            after(0, Ines).resolves(OnSite, One),
        ],
        ..STORY
    },
    Story {
        name: "expired password",
        ago: 4 * DAY + 220,
        by: Sofia,
        channel: Phone,
        says: "My password ran out while I was travelling and I can't sign in anywhere.",
        then: &[
            after(1, Bo).triages(incident(Me, Blocked, "Remote access", "Password")),
            after(7, Bo).fixes(
                "We called you back on the number in your record and set a new one together. You will get a \
                 warning ten days before the next one ends, also in Querétaro.",
            ),
        ],
        ..STORY
    },
    Story {
        name: "picture library",
        ago: 3 * DAY + 540,
        by: Hanna,
        says: "The picture library asks me to sign in for every single picture",
        then: &[
            after(19, Ines).triages(incident(Me, Slowed, "File shares", "Error")),
            after(16, Ines).replies(
                "It forgets you because the browser deletes its cookies on closing. Which browser is it?",
            ),
            after(85, Hanna).answers("Firefox. I set that myself, I think, last week."),
            after(14, Ines).fixes(
                "Then: **Settings > Privacy > Exceptions**, and allow `pictures.lumbrera.example`. All other \
                 sites are still forgotten.",
            ),
        ],
        ..STORY
    },
    Story {
        name: "supplier certificate",
        ago: 3 * DAY + 240,
        by: Omar,
        channel: Phone,
        says: "The portal of our glass supplier is \"not trusted\" since this week\n\n\
               I need to send the order today.",
        then: &[
            after(2, Cy).triages(incident(Me, Blocked, "Network", "Error")),
            after(8, Cy).replies("Do not click past it. I am looking at what they changed."),
            after(30, Cy).notes(
                "They renewed without the certificate in between:\n\n\
                 ```\n\
                 verify error:num=20:unable to get local issuer certificate\n\
                 ```\n\n\
                 Called their IT, they fix it today.",
            ),
            after(125, Cy).fixes(
                "They have corrected it, and the page opens without a warning. Your draft order is still \
                 there.",
            ),
        ],
        ..STORY
    },
    Story {
        name: "double click",
        ago: 2 * DAY + 500,
        by: Tom,
        channel: WalkUp,
        says: "My mouse clicks twice when I click once.",
        then: &[
            after(1, Bo).triages(incident(Me, Slowed, "Devices", "Accessory")),
            after(2, Bo).resolves(Desk, One),
        ],
        ..STORY
    },
    Story {
        name: "visitor badges",
        ago: 2 * DAY + 260,
        by: Clara,
        says: "The visitor printer prints the badges upside down",
        then: &[
            after(26, Bo).triages(incident(Team, Slowed, "Printing", "Label printer")),
            after(4, Bo).replies("The new roll runs the other way. I am turning the layout."),
            after(55, Bo).fixes(
                "Heads are up again. The setting is called *Rotate 180*, should the old rolls come back.",
            ),
            after(15, Clara).closes(),
        ],
        ..STORY
    },
    Story {
        name: "ray tracing",
        ago: 2 * DAY + 10,
        by: Aiko,
        says: "Ray tracing stops at 2 GB\n\n\
               Every job on the new server ends with\n\n\
               ```\n\
               trace: allocation of 2147483648 bytes failed\n\
               ```\n\n\
               while 256 GB are free. On my own machine the same file runs.",
        then: &[
            after(17, Cy).triages(incident(Team, Slowed, "CAD", "Error")),
            after(12, Cy).replies(
                "That number is exactly 2^31, so it is the program and not the server. I have asked the \
                 maker; the server keeps your old version until then.",
            ),
            after(15, Cy).waits(Supplier),
            after(DAY + 360, Cy).resumes(),
            after(46, Cy).replies(
                "Their version 12.4.1 heals it, see https://support.raytrace.example/notes/12.4.1. It is \
                 installed, and your job of yesterday ran through with 9.6 GB.",
            ),
            after(0, Cy).resolves(Remote, Three),
        ],
        ..STORY
    },
    Story {
        name: "scales",
        ago: DAY + 335,
        by: Yusuf,
        channel: Phone,
        says: "The scales at gate 1 show no weight in the shipping app. We write it down by hand.",
        then: &[
            after(3, Ines).triages(incident(Team, Slowed, "Workshop apps", "Scales")),
            after(11, Ines)
                .replies("The scales answer when I ask them directly. I am restarting their service now."),
            after(26, Ines).notes("Port had moved from COM3 to COM5 after the restart. Pinned it."),
            after(5, Ines).fixes("The weight is back. Nadia tried it with two parcels."),
        ],
        ..STORY
    },
    Story {
        name: "bank file",
        ago: 560,
        by: Irene,
        says: "The bank refuses the file with the salaries\n\n\
               It says `invalid character in line 14`. Line 14 is Begoña.",
        then: &[
            after(16, Bo).triages(incident(Team, Blocked, "Workshop apps", "Error")),
            after(5, Bo).asks(
                "It stumbles over the ñ. Could you export it again with *Encoding: Latin-1* and send it to \
                 the bank once more?",
            ),
            after(230, Irene)
                .answers("That line is fine now, but it stops at line 31, a name with an accent."),
            after(219, Bo).fixes(
                "The bank wants plain letters only. The export now writes `Begona` in the file and leaves \
                 the name in our system as it is. The bank has confirmed this one.",
            ),
        ],
        ..STORY
    },
    Story {
        name: "safety video",
        ago: 158,
        by: Mateo,
        channel: WalkUp,
        says: "The safety training video has no sound on the tablet.",
        then: &[
            after(1, Ines).triages(incident(Me, Slowed, "Devices", "Sound")),
            after(8, Ines).notes("Switch on the side was on silent."),
            after(1, Ines).resolves(Desk, One),
        ],
        ..STORY
    },
    Story {
        name: "locked out",
        ago: 155,
        by: Luis,
        channel: Phone,
        says: "Locked out after three tries, first day back from holiday.",
        then: &[
            after(1, Bo).triages(incident(Me, Blocked, "Devices", "Password")),
            after(5, Bo).fixes(
                "Unlocked, and the tour of how to set your own next time took two minutes. Welcome back.",
            ),
        ],
        ..STORY
    },
];
