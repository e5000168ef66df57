//! Frames: a length and JSON. Knows nothing of calls.

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::DoorError;

/// Longest frame in either direction, in bytes. A View with a full inbox is some 100 kB.
pub(crate) const FRAME_CAP: u32 = 4 * 1024 * 1024;

pub(crate) async fn write_text(
    to: &mut (impl AsyncWrite + Unpin),
    text: &str,
) -> Result<(), DoorError> {
    let length = u32::try_from(text.len())
        .ok()
        .filter(|length| *length <= FRAME_CAP)
        .ok_or(DoorError::FrameTooLong {
            length: u64::try_from(text.len()).unwrap_or(u64::MAX),
            cap: FRAME_CAP,
        })?;
    to.write_all(&length.to_be_bytes()).await?;
    to.write_all(text.as_bytes()).await?;
    to.flush().await?;
    Ok(())
}

pub(crate) async fn write<T: Serialize>(
    to: &mut (impl AsyncWrite + Unpin),
    value: &T,
) -> Result<(), DoorError> {
    let text =
        serde_json::to_string(value).map_err(|source| DoorError::FrameUnreadable { source })?;
    write_text(to, &text).await
}

pub(crate) async fn read_bytes(
    from: &mut (impl AsyncRead + Unpin),
    cap: u32,
) -> Result<Vec<u8>, DoorError> {
    let mut length = [0_u8; 4];
    if let Err(source) = from.read_exact(&mut length).await {
        return Err(closed_or(source));
    }
    let length = u32::from_be_bytes(length);
    if length > cap {
        return Err(DoorError::FrameTooLong {
            length: u64::from(length),
            cap,
        });
    }
    let mut bytes = Vec::new();
    let read = from.take(u64::from(length)).read_to_end(&mut bytes).await?;
    if u32::try_from(read).ok() == Some(length) {
        Ok(bytes)
    } else {
        Err(DoorError::Closed)
    }
}

pub(crate) async fn read<T: DeserializeOwned>(
    from: &mut (impl AsyncRead + Unpin),
    cap: u32,
) -> Result<T, DoorError> {
    let bytes = read_bytes(from, cap).await?;
    serde_json::from_slice(&bytes).map_err(|source| DoorError::FrameUnreadable { source })
}

fn closed_or(source: std::io::Error) -> DoorError {
    use std::io::ErrorKind::{BrokenPipe, ConnectionReset, UnexpectedEof};
    match source.kind() {
        UnexpectedEof | ConnectionReset | BrokenPipe => DoorError::Closed,
        _ => DoorError::Io { source },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_frame_comes_back_as_it_was_sent() {
        let (mut a, mut b) = tokio::io::duplex(64);
        let text = "\"余额 12.34\"".to_owned();
        let sent = text.clone();
        tokio::join!(async { write_text(&mut a, &sent).await.unwrap() }, async {
            assert_eq!(
                read_bytes(&mut b, FRAME_CAP).await.unwrap(),
                text.as_bytes()
            )
        },);
    }

    #[tokio::test]
    async fn a_length_over_the_cap_is_refused_before_anything_is_allocated() {
        let mut bytes: &[u8] = &[0xff, 0xff, 0xff, 0xff, b'x'];
        let refused = read_bytes(&mut bytes, 16).await.unwrap_err();
        assert!(
            matches!(refused, DoorError::FrameTooLong { length, cap: 16 } if length == u64::from(u32::MAX))
        );
    }

    #[tokio::test]
    async fn a_frame_that_ends_early_is_a_closed_door() {
        for bytes in [&[][..], &[0, 0][..], &[0, 0, 0, 9, b'{'][..]] {
            let mut from = bytes;
            assert!(matches!(
                read_bytes(&mut from, FRAME_CAP).await.unwrap_err(),
                DoorError::Closed
            ));
        }
    }
}
