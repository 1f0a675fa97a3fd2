//! Open: the desk has the ball.

use super::words::*;

const INVOICE: Sample = Sample { name: "invoice-2231.png", content: Content::Invoice };

const SCANNER_LOG: Sample = Sample {
    name: "scanner-app.log",
    content: Content::Text(
        "INFO  scanner-app 4.2.0 on ENG-021\n\
         INFO  device FS-700 found on usb-2\n\
         INFO  page 1 of 1, 2480 x 3508, 300 dpi\n\
         INFO  save as //files/engineering/scans/Prüfprotokoll 07.pdf\n\
         ERROR cannot encode file name: unmappable character U+00FC at 38\n\
         ERROR uncaught: java.nio.charset.UnmappableCharacterException\n\
         INFO  exit 134\n",
    ),
};

/// As long as titles come: a sentence around the name of a file.
const LONG_TITLE: &str = "Files that the measuring machine writes as \
     LMB-OPT-2026-0417_asphere-front_interferometer-2_run-0003_after-polishing_temperature-compensated.h5 \
     can't be opened on Windows since their path is too long";

pub const STORIES: &[Story] = &[
    Story {
        name: "old mails",
        ago: 3 * DAY + 190,
        by: Omar,
        says: "The search in my mail finds nothing older than a week",
        then: &[
            after(18, Bo).triages(incident(Me, Slowed, "Mail", "Mailbox")),
            after(11, Bo).replies(
                "The index of your mailbox is damaged. I am building it anew, which takes an hour or two.",
            ),
            after(90, Bo)
                .fixes("The index is whole again. Please try \"invoice 2023\", that found nothing before."),
            after(2 * DAY + 546, Omar).answers(
                "It worked for three days, and now it is the same again: nothing from before last week. I \
                 have not changed anything.",
            ),
            after(30, Bo)
                .replies("Then the index is damaged by something. I keep it open until I know by what."),
        ],
        ..STORY
    },
    Story {
        name: "bench monitor",
        ago: 2 * DAY + 252,
        by: Peter,
        says: "Second monitor for the lab bench\n\nOne that can be wiped with alcohol, please.",
        then: &[
            after(23, Ines).triages(request("Devices", "Screen")),
            after(8, Ines).replies(
                "There is one with a sealed front in the depot. I will bring it with an arm for the bench.",
            ),
            after(DAY + 250, Ines).notes("Arm has come. Needs the long screws, in drawer 6."),
        ],
        ..STORY
    },
    Story {
        name: "new colleague",
        ago: 2 * DAY + 72,
        by: Lucia,
        says: "Lena Koch starts on Monday in Engineering\n\n\
               She needs:\n\n\
               - a laptop with CAD\n\
               - a badge for hall A and room 1.15\n\
               - a mail address before Friday, for the first papers",
        then: &[
            after(12, Cy)
                .triages(request("Devices", "New starter").titled("Laptop for Lena Koch, starts Monday")),
            after(2, Cy).gives(Bo),
            after(20, Bo)
                .replies("Thank you for the early word. Mail address today, laptop and badge by Friday."),
            after(300, Bo).notes(
                "1. mail: done, lena.koch@lumbrera.example\n\
                 2. badge: printed, doors set\n\
                 3. laptop: LAP-0251, CAD is still missing",
            ),
        ],
        ..STORY
    },
    Story {
        name: "desk phone",
        ago: DAY + 552,
        by: Ruth,
        says: "Move a desk phone to room 3.12, please. The number stays, it is 4221.",
        then: &[
            after(25, Cy).triages(request("Phones", "Move")),
            after(5, Cy)
                .replies("The socket beside the window has to be patched first. I do both in one go."),
        ],
        ..STORY
    },
    Story {
        name: "python",
        ago: 480,
        by: Aiko,
        says: "Python 3.14 on ENG-014\n\n\
               With these, from our own mirror:\n\n\
               ```\n\
               numpy==2.3.4\n\
               scipy==1.16.3\n\
               raypy @ https://mirror.lumbrera.example/raypy-0.9.2.tar.gz\n\
               ```\n\n\
               No hurry, this month is fine.",
        then: &[
            after(33, Cy).triages(request("CAD", "Install")),
            after(7, Cy).replies("Happily. I will pack it so that Wen can have the same afterwards."),
        ],
        ..STORY
    },
    Story {
        name: "long name",
        ago: 430,
        by: Wen,
        says: "Please raise the limit for file names on the share\n\n\
               The export from the measuring machine writes names like this one, and Windows can't open \
               them:\n\n\
               \\\\files.lumbrera.example\\engineering\\measurements\\2026\\\
               LMB-OPT-2026-0417_asphere-front_interferometer-2_run-0003_\
               after-polishing_temperature-compensated_reference-sphere-R250_operator-novak_final-final-2.h5",
        then: &[
            after(20, Cy).triages(request("File shares", "Error").titled(LONG_TITLE)),
            after(9, Ines).replies(
                "Windows can do long paths, it only has to be told. I would like to try it on your machine \
                 first before everybody gets it. Is LAP-0177 free for a restart this week?",
            ),
            after(70, Wen).answers("Any time, it is only the test machine."),
        ],
        ..STORY
    },
    Story {
        name: "label printer",
        ago: 312,
        by: Nadia,
        channel: Phone,
        says: "Label printer in shipping is offline. 60 parcels wait for the lorry.",
        then: &[
            after(3, Bo).triages(incident(Team, Blocked, "Printing", "Label printer")),
            after(8, Bo).replies(
                "I can see it come and go on the network. Please print at gate 1 meanwhile, it is set as \
                 your second printer.",
            ),
            after(120, Bo).notes(
                "New cable, same. The switch port counts errors: 14,200 in an hour. Waiting for a window to \
                 move it to port 11.",
            ),
            after(90, Nadia).answers("Gate 1 works, but it is a long walk with every label."),
        ],
        ..STORY
    },
    Story {
        name: "scanner app",
        ago: 252,
        by: Wen,
        says: "Scanner app closes when saving\n\n\
               Only with some files. What it says on the way out:\n\n\
               ```\n\
               java.nio.charset.UnmappableCharacterException: Input length = 1\n    \
               at java.base/java.nio.charset.CoderResult.throwException(CoderResult.java:282)\n    \
               at com.flowscan.export.PdfWriter.save(PdfWriter.java:118)\n\
               ```",
        files: &[SCANNER_LOG],
        then: &[
            after(14, Ines).triages(incident(Me, Slowed, "Workshop apps", "Error")),
            after(11, Ines).replies(
                "Thank you for the log, that helps. It seems to be the `ü` in the name; without it the app \
                 should save.",
            ),
            after(60, Wen).answers("Right, `Pruefprotokoll` works. But the names come from the customer."),
        ],
        ..STORY
    },
    Story {
        name: "order notices",
        ago: 205,
        by: Marta,
        says: "No me llegan los avisos de pedidos\n\n\
               Desde ayer no recibo el correo cuando un cliente hace un pedido. A Jon sí le llegan.",
        then: &[
            after(17, Ines).triages(incident(Me, Slowed, "Mail", "Mailbox")),
            after(9, Ines)
                .asks("Hola, Marta. ¿Tienes alguna regla nueva en Outlook que los mueva a otra carpeta?"),
            after(50, Marta).answers("No, y tampoco están en correo no deseado."),
            after(21, Ines).replies(
                "Entonces no salen de la tienda. Voy a revisar la lista de destinatarios; mientras tanto los \
                 pedidos se ven en https://tienda.lumbrera.example/pedidos",
            ),
        ],
        ..STORY
    },
    Story {
        name: "measuring machine",
        ago: 165,
        by: Iker,
        urgent: Some("The parts for Airframe leave today and must be measured before"),
        says: "The PC of measuring machine 2 does not start\n\nBlack screen, three short beeps.",
        then: &[
            after(4, Cy).triages(incident(Team, Blocked, "Workshop apps", "Machine PC")),
            after(1, Cy).gives(Bo),
            after(6, Bo).replies("Three beeps are the memory. I am bringing spare modules, ten minutes."),
            after(40, Bo)
                .notes("One slot is dead. Runs with half the memory, calibration takes an hour. Cy knows."),
            after(8, Bo).replies(
                "It starts and is calibrating itself. Machine 1 is free for you until then, Peter has been \
                 told.",
            ),
        ],
        ..STORY
    },
    Story {
        name: "invoices",
        ago: 152,
        by: Ana,
        says: "Since this morning every invoice prints without its last line, the one with the bank details. \
               Both on the printer by the kitchen and the one in our room. I have 40 to send today.",
        then: &[
            after(4, Bo).triages(
                incident(Team, Slowed, "Printing", "Printer")
                    .titled("Invoices print with the last line cut off"),
            ),
            after(0, Bo).takes(),
            after(17, Bo).replies(
                "Morning Ana. I can see it on the test page too, so it is not your file. Which template did \
                 you use, the old blue one or the new one from October? A photo of one page would help.",
            ),
            after(13, Ines).notes(
                "The print server took driver 7.2 in the night. @Bo same thing happened in March, see P-17: \
                 paper size falls back to Letter. Roll back before you call the supplier.",
            ),
            after(21, Bo).waits(Requester),
            after(8, Ana).shows(Irene),
            after(52, Ana).sends("The new one from October. Photo attached.", INVOICE),
            after(13, Bo).replies(
                "Thank you, that settles it: last night's driver update sets the wrong paper size. I am \
                 testing the previous driver now. Until then, \"Save as PDF\" gives you complete invoices to \
                 send by mail.",
            ),
        ],
        ..STORY
    },
    Story {
        name: "vpn down",
        ago: 38,
        by: Hanna,
        urgent: Some("I need the price list for a customer call"),
        says: "VPN says \"connection timed out\"\n\n\
               For a few minutes now. I work from home today and need the price list on the server.",
        then: &[
            after(1, Ines).triages(
                incident(Everyone, Blocked, "Remote access", "VPN").titled("Remote access (VPN) is down"),
            ),
            after(4, Ines).replies(
                "You are not alone, it is down for everybody. We are working with the provider. The price \
                 list opens without it: https://files.lumbrera.example, sign in as usual.",
            ),
            after(14, Cy).shows(Jon),
            after(0, Cy).notes(
                "Provider confirms: their gateway in Barcelona is down, switching us to Valencia. Next call \
                 in half an hour.",
            ),
            after(6, Hanna).answers("Got it there, thank you! The call is saved."),
        ],
        ..STORY
    },
];
