//! Configuration: the one place that reads the environment. What is wrong is named by its flag and variable.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use domain::webhook::address::{Network as Private, Outgoing, Plain};
use http::Uri;

/// Where everything is kept.
#[derive(Clone, Debug, clap::Args)]
pub struct Storage {
    /// Folder for attachments and, unless --database says otherwise, the database
    #[arg(long, env = "DESKBELL_DATA", value_name = "DIR", default_value = "./data")]
    pub data: PathBuf,
    /// Database: sqlite://PATH or postgres://USER@HOST/NAME [default: sqlite://DATA/deskbell.db]
    #[arg(long, env = "DESKBELL_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
}

/// How the pages are reached.
#[derive(Clone, Debug, clap::Args)]
pub struct Network {
    /// Address and port to listen on
    #[arg(long, env = "DESKBELL_LISTEN", value_name = "ADDR", default_value = "127.0.0.1:3000")]
    pub listen: String,
    /// The address that people type, where it is another one than --listen: http:// or https:// and a name
    #[arg(long, env = "DESKBELL_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
}

/// How often a program may ask, by its token.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Rates {
    /// Changes that a token may make over the API in a minute; 0 is no limit
    #[arg(long, env = "DESKBELL_API_WRITES_PER_MINUTE", value_name = "NUMBER", default_value_t = Rates::default().api_writes_per_minute)]
    pub api_writes_per_minute: u32,
    /// Reads that a token may do over the API in a minute; 0 is no limit
    #[arg(long, env = "DESKBELL_API_READS_PER_MINUTE", value_name = "NUMBER", default_value_t = Rates::default().api_reads_per_minute)]
    pub api_reads_per_minute: u32,
}

impl Default for Rates {
    fn default() -> Rates {
        Rates { api_writes_per_minute: 600, api_reads_per_minute: 6_000 }
    }
}

/// Whom webhooks may call beyond the open internet by https.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Webhooks {
    /// Private networks that webhooks may call, such as 10.1.0.0/16; several with commas
    #[arg(long, env = "DESKBELL_WEBHOOK_ALLOW", value_name = "NETWORKS", default_value = "")]
    pub webhook_allow: String,
    /// Let webhooks call addresses without encryption, by http://
    #[arg(long, env = "DESKBELL_WEBHOOK_HTTP")]
    pub webhook_http: bool,
}

impl Webhooks {
    pub fn outgoing(&self) -> Result<Outgoing, Wrong> {
        let networks = self.webhook_allow.split(',').map(str::trim).filter(|text| !text.is_empty());
        let parsed = networks.map(|text| {
            let wrong = |error| Setting::WebhookAllow.wrong(format_args!("{text:?} is {error}"));
            text.parse::<Private>().map_err(wrong)
        });
        let plain = if self.webhook_http { Plain::Allowed } else { Plain::Refused };
        Ok(Outgoing { plain, private: parsed.collect::<Result<_, _>>()? })
    }
}

/// A setting that can't be used, named so that it is found.
#[derive(Debug, PartialEq, Eq)]
pub struct Wrong {
    pub setting: Setting,
    pub why: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    Data,
    Database,
    Listen,
    PublicUrl,
    WebhookAllow,
    LogFormat,
}

impl std::fmt::Display for Setting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Setting::Data => "--data (DESKBELL_DATA)",
            Setting::Database => "--database (DESKBELL_DATABASE_URL)",
            Setting::Listen => "--listen (DESKBELL_LISTEN)",
            Setting::PublicUrl => "--public-url (DESKBELL_PUBLIC_URL)",
            Setting::WebhookAllow => "--webhook-allow (DESKBELL_WEBHOOK_ALLOW)",
            Setting::LogFormat => "DESKBELL_LOG_FORMAT",
        })
    }
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.setting, self.why)
    }
}

impl Setting {
    pub fn wrong(self, why: impl std::fmt::Display) -> Wrong {
        Wrong { setting: self, why: why.to_string() }
    }
}

impl Storage {
    /// The folder for attachments, made when it is missing.
    pub fn files(&self) -> Result<PathBuf, Wrong> {
        self.folder("files")
    }

    /// The folder for uploads on their way in, made when it is missing. What lies in it has no name.
    pub fn spool(&self) -> Result<PathBuf, Wrong> {
        self.folder("spool")
    }

