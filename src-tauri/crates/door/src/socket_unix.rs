//! The socket on Linux and macOS: a Unix socket with mode 0600 in a folder with mode 0700.
//! Knows no frames.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};

use tokio::net::{UnixListener, UnixStream};

use crate::{DoorError, Place};

pub(crate) type Stream = UnixStream;

/// A claimed door. Dropping it removes the socket and lets the lock go.
#[derive(Debug)]
pub(crate) struct Listener {
    listener: UnixListener,
    place: Place,
    _lock: File,
}

impl Listener {
    pub(crate) fn claim(place: &Place) -> Result<Self, DoorError> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&place.dir)?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(place.lock())?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(std::fs::TryLockError::WouldBlock) => return Err(DoorError::AlreadyServed),
            Err(std::fs::TryLockError::Error(source)) => return Err(source.into()),
        }
        // The lock is ours, so whoever made an old socket is gone.
        match std::fs::remove_file(place.socket()) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        let listener = UnixListener::bind(place.socket())?;
        std::fs::set_permissions(place.socket(), Permissions::from_mode(0o600))?;
        Ok(Self {
            listener,
            place: place.clone(),
            _lock: lock,
        })
    }

    /// The next caller of the same user; others are turned away.
    pub(crate) async fn accept(&mut self) -> Result<Stream, DoorError> {
        loop {
            let (stream, _) = self.listener.accept().await?;
            if same_user(&stream) {
                return Ok(stream);
            }
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // A socket that stays behind is harmless: the next claim removes it.
        let _ = std::fs::remove_file(self.place.socket());
    }
}

pub(crate) async fn connect(place: &Place) -> Result<Stream, DoorError> {
    match UnixStream::connect(place.socket()).await {
        Ok(stream) if same_user(&stream) => Ok(stream),
        Ok(_) => Err(DoorError::ForeignUser),
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::NotFound | ErrorKind::ConnectionRefused
            ) =>
        {
            Err(DoorError::Nobody)
        }
        Err(source) => Err(source.into()),
    }
}

fn same_user(stream: &UnixStream) -> bool {
    stream
        .peer_cred()
        .is_ok_and(|peer| peer.uid() == rustix::process::geteuid().as_raw())
}
