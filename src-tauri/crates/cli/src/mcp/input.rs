//! Standard input that tells when it ended, so that no question outlives who asked it. Reads no
//! meaning.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, ReadBuf};
use tokio_util::sync::CancellationToken;

/// A reader that cancels `ended` at its end, and when it fails.
pub(super) struct Input<R> {
    reader: R,
    ended: CancellationToken,
}

impl<R> Input<R> {
    pub(super) fn new(reader: R, ended: CancellationToken) -> Self {
        Self { reader, ended }
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for Input<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let room = buffer.remaining() > 0;
        let read = ready!(Pin::new(&mut self.reader).poll_read(context, buffer));
        if read.is_err() || (room && buffer.filled().len() == before) {
            self.ended.cancel();
        }
        Poll::Ready(read)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt;

    use super::*;

    #[tokio::test]
    async fn the_end_of_the_input_is_told_once_all_of_it_was_read() {
        let ended = CancellationToken::new();
        let mut input = Input::new(&b"ab"[..], ended.clone());
        let mut bytes = [0_u8; 2];
        input.read_exact(&mut bytes).await.unwrap();
        assert!(!ended.is_cancelled());
        assert_eq!(input.read(&mut bytes).await.unwrap(), 0);
        assert!(ended.is_cancelled());
    }
}
