//! A believable small company, for a first look and for pictures of every page.
use crate::ctx::Service;
use crate::error::Result;
