//! The people of the demo.

use domain::access::Actor;
use domain::ids::PersonId;
use domain::locale::Language::{self, En, Es};
use domain::person::{Role, Roles, Standing};
use domain::text::{EmailAddress, Label, PersonName};
use domain::time::UnixMs;
use store::Tx;
use store::person::NewPerson;

use crate::error::{Error, Result, parse};
use Who::*;

/// Everybody by first name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[rustfmt::skip]
pub enum Who {
    Aiko, Ana, Bo, Clara, Cy, Diego, Elena, Hanna, Iker, Ines, Irene, Jon, Lucia, Luis, Marco, Marta, Mateo, Nadia,
    Omar, Pavel, Peter, Ruth, Sofia, Tom, Wen, Yusuf,
    // Guests, who come through the form without an account.
    Henrik, Laura,
}

pub struct Profile {
    pub who: Who,
    pub name: &'static str,
    pub email: &'static str,
    pub language: Language,
    pub zone: Option<&'static str>,
    /// Department, location, job title, phone; a guest has none.
    place: Option<[&'static str; 4]>,
    /// Beside the requester's, for those who have the password.
    pub roles: Option<&'static [Role]>,
    on_wall: bool,
}

#[rustfmt::skip]
pub const PEOPLE: &[Profile] = &[
    at_work(Ana, "Ana Ruiz", "ana@lumbrera.example",
        ["Accounts", "Room 2.08", "Accountant", "4127"]).signs_in(&[Role::Requester]),
    at_work(Bo, "Bo Hansen", "bo@lumbrera.example",
        ["IT", "Room 0.12", "Support engineer", "4401"]).signs_in(&[Role::Requester, Role::Agent]).on_wall(),
    at_work(Ines, "Ines Prado", "ines@lumbrera.example",
        ["IT", "Room 0.12", "Support engineer", "4402"]).signs_in(&[Role::Requester, Role::Agent]).on_wall(),
    at_work(Cy, "Cy Okafor", "cy@lumbrera.example",
        ["IT", "Room 0.13", "Head of IT", "4403"]).signs_in(&[Role::Requester, Role::Agent, Role::Lead, Role::Admin]),
    at_work(Elena, "Elena Rossi", "elena@lumbrera.example",
        ["Finance", "Room 3.01", "Finance director", "4101"]).signs_in(&[Role::Requester, Role::Approver]),
    at_work(Aiko, "Aiko Tanaka", "aiko.tanaka@lumbrera.example",
        ["Engineering", "Room 1.15", "Optical designer", "4212"]),
    at_work(Clara, "Clara Domènech", "clara.domenech@lumbrera.example",
        ["Reception", "Entrance", "Receptionist", "4000"]).speaks(Es),
    at_work(Diego, "Diego Pons", "diego.pons@lumbrera.example",
        ["Logistics", "Hall B", "Logistics planner", "4163"]).speaks(Es),
    at_work(Hanna, "Hanna Lindqvist", "hanna.lindqvist@lumbrera.example",
        ["Marketing", "Room 2.21", "Marketing manager", "4141"]),
    at_work(Iker, "Iker Salas", "iker.salas@lumbrera.example",
        ["Quality", "Measuring room", "Quality engineer", "4231"]),
    at_work(Irene, "Irene Castro", "irene.castro@lumbrera.example",
        ["Accounts", "Room 2.08", "Payroll clerk", "4128"]).speaks(Es),
    at_work(Jon, "Jon Etxeberria", "jon.etxeberria@lumbrera.example",
        ["Sales", "Room 2.14", "Order desk", "4151"]),
    at_work(Lucia, "Lucía Ferrer", "lucia.ferrer@lumbrera.example",
        ["HR", "Room 3.04", "HR manager", "4111"]).speaks(Es),
    at_work(Luis, "Luis Ortega", "luis.ortega@lumbrera.example",
        ["Workshop", "Hall A", "Toolmaker", "4182"]).speaks(Es),
    at_work(Marco, "Marco Ibáñez", "marco.ibanez@lumbrera.example",
        ["Workshop", "Hall A", "Workshop manager", "4180"]).speaks(Es),
    at_work(Marta, "Marta Vidal", "marta.vidal@lumbrera.example",
        ["Sales", "Room 2.14", "Key account manager", "4152"]).speaks(Es),
    at_work(Mateo, "Mateo Gil", "mateo.gil@lumbrera.example",
        ["Workshop", "Hall A", "Apprentice", "4185"]).speaks(Es),
    at_work(Nadia, "Nadia Haddad", "nadia.haddad@lumbrera.example",
        ["Warehouse", "Shipping, gate 2", "Shipping clerk", "4171"]),
    at_work(Omar, "Omar Benali", "omar.benali@lumbrera.example",
        ["Purchasing", "Room 2.17", "Buyer", "4161"]),
    at_work(Pavel, "Pavel Horák", "pavel.horak@lumbrera.example",
        ["Facilities", "Room 0.03", "Caretaker", "4010"]),
    at_work(Peter, "Peter Novák", "peter.novak@lumbrera.example",
        ["Lab", "Clean room 1", "Lab technician", "4241"]),
    at_work(Ruth, "Ruth Amsel", "ruth.amsel@lumbrera.example",
        ["Design", "Room 3.12", "Industrial designer", "4221"]),
    at_work(Sofia, "Sofía Marín", "sofia.marin@lumbrera.example",
        ["Sales", "Querétaro office", "Sales, Latin America", "+52 442 555 0148"]).speaks(Es)
        .lives_in("America/Mexico_City"),
    at_work(Tom, "Tom Becker", "tom.becker@lumbrera.example",
        ["Production", "Hall A, line 3", "Shift leader", "4191"]),
    at_work(Wen, "Wen Li", "wen.li@lumbrera.example",
        ["Engineering", "Room 1.15", "Software engineer", "4214"]),
    at_work(Yusuf, "Yusuf Demir", "yusuf.demir@lumbrera.example",
        ["Warehouse", "Shipping, gate 1", "Warehouse manager", "4170"]),
    guest(Henrik, "Henrik Dahl", "henrik.dahl@optimec.example"),
    guest(Laura, "Laura Puig", "laura@fotolab-girona.example"),
];

const fn guest(who: Who, name: &'static str, email: &'static str) -> Profile {
    Profile { who, name, email, language: En, zone: None, place: None, roles: None, on_wall: false }
}

const fn at_work(who: Who, name: &'static str, email: &'static str, place: [&'static str; 4]) -> Profile {
    Profile { place: Some(place), ..guest(who, name, email) }
}

impl Profile {
    const fn speaks(self, language: Language) -> Profile {
        Profile { language, ..self }
    }

    const fn lives_in(self, zone: &'static str) -> Profile {
        Profile { zone: Some(zone), ..self }
    }

    const fn signs_in(self, roles: &'static [Role]) -> Profile {
        Profile { roles: Some(roles), ..self }
    }

    /// Agreed to be shown on the wall.
    const fn on_wall(self) -> Profile {
        Profile { on_wall: true, ..self }
    }

    fn all_roles(&self) -> Roles {
        self.roles.unwrap_or_default().iter().copied().collect()
    }
}

/// Who can sign in: address and roles.
pub fn accounts() -> impl Iterator<Item = (String, &'static [Role])> {
    PEOPLE.iter().filter_map(|profile| Some((profile.email.to_owned(), profile.roles?)))
}

/// Somebody with the number that the desk knows him by.
#[derive(Clone, Copy)]
pub struct Member {
    pub id: PersonId,
    roles: Roles,
}

impl Member {
    pub const fn actor(self) -> Actor {
        Actor::Person { id: self.id, roles: self.roles }
    }
}

/// Everybody who has an account.
pub struct Cast {
    members: Vec<(Who, Member)>,
}

impl Cast {
    /// None for a guest.
    pub fn member(&self, who: Who) -> Option<Member> {
        self.members.iter().find(|(known, _)| *known == who).map(|(_, member)| *member)
    }
}

pub fn profile(who: Who) -> Result<&'static Profile> {
    let known = PEOPLE.iter().find(|profile| profile.who == who);
    known.ok_or_else(|| Error::internal(format!("the demo has no profile of {who:?}")))
}

/// Writes everybody who has an account. Guests come by themselves, with their first ticket.
pub async fn hire(tx: &mut Tx, hash: &str, long_ago: UnixMs) -> Result<Cast> {
    let mut members = Vec::with_capacity(PEOPLE.len());
    for profile in PEOPLE {
        let Some([department, location, job_title, phone]) = profile.place else { continue };
        let label = |text: &str| parse("label", Label::parse(text)).map(Some);
        let new = NewPerson {
            name: parse("name", PersonName::parse(profile.name))?,
            email: parse("email", EmailAddress::parse(profile.email))?,
            roles: profile.all_roles(),
            standing: Standing::Account,
            language: profile.language,
            zone: profile.zone.map(str::to_owned),
            department: label(department)?,
            location: label(location)?,
            job_title: label(job_title)?,
            phone: label(phone)?,
            created_at: long_ago,
        };
        let id = store::person::insert(tx, &new).await?;
        if profile.roles.is_some() {
            store::person::set_password(tx, id, hash).await?;
        }
        store::person::set_wall_consent(tx, id, profile.on_wall).await?;
        members.push((profile.who, Member { id, roles: new.roles }));
    }
    Ok(Cast { members })
}
