//! Answers for what never reaches a page: refused at the door, or failed where no page can be drawn.

use app::error::{UiError, sentence};
use axum::Json;
use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use domain::fault::Fault;
use domain::locale::Language;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::answer::{Wants, packed, wants};
use crate::context;
use crate::desk::Desk;
use crate::streams;
use crate::telemetry::Incident;

/// Fields that a form fills in by itself; nobody misses them.
const OF_THE_FORM: [&str; 11] =
    ["back", "k", "key", "kind", "next", "seen", "service", "then", "ticket", "token", "urgent"];

/// Why a request was not even looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A change that another site asked for, or one that can't prove that it comes from our pages.
    OtherSite,
    Method,
    ContentType,
    /// More bytes than the form may have.
    TooLarge,
    /// The address is longer than any of ours.
    LongAddress,
    /// The request came in so slowly that it was given up.
    Slow,
    /// We took so long that it was given up.
    Late,
    /// What came in is not what its headers say.
    Garbled,
    /// Too many forms with files are on their way in.
    Crowded,
    /// This session, link or token has as many live streams as it may have.
    Streams,
}

impl Refusal {
    pub const fn status(self) -> StatusCode {
        match self {
            Refusal::OtherSite => StatusCode::FORBIDDEN,
            Refusal::Method => StatusCode::METHOD_NOT_ALLOWED,
            Refusal::ContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Refusal::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Refusal::LongAddress => StatusCode::URI_TOO_LONG,
            Refusal::Slow => StatusCode::REQUEST_TIMEOUT,
            Refusal::Garbled => StatusCode::BAD_REQUEST,
            Refusal::Crowded | Refusal::Late => StatusCode::SERVICE_UNAVAILABLE,
            Refusal::Streams => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    /// What happened and what to do.
    pub const fn sentence(self, language: Language) -> &'static str {
        use Language::{En, Es};
        match (self, language) {
            (Refusal::OtherSite, En) => {
                "This did not come from a Deskbell page, so nothing was changed. Open Deskbell and try it there."
            }
            (Refusal::OtherSite, Es) => {
                "Esto no vino de una página de Deskbell, así que no se cambió nada. Abre Deskbell e inténtalo allí."
            }
            (Refusal::Method, En) => {
                "This address does not take that. Go back and use the page's own buttons."
            }
            (Refusal::Method, Es) => {
                "Esta dirección no admite eso. Vuelve atrás y usa los botones de la página."
            }
            (Refusal::ContentType, En) => "This was sent in a form that is not read here. Send it as a form.",
            (Refusal::ContentType, Es) => {
                "Esto se envió en un formato que aquí no se lee. Envíalo como formulario."
            }
            (Refusal::TooLarge, En) => "This is more than fits in one go. Send fewer or smaller files.",
            (Refusal::TooLarge, Es) => {
                "Esto es más de lo que cabe de una vez. Envía menos archivos o más pequeños."
            }
            (Refusal::LongAddress, En) => "This address is too long to be one of ours. Check the link.",
            (Refusal::LongAddress, Es) => {
                "Esta dirección es demasiado larga para ser nuestra. Revisa el enlace."
            }
            (Refusal::Slow, En) => {
                "This took too long, so it was given up. Check the connection and try again."
            }
            (Refusal::Slow, Es) => {
                "Esto tardó demasiado y se abandonó. Revisa la conexión e inténtalo de nuevo."
            }
            (Refusal::Late, En) => {
                "Deskbell takes too long to answer at the moment. Wait a minute and try again."
            }
            (Refusal::Late, Es) => {
                "Deskbell tarda demasiado en responder ahora mismo. Espera un minuto e inténtalo de nuevo."
            }
            (Refusal::Garbled, En) => {
                "This arrived broken, so nothing was changed. Go back and send it again."
            }
            (Refusal::Garbled, Es) => {
                "Esto llegó dañado, así que no se cambió nada. Vuelve atrás y envíalo de nuevo."
            }
            (Refusal::Crowded, En) => {
                "Many people are sending files right now. Go back and send it again in a minute."
            }
            (Refusal::Crowded, Es) => {
                "Mucha gente está enviando archivos ahora. Vuelve atrás y envíalo de nuevo en un minuto."
            }
            (Refusal::Streams, En) => "Deskbell is open in too many tabs. Close some of them.",
            (Refusal::Streams, Es) => "Deskbell está abierto en demasiadas pestañas. Cierra algunas.",
        }
    }

    /// What a page's own script is told.
    fn fault(self) -> Fault {
        match self {
            Refusal::OtherSite | Refusal::Method => Fault::Forbidden,
            Refusal::Slow | Refusal::Late | Refusal::Crowded | Refusal::Streams => {
                Fault::Busy { retry_after_s: 10 }
            }
            Refusal::ContentType | Refusal::TooLarge | Refusal::LongAddress | Refusal::Garbled => {
                Fault::field("", domain::fault::Reason::Malformed)
            }
        }
    }
}

/// Refuses a request at the door.
pub fn refuse(desk: &Desk, headers: &HeaderMap, refusal: Refusal) -> Response {
    let language = context::language(desk, headers);
    let mut response = match wants(headers) {
        Wants::Wire => (refusal.status(), packed(&UiError::from(refusal.fault()))).into_response(),
        Wants::Json => (refusal.status(), Json(UiError::from(refusal.fault()))).into_response(),
        Wants::Page => {
            let inside = format!("<p>{}</p>", escape(refusal.sentence(language)));
            page(desk, language, refusal.status(), &inside)
        }
    };
    if refusal == Refusal::Streams {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(streams::RETRY_AFTER_S));
    }
    response
}

