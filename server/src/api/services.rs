//! Services: what can be up, down or asked for.

use axum::Json as Told;
use axum::response::{IntoResponse as _, Response};
use domain::category::Service as DomainService;
use domain::fault::Fault;
use domain::ids::ServiceId;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use service::Ctx;
use service::program::Answer;
use utoipa::ToSchema;

use super::body::{At as Path, Json};
use super::idempotency::answer;
use super::problem::Result;
use super::token::Caller;
use super::words::ServiceState;

/// Something that tickets are about.
#[derive(Debug, Serialize, ToSchema)]
pub struct Service {
    pub id: i64,
    pub name: String,
    pub state: ServiceState,
}

/// The services in use, by name.
#[derive(Debug, Serialize, ToSchema)]
pub struct Services {
    pub services: Vec<Service>,
}

/// A service to be; it is running.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewService {
    #[schema(min_length = 1, max_length = 80, pattern = "visible", example = "Remote access")]
    pub name: String,
}

/// How a service runs.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewState {
    pub state: ServiceState,
}

/// List services
#[utoipa::path(get, path = "/api/v1/services", operation_id = "listServices", tag = "services",
    responses((status = 200, description = "All services in use", body = Services)))]
pub async fn list(caller: Caller) -> Result<Response> {
    let services = service::admin::services(&caller.ctx).await?;
    Ok(Told(Services { services: services.into_iter().map(Service::from).collect() }).into_response())
}

/// Add a service
///
/// For admins.
#[utoipa::path(post, path = "/api/v1/services", operation_id = "createService", tag = "services",
    request_body = NewService, responses((status = 201, description = "The service", body = Service)))]
pub async fn create(caller: Caller, body: Json<NewService>) -> Result<Response> {
    let Json { value: new, print } = body;
    caller
        .write(print, |ctx| async move {
            let id = service::admin::new_service(&ctx, &new.name).await?;
            shown(&ctx, id, StatusCode::CREATED).await
        })
        .await
}

/// Say how a service runs
///
/// Portal and wall show it at once. For admins.
#[utoipa::path(post, path = "/api/v1/services/{id}/state", operation_id = "setServiceState", tag = "services",
    request_body = NewState, responses((status = 200, description = "The service as it is now", body = Service)))]
pub async fn state(caller: Caller, Path(id): Path<i64>, body: Json<NewState>) -> Result<Response> {
    let (id, state) = (ServiceId(id), body.value.state.into());
    caller
        .write(body.print, |ctx| async move {
            service::admin::say_service_state(&ctx, id, state).await?;
            shown(&ctx, id, StatusCode::OK).await
        })
        .await
}

async fn shown(ctx: &Ctx, id: ServiceId, status: StatusCode) -> service::Result<Answer> {
    let services = service::admin::services(ctx).await?;
    let service = services.into_iter().find(|service| service.id == id).ok_or(Fault::NotFound)?;
    answer(status, &Service::from(service))
}

impl From<DomainService> for Service {
    fn from(service: DomainService) -> Service {
        Service { id: service.id.0, name: service.name, state: service.state.into() }
    }
}
