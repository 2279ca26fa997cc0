//! Bodies: how large they may be, once it is known who sends them, and how many large ones are read at once.
//!
//! Whoever has neither signed in nor a token is read little of, and not for long. Of others a text may be pasted that takes
//! megabytes, at the rid desk alone; two of these are read at once, and one of each user or token, so that nobody fills the
//! memory, and nobody takes the rid desk from the others.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::{UserId, paths};
use futures::stream::{Stream, StreamExt, once, try_unfold};
use http::{StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, timeout, timeout_at};

use super::errors::{BodyLimit, HttpError, MAX_BODY, is_for_programs};
use super::limits::Limits;
use super::sessions::SignedInUser;
use super::turns::Turns;
use crate::api;
use crate::api::token::Authenticated;

/// The most bytes that whoever has neither signed in nor a token may send: a name, a password and where to go on to.
const OF_STRANGERS: usize = 16 << 10;
/// The most bytes of other forms and calls. A form spells a byte with up to three, and its use case says in words that a
/// field is too long.
pub(crate) const OF_OTHERS: usize = 640 << 10;
/// The most bytes that are read of a body whatever else is being read.
const SMALL: usize = 16 << 10;
/// The number of larger bodies at once, and those of one user or token: copies of a text of 1 MiB take some 20 MiB.
const LARGE_AT_ONCE: usize = 2;
const LARGE_EACH: usize = 1;

/// The larger bodies that are being read.
#[derive(Debug)]
pub(crate) struct Bodies {
    all: Turns<()>,
    each: Turns<Owner>,
    patience: Duration,
    stranger: Duration,
}

/// Whose body it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Owner {
    Stranger,
    User(UserId),
    Token(String),
}

impl Owner {
    fn of(request: &Request) -> Self {
        let extensions = request.extensions();
        let user = extensions.get::<SignedInUser>().map(|SignedInUser(who)| Self::User(who.user.id));
        let token = || extensions.get::<Authenticated>()?.0.token().map(|name| Self::Token(name.to_owned()));
        user.or_else(token).unwrap_or(Self::Stranger)
    }

    /// The most bytes of a body for this path.
    fn limit(&self, path: &str) -> usize {
        match self {
            Self::Stranger => OF_STRANGERS,
            // A file that is too large is refused in words, where it is not far too large.
            Self::User(_) if path == paths::POST_RIDS || path == paths::POST_IMPORT => MAX_BODY,
            Self::Token(_) if path.strip_prefix(api::ROOT) == Some(api::rids::PATH) => api::rids::MAX_BODY,
            Self::User(_) | Self::Token(_) => OF_OTHERS,
        }
    }
}

impl Bodies {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            all: Turns::new(LARGE_AT_ONCE),
            each: Turns::new(LARGE_EACH),
            patience: limits.stall,
            stranger: limits.stranger_body,
        }
    }

    /// A turn for a larger body, until it is dropped.
    async fn turn(&self, owner: Owner) -> Option<[OwnedSemaphorePermit; 2]> {
        let own = self.each.take(owner, self.patience).await?;
        Some([own, self.all.take((), self.patience).await?])
    }
}

/// Bounds the body of a request.
pub(crate) async fn bound(State(bodies): State<Arc<Bodies>>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let owner = Owner::of(&request);
    let path = request.uri().path();
    let (limit, program) = (owner.limit(path), is_for_programs(path));
    // A call is refused for its token, its role or its key first, and for its length when its body is read.
    let announced = announced(&request);
    if !program && announced.is_some_and(|length| length > limit) {
        return too_large(limit);
    }
    let (parts, body) = request.into_parts();
    let late = Arc::new(AtomicBool::new(false));
    let read = match owner {
        Owner::Stranger if program => Ok((body, None)),
        Owner::Stranger => bodies.read_of_stranger(body).await.map(|body| (body, None)),
        _ if announced.is_some_and(|length| length <= SMALL) => Ok((body, None)),
        owner => bodies.begin_reading(body, owner, Arc::clone(&late)).await,
    };
    let (body, turn) = match read {
        Ok(read) => read,
        Err(HttpError::TooLarge) => return too_large(limit),
        Err(error) => return error.into(),
    };
    let exceeded = Arc::new(AtomicBool::new(false));
    let noted = Arc::clone(&exceeded);
    let body = Body::new(Limited::new(body, limit).map_err(move |error| {
        noted.fetch_or(error.is::<LengthLimitError>(), Ordering::Relaxed);
        error
    }));
    let mut response = next.run(Request::from_parts(parts, body)).await;
    drop(turn);
    if late.load(Ordering::Relaxed) {
        return HttpError::Stalled.into();
    }
    if !program && exceeded.load(Ordering::Relaxed) {
        return too_large(limit);
    }
    if response.status() == StatusCode::PAYLOAD_TOO_LARGE {
        response.extensions_mut().insert(BodyLimit(limit));
    }
    response
}

impl Bodies {
    /// All that a stranger sends.
    async fn read_of_stranger(&self, body: Body) -> Result<Body, HttpError> {
        match timeout(self.stranger, Limited::new(body, OF_STRANGERS).collect()).await {
            Ok(Ok(read)) => Ok(Body::from(read.to_bytes())),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(HttpError::TooLarge),
            Ok(Err(_)) | Err(_) => Err(HttpError::Stalled),
        }
    }

    /// The beginning of a body, and with a turn the rest of it where there is more; `late` tells whether that took too long.
    async fn begin_reading(
        &self,
        body: Body,
        owner: Owner,
        late: Arc<AtomicBool>,
    ) -> Result<(Body, Option<[OwnedSemaphorePermit; 2]>), HttpError> {
        match beginning(body).await.map_err(|_| HttpError::Stalled)? {
            (all, None) => Ok((Body::from(all), None)),
            (beginning, Some(rest)) => {
                let turn = self.turn(owner).await.ok_or(HttpError::TooManyRequests)?;
                let rest = until(Instant::now() + self.patience, rest, late);
                let whole = once(async { Ok(Bytes::from(beginning)) }).chain(rest);
                Ok((Body::from_stream(whole), Some(turn)))
            }
        }
    }
}

/// The rest of a body, which breaks off where it takes until `deadline`.
fn until(
    deadline: Instant,
    rest: BodyDataStream,
    late: Arc<AtomicBool>,
) -> impl Stream<Item = Result<Bytes, axum::Error>> {
    try_unfold((rest, late), move |(mut rest, late)| async move {
        match timeout_at(deadline, rest.next()).await {
            Ok(Some(chunk)) => Ok(Some((chunk?, (rest, late)))),
            Ok(None) => Ok(None),
            Err(elapsed) => {
                late.store(true, Ordering::Relaxed);
                Err(axum::Error::new(elapsed))
            }
        }
    })
}

/// The first [`SMALL`] bytes and a little more, and the rest where there is any.
async fn beginning(body: Body) -> Result<(Vec<u8>, Option<BodyDataStream>), axum::Error> {
    let (mut read, mut rest) = (Vec::new(), body.into_data_stream());
    while let Some(chunk) = rest.next().await {
        read.extend_from_slice(&chunk?);
        if read.len() > SMALL {
            return Ok((read, Some(rest)));
        }
    }
    Ok((read, None))
}

/// The length of its body in the head of a request; hyper reads no more than that.
fn announced(request: &Request) -> Option<usize> {
    request.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn too_large(limit: usize) -> Response {
    let mut response = Response::from(HttpError::TooLarge);
    response.extensions_mut().insert(BodyLimit(limit));
    response
}
