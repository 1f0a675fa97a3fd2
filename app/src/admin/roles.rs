//! The roles that a person may be given, as boxes; asking for help is everybody's and has none.

use domain::person::{Role, Roles};
use leptos::prelude::*;

use crate::form::{Act, Doing};
use crate::i18n::{Admin, language};

/// What may be given and taken.
const GIVEN: [Role; 4] = [Role::Agent, Role::Lead, Role::Approver, Role::Admin];

/// Whose roles they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Other,
    /// The admin's own: the role itself can't be laid down here.
    Own,
}

#[component]
pub fn RoleBoxes<S: Act>(
    doing: Doing<S>,
    #[prop(into)] legend: String,
    roles: Roles,
    whose: Whose,
) -> impl IntoView {
    let t = Admin::from(language());
    view! {
        <fieldset class="boxes">
            <legend>{legend}</legend>
            {GIVEN
                .into_iter()
                .map(|role| {
                    let is_kept = whose == Whose::Own && role == Role::Admin;
                    let is_ticked = is_kept || doing.is_ticked("roles[]", role.as_str(), roles.has(role));
                    view! {
                        <label class="box">
                            <input
                                type="checkbox"
                                name="roles[]"
                                value=role.as_str()
                                checked=is_ticked
                                disabled=is_kept
                            />
                            {word(t, role)}
                        </label>
                    }
                })
                .collect_view()}
            {(whose == Whose::Own).then(|| {
                view! {
                    // A box that can't be changed is not sent.
                    <input type="hidden" name="roles[]" value=Role::Admin.as_str()/>
                    <p class="second small">{t.people_own_admin()}</p>
                }
            })}
        </fieldset>
    }
    .into_any()
}

/// A role's name.
pub fn word(t: Admin, role: Role) -> &'static str {
    match role {
        Role::Requester => t.people_requester(),
        Role::Agent => t.people_agent(),
        Role::Lead => t.people_lead(),
        Role::Approver => t.people_approver(),
        Role::Admin => t.people_admin(),
    }
}