/// Says that a use case failed, where no page of the app says it.
pub fn failed(desk: &Desk, headers: &HeaderMap, error: &service::Error) -> Response {
    let (told, incident) = tell(error);
    let mut response = said(desk, headers, told);
    if let Some(incident) = incident {
        response.extensions_mut().insert(incident);
    }
    response
}

/// Says a fault, where no page of the app says it.
pub fn said(desk: &Desk, headers: &HeaderMap, told: UiError) -> Response {
    let language = context::language(desk, headers);
    let status = status_of(&told);
    let retry = match told.fault {
        Fault::Busy { retry_after_s } => Some(HeaderValue::from(retry_after_s.max(1))),
        _ => None,
    };
    let mut response = match wants(headers) {
        Wants::Page => {
            page(desk, language, status, &format!("<p>{}</p>", escape(&sentence(language, &told))))
        }
        Wants::Wire => (status, packed(&told)).into_response(),
        Wants::Json => (status, Json(told)).into_response(),
    };
    if let Some(retry) = retry {
        response.headers_mut().insert(RETRY_AFTER, retry);
    }
    response
}

/// What may be said of a failure, and what only the log gets.
pub fn tell(error: &service::Error) -> (UiError, Option<Incident>) {
    match error.fault {
        Fault::Internal | Fault::Full => {
            let incident = Incident::of(error);
            let told =
                UiError { incident: Some(incident.name.clone()), ..UiError::from(error.fault.clone()) };
            (told, Some(incident))
        }
        Fault::NotFound
        | Fault::SignIn
        | Fault::Forbidden
        | Fault::Invalid { .. }
        | Fault::Refused { .. }
        | Fault::Conflict { .. }
        | Fault::Busy { .. } => (UiError::from(error.fault.clone()), None),
    }
}

/// Says that the program itself broke while it answered.
pub fn panicked(desk: &Desk, headers: &HeaderMap, what: &str) -> Response {
    let incident = Incident::new(format_args!("panic: {what}"));
    let told = UiError { incident: Some(incident.name.clone()), ..UiError::from(Fault::Internal) };
    let mut response = said(desk, headers, told);
    response.extensions_mut().insert(incident);
    response
}

/// Says a fault to somebody who has written something that no page can show again: here it can be copied.
pub fn kept(desk: &Desk, headers: &HeaderMap, told: &UiError, written: &[(String, String)]) -> Response {
    let language = context::language(desk, headers);
    let heading = match language {
        Language::En => "What you wrote is still here:",
        Language::Es => "Lo que escribiste sigue aquí:",
    };
    let texts = written
        .iter()
        .filter(|(name, text)| !OF_THE_FORM.contains(&name.as_str()) && !text.trim().is_empty());
    let texts: String = texts.map(|(_, text)| format!("<pre>{}</pre>", escape(text.trim()))).collect();
    let mut inside = format!("<p>{}</p>", escape(&sentence(language, told)));
    if !texts.is_empty() {
        inside.push_str(&format!("<p>{heading}</p>{texts}"));
    }
    page(desk, language, status_of(told), &inside)
}

fn status_of(told: &UiError) -> StatusCode {
    StatusCode::from_u16(told.fault.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A page with a few words and the way home, drawn without the app.
fn page(desk: &Desk, language: Language, status: StatusCode, inside: &str) -> Response {
    let home = match language {
        Language::En => "Go to the first page",
        Language::Es => "Ir a la primera página",
    };
    let css = &desk.site().assets().css;
    let style = if css.is_empty() { String::new() } else { format!("<link rel=stylesheet href=\"{css}\">") };
    let html = format!(
        "<!doctype html><html lang={lang} data-face=portal><meta charset=utf-8>\
         <meta name=viewport content=\"width=device-width\"><title>Deskbell</title>{style}\
         <main class=page><h1>Deskbell</h1>{inside}<p><a href=\"/\">{home}</a></p></main></html>\n",
        lang = language.code(),
    );
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}

/// Text as it stands in HTML, also inside of an attribute.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
