//! The HTTP server: as many connections at once as there is room for, none for longer than it needs.
//!
//! axum's own server sets no timer, so that whoever sends headers a byte an hour holds a connection for as long. HTTP/1.1
//! only, as browsers speak without TLS and proxies to what stands behind them.

mod places;

use std::convert::Infallible;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::ConnectInfo;
use axum::response::Response;
use http::Request;
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use crate::listening::{Connection, Listener};
use crate::middleware::client_address::OverSocket;
use crate::middleware::crowd::Crowded;
use crate::middleware::limits::Limits;
use places::{Busy, Place, Places};

/// The most bytes of all headers that are read at all; the router refuses fewer in words.
const MAX_HEAD: usize = 64 << 10;
/// The most bytes that are read for nothing after an answer, and the number of connections on which that is done at once: others
/// are answered meanwhile.
const MAX_LEFT: usize = 64 << 20;
const DRAINED_AT_ONCE: usize = 16;

/// Answers until `stop`: then takes no more connections, and returns when those under way are answered.
pub async fn answer(listener: impl Into<Listener>, router: Router, limits: Limits, stop: CancellationToken) {
    let mut listener = listener.into();
    let places = Arc::new(Places::new(&limits));
    let limits = Arc::new(limits);
    let draining = Arc::new(Semaphore::new(DRAINED_AT_ONCE));
    let connections = TaskTracker::new();
    while let Some(connection) = stop.run_until_cancelled(listener.accept()).await {
        let peer = Peer::of(&connection);
        // Without a place it is closed at once: those that wait unseen would keep out whoever comes after them.
        let Some(place) = places.take(peer.address().map(|address| address.ip().into())) else { continue };
        let (limits, draining) = (Arc::clone(&limits), Arc::clone(&draining));
        let serving = Serving { peer, place, router: router.clone(), limits, draining, stop: stop.clone() };
        match connection {
            Connection::Tcp(stream, _) => connections.spawn(serving.serve(stream)),
            Connection::Unix(stream) => connections.spawn(serving.serve(stream)),
        };
    }
    // Whoever connects from now on is told at once that nobody listens.
    drop(listener);
    connections.close();
    connections.wait().await;
}

/// The other end of a connection.
#[derive(Debug, Clone, Copy)]
enum Peer {
    Tcp(SocketAddr),
    Unix,
}

impl Peer {
    fn of(connection: &Connection) -> Self {
        match connection {
            Connection::Tcp(_, peer) => Self::Tcp(*peer),
            Connection::Unix(_) => Self::Unix,
        }
    }

    fn address(self) -> Option<SocketAddr> {
        match self {
            Self::Tcp(address) => Some(address),
            Self::Unix => None,
        }
    }

    fn note(self, request: &mut Request<Incoming>) {
        let extensions = request.extensions_mut();
        match self {
            Self::Tcp(address) => drop(extensions.insert(ConnectInfo(address))),
            Self::Unix => drop(extensions.insert(OverSocket)),
        }
    }
}

/// A connection that is served.
struct Serving {
    peer: Peer,
    place: Place,
    router: Router,
    limits: Arc<Limits>,
    draining: Arc<Semaphore>,
    stop: CancellationToken,
}

impl Serving {
    /// Answers the requests of the connection.
    async fn serve<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(self, stream: S) {
        let Self { peer, place, router, limits, draining, stop } = self;
        let spare = place.is_spare();
        let headers = if spare { limits.headers.min(limits.spare) } else { limits.headers };
        let place = Arc::new(place);
        let (answering, introduction) = (Arc::clone(&place), place.introduction());
        let service = service_fn(move |mut request: Request<Incoming>| {
            peer.note(&mut request);
            request.extensions_mut().insert(introduction.clone());
            if spare {
                request.extensions_mut().insert(Crowded);
            }
            Box::pin(answered(router.clone(), request, Arc::clone(&answering).busy()))
        });
        let mut connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(headers)
            .max_header_size(MAX_HEAD)
            .keep_alive(!spare)
            .serve_connection(TokioIo::new(stream), service);
        let last_call = async {
            tokio::select! {
                () = stop.cancelled() => {}
                () = place.left() => {}
                () = sleep(limits.connection) => {}
            }
        };
        let mut done = tokio::select! {
            done = poll_fn(|context| connection.poll_without_shutdown(context)) => Some(done),
            () = last_call => None,
        };
        if done.is_none() {
            Pin::new(&mut connection).graceful_shutdown();
            // The request under way, and as long again for whoever reads the answer.
            let rest = timeout(2 * limits.answer, poll_fn(|context| connection.poll_without_shutdown(context)));
            // Where another has its place by now, it is gone at once: connections whose headers trickle, or that leave an answer
            // unread, would else be more than there are places.
            done = tokio::select! {
                biased;
                done = rest => done.ok(),
                () = place.left_unused() => None,
            };
        }
        if let Some(Ok(())) = done {
            let stream = connection.into_parts().io.into_inner();
            tokio::select! {
                () = stop.cancelled() => {}
                () = place.left() => {}
                _ = timeout(headers, close(stream, &draining)) => {}
            }
        }
    }
}

/// The answer of the router; the connection is busy until all of it was sent.
async fn answered(router: Router, request: Request<Incoming>, busy: Busy) -> Result<Response, Infallible> {
    let response = router.oneshot(request).await?;
    Ok(response.map(|body| Body::new(Answer { body, _busy: busy })))
}

/// The body of an answer, and what lasts as long as it.
struct Answer {
    body: Body,
    _busy: Busy,
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Ends a connection as its other end can understand it: closed while a body still arrives, the answer that refuses the
/// body would be lost with it.
async fn close(mut stream: impl AsyncRead + AsyncWrite + Unpin, draining: &Semaphore) {
    if stream.shutdown().await.is_err() {
        return;
    }
    let Ok(_turn) = draining.acquire().await else { return };
    let mut ignored = vec![0; 8 << 10];
    let mut left = MAX_LEFT;
    while let Ok(read @ 1..) = stream.read(&mut ignored).await {
        left = left.saturating_sub(read);
        if left == 0 {
            return;
        }
    }
}
