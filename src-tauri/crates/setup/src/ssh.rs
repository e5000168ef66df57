//! Another machine's files, over the system's OpenSSH client. Knows no tool's config, and keeps
//! nothing: our records stay on this machine.
//!
//! One `ssh` process is one connection. What it is started with is fixed; paths, contents and the
//! token go through its input only, and over there a shell's own words move them, so that the
//! process list of neither machine shows them and no shell keeps them in its history.

mod client;
mod error;
mod files;
mod host;
mod remote;
mod request;
mod session;

pub use client::SshClient;
pub use error::SshError;
pub use host::{NotAHost, SshHost};
pub use remote::{Remote, RemoteCodex};
pub(crate) use request::spelled;
