//! The HTTP server of a sandbox.

use std::net::{Ipv4Addr, SocketAddr};

use axum::Router;
use axum::middleware::from_fn_with_state;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::config::Config;
use crate::guard::Hosts;
use crate::sandbox::Sandbox;
use crate::{control, guard, wire};

impl Sandbox {
    /// The routes: the control API below `/sandbox`, WeChat's API everywhere else. Requests that name another host than this
    /// machine or those of the config, and those of pages in a browser, are refused.
    ///
    /// Callers have their own IP address where the router is served with
    /// `into_make_service_with_connect_info::<SocketAddr>`, and 127.0.0.1 otherwise.
    pub fn router(&self) -> Router {
        self.router_for(false)
    }

    /// The same, also for requests that name any IP address, as where other machines can connect.
    fn router_for(&self, addresses: bool) -> Router {
        let hosts = Hosts::of(self.hosts(), addresses);
        let routes = Router::new().nest("/sandbox", control::router()).fallback(wire::answer);
        routes.layer(from_fn_with_state(hosts, guard::refuse)).with_state(self.clone())
    }

    /// Serves until `shutdown` resolves, which also ends delayed, slow and held answers.
    ///
    /// # Errors
    /// Errors of the listener.
    pub async fn serve(
        &self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> std::io::Result<()> {
        let closing = self.closing().clone();
        closing.send_replace(false);
        let beyond_loopback = !listener.local_addr()?.ip().is_loopback();
        let service = self.router_for(beyond_loopback).into_make_service_with_connect_info::<SocketAddr>();
        let shutdown = async move {
            shutdown.await;
            closing.send_replace(true);
        };
        axum::serve(listener, service).with_graceful_shutdown(shutdown).await
    }

    /// Starts a sandbox on a free port of 127.0.0.1, for tests.
    ///
    /// # Errors
    /// Errors of opening the port.
    pub async fn start_local(config: Config) -> std::io::Result<Running> {
        Self::new(config).start_on(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await
    }

    /// Starts to serve on `address`, in the background.
    ///
    /// # Errors
    /// Errors of opening the port.
    pub async fn start_on(&self, address: SocketAddr) -> std::io::Result<Running> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let sandbox = self.clone();
        let task = tokio::spawn(async move {
            // An error means the same as a request to stop.
            let shutdown = async move { drop(stopped.await) };
            sandbox.serve(listener, shutdown).await
        });
        Ok(Running { base_url: format!("http://{address}"), address, sandbox: self.clone(), stop, task })
    }
}

/// A running server of a sandbox, which stops when dropped.
#[derive(Debug)]
pub struct Running {
    /// `http://127.0.0.1:<port>`, without slash.
    pub base_url: String,
    /// The same as a socket address.
    pub address: SocketAddr,
    /// The simulated platform.
    pub sandbox: Sandbox,
    stop: oneshot::Sender<()>,
    task: JoinHandle<std::io::Result<()>>,
}

impl Running {
    /// Stops the server, and waits until the port is free and all connections are closed.
    ///
    /// # Errors
    /// An earlier error of the listener.
    pub async fn stop(self) -> std::io::Result<()> {
        drop(self.stop);
        self.task.await.map_err(std::io::Error::other)?
    }
}
