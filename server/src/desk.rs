//! What every handler is given: the service, the site's files, and how the desk is reached.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use service::Service;
use tokio::sync::Semaphore;

use crate::api::Limits;
use crate::assets::Site;
use crate::config::{Public, Rates};
use crate::page::Pages;
use crate::serve::Closing;
use crate::streams::Streams;

/// Forms with files that may be in memory at once. Others wait on disk for their turn.
const FORMS_IN_MEMORY: usize = 1;
/// Forms with files that may be on their way in at once; each takes up to a form's size on the disk.
const FORMS_ON_DISK: usize = 64;

/// Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    inner: Arc<Inner>,
}

struct Inner {
    service: Service,
    site: Site,
    pages: Pages,
    public: Option<Public>,
    closing: Closing,
    spool: PathBuf,
    in_memory: Arc<Semaphore>,
    on_disk: Semaphore,
    limits: Limits,
    streams: Streams,
}

impl Desk {
    /// `spool` is the folder for uploads on their way in; it must exist.
    pub fn new(
        service: Service,
        site: Site,
        public: Option<Public>,
        spool: PathBuf,
        closing: Closing,
    ) -> Desk {
        let in_memory = Arc::new(Semaphore::new(FORMS_IN_MEMORY));
        let on_disk = Semaphore::new(FORMS_ON_DISK);
        let limits = Limits::new(Rates::default());
        let pages = Pages::default();
        Desk {
            inner: Arc::new(Inner {
                service,
                site,
                pages,
                public,
                closing,
                spool,
                in_memory,
                on_disk,
                limits,
                streams: Streams::default(),
            }),
        }
    }

    /// With other limits for programs than the usual ones; of a desk that nobody shares yet.
    pub fn with_rates(mut self, rates: Rates) -> Desk {
        if let Some(inner) = Arc::get_mut(&mut self.inner) {
            inner.limits = Limits::new(rates);
        }
        self
    }

    /// How often programs may ask.
    pub(crate) fn limits(&self) -> &Limits {
        &self.inner.limits
    }

    /// Who listens, and how often.
    pub(crate) fn streams(&self) -> &Streams {
        &self.inner.streams
    }

    pub fn service(&self) -> &Service {
        &self.inner.service
    }

    pub fn site(&self) -> &Site {
        &self.inner.site
    }

    pub fn pages(&self) -> &Pages {
        &self.inner.pages
    }

    /// The address that people type, where it was set.
    pub fn public(&self) -> Option<&Public> {
        self.inner.public.as_ref()
    }

    pub fn closing(&self) -> Closing {
        self.inner.closing.clone()
    }

    pub fn spool(&self) -> &Path {
        &self.inner.spool
    }

    pub fn in_memory(&self) -> &Arc<Semaphore> {
        &self.inner.in_memory
    }

    pub fn on_disk(&self) -> &Semaphore {
        &self.inner.on_disk
    }
}
