//! Sending a form in the background, and reading what the server says to it.

use domain::fault::{Fault, Reason};
use domain::file::{FileRefused, MAX_FILE_BYTES};
use gloo_net::http::Request;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::SubmitEvent;
use web_sys::{FormData, HtmlElement, HtmlFormElement, UrlSearchParams};

use super::{Encoding, Offline, Sending, Sent};
use crate::error::{Reached, UiError};
use crate::live::sleep;
use crate::routes::encode;
use crate::wire;

/// How long to wait before a form is sent again that found no connection.
const RETRY_AFTER: Duration = Duration::from_secs(4);

/// Sends the form that the event is about.
pub fn submit(event: &SubmitEvent, sending: Sending) {
    let Some(form) = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok()) else {
        return;
    };
    let Some(data) = data(&form, event.submitter()) else { return };
    let state = sending.state;
    state.pending.set(true);
    state.error.set(None);
    leptos::task::spawn_local(async move {
        let result = loop {
            match post(&form, &data, sending.encoding).await {
                Err(error) if error.reached == Reached::Nobody && sending.offline == Offline::Retry => {
                    state.error.try_set(Some(error));
                    sleep(RETRY_AFTER).await;
                    // The form has left the page: its draft is kept, and nobody waits for it any more.
                    if !form.is_connected() {
                        return;
                    }
                }
                result => break result,
            }
        };
        state.pending.try_set(false);
        if let Err(error) = result.and_then(|answer| (sending.taken)(&answer)) {
            state.error.try_set(Some(error));
            request_animation_frame(move || focus_on_trouble(&form));
        } else {
            state.error.try_set(None);
        }
    });
}

/// Sends a form in the background.
pub async fn send(form: &HtmlFormElement) -> Result<Sent, UiError> {
    let encoding = match form.enctype().as_str() {
        "multipart/form-data" => Encoding::Files,
        _ => Encoding::Plain,
    };
    let data = data(form, None).ok_or_else(UiError::offline)?;
    let answer = post(form, &data, encoding).await?;
    wire::unpack(&answer).ok_or_else(|| Fault::Internal.into())
}

/// Posts names and values to an address of ours in the background; what comes back is dropped.
pub async fn post_plain(address: &str, values: &[(&str, &str)]) -> Result<(), UiError> {
    let body: Vec<String> =
        values.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    let request = Request::post(address)
        .header("accept", wire::MEDIA_TYPE)
        .header("content-type", Encoding::Plain.as_str())
        .body(body.join("&"))
        .map_err(|_| UiError::offline())?;
    answer(request).await.map(drop)
}

fn data(form: &HtmlFormElement, submitter: Option<HtmlElement>) -> Option<FormData> {
    let data = FormData::new_with_form(form).ok()?;
    if let Some(button) = submitter.and_then(|button| button.dyn_into::<web_sys::HtmlButtonElement>().ok())
        && !button.name().is_empty()
    {
        data.append_with_str(&button.name(), &button.value()).ok()?;
    }
    Some(data)
}

async fn post(form: &HtmlFormElement, data: &FormData, encoding: Encoding) -> Result<Vec<u8>, UiError> {
    // Not `form.action()`: a field of that name would hide it.
    let address = form.get_attribute("action").unwrap_or_default();
    let body: JsValue = match encoding {
        Encoding::Files => data.into(),
        Encoding::Plain => {
            UrlSearchParams::new_with_str_sequence_sequence(data).map_err(|_| UiError::offline())?.into()
        }
    };
    let request = Request::post(&address)
        .header("accept", wire::MEDIA_TYPE)
        .body(body)
        .map_err(|_| UiError::offline())?;
    answer(request).await
}

/// Sends a request; errors with what the server says, or as offline.
async fn answer(request: Request) -> Result<Vec<u8>, UiError> {
    let response = request.send().await.map_err(|_| UiError::offline())?;
    let (ok, status) = (response.ok(), response.status());
    let body = response.binary().await.map_err(|_| UiError::offline())?;
    if ok { Ok(body) } else { Err(wire::unpack(&body).unwrap_or_else(|| by_status(status))) }
}

/// What a refusal means that did not come from our own code: a limit, or something between us and the server.
fn by_status(status: u16) -> UiError {
    let fault = match status {
        401 => Fault::SignIn,
        403 => Fault::Forbidden,
        404 => Fault::NotFound,
        413 => {
            let name = format!("> {} MB", MAX_FILE_BYTES / (1024 * 1024));
            Fault::field("files", Reason::File { name, refused: FileRefused::TooBig })
        }
        429 | 503 => Fault::Busy { retry_after_s: 5 },
        502 | 504 => return UiError::offline(),
        _ => Fault::Internal,
    };
    fault.into()
}

/// Puts the keyboard where something is wrong: the first field, else the sentence about the whole form.
fn focus_on_trouble(form: &HtmlFormElement) {
    let place = ["[aria-invalid=true]", ".form-trouble"]
        .iter()
        .find_map(|selector| form.query_selector(selector).ok().flatten());
    if let Some(place) = place.and_then(|place| place.dyn_into::<HtmlElement>().ok()) {
        // It can only fail in a document that is going away.
        let _ = place.focus();
    }
}
