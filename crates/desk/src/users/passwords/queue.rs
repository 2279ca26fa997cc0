//! The queue for the threads that hash passwords: a few at once, and the client networks take turns.
//!
//! Somebody who sends a hundred passwords waits for their own; whoever comes from elsewhere has the next turn.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use domain::ClientNetwork;
use tokio::sync::oneshot;

use crate::Internal;
use crate::background::lock;
use crate::errors::PasswordError;

/// The number of passwords hashed at once.
pub(super) const AT_ONCE: usize = 2;
/// The maximum number of passwords that wait: a few seconds' worth.
pub(super) const WAITING: usize = 64;

/// Whose turn it is: a client's network; `None` for requests over no network, such as those of the command line.
type Asker = Option<ClientNetwork>;

/// The queue. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Queue(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    running: usize,
    /// Askers who wait, each once, in the order of their turns.
    askers: VecDeque<(Asker, VecDeque<Ticket>)>,
}

/// Told when its turn has come; dropped where it has to make room.
type Ticket = oneshot::Sender<Turn>;

/// The right to hash, until it is dropped; it then goes to the next.
#[derive(Debug)]
struct Turn(Queue);

impl Drop for Turn {
    fn drop(&mut self) {
        let next = {
            let mut state = lock(&self.0.0);
            let next = state.next();
            state.running -= usize::from(next.is_none());
            next
        };
        if let Some(ticket) = next {
            // Where nobody waits for it any more, the turn comes back, is dropped, and goes to the one after.
            drop(ticket.send(Self(self.0.clone())));
        }
    }
}

impl Queue {
    /// Does `work` on a blocking thread when the turn of its asker comes.
    ///
    /// # Errors
    /// [`PasswordError::Busy`] where too many wait.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        asker: Asker,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let turn = match self.enter(asker)? {
            Entered::Served(turn) => turn,
            Entered::Waiting(turn) => turn.await.map_err(|_| PasswordError::Busy)?,
        };
        let span = tracing::Span::current();
        let working = tokio::task::spawn_blocking(move || {
            let done = span.in_scope(work);
            // Work that was begun goes on where its caller went away, and keeps its turn until it ends.
            drop(turn);
            done
        });
        Ok(working.await.map_err(Internal::task)?)
    }

    fn enter(&self, asker: Asker) -> Result<Entered, PasswordError> {
        let mut state = lock(&self.0);
        if state.running < AT_ONCE {
            state.running += 1;
            return Ok(Entered::Served(Turn(self.clone())));
        }
        state.forget_absent();
        if state.waiting() >= WAITING && !state.make_room(asker) {
            return Err(PasswordError::Busy);
        }
        let (ticket, turn) = oneshot::channel();
        match state.askers.iter_mut().find(|(other, _)| *other == asker) {
            Some((_, tickets)) => tickets.push_back(ticket),
            None => state.askers.push_back((asker, [ticket].into())),
        }
        Ok(Entered::Waiting(turn))
    }

    /// How many are served, and how many wait.
    #[cfg(test)]
    pub(super) fn count(&self) -> (usize, usize) {
        let mut state = lock(&self.0);
        state.forget_absent();
        (state.running, state.waiting())
    }
}

/// A place in the queue.
enum Entered {
    Served(Turn),
    Waiting(oneshot::Receiver<Turn>),
}

impl State {
    fn waiting(&self) -> usize {
        self.askers.iter().map(|(_, tickets)| tickets.len()).sum()
    }

    /// The next in turn; whose asker goes to the end.
    fn next(&mut self) -> Option<Ticket> {
        let (asker, mut tickets) = self.askers.pop_front()?;
        let next = tickets.pop_front();
        if !tickets.is_empty() {
            self.askers.push_back((asker, tickets));
        }
        next
    }

    /// Forgets those who went away while they waited.
    fn forget_absent(&mut self) {
        for (_, tickets) in &mut self.askers {
            tickets.retain(|ticket| !ticket.is_closed());
        }
        self.askers.retain(|(_, tickets)| !tickets.is_empty());
    }

