//! The first start: a one-time link that makes the first admin and names the desk.

use domain::fault::{Fault, Reason};
use domain::locale::Language;
use domain::person::{Person, Role, Roles};
use domain::settings::Settings;
use domain::text::{EmailAddress, Label, PersonName};
use domain::time::UnixMs;
use store::Tx;

use crate::account::{Account, insert_account};
use crate::admin::{optional_label, zone_or_fault};
use crate::ctx::{Ctx, Service};
use crate::error::{Error, Result, parse};
use crate::session::{self, SignedIn};
use crate::{promise, secret};

const TOKEN_NAME: &str = "set_up_token";

/// What the set-up form sends, as typed.
#[derive(Clone, Debug, Default)]
pub struct SetUp {
    pub token: String,
    pub name: String,
    pub email: String,
    pub password: String,
    pub company: String,
    pub phone: String,
    pub place: String,
    pub zone: String,
    pub language: String,
}

/// A fresh token for the set-up link while there is no admin; every start makes a new one and ends the old.
pub async fn link_token(service: &Service) -> Result<Option<String>> {
    let mut tx = service.store().write().await?;
    if store::person::has_admin(&mut tx).await? {
        return Ok(None);
    }
    let token = secret::secret(service.entropy());
    store::meta::put(&mut tx, TOKEN_NAME, &kept_of(&token)).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// The settings so far, for the form. Finds nothing once the link was used or another has replaced it.
pub(crate) async fn check(ctx: &Ctx, token: &str) -> Result<Settings> {
    let mut tx = ctx.read().await?;
    if holds(&mut tx, token).await? {
        Ok((*ctx.service.settings()).clone())
    } else {
        Err(Fault::NotFound.into())
    }
}

/// Makes the first admin, names the desk, fills in what every desk starts with, and signs the admin in.
pub async fn finish(ctx: &Ctx, form: SetUp) -> Result<SignedIn> {
    let account = Account {
        name: parse("name", PersonName::parse(&form.name))?,
        email: parse("email", EmailAddress::parse(&form.email))?,
        hash: Some(session::hash_password(&ctx.service, "password", &form.password).await?),
        roles: Roles::REQUESTER.with(Role::Admin).with(Role::Lead).with(Role::Agent),
    };
    let settings = settings(ctx, &form)?;
    let mut tx = ctx.write().await?;
    if !holds(&mut tx, &form.token).await? {
        return Err(Error::field("token", Reason::LinkUsed));
    }
    let id = insert_account(&mut tx, ctx, &account).await?;
    store::settings::save(&mut tx, &settings, ctx.now()).await?;
    promise::set_own_week(&mut tx, ctx, UnixMs(0), &settings.zone, None).await?;
    let levels = store::promise::load(&mut tx).await?;
    store::meta::remove(&mut tx, TOKEN_NAME).await?;
    first_words(&mut tx, ctx, settings.language).await?;
    let person: Person = store::person::by_id(&mut tx, id).await?.ok_or(Fault::Internal)?;
    let signed_in = session::begin(&mut tx, ctx, &person).await?;
    tx.notify().await?;
    tx.commit().await?;
    ctx.service.set_settings(settings);
    ctx.service.set_promises(levels);
    Ok(signed_in)
}

async fn holds(tx: &mut Tx, token: &str) -> Result<bool> {
    let kept = store::meta::get(tx, TOKEN_NAME).await?;
    Ok(kept.is_some_and(|kept| kept == kept_of(token)) && !store::person::has_admin(tx).await?)
}

/// What is kept of the link's secret.
fn kept_of(token: &str) -> String {
    secret::hex(&secret::hash(token))
}

fn settings(ctx: &Ctx, form: &SetUp) -> Result<Settings> {
    Ok(Settings {
        company: parse("company", Label::parse(&form.company))?.to_string(),
        phone: optional_label("phone", &form.phone)?,
        place: optional_label("place", &form.place)?,
        zone: zone_or_fault(ctx, &form.zone)?,
        language: Language::from_code(&form.language).unwrap_or(ctx.language),
        ..(*ctx.service.settings()).clone()
    })
}

/// Services and categories that a desk starts with; all can be changed.
async fn first_words(tx: &mut Tx, ctx: &Ctx, language: Language) -> Result<()> {
    if !store::service::list(tx).await?.is_empty() || !store::category::list(tx).await?.is_empty() {
        return Ok(());
    }
    let (services, categories) = match language {
        Language::En => (SERVICES_EN, CATEGORIES_EN),
        Language::Es => (SERVICES_ES, CATEGORIES_ES),
    };
    for name in services {
        store::service::insert(tx, &parse("name", Label::parse(name))?, ctx.now()).await?;
    }
    for (name, subcategories) in categories {
        let parent =
            store::category::insert(tx, None, &parse("name", Label::parse(name))?, ctx.now()).await?;
        for sub in *subcategories {
            store::category::insert(tx, Some(parent), &parse("name", Label::parse(sub))?, ctx.now()).await?;
        }
    }
    Ok(())
}

type Categories = &'static [(&'static str, &'static [&'static str])];

const SERVICES_EN: &[&str] = &["Mail", "Network", "Remote access", "Printing", "Phones", "File shares"];
const SERVICES_ES: &[&str] =
    &["Correo", "Red", "Acceso remoto", "Impresión", "Teléfonos", "Carpetas compartidas"];
const CATEGORIES_EN: Categories = &[
    ("Hardware", &["Computer", "Screen", "Printer", "Phone", "Accessory"]),
    ("Software", &["Install", "Error", "Licence", "Update"]),
    ("Access", &["Password", "New account", "Rights", "Badge"]),
    ("Network", &["Wi-Fi", "Remote access", "Slow or down"]),
    ("Mail", &["Mailbox", "Spam", "Calendar"]),
    ("Question", &[]),
];
const CATEGORIES_ES: Categories = &[
    ("Equipos", &["Ordenador", "Pantalla", "Impresora", "Teléfono", "Accesorio"]),
    ("Programas", &["Instalar", "Error", "Licencia", "Actualización"]),
    ("Acceso", &["Contraseña", "Cuenta nueva", "Permisos", "Tarjeta"]),
    ("Red", &["Wifi", "Acceso remoto", "Lenta o caída"]),
    ("Correo", &["Buzón", "Correo basura", "Calendario"]),
    ("Pregunta", &[]),
];
