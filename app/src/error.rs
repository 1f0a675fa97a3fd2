//! Why something did not work, on its way to a page, and the sentence that the page says.

use domain::fault::{Fault, Reason};
use domain::file::{FileRefused, MAX_FILE_BYTES, MAX_FILES};
use domain::locale::Language;
use domain::ticket::Refused;
#[cfg(feature = "ssr")]
use leptos::prelude::use_context;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

use crate::format::bytes;
use crate::i18n::Common;
use crate::wire::Packed;

/// A fault as a page gets it, with the number under which the log knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{fault}")]
pub struct UiError {
    pub fault: Fault,
    /// Said on the phone, found in the log; only where it was our fault.
    pub incident: Option<String>,
    /// Whether the server was reached at all; never sent, only concluded.
    #[serde(skip)]
    pub reached: Reached,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reached {
    #[default]
    Server,
    /// The line is down: nothing was done, and what was typed is still here.
    Nobody,
}

impl UiError {
    /// No connection.
    pub fn offline() -> UiError {
        UiError { reached: Reached::Nobody, ..Fault::Internal.into() }
    }
}

impl From<Fault> for UiError {
    fn from(fault: Fault) -> UiError {
        UiError { fault, incident: None, reached: Reached::Server }
    }
}

impl FromServerFnError for UiError {
    type Encoder = Packed;

    fn from_server_fn_error(error: ServerFnErrorErr) -> UiError {
        match error {
            ServerFnErrorErr::Request(_) => UiError::offline(),
            // Arguments parse on arrival; a form of ours can't send others.
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                Fault::field("", Reason::Malformed).into()
            }
            ServerFnErrorErr::Registration(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_)
            | ServerFnErrorErr::ServerError(_)
            | ServerFnErrorErr::MiddlewareError(_)
            | ServerFnErrorErr::Deserialization(_)
            | ServerFnErrorErr::Serialization(_)
            | ServerFnErrorErr::Response(_) => Fault::Internal.into(),
        }
    }
}

/// Logs a failure and gives the number under which it can be found. The server provides it as context.
#[cfg(feature = "ssr")]
#[derive(Clone)]
pub struct Incidents(pub std::sync::Arc<dyn Fn(&service::Error) -> String + Send + Sync>);

#[cfg(feature = "ssr")]
impl From<service::Error> for UiError {
    /// Also gives the answer its status.
    fn from(error: service::Error) -> UiError {
        let incident = match &error.fault {
            Fault::Internal | Fault::Full => use_context::<Incidents>().map(|incidents| incidents.0(&error)),
            Fault::NotFound
            | Fault::SignIn
            | Fault::Forbidden
            | Fault::Invalid { .. }
            | Fault::Refused { .. }
            | Fault::Conflict { .. }
            | Fault::Busy { .. } => None,
        };
        set_status(error.fault.status());
        UiError { incident, ..error.fault.into() }
    }
}

/// Sets the status of the answer that is being made; in the browser there is none.
pub fn set_status(status: u16) {
    #[cfg(feature = "ssr")]
    if let (Some(response), Ok(status)) =
        (use_context::<leptos_axum::ResponseOptions>(), http::StatusCode::from_u16(status))
    {
        response.set_status(status);
    }
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}

/// What happened and what to do, in a sentence or two.
pub fn sentence(language: Language, error: &UiError) -> String {
    let t = Common::from(language);
    if error.reached == Reached::Nobody {
        return t.fault_offline().into();
    }
    match &error.fault {
        Fault::NotFound => t.fault_not_found().into(),
        Fault::SignIn => t.fault_sign_in().into(),
        Fault::Forbidden => t.fault_forbidden().into(),
        Fault::Invalid { fields } => match fields.as_slice() {
            [only] if only.field.is_empty() => reason(language, "", &only.reason),
            [_] | [] => t.fault_invalid_one().into(),
            several => t.fault_invalid_several(&several.len().to_string()),
        },
        Fault::Refused { refused } => refusal(t, *refused),
        Fault::Conflict { .. } => t.fault_conflict().into(),
        Fault::Busy { retry_after_s } => t.fault_busy(&(*retry_after_s).max(1).to_string()),
        Fault::Full => t.fault_full().into(),
        Fault::Internal => match &error.incident {
            Some(incident) => t.fault_internal_with(incident),
            None => t.fault_internal().into(),
        },
    }
}

/// What to write instead, for the field with this label.
pub fn reason(language: Language, label: &str, reason: &Reason) -> String {
    let t = Common::from(language);
    match reason {
        Reason::Empty => t.reason_empty(label),
        Reason::TooLong { limit, got } => {
            t.reason_too_long(&limit.to_string(), &got.saturating_sub(*limit).to_string())
        }
        Reason::Malformed => t.reason_malformed(label),
        Reason::NotOffered => t.reason_not_offered().into(),
        Reason::File { name, refused } => file_reason(t, language, name, *refused),
        Reason::WrongCredentials => t.reason_wrong_credentials().into(),
        Reason::WeakPassword => t.reason_weak_password(&domain::fault::MIN_PASSWORD.to_string()),
        Reason::Taken => t.reason_taken().into(),
        Reason::LinkUsed => t.reason_link_used().into(),
        Reason::TooManyCategories { limit } => t.reason_too_many_categories(&limit.to_string()),
        Reason::TooManySubcategories { limit } => t.reason_too_many_subcategories(&limit.to_string()),
        Reason::UnknownPerson => t.reason_unknown_person().into(),
        Reason::NotSecure => t.reason_not_secure().into(),
        Reason::PrivateAddress => t.reason_private_address().into(),
        Reason::Begun => t.reason_begun().into(),
        Reason::SoonerThanPromised => t.reason_sooner().into(),
        Reason::Past => t.reason_past().into(),
        Reason::InUse => t.reason_in_use().into(),
        Reason::Full { limit } => t.reason_full(&limit.to_string()),
    }
}

fn refusal(t: Common, refused: Refused) -> String {
    match refused {
        Refused::Merged(survivor) => t.refused_merged(&survivor.to_string()),
        Refused::Ended => t.refused_ended().into(),
        Refused::NotEnded => t.refused_not_ended().into(),
        Refused::NotWaiting => t.refused_not_waiting().into(),
        Refused::TooLate => t.refused_too_late().into(),
        Refused::WrongSide => t.refused_wrong_side().into(),
        Refused::IntoItself => t.refused_into_itself().into(),
    }
}

fn file_reason(t: Common, language: Language, name: &str, refused: FileRefused) -> String {
    match refused {
        FileRefused::WrongType => t.file_wrong_type(name),
        FileRefused::Disguised => t.file_disguised(name),
        FileRefused::TooBig => t.file_too_big(name, &bytes(language, MAX_FILE_BYTES)),
        FileRefused::Empty => t.file_empty(name),
        FileRefused::TooMany => t.file_too_many(&MAX_FILES.to_string()),
        FileRefused::NoName => t.file_no_name().into(),
    }
}