    /// Sends away the newest of the asker that has the most waiting, unless this asker would then have as many.
    fn make_room(&mut self, asker: Asker) -> bool {
        let own = self.askers.iter().find(|(other, _)| *other == asker).map_or(0, |(_, tickets)| tickets.len());
        let most = self.askers.iter_mut().max_by_key(|(_, tickets)| tickets.len());
        let Some((_, tickets)) = most.filter(|(_, tickets)| tickets.len() > own + 1) else { return false };
        tickets.pop_back().is_some()
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::sync::mpsc::{self, Receiver, Sender};

    use futures::FutureExt;
    use futures::future::join_all;

    use super::*;

    fn network(last: u8) -> ClientNetwork {
        IpAddr::from([203, 0, 113, last]).into()
    }

    /// A gate that work waits at until the other end is dropped: a test that fails opens it too.
    fn gate() -> (Sender<()>, Arc<Mutex<Receiver<()>>>) {
        let (shut, gate) = mpsc::channel();
        (shut, Arc::new(Mutex::new(gate)))
    }

    fn pass(gate: &Mutex<Receiver<()>>) {
        assert!(gate.lock().unwrap().recv().is_err(), "nobody sends anything");
    }

    /// Work that notes its number when it is done.
    async fn noted(queue: &Queue, asker: Asker, number: u8, done: &Arc<Mutex<Vec<u8>>>) -> Result<(), PasswordError> {
        let done = Arc::clone(done);
        queue.run(asker, move || done.lock().unwrap().push(number)).await
    }

    #[tokio::test]
    async fn whoever_comes_from_elsewhere_has_the_next_turn() {
        let (queue, done) = (Queue::default(), Arc::default());
        // One gate opens: one place is passed on, so that work ends in the order in which it had its turn.
        let (gates, mut first): (Vec<_>, Vec<_>) = (0..AT_ONCE)
            .map(|_| {
                let (shut, gate) = gate();
                (shut, Box::pin(queue.run(Some(network(1)), move || pass(&gate))))
            })
            .unzip();
        for work in &mut first {
            assert!(work.now_or_never().is_none());
        }
        let mut waiting: Vec<_> =
            (0..20).map(|number| Box::pin(noted(&queue, Some(network(1)), number, &done))).collect();
        waiting.push(Box::pin(noted(&queue, Some(network(2)), 100, &done)));
        waiting.push(Box::pin(noted(&queue, None, 101, &done)));
        for work in &mut waiting {
            assert!(work.now_or_never().is_none());
        }
        let mut gates = gates.into_iter();
        drop(gates.next());
        assert!(join_all(waiting).await.iter().all(Result::is_ok));
        drop(gates);
        assert!(join_all(first).await.iter().all(Result::is_ok));
        let done = done.lock().unwrap();
        assert_eq!(done[..4], [0, 100, 101, 1], "{done:?}");
    }

    #[tokio::test]
    async fn a_full_queue_sends_away_those_who_fill_it() {
        let (queue, done) = (Queue::default(), Arc::default());
        let (shut, gate) = gate();
        let mut served = Vec::new();
        for _ in 0..AT_ONCE {
            let gate = Arc::clone(&gate);
            let mut work = Box::pin(queue.run(Some(network(1)), move || pass(&gate)));
            assert!((&mut work).now_or_never().is_none());
            served.push(work);
        }
        let mut crowd: Vec<_> =
            (0..64).map(|number| Box::pin(noted(&queue, Some(network(1)), number, &done))).collect();
        for work in &mut crowd {
            assert!(work.now_or_never().is_none());
        }
        assert_eq!(queue.count(), (AT_ONCE, WAITING));
        let more = noted(&queue, Some(network(1)), 65, &done).now_or_never();
        assert!(matches!(more, Some(Err(PasswordError::Busy))), "{more:?}");
        let mut other = Box::pin(noted(&queue, Some(network(2)), 100, &done));
        assert!((&mut other).now_or_never().is_none());
        let newest = crowd.pop().unwrap().now_or_never();
        assert!(matches!(newest, Some(Err(PasswordError::Busy))), "{newest:?}");
        // Whoever goes away while waiting leaves a place.
        drop(crowd.pop());
        assert_eq!(queue.count(), (AT_ONCE, WAITING - 1));
        drop(shut);
        join_all(served).await;
        other.await.unwrap();
        assert!(join_all(crowd).await.iter().all(Result::is_ok));
        assert_eq!(queue.count(), (0, 0));
    }

    #[tokio::test]
    async fn work_keeps_its_turn_until_it_ends_though_its_caller_went_away() {
        let queue = Queue::default();
        let (shut, gate) = gate();
        let (start, started) = mpsc::channel();
        let (ended, end) = oneshot::channel();
        let mut work = Box::pin(queue.run(None, move || {
            start.send(()).unwrap();
            pass(&gate);
            ended.send(())
        }));
        assert!((&mut work).now_or_never().is_none());
        started.recv().unwrap();
        drop(work);
        assert_eq!(queue.count(), (1, 0));
        drop(shut);
        end.await.unwrap();
        while queue.count() != (0, 0) {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn work_that_breaks_passes_its_turn_on() {
        let queue = Queue::default();
        let broken = queue.run(None, || assert_eq!(1, 2)).await;
        assert!(matches!(broken, Err(PasswordError::Internal(Internal::Task(_)))), "{broken:?}");
        assert_eq!(queue.count(), (0, 0));
    }

    #[tokio::test]
    async fn a_turn_that_nobody_takes_goes_to_the_one_after() {
        let (queue, done) = (Queue::default(), Arc::default());
        let (shut, gate) = gate();
        let mut served = Vec::new();
        for _ in 0..AT_ONCE {
            let gate = Arc::clone(&gate);
            let mut work = Box::pin(queue.run(None, move || pass(&gate)));
            assert!((&mut work).now_or_never().is_none());
            served.push(work);
        }
        let mut absent: Vec<_> =
            (0..10).map(|number| Box::pin(noted(&queue, Some(network(1)), number, &done))).collect();
        for work in &mut absent {
            assert!(work.now_or_never().is_none());
        }
        let mut last = Box::pin(noted(&queue, Some(network(1)), 10, &done));
        assert!((&mut last).now_or_never().is_none());
        drop(absent);
        drop(shut);
        join_all(served).await;
        last.await.unwrap();
        assert_eq!((queue.count(), done.lock().unwrap().clone()), ((0, 0), vec![10]));
    }
}
