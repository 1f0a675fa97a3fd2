//! Closed long ago: the first half of the four weeks.

use super::words::*;

pub const STORIES: &[Story] = &[
    Story {
        name: "slow excel",
        ago: 19 * DAY + 410,
        by: Ana,
        says: "Excel opens very slowly. Two minutes until I can type, whatever the file. Word is fine.",
        then: &[
            after(6, Bo).triages(incident(Me, Slowed, "Devices", "Error")),
            after(10, Bo).asks(
                "Hello Ana, that smells like an add-in. Could you look under **File > Options > Add-ins** \
                 and tell me which names stand under *Active*?",
            ),
            after(75, Ana).answers("Two: `Analysis ToolPak` and `OldTax Connector 2.1`."),
            after(12, Bo).fixes(
                "The second one asks a server that no longer exists, and Excel waits for it each time. I \
                 switched it off from here; your next start should take three seconds.",
            ),
        ],
        ..STORY
    },
    Story {
        name: "lost badge",
        ago: 19 * DAY + 70,
        by: Ana,
        channel: Phone,
        says: "Lost badge, somewhere between the car park and the canteen.",
        then: &[
            after(2, Ines).triages(request("Doors", "Badge")),
            after(3, Ines).replies(
                "Your old badge opens nothing any more. A new one lies at the desk for you; please bring \
                 something with your photo on it.",
            ),
            after(55, Ines).resolves(Desk, One),
        ],
        ..STORY
    },
    Story {
        name: "empty scans",
        ago: 18 * DAY + 40,
        by: Ana,
        channel: Email,
        says: "Scanner sends empty mails\n\n\
               The scanner in the copy room sends me mails without the PDF. The mail arrives at once, there \
               is just nothing in it.",
        then: &[
            after(20, Ines).triages(incident(Me, Slowed, "Printing", "Printer")),
            after(21, Ines).replies(
                "Thank you, I can see them in the log. The scans leave the device with 0 bytes. I am looking \
                 into it.",
            ),
            after(190, Ines).notes(
                "Storage of the device is full of jobs from 2024. Cleaning needs the service menu, code is \
                 in the vault.",
            ),
            after(175, Ines).fixes(
                "Its memory was full. It is empty now, and it cleans itself every night from here on. I am \
                 sorry that this took longer than we promised.",
            ),
        ],
        ..STORY
    },
    Story {
        name: "microscope camera",
        ago: 17 * DAY + 110,
        by: Peter,
        says: "The microscope PC doesn't see the camera any more\n\n\
               The device manager says:\n\n\
               ```\n\
               USB\\VID_1AB2&PID_0001\n\
               This device cannot start. (Code 10)\n\
               ```\n\n\
               We can't document samples.",
        then: &[
            after(5, Cy).triages(incident(Team, Blocked, "Workshop apps", "Machine PC")),
            after(1, Cy).gives(Bo),
            after(14, Bo)
                .replies("I am on my way to the lab with another cable and the driver of last month."),
            after(65, Bo).notes(
                "Cable is fine. Windows put a generic driver over the vendor's. Blocked that in the policy \
                 for LAB-003.",
            ),
            after(20, Bo).replies(
                "The camera is back, with the vendor's own driver. Windows will leave it alone now.",
            ),
            after(0, Bo).resolves(OnSite, Two),
            after(130, Peter).closes(),
        ],
        ..STORY
    },
    Story {
        name: "payroll pdf",
        ago: 16 * DAY + 130,
        by: Irene,
        says: "No puedo abrir las nóminas en PDF\n\n\
               Al abrir el archivo me pide una contraseña que no tengo. Me pasa solo con las de este mes.",
        then: &[
            after(4, Ines).triages(incident(Team, Blocked, "File shares", "Rights")),
            after(11, Ines).asks(
                "Hola, Irene. ¿Te llegó del gestor un correo con el asunto «Nueva clave de cifrado»? Suele \
                 caer en la carpeta de correo no deseado.",
            ),
            after(40, Irene).answers("Sí, ahí estaba, del lunes. ¿Es de fiar?"),
            after(9, Ines).fixes(
                "Lo es, lo he comprobado con ellos por teléfono. He añadido su dirección a los remitentes \
                 seguros para que el próximo llegue a tu bandeja de entrada.",
            ),
        ],
        ..STORY
    },
    Story {
        name: "wrong extension",
        ago: 15 * DAY + 150,
        by: Jon,
        channel: Phone,
        says: "My calls ring at Oskar's old desk. Customers get no answer and call the front desk.",
        then: &[
            after(1, Bo).triages(incident(Team, Slowed, "Phones", "Phone")),
            after(2, Bo).fixes(
                "The forwarding from the move was still set. It is gone; I called you to try it and it rang.",
            ),
        ],
        ..STORY
    },
    Story {
        name: "build disk",
        ago: 14 * DAY + 120,
        by: Wen,
        says: "Nightly build stops: no space left on device\n\n\
               Since last night:\n\n\
               ```\n\
               error: failed to write /var/build/target/release/deps/liboptics-8f2c.rlib\n\
               caused by: No space left on device (os error 28)\n\n\
               $ df -h /var/build\n\
               Filesystem      Size  Used Avail Use% Mounted on\n\
               /dev/sdb1       200G  200G     0 100% /var/build\n\
               ```\n\n\
               I have deleted what is mine, 3 GB.",
        then: &[
            after(8, Cy).triages(incident(Team, Blocked, "Workshop apps", "Machine PC")),
            after(2, Cy).replies(
                "Mine. The old snapshots are next to it; I am making room first and then a bigger disk.",
            ),
            after(35, Cy).notes(
                "- 140 GB of snapshots, the oldest from March\n\
                 - nobody has read them since\n\
                 - kept the last 7 on the NAS",
            ),
            after(60, Cy).replies(
                "There are 138 GB free again, and snapshots older than a week now go by themselves. The \
                 rerun of last night is green: https://build.lumbrera.example/nightly/412",
            ),
            after(0, Cy).resolves(Remote, Three),
            after(20, Wen).closes(),
        ],
        ..STORY
    },
    Story {
        name: "service visit",
        ago: 13 * DAY + 90,
        by: Henrik,
        says: "Wi-Fi for a service visit tomorrow\n\n\
               I come to service the coating machine and need the internet for about four hours, for its \
               manual and the licence check.",
        then: &[
            after(9, Ines).triages(request("Network", "Guest access")),
            after(6, Ines).replies(
                "Welcome, Mr Dahl. For tomorrow:\n\n\
                 1. Choose the network `Lumbrera-Guest`\n\
                 2. Give your name and this address on the page that opens\n\
                 3. The code lies at the reception, it works until the evening\n\n\
                 In hall A the signal is best beside the gate.",
            ),
            after(16, Henrik).answers("Perfect. Do I reach the machine itself from there, 10.20.7.15?"),
            after(25, Ines).fixes(
                "Not from the guest network. Marco from the workshop will plug you in with a cable at the \
                 machine; he knows of it.",
            ),
        ],
        ..STORY
    },
];
