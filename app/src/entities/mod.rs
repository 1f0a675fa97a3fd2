//! What several pages draw alike.

pub mod emphasis;
pub mod frame;
mod page_title;
pub mod rota;
pub mod routing;
pub mod ticket;

pub use page_title::PageTitle;