    /// The database's address.
    pub fn database(&self) -> Result<String, Wrong> {
        match &self.database {
            Some(url) => Ok(url.clone()),
            None => {
                self.folder("")?;
                let path = self.data.join("deskbell.db");
                let text = path.to_str().ok_or_else(|| Setting::Data.wrong("the path is not UTF-8"))?;
                Ok(format!("sqlite://{text}"))
            }
        }
    }

    fn folder(&self, name: &str) -> Result<PathBuf, Wrong> {
        let path = self.data.join(name);
        make(&path).map_err(|error| {
            Setting::Data.wrong(format_args!("cannot make the folder {}: {error}", path.display()))
        })?;
        Ok(path)
    }
}

impl Network {
    pub fn listen(&self) -> Result<SocketAddr, Wrong> {
        self.listen.parse().map_err(|_| {
            Setting::Listen
                .wrong(format_args!("{:?} is not an address and port such as 127.0.0.1:3000", self.listen))
        })
    }

    /// The address that people type; none means that it is the one they come by.
    pub fn public(&self) -> Result<Option<Public>, Wrong> {
        self.public_url.as_deref().map(Public::parse).transpose()
    }
}

/// The address that people type, such as `https://desk.example.org`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Public {
    pub scheme: Scheme,
    /// Name and port.
    pub host: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Http,
    Https,
}

impl Public {
    pub fn parse(url: &str) -> Result<Public, Wrong> {
        let wrong = |why| Setting::PublicUrl.wrong(format_args!("{url:?} {why}"));
        let uri: Uri =
            url.parse().map_err(|_| wrong("is not an address such as https://desk.example.org"))?;
        let scheme = match uri.scheme_str() {
            Some("http") => Scheme::Http,
            Some("https") => Scheme::Https,
            _ => return Err(wrong("must begin with http:// or https://")),
        };
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
            return Err(wrong("must end after the name: Deskbell serves from the root"));
        }
        let host = uri.authority().map(|authority| authority.as_str().to_lowercase());
        match host.filter(|host| !host.contains('@')) {
            Some(host) => Ok(Public { scheme, host }),
            None => Err(wrong("has no usable name")),
        }
    }
}

impl std::fmt::Display for Public {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.scheme {
            Scheme::Http => write!(f, "http://{}", self.host),
            Scheme::Https => write!(f, "https://{}", self.host),
        }
    }
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// For a person at a terminal.
    #[default]
    Human,
    /// For a program that collects logs.
    Json,
}

impl LogFormat {
    /// Reads `DESKBELL_LOG_FORMAT`.
    pub fn from_environment() -> Result<LogFormat, Wrong> {
        match std::env::var("DESKBELL_LOG_FORMAT").as_deref() {
            Err(std::env::VarError::NotPresent) | Ok("human" | "") => Ok(LogFormat::Human),
            Ok("json") => Ok(LogFormat::Json),
            Ok(other) => Err(Setting::LogFormat.wrong(format_args!("{other:?} is neither human nor json"))),
            Err(std::env::VarError::NotUnicode(_)) => Err(Setting::LogFormat.wrong("is not UTF-8")),
        }
    }
}

/// A folder that holds what people wrote is nobody else's to read.
fn make(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_is_a_scheme_and_a_name() {
        let public = Public::parse("https://Desk.Example.org/").unwrap();
        assert_eq!(public, Public { scheme: Scheme::Https, host: "desk.example.org".into() });
        assert_eq!(Public::parse("http://10.0.0.1:3000").unwrap().to_string(), "http://10.0.0.1:3000");
    }

    #[test]
    fn what_is_wrong_is_named_by_its_flag_and_variable() {
        for bad in ["desk.example.org", "ftp://x", "https://x/desk", "https://x?y", "https://a:b@x", ""] {
            let wrong = Public::parse(bad).unwrap_err().to_string();
            assert!(wrong.starts_with("--public-url (DESKBELL_PUBLIC_URL): "), "{wrong}");
            assert!(!wrong.contains('\n'));
        }
        let network = Network { listen: "localhost".into(), public_url: None };
        assert!(network.listen().unwrap_err().to_string().starts_with("--listen (DESKBELL_LISTEN): "));
    }
}
