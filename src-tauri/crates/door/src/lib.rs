//! `watch` and `perform` between processes of one user: one local socket, served and called.
//!
//! It knows no meaning: Commands, Views and Problems pass through as JSON text that it never reads.
//!
//! One connection carries one call. Both ends first send a [`Hello`] with the protocol number and
//! their version. Then the caller sends its call, and the server answers: `watch` with a frame per
//! View until either end closes, `perform` with one frame, `leave` with one frame. A frame is a
//! 32-bit big-endian length and that many bytes of JSON; both lengths and waiting times are capped.

mod call;
mod frame;
mod place;
mod serve;

#[cfg(unix)]
#[path = "socket_unix.rs"]
mod socket;
#[cfg(windows)]
#[path = "socket_windows.rs"]
mod socket;

use serde::{Deserialize, Serialize};

pub use call::{Caller, Views};
pub use place::Place;
pub use serve::{House, Lease, ViewSource, serve};

/// The version of the frames themselves. Ends that differ in it cannot talk at all.
pub const PROTOCOL: u32 = 1;

/// The first frame of both ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// [`PROTOCOL`] of the sender.
    pub protocol: u32,
    /// The program version of the sender.
    pub version: String,
}

impl Hello {
    fn new(version: &str) -> Self {
        Self {
            protocol: PROTOCOL,
            version: version.to_owned(),
        }
    }
}

/// Why a call through the door failed. None of these carries what was said.
#[derive(Debug, thiserror::Error)]
pub enum DoorError {
    /// Nobody serves this door.
    #[error("no resident is running")]
    Nobody,
    /// Somebody else serves this door already.
    #[error("a resident is already running")]
    AlreadyServed,
    /// The other end belongs to another user.
    #[error("the other end of the door belongs to another user")]
    ForeignUser,
    /// The other end speaks another protocol.
    #[error("the other end speaks protocol {theirs}, this one {PROTOCOL}")]
    Protocol {
        /// What it speaks.
        theirs: u32,
    },
    /// A frame is longer than its cap.
    #[error("a frame of {length} bytes is longer than the {cap} that are allowed")]
    FrameTooLong {
        /// Its length.
        length: u64,
        /// The cap.
        cap: u32,
    },
    /// A frame is not the JSON that belongs here.
    #[error("the other end sent a frame that does not belong here")]
    FrameUnreadable {
        /// What the JSON reader says.
        #[source]
        source: serde_json::Error,
    },
    /// The other end did not answer in time.
    #[error("the other end does not answer")]
    Silent,
    /// The other end closed.
    #[error("the other end closed the door")]
    Closed,
    /// The system refused.
    #[error("the door could not be used")]
    Io {
        /// What the system says.
        #[from]
        source: std::io::Error,
    },
    /// There is no folder for the socket.
    #[error("this user has no home folder")]
    NoHome,
}
