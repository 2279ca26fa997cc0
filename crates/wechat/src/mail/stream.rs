//! The connection to a mail server as the library for mail reads it: with replies that are not UTF-8 made so.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// The longest line that is put together, in bytes; the library refuses much shorter ones.
const MAX_LINE: usize = 16 * 1_024;

/// A connection with or without TLS.
trait Connection: AsyncRead + AsyncWrite + Send + Sync + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Sync + Unpin> Connection for T {}

/// A connection to a mail server. Bytes of replies that are not UTF-8 are replaced, which would else be errors.
pub(super) struct MailStream {
    inner: Box<dyn Connection>,
    peer: SocketAddr,
    /// What was read and is UTF-8.
    text: Vec<u8>,
    /// The beginning of a line.
    line: Vec<u8>,
}

impl MailStream {
    /// A connection that gives `greeting` before what the server says.
    pub(super) fn new(
        inner: impl AsyncRead + AsyncWrite + Send + Sync + Unpin + 'static,
        peer: SocketAddr,
        greeting: &[u8],
    ) -> Self {
        Self { inner: Box::new(inner), peer, text: greeting.to_vec(), line: Vec::new() }
    }

    /// Takes over the first `count` bytes of the line.
    fn take_over(&mut self, count: usize) {
        let rest = self.line.split_off(count.min(self.line.len()));
        let line = std::mem::replace(&mut self.line, rest);
        self.text.extend_from_slice(String::from_utf8_lossy(&line).as_bytes());
    }
}

impl AsyncRead for MailStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        while self.text.is_empty() {
            let mut bytes = [0; 1_024];
            let mut read = ReadBuf::new(&mut bytes);
            ready!(Pin::new(&mut self.inner).poll_read(cx, &mut read))?;
            let has_ended = read.filled().is_empty();
            self.line.extend_from_slice(read.filled());
            let complete = self.line.iter().rposition(|byte| *byte == b'\n').map(|at| at + 1);
            let all = self.line.len();
            match complete {
                Some(count) => self.take_over(count),
                None if has_ended || all > MAX_LINE => self.take_over(all),
                None => {}
            }
            if has_ended && self.text.is_empty() {
                return Poll::Ready(Ok(()));
            }
        }
        let count = buffer.remaining().min(self.text.len());
        let rest = self.text.split_off(count);
        buffer.put_slice(&std::mem::replace(&mut self.text, rest));
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for MailStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

impl AsyncTokioStream for MailStream {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.peer)
    }
}

impl fmt::Debug for MailStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailStream").finish_non_exhaustive()
    }
}
