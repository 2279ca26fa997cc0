//! The HTTP server: as many connections at once as there is room for, none for longer than it needs.
//!
//! axum's own server sets no timer, so that whoever sends headers a byte an hour holds a connection for as long. HTTP/1.1
//! only, as browsers speak without TLS and proxies to what stands behind them.

use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::serve::Listener;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use crate::middleware::limits::Limits;

/// The most bytes of all headers that are read at all; the router refuses fewer in words.
const MAX_HEAD: usize = 64 << 10;
/// The most bytes that are read for nothing after an answer.
const MAX_LEFT: usize = 64 << 20;

/// Held while a connection lasts; only a closed semaphore gives none, and this one is never closed.
type Permit = Option<OwnedSemaphorePermit>;

/// Answers until `stop`: then takes no more connections, and returns when those under way are answered.
pub async fn answer(mut listener: TcpListener, router: Router, limits: Limits, stop: CancellationToken) {
    let permits = Arc::new(Semaphore::new(limits.connections));
    let limits = Arc::new(limits);
    let connections = TaskTracker::new();
    while let Some((permit, (stream, peer))) = stop.run_until_cancelled(next(&mut listener, &permits)).await {
        let serving = serve_connection(stream, peer, router.clone(), Arc::clone(&limits), stop.clone());
        connections.spawn(async move {
            serving.await;
            drop(permit);
        });
    }
    // Whoever connects from now on is told at once that nobody listens.
    drop(listener);
    connections.close();
    connections.wait().await;
}

/// The next connection once there is room for it; the system keeps some waiting meanwhile.
async fn next(listener: &mut TcpListener, permits: &Arc<Semaphore>) -> (Permit, (TcpStream, SocketAddr)) {
    let permit = Arc::clone(permits).acquire_owned().await.ok();
    (permit, Listener::accept(listener).await)
}

/// Answers the requests of one connection.
async fn serve_connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    limits: Arc<Limits>,
    stop: CancellationToken,
) {
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        Box::pin(router.clone().oneshot(request))
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.headers)
        .max_header_size(MAX_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let last_call = async {
        stop.run_until_cancelled(sleep(limits.connection)).await;
    };
    let mut done = tokio::select! {
        done = poll_fn(|context| connection.poll_without_shutdown(context)) => Some(done),
        () = last_call => None,
    };
    if done.is_none() {
        Pin::new(&mut connection).graceful_shutdown();
        // The request under way, and as long again for whoever reads the answer.
        let rest = poll_fn(|context| connection.poll_without_shutdown(context));
        done = timeout(2 * limits.answer, rest).await.ok();
    }
    if let Some(Ok(())) = done {
        let stream = connection.into_parts().io.into_inner();
        stop.run_until_cancelled(timeout(limits.headers, close(stream))).await;
    }
}

/// Ends a connection as its other end can understand it: closed while a body still arrives, the answer that refuses the
/// body would be lost with it.
async fn close(mut stream: TcpStream) {
    if stream.shutdown().await.is_err() {
        return;
    }
    let mut ignored = vec![0; 8 << 10];
    let mut left = MAX_LEFT;
    while let Ok(read @ 1..) = stream.read(&mut ignored).await {
        left = left.saturating_sub(read);
        if left == 0 {
            return;
        }
    }
}
