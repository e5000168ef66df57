//! The socket on Windows: a named pipe of this user. Its default security descriptor lets only
//! this user, administrators and the system write. Knows no frames.

use std::io::ErrorKind;

use tokio::net::windows::named_pipe::{
    ClientOptions, NamedPipeClient, NamedPipeServer, ServerOptions,
};

use crate::{DoorError, Place};

/// Either end of the pipe.
#[derive(Debug)]
pub(crate) enum Stream {
    Served(NamedPipeServer),
    Called(NamedPipeClient),
}

/// A claimed door: the pipe's first instance is the lock.
#[derive(Debug)]
pub(crate) struct Listener {
    next: NamedPipeServer,
    name: String,
}

/// Pipes live in one flat namespace: the name is made of the folder, which is this user's own.
fn name(place: &Place) -> String {
    let folder: String = place
        .dir
        .to_string_lossy()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .collect();
    format!(r"\\.\pipe\purser{folder}")
}

impl Listener {
    pub(crate) fn claim(place: &Place) -> Result<Self, DoorError> {
        let name = name(place);
        let next = ServerOptions::new()
            .first_pipe_instance(true)
            .reject_remote_clients(true)
            .create(&name)
            .map_err(|error| match error.kind() {
                ErrorKind::PermissionDenied => DoorError::AlreadyServed,
                _ => error.into(),
            })?;
        Ok(Self { next, name })
    }

    pub(crate) async fn accept(&mut self) -> Result<Stream, DoorError> {
        self.next.connect().await?;
        let fresh = ServerOptions::new()
            .reject_remote_clients(true)
            .create(&self.name)?;
        Ok(Stream::Served(std::mem::replace(&mut self.next, fresh)))
    }
}

pub(crate) async fn connect(place: &Place) -> Result<Stream, DoorError> {
    const ALL_BUSY: i32 = 231; // ERROR_PIPE_BUSY
    let name = name(place);
    for _ in 0..40 {
        match ClientOptions::new().open(&name) {
            Ok(client) => return Ok(Stream::Called(client)),
            Err(error) if error.raw_os_error() == Some(ALL_BUSY) => {
                tokio::time::sleep(std::time::Duration::from_millis(25)).await;
            }
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(DoorError::Nobody),
            Err(source) => return Err(source.into()),
        }
    }
    Err(DoorError::Silent)
}

mod io {
    use std::io::{IoSlice, Result};
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

    use super::Stream;

    impl AsyncRead for Stream {
        fn poll_read(
            self: Pin<&mut Self>,
            cx: &mut Context<'_>,
            buf: &mut ReadBuf<'_>,
        ) -> Poll<Result<()>> {
            match self.get_mut() {
                Self::Served(pipe) => Pin::new(pipe).poll_read(cx, buf),
                Self::Called(pipe) => Pin::new(pipe).poll_read(cx, buf),
            }
        }
    }

    impl AsyncWrite for Stream {
        fn poll_write(
            self: Pin<&mut Self>,
            cx: &mut Context<'_>,
            buf: &[u8],
        ) -> Poll<Result<usize>> {
            match self.get_mut() {
                Self::Served(pipe) => Pin::new(pipe).poll_write(cx, buf),
                Self::Called(pipe) => Pin::new(pipe).poll_write(cx, buf),
            }
        }

        fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
            match self.get_mut() {
                Self::Served(pipe) => Pin::new(pipe).poll_flush(cx),
                Self::Called(pipe) => Pin::new(pipe).poll_flush(cx),
            }
        }

        fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
            match self.get_mut() {
                Self::Served(pipe) => Pin::new(pipe).poll_shutdown(cx),
                Self::Called(pipe) => Pin::new(pipe).poll_shutdown(cx),
            }
        }

        fn poll_write_vectored(
            self: Pin<&mut Self>,
            cx: &mut Context<'_>,
            bufs: &[IoSlice<'_>],
        ) -> Poll<Result<usize>> {
            match self.get_mut() {
                Self::Served(pipe) => Pin::new(pipe).poll_write_vectored(cx, bufs),
                Self::Called(pipe) => Pin::new(pipe).poll_write_vectored(cx, bufs),
            }
        }
    }
}
