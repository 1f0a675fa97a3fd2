//! People and what they may do; a thousand of them are found by a part of their name.

use domain::ids::PersonId;
use domain::person::{Person, Role, Roles, Standing};
use domain::settings::AdminPage;
use leptos::prelude::*;
use ui::{Avatar, Button, ButtonKind, ButtonRow, ButtonType, Field, Fold, Head, InputKind, Needed};

use crate::account::fields::{Password, PasswordField};
use crate::admin::roles::{RoleBoxes, Whose, word};
use crate::form::{ActForm, After, Doing, Outcome};
use crate::i18n::{Admin, language};
use crate::rpc::admin::{AddPerson, SetRoles};

/// Most people that are drawn at once; the others are found by name.
const SHOWN: usize = 50;

#[component]
pub fn People(page: RwSignal<AdminPage>, on_done: Callback<AdminPage>) -> impl IntoView {
    let t = Admin::from(language());
    let reader = page.with_untracked(|page| page.reader.id);
    let asked = RwSignal::new(String::new());
    let people = Memo::new(move |_| page.with(|page| in_order(&page.people)));
    let found = Memo::new(move |_| people.with(|people| find(people, &asked.read())));
    let total = move || people.with(Vec::len);
    let is_cut = move || found.with(Vec::len) > SHOWN || !asked.read().is_empty();
    let count = move || {
        let shown = found.with(Vec::len).min(SHOWN);
        is_cut().then(|| t.people_found(&shown.to_string(), &total().to_string()))
    };
    view! {
        <section class="stack-3" id="people" aria-labelledby="people-head">
            <Head
                title=t.people_title()
                id="people-head"
                count=Signal::derive(move || Some(total().to_string()))
            />
            <p class="second small">{t.people_hint()}</p>
            <Field
                id="people-find"
                name="find"
                label=t.people_find()
                kind=InputKind::Search
                autocomplete="off"
                hint=t.people_find_hint()
                text=asked
            />
            <p role="status" class="second small">{count}</p>
            <p hidden=move || !found.with(Vec::is_empty)>{t.people_nobody()}</p>
            <div class="folds">
                <For
                    each=move || found.get().into_iter().take(SHOWN)
                    key=|person| person.id
                    let:person
                >
                    <One person=person people=people reader=reader on_done=on_done/>
                </For>
            </div>
            <Add on_done=on_done/>
        </section>
    }
    .into_any()
}

/// Who has roles first, then by name.
fn in_order(people: &[Person]) -> Vec<Person> {
    let mut people = people.to_vec();
    people.sort_by_cached_key(|person| {
        let has_role = person.roles != Roles::REQUESTER;
        (!has_role, person.standing == Standing::Guest, person.name.as_str().to_lowercase())
    });
    people
}

/// Those whose name, address or department has every word of what was asked.
fn find(people: &[Person], asked: &str) -> Vec<Person> {
    let words: Vec<String> = asked.split_whitespace().map(str::to_lowercase).collect();
    let fits = |person: &&Person| {
        let department = person.department.as_ref().map_or("", |department| department.as_str());
        let said = format!("{} {} {department}", person.name, person.email).to_lowercase();
        words.iter().all(|word| said.contains(word))
    };
    people.iter().filter(fits).cloned().collect()
}

#[component]
fn One(
    person: Person,
    people: Memo<Vec<Person>>,
    reader: PersonId,
    on_done: Callback<AdminPage>,
) -> impl IntoView {
    let t = Admin::from(language());
    let id = person.id.0.to_string();
    let own = id.clone();
    let doing = Doing::<SetRoles>::told_apart(move |echo| echo.value("person") == Some(own.as_str()));
    let chip = domain::person::PersonChip { id: person.id, name: person.name.to_string() };
    let whose = if person.id == reader { Whose::Own } else { Whose::Other };
    let number = person.id;
    let note = Memo::new(move |_| {
        people.with(|people| people.iter().find(|person| person.id == number).map(|person| note(t, person)))
    });
    view! {
        <Fold title=chip.name.clone() note=note>
            <div class="stack-2">
                <p class="person-line">
                    <Avatar initials=chip.initials() name=chip.name.clone()/>
                    <span>{person.email.to_string()}</span>
                    {person.department.map(|department| view! { <span class="second">{department.to_string()}</span> })}
                </p>
                <ActForm doing=doing class="stack-2" on_done=on_done>
                    <input type="hidden" name="person" value=id/>
                    <RoleBoxes
                        doing=doing
                        legend=t.people_roles_of(&chip.name)
                        roles=person.roles
                        whose=whose
                    />
                    <ButtonRow>
                        <Button action=ButtonType::Submit>{t.people_set()}</Button>
                    </ButtonRow>
                    <Outcome state=doing.state done=doing.done words=t.saved()/>
                </ActForm>
            </div>
        </Fold>
    }
    .into_any()
}

