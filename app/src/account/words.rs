//! Words for roles.

use domain::person::Role;

use crate::i18n::Account;

/// A role as a person reads it.
pub fn role(t: Account, role: Role) -> &'static str {
    match role {
        Role::Requester => t.role_requester(),
        Role::Agent => t.role_agent(),
        Role::Lead => t.role_lead(),
        Role::Approver => t.role_approver(),
        Role::Admin => t.role_admin(),
    }
}
