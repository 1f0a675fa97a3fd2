//! The public interface for programs.

pub mod webhooks;