/// What stands beside a closed name: what the person may do, and whether there is an account.
fn note(t: Admin, person: &Person) -> String {
    let roles: Vec<&str> =
        person.roles.iter().filter(|role| *role != Role::Requester).map(|role| word(t, role)).collect();
    let standing = match person.standing {
        Standing::Account => None,
        Standing::Guest => Some(t.people_guest()),
        Standing::Disabled => Some(t.people_disabled()),
    };
    let roles = if roles.is_empty() { t.people_no_role().to_owned() } else { roles.join(", ") };
    standing.map_or(roles.clone(), |standing| format!("{roles}, {standing}"))
}

#[component]
fn Add(on_done: Callback<AdminPage>) -> impl IntoView {
    let t = Admin::from(language());
    let doing = Doing::<AddPerson>::new();
    let hint = t.people_password_hint(&domain::fault::MIN_PASSWORD.to_string());
    view! {
        <section class="stack-3" aria-labelledby="person-add">
            <h3 id="person-add">{t.people_add()}</h3>
            <ActForm doing=doing class="stack-3" after=After::Empty on_done=on_done>
                <div class="admin-two">
                    <Field
                        id="person-name"
                        name="name"
                        label=t.people_name()
                        needed=Needed::Required
                        autocomplete="off"
                        value=doing.value("name", "")
                        error=doing.state.wrong("name", t.people_name())
                    />
                    <Field
                        id="person-email"
                        name="email"
                        label=t.people_email()
                        kind=InputKind::Email
                        needed=Needed::Required
                        autocomplete="off"
                        value=doing.value("email", "")
                        error=doing.state.wrong("email", t.people_email())
                    />
                    <PasswordField
                        id="person-password"
                        name="password"
                        label=t.people_password()
                        kind=Password::New
                        hint=hint
                        error=doing.state.wrong("password", t.people_password())
                    />
                    <RoleBoxes
                        doing=doing
                        legend=t.people_roles()
                        roles=Roles::REQUESTER
                        whose=Whose::Other
                    />
                </div>
                <ButtonRow>
                    <Button kind=ButtonKind::Plain action=ButtonType::Submit>{t.people_send()}</Button>
                </ButtonRow>
                <Outcome state=doing.state done=doing.done words=t.people_added()/>
            </ActForm>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::locale::Language;
    use domain::text::{EmailAddress, PersonName};
    use domain::time::UnixMs;

    fn person(id: i64, name: &str, roles: Roles) -> Person {
        Person {
            id: PersonId(id),
            name: PersonName::parse(name).unwrap(),
            email: EmailAddress::parse(&format!("p{id}@lumbrera.example")).unwrap(),
            roles,
            standing: Standing::Account,
            language: Language::En,
            zone: None,
            department: None,
            location: None,
            job_title: None,
            phone: None,
            created_at: UnixMs(0),
        }
    }

    fn ids(people: &[Person]) -> Vec<i64> {
        people.iter().map(|person| person.id.0).collect()
    }

    #[test]
    fn who_may_do_more_stands_first() {
        let agent = Roles::REQUESTER.with(Role::Agent);
        let people = [
            person(1, "ana Ruiz", Roles::REQUESTER),
            person(2, "Bo Hansen", agent),
            person(3, "Álvaro", Roles::REQUESTER),
        ];
        assert_eq!(ids(&in_order(&people)), [2, 1, 3]);
    }

    #[test]
    fn every_word_must_fit_somewhere() {
        let people = [person(1, "Ana Ruiz", Roles::REQUESTER), person(2, "Ana Prado", Roles::REQUESTER)];
        assert_eq!(ids(&find(&people, "ana")), [1, 2]);
        assert_eq!(ids(&find(&people, "RUI ana")), [1]);
        assert_eq!(ids(&find(&people, "p2@")), [2]);
        assert_eq!(ids(&find(&people, "")), [1, 2]);
        assert!(find(&people, "ana zz").is_empty());
    }
}
