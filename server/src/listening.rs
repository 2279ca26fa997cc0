//! The socket that is listened on: TCP, or a Unix socket for a proxy on this machine.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};

use crate::failure::CommandError;
use crate::settings::Listen;

/// The mode of a socket's file: whoever can write to it can connect. The proxy's user gets in by the group.
const SOCKET_MODE: u32 = 0o660;

/// A socket that is listened on.
#[derive(Debug)]
pub struct Listener(Kind);

#[derive(Debug)]
enum Kind {
    Tcp(TcpListener),
    Unix(UnixListener, SocketFile),
}

/// A connection, and whom it is with.
#[derive(Debug)]
pub(crate) enum Connection {
    Tcp(TcpStream, SocketAddr),
    /// With a proxy on this machine.
    Unix(UnixStream),
}

impl From<TcpListener> for Listener {
    fn from(listener: TcpListener) -> Self {
        Self(Kind::Tcp(listener))
    }
}

impl Listener {
    /// Listens at a place. The file of a Unix socket that nobody listens on any more is replaced.
    ///
    /// # Errors
    /// [`CommandError::PortInUse`], [`CommandError::SocketInUse`] or [`CommandError::Listen`].
    pub async fn bind(place: &Listen) -> Result<Self, CommandError> {
        match place {
            Listen::Tcp(address) => Ok(listen(*address).await?.into()),
            Listen::Unix(path) => {
                let failed = |source| CommandError::Listen { place: place.clone(), source };
                let path = std::path::absolute(path).map_err(failed)?;
                remove_stale(&path).await?;
                let listener = UnixListener::bind(&path).map_err(failed)?;
                fs::set_permissions(&path, fs::Permissions::from_mode(SOCKET_MODE)).map_err(failed)?;
                let file = SocketFile::of(path).map_err(failed)?;
                Ok(Self(Kind::Unix(listener, file)))
            }
        }
    }

    /// Where it listens; of port 0 the port that it got.
    ///
    /// # Errors
    /// The system's.
    pub fn place(&self) -> io::Result<Listen> {
        match &self.0 {
            Kind::Tcp(listener) => Ok(Listen::Tcp(listener.local_addr()?)),
            Kind::Unix(_, file) => Ok(Listen::Unix(file.path.clone())),
        }
    }

    /// The next connection.
    pub(crate) async fn accept(&mut self) -> Connection {
        match &mut self.0 {
            Kind::Tcp(listener) => {
                let (stream, peer) = axum::serve::Listener::accept(listener).await;
                Connection::Tcp(stream, peer)
            }
            Kind::Unix(listener, _) => Connection::Unix(axum::serve::Listener::accept(listener).await.0),
        }
    }
}

/// Takes the address, so that nothing is printed before it is ours.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener, CommandError> {
    TcpListener::bind(address).await.map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => CommandError::PortInUse(address),
        _ => CommandError::Listen { place: address.into(), source },
    })
}

/// Removes the file of a socket that nobody listens on, as a program that was killed leaves it.
async fn remove_stale(path: &Path) -> Result<(), CommandError> {
    let failed = |source| CommandError::Listen { place: Listen::Unix(path.to_owned()), source };
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
        Ok(there) if !there.file_type().is_socket() => return Err(CommandError::Exists(path.to_owned())),
        Ok(_) => {}
    }
    match UnixStream::connect(path).await {
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => fs::remove_file(path).map_err(failed),
        Err(error) => Err(failed(error)),
        Ok(_) => Err(CommandError::SocketInUse(path.to_owned())),
    }
}

/// The file of a socket of ours, removed with it.
#[derive(Debug)]
struct SocketFile {
    path: PathBuf,
    /// Device and inode: another program may have put its own there.
    identity: (u64, u64),
}

impl SocketFile {
    fn of(path: PathBuf) -> io::Result<Self> {
        let identity = identity(&path)?;
        Ok(Self { path, identity })
    }
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        if identity(&self.path).is_ok_and(|there| there == self.identity)
            && let Err(error) = fs::remove_file(&self.path)
        {
            tracing::warn!(%error, path = %self.path.display(), "the file of the socket could not be removed");
        }
    }
}

fn identity(path: &Path) -> io::Result<(u64, u64)> {
    fs::symlink_metadata(path).map(|file| (file.dev(), file.ino()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[tokio::test]
    async fn a_socket_is_for_owner_and_group_and_goes_with_its_program() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("w.sock");
        let place = Listen::Unix(path.clone());
        let listener = Listener::bind(&place).await.unwrap();
        assert_eq!((listener.place().unwrap(), mode(&path)), (place.clone(), 0o660));
        let second = Listener::bind(&place).await.unwrap_err();
        assert!(matches!(&second, CommandError::SocketInUse(at) if *at == path), "{second}");
        drop(listener);
        assert!(!path.exists());
    }

    #[tokio::test]
    async fn a_socket_of_a_program_that_was_killed_is_replaced_and_another_file_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("w.sock");
        drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
        assert!(path.exists(), "the standard library leaves it, as a killed program does");
        let listener = Listener::bind(&Listen::Unix(path.clone())).await.unwrap();
        // Whoever put another one there keeps it.
        fs::remove_file(&path).unwrap();
        let _theirs = std::os::unix::net::UnixListener::bind(&path).unwrap();
        drop(listener);
        assert!(path.exists());
        let file = folder.path().join("notes.txt");
        fs::write(&file, "kept").unwrap();
        let refused = Listener::bind(&Listen::Unix(file.clone())).await.unwrap_err();
        assert!(matches!(refused, CommandError::Exists(_)), "{refused}");
        assert_eq!(fs::read_to_string(file).unwrap(), "kept");
        let nowhere = Listener::bind(&Listen::Unix(folder.path().join("none/w.sock"))).await.unwrap_err().to_string();
        assert!(nowhere.contains("cannot listen on unix:") && nowhere.contains("none/w.sock"), "{nowhere}");
    }
}
